//! Methods of this very file, and the blocks they are handed.

use super::flow::{self, Exit, Flow};
use super::loops::give;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call};
use crate::operation::Reach;
use tree_sitter::Node;

impl<'t> Reader<'t> {
    /// A method of this file: its body in the place of the call.
    pub(super) fn inline(&mut self, method: Node<'t>, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let Some(mut inner) = self.enter(method, call, scope) else {
            self.opaque(call.node, Reach::Everything, scope, out);
            return;
        };
        let mut flows = Vec::new();
        if let Some(body) = method.child_by_field_name("body") {
            self.body(body, &mut inner, &mut flows);
        }
        self.leave();
        if call.block.is_some() && self.hands_on(method) {
            // It may be called any number of times.
            let mut block = Vec::new();
            self.block(call, scope, &mut block);
            self.merged(call.node, block, scope, out);
        }
        out.append(&mut flow::without_exits(flows, Exit::Return));
    }

    /// `yield`, `block.call`: the block that the method was handed, in the scope it closes over.
    pub(super) fn yielded(&mut self, arguments: &[Node<'t>], scope: &Scope<'t>, out: &mut Vec<Flow>) -> bool {
        let Some(handed) = scope.handed.clone() else { return false };
        let Some(block) = handed.call.block.filter(|_| self.spend(1)) else { return false };
        let values = arguments.iter().map(|&argument| self.value(argument, scope)).collect();
        let mut inner = handed.scope.clone();
        inner.round = scope.round;
        give(&syntax::parameters(block, self.text()), values, &mut inner);
        self.block(&handed.call, &inner, out);
        true
    }

    /// Whether a method gives its block to another one, or is not seen to call it.
    pub(super) fn hands_on(&self, method: Node<'t>) -> bool {
        let mut mentions = Vec::new();
        let name = super::syntax::block_parameter(method, self.text());
        let is_mention = |node: Node<'t>| {
            node.kind() == "yield"
                || name.is_some_and(|name| node.kind() == "identifier" && syntax::text(node, self.text()) == name)
        };
        if let Some(body) = method.child_by_field_name("body") {
            syntax::descendants(body, &is_mention, &mut mentions);
        }
        mentions.iter().any(|mention| {
            let called = mention.parent().filter(|parent| parent.child_by_field_name("receiver") == Some(*mention));
            mention.kind() != "yield" && called.is_none()
        })
    }
}
