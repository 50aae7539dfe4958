//! Heads that nobody meant: several ends of one branch.

use std::collections::{BTreeMap, BTreeSet};

use super::Graph;
use crate::migration::Migration;

/// Groups of heads that no branch label tells apart, where there is more than one in a group.
///
/// Labelled branches are meant (expand and contract, one for each plugin): `alembic upgrade label@head` names them.
pub fn stray(graph: &Graph, migrations: &[&Migration]) -> Vec<Vec<usize>> {
    let heads = graph.heads();
    if heads.len() < 2 || !graph.known || !graph.dangling.is_empty() || graph.order.len() < migrations.len() {
        return Vec::new();
    }
    let labels = graph.labels(migrations);
    let mut groups: BTreeMap<&BTreeSet<&str>, Vec<usize>> = BTreeMap::new();
    for head in heads {
        groups.entry(&labels[head]).or_default().push(head);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The revisions that lead to `head` and to none of the others, from the first to the head itself; `None` where they are
/// no single line.
pub fn line_to(graph: &Graph, head: usize, others: &[usize]) -> Option<Vec<usize>> {
    let shared: BTreeSet<usize> = others.iter().flat_map(|&other| graph.ancestors(other)).collect();
    let mut line = vec![head];
    let mut at = head;
    while let [parent] = graph.needs[at][..] {
        if shared.contains(&parent) {
            line.reverse();
            return Some(line);
        }
        line.push(parent);
        at = parent;
    }
    None
}
