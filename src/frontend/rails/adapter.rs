//! Questions for the adapter: `connection.adapter_name == "PostgreSQL"`, `case adapter_name`, `supports_comments?`.

use tree_sitter::Node;

use super::reader::{Reader, Scope};
use super::syntax::{self, Call};
use super::value::Value;
use crate::engine::Dialect;
use crate::migration::Condition;

/// How an adapter's name is written where it is asked for, the one nearly everybody has first.
#[derive(Debug, Clone, Copy)]
struct Names {
    names: &'static [&'static str],
    /// `.downcase` makes the letters small.
    small: bool,
}

impl Names {
    /// What `adapter_name` says (`ADAPTER_NAME` of each adapter).
    fn said(dialect: Dialect) -> &'static [&'static str] {
        match dialect {
            Dialect::Postgres => &["PostgreSQL", "PostGIS"],
            Dialect::MySql | Dialect::MariaDb => &["Mysql2", "Trilogy"],
            Dialect::Sqlite => &["SQLite"],
            Dialect::SqlServer => &["SQLServer"],
        }
    }

    /// What database.yml says.
    fn configured(dialect: Dialect) -> &'static [&'static str] {
        match dialect {
            Dialect::Postgres => &["postgresql", "postgis"],
            Dialect::MySql | Dialect::MariaDb => &["mysql2", "trilogy"],
            Dialect::Sqlite => &["sqlite3"],
            Dialect::SqlServer => &["sqlserver"],
        }
    }

    /// Whether the name answers to something: where only a rarer adapter's would, that is not known.
    fn answer(self, asked: impl Fn(&str) -> Option<bool>) -> Condition {
        let told = |name: &&str| if self.small { asked(&name.to_lowercase()) } else { asked(name) };
        let mut answers = self.names.iter().map(told);
        match answers.next().flatten() {
            Some(true) => Condition::Known(true),
            Some(false) if answers.all(|other| other == Some(false)) => Condition::Known(false),
            _ => Condition::Unknown,
        }
    }
}

impl<'t> Reader<'t> {
    /// Methods that ask for the adapter by themselves: `connection.mariadb?`, `postgresql?`.
    pub(super) fn adapter_question(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Condition> {
        let dialect = self.setting.dialect;
        match call.method {
            "mariadb?" => return Some(Condition::Known(dialect == Dialect::MariaDb)),
            "postgresql?" | "postgres?" | "mysql?" | "sqlite?" | "sqlite3?" => {
                let asked = Dialect::parse(call.method.trim_end_matches('?'))?;
                return Some(Condition::Known(same_family(dialect, asked)));
            }
            _ => {}
        }
        if let Some(known) = ability(call.method, dialect) {
            return Some(Condition::Known(known));
        }
        let receiver = call.receiver?;
        if call.method == "respond_to?" {
            let asked = self.value(call.first()?, scope);
            let jsonb = asked.name() == Some("jsonb");
            return jsonb.then_some(Condition::Known(dialect == Dialect::Postgres));
        }
        let names = self.adapter(receiver, scope)?;
        let wanted: Vec<Value> = call.arguments.iter().map(|&argument| self.value(argument, scope)).collect();
        let any = |test: &dyn Fn(&str, &str) -> bool| {
            names.answer(|name| {
                let texts: Option<Vec<&str>> = wanted.iter().map(Value::name).collect();
                texts.map(|texts| texts.iter().any(|text| test(name, text)))
            })
        };
        Some(match call.method {
            "start_with?" | "starts_with?" => any(&|name, text| name.starts_with(text)),
            "end_with?" | "ends_with?" => any(&|name, text| name.ends_with(text)),
            "include?" => any(&|name, text| name.contains(text)),
            "eql?" | "equal?" => any(&|name, text| name == text),
            "casecmp?" => any(&|name, text| name.eq_ignore_ascii_case(text)),
            "in?" | "match?" | "match" => self.adapter_is(names, call.first()?, scope),
            _ => return None,
        })
    }

    /// `adapter_name == "PostgreSQL"`, `adapter_name =~ /mysql/i`, `%w[mysql2 trilogy].include?(adapter)`.
    pub(super) fn adapter_comparison(&self, adapter: Node<'t>, with: Node<'t>, scope: &Scope<'t>) -> Option<Condition> {
        self.adapter(adapter, scope).map(|names| self.adapter_is(names, with, scope))
    }

    /// The adapter's name, however it is asked for.
    fn adapter(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Names> {
        let text = syntax::text(node, self.text());
        if let Some(&assigned) =
            scope.assigned.get(text).filter(|assigned| node.kind() == "identifier" && assigned.id() != node.id())
        {
            return self.adapter(assigned, &Scope::default());
        }
        let small = text.contains(".downcase");
        let mut name = text;
        while let Some(shorter) = [".downcase", ".to_s", ".to_sym", "&"].iter().find_map(|end| name.strip_suffix(end)) {
            name = shorter;
        }
        let dialect = self.setting.dialect;
        if name.ends_with("adapter_name") {
            return Some(Names { names: Names::said(dialect), small });
        }
        let configured =
            ["[:adapter]", "[\"adapter\"]", "['adapter']", "db_config.adapter", "configuration_hash.fetch(:adapter)"];
        configured.iter().any(|end| name.ends_with(end)).then(|| Names { names: Names::configured(dialect), small })
    }

    fn adapter_is(&self, names: Names, with: Node<'t>, scope: &Scope<'t>) -> Condition {
        if with.kind() == "regex" {
            let pattern = Pattern::read(syntax::text(with, self.text()));
            return pattern.map_or(Condition::Unknown, |pattern| names.answer(|name| Some(pattern.finds(name))));
        }
        match self.value(with, scope).names() {
            Some(wanted) => names.answer(|name| Some(wanted.iter().any(|text| text == name))),
            None => Condition::Unknown,
        }
    }
}

/// A pattern of plain words: `/mysql/i`, `/\A(mysql2|trilogy)\z/i`.
struct Pattern<'t> {
    words: Vec<&'t str>,
    ignores_case: bool,
    starts: bool,
    ends: bool,
}

impl<'t> Pattern<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let (inside, flags) = text.strip_prefix('/')?.rsplit_once('/')?;
        let start = ["\\A", "^"].iter().find_map(|anchor| inside.strip_prefix(anchor));
        let inside = start.unwrap_or(inside);
        let end = ["\\z", "\\Z", "$"].iter().find_map(|anchor| inside.strip_suffix(anchor));
        let inside = end.unwrap_or(inside);
        let group = inside.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
        let inside = group.map_or(inside, |group| group.trim_start_matches("?:"));
        let anchored = start.is_some() || end.is_some();
        let words: Vec<&str> = inside.split('|').collect();
        let plain = words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        // `/^a|b$/` anchors its ends only.
        let whole = plain && (words.len() == 1 || group.is_some() || !anchored);
        whole.then(|| Self { words, ignores_case: flags.contains('i'), starts: start.is_some(), ends: end.is_some() })
    }

    fn finds(&self, name: &str) -> bool {
        let fold = |text: &str| if self.ignores_case { text.to_lowercase() } else { text.to_owned() };
        let name = fold(name);
        self.words.iter().map(|word| fold(word)).any(|word| match (self.starts, self.ends) {
            (true, true) => name == word,
            (true, false) => name.starts_with(&word),
            (false, true) => name.ends_with(&word),
            (false, false) => name.contains(&word),
        })
    }
}

/// What the adapter says of its database; only what does not depend on the server's version, or only on versions that
/// nobody supports any more (PostgreSQL before 9.4, MySQL before 8.0.16, MariaDB before 10.2, SQLite before 3.9).
fn ability(method: &str, dialect: Dialect) -> Option<bool> {
    let postgres = dialect == Dialect::Postgres;
    Some(match method {
        "supports_comments?" => !matches!(dialect, Dialect::Sqlite),
        "supports_extensions?" | "supports_materialized_views?" => postgres,
        "supports_foreign_keys?" | "supports_views?" => true,
        "supports_partial_index?" | "supports_ddl_transactions?" => postgres || dialect == Dialect::Sqlite,
        "supports_bulk_alter?" => dialect != Dialect::Sqlite,
        "supports_check_constraints?" | "supports_datetime_with_precision?" => true,
        "supports_expression_index?" => dialect != Dialect::MariaDb,
        "supports_json?" => dialect != Dialect::MariaDb,
        "supports_pgcrypto_uuid?" | "supports_index_include?" => postgres,
        _ => return None,
    })
}

fn same_family(one: Dialect, other: Dialect) -> bool {
    one == other || (one.is_mysql_like() && other.is_mysql_like())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_words() {
        for (pattern, name, expected) in [
            ("/mysql/i", "Mysql2", Some(true)),
            ("/mysql/", "Mysql2", Some(false)),
            ("/\\A(mysql2|trilogy)\\z/i", "Trilogy", Some(true)),
            ("/^post/i", "PostgreSQL", Some(true)),
            ("/post|sqlite$/i", "PostgreSQL", None),
            ("/my.*/", "Mysql2", None),
        ] {
            assert_eq!(Pattern::read(pattern).map(|read| read.finds(name)), expected, "{pattern}");
        }
    }

    #[test]
    fn rarer_adapters_are_not_known() {
        let names = Names { names: Names::said(Dialect::MySql), small: false };
        let is = |wanted: &str| names.answer(|name| Some(name == wanted));
        assert_eq!(is("Mysql2"), Condition::Known(true));
        assert_eq!(is("Trilogy"), Condition::Unknown);
        assert_eq!(is("MySQL"), Condition::Known(false));
    }
}
