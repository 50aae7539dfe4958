//! Calls as steps: commands, wrappers, loops, SQL, model code, the file's own methods.

use super::words::{ENQUEUES, SILENT, TRANSPARENT, harmless, reads_connection};
use tree_sitter::Node;

use super::command::{Command, Setting};
use super::embedded::Strings;
use super::flow::{self, Flow};
use super::lower;
use super::models;
use super::reader::{Reader, Scope};
use super::reverse::{self, Inverse};
use super::syntax::{self, Call, span};
use crate::engine::Dialect;
use crate::frontend::sql::lower_embedded;
use crate::migration::{Condition, Placed, Statement, Step, Subject, Test, each_step_mut};
use crate::operation::{Action, Operation, Reach};

impl<'t> Reader<'t> {
    pub(super) fn call(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        if self.unrolled(call, scope, out) {
            return;
        }
        match self.receiver(call, scope) {
            Receiver::Migration { recorded } => self.own_call(call, recorded, scope, out),
            Receiver::Table => self.table_call(call, scope, out),
            Receiver::Model => self.model_call(call, scope, out),
            Receiver::Other => self.other_call(call, scope, out),
        }
    }

    /// What a call is addressed to.
    fn receiver(&self, call: &Call<'t>, scope: &Scope<'t>) -> Receiver {
        let Some(receiver) = call.receiver else { return Receiver::Migration { recorded: true } };
        if scope.table_of(call, self.text()).is_some() {
            return Receiver::Table;
        }
        let text = syntax::text(receiver, self.text());
        if matches!(text, "self" | "connection" | "@connection" | "ActiveRecord::Migration") {
            return Receiver::Migration { recorded: true };
        }
        let connection =
            ["connection", "lease_connection", "retrieve_connection", "schema_statements", "raw_connection"];
        let direct = Call::read(receiver, self.text()).is_some_and(|inner| connection.contains(&inner.method));
        if direct || matches!(text, "conn" | "DB") {
            return Receiver::Migration { recorded: false };
        }
        match call.root(self.text()) {
            Some(_) if models::writes(call.method) || models::reads(call.method) => Receiver::Model,
            _ => Receiver::Other,
        }
    }

    fn own_call(&mut self, call: &Call<'t>, recorded: bool, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let method = call.method;
        if call.receiver.is_none() {
            if scope.locals.get(method).is_some() && call.arguments.is_empty() {
                return;
            }
            if self.control(call, scope, out) {
                return;
            }
            if self.context.idempotent_helpers.contains(method) {
                out.push(self.nothing(call.node, scope));
                return;
            }
            if let Some(own) = self.own_method(method) {
                self.inline(own, call, scope, out);
                return;
            }
        }
        if TRANSPARENT.contains(&method) || self.context.transparent_helpers.contains(method) {
            self.block(call, scope, out);
            return;
        }
        if SILENT.contains(&method) || reads_connection(method) {
            return;
        }
        match method {
            "transaction" => self.atomic(call, scope, out),
            "execute" | "exec_query" | "exec_update" | "exec_delete" | "exec_insert" | "exec" | "update" | "insert"
            | "delete" | "execute_batch" | "query" => {
                self.execute(call, recorded, scope, out);
            }
            "change_table" => self.change_table(call, scope, out),
            _ => {
                let command = self.full_command(call, scope);
                if !self.record(&command, call.node, recorded, scope, out) {
                    self.unknown(call, scope, out);
                }
            }
        }
    }

    /// Methods of the migration that decide what runs in which direction.
    fn control(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) -> bool {
        match call.method {
            "reversible" => self.reversible(call, scope, out),
            "up_only" => {
                if !self.evaluator.reverting {
                    self.block(call, scope, out);
                }
            }
            "revert" => self.revert(call, scope, out),
            "raise" | "abort" | "fail" if self.handling => {}
            "raise" | "abort" | "fail" => out.push(Flow::Return),
            "loop" => {
                let mut inner = Vec::new();
                self.block(call, scope, &mut inner);
                self.merged(call.node, inner, scope, out);
            }
            _ => return false,
        }
        true
    }

    /// `reversible { |dir| dir.up { … }; dir.down { … } }`: on the way back its `down` runs as it stands, when its turn
    /// comes among the undone commands.
    fn reversible(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let Some(block) = call.block else { return };
        let wanted = if self.evaluator.reverting { "down" } else { "up" };
        let variable = syntax::parameters(block, self.text());
        let Some(syntax::Parameter::Name(variable)) = variable.first() else { return };
        let mut flows = Vec::new();
        let was = std::mem::replace(&mut self.evaluator.reverting, false);
        let was_in_change = std::mem::replace(&mut self.setting.in_change, false);
        for node in syntax::block_body(block).map(syntax::statements).unwrap_or_default() {
            let Some(direction) = Call::read(node, self.text()) else { continue };
            let addressed = direction.receiver.is_some_and(|receiver| syntax::text(receiver, self.text()) == *variable);
            if addressed && direction.method == wanted {
                self.block(&direction, scope, &mut flows);
            }
        }
        self.evaluator.reverting = was;
        self.setting.in_change = was_in_change;
        match was {
            true => out.push(Flow::Verbatim(flows)),
            false => out.append(&mut flows),
        }
    }

    /// `revert { … }`: what the block does, undone. Another migration's undoing is in another file.
    fn revert(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        if call.block.is_none() {
            self.opaque(call.node, Reach::Everything, scope, out);
            return;
        }
        let was = self.evaluator.reverting;
        let was_irreversible = self.irreversible;
        self.evaluator.reverting = !was;
        let mut flows = Vec::new();
        self.block(call, scope, &mut flows);
        self.evaluator.reverting = was;
        if self.irreversible && !was {
            self.irreversible = was_irreversible;
            self.opaque(call.node, Reach::Everything, scope, out);
        } else {
            let mut id = self.fresh_id() + 1000;
            out.push(Flow::Sql(flow::back(flows, &mut id)));
        }
    }

    fn atomic(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let mut body = Vec::new();
        self.block(call, scope, &mut body);
        out.push(Flow::Atomic(body, span(call.node)));
    }

    /// Takes a command forth, or its inverse on the way back. False if it is none.
    pub(super) fn record(
        &mut self,
        command: &Command,
        node: Node<'t>,
        recorded: bool,
        scope: &Scope<'t>,
        out: &mut Vec<Flow>,
    ) -> bool {
        let setting = self.setting;
        let Some(forth) = self.step(command, &setting, node, scope) else { return false };
        if !self.evaluator.reverting {
            out.push(self.under_any_name(command, forth));
            return true;
        }
        if !recorded {
            out.push(Flow::Immediate(vec![Flow::Step(forth)]));
            return true;
        }
        match reverse::invert(command, &setting) {
            Inverse::Command(inverse) => match self.step(&inverse, &setting, node, scope) {
                Some(mut step) => {
                    // What is wrong with a guard is said on the way forth.
                    step.notes.clear();
                    out.push(Flow::Step(step));
                }
                None => self.irreversible = true,
            },
            Inverse::Forward => out.push(Flow::Immediate(vec![Flow::Step(forth)])),
            Inverse::Irreversible => self.irreversible = true,
        }
        true
    }

    /// `remove_index :t, :a` takes the index on these columns whatever its name is; so does `remove_foreign_key`. Under
    /// another name than Rails' own, all that is known is that something of the table goes.
    fn under_any_name(&self, command: &Command, step: Step) -> Flow {
        let others = super::lower::matched_by_shape(command, &self.setting);
        let named = step.statements.first().and_then(|statement| statement.operations.first());
        let (Some((table, shape)), Some(placed)) = (others, named) else { return Flow::Step(step) };
        let Some(key) = placed.operation.action.key().cloned() else { return Flow::Step(step) };
        let present = |subject| Condition::Present(Test { subject, at: step.at, needs: None, breaks_offline: false });
        let elsewhere = Condition::All(vec![present(shape), present(Subject::Key(key)).negate()]);
        let mut other = step.clone();
        let operation = Operation::new(Action::Opaque(Reach::Keys(vec![table])));
        other.statements = vec![Statement { operations: vec![Placed { operation, at: step.at, implied: true }] }];
        other.notes.clear();
        Flow::If(elsewhere, step.head, vec![Flow::Step(other)], vec![Flow::Step(step)])
    }

    fn step(&self, command: &Command, setting: &Setting, node: Node<'t>, scope: &Scope<'t>) -> Option<Step> {
        let lowered = lower::lower(command, setting)?;
        Some(Step {
            at: span(node),
            head: self.head(node),
            statements: lowered.statements,
            notes: lowered.notes,
            round: scope.round,
        })
    }

    /// SQL in a string.
    fn execute(&mut self, call: &Call<'t>, recorded: bool, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        if self.evaluator.reverting && recorded {
            self.irreversible = true;
            return;
        }
        let strings = Strings {
            evaluator: &self.evaluator,
            locals: &scope.locals,
            assigned: &scope.assigned,
            heredocs: &self.heredocs,
        };
        let sql = call.first().and_then(|argument| strings.embedded(argument));
        match sql {
            Some(sql) => {
                let mut nodes = lower_embedded(&sql, self.context);
                // Its driver prepares the first statement of a string and never looks at the rest.
                if self.setting.dialect == Dialect::Sqlite {
                    nodes.truncate(1);
                }
                each_step_mut(&mut nodes, &mut |step| step.round = step.round.max(scope.round));
                out.push(Flow::Immediate(vec![Flow::Sql(nodes)]));
            }
            None => self.opaque(call.node, Reach::Everything, scope, out),
        }
    }

    fn model_call(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        if call.method == "transaction" {
            self.atomic(call, scope, out);
            return;
        }
        let mut inner = self.records_block(call, scope);
        if inner.is_empty() {
            if models::writes(call.method) {
                out.push(Flow::Immediate(vec![Flow::Step(self.rows_step(call, scope))]));
            }
            return;
        }
        if models::writes(call.method) && !models::loops(call.method) {
            inner.push(Flow::Step(self.rows_step(call, scope)));
        }
        self.looped(call.node, inner, scope, out);
    }

    fn rows_step(&self, call: &Call<'t>, scope: &Scope<'t>) -> Step {
        self.single(call.node, self.model_operation(call, scope), scope)
    }

    /// The block of a call whose parameter may be a record.
    fn records_block(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Vec<Flow> {
        let mut inner = Vec::new();
        if call.block.is_some() {
            let bound = self.over_records(call, scope);
            self.block(call, bound.as_ref().unwrap_or(scope), &mut inner);
            if let Some(over) = bound.as_ref().and_then(|bound| bound.over.last()) {
                super::relation::settle(&mut inner, over);
            }
        }
        inner
    }

    /// A loop that only writes rows does what each of its statements does, to any number of rows; of any other all that is
    /// known is what it may touch.
    fn looped(&mut self, node: Node<'t>, inner: Vec<Flow>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        match flow::only_rows(&inner) {
            true => out.push(Flow::Immediate(inner)),
            false => self.merged(node, inner, scope, out),
        }
    }

    /// A call on anything else: a literal's loop, a local variable, a constant of the application.
    fn other_call(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        let calls_block = matches!(call.method, "call" | "yield" | "()")
            && call.receiver.is_some_and(|receiver| scope.is_handed(syntax::text(receiver, self.text())));
        if calls_block && self.yielded(&call.arguments, scope, out) {
            return;
        }
        let mut inner = self.records_block(call, scope);
        if let (true, Some(operation)) = (inner.is_empty(), self.record_operation(call, scope)) {
            out.push(Flow::Immediate(vec![Flow::Step(self.single(call.node, operation, scope))]));
            return;
        }
        if models::loops(call.method) && self.over_records(call, scope).is_some() {
            self.looped(call.node, inner, scope, out);
            return;
        }
        if TRANSPARENT.contains(&call.method) || SILENT.contains(&call.method) {
            out.append(&mut inner);
            return;
        }
        if ENQUEUES.contains(&call.method) {
            // Another process will write rows, some time.
            self.opaque(call.node, Reach::Rows, scope, out);
            return;
        }
        let root = call.root(self.text()).map(|root| syntax::text(root, self.text()));
        let quiet = models::reads(call.method) || reads_connection(call.method) || harmless(call.method);
        if !quiet && root.is_some_and(|root| !matches!(root, "Rails" | "Time" | "Date" | "ENV" | "I18n" | "Arel")) {
            self.opaque(call.node, Reach::Everything, scope, out);
            return;
        }
        if models::writes(call.method)
            && !matches!(call.method, "each" | "each_with_index" | "tap" | "insert" | "delete" | "update")
        {
            inner.push(Flow::Step(self.single(call.node, self.model_operation(call, scope), scope)));
        }
        self.merged(call.node, inner, scope, out);
    }

    /// A method that is none of Rails' and none of the file's.
    fn unknown(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
        if call.method.ends_with('?') {
            return;
        }
        self.opaque(call.node, Reach::Everything, scope, out);
    }
}

/// What a call is addressed to.
enum Receiver {
    /// The migration or its connection; `recorded` where the way back undoes it.
    Migration {
        recorded: bool,
    },
    /// The block variable of a `change_table`.
    Table,
    Model,
    Other,
}
