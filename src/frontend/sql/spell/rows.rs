//! Remedy: do not write rows again that are there.

mod absent;
mod once;
mod values;

use super::cursor::{Cursor, Name};
use super::naming;
use super::site::{Draft, Site, insert};
use crate::engine::Dialect;
use values::Source;

/// An INSERT statement.
#[derive(Debug)]
struct Insert<'a> {
    table: Name<'a>,
    /// From INSERT to where the rows begin: table and columns as written.
    head: std::ops::Range<usize>,
    columns: Option<Vec<Name<'a>>>,
    source: Source<'a>,
    /// The last byte of the rows or of the query: a conflict clause belongs behind it.
    end: usize,
    /// Something stands behind the rows: `ON CONFLICT`, `RETURNING`.
    conflict: bool,
    returning: bool,
}

impl<'a> Insert<'a> {
    fn read(mut cursor: Cursor<'a>) -> Option<Self> {
        let start = cursor.start();
        if !cursor.eat("INSERT") {
            return None;
        }
        cursor.eat_any(&["IGNORE", "LOW_PRIORITY", "OR IGNORE", "OR ROLLBACK", "OR ABORT", "OR FAIL"]);
        cursor.eat("INTO");
        let table = cursor.name()?;
        if cursor.eat("AS") {
            cursor.name()?;
        }
        let columns = match cursor.list() {
            Some(list) => Some(list.into_iter().map(|mut column| column.name()).collect::<Option<Vec<_>>>()?),
            None => None,
        };
        let head = start..cursor.end();
        let source = Source::read(&mut cursor)?;
        let end = match source {
            Source::Rows { .. } | Source::Defaults => cursor.end(),
            Source::Query { end, .. } => end,
        };
        let conflict = match source {
            // A join has an ON as well.
            Source::Query { conflict, .. } => conflict,
            Source::Rows { .. } | Source::Defaults => { cursor }.seek(&["ON"]),
        };
        let mut tail = cursor;
        Some(Self { table, head, columns, source, end, conflict, returning: tail.seek(&["RETURNING"]) })
    }
}

/// Spellings for this dialect, best first.
pub(super) fn drafts(site: &Site<'_>, key: Option<&[String]>, own_table: bool) -> Vec<Draft> {
    let Some(insert) = Insert::read(site.cursor()) else { return Vec::new() };
    match key {
        Some(key) => conflict_clause(site, &insert, key).into_iter().collect(),
        None if own_table => {
            absent::draft(site, &insert, own_table).into_iter().chain(once::draft(site, &insert)).collect()
        }
        None => absent::draft(site, &insert, own_table).into_iter().collect(),
    }
}

/// `ON CONFLICT (key) DO NOTHING`, or MySQL's `ON DUPLICATE KEY UPDATE a = a`.
///
/// Not `INSERT IGNORE`: that also swallows broken foreign keys and bad values (shared facts sql.md section 1.6).
fn conflict_clause(site: &Site<'_>, statement: &Insert<'_>, key: &[String]) -> Option<Draft> {
    if statement.conflict {
        return None;
    }
    let written = |column: &String| {
        let named = statement
            .columns
            .iter()
            .flatten()
            .find(|name| site.dialect.fold(&name.stored(site.dialect), true) == *column);
        match (named, site.dialect) {
            (Some(name), _) => name.text.clone(),
            (None, Dialect::Postgres | Dialect::Sqlite) => naming::quoted(column),
            (None, _) => column.clone(),
        }
    };
    let key: Vec<String> = key.iter().map(written).collect();
    let first = key.first()?;
    let clause = match site.dialect {
        Dialect::Postgres | Dialect::Sqlite => {
            format!("{} ({}) {}", site.keywords("ON CONFLICT"), key.join(", "), site.keywords("DO NOTHING"))
        }
        Dialect::MySql | Dialect::MariaDb => {
            // Behind a query, a bare name could also mean a column of the query.
            let owner = if matches!(statement.source, Source::Query { .. }) {
                format!("{}.", statement.table.text)
            } else {
                String::new()
            };
            format!("{} {owner}{first} = {owner}{first}", site.keywords("ON DUPLICATE KEY UPDATE"))
        }
        Dialect::SqlServer => return None,
    };
    let title = format!("Add `{}`", clause.split(" UPDATE").next().unwrap_or(&clause));
    let mut text = String::from(" ");
    if let (Dialect::Sqlite, Source::Query { ends_in_from: true, .. }) = (site.dialect, &statement.source) {
        // Without WHERE, SQLite takes ON for that of a join.
        text.push_str(&format!("{} ", site.keywords("WHERE TRUE")));
    }
    text.push_str(&clause);
    Some(Draft::safe(title, vec![insert(statement.end, text)]))
}
