//! A history with all its files read and the schemas that they start from, as an editor keeps them between two looks:
//! brought up to date file by file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::create_first;
use super::elsewhere::Elsewhere;
use super::repair::repair_within;
use super::tell::tell;
use super::{Around, Outcome, Policy, Repair, Subject, finish, read};
use crate::edit::Safety;
use crate::finding::Finding;
use crate::frontend;
use crate::history::{Chain, Replayed};
use crate::migration::{Migration, Reading};
use crate::project::{History, HistoryFile, Project};
use crate::schema::Schema;
use crate::source::{FileId, Source};

/// What stands in the files of a history, in their order, and what replay tells of them together.
#[derive(Debug)]
pub struct Readings {
    readings: Vec<Reading>,
    /// Of each migration, in the order of the files: the file's number, and the migration's number in it.
    places: Vec<(usize, usize)>,
    /// Of each file, the number of its first migration.
    firsts: Vec<usize>,
    replayed: Arc<Replayed>,
}

impl Readings {
    /// Reads every file, in parallel, and replays the chain.
    fn of(project: &Project, history: &History, elsewhere: &Elsewhere<'_>) -> Self {
        Self::replayed(read_history(project, history, true), project, history, elsewhere)
    }

    /// Reads every history of a project.
    pub fn of_all(project: &Project) -> Vec<Self> {
        let elsewhere = Elsewhere::new(project);
        project.histories.iter().map(|history| Self::of(project, history, &elsewhere)).collect()
    }

    /// Replays the chain again: for the other files, what one of them does now counts only then.
    pub fn replay(&mut self, project: &Project, history: &History) {
        let readings = std::mem::take(&mut self.readings);
        *self = Self::replayed(readings, project, history, &Elsewhere::new(project));
    }

    fn replayed(readings: Vec<Reading>, project: &Project, history: &History, elsewhere: &Elsewhere<'_>) -> Self {
        let (mut places, mut firsts) = (Vec::new(), Vec::new());
        for (file, reading) in readings.iter().enumerate() {
            firsts.push(places.len());
            places.extend((0..reading.migrations.len()).map(|number| (file, number)));
        }
        let replayed = chain_of(project, history, &readings, elsewhere).replayed.clone();
        Self { readings, places, firsts, replayed }
    }

    /// Reads one file again. What it starts from is taken to be as it was, unless it stands elsewhere now; the chain is
    /// not replayed. True where it was, because its place in the chain has changed.
    pub fn renew(&mut self, project: &Project, history: &History, file: usize) -> bool {
        let (Some(known), Some(entry)) = (self.readings.get_mut(file), history.files.get(file)) else { return false };
        let before = std::mem::replace(known, read_file(history, entry, &project.sources, true));
        let moved = !before.migrations.iter().map(place_in_chain).eq(known.migrations.iter().map(place_in_chain));
        if moved {
            self.replay(project, history);
        }
        moved
    }

    /// The history as the rules see it.
    fn chain<'a>(&'a self, project: &'a Project, history: &'a History) -> Chain<'a> {
        let read = with_sources(project, history, &self.readings);
        Chain::with(history, &project.outside, read, self.replayed.clone())
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
    pub fn start(&self, file: usize) -> Option<&Schema> {
        self.readings.get(file)?.migrations.first()?;
        self.replayed.starts.get(self.firsts[file])
    }

    /// Every migration with the number of its file, each behind all that it needs; what has no order comes last.
    pub fn in_order(&self) -> impl Iterator<Item = (usize, &Migration)> {
        let order = &self.replayed.graph.order;
        let ordered: BTreeSet<usize> = order.iter().copied().collect();
        let left = (0..self.places.len()).filter(move |number| !ordered.contains(number));
        order.iter().copied().chain(left).map(|number| {
            let (file, inside) = self.places[number];
            (file, &self.readings[file].migrations[inside])
        })
    }

    /// Whether the migrations of one file come behind those of another.
    pub fn follows(&self, later: usize, earlier: usize) -> bool {
        let has = |file: usize| self.readings.get(file).is_some_and(|reading| !reading.migrations.is_empty());
        let behind = |number: usize| self.replayed.graph.ancestors(number);
        later != earlier && has(later) && has(earlier) && behind(self.firsts[later]).contains(&self.firsts[earlier])
    }

    /// What the history as a whole has to say, by the file it is shown in.
    pub fn told(&self, project: &Project, history: &History, policy: &dyn Policy) -> BTreeSet<FileId> {
        tell(&self.chain(project, history), policy, false).into_keys().collect()
    }

    /// Findings of one file. `told`: the history as a whole has something to say about it.
    pub fn judge(&self, project: &Project, history: &History, file: usize, asked: Asked<'_>) -> Option<Outcome> {
        let chain = self.chain(project, history);
        let (subject, told) = self.case(project, history, file, &chain, &asked)?;
        let create_first = if asked.fixes { create_first::fixes(&chain) } else { BTreeMap::new() };
        let around = Around { chain: Some(&chain), told: &told, create_first: Some(&create_first) };
        Some(finish(subject, self.readings.get(file)?, around, asked.policy, asked.fixes))
    }

    /// One file with all fixes of at least this safety that are the matter of this file alone.
    pub fn repair(
        &self,
        project: &Project,
        history: &History,
        file: usize,
        asked: Asked<'_>,
        safety: Safety,
    ) -> Option<Repair> {
        let chain = self.chain(project, history);
        let (subject, told) = self.case(project, history, file, &chain, &asked)?;
        let around = Around { chain: Some(&chain), told: &told, create_first: None };
        Some(repair_within(subject, around, asked.policy, safety))
    }

    fn case<'a>(
        &'a self,
        project: &'a Project,
        history: &'a History,
        file: usize,
        chain: &Chain<'_>,
        asked: &Asked<'_>,
    ) -> Option<(Subject<'a>, Vec<Finding>)> {
        let subject = subject(history, history.files.get(file)?, &project.sources)?;
        let mut told = if asked.told { tell(chain, asked.policy, asked.fixes) } else { Default::default() };
        Some((Subject { start: self.start(file), ..subject }, told.remove(&subject.file).unwrap_or_default()))
    }
}

/// How a file is to be judged.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub policy: &'a dyn Policy,
    /// Findings carry proven fixes.
    pub fixes: bool,
    /// The rules that look at the whole history are asked too.
    pub told: bool,
}

/// What decides where a migration stands in the chain.
fn place_in_chain(migration: &Migration) -> (&str, &[String], &[String], &[String]) {
    let lineage = &migration.lineage;
    (&migration.revision, &migration.parents, &lineage.depends_on, &lineage.labels)
}

/// A file and what its history says of it; nothing of what earlier migrations leave.
pub(super) fn subject<'a>(history: &'a History, file: &HistoryFile, sources: &'a [Source]) -> Option<Subject<'a>> {
    let source_of = |file: FileId| sources.get(file.0 as usize);
    let down = file.down.and_then(|down| Some((down, source_of(down)?)));
    Some(Subject { file: file.file, source: source_of(file.file)?, context: &history.context, down, start: None })
}

/// A history whose files were read, replayed.
pub(super) fn chain_of<'a>(
    project: &'a Project,
    history: &'a History,
    readings: &'a [Reading],
    elsewhere: &Elsewhere<'_>,
) -> Chain<'a> {
    let read = with_sources(project, history, readings);
    Chain::new(history, &project.outside, read, &|key| elsewhere.whence(history, key))
}

fn with_sources<'a>(
    project: &'a Project,
    history: &'a History,
    readings: &'a [Reading],
) -> impl Iterator<Item = (&'a HistoryFile, &'a Source, &'a Reading)> {
    let files = history.files.iter().zip(readings);
    files.filter_map(|(file, reading)| Some((file, project.sources.get(file.file.0 as usize)?, reading)))
}

/// Everything that a history's files hold. `again`: they will be read again, to spell fixes.
pub(super) fn read_history(project: &Project, history: &History, again: bool) -> Vec<Reading> {
    history.files.par_iter().map(|file| read_file(history, file, &project.sources, again)).collect()
}

fn read_file(history: &History, file: &HistoryFile, sources: &[Source], again: bool) -> Reading {
    let subject = subject(history, file, sources).filter(|_| !file.stray);
    let frontend = frontend::of(history.context.tool.language());
    let Some((subject, frontend)) = subject.zip(frontend) else { return Reading::default() };
    match again {
        true => read(frontend, subject),
        false => read(frontend, Subject { source: &subject.source.for_one_reader(), ..subject }),
    }
}
