//! What a run has told, by key: a map whose clones share all that they have in common, for a run may stop anywhere.

use std::sync::Arc;

use imbl::OrdMap;
use imbl::ordmap::DiffItem;

use super::Fact;
use super::bucket::{Bucket, Change, Entry, Place, Stretch, changes, place_of};
use crate::operation::Key;

#[derive(Debug, Clone, Default)]
pub(super) struct Facts(OrdMap<Place, Arc<Bucket>>);

impl Facts {
    pub(super) fn get(&self, key: &Key) -> Option<&Fact> {
        self.0.get(&place_of(key))?.get(key)
    }

    pub(super) fn get_mut(&mut self, key: &Key) -> Option<&mut Fact> {
        let bucket = Arc::make_mut(self.0.get_mut(&place_of(key))?);
        bucket.iter_mut().find(|entry| entry.key == *key).map(|entry| &mut entry.fact)
    }

    pub(super) fn insert(&mut self, key: Key, fact: Fact) {
        let place = place_of(&key);
        let entry = Entry { key, fact };
        let bucket = match self.0.get(&place) {
            Some(known) => known.with(entry),
            None => Bucket::of(entry),
        };
        self.0.insert(place, Arc::new(bucket));
    }

    pub(super) fn remove(&mut self, key: &Key) {
        let place = place_of(key);
        if let Some(left) = self.0.remove(&place).and_then(|bucket| bucket.without(key)) {
            self.0.insert(place, Arc::new(left));
        }
    }

    /// Always in the same order, which is not that of the keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key, &Fact)> {
        self.0.values().flat_map(|bucket| bucket.iter()).map(|entry| (&entry.key, &entry.fact))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.iter().map(|(key, _)| key)
    }

    pub(super) fn within<'f>(&'f self, stretch: Stretch<'f>) -> impl Iterator<Item = (&'f Key, &'f Fact)> {
        let buckets = self.0.range(stretch.from..).take_while(move |(place, _)| stretch.holds(**place));
        let entries = buckets.flat_map(|(_, bucket)| bucket.iter()).filter(move |entry| stretch.means(&entry.key));
        entries.map(|entry| (&entry.key, &entry.fact))
    }

    /// Keeps these alone.
    pub(super) fn retain(&mut self, wanted: impl Fn(&Fact) -> bool) {
        let unwanted: Vec<Key> = self.iter().filter(|(_, fact)| !wanted(fact)).map(|(key, _)| key.clone()).collect();
        unwanted.iter().for_each(|key| self.remove(key));
    }

    /// Everything, by its place.
    pub(super) fn into_buckets(self) -> impl Iterator<Item = (Place, Arc<Bucket>)> {
        self.0.into_iter()
    }

    pub(super) fn diff<'f>(&'f self, other: &'f Self) -> impl Iterator<Item = Change<'f>> {
        self.0.diff(&other.0).flat_map(|change| match change {
            DiffItem::Add(_, theirs) => changes(None, Some(theirs)),
            DiffItem::Remove(_, ours) => changes(Some(ours), None),
            DiffItem::Update { old: (_, ours), new: (_, theirs) } => changes(Some(ours), Some(theirs)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Kind;
    use crate::schema::Presence;

    fn facts(keys: &[Key]) -> Facts {
        let mut facts = Facts::default();
        keys.iter().for_each(|key| facts.insert(key.clone(), Fact::assumed(Presence::Present)));
        facts
    }

    fn function(name: &str) -> Key {
        Key::new(Kind::Function, name)
    }

    /// Functions of one name share their place.
    #[test]
    fn what_shares_a_place_is_told_apart() {
        let all = [function("f"), function("f(int)"), function("f(text)"), function("fa"), Key::table("f")];
        let mut known = facts(&all);
        assert!(all.iter().all(|key| known.get(key).is_some()));
        assert!(known.get(&function("f(date)")).is_none());
        assert_eq!(known.within(Stretch::of_name(Kind::Function, "f")).count(), 3);
        let before = known.clone();
        known.remove(&function("f"));
        known.insert(function("f(int)"), Fact::assumed(Presence::Absent));
        assert_eq!(known.keys().count(), 4);
        assert_eq!(known.get(&function("f(int)")).map(|fact| fact.presence), Some(Presence::Absent));
        assert_eq!(known.get(&function("f(text)")).map(|fact| fact.presence), Some(Presence::Present));
        let changed: Vec<&str> = before
            .diff(&known)
            .map(|change| match change {
                Change::Ours(key, _) | Change::Theirs(key, _) | Change::Both(key, ..) => key.name.as_str(),
            })
            .collect();
        assert_eq!(changed.len(), 2, "{changed:?}");
        assert!(changed.contains(&"f") && changed.contains(&"f(int)"), "{changed:?}");
    }

    #[test]
    fn each_owner_has_its_own() {
        let column = |table, column| Key::column(format!("t{table}"), format!("c{column}"));
        let known = facts(&(0..500).flat_map(|t| (0..3).map(move |c| column(t, c))).collect::<Vec<_>>());
        for table in 0..500 {
            assert_eq!(known.within(Stretch::of_owner(Kind::Column, &format!("t{table}"))).count(), 3);
        }
        let of_kind = |kind| known.within(Stretch::of_kind(kind)).count();
        assert_eq!((of_kind(Kind::Column), of_kind(Kind::Table), of_kind(Kind::Index)), (1_500, 0, 0));
    }
}
