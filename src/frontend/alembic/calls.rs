//! Calls: functions of the file are followed, `op` and connections act, everything else is a value or opaque.

use super::builtins::{map_method, text_method};
use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::{Flow, Lowering, Scope};
use super::ops::Op;
use super::options::Place;
use super::syntax::{children, field, span};
use super::value::{Arg, Args, Call, Subjects, Text, Value};
use super::{helpers, shapes, strings};
use crate::migration::Condition;
use crate::operation::Reach;

impl<'t> Lowering<'_, 't> {
    pub(super) fn attribute(&mut self, node: Ts<'t>) -> Value<'t> {
        let (Some(object), Some(name)) = (field(node, "object"), field(node, "attribute")) else {
            return Value::Unknown;
        };
        let name = self.text(name);
        match (self.eval(object), name) {
            (Value::Path(path), _) => member(&path, name),
            (Value::Row(row), _) => {
                let name = Value::Text(Rc::new(strings::plain(name, span(node))));
                self.of_row(&row, &name)
            }
            (derived @ Value::Derived(_), _) => self.derived_of("", &[&derived]).unwrap_or(Value::Unknown),
            (Value::Rows(_), "rowcount" | "lastrowid" | "inserted_primary_key") => Value::Unknown,
            (rows @ Value::Rows(_), _) => rows,
            (class @ Value::Class(..), _) => self.member_of_class(node, &class, name),
            // `Status.DRAFT.value`
            (text @ Value::Text(_), "value") => text,
            (Value::Bind, "dialect") => Value::Path("@dialect".into()),
            (Value::Bind, "name") => Value::DialectName,
            (Value::Bind, "engine" | "bind" | "connection") => Value::Bind,
            (Value::Inspector(_), "dialect") => Value::Path("@dialect".into()),
            (Value::Inspector(_), "bind" | "engine") => Value::Bind,
            (table @ Value::Call(_), "c" | "columns") if self.table_of(&table).is_some() => {
                self.value_call(node, "@columns", Some(table), Args::default())
            }
            (Value::Call(call), _) if &*call.callee == "@columns" => {
                let name = Value::Text(Rc::new(strings::plain(name, span(node))));
                self.column_of(&call, name, node)
            }
            (Value::Call(call), _) => self.of_instance(&call, name),
            _ => Value::Unknown,
        }
    }

    /// `t.c.name`, `t.c["name"]`
    pub(super) fn column_of(&self, columns: &Call<'t>, name: Value<'t>, node: Ts<'t>) -> Value<'t> {
        let args = Args { items: vec![Arg { name: None, value: name, at: span(node) }], open: false };
        self.value_call(node, "@column", columns.receiver.clone(), args)
    }

    pub(super) fn call(&mut self, node: Ts<'t>) -> Value<'t> {
        let Some(function) = field(node, "function") else { return Value::Unknown };
        if function.kind() == "attribute" {
            let (Some(object), Some(name)) = (field(function, "object"), field(function, "attribute")) else {
                return Value::Unknown;
            };
            let name = self.text(name);
            return match self.eval(object) {
                Value::Path(path) => self.path_call(node, &format!("{path}.{name}")),
                receiver => self.method(node, receiver, name, object),
            };
        }
        match self.eval(function) {
            Value::Function(definition) => self.follow(node, definition),
            Value::Path(path) => self.path_call(node, &path),
            // `sessionmaker(bind=bind)()`
            Value::Bind => Value::Bind,
            class @ Value::Class(..) => {
                let args = self.arguments(node);
                self.value_call(node, "@instance", Some(class), args)
            }
            _ => {
                self.arguments(node);
                // Taken from a dictionary or made by another call: nobody knows which function it is.
                if matches!(function.kind(), "subscript" | "call") {
                    self.opaque(node, Reach::Everything);
                }
                Value::Unknown
            }
        }
    }

    /// Runs a function of this file, or a lambda, with these arguments.
    fn follow(&mut self, node: Ts<'t>, definition: Ts<'t>) -> Value<'t> {
        let args = self.arguments(node);
        let name = field(definition, "name").map(|name| self.text(name));
        if name.is_some_and(|name| self.context.idempotent_helpers.contains(name)) {
            return Value::None;
        }
        if self.calls.contains(&definition.id()) {
            self.opaque(node, Reach::Everything);
            return Value::Unknown;
        }
        let mut scope = self.parameters(definition, &args);
        std::mem::swap(&mut self.locals, &mut scope);
        self.calls.push(definition.id());
        let value = self.deeper(|this| match field(definition, "body") {
            Some(body) if definition.kind() == "lambda" => this.eval(body),
            Some(body) => match this.block(&children(body)) {
                Flow::Return(value) => value,
                _ => Value::None,
            },
            None => Value::Unknown,
        });
        self.calls.pop();
        std::mem::swap(&mut self.locals, &mut scope);
        match value.unwrap_or(Value::Unknown) {
            Value::Unknown => {
                let given: Vec<&Value<'t>> = args.items.iter().map(|arg| &arg.value).collect();
                self.derived_of("", &given).unwrap_or(Value::Unknown)
            }
            value => value,
        }
    }

    pub(super) fn parameters(&mut self, definition: Ts<'t>, args: &Args<'t>) -> Scope<'t> {
        let mut scope = Scope::new();
        // A function inside a function sees what that one has bound.
        if definition.start_position().column > 0 {
            scope = self.locals.clone();
        }
        let Some(parameters) = field(definition, "parameters") else { return scope };
        for (place, parameter) in children(parameters).into_iter().enumerate() {
            let name = match parameter.kind() {
                "identifier" => Some(parameter),
                "typed_parameter" => children(parameter).first().copied().filter(|name| name.kind() == "identifier"),
                _ => field(parameter, "name"),
            };
            let Some(name) = name else { continue };
            let name = self.text(name);
            let value = match args.get(place, name) {
                Some(arg) => arg.value.clone(),
                None => field(parameter, "value").map_or(Value::Unknown, |default| self.eval(default)),
            };
            scope.insert(name, value);
        }
        scope
    }

    /// A call of something imported or built in.
    fn path_call(&mut self, node: Ts<'t>, path: &str) -> Value<'t> {
        let args = self.arguments(node);
        if let Some(name) = path.strip_prefix("alembic.op.") {
            return self.op_call(node, name, args);
        }
        let first = args.positional().next().map(|arg| arg.value.clone());
        let tail = path.rsplit('.').next().unwrap_or_default();
        let value = |this: &Self, args| this.value_call(node, path, None, args);
        match path {
            "alembic.context.is_offline_mode" | "@context.is_offline_mode" => Value::Truth(Condition::Offline),
            "alembic.context.get_context" => Value::Path("@context".into()),
            "alembic.context.get_bind" => Value::Bind,
            "@dialect.has_table" => self.has_table(node, args.get(1, "table_name").map(|arg| arg.value.clone())),
            _ if path.starts_with("@context.") || path.starts_with("@dialect.") => value(self, args),
            _ if matches!(tail, "Session" | "sessionmaker" | "scoped_session") => Value::Bind,
            _ if path.starts_with("sqlalchemy") || path.starts_with("sqlmodel") => match tail {
                "inspect" | "from_engine" | "Inspector" => self.inspector(),
                "and_" => self.both_filters(&args),
                "quoted_name" | "conv" => exact(first.unwrap_or(Value::Unknown)),
                _ => value(self, args),
            },
            _ if !path.contains('.') => self.builtin(node, path, args),
            _ => self.unknown_call(node, path, args),
        }
    }

    /// A function of another module.
    pub(super) fn unknown_call(&mut self, node: Ts<'t>, path: &str, args: Args<'t>) -> Value<'t> {
        let tail = path.rsplit('.').next().unwrap_or_default();
        if self.context.idempotent_helpers.contains(tail) || self.context.idempotent_helpers.contains(path) {
            return Value::None;
        }
        if let Some(subject) = helpers::question(self.context, tail, &args) {
            return Value::Truth(self.fresh(subject, None, span(node)));
        }
        if helpers::lists_tables(tail) {
            let facts = self.consult(usize::MAX, Subjects::Tables, None, None, span(node));
            return Value::Names(facts);
        }
        self.value_call(node, path, None, args)
    }

    pub(super) fn value_call(
        &self,
        node: Ts<'t>,
        callee: &str,
        receiver: Option<Value<'t>>,
        args: Args<'t>,
    ) -> Value<'t> {
        Value::Call(Rc::new(Call { node, callee: callee.into(), receiver, args, at: span(node) }))
    }

    /// `op.…(…)`
    fn op_call(&mut self, node: Ts<'t>, name: &str, args: Args<'t>) -> Value<'t> {
        let first = args.positional().next().map_or(Value::Unknown, |arg| arg.value.clone());
        match name {
            "f" => exact(first),
            "inline_literal" => first,
            "get_bind" => Value::Bind,
            "get_context" => Value::Path("@context".into()),
            "batch_alter_table" => self.value_call(node, "alembic.op.batch_alter_table", None, args),
            "execute" => {
                let statement = args.get(0, "sqltext").map_or(Value::Unknown, |arg| arg.value.clone());
                self.execute(node, &statement, &args)
            }
            "bulk_insert" => {
                self.bulk_insert(node, &args);
                Value::None
            }
            "invoke" => {
                self.invoke(node, &first);
                Value::None
            }
            _ => {
                self.operation(node, name, args.clone());
                match name {
                    "create_table" => self.value_call(node, "sqlalchemy.table", None, args),
                    _ => Value::None,
                }
            }
        }
    }

    pub(super) fn operation(&mut self, node: Ts<'t>, name: &str, args: Args<'t>) {
        let op = Op { node, name, args, place: Place::Op, table: None };
        match self.sent(&op) {
            Some(sent) => self.step(span(node), self.head(node, &op.args), sent.statements, sent.notes),
            None => {
                let reach = self.unread(&op);
                self.opaque(node, reach);
            }
        }
    }

    /// `op.invoke(ops.AddColumnOp("t", column))`
    fn invoke(&mut self, node: Ts<'t>, operation: &Value<'t>) {
        let Some(call) = operation.as_call() else { return self.opaque(node, Reach::Everything) };
        let name = match call.tail() {
            "CreateTableOp" => "create_table",
            "DropTableOp" => "drop_table",
            "RenameTableOp" => "rename_table",
            "AddColumnOp" => "add_column",
            "DropColumnOp" => "drop_column",
            "AlterColumnOp" => "alter_column",
            "CreateIndexOp" => "create_index",
            "DropIndexOp" => "drop_index",
            "CreateForeignKeyOp" => "create_foreign_key",
            "CreateUniqueConstraintOp" => "create_unique_constraint",
            "CreateCheckConstraintOp" => "create_check_constraint",
            "CreatePrimaryKeyOp" => "create_primary_key",
            "DropConstraintOp" => "drop_constraint",
            _ => return self.opaque(node, Reach::Everything),
        };
        let mut args = call.args.clone();
        if name == "create_table" {
            args = helpers::spread_columns(args);
        }
        self.operation(node, name, args);
    }

    fn method(&mut self, node: Ts<'t>, receiver: Value<'t>, name: &'t str, object: Ts<'t>) -> Value<'t> {
        let args = self.arguments(node);
        match receiver {
            Value::Derived(derived) => self.derived_method(&derived, name, &args),
            Value::Row(row) if name == "get" => match args.positional().next() {
                Some(key) => self.of_row(&row, &key.value),
                None => Value::Unknown,
            },
            Value::Bind => self.bind_method(node, name, args),
            Value::Inspector(inspector) => self.inspector_method(node, inspector, name, &args),
            Value::Batch(_) if name == "f" => {
                exact(args.positional().next().map_or(Value::Unknown, |arg| arg.value.clone()))
            }
            Value::Batch(batch) => {
                self.defer(batch, node, name, args);
                Value::None
            }
            Value::Fact(facts) if name == "get" => match args.get(0, "key").and_then(|arg| arg.value.as_str()) {
                Some(field) => Value::FactField(facts, field.into()),
                None => Value::Unknown,
            },
            Value::List(items) if matches!(name, "append" | "add" | "extend") && args.items.len() == 1 => {
                let added = args.items[0].value.clone();
                let grown = match (name, added) {
                    ("extend", Value::List(more)) => Value::List(Rc::new([items.as_slice(), &more].concat())),
                    ("extend", _) => Value::Unknown,
                    (_, one) => Value::List(Rc::new([items.as_slice(), &[one]].concat())),
                };
                self.bind(object, grown);
                Value::None
            }
            Value::Names(_) | Value::List(_) if matches!(name, "add" | "append" | "remove" | "discard" | "update") => {
                // What the variable holds is no longer what was taken.
                self.bind(object, Value::Unknown);
                Value::None
            }
            Value::Names(facts) => match (name, args.positional().next()) {
                ("get" | "count" | "__contains__", Some(name)) => {
                    Value::Truth(self.listed(facts, &name.value, span(node)))
                }
                ("keys" | "copy", None) => receiver,
                ("issuperset", Some(names)) => match self.elements(&names.value) {
                    Some(names) => {
                        let listed = names.iter().map(|name| self.listed(facts, name, span(node))).collect();
                        Value::Truth(super::logic::all(listed))
                    }
                    None => Value::Unknown,
                },
                _ => Value::Unknown,
            },
            Value::FactField(..) => receiver,
            Value::DialectName => self.dialect_method(name, &args),
            Value::Map(pairs) => map_method(&pairs, name, &args),
            Value::Text(text) => text_method(&text, name),
            Value::Rows(_) => receiver,
            Value::Call(call) => self.construct_method(node, &call, name, args),
            Value::Unknown if args.items.iter().any(|arg| arg.value.reaches_database()) => {
                self.opaque(node, Reach::Everything);
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }

    /// A method of something built with SQLAlchemy.
    fn construct_method(&mut self, node: Ts<'t>, call: &Rc<Call<'t>>, name: &str, args: Args<'t>) -> Value<'t> {
        let receiver = Value::Call(call.clone());
        let runs = matches!(name, "create" | "drop");
        if runs && matches!(call.tail(), "Enum" | "ENUM" | "with_variant") {
            if let Some(shape) = shapes::enum_type(self.context, &receiver) {
                self.enum_call(node, &shape, name == "create", &args);
            }
            return Value::None;
        }
        if runs && call.tail() == "Table" {
            self.table_call(node, call, name == "create", &args);
            return Value::None;
        }
        if matches!(name, "create_all" | "drop_all") && call.tail() == "MetaData" {
            self.all_tables(node, call.at, name == "create_all", &args);
            return Value::None;
        }
        // `session.query(…).filter(…).update({…})`
        if matches!(name, "update" | "delete") && self.asks_session(call) {
            self.session_write(node, call, name, &args);
            return Value::Unknown;
        }
        self.value_call(node, name, Some(receiver), args)
    }

    /// A call whose value nobody takes: it was made for what it does.
    pub(super) fn discard(&mut self, node: Ts<'t>, value: &Value<'t>) {
        let Some(call) = value.as_call() else { return };
        if call.tail() == "Index" && call.receiver.is_none() {
            // It puts itself on its table; nobody names it, so it is kept under its own text.
            self.locals.insert(self.text(node), value.clone());
        }
        let foreign = call.receiver.is_none() && !call.callee.starts_with('@') && !helpers::is_pure(&call.callee);
        if foreign && !call.callee.starts_with("alembic.") {
            let transparent = self.context.transparent_helpers.contains(call.tail());
            if !transparent {
                self.opaque(node, Reach::Everything);
            }
        }
    }

    /// A call whose value goes into a variable: it may still act when it is given the database.
    pub(super) fn discard_unread(&mut self, node: Ts<'t>, value: &Value<'t>) {
        let Some(call) = value.as_call() else { return };
        let given = call.args.items.iter().any(|arg| arg.value.reaches_database());
        if given && !helpers::reads_only(call.tail()) {
            self.discard(node, value);
        }
    }
}

fn member<'t>(path: &str, name: &str) -> Value<'t> {
    match (path, name) {
        ("@context", "as_sql") => Value::Truth(Condition::Offline),
        ("@context", "dialect") => Value::Path("@dialect".into()),
        ("@context", "bind" | "connection") => Value::Bind,
        ("@dialect", "name") => Value::DialectName,
        _ => Value::Path(format!("{path}.{name}").into()),
    }
}

fn exact(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Text(text) => Value::Text(Rc::new(Text { exact: true, ..Text::clone(&text) })),
        other => other,
    }
}
