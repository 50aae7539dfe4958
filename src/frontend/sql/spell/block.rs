//! PostgreSQL's DO blocks, for what has no guard of its own.
//!
//! One statement in each: an error inside an exception block undoes all that the block did (shared facts sql.md,
//! section 0, point 3).

use super::cursor::Name;
use super::naming;
use super::site::{Layout, Site, insert};
use crate::edit::Edit;
use crate::engine::{Dialect, Tool};

/// Runs the statement only where `condition` holds.
pub(super) fn run_if(site: &Site<'_>, condition: &str) -> Option<Vec<Edit>> {
    let test = format!("{} {condition} {}", site.keywords("IF"), site.keywords("THEN"));
    let end = site.keywords("END IF");
    if site.nested() {
        return inside_a_block(site, &[test], &[end]);
    }
    let tag = tag(site)?;
    let before = [format!("{} {tag} {}", site.keywords("DO"), site.keywords("BEGIN")), test];
    let after = [format!("{end};"), format!("{} {tag}", site.keywords("END"))];
    whole(site, &before, &after, 2)
}

/// Runs the statement and lets these errors of it pass: PostgreSQL's condition names, joined by OR.
pub(super) fn run_unless_raised(site: &Site<'_>, conditions: &[&str]) -> Option<Vec<Edit>> {
    let conditions = conditions.join(&format!(" {} ", site.keywords("OR")));
    let handler = format!("{} {conditions} {};", site.keywords("EXCEPTION WHEN"), site.keywords("THEN NULL"));
    if site.nested() {
        return inside_a_block(site, &[site.keywords("BEGIN")], &[handler, site.keywords("END")]);
    }
    let tag = tag(site)?;
    let before = [format!("{} {tag} {}", site.keywords("DO"), site.keywords("BEGIN"))];
    let after = [handler, format!("{} {tag}", site.keywords("END"))];
    whole(site, &before, &after, 1)
}

/// In a DO block, PL/pgSQL's own words are enough.
fn inside_a_block(site: &Site<'_>, before: &[String], after: &[String]) -> Option<Vec<Edit>> {
    let fits = site.dialect == Dialect::Postgres && !site.in_string();
    fits.then(|| site.enclose(before, after, 1))
}

/// A dollar quote that does not occur in the statement.
fn tag(site: &Site<'_>) -> Option<&'static str> {
    let statement = &site.text[site.span.clone()];
    ["$$", "$guard$", "$remigrate$"].into_iter().find(|tag| !statement.contains(tag))
}

/// The tool must hand the block to the server in one piece.
fn whole(site: &Site<'_>, before: &[String], after: &[String], levels: usize) -> Option<Vec<Edit>> {
    if site.dialect != Dialect::Postgres || site.in_string() {
        return None;
    }
    let mut edits = site.enclose(before, after, levels);
    if site.embedded.is_some() {
        return Some(edits);
    }
    match site.tool() {
        // Both cut at every line that ends in `;`.
        Tool::Goose => mark(site, &mut edits, "-- +goose")?,
        Tool::SqlMigrate => mark(site, &mut edits, "-- +migrate")?,
        // Cuts at every `;` unless the changeset says otherwise.
        Tool::Liquibase => return None,
        _ => {}
    }
    Some(edits)
}

/// Puts `StatementBegin` and `StatementEnd` lines around the statement, unless it stands between such lines.
fn mark(site: &Site<'_>, edits: &mut Vec<Edit>, prefix: &str) -> Option<()> {
    let (before, behind) = (&site.text[..site.span.start], &site.text[site.span.end..]);
    let last_mark = before.rfind(prefix).map(|at| before[at + prefix.len()..].trim_start());
    if last_mark.is_some_and(|mark| mark.starts_with("StatementBegin")) {
        return Some(());
    }
    if site.layout == Layout::OneLine {
        return None;
    }
    let line_end = behind.find('\n').unwrap_or(behind.len());
    let line = behind[..line_end].trim_end_matches('\r');
    let ended = line.trim_start().strip_prefix(';')?.trim_start();
    if !(ended.is_empty() || ended.starts_with("--")) {
        return None;
    }
    let opening = format!("{prefix} StatementBegin{}{}", site.newline, site.indent);
    let first = edits.iter_mut().find(|edit| edit.span.start as usize == site.span.start)?;
    first.text.insert_str(0, &opening);
    let closing = format!("{}{}{prefix} StatementEnd", site.newline, site.indent);
    edits.push(insert(site.span.end + line.len(), closing));
    Some(())
}

/// A string that the server reads as this text.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// `NOT EXISTS (SELECT 1 FROM pg_constraint …)`: the name alone would also match another table's constraint.
pub(super) fn constraint_missing(site: &Site<'_>, table: &Name<'_>, constraint: &str) -> String {
    format!("{} {}", site.keywords("NOT"), constraint_present(site, table, constraint))
}

/// `EXISTS (SELECT 1 FROM pg_constraint …)`
pub(super) fn constraint_present(site: &Site<'_>, table: &Name<'_>, constraint: &str) -> String {
    catalog_row(
        site,
        "pg_constraint",
        &format!("conrelid = to_regclass({})", literal(&table.text)),
        "conname",
        constraint,
    )
}

/// `EXISTS (SELECT 1 FROM pg_attribute …)`; a dropped column stays in the catalog under another name.
pub(super) fn column_present(site: &Site<'_>, table: &Name<'_>, column: &str) -> String {
    let owner = format!("attrelid = to_regclass({})", literal(&table.text));
    let live = format!("{} attisdropped {} attname", site.keywords("NOT"), site.keywords("AND"));
    catalog_row(site, "pg_attribute", &owner, &live, column)
}

/// Whether a column is no identity column yet.
pub(super) fn identity_missing(site: &Site<'_>, table: &Name<'_>, column: &str) -> String {
    let owner = format!("attrelid = to_regclass({})", literal(&table.text));
    let identity = format!("attidentity <> '' {} attname", site.keywords("AND"));
    format!("{} {}", site.keywords("NOT"), catalog_row(site, "pg_attribute", &owner, &identity, column))
}

/// Whether a table is no partition or child of another one yet.
pub(super) fn not_part_of(site: &Site<'_>, part: &Name<'_>, whole: &Name<'_>) -> String {
    format!("{} {}", site.keywords("NOT"), part_of(site, part, whole))
}

/// Whether a table is a partition or child of another one.
pub(super) fn part_of(site: &Site<'_>, part: &Name<'_>, whole: &Name<'_>) -> String {
    format!(
        "{} (SELECT 1 {} pg_inherits {} inhrelid = to_regclass({}) {} inhparent = to_regclass({}))",
        site.keywords("EXISTS"),
        site.keywords("FROM"),
        site.keywords("WHERE"),
        literal(&part.text),
        site.keywords("AND"),
        literal(&whole.text),
    )
    .replace("SELECT", &site.keywords("SELECT"))
}

/// `EXISTS (SELECT 1 FROM catalog WHERE owner AND name = 'x')`
pub(super) fn catalog_row(site: &Site<'_>, catalog: &str, owner: &str, column: &str, name: &str) -> String {
    format!(
        "{} (SELECT 1 {} {catalog} {} {owner} {} {column} = {})",
        site.keywords("EXISTS"),
        site.keywords("FROM"),
        site.keywords("WHERE"),
        site.keywords("AND"),
        literal(name),
    )
    .replace("SELECT", &site.keywords("SELECT"))
}

/// Whether a relation (or a type) of this written name can be seen: `to_regclass('app.users') IS NOT NULL`.
pub(super) fn resolves(site: &Site<'_>, function: &str, name: &str, present: bool) -> String {
    let test = if present { "IS NOT NULL" } else { "IS NULL" };
    format!("{function}({}) {}", literal(name), site.keywords(test))
}

/// The name `to` would have beside `from`: a RENAME keeps the schema.
pub(super) fn beside(from: &Name<'_>, to: &Name<'_>) -> String {
    match from.parts.split_last() {
        Some((_, schema)) if !schema.is_empty() => format!("{}.{}", schema.join("."), to.text),
        _ => to.text.clone(),
    }
}

/// `CONSTRAINT x`, for a constraint that has no name yet.
pub(super) fn named(site: &Site<'_>, name: &str) -> String {
    format!(" {} {}", site.keywords("CONSTRAINT"), naming::quoted(name))
}
