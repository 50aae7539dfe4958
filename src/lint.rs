//! From one file's text to its findings, and from its findings to proven fixes.
//!
//! ```text
//! read ─> judge ─> rules ─> policy (selection, ignore comments) ─> spell ─> prove
//! ```

mod create_first;
mod elsewhere;
mod mend;
mod prove;
mod readings;
mod repair;
mod run;
mod tell;

pub(crate) use mend::wide_fix;
pub use mend::{Mended, mend};
pub use readings::{Asked, Readings};
pub use repair::{Repair, repair};
pub use run::{Options, each_chain, repair_all, run};

use std::collections::BTreeMap;

use crate::engine::Context;
use crate::finding::{Finding, ProvenFix, Scenario};
use crate::frontend::{self, Frontend};
use crate::history::Chain;
use crate::migration::{Down, Migration, Node, Placed, Problem, Reading, Statement, Step};
use crate::operation::{Action, Key, Operation, Reach};
use crate::replay::{each_placed, judge};
use crate::rules::{self, Diagnosis, Rule, Scene};
use crate::schema::Schema;
use crate::source::{FileId, Source, Span};

/// What the user wants to hear of: rules selected, ignore comments, levels. Also adds findings about its own comments.
pub trait Policy: Sync {
    /// Whether a rule runs at all on this file.
    fn wants(&self, source: &Source, rule: &Rule) -> bool;

    /// Takes out what is ignored, sets levels, and adds what is wrong with the ignore comments themselves.
    fn filter(&self, file: FileId, source: &Source, comments: &dyn Fn() -> Vec<Span>, found: &mut Vec<Finding>);
}

/// A file and all that is known around it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub file: FileId,
    pub source: &'a Source,
    pub context: &'a Context,
    /// The file with the way back, where that is one of its own (`….down.sql`).
    pub down: Option<(FileId, &'a Source)>,
    /// What earlier migrations left; nothing is known without them.
    pub start: Option<&'a Schema>,
}

/// What was found in one file.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// In the order of the text.
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    pub counts: Counts,
}

/// How much of a file was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub migrations: usize,
    pub operations: usize,
    /// Operations that could not be read and may have touched anything.
    pub everything: usize,
    /// Operations that could not be read and touch known things only.
    pub keys: usize,
    /// Operations that could not be read and touch rows only.
    pub rows: usize,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.migrations += other.migrations;
        self.operations += other.operations;
        self.everything += other.everything;
        self.keys += other.keys;
        self.rows += other.rows;
    }
}

/// Finds what is wrong with one file. With `fixes`, each finding that has one carries its proven fix.
pub fn lint(subject: Subject<'_>, policy: &dyn Policy, fixes: bool) -> Outcome {
    lint_within(subject, Around::default(), policy, fixes)
}

/// What the history around a file has to say about it.
#[derive(Debug, Clone, Copy, Default)]
struct Around<'a> {
    chain: Option<&'a Chain<'a>>,
    /// Findings about the history as a whole that are shown in this file.
    told: &'a [Finding],
    /// Fixes for tables that are made too late.
    create_first: Option<&'a BTreeMap<(FileId, Key), ProvenFix>>,
}

/// The same within a history.
fn lint_within(subject: Subject<'_>, around: Around<'_>, policy: &dyn Policy, fixes: bool) -> Outcome {
    let Some(frontend) = frontend::of(subject.context.tool.language()) else { return Outcome::default() };
    finish(subject, &read(frontend, subject), around, policy, fixes)
}

/// Judges what was read.
fn finish(subject: Subject<'_>, reading: &Reading, around: Around<'_>, policy: &dyn Policy, fixes: bool) -> Outcome {
    let Some(frontend) = frontend::of(subject.context.tool.language()) else { return Outcome::default() };
    let counts = count(&reading.migrations);
    let judged = judge_all(&reading.migrations, subject);
    let scenes = scenes(&reading.migrations, &judged, subject.context, around.chain);
    let diagnoses = diagnose(&scenes, &|rule| policy.wants(subject.source, rule));
    let mut findings: Vec<Finding> = diagnoses.iter().map(|(_, diagnosis)| diagnosis.finding.clone()).collect();
    for (finding, (_, diagnosis)) in findings.iter_mut().zip(&diagnoses) {
        let about = diagnosis.about.clone().filter(|_| finding.scenario == Scenario::FirstRun);
        let wide = about.and_then(|key| around.create_first?.get(&(finding.primary.at.file, key)));
        finding.fix = wide.filter(|_| fixes && finding.rule == "missing-table").cloned();
    }
    findings.extend_from_slice(around.told);
    for (file, source) in std::iter::once((subject.file, subject.source)).chain(subject.down) {
        policy.filter(file, source, &|| frontend.comments(source, subject.context), &mut findings);
    }
    if fixes && reading.migrations.iter().all(|migration| migration.intact) {
        prove::attach(frontend, subject, &scenes, &diagnoses, &mut findings);
    }
    findings.sort_by_key(|finding| (finding.primary.at, finding.rule));
    Outcome { findings, problems: reading.problems.clone(), counts }
}

/// Reads the file, and its way back where that is in another one.
fn read(frontend: &dyn Frontend, subject: Subject<'_>) -> Reading {
    let mut reading = frontend.read(subject.file, subject.source, subject.context);
    if let Some(at) = conflict(subject.source.text()) {
        reading.problems = vec![Problem { at, message: "a merge conflict is left here".to_owned() }];
        reading.migrations.iter_mut().for_each(|migration| both_sides(migration, at));
    }
    if let (Some((file, source)), [migration]) = (subject.down, reading.migrations.as_mut_slice()) {
        let back = frontend.read(file, source, subject.context);
        migration.intact &= back.migrations.iter().all(|back| back.intact);
        let body = |back: Migration| if let Down::File(_, nodes) = back.down { nodes } else { back.up };
        let nodes: Vec<Node> = back.migrations.into_iter().flat_map(body).collect();
        if !nodes.is_empty() {
            migration.down = Down::File(file, nodes);
        }
    }
    reading
}

/// What stands in a file that holds two versions of itself is neither of them.
fn both_sides(migration: &mut Migration, at: Span) {
    let operation = Operation::new(Action::Opaque(Reach::Everything));
    let operations = vec![Placed { operation, at, implied: false }];
    let statements = vec![Statement { operations }];
    migration.up = vec![Node::Step(Step { at, head: at, statements, notes: Vec::new(), round: 0 })];
    migration.down = Down::None;
    migration.intact = false;
}

/// The first line that git has left where two branches changed the same lines.
fn conflict(text: &str) -> Option<Span> {
    let marker = |sign: &str| {
        let own_line = |at: &usize| *at == 0 || text.as_bytes()[at - 1] == b'\n';
        text.match_indices(sign).map(|(at, _)| at).find(own_line)
    };
    let start = marker("<<<<<<< ")?;
    (marker("=======")? > start && marker(">>>>>>> ")? > start).then(|| Span::new(start, start + "<<<<<<<".len()))
}

/// The file's migrations one after another, each from what the one before leaves (Liquibase changesets).
fn judge_all<'m>(migrations: &'m [Migration], subject: Subject<'_>) -> Vec<crate::replay::Judgement<'m>> {
    let mut schema = subject.start.cloned().unwrap_or_else(|| Schema::unknown(subject.context.dialect));
    migrations
        .iter()
        .map(|migration| {
            let judgement = judge(migration, &schema);
            if migrations.len() > 1 {
                schema = judgement.end.clone();
                schema.settle();
            }
            judgement
        })
        .collect()
}

fn scenes<'m>(
    migrations: &'m [Migration],
    judged: &'m [crate::replay::Judgement<'m>],
    context: &'m Context,
    chain: Option<&'m Chain<'m>>,
) -> Vec<Scene<'m>> {
    let each = migrations.iter().zip(judged);
    each.map(|(migration, judgement)| Scene { context, migration, judgement, chain }).collect()
}

/// All diagnoses, each with the number of its migration in the file.
fn diagnose<'m>(scenes: &[Scene<'m>], wanted: &dyn Fn(&Rule) -> bool) -> Vec<(usize, Diagnosis<'m>)> {
    let each = scenes.iter().enumerate();
    each.flat_map(|(number, scene)| rules::check(scene, wanted).into_iter().map(move |found| (number, found))).collect()
}

fn count(migrations: &[Migration]) -> Counts {
    let mut counts = Counts { migrations: migrations.len(), ..Counts::default() };
    for migration in migrations {
        each_placed(&migration.up, &mut |_, placed, _| {
            // What a step stands for under other circumstances is not written there.
            if placed.implied && matches!(placed.operation.action, Action::Opaque(_)) {
                return;
            }
            counts.operations += 1;
            match &placed.operation.action {
                Action::Opaque(Reach::Everything) => counts.everything += 1,
                Action::Opaque(Reach::Keys(_)) => counts.keys += 1,
                Action::Opaque(Reach::Rows) => counts.rows += 1,
                _ => {}
            }
        });
    }
    counts
}
