//! What a chain starts from: an empty database, or one of which little is known because early migrations are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::replayed::{self, Base, Told, Walked, walk};
use super::{Graph, Missing, Replayed, Whence, heads};
use crate::migration::Migration;
use crate::operation::{Key, Kind};
use crate::project::History;
use crate::replay;
use crate::schema::{MadeTwice, Schema};

/// Replays the chain, first from nothing known; what that tells of the start decides how it is replayed for good.
///
/// - What is needed here and made without a guard further on can't have been there at the start: it is missing here.
/// - Where everything that is needed is made by some migration of the chain, it starts from an empty database.
/// - What nobody makes is missing where the chain begins by making tables of its own, and neither a dump, nor a model,
///   nor another history has it. Else the early migrations are gone, and nothing is claimed.
pub(super) fn replay(
    history: &History,
    migrations: &[&Migration],
    elsewhere: &dyn Fn(&Key) -> Option<Whence>,
) -> Replayed {
    let graph = Graph::of(migrations, history.context.tool);
    let makers = replayed::makers(migrations);
    let made = |key: &Key| makers.contains_key(key);
    let open = walk(&graph, migrations, &Base::unknown(history.context.dialect));
    let (base, missing) = settle(history, &graph, migrations, &open, &made, elsewhere);
    let Walked { starts, told } = match base {
        Some(base) => walk(&graph, migrations, &base),
        None => open,
    };
    let mut twice = told.twice;
    twice.extend(meet_heads(&heads::stray(&graph, migrations), migrations, &starts));
    Replayed { graph, starts, twice, makers, missing }
}

/// Heads that nobody has merged yet: what each of them makes meets at the next merge. `starts`: the schema before each.
fn meet_heads(stray: &[Vec<usize>], migrations: &[&Migration], starts: &[Schema]) -> Vec<MadeTwice> {
    /// More branches than this are no longer held against each other.
    const BRANCHES: usize = 32;
    let mut found = Vec::new();
    for group in stray {
        let end = |head: &usize| replay::advance(migrations[*head], &starts[*head]);
        let ends: Vec<Schema> = group.iter().take(BRANCHES).map(end).collect();
        let mut ends = ends.into_iter();
        let Some(mut all) = ends.next() else { continue };
        for other in ends {
            let (joined, twice) = all.joined(&other);
            all = joined;
            found.extend(twice);
        }
    }
    found
}

/// What the chain is replayed from for good, where that is another base than the `open` one of which nothing is known.
fn settle(
    history: &History,
    graph: &Graph,
    migrations: &[&Migration],
    open: &Walked,
    made: &dyn Fn(&Key) -> bool,
    elsewhere: &dyn Fn(&Key) -> Option<Whence>,
) -> (Option<Base>, BTreeMap<Key, Missing>) {
    let dialect = history.context.dialect;
    let sound = history.whole && graph.known && graph.dangling.is_empty() && graph.order.len() == migrations.len();
    if !sound {
        return (None, BTreeMap::new());
    }
    let Walked { starts, told: open } = open;
    let foreign: BTreeSet<&Key> = open.presupposed.keys().filter(|key| is_relation(key) && !made(key)).collect();
    let mut missing: BTreeMap<Key, Whence> = BTreeMap::new();
    for key in open.refuted.iter().filter(|key| is_relation(key) || key.kind == Kind::Column) {
        missing.insert(key.clone(), Whence::Here);
    }
    if begins_with_its_own(graph, starts, open, &foreign) {
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
        return (None, BTreeMap::new());
    }
    let schema = if closed { Schema::empty(dialect) } else { replayed::lacking(dialect, missing.keys().cloned()) };
    let mut lacking: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    let mut placed = BTreeMap::new();
    for (key, whence) in missing {
        if let Some(&(by, _)) = open.presupposed.get(&key) {
            lacking.entry(by).or_default().push(key.clone());
            placed.insert(key, Missing { whence, by });
        }
    }
    (Some(Base { schema, lacking }), placed)
}

fn is_relation(key: &Key) -> bool {
    matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView)
}

/// Whether something is made before anything is needed that no migration makes.
fn begins_with_its_own(graph: &Graph, starts: &[Schema], open: &Told, foreign: &BTreeSet<&Key>) -> bool {
    let needing: BTreeSet<usize> = foreign.iter().map(|key| open.presupposed[*key].0).collect();
    let first = graph.order.iter().find(|number| needing.contains(number));
    first.is_some_and(|&first| starts[first].own_tables().next().is_some())
}
