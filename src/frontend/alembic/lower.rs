//! Runs a migration's Python in the abstract: statements in, a program of [`Node`]s out.
//!
//! Names are bound to what their expressions are worth ([`Value`]); branches that the text does not decide become
//! [`If`](crate::migration::If)s, literal loops are unrolled, functions of the same file are followed.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::batch::{Batch, Pending};
use super::guards::{Probe, Snapshot};
use super::syntax::{children, field, fields, jumps, span, text, visit};
use super::value::{Args, Row, Value};
use crate::engine::Context;
use crate::migration::{Condition, Node, Note, Statement, Step, each_step_mut};
use crate::operation::{Action, Operation, Reach};
use crate::source::{Source, Span};

/// Statements that one direction of one migration may run in the abstract before the rest counts as unreadable: bounds
/// the time that nested loops and helpers can cost.
const BUDGET: u32 = 20_000;
/// Calls, branches and expressions inside each other.
const DEPTH: u32 = 120;

pub(super) type Scope<'t> = HashMap<&'t str, Value<'t>>;

/// One direction of one migration.
pub(super) struct Lowering<'a, 't> {
    pub(super) source: &'a Source,
    pub(super) src: &'t str,
    pub(super) context: &'a Context,
    /// What the module binds; empty while the module itself is read.
    pub(super) globals: Rc<Scope<'t>>,
    pub(super) locals: Scope<'t>,
    pub(super) out: Vec<Node>,
    /// Counts steps: an answer is stale where it has moved on.
    pub(super) clock: u32,
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) probes: Vec<Probe>,
    pub(super) inspectors: Vec<super::guards::Inspector>,
    /// The conditions of the branches that are being run, outermost first.
    pub(super) path: Vec<(Condition, Span)>,
    pub(super) batches: Vec<Batch>,
    /// What waits in each of them.
    pub(super) pending: Vec<Vec<Pending<'t>>>,
    /// Where the migration committed by hand.
    pub(super) committed: Option<Span>,
    /// Enum types that a `create_table` of this run has made: SQLAlchemy remembers them per process.
    pub(super) made_types: HashSet<String>,
    rounds: HashMap<Span, u32>,
    /// The rows of the loops that are being run, outermost first.
    pub(super) loops: Vec<Rc<Row>>,
    /// Tests in them that ask only for what rows hold, and their text.
    pub(super) row_tests: HashMap<Span, String>,
    /// One of Alembic's own functions is being run, not the module.
    pub(super) is_root: bool,
    /// Functions that are being followed.
    pub(super) calls: Vec<usize>,
    depth: u32,
    budget: u32,
}

/// Where control goes behind a statement.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Flow<'t> {
    Next,
    Return(Value<'t>),
    Continue,
    Break,
}

impl<'a, 't> Lowering<'a, 't> {
    pub(super) fn new(source: &'a Source, src: &'t str, context: &'a Context) -> Self {
        Self {
            source,
            src,
            context,
            globals: Rc::default(),
            locals: Scope::new(),
            out: Vec::new(),
            clock: 0,
            snapshots: Vec::new(),
            probes: Vec::new(),
            inspectors: Vec::new(),
            path: Vec::new(),
            batches: Vec::new(),
            pending: Vec::new(),
            committed: None,
            made_types: HashSet::new(),
            rounds: HashMap::new(),
            loops: Vec::new(),
            row_tests: HashMap::new(),
            is_root: false,
            calls: Vec::new(),
            depth: 0,
            budget: BUDGET,
        }
    }

    /// Runs a module's top level and keeps what it binds.
    pub(super) fn module(mut self, root: Ts<'t>) -> Rc<Scope<'t>> {
        self.block(&children(root));
        // What was asked here was asked of another run.
        for value in self.locals.values_mut().filter(|value| value.is_of_one_run()) {
            *value = Value::Unknown;
        }
        Rc::new(self.locals)
    }

    /// Runs a function that Alembic calls.
    pub(super) fn root(mut self, globals: Rc<Scope<'t>>, function: Ts<'t>) -> Vec<Node> {
        self.globals = globals;
        self.is_root = true;
        if let Some(body) = field(function, "body") {
            self.block(&children(body));
        }
        let out = std::mem::take(&mut self.out);
        self.settle(out)
    }

    /// What a function answers for these strings, if asking is all it does.
    pub(super) fn predicate(mut self, globals: Rc<Scope<'t>>, function: Ts<'t>, values: &[&str]) -> Option<Condition> {
        self.globals = globals;
        let given = values.iter().map(|value| Value::Text(Rc::new(super::strings::plain(value, span(function)))));
        let items = given.map(|value| super::value::Arg { name: None, value, at: span(function) }).collect();
        self.locals = self.parameters(function, &Args { items, open: false });
        self.calls.push(function.id());
        let Flow::Return(value) = self.block(&children(field(function, "body")?)) else { return None };
        let asks_only = self.clock == 0;
        let condition = self.truth(&value);
        asks_only.then(|| self.resolved(&condition))
    }

    pub(super) fn text(&self, node: Ts<'t>) -> &'t str {
        text(node, self.src)
    }

    /// Goes one level deeper; `None` where that is too deep.
    pub(super) fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        Some(result)
    }

    pub(super) fn block(&mut self, statements: &[Ts<'t>]) -> Flow<'t> {
        for (place, &statement) in statements.iter().enumerate() {
            if self.budget == 0 {
                self.opaque(statement, Reach::Everything);
                return Flow::Return(Value::Unknown);
            }
            self.budget -= 1;
            // A branch that leaves takes the rest of the block with it: the rest moves into the other branch.
            // In Alembic's own function the branch just ends the run.
            let splits = statement.kind() == "if_statement" && jumps(statement) && !self.ends_the_run(statement);
            let flow =
                if splits { self.branch(statement, &statements[place + 1..]) } else { self.statement(statement) };
            if splits || flow != Flow::Next {
                return flow;
            }
            if let Some(at) = self.committed.take() {
                return self.after_commit(at, &statements[place + 1..]);
            }
        }
        Flow::Next
    }

    /// Whether every jump in a statement of Alembic's own function is a `return` or a `raise`.
    fn ends_the_run(&self, statement: Ts<'t>) -> bool {
        self.is_root && self.calls.is_empty() && !leaves_a_loop(statement)
    }

    /// Behind a hand-written COMMIT every statement stays on its own.
    fn after_commit(&mut self, at: Span, rest: &[Ts<'t>]) -> Flow<'t> {
        let before = std::mem::take(&mut self.out);
        let flow = self.block(rest);
        let body = std::mem::replace(&mut self.out, before);
        self.out.push(Node::Autocommit { body, at });
        flow
    }

    fn statement(&mut self, node: Ts<'t>) -> Flow<'t> {
        match node.kind() {
            "expression_statement" => {
                for expression in children(node) {
                    self.expression_statement(expression);
                }
            }
            "return_statement" => {
                let value = children(node).first().map_or(Value::None, |&value| self.eval(value));
                return Flow::Return(value);
            }
            "raise_statement" => return Flow::Return(Value::Unknown),
            "continue_statement" => return Flow::Continue,
            "break_statement" => return Flow::Break,
            "if_statement" => return self.branch(node, &[]),
            "for_statement" => return self.for_loop(node),
            "while_statement" => return self.unknown_branch(node, field(node, "body")),
            "with_statement" => return self.with(node),
            "try_statement" => return self.try_statement(node),
            "function_definition" => self.define(node, Value::Function(node)),
            "decorated_definition" => {
                if let Some(inner) = field(node, "definition") {
                    return self.statement(inner);
                }
            }
            "class_definition" => self.class(node),
            "import_statement" | "import_from_statement" => self.import(node),
            "match_statement" => {
                let subject = field(node, "subject").map_or(Value::Unknown, |subject| self.eval(subject));
                let cases = field(node, "body").map(|body| fields(body, "alternative")).unwrap_or_default();
                return self.cases(&subject, &cases);
            }
            "ERROR" => self.opaque(node, Reach::Everything),
            _ => {}
        }
        Flow::Next
    }

    fn define(&mut self, node: Ts<'t>, value: Value<'t>) {
        if let Some(name) = field(node, "name") {
            self.locals.insert(self.text(name), value);
        }
    }

    /// A model or an enum: what its body assigns.
    fn class(&mut self, node: Ts<'t>) {
        let Some(name) = field(node, "name").map(|name| self.text(name)) else { return };
        let body = field(node, "body").map(children).unwrap_or_default();
        let statements = body.into_iter().filter(|statement| statement.kind() == "expression_statement");
        let assignments: Vec<_> = statements.filter_map(|statement| statement.named_child(0)).collect();
        let mut members = Vec::new();
        for assignment in assignments {
            let left = field(assignment, "left").filter(|left| left.kind() == "identifier");
            if let (Some(left), Some(right)) = (left, field(assignment, "right")) {
                members.push((self.text(left).to_owned(), self.eval(right)));
            }
        }
        self.locals.insert(name, Value::Class(name.into(), Rc::new(members)));
    }

    fn import(&mut self, node: Ts<'t>) {
        let module = field(node, "module_name").map(|module| self.text(module));
        for name in fields(node, "name") {
            let (path, bound) = match name.kind() {
                "aliased_import" => match (field(name, "name"), field(name, "alias")) {
                    (Some(path), Some(alias)) => (self.text(path), self.text(alias)),
                    _ => continue,
                },
                _ => (self.text(name), self.text(name)),
            };
            let value = match module {
                Some(module) => format!("{module}.{path}"),
                // `import a.b` binds `a`.
                None if path == bound => path.split('.').next().unwrap_or(path).to_owned(),
                None => path.to_owned(),
            };
            let bound = if module.is_none() { bound.split('.').next().unwrap_or(bound) } else { bound };
            self.locals.insert(bound, Value::Path(value.into()));
        }
    }

    fn expression_statement(&mut self, node: Ts<'t>) {
        match node.kind() {
            "assignment" => self.assignment(node),
            "augmented_assignment" => {
                let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return };
                let added = self.eval(right);
                let operator = field(node, "operator").map_or("", |operator| self.text(operator)).trim_end_matches('=');
                let before = self.eval(left);
                let sum = match (&before, &added) {
                    (Value::List(old), Value::List(new)) => Value::List(Rc::new([old.as_slice(), new].concat())),
                    _ => self.derived_of(operator, &[&before, &added]).unwrap_or(Value::Unknown),
                };
                match left.kind() {
                    "attribute" => self.assign_member(node, left, &sum),
                    _ => self.bind(left, sum),
                }
            }
            _ => {
                let value = self.eval(node);
                self.discard(node, &value);
            }
        }
    }

    fn assignment(&mut self, node: Ts<'t>) {
        let Some(left) = field(node, "left") else { return };
        let Some(right) = field(node, "right") else { return };
        if right.kind() == "assignment" {
            self.assignment(right);
            let value = field(right, "left").map_or(Value::Unknown, |inner| self.eval(inner));
            return self.bind(left, value);
        }
        let value = self.eval(right);
        self.discard_unread(right, &value);
        if left.kind() == "attribute" {
            return self.assign_member(node, left, &value);
        }
        let value = self.remember(value, span(right));
        self.bind(left, value);
    }

    /// Binds a name, or the names of a pattern.
    pub(super) fn bind(&mut self, pattern: Ts<'t>, value: Value<'t>) {
        match pattern.kind() {
            "identifier" => {
                self.locals.insert(self.text(pattern), value);
            }
            "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list" => {
                let names = children(pattern);
                if let Value::Row(row) = &value {
                    let row = row.clone();
                    return self.bind_row(pattern, &row);
                }
                match value.items() {
                    Some(items) if items.len() == names.len() => {
                        for (name, item) in names.into_iter().zip(items.to_vec()) {
                            self.bind(name, item);
                        }
                    }
                    // `first, _, last = row.name.partition(" ")`
                    _ => {
                        let part = if matches!(value, Value::Derived(_)) { value.clone() } else { Value::Unknown };
                        for name in names {
                            self.bind(name, part.clone());
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds a step.
    pub(super) fn step(&mut self, at: Span, head: Span, statements: Vec<Statement>, notes: Vec<Note>) {
        let round = self.rounds.entry(at).or_default();
        let step = Step { at, head, statements, notes, round: *round };
        *round += 1;
        self.clock += 1;
        self.out.push(Node::Step(step));
    }

    /// Adds nodes that another frontend lowered; their rounds are counted here.
    pub(super) fn graft(&mut self, mut nodes: Vec<Node>) {
        each_step_mut(&mut nodes, &mut |step| {
            let round = self.rounds.entry(step.at).or_default();
            step.round = *round;
            *round += 1;
        });
        self.clock += 1;
        self.out.append(&mut nodes);
    }

    /// A step that could not be read.
    pub(super) fn opaque(&mut self, node: Ts<'t>, reach: Reach) {
        let at = span(node);
        let statement = super::ops::single(Operation::new(Action::Opaque(reach)), at, false);
        let head = self.head(node, &Args::default());
        self.step(at, head, vec![statement], Vec::new());
    }

    /// What a label underlines: a call up to its first arguments, on one line.
    pub(super) fn head(&self, node: Ts<'t>, args: &Args<'t>) -> Span {
        let start = node.start_byte();
        let line_end = self.src[start..].find(['\n', '\r']).map_or(self.src.len(), |offset| start + offset);
        if node.end_byte() <= line_end {
            return span(node);
        }
        let limit = line_end.min(node.end_byte());
        let last = args.items.iter().take(2).map(|arg| arg.at.end as usize).filter(|end| *end <= limit).max();
        let name = field(node, "function").map(|function| function.end_byte()).filter(|end| *end <= limit);
        Span::new(start, last.filter(|end| *end > start).or(name).unwrap_or(limit))
    }
}

/// `continue` and `break` of a loop around the statement.
fn leaves_a_loop(statement: Ts<'_>) -> bool {
    let mut found = false;
    visit(statement, &mut |inner| {
        found |= matches!(inner.kind(), "continue_statement" | "break_statement");
        !found && !matches!(inner.kind(), "for_statement" | "while_statement" | "function_definition")
    });
    found
}
