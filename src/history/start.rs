//! What a chain starts from: an empty database, or one of which little is known because early migrations are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::replayed::{self, Run};
use super::{Chain, Graph, Missing, Replayed, Whence, heads};
use crate::migration::Migration;
use crate::operation::{Key, Kind};
use crate::replay;
use crate::schema::Schema;

/// Replays the chain, first from nothing known; what that tells of the start decides how it is replayed for good.
///
/// - What is needed here and made without a guard further on can't have been there at the start: it is missing here.
/// - Where everything that is needed is made by some migration of the chain, it starts from an empty database.
/// - What nobody makes is missing where the chain begins by making tables of its own, and neither a dump, nor a model,
///   nor another history has it. Else the early migrations are gone, and nothing is claimed.
pub(super) fn replay(chain: &Chain<'_>, elsewhere: &dyn Fn(&Key) -> Option<Whence>) -> Replayed {
    let migrations = chain.migrations();
    let graph = Graph::of(&migrations, chain.context().tool);
    let makers = replayed::makers(&migrations);
    let made = |key: &Key| makers.contains_key(key);
    let (mut run, missing) = settle(chain, &graph, &migrations, &made, elsewhere);
    meet_heads(&graph, &migrations, &mut run);
    Replayed { graph, starts: run.starts, twice: run.twice, makers, missing }
}

/// Heads that nobody has merged yet: what each of them makes meets at the next merge.
fn meet_heads(graph: &Graph, migrations: &[&Migration], run: &mut Run) {
    /// More branches than this are no longer held against each other.
    const BRANCHES: usize = 32;
    for group in heads::stray(graph, migrations) {
        let end = |&head: &usize| replay::advance(migrations[head], &run.starts[head]);
        let ends: Vec<Schema> = group.iter().take(BRANCHES).map(end).collect();
        let mut ends = ends.into_iter();
        let Some(mut all) = ends.next() else { continue };
        for other in ends {
            let (joined, twice) = all.joined(&other);
            all = joined;
            run.twice.extend(twice);
        }
    }
}

fn settle(
    chain: &Chain<'_>,
    graph: &Graph,
    migrations: &[&Migration],
    made: &dyn Fn(&Key) -> bool,
    elsewhere: &dyn Fn(&Key) -> Option<Whence>,
) -> (Run, BTreeMap<Key, Missing>) {
    let dialect = chain.context().dialect;
    let open = replayed::replay(graph, migrations, &Schema::unknown(dialect), &BTreeMap::new());
    let sound = chain.history.whole
        && graph.known
        && graph.dangling.is_empty()
        && graph.order.len() == migrations.len();
    if !sound {
        return (open, BTreeMap::new());
    }
    let foreign: BTreeSet<&Key> = open.presupposed.keys().filter(|key| is_relation(key) && !made(key)).collect();
    let mut missing: BTreeMap<Key, Whence> = BTreeMap::new();
    for key in open.refuted.iter().filter(|key| is_relation(key) || key.kind == Kind::Column) {
        missing.insert(key.clone(), Whence::Here);
    }
    if begins_with_its_own(graph, &open, &foreign) {
        let nothing = Schema::unknown(dialect);
        let by_schema = foreign.iter().filter(|key| open.presupposed[**key].1 && nothing.is_own_relation(key));
        missing.extend(by_schema.filter_map(|key| Some(((*key).clone(), elsewhere(key)?))));
    }
    let closed = foreign.is_empty();
    if closed {
        let needed = open.presupposed.keys().filter(|key| is_relation(key));
        missing.extend(needed.map(|key| (key.clone(), Whence::Here)));
    }
    if !closed && missing.is_empty() {
        return (open, BTreeMap::new());
    }
    let origin = if closed { Schema::empty(dialect) } else { replayed::lacking(dialect, missing.keys().cloned()) };
    let mut first: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    let mut placed = BTreeMap::new();
    for (key, whence) in missing {
        if let Some(&(by, _)) = open.presupposed.get(&key) {
            first.entry(by).or_default().push(key.clone());
            placed.insert(key, Missing { whence, by });
        }
    }
    (replayed::replay(graph, migrations, &origin, &first), placed)
}

fn is_relation(key: &Key) -> bool {
    matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView)
}

/// Whether something is made before anything is needed that no migration makes.
fn begins_with_its_own(graph: &Graph, open: &Run, foreign: &BTreeSet<&Key>) -> bool {
    let needing: BTreeSet<usize> = foreign.iter().map(|key| open.presupposed[*key].0).collect();
    let first = graph.order.iter().find(|number| needing.contains(number));
    first.is_some_and(|&number| open.starts[number].own_tables().next().is_some())
}
