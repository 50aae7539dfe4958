//! Renames: a thing, and all that stands on it, under another name.

use std::sync::Arc;

use super::{Fact, Origin, Presence, Schema, standing_on};
use crate::operation::{Definition, Key, Kind};

impl Schema {
    /// Gives a thing, and all that stands on it, another name.
    pub fn rename(&mut self, from: &Key, to: &Key, since: Origin) {
        let first_name = self.over.first_names.get(from).unwrap_or(from).clone();
        let moved: Vec<(Key, Fact)> = self
            .belongings(from)
            .into_iter()
            .chain(self.in_doubt_on(from))
            .chain([from.clone()])
            .filter_map(|key| Some((key.clone(), self.fact(&key)?.clone())))
            .collect();
        if to.kind == Kind::Table {
            // What an earlier table of that name has lost says nothing of this one.
            self.forget_gone(Kind::Column, &to.name);
        }
        for (key, mut fact) in moved {
            let renamed = if key == *from { to.clone() } else { rehome(&key, from, to) };
            if renamed != key {
                self.mark_gone(key, since);
            }
            fact.since = Some(since);
            if let Some(definition) = &fact.definition {
                fact.definition = Some(Arc::new(rehome_definition(definition, from, to)));
                if let Some(table) = fact.definition.as_deref().and_then(|definition| standing_on(&renamed, definition))
                {
                    self.over.links.insert((table.into(), Arc::new(renamed.clone())));
                }
            }
            self.over.facts.insert(renamed, fact);
        }
        if self.presence(to) != Presence::Present {
            self.over.facts.insert(to.clone(), Fact { since: Some(since), ..Fact::assumed(Presence::Present) });
        }
        self.views_follow(from, to);
        self.mark_gone(from.clone(), since);
        self.over.first_names.insert(to.clone(), first_name);
        if from.kind == Kind::Table {
            self.forget_deeds(&from.name, None);
        }
    }

    /// PostgreSQL and SQLite write the new name into the views that read what was renamed.
    fn views_follow(&mut self, from: &Key, to: &Key) {
        let Some(table) = from.of_table().filter(|_| !self.dialect.is_mysql_like()) else { return };
        let views: Vec<Key> = self.pointing_at(table).filter(|key| key.owner.is_empty()).cloned().collect();
        for key in views {
            let Some(fact) = self.fact(&key).filter(|fact| fact.presence == Presence::Present).cloned() else {
                continue;
            };
            let Some(definition) = fact.definition.as_deref().map(|view| rehome_definition(view, from, to)) else {
                continue;
            };
            self.note_pointers(&key, &definition);
            self.over.facts.insert(key, Fact { definition: Some(Arc::new(definition)), ..fact });
        }
    }

    /// Whether it had another name before, in this migration.
    pub fn is_renamed(&self, key: &Key) -> bool {
        self.over.first_names.contains_key(key)
    }

    /// What a thing is called that was there before the first run under another name.
    pub fn name_now(&self, first: &Key) -> Option<&Key> {
        self.over.first_names.iter().find(|(_, then)| *then == first).map(|(now, _)| now)
    }

    /// Names that stand for another thing here than there: two tables whose names were swapped, and swapped back.
    pub fn exchanged<'s>(&'s self, other: &'s Self) -> impl Iterator<Item = &'s Key> {
        let there = |key| other.over.first_names.get(key);
        self.over
            .first_names
            .iter()
            .filter(move |(key, first)| there(key).is_some_and(|then| then != *first))
            .map(|(key, _)| key)
    }
}

/// The key of something that belonged to `from`, now that it is called `to`.
pub(super) fn rehome(key: &Key, from: &Key, to: &Key) -> Key {
    let mut key = key.clone();
    if from.kind != Kind::Column && key.owner == from.name {
        key.owner.clone_from(&to.name);
    }
    key
}

pub(super) fn rehome_definition(definition: &Definition, from: &Key, to: &Key) -> Definition {
    let mut definition = definition.clone();
    match (&mut definition, from.kind) {
        (Definition::Index(index), Kind::Table) if index.table == from.name => {
            to.name.as_str().clone_into(&mut index.table)
        }
        (Definition::Index(index), Kind::Column) => replace_name(&mut index.columns, &from.name, &to.name),
        (Definition::Constraint(constraint), Kind::Column) => {
            replace_name(&mut constraint.columns, &from.name, &to.name)
        }
        (Definition::View { reads, .. }, _) => {
            for read in reads.iter_mut() {
                *read = if read == from { to.clone() } else { rehome(read, from, to) };
            }
        }
        _ => {}
    }
    definition
}

pub(super) fn replace_name(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}
