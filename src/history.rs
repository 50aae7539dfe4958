//! The order in which a history's migrations run, and the schema that each one starts from.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::{Context, Tool};
use crate::migration::Migration;
use crate::replay;
use crate::schema::Schema;

/// The schemas between the migrations of a history, worked out as far as somebody asked for them.
///
/// Where the chain starts nothing is known: early migrations may have been squashed away. What a branch made is not there
/// in the other branch; a merge knows what its first parent left.
#[derive(Debug, Clone)]
pub struct Chain {
    origin: Schema,
    links: Vec<Link>,
    /// Numbers of the migrations, each behind the one it starts from.
    order: Vec<usize>,
    ends: Vec<Option<Schema>>,
}

/// Where a migration stands.
#[derive(Debug, Clone, Copy, Default)]
struct Link {
    /// The migration that it starts behind; none: it starts from nothing known (a base, a cycle, a missing parent).
    before: Option<usize>,
    /// It has other parents too. What only they know is not followed: unknown, never wrong.
    merges: bool,
}

impl Chain {
    /// The chain of migrations that are given in the order of their files.
    pub fn new(migrations: &[&Migration], context: &Context) -> Self {
        let (links, order) = if context.tool == Tool::Alembic { graph(migrations) } else { line(migrations.len()) };
        let ends = vec![None; links.len()];
        Self { origin: Schema::unknown(context.dialect), links, order, ends }
    }

    /// The schema before a migration, by its number among those the chain was made of.
    pub fn start<'m>(&mut self, number: usize, migration: &dyn Fn(usize) -> &'m Migration) -> Schema {
        let mut missing = Vec::new();
        let mut at = number;
        while let Some(before) = self.links[at].before {
            if self.ends[before].is_some() {
                break;
            }
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

    /// The migrations' numbers, each behind the one it starts from.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Whether one migration is somewhere behind another.
    pub fn follows(&self, later: usize, earlier: usize) -> bool {
        let before = |&at: &usize| self.links[at].before;
        std::iter::successors(before(&later), before).any(|at| at == earlier)
    }
}

/// One behind the other.
fn line(length: usize) -> (Vec<Link>, Vec<usize>) {
    let links = (0..length).map(|number| Link { before: number.checked_sub(1), merges: false }).collect();
    (links, (0..length).collect())
}

/// Walks the revisions from their bases; those that can't be reached (a cycle, a missing parent) start from nothing known.
fn graph(migrations: &[&Migration]) -> (Vec<Link>, Vec<usize>) {
    let mut by_revision: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, migration) in migrations.iter().enumerate() {
        by_revision.entry(&migration.revision).or_default().push(number);
    }
    let parents: Vec<Vec<usize>> = migrations
        .iter()
        .map(|migration| {
            migration.parents.iter().filter_map(|parent| by_revision.get(parent.as_str())?.last().copied()).collect()
        })
        .collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); migrations.len()];
    for (child, parents) in parents.iter().enumerate() {
        parents.iter().for_each(|&parent| children[parent].push(child));
    }
    let mut waiting: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut ready: VecDeque<usize> = (0..migrations.len()).filter(|&number| waiting[number] == 0).collect();
    let mut links = vec![Link::default(); migrations.len()];
    let mut order = Vec::with_capacity(migrations.len());
    while let Some(number) = ready.pop_front() {
        // A base beside missing parents knows nothing, as does the first revision.
        let known = parents[number].len() == migrations[number].parents.len();
        let before = parents[number].first().copied().filter(|_| known);
        links[number] = Link { before, merges: parents[number].len() > 1 };
        order.push(number);
        for &child in &children[number] {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push_back(child);
            }
        }
    }
    let reached: std::collections::BTreeSet<usize> = order.iter().copied().collect();
    order.extend((0..migrations.len()).filter(|number| !reached.contains(number)));
    (links, order)
}
