//! Whether a filter passes over the rows that the first run changed.

use super::outcomes::outcomes;
use super::{Assignment, CLOCKS, FRESH, calls, literal};
use crate::frontend::sql::cursor::Cursor;

/// Whether the rows the first run changed do not answer to the filter any more.
pub(super) fn excludes_updated(filter: Cursor<'_>, assignments: &[Assignment<'_>]) -> bool {
    if same_level_or(filter) {
        return false;
    }
    conjuncts(filter).into_iter().any(|conjunct| match conjunct.in_brackets() {
        Some(inside) => excludes_updated(inside, assignments),
        None => excludes(conjunct, assignments),
    })
}

fn same_level_or(mut filter: Cursor<'_>) -> bool {
    filter.skip_to("OR")
}

/// The parts between top-level ANDs.
pub(crate) fn conjuncts(mut filter: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut out = Vec::new();
    while !filter.is_done() {
        let start = filter.position();
        let mut between = false;
        while !filter.is_done() && (between || !filter.is("AND")) {
            between = filter.is("BETWEEN") || between && !filter.is("AND");
            filter.skip_item();
        }
        out.push(filter.since(start));
        filter.eat("AND");
    }
    out
}

fn excludes(mut conjunct: Cursor<'_>, assignments: &[Assignment<'_>]) -> bool {
    let Some(name) = conjunct.name() else { return false };
    let Some(assignment) = assignments.iter().find(|assignment| assignment.column == name.name) else { return false };
    let values = outcomes(assignment.value);
    if conjunct.eat("IS") {
        let wants_null = !conjunct.eat("NOT");
        if !conjunct.eat("NULL") {
            return false;
        }
        // A value made at run time is taken for one that is not NULL where the filter says so by name.
        let made = || calls(assignment.value, FRESH) || assignment.value.is_any(CLOCKS);
        return match values {
            Some(values) => values.iter().all(|value| wants_null != (value == "NULL")),
            None => wants_null && made(),
        };
    }
    if conjunct.eat_all(&["NOT", "LIKE"]) || conjunct.eat_all(&["NOT", "ILIKE"]) {
        return literal(conjunct).is_some_and(|pattern| is_put_in(&pattern, assignment.value));
    }
    let equal = conjunct.eat_symbol("=");
    let differs =
        conjunct.eat_symbol("<") && conjunct.eat_symbol(">") || conjunct.eat_symbol("!") && conjunct.eat_symbol("=");
    let (Some(values), Some(wanted)) = (values, literal(conjunct.rest())) else { return false };
    values.iter().all(|value| equal && *value != wanted || differs && *value == wanted)
}

/// `x NOT LIKE '%.org'` where the new value puts `.org` in.
fn is_put_in(pattern: &str, mut value: Cursor<'_>) -> bool {
    let wanted = pattern.trim_matches('%');
    let plain = wanted.len() < pattern.len() && !wanted.is_empty() && !wanted.contains(['%', '_']);
    while plain && !value.is_done() {
        if value.literal().is_some_and(|text| text.contains(wanted)) {
            return true;
        }
        value.advance();
    }
    false
}
