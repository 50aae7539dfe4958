//! Python's branches and loops as program structure.

use super::logic::{all, any};
use super::lower::{Flow, Lowering, Scope};
use super::syntax::{children, field, fields, span};
use super::value::Value;
use crate::migration::{Condition, If, Node};
use crate::source::Span;
use tree_sitter::Node as Ts;

impl<'t> Lowering<'_, 't> {
    /// `if`, with what stands behind it where one of its branches leaves.
    pub(super) fn branch(&mut self, node: Ts<'t>, rest: &[Ts<'t>]) -> Flow<'t> {
        let branches = fields(node, "alternative");
        self.arms(node, &branches, rest)
    }

    /// One arm of an `if`: its own condition, then the arms that follow it.
    pub(super) fn arms(&mut self, arm: Ts<'t>, others: &[Ts<'t>], rest: &[Ts<'t>]) -> Flow<'t> {
        let Some(test) = field(arm, "condition") else { return Flow::Next };
        let value = self.eval(test);
        let condition = self.truth(&value);
        let body = || field(arm, "consequence").map(children).unwrap_or_default();
        let with_rest = |statements: Vec<Ts<'t>>| [statements.as_slice(), rest].concat();
        let otherwise = |this: &mut Self| match others.split_first() {
            Some((next, others)) if next.kind() == "elif_clause" => this.arms(*next, others, rest),
            Some((next, _)) => this.block(&with_rest(field(*next, "body").map(children).unwrap_or_default())),
            None => this.block(rest),
        };
        match condition {
            Condition::Known(true) => self.block(&with_rest(body())),
            Condition::Known(false) => otherwise(self),
            // Who runs this needs it to go on.
            Condition::Unknown if ends_in_raise(&body()) => otherwise(self),
            condition => {
                let at = span(test);
                self.note_row_test(test, &condition);
                self.deeper(|this| this.fork(condition, at, |this| this.block(&with_rest(body())), otherwise))
                    .unwrap_or(Flow::Next)
            }
        }
    }

    /// `match subject: case …`, one case after the other.
    pub(super) fn cases(&mut self, subject: &Value<'t>, cases: &[Ts<'t>]) -> Flow<'t> {
        let Some((case, others)) = cases.split_first() else { return Flow::Next };
        let at = span(*case);
        let pattern = children(*case).into_iter().find(|part| part.kind() == "case_pattern");
        let matches = pattern.map_or(Condition::Unknown, |pattern| self.pattern(subject, pattern));
        let guard = match field(*case, "guard").and_then(|guard| children(guard).first().copied()) {
            Some(guard) => {
                let value = self.eval(guard);
                self.truth(&value)
            }
            None => Condition::Known(true),
        };
        let body = field(*case, "consequence").map(children).unwrap_or_default();
        match all(vec![matches, guard]) {
            Condition::Known(true) => self.block(&body),
            Condition::Known(false) => self.cases(subject, others),
            condition => self
                .deeper(|this| this.fork(condition, at, |this| this.block(&body), |this| this.cases(subject, others)))
                .unwrap_or(Flow::Next),
        }
    }

    /// Whether a value has the form of a pattern: literals, `|` and `_`.
    pub(super) fn pattern(&mut self, subject: &Value<'t>, pattern: Ts<'t>) -> Condition {
        match (pattern.kind(), children(pattern).as_slice()) {
            ("case_pattern", []) => Condition::Known(true),
            ("case_pattern", [inner]) => self.pattern(subject, *inner),
            ("union_pattern", parts) => any(parts.iter().map(|&part| self.pattern(subject, part)).collect()),
            ("string" | "integer" | "true" | "false" | "none", _) => {
                let value = self.eval(pattern);
                self.equal(subject, &value, span(pattern))
            }
            // A bare name takes anything.
            ("dotted_name", [name]) => {
                self.bind(*name, subject.clone());
                Condition::Known(true)
            }
            _ => Condition::Unknown,
        }
    }

    /// Runs both branches from the same start and joins what they leave.
    pub(super) fn fork(
        &mut self,
        condition: Condition,
        at: Span,
        then: impl FnOnce(&mut Self) -> Flow<'t>,
        otherwise: impl FnOnce(&mut Self) -> Flow<'t>,
    ) -> Flow<'t> {
        let start = self.locals.clone();
        let types = self.made_types.clone();
        let before = std::mem::take(&mut self.out);
        self.path.push((condition.clone(), at));
        let then_flow = then(self);
        let mut then_out = std::mem::take(&mut self.out);
        let then_locals = std::mem::replace(&mut self.locals, start);
        let then_types = std::mem::replace(&mut self.made_types, types);
        self.path.pop();
        self.path.push((condition.clone().negate(), at));
        let else_flow = otherwise(self);
        self.path.pop();
        let mut else_out = std::mem::replace(&mut self.out, before);
        if self.is_root && self.calls.is_empty() {
            for (flow, out) in [(&then_flow, &mut then_out), (&else_flow, &mut else_out)] {
                if matches!(flow, Flow::Return(_)) {
                    out.push(Node::Return);
                }
            }
        }
        self.made_types.retain(|name| then_types.contains(name));
        self.join(then_locals, &then_flow, &else_flow);
        if !(then_out.is_empty() && else_out.is_empty()) {
            let (condition, then, otherwise) = match then_out.is_empty() {
                // `if …: continue`: what follows is what the guard is about.
                true => (condition.clone().negate(), else_out, then_out),
                false => (condition.clone(), then_out, else_out),
            };
            self.out.push(Node::If(If { condition, at, then, otherwise }));
        }
        match (then_flow, else_flow) {
            (Flow::Return(a), Flow::Return(b)) => Flow::Return(self.either(condition, a, b)),
            (a, b) if a == b => a,
            // The branch ends the run by itself; without it the run goes on.
            (Flow::Return(_), Flow::Next) | (Flow::Next, Flow::Return(_)) if self.calls.is_empty() => Flow::Next,
            (Flow::Return(a), _) => Flow::Return(self.either(condition, a, Value::None)),
            (_, Flow::Return(b)) => Flow::Return(self.either(condition, Value::None, b)),
            _ => Flow::Next,
        }
    }

    /// Names that the branches left different are not known any more.
    pub(super) fn join(&mut self, then_locals: Scope<'t>, then_flow: &Flow<'t>, else_flow: &Flow<'t>) {
        if *else_flow != Flow::Next {
            self.locals = then_locals;
        } else if *then_flow == Flow::Next {
            for (name, value) in then_locals {
                match self.locals.get_mut(name) {
                    Some(other) if *other == value => {}
                    Some(other) => *other = Value::Unknown,
                    None => {
                        self.locals.insert(name, value);
                    }
                }
            }
        }
    }

    /// `None if context.as_sql else inspect(bind)`
    fn online(&mut self, offline: Condition, otherwise: Value<'t>, value: Value<'t>) -> Value<'t> {
        match &value {
            Value::Truth(asked) => match otherwise.truth() {
                Condition::Known(true) => Value::Truth(any(vec![offline, asked.clone()])),
                Condition::Known(false) => Value::Truth(all(vec![offline.negate(), asked.clone()])),
                _ => value,
            },
            Value::Names(facts) | Value::Facts(facts) => {
                self.only_online(*facts);
                value
            }
            Value::Inspector(inspector) => {
                if let Some(inspector) = self.inspectors.get_mut(*inspector) {
                    inspector.only_online = true;
                }
                value
            }
            _ => value,
        }
    }

    /// `a if condition else b`.
    pub(super) fn either(&mut self, condition: Condition, a: Value<'t>, b: Value<'t>) -> Value<'t> {
        // Replay runs online; what is asked there is not asked offline.
        if condition == Condition::Offline {
            return self.online(condition, a, b);
        }
        if condition == Condition::Offline.negate() {
            return self.online(Condition::Offline, b, a);
        }
        if a == b {
            return a;
        }
        let (a, b) = (self.truth(&a), self.truth(&b));
        if a == Condition::Unknown || b == Condition::Unknown {
            return Value::Unknown;
        }
        Value::Truth(match (&a, &b) {
            (Condition::Known(true), _) => any(vec![condition, b]),
            (Condition::Known(false), _) => all(vec![condition.negate(), b]),
            (_, Condition::Known(true)) => any(vec![condition.negate(), a]),
            (_, Condition::Known(false)) => all(vec![condition, a]),
            _ => any(vec![all(vec![condition.clone(), a]), all(vec![condition.negate(), b])]),
        })
    }

    /// Something that may or may not run.
    pub(super) fn unknown_branch(&mut self, node: Ts<'t>, body: Option<Ts<'t>>) -> Flow<'t> {
        let statements = body.map(children).unwrap_or_default();
        let at = span(node);
        self.deeper(|this| {
            this.fork(
                Condition::Unknown,
                at,
                |this| {
                    this.block(&statements);
                    Flow::Next
                },
                |_| Flow::Next,
            )
        })
        .unwrap_or(Flow::Next)
    }

    pub(super) fn for_loop(&mut self, node: Ts<'t>) -> Flow<'t> {
        let (Some(left), Some(right), Some(body)) = (field(node, "left"), field(node, "right"), field(node, "body"))
        else {
            return Flow::Next;
        };
        let iterable = self.eval(right);
        let body = children(body);
        match self.elements(&iterable) {
            Some(items) => {
                for item in items {
                    self.bind(left, item);
                    match self.deeper(|this| this.block(&body)).unwrap_or(Flow::Next) {
                        Flow::Break => return Flow::Next,
                        Flow::Return(value) => return Flow::Return(value),
                        Flow::Next | Flow::Continue => {}
                    }
                }
                Flow::Next
            }
            None => match self.row_loop(node, left, &iterable, &body) {
                Some(flow) => flow,
                None if iterable == Value::Unknown && self.text(right).starts_with("range(") => {
                    self.bind(left, Value::Unknown);
                    self.stretch_loop(node, &body)
                }
                None => self.search(node, left, &iterable, &body),
            },
        }
    }

    /// A loop over what an inspector found, or over something unknown: its body as it runs for the one that is meant.
    pub(super) fn search(&mut self, node: Ts<'t>, left: Ts<'t>, iterable: &Value<'t>, body: &[Ts<'t>]) -> Flow<'t> {
        let item = match iterable {
            Value::Facts(facts) => Value::Fact(*facts),
            Value::Names(facts) => Value::FactField(*facts, "name".into()),
            _ => Value::Unknown,
        };
        self.bind(left, item.clone());
        if item == Value::Unknown {
            let body = body.to_vec();
            let at = span(node);
            let run = |this: &mut Self| {
                this.block(&body);
                Flow::Next
            };
            return self.deeper(|this| this.fork(Condition::Unknown, at, run, |_| Flow::Next)).unwrap_or(Flow::Next);
        }
        match self.deeper(|this| this.block(body)).unwrap_or(Flow::Next) {
            Flow::Return(value) => Flow::Return(value),
            _ => Flow::Next,
        }
    }
}

/// Whether a block does nothing but refuse to go on.
fn ends_in_raise(body: &[Ts<'_>]) -> bool {
    body.last().is_some_and(|last| last.kind() == "raise_statement")
}
