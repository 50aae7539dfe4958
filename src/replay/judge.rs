//! The scenarios: first run, run again, run again after every stop that this engine can leave behind, the way back.

use std::collections::{BTreeMap, BTreeSet};

use super::leftover::leftover;
use super::machine::{Machine, Met, Plan, Skipped, Stop, address};
use super::stops::{Spacing, only_makes};
use super::{Blame, Clash, Incident, drift};
use crate::engine::Transaction;
use crate::finding::Scenario;
use crate::migration::{Down, If, Migration, Node, Placed, Step, Try};
use crate::operation::{Action, Key, Kind};
use crate::schema::{Deed, Presence, Schema};
use crate::source::{FileId, Location};

/// Conditions that could go either way are tried both ways, one at a time, up to this many.
const WORLDS: usize = 4;

/// What replay says of one migration.
#[derive(Debug)]
pub struct Judgement<'m> {
    /// One for each operation and clash, in the order of the text, in the worst scenario that shows it.
    pub incidents: Vec<Incident<'m>>,
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
    Judgement { incidents: incidents.in_order(), end, after_down }
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
            inserts: Vec::new(),
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
                Action::Insert(rows) => {
                    let at = Location { file: migration.file, span: step.at };
                    plan.inserts.push(((rows.table.name.clone(), at, number), rows));
                }
                _ => {}
            }
        });
        plan.spacing = Spacing::of(&migration.up);
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
        again(migration, plan, schema, flips, Scenario::AfterStop(after), clean.then_some(&first), incidents);
    }
    again(migration, plan, first.end.clone(), flips, completed, clean.then_some(&first), incidents);
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
    met: Vec<Met<'m>>,
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

/// Runs the migration again from a state, and compares what it leaves with what a clean run leaves.
fn again<'m>(
    migration: &'m Migration,
    plan: &Plan<'m>,
    schema: Schema,
    flips: &BTreeSet<usize>,
    scenario: Scenario,
    clean: Option<&Ran<'m>>,
    incidents: &mut Incidents<'m>,
) {
    let mut schema = schema;
    schema.end_session();
    let second = run(plan, schema, 2, flips, false, &migration.up);
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

/// A thing that a clean run makes and this one does not (or leaves invalid), laid to the step that makes it.
fn lost<'m>(migration: &'m Migration, clean: &Schema, second: &Ran<'m>, key: Key) -> Option<Met<'m>> {
    if clean.presence(&key) != Presence::Present {
        return None;
    }
    let kept_invalid = second.end.presence(&key) == Presence::Present;
    let mut maker = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        let makes = match &placed.operation.action {
            Action::Create { key: made, .. } => *made == key,
            Action::Rename { to, .. } => *to == key,
            Action::RenameIndexes { tables, .. } => {
                key.kind == Kind::Index && key.name.starts_with(&format!("index_{}_on_", tables.1))
            }
            _ => false,
        };
        if makes {
            maker.get_or_insert((step, placed, number));
        }
    });
    let (step, placed, number) = maker?;
    if kept_invalid {
        // An unguarded build says so itself, loudly.
        let clash = Clash::InvalidKept { key };
        let loud = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
        return (!loud).then(|| Met::plain(step, placed, number, clash, None));
    }
    if second.met.iter().any(|met| std::ptr::eq(met.placed, placed)) {
        return None;
    }
    Some(Met::plain(step, placed, number, Clash::Lost { key }, blame(migration, second, placed)))
}

/// A thing that the clean run leaves out and this one makes, laid to the step that makes it.
fn late<'m>(migration: &'m Migration, first: &Ran<'m>, second: &Ran<'m>, key: &Key) -> Option<Met<'m>> {
    let made = second.end.fact(key).is_some_and(|fact| fact.since.is_some_and(|since| since.run == 2));
    let left = second.end.presence(key) == Presence::Present && first.end.presence(key) != Presence::Present;
    if !(made && left) || first.skipped.is_empty() {
        return None;
    }
    let mut maker = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        if matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key)
            && let Some(skipped) = first.skipped.iter().find(|skipped| holds(skipped.left_out, placed))
        {
            maker.get_or_insert((step, placed, number, skipped));
        }
    });
    let (step, placed, number, skipped) = maker?;
    let told = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
    let blamed = if skipped.stale { Blame::Stale(skipped.guard) } else { Blame::Wrong(skipped.guard) };
    (!told).then(|| Met::plain(step, placed, number, Clash::Late { key: key.clone() }, Some(blamed)))
}

fn holds(nodes: &[Node], placed: &Placed) -> bool {
    let mut found = false;
    each_placed(nodes, &mut |_, inner, _| found |= std::ptr::eq(inner, placed));
    found
}

/// A change that a clean run makes and neither the run that was stopped nor this one did.
fn left_undone<'m>(migration: &'m Migration, clean: &Schema, second: &Ran<'m>, deed: &Deed) -> Option<Met<'m>> {
    let mut doer = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        if step.at == deed.1.span && number == deed.2 {
            doer.get_or_insert((step, placed, number));
        }
    });
    let (step, placed, number) = doer?;
    let key = placed.operation.action.key()?;
    let told = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
    let gone = clean.presence(key) == Presence::Absent;
    if told || gone && !key.name.is_empty() {
        return None;
    }
    let blamed = blame(migration, second, placed);
    Some(Met::plain(step, placed, number, Clash::Lost { key: key.clone() }, blamed))
}

/// The guard that skipped an operation: the one around it, one that ended the run, or a handler that an earlier statement
/// jumped to.
fn blame<'m>(migration: &'m Migration, second: &Ran<'m>, placed: &Placed) -> Option<Blame<'m>> {
    let around = second.skipped.iter().find(|skipped| holds(skipped.left_out, placed));
    let guard = around.or_else(|| second.skipped.iter().find(|skipped| skipped.left_out.is_empty()));
    guard
        .map(|skipped| Blame::Coarse(skipped.guard))
        .or_else(|| innermost_try(&migration.up, placed).map(Blame::Handler))
}

/// The innermost `try` whose body holds an operation.
fn innermost_try<'m>(nodes: &'m [Node], placed: &Placed) -> Option<&'m Try> {
    nodes.iter().find_map(|node| match node {
        Node::Try(attempt) => {
            innermost_try(&attempt.body, placed).or_else(|| holds(&attempt.body, placed).then_some(attempt))
        }
        Node::If(branch) => innermost_try(&branch.then, placed).or_else(|| innermost_try(&branch.otherwise, placed)),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => innermost_try(body, placed),
        Node::Step(_) | Node::Probe { .. } | Node::Return => None,
    })
}

/// Two things whose names the clean run swaps and this one swaps back, laid to the last of the renames.
fn exchanged<'m>(migration: &'m Migration, clean: &Schema, second: &Ran<'m>) -> Vec<Met<'m>> {
    let names: BTreeSet<&Key> = clean.exchanged(&second.end).collect();
    let mut last = None;
    if !names.is_empty() {
        each_placed(&migration.up, &mut |step, placed, number| {
            if let Action::Rename { to, .. } = &placed.operation.action
                && names.contains(to)
            {
                last = Some(Met::plain(step, placed, number, Clash::Differs { key: to.clone() }, None));
            }
        });
    }
    last.into_iter().collect()
}

impl<'m> Met<'m> {
    pub(super) fn plain(
        step: &'m Step,
        placed: &'m Placed,
        number: u32,
        clash: Clash,
        blamed: Option<Blame<'m>>,
    ) -> Self {
        Self { step, placed, number, clash, guards: Vec::new(), blamed, own_table: false, unique_key: None }
    }
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

/// What the framework's own way back should have undone and did not, because a guard was asked too late.
fn left_behind<'m>(migration: &'m Migration, start: &Schema, end: &Schema, down: &Ran<'m>) -> Vec<Met<'m>> {
    if down.skipped.is_empty() {
        return Vec::new();
    }
    let mut left = Vec::new();
    each_placed(&migration.up, &mut |step, placed, number| {
        let (Action::Create { key, .. } | Action::Rename { to: key, .. }) = &placed.operation.action else { return };
        let made = end.presence(key) == Presence::Present && start.presence(key) != Presence::Present;
        if made && down.end.presence(key) == Presence::Present {
            left.push(Met::plain(step, placed, number, Clash::LeftBehind { key: key.clone() }, None));
        }
    });
    left
}

/// What the framework's own way back takes away although an earlier migration has made it: on the way forth, an option
/// passed over it.
fn not_its_own<'m>(migration: &'m Migration, start: &Schema, end: &Schema, down: &Ran<'m>) -> Vec<Met<'m>> {
    let mut taken = Vec::new();
    each_placed(&migration.up, &mut |step, placed, number| {
        let Action::Create { key, .. } = &placed.operation.action else { return };
        let since = |schema: &Schema| {
            let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present)?;
            fact.since
        };
        let Some(made) = since(start) else { return };
        if since(end) == Some(made) && down.end.presence(key) == Presence::Absent {
            let clash = Clash::NotItsOwn { key: key.clone(), since: made.at };
            taken.push(Met::plain(step, placed, number, clash, None));
        }
    });
    taken
}

/// What makes two incidents one and the same trouble: the direction, the step's span, the operation's number, the sort of
/// clash, and what it is about.
type Trouble = (bool, u32, u32, u32, u8, Option<Key>);

/// Incidents, each operation's clash once.
#[derive(Default)]
struct Incidents<'m> {
    found: BTreeMap<Trouble, Incident<'m>>,
}

impl<'m> Incidents<'m> {
    fn take(&mut self, met: Vec<Met<'m>>, file: FileId, backwards: bool, scenario: Scenario) {
        for met in met {
            // Nothing but the migration writes to its columns until it is through.
            let scenario = match (&met.clash, scenario) {
                (Clash::Overwrites { .. }, Scenario::AfterStop(_)) => Scenario::Rerun,
                _ => scenario,
            };
            let place = Location { file, span: met.step.at };
            let same = (
                backwards,
                place.span.start,
                place.span.end,
                met.number,
                sort_of(&met.clash),
                met.clash.key().cloned(),
            );
            let incident = Incident {
                step: met.step,
                placed: met.placed,
                number: met.number,
                place,
                backwards,
                clash: met.clash,
                scenario,
                guards: met.guards,
                blamed: met.blamed,
                own_table: met.own_table,
                unique_key: met.unique_key,
            };
            match self.found.get(&same) {
                Some(known) if rank(&known.scenario) >= rank(&scenario) => {}
                _ => {
                    self.found.insert(same, incident);
                }
            }
        }
    }

    fn in_order(self) -> Vec<Incident<'m>> {
        self.found.into_values().collect()
    }
}

/// The worse scenario is the one that is told.
fn rank(scenario: &Scenario) -> u8 {
    match scenario {
        Scenario::FirstRun => 4,
        Scenario::AfterStop(_) => 3,
        Scenario::Rerun => 2,
        Scenario::Rollback => 1,
        Scenario::RollbackAgain | Scenario::Offline => 0,
    }
}

/// Clashes that are one and the same trouble in different scenarios share a number.
fn sort_of(clash: &Clash) -> u8 {
    match clash {
        Clash::Exists { .. } => 0,
        Clash::Missing { .. } => 1,
        Clash::Repeats { .. } | Clash::DuplicateRow { .. } => 2,
        Clash::NoConflictKey { .. } => 3,
        Clash::Differs { .. } => 4,
        Clash::Destroys { .. } => 5,
        Clash::Lost { .. } => 6,
        Clash::InvalidKept { .. } => 7,
        Clash::LeftBehind { .. } => 8,
        Clash::Swallowed { .. } => 9,
        Clash::Late { .. } => 13,
        Clash::InTransaction => 10,
        Clash::Hidden { .. } => 14,
        Clash::Uncommitted { .. } => 11,
        Clash::Irreplaceable { .. } => 12,
        Clash::Overwrites { .. } => 15,
        Clash::Leftover { .. } => 16,
        Clash::NotItsOwn { .. } => 17,
    }
}
