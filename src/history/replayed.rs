//! The chain, replayed from its bases: what each migration starts from, and what the chain tells of its own start.
//!
//! A history may have fifty thousand migrations. What each starts from is kept all the same: it is a moment of a line
//! that all of them share.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use crate::engine::Dialect;
use crate::migration::Migration;
use crate::operation::{Action, Key, Kind, Tolerance};
use crate::replay::{self, each_placed};
use crate::schema::{Anchor, MadeTwice, Schema, Sketch};
use crate::source::Location;

/// What a chain is replayed from.
#[derive(Debug, Clone)]
pub(super) struct Base {
    pub(super) schema: Schema,
    /// What is known to be missing there, by who needs it first: whoever comes later is judged as though that had been put
    /// right.
    pub(super) lacking: BTreeMap<usize, Vec<Key>>,
}

impl Base {
    /// A database of which nothing is known.
    pub(super) fn unknown(dialect: Dialect) -> Self {
        Self { schema: Schema::unknown(dialect), lacking: BTreeMap::new() }
    }
}

/// What the runs of a chain tell.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// What branches make each for itself, found where they meet.
    pub(super) twice: Vec<MadeTwice>,
    /// What had to be there where the chain started: by whom first, and whether by a statement about the schema.
    pub(super) presupposed: BTreeMap<Key, (usize, bool)>,
    /// What can't have been there: a later migration makes it without any guard.
    pub(super) refuted: BTreeSet<Key>,
}

/// A chain, replayed to its end.
pub(super) struct Walked {
    /// What each migration starts from; nothing is known before one that has no order.
    pub(super) starts: Vec<Schema>,
    pub(super) told: Told,
}

/// Replays a chain: every migration that has an order, each behind all that it needs.
pub(super) fn walk(graph: &Graph, migrations: &[&Migration], base: &Base) -> Walked {
    let mut walk = Walk::new(graph, migrations, base);
    for &number in &graph.order {
        let start = walk.start(number);
        walk.sketches[number] = Some(start.sketch());
        walk.run(number, start);
    }
    let Walk { sketches, lines, told, .. } = walk;
    let unknown = Schema::unknown(base.schema.dialect());
    let start = |sketch: Sketch| lines.get(&sketch.line()).map(|line| sketch.on(line));
    let starts = sketches.into_iter().map(|sketch| sketch.and_then(start).unwrap_or_else(|| unknown.clone()));
    Walked { starts: starts.collect(), told }
}

/// A chain that is being replayed.
struct Walk<'a> {
    graph: &'a Graph,
    migrations: &'a [&'a Migration],
    base: &'a Base,
    dangling: BTreeSet<usize>,
    /// What the migrations have left that somebody still waits for, and how many do.
    ends: BTreeMap<usize, Schema>,
    waiting: Vec<usize>,
    sketches: Vec<Option<Sketch>>,
    /// What the sketches stand on, as far as no chain goes on writing there.
    lines: BTreeMap<usize, Anchor>,
    told: Told,
}

impl<'a> Walk<'a> {
    fn new(graph: &'a Graph, migrations: &'a [&'a Migration], base: &'a Base) -> Self {
        let dangling = graph.dangling.iter().map(|one| one.asks).collect();
        let (sketches, told) = (vec![None; migrations.len()], Told::default());
        let (ends, lines, waiting) = (BTreeMap::new(), BTreeMap::new(), followers(graph));
        let mut walk = Self { graph, migrations, base, dangling, ends, waiting, sketches, lines, told };
        walk.leave(&base.schema);
        walk
    }

    /// Nothing more is written into the line that this stands on: whoever goes on from here begins a new one.
    fn leave(&mut self, schema: &Schema) {
        let anchor = schema.anchor();
        self.lines.entry(anchor.line()).or_insert(anchor);
    }

    /// What those that a migration needs have left.
    fn start(&mut self, number: usize) -> Schema {
        let needs = &self.graph.needs[number];
        let known: Vec<Schema> = needs.iter().filter_map(|&needed| self.end(needed)).collect();
        let is_dangling = self.dangling.contains(&number);
        if known.len() > 1 || is_dangling {
            known.iter().for_each(|schema| self.leave(schema));
        }
        let mut known = known.into_iter();
        let mut start = match known.next() {
            // A base beside missing parents knows nothing, as does what stands behind a cycle.
            _ if is_dangling => Schema::unknown(self.base.schema.dialect()),
            Some(first) => first,
            None => self.base.schema.clone(),
        };
        for other in known {
            let (joined, twice) = start.joined(&other);
            start = joined;
            self.told.twice.extend(twice);
        }
        start
    }

    /// What a migration has left; the last who asks takes it away.
    fn end(&mut self, needed: usize) -> Option<Schema> {
        self.waiting[needed] -= 1;
        if self.waiting[needed] == 0 {
            return self.ends.remove(&needed);
        }
        let end = self.ends.get(&needed)?.clone();
        self.leave(&end);
        Some(end)
    }

    fn run(&mut self, number: usize, start: Schema) {
        let line = start.anchor();
        let mut end = replay::run_once(self.migrations[number], start);
        for (key, of_schema) in end.presupposed() {
            let entry = self.told.presupposed.entry(key.clone()).or_insert((number, of_schema));
            entry.1 |= of_schema;
        }
        self.told.refuted.extend(end.refuted().cloned());
        self.base.lacking.get(&number).into_iter().flatten().for_each(|key| end.forget(key));
        // A step that could not be read forgets all that was known.
        if end.anchor().line() != line.line() {
            self.lines.entry(line.line()).or_insert(line);
        } else {
            // As long as it is held, what this run did would begin a new line.
            drop(line);
        }
        end.settle();
        if self.waiting[number] > 0 {
            self.ends.insert(number, end);
        } else {
            self.leave(&end);
        }
    }
}

/// How many need each migration.
fn followers(graph: &Graph) -> Vec<usize> {
    let mut followers = vec![0; graph.needs.len()];
    graph.needs.iter().flatten().for_each(|&needed| followers[needed] += 1);
    followers
}

/// Which migrations make each table, view or column, and where; by unguarded or guarded statements alike. What a migration
/// puts into the place of what it took away was there before.
pub(super) fn makers(migrations: &[&Migration]) -> BTreeMap<Key, Vec<(usize, Location)>> {
    let mut makers: BTreeMap<Key, Vec<(usize, Location)>> = BTreeMap::new();
    for (number, migration) in migrations.iter().enumerate() {
        let mut taken_away: BTreeSet<&Key> = BTreeSet::new();
        each_placed(&migration.up, &mut |_, placed, _| {
            let made = match &placed.operation.action {
                Action::Create { key, .. } => key,
                Action::Rename { from, to } => {
                    taken_away.insert(from);
                    to
                }
                Action::Drop { key, .. } if placed.operation.tolerance == Tolerance::None => {
                    taken_away.insert(key);
                    return;
                }
                _ => return,
            };
            if taken_away.contains(made) {
                return;
            }
            let at = Location { file: migration.file, span: placed.at };
            let known = match made.kind {
                // A view is asked for as though it were a table.
                Kind::Table | Kind::View | Kind::MaterializedView => Key::table(made.name.as_str()),
                Kind::Column => made.clone(),
                _ => return,
            };
            makers.entry(known).or_default().push((number, at));
        });
    }
    makers
}

/// The start of a chain of which nothing is known but that these are missing.
pub(super) fn lacking(dialect: Dialect, keys: impl IntoIterator<Item = Key>) -> Schema {
    let mut origin = Schema::unknown(dialect);
    for key in keys {
        origin.assume(&key, crate::schema::Presence::Absent);
    }
    origin.settle();
    origin
}
