//! What is known, by key: a map whose clones share all that they have in common.
//!
//! The schema before every migration of a history is kept, so a change must copy little: keys and facts are shared one by
//! one, and the map's nodes hold nothing but pointers.

use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use super::Fact;
use crate::operation::Key;

#[derive(Debug, Clone, Default)]
pub(super) struct Facts(OrdMap<Arc<Key>, Arc<Fact>>);

/// How two maps differ at one key.
pub(super) enum Change<'f> {
    Ours(&'f Key, &'f Fact),
    Theirs(&'f Key, &'f Fact),
    Both(&'f Key, &'f Fact, &'f Fact),
}

impl Facts {
    pub(super) fn get(&self, key: &Key) -> Option<&Fact> {
        self.0.get(key).map(Arc::as_ref)
    }

    pub(super) fn get_mut(&mut self, key: &Key) -> Option<&mut Fact> {
        self.0.get_mut(key).map(Arc::make_mut)
    }

    pub(super) fn contains_key(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    pub(super) fn insert(&mut self, key: Key, fact: Fact) {
        self.0.insert(Arc::new(key), Arc::new(fact));
    }

    pub(super) fn remove(&mut self, key: &Key) {
        self.0.remove(key);
    }

    /// In the order of the keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key, &Fact)> {
        self.0.iter().map(|(key, fact)| (key.as_ref(), fact.as_ref()))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.0.keys().map(Arc::as_ref)
    }

    /// From this key on, in their order.
    pub(super) fn from(&self, key: Key) -> impl Iterator<Item = (&Key, &Fact)> {
        self.0.range(Arc::new(key)..).map(|(key, fact)| (key.as_ref(), fact.as_ref()))
    }

    /// Keys of these alone.
    pub(super) fn retain(&mut self, wanted: impl Fn(&Fact) -> bool) {
        let facts = std::mem::take(&mut self.0).into_iter();
        self.0 = facts.filter(|(_, fact)| wanted(fact)).collect();
    }

    /// Takes over all that a run has told; it counts as an earlier one from now on.
    pub(super) fn take_in(&mut self, run: Self) {
        for (key, mut fact) in run.0 {
            if fact.since.is_some_and(|since| since.run != 0)
                && let Some(since) = &mut Arc::make_mut(&mut fact).since
            {
                since.run = 0;
            }
            self.0.insert(key, fact);
        }
    }

    pub(super) fn diff<'f>(&'f self, other: &'f Self) -> impl Iterator<Item = Change<'f>> {
        self.0.diff(&other.0).map(|change| match change {
            DiffItem::Add(key, theirs) => Change::Theirs(key, theirs),
            DiffItem::Remove(key, ours) => Change::Ours(key, ours),
            DiffItem::Update { old: (key, ours), new: (_, theirs) } => Change::Both(key, ours, theirs),
        })
    }
}
