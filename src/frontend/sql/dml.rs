//! Statements that write rows: INSERT, REPLACE, UPDATE, DELETE, TRUNCATE, MERGE, COPY, LOAD DATA.

use super::cursor::{Cursor, Name};
use super::draft::Draft;
use super::lex::TokenKind;
use super::{overwrite, reads, repeat};
use crate::engine::Dialect;
use crate::operation::{Action, Insert, Key, OnConflict, Picked, Reach, Repeat, Tolerance, Value};

fn write(draft: &mut Draft<'_>, action: Action) {
    let whole = draft.whole;
    draft.push(action, Tolerance::None, whole);
}

/// A write that uses tables and columns besides the one it is to.
fn write_reading(draft: &mut Draft<'_>, action: Action, mut reads: Vec<Key>) {
    reads.sort();
    reads.dedup();
    write(draft, action);
    if let Some(placed) = draft.operations.last_mut() {
        placed.operation.mentions = reads;
    }
}

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
        write(draft, Action::Update { table, repeat: update, writes: Vec::new(), overwrites: Vec::new() });
    }
}

/// SQLite's full-text tables take commands as rows: `INSERT INTO posts_fts(posts_fts) VALUES ('rebuild')`.
fn is_full_text_command(insert: &Insert, table: &str, values: &Cursor<'_>) -> bool {
    let own_column = matches!(insert.columns.as_deref(), Some([only]) if only == table);
    own_column && values.dialect == Dialect::Sqlite && values.is("VALUES")
}

fn opaque_rows(draft: &mut Draft<'_>) {
    let whole = draft.whole;
    draft.opaque(Reach::Rows, whole);
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

fn assigned(mut item: Cursor<'_>) -> Option<(String, Value)> {
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

/// Reads what follows UPDATE.
pub(crate) fn update(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    if cursor.eat("OR") {
        cursor.advance();
    }
    while cursor.eat_any(&["LOW_PRIORITY", "IGNORE", "ONLY"]) {}
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    let mut target = cursor.up_to(&["SET"]);
    let joins = target.rest().is_any(&["INNER", "LEFT", "JOIN", "RIGHT", "CROSS"]) || { target }.skip_to("JOIN");
    if !cursor.eat("SET") {
        return opaque_rows(draft);
    }
    let set = cursor.up_to(&["FROM", "WHERE", "RETURNING", "ORDER", "LIMIT", "OUTPUT"]);
    let from = *cursor;
    cursor.skip_to("WHERE");
    let filter = cursor.eat("WHERE").then(|| cursor.up_to(&["RETURNING", "ORDER", "LIMIT"]));
    let repeat = match repeat::of_update(set, filter) {
        // A join may read what another table makes of it.
        Repeat::Differs if joins => Repeat::Unknown,
        repeat => repeat,
    };
    let overwrites = if joins || cursor.is("LIMIT") { Vec::new() } else { overwrite::of_update(set, filter) };
    let table = Key::table(name.qualified(draft.dialect()));
    let writes: Vec<(String, Value)> = set.items().into_iter().filter_map(assigned).collect();
    let mut used = reads::tables(from);
    if !joins {
        let alias = reads::alias(&mut target);
        used.extend(reads::keys(&name, writes.iter().map(|(column, _)| column.clone()).collect(), draft.dialect()));
        if !from.is("FROM") {
            let values = set.items().into_iter().filter_map(|mut item| {
                item.name()?;
                item.eat_symbol("=").then(|| item.rest())
            });
            let read = values.chain(filter).flat_map(|part| {
                let mut read = reads::own_columns(part, &name, alias.as_deref());
                read.extend(reads::of_subqueries(part));
                read
            });
            used.extend(read.collect::<Vec<_>>());
        }
    }
    write_reading(draft, Action::Update { table, repeat, writes, overwrites }, used);
}

/// Reads what follows DELETE.
pub(crate) fn delete(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    while cursor.eat_any(&["LOW_PRIORITY", "QUICK", "IGNORE"]) {}
    let mut from = *cursor;
    // MySQL: DELETE a FROM a JOIN b … deletes rows of a.
    let several = !from.eat("FROM") && from.skip_to("FROM");
    if several {
        from.advance();
    }
    from.eat("ONLY");
    let Some(name) = from.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    let mut filter = if several { None } else { from.is_done().then(String::new) };
    let (by_filter, mut where_of_delete) = (from.is("WHERE"), None);
    let filtered = several || from.skip_to("WHERE") || from.skip_to("LIMIT") || from.skip_to("USING");
    if by_filter && from.eat("WHERE") {
        let part = from.up_to(&["RETURNING", "ORDER", "LIMIT"]);
        filter = Some(part.folded_text());
        where_of_delete = Some(part);
    }
    let used = if several {
        Vec::new()
    } else {
        where_of_delete.map_or_else(Vec::new, |part| reads::own_columns(part, &name, None))
    };
    let table = Key::table(name.qualified(draft.dialect()));
    write_reading(draft, Action::Delete { table, filtered, filter }, used);
}

/// Reads what follows TRUNCATE.
pub(crate) fn truncate(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    cursor.eat("TABLE");
    loop {
        cursor.eat("ONLY");
        let Some(name) = cursor.name() else { return opaque_rows(draft) };
        draft.named.get_or_insert(name.span.end);
        let table = Key::table(name.qualified(draft.dialect()));
        write(draft, Action::Delete { table, filtered: false, filter: Some(String::new()) });
        cursor.eat_symbol("*");
        if !cursor.eat_symbol(",") {
            return;
        }
    }
}

/// Reads what follows MERGE.
pub(crate) fn merge(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    cursor.eat("INTO");
    cursor.eat("ONLY");
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    let table = Key::table(name.qualified(draft.dialect()));
    let (mut inserts, mut writes) = (false, false);
    while !cursor.is_done() {
        if cursor.eat("WHEN") {
            let not_matched = cursor.eat("NOT");
            let then = cursor.up_to(&["THEN"]);
            cursor.eat("THEN");
            // SQL Server's NOT MATCHED BY SOURCE acts on rows that are there.
            inserts |= not_matched && cursor.is("INSERT") && !{ then }.skip_to("SOURCE");
            writes |= cursor.is_any(&["UPDATE", "DELETE"]);
        } else {
            cursor.skip_item();
        }
    }
    if inserts {
        let insert =
            Insert { table: table.clone(), columns: None, rows: None, conflict: OnConflict::WhereAbsent, from: None };
        write(draft, Action::Insert(insert));
    }
    if writes || !inserts {
        write(draft, Action::Update { table, repeat: Repeat::Unknown, writes: Vec::new(), overwrites: Vec::new() });
    }
}

/// Reads what follows COPY.
pub(crate) fn copy(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    if cursor.is_symbol("(") {
        return draft.nothing(whole);
    }
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    let columns = cursor.column_list();
    if !cursor.eat("FROM") {
        return draft.nothing(whole);
    }
    let table = Key::table(name.qualified(draft.dialect()));
    write(draft, Action::Insert(Insert { table, columns, rows: None, conflict: OnConflict::Fail, from: None }));
}

/// Reads what follows LOAD.
pub(crate) fn load(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let replaces = { *cursor }.skip_to("REPLACE");
    let ignores = { *cursor }.skip_to("IGNORE");
    if !cursor.skip_to("TABLE") {
        return opaque_rows(draft);
    }
    cursor.advance();
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    let conflict = match () {
        () if replaces => OnConflict::Replace,
        () if ignores => OnConflict::Skip(None),
        () => OnConflict::Fail,
    };
    let table = Key::table(name.qualified(draft.dialect()));
    write(draft, Action::Insert(Insert { table, columns: None, rows: None, conflict, from: None }));
}
