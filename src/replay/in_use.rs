//! What can't be dropped because something else that this migration has made stands on it: PostgreSQL refuses types of
//! columns, functions of triggers, tables that foreign keys point at, and what views read (2BP01; 0A000 for the type of a
//! column); MySQL and MariaDB tables that foreign keys point at (1451) and indexes that they stand on (1553); SQLite columns
//! that views read.

use super::uncommitted::is_of_type;
use crate::engine::Dialect;
use crate::migration::Placed;
use crate::operation::{Action, ConstraintDef, ConstraintKind, Definition, Key, Kind};
use crate::schema::{Fact, Presence, Schema};
use crate::source::Location;

/// The first thing that keeps an operation from dropping its key, and where that was made. What the same statement drops
/// keeps nothing.
pub(super) fn user_of(schema: &Schema, placed: &Placed, statement: &[Placed]) -> Option<(Key, Option<Location>)> {
    let key = match &placed.operation.action {
        Action::Drop { key, cascade: false } => key,
        Action::Alter { key, alteration } if alteration.what == "type" && schema.dialect() == Dialect::Postgres => {
            return reader(schema, key, &|_| false);
        }
        _ => return None,
    };
    if schema.presence(key) != Presence::Present {
        return None;
    }
    let goes = |user: &Key| {
        statement.iter().any(|other| {
            matches!(&other.operation.action, Action::Drop { key: gone, .. }
                if gone == user || gone.kind == Kind::Table && gone.name == user.owner)
        })
    };
    let user_kind = match key.kind {
        Kind::Table => return reader(schema, key, &goes).or_else(|| pointer(schema, placed, key, &goes)),
        Kind::Column | Kind::View | Kind::MaterializedView => return reader(schema, key, &goes),
        Kind::Type | Kind::Domain => Kind::Column,
        Kind::Function => Kind::Trigger,
        _ => return None,
    };
    if schema.dialect() != Dialect::Postgres {
        return None;
    }
    let mut made = schema.made_here(user_kind);
    let (user, fact) = made.find(|(user, fact)| uses(fact, key) && user.owner != key.name && !goes(user))?;
    Some((user.clone(), fact.since.map(|since| since.at)))
}

/// A view that reads a table, one of its columns, or another view. SQLite only looks at what is left of a table.
fn reader(schema: &Schema, key: &Key, goes: &dyn Fn(&Key) -> bool) -> Option<(Key, Option<Location>)> {
    let of_column = key.kind == Kind::Column;
    if !(schema.dialect() == Dialect::Postgres || schema.dialect() == Dialect::Sqlite && of_column) {
        return None;
    }
    let read = if of_column { key.clone() } else { Key::table(key.name.clone()) };
    let table = read.of_table().unwrap_or_default();
    schema.pointing_at(table).filter(|user| !goes(user)).find_map(|user| {
        let fact = schema.fact(user).filter(|fact| fact.presence == Presence::Present)?;
        let Some(Definition::View { reads, .. }) = fact.definition.as_deref() else { return None };
        reads.contains(&read).then(|| (user.clone(), fact.since.map(|since| since.at)))
    })
}

/// A foreign key of another table that points at a table, or that table where the key's name is not certain.
fn pointer(
    schema: &Schema,
    placed: &Placed,
    key: &Key,
    goes: &dyn Fn(&Key) -> bool,
) -> Option<(Key, Option<Location>)> {
    let dialect = schema.dialect();
    if dialect != Dialect::Postgres && (!dialect.is_mysql_like() || placed.operation.unchecked_references) {
        return None;
    }
    let present = |key: &Key| schema.fact(key).filter(|fact| fact.presence == Presence::Present);
    let at = |fact: &Fact| fact.since.map(|since| since.at);
    schema.pointing_at(&key.name).filter(|user| user.owner != key.name && !goes(user)).find_map(|user| {
        let table = Key::table(user.owner.clone());
        let own = present(user).filter(|fact| uses(fact, key)).map(|fact| (user.clone(), at(fact)));
        own.or_else(|| {
            let fact = present(&table).filter(|fact| points_at(schema, &table, fact, key))?;
            Some((table.clone(), at(fact)))
        })
    })
}

fn uses(fact: &Fact, key: &Key) -> bool {
    match fact.definition.as_deref() {
        Some(Definition::Column(column)) => {
            column.sql_type.as_deref().is_some_and(|sql_type| is_of_type(sql_type, &key.name))
        }
        Some(Definition::Constraint(constraint)) => is_foreign_key_to(constraint, &key.name),
        Some(Definition::Text(text)) => {
            let function = key.name.split('(').next().unwrap_or_default();
            let mut words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'));
            let called = |word: &&str| word.eq_ignore_ascii_case("FUNCTION") || word.eq_ignore_ascii_case("PROCEDURE");
            !function.is_empty() && words.by_ref().any(|word| called(&word)) && words.next() == Some(function)
        }
        _ => false,
    }
}

fn is_foreign_key_to(constraint: &ConstraintDef, table: &str) -> bool {
    matches!(&constraint.kind, ConstraintKind::ForeignKey { to, .. } if to == table)
}

/// Whether a table was made with a foreign key to another one, and none of its constraints has gone since.
fn points_at(schema: &Schema, table: &Key, fact: &Fact, key: &Key) -> bool {
    let Some(Definition::Table(definition)) = fact.definition.as_deref() else { return false };
    definition.constraints.iter().any(|constraint| is_foreign_key_to(constraint, &key.name))
        && !schema.lost_constraint(&table.name)
}

/// The foreign key that stands on this index alone: MySQL drops the index that it made for a key when a person makes
/// another one that serves, and then keeps that.
pub(super) fn foreign_key_on(schema: &Schema, index: &Key) -> Option<Key> {
    if index.kind != Kind::Index || !schema.dialect().is_mysql_like() {
        return None;
    }
    let definition = |key: &Key| schema.fact(key).and_then(|fact| fact.definition.as_deref());
    let serves = |columns: &[String], key: &[String]| columns.starts_with(key);
    let Some(Definition::Index(dropped)) = definition(index) else { return None };
    let unique = schema.unique_keys(&index.owner)?;
    let others = schema.on_table(&index.owner);
    let named = others.iter().filter(|key| !key.name.is_empty()).filter_map(|key| match definition(key) {
        Some(Definition::Constraint(constraint)) => Some((key.clone(), constraint)),
        _ => None,
    });
    // Those without a name are still there where the table has lost none.
    let own = match definition(&Key::table(index.owner.clone())) {
        Some(Definition::Table(table)) if !schema.lost_constraint(&index.owner) => table.constraints.as_slice(),
        _ => &[],
    };
    let nameless = own.iter().filter(|constraint| constraint.name.is_none()).map(|constraint| {
        (Key::constraint(index.owner.as_str(), format!("({})", constraint.columns.join(", "))), constraint)
    });
    let mut foreign = named.chain(nameless).filter(|(_, constraint)| {
        matches!(constraint.kind, ConstraintKind::ForeignKey { .. }) && !constraint.columns.is_empty()
    });
    let found = foreign.find(|(_, constraint)| {
        let spare = others.iter().filter(|other| *other != index).any(|other| {
            matches!(definition(other), Some(Definition::Index(other)) if serves(&other.columns, &constraint.columns))
        });
        let keyed = unique.iter().any(|columns| *columns != dropped.columns && serves(columns, &constraint.columns));
        serves(&dropped.columns, &constraint.columns) && !spare && !keyed
    });
    found.map(|(key, _)| key)
}
