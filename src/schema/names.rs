//! Renames: a thing, and all that stands on it, under another name.

use std::sync::Arc;

use super::{Fact, Origin, Presence, Schema, standing_on};
use crate::operation::{Definition, Key, Kind};

impl Schema {
    /// Gives a thing, and all that stands on it, another name.
    pub fn rename(&mut self, from: &Key, to: &Key, since: Origin) {
        let first_name = self.first_name(from).clone();
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
        self.mark_gone(from.clone(), since);
        self.over.first_names.insert(to.clone(), first_name);
        if from.kind == Kind::Table {
            self.forget_deeds(&from.name, None);
        }
    }

    /// The name that a thing had before anything was renamed.
    pub fn first_name<'s>(&'s self, key: &'s Key) -> &'s Key {
        self.over.first_names.get(key).unwrap_or(key)
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
        _ => {}
    }
    definition
}

pub(super) fn replace_name(names: &mut [String], from: &str, to: &str) {
    for name in names.iter_mut().filter(|name| *name == from) {
        to.clone_into(name);
    }
}
