//! Remedy: do nothing where it is already there.

use super::alter::{AddConstraint, Alter, Constraint, Verb};
use super::create::{Create, Object};
use super::cursor::{Cursor, Name};
use super::prepare::{self, Asked};
use super::site::{Draft, Site, insert};
use super::{block, expression, index, naming};
use crate::edit::Edit;
use crate::engine::{Dialect, Version};

/// Spellings for this dialect, best first.
pub(super) fn drafts(site: &Site<'_>) -> Vec<Draft> {
    if let Some(create) = Create::read(site.cursor()) {
        return of_create(site, &create);
    }
    if let Some(alter) = Alter::read(site.cursor()) {
        return match site.dialect {
            Dialect::Postgres => of_postgres_alter(site, &alter),
            Dialect::MariaDb => {
                of_mariadb_alter(site, &alter).into_iter().chain(of_mysql_alter(site, &alter)).collect()
            }
            Dialect::MySql => of_mysql_alter(site, &alter).into_iter().collect(),
            Dialect::Sqlite | Dialect::SqlServer => Vec::new(),
        };
    }
    of_enum_value(site).into_iter().chain(of_addition(site)).collect()
}

const TITLE: &str = "Add `IF NOT EXISTS`";

fn of_create(site: &Site<'_>, create: &Create<'_>) -> Vec<Draft> {
    if create.guarded || create.replaces {
        return Vec::new();
    }
    match site.dialect {
        Dialect::Postgres => of_postgres_create(site, create),
        Dialect::Sqlite => {
            let native = matches!(
                create.object,
                Object::Table | Object::VirtualTable | Object::Index | Object::View | Object::Trigger
            );
            if native { vec![if_not_exists(site, create)] } else { Vec::new() }
        }
        Dialect::MariaDb => of_mariadb_create(site, create),
        Dialect::MySql => of_mysql_create(site, create),
        Dialect::SqlServer => Vec::new(),
    }
}

fn if_not_exists(site: &Site<'_>, create: &Create<'_>) -> Draft {
    Draft::safe(TITLE, vec![insert(create.guard_at, format!(" {}", site.keywords("IF NOT EXISTS")))])
}

fn or_replace(site: &Site<'_>, create: &Create<'_>) -> Draft {
    Draft::safe("Add `OR REPLACE`", vec![insert(create.replace_at, format!(" {}", site.keywords("OR REPLACE")))])
}

fn of_postgres_create(site: &Site<'_>, create: &Create<'_>) -> Vec<Draft> {
    let tolerate = |conditions: &[&str]| {
        let title = format!("Let `{}` pass in a `DO` block", conditions.join("` and `"));
        block::run_unless_raised(site, conditions).map(|edits| Draft::safe(title, edits))
    };
    match create.object {
        Object::Index if create.concurrently => index::rebuild(site).into_iter().collect(),
        Object::Index if create.name.is_none() => named_index(site, create).into_iter().collect(),
        Object::Schema if has_elements(create.rest) => tolerate(&["duplicate_schema"]).into_iter().collect(),
        Object::Table
        | Object::ForeignTable
        | Object::Index
        | Object::MaterializedView
        | Object::Sequence
        | Object::Schema
        | Object::Extension
        | Object::Collation
        | Object::Server
        | Object::UserMapping => vec![if_not_exists(site, create)],
        Object::Statistics if create.name.is_some() => vec![if_not_exists(site, create)],
        Object::View
        | Object::Function
        | Object::Procedure
        | Object::Aggregate
        | Object::Rule
        | Object::Language
        | Object::Transform => vec![or_replace(site, create)],
        Object::Trigger if site.server().is_none_or(|version| version >= Version::new(14, 0, 0)) => {
            vec![or_replace(site, create)]
        }
        Object::Trigger | Object::ConstraintTrigger | Object::Policy => {
            tolerate(&["duplicate_object"]).into_iter().chain(drop_first(site, create)).collect()
        }
        Object::Type
        | Object::Domain
        | Object::Role
        | Object::Publication
        | Object::EventTrigger
        | Object::ForeignDataWrapper
        | Object::Cast => tolerate(&["duplicate_object"]).into_iter().collect(),
        Object::Operator => tolerate(&["duplicate_function"]).into_iter().collect(),
        Object::Statistics | Object::Database | Object::VirtualTable | Object::Event => Vec::new(),
    }
}

/// `CREATE SCHEMA s CREATE TABLE …`: `IF NOT EXISTS` is refused with elements (0A000).
fn has_elements(mut rest: Cursor<'_>) -> bool {
    rest.seek(&["CREATE", "GRANT"])
}

/// `DROP TRIGGER IF EXISTS x ON t;` in front.
fn drop_first(site: &Site<'_>, create: &Create<'_>) -> Option<Draft> {
    if site.embedded.is_some() || site.nested() {
        return None;
    }
    let phrase = create.phrase.trim_start_matches("CONSTRAINT ");
    let mut statement =
        format!("{} {}", site.keywords(&format!("DROP {phrase} IF EXISTS")), create.name.as_ref()?.text);
    if site.dialect == Dialect::Postgres {
        statement.push_str(&format!(" {} {}", site.keywords("ON"), create.on.as_ref()?.text));
    }
    let edit = site.statement_before(&statement)?;
    Some(Draft::safe(format!("Put `DROP {phrase} IF EXISTS` in front"), vec![edit]))
}

/// Gives an index without a name the one PostgreSQL would choose: `IF NOT EXISTS` wants a name.
fn named_index(site: &Site<'_>, create: &Create<'_>) -> Option<Draft> {
    let name = index::chosen_name(create)?;
    let text = format!(" {} {}", site.keywords("IF NOT EXISTS"), naming::quoted(&name));
    Some(Draft::safe(format!("Name the index `{name}` and add `IF NOT EXISTS`"), vec![insert(create.guard_at, text)]))
}

fn of_mariadb_create(site: &Site<'_>, create: &Create<'_>) -> Vec<Draft> {
    match create.object {
        Object::View => vec![or_replace(site, create), if_not_exists(site, create)],
        Object::Table
        | Object::Index
        | Object::Trigger
        | Object::Procedure
        | Object::Function
        | Object::Aggregate
        | Object::Event
        | Object::Sequence
        | Object::Role
        | Object::Database
        | Object::Schema
        | Object::Server => {
            let prepared = of_mysql_create(site, create);
            std::iter::once(if_not_exists(site, create)).chain(prepared).collect()
        }
        _ => Vec::new(),
    }
}

fn of_mysql_create(site: &Site<'_>, create: &Create<'_>) -> Vec<Draft> {
    match create.object {
        Object::View => vec![or_replace(site, create)],
        Object::Table | Object::Database | Object::Schema | Object::Role | Object::Event => {
            vec![if_not_exists(site, create)]
        }
        Object::Trigger | Object::Procedure | Object::Function
            if site.server().is_some_and(|version| version >= Version::new(8, 0, 29)) =>
        {
            vec![if_not_exists(site, create)]
        }
        Object::Trigger | Object::Procedure | Object::Function => drop_first(site, create).into_iter().collect(),
        Object::Index => prepared_index(site, create).into_iter().collect(),
        _ => Vec::new(),
    }
}

const PREPARED: &str = "Ask `information_schema` first, and prepare the statement or one that does nothing";

fn prepared_index(site: &Site<'_>, create: &Create<'_>) -> Option<Draft> {
    let name = create.name.as_ref()?.stored(site.dialect);
    let condition = prepare::test(site, create.on.as_ref()?, Asked::Index(&name), false);
    Some(Draft::safe(PREPARED, prepare::run_if(site, &condition)?))
}

fn of_postgres_alter(site: &Site<'_>, alter: &Alter<'_>) -> Vec<Draft> {
    let guard = format!(" {}", site.keywords("IF NOT EXISTS"));
    let mut edits = Vec::new();
    let mut missing = Vec::new();
    let mut replaced = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        match &action.verb {
            // Before 13 the guard skipped the column, but not what was written at it.
            Verb::AddColumn { inline_constraint: true, .. }
                if site.server().is_some_and(|version| version < Version::new(13, 0, 0)) =>
            {
                return Vec::new();
            }
            Verb::AddColumn { guard_at, guarded: false, .. } => edits.push(insert(*guard_at, guard.as_str())),
            Verb::AddColumn { .. } => {}
            Verb::AddConstraint(constraint) => {
                let Some((name, naming)) = constraint_name(site, &alter.table, constraint) else { return Vec::new() };
                edits.extend(naming);
                missing.push(block::constraint_missing(site, &alter.table, &name));
                replaced.push(drop_and_add(site, constraint));
            }
            // Refused on an identity column, so asked for is that.
            Verb::AddIdentity { column } | Verb::ChangeDefault { column } => {
                missing.push(block::identity_missing(site, &alter.table, &column.stored(site.dialect)));
                replaced.push(None);
            }
            Verb::Join { other, attaches } => {
                let (part, whole) = if *attaches { (other, &alter.table) } else { (&alter.table, other) };
                missing.push(block::not_part_of(site, part, whole));
                replaced.push(None);
            }
            _ => return Vec::new(),
        }
    }
    if missing.is_empty() {
        return if edits.is_empty() { Vec::new() } else { vec![Draft::safe(TITLE, edits)] };
    }
    // The statement is all or nothing: with all of them there it has run, with one missing it must run or fail.
    let condition = missing.join(&format!(" {} ", site.keywords("OR")));
    let guarded = block::run_if(site, &condition).map(|mut block| {
        block.extend(edits.iter().cloned());
        Draft::safe("Ask the catalog first, in a `DO` block", block)
    });
    let in_place = replaced.into_iter().collect::<Option<Vec<Edit>>>().map(|drops| {
        edits.extend(drops);
        Draft::safe("Drop the constraint first, in the same `ALTER TABLE`", edits)
    });
    guarded.into_iter().chain(in_place).collect()
}

/// `DROP CONSTRAINT IF EXISTS x,` in front of a named foreign key or check. Other constraints hold an index that
/// foreign keys may point at.
fn drop_and_add(site: &Site<'_>, constraint: &AddConstraint<'_>) -> Option<Edit> {
    let name =
        constraint.name.as_ref().filter(|_| matches!(constraint.kind, Constraint::ForeignKey | Constraint::Check))?;
    let text = format!("{} {}, ", site.keywords("DROP CONSTRAINT IF EXISTS"), name.text);
    Some(insert(constraint.name_at - "ADD".len(), text))
}

/// The constraint's name as the catalog stores it, and the edit that gives it one where it has none.
fn constraint_name(
    site: &Site<'_>,
    table: &Name<'_>,
    constraint: &AddConstraint<'_>,
) -> Option<(String, Option<Edit>)> {
    if let Some(name) = &constraint.name {
        return Some((name.stored(site.dialect), None));
    }
    if let Some(index) = &constraint.using_index {
        return Some((index.stored(site.dialect), None));
    }
    let table = table.stored(site.dialect);
    let columns: Vec<String> = constraint.columns.iter().map(|column| column.stored(site.dialect)).collect();
    let of_columns = |label| {
        (!columns.is_empty()).then(|| crate::naming::object_name(&table, Some(&crate::naming::joined(&columns)), label))
    };
    let name = match constraint.kind {
        Constraint::PrimaryKey => crate::naming::object_name(&table, None, "pkey"),
        Constraint::Unique => of_columns("key")?,
        Constraint::ForeignKey => of_columns("fkey")?,
        Constraint::Check => crate::naming::object_name(&table, check_column(constraint.body)?.as_deref(), "check"),
        Constraint::Exclude => return None,
    };
    // A table has one primary key: its name need not be told apart from others.
    let edit = insert(constraint.name_at, block::named(site, &name));
    let edit = (constraint.kind != Constraint::PrimaryKey).then_some(edit);
    Some((name, edit))
}

/// The column that a check's name gets: that of the only one it reads, else none. The outer `None`: not certain.
fn check_column(mut body: Cursor<'_>) -> Option<Option<String>> {
    body.eat("CHECK");
    let inside = body.parentheses()?;
    let columns = expression::columns_read(body.text_of(&inside))?;
    match columns.as_slice() {
        [only] => Some(Some(only.clone())),
        _ => Some(None),
    }
}

/// MariaDB has a guard for each kind of part, in places of their own (shared facts sql.md section 1.2).
fn of_mariadb_alter(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let guard = format!(" {}", site.keywords("IF NOT EXISTS"));
    let mut edits = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        match &action.verb {
            Verb::AddColumn { guarded: true, .. }
            | Verb::AddIndex { guarded: true, .. }
            | Verb::AddPartition { guarded: true, .. } => {}
            Verb::AddConstraint(constraint) if constraint.guarded => {}
            Verb::AddColumn { guard_at, .. } | Verb::AddPartition { guard_at, .. } => {
                edits.push(insert(*guard_at, guard.as_str()));
            }
            Verb::AddIndex { guard_at, name: Some(_), .. } => edits.push(insert(*guard_at, guard.as_str())),
            Verb::AddIndex { guard_at, name: None, columns, .. } => {
                // MariaDB names an index after its first column.
                edits.push(insert(*guard_at, format!("{guard} {}", columns.first()?)));
            }
            // Dropped in the same statement, the key would be skipped because it is there, and then dropped.
            Verb::AddConstraint(constraint) if drops(alter, constraint, site.dialect) => return None,
            Verb::AddConstraint(constraint) => edits.push(mariadb_constraint(constraint, &guard)?),
            _ => return None,
        }
    }
    (!edits.is_empty()).then(|| Draft::safe(TITLE, edits))
}

fn drops(alter: &Alter<'_>, constraint: &AddConstraint<'_>, dialect: Dialect) -> bool {
    let name = constraint.name.as_ref().map(|name| name.stored(dialect));
    name.is_some()
        && alter.actions.iter().any(|action| {
            matches!(&action.verb, Verb::Drop { name: Some(dropped), .. } if Some(dropped.stored(dialect)) == name)
        })
}

fn mariadb_constraint(constraint: &AddConstraint<'_>, guard: &str) -> Option<Edit> {
    match (constraint.kind, &constraint.name) {
        (Constraint::PrimaryKey, _) | (Constraint::Unique | Constraint::ForeignKey, Some(_)) => {
            Some(insert(constraint.kind_end, guard))
        }
        (Constraint::Unique, None) => {
            Some(insert(constraint.kind_end, format!("{guard} {}", constraint.columns.first()?.text)))
        }
        (Constraint::Check, Some(_)) => Some(insert(constraint.constraint_word_end?, guard)),
        // The engine numbers these (`t_ibfk_1`, `CONSTRAINT_1`): the name to ask for is not known.
        _ => None,
    }
}

fn of_mysql_alter(site: &Site<'_>, alter: &Alter<'_>) -> Option<Draft> {
    let mut missing = Vec::new();
    for action in alter.actions.iter().filter(|action| site.wanted_in(&(action.start..action.end))) {
        let mut ask = |asked: Asked<'_>| missing.push(prepare::test(site, &alter.table, asked, false));
        match &action.verb {
            Verb::AddColumn { guarded: false, names, .. } => {
                for name in names {
                    ask(Asked::Column(&name.stored(site.dialect)));
                }
            }
            Verb::AddIndex { guarded: false, name, columns, .. } => {
                let stored = name.as_ref().map(|name| name.stored(site.dialect));
                let first = columns.first().map(|column| super::cursor::stored(column, site.dialect));
                ask(Asked::Index(&stored.or(first)?));
            }
            Verb::AddConstraint(constraint) if !constraint.guarded => match (constraint.kind, &constraint.name) {
                (Constraint::PrimaryKey, _) => ask(Asked::Constraint("PRIMARY")),
                (Constraint::Unique, Some(name)) => ask(Asked::Index(&name.stored(site.dialect))),
                (Constraint::Unique, None) => {
                    ask(Asked::Index(&constraint.columns.first()?.stored(site.dialect)));
                }
                (Constraint::ForeignKey | Constraint::Check, Some(name)) => {
                    ask(Asked::Constraint(&name.stored(site.dialect)));
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    if missing.is_empty() {
        return None;
    }
    let condition = missing.join(&format!(" {} ", site.keywords("OR")));
    Some(Draft::safe(PREPARED, prepare::run_if(site, &condition)?))
}

/// `ALTER TYPE mood ADD VALUE 'x'`
fn of_enum_value(site: &Site<'_>) -> Option<Draft> {
    let mut cursor = site.cursor();
    if site.dialect != Dialect::Postgres || !cursor.eat_all("ALTER TYPE") {
        return None;
    }
    cursor.name()?;
    let found = cursor.eat_all("ADD VALUE") && !cursor.is("IF");
    found.then(|| Draft::safe(TITLE, vec![insert(cursor.end(), format!(" {}", site.keywords("IF NOT EXISTS")))]))
}

/// Additions to a thing that is neither a table nor an enum, each with the error of the second one. Several tables of a
/// publication in one statement would be skipped together.
fn of_addition(site: &Site<'_>) -> Option<Draft> {
    let mut cursor = site.cursor();
    if site.dialect != Dialect::Postgres || !cursor.eat("ALTER") {
        return None;
    }
    let object = cursor.eat_any(&["PUBLICATION", "DOMAIN", "TYPE"])?;
    cursor.name()?;
    let raised = match object {
        "PUBLICATION" if cursor.eat_all("ADD TABLE") => "duplicate_object",
        "DOMAIN" if cursor.eat_all("ADD CONSTRAINT") => "duplicate_object",
        "TYPE" if cursor.eat_all("ADD ATTRIBUTE") => "duplicate_column",
        _ => return None,
    };
    if cursor.by_commas().len() != 1 {
        return None;
    }
    let edits = block::run_unless_raised(site, &[raised])?;
    Some(Draft::safe(format!("Let `{raised}` pass in a `DO` block"), edits))
}
