//! What can't be dropped because something else that this migration has made stands on it: PostgreSQL refuses types of
//! columns, functions of triggers and tables that foreign keys point at (2BP01); MySQL and MariaDB the last (1451).

use super::uncommitted::is_of_type;
use crate::engine::Dialect;
use crate::migration::Placed;
use crate::operation::{Action, ConstraintDef, ConstraintKind, Definition, Key, Kind};
use crate::schema::{Fact, Presence, Schema};
use crate::source::Location;

/// The first thing that keeps an operation from dropping its key, and where that was made. What the same statement drops
/// keeps nothing.
pub(super) fn user_of(schema: &Schema, placed: &Placed, statement: &[Placed]) -> Option<(Key, Option<Location>)> {
    let Action::Drop { key, cascade: false } = &placed.operation.action else { return None };
    let postgres = schema.dialect() == Dialect::Postgres;
    let mysql = schema.dialect().is_mysql_like() && !placed.operation.unchecked_references;
    let user_kind = match key.kind {
        Kind::Type | Kind::Domain if postgres => Kind::Column,
        Kind::Function if postgres => Kind::Trigger,
        Kind::Table if postgres || mysql => Kind::Constraint,
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
    let mut made = schema.made_here(user_kind);
    let found = made.find(|(user, fact)| uses(fact, key) && user.owner != key.name && !goes(user));
    let found = found.map(|(user, fact)| (user.clone(), fact));
    let in_table = || {
        let mut tables = schema
            .made_here(Kind::Table)
            .filter(|(table, _)| *table != key && !goes(&Key::column(table.name.as_str(), "")));
        tables.find(|(table, fact)| points_at(schema, table, fact, key)).map(|(table, fact)| (table.clone(), fact))
    };
    let found = found.or_else(|| if key.kind == Kind::Table { in_table() } else { None });
    found.map(|(user, fact)| (user, fact.since.map(|since| since.at)))
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
