//! Operations whose text is only known at run time become opaque, as narrowly as their text allows.

use super::Embedded;
use super::remap::has_gap;
use crate::migration::{Node, Placed, each_step_mut};
use crate::operation::{Action, Key, Kind, Operation, Reach};

/// Makes opaque what stands on a hole of the text. Spans of `nodes` are those of the embedded text.
pub(crate) fn blur(nodes: &mut [Node], embedded: &Embedded) {
    each_step_mut(nodes, &mut |step| {
        let operations = step.statements.iter_mut().flat_map(|statement| &mut statement.operations);
        operations.filter(|placed| has_gap(embedded, placed.at)).for_each(blur_operation);
    });
}

fn blur_operation(placed: &mut Placed) {
    let action = &placed.operation.action;
    let reach = match action {
        Action::Nothing => return,
        Action::Insert(_) | Action::Update { .. } | Action::Delete { .. } => Reach::Rows,
        Action::Opaque(reach) => reach.clone(),
        _ => action.key().and_then(table_of).map_or(Reach::Everything, |table| Reach::Keys(vec![table])),
    };
    placed.operation = Operation::new(Action::Opaque(reach));
}

/// The table a key belongs to, unless its name is a hole itself.
fn table_of(key: &Key) -> Option<Key> {
    let owned = matches!(key.kind, Kind::Column | Kind::Constraint | Kind::Policy | Kind::Trigger);
    (owned && !key.owner.is_empty() && !key.owner.contains("hole__")).then(|| Key::table(key.owner.clone()))
}
