//! The scenarios: first run, run again, run again after every stop that this engine can leave behind, the way back.

use std::collections::{BTreeMap, BTreeSet};

use super::compared::{exchanged, late, left_behind, left_undone, lost, not_its_own};
use super::incidents::Incidents;
use super::leftover::leftover;
use super::machine::{Machine, Met, Plan, Skipped, Stop, address};
use super::only_copy::Copies;
use super::rebuild;
use super::stops::{Spacing, only_makes};
use super::{Clash, Incident, drift};
use crate::engine::Transaction;
use crate::finding::Scenario;
use crate::migration::{Down, If, Migration, Node, Placed, Step};
use crate::operation::{Action, Kind};
use crate::schema::Schema;
use crate::source::{FileId, Location};

/// Conditions that could go either way are tried both ways, one at a time, up to this many.
const WORLDS: usize = 4;

/// Statements that copy rows, and whose sources are watched further down.
const FOLLOWED: usize = 64;

/// What replay says of one migration.
#[derive(Debug)]
pub struct Judgement<'m> {
    /// One for each operation and clash, in the order of the text, in the worst scenario that shows it.
    pub incidents: Vec<Incident<'m>>,
    /// The schema in front of it.
    pub start: Schema,
    /// The schema after a clean first run.
    pub end: Schema,
    /// The schema after the way back, where there is one.
    pub after_down: Option<Schema>,
}

/// Replays a migration from `start` through all scenarios.
pub fn judge<'m>(migration: &'m Migration, start: &Schema) -> Judgement<'m> {
    let plan = Plan::of(migration);
    let mut incidents = Incidents::default();
    let natural = BTreeSet::new();
    let (end, choices) = replay_up(migration, &plan, start, &natural, &mut incidents);
    for choice in choices.into_iter().take(WORLDS) {
        replay_up(migration, &plan, start, &BTreeSet::from([address(choice)]), &mut incidents);
    }
    let after_down = replay_down(migration, &plan, start, &end, &mut incidents);
    Judgement { incidents: incidents.in_order(), start: start.clone(), end, after_down }
}

/// The schema that a first run from `start` leaves for the next migration.
pub fn advance(migration: &Migration, start: &Schema) -> Schema {
    let mut end = run_once(migration, start.clone());
    end.settle();
    end
}

/// The same with what the run itself told still in it ([`Schema::presupposed`], [`Schema::made`]).
pub fn run_once(migration: &Migration, start: Schema) -> Schema {
    let plan = Plan::of(migration);
    let flips = BTreeSet::new();
    Machine::new(&plan, start, 1, &flips).certain_only().run(&migration.up).schema
}

/// What the first run from `start` meets.
pub fn first_run(migration: &Migration, start: &Schema) -> Vec<Clash> {
    let plan = Plan::of(migration);
    let flips = BTreeSet::new();
    run(&plan, start.clone(), 1, &flips, false, &migration.up).met.into_iter().map(|met| met.clash).collect()
}

impl Default for Plan<'_> {
    fn default() -> Self {
        Self {
            file: FileId(0),
            transaction: Transaction::Whole,
            rebuilds: Vec::new(),
            scratch: BTreeSet::new(),
            inserts: Vec::new(),
            copies: Vec::new(),
            spacing: Spacing::default(),
            orders: BTreeMap::new(),
        }
    }
}

impl<'m> Plan<'m> {
    fn of(migration: &'m Migration) -> Self {
        let mut plan = Self { file: migration.file, transaction: migration.transaction, ..Self::default() };
        each_placed(&migration.up, &mut |step, placed, number| {
            let order = u32::try_from(plan.orders.len()).unwrap_or(u32::MAX);
            plan.orders.entry(std::ptr::from_ref(step).addr()).or_insert(order);
            match &placed.operation.action {
                Action::Rename { from, to } if from.kind == Kind::Table => {
                    plan.rebuilds.push((from.clone(), to.clone()))
                }
                Action::Exchange { stand_in, table } => plan.rebuilds.push((stand_in.clone(), table.clone())),
                Action::Update(update) if !plan.copies.is_empty() => {
                    let at = Location { file: migration.file, span: step.at };
                    let deed = (update.table.name.clone(), at, number);
                    // As many as anybody follows: a long file of both is still read in linear time.
                    plan.copies.iter_mut().take(FOLLOWED).for_each(|copies| copies.see(update, &deed));
                }
                Action::Insert(rows) => {
                    let at = Location { file: migration.file, span: step.at };
                    plan.copies.extend(Copies::of(&placed.operation, rows));
                    plan.inserts.push(((rows.table.name.clone(), at, number), rows));
                }
                _ => {}
            }
        });
        plan.spacing = Spacing::of(&migration.up);
        plan.scratch = rebuild::scratch(&migration.up);
        plan
    }
}

/// Calls `visit` with every operation of a program, in the order of the text, and its number within its step.
pub(crate) fn each_placed<'m>(nodes: &'m [Node], visit: &mut impl FnMut(&'m Step, &'m Placed, u32)) {
    for node in nodes {
        match node {
            Node::Step(step) => {
                let placed = step.statements.iter().flat_map(|statement| &statement.operations);
                for (placed, number) in placed.zip(step.round * 1000..) {
                    visit(step, placed, number);
                }
            }
            Node::If(branch) => {
                each_placed(&branch.then, visit);
                each_placed(&branch.otherwise, visit);
            }
            Node::Try(attempt) => {
                each_placed(&attempt.body, visit);
                each_placed(&attempt.handler, visit);
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => each_placed(body, visit),
            Node::Probe { .. } | Node::Return => {}
        }
    }
}

fn replay_up<'m>(
    migration: &'m Migration,
    plan: &Plan<'m>,
    start: &Schema,
    flips: &BTreeSet<usize>,
    incidents: &mut Incidents<'m>,
) -> (Schema, Vec<&'m If>) {
    let plain = flips.is_empty() && only_makes(&migration.up);
    let mut first = run(plan, start.clone(), 1, flips, !plain, &migration.up);
    let clean = first.met.is_empty();
    if plain && !clean {
        first = run(plan, start.clone(), 1, flips, true, &migration.up);
    }
    incidents.take(std::mem::take(&mut first.met), plan.file, false, Scenario::FirstRun);
    if clean {
        let hidden = drift::hidden(migration, start, &first.end, &first.skipped);
        incidents.take(hidden, plan.file, false, Scenario::FirstRun);
    }
    let unrecorded = first.last_is_durable || plan.transaction == Transaction::WholeUnrecorded;
    let completed = match first.last.filter(|_| unrecorded) {
        Some(last) => Scenario::AfterStop(last),
        None => Scenario::Rerun,
    };
    if plain && clean && first.last_is_durable {
        each_stop_at_once(migration, plan, &first.end, incidents);
    }
    for Stop { schema, after } in std::mem::take(&mut first.stops) {
        let from = From { schema, scenario: Scenario::AfterStop(after), completed: false };
        again(migration, plan, from, flips, clean.then_some(&first), incidents);
    }
    let from = From { schema: first.end.clone(), scenario: completed, completed: true };
    again(migration, plan, from, flips, clean.then_some(&first), incidents);
    (first.end, first.choices)
}

/// Runs a migration that only makes things again from every stop, in one run: see [`only_makes`].
fn each_stop_at_once<'m>(migration: &'m Migration, plan: &Plan<'m>, end: &Schema, incidents: &mut Incidents<'m>) {
    let mut schema = end.clone();
    schema.end_session();
    for met in run(plan, schema, 2, &BTreeSet::new(), false, &migration.up).met {
        let after = Location { file: plan.file, span: met.step.at };
        incidents.take(vec![met], plan.file, false, Scenario::AfterStop(after));
    }
}

/// What is left of a machine when it has run.
pub(super) struct Ran<'m> {
    pub(super) end: Schema,
    pub(super) met: Vec<Met<'m>>,
    stops: Vec<Stop>,
    pub(super) skipped: Vec<Skipped<'m>>,
    choices: Vec<&'m If>,
    last: Option<Location>,
    last_is_durable: bool,
}

fn run<'m>(
    plan: &Plan<'m>,
    schema: Schema,
    number: u32,
    flips: &BTreeSet<usize>,
    keeping_stops: bool,
    program: &'m [Node],
) -> Ran<'m> {
    let machine = Machine::new(plan, schema, number, flips);
    let machine = if keeping_stops { machine.keeping_stops() } else { machine };
    let machine = machine.run(program);
    Ran {
        end: machine.schema,
        met: machine.met,
        stops: machine.stops,
        skipped: machine.skipped,
        choices: machine.choices,
        last: machine.last,
        last_is_durable: machine.last_is_durable,
    }
}

/// What a first run has left.
struct From {
    schema: Schema,
    scenario: Scenario,
    /// It came to its end.
    completed: bool,
}

/// Runs the migration again from a state, and compares what it leaves with what a clean run leaves.
fn again<'m>(
    migration: &'m Migration,
    plan: &Plan<'m>,
    from: From,
    flips: &BTreeSet<usize>,
    clean: Option<&Ran<'m>>,
    incidents: &mut Incidents<'m>,
) {
    let From { mut schema, scenario, completed } = from;
    schema.end_session();
    let mut second = run(plan, schema, 2, flips, false, &migration.up);
    // Nothing but the migration writes to its tables until it is through.
    second.met.retain(|met| completed || !is_of_application(&met.clash));
    if let Some(first) = clean {
        let clean = &first.end;
        // Where a guard was decided against its nature, a second run that does more is no surprise.
        if flips.is_empty() && !first.skipped.is_empty() {
            let met = second.end.made().filter_map(|(key, _)| late(migration, first, &second, key)).collect();
            incidents.take(met, plan.file, false, scenario);
        }
        let left = second.end.made().filter_map(|(key, _)| leftover(migration, first, &second, key)).collect();
        incidents.take(left, plan.file, false, scenario);
        for key in clean.differences(&second.end) {
            let met = lost(migration, clean, &second, key);
            incidents.take(met.into_iter().collect(), plan.file, false, scenario);
        }
        for deed in clean.undone_in(&second.end) {
            if let Some(met) = left_undone(migration, clean, &second, deed) {
                incidents.take(vec![met], plan.file, false, scenario);
            }
        }
        incidents.take(exchanged(migration, clean, &second), plan.file, false, scenario);
    }
    incidents.take(second.met, plan.file, false, scenario);
}

/// What is lost is what the application has written since, and nothing that the migration itself put there.
pub(super) fn is_of_application(clash: &Clash) -> bool {
    matches!(clash, Clash::Overwrites { .. } | Clash::Destroys { only_copy: false, .. })
}

fn replay_down<'m>(
    migration: &'m Migration,
    plan: &Plan<'m>,
    start: &Schema,
    end: &Schema,
    incidents: &mut Incidents<'m>,
) -> Option<Schema> {
    let (nodes, file, derived) = match &migration.down {
        Down::None => return None,
        Down::Derived(nodes) => (nodes, migration.file, true),
        Down::Written(nodes) => (nodes, migration.file, false),
        Down::File(file, nodes) => (nodes, *file, false),
    };
    let plan = Plan { file, transaction: plan.transaction, ..Plan::default() };
    let flips = BTreeSet::new();
    let down = run(&plan, end.clone(), 3, &flips, false, nodes);
    if derived {
        let left = left_behind(migration, start, end, &down);
        incidents.take(left, file, true, Scenario::Rollback);
        incidents.take(not_its_own(migration, start, end, &down), file, true, Scenario::Rollback);
        incidents.take(down.met, file, true, Scenario::Rollback);
        return Some(down.end);
    }
    incidents.take(down.met, file, true, Scenario::Rollback);
    let twice = run(&plan, down.end.clone(), 4, &flips, false, nodes);
    incidents.take(twice.met, file, true, Scenario::RollbackAgain);
    Some(down.end)
}
