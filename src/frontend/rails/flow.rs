//! A migration's body while it is being read, and the two ways to run it: forth, and back as Rails reverses `change`.
//!
//! On the way back Rails runs the body once to *record* commands — asking all conditions now, of the schema as it is —
//! and then replays the inverse commands from last to first. So a reversed program starts with a probe for each
//! condition, and its steps follow in reverse order under the remembered answers.

use crate::migration::{Catches, Condition, If, Node, Placed, Step, Try};
use crate::operation::{Action, Reach};
use crate::source::Span;

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flow {
    /// A command, already inverted where the body is read for the way back.
    Step(Step),
    If(Condition, Span, Vec<Flow>, Vec<Flow>),
    /// An answer kept in a local variable.
    Probe(u32, Condition, Span),
    /// `return`: leaves the method.
    Return,
    /// `next`: leaves the block.
    Next,
    Try(Span, Vec<Flow>, Vec<Flow>, Catches, bool),
    Atomic(Vec<Flow>, Span),
    /// SQL that the SQL frontend read.
    Sql(Vec<Node>),
    /// Runs as it stands even on the way back, at its reversed place: `reversible`.
    Verbatim(Vec<Flow>),
    /// Runs while the way back is being recorded, so before everything that is undone: code that is no command.
    Immediate(Vec<Flow>),
}

/// Which exit is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    Return,
    Next,
}

impl Exit {
    fn is(self, flow: &Flow) -> bool {
        matches!((self, flow), (Self::Return, Flow::Return) | (Self::Next, Flow::Next))
    }
}

/// Rewrites a body so that it has no exit of this sort: what would have been skipped moves into the other branch.
pub(super) fn without_exits(body: Vec<Flow>, exit: Exit) -> Vec<Flow> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body.into_iter();
    while let Some(flow) = rest.next() {
        if exit.is(&flow) {
            return out;
        }
        match flow {
            Flow::If(condition, at, then, otherwise) if leaves(&then, exit) || leaves(&otherwise, exit) => {
                let after: Vec<Flow> = rest.collect();
                let continued = |mut branch: Vec<Flow>| {
                    if !branch.iter().any(|flow| exit.is(flow)) {
                        branch.extend(after.iter().cloned());
                    }
                    without_exits(branch, exit)
                };
                let (then, otherwise) = (continued(then), continued(otherwise));
                out.push(Flow::If(condition, at, then, otherwise));
                return out;
            }
            other => out.push(other),
        }
    }
    out
}

/// Whether an exit may be taken somewhere in this branch.
pub(super) fn leaves(body: &[Flow], exit: Exit) -> bool {
    body.iter().any(|flow| match flow {
        Flow::If(_, _, then, otherwise) => leaves(then, exit) || leaves(otherwise, exit),
        Flow::Try(_, body, handler, ..) => leaves(body, exit) || leaves(handler, exit),
        Flow::Atomic(body, _) | Flow::Verbatim(body) | Flow::Immediate(body) => leaves(body, exit),
        other => exit.is(other),
    })
}

/// Whether a body does nothing but write rows.
pub(super) fn only_rows(body: &[Flow]) -> bool {
    let writes_rows = |step: &Step| {
        step.statements.iter().flat_map(|statement| &statement.operations).all(|placed| {
            let rows = matches!(placed.operation.action, Action::Opaque(Reach::Rows) | Action::Nothing);
            rows || placed.operation.is_dml()
        })
    };
    body.iter().all(|flow| match flow {
        Flow::Step(step) => writes_rows(step),
        Flow::Sql(nodes) => nodes.iter().all(|node| matches!(node, Node::Step(step) if writes_rows(step))),
        Flow::If(_, _, then, otherwise) => only_rows(then) && only_rows(otherwise),
        Flow::Immediate(body) => only_rows(body),
        Flow::Probe(..) => true,
        _ => false,
    })
}

/// Each operation of the steps of a body.
pub(super) fn each_operation(body: &mut [Flow], visit: &mut dyn FnMut(&mut Placed)) {
    for flow in body {
        match flow {
            Flow::Step(step) => {
                step.statements.iter_mut().flat_map(|statement| &mut statement.operations).for_each(&mut *visit);
            }
            Flow::If(_, _, then, otherwise) | Flow::Try(_, then, otherwise, ..) => {
                each_operation(then, visit);
                each_operation(otherwise, visit);
            }
            Flow::Atomic(body, _) | Flow::Verbatim(body) | Flow::Immediate(body) => each_operation(body, visit),
            Flow::Sql(nodes) => crate::migration::each_step_mut(nodes, &mut |step| {
                step.statements.iter_mut().flat_map(|statement| &mut statement.operations).for_each(&mut *visit);
            }),
            Flow::Probe(..) | Flow::Return | Flow::Next => {}
        }
    }
}

/// The body as it runs forth.
pub(super) fn forth(body: Vec<Flow>) -> Vec<Node> {
    let mut out = Vec::with_capacity(body.len());
    for flow in body {
        match flow {
            Flow::Step(step) => out.push(Node::Step(step)),
            Flow::If(Condition::Known(value), _, then, otherwise) => {
                out.extend(forth(if value { then } else { otherwise }));
            }
            Flow::If(condition, at, then, otherwise) => {
                out.push(Node::If(If { condition, at, then: forth(then), otherwise: forth(otherwise) }));
            }
            Flow::Probe(id, condition, at) => out.push(Node::Probe { id, condition, at }),
            Flow::Return | Flow::Next => out.push(Node::Return),
            Flow::Try(at, body, handler, catches, savepoint) => {
                let (body, handler) = (forth(body), forth(handler));
                out.push(Node::Try(Try { at, body, handler, catches, savepoint }));
            }
            Flow::Atomic(body, at) => out.push(Node::Atomic { body: forth(body), at }),
            Flow::Sql(nodes) => out.extend(nodes),
            Flow::Verbatim(body) | Flow::Immediate(body) => out.extend(forth(body)),
        }
    }
    out
}

/// The body as Rails runs it on the way back. `next_id` numbers the probes.
pub(super) fn back(body: Vec<Flow>, next_id: &mut u32) -> Vec<Node> {
    let mut recording = Vec::new();
    let mut replay = reversed(without_exits(body, Exit::Return), &mut recording, next_id);
    recording.append(&mut replay);
    recording
}

fn reversed(body: Vec<Flow>, recording: &mut Vec<Node>, next_id: &mut u32) -> Vec<Node> {
    let mut out: Vec<Vec<Node>> = Vec::with_capacity(body.len());
    for flow in body {
        match flow {
            Flow::Step(step) => out.push(vec![Node::Step(step)]),
            Flow::If(Condition::Known(value), _, then, otherwise) => {
                out.push(reversed(if value { then } else { otherwise }, recording, next_id));
            }
            Flow::If(condition, at, then, otherwise) => {
                let id = *next_id;
                *next_id += 1;
                recording.push(Node::Probe { id, condition, at });
                let (mut asked, mut asked_else) = (Vec::new(), Vec::new());
                let then = reversed(then, &mut asked, next_id);
                let otherwise = reversed(otherwise, &mut asked_else, next_id);
                let remembered = |then: Vec<Node>, otherwise: Vec<Node>| {
                    // `return if …` leaves nothing in its own branch: what it skips is what matters.
                    let answer = Condition::Remembered(id);
                    Node::If(match then.is_empty() {
                        true => If { condition: answer.negate(), at, then: otherwise, otherwise: then },
                        false => If { condition: answer, at, then, otherwise },
                    })
                };
                if !asked.is_empty() || !asked_else.is_empty() {
                    recording.push(remembered(asked, asked_else));
                }
                out.push(vec![remembered(then, otherwise)]);
            }
            Flow::Probe(id, condition, at) => recording.push(Node::Probe { id, condition, at }),
            Flow::Return | Flow::Next => {}
            // An error while a command is recorded is rare: what the body records is replayed outside the handler.
            Flow::Try(_, body, ..) => out.push(reversed(body, recording, next_id)),
            Flow::Atomic(body, at) => {
                let body = reversed(body, recording, next_id);
                out.push(vec![Node::Atomic { body, at }]);
            }
            Flow::Sql(nodes) => out.push(nodes),
            Flow::Verbatim(body) => out.push(forth(body)),
            Flow::Immediate(body) => recording.extend(forth(body)),
        }
    }
    out.reverse();
    out.concat()
}
