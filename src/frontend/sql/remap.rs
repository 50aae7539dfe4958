//! Moves the spans of lowered nodes: from a text inside another one to the file.

use super::Embedded;
use crate::migration::{Condition, Node, Step};
use crate::source::Span;

/// Moves every span in `nodes`.
pub(crate) fn nodes(nodes: &mut [Node], place: &dyn Fn(Span) -> Span) {
    for node in nodes {
        match node {
            Node::Step(moved) => step(moved, place),
            Node::If(branch) => {
                branch.at = place(branch.at);
                condition(&mut branch.condition, place);
                self::nodes(&mut branch.then, place);
                self::nodes(&mut branch.otherwise, place);
            }
            Node::Probe { condition: asked, at, .. } => {
                *at = place(*at);
                condition(asked, place);
            }
            Node::Return => {}
            Node::Try(attempt) => {
                attempt.at = place(attempt.at);
                self::nodes(&mut attempt.body, place);
                self::nodes(&mut attempt.handler, place);
            }
            Node::Atomic { body, at } | Node::Autocommit { body, at } => {
                *at = place(*at);
                self::nodes(body, place);
            }
        }
    }
}

fn step(step: &mut Step, place: &dyn Fn(Span) -> Span) {
    step.at = place(step.at);
    step.head = place(step.head);
    for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
        placed.at = place(placed.at);
    }
    for note in &mut step.notes {
        note.at = place(note.at);
    }
}

/// Moves every span in a condition.
pub(crate) fn condition(asked: &mut Condition, place: &dyn Fn(Span) -> Span) {
    match asked {
        Condition::Present(test) => test.at = place(test.at),
        Condition::RowsPresent { at, .. } => *at = place(*at),
        Condition::Not(inner) => condition(inner, place),
        Condition::All(parts) | Condition::Any(parts) => parts.iter_mut().for_each(|part| condition(part, place)),
        Condition::Same(one, other) => {
            condition(one, place);
            condition(other, place);
        }
        Condition::Known(_) | Condition::Offline | Condition::Remembered(_) | Condition::Unknown => {}
    }
}

/// Where a stretch of an embedded text stands in the file.
pub(crate) fn span(embedded: &Embedded, span: Span) -> Span {
    let start = embedded.file_offset(span.start);
    if span.is_empty() {
        return Span { start, end: start };
    }
    let last = span.end - 1;
    let copied = covers(embedded, last);
    let end = embedded.file_offset(last) + u32::from(copied);
    Span { start, end: end.max(start) }
}

/// Whether this byte of the text was copied from the file as it is.
fn covers(embedded: &Embedded, at: u32) -> bool {
    let after = embedded.pieces.partition_point(|piece| piece.0 <= at);
    embedded.pieces.get(after.wrapping_sub(1)).is_some_and(|&(text, _, length)| at - text < length)
}

/// Whether some byte of the stretch is not in the file: a hole, or an escape.
pub(crate) fn has_gap(embedded: &Embedded, span: Span) -> bool {
    let mut at = span.start;
    while at < span.end {
        let after = embedded.pieces.partition_point(|piece| piece.0 <= at);
        match embedded.pieces.get(after.wrapping_sub(1)) {
            Some(&(text, _, length)) if at - text < length => at = text + length,
            _ => return true,
        }
    }
    false
}
