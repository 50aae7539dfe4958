//! Rows that are there are not written again, and indexes that a failed build has left are built again.

use syn::{Expr, ExprArray};

use super::Speller;
use super::place::Place;
use crate::edit::{Fix, Safety};
use crate::engine::{Dialect, Version};
use crate::operation::{Action, Insert, Value};

impl Speller<'_, '_> {
    /// The insert's own `on_conflict` where a unique key is known; else the statement runs only while its table is empty,
    /// or while no such row is there.
    pub(super) fn skip_rows(&self, key: Option<&[String]>, own_table: bool) -> Option<Fix> {
        if let Some(fix) = key.and_then(|key| self.on_conflict(key)) {
            return Some(fix);
        }
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        if own_table { self.only_while_empty(&place) } else { self.only_while_absent(&place) }
    }

    fn insert(&self) -> Option<&Insert> {
        self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Insert(insert) => Some(insert),
            _ => None,
        })
    }

    /// `.on_conflict(OnConflict::column(Users::Name).do_nothing().to_owned())`.
    ///
    /// For MySQL sea-query writes `ON DUPLICATE KEY IGNORE`, which MySQL refuses, unless columns are named that are set to
    /// what they are (`backend/mysql/query.rs`).
    fn on_conflict(&self, key: &[String]) -> Option<Fix> {
        let chain = self.chain()?;
        let names = self.insert()?.columns.as_ref()?;
        if chain.kind() != "Query::insert" || chain.find("on_conflict").is_some() || chain.find("replace").is_some() {
            return None;
        }
        let Expr::Array(ExprArray { elems, .. }) = plain(chain.find("columns")?.args.first()?) else { return None };
        let written: Vec<&Expr> = elems.iter().collect();
        let column = |name: &String| {
            let place = names.iter().position(|known| known == name)?;
            Some(self.request.source.slice(self.places.expr(written.get(place)?)))
        };
        let columns: Vec<&str> = key.iter().map(column).collect::<Option<_>>()?;
        if columns.is_empty() || names.len() != written.len() {
            return None;
        }
        let list = columns.join(", ");
        let conflict = if self.every(|dialect| matches!(dialect, Dialect::Postgres | Dialect::Sqlite)) {
            match columns.len() {
                1 => format!("OnConflict::column({list}).do_nothing()"),
                _ => format!("OnConflict::columns([{list}]).do_nothing()"),
            }
        } else if self.every(Dialect::is_mysql_like) && self.at_least(Version::new(1, 0, 0)) {
            format!("OnConflict::new().do_nothing_on([{list}])")
        } else {
            return None;
        };
        let method = format!(".on_conflict({conflict}.to_owned())");
        let edit = chain.add(self.request.source, self.places, &["values", "values_panic"], &method);
        Some(self.fix("Leave rows that are there alone, by `on_conflict`", vec![edit]))
    }

    /// Rows go into a table of the migration's own once: while it holds none.
    pub(super) fn only_while_empty(&self, place: &Place<'_>) -> Option<Fix> {
        let table = &self.insert()?.table;
        let mut inserts = 0;
        crate::replay::each_placed(&self.request.migration.up, &mut |_, placed, _| {
            inserts += usize::from(matches!(&placed.operation.action, Action::Insert(other) if other.table == *table));
        });
        if inserts != 1 {
            return None;
        }
        let condition = self.asks_rows(&format!("SELECT 1 FROM {} LIMIT 1", self.sql_name(&table.name)?), "is_none")?;
        Some(self.fix(format!("Insert only while `{}` is empty", table.name), place.wrap(&condition)))
    }

    /// One row is looked up by all that is literal in it.
    fn only_while_absent(&self, place: &Place<'_>) -> Option<Fix> {
        let insert = self.insert()?;
        let [row] = insert.rows.as_deref()? else { return None };
        let mut filter = Vec::new();
        for (column, value) in insert.columns.as_ref()?.iter().zip(row) {
            let Value::Literal(text) = value else { continue };
            if text == "NULL" {
                continue;
            }
            if text.contains(['\'', '"', '\\']) {
                return None;
            }
            filter.push(format!("{} = '{text}'", self.sql_name(column)?));
        }
        if filter.is_empty() {
            return None;
        }
        let table = self.sql_name(&insert.table.name)?;
        let condition = self.asks_rows(&format!("SELECT 1 FROM {table} WHERE {}", filter.join(" AND ")), "is_none")?;
        let fix = self.fix("Insert the row only where it is not there yet", place.wrap(&condition));
        Some(Fix { safety: Safety::Unsafe, ..fix })
    }

    /// A name as SQL inside a Rust string takes it. One word may be one of SQL's own.
    fn sql_name(&self, name: &str) -> Option<String> {
        let plain = |part: &str| {
            part.contains('_')
                && !part.starts_with("current_")
                && part.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
                && part.starts_with(|c: char| c.is_ascii_lowercase())
        };
        let quote = if self.every(Dialect::is_mysql_like) { "`" } else { "\\\"" };
        let one = |part: &str| match part {
            part if part.contains(['"', '`', '\\', '\'', '{', '}']) || part.is_empty() => None,
            part if plain(part) => Some(part.to_owned()),
            part => Some(format!("{quote}{part}{quote}")),
        };
        let parts: Option<Vec<String>> = name.split('.').map(one).collect();
        Some(parts?.join("."))
    }

    /// An invalid index goes first, then the build.
    pub(super) fn rebuild_index(&self) -> Option<Fix> {
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        self.rebuild_index_at(&place)
    }

    pub(super) fn rebuild_index_at(&self, place: &Place<'_>) -> Option<Fix> {
        let manager = self.around.manager.as_deref()?;
        let key = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Create { key, .. } => Some(key),
            _ => None,
        })?;
        let sql = format!("DROP INDEX CONCURRENTLY IF EXISTS {}", self.sql_name(&key.name)?);
        let line = place.line_before(&format!("{manager}.get_connection().execute_unprepared(\"{sql}\").await?;"));
        let written = self.request.source.slice(self.places.statement(self.around.statement?.0)).to_lowercase();
        let guarded = written.contains("if_not_exists") || written.contains("if not exists");
        let fix = self.fix("Drop what a failed build has left before building again", vec![line]);
        Some(Fix { safety: if guarded { Safety::Unsafe } else { Safety::Safe }, ..fix })
    }
}

/// What stands inside `&[…]` and parentheses.
fn plain(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::Reference(inner) => &inner.expr,
            Expr::Paren(inner) => &inner.expr,
            other => return other,
        };
    }
}
