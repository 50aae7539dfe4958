//! Rows: what an INSERT, an UPDATE or a DELETE does the first time and every other time.

use super::Clash;
use super::apply::{Caller, is_plain, require_table};
use super::filter;
use super::rebuild::left_behind;
use crate::operation::{Insert, Key, OnConflict, Picked, Repeat, Update, Value};
use crate::schema::{Presence, Schema};

/// A change that is always possible; some must not happen twice.
pub(super) fn repeated(schema: &mut Schema, key: &Key, repeat: Repeat, caller: Caller<'_>) -> Result<(), Clash> {
    let table = if key.owner.is_empty() { &key.name } else { &key.owner };
    let deed = caller.deed(table);
    if repeat == Repeat::Differs && schema.has_done(&deed) {
        return Err(Clash::Differs { key: key.clone() });
    }
    schema.note_done(deed);
    Ok(())
}

/// The first of the columns that an earlier run of this migration has added, and filled, for the application to use. In a
/// table that the migration made itself, the rows are its own.
fn overwritten(schema: &Schema, table: &Key, columns: &[String], caller: Caller<'_>) -> Option<Key> {
    let of_first_run = |key: &Key| {
        let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present);
        fact.and_then(|fact| fact.since).is_some_and(|since| since.run == 1)
    };
    let again = caller.origin.run == 2 && schema.has_done(&caller.deed(&table.name)) && !of_first_run(table);
    let mut keys = columns.iter().filter(|_| again).map(|name| Key::column(table.name.as_str(), name.as_str()));
    keys.find(of_first_run)
}

fn is_derived(writes: &[(String, Value)], column: &str) -> bool {
    let value = writes.iter().find(|(name, _)| name == column).map(|(_, value)| value);
    !matches!(value, Some(Value::Literal(_) | Value::Default))
}

pub(super) fn insert(schema: &mut Schema, rows: &Insert, caller: Caller<'_>) -> Result<(), Clash> {
    put(schema, rows, caller)?;
    match left_behind(schema, rows, caller) {
        Some(key) => Err(Clash::Overwrites { key, derived: false }),
        None => Ok(()),
    }
}

pub(super) fn update(schema: &mut Schema, update: &Update, caller: Caller<'_>) -> Result<(), Clash> {
    let Update { table, writes, .. } = update;
    require_table(schema, table)?;
    if schema.has_done(&caller.deed(&table.name)) && finds_none(schema, update) {
        return Ok(());
    }
    let dialect = schema.dialect();
    let picked = update.drained().map(|filter| Picked { table: table.clone(), filter: filter.clone() });
    let emptied = picked.as_ref().and_then(|rows| filter::picked(table, &rows.filter, dialect));
    let refilled = emptied.as_ref().and_then(|rows| schema.take_refilled(rows));
    // Rows that lacked a value have it by now; an application's own do not lack it.
    let fills_gaps = update.drained().is_some_and(|filter| filter::asks_for_gaps(filter));
    let overwritten = overwritten(schema, table, &update.overwrites, caller).filter(|_| !fills_gaps);
    repeated(schema, table, update.repeat, caller)?;
    let Some(picked) = picked else { return overwritten_or_not(overwritten, writes) };
    schema.note_gone_rows(picked, true);
    for (column, value) in writes {
        if let Value::Literal(value) = value {
            let refilled = filter::having(table, column, value, dialect);
            // In another case: the same to a collation that compares without.
            if emptied.as_ref() != Some(&refilled) {
                schema.note_refilled(refilled, caller.origin.run);
            }
        }
    }
    if refilled == Some(1) && caller.origin.run == 2 {
        return Err(Clash::Differs { key: table.clone() });
    }
    overwritten_or_not(overwritten, writes)
}

/// Whether no row answers to the filter any more, because this UPDATE or another one has taken them all out.
fn finds_none(schema: &Schema, update: &Update) -> bool {
    let Some(filter) = &update.filter else { return false };
    let rows = Picked { table: update.table.clone(), filter: filter.clone() };
    schema.has_no_rows(&rows)
        && match filter::picked(&update.table, filter, schema.dialect()) {
            Some(rows) => !schema.is_refilled(&rows),
            None => !schema.has_refilled(&update.table),
        }
}

fn overwritten_or_not(overwritten: Option<Key>, writes: &[(String, Value)]) -> Result<(), Clash> {
    match overwritten {
        Some(key) => Err(Clash::Overwrites { derived: is_derived(writes, &key.name), key }),
        None => Ok(()),
    }
}

/// Takes rows away: those that answer to the filter (blanks folded), all where it is empty; `None` where it was not read.
pub(super) fn delete(schema: &mut Schema, table: &Key, filter: Option<&str>, caller: Caller<'_>) -> Result<(), Clash> {
    require_table(schema, table)?;
    let all = Picked { table: table.clone(), filter: String::new() };
    // The first run has left the table empty, for the application to fill.
    let emptied_again = caller.origin.run == 2 && filter.is_some_and(str::is_empty) && schema.has_no_rows(&all);
    schema.forget_deeds(&table.name, filter.filter(|filter| !filter.is_empty()));
    schema.note_done(caller.deed(&table.name));
    if let Some(filter) = filter {
        schema.note_gone_rows(Picked { filter: filter.to_owned(), ..all }, false);
    }
    match emptied_again {
        true => Err(Clash::Overwrites { key: table.clone(), derived: true }),
        false => Ok(()),
    }
}

/// The rows themselves.
fn put(schema: &mut Schema, rows: &Insert, caller: Caller<'_>) -> Result<(), Clash> {
    require_table(schema, &rows.table)?;
    let keys = schema.unique_keys(&rows.table.name);
    if let (Some(keys), OnConflict::Skip(Some(target)) | OnConflict::Update(Some(target))) = (&keys, &rows.conflict)
        && !keys.iter().any(|key| same_columns(key, target))
        // `ON CONFLICT (a) WHERE …` means a partial index.
        && !schema.has_partial_key(&rows.table.name)
    {
        return Err(Clash::NoConflictKey { table: rows.table.clone() });
    }
    let deed = caller.deed(&rows.table.name);
    let spared =
        schema.thinned_by(&deed).is_some_and(|filters| filters.iter().all(|filter| filter::spares(filter, rows)));
    if !schema.has_done(&deed) && !spared {
        schema.note_done(deed);
        schema.forget_gone_rows(&rows.table);
        return Ok(());
    }
    if rows.from.as_ref().is_some_and(|from| schema.has_no_rows(from)) {
        return Ok(());
    }
    if key_of_conflict(&rows.conflict, keys.as_deref(), rows)
        .is_some_and(|key| schema.moved_rows(&rows.table).any(|filter| filter::finds_one(filter, key, rows)))
    {
        return Err(Clash::Repeats { key: rows.table.clone() });
    }
    let never_conflicts = || !schema.has_partial_key(&rows.table.name) && never_conflicts(keys.as_deref(), rows);
    let conflicting = keys.as_deref().map(|keys| conflicting_key(keys, rows));
    match (&rows.conflict, conflicting) {
        (OnConflict::WhereAbsent, _) => Ok(()),
        (OnConflict::Fail, Some(Some(unique))) => {
            Err(Clash::DuplicateRow { table: rows.table.clone(), unique: unique.to_vec() })
        }
        (OnConflict::Fail, _) => Err(Clash::Repeats { key: rows.table.clone() }),
        // A named target conflicts whatever the values are, unless they are new at each run.
        (OnConflict::Skip(Some(target)) | OnConflict::Update(Some(target)), _) => {
            if fills(target, rows) == Some(false) { Err(Clash::Repeats { key: rows.table.clone() }) } else { Ok(()) }
        }
        // Whatever key there is, the rows leave it out or give it a value of its own at each run.
        _ if rows.rows.is_some() && never_conflicts() => Err(Clash::Repeats { key: rows.table.clone() }),
        _ => Ok(()),
    }
}

/// The key by which an INSERT passes over the rows that are there, where it does.
fn key_of_conflict<'a>(
    conflict: &'a OnConflict,
    keys: Option<&'a [Vec<String>]>,
    rows: &Insert,
) -> Option<&'a [String]> {
    match conflict {
        OnConflict::Skip(Some(target)) | OnConflict::Update(Some(target)) => Some(target),
        OnConflict::Skip(None) | OnConflict::Update(None) | OnConflict::Replace => conflicting_key(keys?, rows),
        OnConflict::Fail | OnConflict::WhereAbsent => None,
    }
}

fn same_columns(key: &[String], target: &[String]) -> bool {
    key.len() == target.len() && target.iter().all(|column| key.contains(column))
}

/// The unique key that the rows fill in with the same values at every run.
pub(super) fn conflicting_key<'a>(keys: &'a [Vec<String>], rows: &Insert) -> Option<&'a [String]> {
    keys.iter().map(Vec::as_slice).find(|key| fills(key, rows) == Some(true))
}

fn never_conflicts(keys: Option<&[Vec<String>]>, rows: &Insert) -> bool {
    keys.is_some_and(|keys| keys.iter().all(|key| fills(key, rows) == Some(false)))
}

/// Whether every row gives each of these columns a value that is the same at every run; `None` where that is not known.
fn fills(key: &[String], rows: &Insert) -> Option<bool> {
    let columns = rows.columns.as_ref()?;
    if key.iter().any(|name| !is_plain(name)) {
        return None;
    }
    let places: Option<Vec<usize>> = key.iter().map(|name| columns.iter().position(|column| column == name)).collect();
    let Some(places) = places else { return Some(false) };
    let rows = rows.rows.as_ref()?;
    let cells = || rows.iter().flat_map(|row| places.iter().map(|&place| row.get(place)));
    let fixed = |cell: Option<&Value>| matches!(cell, Some(Value::Literal(text)) if text != "NULL");
    if cells().all(fixed) {
        return Some(true);
    }
    let may_be = cells().all(|cell| fixed(cell) || cell == Some(&Value::Unknown));
    if may_be { None } else { Some(false) }
}
