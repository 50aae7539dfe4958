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
    /// `sa.Table("t", metadata, …).create(bind, checkfirst=True)`: it looks first only where it is told to.
    pub(super) fn table_call(&mut self, node: Ts<'t>, call: &Call<'t>, create: bool, args: &Args<'t>) {
        match args.get(1, "checkfirst").map(|arg| &arg.value) {
            Some(Value::Bool(true)) => return self.where_needed(node, call, create, args),
            None | Some(Value::Bool(false)) => {}
            Some(_) => return self.opaque(node, Reach::Everything),
        }
        let mut table = call.args.clone();
        if table.items.len() > 1 {
            table.items.remove(1);
        }
        let name = if create { "create_table" } else { "drop_table" };
        let op = Op { node, name, args: table, place: Place::Op, table: None };
        let Some(mut sent) = self.sent(&op) else { return self.opaque(node, Reach::Everything) };
        for index in if create { self.attached(call) } else { Vec::new() } {
            let op = Op { node, name: "create_index", args: index, place: Place::Op, table: None };
            match self.sent(&op) {
                Some(more) => sent.statements.extend(more.statements),
                None => return self.opaque(node, Reach::Everything),
            }
        }
        // What a table's own text says is far from the call: labels stay at the call.
        for placed in sent.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
            placed.at = span(node);
        }
        self.step(span(node), self.head(node, args), sent.statements, sent.notes);
    }

    /// A table that is only made, with its indexes, where it is missing.
    fn where_needed(&mut self, node: Ts<'t>, table: &Call<'t>, create: bool, args: &Args<'t>) {
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
        let call = Args { items: args.items.iter().take(1).cloned().collect(), open: false };
        let make = |this: &mut Self| {
            this.table_call(node, table, create, &call);
            Flow::Next
        };
        self.fork(condition, span(node), make, |_| Flow::Next);
    }

    /// Indexes that were put on the table from outside: `sa.Index("ix", table.c.a)`, as the arguments of `create_index`.
    fn attached(&self, table: &Call<'t>) -> Vec<Args<'t>> {
        let Some(name) = table.args.positional().next() else { return Vec::new() };
        let declared = self.globals.values().chain(self.locals.values()).filter_map(Value::as_call);
        let mut found: Vec<(Span, Args<'t>)> = declared
            .filter(|call| call.tail() == "Index" && call.receiver.is_none())
            .filter_map(|call| {
                let mut given = call.args.positional();
                let index = given.next()?.clone();
                let columns: Option<Vec<Value<'t>>> = given.map(|arg| self.column_on(&arg.value, table)).collect();
                let columns = Arg { name: None, value: Value::List(Rc::new(columns?)), at: call.at };
                let named = call.args.items.iter().filter(|arg| arg.name.is_some()).cloned();
                let items = [index, name.clone(), columns].into_iter().chain(named).collect();
                Some((call.at, Args { items, open: call.args.open }))
            })
            .collect();
        found.sort_by_key(|(at, _)| *at);
        found.dedup_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, args)| args).collect()
    }

    /// The name of a column of just this table.
    fn column_on(&self, value: &Value<'t>, table: &Call<'t>) -> Option<Value<'t>> {
        let column = value.as_call().filter(|call| &*call.callee == "@column")?;
        let owner = column.receiver.as_ref()?.as_call()?;
        (owner.at == table.at).then(|| column.args.positional().next().map(|arg| arg.value.clone())).flatten()
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
        tables.dedup_by_key(|call| call.at);
        if tables.is_empty() || args.named("tables").is_some() {
            return self.opaque(node, Reach::Everything);
        }
        for table in tables {
            match args.flag("checkfirst") {
                Some(false) => self.table_call(node, &table, create, args),
                _ => self.where_needed(node, &table, create, args),
            }
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
        let mut nodes = crate::frontend::sql::lower_embedded(&text.sql, self.context);
        if words.starts_with("UPDATE") {
            self.bound_updates(&mut nodes, text.value(), args);
        }
        self.own_rows(&mut nodes, node);
        let reads = ["SELECT", "SHOW", "PRAGMA", "WITH"].iter().any(|word| words.starts_with(word));
        let rows = self.text_query(text);
        if !(reads && nodes.iter().all(does_nothing)) {
            self.graft(nodes);
        } else if let Value::Rows(query) = &rows {
            self.reads(node, query);
        }
        rows
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
