//! What is executed as a whole: SQL in strings, DDL constructs, tables and metadata that make themselves.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::{Flow, Lowering};
use super::ops::Op;
use super::options::Place;
use super::strings;
use super::syntax::span;
use super::value::{Arg, Args, Call, Text, Value};
use crate::migration::{Condition, Node, Subject};
use crate::operation::{Action, Definition, Key, Kind, Operation, Reach, Tolerance};
use crate::source::Span;

impl<'t> Lowering<'_, 't> {
    /// `sa.Table("t", metadata, …).create(bind, checkfirst=True)`: it looks first unless told not to.
    pub(super) fn table_call(&mut self, node: Ts<'t>, call: &Call<'t>, create: bool, args: &Args<'t>) {
        let mut table = call.args.clone();
        if table.items.len() > 1 {
            table.items.remove(1);
        }
        let name = if create { "create_table" } else { "drop_table" };
        let op = Op { node, name, args: table, place: Place::Op, table: None };
        let Some(mut sent) = self.sent(&op) else { return self.opaque(node, Reach::Everything) };
        // What a table's own text says is far from the call: labels stay at the call.
        for placed in sent.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
            placed.at = span(node);
        }
        if args.flag("checkfirst") != Some(false) {
            let tolerance = if create { Tolerance::IfNotExists } else { Tolerance::IfExists };
            for placed in sent.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
                let of_table = placed.operation.action.key().is_some_and(|key| key.kind == Kind::Table);
                if of_table || !placed.implied {
                    placed.operation.tolerance = tolerance;
                }
            }
        }
        self.step(span(node), self.head(node, args), sent.statements, sent.notes);
    }

    /// `metadata.create_all(bind)`: each table that is missing is made, with its indexes; what is there stays as it is.
    pub(super) fn all_tables(&mut self, node: Ts<'t>, metadata: Span, create: bool, args: &Args<'t>) {
        let of_it = |value: &Value<'t>| {
            let call = value.as_call().filter(|call| call.tail() == "Table")?.clone();
            let owner = call.args.positional().nth(1)?.value.as_call()?;
            (owner.at == metadata).then_some(call)
        };
        let mut tables: Vec<Call<'t>> = self.globals.values().chain(self.locals.values()).filter_map(of_it).collect();
        tables.sort_by_key(|call| call.at);
        if tables.is_empty() || args.named("tables").is_some() {
            return self.opaque(node, Reach::Everything);
        }
        for table in tables {
            let name = table.args.positional().next().and_then(|arg| arg.value.as_str());
            let Some(name) = name else { return self.opaque(node, Reach::Everything) };
            let key = Key::table(super::names::table(self.context, name, None));
            let present = Condition::Present(crate::migration::Test {
                subject: Subject::Key(key),
                at: span(node),
                needs: None,
                breaks_offline: false,
            });
            let condition = if create { present.negate() } else { present };
            let mut call = args.clone();
            call.items.push(Arg { name: Some("checkfirst".to_owned()), value: Value::Bool(false), at: span(node) });
            let make = |this: &mut Self| {
                this.table_call(node, &table, create, &call);
                Flow::Next
            };
            self.fork(condition, span(node), make, |_| Flow::Next);
        }
    }

    /// `op.execute(…)`, `bind.execute(…)`
    pub(super) fn execute(&mut self, node: Ts<'t>, statement: &Value<'t>, args: &Args<'t>) -> Value<'t> {
        match statement {
            Value::Text(text) => self.sql(node, text, args),
            Value::Call(call) if call.tail() == "text" && call.receiver.is_none() => {
                match call.args.get(0, "text").map(|arg| &arg.value) {
                    Some(Value::Text(text)) => self.sql(node, text, args),
                    _ => self.unread_sql(node),
                }
            }
            Value::Call(call) if matches!(call.tail(), "bindparams" | "execution_options" | "columns") => {
                let given = if call.tail() == "bindparams" { &call.args } else { args };
                match call.receiver.clone() {
                    Some(inner) => self.execute(node, &inner, given),
                    None => Value::Unknown,
                }
            }
            Value::Call(call) if matches!(call.tail(), "DDL") => {
                match call.args.get(0, "statement").map(|arg| &arg.value) {
                    Some(Value::Text(text)) => self.sql(node, text, args),
                    _ => self.unread_sql(node),
                }
            }
            Value::Call(call) if self.schema_construct(node, call, args) => Value::None,
            Value::Call(call) => self.construct(node, call, args),
            _ => self.unread_sql(node),
        }
    }

    /// `CreateSequence(sa.Sequence("s"), if_not_exists=True)`, `DropSchema("s")`
    fn schema_construct(&mut self, node: Ts<'t>, call: &Call<'t>, args: &Args<'t>) -> bool {
        let (kind, creates) = match call.tail() {
            "CreateSequence" => (Kind::Sequence, true),
            "DropSequence" => (Kind::Sequence, false),
            "CreateSchema" => (Kind::Schema, true),
            "DropSchema" => (Kind::Schema, false),
            _ => return false,
        };
        let named = call.args.positional().next().map(|arg| match arg.value.as_call() {
            Some(inner) => inner.args.get(0, "name").map_or(Value::Unknown, |arg| arg.value.clone()),
            None => arg.value.clone(),
        });
        let Some(name) = named.as_ref().and_then(Value::as_str) else { return false };
        let key = Key::new(kind, super::names::table(self.context, name, None));
        let tolerance = match call.args.flag(if creates { "if_not_exists" } else { "if_exists" }) {
            Some(true) if creates => Tolerance::IfNotExists,
            Some(true) => Tolerance::IfExists,
            _ => Tolerance::None,
        };
        let action = match creates {
            true => Action::Create { key, definition: Definition::Text(String::new()) },
            false => Action::Drop { key, cascade: call.args.flag("cascade") == Some(true) },
        };
        let statement = super::ops::single(Operation::tolerant(action, tolerance), span(node), false);
        self.step(span(node), self.head(node, args), vec![statement], Vec::new());
        true
    }

    fn unread_sql(&mut self, node: Ts<'t>) -> Value<'t> {
        self.opaque(node, Reach::Everything);
        Value::Unknown
    }

    /// SQL as text: lowered by the SQL frontend at its own place in the file.
    fn sql(&mut self, node: Ts<'t>, text: &Rc<Text>, args: &Args<'t>) -> Value<'t> {
        let words = text.value().trim().trim_end_matches(';').to_ascii_uppercase();
        if words == "COMMIT" {
            self.commits(node);
            return Value::None;
        }
        let text = &strings::with_binds(text, args);
        let nodes = crate::frontend::sql::lower_embedded(&text.sql, self.context);
        let reads = ["SELECT", "SHOW", "PRAGMA", "WITH"].iter().any(|word| words.starts_with(word));
        if !(reads && nodes.iter().all(does_nothing)) {
            self.graft(nodes);
        }
        self.text_query(text)
    }
}

fn does_nothing(node: &Node) -> bool {
    match node {
        Node::Step(step) => step
            .statements
            .iter()
            .flat_map(|statement| &statement.operations)
            .all(|placed| placed.operation == Operation::new(Action::Nothing)),
        _ => false,
    }
}
