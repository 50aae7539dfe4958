//! Remedy: rename only where the old name is there and the new one is not.

use super::alter::{Alter, Part, Verb};
use super::block;
use super::cursor::{Cursor, Name};
use super::prepare::{self, Asked};
use super::site::{Draft, Site, insert};
use crate::engine::Dialect;
use crate::operation::Action;
use crate::replay::each_placed;

/// Spellings for this dialect, best first.
pub(super) fn drafts(site: &Site<'_>) -> Vec<Draft> {
    if swaps(site) {
        return Vec::new();
    }
    let drafts = match Alter::read(site.cursor()) {
        Some(alter) => of_alter(site, &alter),
        None => of_other(site).unwrap_or_default(),
    };
    drafts.into_iter().collect()
}

/// Whether another rename of the migration gives away the name that this one takes, or takes the one it gives away. Then
/// the names alone do not tell whether it was done.
fn swaps(site: &Site<'_>) -> bool {
    if site.request.backwards {
        return false;
    }
    let mut renames = Vec::new();
    each_placed(&site.request.migration.up, &mut |_, placed, _| {
        if let Action::Rename { from, to } = &placed.operation.action {
            renames.push((from, to));
        }
    });
    site.request.operations.iter().any(|placed| {
        let Action::Rename { from, to } = &placed.operation.action else { return false };
        renames.iter().any(|(other_from, other_to)| *other_from == to || *other_to == from)
    })
}

fn of_alter(site: &Site<'_>, alter: &Alter<'_>) -> Vec<Draft> {
    match site.dialect {
        Dialect::Postgres => of_postgres(site, alter),
        Dialect::MariaDb => of_mariadb(site, alter).into_iter().chain(of_mysql(site, alter)).collect(),
        Dialect::MySql => of_mysql(site, alter).into_iter().collect(),
        Dialect::Sqlite | Dialect::SqlServer => Vec::new(),
    }
}

const IF_EXISTS: &str = "Add `IF EXISTS`";
const CATALOG: &str = "Ask the catalog for both names first, in a `DO` block";
const PREPARED: &str = "Ask `information_schema` first, and prepare the statement or one that does nothing";

/// PostgreSQL takes one RENAME in a statement.
fn of_postgres(site: &Site<'_>, alter: &Alter<'_>) -> Vec<Draft> {
    let [action] = alter.actions.as_slice() else { return Vec::new() };
    let and = format!(" {} ", site.keywords("AND"));
    let not = format!("{} ", site.keywords("NOT"));
    match &action.verb {
        Verb::RenameTable { to } => relation(site, &alter.table, to, alter.guard_at),
        Verb::RenamePart { what, from, to, .. } => {
            let (old, new) = (from.stored(site.dialect), to.stored(site.dialect));
            let present = |name: &str| match what {
                Part::Constraint => block::constraint_present(site, &alter.table, name),
                Part::Column | Part::Index => block::column_present(site, &alter.table, name),
            };
            let condition = format!("{}{and}{not}{}", present(&old), present(&new));
            block::run_if(site, &condition).map(|edits| Draft::safe(CATALOG, edits)).into_iter().collect()
        }
        Verb::SetSchema { schema } => moved(site, &alter.table, schema).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `SET SCHEMA s`: moved where it stands there and not in the other schema.
fn moved(site: &Site<'_>, table: &Name<'_>, schema: &Name<'_>) -> Option<Draft> {
    let own = table.parts.last()?;
    let old = block::resolves(site, "to_regclass", &table.text, true);
    let new = block::resolves(site, "to_regclass", &format!("{}.{own}", schema.text), false);
    let edits = block::run_if(site, &format!("{old} {} {new}", site.keywords("AND")))?;
    Some(Draft::safe("Ask the catalog for both places first, in a `DO` block", edits))
}

/// A table, index, view or sequence. `IF EXISTS` alone is enough unless something new has taken the old name since.
fn relation(site: &Site<'_>, from: &Name<'_>, to: &Name<'_>, guard_at: usize) -> Vec<Draft> {
    let old = block::resolves(site, "to_regclass", &from.text, true);
    let new = block::resolves(site, "to_regclass", &block::beside(from, to), false);
    let condition = format!("{old} {} {new}", site.keywords("AND"));
    let asked = block::run_if(site, &condition).map(|edits| Draft::safe(CATALOG, edits));
    let native = Draft::safe(IF_EXISTS, vec![insert(guard_at, format!(" {}", site.keywords("IF EXISTS")))]);
    asked.into_iter().chain([native]).collect()
}

/// `ALTER INDEX | VIEW | SEQUENCE | TYPE …`, and MySQL's `RENAME TABLE`.
fn of_other(site: &Site<'_>) -> Option<Vec<Draft>> {
    let mut cursor = site.cursor();
    if cursor.eat_all("RENAME TABLE") {
        return rename_table(site);
    }
    if site.dialect != Dialect::Postgres || !cursor.eat("ALTER") {
        return None;
    }
    if let Some(object) = cursor.eat_any(&["TRIGGER", "POLICY"]) {
        return on_table(site, object, cursor).map(|draft| vec![draft]);
    }
    if let Some(object) = cursor.eat_any(&["FUNCTION", "PROCEDURE"]) {
        return routine(site, object, cursor).map(|draft| vec![draft]);
    }
    let object = cursor.eat_any(&["INDEX", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "TYPE"])?;
    let guard_at = cursor.end();
    if cursor.eat_all("IF EXISTS") {
        return None;
    }
    let from = cursor.name()?;
    if object == "TYPE" {
        return of_type(site, &from).map(|draft| vec![draft]);
    }
    if cursor.eat_all("RENAME TO") {
        return Some(relation(site, &from, &cursor.name()?, guard_at));
    }
    let of_view = matches!(object, "VIEW" | "MATERIALIZED VIEW") && cursor.eat("RENAME");
    if of_view { column_of_view(site, &from, cursor).map(|draft| vec![draft]) } else { None }
}

/// `ALTER TRIGGER a ON t RENAME TO b`, and the same of a policy.
fn on_table(site: &Site<'_>, object: &str, mut cursor: Cursor<'_>) -> Option<Draft> {
    let (catalog, owner, column) = match object {
        "TRIGGER" => ("pg_trigger", "tgrelid", "tgname"),
        _ => ("pg_policy", "polrelid", "polname"),
    };
    let old = cursor.name()?.stored(site.dialect);
    let table = cursor.eat("ON").then(|| cursor.name()).flatten()?;
    let new = cursor.eat_all("RENAME TO").then(|| cursor.name()).flatten()?.stored(site.dialect);
    let owner = format!("{owner} = to_regclass({})", block::literal(&table.text));
    let present = |name: &str| block::catalog_row(site, catalog, &owner, column, name);
    let condition = format!("{} {} {} {}", present(&old), site.keywords("AND"), site.keywords("NOT"), present(&new));
    Some(Draft::safe(CATALOG, block::run_if(site, &condition)?))
}

/// `ALTER FUNCTION f(int) RENAME TO g`: with other arguments, it is another function.
fn routine(site: &Site<'_>, object: &str, mut cursor: Cursor<'_>) -> Option<Draft> {
    let from = cursor.name()?;
    let arguments = cursor.parentheses().map(|at| cursor.text_of(&at))?;
    let to = cursor.eat_all("RENAME TO").then(|| cursor.name()).flatten()?;
    // Names, modes and defaults of arguments are not what `to_regprocedure` reads.
    if object == "PROCEDURE" && arguments != "()" || arguments.contains(['=', '\'']) {
        return None;
    }
    let signature = |name: &str| format!("{name}{arguments}");
    let old = block::resolves(site, "to_regprocedure", &signature(&from.text), true);
    let new = block::resolves(site, "to_regprocedure", &signature(&block::beside(&from, &to)), false);
    let edits = block::run_if(site, &format!("{old} {} {new}", site.keywords("AND")))?;
    Some(Draft::safe(CATALOG, edits))
}

/// `ALTER VIEW v RENAME [COLUMN] a TO b`
fn column_of_view(site: &Site<'_>, view: &Name<'_>, mut cursor: Cursor<'_>) -> Option<Draft> {
    cursor.eat("COLUMN");
    let old = cursor.name()?.stored(site.dialect);
    let new = cursor.eat("TO").then(|| cursor.name()).flatten()?.stored(site.dialect);
    let present = |name: &str| block::column_present(site, view, name);
    let condition = format!("{} {} {} {}", present(&old), site.keywords("AND"), site.keywords("NOT"), present(&new));
    Some(Draft::safe(CATALOG, block::run_if(site, &condition)?))
}

/// `ALTER TYPE t RENAME TO u`, `RENAME VALUE 'a' TO 'b'`
fn of_type(site: &Site<'_>, from: &Name<'_>) -> Option<Draft> {
    let mut cursor = site.cursor();
    cursor.eat_all("ALTER TYPE");
    cursor.name()?;
    let and = site.keywords("AND");
    let condition = if cursor.eat_all("RENAME TO") {
        let to = cursor.name()?;
        let old = block::resolves(site, "to_regtype", &from.text, true);
        let new = block::resolves(site, "to_regtype", &block::beside(from, &to), false);
        format!("{old} {and} {new}")
    } else if cursor.eat_all("RENAME VALUE") {
        let label = |cursor: &mut Cursor<'_>| {
            let written = cursor.word();
            cursor.next()?;
            written.strip_prefix('\'')?.strip_suffix('\'').map(|label| label.replace("''", "'"))
        };
        let old = label(&mut cursor)?;
        let new = if cursor.eat("TO") { label(&mut cursor)? } else { return None };
        let owner = format!("enumtypid = to_regtype({})", block::literal(&from.text));
        let present = |label: &str| block::catalog_row(site, "pg_enum", &owner, "enumlabel", label);
        format!("{} {and} {} {}", present(&old), site.keywords("NOT"), present(&new))
    } else {
        return None;
    };
    Some(Draft::safe(CATALOG, block::run_if(site, &condition)?))
}

fn of_mariadb(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let mut edits = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        match &action.verb {
            Verb::RenamePart { guarded: true, .. } => {}
            Verb::RenamePart { what: Part::Column | Part::Index, guard_at, .. } => {
                edits.push(insert(*guard_at, format!(" {}", site.keywords("IF EXISTS"))));
            }
            Verb::RenameTable { .. } if alter.actions.len() == 1 && !alter.guarded => {
                edits.push(insert(alter.guard_at, format!(" {}", site.keywords("IF EXISTS"))));
            }
            _ => return None,
        }
    }
    (!edits.is_empty()).then(|| Draft::safe(IF_EXISTS, edits))
}

fn of_mysql(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let and = format!(" {} ", site.keywords("AND"));
    let mut wanted = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        match &action.verb {
            Verb::RenamePart { what, guarded: false, from, to, .. } => {
                let (old, new) = (from.stored(site.dialect), to.stored(site.dialect));
                let test = |name: &str, present| {
                    let asked = if *what == Part::Index { Asked::Index(name) } else { Asked::Column(name) };
                    prepare::test(site, &alter.table, asked, present)
                };
                wanted.push(format!("{}{and}{}", test(&old, true), test(&new, false)));
            }
            Verb::RenameTable { to } => {
                let old = prepare::test(site, &alter.table, Asked::Table, true);
                wanted.push(format!("{old}{and}{}", prepare::test(site, to, Asked::Table, false)));
            }
            _ => return None,
        }
    }
    let [condition] = wanted.as_slice() else { return None };
    Some(Draft::safe(PREPARED, prepare::run_if(site, condition)?))
}

/// `RENAME TABLE a TO b`: MariaDB takes `IF EXISTS`, which counts for all pairs of the statement.
fn rename_table(site: &Site<'_>) -> Option<Vec<Draft>> {
    let mut cursor = site.cursor();
    cursor.eat_all("RENAME TABLE");
    let guard_at = cursor.end();
    if cursor.is("IF") || cursor.by_commas().len() != 1 {
        return None;
    }
    let from = cursor.name()?;
    let to = if cursor.eat("TO") { cursor.name()? } else { return None };
    let native = (site.dialect == Dialect::MariaDb)
        .then(|| Draft::safe(IF_EXISTS, vec![insert(guard_at, format!(" {}", site.keywords("IF EXISTS")))]));
    let old = prepare::test(site, &from, Asked::Table, true);
    let new = prepare::test(site, &to, Asked::Table, false);
    let condition = format!("{old} {} {new}", site.keywords("AND"));
    let prepared = prepare::run_if(site, &condition).map(|edits| Draft::safe(PREPARED, edits));
    Some(native.into_iter().chain(prepared).collect())
}
