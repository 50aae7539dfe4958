//! Shapes of programs: helpers' returns, and what a stretch of program touches.

use crate::migration::{If, Node, each_step_mut};
use crate::operation::{Action, Key, Kind, OnConflict, Picked, Reach};
use crate::source::Span;

/// The same program without `return`: what follows a branch that returns goes into the other one. `None` where more than
/// one branch goes on, so that what follows would have to be written twice.
pub(super) fn without_returns(nodes: Vec<Node>) -> Option<Vec<Node>> {
    if !nodes.iter().any(returns) {
        return Some(nodes);
    }
    let mut out = Vec::with_capacity(nodes.len());
    let mut rest = nodes.into_iter();
    while let Some(node) = rest.next() {
        match node {
            Node::Return => return Some(out),
            Node::If(branch) if branch.then.iter().chain(&branch.otherwise).any(returns) => {
                out.push(Node::If(split(branch, rest.collect())?));
                return Some(out);
            }
            other if returns(&other) => return None,
            other => out.push(other),
        }
    }
    Some(out)
}

fn split(branch: If, rest: Vec<Node>) -> Option<If> {
    let If { condition, at, mut then, mut otherwise } = branch;
    match (always_returns(&then), always_returns(&otherwise)) {
        (true, true) => {}
        (true, false) => otherwise.extend(rest),
        (false, true) => then.extend(rest),
        (false, false) if rest.is_empty() => {}
        (false, false) => return None,
    }
    Some(If { condition, at, then: without_returns(then)?, otherwise: without_returns(otherwise)? })
}

fn returns(node: &Node) -> bool {
    match node {
        Node::Return => true,
        Node::If(branch) => branch.then.iter().chain(&branch.otherwise).any(returns),
        Node::Try(attempt) => attempt.body.iter().chain(&attempt.handler).any(returns),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => body.iter().any(returns),
        Node::Step(_) | Node::Probe { .. } => false,
    }
}

fn always_returns(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Return => true,
        Node::If(branch) => always_returns(&branch.then) && always_returns(&branch.otherwise),
        _ => false,
    })
}

/// Where a node stands.
pub(super) fn place(node: &Node) -> Option<Span> {
    match node {
        Node::Step(step) => Some(step.at),
        Node::If(branch) => Some(branch.at),
        Node::Probe { at, .. } | Node::Atomic { at, .. } | Node::Autocommit { at, .. } => Some(*at),
        Node::Try(attempt) => Some(attempt.at),
        Node::Return => None,
    }
}

/// Steps of another file stand where this one speaks of it; rounds tell them apart.
pub(super) fn show_at(nodes: &mut [Node], at: Span, head: Span, round: &mut u32) {
    for node in nodes {
        match node {
            Node::Step(step) => {
                (step.at, step.head, step.round) = (at, head, *round);
                *round += 1;
                let operations = step.statements.iter_mut().flat_map(|statement| &mut statement.operations);
                operations.for_each(|placed| placed.at = at);
                step.notes.iter_mut().for_each(|note| note.at = at);
            }
            Node::If(branch) => {
                branch.at = at;
                show_at(&mut branch.then, at, head, round);
                show_at(&mut branch.otherwise, at, head, round);
            }
            Node::Try(attempt) => {
                attempt.at = at;
                show_at(&mut attempt.body, at, head, round);
                show_at(&mut attempt.handler, at, head, round);
            }
            Node::Atomic { body, at: own } | Node::Autocommit { body, at: own } => {
                *own = at;
                show_at(body, at, head, round);
            }
            Node::Probe { at: own, .. } => *own = at,
            Node::Return => {}
        }
    }
}

/// Whether a program writes rows, straight on, and does nothing else.
pub(super) fn only_rows(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Step(step) => step.statements.iter().flat_map(|statement| &statement.operations).all(|placed| {
            placed.operation.is_dml()
                || matches!(placed.operation.action, Action::Opaque(Reach::Rows) | Action::Nothing)
        }),
        _ => false,
    })
}

/// A loop that takes the rows of its own query away finds none of them at another run: what it inserts comes from them.
pub(super) fn settle_inserts(nodes: &mut [Node], sql: &str) {
    let folded = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = folded.to_ascii_lowercase();
    let Some((_, rest)) = lower.split_once(" from ") else { return };
    let source = rest.split([' ', ',', ';']).next().unwrap_or_default().trim_matches(['"', '`']);
    let several = [" join ", " union ", " limit ", " group ", "select "].iter().any(|word| rest.contains(word));
    let filter = rest.find(" where ").map_or("", |at| &folded[folded.len() - rest.len() + at + 7..]);
    let picked = Picked { table: Key::table(source), filter: filter.to_owned() };
    let mut leaves = false;
    each_step_mut(nodes, &mut |step| {
        for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
            match &mut placed.operation.action {
                Action::Delete { table, filter, .. } if *table == picked.table => {
                    leaves = true;
                    *filter = (!several).then(|| picked.filter.clone());
                }
                _ => {}
            }
        }
    });
    each_step_mut(nodes, &mut |step| {
        for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
            match &mut placed.operation.action {
                Action::Insert(rows) if leaves && several && rows.conflict == OnConflict::Fail => {
                    rows.conflict = OnConflict::WhereAbsent;
                }
                Action::Insert(rows) if leaves => rows.from = Some(picked.clone()),
                _ => {}
            }
        }
    });
}

/// What a program may touch, if anything.
pub(super) fn reach(nodes: &[Node]) -> Option<Reach> {
    let mut reach = None;
    for node in nodes {
        gather(node, &mut reach);
    }
    reach
}

fn gather(node: &Node, reach: &mut Option<Reach>) {
    match node {
        Node::Step(step) => {
            for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
                widen(reach, &placed.operation.action);
            }
        }
        Node::If(branch) => branch.then.iter().chain(&branch.otherwise).for_each(|node| gather(node, reach)),
        Node::Try(attempt) => attempt.body.iter().chain(&attempt.handler).for_each(|node| gather(node, reach)),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => body.iter().for_each(|node| gather(node, reach)),
        Node::Probe { .. } | Node::Return => {}
    }
}

fn widen(reach: &mut Option<Reach>, action: &Action) {
    let more = match action {
        Action::Nothing => return,
        Action::Opaque(more) => more.clone(),
        Action::Insert(_) | Action::Update(_) | Action::Delete { .. } => Reach::Rows,
        Action::Rename { from, to } => Reach::Keys(vec![whole(from), whole(to)]),
        Action::Exchange { stand_in, table } => Reach::Keys(vec![stand_in.clone(), table.clone()]),
        Action::RenameIndexes { table, .. } => Reach::Keys(vec![table.clone()]),
        Action::Create { key, .. } | Action::Drop { key, .. } | Action::Alter { key, .. } => {
            Reach::Keys(vec![whole(key)])
        }
    };
    *reach = Some(match reach.take() {
        Some(before) => before.wider(more),
        None => more,
    });
}

/// A column's or constraint's whole table.
fn whole(key: &Key) -> Key {
    match key.kind {
        Kind::Column | Kind::Constraint if !key.owner.is_empty() => Key::table(key.owner.as_str()),
        _ => key.clone(),
    }
}
