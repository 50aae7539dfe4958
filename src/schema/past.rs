//! What earlier migrations left.
//!
//! The schema before every migration of a history is wanted, by several threads at once. So nothing of it is copied: the
//! migrations of a chain write one after another into one line, which keeps every fact with the moment from which it holds,
//! and a schema is a line and a moment. Where a chain forks, or an earlier moment is held while it goes on, a new line
//! begins that stands on the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;
use std::sync::Arc;

use smol_str::SmolStr;

use super::Fact;
use super::bucket::{Bucket, Change, Place, Stretch, changes, place_of};
use super::facts::Facts;
use crate::operation::Key;

/// Lines that are looked into one after another before some of them are put together.
const HIGHEST: usize = 8;

/// A moment of a line.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    line: Arc<Line>,
    pub(super) at: u32,
}

#[derive(Debug, Default)]
struct Line {
    facts: BTreeMap<Place, Moments>,
    links: Links,
    /// What was taken over of other lines' links, beside what was taken over of their facts, since the moment 0.
    old_links: Links,
    last: u32,
    /// Where this line began.
    below: Option<Past>,
    /// How many lines it came from, one after another.
    age: usize,
    /// Where to look for what nothing is said of here: `below`, or further down where that is taken over.
    under: Option<Past>,
    /// How many lines that makes.
    height: usize,
}

/// What stands on a table, at whatever moment: those who ask look whether it still does.
type Links = BTreeMap<SmolStr, Vec<Arc<Key>>>;

/// What was said at one place, and when, the earliest first.
#[derive(Debug)]
struct Moments {
    first: (u32, Arc<Bucket>),
    later: Vec<(u32, Arc<Bucket>)>,
}

impl Moments {
    fn at(&self, at: u32) -> Option<&Arc<Bucket>> {
        let until = |(since, _): &&(u32, Arc<Bucket>)| *since <= at;
        self.later.iter().rev().find(until).or(Some(&self.first).filter(until)).map(|(_, bucket)| bucket)
    }

    fn is_changed(&self, after: u32, until: u32) -> bool {
        std::iter::once(&self.first).chain(&self.later).any(|(since, _)| after < *since && *since <= until)
    }
}

impl Line {
    fn on(below: &Past) -> Self {
        if below.line.facts.is_empty() && below.line.below.is_none() {
            return Self::default();
        }
        let mut line = Self::default();
        line.below = Some(below.clone());
        line.age = below.line.age + 1;
        let mut under = Some(below);
        if below.line.height >= HIGHEST {
            let crowd = below.crowd();
            // Only where that spares many a look.
            if crowd.len() >= HIGHEST / 2 {
                crowd.iter().for_each(|past| line.take_over(past));
                under = crowd.last().and_then(|past| past.line.under.as_ref());
            }
        }
        line.height = under.map_or(0, |past| past.line.height + 1);
        line.under = under.cloned();
        line
    }

    /// Takes over what a line below says, where no line above it has been heard to say something else.
    fn take_over(&mut self, past: &Past) {
        for (place, moments) in &past.line.facts {
            if let Some(bucket) = moments.at(past.at) {
                let first = || Moments { first: (0, bucket.clone()), later: Vec::new() };
                self.facts.entry(*place).or_insert_with(first);
            }
        }
        for (table, keys) in past.line.links.iter().chain(&past.line.old_links) {
            self.old_links.entry(table.clone()).or_default().extend_from_slice(keys);
        }
    }

    fn tell(&mut self, place: Place, bucket: Arc<Bucket>) {
        let now = (self.last, bucket);
        match self.facts.get_mut(&place) {
            Some(moments) => moments.later.push(now),
            None => _ = self.facts.insert(place, Moments { first: now, later: Vec::new() }),
        }
    }

    /// Places of which something was said in this line.
    fn changed(&self, after: u32, until: u32) -> impl Iterator<Item = Place> {
        self.facts.iter().filter(move |(_, moments)| moments.is_changed(after, until)).map(|(place, _)| *place)
    }
}

impl Drop for Line {
    /// One line after another: thousands may stand on each other, and each would take its share of the stack.
    fn drop(&mut self) {
        self.under = None;
        let mut next = self.below.take();
        while let Some(mut line) = next.and_then(|past| Arc::into_inner(past.line)) {
            line.under = None;
            next = line.below.take();
        }
    }
}

impl Past {
    /// The lines in which something may be said that holds now, the latest first, each with the moment that counts.
    fn lines(&self) -> impl Iterator<Item = (&Line, u32)> {
        successors(Some(self), |past| past.line.under.as_ref()).map(|past| (&*past.line, past.at))
    }

    /// The lines on top down to one that holds more than twice as much as they do together. Put together they make a line
    /// of its size, so nothing is copied more often than the logarithm of all that there is.
    fn crowd(&self) -> Vec<&Self> {
        let mut size = self.line.facts.len().max(1);
        let mut crowd = vec![self];
        for past in successors(self.line.under.as_ref(), |past| past.line.under.as_ref()) {
            if past.line.facts.len() > 2 * size {
                break;
            }
            size += past.line.facts.len();
            crowd.push(past);
        }
        crowd
    }

    fn bucket(&self, place: Place) -> Option<&Arc<Bucket>> {
        self.lines().find_map(|(line, at)| line.facts.get(&place)?.at(at))
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Fact> {
        self.bucket(place_of(key))?.get(key)
    }

    /// What stands on a table, or once stood there.
    pub(super) fn links_of<'p>(&'p self, table: &'p str) -> impl Iterator<Item = &'p Key> {
        let both = self.lines().flat_map(|(line, _)| [&line.links, &line.old_links]);
        both.filter_map(move |links| links.get(table)).flatten().map(Arc::as_ref)
    }

    pub(super) fn within<'p>(&'p self, stretch: Stretch<'p>) -> impl Iterator<Item = (&'p Key, &'p Fact)> {
        let buckets = self.lines().enumerate().flat_map(move |(above, (line, at))| {
            let here = line.facts.range(stretch.from..).take_while(move |(place, _)| stretch.holds(**place));
            let visible = here.filter_map(move |(place, moments)| Some((place, moments.at(at)?)));
            visible.filter(move |(place, _)| !self.is_said_above(above, **place))
        });
        let entries = buckets.flat_map(|(_, bucket)| bucket.iter()).filter(move |entry| stretch.means(&entry.key));
        entries.map(|entry| (&entry.key, &entry.fact))
    }

    /// Whether one of the first lines has something to say of a place.
    fn is_said_above(&self, lines: usize, place: Place) -> bool {
        self.lines()
            .take(lines)
            .any(|(line, at)| line.facts.get(&place).is_some_and(|moments| moments.at(at).is_some()))
    }

    /// Takes over all that a run has told; it counts as an earlier one from now on.
    pub(super) fn take_in(&mut self, run: Facts, links: impl IntoIterator<Item = (SmolStr, Arc<Key>)>) {
        if Arc::get_mut(&mut self.line).is_none_or(|line| line.last != self.at) {
            *self = Self { line: Arc::new(Line::on(self)), at: 0 };
        }
        let mut told = Vec::new();
        for (place, mut bucket) in run.into_buckets() {
            if bucket.iter().any(|entry| entry.fact.since.is_some_and(|since| since.run != 0)) {
                let sinces = Arc::make_mut(&mut bucket).iter_mut().filter_map(|entry| entry.fact.since.as_mut());
                sinces.for_each(|since| since.run = 0);
            }
            told.push((place, self.bucket(place).map_or(bucket.clone(), |known| known.overlaid(bucket))));
        }
        // The line is nobody else's, as was seen to above.
        let Some(line) = Arc::get_mut(&mut self.line) else { return };
        line.last += 1;
        told.into_iter().for_each(|(place, bucket)| line.tell(place, bucket));
        links.into_iter().for_each(|(table, key)| line.links.entry(table).or_default().push(key));
        self.at = line.last;
    }

    /// Whether this is the very moment that the other is.
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.line, &other.line) && self.at == other.at
    }

    pub(super) fn line_address(&self) -> usize {
        Arc::as_ptr(&self.line).addr()
    }

    /// Another moment of the same line.
    pub(super) fn moment(&self, at: u32) -> Self {
        Self { line: self.line.clone(), at }
    }

    /// How the two differ, by what was said since they parted.
    pub(super) fn diff<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = Change<'p>> {
        let Parting { ours, theirs, shared } = self.parting(other);
        let mut places: BTreeSet<Place> = BTreeSet::new();
        // What a line has at its moment 0 was said below.
        ours.into_iter().chain(theirs).for_each(|past| places.extend(past.line.changed(0, past.at)));
        if let Some((own, their)) = shared {
            places.extend(own.line.changed(own.at.min(their.at), own.at.max(their.at)));
        }
        places.into_iter().flat_map(|place| {
            let (ours, theirs) = (self.bucket(place), other.bucket(place));
            changes(ours.map(Arc::as_ref), theirs.map(Arc::as_ref))
        })
    }

    /// What the other has come to stand on tables since the two parted.
    pub(super) fn new_links<'p>(&'p self, other: &'p Self) -> impl Iterator<Item = (SmolStr, Arc<Key>)> {
        let links = self.parting(other).theirs.into_iter().flat_map(|past| &past.line.links);
        links.flat_map(|(table, keys)| keys.iter().map(|key| (table.clone(), key.clone())))
    }

    fn parting<'p>(&'p self, other: &'p Self) -> Parting<'p> {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let (mut own, mut their) = (Some(self), Some(other));
        loop {
            match (own, their) {
                (Some(a), Some(b)) if Arc::ptr_eq(&a.line, &b.line) => {
                    return Parting { ours, theirs, shared: Some((a, b)) };
                }
                (Some(a), b) if b.is_none_or(|b| a.line.age >= b.line.age) => {
                    ours.push(a);
                    own = a.line.below.as_ref();
                }
                (_, Some(b)) => {
                    theirs.push(b);
                    their = b.line.below.as_ref();
                }
                (_, None) => return Parting { ours, theirs, shared: None },
            }
        }
    }
}

/// The lines from two moments back to the line in which they part, and the moments of that one.
struct Parting<'p> {
    ours: Vec<&'p Past>,
    theirs: Vec<&'p Past>,
    shared: Option<(&'p Past, &'p Past)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Kind;
    use crate::schema::Presence;

    fn keys(past: &Past) -> impl Iterator<Item = &Key> {
        let kinds = [Kind::Table, Kind::Column, Kind::Function];
        kinds.into_iter().flat_map(|kind| past.within(Stretch::of_kind(kind))).map(|(key, _)| key)
    }

    /// A past, and all that is known in it as a plain map.
    #[derive(Clone, Default)]
    struct Known {
        past: Past,
        facts: BTreeMap<Key, Presence>,
    }

    impl Known {
        fn tell(&mut self, keys: &[(Key, Presence)]) {
            let mut run = Facts::default();
            for (key, presence) in keys {
                run.insert(key.clone(), Fact::assumed(*presence));
                self.facts.insert(key.clone(), *presence);
            }
            let links = keys.iter().map(|(key, _)| (key.owner.clone(), Arc::new(key.clone())));
            self.past.take_in(run, links);
        }

        fn check(&self) {
            let said: BTreeMap<Key, Presence> = keys(&self.past).map(|key| (key.clone(), Presence::Unknown)).collect();
            assert_eq!(keys(&self.past).count(), self.facts.len(), "each key is given once");
            assert!(said.keys().eq(self.facts.keys()));
            for (key, presence) in &self.facts {
                assert_eq!(self.past.get(key).map(|fact| fact.presence), Some(*presence), "{key:?}");
                assert!(self.past.links_of(&key.owner).any(|link| link == key), "{key:?}");
                let of_owner = |other: &&Key| other.kind == key.kind && other.owner == key.owner;
                assert_eq!(
                    self.past.within(Stretch::of_owner(key.kind, &key.owner)).count(),
                    self.facts.keys().filter(of_owner).count(),
                    "{key:?}"
                );
            }
        }
    }

    /// Numbers without any order, the same in every run.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.0 >> 33).map_or(0, |number| number % end)
        }
    }

    fn key(numbers: &mut Numbers) -> Key {
        let table = format!("t{}", numbers.below(5));
        match numbers.below(3) {
            0 => Key::table(table),
            1 => Key::column(table, format!("c{}", numbers.below(4))),
            _ => Key::new(Kind::Function, format!("f({})", "int,".repeat(numbers.below(3)))),
        }
    }

    /// Histories that go on, fork, and are held at earlier moments, against plain maps.
    #[test]
    fn every_moment_stays_as_it_was() {
        let mut numbers = Numbers(7);
        let mut held = vec![Known::default()];
        for _ in 0..600 {
            let from = held.len() - 1 - numbers.below(held.len().min(3));
            // Some are gone on with and given up, others stay as they are, and a new line begins.
            let mut known = if numbers.below(2) == 0 { held.swap_remove(from) } else { held[from].clone() };
            for _ in 0..numbers.below(4) {
                let told: Vec<(Key, Presence)> = (0..1 + numbers.below(4))
                    .map(|_| {
                        (key(&mut numbers), if numbers.below(2) == 0 { Presence::Present } else { Presence::Absent })
                    })
                    .collect();
                known.tell(&told);
            }
            known.check();
            held.push(known);
        }
        held.iter().for_each(Known::check);
        let is_put_together = |known: &Known| known.past.line.age > known.past.line.height;
        assert!(held.iter().any(is_put_together), "some lines were put together");
        assert!(held.iter().all(|known| known.past.line.height <= 3 * HIGHEST));
        for (ours, theirs) in held.iter().zip(held.iter().skip(1)) {
            let mut told: BTreeSet<Key> = BTreeSet::new();
            for change in ours.past.diff(&theirs.past) {
                let (key, a, b) = match change {
                    Change::Ours(key, fact) => (key, Some(fact.presence), None),
                    Change::Theirs(key, fact) => (key, None, Some(fact.presence)),
                    Change::Both(key, ours, theirs) => (key, Some(ours.presence), Some(theirs.presence)),
                };
                assert_eq!((a, b), (ours.facts.get(key).copied(), theirs.facts.get(key).copied()), "{key:?}");
                assert!(told.insert(key.clone()), "{key:?} is told twice");
            }
            let all: BTreeSet<&Key> = ours.facts.keys().chain(theirs.facts.keys()).collect();
            let differ = all.into_iter().filter(|key| ours.facts.get(*key) != theirs.facts.get(*key));
            assert!(told.iter().eq(differ));
        }
    }

    #[test]
    fn many_lines_on_each_other_are_given_up_one_by_one() {
        let mut past = Past::default();
        for number in 0..100_000 {
            let held = past.clone();
            let mut run = Facts::default();
            run.insert(Key::table(format!("t{}", number % 7)), Fact::assumed(Presence::Present));
            past.take_in(run, []);
            drop(held);
        }
        assert!(past.line.age > 90_000, "{}", past.line.age);
        assert_eq!(keys(&past).count(), 7);
    }

    #[test]
    fn a_chain_stays_in_one_line() {
        let mut known = Known::default();
        (0..40).for_each(|number| known.tell(&[(Key::table(format!("t{number}")), Presence::Present)]));
        assert_eq!((known.past.at, known.past.line.age), (40, 0));
        let early = known.past.moment(3);
        assert_eq!(keys(&early).count(), 3);
    }
}
