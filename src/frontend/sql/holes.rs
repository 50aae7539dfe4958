//! Operations whose text is only known at run time become opaque, as narrowly as their text allows.

use super::Embedded;
use super::remap::has_gap;
use crate::migration::{Node, Placed, each_step_mut};
use crate::operation::{Action, Key, Kind, Operation, Reach, Repeat, Update};
use crate::source::Span;

/// Makes opaque what stands on a hole of the text. Spans of `nodes` are those of the embedded text.
pub(crate) fn blur(nodes: &mut [Node], embedded: &Embedded) {
    each_step_mut(nodes, &mut |step| {
        let operations = step.statements.iter_mut().flat_map(|statement| &mut statement.operations);
        operations.filter(|placed| has_gap(embedded, placed.at)).for_each(|placed| blur_operation(placed, embedded));
    });
}

fn blur_operation(placed: &mut Placed, embedded: &Embedded) {
    match &mut placed.operation.action {
        Action::Insert(rows) if only_values(embedded, placed.at) => {
            rows.rows = None;
            return;
        }
        // Which rows it changes is still told by what stands around the values, and that they are made at run time.
        Action::Update(Update { repeat, .. }) if each_is_value(embedded, placed.at) => {
            *repeat = Repeat::Unknown;
            return;
        }
        // What it leaves is not known.
        Action::Delete { filter, .. } if each_is_value(embedded, placed.at) => {
            *filter = None;
            return;
        }
        _ => {}
    }
    let action = &placed.operation.action;
    let reach = match action {
        Action::Nothing => return,
        Action::Insert(_) | Action::Update(_) | Action::Delete { .. } => Reach::Rows,
        Action::Opaque(reach) => reach.clone(),
        _ => match action.key().and_then(table_of) {
            Some(table) => Reach::Keys(vec![table]),
            None => nameless(action),
        },
    };
    placed.operation = Operation::new(Action::Opaque(reach));
}

/// What an operation may touch whose own name is not known.
fn nameless(action: &Action) -> Reach {
    match action {
        Action::Drop { key, .. } => Reach::Dropped(vec![key.kind]),
        _ => Reach::Everything,
    }
}

/// Whether all that is not known of an INSERT are values of its rows.
fn only_values(embedded: &Embedded, insert: Span) -> bool {
    let text = embedded.text.get(insert.range()).unwrap_or_default();
    let Some(values) = text.to_ascii_uppercase().find("VALUES") else { return false };
    let known =
        |from: usize, to: usize| !has_gap(embedded, Span::new(insert.range().start + from, insert.range().start + to));
    let (mut depth, mut outside) = (0_u32, 0);
    for (at, _) in text.match_indices(['(', ')']).filter(|(at, _)| *at > values) {
        if text.as_bytes().get(at) == Some(&b')') {
            depth = depth.saturating_sub(1);
            outside = at;
        } else {
            if depth == 0 && !known(outside, at) {
                return false;
            }
            depth += 1;
        }
    }
    outside > values && depth == 0 && known(outside, text.len())
}

/// Whether all that is not known of an UPDATE are values: they are compared, given, or stand in quotes.
fn each_is_value(embedded: &Embedded, update: Span) -> bool {
    let ends =
        embedded.pieces.iter().map(|piece| piece.0 + piece.2).filter(|end| (update.start..update.end).contains(end));
    let is_value = |end: u32| {
        let before = embedded.text.get(update.start as usize..end as usize).unwrap_or_default();
        before.trim_end().ends_with(['=', '(', ',', '\'', '|', '+', '*', '<', '>', '%'])
    };
    ends.into_iter().all(is_value) && embedded.pieces.iter().any(|piece| piece.0 <= update.start)
}

/// The table a key belongs to, unless its name is a hole itself.
fn table_of(key: &Key) -> Option<Key> {
    let table =
        key.of_table().filter(|table| !matches!(key.kind, Kind::Table | Kind::Index) && !table.contains("hole__"));
    table.map(Key::table)
}
