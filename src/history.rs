//! A history as a whole: the order in which its migrations run, and the schema that each one starts from.

mod graph;
pub mod heads;
pub mod life;
mod replayed;
mod start;

pub use graph::{Dangling, Graph};
use replayed::{Base, walk};

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::engine::Context;
use crate::migration::{Migration, Reading};
use crate::operation::Key;
use crate::project::{History, HistoryFile, Outside};
use crate::schema::{MadeTwice, Schema};
use crate::source::{FileId, Location, Source, Span};

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

/// A file that holds no migration where the tool looks for one.
#[derive(Debug, Clone, Copy)]
pub struct Stray<'a> {
    pub file: FileId,
    pub source: &'a Source,
}

impl<'a> Stray<'a> {
    pub fn name(&self) -> &'a str {
        self.source.path().file_name().unwrap_or_default()
    }

    /// Its first line.
    pub fn headline(&self) -> Location {
        Location { file: self.file, span: self.source.line_span(0) }
    }
}

/// Who makes something that is missing where it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// A migration of this very history, later or in another branch.
    Here,
    /// Another history of the project.
    OtherHistory(Location),
    /// The application itself, through its models.
    Application(Location),
    Nowhere,
}

/// The migrations of a history with what is known of their order: what the rules of the group `history` look at.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    pub history: &'a History,
    /// What makes tables besides the migrations.
    pub outside: &'a Outside,
    /// In the order of the files.
    pub entries: Vec<Entry<'a>>,
    /// Files where the tool looks for migrations that are none.
    pub strays: Vec<Stray<'a>>,
    pub replayed: Arc<Replayed>,
}

/// What replay tells of a chain; it may be kept when the chain is put together anew.
#[derive(Debug, Clone)]
pub struct Replayed {
    pub graph: Graph,
    /// What each migration starts from; nothing is known before one that has no order.
    pub starts: Vec<Schema>,
    /// What two branches make, each for itself.
    pub twice: Vec<MadeTwice>,
    /// Who makes each table and column, and where.
    pub makers: BTreeMap<Key, Vec<(usize, Location)>>,
    /// What is known not to be there where the chain starts, although some migration needs it there.
    pub missing: BTreeMap<Key, Missing>,
}

/// Something that is not there where the chain starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub whence: Whence,
    /// The first migration that needs it.
    pub by: usize,
}

impl Deref for Chain<'_> {
    type Target = Replayed;

    fn deref(&self) -> &Replayed {
        &self.replayed
    }
}

impl<'a> Chain<'a> {
    /// What was read of a history, file by file. `elsewhere` knows who makes a table that no migration of it makes; it
    /// says nothing where it can't be sure that nobody does.
    pub fn new(
        history: &'a History,
        outside: &'a Outside,
        read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
        elsewhere: &dyn Fn(&Key) -> Option<Whence>,
    ) -> Self {
        let (entries, strays) = entries(read);
        let migrations: Vec<&Migration> = entries.iter().map(|entry: &Entry<'_>| entry.migration).collect();
        let replayed = Arc::new(start::replay(history, &migrations, elsewhere));
        Self { history, outside, entries, strays, replayed }
    }

    /// The same where it is known what replay tells of these migrations.
    pub fn with(
        history: &'a History,
        outside: &'a Outside,
        read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
        replayed: Arc<Replayed>,
    ) -> Self {
        let (entries, strays) = entries(read);
        Self { history, outside, entries, strays, replayed }
    }

    pub fn context(&self) -> &'a Context {
        &self.history.context
    }

    pub fn migrations(&self) -> Vec<&'a Migration> {
        self.entries.iter().map(|entry| entry.migration).collect()
    }

    /// What each of other migrations in another order starts from, of the same engine, if nothing is known before them.
    pub fn starts_in(&self, graph: &Graph, migrations: &[&Migration]) -> Vec<Schema> {
        walk(graph, migrations, &Base::unknown(self.context().dialect)).starts
    }
}

fn entries<'a>(
    read: impl IntoIterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)>,
) -> (Vec<Entry<'a>>, Vec<Stray<'a>>) {
    let (mut entries, mut strays) = (Vec::new(), Vec::new());
    for (file, source, reading) in read {
        entries.extend(reading.migrations.iter().map(|migration| Entry { migration, file, source }));
        strays.extend(file.stray.then_some(Stray { file: file.file, source }));
    }
    (entries, strays)
}
