//! Guards for single commands: the option, or a predicate around the call.

use super::super::command::{Command, Place};
use super::super::names;
use super::super::options;
use super::super::syntax::span;
use super::super::value::Value;
use super::edits::{self, Condition};
use super::site::{Site, one_line};
use super::{Spelling, expand, native, parts};
use crate::edit::{Edit, Safety};
use crate::engine::{Transaction, Version};
use crate::operation::{Key, Kind};

const V5_0: Version = Version::new(5, 0, 0);
const V6_1: Version = Version::new(6, 1, 0);
const V7_1: Version = Version::new(7, 1, 0);

/// A command as it will be written: source text for what is copied, values for what must be known.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) args: Vec<String>,
    pub(super) pairs: Vec<(String, String)>,
    pub(super) command: Command,
}

impl Line {
    /// The call of a site.
    pub(super) fn of(site: &Site<'_, '_>) -> Option<Self> {
        let mut args = Vec::new();
        let mut pairs = Vec::new();
        for &node in &site.call.arguments {
            match node.kind() {
                "pair" => {
                    let key = node.child_by_field_name("key").map(|key| site.slice(key))?;
                    let value = node.child_by_field_name("value").map_or(key, |value| site.slice(value));
                    pairs.push((key.trim_start_matches(':').to_owned(), value.to_owned()));
                }
                "block_argument" | "hash_splat_argument" | "hash" => {}
                _ => args.push(one_line(site.slice(node))?.to_owned()),
            }
        }
        if site.table_variable.is_some() {
            args.insert(0, format!(":{}", site.command.name_at(0)?));
        }
        Some(Self { name: site.command.name.clone(), args, pairs, command: site.command.clone() })
    }

    /// A call under this name, without the first arguments.
    pub(super) fn call(&self, name: &str, skipped: usize) -> String {
        let pairs = self.pairs.iter().map(|(key, value)| format!("{key}: {value}"));
        let parts: Vec<String> = self.args.iter().skip(skipped).cloned().chain(pairs).collect();
        format!("{name} {}", parts.join(", "))
    }

    pub(super) fn pair(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(name, _)| name == key).and_then(|(_, value)| one_line(value))
    }

    /// The columns argument, or the `column:` option.
    fn columns(&self) -> Option<&str> {
        self.args.get(1).map(String::as_str).or_else(|| self.pair("column"))
    }
}

/// Makes the step do nothing where there is nothing to do.
pub(super) fn skip(site: &Site<'_, '_>) -> Option<Spelling> {
    if site.command.name == "change_table" {
        return each_line(site);
    }
    let builds = site.command.name == "add_index" && !site.request.backwards;
    if builds && site.builds_concurrently() {
        return rebuild(site);
    }
    if builds && site.builds_somehow() {
        return None;
    }
    let undone = site.request.backwards && site.recorded;
    if !undone {
        if let Some(spelling) = native::option(site) {
            return Some(spelling);
        }
        if let Some(spelling) = parts::enum_value(site) {
            return Some(spelling);
        }
        if several_statements(site)
            && let Some(spelling) = expand::expand(site)
        {
            return Some(spelling);
        }
    }
    predicate_guard(site, Vec::new())
}

fn several_statements(site: &Site<'_, '_>) -> bool {
    site.request.migration.transaction == Transaction::Autocommit && site.request.step.statements.len() > 1
}

/// A guard for each of the lines of a `change_table` that the operations stand in.
fn each_line(site: &Site<'_, '_>) -> Option<Spelling> {
    let mut places: Vec<_> = site.request.operations.iter().map(|placed| placed.at).collect();
    places.sort_unstable();
    places.dedup();
    let (mut all, mut title) = (Vec::new(), None);
    for at in places {
        let line = Site::at(site.root, site.request, at)?;
        if line.command.name == "change_table" {
            return None;
        }
        let spelling = skip(&line)?;
        title.get_or_insert(spelling.title);
        all.extend(spelling.edits);
    }
    Some(Spelling::safe(title?, all))
}

/// `unless column_exists?(…)`, or in `change` `if column_exists?(…) == reverting?`.
pub(super) fn predicate_guard(site: &Site<'_, '_>, mut more: Vec<Edit>) -> Option<Spelling> {
    let condition = condition(site, &Line::of(site)?)?;
    let title = format!("Guard with `{} {}`", condition.keyword, condition.text);
    more.extend(edits::condition(site, &condition)?);
    Some(Spelling::safe(title, more))
}

/// The condition under which a command still has something to do.
pub(super) fn condition(site: &Site<'_, '_>, line: &Line) -> Option<Condition> {
    let predicate = predicate(site, line)?;
    let adds = matches!(line.name.split_once('_')?.0, "create" | "add" | "enable");
    if !site.recorded {
        let keyword = if adds { "unless" } else { "if" };
        return Some(Condition { keyword, text: predicate });
    }
    // Not all predicates answer `true` or `false`.
    let boolean = if predicate.starts_with("index_name_exists?") { "!!" } else { "" };
    let keyword = if adds { "if" } else { "unless" };
    Some(Condition { keyword, text: format!("{boolean}{predicate} == reverting?") })
}

/// The question whether what the command is about is there.
fn predicate(site: &Site<'_, '_>, line: &Line) -> Option<String> {
    let prefix = site.prefix();
    let table = line.args.first()?;
    let command = &line.command;
    let column = |column: &str| match site.table_variable {
        Some(variable) => format!("{variable}.column_exists?({column})"),
        None => format!("{prefix}column_exists?({table}, {column})"),
    };
    Some(match line.name.as_str() {
        "create_table" => format!("{prefix}table_exists?({table})"),
        "drop_table" if command.args.len() == 1 => format!("{prefix}table_exists?({table})"),
        "create_join_table" | "drop_join_table" => {
            let name = match command.option("table_name") {
                Some(name) => name.name()?.to_owned(),
                None => names::join_table(command.name_at(0)?, command.name_at(1)?),
            };
            format!("{prefix}table_exists?(:{name})")
        }
        "add_column" | "remove_column" | "add_columns" | "remove_columns" => column(line.args.get(1)?),
        "add_reference" | "add_belongs_to" | "remove_reference" | "remove_belongs_to" => {
            column(&format!(":{}_id", command.name_at(1)?))
        }
        "add_timestamps" | "remove_timestamps" => column(":created_at"),
        "add_index" | "remove_index" => index(site, line, &prefix, table)?,
        "add_foreign_key" | "remove_foreign_key" | "validate_foreign_key" => foreign_key(line, &prefix, table)?,
        name if name.ends_with("_constraint") => constraint(site, line, &prefix, table)?,
        "create_schema" | "drop_schema" => format!("{prefix}schema_exists?({table})"),
        "create_view" | "drop_view" => format!("{prefix}view_exists?({table})"),
        _ => return None,
    })
}

fn index(site: &Site<'_, '_>, line: &Line, prefix: &str, table: &str) -> Option<String> {
    let expression = match line.command.arg(1).or_else(|| line.command.option("column")) {
        Some(Value::Text(columns)) => names::is_expression(columns),
        Some(_) => false,
        None => true,
    };
    if expression {
        let name = match line.pair("name") {
            Some(name) => name.to_owned(),
            None => format!("\"{}\"", index_name(site, &line.command)?),
        };
        return Some(format!("{prefix}index_name_exists?({table}, {name})"));
    }
    let columns = line.columns()?;
    // Not `t.index_exists?`: on Rails 6.1 that raises under Ruby 3.
    Some(match line.pair("name") {
        Some(name) => format!("{prefix}index_exists?({table}, {columns}, name: {name})"),
        None => format!("{prefix}index_exists?({table}, {columns})"),
    })
}

/// The name an index has or gets.
pub(super) fn index_name(site: &Site<'_, '_>, command: &Command) -> Option<String> {
    if let Some(name) = command.option("name") {
        return name.name().map(str::to_owned);
    }
    let columns = command.arg(1).or_else(|| command.option("column")).and_then(Value::names)?;
    Some(site.reader.setting.index_name(command.name_at(0)?, &columns))
}

fn foreign_key(line: &Line, prefix: &str, table: &str) -> Option<String> {
    if let Some(name) = line.pair("name") {
        return Some(format!("{prefix}foreign_key_exists?({table}, name: {name})"));
    }
    let to = line.args.get(1).map(String::as_str).or_else(|| line.pair("to_table"));
    let Some(to) = to else {
        let column = line.pair("column")?;
        return Some(format!("{prefix}foreign_key_exists?({table}, column: {column})"));
    };
    let column = match line.pair("column") {
        Some(column) => Some(column.to_owned()),
        None => line.command.name_at(1).and_then(names::foreign_key_column).map(|name| format!(":{name}")),
    };
    Some(match column {
        // Without a column any key to that table would do.
        Some(column) => format!("{prefix}foreign_key_exists?({table}, {to}, column: {column})"),
        None => format!("{prefix}foreign_key_exists?({table}, {to})"),
    })
}

fn constraint(site: &Site<'_, '_>, line: &Line, prefix: &str, table: &str) -> Option<String> {
    let sort = line.name.split('_').nth(1)?;
    let name = match line.pair("name") {
        Some(name) => name.to_owned(),
        None => {
            let owner = line.command.name_at(0)?;
            let on = line.command.arg(1);
            let computed = match sort {
                "check" => names::check(owner, on?.name()?),
                "unique" => names::unique(owner, &on?.names()?),
                _ => names::exclusion(owner, on?.name()?),
            };
            format!("\"{computed}\"")
        }
    };
    if sort == "check" && site.reader.setting.rails >= V7_1 {
        return Some(format!("{prefix}check_constraint_exists?({table}, name: {name})"));
    }
    if site.reader.setting.rails < V6_1 {
        return None;
    }
    // `name` may be a symbol; the database's own name is a string.
    let name = name.strip_prefix(':').map_or_else(|| name.clone(), |symbol| format!("\"{symbol}\""));
    Some(format!("{prefix}{sort}_constraints({table}).any? {{ |constraint| constraint.name == {name} }}"))
}

/// Runs what needs a column or table only while that is there.
pub(super) fn only_while(site: &Site<'_, '_>, key: &Key) -> Option<Spelling> {
    let symbol = |name: &str| match name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        true => format!(":{name}"),
        false => format!("\"{name}\""),
    };
    let text = match key.kind {
        Kind::Column => format!("column_exists?({}, {})", symbol(&key.owner), symbol(&key.name)),
        Kind::Table => format!("table_exists?({})", symbol(&key.name)),
        _ => return None,
    };
    let condition = Condition { keyword: "if", text };
    let title = format!("Guard with `if {}`", condition.text);
    Some(Spelling::safe(title, edits::condition(site, &condition)?))
}

/// Where the old name is there, or on the way back the new one.
pub(super) fn skip_renamed(site: &Site<'_, '_>) -> Option<Spelling> {
    let line = Line::of(site)?;
    let prefix = site.prefix();
    let names = |old: &str, new: &str| match site.recorded {
        true => format!("reverting? ? {new} : {old}"),
        false => old.to_owned(),
    };
    let arg = |at: usize| line.args.get(at).map(String::as_str);
    let text = match (line.name.as_str(), site.table_variable) {
        ("rename_table", _) => format!("{prefix}table_exists?({})", names(arg(0)?, arg(1)?)),
        ("rename_column", Some(variable)) => format!("{variable}.column_exists?({})", names(arg(1)?, arg(2)?)),
        ("rename_column", None) => format!("{prefix}column_exists?({}, {})", arg(0)?, names(arg(1)?, arg(2)?)),
        ("rename_index", _) => format!("{prefix}index_name_exists?({}, {})", arg(0)?, names(arg(1)?, arg(2)?)),
        _ => return None,
    };
    let condition = Condition { keyword: "if", text };
    let title = format!("Guard with `if {}`", condition.text);
    Some(Spelling::safe(title, edits::condition(site, &condition)?))
}

/// Takes away the index that a failed concurrent build left.
pub(super) fn remove_invalid(site: &Site<'_, '_>, table: &str, name: &str, algorithm: &str) -> Option<String> {
    let prefix = site.prefix();
    let mut remove = format!("{prefix}remove_index {table}, name: {name}, algorithm: {algorithm}");
    let mut condition = Vec::new();
    if site.recorded {
        condition.push("!reverting?".to_owned());
    }
    if site.reader.setting.rails >= V6_1 {
        remove.push_str(", if_exists: true");
    } else if site.reader.setting.rails >= V5_0 {
        condition.push(format!("{prefix}index_name_exists?({table}, {name})"));
    } else {
        return None;
    }
    Some(match condition.as_slice() {
        [] => remove,
        [only] if only == "!reverting?" => format!("{remove} unless reverting?"),
        parts => format!("{remove} if {}", parts.join(" && ")),
    })
}

/// A failed concurrent build leaves an invalid index behind, which has to go first.
pub(super) fn rebuild(site: &Site<'_, '_>) -> Option<Spelling> {
    if site.command.name != "add_index" || site.table_variable.is_some() || !site.is_statement() {
        return None;
    }
    let line = Line::of(site)?;
    let table = line.args.first()?;
    let name = match line.pair("name") {
        Some(name) => name.to_owned(),
        None => format!("\"{}\"", index_name(site, &site.command)?),
    };
    let algorithm = line.pair("algorithm").unwrap_or(":concurrently");
    let remove = remove_invalid(site, table, &name, algorithm)?;
    let statement = parts::outer_statement(site);
    let mut all = vec![edits::line_before(site, statement, &remove)?];
    if let Some(pair) = site.pair("if_not_exists") {
        all.push(edits::drop_argument(site, pair)?);
    }
    if statement.id() != site.call.node.id() {
        // The guard around would keep the new index from being built.
        let end = span(statement).end;
        let modifier = statement.kind().ends_with("_modifier");
        modifier.then_some(())?;
        all.push(Edit::delete(crate::source::Span { start: span(site.call.node).end, end }));
    }
    Some(Spelling { title: "Drop what a failed build left, then build".to_owned(), safety: Safety::Safe, edits: all })
}

/// Spells a guard that is none here in a form that is one.
pub(super) fn replace(site: &Site<'_, '_>) -> Option<Spelling> {
    let guard = site.request.guard?;
    let node = site.root.descendant_for_byte_range(guard.start as usize, guard.end as usize)?;
    let pair = super::site::enclosing(node, &["pair"])?;
    let call = super::site::enclosing(pair, &["call"])?;
    if call.id() != site.call.node.id() {
        let inner = Site::at(site.root, site.request, span(call))?;
        let in_table = inner.table_variable.is_some();
        return if in_table { instead(&inner, pair) } else { dropped(&inner, pair) };
    }
    instead(site, pair)
}

/// An option that the table's own makes void.
fn dropped(site: &Site<'_, '_>, pair: tree_sitter::Node<'_>) -> Option<Spelling> {
    let title = format!("Take out `{}`", site.slice(pair));
    Some(Spelling::safe(title, vec![edits::drop_argument(site, pair)?]))
}

fn instead(site: &Site<'_, '_>, pair: tree_sitter::Node<'_>) -> Option<Spelling> {
    let drop = edits::drop_argument(site, pair)?;
    if options::concurrently(&site.command) && site.command.name == "add_index" {
        return rebuild(site);
    }
    if several_statements(site)
        && site.command.place == Place::Top
        && let Some(spelling) = expand::expand(site)
    {
        return Some(spelling);
    }
    let mut spelling = match parts::enum_value(site) {
        Some(spelling) => return Some(spelling),
        None => predicate_guard(site, vec![drop])?,
    };
    spelling.title = format!("{} instead of `{}`", spelling.title, site.slice(pair));
    Some(spelling)
}
