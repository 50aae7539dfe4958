//! The chain, replayed from its bases: what each migration starts from, and what the chain tells of its own start.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use crate::engine::Dialect;
use crate::migration::Migration;
use crate::operation::{Action, Key, Kind, Tolerance};
use crate::replay::{self, each_placed};
use crate::schema::{MadeTwice, Schema};
use crate::source::Location;

/// A chain's replay.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// The schema before each migration.
    pub(super) starts: Vec<Schema>,
    /// What branches make each for itself, found where they meet.
    pub(super) twice: Vec<MadeTwice>,
    /// What had to be there where the chain started: by whom first, and whether by a statement about the schema.
    pub(super) presupposed: BTreeMap<Key, (usize, bool)>,
    /// What can't have been there: a later migration makes it without any guard.
    pub(super) refuted: BTreeSet<Key>,
}

/// Replays migrations from `origin`. `lacking`: what is known to be missing there, and who needs it first: whoever comes
/// later is judged as though that had been put right.
pub(super) fn replay(
    graph: &Graph,
    migrations: &[&Migration],
    origin: &Schema,
    lacking: &BTreeMap<usize, Vec<Key>>,
) -> Run {
    let mut replayed = Run { starts: vec![Schema::unknown(origin.dialect()); migrations.len()], ..Run::default() };
    let mut ends: BTreeMap<usize, Schema> = BTreeMap::new();
    let mut waiting = followers(graph);
    let dangling: BTreeSet<usize> = graph.dangling.iter().map(|one| one.asks).collect();
    for &number in &graph.order {
        let needs = &graph.needs[number];
        let mut known = needs.iter().filter_map(|needed| ends.get(needed));
        let mut start = match known.next() {
            // A base beside missing parents knows nothing, as does what stands behind a cycle.
            _ if dangling.contains(&number) => Schema::unknown(origin.dialect()),
            Some(first) => first.clone(),
            None => origin.clone(),
        };
        for other in known {
            let (joined, twice) = start.joined(other);
            start = joined;
            replayed.twice.extend(twice);
        }
        for &needed in needs {
            waiting[needed] -= 1;
            if waiting[needed] == 0 {
                ends.remove(&needed);
            }
        }
        replayed.starts[number] = start;
        let mut end = replay::run_once(migrations[number], &replayed.starts[number]);
        for (key, of_schema) in end.presupposed() {
            let entry = replayed.presupposed.entry(key.clone()).or_insert((number, of_schema));
            entry.1 |= of_schema;
        }
        replayed.refuted.extend(end.refuted().cloned());
        lacking.get(&number).into_iter().flatten().for_each(|key| end.forget(key));
        end.settle();
        if waiting[number] > 0 {
            ends.insert(number, end);
        }
    }
    replayed
}

/// How many need each migration; an end counts itself, so that it stays for who meets it there.
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
