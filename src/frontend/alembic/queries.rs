//! Queries that a migration asks with: the catalogues of the engines, and its own tables.

use std::rc::Rc;

use super::lower::Lowering;
use super::names;
use super::value::{Args, Call, Query, Text, Value};
use crate::migration::{Condition, Subject};
use crate::operation::{Key, Kind};

/// A column, and the value it is compared with.
type Cell = (String, String);

impl<'t> Lowering<'_, 't> {
    /// The rows of a `SELECT` in a string.
    pub(super) fn text_query(&self, text: &Text) -> Value<'t> {
        let sql = (!text.sql.holes).then(|| text.value().to_owned());
        Value::Rows(Rc::new(Query { sql, table: None, tables: Vec::new(), filter: None, row: None, at: text.at }))
    }

    /// The rows of a `sa.select(…)`.
    pub(super) fn select_query(&self, chain: &[Call<'t>], at: crate::source::Span) -> Value<'t> {
        let mentioned = chain.iter().flat_map(|link| link.args.items.iter().map(|arg| &arg.value));
        let receivers = chain.iter().filter_map(|link| link.receiver.as_ref());
        let mut tables: Vec<Key> = Vec::new();
        for value in mentioned.chain(receivers) {
            tables.extend(self.table_behind(value));
        }
        let table = tables.first().cloned();
        let mut filter = Some(Vec::new());
        for link in chain {
            match link.tail() {
                "where" | "filter" => {
                    for arg in &link.args.items {
                        match (&arg.value, &mut filter) {
                            (Value::Truth(Condition::RowsPresent { filter: Some(more), .. }), Some(known)) => {
                                known.extend(more.iter().cloned());
                            }
                            _ => filter = None,
                        }
                    }
                }
                "filter_by" => filter = filter.and_then(|known| self.by_names(known, &link.args)),
                "join" | "having" => filter = None,
                _ => {}
            }
        }
        let row = self.row_of_links(chain).map(Rc::new);
        Value::Rows(Rc::new(Query { sql: None, table, tables, filter, row, at }))
    }

    /// `filter_by(name="x", kind="y")`
    fn by_names(&self, mut known: Vec<Cell>, args: &Args<'t>) -> Option<Vec<Cell>> {
        let (names, rows) = self.values(args)?;
        for (name, value) in names.into_iter().zip(rows.into_iter().flatten()) {
            let crate::operation::Value::Literal(text) = value else { return None };
            known.push((name, text));
        }
        Some(known)
    }

    /// The table of a table, of one of its columns, or of an expression with one.
    fn table_behind(&self, value: &Value<'t>) -> Option<Key> {
        if let Some(table) = self.table_of(value) {
            return Some(table);
        }
        match value {
            Value::Call(call) => {
                let inner = call.receiver.iter().chain(call.args.items.iter().map(|arg| &arg.value));
                inner.into_iter().find_map(|value| self.table_behind(value))
            }
            Value::List(items) => items.iter().find_map(|item| self.table_behind(item)),
            Value::Truth(Condition::RowsPresent { table, .. }) => Some(table.clone()),
            _ => None,
        }
    }

    /// Whether a query gives a row.
    pub(super) fn row_condition(&self, query: &Query) -> Condition {
        if let Some(sql) = &query.sql {
            return self.asked_in_sql(sql, None, query);
        }
        match (&query.table, &query.filter) {
            (Some(table), Some(filter)) => Condition::RowsPresent {
                table: table.clone(),
                filter: (!filter.is_empty()).then(|| filter.clone()),
                at: query.at,
            },
            _ => Condition::Unknown,
        }
    }

    /// Whether a name, or a row's values, are among what a query gives.
    pub(super) fn row_in(&self, item: &Value<'t>, query: &Query) -> Condition {
        match (&query.sql, item.as_str()) {
            (Some(sql), Some(name)) => self.asked_in_sql(sql, Some(name), query),
            (None, _) => match &query.table {
                Some(table) => Condition::RowsPresent { table: table.clone(), filter: None, at: query.at },
                None => Condition::Unknown,
            },
            _ => Condition::Unknown,
        }
    }

    /// A question to a catalogue, or to a table's rows; `name`: is it among the names that are listed?
    fn asked_in_sql(&self, sql: &str, name: Option<&str>, query: &Query) -> Condition {
        let Some(select) = Select::read(sql) else { return Condition::Unknown };
        let value = |columns: &[&str]| {
            let given = select.equals.iter().find(|(column, _)| columns.contains(&column.as_str()));
            given.map(|(_, value)| value.as_str()).or(name)
        };
        let known: &[(&str, &[&str], Kind)] = &[
            ("information_schema.tables", &["table_name"], Kind::Table),
            ("pg_tables", &["tablename"], Kind::Table),
            ("pg_catalog.pg_tables", &["tablename"], Kind::Table),
            ("pg_type", &["typname"], Kind::Type),
            ("pg_indexes", &["indexname"], Kind::Index),
            ("pg_extension", &["extname"], Kind::Extension),
            ("information_schema.views", &["table_name"], Kind::View),
        ];
        if let Some((_, columns, kind)) = known.iter().find(|(from, _, _)| *from == select.from) {
            let Some(name) = value(columns) else { return Condition::Unknown };
            return self.fresh(Subject::Key(Key::new(*kind, names::fold(self.context, name))), None, query.at);
        }
        let subject = match select.from.as_str() {
            "information_schema.columns" => match (value(&["table_name"]), value(&["column_name"])) {
                (Some(table), Some(column)) if table != column => {
                    Some(Key::column(names::fold(self.context, table), names::fold(self.context, column)))
                }
                _ => None,
            },
            "sqlite_master" | "sqlite_schema" => value(&["name"]).map(|name| {
                let is_index = select.equals.iter().any(|(column, kind)| column == "type" && kind == "index");
                Key::new(if is_index { Kind::Index } else { Kind::Table }, names::fold(self.context, name))
            }),
            "pg_constraint" => {
                return value(&["conname"]).map_or(Condition::Unknown, |name| {
                    let key = Key::new(Kind::Constraint, names::fold(self.context, name));
                    self.fresh(Subject::Anywhere(key), None, query.at)
                });
            }
            "information_schema.table_constraints" | "information_schema.referential_constraints" => {
                match (value(&["table_name"]), value(&["constraint_name"])) {
                    (Some(table), Some(name)) if table != name => {
                        Some(Key::constraint(names::fold(self.context, table), names::fold(self.context, name)))
                    }
                    _ => None,
                }
            }
            "information_schema.statistics" => match (value(&["table_name"]), value(&["index_name"])) {
                (Some(table), Some(name)) if table != name => {
                    Some(names::index_key(self.context, &names::fold(self.context, table), name))
                }
                _ => None,
            },
            from if from.starts_with("pragma_table_info(") || from.starts_with("table_info(") => {
                let table = from.split(['(', ')']).nth(1).unwrap_or_default().trim_matches(['\'', '"']);
                value(&["name"])
                    .map(|column| Key::column(names::fold(self.context, table), names::fold(self.context, column)))
            }
            from if from.contains("schema.") || from.starts_with("pg_") => None,
            from => {
                if name.is_some() {
                    return Condition::Unknown;
                }
                let table = Key::table(names::table(self.context, from, None));
                let filter = (!select.equals.is_empty()).then(|| select.equals.clone());
                return Condition::RowsPresent { table, filter, at: query.at };
            }
        };
        subject.map_or(Condition::Unknown, |key| self.fresh(Subject::Key(key), None, query.at))
    }

    /// `t.c.name == "x"` as a filter of rows.
    pub(super) fn column_equals(&self, column: &Value<'t>, value: &Value<'t>) -> Option<Condition> {
        let call = column.as_call().filter(|call| &*call.callee == "@column")?;
        let table = self.table_of(call.receiver.as_ref()?)?;
        let name = names::fold(self.context, call.args.positional().next()?.value.as_str()?);
        let text = match value {
            Value::Text(_) => value.as_str()?.to_owned(),
            Value::Number(number) => number.clone(),
            Value::Bool(value) => value.to_string(),
            _ => return None,
        };
        Some(Condition::RowsPresent { table, filter: Some(vec![(name, text)]), at: call.at })
    }

    /// `sa.and_(a, b)` of filters.
    pub(super) fn both_filters(&self, args: &Args<'t>) -> Value<'t> {
        let mut merged: Option<(Key, Vec<Cell>, crate::source::Span)> = None;
        for arg in args.positional() {
            let Value::Truth(Condition::RowsPresent { table, filter: Some(filter), at }) = &arg.value else {
                return Value::Unknown;
            };
            match &mut merged {
                Some((known, filters, _)) if known == table => filters.extend(filter.iter().cloned()),
                Some(_) => return Value::Unknown,
                None => merged = Some((table.clone(), filter.clone(), *at)),
            }
        }
        merged.map_or(Value::Unknown, |(table, filter, at)| {
            Value::Truth(Condition::RowsPresent { table, filter: Some(filter), at })
        })
    }

    /// Rows of a list that a filter keeps only where the table has none like them; `None` where it does something else.
    pub(super) fn absent_rows(&self, items: &[Value<'t>], kept: &[Condition]) -> Option<Value<'t>> {
        let asks = |condition: &Condition| matches!(condition, Condition::Not(inner) if matches!(**inner, Condition::RowsPresent { .. }));
        (!kept.is_empty() && kept.iter().all(asks)).then(|| Value::Absent(Rc::new(items.to_vec())))
    }
}

/// A simple `SELECT`: where from, and what it wants to be equal to what.
struct Select {
    from: String,
    equals: Vec<(String, String)>,
}

impl Select {
    /// Reads the shapes that people ask with; anything cleverer is `None`.
    fn read(sql: &str) -> Option<Self> {
        let folded = sql.split_whitespace().collect::<Vec<_>>().join(" ").replace(";", "");
        let lower = folded.to_ascii_lowercase();
        if let Some(table) = lower.strip_prefix("pragma ") {
            return Some(Self { from: table.trim().to_owned(), equals: Vec::new() });
        }
        let lower = lower.replace("select exists(", "").replace("select exists (", "");
        if lower.matches("select ").count() > 1 || lower.contains(" or ") || lower.contains(" join ") {
            return None;
        }
        let (_, rest) = lower.split_once(" from ")?;
        let cut = [" limit ", " order ", " group "].iter().filter_map(|word| rest.find(word)).min();
        let rest = rest[..cut.unwrap_or(rest.len())].trim_end_matches([')', ' ']);
        let (from, filter) = rest.split_once(" where ").unwrap_or((rest, ""));
        let mut equals = Vec::new();
        for part in filter.split(" and ").filter(|part| !part.trim().is_empty()) {
            let (column, value) = part.split_once('=')?;
            if column.contains(['<', '>', '!', '(']) {
                return None;
            }
            let column = column.trim().rsplit('.').next()?.trim_matches('"').to_owned();
            let value = value.trim();
            let literal = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
            match literal {
                // The text was lowered for reading; the value keeps its case.
                Some(literal) => equals.push((column, original(&folded, literal))),
                None if value.starts_with("current_schema") || value.starts_with("database(") => {}
                None if value.chars().all(|c| c.is_ascii_digit()) && !value.is_empty() => {
                    equals.push((column, value.to_owned()));
                }
                None => return None,
            }
        }
        equals.retain(|(column, _)| !matches!(column.as_str(), "table_schema" | "schemaname" | "constraint_schema"));
        let mut from = from.trim().split(' ').next()?.trim_matches('"').to_owned();
        if rest.contains("pragma_table_info(") && !from.ends_with(')') {
            from.push(')');
        }
        (!from.is_empty()).then_some(Self { from, equals })
    }
}

/// A literal as the statement has it, case kept.
fn original(sql: &str, lowered: &str) -> String {
    let quoted = format!("'{lowered}'");
    let lower = sql.to_ascii_lowercase();
    match lower.find(&quoted) {
        Some(at) => sql[at + 1..at + 1 + lowered.len()].to_owned(),
        None => lowered.to_owned(),
    }
}
