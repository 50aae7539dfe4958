//! What a stretch of program may touch, when it is not known how often it runs.

use crate::migration::Node;
use crate::operation::{Action, Key, Kind, Reach};

/// Adds what `node` may touch.
pub(super) fn gather(node: &Node, reach: &mut Option<Reach>) {
    match node {
        Node::Step(step) => {
            for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
                touch(&placed.operation.action, reach);
            }
        }
        Node::If(branch) => branch.then.iter().chain(&branch.otherwise).for_each(|node| gather(node, reach)),
        Node::Try(attempt) => attempt.body.iter().chain(&attempt.handler).for_each(|node| gather(node, reach)),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => body.iter().for_each(|node| gather(node, reach)),
        Node::Probe { .. } | Node::Return => {}
    }
}

fn touch(action: &Action, reach: &mut Option<Reach>) {
    let added = match action {
        Action::Nothing => return,
        Action::Opaque(reach) => reach.clone(),
        Action::Insert(_) | Action::Update(_) | Action::Delete { .. } => Reach::Rows,
        Action::Rename { from, to } => Reach::Keys(vec![owner(from), owner(to)]),
        Action::Exchange { stand_in, table } => Reach::Keys(vec![stand_in.clone(), table.clone()]),
        Action::RenameIndexes { table, .. } => Reach::Keys(vec![table.clone()]),
        Action::Create { key, .. } | Action::Drop { key, .. } | Action::Alter { key, .. } => {
            Reach::Keys(vec![owner(key)])
        }
    };
    *reach = Some(match reach.take() {
        Some(before) => before.wider(added),
        None => added,
    });
}

/// The table of a column; else the thing itself.
fn owner(key: &Key) -> Key {
    match key.kind {
        Kind::Column | Kind::Constraint | Kind::Trigger | Kind::Policy => Key::table(key.owner.clone()),
        _ => key.clone(),
    }
}
