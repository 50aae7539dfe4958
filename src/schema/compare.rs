//! What two runs have left, held against each other.

use std::collections::BTreeSet;

use super::bucket::Change;
use super::{Fact, Presence, Schema};
use crate::operation::Key;

impl Schema {
    /// What the two databases differ in, as far as both are known; both must have started from the same base.
    pub fn differences(&self, other: &Self) -> Vec<Key> {
        let changed = self.over.facts.diff(&other.over.facts).filter_map(|change| match change {
            Change::Both(_, ours, theirs) if ours.presence == theirs.presence && ours.valid == theirs.valid => None,
            Change::Ours(key, _) | Change::Theirs(key, _) | Change::Both(key, ..) => Some(key),
        });
        let mut found: Vec<Key> = changed.filter(|key| self.differs(other, key)).cloned().collect();
        found.sort_unstable();
        found
    }

    pub(super) fn differs(&self, other: &Self, key: &Key) -> bool {
        let pair = (self.presence(key), other.presence(key));
        match pair {
            // The other run never touched it: it is as absent as it was when this one made it.
            (Presence::Present, Presence::Unknown) => {
                other.fact(key).is_none() && self.fact(key).is_some_and(|fact| fact.since.is_some())
            }
            (Presence::Unknown, _) | (_, Presence::Unknown) | (Presence::Absent, Presence::Absent) => false,
            (Presence::Present, Presence::Present) => {
                let valid = |schema: &Self| schema.fact(key).is_none_or(|fact| fact.valid);
                valid(self) != valid(other)
            }
            _ => true,
        }
    }

    /// What is certain when a run may have gone either way: what both have left.
    #[must_use]
    pub fn common(mut self, other: &Self) -> Self {
        let keys: BTreeSet<Key> = self.over.facts.keys().chain(other.over.facts.keys()).cloned().collect();
        for key in keys {
            if self.presence(&key) != other.presence(&key) {
                self.forget(&key);
            } else if self.fact(&key).is_none_or(|fact| fact.since.is_none())
                && let Some(fact) = other.fact(&key)
            {
                self.over.facts.insert(key, fact.clone());
            }
        }
        self.keep_common_base(&other.base);
        self.over.gone_labels.extend(other.over.gone_labels.iter().cloned());
        self.over.links.extend(other.over.links.iter().cloned());
        self.over.pointers.extend(other.over.pointers.iter().cloned());
        self.closed &= other.closed;
        self.clouded |= other.clouded;
        self.evidence = self.evidence.common(&other.evidence);
        let assumed = std::mem::take(&mut self.over.assumed).into_iter();
        self.over.assumed = assumed.filter(|(subject, answer)| other.assumed(subject) == Some(*answer)).collect();
        self
    }

    /// Everything this run made and left, for comparing two spellings of one migration.
    pub fn made(&self) -> impl Iterator<Item = (&Key, &Fact)> {
        self.over.facts.iter().filter(|(_, fact)| fact.since.is_some())
    }
}
