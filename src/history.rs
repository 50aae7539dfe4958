//! A history as a whole: the order in which its migrations run, and the schema that each one starts from.

mod graph;
pub mod heads;

pub use graph::{Dangling, Graph};

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::Context;
use crate::migration::{Migration, Reading};
use crate::project::{History, HistoryFile};
use crate::replay;
use crate::schema::Schema;
use crate::source::{Location, Source, Span};

/// One migration of a history, and the file it is in.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub migration: &'a Migration,
    pub file: &'a HistoryFile,
    pub source: &'a Source,
}

impl Entry<'_> {
    /// The place that stands for the migration: its id where that is written, else its first line.
    pub fn headline(&self) -> Location {
        let span = self.migration.lineage.revision_at.unwrap_or_else(|| self.first_line());
        Location { file: self.migration.file, span }
    }

    fn first_line(&self) -> Span {
        let range = self.migration.at.range();
        let text = self.source.text().get(range.clone()).unwrap_or_default();
        let before = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']).len();
        let line = text[before..].lines().next().unwrap_or_default();
        Span::new(range.start + before, range.start + before + line.len())
    }
}

/// The migrations of a history with what is known of their order: what the rules of the group `history` look at.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    pub history: &'a History,
    /// In the order of the files.
    pub entries: Vec<Entry<'a>>,
    pub graph: Graph,
}

impl<'a> Chain<'a> {
    /// What was read of a history, file by file.
    pub fn new(
        history: &'a History,
        read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
    ) -> Self {
        let entries: Vec<Entry<'a>> = read
            .into_iter()
            .flat_map(|(file, source, reading)| {
                reading.migrations.iter().map(move |migration| Entry { migration, file, source })
            })
            .collect();
        let migrations: Vec<&Migration> = entries.iter().map(|entry| entry.migration).collect();
        let graph = Graph::of(&migrations, history.context.tool);
        Self { history, entries, graph }
    }

    pub fn context(&self) -> &'a Context {
        &self.history.context
    }

    pub fn migrations(&self) -> Vec<&'a Migration> {
        self.entries.iter().map(|entry| entry.migration).collect()
    }

    /// The schema before each migration, in the order of the entries.
    ///
    /// Where the chain starts nothing is known: early migrations may have been squashed away. What a branch made is not
    /// there in the other branch; a merge knows what its first parent left. Migrations that can't be reached (a cycle, a
    /// missing parent) start from nothing known.
    pub fn starts(&self) -> Vec<Schema> {
        self.starts_of(&self.graph, &self.migrations())
    }

    /// The same for other migrations in another order, of the same engine.
    pub fn starts_of(&self, graph: &Graph, migrations: &[&Migration]) -> Vec<Schema> {
        let origin = Schema::unknown(self.context().dialect);
        let mut starts = vec![origin; migrations.len()];
        let mut ends: BTreeMap<usize, Schema> = BTreeMap::new();
        let mut waiting = followers(graph);
        let dangling: BTreeSet<usize> = graph.dangling.iter().map(|one| one.asks).collect();
        for &number in &graph.order {
            let needs = &graph.needs[number];
            if let Some(end) = needs.first().filter(|_| !dangling.contains(&number)).and_then(|first| ends.get(first)) {
                starts[number] = end.clone();
            }
            if needs.len() > 1 {
                // What only the other branches know is not followed: unknown, never wrong.
                starts[number] = starts[number].blurred();
            }
            for &needed in needs {
                waiting[needed] -= 1;
                if waiting[needed] == 0 {
                    ends.remove(&needed);
                }
            }
            if waiting[number] > 0 {
                ends.insert(number, replay::advance(migrations[number], &starts[number]));
            }
        }
        starts
    }
}

/// How many need each migration.
fn followers(graph: &Graph) -> Vec<usize> {
    let mut followers = vec![0; graph.needs.len()];
    graph.needs.iter().flatten().for_each(|&needed| followers[needed] += 1);
    followers
}
