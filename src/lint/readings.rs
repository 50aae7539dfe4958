//! A history with all its files read: what each of them is judged from. Kept between two looks, as an editor does, it is
//! brought up to date file by file.

use std::sync::Arc;

use rayon::prelude::*;

use super::repair::repair_told;
use super::tell::tell;
use super::{Outcome, Policy, Repair, Subject, finish, read};
use crate::edit::Safety;
use crate::frontend;
use crate::history::{Chain, Graph, Starts};
use crate::migration::{Migration, Reading};
use crate::project::{History, HistoryFile};
use crate::schema::Schema;
use crate::source::{FileId, Source};

/// What stands in the files of a history, in their order, and the schemas between the migrations.
#[derive(Debug)]
pub struct Readings {
    readings: Vec<Reading>,
    /// Of each migration, in the order of the files: the file's number, and the migration's number in it.
    places: Vec<(usize, usize)>,
    /// Of each file, the number of its first migration.
    firsts: Vec<usize>,
    graph: Arc<Graph>,
    starts: Starts,
}

impl Readings {
    /// Reads every file, in parallel.
    pub fn of(history: &History, sources: &[Source]) -> Self {
        let readings: Vec<Reading> =
            history.files.par_iter().map(|file| read_file(history, file, sources)).collect();
        let (mut places, mut firsts) = (Vec::new(), Vec::with_capacity(readings.len()));
        for (file, reading) in readings.iter().enumerate() {
            firsts.push(places.len());
            places.extend((0..reading.migrations.len()).map(|number| (file, number)));
        }
        let graph = Arc::new(graph(history, &readings));
        let starts = Starts::of(&graph, history.context.dialect);
        Self { readings, places, firsts, graph, starts }
    }

    /// Reads one file again, and brings up to date what depends on it.
    pub fn renew(&mut self, history: &History, file: usize, sources: &[Source]) {
        let (Some(known), Some(entry)) = (self.readings.get_mut(file), history.files.get(file)) else { return };
        let before = std::mem::replace(known, read_file(history, entry, sources));
        let first = self.firsts[file];
        if before.migrations.len() != known.migrations.len() {
            let migrations = self.readings.iter().map(|reading| reading.migrations.len());
            self.firsts = migrations.scan(0, |sum, length| Some(std::mem::replace(sum, *sum + length))).collect();
            let each = self.readings.iter().enumerate();
            let places = each.flat_map(|(file, reading)| (0..reading.migrations.len()).map(move |number| (file, number)));
            self.places = places.collect();
            self.relink(history);
        } else if !before.migrations.iter().map(place_in_chain).eq(known.migrations.iter().map(place_in_chain)) {
            self.relink(history);
        }
        if !self.readings[file].migrations.is_empty() {
            self.starts.forget(first);
        }
    }

    fn relink(&mut self, history: &History) {
        self.graph = Arc::new(graph(history, &self.readings));
        self.starts.relink(&self.graph);
    }

    /// The history as the rules see it that look at it as a whole.
    pub(super) fn chain<'a>(&'a self, history: &'a History, sources: &'a [Source]) -> Chain<'a> {
        let files = history.files.iter().zip(&self.readings);
        let read = files.filter_map(|(file, reading)| Some((file, sources.get(file.file.0 as usize)?, reading)));
        Chain::with(history, read, self.graph.clone())
    }

    /// What was read in a file.
    pub fn reading(&self, file: usize) -> Option<&Reading> {
        self.readings.get(file)
    }

    /// Everything that was read, in the order of the files.
    pub fn all(&self) -> &[Reading] {
        &self.readings
    }

    /// What a file's first migration starts from; `None` for a file that holds none.
    pub fn start(&mut self, file: usize) -> Option<Schema> {
        self.readings.get(file)?.migrations.first()?;
        let (readings, places) = (&self.readings, &self.places);
        let migration = |number: usize| {
            let (file, inside) = places[number];
            &readings[file].migrations[inside]
        };
        Some(self.starts.start(self.firsts[file], &migration))
    }

    /// Every migration with the number of its file, each behind the one it starts from.
    pub fn in_order(&self) -> impl Iterator<Item = (usize, &Migration)> {
        self.starts.order().iter().map(|&number| {
            let (file, inside) = self.places[number];
            (file, &self.readings[file].migrations[inside])
        })
    }

    /// Whether the migrations of one file come behind those of another.
    pub fn follows(&self, later: usize, earlier: usize) -> bool {
        let has = |file: usize| self.readings.get(file).is_some_and(|reading| !reading.migrations.is_empty());
        has(later) && has(earlier) && self.starts.follows(self.firsts[later], self.firsts[earlier])
    }

    /// Findings of one file.
    pub fn judge(
        &mut self,
        history: &History,
        file: usize,
        sources: &[Source],
        policy: &dyn Policy,
        fixes: bool,
    ) -> Option<Outcome> {
        let start = self.start(file);
        let subject = subject(history, history.files.get(file)?, sources)?;
        let subject = Subject { start: start.as_ref(), ..subject };
        let told = tell(&self.chain(history, sources), policy, fixes);
        let told = told.get(&subject.file).map_or(&[][..], Vec::as_slice);
        Some(finish(subject, self.readings.get(file)?, told, policy, fixes))
    }

    /// One file with all fixes of at least this safety that are the matter of this file alone.
    pub fn repair(
        &mut self,
        history: &History,
        file: usize,
        sources: &[Source],
        policy: &dyn Policy,
        safety: Safety,
    ) -> Option<Repair> {
        let start = self.start(file);
        let subject = subject(history, history.files.get(file)?, sources)?;
        let subject = Subject { start: start.as_ref(), ..subject };
        let told = tell(&self.chain(history, sources), policy, false);
        let told = told.get(&subject.file).map_or(&[][..], Vec::as_slice);
        Some(repair_told(subject, told, policy, safety))
    }
}

/// What decides where a migration stands in the chain.
fn place_in_chain(migration: &Migration) -> (&str, &[String], &[String], &[String], bool) {
    let lineage = &migration.lineage;
    let known = migration.intact && !lineage.unread;
    (&migration.revision, &migration.parents, &lineage.depends_on, &lineage.labels, known)
}

fn graph(history: &History, readings: &[Reading]) -> Graph {
    let migrations: Vec<&Migration> = readings.iter().flat_map(|reading| &reading.migrations).collect();
    Graph::of(&migrations, history.context.tool)
}

/// A file and what its history says of it; nothing of what earlier migrations leave.
pub(super) fn subject<'a>(history: &'a History, file: &HistoryFile, sources: &'a [Source]) -> Option<Subject<'a>> {
    let source_of = |file: FileId| sources.get(file.0 as usize);
    let down = file.down.and_then(|down| Some((down, source_of(down)?)));
    Some(Subject { file: file.file, source: source_of(file.file)?, context: &history.context, down, start: None })
}

fn read_file(history: &History, file: &HistoryFile, sources: &[Source]) -> Reading {
    let subject = subject(history, file, sources);
    let frontend = frontend::of(history.context.tool.language());
    subject.zip(frontend).map(|(subject, frontend)| read(frontend, subject)).unwrap_or_default()
}
