//! Whether what a migration has put somewhere is the only copy by now: a stop alone then makes its loss a lasting one.

use super::apply::Caller;
use crate::operation::{Insert, Key, Kind, Operation, Update};
use crate::schema::{Deed, Origin, Presence, Schema};

/// Rows that a migration writes to a table and does not spell out.
#[derive(Debug)]
pub(super) struct Copies {
    into: Key,
    /// The tables they are read from; none where that is not known.
    from: Vec<Key>,
    /// Which rows of them, where it is one table.
    filter: String,
    /// Updates further down after which the filter finds others.
    refiltered: Vec<Deed>,
}

impl Copies {
    pub(super) fn of(operation: &Operation, rows: &Insert) -> Option<Self> {
        if rows.rows.is_some() {
            return None;
        }
        let read = operation.mentions.iter().filter(|key| key.kind == Kind::Table);
        let from = read.chain(rows.from.as_ref().map(|from| &from.table)).filter(|key| **key != rows.table);
        let filter = rows.from.as_ref().map(|from| from.filter.clone()).unwrap_or_default();
        Some(Self { into: rows.table.clone(), from: from.cloned().collect(), filter, refiltered: Vec::new() })
    }

    /// Takes note of an update that comes behind.
    pub(super) fn see(&mut self, update: &Update, deed: &Deed) {
        let mut asked = self.filter.split(|c: char| !c.is_alphanumeric() && c != '_');
        let writes = |word: &str| update.writes.iter().any(|(column, _)| column.eq_ignore_ascii_case(word));
        if self.from.contains(&update.table) && asked.any(writes) {
            self.refiltered.push(deed.clone());
        }
    }
}

/// Whether a table or column that an earlier run has made, at `since`, holds what is nowhere else: it was renamed, or was
/// filled from what that run has taken away behind it.
pub(super) fn is_in(schema: &Schema, key: &Key, since: Origin, caller: Caller<'_>) -> bool {
    let of_rebuild = |(stand_in, own): &(Key, Key)| key == stand_in || key == own;
    if schema.is_renamed(key) || caller.rebuilds.iter().any(of_rebuild) {
        return true;
    }
    if key.kind == Kind::Column {
        return schema.done().any(|deed| deed.0 == key.owner) && has_taken_away(schema, key, since);
    }
    let mut copies = caller.copies.iter().filter(|copies| copies.into == *key);
    copies.any(|copies| {
        let gone = match copies.from.as_slice() {
            [] => has_taken_away(schema, key, since),
            from => {
                from.iter().any(|from| schema.presence(from) == Presence::Absent || schema.has_deletions(&from.name))
            }
        };
        gone || copies.refiltered.iter().any(|deed| schema.has_done(deed))
    })
}

/// Whether a table or column other than `key` has gone behind the step that made it.
fn has_taken_away(schema: &Schema, key: &Key, since: Origin) -> bool {
    schema.made().any(|(other, fact)| {
        matches!(other.kind, Kind::Table | Kind::Column)
            && fact.presence == Presence::Absent
            && fact.since.is_some_and(|gone| gone.run == since.run && gone.order >= since.order)
            && other != key
            && other.owner != key.name
    })
}
