//! Identity columns: what PostgreSQL refuses because of them.

use super::Clash;
use crate::operation::{Key, Kind};
use crate::schema::{Presence, Schema};

/// PostgreSQL lets nobody change the default of an identity column.
pub(super) fn refuse_identity(schema: &Schema, column: &str) -> Result<(), Clash> {
    let identity = Key::owned(Kind::Identity, column, "identity");
    match schema.fact(&identity) {
        Some(fact) if fact.presence == Presence::Present => {
            Err(Clash::Exists { key: identity, since: fact.since.map(|since| since.at) })
        }
        _ => Ok(()),
    }
}

/// The identity column that owns a sequence by the name PostgreSQL gives it: it can't be dropped without the column.
pub(super) fn identity_behind(schema: &Schema, sequence: &str) -> Option<String> {
    let of_name = |column: &str| {
        column.split_once('.').is_some_and(|(table, column)| format!("{table}_{column}_seq") == sequence)
    };
    schema.all(Kind::Identity).into_iter().map(|(key, _)| key.owner.to_string()).find(|column| of_name(column))
}
