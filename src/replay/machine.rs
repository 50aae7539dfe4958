//! One run of a migration: the interpreter of its program, with the engine's transactions.

mod meet;
mod transaction;
mod vain;

use std::collections::{BTreeMap, BTreeSet};

use super::apply::{Caller, apply};
use super::caught::catches;
use super::in_use;
use super::labels;
use super::only_copy::Copies;
use super::stops::{self, Spacing};
use super::uncommitted;
use super::{Blame, Clash};
use crate::engine::Transaction;
use crate::migration::{Condition, If, Node, Placed, Statement, Step, Try};
use crate::operation::{Action, Definition, Insert, Key};
use crate::schema::{Deed, Origin, Presence, Schema};
use crate::source::{FileId, Location};

/// A state that a stop can leave behind.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    pub(super) schema: Schema,
    /// Behind this statement's operation, or in the middle of it.
    pub(super) after: Location,
}

/// A clash as the machine meets it; the scenario is known to whoever runs the machine.
#[derive(Debug, Clone)]
pub(super) struct Met<'m> {
    pub(super) step: &'m Step,
    pub(super) placed: &'m Placed,
    pub(super) number: u32,
    pub(super) clash: Clash,
    pub(super) guards: Vec<&'m If>,
    pub(super) blamed: Option<Blame<'m>>,
    pub(super) own_table: bool,
    pub(super) unique_key: Option<Vec<String>>,
}

/// A guard and what it left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skipped<'m> {
    pub(super) guard: &'m If,
    /// An empty part stands for all that follows.
    pub(super) left_out: &'m [Node],
    /// Its answer was out of date.
    pub(super) stale: bool,
}

/// How control leaves a node.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Flow {
    Next,
    Return,
    /// An error on its way to a handler.
    Raised(Clash),
}

/// What all runs of one migration share.
#[derive(Debug)]
pub(super) struct Plan<'m> {
    pub(super) file: FileId,
    pub(super) transaction: Transaction,
    pub(super) rebuilds: Vec<(Key, Key)>,
    /// Tables that the migration makes only for the time of its run.
    pub(super) scratch: BTreeSet<Key>,
    pub(super) inserts: Vec<(Deed, &'m Insert)>,
    /// Rows that it copies from other tables.
    pub(super) copies: Vec<Copies>,
    /// Which stops are kept.
    pub(super) spacing: Spacing,
    /// Each step's number in the order of the program, by its address.
    pub(super) orders: BTreeMap<usize, u32>,
}

/// One run.
pub(super) struct Machine<'p, 'm> {
    pub(super) plan: &'p Plan<'m>,
    pub(super) schema: Schema,
    run: u32,
    /// Answers taken earlier, and the question each one answers.
    pub(super) memory: BTreeMap<u32, (Option<bool>, &'m Condition)>,
    /// Answers that were never given, by the question's number: its table was gone, and the framework raised.
    vain: BTreeMap<u32, Key>,
    /// Tables taken to hold no rows at the start.
    pub(super) empty_tables: BTreeSet<String>,
    /// Unknown conditions to be decided the other way round, by the address of the `If`.
    flips: &'p BTreeSet<usize>,
    /// Unknown conditions that were decided, and have something in both branches.
    pub(super) choices: Vec<&'m If>,
    guards: Vec<&'m If>,
    stale: Vec<&'m If>,
    handlers: Vec<&'m Try>,
    /// Inside a condition that could not be read.
    doubtful: usize,
    scopes: Vec<Transaction>,
    wrote_rows: bool,
    /// A schema statement has ended the transaction around it.
    ended: bool,
    /// Enum values added by the transaction that is open.
    uncommitted: Vec<Key>,
    offered: stops::Offered,
    /// The last statement made something, and no guard has others beside it.
    last_makes: bool,
    /// Guards around that hold more than one step.
    among_others: usize,
    keeps_stops: bool,
    /// Nothing is guessed: what a condition decides on an unknown schema is known only where both ways agree.
    certain_only: bool,
    pub(super) stops: Vec<Stop>,
    pub(super) met: Vec<Met<'m>>,
    /// Guards and what each of them left out.
    pub(super) skipped: Vec<Skipped<'m>>,
    pub(super) last: Option<Location>,
    /// What the last statement did stays, whatever becomes of the version row.
    pub(super) last_is_durable: bool,
}

impl<'p, 'm> Machine<'p, 'm> {
    pub(super) fn new(plan: &'p Plan<'m>, schema: Schema, run: u32, flips: &'p BTreeSet<usize>) -> Self {
        Self {
            plan,
            schema,
            run,
            memory: BTreeMap::new(),
            vain: BTreeMap::new(),
            empty_tables: BTreeSet::new(),
            flips,
            choices: Vec::new(),
            guards: Vec::new(),
            stale: Vec::new(),
            handlers: Vec::new(),
            doubtful: 0,
            scopes: vec![plan.transaction],
            wrote_rows: false,
            ended: false,
            uncommitted: Vec::new(),
            offered: stops::Offered::default(),
            last_makes: false,
            among_others: 0,
            keeps_stops: false,
            certain_only: false,
            stops: Vec::new(),
            met: Vec::new(),
            skipped: Vec::new(),
            last: None,
            last_is_durable: false,
        }
    }

    /// Also keeps every state that a stop can leave behind.
    pub(super) fn keeping_stops(mut self) -> Self {
        self.keeps_stops = true;
        self
    }

    /// Guesses nothing: for what the next migrations may take for certain.
    pub(super) fn certain_only(mut self) -> Self {
        self.certain_only = true;
        self
    }

    pub(super) fn run(mut self, program: &'m [Node]) -> Self {
        self.nodes(program);
        self
    }

    fn nodes(&mut self, nodes: &'m [Node]) -> Flow {
        for node in nodes {
            let flow = self.node(node);
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    fn node(&mut self, node: &'m Node) -> Flow {
        match node {
            Node::Step(step) => self.step(step),
            Node::If(branch) => self.branch(branch),
            Node::Probe { id, condition, .. } => {
                let answer = self.evaluate(condition);
                if let Some(table) = self.asked_in_vain(condition).cloned() {
                    self.vain.insert(*id, table);
                }
                self.memory.insert(*id, (answer, condition));
                Flow::Next
            }
            Node::Return if self.doubtful > 0 => {
                // Perhaps it ends here: nothing that follows is certain.
                self.doubtful += 1;
                Flow::Next
            }
            Node::Return => {
                let ended = self.guards.iter().map(|guard| Skipped { guard, left_out: &[], stale: false });
                self.skipped.extend(ended);
                Flow::Return
            }
            Node::Try(attempt) => self.attempt(attempt),
            Node::Atomic { body, .. } => self.scope(self.atomic_scope(), body),
            Node::Autocommit { body, .. } => {
                self.commit();
                self.scope(Transaction::Autocommit, body)
            }
        }
    }

    fn branch(&mut self, branch: &'m If) -> Flow {
        self.meet_raised(branch);
        let value = match self.evaluate(&branch.condition) {
            Some(value) => value,
            None if self.is_unreadable(&branch.condition) => return self.in_doubt(branch),
            None if self.certain_only => return self.both_ways(branch),
            None => self.decide(branch),
        };
        let (taken, left_out) =
            if value { (&branch.then, &branch.otherwise) } else { (&branch.otherwise, &branch.then) };
        let stale = self.is_stale(&branch.condition);
        if !left_out.is_empty() {
            self.skipped.push(Skipped { guard: branch, left_out, stale });
        }
        self.guards.push(branch);
        if stale {
            self.stale.push(branch);
        }
        let coarse = usize::from(stops::is_coarse(branch));
        self.among_others += coarse;
        let flow = self.nodes(taken);
        self.among_others -= coarse;
        if stale {
            self.stale.pop();
        }
        self.guards.pop();
        flow
    }

    /// On an unknown schema the author's work is taken to be needed: the branch with the steps runs.
    fn decide(&mut self, branch: &'m If) -> bool {
        let leaves = |nodes: &[Node]| nodes.iter().all(|node| matches!(node, Node::Return));
        let natural = !leaves(&branch.then);
        if !leaves(&branch.then) && !leaves(&branch.otherwise) {
            self.choices.push(branch);
        }
        let value = natural != self.flips.contains(&address(branch));
        self.take_for_granted(&branch.condition, value);
        value
    }

    /// Runs both branches from here, and keeps what they agree on.
    fn both_ways(&mut self, branch: &'m If) -> Flow {
        let start = self.schema.clone();
        self.take_for_granted(&branch.condition, true);
        let then = self.nodes(&branch.then);
        let after_then = std::mem::replace(&mut self.schema, start);
        self.take_for_granted(&branch.condition, false);
        let otherwise = self.nodes(&branch.otherwise);
        let after_otherwise = std::mem::replace(&mut self.schema, Schema::unknown(after_then.dialect()));
        self.schema = after_then.common(&after_otherwise);
        match (then, otherwise) {
            (Flow::Return, Flow::Return) => Flow::Return,
            (Flow::Return, _) | (_, Flow::Return) => {
                // One way ends here: nothing that follows is certain.
                self.doubtful += 1;
                Flow::Next
            }
            (then, _) => then,
        }
    }

    fn in_doubt(&mut self, branch: &'m If) -> Flow {
        let before = self.doubtful;
        self.doubtful += 1;
        for body in [&branch.then, &branch.otherwise] {
            self.nodes(body);
        }
        // A doubtful `return` keeps the rest in doubt.
        self.doubtful = if self.doubtful > before + 1 { before + 1 } else { before };
        Flow::Next
    }

    fn attempt(&mut self, attempt: &'m Try) -> Flow {
        let before = attempt.savepoint.then(|| self.schema.clone());
        self.handlers.push(attempt);
        let flow = self.nodes(&attempt.body);
        self.handlers.pop();
        let Flow::Raised(clash) = flow else { return flow };
        if !catches(&attempt.catches, &clash, self.schema.dialect()) {
            return self.raise_further(clash);
        }
        if let Some(before) = before {
            self.schema = before;
        }
        self.nodes(&attempt.handler)
    }

    fn raise_further(&mut self, clash: Clash) -> Flow {
        if self.handlers.is_empty() { Flow::Next } else { Flow::Raised(clash) }
    }

    fn step(&mut self, step: &'m Step) -> Flow {
        let mut number = step.round * 1000;
        for statement in &step.statements {
            let flow = self.statement(step, statement, number);
            if flow != Flow::Next {
                return flow;
            }
            number += u32::try_from(statement.operations.len()).unwrap_or(u32::MAX);
        }
        Flow::Next
    }

    fn statement(&mut self, step: &'m Step, statement: &'m Statement, first: u32) -> Flow {
        let at = Location { file: self.plan.file, span: step.at };
        let order = self.plan.orders.get(&std::ptr::from_ref(step).addr()).copied().unwrap_or_default();
        let origin = Origin { at, run: self.run, order };
        let half_built = self.half_built(statement, origin);
        for (placed, number) in statement.operations.iter().zip(first..) {
            if placed.operation.outside_transaction && self.in_transaction() && self.doubtful == 0 {
                self.meet(step, placed, number, Clash::InTransaction);
            }
            let used = uncommitted::used(&self.uncommitted, &self.schema, &placed.operation);
            if let Some(value) = used.filter(|_| self.doubtful == 0) {
                let since = self.schema.fact(value).and_then(|fact| fact.since).map(|since| since.at);
                self.meet(step, placed, number, Clash::Uncommitted { key: value.clone(), since });
            }
            if let Some(clash) =
                labels::gone(&self.schema, &placed.operation).filter(|_| self.doubtful == 0 && self.handlers.is_empty())
            {
                self.meet(step, placed, number, clash);
            }
            let certain = self.doubtful == 0;
            let user = certain.then(|| in_use::user_of(&self.schema, placed, &statement.operations)).flatten();
            let refused = user.is_some();
            if let (Some((by, since)), Some(key)) = (user, placed.operation.action.key()) {
                self.meet(step, placed, number, Clash::InUse { key: key.clone(), by: Box::new(by), since });
            }
            let added = uncommitted::added(&self.schema, &placed.operation).cloned();
            let certain = self.doubtful == 0 && self.handlers.is_empty();
            let caller = Caller {
                origin,
                number,
                rebuilds: &self.plan.rebuilds,
                scratch: &self.plan.scratch,
                copies: &self.plan.copies,
                certain,
            };
            if self.doubtful > 0 {
                self.perhaps(placed, caller);
                continue;
            }
            let result = apply(&mut self.schema, placed, caller);
            if self.in_transaction() {
                self.uncommitted.extend(added);
            }
            let Err(clash) = result else { continue };
            // What the engine refuses to drop takes no rows along.
            if refused && matches!(clash, Clash::Destroys { .. }) {
                continue;
            }
            let dialect = self.schema.dialect();
            let takes = |handler: &&&Try| clash.raises() && catches(&handler.catches, &clash, dialect);
            let caught = self.handlers.iter().rev().find(takes);
            match caught {
                Some(handler) if !self.poisoned_by(handler) => return Flow::Raised(clash),
                Some(handler) => {
                    let blamed = Some(Blame::Handler(handler));
                    let key = clash.key().cloned().unwrap_or_else(|| Key::table(""));
                    self.meet_blaming(step, placed, number, Clash::Swallowed { key }, blamed);
                }
                None => {
                    let lacking = matches!(&clash, Clash::Missing { gone: None, .. }).then(|| clash.key().cloned());
                    self.meet(step, placed, number, clash);
                    if let Some(Some(key)) = lacking {
                        // From here on it is as though somebody had made it: once is enough to say so.
                        self.schema.forget(&key);
                        let _ = apply(&mut self.schema, placed, caller);
                    }
                }
            }
        }
        self.last = Some(at);
        if let Some(schema) = half_built {
            self.keep(schema, at);
        }
        self.after_statement(statement, at);
        Flow::Next
    }

    /// A build that dies or fails leaves its index behind, invalid.
    fn half_built(&self, statement: &Statement, origin: Origin) -> Option<Schema> {
        let [Placed { operation, .. }] = statement.operations.as_slice() else { return None };
        let Action::Create { key, definition: definition @ Definition::Index(index) } = &operation.action else {
            return None;
        };
        if !self.keeps_stops
            || !index.concurrently
            || self.doubtful > 0
            || self.schema.presence(key) == Presence::Present
        {
            return None;
        }
        let mut schema = self.schema.clone();
        schema.make_invalid(key.clone(), definition.clone().into(), origin);
        Some(schema)
    }

    /// Something happened, perhaps: what it changes, and what it would need, is no longer known.
    fn perhaps(&mut self, placed: &Placed, caller: Caller<'_>) {
        let mut after = self.schema.clone();
        // Whether it would clash is not known either.
        _ = apply(&mut after, placed, caller);
        let before = std::mem::replace(&mut self.schema, Schema::unknown(after.dialect()));
        self.schema = before.common(&after);
    }
}

/// Tells one `If` of a program from another.
pub(super) fn address(branch: &If) -> usize {
    std::ptr::from_ref(branch).addr()
}
