//! Ruby's control flow as program structure.

use tree_sitter::Node;

use super::flow::{self, Exit, Flow};
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, span};
use super::value::Value;
use crate::migration::{Catches, Condition, Placed, Statement, Step};
use crate::operation::{Action, Operation, Reach, Tolerance};
use crate::source::Span;

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
        self.reads_of(asked, scope, out);
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
                let (mut then, otherwise) = (arm(self, then), arm(self, otherwise));
                // What is done to a row that was found is done to it again: like a loop over no row or one.
                if let Some(found) = self.found(asked, scope).filter(|_| !negative && otherwise.is_empty())
                    && flow::only_rows(&then)
                {
                    super::relation::settle(&mut then, &found);
                    out.push(Flow::Immediate(then));
                } else if !then.is_empty() || !otherwise.is_empty() {
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
        self.reads_of(right, scope, out);
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
        let record = self.record_of(right, scope).filter(|_| node.kind() == "assignment");
        if self.is_drawn(span(right), scope) {
            scope.drawn.push(name.to_owned());
        }
        scope.give(name, value, Some(right));
        match left.kind() {
            "identifier" => {
                if let Some(record) = record {
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
        let reads = super::models::reads(call.method) || super::words::reads_connection(call.method);
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

/// The text of a guard: `unless table_exists?(:users)`.
fn guard_span(node: Node<'_>, condition: Node<'_>, modifier: bool) -> Span {
    if !modifier {
        return Span::new(node.start_byte(), condition.end_byte());
    }
    let keyword = node.child_by_field_name("body").and_then(|body| body.next_sibling());
    Span::new(keyword.unwrap_or(condition).start_byte(), condition.end_byte())
}
