//! Which migration follows which: read from the revisions themselves (Alembic), or the order of the files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::engine::Tool;
use crate::migration::Migration;

/// The migrations of a history and what each of them follows. Numbers are places in the list it was made of.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Those that each one continues.
    pub parents: Vec<Vec<usize>>,
    /// Those that continue it.
    pub children: Vec<Vec<usize>>,
    /// All that must have run before it: its parents and what it depends on.
    pub needs: Vec<Vec<usize>>,
    /// Parents and dependencies that no file gives: who asks, for what, and whether it continues it.
    pub dangling: Vec<Dangling>,
    /// Migrations that give the same revision, in the order of the files; where the tool orders by version, it refuses
    /// them instead of taking one.
    pub twice: Vec<Vec<usize>>,
    /// Every migration after all that it needs; those in or behind a cycle are left out.
    pub order: Vec<usize>,
    /// Every place was read: nothing is made at run time, and no file is broken.
    pub known: bool,
}

/// A revision that is asked for and is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dangling {
    pub asks: usize,
    pub revision: String,
    /// It is asked for by `depends_on`.
    pub dependency: bool,
}

impl Graph {
    /// The graph of migrations that are given in the order of their files.
    pub fn of(migrations: &[&Migration], tool: Tool) -> Self {
        let known = migrations.iter().all(|migration| migration.intact && !migration.lineage.unread);
        let mut graph = Self { known, ..Self::default() };
        let by_revision = by_revision(migrations);
        if tool == Tool::Alembic {
            graph.twice = by_revision.values().filter(|all| all.len() > 1).cloned().collect();
            graph.twice.sort();
            graph.link(migrations, &by_revision);
        } else {
            graph.parents = (0..migrations.len()).map(|number| number.checked_sub(1).into_iter().collect()).collect();
            graph.needs.clone_from(&graph.parents);
        }
        graph.children = inverse(&graph.parents);
        graph.order = in_order(&graph.needs);
        graph
    }

    fn link(&mut self, migrations: &[&Migration], by_revision: &BTreeMap<&str, Vec<usize>>) {
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, migration) in migrations.iter().enumerate() {
            labels.extend(migration.lineage.labels.iter().map(|label| (label.as_str(), number)));
        }
        for (asks, migration) in migrations.iter().enumerate() {
            // Of files with the same id Alembic keeps the last.
            let there = |revision: &String| by_revision.get(revision.as_str()).and_then(|all| all.last()).copied();
            let mut parents = Vec::new();
            for revision in &migration.parents {
                match there(revision) {
                    Some(parent) => parents.push(parent),
                    None => {
                        self.dangling.push(Dangling { asks, revision: revision.clone(), dependency: false });
                    }
                }
            }
            let mut needs = parents.clone();
            for revision in &migration.lineage.depends_on {
                match there(revision).or_else(|| labels.get(revision.as_str()).copied()) {
                    Some(needed) => needs.push(needed),
                    None => self.dangling.push(Dangling { asks, revision: revision.clone(), dependency: true }),
                }
            }
            self.parents.push(parents);
            self.needs.push(needs);
        }
    }

    /// Whether this file is passed over because a later one gives the same revision.
    pub fn is_dropped(&self, number: usize) -> bool {
        self.twice.iter().any(|all| all.contains(&number) && all.last() != Some(&number))
    }

    /// Migrations that nothing continues.
    pub fn heads(&self) -> Vec<usize> {
        let dropped: BTreeSet<usize> = self.twice.iter().flat_map(|all| &all[..all.len() - 1]).copied().collect();
        // A file that is dropped continues nothing.
        let continued = |number: usize| self.children[number].iter().any(|child| !dropped.contains(child));
        (0..self.parents.len()).filter(|&number| !dropped.contains(&number) && !continued(number)).collect()
    }

    /// Everything that has run when this one has, itself included.
    pub fn ancestors(&self, number: usize) -> BTreeSet<usize> {
        reach(&self.needs, [number])
    }

    /// Revisions that keep Alembic from finding an order: all of them where there is no head or no base, else those that
    /// are not both below a head and above a base (as `alembic.script.revision._detect_cycles` computes it).
    pub fn cyclic(&self) -> Vec<usize> {
        let all = 0..self.parents.len();
        let bases: Vec<usize> = all.clone().filter(|&number| self.parents[number].is_empty()).collect();
        let heads: Vec<usize> = all.clone().filter(|&number| self.children[number].is_empty()).collect();
        if self.order.len() == self.parents.len() || bases.len() + heads.len() == 0 && self.parents.is_empty() {
            return Vec::new();
        }
        let (down, up) = (reach(&self.parents, heads), reach(&self.children, bases));
        all.filter(|number| !down.contains(number) || !up.contains(number)).collect()
    }

    /// The branch labels that hold at each migration: its own and those of all that it continues.
    pub fn labels<'m>(&self, migrations: &[&'m Migration]) -> Vec<BTreeSet<&'m str>> {
        let mut labels: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); migrations.len()];
        for &number in &self.order {
            let own = migrations[number].lineage.labels.iter().map(String::as_str);
            let inherited = self.parents[number].iter().flat_map(|&parent| labels[parent].iter().copied());
            labels[number] = inherited.chain(own).collect();
        }
        labels
    }
}

fn by_revision<'m>(migrations: &[&'m Migration]) -> BTreeMap<&'m str, Vec<usize>> {
    let mut found: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, migration) in migrations.iter().enumerate() {
        found.entry(&migration.revision).or_default().push(number);
    }
    found
}

fn inverse(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut inverse = vec![Vec::new(); edges.len()];
    for (from, to) in edges.iter().enumerate() {
        to.iter().for_each(|&to| inverse[to].push(from));
    }
    inverse
}

fn in_order(needs: &[Vec<usize>]) -> Vec<usize> {
    let followers = inverse(needs);
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut ready: VecDeque<usize> = (0..needs.len()).filter(|&number| waiting[number] == 0).collect();
    let mut order = Vec::with_capacity(needs.len());
    while let Some(number) = ready.pop_front() {
        order.push(number);
        for &follower in &followers[number] {
            waiting[follower] -= 1;
            if waiting[follower] == 0 {
                ready.push_back(follower);
            }
        }
    }
    order
}

fn reach(edges: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = from.into_iter().collect();
    while let Some(number) = open.pop() {
        if found.insert(number) {
            open.extend(&edges[number]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Context, Dialect};
    use crate::frontend::{Frontend, alembic::Alembic};
    use crate::source::{FileId, Source};

    /// Revisions as `id parent,parent`; `~id` is depended on.
    fn graph(revisions: &[&str]) -> Graph {
        let context = Context::new(Tool::Alembic, Dialect::Postgres);
        let read = |(number, told): (usize, &&str)| {
            let (id, above) = told.split_once(' ').unwrap_or((told, ""));
            let list = |dependency: bool| {
                let parts = above.split(',').filter(|part| !part.is_empty() && part.starts_with('~') == dependency);
                parts.map(|part| format!("\"{}\",", part.trim_start_matches('~'))).collect::<String>()
            };
            let text = format!(
                "revision = \"{id}\"\ndown_revision = ({})\ndepends_on = ({})\ndef upgrade():\n    pass\n",
                list(false),
                list(true)
            );
            let source = Source::new(format!("versions/{id}.py"), text);
            Alembic.read(FileId(number as u32), &source, &context).migrations.remove(0)
        };
        let migrations: Vec<Migration> = revisions.iter().enumerate().map(read).collect();
        Graph::of(&migrations.iter().collect::<Vec<_>>(), Tool::Alembic)
    }

    #[test]
    fn heads_are_what_nothing_continues() {
        assert_eq!(graph(&["a", "b a", "c a"]).heads(), [1, 2]);
        assert_eq!(graph(&["a", "b a", "c a", "d b,c"]).heads(), [3]);
        // What only depends on a head leaves it one (alembic.script.revision: heads are taken from down revisions).
        assert_eq!(graph(&["a", "b a", "z ~b"]).heads(), [1, 2]);
        assert_eq!(graph(&["a", "b a", "b a", "c b"]).heads(), [3]);
    }

    /// What Alembic 1.20.1 prints for these (measured; shared facts alembic.md section 4).
    #[test]
    fn cycles_are_those_that_alembic_names() {
        assert_eq!(graph(&["aaa1 ccc3", "bbb2 aaa1", "ccc3 bbb2"]).cyclic(), [0, 1, 2]);
        assert_eq!(graph(&["a", "b a,d", "c b", "d c", "e a"]).cyclic(), [1, 2, 3]);
        assert!(graph(&["a", "b a", "c b"]).cyclic().is_empty());
        assert!(graph(&[]).cyclic().is_empty());
    }

    #[test]
    fn what_is_not_there_is_told() {
        let found = graph(&["a", "b nope", "c b,~gone"]).dangling;
        let told: Vec<_> = found.iter().map(|one| (one.asks, one.revision.as_str(), one.dependency)).collect();
        assert_eq!(told, [(1, "nope", false), (2, "gone", true)]);
    }
}
