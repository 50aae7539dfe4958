//! `INSERT … SELECT … WHERE NOT EXISTS`: needs no unique key.

use std::collections::BTreeSet;

use super::Insert;
use super::values::{Literal, Row, Source, literal};
use crate::edit::Edit;
use crate::engine::{Dialect, Tool};
use crate::frontend::sql::spell::block;
use crate::frontend::sql::spell::naming;
use crate::frontend::sql::spell::site::{Draft, Site};
use crate::operation::TableDef;
use crate::source::Span;

/// How several rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One statement: `SELECT … UNION ALL SELECT …`.
    Union,
    /// A statement for each row: PostgreSQL takes a bare literal for text in a UNION, whatever the column is.
    Each,
}

/// Spells the INSERT so that each row asks for itself first.
pub(super) fn draft(site: &Site<'_>, statement: &Insert<'_>, own_table: bool) -> Option<Draft> {
    let Source::Rows { values, rows } = &statement.source else { return None };
    if site.dialect.is_mysql_like() && holds_a_lock(&site.text[..site.span.start]) {
        return None;
    }
    if statement.returning || site.dialect == Dialect::SqlServer || (statement.conflict && rows.len() > 1) {
        return None;
    }
    let table = made_here(site, statement);
    let columns = columns(site, statement, table)?;
    let mut filters = Vec::with_capacity(rows.len());
    let mut all_literal = true;
    for row in rows {
        if row.values.len() != columns.len() {
            return None;
        }
        let (filter, literal) = filter(site, row, &columns, table)?;
        all_literal &= literal;
        filters.push(filter);
    }
    let distinct = filters.iter().collect::<BTreeSet<_>>().len() == filters.len();
    let form = form(site, statement, rows, &columns, table)?;
    if !distinct && (form == Form::Each || own_table) {
        // Rows that look the same would become one.
        return None;
    }
    let edits = edits(site, statement, values, rows, &filters, form);
    let title = "Insert each row only where it is not there yet";
    let fresh = own_table && distinct && all_literal;
    Some(if fresh { Draft::safe(title, edits) } else { Draft::risky(title, edits) })
}

/// Under `LOCK TABLES t`, a statement that names the table twice is refused (1100): dumps are written like that.
pub(super) fn holds_a_lock(before: &str) -> bool {
    let before = before.to_ascii_uppercase();
    let locked = before.rfind("LOCK TABLES");
    locked.is_some_and(|at| !before[..at].ends_with("UN"))
}

/// The column's name as written (or as it must be written), and as the table knows it.
struct Column {
    written: String,
    stored: String,
}

fn columns(site: &Site<'_>, statement: &Insert<'_>, table: Option<&TableDef>) -> Option<Vec<Column>> {
    if let Some(columns) = &statement.columns {
        let column = |name: &crate::frontend::sql::spell::cursor::Name<'_>| Column {
            written: name.text.clone(),
            stored: site.dialect.fold(&name.stored(site.dialect), true),
        };
        return Some(columns.iter().map(column).collect());
    }
    let table = table.filter(|table| table.complete)?;
    let written = |name: &String| if site.dialect == Dialect::Postgres { naming::quoted(name) } else { name.clone() };
    Some(table.columns.iter().map(|c| Column { written: written(&c.name), stored: c.name.clone() }).collect())
}

/// `a = 1 AND b IS NULL`, over the values that are the same at every run and can be compared; and whether all were.
fn filter(site: &Site<'_>, row: &Row<'_>, columns: &[Column], table: Option<&TableDef>) -> Option<(String, bool)> {
    let mut tests = Vec::new();
    let mut all_literal = true;
    for (value, column) in row.values.iter().zip(columns) {
        let sql_type = type_of(table, &column.stored);
        let kind = literal(*value);
        let text = value.rest_text();
        let test = match kind {
            Literal::Default => return None,
            Literal::Computed => {
                all_literal = false;
                continue;
            }
            _ if sql_type.is_some_and(has_no_equality) => continue,
            Literal::Document if sql_type.is_none_or(|sql_type| !is_text(sql_type)) => continue,
            Literal::Fraction if sql_type.is_none_or(|sql_type| !is_exact(sql_type)) => continue,
            Literal::Null => format!("{} {}", column.written, site.keywords("IS NULL")),
            // A quoted literal takes the column's type; a number would not compare with a text column.
            Literal::Integer | Literal::Fraction
                if site.dialect == Dialect::Postgres && sql_type.is_none_or(|sql_type| !is_number(sql_type)) =>
            {
                format!("{} = {}", column.written, block::literal(text))
            }
            _ => format!("{} = {text}", column.written),
        };
        tests.push(test);
    }
    // Only NULLs would match any row that has none of the values.
    let tells = tests.iter().any(|test| test.contains(" = "));
    tells.then(|| (tests.join(&format!(" {} ", site.keywords("AND"))), all_literal))
}

fn type_of<'t>(table: Option<&'t TableDef>, column: &str) -> Option<&'t str> {
    table?.columns.iter().find(|candidate| candidate.name == column)?.sql_type.as_deref()
}

fn has_no_equality(sql_type: &str) -> bool {
    let inexact = ["real", "float", "double"];
    inexact.iter().any(|name| sql_type.contains(name)) || matches!(sql_type, "json" | "xml" | "point" | "polygon")
}

fn is_text(sql_type: &str) -> bool {
    ["char", "text", "string", "clob"].iter().any(|name| sql_type.contains(name))
}

fn is_exact(sql_type: &str) -> bool {
    ["numeric", "decimal"].iter().any(|name| sql_type.contains(name))
}

fn is_number(sql_type: &str) -> bool {
    is_exact(sql_type) || ["int", "serial"].iter().any(|name| sql_type.contains(name))
}

/// One statement where that is sound, else one for each row where several may be sent.
fn form(
    site: &Site<'_>,
    statement: &Insert<'_>,
    rows: &[Row<'_>],
    columns: &[Column],
    table: Option<&TableDef>,
) -> Option<Form> {
    if rows.len() == 1 || site.dialect != Dialect::Postgres {
        return Some(Form::Union);
    }
    if site.embedded.is_none() {
        return (!statement.conflict && site.terminator().as_deref() == Some(";")).then_some(Form::Each);
    }
    let keeps_type = |index: usize, column: &Column| {
        let text = type_of(table, &column.stored).is_some_and(is_text);
        text || rows.iter().all(|row| {
            let kind = row.values.get(index).map_or(Literal::Computed, |value| literal(*value));
            matches!(kind, Literal::Integer | Literal::Fraction | Literal::Boolean)
        })
    };
    let sound = columns.iter().enumerate().all(|(index, column)| keeps_type(index, column));
    match site.tool() {
        _ if sound => Some(Form::Union),
        // The pg gem's exec takes several statements; asyncpg does not.
        Tool::Rails => Some(Form::Each),
        _ => None,
    }
}

fn edits(
    site: &Site<'_>,
    statement: &Insert<'_>,
    values: &std::ops::Range<usize>,
    rows: &[Row<'_>],
    filters: &[String],
    form: Form,
) -> Vec<Edit> {
    let select = site.keywords("SELECT");
    let dual = if site.dialect.is_mysql_like() { format!(" {}", site.keywords("FROM DUAL")) } else { String::new() };
    let (filter_words, from) = (site.keywords("WHERE NOT EXISTS"), site.keywords("FROM"));
    let clause = site.keywords("WHERE");
    let head = site.text[statement.head.clone()].trim_end();
    let mut edits = vec![Edit::replace(Span::new(values.start, values.end), select.as_str())];
    let first = rows.first().map_or(values.end, |row| row.start);
    edits.push(one_blank(site, values.end, first));
    for (index, (row, filter)) in rows.iter().zip(filters).enumerate() {
        let test = format!("{dual} {filter_words} ({select} 1 {from} {} {clause} {filter})", statement.table.text);
        edits.push(Edit::replace(Span::new(row.end - 1, row.end), test));
        let Some(next) = rows.get(index + 1) else { break };
        let gap = &site.text[row.end..next.start];
        let comma = row.end + gap.find(',').unwrap_or(0);
        match form {
            Form::Union => {
                let blank = if comma + 1 == next.start { " " } else { "" };
                let union = format!(" {}{blank}", site.keywords("UNION ALL"));
                edits.push(Edit::replace(Span::new(comma, comma + 1), union));
                edits.push(Edit::replace(Span::new(next.start, next.start + 1), format!("{select} ")));
            }
            Form::Each => {
                let line = format!("{}{}", site.newline, site.indent);
                edits.push(Edit::replace(Span::new(comma, comma + 1), ";"));
                if site.text[comma + 1..next.start].trim().is_empty() {
                    edits.push(Edit::replace(Span::new(comma + 1, next.start), line));
                }
                edits.push(Edit::replace(Span::new(next.start, next.start + 1), format!("{head} {select} ")));
            }
        }
    }
    edits
}

/// The blanks between VALUES and the first row, and the row's parenthesis, become one blank; a comment stays.
fn one_blank(site: &Site<'_>, values_end: usize, first: usize) -> Edit {
    if site.text[values_end..first].trim().is_empty() {
        Edit::replace(Span::new(values_end, first + 1), " ")
    } else {
        Edit::delete(Span::new(first, first + 1))
    }
}

/// The table's shape where the same migration makes it in front of this step.
fn made_here<'s>(site: &Site<'s>, statement: &Insert<'_>) -> Option<&'s TableDef> {
    let name = site.dialect.fold(&statement.table.stored(site.dialect), true);
    let schema = statement.table.schema(site.dialect).map(|schema| site.dialect.fold(&schema, true));
    let name = crate::operation::qualified(site.dialect, schema.as_deref(), &name);
    site.request.migration.table_made_before(&name, site.request.step.at)
}
