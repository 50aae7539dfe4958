//! Where a key's fact is kept: under a number made of the key, so that finding it among a hundred thousand compares no names.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Fact;
use crate::operation::{Key, Kind};

/// What a key sorts by: its kind (8 bits), what it belongs to (24) and its name (32), each but the first one hashed. All
/// of a kind stand together, and in there all of an owner; so do all functions of a name, whatever they take.
pub(super) type Place = u64;

/// Things that stand together: those of a kind, of an owner, or functions of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch<'s> {
    pub(super) from: Place,
    /// The last bits, in which places of the stretch differ.
    bits: u32,
    kind: Kind,
    owner: Option<&'s str>,
}

impl<'s> Stretch<'s> {
    pub(super) fn of_kind(kind: Kind) -> Self {
        Self { from: owner_place(kind, ""), bits: 56, kind, owner: None }
    }

    pub(super) fn of_owner(kind: Kind, owner: &'s str) -> Self {
        Self { from: owner_place(kind, owner), bits: 32, kind, owner: Some(owner) }
    }

    /// Functions that may be called this, whatever they take.
    pub(super) fn of_name(kind: Kind, name: &str) -> Self {
        Self { from: place(kind, "", name), bits: 0, kind, owner: None }
    }

    pub(super) fn holds(self, place: Place) -> bool {
        place >> self.bits == self.from >> self.bits
    }

    /// Whether a thing in one of its places is meant: others may have the same number.
    pub(super) fn means(self, key: &Key) -> bool {
        key.kind == self.kind && self.owner.is_none_or(|owner| key.owner == owner)
    }
}

fn hash(text: &str) -> u64 {
    // The same in every run: what is told must not hang on it.
    FixedState::with_seed(0).hash_one(text)
}

fn owner_place(kind: Kind, owner: &str) -> Place {
    let owner = if owner.is_empty() { 0 } else { hash(owner) & 0xff_ffff };
    (kind as Place) << 56 | owner << 32
}

fn place(kind: Kind, owner: &str, name: &str) -> Place {
    let bare = match kind {
        Kind::Function | Kind::Procedure => name.split_once('(').map_or(name, |(bare, _)| bare),
        _ => name,
    };
    owner_place(kind, owner) | hash(bare) & 0xffff_ffff
}

pub(super) fn place_of(key: &Key) -> Place {
    place(key.kind, &key.owner, &key.name)
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) fact: Fact,
}

/// All that has the same place: one, but for functions of one name and very rare others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bucket {
    first: Entry,
    others: Vec<Entry>,
}

impl Bucket {
    pub(super) fn of(entry: Entry) -> Self {
        Self { first: entry, others: Vec::new() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Entry> {
        std::iter::once(&self.first).chain(&self.others)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        std::iter::once(&mut self.first).chain(&mut self.others)
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Fact> {
        self.iter().find(|entry| entry.key == *key).map(|entry| &entry.fact)
    }

    /// The same with this entry in it.
    pub(super) fn with(&self, entry: Entry) -> Self {
        let others = self.iter().filter(|other| other.key != entry.key).cloned().collect();
        Self { first: entry, others }
    }

    /// The same without what is said of this key; `None` where nothing else is said.
    pub(super) fn without(&self, key: &Key) -> Option<Self> {
        let mut left = self.iter().filter(|entry| entry.key != *key).cloned();
        Some(Self { first: left.next()?, others: left.collect() })
    }

    /// This with all that a later one says.
    pub(super) fn overlaid(&self, later: Arc<Self>) -> Arc<Self> {
        match self.iter().all(|entry| later.get(&entry.key).is_some()) {
            true => later,
            false => Arc::new(later.iter().fold(self.clone(), |bucket, entry| bucket.with(entry.clone()))),
        }
    }
}

/// How two maps differ at one key.
pub(super) enum Change<'f> {
    Ours(&'f Key, &'f Fact),
    Theirs(&'f Key, &'f Fact),
    Both(&'f Key, &'f Fact, &'f Fact),
}

/// How what two maps have at one place differs.
pub(super) fn changes<'f>(ours: Option<&'f Bucket>, theirs: Option<&'f Bucket>) -> Vec<Change<'f>> {
    let mut found = Vec::new();
    for Entry { key, fact } in ours.into_iter().flat_map(Bucket::iter) {
        match theirs.and_then(|theirs| theirs.get(key)) {
            Some(other) if other == fact => {}
            Some(other) => found.push(Change::Both(key, fact, other)),
            None => found.push(Change::Ours(key, fact)),
        }
    }
    let is_new = |entry: &&Entry| ours.is_none_or(|ours| ours.get(&entry.key).is_none());
    let new = theirs.into_iter().flat_map(Bucket::iter).filter(is_new);
    found.extend(new.map(|entry| Change::Theirs(&entry.key, &entry.fact)));
    found
}
