//! What is to be written, file by file, in groups that are written whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use camino::Utf8Path;
use sha2::{Digest, Sha256};

use super::{Plan, path_of};
use crate::command::lint::Run;
use crate::command::verify::{Prover, Verdict};
use crate::edit::{NewFile, Proof, Safety};
use crate::finding::Severity;
use crate::lint::{Mended, Options, Outcome, Repair, run as judge};
use crate::project::{History, HistoryFile};
use crate::report::{FileDiff, Output, write_diff};
use crate::source::{FileId, Source};
use crate::write::{self, Created, Undo, WriteError, Written};

/// New texts, and what is left to report when they are written.
pub(super) struct Work {
    texts: BTreeMap<FileId, String>,
    created: BTreeMap<FileId, NewFile>,
    groups: Vec<Group>,
    outcomes: BTreeMap<FileId, Outcome>,
}

/// Files that are written together.
#[derive(Default)]
struct Group {
    files: BTreeSet<FileId>,
    /// Findings that are repaired with them.
    fixed: usize,
}

impl Work {
    pub(super) fn gather(
        run: &mut Run<'_>,
        plan: &Plan,
        mended: Option<Mended>,
        repairs: Vec<(FileId, Repair)>,
    ) -> Self {
        let mut work =
            Self { texts: BTreeMap::new(), created: BTreeMap::new(), groups: Vec::new(), outcomes: BTreeMap::new() };
        if let Some(mended) = mended {
            work.take_mended(run, &mended);
        }
        for (file, repair) in repairs {
            if !repair.endless.is_empty() {
                let path = path_of(run, file);
                let rules = repair.endless.join(", ");
                run.trouble(
                    Some(&path),
                    format!("the fixes of {rules} do not come to an end; the file was left as it was"),
                );
                continue;
            }
            let down = plan.downs.get(&file).copied().zip(repair.down);
            let parts: Vec<(FileId, String)> = repair.text.map(|text| (file, text)).into_iter().chain(down).collect();
            if !parts.is_empty() {
                let files = parts.iter().map(|(file, _)| *file).collect();
                work.join(Group { files, fixed: repair.fixed.len() });
                work.texts.extend(parts);
                work.outcomes.insert(file, repair.outcome);
            }
        }
        work
    }

    /// The fixes that are about more than one file, and what is found when they are made.
    fn take_mended(&mut self, run: &Run<'_>, mended: &Mended) {
        if mended.fixed.is_empty() {
            return;
        }
        for (finding, files) in mended.fixed.iter().zip(&mended.together) {
            for &file in files {
                let Some(source) = mended.project.sources.get(file.0 as usize) else { continue };
                if mended.created.contains(&file) {
                    let new = NewFile { path: source.path().to_owned(), text: source.text().to_owned() };
                    self.created.insert(file, new);
                } else {
                    self.texts.insert(file, source.text().to_owned());
                }
            }
            let files = files.iter().copied().chain([finding.primary.at.file]).collect();
            self.join(Group { files, fixed: 1 });
        }
        let shown = |_: &History, file: &HistoryFile| run.outcomes.contains_key(&file.file);
        let options = Options::new(run.policy, true, &shown);
        self.outcomes.extend(judge(&mended.project, &options));
    }

    /// Adds a group; those that it shares a file with become one with it.
    fn join(&mut self, mut group: Group) {
        let (touched, apart) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(|known: &Group| !known.files.is_disjoint(&group.files));
        self.groups = apart;
        let touched: Vec<Group> = touched;
        for known in touched {
            group.files.extend(known.files);
            group.fixed += known.fixed;
        }
        self.groups.push(group);
    }

    /// Writes group by group and takes over what is left to report; where a group fails nothing of it is written.
    pub(super) fn write(mut self, run: &mut Run<'_>) -> io::Result<()> {
        let mut failed: BTreeSet<FileId> = BTreeSet::new();
        let mut groups = std::mem::take(&mut self.groups);
        groups.sort_by_key(|group| group.files.first().copied());
        for group in groups {
            let texts = group.files.iter().filter_map(|file| Some((*file, self.texts.get(file)?.clone())));
            let texts: Vec<(FileId, String)> = texts.collect();
            let created: Vec<(FileId, &NewFile)> =
                group.files.iter().filter_map(|file| Some((*file, self.created.get(file)?))).collect();
            match write_all(run, &texts, &created) {
                Ok(written) => {
                    for (part, how) in written {
                        if let Written::InPlace(why) = how {
                            writeln!(io::stderr(), "{}: written in place, because {why}.", path_of(run, part))?;
                        }
                    }
                    for (_, new) in created {
                        writeln!(io::stderr(), "{}: added.", new.path)?;
                    }
                    texts.into_iter().for_each(|(part, text)| renew(run, part, text));
                    run.summary.fixed += group.fixed;
                }
                Err((path, error)) => {
                    run.trouble(Some(&path), error.to_string());
                    failed.extend(group.files);
                }
            }
        }
        run.outcomes.extend(self.outcomes.into_iter().filter(|(file, _)| !failed.contains(file)));
        Ok(())
    }

    /// Leaves out what a real engine does not agree with.
    pub(super) fn verify(&mut self, run: &mut Run<'_>) -> io::Result<()> {
        let prover = Prover::new(&run.args.engine, &run.args.paths, run.config, run.args.dialect)?;
        let mut groups = std::mem::take(&mut self.groups);
        groups.sort_by_key(|group| group.files.first().copied());
        let mut stuck = Vec::new();
        for group in groups {
            match self.ask(run, &prover, std::slice::from_ref(&group)) {
                Ok(Verdict::Stuck(why)) => stuck.push((group, why)),
                verdict => self.take(run, group, verdict)?,
            }
        }
        if stuck.is_empty() {
            return Ok(());
        }
        // A chain that does not run as it stands is judged as it will be, with all that was agreed to.
        let agreed = self.groups.len();
        let (stuck, reasons): (Vec<Group>, Vec<String>) = stuck.into_iter().unzip();
        self.groups.extend(stuck);
        let verdict = self.ask_whole(run, &prover, &self.groups);
        for (group, why) in self.groups.split_off(agreed).into_iter().zip(reasons) {
            let verdict = match &verdict {
                Ok(Verdict::Agrees) => Ok(Verdict::Agrees),
                Ok(Verdict::Disagrees(other) | Verdict::Stuck(other)) => {
                    Ok(Verdict::Disagrees(format!("{why}; {other}")))
                }
                Err(error) => Err(error.clone()),
            };
            self.take(run, group, verdict)?;
        }
        Ok(())
    }

    /// Keeps a group, or says why not and forgets it.
    fn take(&mut self, run: &mut Run<'_>, group: Group, verdict: Result<Verdict, String>) -> io::Result<()> {
        let path = group.files.first().map(|&file| path_of(run, file)).unwrap_or_default();
        match verdict {
            Ok(Verdict::Agrees) => {
                group.files.iter().for_each(|&file| is_verified(run, file));
                self.groups.push(group);
                return Ok(());
            }
            Ok(Verdict::Disagrees(why) | Verdict::Stuck(why)) => {
                writeln!(io::stderr(), "{path}: not rewritten, the engine disagrees: {why}")?;
            }
            Err(why) => run.trouble(Some(&path), format!("not rewritten, it can't be verified: {why}")),
        }
        for file in &group.files {
            self.texts.remove(file);
            self.created.remove(file);
            self.outcomes.remove(file);
        }
        Ok(())
    }

    /// Asks about groups by themselves; those that add files need the project with them.
    fn ask(&self, run: &Run<'_>, prover: &Prover<'_>, groups: &[Group]) -> Result<Verdict, String> {
        if groups.iter().flat_map(|group| &group.files).any(|file| self.created.contains_key(file)) {
            return self.ask_whole(run, prover, groups);
        }
        prover.judge(&self.sources(run, groups), &|path| self.is_clean(run, path))
    }

    fn ask_whole(&self, run: &Run<'_>, prover: &Prover<'_>, groups: &[Group]) -> Result<Verdict, String> {
        let created = groups.iter().flat_map(|group| &group.files).filter_map(|file| self.created.get(file));
        let created: Vec<&NewFile> = created.collect();
        prover.judge_whole(&self.sources(run, groups), &created, &|path| self.is_clean(run, path))
    }

    fn sources(&self, run: &Run<'_>, groups: &[Group]) -> Vec<Source> {
        let source = |file: &FileId| Some(Source::new(path_of(run, *file), self.texts.get(file)?.as_str()));
        groups.iter().flat_map(|group| &group.files).filter_map(source).collect()
    }

    /// Whether nothing is left to report in a file when it is written.
    fn is_clean(&self, run: &Run<'_>, path: &Utf8Path) -> bool {
        let outcome = self.outcomes.iter().find(|(file, _)| path_of(run, **file) == path);
        outcome.is_some_and(|(_, outcome)| outcome.findings.iter().all(|it| it.severity == Severity::Hint))
    }

    pub(super) fn show_diff(&self, run: &Run<'_>) -> io::Result<()> {
        let mut out = Output::new(io::stdout());
        for (file, after) in &self.texts {
            let Some(source) = run.project.sources.get(file.0 as usize) else { continue };
            write_diff(&mut out, &FileDiff { path: source.path().as_str(), before: Some(source.text()), after })?;
        }
        for new in self.created.values() {
            write_diff(&mut out, &FileDiff { path: new.path.as_str(), before: None, after: &new.text })?;
        }
        out.flush()
    }
}

/// The fixes of a file were made together and run: what still reports them may say so.
fn is_verified(run: &mut Run<'_>, file: FileId) {
    let safety = run.safety();
    for finding in run.outcomes.get_mut(&file).into_iter().flat_map(|outcome| &mut outcome.findings) {
        let other = finding.alternative.as_mut().filter(|_| safety == Safety::Unsafe);
        let chosen = other.or(finding.fix.as_mut()).filter(|chosen| chosen.fix.safety >= safety);
        if let Some(chosen) = chosen {
            chosen.proof = Proof::Verified;
        }
    }
}

/// What is repaired is reported on its new text.
fn renew(run: &mut Run<'_>, file: FileId, text: String) {
    if let Some(source) = run.project.sources.get_mut(file.0 as usize) {
        *source = Source::new(source.path().to_owned(), text);
    }
}

type Refused = (String, WriteError);

/// Adds the new files, then puts new texts in the place of the old ones; takes the new files away where that fails.
fn write_all(
    run: &Run<'_>,
    texts: &[(FileId, String)],
    created: &[(FileId, &NewFile)],
) -> Result<Vec<(FileId, Written)>, Refused> {
    let mut added: Vec<Created> = Vec::new();
    for (_, new) in created {
        match write::create(&new.path, new.text.as_bytes()) {
            Ok(file) => added.push(file),
            Err(error) => {
                added.into_iter().for_each(Created::take_away);
                return Err((new.path.to_string(), error));
            }
        }
    }
    replace(run, texts).map_err(|(file, error)| {
        added.into_iter().for_each(Created::take_away);
        (path_of(run, file), error)
    })
}

/// Puts new texts in the place of the old ones: all, or none and the one that could not be.
pub(in crate::command) fn replace(
    run: &Run<'_>,
    parts: &[(FileId, String)],
) -> Result<Vec<(FileId, Written)>, (FileId, WriteError)> {
    let mut staged = Vec::new();
    for (file, text) in parts {
        let index = file.0 as usize;
        let (Some(origin), Some(source)) = (run.project.origins.get(index), run.project.sources.get(index)) else {
            continue;
        };
        if origin.given {
            continue;
        }
        let failed = |error| (*file, error);
        let bytes = write::encode(text, origin.encoding).map_err(failed)?;
        if let Some(encoding) = origin.encoding {
            let again = write::encode(source.text(), origin.encoding).map_err(failed)?;
            if <[u8; 32]>::from(Sha256::digest(&again)) != origin.hash {
                return Err(failed(WriteError::Encoding(encoding.name())));
            }
        }
        staged.push((*file, origin.hash, write::stage(&origin.path, bytes, &origin.hash).map_err(failed)?));
    }
    let (mut written, mut undos): (Vec<_>, Vec<Undo>) = (Vec::new(), Vec::new());
    for (file, hash, staged) in staged {
        match staged.commit(&hash) {
            Ok((how, undo)) => {
                written.push((file, how));
                undos.push(undo);
            }
            Err(error) => {
                for undo in undos {
                    undo.undo().map_err(|error| (file, error))?;
                }
                return Err((file, error));
            }
        }
    }
    Ok(written)
}
