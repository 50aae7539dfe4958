//! A whole project: every file is read once, in parallel; the chain is replayed for what each migration starts from; then
//! every file that is to be shown is judged, in parallel again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::create_first;
use super::elsewhere::Elsewhere;
use super::readings::{chain_of, read_history, subject};
use super::repair::repair_within;
use super::tell::tell;
use super::{Around, Outcome, Policy, Repair, Subject, finish};
use crate::edit::Safety;
use crate::history::Chain;
use crate::migration::Reading;
use crate::project::{History, HistoryFile, Project};
use crate::source::FileId;

/// What to do with a project.
pub struct Options<'a> {
    pub policy: &'a dyn Policy,
    /// Findings carry proven fixes.
    pub fixes: bool,
    /// Files to judge; the others only tell what the chain has built.
    pub shown: &'a (dyn Fn(&History, &HistoryFile) -> bool + Sync),
    /// The process ends when this is told: what was made on the way is not taken apart, which would only keep it from that.
    pub ends: bool,
    /// Called when a file is done, for a progress bar.
    pub done: &'a (dyn Fn() + Sync),
}

impl<'a> Options<'a> {
    /// For somebody who works on, without a progress bar.
    pub fn new(
        policy: &'a dyn Policy,
        fixes: bool,
        shown: &'a (dyn Fn(&History, &HistoryFile) -> bool + Sync),
    ) -> Self {
        Self { policy, fixes, shown, ends: false, done: &|| {} }
    }
}

/// Findings of every shown file, in the order of the project's histories and files.
pub fn run(project: &Project, options: &Options<'_>) -> Vec<(FileId, Outcome)> {
    each_file(project, options, &|case| finish(case.subject, case.reading, case.around, options.policy, options.fixes))
}

/// Repairs every shown file in memory: all fixes of at least this safety. The caller writes.
pub fn repair_all(project: &Project, options: &Options<'_>, safety: Safety) -> Vec<(FileId, Repair)> {
    each_file(project, options, &|case| match case.stray {
        true => Repair::nothing(finish(case.subject, case.reading, case.around, options.policy, false)),
        false => repair_within(case.subject, case.around, options.policy, safety),
    })
}

/// Looks at every history of a project as a whole.
pub fn each_chain<T>(project: &Project, look: &dyn Fn(&Chain<'_>) -> T) -> Vec<T> {
    let elsewhere = Elsewhere::new(project);
    let of = |history| look(&chain_of(project, history, &read_history(project, history, false), &elsewhere));
    project.histories.iter().map(of).collect()
}

/// One file with all that is known around it.
struct Case<'a> {
    subject: Subject<'a>,
    reading: &'a Reading,
    around: Around<'a>,
    /// There is no migration in it.
    stray: bool,
}

fn each_file<T: Send>(
    project: &Project,
    options: &Options<'_>,
    work: &(dyn Fn(Case<'_>) -> T + Sync),
) -> Vec<(FileId, T)> {
    let sources = &project.sources;
    let elsewhere = Elsewhere::new(project);
    let mut all = Vec::new();
    for history in &project.histories {
        let readings = read_history(project, history, options.fixes);
        let chain = chain_of(project, history, &readings, &elsewhere);
        let create_first = if options.fixes { create_first::fixes(&chain) } else { BTreeMap::new() };
        let told = tell(&chain, options.policy, options.fixes);
        let shown: Vec<usize> =
            (0..history.files.len()).filter(|&number| (options.shown)(history, &history.files[number])).collect();
        (shown.len()..history.files.len()).for_each(|_| (options.done)());
        let firsts = firsts(&readings);
        let results = shown.into_par_iter().filter_map(|number| {
            let (file, reading) = (&history.files[number], &readings[number]);
            let told = told.get(&file.file).map_or(&[][..], Vec::as_slice);
            let subject =
                Subject { start: firsts[number].map(|first| &chain.starts[first]), ..subject(history, file, sources)? };
            let around = Around { chain: Some(&chain), told, create_first: Some(&create_first) };
            let result = work(Case { subject, reading, around, stray: file.stray });
            (options.done)();
            Some((file.file, result))
        });
        all.par_extend(results);
        // What an earlier history needed is room for the next one.
        if options.ends && project.histories.last().is_some_and(|last| std::ptr::eq(last, history)) {
            std::mem::forget(chain);
            std::mem::forget(readings);
        }
    }
    all
}

/// The number of each file's first migration.
fn firsts(readings: &[Reading]) -> Vec<Option<usize>> {
    let mut next = 0;
    let first = |reading: &Reading| {
        let first = (!reading.migrations.is_empty()).then_some(next);
        next += reading.migrations.len();
        first
    };
    readings.iter().map(first).collect()
}
