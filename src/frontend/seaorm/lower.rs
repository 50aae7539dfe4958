//! Runs a migration's Rust in the abstract: statements become steps, what is asked of the schema becomes guards.

use std::collections::HashMap;
use std::rc::Rc;

use syn::{Block, Expr, FnArg, Pat};

use super::flow;
use super::names::Names;
use super::patterns::bind;
use super::places::Places;
use super::value::{Build, Value};
use crate::engine::{Context, Dialect};
use crate::frontend::sql::settle_vague;
use crate::migration::{Condition, If, Node, Note, Placed, Statement, Step, Try};
use crate::operation::{Action, Operation, Reach, Tolerance};
use crate::source::{Source, Span};

/// Functions of the file, called by their own name.
pub(super) type Functions<'a> = HashMap<String, Function<'a>>;

/// A function or method that may be run in its caller's place.
#[derive(Clone, Copy)]
pub(super) struct Function<'a> {
    pub(super) inputs: &'a syn::punctuated::Punctuated<FnArg, syn::Token![,]>,
    pub(super) body: &'a Block,
    /// It stands in another file.
    pub(super) foreign: bool,
}

/// A constant's value.
#[derive(Clone, Copy)]
pub(super) struct Constant<'a> {
    pub(super) value: &'a Expr,
    /// It stands in another file.
    pub(super) foreign: bool,
}

/// What the items of a file say, for all of its migrations; those of other modules also by `module::name`.
pub(super) struct Items<'a> {
    pub(super) functions: Functions<'a>,
    pub(super) constants: HashMap<String, Constant<'a>>,
    pub(super) names: Names,
}

/// Variables in scope.
pub(super) type Locals<'a> = HashMap<String, Value<'a>>;

/// Nested expressions and calls of helpers end here.
const DEPTH: u32 = 96;
/// So many runs of helpers and rounds of loops are followed: helpers that call themselves twice would never end.
const FUEL: u32 = 5_000;

/// One direction of one migration being read.
pub(super) struct Lowering<'a> {
    pub(super) source: &'a Source,
    pub(super) context: &'a Context,
    pub(super) places: Places,
    pub(super) items: &'a Items<'a>,
    pub(super) locals: Locals<'a>,
    pub(super) out: Vec<Node>,
    /// Told apart: rounds of loops, and runs of the same helper.
    pub(super) round: u32,
    pub(super) runs: u32,
    pub(super) probes: u32,
    /// How many node lists are open around [`Self::out`].
    pub(super) level: u32,
    /// Tests that do not say what kind of thing they mean.
    pub(super) vague: Vec<Span>,
    /// Transactions begun: the list and the place in it.
    pub(super) begun: Vec<(u32, usize)>,
    /// The queries of the loops over rows that are being run, outermost first.
    pub(super) loops: Vec<std::rc::Rc<str>>,
    /// Steps that stand in another file: each gets a round of its own, because all are shown at the same place.
    pub(super) told: u32,
    depth: u32,
    fuel: u32,
    /// Something was not followed to its end.
    lost: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(source: &'a Source, context: &'a Context, places: Places, items: &'a Items<'a>) -> Self {
        Self {
            source,
            context,
            places,
            items,
            locals: Locals::new(),
            out: Vec::new(),
            round: 0,
            runs: 0,
            probes: 0,
            level: 0,
            vague: Vec::new(),
            begun: Vec::new(),
            loops: Vec::new(),
            told: 0,
            depth: 0,
            fuel: FUEL,
            lost: false,
        }
    }

    /// Reads `up` or `down`. Answers of probes go on counting from `probes`, so that the directions share none.
    pub(super) fn direction(mut self, function: Function<'a>, probes: u32) -> (Vec<Node>, u32) {
        self.probes = probes;
        let mut parameters = function.inputs.iter().filter_map(parameter);
        if let Some(manager) = parameters.next() {
            self.locals.insert(manager, Value::Manager);
        }
        self.block(function.body);
        if self.lost {
            let at = self.places.block(function.body);
            self.out.clear();
            self.opaque(at, self.first_line(at), Reach::Everything);
        }
        (self.out, self.probes)
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.context.dialect
    }

    /// Goes one level deeper, unless the text nests too deeply.
    pub(super) fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            self.lost = true;
            return None;
        }
        self.depth += 1;
        let value = work(self);
        self.depth -= 1;
        Some(value)
    }

    /// Whether one more run or round may be followed.
    pub(super) fn goes_on(&mut self) -> bool {
        self.lost |= self.fuel == 0;
        self.fuel = self.fuel.saturating_sub(1);
        !self.lost
    }

    /// Collects what `work` emits.
    pub(super) fn within<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (Vec<Node>, T) {
        let outer = std::mem::take(&mut self.out);
        self.level += 1;
        let value = work(self);
        self.level -= 1;
        (std::mem::replace(&mut self.out, outer), value)
    }

    /// A step of these statements.
    pub(super) fn step(&mut self, at: Span, head: Span, statements: Vec<Statement>, notes: Vec<Note>) {
        self.out.push(Node::Step(Step { at, head, statements, notes, round: self.round }));
    }

    /// A step of one operation.
    pub(super) fn single(&mut self, at: Span, head: Span, operation: Operation) {
        let operations = vec![Placed { operation, at, implied: false }];
        self.step(at, head, vec![Statement { operations }], Vec::new());
    }

    /// Something that is not understood.
    pub(super) fn opaque(&mut self, at: Span, head: Span, reach: Reach) {
        self.single(at, head, Operation::new(Action::Opaque(reach)));
    }

    pub(super) fn nothing(&mut self, at: Span, head: Span) {
        self.single(at, head, Operation::tolerant(Action::Nothing, Tolerance::Natural));
    }

    /// The part of `at` on its first line.
    pub(super) fn first_line(&self, at: Span) -> Span {
        let line = self.source.line_span(self.source.line_of(at.start));
        Span { start: at.start, end: at.end.min(line.end.max(at.start)) }
    }

    /// Runs both branches of a condition that only the database can answer, and joins what is known afterwards.
    pub(super) fn choose(
        &mut self,
        mut condition: Condition,
        at: Span,
        then: impl FnOnce(&mut Self) -> Value<'a>,
        otherwise: impl FnOnce(&mut Self) -> Value<'a>,
    ) -> Value<'a> {
        match condition {
            Condition::Known(true) => return then(self),
            Condition::Known(false) => return otherwise(self),
            _ => {}
        }
        let before = self.locals.clone();
        let (then_nodes, then_value) = self.within(then);
        let after_then = std::mem::replace(&mut self.locals, before);
        let (otherwise_nodes, otherwise_value) = self.within(otherwise);
        self.join(after_then, ends(&then_nodes), ends(&otherwise_nodes));
        settle_vague(&mut condition, &self.vague, &[&then_nodes, &otherwise_nodes]);
        let value = either(&condition, then_value, otherwise_value);
        if !then_nodes.is_empty() || !otherwise_nodes.is_empty() {
            self.out.push(Node::If(If { condition, at, then: then_nodes, otherwise: otherwise_nodes }));
        }
        value
    }

    /// Variables after two branches; a branch that returned has no say.
    fn join(&mut self, then: Locals<'a>, then_ends: bool, otherwise_ends: bool) {
        if otherwise_ends {
            self.locals = then;
            return;
        }
        if then_ends {
            return;
        }
        for (name, value) in &mut self.locals {
            match then.get(name) {
                Some(other) if value.same(other) => {}
                Some(other) => *value = blend(value, other),
                None => *value = Value::Unknown,
            }
        }
    }

    /// Puts what was emitted since `start` under a handler that takes its error.
    pub(super) fn swallow(&mut self, start: usize, at: Span, handler: Vec<Node>) {
        let body = self.out.split_off(start.min(self.out.len()));
        if body.is_empty() {
            self.out.extend(handler);
            return;
        }
        let catches = crate::migration::Catches::Everything;
        self.out.push(Node::Try(Try { at, body, handler, catches, savepoint: false }));
    }

    /// Runs a function in the place `at`, where it is called.
    pub(super) fn run(&mut self, function: Function<'a>, arguments: Vec<Value<'a>>, at: Span) -> Value<'a> {
        if function.foreign && self.places.shown.is_none() {
            return self.elsewhere(at, |this| this.run_here(function, arguments));
        }
        self.run_here(function, arguments)
    }

    /// Reads something of another file; all that it does is shown at this place.
    pub(super) fn elsewhere(&mut self, at: Span, work: impl FnOnce(&mut Self) -> Value<'a>) -> Value<'a> {
        let shown = self.places.shown.replace(at);
        let (mut nodes, value) = self.within(work);
        self.places.shown = shown;
        let head = self.first_line(at);
        flow::show_at(&mut nodes, at, head, &mut self.told);
        self.out.extend(nodes);
        value
    }

    fn run_here(&mut self, function: Function<'a>, arguments: Vec<Value<'a>>) -> Value<'a> {
        if !self.goes_on() {
            return Value::Unknown;
        }
        let mut scope = Locals::new();
        let mut arguments = arguments.into_iter();
        for input in function.inputs {
            if let FnArg::Typed(typed) = input {
                let value = arguments.next().unwrap_or(Value::Unknown);
                bind(&typed.pat, value, &mut scope);
            }
        }
        let outer = std::mem::replace(&mut self.locals, scope);
        let round = self.enter_run();
        let (nodes, value) = self.within(|this| this.block(function.body));
        self.locals = outer;
        self.leave_run(round, nodes);
        value
    }

    /// Steps of a helper that runs more than once are told apart like rounds of a loop.
    pub(super) fn enter_run(&mut self) -> u32 {
        let round = self.round;
        self.round += self.runs;
        self.runs += 1;
        round
    }

    /// Takes the helper's nodes over; its `return` does not end the caller.
    pub(super) fn leave_run(&mut self, round: u32, nodes: Vec<Node>) {
        self.round = round;
        let at = nodes.iter().find_map(flow::place);
        let reach = flow::reach(&nodes);
        match (flow::without_returns(nodes), at, reach) {
            (Some(nodes), ..) => self.out.extend(nodes),
            (None, Some(at), Some(reach)) => self.opaque(at, self.first_line(at), reach),
            (None, ..) => {}
        }
    }
}

/// Whether the last thing a list of nodes does is to return.
fn ends(nodes: &[Node]) -> bool {
    matches!(nodes.last(), Some(Node::Return))
}

/// A builder that one branch went on with is known as far as the other one had it.
fn blend<'a>(a: &Value<'a>, b: &Value<'a>) -> Value<'a> {
    match (a, b) {
        (Value::Build(a), Value::Build(b)) if a.at == b.at => {
            let shorter = if a.calls.len() <= b.calls.len() { a } else { b };
            let mut build = Build::clone(shorter);
            build.open = true;
            Value::Build(Rc::new(build))
        }
        _ => Value::Unknown,
    }
}

/// What an expression with two branches is worth.
fn either<'a>(condition: &Condition, then: Value<'a>, otherwise: Value<'a>) -> Value<'a> {
    match (&then, &otherwise) {
        _ if then.same(&otherwise) => then,
        (Value::Failure, _) => otherwise,
        (_, Value::Failure) => then,
        (Value::Outcome, _) | (_, Value::Outcome) => Value::Outcome,
        (Value::Truth(a), Value::Truth(b)) => {
            let yes = Condition::All(vec![condition.clone(), a.clone()]);
            let no = Condition::All(vec![condition.clone().negate(), b.clone()]);
            Value::Truth(Condition::Any(vec![yes, no]))
        }
        _ => blend(&then, &otherwise),
    }
}

/// The name of a parameter that is no `self`.
fn parameter(input: &FnArg) -> Option<String> {
    match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(ident) => Some(ident.ident.to_string()),
            _ => Some(String::new()),
        },
        FnArg::Receiver(_) => None,
    }
}
