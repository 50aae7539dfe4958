//! What is called on the schema manager and on connections: statements become steps, questions become conditions.

use std::rc::Rc;

use syn::ExprMethodCall;

use super::lower::Lowering;
use super::names;
use super::value::{Build, Found, Text, Value};
use crate::frontend::sql::{ask_embedded, lower_embedded};
use crate::migration::{Condition, Node, Placed, Statement, Subject, Test, each_step_mut};
use crate::operation::{Action, Insert, Key, Kind, OnConflict, Operation, Reach, Repeat, Update, Value as Cell};
use crate::source::Span;

impl<'a> Lowering<'a> {
    pub(super) fn on_manager(&mut self, call: &'a ExprMethodCall, method: &str, at: Span) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        match (method, args.as_slice()) {
            ("get_database_backend", _) => Value::Backend,
            ("get_connection" | "into_schema_manager_connection", _) => Value::Connection,
            ("clone" | "as_ref" | "borrow", _) => Value::Manager,
            ("has_table" | "has_column" | "has_index", _) => self.question(method, &args, at),
            ("begin", _) => {
                self.begin();
                Value::Manager
            }
            ("commit", _) => self.commit(at),
            (_, [statement]) => self.execute(statement, at, self.head(call, at)),
            _ => self.unknown_call(method, at),
        }
    }

    pub(super) fn on_connection(&mut self, call: &'a ExprMethodCall, method: &str, at: Span) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        match (method, args.as_slice()) {
            ("get_database_backend", _) => Value::Backend,
            ("clone" | "as_ref" | "borrow" | "deref" | "into_schema_manager_connection" | "get_connection", _) => {
                Value::Connection
            }
            ("begin" | "begin_with_config", _) => {
                self.begin();
                Value::Connection
            }
            ("commit", _) => self.commit(at),
            ("is_transaction" | "support_returning" | "is_mock_connection" | "ping", _) => Value::Unknown,
            ("transaction" | "transaction_with_config", [Value::Closure(body), ..]) => {
                let (body, _) = self.within(|this| this.run_closure(body, vec![Value::Connection]));
                self.out.push(Node::Atomic { body, at });
                Value::Outcome
            }
            ("query_one" | "query_all" | "query_one_raw" | "query_all_raw" | "stream" | "stream_raw", [asked]) => {
                self.query(asked, at, self.head(call, at))
            }
            ("execute" | "execute_raw" | "execute_unprepared", [statement]) => {
                self.execute(statement, at, self.head(call, at))
            }
            _ => self.unknown_call(method, at),
        }
    }

    /// From the method's name to the end of its line.
    fn head(&self, call: &ExprMethodCall, at: Span) -> Span {
        let start = self.places.token(call.method.span()).start;
        self.first_line(Span { start, end: at.end })
    }

    fn begin(&mut self) {
        self.begun.push((self.level, self.out.len()));
    }

    /// What was done since the transaction began commits together.
    fn commit(&mut self, at: Span) -> Value<'a> {
        if let Some((level, start)) = self.begun.pop()
            && level == self.level
            && start < self.out.len()
        {
            let body = self.out.split_off(start);
            self.out.push(Node::Atomic { body, at });
        }
        Value::Outcome
    }

    /// `has_table`, `has_column`, `has_index`: sea-schema counts rows of the engine's catalogue, of the current schema,
    /// and compares names as they are. None raises where the table is missing.
    fn question(&self, method: &str, args: &[Value<'a>], at: Span) -> Value<'a> {
        let names: Option<Vec<String>> = args.iter().map(|arg| self.name(arg)).collect();
        let fold = |name: &str| names::fold(self.dialect(), name);
        let key = match (method, names.unwrap_or_default().as_slice()) {
            ("has_table", [table]) => Key::table(fold(table)),
            ("has_column", [table, column]) => Key::column(fold(table), fold(column)),
            ("has_index", [table, index]) => names::index_key(self.dialect(), &fold(table), index),
            _ => return Value::Truth(Condition::Unknown),
        };
        let test = Test { subject: Subject::Key(key), at, needs: None, breaks_offline: false };
        Value::Truth(Condition::Present(test))
    }

    /// A query: a question, where its text says what it asks for.
    fn query(&mut self, asked: &Value<'a>, at: Span, head: Span) -> Value<'a> {
        if !self.only_reads(asked) {
            self.execute(asked, at, head);
            return Value::Unknown;
        }
        let sql = match asked {
            Value::Text(text) => Some(text),
            Value::Build(build) if build.root.starts_with("Statement::") => match build.args.get(1) {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            },
            _ => None,
        };
        let Some(text) = sql else { return Value::Unknown };
        let (any, vague) = ask_embedded(&text.sql, self.context);
        self.vague.extend(vague);
        let list =
            text.sql.text.trim_start().get("select".len()..).unwrap_or_default().trim_start().to_ascii_lowercase();
        let counts = ["count(", "exists", "not exists", "(select"].iter().any(|start| list.starts_with(start));
        Value::Rows(Rc::new(Found { any, counts, sql: text.sql.text.to_lowercase().into() }))
    }

    /// Whether a query changes nothing.
    fn only_reads(&self, asked: &Value<'a>) -> bool {
        match asked {
            Value::Build(build) if &*build.root == "Query::select" => true,
            Value::Build(build) if build.root.starts_with("Statement::") => {
                build.args.get(1).is_none_or(|sql| self.only_reads(sql))
            }
            Value::Text(text) => {
                let word: String = text.sql.text.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
                ["select", "pragma", "show", "explain", "values", ""].contains(&word.to_ascii_lowercase().as_str())
            }
            _ => true,
        }
    }

    /// Carries a statement out.
    fn execute(&mut self, statement: &Value<'a>, at: Span, head: Span) -> Value<'a> {
        match statement {
            Value::Text(text) => self.raw(text, at, head),
            Value::Build(build) if build.root.starts_with("Statement::") => match build.args.get(1) {
                Some(Value::Text(text)) => self.raw(text, at, head),
                Some(Value::Build(inner)) => self.built(inner, at, head),
                _ => self.opaque(at, head, Reach::Everything),
            },
            Value::Build(build) => self.built(build, at, head),
            _ => self.opaque(at, head, Reach::Everything),
        }
        Value::Outcome
    }

    /// SQL in a string.
    fn raw(&mut self, text: &Text, at: Span, head: Span) {
        let mut nodes = lower_embedded(&text.sql, self.context);
        if nodes.is_empty() && text.sql.text.split_whitespace().next().is_some_and(|word| !word.starts_with("--")) {
            return self.opaque(at, head, Reach::Everything);
        }
        if text.sql.pieces.iter().all(|piece| piece.2 == 0) {
            // None of it is written in this file.
            super::flow::show_at(&mut nodes, text.at, self.first_line(text.at), &mut self.told);
        } else {
            // Steps of raw SQL belong to the round of the loop they stand in.
            each_step_mut(&mut nodes, &mut |step| step.round += self.round);
        }
        self.out.extend(nodes);
    }

    fn built(&mut self, build: &Build<'a>, at: Span, head: Span) {
        match self.statement(build, at) {
            Some(made) if made.operations.is_empty() => self.nothing(at, head),
            Some(made) => {
                let statements = vec![Statement { operations: made.operations }];
                self.step(at, head, statements, made.notes);
            }
            None => {
                let table = build.first("table").and_then(|table| self.table(table));
                let reach = table.map_or(Reach::Everything, |table| Reach::Keys(vec![Key::table(table)]));
                self.opaque(at, head, reach);
            }
        }
    }

    /// Something of an entity is called with the connection: `cake::ActiveModel { … }.insert(db)`,
    /// `Entity::find().all(db)`.
    pub(super) fn entity_call(&mut self, build: &Build<'a>, method: &str, args: &[Value<'a>], at: Span) -> Value<'a> {
        const READS: &[&str] =
            &["all", "count", "cursor_by", "num_items", "one", "paginate", "stream", "fetch", "fetch_page", "exists"];
        let head = self.first_line(at);
        if READS.contains(&method) {
            return Value::Unknown;
        }
        if let Some(statement) = args.iter().find(|arg| arg.as_build().is_some())
            && method == "execute"
        {
            return self.execute(&statement.clone(), at, head);
        }
        let last = build.root.rsplit("::").next().unwrap_or_default();
        let of_rows = last == "ActiveModel"
            || build.root.contains("Entity")
            || build.root.contains("ActiveModel")
            || matches!(
                method,
                "insert" | "save" | "update" | "delete" | "exec" | "exec_with_returning" | "exec_without_returning"
            );
        if !of_rows {
            return self.unknown_call(method, at);
        }
        let action = self.rows_of(build, method).unwrap_or(Action::Opaque(Reach::Rows));
        self.single(at, head, Operation::new(action));
        Value::Outcome
    }

    /// `module::ActiveModel { column: Set(value), … }.insert(db)` of an entity that is known.
    fn rows_of(&self, build: &Build<'a>, method: &str) -> Option<Action> {
        let module = build.root.strip_suffix("::ActiveModel")?;
        let table = self.items.names.get(&format!("{module}::Entity"))?;
        let key = Key::table(names::fold(self.dialect(), table));
        match method {
            "insert" => {}
            "delete" => return Some(Action::Delete { table: key, filtered: true, filter: None }),
            "update" => {
                return Some(Action::Update(Update::of(key, Repeat::Unknown)));
            }
            _ => return None,
        }
        let (mut columns, mut row) = (Vec::new(), Vec::new());
        for (field, value) in &build.fields {
            let Value::Build(set) = value else { continue };
            if !matches!(set.root.rsplit("::").next(), Some("Set" | "set")) {
                continue;
            }
            let column = self.items.names.get(&format!("{module}.{field}")).map_or(field.as_str(), String::as_str);
            columns.push(names::fold(self.dialect(), column));
            row.push(set.args.first().map_or(Cell::Computed, |value| self.cell(value)));
        }
        let conflict = OnConflict::Fail;
        Some(Action::Insert(Insert { table: key, columns: Some(columns), rows: Some(vec![row]), from: None, conflict }))
    }

    /// One value of a row.
    pub(super) fn cell(&self, value: &Value<'a>) -> Cell {
        match value {
            Value::Text(_) => value.as_str().map_or(Cell::Computed, |text| Cell::Literal(text.to_owned())),
            Value::Number(number) => Cell::Literal(number.clone()),
            Value::Truth(Condition::Known(truth)) => Cell::Literal(truth.to_string()),
            Value::Nothing => Cell::Literal("NULL".to_owned()),
            Value::Build(build) => match (&*build.root, build.args.as_slice()) {
                ("Expr::val" | "Expr::value" | "SimpleExpr::Value" | "Value::from" | "Some", [only])
                    if build.calls.is_empty() =>
                {
                    self.cell(only)
                }
                _ => Cell::Computed,
            },
            _ => Cell::Computed,
        }
    }

    pub(super) fn placed(&self, operation: Operation, at: Span) -> Placed {
        Placed { operation, at, implied: false }
    }

    pub(super) fn type_key(&self, name: &Value<'a>) -> Option<Key> {
        Some(Key::new(Kind::Type, self.table(name)?))
    }

    /// A table (or type) as sea-query takes it: a name, or a tuple of schema and name.
    pub(super) fn table(&self, value: &Value<'a>) -> Option<String> {
        self.table_by(value, &|name| self.name(name))
    }

    /// The same where a wrong guess would be worse than none.
    pub(super) fn certain_table(&self, value: &Value<'a>) -> Option<String> {
        self.table_by(value, &|name| self.certain_name(name))
    }

    fn table_by(&self, value: &Value<'a>, name: &dyn Fn(&Value<'a>) -> Option<String>) -> Option<String> {
        match value {
            Value::List(parts) => match parts.as_slice() {
                [table] => Some(names::table(self.dialect(), None, &name(table)?)),
                [.., schema, table] => Some(names::table(self.dialect(), Some(&name(schema)?), &name(table)?)),
                [] => None,
            },
            value => Some(names::table(self.dialect(), None, &name(value)?)),
        }
    }
}
