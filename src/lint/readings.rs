//! A history with all its files read: what each of them is judged from. Kept between two looks, as an editor does, it is
//! brought up to date file by file.

use rayon::prelude::*;

use super::{Outcome, Policy, Subject, finish, read};
use crate::frontend;
use crate::history::Chain;
use crate::migration::{Migration, Reading};
use crate::project::{History, HistoryFile};
use crate::schema::Schema;
use crate::source::{FileId, Source};

/// What stands in the files of a history, in their order, and the chain that they make.
#[derive(Debug)]
pub struct Readings {
    readings: Vec<Reading>,
    /// Of each migration, in the order of the files: the file's number, and the migration's number in it.
    places: Vec<(usize, usize)>,
    /// Of each file, the number of its first migration.
    firsts: Vec<usize>,
    chain: Chain,
}

impl Readings {
    /// Reads every file, in parallel.
    pub fn of(history: &History, sources: &[Source]) -> Self {
        let readings = history.files.par_iter().map(|file| read_file(history, file, sources)).collect();
        Self::linked(history, readings)
    }

    fn linked(history: &History, readings: Vec<Reading>) -> Self {
        let (mut places, mut firsts) = (Vec::new(), Vec::with_capacity(readings.len()));
        for (file, reading) in readings.iter().enumerate() {
            firsts.push(places.len());
            places.extend((0..reading.migrations.len()).map(|number| (file, number)));
        }
        let migrations: Vec<&Migration> = readings.iter().flat_map(|reading| &reading.migrations).collect();
        let chain = Chain::new(&migrations, &history.context);
        Self { readings, places, firsts, chain }
    }

    /// Reads one file again.
    pub fn renew(&mut self, history: &History, file: usize, sources: &[Source]) {
        let (Some(known), Some(entry)) = (self.readings.get_mut(file), history.files.get(file)) else { return };
        let before = std::mem::replace(known, read_file(history, entry, sources));
        if before.migrations.iter().map(place_in_chain).eq(known.migrations.iter().map(place_in_chain)) {
            if !known.migrations.is_empty() {
                self.chain.forget(self.firsts[file]);
            }
        } else {
            *self = Self::linked(history, std::mem::take(&mut self.readings));
        }
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
        Some(self.chain.start(self.firsts[file], &migration))
    }

    /// Every migration with the number of its file, each behind the one it starts from.
    pub fn in_order(&self) -> impl Iterator<Item = (usize, &Migration)> {
        self.chain.order().iter().map(|&number| {
            let (file, inside) = self.places[number];
            (file, &self.readings[file].migrations[inside])
        })
    }

    /// Whether the migrations of one file come behind those of another.
    pub fn follows(&self, later: usize, earlier: usize) -> bool {
        let has = |file: usize| self.readings.get(file).is_some_and(|reading| !reading.migrations.is_empty());
        has(later) && has(earlier) && self.chain.follows(self.firsts[later], self.firsts[earlier])
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
        Some(finish(subject, self.readings.get(file)?, policy, fixes))
    }
}

/// What decides where a migration stands in the chain.
fn place_in_chain(migration: &Migration) -> (&str, &[String]) {
    (&migration.revision, &migration.parents)
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
