//! A whole project: every file is read once, in parallel; the chain is replayed for what each migration starts from; then
//! every file that is to be shown is judged, in parallel.

use rayon::prelude::*;

use super::readings::{Readings, subject};
use super::repair::repair_told;
use super::tell::tell;
use super::{Outcome, Policy, Repair, Subject, finish};
use crate::edit::Safety;
use crate::finding::Finding;
use crate::migration::Reading;
use crate::project::{History, HistoryFile, Project};
use crate::schema::Schema;
use crate::source::FileId;

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
    each_file(project, options, &|case| finish(case.subject, case.reading, case.told, options.policy, options.fixes))
}

/// Repairs every shown file in memory: all fixes of at least this safety. The caller writes.
pub fn repair_all(project: &Project, options: &Options<'_>, safety: Safety) -> Vec<(FileId, Repair)> {
    each_file(project, options, &|case| repair_told(case.subject, case.told, options.policy, safety))
}

/// One file with all that is known around it.
struct Case<'a> {
    subject: Subject<'a>,
    reading: &'a Reading,
    /// What the history as a whole has to say about it.
    told: &'a [Finding],
}

fn each_file<T: Send>(
    project: &Project,
    options: &Options<'_>,
    work: &(dyn Fn(Case<'_>) -> T + Sync),
) -> Vec<(FileId, T)> {
    let sources = &project.sources;
    let mut all = Vec::new();
    for history in &project.histories {
        let mut readings = Readings::of(history, sources);
        let starts: Vec<Option<Schema>> = (0..history.files.len()).map(|file| readings.start(file)).collect();
        let told = tell(&readings.chain(history, sources), options.policy, options.fixes);
        let results: Vec<Option<(FileId, T)>> = history
            .files
            .par_iter()
            .zip(readings.all())
            .zip(&starts)
            .map(|((file, reading), start)| {
                let told = told.get(&file.file).map_or(&[][..], Vec::as_slice);
                let subject = subject(history, file, sources).filter(|_| (options.shown)(history, file));
                let case = |subject| Case { subject: Subject { start: start.as_ref(), ..subject }, reading, told };
                let result = subject.map(|subject| work(case(subject)));
                (options.done)();
                result.map(|result| (file.file, result))
            })
            .collect();
        all.extend(results.into_iter().flatten());
    }
    all
}
