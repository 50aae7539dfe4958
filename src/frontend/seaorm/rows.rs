//! Rows written with `Query::insert()` and `Query::update()`.

use super::lower::Lowering;
use super::names;
use super::value::{Build, Call, Value};
use crate::operation::{Action, Insert, Key, OnConflict, Repeat, Update, Value as Cell};

impl<'a> Lowering<'a> {
    pub(super) fn insert(&self, build: &Build<'a>) -> Option<Action> {
        let table = Key::table(self.table(build.first("into_table")?)?);
        let columns: Option<Vec<String>> = match build.first("columns") {
            Some(Value::List(columns)) => {
                columns.iter().map(|column| Some(names::fold(self.dialect(), &self.name(column)?))).collect()
            }
            _ => None,
        };
        let selected = build.has("select_from");
        let rows: Option<Vec<Vec<Cell>>> = build
            .calls
            .iter()
            .filter(|call| matches!(call.method.as_str(), "values" | "values_panic"))
            .map(|call| match call.args.first() {
                Some(Value::List(cells)) => Some(cells.iter().map(|cell| self.cell(cell)).collect()),
                _ => None,
            })
            .collect();
        let rows = rows.filter(|rows| !selected && !rows.is_empty());
        let conflict = match build.first("on_conflict").and_then(Value::as_build) {
            Some(conflict) => self.conflict(conflict),
            None if build.has("replace") => OnConflict::Replace,
            None if build.has("on_conflict") => return None,
            None => OnConflict::Fail,
        };
        Some(Action::Insert(Insert { table, columns, rows, from: None, conflict }))
    }

    /// `OnConflict::column(X).do_nothing()`, `OnConflict::columns([…]).update_columns([…])`.
    fn conflict(&self, build: &Build<'a>) -> OnConflict {
        let list = match &*build.root {
            "OnConflict::column" | "OnConflict::columns" => build.args.first(),
            _ => None,
        };
        let target = list.and_then(|list| {
            let names = list.items().iter().map(|name| Some(names::fold(self.dialect(), &self.name(name)?)));
            names.collect::<Option<Vec<String>>>()
        });
        // MySQL knows no target: any key counts.
        let target = target.filter(|_| !self.dialect().is_mysql_like());
        if build.calls.iter().any(|call| call.method.starts_with("do_nothing")) {
            OnConflict::Skip(target)
        } else {
            OnConflict::Update(target)
        }
    }

    /// For `do_nothing()` sea-query writes `ON DUPLICATE KEY IGNORE` on MySQL, which is a syntax error;
    /// `do_nothing_on([…])` sets columns to what they are (`backend/mysql/query.rs`).
    pub(super) fn names_what_stays(&self, call: &Call<'a>) -> bool {
        let conflict = call.args.first().and_then(Value::as_build);
        conflict.is_none_or(|build| !build.has("do_nothing"))
    }

    pub(super) fn update(&self, build: &Build<'a>) -> Option<Action> {
        let table = Key::table(self.table(build.first("table")?)?);
        let single = build.all("value").filter_map(|call| Some((call.args.first()?, call.args.get(1)?)));
        let pairs = build.all("values").filter_map(|call| call.args.first()).flat_map(|list| list.items());
        let pairs = pairs.filter_map(|pair| Some((pair.items().first()?, pair.items().get(1)?)));
        let pairs: Vec<(&Value<'a>, &Value<'a>)> = single.chain(pairs).collect();
        let each = pairs.iter().map(|(_, value)| match value {
            Value::Build(build) if grows(build) => Repeat::Differs,
            value if self.cell(value) != Cell::Computed => Repeat::Same,
            _ => Repeat::Unknown,
        });
        let written = |&(column, value): &(&Value<'a>, &Value<'a>)| {
            Some((names::fold(self.dialect(), &self.name(column)?), self.cell(value)))
        };
        let writes: Vec<(String, Cell)> = pairs.iter().filter_map(written).collect();
        let repeat = each.max_by_key(|repeat| match repeat {
            Repeat::Same => 0,
            Repeat::Unknown => 1,
            Repeat::Differs => 2,
        });
        let repeat = repeat.unwrap_or(Repeat::Unknown);
        let conditions = build.calls.iter().filter(|call| call.method.contains("where")).flat_map(|call| &call.args);
        let asked = conditions.map(|condition| self.asked(condition)).collect::<Option<Vec<_>>>();
        let mut overwrites: Vec<String> = writes.iter().map(|(column, _)| column.clone()).collect();
        match &asked {
            Some(asked) => overwrites.retain(|column| !asked.iter().flatten().any(|name| name == column)),
            None => overwrites.clear(),
        }
        // What is worked out in a loop over rows may come from the column itself.
        let reads = |column: &String| self.loops.iter().any(|sql| sql.contains('*') || sql.contains(column.as_str()));
        overwrites.retain(|column| !reads(column));
        let leaves_out =
            asked.is_none_or(|asked| asked.iter().flatten().any(|name| writes.iter().any(|(w, _)| w == name)));
        let repeat = if repeat == Repeat::Differs && leaves_out { Repeat::Unknown } else { repeat };
        Some(Action::Update(Update { table, repeat, writes, overwrites, filter: None, drains: false }))
    }

    /// The columns that a condition asks for; `None` where it is not known which.
    fn asked(&self, condition: &Value<'a>) -> Option<Vec<String>> {
        let Value::Build(build) = condition else { return None };
        let mut names = Vec::new();
        match &*build.root {
            // That it must hold something leaves out none that is done.
            "Expr::col" if matches!(build.calls.as_slice(), [call] if call.method == "is_not_null") => {}
            "Expr::col" => names.push(names::fold(self.dialect(), &self.name(column_of(build.args.first()?)?)?)),
            "Condition::all" | "Condition::any" | "Cond::all" | "Cond::any" => {}
            _ => return None,
        }
        // What it is compared with may be anything that is no condition itself.
        for arg in build.calls.iter().flat_map(|call| &call.args) {
            if matches!(arg, Value::Build(_)) {
                names.extend(self.asked(arg)?);
            }
        }
        Some(names)
    }
}

/// `X` of `Expr::col(X)` and `Expr::col((Table, X))`.
fn column_of<'v, 'a>(value: &'v Value<'a>) -> Option<&'v Value<'a>> {
    match value {
        Value::List(parts) => parts.last(),
        other => Some(other),
    }
}

/// `Expr::col(X).add(1)`: the new value is made from the old one.
fn grows(build: &Build<'_>) -> bool {
    build.root.starts_with("Expr::col")
        && build.calls.iter().any(|call| matches!(call.method.as_str(), "add" | "sub" | "mul" | "div" | "concat"))
}
