//! What a query of the catalogs asks for: `SELECT 1 FROM pg_constraint WHERE conname = 'x' AND conrelid = 't'::regclass`.

use super::catalog_columns::{
    IDENTITY, asks_for_identity, asks_for_type, cast, column, is_harmless, is_name, type_of_column,
};
use super::cursor::Cursor;
use super::guard::{GuardReader, present, written_name};
use super::lex::TokenKind;
use super::repeat::conjuncts;
use super::variables::Variables;
use crate::engine::Dialect;
use crate::migration::{Condition, Subject};
use crate::operation::{Key, Kind, plain_type, qualified};
use crate::source::Span;

/// A query's sources and what it demands of their columns.
pub(super) struct Query<'v> {
    pub(super) dialect: Dialect,
    variables: &'v Variables,
    /// Names of tables and catalogs, without schema, lower case.
    sources: Vec<String>,
    /// The first source as a key's name.
    table: String,
    /// `column = value`, lower case columns.
    pub(super) facts: Vec<(String, Fact)>,
    /// Types that the column must have, or must not have (`false`).
    types: Vec<(String, bool)>,
    /// Something more was demanded than is understood.
    more: bool,
    /// As `more`, what is harmless in a catalog included.
    unread: bool,
    at: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fact {
    Text(String),
    /// `'t'::regclass`, `to_regclass('t')`, `OBJECT_ID('t')`, `(SELECT oid FROM pg_class WHERE relname = 't')`.
    Named(String),
    True,
    False,
}

/// Whether the query finds rows, as a condition on the schema or on a table's rows.
pub(crate) fn rows_present(query: Cursor<'_>, reader: &mut GuardReader<'_>) -> Condition {
    let at = query.span();
    let Some(query) = read(query, reader.variables) else { return Condition::Unknown };
    let Some((subject, vague)) = query.subject() else { return query.own_rows() };
    if vague {
        reader.vague.push(at);
    }
    let condition = match (subject, query.identity()) {
        (Subject::Key(column), Some(wanted)) if column.kind == Kind::Column => {
            let owner = format!("{}.{}", column.owner, column.name);
            let identity = present(Subject::Key(Key::owned(Kind::Identity, owner, "identity")), at);
            if wanted { identity } else { Condition::All(vec![present(Subject::Key(column), at), identity.negate()]) }
        }
        (Subject::Key(column), None) if column.kind == Kind::Column && !query.types.is_empty() => {
            query.type_tests(&column)
        }
        (subject, _) => present(subject, at),
    };
    let asks_more = query.facts.iter().any(|(column, _)| !is_name(column) && !is_harmless(column));
    if query.more || asks_more { Condition::All(vec![condition, Condition::Unknown]) } else { condition }
}

/// `(SELECT data_type FROM information_schema.columns WHERE …) = 'integer'`; `comparison` is what follows the query.
pub(crate) fn type_is(query: Cursor<'_>, comparison: &mut Cursor<'_>, reader: &GuardReader<'_>) -> Option<Condition> {
    let mut list = query;
    list.eat("SELECT");
    let selected = list.up_to(&["FROM"]);
    let mut ahead = *comparison;
    let (name, equal) = type_of_column(selected, &mut ahead)?;
    let mut query = read(query, reader.variables)?;
    if query.more || query.unread || !query.types.is_empty() || !query.asks_for_columns() {
        return None;
    }
    query.types.push((name, equal));
    let Some((Subject::Key(column), _)) = query.subject() else { return None };
    *comparison = ahead;
    (column.kind == Kind::Column).then(|| query.type_tests(&column))
}

fn read<'v>(mut cursor: Cursor<'_>, variables: &'v Variables) -> Option<Query<'v>> {
    let at = cursor.span();
    let dialect = cursor.dialect;
    if !cursor.eat_any(&["SELECT", "PERFORM"]) || !cursor.skip_to("FROM") {
        return None;
    }
    cursor.advance();
    let mut from = cursor.up_to(&["WHERE", "GROUP", "ORDER", "LIMIT", "HAVING", "UNION", "INTERSECT"]);
    let mut query = Query {
        dialect,
        variables,
        sources: Vec::new(),
        table: String::new(),
        facts: Vec::new(),
        types: Vec::new(),
        more: false,
        unread: false,
        at,
    };
    while !from.is_done() {
        let name = from.name()?;
        if query.sources.is_empty() {
            query.table = name.qualified(dialect);
        }
        query.sources.push(name.name.to_lowercase());
        from.eat("AS");
        if !from.is_any(&["JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "ON", "WHERE", "NATURAL", "USING"]) {
            from.part();
        }
        if from.eat("ON") {
            query.demand(from.up_to(&["JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "NATURAL"]));
        } else if from.eat("USING") {
            from.group();
        }
        from.eat_any(&["INNER", "LEFT", "RIGHT", "CROSS", "NATURAL"]);
        from.eat("OUTER");
        let more = from.eat("JOIN") || from.eat_symbol(",");
        if !more && !from.is_done() {
            return None;
        }
    }
    if cursor.eat("WHERE") {
        query.demand(cursor.up_to(&["GROUP", "ORDER", "LIMIT", "HAVING", "UNION", "INTERSECT"]));
    }
    query.more |= cursor.is_any(&["GROUP", "HAVING", "UNION", "INTERSECT"]);
    Some(query)
}

impl Query<'_> {
    fn demand(&mut self, filter: Cursor<'_>) {
        if { filter }.skip_to("OR") {
            self.more = true;
            return;
        }
        for conjunct in conjuncts(filter) {
            self.conjunct(conjunct);
        }
    }

    fn conjunct(&mut self, mut conjunct: Cursor<'_>) {
        if let Some(inside) = conjunct.is_symbol("(").then(|| { conjunct }.group()).flatten()
            && !inside.is("SELECT")
        {
            let mut rest = conjunct;
            rest.group();
            if rest.is_done() {
                return self.demand(inside);
            }
        }
        let negated = conjunct.eat("NOT");
        if let Some(identity) = asks_for_identity(conjunct) {
            let fact = if identity == negated { Fact::False } else { Fact::True };
            self.facts.push((IDENTITY.to_owned(), fact));
            return;
        }
        if self.asks_for_columns()
            && let Some((name, equal)) = asks_for_type(conjunct)
        {
            self.types.push((name, equal != negated));
            return;
        }
        let Some(column) = column(&mut conjunct) else {
            self.more = true;
            return;
        };
        let harmless = is_harmless(&column);
        if conjunct.is_done() {
            let fact = if negated { Fact::False } else { Fact::True };
            self.more |= !harmless && !matches!(column.as_str(), "indisvalid" | "indisready");
            self.facts.push((column, fact));
            return;
        }
        let like = conjunct.is("LIKE") || conjunct.is("ILIKE");
        let compares = conjunct.eat_symbol("=") || conjunct.eat_any(&["LIKE", "ILIKE", "IS", "IN"]);
        let fact = if compares && !negated { self.value(conjunct) } else { None };
        match fact {
            Some(Value::Fact(Fact::Text(text))) if like && text.contains('%') => self.more = true,
            Some(Value::Fact(fact)) => self.facts.push((column, fact)),
            Some(Value::Column) => self.unread = true,
            None => {
                self.unread = true;
                self.more |= !harmless;
            }
        }
    }

    fn asks_for_columns(&self) -> bool {
        self.has("pg_attribute") || self.table == "information_schema.columns"
    }

    /// The column is there, with the types that are asked for. That it has a type says that it is there.
    fn type_tests(&self, column: &Key) -> Condition {
        let test = |name: &str| {
            let subject = Subject::TypeOf { column: column.clone(), sql_type: plain_type(name) };
            present(subject, self.at)
        };
        let equal = self.types.iter().filter(|(_, equal)| *equal).map(|(name, _)| test(name));
        let mut parts: Vec<Condition> = equal.collect();
        if parts.is_empty() {
            parts.extend(self.types.iter().map(|(name, _)| test(name).negate()));
            parts.push(present(Subject::Key(column.clone()), self.at));
        }
        if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
    }

    /// What a column is compared with.
    fn value(&self, mut cursor: Cursor<'_>) -> Option<Value> {
        let dialect = self.dialect;
        if let Some(inside) = cursor.is_symbol("(").then(|| cursor.group()).flatten() {
            if inside.is("SELECT") {
                return selected_oid(inside, self.variables).map(|name| Value::Fact(Fact::Named(name)));
            }
            let one = inside.items();
            return if let [one] = one[..] { self.value(one) } else { None };
        }
        let token = cursor.peek()?;
        match token.kind {
            TokenKind::Text => {
                let text = cursor.literal()?;
                let kind = cast(&mut cursor).unwrap_or_default();
                if !cursor.is_done() && !cursor.is("COLLATE") {
                    return None;
                }
                let named = matches!(kind.as_str(), "regclass" | "regtype" | "regproc");
                let fact = if named { Fact::Named(written_name(&text, dialect)) } else { Fact::Text(text) };
                Some(Value::Fact(fact))
            }
            TokenKind::Number => Some(Value::Fact(Fact::Text(cursor.token_text(token).to_owned()))),
            TokenKind::Word if cursor.is("TRUE") => Some(Value::Fact(Fact::True)),
            TokenKind::Word if cursor.is("FALSE") => Some(Value::Fact(Fact::False)),
            TokenKind::Word | TokenKind::QuotedName => {
                let function = cursor.name()?.name.to_lowercase();
                let Some(arguments) = cursor.group() else {
                    let known = self.variables.text(&function).map(|text| Value::Fact(Fact::Text(text.to_owned())));
                    return cursor.is_done().then(|| known.unwrap_or(Value::Column));
                };
                let mut first = arguments;
                let text = first.literal();
                match function.as_str() {
                    "to_regclass" | "to_regtype" | "object_id" => {
                        Some(Value::Fact(Fact::Named(written_name(&text?, dialect))))
                    }
                    "lower" | "upper" | "quote_ident" => Some(Value::Fact(Fact::Text(text?))),
                    // The schema of the connection.
                    "database" | "schema" | "current_schema" | "current_database" | "any" | "db_name" => {
                        Some(Value::Column)
                    }
                    "schema_id" => Some(Value::Column),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether only an identity column will do (or only one that is none).
    fn identity(&self) -> Option<bool> {
        self.facts.iter().find(|(name, _)| name == IDENTITY).map(|(_, fact)| *fact == Fact::True)
    }

    pub(super) fn text(&self, column: &str) -> Option<&str> {
        self.facts.iter().find(|(name, _)| name == column).and_then(|(_, fact)| match fact {
            Fact::Text(text) | Fact::Named(text) => Some(text.as_str()),
            Fact::True | Fact::False => None,
        })
    }

    /// A name as the catalog stores it.
    pub(super) fn stored(&self, column: &str) -> Option<String> {
        Some(self.dialect.fold(self.text(column)?, true))
    }

    pub(super) fn has(&self, source: &str) -> bool {
        self.sources.iter().any(|name| name == source)
    }

    /// A name with the schema that the query demands.
    pub(super) fn with_schema(&self, name: &str) -> String {
        let schemas =
            ["nspname", "table_schema", "schemaname", "constraint_schema", "trigger_schema", "routine_schema"];
        let schema = schemas.iter().find_map(|column| self.text(column));
        // MySQL: the database of the connection has no name in keys.
        let schema = schema.filter(|_| !self.dialect.is_mysql_like());
        qualified(self.dialect, schema, &self.dialect.fold(name, true))
    }

    /// The table that `conrelid`, `tgrelid` … or a joined `relname` names.
    pub(super) fn owner(&self, columns: &[&str]) -> Option<String> {
        columns.iter().find_map(|column| {
            self.facts.iter().find(|(name, _)| name == column).and_then(|(_, fact)| match fact {
                Fact::Named(name) => Some(name.clone()),
                Fact::Text(name) => Some(self.with_schema(name)),
                Fact::True | Fact::False => None,
            })
        })
    }

    /// A query of a table's own rows.
    fn own_rows(&self) -> Condition {
        let catalogs = ["pg_", "sys"].iter().any(|prefix| self.sources.iter().any(|name| name.starts_with(prefix)));
        let named = self.facts.iter().any(|(_, fact)| matches!(fact, Fact::Named(_)));
        if self.sources.len() != 1
            || self.more
            || self.unread
            || named
            || catalogs
            || self.table.starts_with("information_schema")
        {
            return Condition::Unknown;
        }
        let filter: Option<Vec<(String, String)>> = (!self.facts.is_empty()).then(|| {
            let texts = self.facts.iter().filter_map(|(column, fact)| match fact {
                Fact::Text(text) => Some((column.clone(), text.clone())),
                Fact::True => Some((column.clone(), "true".to_owned())),
                Fact::False => Some((column.clone(), "false".to_owned())),
                Fact::Named(_) => None,
            });
            texts.collect()
        });
        Condition::RowsPresent { table: Key::table(&self.table), filter, at: self.at }
    }
}

enum Value {
    Fact(Fact),
    /// Another column: a join.
    Column,
}

/// `(SELECT oid FROM pg_type WHERE typname = 't')`: the thing's name.
fn selected_oid(query: Cursor<'_>, variables: &Variables) -> Option<String> {
    let query = read(query, variables)?;
    let column = ["typname", "relname"].into_iter().find(|column| query.text(column).is_some())?;
    Some(query.with_schema(query.text(column)?))
}
