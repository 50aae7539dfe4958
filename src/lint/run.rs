//! A whole project: every file is read once, in parallel; the chain is replayed for what each migration starts from; then
//! every file that is to be shown is judged, in parallel.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::create_first;
use super::elsewhere::Elsewhere;
use super::repair::repair_within;
use super::tell::tell;
use super::{Around, Outcome, Policy, Repair, Subject, finish, read};
use crate::edit::Safety;
use crate::frontend;
use crate::history::Chain;
use crate::migration::Reading;
use crate::project::{History, HistoryFile, Project};
use crate::schema::Schema;
use crate::source::{FileId, Source};

/// What to do with a project.
pub struct Options<'a> {
    pub policy: &'a dyn Policy,
    /// Findings carry proven fixes.
    pub fixes: bool,
    /// Files to judge; the others only tell what the chain has built.
    pub shown: &'a (dyn Fn(&History, &HistoryFile) -> bool + Sync),
    /// Called when a file is done, for a progress bar.
    pub done: &'a (dyn Fn() + Sync),
}

/// Findings of every shown file, in the order of the project's histories and files.
pub fn run(project: &Project, options: &Options<'_>) -> Vec<(FileId, Outcome)> {
    each_file(project, options, &|case| finish(case.subject, case.reading, case.around, options.policy, options.fixes))
}

/// Repairs every shown file in memory: all fixes of at least this safety. The caller writes.
pub fn repair_all(project: &Project, options: &Options<'_>, safety: Safety) -> Vec<(FileId, Repair)> {
    each_file(project, options, &|case| repair_within(case.subject, case.around, options.policy, safety))
}

/// One file with all that is known around it.
struct Case<'a> {
    subject: Subject<'a>,
    reading: &'a Reading,
    around: Around<'a>,
}

fn each_file<T: Send>(
    project: &Project,
    options: &Options<'_>,
    work: &(dyn Fn(Case<'_>) -> T + Sync),
) -> Vec<(FileId, T)> {
    let source_of = |file: FileId| project.sources.get(file.0 as usize);
    let elsewhere = Elsewhere::new(project);
    let mut all = Vec::new();
    for history in &project.histories {
        let files: Vec<(&HistoryFile, Subject<'_>)> =
            history.files.iter().filter_map(|file| Some((file, subject(history, file, &source_of)?))).collect();
        let readings: Vec<Reading> = files.par_iter().map(|(_, subject)| read_any(*subject)).collect();
        let read = files.iter().zip(&readings).map(|((file, subject), reading)| (*file, subject.source, reading));
        let chain = Chain::new(history, &project.outside, read, &|key| elsewhere.whence(history, key));
        let starts = starts(&chain, &readings);
        let create_first = if options.fixes { create_first::fixes(&chain) } else { BTreeMap::new() };
        let told = tell(&chain, options.policy, options.fixes);
        let results: Vec<Option<(FileId, T)>> = files
            .par_iter()
            .zip(&readings)
            .zip(&starts)
            .map(|(((file, subject), reading), start)| {
                let shown = (options.shown)(history, file);
                let told = told.get(&file.file).map_or(&[][..], Vec::as_slice);
                let subject = Subject { start: start.as_ref(), ..*subject };
                let result = shown.then(|| {
                    work(Case {
                        subject,
                        reading,
                        around: Around { chain: Some(&chain), told, create_first: Some(&create_first) },
                    })
                });
                (options.done)();
                result.map(|result| (file.file, result))
            })
            .collect();
        all.extend(results.into_iter().flatten());
    }
    all
}

fn subject<'a>(
    history: &'a History,
    file: &HistoryFile,
    source_of: &dyn Fn(FileId) -> Option<&'a Source>,
) -> Option<Subject<'a>> {
    let down = file.down.and_then(|down| Some((down, source_of(down)?)));
    Some(Subject { file: file.file, source: source_of(file.file)?, context: &history.context, down, start: None })
}

/// Everything that a history's files hold.
pub(super) fn read_history(project: &Project, history: &History) -> Vec<Reading> {
    let source_of = |file: FileId| project.sources.get(file.0 as usize);
    let subjects: Vec<Subject<'_>> =
        history.files.iter().filter_map(|file| subject(history, file, &source_of)).collect();
    subjects.par_iter().map(|subject| read_any(*subject)).collect()
}

fn read_any(subject: Subject<'_>) -> Reading {
    frontend::of(subject.context.tool.language()).map(|frontend| read(frontend, subject)).unwrap_or_default()
}

/// What each file's first migration starts from; `None` for a file that holds none.
fn starts(chain: &Chain<'_>, readings: &[Reading]) -> Vec<Option<Schema>> {
    let mut starts = chain.starts.iter();
    readings
        .iter()
        .map(|reading| {
            let first = reading.migrations.first().and_then(|_| starts.next()).cloned();
            for _ in reading.migrations.iter().skip(1) {
                starts.next();
            }
            first
        })
        .collect()
}
