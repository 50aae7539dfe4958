//! `--baseline`: what is known is not shown, and `--write-baseline` makes everything known.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Run;
use camino::Utf8Path;

use crate::baseline::{Baseline, Entry};
use crate::fingerprint::Fingerprint;
use crate::project::Checkout;
use crate::report::{Shown, Summary};

/// The baseline of this run; empty where none is asked for, or none was written yet.
pub(super) fn read(run: &Run<'_>) -> io::Result<Baseline> {
    let Some(file) = &run.args.baseline else { return Ok(Baseline::default()) };
    match std::fs::read_to_string(file) {
        Ok(text) => Baseline::parse(&text).map_err(|error| io::Error::other(format!("{file}: {error}"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && run.args.write_baseline => Ok(Baseline::default()),
        Err(error) => Err(io::Error::other(format!("{file}: {error}"))),
    }
}

/// Takes entries out of the baseline whose finding is gone; tells how many. Files that were not looked at keep theirs.
pub(super) fn forget_gone(
    run: &Run<'_>,
    baseline: &mut Baseline,
    found: &BTreeSet<Fingerprint>,
    checkout: &Checkout,
) -> usize {
    if baseline.is_empty() {
        return 0;
    }
    let judged: BTreeSet<_> = run
        .project
        .histories
        .iter()
        .flat_map(|history| &history.files)
        .filter(|file| run.outcomes.contains_key(&file.file))
        .flat_map(|file| std::iter::once(file.file).chain(file.down))
        .filter_map(|file| run.project.sources.get(file.0 as usize))
        .map(|source| checkout.path(source.path()))
        .collect();
    baseline.retain(|fingerprint, entry| {
        let looked_at = judged.contains(Utf8Path::new(&entry.path)) || !checkout.root().join(&entry.path).exists();
        found.contains(fingerprint) || !looked_at
    })
}

/// Adds everything that is shown to the baseline and writes it, unless something could not be read.
pub(super) fn write(
    run: &Run<'_>,
    mut baseline: Baseline,
    shown: &[Vec<Shown<'_>>],
    checkout: &Checkout,
    summary: &Summary,
) -> io::Result<()> {
    let Some(file) = &run.args.baseline else { return Ok(()) };
    if !summary.errors.is_empty() {
        return writeln!(io::stderr(), "{file}: not written, because not everything could be read.");
    }
    for Shown { finding, fingerprint } in shown.iter().flatten() {
        let Some(source) = run.project.sources.get(finding.primary.at.file.0 as usize) else { continue };
        let path = checkout.path(source.path()).into_string();
        baseline.add(*fingerprint, Entry { path, rule: finding.rule.to_owned() });
    }
    std::fs::write(file, baseline.write()).map_err(|error| io::Error::other(format!("{file}: {error}")))?;
    let (number, noun) = (baseline.len(), if baseline.len() == 1 { "finding" } else { "findings" });
    writeln!(io::stderr(), "{file}: {number} {noun} are known now.")
}
