//! The schemas between the migrations of a history.

use std::collections::BTreeSet;

use super::Graph;
use crate::engine::Dialect;
use crate::migration::Migration;
use crate::replay;
use crate::schema::Schema;

/// The schema that each migration starts from, worked out as far as somebody asked. Kept between two looks, it forgets only
/// what stands behind a migration that has changed.
#[derive(Debug, Clone)]
pub struct Starts {
    origin: Schema,
    links: Vec<Link>,
    /// Every migration behind the one it starts from.
    order: Vec<usize>,
    ends: Vec<Option<Schema>>,
}

/// Where a migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Link {
    /// The migration that it starts behind; none: it starts from nothing known (a base, a cycle, a missing parent).
    before: Option<usize>,
    /// It needs other migrations too. What only they know is not followed: unknown, never wrong.
    merges: bool,
}

impl Starts {
    pub fn of(graph: &Graph, dialect: Dialect) -> Self {
        let (links, order) = links(graph);
        let ends = vec![None; links.len()];
        Self { origin: Schema::unknown(dialect), links, order, ends }
    }

    /// Takes over another graph. Nothing is forgotten where it gives each migration the place that it had.
    pub fn relink(&mut self, graph: &Graph) {
        let (links, order) = links(graph);
        if links != self.links {
            self.ends = vec![None; links.len()];
        }
        (self.links, self.order) = (links, order);
    }

    /// The schema before a migration, by its number in the graph.
    pub fn start<'m>(&mut self, number: usize, migration: &dyn Fn(usize) -> &'m Migration) -> Schema {
        let mut missing = Vec::new();
        let mut at = number;
        while let Some(before) = self.links[at].before.filter(|&before| self.ends[before].is_none()) {
            missing.push(before);
            at = before;
        }
        for earlier in missing.into_iter().rev() {
            self.ends[earlier] = Some(replay::advance(migration(earlier), &self.known_before(earlier)));
        }
        self.known_before(number)
    }

    fn known_before(&self, number: usize) -> Schema {
        let Link { before, merges } = self.links[number];
        let end = before.and_then(|before| self.ends[before].as_ref()).unwrap_or(&self.origin);
        if merges { end.blurred() } else { end.clone() }
    }

    /// A migration says something else now: what it leaves is out of date, and what all that follow it leave.
    pub fn forget(&mut self, number: usize) {
        let mut stale = vec![false; self.links.len()];
        for &at in &self.order {
            stale[at] = at == number || self.links[at].before.is_some_and(|before| stale[before]);
            if stale[at] {
                self.ends[at] = None;
            }
        }
    }

    /// The migrations' numbers, each behind the one it starts from; those in or behind a cycle come last.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Whether one migration is somewhere behind another.
    pub fn follows(&self, later: usize, earlier: usize) -> bool {
        let before = |&at: &usize| self.links[at].before;
        std::iter::successors(before(&later), before).any(|at| at == earlier)
    }
}

fn links(graph: &Graph) -> (Vec<Link>, Vec<usize>) {
    let dangling: BTreeSet<usize> = graph.dangling.iter().map(|one| one.asks).collect();
    let mut links = vec![Link::default(); graph.needs.len()];
    let mut left: BTreeSet<usize> = (0..links.len()).collect();
    for &number in &graph.order {
        left.remove(&number);
        let needs = &graph.needs[number];
        let before = needs.first().copied().filter(|_| !dangling.contains(&number));
        links[number] = Link { before, merges: needs.len() > 1 };
    }
    (links, graph.order.iter().copied().chain(left).collect())
}
