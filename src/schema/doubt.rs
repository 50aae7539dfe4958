//! What can't be told of a thing that no migration names: names that engines make up, tables whose columns come from a
//! query, functions that are named without their arguments, and what a database holds from the start.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::bucket::Stretch;
use super::{Fact, OWNED_BY_TABLE, Presence, Schema};
use crate::engine::Dialect;
use crate::operation::{ConstraintDef, ConstraintKind, Definition, Key, Kind};

impl Schema {
    /// The presence of a key of which there is no fact.
    pub(super) fn presence_of_unseen(&self, key: &Key) -> Presence {
        if self.has_overload(key) {
            return if key.name.contains('(') { Presence::Unknown } else { Presence::Present };
        }
        if self.may_be_made_up(key) || is_there_from_the_start(key) {
            return Presence::Unknown;
        }
        match self.owner_decides(key) {
            Some(presence) => presence,
            None if self.closed && self.is_own_relation(key) => Presence::Absent,
            None => Presence::Unknown,
        }
    }

    /// What the table that a key belongs to says of it.
    fn owner_decides(&self, key: &Key) -> Option<Presence> {
        if key.owner.is_empty() || !OWNED_BY_TABLE.contains(&key.kind) {
            return None;
        }
        let owner = Key::table(key.owner.clone());
        let table = self.fact(&owner);
        match table.map(|table| (table.presence, table.definition.as_deref())) {
            Some((Presence::Present, Some(Definition::Table(table)))) if table.complete => Some(Presence::Absent),
            // The columns of a query or of another table; a table that was not made here.
            Some((Presence::Present | Presence::Unknown, _)) => Some(Presence::Unknown),
            Some((Presence::Absent, _)) if !self.is_table_like(&key.owner) => Some(Presence::Absent),
            _ if self.is_table_like(&key.owner) => Some(Presence::Unknown),
            None if self.presence(&owner) == Presence::Absent => Some(Presence::Absent),
            _ => None,
        }
    }

    /// Whether an engine may have made up this very name for something that was made without one.
    fn may_be_made_up(&self, key: &Key) -> bool {
        let nameless = |kind, owner: &str| self.present(&Key::owned(kind, owner, ""));
        match key.kind {
            Kind::Constraint => nameless(Kind::Constraint, &key.owner) || key.name.ends_with("_not_null"),
            // MySQL makes an index for each foreign key, and calls it after the key or its first column.
            Kind::Index => {
                nameless(Kind::Index, &key.owner) || !key.owner.is_empty() && self.has_foreign_key(&key.owner)
            }
            Kind::Sequence => key.name.ends_with("_seq"),
            _ => false,
        }
    }

    fn has_foreign_key(&self, table: &str) -> bool {
        self.owned(Kind::Constraint, table).iter().any(|key| {
            matches!(self.fact(key).and_then(|fact| fact.definition.as_deref()),
                Some(Definition::Constraint(constraint)) if matches!(constraint.kind, ConstraintKind::ForeignKey { .. }))
        })
    }

    /// Whether a function of this name is there under other arguments than the key has.
    pub(super) fn has_overload(&self, key: &Key) -> bool {
        matches!(key.kind, Kind::Function | Kind::Procedure) && !self.overloads(key).is_empty()
    }

    /// For a name without arguments, those with arguments; for one with arguments, all others of the name.
    pub(super) fn overloads(&self, key: &Key) -> Vec<Key> {
        let base = key.name.split('(').next().unwrap_or_default();
        let known = self.known(Stretch::of_name(key.kind, base));
        // `DROP FUNCTION f(int)` leaves `f(text)`; what it may have meant, if anything, is an `f` of unknown arguments.
        let dropped = key.name.contains('(') && self.is_gone(key);
        let is_one = |other: &&Key| {
            let rest = other.name.strip_prefix(base);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
        };
        let meant = |other: &&Key| *other != key && (!dropped || other.name == base);
        let others: BTreeSet<&Key> = known.filter(is_one).filter(meant).filter(|other| self.present(other)).collect();
        others.into_iter().cloned().collect()
    }

    fn is_gone(&self, key: &Key) -> bool {
        self.fact(key).is_some_and(|fact| fact.presence == Presence::Absent)
    }

    /// The index that enforces a unique constraint: it stands in the schema of its table.
    pub fn index_behind(&self, table: &str, constraint: &str) -> Key {
        match table.rsplit_once('.').filter(|_| self.dialect == Dialect::Postgres) {
            Some((schema, _)) => Key::new(Kind::Index, format!("{schema}.{constraint}")),
            None => Key::index(self.dialect, table, constraint),
        }
    }

    /// Something is made on a table, or the table itself, that nobody wrote down: columns of a query, names that the
    /// engine makes up. That a thing of this kind is gone says nothing any more.
    pub fn forget_gone(&mut self, kind: Kind, table: &str) {
        let gone: Vec<Key> = self.facts_of(kind, table).into_iter().filter(|key| self.is_gone(key)).collect();
        for key in gone {
            self.over.facts.remove(&key);
            if self.base.facts.get(&key).is_some() {
                self.forget(&key);
            }
        }
        // Without its schema it may have been named the same.
        if let Some((_, bare)) = table.split_once('.') {
            self.forget_gone(kind, bare);
        }
    }

    /// What may be there or not: it goes where its table goes.
    pub(super) fn in_doubt_on(&self, table: &Key) -> Vec<Key> {
        let kinds = OWNED_BY_TABLE.iter().filter(|_| table.kind == Kind::Table);
        let keys = kinds.flat_map(|&kind| self.facts_of(kind, &table.name));
        keys.filter(|key| self.fact(key).is_some_and(|fact| fact.presence == Presence::Unknown)).collect()
    }

    fn facts_of(&self, kind: Kind, owner: &str) -> Vec<Key> {
        self.known(Stretch::of_owner(kind, owner)).cloned().collect()
    }

    /// What the runs of this migration have made or changed of a kind, as far as it is there.
    pub fn made_here(&self, kind: Kind) -> impl Iterator<Item = (&Key, &Fact)> {
        self.over.facts.within(Stretch::of_kind(kind)).filter(|(_, fact)| fact.presence == Presence::Present)
    }

    /// Labels of enums that this migration has taken away or renamed so far.
    pub fn gone_labels(&self) -> impl Iterator<Item = (&Key, &Fact)> {
        let known = self.over.gone_labels.iter().filter_map(|key| Some((key, self.fact(key)?)));
        known.filter(|(_, fact)| fact.presence == Presence::Absent && fact.since.is_some())
    }

    pub(super) fn note_pointers(&mut self, key: &Key, definition: &Definition) {
        match definition {
            Definition::Constraint(ConstraintDef { kind: ConstraintKind::ForeignKey { to, .. }, .. }) => {
                self.over.pointers.insert((to.into(), Arc::new(key.clone())));
            }
            Definition::View { reads, .. } => {
                for table in reads.iter().filter(|read| read.kind == Kind::Table) {
                    self.over.pointers.insert((table.name.clone(), Arc::new(key.clone())));
                }
            }
            _ => {}
        }
    }

    /// The foreign keys and views that the runs of this migration have made to point at a table, gone or not.
    pub fn pointing_at<'s>(&'s self, table: &'s str) -> impl Iterator<Item = &'s Key> {
        let from = (table.into(), Arc::new(Key::table("")));
        let pointers = self.over.pointers.range(from..).take_while(move |(target, _)| target == table);
        pointers.map(|(_, key)| &**key)
    }

    /// Whether a table has lost a constraint, or may have.
    pub fn lost_constraint(&self, table: &str) -> bool {
        self.facts_of(Kind::Constraint, table).iter().any(|key| !self.present(key))
    }

    /// All things of a kind that are there, and how they were made.
    pub fn all(&self, kind: Kind) -> Vec<(Key, Option<std::sync::Arc<Definition>>)> {
        let known = self.known(Stretch::of_kind(kind));
        let keys: BTreeSet<&Key> = known.filter(|key| self.present(key)).collect();
        keys.into_iter().map(|key| (key.clone(), self.fact(key).and_then(|fact| fact.definition.clone()))).collect()
    }
}

/// Things that a new database may hold before the first migration.
fn is_there_from_the_start(key: &Key) -> bool {
    match key.kind {
        Kind::Role | Kind::Extension | Kind::Other => true,
        Kind::Schema => matches!(key.name.as_str(), "public" | "main" | "dbo"),
        _ => false,
    }
}
