//! Ruby's control flow as program structure.

use tree_sitter::Node;

use super::flow::{self, Exit, Flow};
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, Parameter, span};
use super::value::Value;
use crate::migration::{Catches, Condition, Placed, Statement, Step};
use crate::operation::{Action, Operation, Reach, Tolerance};
use crate::source::Span;

/// Longer literal loops are taken as one opaque step.
const LONGEST_LOOP: usize = 300;

impl<'t> Reader<'t> {
    /// The statements of a body, in order.
    pub(super) fn body(&mut self, body: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let parts = syntax::statements(body);
        let is_clause = |node: &Node<'_>| matches!(node.kind(), "rescue" | "ensure" | "else");
        let clauses: Vec<Node<'t>> = match body.kind() {
            "body_statement" | "begin" | "block_body" => parts.iter().copied().filter(is_clause).collect(),
            _ => Vec::new(),
        };
        let mut main = Vec::new();
        for node in parts.into_iter().filter(|node| clauses.is_empty() || !is_clause(node)) {
            self.statement(node, scope, &mut main);
        }
        if clauses.is_empty() {
            out.append(&mut main);
        } else {
            self.rescued(body, main, &clauses, scope, out);
        }
    }

    /// `begin … rescue … else … ensure … end`
    fn rescued(
        &mut self,
        at: Node<'t>,
        main: Vec<Flow>,
        clauses: &[Node<'t>],
        scope: &mut Scope<'t>,
        out: &mut Vec<Flow>,
    ) {
        let (mut handler, mut after) = (Vec::new(), Vec::new());
        let mut main = main;
        let mut catches = None;
        for clause in clauses {
            match clause.kind() {
                "rescue" => {
                    let body = clause.child_by_field_name("body");
                    // A handler that raises again is no handler. One that may raise again looks at the error first.
                    let raises = body.is_some_and(|body| raises_again(body, self.text()));
                    if !raises {
                        catches = more(catches, caught(*clause, self.text()));
                        let was = std::mem::replace(&mut self.handling, true);
                        if let Some(body) = body {
                            self.body(body, scope, &mut handler);
                        }
                        self.handling = was;
                    }
                }
                "else" => self.body(*clause, scope, &mut main),
                _ => self.body(*clause, scope, &mut after),
            }
        }
        match catches {
            Some(catches) => {
                let savepoint = self.is_savepoint(at, scope);
                out.push(Flow::Try(span(at), main, handler, catches, savepoint));
            }
            None => out.append(&mut main),
        }
        out.append(&mut after);
    }

    /// A body that is one `transaction(requires_new: true) { … }`.
    fn is_savepoint(&self, body: Node<'t>, scope: &Scope<'t>) -> bool {
        let parts = syntax::statements(body);
        let mut main = parts.iter().filter(|node| !matches!(node.kind(), "rescue" | "ensure" | "else"));
        match (main.next().and_then(|node| Call::read(*node, self.text())), main.next()) {
            (Some(call), None) => call.method == "transaction" && self.command(&call, scope).is_true("requires_new"),
            _ => false,
        }
    }

    pub(super) fn statement(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let field = |name: &str| node.child_by_field_name(name);
        match node.kind() {
            "if" | "unless" | "if_modifier" | "unless_modifier" | "conditional" | "elsif" => {
                self.branch(node, scope, out)
            }
            "case" => self.case(node, scope, out),
            "begin"
            | "begin_block"
            | "parenthesized_statements"
            | "then"
            | "else"
            | "block_body"
            | "body_statement" => {
                self.body(node, scope, out);
            }
            "return" => {
                self.given_back(node, scope, out);
                out.push(Flow::Return);
            }
            "next" | "break" => {
                self.given_back(node, scope, out);
                out.push(Flow::Next);
            }
            "rescue_modifier" => {
                let mut main = Vec::new();
                if let Some(body) = field("body") {
                    self.statement(body, scope, &mut main);
                }
                out.push(Flow::Try(span(node), main, Vec::new(), Catches::Everything, false));
            }
            "while" | "until" | "while_modifier" | "until_modifier" | "for" => {
                let mut inner = Vec::new();
                if let Some(body) = field("body") {
                    self.statement(body, &mut scope.clone(), &mut inner);
                }
                self.merged(node, inner, scope, out);
            }
            "do" => self.body(node, scope, out),
            "assignment" | "operator_assignment" => self.assignment(node, scope, out),
            "binary" => self.short_circuit(node, scope, out),
            "call" | "identifier" => {
                if let Some(call) = Call::read(node, self.text()) {
                    self.call(&call, scope, out);
                }
            }
            "yield" => {
                let arguments = syntax::children(node).first().map(|&list| syntax::children(list)).unwrap_or_default();
                if !self.yielded(&arguments, scope, out) {
                    self.opaque(node, Reach::Everything, scope, out);
                }
            }
            "ERROR" => {}
            _ => {}
        }
    }

    /// `if`, `unless`, their modifiers, `elsif` and `a ? b : c`.
    fn branch(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let field = |name: &str| node.child_by_field_name(name);
        let Some(asked) = field("condition") else { return };
        let condition = self.condition(asked, scope);
        let negative = node.kind().starts_with("unless");
        let condition = if negative { condition.negate() } else { condition };
        let modifier = node.kind().ends_with("_modifier");
        let (then, otherwise) = match modifier {
            true => (field("body"), None),
            false => (field("consequence"), field("alternative")),
        };
        let arm = |reader: &mut Self, part: Option<Node<'t>>| {
            let mut flows = Vec::new();
            if let Some(part) = part {
                reader.statement(part, &mut scope.clone(), &mut flows);
            }
            flows
        };
        match condition {
            Condition::Known(value) => {
                let mut flows = arm(self, if value { then } else { otherwise });
                out.append(&mut flows);
            }
            condition => {
                let (then, otherwise) = (arm(self, then), arm(self, otherwise));
                if !then.is_empty() || !otherwise.is_empty() {
                    out.push(Flow::If(condition, guard_span(node, asked, modifier), then, otherwise));
                }
            }
        }
        self.forget_assigned(node, scope);
    }

    /// What a branch may have assigned is not known after it.
    fn forget_assigned(&self, node: Node<'t>, scope: &mut Scope<'t>) {
        let mut assignments = Vec::new();
        syntax::descendants(node, &|node| node.kind() == "assignment", &mut assignments);
        for left in assignments.iter().filter_map(|node| node.child_by_field_name("left")) {
            scope.give(syntax::text(left, self.text()), Value::Unknown, None);
        }
    }

    /// `case` over the adapter's name is decided; over anything else each branch may run.
    fn case(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let subject = node.child_by_field_name("value");
        let mut arms: Vec<(Condition, Option<Node<'t>>)> = Vec::new();
        for part in syntax::children(node) {
            match part.kind() {
                "when" => {
                    let mut cursor = part.walk();
                    let patterns: Vec<Node<'t>> = part.children_by_field_name("pattern", &mut cursor).collect();
                    let asked = patterns
                        .into_iter()
                        .flat_map(syntax::children)
                        .map(|pattern| match subject {
                            Some(subject) => self.adapter_case(subject, pattern, scope),
                            None => self.condition(pattern, scope),
                        })
                        .collect();
                    arms.push((super::conditions::any(asked), part.child_by_field_name("body")));
                }
                "else" => arms.push((Condition::Known(true), Some(part))),
                _ => {}
            }
        }
        let mut flows = Vec::new();
        for (condition, body) in arms.into_iter().rev() {
            let mut then = Vec::new();
            if let Some(body) = body {
                self.statement(body, &mut scope.clone(), &mut then);
            }
            flows = match condition {
                Condition::Known(true) => then,
                Condition::Known(false) => flows,
                condition => vec![Flow::If(condition, span(node), then, flows)],
            };
        }
        out.append(&mut flows);
        self.forget_assigned(node, scope);
    }

    fn adapter_case(&self, subject: Node<'t>, pattern: Node<'t>, scope: &Scope<'t>) -> Condition {
        self.adapter_comparison(subject, pattern, scope).unwrap_or(Condition::Unknown)
    }

    /// `table_exists?(:x) || create_table(:x)`, `cond and return`
    fn short_circuit(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let field = |name: &str| node.child_by_field_name(name);
        let (Some(left), Some(operator), Some(right)) = (field("left"), field("operator"), field("right")) else {
            return;
        };
        let runs_if_true = match operator.kind() {
            "&&" | "and" => true,
            "||" | "or" => false,
            _ => {
                self.statement(left, scope, out);
                self.statement(right, scope, out);
                return;
            }
        };
        let condition = self.condition(left, scope);
        let condition = if runs_if_true { condition } else { condition.negate() };
        let mut then = Vec::new();
        self.statement(right, &mut scope.clone(), &mut then);
        match condition {
            Condition::Known(true) => out.append(&mut then),
            Condition::Known(false) => {}
            condition if !then.is_empty() => out.push(Flow::If(condition, span(left), then, Vec::new())),
            _ => {}
        }
    }

    /// Keeps what a variable stands for: a literal, or an answer of the schema.
    fn assignment(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right")) else {
            return;
        };
        let name = syntax::text(left, self.text());
        let mut value = self.value(right, scope);
        if node.kind() == "operator_assignment" || left.kind() != "identifier" {
            value = Value::Unknown;
        }
        if value == Value::Unknown {
            match self.condition(right, scope) {
                Condition::Unknown => self.effect_of(right, scope, out),
                Condition::Known(known) if matches!(right.kind(), "call" | "binary" | "unary") => {
                    value = Value::Bool(known)
                }
                Condition::Known(_) => {}
                condition => {
                    let id = self.fresh_id();
                    out.push(Flow::Probe(id, condition, span(right)));
                    value = Value::Answer(id);
                }
            }
        }
        scope.give(name, value, Some(right));
        match left.kind() {
            "identifier" => {
                if let Some(record) = self.new_record(right).filter(|_| node.kind() == "assignment") {
                    scope.records.insert(name.to_owned(), record);
                }
            }
            _ => self.attribute(node, left, right, scope),
        }
    }

    /// `return execute("…")`: what is given back is done first.
    fn given_back(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        for value in syntax::children(node).into_iter().flat_map(syntax::children) {
            self.effect_of(value, scope, out);
        }
    }

    /// What the right side of an assignment does to the database.
    fn effect_of(&mut self, node: Node<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        if node.kind() == "yield" {
            return self.statement(node, scope, out);
        }
        if let Some(call) = Call::read(node, self.text()).filter(|_| node.kind() == "call")
            && !self.only_reads(&call)
        {
            self.call(&call, scope, out);
        }
    }

    /// A chain that only reads, so that its result is all it gives.
    fn only_reads(&self, call: &Call<'t>) -> bool {
        let reads = super::models::reads(call.method) || super::calls::reads_connection(call.method);
        let block_writes = call.block.is_some();
        reads && !block_writes
    }

    /// A block's body, under the block's own scope.
    pub(super) fn block(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let Some(body) = call.block.and_then(syntax::block_body) else { return };
        let mut inner = scope.clone();
        let mut flows = Vec::new();
        self.body(body, &mut inner, &mut flows);
        out.append(&mut flow::without_exits(flows, Exit::Next));
    }

    /// A loop over a literal: each round on its own. False where the items are not known.
    pub(super) fn unrolled(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) -> bool {
        let (Some(block), Some(receiver)) = (call.block, call.receiver) else { return false };
        let with_index = matches!(call.method, "each_with_index" | "each_with_object");
        if !with_index
            && !matches!(
                call.method,
                "each" | "each_pair" | "map" | "each_entry" | "reverse_each" | "flat_map" | "times" | "upto"
            )
        {
            return false;
        }
        let counted = matches!(call.method, "times" | "upto");
        let mut rounds: Vec<Vec<Value>> = match self.value(if counted { call.node } else { receiver }, scope) {
            Value::Array(items) => items.into_iter().map(|item| vec![item]).collect(),
            Value::Hash(pairs) => pairs.into_iter().map(|(key, value)| vec![key, value]).collect(),
            _ => return false,
        };
        if rounds.len() > LONGEST_LOOP || !self.spend(rounds.len()) {
            return false;
        }
        if call.method == "reverse_each" {
            rounds.reverse();
        }
        let parameters = syntax::parameters(block, self.text());
        let count = u32::try_from(rounds.len()).unwrap_or(u32::MAX);
        for (round, mut values) in (0u32..).zip(rounds) {
            let mut inner = scope.clone();
            inner.round = scope.round * count + round;
            if with_index {
                values.push(Value::Number(round.to_string()));
            }
            give(&parameters, values, &mut inner);
            let mut flows = Vec::new();
            if let Some(body) = syntax::block_body(block) {
                self.body(body, &mut inner, &mut flows);
            }
            out.append(&mut flow::without_exits(flows, Exit::Next));
        }
        true
    }

    /// A loop whose rounds are not known: what it may touch, as one step.
    pub(super) fn merged(&mut self, node: Node<'t>, body: Vec<Flow>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let mut reach = None;
        for program in flow::forth(body) {
            super::opaque::gather(&program, &mut reach);
        }
        if let Some(reach) = reach {
            self.opaque(node, reach, scope, out);
        }
    }

    pub(super) fn opaque(&mut self, node: Node<'t>, reach: Reach, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let operation = Operation::new(Action::Opaque(reach));
        let step = self.single(node, operation, scope);
        out.push(Flow::Immediate(vec![Flow::Step(step)]));
    }

    /// A step of one operation.
    pub(super) fn single(&self, node: Node<'t>, operation: Operation, scope: &Scope<'t>) -> Step {
        let at = span(node);
        let statements = vec![Statement { operations: vec![Placed { operation, at, implied: false }] }];
        Step { at, head: self.head(node), statements, notes: Vec::new(), round: scope.round }
    }

    pub(super) fn nothing(&self, node: Node<'t>, scope: &Scope<'t>) -> Flow {
        Flow::Step(self.single(node, Operation::tolerant(Action::Nothing, Tolerance::Natural), scope))
    }

    pub(super) fn head(&self, node: Node<'t>) -> Span {
        match Call::read(node, self.text()) {
            Some(call) => call.head(self.source),
            None => {
                let whole = span(node);
                let line = self.source.line_span(self.source.line_of(whole.start));
                Span { start: whole.start, end: whole.end.min(line.end) }
            }
        }
    }
}

/// Whether a handler ends by raising, whatever the error was.
fn raises_again(body: Node<'_>, source: &str) -> bool {
    let raise = |node: &Node<'_>| Call::read(*node, source).is_some_and(|call| call.method == "raise");
    syntax::statements(body).iter().any(raise)
}

/// What the classes of a `rescue` take of the database's errors. The adapter's own errors arrive wrapped in
/// `ActiveRecord::StatementInvalid`, so that `rescue PG::Error` takes none; what Rails finds missing by itself is an
/// `ArgumentError`.
fn caught(clause: Node<'_>, source: &str) -> Catches {
    let classes = clause.child_by_field_name("exceptions").map(syntax::children).unwrap_or_default();
    if classes.is_empty() {
        return Catches::Everything;
    }
    let mut named = Vec::new();
    for class in classes {
        match syntax::text(class, source).trim_start_matches("::") {
            "ActiveRecord::RecordNotUnique" => named.push("unique_violation".to_owned()),
            "ArgumentError" => named.push("undefined_object".to_owned()),
            "NoMethodError"
            | "NameError"
            | "KeyError"
            | "ActiveRecord::RecordInvalid"
            | "ActiveRecord::RecordNotFound"
            | "ActiveRecord::IrreversibleMigration" => {}
            name if ["PG::", "Mysql2::", "SQLite3::", "Trilogy::"].iter().any(|driver| name.starts_with(driver)) => {}
            _ => return Catches::Everything,
        }
    }
    Catches::Named(named)
}

/// What several handlers take together.
fn more(known: Option<Catches>, added: Catches) -> Option<Catches> {
    Some(match (known, added) {
        (None, added) => added,
        (Some(Catches::Named(mut names)), Catches::Named(others)) => {
            names.extend(others);
            Catches::Named(names)
        }
        _ => Catches::Everything,
    })
}

/// The text of a guard: `unless table_exists?(:users)`.
fn guard_span(node: Node<'_>, condition: Node<'_>, modifier: bool) -> Span {
    if !modifier {
        return Span::new(node.start_byte(), condition.end_byte());
    }
    let keyword = node.child_by_field_name("body").and_then(|body| body.next_sibling());
    Span::new(keyword.unwrap_or(condition).start_byte(), condition.end_byte())
}

/// Block parameters take a round's values, as Ruby spreads them.
pub(super) fn give<'t>(parameters: &[Parameter<'t>], mut values: Vec<Value>, scope: &mut Scope<'t>) {
    if let ([_, _, ..], [Value::Array(_)]) = (parameters, values.as_slice())
        && let Some(Value::Array(items)) = values.pop()
    {
        values = items;
    }
    let mut values = values.into_iter();
    for parameter in parameters {
        let value = values.next().unwrap_or(Value::Unknown);
        match parameter {
            Parameter::Name(name) => scope.give(name, value, None),
            Parameter::List(inner) => {
                let items = if let Value::Array(items) = value { items } else { Vec::new() };
                give(inner, items, scope);
            }
            _ => {}
        }
    }
}
