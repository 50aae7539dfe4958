//! Rows that are there are not written again.

use tree_sitter::Node as Ts;

use super::Speller;
use super::embedded::outermost_loop;
use super::place::Place;
use crate::edit::{Edit, Fix, Safety};
use crate::frontend::alembic::syntax::{field, span};
use crate::operation::{Action, Insert, Key, Value};

impl<'t> Speller<'_, '_, 't> {
    /// Leaves out the rows that the table holds already: they are looked up by a key, or by all that is literal.
    pub(super) fn skip_rows(&mut self, key: Option<&[String]>, own_table: bool) -> Option<Fix> {
        let insert = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Insert(insert) => Some(insert.clone()),
            _ => None,
        })?;
        if own_table && insert.rows.as_ref().is_none_or(|rows| comparable_rows(rows).is_none()) {
            return self.only_while_empty();
        }
        let mut safety = if own_table || key.is_some() { Safety::Safe } else { Safety::Unsafe };
        let columns = match key {
            Some(key) => key.to_vec(),
            None => {
                let literal = comparable(&insert)?;
                if self.tells_apart(&insert.table, &literal) {
                    literal
                } else {
                    safety = Safety::Unsafe;
                    self.steady_columns(&insert)?
                }
            }
        };
        let edits = match self.operation(self.call) {
            "bulk_insert" => self.missing_rows_of_bulk(self.call, &columns)?,
            "execute" => self.guard_insert(&columns, &insert)?,
            "add" => self.guard_model(&columns)?,
            "add_all" => self.models_one_by_one(&columns)?,
            _ => return None,
        };
        Some(self.fix("Insert only the rows that are not there yet", safety, edits))
    }

    /// Whether no two rows that this migration puts into the table are alike in these columns.
    pub(super) fn tells_apart(&self, table: &Key, columns: &[String]) -> bool {
        let (mut seen, mut distinct) = (std::collections::BTreeSet::new(), true);
        crate::replay::each_placed(&self.request.migration.up, &mut |_, placed, _| {
            let Action::Insert(insert) = &placed.operation.action else { return };
            if insert.table != *table {
                return;
            }
            let (Some(names), Some(rows)) = (&insert.columns, &insert.rows) else {
                distinct = false;
                return;
            };
            for row in rows {
                let cell = |column: &String| match row.get(names.iter().position(|name| name == column)?) {
                    Some(Value::Literal(text)) => Some(text.clone()),
                    _ => None,
                };
                distinct &= seen.insert(columns.iter().map(cell).collect::<Vec<_>>());
            }
        });
        distinct
    }

    /// The columns that may well be given the same values at each run, where the rows are compared when it runs.
    fn steady_columns(&self, insert: &Insert) -> Option<Vec<String>> {
        let (columns, rows) = (insert.columns.as_ref()?, insert.rows.as_ref()?);
        let steady =
            |place: usize| rows.iter().all(|row| matches!(row.get(place), Some(Value::Literal(_) | Value::Unknown)));
        let kept = columns.iter().enumerate().filter(|(place, _)| steady(*place)).map(|(_, name)| name.clone());
        let kept: Vec<String> = kept.collect();
        (self.operation(self.call) == "bulk_insert" && kept.len() > comparable(insert)?.len()).then_some(kept)
    }

    /// Rows go into a table of the migration's own once: while it holds none.
    pub(super) fn only_while_empty(&mut self) -> Option<Fix> {
        let table = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Insert(insert) => Some(insert.table.clone()),
            _ => None,
        })?;
        let mut inserts = 0;
        crate::replay::each_placed(&self.request.migration.up, &mut |_, placed, _| {
            inserts += usize::from(matches!(&placed.operation.action, Action::Insert(other) if other.table == table));
        });
        let name = super::sql_name(&table.name);
        if inserts != 1 || name.contains('"') {
            return None;
        }
        let (sa, op) = (self.sqlalchemy()?, self.op_name()?);
        let query = self.literal(&format!("SELECT 1 FROM {name} LIMIT 1"));
        let condition =
            format!("{op}.get_context().as_sql or {op}.get_bind().execute({sa}.text({query})).first() is None");
        // Around a loop: its own first row would end it.
        let place = match outermost_loop(self.call) {
            Some(whole) if self.only_inserts(whole) => Place::of_statement(self, whole)?,
            Some(_) => return None,
            None => Place::of(self, self.call)?,
        };
        let edits = place.wrap(self, &condition)?;
        Some(self.fix(format!("Insert only while `{}` is empty", table.name), Safety::Safe, edits))
    }

    /// Whether all the steps of a stretch write rows into tables of the migration's own.
    fn only_inserts(&self, whole: Ts<'t>) -> bool {
        let (at, mut only) = (span(whole), true);
        crate::replay::each_placed(&self.request.migration.up, &mut |step, placed, _| {
            let inside = at.start <= step.at.start && step.at.end <= at.end;
            only &= !inside || matches!(placed.operation.action, Action::Insert(_) | Action::Nothing);
        });
        only
    }

    /// `….where(t.c.a.is_(None))`: only rows that hold nothing yet.
    pub(super) fn fill_empty(&mut self, columns: &[String], certain: bool) -> Option<Fix> {
        if self.operation(self.call) != "execute" {
            return None;
        }
        let statement = self.argument(self.call, 0, "sqltext").filter(|node| node.kind() == "call")?;
        let table = self.table_variable(statement, "update")?;
        let filters: String = columns.iter().map(|column| format!(".where({table}.c.{column}.is_(None))")).collect();
        let safety = if certain { Safety::Safe } else { Safety::Unsafe };
        let edits = vec![Edit::insert(span(statement).end, filters)];
        Some(self.fix("Fill in only rows that have no value yet", safety, edits))
    }

    /// `op.bulk_insert(table, _missing_rows(table, […], ["name"]))`
    pub(super) fn missing_rows_of_bulk(&mut self, call: Ts<'t>, columns: &[String]) -> Option<Vec<Edit>> {
        let table = self.argument(call, 0, "table").filter(|table| table.kind() == "identifier")?;
        let rows = self.argument(call, 1, "rows")?;
        let helper = self.rows_helper()?;
        let names: Vec<String> = columns.iter().map(|column| self.literal(column)).collect();
        Some(vec![
            Edit::insert(span(rows).start, format!("{helper}({}, ", self.text(table))),
            Edit::insert(span(rows).end, format!(", [{}])", names.join(", "))),
        ])
    }

    fn rows_helper(&mut self) -> Option<String> {
        let name = "_missing_rows";
        let (sa, op) = (self.sqlalchemy()?, self.op_name()?);
        let body = format!(
            "def {name}(table, rows, key):\n    \
                 if {op}.get_context().as_sql:\n        \
                     return rows\n    \
                 columns = [table.c[name] for name in key]\n    \
                 there = set(map(tuple, {op}.get_bind().execute({sa}.select(*columns))))\n    \
                 return [row for row in rows if tuple(row[name] for name in key) not in there]\n\n\n"
        );
        self.define(name, &body)?;
        Some(name.to_owned())
    }

    /// `op.execute(t.insert().values(name="x"))` under a question for that row.
    fn guard_insert(&mut self, columns: &[String], insert: &Insert) -> Option<Vec<Edit>> {
        let rows = insert.rows.as_ref().filter(|rows| rows.len() == 1)?;
        let names = insert.columns.as_ref()?;
        let table = self.table_variable(self.argument(self.call, 0, "sqltext")?, "insert")?;
        let (sa, op) = (self.sqlalchemy()?, self.op_name()?);
        let mut filters = String::new();
        for column in columns {
            let place = names.iter().position(|name| name == column)?;
            let Value::Literal(_) = rows[0].get(place)? else { return None };
            let value = self.written_value(column)?;
            filters.push_str(&format!(".where({table}.c.{column} == {value})"));
        }
        let select = format!("{sa}.select({table}.c.{}){filters}", columns.first()?);
        let condition = format!("{op}.get_context().as_sql or not {op}.get_bind().execute({select}).first()");
        Place::of(self, self.call)?.wrap(self, &condition)
    }

    /// The variable whose `.insert()` a statement is, or that `sa.insert(…)` is given.
    fn table_variable(&self, statement: Ts<'t>, verb: &str) -> Option<&'t str> {
        let mut node = statement;
        loop {
            let function = field(node, "function")?;
            if self.operation(node) == verb {
                let given = self
                    .argument(node, 0, "table")
                    .filter(|_| function.kind() == "identifier" || self.is_library(function));
                let table = given.or_else(|| field(function, "object"))?;
                return (table.kind() == "identifier").then(|| self.text(table));
            }
            node = field(function, "object")?;
        }
    }

    /// `sa.update` rather than `table.update`.
    fn is_library(&self, function: Ts<'t>) -> bool {
        field(function, "object").is_some_and(|object| matches!(self.text(object), "sa" | "sqlalchemy" | "sql"))
    }

    /// A column's value as `values(…)` has it.
    fn written_value(&self, column: &str) -> Option<&'t str> {
        let statement = self.argument(self.call, 0, "sqltext")?;
        let mut found = None;
        crate::frontend::alembic::syntax::visit(statement, &mut |node| {
            let named = match node.kind() {
                "keyword_argument" => field(node, "name").is_some_and(|name| self.text(name) == column),
                "pair" => field(node, "key").is_some_and(|key| self.text(key).trim_matches(['"', '\'']) == column),
                _ => false,
            };
            if named {
                found = field(node, "value");
            }
            found.is_none()
        });
        found.map(|value| self.text(value))
    }
}

/// The rows, where some of what each of them gives is the same at each run.
fn comparable_rows(rows: &[Vec<Value>]) -> Option<()> {
    let some_literal = rows.iter().all(|row| row.iter().any(|cell| matches!(cell, Value::Literal(_))));
    some_literal.then_some(())
}

/// The columns that every row gives a value that is the same at each run: enough to tell a row from the others.
pub(super) fn comparable(insert: &Insert) -> Option<Vec<String>> {
    let (columns, rows) = (insert.columns.as_ref()?, insert.rows.as_ref()?);
    let literal = |place: usize| rows.iter().all(|row| matches!(row.get(place), Some(Value::Literal(_))));
    let kept: Vec<String> =
        columns.iter().enumerate().filter(|(place, _)| literal(*place)).map(|(_, name)| name.clone()).collect();
    (!kept.is_empty()).then_some(kept)
}
