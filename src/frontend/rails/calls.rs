//! Calls as steps: commands, wrappers, loops, SQL, model code, the file's own methods.

use tree_sitter::Node;

use super::command::{Body, Command, Place, Setting};
use super::embedded::Strings;
use super::flow::{self, Exit, Flow};
use super::lower;
use super::models;
use super::reader::{Reader, Scope};
use super::reverse::{self, Inverse};
use super::syntax::{self, Call, span};
use super::tables;
use super::value::Value;
use crate::engine::Version;
use crate::frontend::sql::lower_embedded;
use crate::migration::{Condition, Placed, Statement, Step, Subject, Test};
use crate::operation::{Action, Operation, Reach};

/// Methods that run their block and change nothing themselves.
const TRANSPARENT: &[&str] = &[
    "say_with_time",
    "suppress_messages",
    "safety_assured",
    "with_lock_retries",
    "disable_statement_timeout",
    "silence",
    "without_statement_timeout",
    "with_statement_timeout",
    "uncached",
    "then",
    "tap",
    "no_touching",
    "unscoped",
    "with_timeouts",
    "without_locking",
    "enable_lock_retries",
    "disable_referential_integrity",
    "unless_maintenance",
];

/// Calls without any effect on the database.
const SILENT: &[&str] = &[
    "say",
    "puts",
    "p",
    "print",
    "pp",
    "announce",
    "warn",
    "require",
    "require_relative",
    "sleep",
    "include",
    "extend",
    "reset_column_information",
    "private",
    "public",
    "protected",
    "attr_accessor",
    "freeze",
    "info",
    "debug",
    "error",
    "write",
    "disable_ddl_transaction!",
    "logger",
    "milestone",
    "restrict_gitlab_migration",
    "enable_lock_retries!",
    "reset_sequence_name",
    "load",
    "clear_cache!",
    "clear!",
    "binding",
    "block_given?",
    "attr_reader",
    "class_attribute",
    "set_statement_timeout",
    "lambda",
    "proc",
    "reset_all_column_information",
    "schema_cache",
    "flush",
    "Array",
    "Integer",
    "Float",
    "String",
    "Hash",
    "format",
    "sprintf",
];

/// Methods that hand work to a queue.
const ENQUEUES: &[&str] = &[
    "perform_later",
    "perform_async",
    "perform_in",
    "perform_at",
    "deliver_later",
    "enqueue",
    "perform_bulk",
    "bulk_perform_async",
];

/// Methods of the connection that only read.
const CONNECTION_READS: &[&str] = &[
    "select_value",
    "select_values",
    "select_all",
    "select_one",
    "select_rows",
    "quote",
    "quote_column_name",
    "quote_table_name",
    "columns",
    "tables",
    "indexes",
    "foreign_keys",
    "adapter_name",
    "connection",
    "primary_key",
    "data_sources",
    "views",
    "current_database",
    "schema_search_path",
    "check_constraints",
    "index_name",
    "extensions",
    "quote_string",
    "sanitize_sql",
    "sanitize_sql_array",
    "connection_config",
    "connection_db_config",
    "database_version",
    "supports_json?",
    "native_database_types",
    "enum_types",
    "exec_query_result",
    "current_schema",
    "raw_connection",
    "select",
    "config",
    "now",
    "env",
    "current",
    "zone",
    "arel_table",
    "index_name_for",
];

pub(super) fn reads_connection(method: &str) -> bool {
    CONNECTION_READS.contains(&method)
}

const V7_1: Version = Version::new(7, 1, 0);

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

    /// A method of this file: its body in the place of the call.
    fn inline(&mut self, method: Node<'t>, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
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
        super::walk::give(&syntax::parameters(block, self.text()), values, &mut inner);
        self.block(&handed.call, &inner, out);
        true
    }

    /// Whether a method gives its block to another one, or is not seen to call it.
    fn hands_on(&self, method: Node<'t>) -> bool {
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

    /// A command with the body of its block, if it makes a table.
    fn full_command(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Command {
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
    fn table_lines(&mut self, nodes: &[Node<'t>], variable: &str, scope: &mut Scope<'t>, body: &mut Body) {
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

    fn looped_lines(&mut self, call: &Call<'t>, variable: &str, scope: &Scope<'t>, body: &mut Body) -> bool {
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

    fn chosen_lines(&mut self, node: Node<'t>, variable: &str, scope: &mut Scope<'t>, body: &mut Body) {
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

    /// Takes a command forth, or its inverse on the way back. False if it is none.
    fn record(
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
        other.statements = vec![Statement { operations: vec![Placed { operation, at: step.at, implied: false }] }];
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

    /// The block of a `change_table`: each line is a command of its own.
    fn change_table(&mut self, call: &Call<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
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
    fn bulk(&self, call: &Call<'t>, flows: Vec<Flow>) -> Flow {
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
    fn table_call(&mut self, call: &Call<'t>, scope: &mut Scope<'t>, out: &mut Vec<Flow>) {
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
                let nodes = lower_embedded(&sql, self.context);
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

/// Methods of plain Ruby objects.
fn harmless(method: &str) -> bool {
    const PLAIN: &[&str] = &[
        "each",
        "map",
        "each_slice",
        "select",
        "reject",
        "times",
        "upto",
        "each_pair",
        "each_with_index",
        "push",
        "<<",
        "concat",
        "merge",
        "merge!",
        "to_s",
        "to_i",
        "to_a",
        "freeze",
        "join",
        "split",
        "gsub",
        "sub",
        "sort",
        "sort_by",
        "uniq",
        "flatten",
        "compact",
        "first",
        "last",
        "keys",
        "values",
        "index_by",
        "group_by",
        "each_value",
        "each_key",
        "fetch",
        "dig",
        "zip",
        "call",
        "[]=",
        "store",
        "add",
        "clear",
        "new",
        "present?",
        "inject",
        "reduce",
        "step",
    ];
    PLAIN.contains(&method)
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

/// Whether a line of a table's block is a column of some type.
pub(super) fn is_column(line: &Command) -> bool {
    tables::is_type(&line.name)
}
