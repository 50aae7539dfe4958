//! Statements that write rows: UPDATE, DELETE, TRUNCATE, MERGE, COPY, LOAD DATA.

use super::cursor::Cursor;
use super::draft::Draft;
use super::insert::assigned;
use super::{overwrite, reads, repeat};
use crate::operation::{Action, Insert, Key, OnConflict, Reach, Repeat, Tolerance, Update, Value};

pub(super) fn write(draft: &mut Draft<'_>, action: Action) {
    let whole = draft.whole;
    draft.push(action, Tolerance::None, whole);
}

/// A write that uses tables and columns besides the one it is to.
pub(super) fn write_reading(draft: &mut Draft<'_>, action: Action, mut reads: Vec<Key>) {
    reads.sort();
    reads.dedup();
    write(draft, action);
    if let Some(placed) = draft.operations.last_mut() {
        placed.operation.mentions = reads;
    }
}

pub(super) fn opaque_rows(draft: &mut Draft<'_>) {
    let whole = draft.whole;
    draft.opaque(Reach::Rows, whole);
}

/// Reads what follows UPDATE.
pub(crate) fn update(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    if cursor.eat("OR") {
        cursor.advance();
    }
    while cursor.eat_any(&["LOW_PRIORITY", "IGNORE", "ONLY"]) {}
    let tables = reads::joined(*cursor);
    let Some(name) = cursor.name() else { return opaque_rows(draft) };
    draft.named = Some(name.span.end);
    let mut target = cursor.up_to(&["SET"]);
    let conditions = target;
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
    let alone = filter.filter(|_| !joins && from.is("WHERE"));
    let drains = alone.is_some_and(|filter| repeat::drains(set, filter));
    let overwrites = if joins || cursor.is("LIMIT") { Vec::new() } else { overwrite::of_update(set, filter) };
    let table = Key::table(name.qualified(draft.dialect()));
    let mut writes: Vec<(String, Value)> = set.items().into_iter().filter_map(assigned).collect();
    writes.extend(repeat::outcomes_of_cases(set));
    let mut used = reads::tables(from);
    if joins {
        let parts = [conditions, set].into_iter().chain(filter);
        used.extend(parts.flat_map(|part| reads::qualified_columns(part, &tables)));
    } else {
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
    let filter = alone.map(|filter| filter.folded_text());
    write_reading(draft, Action::Update(Update { table, repeat, writes, overwrites, filter, drains }), used);
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
    let alias = reads::alias(cursor);
    let (mut inserts, mut writes, mut repeat) = (false, false, Repeat::Unknown);
    while !cursor.is_done() {
        if cursor.eat("WHEN") {
            let not_matched = cursor.eat("NOT");
            let then = cursor.up_to(&["THEN"]);
            cursor.eat("THEN");
            // SQL Server's NOT MATCHED BY SOURCE acts on rows that are there.
            inserts |= not_matched && cursor.is("INSERT") && !{ then }.skip_to("SOURCE");
            writes |= cursor.is_any(&["UPDATE", "DELETE"]);
            if cursor.eat_all(&["UPDATE", "SET"])
                && repeat::of_merge(cursor.up_to(&["WHEN"]), &name.name, alias.as_deref()) == Repeat::Differs
            {
                repeat = Repeat::Differs;
            }
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
        write(draft, Action::Update(Update::of(table, repeat)));
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
