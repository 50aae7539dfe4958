//! Applies fixes pass after pass until nothing is left to do, or gives the original back.

use std::collections::BTreeMap;

use super::prove::Taken;
use super::{Around, Outcome, Policy, Subject, lint_within};
use crate::edit::{Edit, Safety, apply, moved};
use crate::finding::Finding;
use crate::source::{FileId, Source};

/// Passes after which the file is given back as it was.
const PASSES: usize = 10;

/// What came of repairing one file.
#[derive(Debug, Clone)]
pub struct Repair {
    /// The new text of the file, and of the file with its way back, where they changed.
    pub text: Option<String>,
    pub down: Option<String>,
    /// Findings that were repaired, as they stood in the text that the pass met.
    pub fixed: Vec<Finding>,
    /// What is left.
    pub outcome: Outcome,
    /// Rules whose fixes went on for ever; the text is then as it was.
    pub endless: Vec<&'static str>,
}

impl Repair {
    /// The file stays as it is.
    pub(super) fn nothing(outcome: Outcome) -> Self {
        Self { text: None, down: None, fixed: Vec::new(), outcome, endless: Vec::new() }
    }
}

/// Repairs one file in memory: all fixes of at least this safety, in passes.
pub fn repair(subject: Subject<'_>, policy: &dyn Policy, safety: Safety) -> Repair {
    repair_within(subject, Around::default(), policy, safety)
}

/// The same within a history; what that has to say about the file is repaired elsewhere (`super::mend`).
pub(super) fn repair_within(subject: Subject<'_>, around: Around<'_>, policy: &dyn Policy, safety: Safety) -> Repair {
    let mut told = around.told.to_vec();
    let first = lint_within(subject, around, policy, true);
    let mut source = subject.source.clone();
    let mut down = subject.down.map(|(file, source)| (file, source.clone()));
    let (mut fixed, mut outcome) = (Vec::new(), first.clone());
    for _ in 0..PASSES {
        let mut taken = Taken::default();
        // The worst first: its fix may take away the guard that a milder finding wants to mend.
        let mut own: Vec<&Finding> = outcome.findings.iter().filter(|finding| !is_told(finding, &told)).collect();
        own.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let chosen: Vec<&Finding> = own.into_iter().filter(|finding| applies(finding, safety, &mut taken)).collect();
        if chosen.is_empty() {
            let text = (source.text() != subject.source.text()).then(|| source.text().to_owned());
            let changed = down.as_ref().zip(subject.down).filter(|((_, now), (_, then))| now.text() != then.text());
            let down = changed.map(|((_, now), _)| now.text().to_owned());
            return Repair { text, down, fixed, outcome, endless: Vec::new() };
        }
        let state = State { source: &source, down: down.as_ref(), told: &told };
        let Some(mut next) = state.with(&chosen, subject, around, policy) else { break };
        let mut done = chosen.as_slice();
        if done.len() > 1 && brings_more(&outcome, &next.outcome) {
            // Each is proven by itself, and they don't go together.
            done = &chosen[..1];
            let Some(alone) = state.with(done, subject, around, policy) else { break };
            next = alone;
        }
        fixed.extend(done.iter().copied().cloned());
        Next { source, down, told, outcome } = next;
    }
    let mut endless: Vec<&'static str> =
        outcome.findings.iter().filter(|finding| finding.fix.is_some()).map(|finding| finding.rule).collect();
    endless.sort_unstable();
    endless.dedup();
    Repair { text: None, down: None, fixed: Vec::new(), outcome: first, endless }
}

/// Where a pass begins.
struct State<'s> {
    source: &'s Source,
    down: Option<&'s (FileId, Source)>,
    told: &'s [Finding],
}

/// What a pass comes to.
struct Next {
    source: Source,
    down: Option<(FileId, Source)>,
    told: Vec<Finding>,
    outcome: Outcome,
}

impl State<'_> {
    /// With the fixes of these findings: their edits come from this very text and do not overlap.
    fn with(&self, chosen: &[&Finding], subject: Subject<'_>, around: Around<'_>, policy: &dyn Policy) -> Option<Next> {
        let mut taken = Taken::default();
        for proven in chosen.iter().filter_map(|finding| finding.fix.as_ref()) {
            taken.take(&proven.fix);
        }
        let edits = taken.of(subject.file);
        let source = Source::new(subject.source.path(), apply(self.source.text(), &edits)?);
        let mut told = self.told.to_vec();
        for finding in &mut told {
            move_labels(finding, subject.file, &edits);
        }
        let down = match self.down {
            Some((file, back)) => {
                Some((*file, Source::new(back.path().to_owned(), apply(back.text(), &taken.of(*file))?)))
            }
            None => None,
        };
        let again = Subject { source: &source, down: down.as_ref().map(|(file, source)| (*file, source)), ..subject };
        let outcome = lint_within(again, Around { told: &told, ..around }, policy, true);
        Some(Next { source, down, told, outcome })
    }
}

/// Whether there is more of some rule than before.
fn brings_more(before: &Outcome, after: &Outcome) -> bool {
    let mut more: BTreeMap<&str, isize> = BTreeMap::new();
    for finding in &before.findings {
        *more.entry(finding.rule).or_default() -= 1;
    }
    for finding in &after.findings {
        *more.entry(finding.rule).or_default() += 1;
    }
    more.values().any(|number| *number > 0)
}

fn applies(finding: &Finding, safety: Safety, taken: &mut Taken) -> bool {
    finding.fix.as_ref().is_some_and(|proven| proven.fix.safety >= safety && taken.take(&proven.fix))
}

fn is_told(finding: &Finding, told: &[Finding]) -> bool {
    told.iter().any(|known| known.rule == finding.rule && known.primary == finding.primary)
}

/// The finding speaks of the same places in the text that these edits have made. Its fixes no longer fit.
fn move_labels(finding: &mut Finding, file: FileId, edits: &[Edit]) {
    for label in std::iter::once(&mut finding.primary).chain(&mut finding.related) {
        if label.at.file == file {
            label.at.span = moved(label.at.span, edits);
        }
    }
    finding.fix = None;
    finding.alternative = None;
}
