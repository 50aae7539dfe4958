//! MySQL's conditional statement: it has no guards on ALTER, CREATE INDEX and DROP INDEX, but it can ask
//! `information_schema` and prepare either the statement or one that does nothing.

use super::block::literal;
use super::cursor::Name;
use super::site::{Layout, Site, insert};
use crate::edit::Edit;
use crate::engine::Tool;

/// What is asked of `information_schema`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'n> {
    Table,
    Column(&'n str),
    Index(&'n str),
    Constraint(&'n str),
}

/// `(SELECT COUNT(*) FROM …) = 0`, or `> 0` where it must be there. The table's name is compared as written: MySQL's
/// table names have case on most servers.
pub(super) fn test(site: &Site<'_>, table: &Name<'_>, asked: Asked<'_>, present: bool) -> String {
    let (view, column) = match asked {
        Asked::Table => ("tables", None),
        Asked::Column(name) => ("columns", Some(("column_name", name))),
        Asked::Index(name) => ("statistics", Some(("index_name", name))),
        Asked::Constraint(name) => ("table_constraints", Some(("constraint_name", name))),
    };
    let and = site.keywords("AND");
    let schema = table.schema(site.dialect).map_or_else(|| "DATABASE()".to_owned(), |schema| literal(&schema));
    let table = literal(&table.stored(site.dialect));
    let name = column.map_or_else(String::new, |(column, name)| format!(" {and} {column} = {}", literal(name)));
    let (select, filter) = (site.keywords("SELECT COUNT(*) FROM"), site.keywords("WHERE"));
    let sign = if present { ">" } else { "=" };
    format!(
        "({select} information_schema.{view} {filter} table_schema = {schema} {and} table_name = {table}{name}) {sign} 0"
    )
}

/// Runs the statement only where `condition` holds. Needs one connection for all four statements, and a client that
/// takes several.
pub(super) fn run_if(site: &Site<'_>, condition: &str) -> Option<Vec<Edit>> {
    if !site.dialect.is_mysql_like() || site.nested() || site.in_string() || site.embedded.is_some() {
        return None;
    }
    if site.terminator()? != ";" {
        return None;
    }
    let statement = &site.text[site.span.clone()];
    // A backslash means something else under NO_BACKSLASH_ESCAPES; programs can't be prepared.
    if statement.contains('\\') {
        return None;
    }
    let glue = glue(site)?;
    let step = if site.layout == Layout::Lines { "  " } else { "" };
    let line = match site.layout {
        Layout::Lines => format!("{}{}", site.newline, site.indent),
        Layout::OneLine => String::new(),
    };
    let gap = if site.layout == Layout::Lines { String::new() } else { " ".to_owned() };
    let opening = format!("{} @sql = IF({line}{step}{condition},{gap}{line}{step}'", site.keywords("SET"));
    let closing = format!(
        "',{gap}{line}{step}'DO 0'{line}){glue}{} stmt {} @sql{glue}{} stmt{glue}{} stmt",
        site.keywords("PREPARE"),
        site.keywords("FROM"),
        site.keywords("EXECUTE"),
        site.keywords("DEALLOCATE PREPARE"),
    );
    let mut edits = vec![insert(site.span.start, opening), insert(site.span.end, closing)];
    edits.extend(doubled_quotes(site));
    Some(edits)
}

/// What stands between two statements.
fn glue(site: &Site<'_>) -> Option<String> {
    let line = match site.layout {
        Layout::Lines => format!("{}{}", site.newline, site.indent),
        Layout::OneLine => " ".to_owned(),
    };
    match site.tool() {
        Tool::Drizzle if site.layout == Layout::Lines => Some(format!(";{line}--> statement-breakpoint{line}")),
        Tool::Drizzle => None,
        _ => Some(format!(";{line}")),
    }
}

/// The statement becomes a string: its single quotes are doubled, wherever they stand.
fn doubled_quotes(site: &Site<'_>) -> Vec<Edit> {
    let statement = &site.text[site.span.clone()];
    statement.match_indices('\'').map(|(at, _)| insert(site.span.start + at, "'")).collect()
}
