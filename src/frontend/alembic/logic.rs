//! `and` and `or` of conditions, as flat as can be.

use crate::migration::{Condition, Subject};
use crate::operation::Kind;

/// All of them, as flat as can be.
pub(super) fn all(conditions: Vec<Condition>) -> Condition {
    let mut parts = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Known(true) => {}
            Condition::Known(false) if parts.is_empty() => return Condition::Known(false),
            Condition::All(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    absorb_table_tests(&mut parts);
    match parts.len() {
        0 => Condition::Known(true),
        1 => parts.remove(0),
        _ => Condition::All(parts),
    }
}

/// `has_table(t) and has_column(t, c)` asks for the column alone: a table that is missing has none.
pub(super) fn absorb_table_tests(parts: &mut Vec<Condition>) {
    let mut place = 0;
    while place + 1 < parts.len() {
        let table = match &parts[place] {
            Condition::Present(test) => match &test.subject {
                Subject::Key(key) if key.kind == Kind::Table => Some(key.clone()),
                _ => None,
            },
            _ => None,
        };
        match (table, &mut parts[place + 1]) {
            (Some(table), Condition::Present(next)) if next.needs.as_ref() == Some(&table) => {
                next.needs = None;
                parts.remove(place);
            }
            _ => place += 1,
        }
    }
}

/// Any of them, as flat as can be.
pub(super) fn any(conditions: Vec<Condition>) -> Condition {
    let mut parts = Vec::new();
    for condition in conditions {
        match condition {
            Condition::Known(false) => {}
            Condition::Known(true) if parts.is_empty() => return Condition::Known(true),
            Condition::Any(inner) => parts.extend(inner),
            other => parts.push(other),
        }
    }
    match parts.len() {
        0 => Condition::Known(false),
        1 => parts.remove(0),
        _ => Condition::Any(parts),
    }
}
