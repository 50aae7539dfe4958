//! Repairs, and how they reach the files: all edits that belong together, or none.

mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::lint::Run;
use crate::edit::Safety;
use crate::lint::{Mended, Options, Repair, mend, repair_all, wide_fix};
use crate::project::{History, HistoryFile};
use crate::report::Output;
use crate::source::FileId;
use work::Work;

pub(super) use work::replace;

/// Repairs what may be repaired; writes it, or shows the diff.
pub(super) fn repair(run: &mut Run<'_>) -> io::Result<()> {
    let safety = run.safety();
    let plan = Plan::of(run, safety);
    let mended = plan.is_wide.then(|| plan.mend(run, safety));
    let repairs = plan.repair(run, mended.as_ref(), safety);
    plan.say_what_is_withheld(run)?;
    let mut work = Work::gather(run, &plan, mended, repairs);
    if run.args.verify {
        work.verify(run)?;
    }
    if run.args.diff {
        work.show_diff(run)?;
    } else {
        work.write(run)?;
        if let Some(source) = run.project.origins.first().filter(|origin| origin.given).and(run.project.sources.first())
        {
            let mut out = Output::new(io::stdout());
            out.write_all(source.text().as_bytes())?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Which files are repaired, and which would be if they were not frozen.
struct Plan {
    /// Files that may be changed.
    open: BTreeSet<FileId>,
    repaired: BTreeSet<FileId>,
    downs: BTreeMap<FileId, FileId>,
    /// Some fix is about more than one file.
    is_wide: bool,
    frozen: usize,
    generated: BTreeSet<FileId>,
}

impl Plan {
    fn of(run: &Run<'_>, safety: Safety) -> Self {
        let mut plan = Self {
            open: BTreeSet::new(),
            repaired: BTreeSet::new(),
            downs: BTreeMap::new(),
            is_wide: false,
            frozen: 0,
            generated: BTreeSet::new(),
        };
        let mut frozen = BTreeSet::new();
        let is_generated =
            |file: FileId| run.project.origins.get(file.0 as usize).is_some_and(|origin| origin.generated);
        for history in &run.project.histories {
            for file in &history.files {
                plan.downs.extend(file.down.map(|down| (file.file, down)));
                let readable = run.outcomes.get(&file.file).is_some_and(|outcome| outcome.problems.is_empty());
                if file.is_frozen(&history.context) && !run.args.fix_applied {
                    frozen.insert(file.file);
                } else if readable && !is_generated(file.file) {
                    plan.open.insert(file.file);
                    plan.open.extend(file.down);
                }
            }
        }
        // A migration is repaired whole, hints included, once something in it is shown.
        let told = run.outcomes.iter().filter(|(_, outcome)| outcome.findings.iter().any(|it| run.shows(it)));
        for (file, finding) in told.flat_map(|(file, outcome)| outcome.findings.iter().map(move |it| (file, it))) {
            let wide = wide_fix(finding, safety);
            let Some(chosen) = wide.or(finding.fix.as_ref().filter(|fix| fix.fix.safety >= safety)) else { continue };
            let mut changed = chosen.fix.changes.iter().map(|change| change.file);
            let closed = |file: FileId| !plan.open.contains(&file);
            if chosen.fix.changes.iter().any(|change| frozen.contains(&change.file))
                || frozen.contains(file) && wide.is_none()
            {
                plan.frozen += 1;
            } else if let Some(generated) = changed.find(|&file| closed(file) && is_generated(file)) {
                plan.generated.insert(generated);
            } else if wide.is_some() {
                plan.is_wide = true;
            } else if plan.open.contains(file) {
                plan.repaired.insert(*file);
            }
        }
        plan
    }

    /// Makes the fixes that are about more than one file.
    fn mend(&self, run: &Run<'_>, safety: Safety) -> Mended {
        let shown = |_: &History, file: &HistoryFile| {
            run.outcomes.contains_key(&file.file) || file.file.0 as usize >= run.project.sources.len()
        };
        let options = Options::new(run.policy, true, &shown);
        mend(&run.project, &options, safety, &|file| self.open.contains(&file))
    }

    fn repair(&self, run: &Run<'_>, mended: Option<&Mended>, safety: Safety) -> Vec<(FileId, Repair)> {
        let changed: BTreeSet<FileId> =
            mended.iter().flat_map(|mended| mended.together.iter().flatten()).copied().collect();
        let shown = |_: &History, file: &HistoryFile| {
            self.repaired.contains(&file.file) || changed.contains(&file.file) && self.open.contains(&file.file)
        };
        let options = Options::new(run.policy, true, &shown);
        repair_all(mended.map_or(&run.project, |mended| &mended.project), &options, safety)
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
