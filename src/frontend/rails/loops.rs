//! Loops: over what the text tells each round on its own, over anything else as what they may touch.

use super::flow::{self, Exit, Flow};
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, Parameter};
use super::value::Value;
use tree_sitter::Node;

impl<'t> Reader<'t> {
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
}

/// Longer literal loops are taken as one opaque step.
pub(super) const LONGEST_LOOP: usize = 300;

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
