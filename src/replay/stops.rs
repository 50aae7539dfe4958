//! Which of the stops that an engine can leave behind are replayed: all of them in a migration of usual length, the
//! telling ones in a long one.
//!
//! Every stop costs a run of the whole migration, so that replaying each of them is quadratic. Two things bound that. A
//! program that only makes things, each for itself, needs no stop to be replayed at all ([`only_makes`]). And in others the
//! stops are spaced so that about [`BUDGET`] statements are replayed: first to give way are stops behind a statement that
//! only makes a thing, where the run after completion tells as much. Some of each sort stay.

use crate::migration::{Condition, If, Node, Statement, Subject};
use crate::operation::{Action, Definition, Kind, Operation, Tolerance};

/// Statements replayed from stops before stops are left out.
const BUDGET: usize = 12_000;
/// Stops of each sort that are replayed at the beginning of a migration; fewer where it is very long.
const EARLY: usize = 8;

/// Every how many of them a stop is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spacing {
    /// Behind statements that only make something.
    making: usize,
    /// Behind all others, and between the steps of one guard.
    telling: usize,
    /// The first so many of each sort are kept whatever comes; at least as many further on.
    early: usize,
}

impl Default for Spacing {
    fn default() -> Self {
        Self { making: 1, telling: 1, early: EARLY }
    }
}

impl Spacing {
    pub(super) fn of(program: &[Node]) -> Self {
        let (making, telling) = count(program, false);
        let statements = (making + telling).max(1);
        let early = (3 * BUDGET / statements).clamp(1, EARLY);
        let bearable = (BUDGET / statements).max(2 * early);
        let of_telling = telling.div_ceil(bearable - early).max(1);
        let left = bearable.saturating_sub(telling / of_telling).max(early);
        Self { making: making.div_ceil(left).max(1), telling: of_telling, early }
    }
}

/// Stops that the engine could leave behind so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Offered {
    making: usize,
    telling: usize,
}

impl Offered {
    /// Whether the next stop is one to keep.
    pub(super) fn keeps(&mut self, spacing: Spacing, makes: bool) -> bool {
        let (offered, every) = match makes {
            true => (&mut self.making, spacing.making),
            false => (&mut self.telling, spacing.telling),
        };
        *offered += 1;
        *offered <= spacing.early || offered.is_multiple_of(every)
    }
}

/// Statements that only make something, and the others.
fn count(nodes: &[Node], among_others: bool) -> (usize, usize) {
    let mut sum = (0, 0);
    for node in nodes {
        let (making, telling) = match node {
            Node::Step(step) => {
                let making = step.statements.iter().filter(|one| !among_others && makes(one)).count();
                (making, step.statements.len() - making)
            }
            Node::If(branch) => {
                let among_others = among_others || is_coarse(branch);
                let (then, otherwise) = (count(&branch.then, among_others), count(&branch.otherwise, among_others));
                (then.0 + otherwise.0, then.1 + otherwise.1)
            }
            Node::Try(attempt) => {
                let (body, handler) = (count(&attempt.body, true), count(&attempt.handler, true));
                (body.0 + handler.0, body.1 + handler.1)
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => count(body, among_others),
            Node::Probe { .. } | Node::Return => (0, 0),
        };
        sum = (sum.0 + making, sum.1 + telling);
    }
    sum
}

/// One guard around several things: what a stop between them leaves is passed over for ever.
pub(super) fn is_coarse(branch: &If) -> bool {
    branch.then.len() + branch.otherwise.len() > 1
}

/// Whether a statement only makes things.
pub(super) fn makes(statement: &Statement) -> bool {
    statement.operations.iter().all(|placed| matches!(placed.operation.action, Action::Create { .. } | Action::Nothing))
}

/// Whether a program only makes things, one after another, each statement all or nothing and guarded, if at all, by a
/// question for the very thing it makes.
///
/// What a stop leaves is then the beginning of what all of it leaves: a run from there meets at each statement what the
/// run after completion meets there, or nothing; and the first stop that shows it is the one behind the statement.
pub(super) fn only_makes(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Step(step) => step
            .statements
            .iter()
            .flat_map(|statement| &statement.operations)
            .all(|placed| makes_whole(&placed.operation)),
        Node::If(branch) => guards_its_own(branch),
        _ => false,
    })
}

fn makes_whole(operation: &Operation) -> bool {
    let whole = match &operation.action {
        Action::Create { key, definition } => {
            let lasting = match definition {
                Definition::Table(table) => !table.temporary,
                Definition::Index(index) => !index.concurrently,
                _ => key.kind != Kind::EnumValue,
            };
            lasting && matches!(operation.tolerance, Tolerance::None | Tolerance::IfNotExists)
        }
        action => *action == Action::Nothing,
    };
    whole && !operation.outside_transaction
}

/// `if it is not there { make it }`.
fn guards_its_own(branch: &If) -> bool {
    let Condition::Not(condition) = &branch.condition else { return false };
    let (Condition::Present(test), [Node::Step(step)], []) =
        (condition.as_ref(), branch.then.as_slice(), branch.otherwise.as_slice())
    else {
        return false;
    };
    let mut operations = step.statements.iter().flat_map(|statement| &statement.operations);
    let (Some(only), None) = (operations.next(), operations.next()) else { return false };
    let own = matches!(&test.subject, Subject::Key(asked) if only.operation.action.key() == Some(asked));
    own && test.needs.is_none() && makes_whole(&only.operation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::{Placed, Step};
    use crate::operation::{Key, TableDef};
    use crate::source::Span;

    fn step(action: Action) -> Node {
        let at = Span::new(0, 1);
        let operations = vec![Placed { operation: Operation::new(action), at, implied: false }];
        Node::Step(Step { at, head: at, statements: vec![Statement { operations }], notes: Vec::new(), round: 0 })
    }

    fn making() -> Node {
        step(Action::Create { key: Key::table("a"), definition: Definition::Table(TableDef::default()) })
    }

    fn dropping() -> Node {
        step(Action::Drop { key: Key::table("a"), cascade: false })
    }

    /// How many of so many stops are kept.
    fn kept(program: &[Node], makes: bool, stops: usize) -> usize {
        let spacing = Spacing::of(program);
        let mut offered = Offered::default();
        (0..stops).filter(|_| offered.keeps(spacing, makes)).count()
    }

    #[test]
    fn every_stop_of_a_usual_migration_is_kept() {
        let program: Vec<Node> = (0..50).flat_map(|_| [making(), dropping()]).collect();
        assert_eq!((kept(&program, true, 50), kept(&program, false, 50)), (50, 50));
    }

    #[test]
    fn stops_behind_what_only_makes_give_way_first() {
        let program: Vec<Node> = (0..10).map(|_| dropping()).chain((0..490).map(|_| making())).collect();
        assert_eq!(kept(&program, false, 10), 10);
        assert!(kept(&program, true, 490) < 30);
    }

    #[test]
    fn the_statements_replayed_grow_with_the_program_and_not_with_its_square() {
        for length in [1_000, 10_000, 100_000] {
            let program: Vec<Node> = (0..length).map(|_| dropping()).collect();
            assert!(kept(&program, false, length) <= 4 * EARLY, "{length}");
        }
    }
}
