//! What was done in numbers: the closing lines on standard error, and the table of `--statistics`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Terminal;
use super::concise::style_of;
use crate::edit::Safety;
use crate::finding::{Finding, Severity};

/// Findings by how bad they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeverityCounts {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

impl SeverityCounts {
    pub fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Hint => self.hints += 1,
        }
    }

    pub fn total(&self) -> usize {
        self.errors + self.warnings + self.hints
    }
}

/// How much of the migrations could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Opaque {
    /// Operations read in all.
    pub operations: usize,
    /// Those of them that could not be understood and that may have touched anything.
    pub everything: usize,
    /// Those that could not be understood but touch known things, or rows, only.
    pub narrow: usize,
}

/// How often a rule spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleCount {
    pub findings: usize,
    pub fixable: usize,
}

/// Something that kept the tool from doing its work. Any of them means exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The file it is about, as it is shown.
    pub path: Option<String>,
    pub message: String,
}

/// The outcome in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    pub files: usize,
    pub migrations: usize,
    /// What was shown.
    pub findings: SeverityCounts,
    /// Fixes were looked for. Formats that show none do without.
    pub fixes_known: bool,
    /// Shown findings that `--fix` would repair, and those that `--unsafe-fixes` would.
    pub fixable_safe: usize,
    pub fixable_unsafe: usize,
    /// Findings that were repaired.
    pub fixed: usize,
    /// Findings that comments or the configuration silence.
    pub suppressed: usize,
    /// Findings in migrations that are on the base branch already.
    pub upstream_hidden: usize,
    /// Hints that were not asked for.
    pub hints_hidden: usize,
    /// Findings that the baseline knows, and entries of it whose finding is gone.
    pub known: usize,
    pub known_gone: usize,
    pub opaque: Opaque,
    pub rules: BTreeMap<&'static str, RuleCount>,
    pub errors: Vec<Trouble>,
}

impl Summary {
    /// Counts a finding that is shown.
    pub fn count(&mut self, finding: &Finding) {
        self.findings.add(finding.severity);
        let rule = self.rules.entry(finding.rule).or_default();
        rule.findings += 1;
        if let Some(fix) = &finding.fix {
            rule.fixable += 1;
            match fix.fix.safety {
                Safety::Safe => self.fixable_safe += 1,
                Safety::Unsafe => self.fixable_unsafe += 1,
            }
        }
    }

    /// The closing lines.
    pub fn write(&self, out: &mut dyn Write, terminal: &Terminal) -> io::Result<()> {
        for trouble in &self.errors {
            let error = terminal.paint(style_of(Severity::Error), "error");
            match &trouble.path {
                Some(path) => writeln!(out, "{error}: {path}: {}", trouble.message)?,
                None => writeln!(out, "{error}: {}", trouble.message)?,
            }
        }
        let scope = format!("{} in {}", count(self.migrations, "migration"), count(self.files, "file"));
        if self.fixed > 0 {
            writeln!(out, "Fixed {}.", count(self.fixed, "finding"))?;
        }
        if self.findings.total() > 0 {
            writeln!(out, "Found {} ({scope}).", self.severities(terminal))?;
        } else if self.errors.is_empty() {
            let style = AnsiColor::Green.on_default().bold();
            let left = if self.fixed > 0 { "Nothing is left to report" } else { "Nothing to report" };
            writeln!(out, "{} ({scope}).", terminal.paint(style, left))?;
        }
        if !self.errors.is_empty() {
            writeln!(out, "{} kept this from being complete.", count(self.errors.len(), "error"))?;
        }
        self.write_asides(out, terminal)
    }

    fn write_asides(&self, out: &mut dyn Write, terminal: &Terminal) -> io::Result<()> {
        let dim = Style::new().dimmed();
        let mut aside = |text: String| writeln!(out, "{}", terminal.paint(dim, &text));
        match (self.fixable_safe, self.fixable_unsafe) {
            (0, 0) if !self.fixes_known && self.findings.total() > 0 => {
                aside("--fix repairs what can be repaired safely, --diff shows it.".to_owned())?;
            }
            (0, 0) => {}
            (safe, 0) => aside(format!("{safe} can be repaired with --fix."))?,
            (0, risky) => aside(format!("{risky} can be repaired with --fix --unsafe-fixes."))?,
            (safe, risky) => {
                aside(format!("{safe} can be repaired with --fix, {risky} more with --unsafe-fixes."))?;
            }
        }
        if self.upstream_hidden > 0 {
            let hidden = count(self.upstream_hidden, "finding");
            aside(format!("{hidden} in migrations that are already on the base branch: --all shows them."))?;
        }
        if self.hints_hidden > 0 {
            aside(format!("{} not shown: --all shows them.", count(self.hints_hidden, "hint")))?;
        }
        if self.known > 0 {
            aside(format!("{} known to the baseline.", count(self.known, "finding")))?;
        }
        if self.known_gone > 0 {
            let gone = count(self.known_gone, "finding");
            aside(format!("{gone} of the baseline are gone: --write-baseline takes them out."))?;
        }
        if self.suppressed > 0 {
            aside(format!("{} silenced by comments or the configuration.", count(self.suppressed, "finding")))?;
        }
        Ok(())
    }

    fn severities(&self, terminal: &Terminal) -> String {
        let counts = [
            (Severity::Error, self.findings.errors, "error"),
            (Severity::Warning, self.findings.warnings, "warning"),
            (Severity::Hint, self.findings.hints, "hint"),
        ];
        let parts = counts.into_iter().filter(|(_, number, _)| *number > 0);
        parts
            .map(|(severity, number, noun)| terminal.paint(style_of(severity), &count(number, noun)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The table of `--statistics`: the busiest rule first, then how much could not be read.
    pub fn write_statistics(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.findings), *name));
        let width = rules.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max("rule".len());
        if !rules.is_empty() {
            writeln!(out, "{:<width$}  findings  with a fix", "rule")?;
            for (name, counts) in rules {
                writeln!(out, "{name:<width$}  {:>8}  {:>10}", counts.findings, counts.fixable)?;
            }
            writeln!(out)?;
        }
        let Opaque { operations, everything, narrow } = self.opaque;
        let opaque = everything + narrow;
        writeln!(
            out,
            "{} read, {opaque} of them opaque ({}).",
            count(operations, "operation"),
            share(opaque, operations)
        )?;
        if opaque > 0 {
            writeln!(out, "{everything} may have touched anything, {narrow} only things that are known, or rows.")?;
        }
        Ok(())
    }
}

fn share(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// `1 file`, `2 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
