//! Models that the file declares: their tables, queries of them, and what is written through their instances.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::Lowering;
use super::names;
use super::ops::single;
use super::rows::{Rows, insert};
use super::syntax::{field, span};
use super::value::{Arg, Args, Call, Column, Query, Row, Value};
use crate::migration::{Condition, Statement};
use crate::operation::{Action, Key, OnConflict, Operation, Reach};

impl<'t> Lowering<'_, 't> {
    /// The table of a class: `__tablename__`, with the schema of `__table_args__`; or `__table__`.
    pub(super) fn model_table(&self, class: &Value<'t>) -> Option<Key> {
        let Value::Class(_, members) = class else { return None };
        let find = |wanted: &str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        if let Some(table) = find("__table__") {
            return self.table_of(table);
        }
        let name = find("__tablename__")?.as_str()?;
        let options = match find("__table_args__") {
            Some(Value::List(items)) => items.last(),
            other => other,
        };
        let schema = match options {
            Some(Value::Map(pairs)) => {
                pairs.iter().find(|(key, _)| key.as_str() == Some("schema")).and_then(|(_, value)| value.as_str())
            }
            _ => None,
        };
        Some(Key::table(names::table(self.context, name, schema)))
    }

    /// `Plan.price`, `Plan.__table__`, `Status.DRAFT`
    pub(super) fn member_of_class(&self, node: Ts<'t>, class: &Value<'t>, name: &str) -> Value<'t> {
        let Value::Class(_, members) = class else { return Value::Unknown };
        let member = members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let table = || self.model_table(class).map(|key| self.stand_in(node, &key));
        match member {
            None if name == "__table__" => table().unwrap_or(Value::Unknown),
            Some(Value::Call(call)) if is_column(call) => match table() {
                Some(table) => {
                    let column = self.value_call(node, "@columns", Some(table), Args::default());
                    let Value::Call(columns) = &column else { return Value::Unknown };
                    self.column_of(columns, self.text_value(&column_name(call, name), node), node)
                }
                None => Value::Call(call.clone()),
            },
            Some(value) => value.clone(),
            None => Value::Unknown,
        }
    }

    /// A table as `sa.table("t")` would give it.
    fn stand_in(&self, node: Ts<'t>, key: &Key) -> Value<'t> {
        let name = Arg { name: None, value: self.text_value(&key.name, node), at: span(node) };
        self.value_call(node, "sqlalchemy.table", None, Args { items: vec![name], open: false })
    }

    fn text_value(&self, text: &str, node: Ts<'t>) -> Value<'t> {
        Value::Text(Rc::new(super::strings::plain(text, span(node))))
    }

    /// What each row of a query that was put together with SQLAlchemy holds.
    pub(super) fn row_of_links(&self, chain: &[Call<'t>]) -> Option<Row> {
        let start = chain.iter().rev().find(|link| matches!(link.tail(), "select" | "query"))?;
        let mut picked: Vec<String> = Vec::new();
        for link in chain {
            match link.tail() {
                "where" | "filter" | "filter_by" | "having" | "limit" | "offset" => {
                    picked.extend(link.args.items.iter().map(|arg| self.source.slice(arg.at).to_lowercase()));
                }
                _ => {}
            }
        }
        let several = chain.iter().any(|link| matches!(link.tail(), "join" | "outerjoin" | "select_from" | "union"));
        let first = start.args.positional().next().map(|arg| &arg.value);
        let given: Vec<&Value<'t>> = match (first, &start.receiver) {
            // `select([a, b])`
            (Some(Value::List(items)), _) => items.iter().collect(),
            // `table.select()`
            (_, Some(table)) if start.tail() == "select" => vec![table],
            _ => start.args.positional().map(|arg| &arg.value).collect(),
        };
        let picked_by = picked.join(" ");
        let asked = self.asked_of(chain);
        if let [whole] = given.as_slice() {
            if let Some(table) = self.model_table(whole) {
                let columns = self.mapped_columns(whole);
                return Some(Row { table: (!several).then_some(table), columns, picked_by, asked, is_record: true });
            }
            if let Some(table) = self.table_of(whole) {
                let columns = declared_columns(whole);
                return Some(Row { table: (!several).then_some(table), columns, picked_by, asked, is_record: false });
            }
        }
        let mut tables: Vec<Key> = Vec::new();
        let columns: Vec<Column> = given.iter().map(|value| self.column_of_select(value, &mut tables)).collect();
        tables.sort();
        tables.dedup();
        let only = tables.len() == 1 && !several && !columns.is_empty();
        Some(Row { table: tables.pop().filter(|_| only), columns: Some(columns), picked_by, asked, is_record: false })
    }

    /// The columns that a model declares.
    fn mapped_columns(&self, class: &Value<'t>) -> Option<Vec<Column>> {
        let Value::Class(_, members) = class else { return None };
        let columns = members.iter().filter_map(|(name, value)| {
            let call = value.as_call().filter(|call| is_column(call))?;
            let text = names::fold(self.context, &column_name(call, name));
            Some(Column { name: name.clone(), text, is_plain: true })
        });
        Some(columns.collect())
    }

    fn column_of_select(&self, value: &Value<'t>, tables: &mut Vec<Key>) -> Column {
        let Some(call) = value.as_call() else {
            return Column { name: String::new(), text: String::new(), is_plain: false };
        };
        if &*call.callee == "@column" {
            tables.extend(call.receiver.as_ref().and_then(|table| self.table_of(table)));
            let name = call.args.positional().next().and_then(|arg| arg.value.as_str()).unwrap_or_default();
            let name = names::fold(self.context, name);
            return Column { text: name.clone(), name, is_plain: true };
        }
        let label = (call.tail() == "label").then(|| call.args.positional().next()?.value.as_str()).flatten();
        let inner = call.receiver.iter().chain(call.args.items.iter().map(|arg| &arg.value));
        let text: Vec<String> = inner.map(|value| self.column_of_select(value, tables).text).collect();
        Column { name: label.unwrap_or_default().to_owned(), text: text.join(" "), is_plain: false }
    }

    /// `session.add(Plan(name="free"))`, `session.add_all([…])`: rows of models that this file declares.
    pub(super) fn add_models(&mut self, node: Ts<'t>, args: &Args<'t>) {
        let first = args.positional().next().map_or(Value::Unknown, |arg| arg.value.clone());
        let one = [first.clone()];
        let models = first.items().unwrap_or(&one);
        let rows: Option<Vec<_>> = models.iter().map(|model| self.model_row(model)).collect();
        let Some(rows) = rows.filter(|rows| !rows.is_empty()) else { return self.opaque(node, Reach::Rows) };
        let mut statements: Vec<Statement> = Vec::new();
        for (table, row) in rows {
            let operation = Operation::new(Action::Insert(insert(table, Some(row), OnConflict::Fail)));
            statements.push(single(operation, span(node), false));
        }
        self.step(span(node), self.head(node, args), statements, Vec::new());
    }

    /// The table and the row of `Plan(name="free")`.
    fn model_row(&self, model: &Value<'t>) -> Option<(Key, Rows)> {
        let call = model.as_call()?;
        Some((self.model_table(call.receiver.as_ref()?)?, self.values(&call.args)?))
    }

    /// What a value is a query of: rows in hand, `session.query(…)` and its links, a `select`.
    pub(super) fn query_of(&self, value: &Value<'t>) -> Option<Rc<Query>> {
        match value {
            Value::Rows(query) => Some(query.clone()),
            Value::Call(call) if self.asks_session(call) => {
                let mut links: Vec<Call<'t>> = vec![Call::clone(call)];
                while let Some(inner) = links.last().and_then(|link| link.receiver.as_ref()).and_then(Value::as_call) {
                    links.push(inner.clone());
                }
                match self.select_query(&links, call.at) {
                    Value::Rows(query) => Some(query),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Whether a chain of calls starts at `session.query(…)`.
    pub(super) fn asks_session(&self, call: &Call<'t>) -> bool {
        let start = std::iter::successors(Some(call), |call| call.receiver.as_ref().and_then(Value::as_call)).last();
        start.is_some_and(|start| start.tail() == "query" && start.receiver == Some(Value::Bind))
    }

    /// Whether `session.query(…).first()` gives a record.
    pub(super) fn session_row(&self, value: &Value<'t>) -> Condition {
        self.query_of(value).map_or(Condition::Unknown, |query| self.row_condition(&query))
    }

    /// `plan.name` of `plan = Plan(name="free")`.
    pub(super) fn of_instance(&self, call: &Call<'t>, name: &str) -> Value<'t> {
        let given =
            call.receiver.as_ref().filter(|class| matches!(class, Value::Class(..))).filter(|_| !call.args.open);
        given.and_then(|_| call.args.named(name)).map_or(Value::Unknown, |arg| arg.value.clone())
    }

    /// One record: a row of a loop, or `session.query(…).first()`.
    fn record(&self, value: &Value<'t>) -> Option<Rc<Row>> {
        let row = match value {
            Value::Row(row) => Some(row.clone()),
            Value::Call(call)
                if matches!(call.tail(), "first" | "one" | "one_or_none" | "get" | "scalar_one" | "scalar")
                    && self.asks_session(call) =>
            {
                self.row_of(&*self.query_of(value)?)
            }
            _ => None,
        };
        row.filter(|row| row.is_record)
    }

    /// `post.slug = slugify(post.title)`: written when the session is flushed.
    pub(super) fn assign_member(&mut self, node: Ts<'t>, left: Ts<'t>, value: &Value<'t>) {
        let (Some(object), Some(name)) = (field(left, "object"), field(left, "attribute")) else { return };
        let object = self.eval(object);
        let Some(row) = self.record(&object) else { return };
        let Some(table) = row.table.clone() else { return };
        // What is no column of the model is written nowhere, or elsewhere.
        let mapped = row.columns.iter().flatten().find(|column| column.name == self.text(name));
        let Some(name) = mapped.map(|column| column.text.clone()) else { return };
        let picked = if self.loops.contains(&row) { String::new() } else { row.picked_by.clone() };
        let mut update = self.update_of(table, &[(name, value.clone())], &picked);
        if let Action::Update(update) = &mut update.action
            && self.loops.contains(&row)
        {
            self.drained(update, row.asked.as_ref());
        }
        self.step(span(node), span(left), vec![single(update, span(node), false)], Vec::new());
    }

    /// `session.delete(post)`
    pub(super) fn delete_record(&mut self, node: Ts<'t>, args: &Args<'t>) {
        let record = args.positional().next().and_then(|arg| self.record(&arg.value));
        let Some((row, table)) = record.and_then(|row| Some((row.clone(), row.table.clone()?))) else {
            return self.opaque(node, Reach::Rows);
        };
        let all = self.loops.contains(&row);
        let filter = row.asked.as_ref().filter(|_| all).map(|asked| asked.text.clone());
        let delete = Operation::new(Action::Delete { table, filtered: true, filter });
        self.step(span(node), self.head(node, args), vec![single(delete, span(node), false)], Vec::new());
    }

    /// `session.query(…).filter(…).update({…})`, `….delete()`
    pub(super) fn session_write(&mut self, node: Ts<'t>, call: &Rc<Call<'t>>, name: &str, args: &Args<'t>) {
        let row = self.query_of(&Value::Call(call.clone())).and_then(|query| query.row.clone());
        let Some((row, table)) = row.and_then(|row| Some((row.clone(), row.table.clone()?))) else {
            return self.opaque(node, Reach::Rows);
        };
        let filtered = !row.picked_by.is_empty();
        let operation = if name == "delete" {
            let filter = row.asked.as_ref().map(|asked| asked.text.clone());
            Operation::new(Action::Delete { table, filtered, filter })
        } else {
            let pairs = args.get(0, "values").and_then(|arg| self.pairs(&arg.value));
            let Some(pairs) = pairs else { return self.opaque(node, Reach::Rows) };
            let mut operation = self.update_of(table, &pairs, &row.picked_by);
            if let Action::Update(update) = &mut operation.action {
                self.drained(update, row.asked.as_ref());
            }
            operation
        };
        self.step(span(node), self.head(node, args), vec![single(operation, span(node), false)], Vec::new());
    }

    /// `{"name": …, Plan.price: …}` by the names of columns.
    pub(super) fn pairs(&self, value: &Value<'t>) -> Option<Vec<(String, Value<'t>)>> {
        let Value::Map(pairs) = value else { return None };
        let name = |key: &Value<'t>| {
            let column = key.as_call().filter(|call| &*call.callee == "@column");
            let name = column.map_or_else(|| key.as_str(), |call| call.args.positional().next()?.value.as_str());
            name.map(|name| names::fold(self.context, name))
        };
        pairs.iter().map(|(key, value)| Some((name(key)?, value.clone()))).collect()
    }
}

/// The columns that `sa.table("t", sa.column("a"), …)` names; `None` where it names none.
fn declared_columns(table: &Value<'_>) -> Option<Vec<Column>> {
    let given = table.as_call()?.args.positional().filter_map(|arg| arg.value.as_call());
    let columns = given.filter(|call| matches!(call.tail(), "column" | "Column"));
    let columns: Option<Vec<Column>> = columns
        .map(|call| {
            let name = call.args.get(0, "name")?.value.as_str()?.to_owned();
            Some(Column { text: name.clone(), name, is_plain: true })
        })
        .collect();
    columns.filter(|columns| !columns.is_empty())
}

/// `….first()`, `….one_or_none()`
pub(super) fn gives_row(call: &Call<'_>) -> bool {
    matches!(call.tail(), "first" | "one_or_none" | "scalar")
}

fn is_column(call: &Call<'_>) -> bool {
    matches!(call.tail(), "Column" | "mapped_column")
}

/// The name that a model's column has in the database.
fn column_name(call: &Call<'_>, attribute: &str) -> String {
    call.args.positional().next().and_then(|arg| arg.value.as_str()).unwrap_or(attribute).to_owned()
}
