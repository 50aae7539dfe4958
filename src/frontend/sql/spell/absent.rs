//! Remedy: do nothing where it is no longer there.

use super::alter::{Alter, Dropped, Verb};
use super::block;
use super::prepare::{self, Asked};
use super::site::{Draft, Site, insert};
use crate::engine::Dialect;

const TITLE: &str = "Add `IF EXISTS`";

/// What DROP may be followed by, longest first where one starts like another.
const OBJECTS: [&str; 38] = [
    "FOREIGN DATA WRAPPER",
    "FOREIGN TABLE",
    "MATERIALIZED VIEW",
    "EVENT TRIGGER",
    "USER MAPPING",
    "TEXT SEARCH CONFIGURATION",
    "TEXT SEARCH DICTIONARY",
    "TEXT SEARCH PARSER",
    "TEXT SEARCH TEMPLATE",
    "OPERATOR CLASS",
    "OPERATOR FAMILY",
    "ACCESS METHOD",
    "PROCEDURAL LANGUAGE",
    "TEMPORARY TABLE",
    "TABLE",
    "INDEX CONCURRENTLY",
    "INDEX",
    "VIEW",
    "SEQUENCE",
    "SCHEMA",
    "EXTENSION",
    "STATISTICS",
    "COLLATION",
    "CONVERSION",
    "SERVER",
    "FUNCTION",
    "PROCEDURE",
    "ROUTINE",
    "AGGREGATE",
    "RULE",
    "LANGUAGE",
    "TRIGGER",
    "POLICY",
    "TYPE",
    "DOMAIN",
    "PUBLICATION",
    "CAST",
    "EVENT",
];

/// Those without a place of their own in the list above, all of which take the guard.
const ROLES: [&str; 4] = ["ROLE", "USER", "GROUP", "DATABASE"];

/// Spellings for this dialect, best first.
pub(super) fn drafts(site: &Site<'_>) -> Vec<Draft> {
    if let Some(alter) = Alter::read(site.cursor()) {
        return of_alter(site, &alter);
    }
    of_drop(site).into_iter().chain(of_type_attribute(site)).chain(of_publication(site)).collect()
}

fn of_drop(site: &Site<'_>) -> Vec<Draft> {
    let mut cursor = site.cursor();
    if !cursor.eat("DROP") {
        return Vec::new();
    }
    let Some(phrase) = cursor.eat_any(&OBJECTS).or_else(|| cursor.eat_any(&ROLES)) else { return Vec::new() };
    let guard_at = cursor.end();
    if cursor.eat_all("IF EXISTS") {
        return Vec::new();
    }
    let native = Draft::safe(TITLE, vec![insert(guard_at, format!(" {}", site.keywords("IF EXISTS")))]);
    if phrase != "INDEX" || !site.dialect.is_mysql_like() {
        return vec![native];
    }
    let prepared = || {
        let index = cursor.name()?.stored(site.dialect);
        let table = if cursor.eat("ON") { cursor.name()? } else { return None };
        let condition = prepare::test(site, &table, Asked::Index(&index), true);
        Some(Draft::safe(PREPARED, prepare::run_if(site, &condition)?))
    };
    let guarded = (site.dialect == Dialect::MariaDb).then_some(native);
    let mut prepared = prepared;
    guarded.into_iter().chain(prepared()).collect()
}

const PREPARED: &str = "Ask `information_schema` first, and prepare the statement or one that does nothing";

fn of_alter(site: &Site<'_>, alter: &Alter<'_>) -> Vec<Draft> {
    let native = in_place(site, alter);
    let prepared = prepared(site, alter);
    match site.dialect {
        Dialect::Postgres => native.into_iter().chain(detached(site, alter)).collect(),
        Dialect::SqlServer => native.into_iter().collect(),
        Dialect::MariaDb => native.into_iter().chain(prepared).collect(),
        Dialect::MySql => prepared.into_iter().collect(),
        Dialect::Sqlite => Vec::new(),
    }
}

fn in_place(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let mut edits = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        match action.verb {
            Verb::Drop { guarded: true, .. } | Verb::DropGenerated { guarded: true, .. } => {}
            Verb::DropGenerated { guard_at, .. } if site.dialect == Dialect::Postgres => {
                edits.push(insert(guard_at, format!(" {}", site.keywords("IF EXISTS"))));
            }
            Verb::Drop { what, guard_at, .. } => {
                let known = match site.dialect {
                    Dialect::MariaDb => !matches!(what, Dropped::Check | Dropped::PrimaryKey),
                    _ => matches!(what, Dropped::Column | Dropped::Constraint),
                };
                if !known {
                    return None;
                }
                edits.push(insert(guard_at, format!(" {}", site.keywords("IF EXISTS"))));
            }
            _ => return None,
        }
    }
    (!edits.is_empty()).then(|| Draft::safe(TITLE, edits))
}

/// `DETACH PARTITION p`, `NO INHERIT p`: PostgreSQL knows no guard for them.
fn detached(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let [action] = alter.actions.as_slice() else { return None };
    let Verb::Leave { other, detaches } = &action.verb else { return None };
    let (part, whole) = if *detaches { (other, &alter.table) } else { (&alter.table, other) };
    let edits = block::run_if(site, &block::part_of(site, part, whole))?;
    Some(Draft::safe("Ask the catalog first, in a `DO` block", edits))
}

fn prepared(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let mut present = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        let Verb::Drop { what, guarded: false, name, .. } = &action.verb else { return None };
        let stored = name.as_ref().map(|name| name.stored(site.dialect));
        let asked = match (what, &stored) {
            (Dropped::Column, Some(name)) => Asked::Column(name),
            (Dropped::Index, Some(name)) => Asked::Index(name),
            (Dropped::Constraint | Dropped::ForeignKey | Dropped::Check, Some(name)) => Asked::Constraint(name),
            (Dropped::PrimaryKey, _) => Asked::Constraint("PRIMARY"),
            _ => return None,
        };
        present.push(prepare::test(site, &alter.table, asked, true));
    }
    if present.is_empty() {
        return None;
    }
    // The statement is all or nothing: with none of them there it has run.
    let condition = present.join(&format!(" {} ", site.keywords("OR")));
    Some(Draft::safe(PREPARED, prepare::run_if(site, &condition)?))
}

/// `ALTER TYPE t DROP ATTRIBUTE a`
fn of_type_attribute(site: &Site<'_>) -> Option<Draft> {
    let mut cursor = site.cursor();
    if site.dialect != Dialect::Postgres || !cursor.eat_all("ALTER TYPE") {
        return None;
    }
    cursor.name()?;
    let found = cursor.eat_all("DROP ATTRIBUTE") && !cursor.is("IF");
    found.then(|| Draft::safe(TITLE, vec![insert(cursor.end(), format!(" {}", site.keywords("IF EXISTS")))]))
}

/// `ALTER PUBLICATION p DROP TABLE t`: 42704 where it is not in.
fn of_publication(site: &Site<'_>) -> Option<Draft> {
    let mut cursor = site.cursor();
    if site.dialect != Dialect::Postgres || !cursor.eat_all("ALTER PUBLICATION") {
        return None;
    }
    cursor.name()?;
    if !cursor.eat_all("DROP TABLE") || cursor.by_commas().len() != 1 {
        return None;
    }
    let edits = block::run_unless_raised(site, &["undefined_object"])?;
    Some(Draft::safe("Let `undefined_object` pass in a `DO` block", edits))
}
