//! INSERT and REPLACE: where the rows come from, their values, and what happens where they are there.

use super::cursor::{Cursor, Name};
use super::dml::{opaque_rows, write, write_reading};
use super::draft::Draft;
use super::lex::TokenKind;
use super::{reads, repeat};
use crate::engine::Dialect;
use crate::operation::{Action, Insert, Key, OnConflict, Picked, Repeat, Update, Value};

/// Reads what follows INSERT; `replaces` for REPLACE.
pub(crate) fn insert(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, replaces: bool) {
    let mut conflict = if replaces { OnConflict::Replace } else { OnConflict::Fail };
    if cursor.eat("OR") {
        conflict = match () {
            () if cursor.eat("IGNORE") => OnConflict::Skip(None),
            () if cursor.eat("REPLACE") => OnConflict::Replace,
            () => {
                cursor.advance();
                OnConflict::Fail
            }
        };
    }
    while cursor.eat_any(&["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY"]) {}
    if cursor.eat("IGNORE") {
        conflict = OnConflict::Skip(None);
    }
    cursor.eat_any(&["INTO", "OVERWRITE"]);
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    if cursor.eat("AS") {
        cursor.part();
    }
    let table = Key::table(name.qualified(draft.dialect()));
    let mut insert = Insert { table, columns: None, rows: None, conflict, from: None };
    if cursor.is_symbol("(") && !cursor.is_at(1, "SELECT") && !cursor.is_at(1, "WITH") {
        insert.columns = cursor.column_list();
    }
    while cursor.eat("OVERRIDING") {
        cursor.advance();
        cursor.eat("VALUE");
    }
    if is_full_text_command(&insert, &name.name, cursor) {
        return draft.nothing(draft.whole);
    }
    let mut used: Vec<Key> = reads::keys(&name, insert.columns.clone().unwrap_or_default(), draft.dialect()).collect();
    used.extend(source(cursor, &name, &mut insert));
    let update = conflict_clause(cursor, &mut insert);
    let table = insert.table.clone();
    write_reading(draft, Action::Insert(insert), used);
    if update == Repeat::Differs {
        write(draft, Action::Update(Update::of(table, update)));
    }
}

/// SQLite's full-text tables take commands as rows: `INSERT INTO posts_fts(posts_fts) VALUES ('rebuild')`.
fn is_full_text_command(insert: &Insert, table: &str, values: &Cursor<'_>) -> bool {
    let own_column = matches!(insert.columns.as_deref(), Some([only]) if only == table);
    own_column && values.dialect == Dialect::Sqlite && values.is("VALUES")
}

/// The rows: VALUES, DEFAULT VALUES, MySQL's SET, or a query. Gives what the query uses.
fn source(cursor: &mut Cursor<'_>, table: &Name, insert: &mut Insert) -> Vec<Key> {
    if cursor.is("VALUES") || cursor.is("VALUE") {
        cursor.advance();
        let mut rows = Vec::new();
        while let Some(row) = row(cursor) {
            rows.push(row);
            if !cursor.eat_symbol(",") {
                break;
            }
        }
        insert.rows = Some(rows);
    } else if cursor.eat_all(&["DEFAULT", "VALUES"]) {
        insert.columns = Some(Vec::new());
        insert.rows = Some(vec![Vec::new()]);
    } else if cursor.eat("SET") {
        let set = cursor.up_to(&["ON", "AS"]);
        let (columns, values) = set.items().into_iter().filter_map(assigned).unzip();
        insert.columns = Some(columns);
        insert.rows = Some(vec![values]);
    } else {
        return query(cursor, table, insert);
    }
    Vec::new()
}

pub(super) fn assigned(mut item: Cursor<'_>) -> Option<(String, Value)> {
    let column = item.name()?.name;
    item.eat_symbol(":");
    item.eat_symbol("=").then(|| (column, value(item.rest())))
}

fn row(cursor: &mut Cursor<'_>) -> Option<Vec<Value>> {
    cursor.eat("ROW");
    Some(cursor.group()?.items().into_iter().map(value).collect())
}

/// One value: a literal, `DEFAULT`, or something made at run time.
fn value(item: Cursor<'_>) -> Value {
    let mut rest = item;
    let made_up = if repeat::is_fresh(item) { Value::Computed } else { Value::Unknown };
    let negative = rest.eat_symbol("-");
    let Some(token) = rest.peek() else { return made_up };
    let text = match token.kind {
        TokenKind::Text | TokenKind::Dollar => rest.literal().unwrap_or_default(),
        TokenKind::Number => item.token_text(token).to_owned(),
        // NULL never equals anything in a unique key, as a generated value does not.
        TokenKind::Word if rest.is_any(&["DEFAULT", "NULL"]) => return Value::Default,
        TokenKind::Word if rest.is_any(&["TRUE", "FALSE"]) => item.token_text(token).to_lowercase(),
        _ => return made_up,
    };
    if !matches!(token.kind, TokenKind::Text | TokenKind::Dollar) {
        rest.advance();
    }
    // `'x'::jsonb` is a literal still; `'a' || b` is none.
    let cast = rest.is_symbol(":") && rest.is_symbol_at(1, ":");
    match (rest.is_done() || cast, negative) {
        (true, true) => Value::Literal(format!("-{text}")),
        (true, false) => Value::Literal(text),
        (false, _) => made_up,
    }
}

/// `INSERT … SELECT`: literal rows where it selects nothing but literals, and whether it asks first.
fn query(cursor: &mut Cursor<'_>, table: &Name, insert: &mut Insert) -> Vec<Key> {
    let mut query = cursor.up_to_conflict();
    if let Some(inside) = query.is_symbol("(").then(|| query.group()).flatten() {
        query = inside;
    }
    if asks_first(query, table) {
        insert.conflict = OnConflict::WhereAbsent;
    }
    if !query.eat("SELECT") {
        return Vec::new();
    }
    let list = query.up_to(&["FROM", "WHERE", "UNION", "EXCEPT", "LIMIT"]);
    insert.from = picked(query);
    let used = reads::of_query(list, query);
    if query.is_any(&["UNION", "EXCEPT"]) || list.is_symbol("*") {
        return used;
    }
    let values: Vec<Value> = list.items().into_iter().map(|item| value(without_alias(item))).collect();
    let from_nothing = query.is_done() || query.is("WHERE") || query.is("FROM") && query.is_at(1, "DUAL");
    if from_nothing
        || values.iter().all(|value| matches!(value, Value::Literal(_)))
            && query.is("FROM")
            && query.is_symbol_at(1, "(")
    {
        insert.rows = Some(vec![values]);
    }
    used
}

/// The rows that `FROM t [WHERE …]` picks, where that is all there is.
fn picked(mut from: Cursor<'_>) -> Option<Picked> {
    let table = from.eat("FROM").then(|| from.name()).flatten()?.qualified(from.dialect);
    let plain = !["GROUP", "ORDER", "LIMIT", "UNION", "HAVING"].iter().any(|end| { from }.skip_to(end));
    let filter = if from.eat("WHERE") { from.folded_text() } else { String::new() };
    (plain && (from.is_done() || !filter.is_empty())).then(|| Picked { table: Key::table(table), filter })
}

fn without_alias(mut item: Cursor<'_>) -> Cursor<'_> {
    item.up_to(&["AS"])
}

/// Whether a query leaves out the rows that the table has: `WHERE NOT EXISTS (… FROM t …)`, `x NOT IN (SELECT … FROM
/// t)`, `LEFT JOIN t … WHERE … IS NULL`, `EXCEPT SELECT … FROM t`.
fn asks_first(query: Cursor<'_>, table: &Name) -> bool {
    let mut rest = query;
    let (mut joined, mut null) = (false, false);
    while !rest.is_done() {
        let asks = rest.eat_all(&["NOT", "EXISTS"]) || rest.eat_all(&["NOT", "IN"]);
        if asks && rest.group().is_some_and(|inside| reads_from(inside, table)) {
            return true;
        }
        if rest.eat("EXCEPT") && reads_from(rest, table) {
            return true;
        }
        joined |= rest.eat_all(&["LEFT", "JOIN"]) | rest.eat_all(&["LEFT", "OUTER", "JOIN"]) && names(rest, table);
        null |= joined && rest.is_all(&["IS", "NULL"]);
        if !asks {
            rest.advance();
        }
    }
    null
}

fn names(mut cursor: Cursor<'_>, table: &Name) -> bool {
    cursor.name().is_some_and(|name| name.name == table.name)
}

fn reads_from(mut query: Cursor<'_>, table: &Name) -> bool {
    while !query.is_done() {
        if query.eat_any(&["FROM", "JOIN"]) && names(query, table) {
            return true;
        }
        query.advance();
    }
    false
}

/// Reads `ON CONFLICT …` and `ON DUPLICATE KEY …`; what their update makes of a row that is there.
fn conflict_clause(cursor: &mut Cursor<'_>, insert: &mut Insert) -> Repeat {
    let mut update = Repeat::Same;
    while !cursor.is_done() && !cursor.is_all(&["ON", "CONFLICT"]) && !cursor.is_all(&["ON", "DUPLICATE"]) {
        cursor.skip_item();
    }
    if cursor.eat_all(&["ON", "DUPLICATE", "KEY", "UPDATE"]) {
        insert.conflict = OnConflict::Update(None);
        return repeat::of_upsert(cursor.rest());
    }
    while cursor.eat_all(&["ON", "CONFLICT"]) {
        let columns = cursor.column_list();
        // ON CONFLICT ON CONSTRAINT name: any key, as far as the model goes.
        while !cursor.is_done() && !cursor.is("DO") {
            cursor.skip_item();
        }
        cursor.eat("DO");
        let skips = cursor.eat("NOTHING");
        insert.conflict = if skips { OnConflict::Skip(columns) } else { OnConflict::Update(columns) };
        if cursor.eat_all(&["UPDATE", "SET"]) {
            let mut set = *cursor;
            update = repeat::of_upsert(set.up_to(&["WHERE", "RETURNING", "ON"]));
        }
        while !cursor.is_done() && !cursor.is_all(&["ON", "CONFLICT"]) {
            cursor.skip_item();
        }
    }
    update
}
