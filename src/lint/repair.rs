//! Applies fixes pass after pass until nothing is left to do, or gives the original back.

use super::prove::Taken;
use super::{Outcome, Policy, Subject, lint};
use crate::edit::{Safety, apply};
use crate::finding::Finding;
use crate::source::Source;

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

/// Repairs one file in memory: all fixes of at least this safety, in passes.
pub fn repair(subject: Subject<'_>, policy: &dyn Policy, safety: Safety) -> Repair {
    let first = lint(subject, policy, true);
    let mut source = subject.source.clone();
    let mut down = subject.down.map(|(file, source)| (file, source.clone()));
    let (mut fixed, mut outcome) = (Vec::new(), first.clone());
    for _ in 0..PASSES {
        let mut taken = Taken::default();
        let chosen: Vec<&Finding> =
            outcome.findings.iter().filter(|finding| applies(finding, safety, &mut taken)).collect();
        if chosen.is_empty() {
            let text = (source.text() != subject.source.text()).then(|| source.text().to_owned());
            let changed = down.as_ref().zip(subject.down).filter(|((_, now), (_, then))| now.text() != then.text());
            let down = changed.map(|((_, now), _)| now.text().to_owned());
            return Repair { text, down, fixed, outcome, endless: Vec::new() };
        }
        fixed.extend(chosen.into_iter().cloned());
        // The edits come from this very text and do not overlap, so they can be applied.
        let Some(text) = apply(source.text(), &taken.of(subject.file)) else { break };
        source = Source::new(subject.source.path(), text);
        if let Some((file, back)) = &mut down {
            let Some(text) = apply(back.text(), &taken.of(*file)) else { break };
            *back = Source::new(back.path().to_owned(), text);
        }
        let again = Subject { source: &source, down: down.as_ref().map(|(file, source)| (*file, source)), ..subject };
        outcome = lint(again, policy, true);
    }
    let mut endless: Vec<&'static str> =
        outcome.findings.iter().filter(|finding| finding.fix.is_some()).map(|finding| finding.rule).collect();
    endless.sort_unstable();
    endless.dedup();
    Repair { text: None, down: None, fixed: Vec::new(), outcome: first, endless }
}

fn applies(finding: &Finding, safety: Safety, taken: &mut Taken) -> bool {
    finding.fix.as_ref().is_some_and(|proven| proven.fix.safety >= safety && taken.take(&proven.fix))
}
