//! A history as a whole: the order in which its migrations run, and the schema that each one starts from.

mod graph;
pub mod heads;
mod starts;

pub use graph::{Dangling, Graph};
pub use starts::Starts;

use std::sync::Arc;

use crate::engine::Context;
use crate::migration::{Migration, Reading};
use crate::project::{History, HistoryFile};
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
    pub graph: Arc<Graph>,
}

impl<'a> Chain<'a> {
    /// What was read of a history, file by file.
    pub fn new(
        history: &'a History,
        read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
    ) -> Self {
        let mut chain = Self::with(history, read, Arc::default());
        chain.graph = Arc::new(Graph::of(&chain.migrations(), history.context.tool));
        chain
    }

    /// The same where the graph of these migrations is known.
    pub fn with(
        history: &'a History,
        read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
        graph: Arc<Graph>,
    ) -> Self {
        let of_file = |(file, source, reading): (&'a HistoryFile, &'a Source, &'a Reading)| {
            reading.migrations.iter().map(move |migration| Entry { migration, file, source })
        };
        Self { history, entries: read.into_iter().flat_map(of_file).collect(), graph }
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
        let mut starts = Starts::of(graph, self.context().dialect);
        (0..migrations.len()).map(|number| starts.start(number, &|number| migrations[number])).collect()
    }
}
