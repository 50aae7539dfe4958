//! The blocks of `create_table` and `change_table`.

use super::command::{Body, Command, Place};
use super::flow::{self, Exit, Flow};
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, span};
use super::tables;
use super::value::Value;
use super::words::SILENT;
use crate::engine::Version;
use crate::migration::Step;
use crate::operation::Reach;
use tree_sitter::Node;

impl<'t> Reader<'t> {
    /// A command with the body of its block, if it makes a table.
    pub(super) fn full_command(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Command {
        let mut command = self.command(call, scope);
        if matches!(call.method, "create_table" | "create_join_table" | "drop_table" | "drop_join_table")
            && let Some(block) = call.block
        {
            let mut body = Body { commands: Vec::new(), complete: true };
            if let Some(syntax::Parameter::Name(variable)) = syntax::parameters(block, self.text()).first() {
                let statements = syntax::block_body(block).map(syntax::statements).unwrap_or_default();
                self.table_lines(&statements, variable, &mut scope.clone(), &mut body);
            }
            command.body = Some(body);
        }
        command
    }

    /// The lines of a `create_table` block; what is under a condition makes the table incomplete.
    pub(super) fn table_lines(&mut self, nodes: &[Node<'t>], variable: &str, scope: &mut Scope<'t>, body: &mut Body) {
        for &node in nodes {
            let call = Call::read(node, self.text()).filter(|_| node.kind() == "call");
            match (node.kind(), call) {
                ("call", Some(call)) => {
                    let addressed =
                        call.receiver.is_some_and(|receiver| syntax::text(receiver, self.text()) == variable);
                    if addressed {
                        body.commands.push(self.command(&call, scope));
                    } else if !self.looped_lines(&call, variable, scope, body) && !SILENT.contains(&call.method) {
                        body.complete = false;
                    }
                }
                ("assignment", _) => self.statement(node, scope, &mut Vec::new()),
                ("if" | "unless" | "if_modifier" | "unless_modifier", _) => {
                    self.chosen_lines(node, variable, scope, body)
                }
                ("then" | "else", _) => self.table_lines(&syntax::statements(node), variable, scope, body),
                ("identifier", _) => {}
                _ => body.complete = false,
            }
        }
    }

    pub(super) fn looped_lines(&mut self, call: &Call<'t>, variable: &str, scope: &Scope<'t>, body: &mut Body) -> bool {
        let (Some(block), Some(receiver)) = (call.block, call.receiver) else { return false };
        let Value::Array(items) = self.value(receiver, scope) else { return false };
        let parameters = syntax::parameters(block, self.text());
        let [syntax::Parameter::Name(name)] = parameters.as_slice() else { return false };
        let nodes = syntax::block_body(block).map(syntax::statements).unwrap_or_default();
        for item in items {
            let mut inner = scope.clone();
            inner.give(name, item, None);
            self.table_lines(&nodes, variable, &mut inner, body);
        }
        call.method == "each"
    }

    pub(super) fn chosen_lines(&mut self, node: Node<'t>, variable: &str, scope: &mut Scope<'t>, body: &mut Body) {
        let field = |name: &str| node.child_by_field_name(name);
        let condition = field("condition").map(|asked| self.condition(asked, scope));
        let negative = node.kind().starts_with("unless");
        let chosen = match condition {
            Some(crate::migration::Condition::Known(value)) if value != negative => {
                field("body").or(field("consequence"))
            }
            Some(crate::migration::Condition::Known(_)) => field("alternative"),
            _ => {
                body.complete = false;
                None
            }
        };
        if let Some(chosen) = chosen {
            self.table_lines(&syntax::statements(chosen), variable, scope, body);
        }
    }

    /// The block of a `change_table`: each line is a command of its own.
    pub(super) fn change_table(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let command = self.command(call, scope);
        let variable = call.block.map(|block| syntax::parameters(block, self.text()));
        let variable = variable.as_deref().and_then(<[_]>::first);
        match (command.name_at(0), variable) {
            (Some(table), Some(syntax::Parameter::Name(variable))) => {
                let place = Place::ChangeTable { bulk: command.is_true("bulk") };
                let mut inner = scope.clone();
                inner.table = Some(((*variable).to_owned(), table.to_owned(), place));
                let mut flows = Vec::new();
                if let Some(body) = call.block.and_then(syntax::block_body) {
                    self.body(body, &mut inner, &mut flows);
                }
                let mut flows = flow::without_exits(flows, Exit::Next);
                // Before 7.1 the way back is one command after the other (rails/rails#45481).
                let bulk = command.is_true("bulk") && (!self.evaluator.reverting || self.setting.rails >= V7_1);
                let one = bulk && self.setting.dialect != crate::engine::Dialect::Sqlite;
                if one && flows.iter().all(|flow| matches!(flow, Flow::Step(_))) {
                    out.push(self.bulk(call, flows));
                } else {
                    out.append(&mut flows);
                }
            }
            (Some(table), None) if call.block.is_none() && call.arguments.len() == 1 => {
                let _ = table;
            }
            (Some(table), _) => {
                let reach = Reach::Keys(vec![self.setting.table_key(table)]);
                self.opaque(call.node, reach, scope, out);
            }
            (None, _) => self.opaque(call.node, Reach::Everything, scope, out),
        }
    }

    /// `bulk: true` puts column changes into one ALTER TABLE; on PostgreSQL indexes stay statements of their own.
    pub(super) fn bulk(&self, call: &Call<'t>, flows: Vec<Flow>) -> Flow {
        let mut whole = Step {
            at: span(call.node),
            head: call.head(self.source),
            statements: Vec::new(),
            notes: Vec::new(),
            round: 0,
        };
        let apart = !self.setting.dialect.is_mysql_like();
        let mut open = false;
        for flow in flows {
            let Flow::Step(step) = flow else { continue };
            whole.round = step.round;
            whole.notes.extend(step.notes);
            for statement in step.statements {
                let alone = apart
                    && statement.operations.iter().any(|placed| {
                        placed.operation.action.key().is_some_and(|key| key.kind == crate::operation::Kind::Index)
                    });
                match whole.statements.last_mut() {
                    Some(last) if open && !alone => last.operations.extend(statement.operations),
                    _ => whole.statements.push(statement),
                }
                open = !alone;
            }
        }
        Flow::Step(whole)
    }

    /// `t.string :a` in a `change_table`.
    pub(super) fn table_call(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let Some((_, table, place)) = scope.table.clone() else { return };
        let line = self.command(call, scope);
        for mut command in super::change_table::commands(&line, &table) {
            command.place = place;
            if !self.record(&command, call.node, true, scope, out) {
                let reach = Reach::Keys(vec![self.setting.table_key(&table)]);
                self.opaque(call.node, reach, scope, out);
            }
        }
    }
}

pub(super) const V7_1: Version = Version::new(7, 1, 0);

/// Whether a line of a table's block is a column of some type.
pub(super) fn is_column(line: &Command) -> bool {
    tables::is_type(&line.name)
}
