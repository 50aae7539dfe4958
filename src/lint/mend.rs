//! Fixes that are about more than one file: a new revision, an edit here that needs one there, a revision put behind
//! another one. Each changes what the others stand on, so the whole project is judged again after every round.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;

use super::prove::Taken;
use super::run::{Options, run};
use crate::edit::{NewFile, Safety, apply};
use crate::finding::{Finding, ProvenFix};
use crate::project::{History, Project};
use crate::rules;
use crate::source::{FileId, Source};

/// Rounds after which what is left is left.
const ROUNDS: usize = 10;

/// A project with its wide fixes made, in memory.
#[derive(Debug, Clone)]
pub struct Mended {
    pub project: Project,
    /// Files that were added; they are the last of the project's sources.
    pub created: Vec<FileId>,
    /// Files that must be written together: some fix changed all of them.
    pub together: Vec<BTreeSet<FileId>>,
    /// Findings that were repaired, as they stood in the text that the round met.
    pub fixed: Vec<Finding>,
}

/// Makes the wide fixes of at least this safety, as far as all the files that they change `may` be changed.
pub fn mend(project: &Project, options: &Options<'_>, safety: Safety, may: &dyn Fn(FileId) -> bool) -> Mended {
    let known = project.sources.len();
    let mut mended = Mended { project: project.clone(), created: Vec::new(), together: Vec::new(), fixed: Vec::new() };
    for _ in 0..ROUNDS {
        let outcomes = run(&mended.project, options);
        let findings = outcomes.into_iter().flat_map(|(_, outcome)| outcome.findings);
        let mut taken = Taken::default();
        let mut names: BTreeSet<Utf8PathBuf> = BTreeSet::new();
        let chosen: Vec<(Finding, ProvenFix)> = findings
            .filter_map(|finding| {
                let proven = wide_fix(&finding, safety)?.clone();
                let allowed = |file: FileId| file.0 as usize >= known || may(file);
                let free = proven.fix.created.iter().all(|file| !names.contains(&file.path))
                    && proven.fix.changes.iter().all(|change| allowed(change.file))
                    && taken.take(&proven.fix);
                names.extend(proven.fix.created.iter().filter(|_| free).map(|file| file.path.clone()));
                free.then_some((finding, proven))
            })
            .collect();
        if chosen.is_empty() || !mended.make(&chosen, &taken) {
            break;
        }
    }
    mended
}

/// The fix that is chosen for a finding, where it is not the matter of one file alone.
pub(crate) fn wide_fix(finding: &Finding, safety: Safety) -> Option<&ProvenFix> {
    let proven = finding.alternative.as_ref().filter(|_| safety == Safety::Unsafe).or(finding.fix.as_ref())?;
    let of_history = rules::find(finding.rule).is_some_and(rules::Rule::looks_at_history);
    (proven.fix.safety >= safety && (of_history || proven.fix.is_wide())).then_some(proven)
}

impl Mended {
    /// Makes one round's fixes; false where they can't be made.
    fn make(&mut self, chosen: &[(Finding, ProvenFix)], taken: &Taken) -> bool {
        let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
        for change in chosen.iter().flat_map(|(_, proven)| &proven.fix.changes) {
            let Some(source) = self.project.sources.get(change.file.0 as usize) else { return false };
            let Some(text) = apply(source.text(), &taken.of(change.file)) else { return false };
            texts.insert(change.file, text);
        }
        for (file, text) in texts {
            if let Some(source) = self.project.sources.get_mut(file.0 as usize) {
                *source = Source::new(source.path().to_owned(), text);
            }
        }
        for (finding, proven) in chosen {
            let mut files: BTreeSet<FileId> = proven.fix.changes.iter().map(|change| change.file).collect();
            files.extend(proven.fix.created.iter().filter_map(|file| self.add(finding.primary.at.file, file)));
            self.together.push(files);
            self.fixed.push(finding.clone());
        }
        true
    }

    /// Adds a file to the history that `beside` is in.
    fn add(&mut self, beside: FileId, new: &NewFile) -> Option<FileId> {
        let is_beside = |history: &History| history.files.iter().any(|file| file.file == beside);
        let history = self.project.histories.iter().position(is_beside)?;
        let source = Source::new(new.path.clone(), new.text.as_str());
        let file = self.project.add(history, source, new.path.clone());
        self.created.push(file);
        Some(file)
    }
}
