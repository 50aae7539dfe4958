//! Repairs, and how they reach the files: all edits of one migration, or none.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::lint::Run;
use crate::edit::Safety;
use crate::lint::{Options, Repair, repair_all};
use crate::project::{History, HistoryFile};
use crate::report::{FileDiff, Output, write_diff};
use crate::source::{FileId, Source};
use crate::write::{self, Undo, WriteError, Written};

/// Repairs what may be repaired; writes it, or shows the diff.
pub(super) fn repair(run: &mut Run<'_>) -> io::Result<()> {
    let safety = run.safety();
    let plan = Plan::of(run, safety);
    let repairs = {
        let options = Options {
            policy: run.policy,
            fixes: true,
            shown: &|_: &History, file: &HistoryFile| plan.repaired.contains(&file.file),
            done: &|| {},
        };
        repair_all(&run.project, &options, safety)
    };
    plan.say_what_is_withheld(run)?;
    let mut changes: BTreeMap<FileId, String> = BTreeMap::new();
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
        let down = plan.downs.get(&file).copied();
        let parts: Vec<(FileId, String)> =
            repair.text.iter().map(|text| (file, text.clone())).chain(down.zip(repair.down.clone())).collect();
        if run.args.diff {
            changes.extend(parts);
        } else if !parts.is_empty() {
            write_all(run, file, parts, repair)?;
        }
    }
    if run.args.diff {
        show_diff(run, &changes)?;
    } else if let Some(source) =
        run.project.origins.first().filter(|origin| origin.given).and(run.project.sources.first())
    {
        let mut out = Output::new(io::stdout());
        out.write_all(source.text().as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

/// Which files are repaired, and which would be if they were not frozen.
struct Plan {
    repaired: BTreeSet<FileId>,
    downs: BTreeMap<FileId, FileId>,
    frozen: usize,
    generated: Vec<FileId>,
}

impl Plan {
    fn of(run: &Run<'_>, safety: Safety) -> Self {
        let mut plan = Self { repaired: BTreeSet::new(), downs: BTreeMap::new(), frozen: 0, generated: Vec::new() };
        for history in &run.project.histories {
            for file in &history.files {
                let Some(outcome) = run.outcomes.get(&file.file) else { continue };
                let fixable = outcome
                    .findings
                    .iter()
                    .filter(|found| found.fix.as_ref().is_some_and(|fix| fix.fix.safety >= safety));
                let fixable = fixable.count();
                let is_generated =
                    |file: FileId| run.project.origins.get(file.0 as usize).is_some_and(|origin| origin.generated);
                if fixable == 0 || !outcome.problems.is_empty() {
                    continue;
                }
                if file.is_frozen(&history.context) && !run.args.fix_applied {
                    plan.frozen += fixable;
                } else if is_generated(file.file) {
                    plan.generated.push(file.file);
                } else {
                    plan.repaired.insert(file.file);
                    plan.downs.extend(file.down.map(|down| (file.file, down)));
                }
            }
        }
        plan
    }

    fn say_what_is_withheld(&self, run: &Run<'_>) -> io::Result<()> {
        let mut err = io::stderr();
        if self.frozen > 0 {
            let fixes = if self.frozen == 1 { "fix is" } else { "fixes are" };
            writeln!(
                err,
                "{} {fixes} withheld in migrations that are on the base branch and may have been applied: \
                 --fix-applied applies them.",
                self.frozen
            )?;
        }
        for &file in &self.generated {
            writeln!(err, "{}: says that a program writes it; it was left alone.", path_of(run, file))?;
        }
        Ok(())
    }
}

fn path_of(run: &Run<'_>, file: FileId) -> String {
    run.project.sources.get(file.0 as usize).map_or_else(String::new, |source| source.path().to_string())
}

/// Writes the files of one migration and takes over what is left to report; on an error nothing is written.
fn write_all(run: &mut Run<'_>, file: FileId, parts: Vec<(FileId, String)>, repair: Repair) -> io::Result<()> {
    match replace(run, &parts) {
        Ok(written) => {
            for (part, how) in written {
                if let Written::InPlace(why) = how {
                    writeln!(io::stderr(), "{}: written in place, because {why}.", path_of(run, part))?;
                }
            }
            for (part, text) in parts {
                renew(run, part, text);
            }
            run.summary.fixed += repair.fixed.len();
            run.outcomes.insert(file, repair.outcome);
        }
        Err((part, error)) => {
            let path = path_of(run, part);
            run.trouble(Some(&path), error.to_string());
        }
    }
    Ok(())
}

/// What was repaired is reported on its new text.
fn renew(run: &mut Run<'_>, file: FileId, text: String) {
    if let Some(source) = run.project.sources.get_mut(file.0 as usize) {
        *source = Source::new(source.path().to_owned(), text);
    }
}

/// Puts new texts in the place of the old ones: all, or none and the one that could not be.
pub(super) fn replace(
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

fn show_diff(run: &Run<'_>, changes: &BTreeMap<FileId, String>) -> io::Result<()> {
    let mut out = Output::new(io::stdout());
    for (file, after) in changes {
        let Some(source) = run.project.sources.get(file.0 as usize) else { continue };
        write_diff(&mut out, &FileDiff { path: source.path().as_str(), before: Some(source.text()), after })?;
    }
    out.flush()
}
