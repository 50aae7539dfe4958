//! What the runs of a chain tell of the database that it started from.

use imbl::{OrdMap, OrdSet};

use super::bucket::Stretch;
use super::{Fact, Schema};
use crate::operation::{Key, Kind};
use crate::schema::Presence;

/// What one run needed of a database of which it knew nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// Had to be there: by a statement about the schema (`true`), or only by one about rows.
    presupposed: OrdMap<Key, bool>,
    /// Was taken to be there, and is made now without any guard: it can't have been there.
    refuted: OrdSet<Key>,
}

/// Relations that no migration makes: those of the engines, of their extensions, and the tools' own records.
const FOREIGN: [&str; 14] = [
    "spatial_ref_sys",
    "geometry_columns",
    "geography_columns",
    "dual",
    "alembic_version",
    "schema_migrations",
    "ar_internal_metadata",
    "flyway_schema_history",
    "refinery_schema_history",
    "goose_db_version",
    "gorp_migrations",
    "seaql_migrations",
    "schema_version",
    "databasechangelog",
];

impl Schema {
    /// Takes something to be there because a statement needs it. `of_schema`: the statement is about the schema.
    pub fn presuppose(&mut self, key: &Key, of_schema: bool) {
        if self.presence(key) != Presence::Unknown {
            return;
        }
        // What belongs to a table is not there without it.
        if let Some(table) = key.of_table().filter(|_| key.kind != Kind::Table) {
            self.presuppose(&Key::table(table), of_schema);
        }
        // Behind a step that could not be read, whatever is needed may have been made by it.
        if !self.clouded {
            *self.evidence.presupposed.entry(key.clone()).or_default() |= of_schema;
        }
        self.over.facts.insert(key.clone(), Fact::assumed(Presence::Present));
    }

    /// Something is made that was taken to be there.
    pub fn refute(&mut self, key: &Key) {
        let assumed = |fact: &Fact| fact.presence == Presence::Present && fact.since.is_none();
        if !self.clouded && self.fact(key).is_some_and(assumed) {
            self.evidence.refuted.insert(key.clone());
        }
    }

    /// What this run needed and nobody has made, and whether a statement about the schema needed it.
    pub fn presupposed(&self) -> impl Iterator<Item = (&Key, bool)> {
        self.evidence.presupposed.iter().map(|(key, of_schema)| (key, *of_schema))
    }

    /// What can't have been there where the chain started.
    pub fn refuted(&self) -> impl Iterator<Item = &Key> {
        self.evidence.refuted.iter()
    }

    /// Tables that some migration has made.
    pub fn own_tables(&self) -> impl Iterator<Item = &Key> {
        let made = |fact: &Fact| fact.presence == Presence::Present && fact.since.is_some();
        self.base.facts.within(Stretch::of_kind(Kind::Table)).filter(move |(_, fact)| made(fact)).map(|(key, _)| key)
    }

    /// Whether this is something that could only be there because a migration made it: an own table or view.
    pub fn is_own_relation(&self, key: &Key) -> bool {
        let name = key.name.as_str();
        let of_engine = ["pg_", "sqlite_", "_"].iter().any(|prefix| name.starts_with(prefix));
        // What stands in a schema of its own may come with an extension or a service.
        let elsewhere = name.split_once('.').is_some_and(|(schema, _)| {
            self.fact(&Key::new(Kind::Schema, schema)).is_none_or(|fact| fact.presence != Presence::Present)
        });
        matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView)
            && !of_engine
            && !elsewhere
            && !FOREIGN.contains(&name)
    }
}

impl Evidence {
    /// What either way needed, and what both ways refute.
    pub(super) fn common(mut self, other: &Self) -> Self {
        for (key, of_schema) in &other.presupposed {
            *self.presupposed.entry(key.clone()).or_default() |= of_schema;
        }
        let refuted = std::mem::take(&mut self.refuted).into_iter();
        self.refuted = refuted.filter(|key| other.refuted.contains(key)).collect();
        self
    }
}
