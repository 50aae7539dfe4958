//! Rows that a migration writes with SQLAlchemy, and queries that it asks with.

use tree_sitter::Node as Ts;

use super::compare::same;
use super::lower::Lowering;
use super::names;
use super::ops::single;
use super::syntax::span;
use super::value::{Args, Call, Value};
use crate::migration::Statement;
use crate::operation::{Action, Insert, Key, OnConflict, Operation, Reach, Repeat, Update, Value as Cell};

/// Columns and rows of literal dictionaries.
pub(super) type Rows = (Vec<String>, Vec<Vec<Cell>>);

impl<'t> Lowering<'_, 't> {
    /// `op.bulk_insert(table, [{…}, …])`
    pub(super) fn bulk_insert(&mut self, node: Ts<'t>, args: &Args<'t>) {
        let table = args.get(0, "table").and_then(|arg| self.table_of(&arg.value));
        let Some(table) = table else { return self.opaque(node, Reach::Rows) };
        let given = args.get(1, "rows").map_or(Value::Unknown, |arg| arg.value.clone());
        let (given, conflict) = match given {
            Value::Absent(rows) => (Value::List(rows), OnConflict::WhereAbsent),
            other => (other, OnConflict::Fail),
        };
        let rows = self.rows(&given);
        if rows.is_none() {
            // Nobody knows whether there are any.
            return self.opaque(node, Reach::Rows);
        }
        if rows.as_ref().is_some_and(|(_, rows)| rows.is_empty()) {
            return;
        }
        let insert = insert(table, rows, conflict);
        self.write(node, args, Operation::new(Action::Insert(insert)));
    }

    fn write(&mut self, node: Ts<'t>, args: &Args<'t>, operation: Operation) {
        let at = span(node);
        let statements: Vec<Statement> = vec![single(operation, at, false)];
        self.step(at, self.head(node, args), statements, Vec::new());
    }

    /// `op.execute(table.insert().values(…))`, `.update()`, `.delete()`, `sa.insert(table)` …
    pub(super) fn construct(&mut self, node: Ts<'t>, call: &Call<'t>, args: &Args<'t>) -> Value<'t> {
        let mut links: Vec<Call<'t>> = vec![call.clone()];
        while let Some(inner) = links.last().and_then(|link| link.receiver.as_ref()).and_then(Value::as_call) {
            let inner = inner.clone();
            links.push(inner);
        }
        let verb = links.iter().position(|link| matches!(link.tail(), "insert" | "update" | "delete"));
        let Some(verb) = verb else {
            // Selects read; anything else is not known.
            if links.iter().any(|link| matches!(link.tail(), "select" | "exists" | "query")) {
                let rows = self.select_query(&links, span(node));
                if let Value::Rows(query) = &rows {
                    self.reads(node, query);
                }
                return rows;
            }
            self.opaque(node, Reach::Everything);
            return Value::Unknown;
        };
        let chain = &links[..verb];
        let target = match &links[verb].receiver {
            Some(receiver) => self.table_of(receiver),
            None => links[verb].args.positional().next().and_then(|arg| self.table_of(&arg.value)),
        };
        let Some(table) = target else {
            self.opaque(node, Reach::Rows);
            return Value::Unknown;
        };
        let find = |name: &str| chain.iter().find(|link| link.tail() == name);
        let operation = match links[verb].tail() {
            "delete" => {
                let own = self.row_in_hand(&table, node).and_then(|row| self.picked(row)).map(|picked| picked.filter);
                let filter = own.or_else(|| self.asked_of(chain).map(|asked| asked.text));
                Action::Delete { table, filtered: find("where").is_some(), filter }
            }
            "update" => match find("values").and_then(|values| self.assigned(&values.args)) {
                Some(pairs) => {
                    let mut operation = self.update_of(table, &pairs, &self.filter_text(chain));
                    if let Action::Update(update) = &mut operation.action {
                        match self.row_in_hand(&update.table, node) {
                            Some(row) => self.drained(update, row.asked.as_ref()),
                            None => self.drained(update, self.asked_of(chain).as_ref()),
                        }
                    }
                    operation.action
                }
                None => Action::Update(Update::of(table, Repeat::Unknown)),
            },
            _ => match self.insert_of(table, chain, &links[verb], args) {
                Some(insert) => Action::Insert(insert),
                None => {
                    self.opaque(node, Reach::Rows);
                    return Value::Unknown;
                }
            },
        };
        self.write(node, args, Operation::new(operation));
        Value::Unknown
    }

    fn insert_of(&self, table: Key, chain: &[Call<'t>], verb: &Call<'t>, args: &Args<'t>) -> Option<Insert> {
        let find = |name: &str| chain.iter().find(|link| link.tail() == name);
        let elements = |link: &Call<'t>| {
            let list = link.args.get(0, "index_elements").or_else(|| link.args.named("index_elements"));
            let columns = list.and_then(|arg| arg.value.strings());
            columns.map(|columns| columns.iter().map(|name| names::fold(self.context, name)).collect())
        };
        let conflict = if let Some(link) = find("on_conflict_do_nothing") {
            OnConflict::Skip(elements(link))
        } else if let Some(link) = find("on_conflict_do_update") {
            OnConflict::Update(elements(link))
        } else if find("on_duplicate_key_update").is_some() {
            OnConflict::Update(None)
        } else if let Some(link) = find("prefix_with") {
            match link.args.text(0, "prefixes").map(|text| text.value().to_uppercase()) {
                Some(prefix) if prefix.contains("IGNORE") => OnConflict::Skip(None),
                Some(prefix) if prefix.contains("REPLACE") => OnConflict::Replace,
                _ => OnConflict::Fail,
            }
        } else {
            OnConflict::Fail
        };
        if let Some(link) = find("from_select") {
            return self.insert_from_select(table, link, conflict);
        }
        let given = args.positional().nth(1).map(|arg| &arg.value);
        let values = match find("values") {
            Some(link) => self.values(&link.args),
            None => given.and_then(|given| self.rows(given)),
        };
        let values = values.or_else(|| self.values(&verb.args).filter(|_| verb.receiver.is_some()));
        // A list that was put together at run time may well be empty.
        let listed = given.is_some() || find("values").is_some_and(|link| link.args.positional().next().is_some());
        if values.is_none() && listed {
            return None;
        }
        Some(insert(table, values, conflict))
    }

    /// `from_select([…], sa.select(…).where(~sa.exists()…))` asks by itself.
    fn insert_from_select(&self, table: Key, link: &Call<'t>, conflict: OnConflict) -> Option<Insert> {
        let columns = link.args.get(0, "names").and_then(|arg| arg.value.strings());
        let select = link.args.get(1, "select")?.value.as_call()?;
        // What a variable holds is written elsewhere.
        let text = format!("{} {}", self.source.slice(link.at), self.text(select.node));
        let asks = text.contains("exists(") && (text.contains('~') || text.contains("not_("))
            || [".notin_(", ".not_in(", "outerjoin(", "isouter=True", ".except_("]
                .iter()
                .any(|word| text.contains(word));
        let conflict = if asks && conflict == OnConflict::Fail { OnConflict::WhereAbsent } else { conflict };
        let mut links: Vec<Call<'t>> = vec![select.clone()];
        while let Some(inner) = links.last().and_then(|link| link.receiver.as_ref()).and_then(Value::as_call) {
            let inner = inner.clone();
            links.push(inner);
        }
        let from = self.row_of_links(&links).and_then(|row| self.picked(&row));
        Some(Insert { table, columns, rows: None, conflict, from })
    }

    /// `values(a=1)`, `values({"a": 1})` of one row.
    fn assigned(&self, args: &Args<'t>) -> Option<Vec<(String, Value<'t>)>> {
        if args.open {
            return None;
        }
        if let Some(first) = args.positional().next() {
            return self.pairs(&first.value);
        }
        let pair =
            |arg: &super::value::Arg<'t>| Some((names::fold(self.context, arg.name.as_deref()?), arg.value.clone()));
        args.items.iter().map(pair).collect()
    }

    /// What the conditions of a chain of calls say.
    fn filter_text(&self, chain: &[Call<'t>]) -> String {
        let filters = chain.iter().filter(|link| matches!(link.tail(), "where" | "filter" | "filter_by"));
        let parts = filters.flat_map(|link| &link.args.items).map(|arg| self.source.slice(arg.at).to_lowercase());
        parts.collect::<Vec<_>>().join(" ")
    }

    /// `values(a=1)`, `values({"a": 1})`, `values([{…}])`
    pub(super) fn values(&self, args: &Args<'t>) -> Option<Rows> {
        if args.open {
            return None;
        }
        if let Some(first) = args.positional().next() {
            return self.rows(&first.value);
        }
        let columns = args.items.iter().filter_map(|arg| arg.name.as_deref());
        let columns: Vec<String> = columns.map(|name| names::fold(self.context, name)).collect();
        let cells = args.items.iter().map(|arg| cell(&arg.value)).collect();
        (!columns.is_empty()).then_some((columns, vec![cells]))
    }

    /// The rows of a list of dictionaries, or of one.
    fn rows(&self, value: &Value<'t>) -> Option<Rows> {
        let one = [value.clone()];
        let items = match value {
            Value::List(items) => items.as_slice(),
            Value::Map(_) => &one,
            _ => return None,
        };
        let mut columns: Vec<Value<'t>> = Vec::new();
        for item in items {
            let Value::Map(pairs) = item else { return None };
            for (key, _) in pairs.iter() {
                if !columns.iter().any(|known| same(known, key)) {
                    columns.push(key.clone());
                }
            }
        }
        let names: Option<Vec<String>> =
            columns.iter().map(|column| Some(names::fold(self.context, column.as_str()?))).collect();
        let row = |item: &Value<'t>| -> Vec<Cell> {
            let Value::Map(pairs) = item else { return Vec::new() };
            let found = |column| pairs.iter().find(|(key, _)| same(key, column));
            columns.iter().map(|column| found(column).map_or(Cell::Default, |(_, value)| cell(value))).collect()
        };
        Some((names?, items.iter().map(row).collect()))
    }

    /// The table that a construct stands for: `sa.table("t", …)`, `sa.Table("t", metadata)`, what `create_table` gave.
    pub(super) fn table_of(&self, value: &Value<'t>) -> Option<Key> {
        if matches!(value, Value::Class(..)) {
            return self.model_table(value);
        }
        let call = value.as_call()?;
        if !matches!(call.tail(), "table" | "Table" | "TableClause") || call.receiver.is_some() {
            return None;
        }
        let schema = call.args.named("schema").and_then(|arg| arg.value.as_str());
        let name = call.args.get(0, "name").or_else(|| call.args.named("table_name"))?.value.as_str()?;
        Some(Key::table(names::table(self.context, name, schema)))
    }
}

pub(super) fn insert(table: Key, rows: Option<Rows>, conflict: OnConflict) -> Insert {
    match rows {
        Some((columns, rows)) => Insert { table, columns: Some(columns), rows: Some(rows), conflict, from: None },
        None => Insert { table, columns: None, rows: None, conflict, from: None },
    }
}

/// Parts of the names of functions that give something new at every call.
const MAKERS: &[&str] = &["uuid", "func.now", "utcnow", "datetime.now", "time.time", "secrets.", "random", "token_"];

/// A value as the same literal would be written in SQL.
pub(super) fn cell(value: &Value<'_>) -> Cell {
    match value {
        Value::Text(_) => value.as_str().map_or(Cell::Unknown, |text| Cell::Literal(text.to_owned())),
        Value::Number(text) => Cell::Literal(text.clone()),
        Value::Bool(value) => Cell::Literal(value.to_string()),
        Value::None => Cell::Literal("NULL".to_owned()),
        Value::Call(call) if call.tail() == "inline_literal" => {
            call.args.positional().next().map_or(Cell::Unknown, |arg| cell(&arg.value))
        }
        // `uuid.uuid4()`, `sa.func.now()`, `datetime.utcnow()`
        Value::Call(call) if MAKERS.iter().any(|maker| call.callee.contains(maker)) => Cell::Computed,
        _ => Cell::Unknown,
    }
}
