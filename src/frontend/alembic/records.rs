//! Values that Python works out from rows, and what a second run makes of the columns they are written to.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::Lowering;
use super::names;
use super::ops::single;
use super::syntax::{children, span};
use super::value::{Args, Asked, Column, Derived, Query, Row, Value};
use crate::migration::{Node, Step};
use crate::operation::{Action, Key, Operation, Repeat, Update, Value as Cell};

/// Methods of strings that leave alone what they made.
const SETTLED: &[&str] = &["lower", "upper", "strip", "lstrip", "rstrip", "casefold", "capitalize", "title", "copy"];

impl<'t> Lowering<'_, 't> {
    pub(super) fn row_of(&self, query: &Query) -> Option<Rc<Row>> {
        match &query.sql {
            Some(sql) => row_of_sql(sql, |name| names::table(self.context, name, None)).map(Rc::new),
            None => query.row.clone(),
        }
    }

    pub(super) fn bind_row(&mut self, left: Ts<'t>, row: &Rc<Row>) {
        match left.kind() {
            "pattern_list" | "tuple_pattern" | "list_pattern" => {
                let parts = children(left);
                for (place, part) in parts.iter().enumerate() {
                    let known = row.columns.as_ref().is_some_and(|columns| columns.len() == parts.len());
                    let value = if known { row.nth(place) } else { row.something() };
                    self.bind(*part, Value::Derived(Rc::new(value)));
                }
            }
            _ => self.bind(left, Value::Row(row.clone())),
        }
    }

    /// `row.name`, `row["name"]`, `row[0]`
    pub(super) fn of_row(&self, row: &Rc<Row>, key: &Value<'t>) -> Value<'t> {
        match key {
            Value::Text(_) => match key.as_str() {
                Some("_mapping") => Value::Row(row.clone()),
                Some(name) => Value::Derived(Rc::new(row.named(name))),
                None => Value::Derived(Rc::new(row.something())),
            },
            Value::Number(place) if row.is_record && place == "0" => Value::Row(row.clone()),
            Value::Number(place) => {
                Value::Derived(Rc::new(place.parse().map_or_else(|_| row.something(), |place| row.nth(place))))
            }
            _ => Value::Derived(Rc::new(row.something())),
        }
    }

    /// A method of a value that comes from a row.
    pub(super) fn derived_method(&self, derived: &Derived, name: &str, args: &Args<'t>) -> Value<'t> {
        let mut derived = args.items.iter().fold(derived.clone(), |known, arg| known.with(&self.derived(&arg.value)));
        if !SETTLED.contains(&name) {
            derived.repeat = worse(derived.repeat, Repeat::Unknown);
        }
        Value::Derived(Rc::new(derived))
    }

    /// `a + b`, `f"{a}!"` of values that come from rows; `None` where none does.
    pub(super) fn derived_of(&self, operator: &str, parts: &[&Value<'t>]) -> Option<Value<'t>> {
        if !parts.iter().any(|part| comes_from_rows(part)) {
            return None;
        }
        let mut derived = parts.iter().fold(Derived::default(), |known, part| known.with(&self.derived(part)));
        match operator {
            "+" | "-" | "*" | "/" | "//" | "**" => derived.repeat = Repeat::Differs,
            "or" => {}
            _ => derived.repeat = worse(derived.repeat, Repeat::Unknown),
        }
        Some(Value::Derived(Rc::new(derived)))
    }

    /// Where a value comes from.
    pub(super) fn derived(&self, value: &Value<'t>) -> Derived {
        match value {
            Value::Derived(derived) => Derived::clone(derived),
            Value::Text(text) => text.from_rows.as_ref().map_or_else(
                || Derived { vague: text.sql.holes, ..Derived::default() },
                |derived| Derived::clone(derived),
            ),
            Value::None | Value::Bool(_) | Value::Number(_) | Value::Path(_) | Value::Function(_) => Derived::default(),
            // Put into something larger.
            Value::List(items) => self.wrapped(&mut items.iter()),
            Value::Map(pairs) => self.wrapped(&mut pairs.iter().map(|(_, value)| value)),
            Value::Call(call) if &*call.callee == "@column" => {
                let table = call.receiver.as_ref().and_then(|table| self.table_of(table));
                let name = call.args.positional().next().and_then(|arg| arg.value.as_str());
                match (table, name) {
                    (Some(table), Some(name)) => {
                        let column = Key::column(table.name.as_str(), names::fold(self.context, name));
                        Derived { reads: vec![column], ..Derived::default() }
                    }
                    _ => Derived { vague: true, ..Derived::default() },
                }
            }
            Value::Call(call) => {
                let parts = call.receiver.iter().chain(call.args.items.iter().map(|arg| &arg.value));
                let mut derived = parts.fold(Derived::default(), |known, part| known.with(&self.derived(part)));
                derived.vague |= call.args.open;
                let keeps = call.tail() == "dumps" && derived.repeat == Repeat::Differs;
                if !(derived.reads.is_empty() || keeps) {
                    derived.repeat = Repeat::Unknown;
                }
                derived
            }
            _ => Derived { vague: true, ..Derived::default() },
        }
    }

    fn wrapped(&self, parts: &mut dyn Iterator<Item = &Value<'t>>) -> Derived {
        let mut derived = parts.fold(Derived::default(), |known, part| known.with(&self.derived(part)));
        if !derived.reads.is_empty() {
            derived.repeat = Repeat::Differs;
        }
        derived
    }

    /// An UPDATE of a table, of columns that get values made in Python. `filter` is the text that picks the rows, beside
    /// the loop around it.
    pub(super) fn update_of(&self, table: Key, pairs: &[(String, Value<'t>)], filter: &str) -> Operation {
        let around: Vec<&str> = self.loops.iter().map(|row| row.picked_by.as_str()).collect();
        let asked = |column: &str| excludes(filter, column) || around.iter().any(|text| excludes(text, column));
        let columns: Vec<Key> = pairs.iter().map(|(name, _)| Key::column(table.name.as_str(), name.as_str())).collect();
        let any_asked = pairs.iter().any(|(name, _)| asked(name));
        let (mut repeat, mut overwrites) = (Repeat::Same, Vec::new());
        for ((name, value), column) in pairs.iter().zip(&columns) {
            let derived = self.derived(value);
            let others = columns.iter().filter(|other| *other != column);
            let reads_written = others.clone().any(|other| derived.reads.contains(other));
            let this = match () {
                () if builds_on_itself(Some(name), value) => Repeat::Differs,
                () if derived.vague => Repeat::Unknown,
                () if reads_written => Repeat::Differs,
                () if derived.reads.contains(column) => derived.repeat,
                () => Repeat::Same,
            };
            // A filter that asks for what is written may leave out what is done.
            repeat = worse(repeat, if this == Repeat::Differs && any_asked { Repeat::Unknown } else { this });
            let may_read = derived.vague && !self.leaves_out(&table, name);
            if !(may_read || derived.reads.contains(column) || asked(name)) {
                overwrites.push(name.clone());
            }
        }
        let writes = pairs.iter().map(|(name, value)| (name.clone(), super::rows::cell(value))).collect();
        Operation::new(Action::Update(Update { table, repeat, writes, overwrites, filter: None, drains: false }))
    }

    /// Whether the rows in hand are of this table and were read without the column, so that what is made of them can't be
    /// made of what it holds.
    fn leaves_out(&self, table: &Key, column: &str) -> bool {
        self.loops.iter().any(|row| {
            let columns = row.columns.as_ref().filter(|_| row.table.as_ref() == Some(table));
            columns.is_some_and(|columns| !columns.iter().any(|read| read.text.contains(column)))
        })
    }

    /// What a query reads has to be there.
    pub(super) fn reads(&mut self, node: Ts<'t>, query: &Query) {
        let Some(row) = self.row_of(query) else { return };
        let Some(table) = &row.table else { return };
        let columns = row.columns.iter().flatten().filter(|column| column.is_plain);
        let mut mentions: Vec<Key> =
            columns.map(|column| Key::column(table.name.as_str(), names::fold(self.context, &column.text))).collect();
        mentions.push(table.clone());
        mentions.sort();
        mentions.dedup();
        let mut operation = Operation::new(Action::Nothing);
        operation.mentions = mentions;
        let head = self.head(node, &Args::default());
        let statements = vec![single(operation, span(node), false)];
        self.out.push(Node::Step(Step { at: span(node), head, statements, notes: Vec::new(), round: 0 }));
    }

    /// The rows of `row`-wise values in an UPDATE that was written as SQL: what is bound decides what a second run does.
    pub(super) fn bound_updates(&self, nodes: &mut [Node], sql: &str, args: &Args<'t>) {
        let mut given: Vec<(&str, &Value<'t>)> = Vec::new();
        for arg in &args.items {
            match &arg.value {
                Value::Map(pairs) => given.extend(pairs.iter().filter_map(|(key, value)| Some((key.as_str()?, value)))),
                value => given.extend(arg.name.as_deref().map(|name| (name, value))),
            }
        }
        let lower = sql.to_lowercase();
        crate::migration::each_step_mut(nodes, &mut |step| {
            for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
                let Action::Update(Update { table, repeat, writes, overwrites, .. }) = &mut placed.operation.action
                else {
                    continue;
                };
                let filter = lower.rsplit_once(" where ").map_or("", |(_, filter)| filter);
                let mut bound = Vec::new();
                for (column, value) in writes.iter().filter(|(_, value)| *value == Cell::Unknown) {
                    match bind_of(&lower, column) {
                        Some(name) => {
                            let value = given.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
                            bound.push((column.clone(), value.map_or(Value::Unknown, |(_, value)| (*value).clone())));
                        }
                        // The database works it out.
                        None if value == &Cell::Unknown => {}
                        None => {}
                    }
                }
                if bound.is_empty() {
                    continue;
                }
                let read = self.update_of(table.clone(), &bound, filter);
                if let Action::Update(Update { repeat: again, overwrites: over, .. }) = read.action {
                    *repeat = match *repeat {
                        // That a bind has the name of its column says nothing.
                        Repeat::Unknown => again,
                        known => worse(known, again),
                    };
                    overwrites.retain(|name| over.contains(name) || !bound.iter().any(|(column, _)| column == name));
                }
            }
        });
    }
}

/// The name behind `column = :name`.
fn bind_of<'s>(lower: &'s str, column: &str) -> Option<&'s str> {
    lower.match_indices(column).find_map(|(at, _)| {
        let before = lower[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let rest = lower[at + column.len()..].trim_start_matches(['"', '`']).trim_start().strip_prefix('=')?;
        let rest = rest.trim_start().strip_prefix(':')?;
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let after = rest[end..].trim_start();
        let whole = after.is_empty() || after.starts_with(',') || after.starts_with("where") || after.starts_with(';');
        whole.then_some(&rest[..end])
    })
}

/// The row of a plain `SELECT … FROM table …`.
fn row_of_sql(sql: &str, table: impl Fn(&str) -> String) -> Option<Row> {
    let folded = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = folded.trim_end_matches([';', ' ']);
    let lower = folded.to_ascii_lowercase();
    let (list, rest) = lower.strip_prefix("select ")?.split_once(" from ")?;
    let from = rest.split([' ', ',']).next()?.trim_matches(['"', '`']);
    if from.starts_with("information_schema")
        || from.starts_with("pg_")
        || from.starts_with("sqlite_")
        || from.contains('(')
    {
        return None;
    }
    let cut = [" group ", " order ", " limit "].iter().filter_map(|word| rest.find(word)).min().unwrap_or(rest.len());
    let picked_by = rest[..cut].split_once(" where ").map_or("", |(_, filter)| filter).to_owned();
    let several = [" join ", " union ", "select "].iter().any(|word| rest.contains(word))
        || rest[..rest.find(" where ").unwrap_or(cut)].contains(',');
    let columns = (!list.contains('*') || list.contains("(*)"))
        .then(|| split_list(list))
        .map(|items| items.into_iter().map(Column::read).collect());
    let whole = !several && !rest.contains(" limit ") && !rest.contains(" group ");
    // The engine's words keep their case.
    let start = lower.len() - rest.len() + cut - picked_by.len();
    let text = folded.get(start..start + picked_by.len()).unwrap_or_default();
    let asked = whole.then(|| Asked { text: text.to_owned(), is_sql: true });
    let table = (!several).then(|| Key::table(table(from)));
    Some(Row { table, columns, picked_by, asked, is_record: false })
}

/// The items of a SELECT list.
fn split_list(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut items) = (0_usize, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                items.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(list[start..].trim());
    items
}

/// Whether a filter may leave out rows for what a column holds. That it must hold something leaves out none that is done.
pub(super) fn excludes(filter: &str, column: &str) -> bool {
    const FILLED: &[&str] = &["is not null", ".isnot(none)", ".is_not(none)", "!= none", "!= ''", "<> ''", "!= \"\""];
    words(filter, column).any(|end| {
        let rest = filter[end..].trim_start_matches(['"', '`']).trim_start();
        !FILLED.iter().any(|filled| rest.starts_with(filled))
    })
}

/// Whether a text has a column's name in it, as a word.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    words(text, word).next().is_some()
}

/// Where a word ends in a text.
fn words<'s>(text: &'s str, word: &'s str) -> impl Iterator<Item = usize> + 's {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(move |(at, _)| (at, at + word.len())).filter_map(move |(at, end)| {
        let joined =
            text[..at].chars().next_back().is_some_and(inside) || text[end..].chars().next().is_some_and(inside);
        (!joined).then_some(end)
    })
}

/// Whether some of a value was read from rows.
pub(super) fn comes_from_rows(value: &Value<'_>) -> bool {
    match value {
        Value::Derived(_) => true,
        Value::Text(text) => text.from_rows.is_some(),
        _ => false,
    }
}

pub(super) fn worse(one: Repeat, other: Repeat) -> Repeat {
    match (one, other) {
        (Repeat::Differs, _) | (_, Repeat::Differs) => Repeat::Differs,
        (Repeat::Unknown, _) | (_, Repeat::Unknown) => Repeat::Unknown,
        _ => Repeat::Same,
    }
}

/// `values(n=t.c.n + 1)`, `values({"n": t.c.n + 1})`
fn builds_on_itself(name: Option<&str>, value: &Value<'_>) -> bool {
    match value {
        Value::Map(pairs) => pairs.iter().any(|(key, value)| builds_on_itself(key.as_str(), value)),
        Value::Call(call) if &*call.callee == "@expression" => call.args.items.iter().any(|part| {
            let column = part.value.as_call().filter(|column| &*column.callee == "@column");
            let same = column.and_then(|column| column.args.positional().next()?.value.as_str());
            same.is_some() && same == name || builds_on_itself(name, &part.value)
        }),
        _ => false,
    }
}
