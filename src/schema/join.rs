//! What is there when several branches have run.

use imbl::ordmap::DiffItem;

use super::bucket::Change;
use super::facts::Facts;
use super::{Fact, Schema};
use crate::operation::Key;
use crate::schema::Presence;

/// Something that two branches make, each for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeTwice {
    pub key: Key,
    /// Where each branch makes it.
    pub by: [crate::source::Location; 2],
}

impl Schema {
    /// What is known when both branches have run, each from what it started from. Both must be settled.
    ///
    /// What only one of them has touched is as that one left it. Where they disagree nothing is known.
    #[must_use]
    pub fn joined(&self, other: &Self) -> (Self, Vec<MadeTwice>) {
        let mut joined = self.clone();
        let (mut facts, mut twice) = (Facts::default(), Vec::new());
        for change in self.base.facts.diff(&other.base.facts) {
            let (key, fact) = match change {
                Change::Theirs(key, theirs) => {
                    (key, if self.clouded { Fact::assumed(Presence::Unknown) } else { theirs.clone() })
                }
                Change::Ours(key, ours) => {
                    (key, if other.clouded { Fact::assumed(Presence::Unknown) } else { ours.clone() })
                }
                Change::Both(key, ours, theirs) => {
                    if let (Presence::Present, Presence::Present, Some(a), Some(b)) =
                        (ours.presence, theirs.presence, ours.since, theirs.since)
                        && a.at != b.at
                    {
                        twice.push(MadeTwice { key: key.clone(), by: [a.at, b.at] });
                    }
                    (key, settled(ours, theirs))
                }
            };
            facts.insert(key.clone(), fact);
        }
        joined.base.facts.take_in(facts, self.base.facts.new_links(&other.base.facts));
        for change in self.base.assumed.diff(&other.base.assumed) {
            if let DiffItem::Update { old: (subject, _), .. } | DiffItem::Remove(subject, _) = change {
                joined.base.assumed.remove(subject);
            }
        }
        joined.closed &= other.closed;
        joined.clouded |= other.clouded;
        (joined, twice)
    }
}

/// What two branches that both know of a thing make of it.
fn settled(ours: &Fact, theirs: &Fact) -> Fact {
    match (ours.presence, theirs.presence) {
        (Presence::Present, Presence::Present) => {
            let made = if ours.since.is_some() { ours } else { theirs };
            let same = ours.definition == theirs.definition;
            Fact { definition: made.definition.clone().filter(|_| same || theirs.since != ours.since), ..made.clone() }
        }
        (Presence::Absent, Presence::Absent) => ours.clone(),
        _ => Fact::assumed(Presence::Unknown),
    }
}
