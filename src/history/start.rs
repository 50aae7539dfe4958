//! What a chain starts from: an empty database, or one of which little is known because early migrations are gone.

use std::collections::{BTreeMap, BTreeSet};

use super::replayed::{self, Replayed};
use super::{Chain, Missing, Whence};
use crate::operation::{Key, Kind};
use crate::schema::Schema;

/// Replays the chain, first from nothing known; what that tells of the start decides how it is replayed for good.
///
/// - What is needed here and made without a guard further on can't have been there at the start: it is missing here.
/// - Where everything that is needed is made by some migration of the chain, it starts from an empty database.
/// - What nobody makes is missing where the chain begins by making tables of its own, and neither a dump, nor a model,
///   nor another history has it. Else the early migrations are gone, and nothing is claimed.
pub(super) fn replay(chain: &mut Chain<'_>, elsewhere: &dyn Fn(&Key) -> Option<Whence>) -> Replayed {
    let migrations = chain.migrations();
    let dialect = chain.context().dialect;
    let open = replayed::replay(&chain.graph, &migrations, &Schema::unknown(dialect), &BTreeMap::new());
    let sound = chain.history.whole
        && chain.graph.known
        && chain.graph.dangling.is_empty()
        && chain.graph.order.len() == migrations.len();
    if !sound {
        return open;
    }
    let made = |key: &Key| chain.makers.contains_key(key);
    let foreign: BTreeSet<&Key> = open.presupposed.keys().filter(|key| is_relation(key) && !made(key)).collect();
    let mut missing: BTreeMap<Key, Whence> = BTreeMap::new();
    for key in open.refuted.iter().filter(|key| is_relation(key) || key.kind == Kind::Column) {
        missing.insert(key.clone(), Whence::Here);
    }
    if begins_with_its_own(chain, &open, &foreign) {
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
        return open;
    }
    let origin = if closed { Schema::empty(dialect) } else { replayed::lacking(dialect, missing.keys().cloned()) };
    let mut first: BTreeMap<usize, Vec<Key>> = BTreeMap::new();
    for (key, whence) in missing {
        if let Some(&(by, _)) = open.presupposed.get(&key) {
            first.entry(by).or_default().push(key.clone());
            chain.missing.insert(key, Missing { whence, by });
        }
    }
    let closed = replayed::replay(&chain.graph, &migrations, &origin, &first);
    Replayed { presupposed: open.presupposed, refuted: open.refuted, ..closed }
}

fn is_relation(key: &Key) -> bool {
    matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView)
}

/// Whether something is made before anything is needed that no migration makes.
fn begins_with_its_own(chain: &Chain<'_>, open: &Replayed, foreign: &BTreeSet<&Key>) -> bool {
    let needing: BTreeSet<usize> = foreign.iter().map(|key| open.presupposed[*key].0).collect();
    let first = chain.graph.order.iter().find(|number| needing.contains(number));
    first.is_some_and(|&number| open.starts[number].own_tables().next().is_some())
}
