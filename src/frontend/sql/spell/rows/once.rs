//! Rows of a query, of defaults or of values that are never the same, for a table that the migration makes: written
//! while the table is empty.

use super::Insert;
use super::absent::holds_a_lock;
use super::values::Source;
use crate::edit::Edit;
use crate::engine::Dialect;
use crate::frontend::sql::spell::block;
use crate::frontend::sql::spell::cursor::Cursor;
use crate::frontend::sql::spell::site::{Draft, Site, insert};
use crate::operation::Action;
use crate::replay::each_placed;

const TITLE: &str = "Insert the rows only while the table is empty";

/// A query that gives a row even where its WHERE lets none through.
const AGGREGATES: [&str; 13] = [
    "count",
    "sum",
    "min",
    "max",
    "avg",
    "array_agg",
    "string_agg",
    "group_concat",
    "json_agg",
    "jsonb_agg",
    "json_object_agg",
    "bool_or",
    "bool_and",
];

/// Clauses behind WHERE.
const BEHIND: [&str; 7] = ["GROUP", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "WINDOW"];

pub(super) fn draft(site: &Site<'_>, statement: &Insert<'_>) -> Option<Draft> {
    let sent_often = takes_parameters(site) || site.embedded.is_some_and(|text| text.holes);
    if sent_often || statement.conflict || statement.returning || !is_only_insert(site) || takes_its_source_away(site) {
        return None;
    }
    let empty = format!(
        "{} ({} 1 {} {})",
        site.keywords("NOT EXISTS"),
        site.keywords("SELECT"),
        site.keywords("FROM"),
        statement.table.text
    );
    let edits = match &statement.source {
        Source::Query { query, end, .. } => in_query(site, *query, *end, &empty)?,
        Source::Defaults => block::run_if(site, &empty)?,
        // Values that are new at every run can't be looked for: `gen_random_uuid()`.
        Source::Rows { .. } => block::run_if(site, &empty).filter(|_| site.dialect == Dialect::Postgres)?,
    };
    Some(Draft::safe(TITLE, edits))
}

/// Whether values are bound to it: it may be sent once for each row of something, and the first of them would keep the
/// others out.
fn takes_parameters(site: &Site<'_>) -> bool {
    let mut rest = site.cursor();
    let mut before = "";
    while !rest.done() {
        let word = rest.word();
        rest.next();
        let named = word == ":" && before != ":" && rest.word().starts_with(|c: char| c.is_alphabetic() || c == '_');
        let formatted = word == "%" && (rest.word().starts_with('s') || rest.is_symbol("("));
        let numbered = word.strip_prefix('$').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if named || formatted || numbered || word == "?" {
            return true;
        }
        before = word;
    }
    false
}

/// Whether no other statement of the migration puts rows into the table: they would keep this one's out.
fn is_only_insert(site: &Site<'_>) -> bool {
    let own = site.request.operations.iter().find_map(|placed| match &placed.operation.action {
        Action::Insert(insert) => Some(&insert.table),
        _ => None,
    });
    let mut inserts = 0;
    each_placed(&site.request.migration.up, &mut |_, placed, _| match &placed.operation.action {
        Action::Insert(insert) if Some(&insert.table) == own => inserts += 1,
        _ => {}
    });
    inserts == 1
}

/// Whether the migration marks or deletes the rows that it copies: those that came in the meantime would be taken away
/// by the next run without being copied.
fn takes_its_source_away(site: &Site<'_>) -> bool {
    let copied = site.request.operations.iter().find_map(|placed| match &placed.operation.action {
        Action::Insert(insert) => insert.from.as_ref().map(|from| &from.table),
        _ => None,
    });
    let mut taken = false;
    each_placed(&site.request.migration.up, &mut |_, placed, _| match &placed.operation.action {
        Action::Delete { table, .. } => taken |= Some(table) == copied,
        Action::Update(update) => taken |= Some(&update.table) == copied && update.drained().is_some(),
        _ => {}
    });
    taken
}

/// One more condition of the query's WHERE.
fn in_query(site: &Site<'_>, query: Cursor<'_>, end: usize, condition: &str) -> Option<Vec<Edit>> {
    if site.dialect == Dialect::SqlServer || site.dialect.is_mysql_like() && holds_a_lock(&site.text[..site.span.start])
    {
        return None;
    }
    let has = |words: &[&str]| { query }.seek(words);
    let mut grouped = query;
    let gives_one_row = !grouped.seek(&["GROUP"]) && aggregates(query);
    if gives_one_row || has(&["UNION", "EXCEPT", "INTERSECT", "WITH"]) || !has(&["FROM"]) {
        return None;
    }
    let mut behind = query;
    behind.seek(&["FROM"]);
    let from = behind;
    let end = if behind.seek(&BEHIND) { previous_end(site, behind.start()) } else { end };
    let mut filter = from;
    let within = filter.seek(&["WHERE"]).then_some(filter).filter(|filter| filter.start() < end);
    let Some(mut filter) = within else {
        return Some(vec![insert(end, format!(" {} {condition}", site.keywords("WHERE")))]);
    };
    filter.next();
    let more = format!(" {} {condition}", site.keywords("AND"));
    let mut either = filter;
    if either.seek(&["OR"]) && either.start() < end {
        return Some(vec![insert(filter.start(), "("), insert(end, format!("){more}"))]);
    }
    Some(vec![insert(end, more)])
}

/// Where the text in front of a token ends.
fn previous_end(site: &Site<'_>, start: usize) -> usize {
    site.tokens().iter().rev().find(|token| (token.end as usize) <= start).map_or(start, |token| token.end as usize)
}

fn aggregates(query: Cursor<'_>) -> bool {
    let mut list = query;
    while !list.done() && !list.is("FROM") {
        let mut inside = list;
        inside.next();
        // What a query inside the list adds up is one value of a row.
        if list.is_symbol("(") && inside.is("SELECT") && list.parentheses().is_some() {
            continue;
        }
        let function = AGGREGATES.iter().any(|name| list.is(name));
        list.next();
        if function && list.is_symbol("(") {
            return true;
        }
    }
    false
}
