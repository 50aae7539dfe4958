//! Which tables and columns a statement that writes rows uses, as far as that is certain.

use super::cursor::{Cursor, Name};
use super::lex::TokenKind;
use crate::engine::Dialect;
use crate::operation::Key;

/// Words of an expression that name no column.
const KEYWORDS: &[&str] = &[
    "AND",
    "OR",
    "NOT",
    "IS",
    "NULL",
    "IN",
    "LIKE",
    "ILIKE",
    "BETWEEN",
    "TRUE",
    "FALSE",
    "DEFAULT",
    "ANY",
    "ALL",
    "ARRAY",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "DISTINCT",
    "FROM",
    "ESCAPE",
    "REGEXP",
    "RLIKE",
    "BINARY",
    "DIV",
    "MOD",
    "XOR",
    "CURRENT_DATE",
    "CURRENT_TIMESTAMP",
    "CURRENT_TIME",
    "LOCALTIMESTAMP",
    "CURRENT_USER",
    "ASC",
    "DESC",
];

/// Words behind which types, units, or other tables' columns may stand.
const UNREAD: &[&str] =
    &["SELECT", "CAST", "INTERVAL", "AT", "COLLATE", "AS", "ROW", "EXTRACT", "CONVERT", "OVER", "SEPARATOR", "MATCH"];

/// The columns that an expression reads of a table called `table` or `alias`; `None` where that is not certain.
pub(crate) fn columns(mut value: Cursor<'_>, table: &str, alias: Option<&str>) -> Option<Vec<String>> {
    let mut names = Vec::new();
    while let Some(token) = value.peek() {
        let word = token.kind == TokenKind::Word;
        if word && value.is_any(UNREAD) {
            return None;
        }
        // `::type` of one word; a type of several can't be told from a column.
        if value.is_symbol(":") && value.is_symbol_at(1, ":") {
            value.advance();
            value.advance();
            value.name()?;
            value.group();
            while value.is_symbol("[") || value.is_symbol("]") {
                value.advance();
            }
            continue;
        }
        // SQLite takes a double-quoted word that is no column for a string.
        let named = word || token.kind == TokenKind::QuotedName && value.dialect != Dialect::Sqlite;
        if !named || word && value.is_any(KEYWORDS) {
            value.advance();
            continue;
        }
        let name = value.name()?;
        // A function, a typed string (`date '2020-01-01'`), a word that is no SQL we know.
        let next = value.peek().map(|next| next.kind);
        let certain = !matches!(next, Some(TokenKind::Text | TokenKind::QuotedName));
        let function = value.is_symbol("(");
        if !certain || !function && next == Some(TokenKind::Word) && !value.is_any(KEYWORDS) {
            return None;
        }
        let own = name.schema.as_deref().is_none_or(|schema| schema == table || Some(schema) == alias);
        if own && !function {
            names.push(name.name);
        }
    }
    Some(names)
}

/// The tables named behind FROM and JOIN, subqueries left out.
pub(crate) fn tables(mut from: Cursor<'_>) -> Vec<Key> {
    let mut found = Vec::new();
    let mut expected = from.eat("FROM");
    while !from.is_done() && !from.is_any(&["WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING", "RETURNING", "ON"]) {
        if expected
            && !from.is_symbol("(")
            && !from.is_any(&["LATERAL", "ONLY", "UNNEST"])
            && let Some(name) = from.name()
        {
            if !from.is_symbol("(") {
                found.push(Key::table(name.qualified(from.dialect)));
            }
            expected = false;
            continue;
        }
        expected = from.is_symbol(",") || from.is("JOIN");
        from.skip_item();
    }
    found
}

/// What a query uses of its tables: all of them, and columns where there is but one. `list` is its SELECT list, `from`
/// starts with FROM.
pub(crate) fn of_query(list: Cursor<'_>, from: Cursor<'_>) -> Vec<Key> {
    let mut found = tables(from);
    let mut rest = from;
    let several = { rest }.skip_to("JOIN") || found.len() != 1;
    if several {
        let tables = joined(from);
        let parts = list.items().into_iter().chain([from]);
        found.extend(parts.flat_map(|part| qualified_columns(part, &tables)).collect::<Vec<_>>());
        return found;
    }
    let (true, Some(table)) = (rest.eat("FROM"), rest.name()) else { return found };
    let alias = alias(&mut rest);
    let filter = rest.eat("WHERE").then(|| rest.up_to(&["GROUP", "ORDER", "LIMIT", "UNION", "HAVING"]));
    for mut part in list.items() {
        let part = part.up_to(&["AS"]);
        found.extend(own_columns(part, &table, alias.as_deref()));
    }
    found.extend(filter.into_iter().flat_map(|filter| own_columns(filter, &table, alias.as_deref())));
    found
}

/// What the subqueries of an expression use: their tables, the columns they give, and those that they name with their
/// table. A bare name in a condition may be one of the statement around them.
pub(crate) fn of_subqueries(mut value: Cursor<'_>) -> Vec<Key> {
    let mut found = Vec::new();
    while !value.is_done() {
        let Some(mut inside) = value.is_symbol("(").then(|| value.group()).flatten() else {
            value.advance();
            continue;
        };
        found.extend(of_subqueries(inside));
        if !inside.eat("SELECT") {
            continue;
        }
        let list = inside.up_to(&["FROM"]);
        found.extend(of_query(list, inside.up_to(&["WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING"])));
    }
    found
}

/// What the queries of a condition use that stands in no statement of its own: `(SELECT count(*) FROM t WHERE c = 1) > 0`.
pub(crate) fn of_questions(mut condition: Cursor<'_>) -> Vec<Key> {
    let mut found = Vec::new();
    while !condition.is_done() {
        let Some(mut inside) = condition.is_symbol("(").then(|| condition.group()).flatten() else {
            condition.advance();
            continue;
        };
        if inside.eat("SELECT") {
            let list = inside.up_to(&["FROM"]);
            found.extend(of_query(list, inside));
        } else {
            found.extend(of_questions(inside));
        }
    }
    found
}

/// `[AS] name` behind a table.
pub(crate) fn alias(rest: &mut Cursor<'_>) -> Option<String> {
    const BEHIND: &[&str] = &["WHERE", "SET", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING", "ON", "USING", "RETURNING"];
    let marked = rest.eat("AS");
    if marked || rest.peek().is_some_and(|token| token.kind == TokenKind::Word) && !rest.is_any(BEHIND) {
        return rest.part();
    }
    None
}

/// Keys of the columns of one table that an expression reads.
pub(crate) fn own_columns(value: Cursor<'_>, table: &Name, alias: Option<&str>) -> Vec<Key> {
    let names = columns(value, &table.name, alias).unwrap_or_default();
    keys(table, names, value.dialect).collect()
}

/// Keys of columns of one table.
pub(crate) fn keys(table: &Name, columns: Vec<String>, dialect: Dialect) -> impl Iterator<Item = Key> {
    let table = table.qualified(dialect);
    columns.into_iter().map(move |column| Key::column(table.as_str(), column))
}

/// A table of a join, and the name it goes by there.
pub(crate) struct Joined {
    table: String,
    called: String,
}

/// The tables of a join, from the first one's name on; subqueries left out.
pub(crate) fn joined(mut from: Cursor<'_>) -> Vec<Joined> {
    const ENDS: &[&str] = &["SET", "WHERE", "GROUP", "ORDER", "LIMIT", "UNION", "HAVING", "RETURNING"];
    let mut found = Vec::new();
    let mut expected = true;
    from.eat("FROM");
    while !from.is_done() && !from.is_any(ENDS) {
        if expected && !from.is_symbol("(") && !from.is_any(&["LATERAL", "ONLY", "UNNEST"]) {
            let Some(name) = from.name() else { break };
            let joins = from.is_any(&["JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "NATURAL", "FULL", "STRAIGHT_JOIN"]);
            let called = if joins { None } else { alias(&mut from) };
            let called = called.unwrap_or_else(|| name.name.clone());
            found.push(Joined { table: name.qualified(from.dialect), called });
            expected = false;
            continue;
        }
        expected = from.is_symbol(",") || from.is("JOIN");
        from.skip_item();
    }
    found
}

/// The columns that an expression names together with their table; subqueries left out, which may call others so.
pub(crate) fn qualified_columns(mut value: Cursor<'_>, tables: &[Joined]) -> Vec<Key> {
    let mut found = Vec::new();
    while let Some(token) = value.peek() {
        if value.is_symbol("(") && value.is_at(1, "SELECT") {
            value.group();
            continue;
        }
        let named = matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
        let Some(name) = named.then(|| value.name()).flatten() else {
            value.advance();
            continue;
        };
        let Some(owner) = name.schema.as_deref().filter(|_| !value.is_symbol("(")) else { continue };
        let table = tables.iter().find(|joined| joined.called == owner);
        found.extend(table.map(|joined| Key::column(joined.table.as_str(), name.name)));
    }
    found
}
