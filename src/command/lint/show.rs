//! Where findings go: standard output in one format, and files in any others.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};

use super::Run;
use crate::cli::{Format, OutputFile};
use crate::command::{explain, graph};
use crate::project::Checkout;
use crate::report::picture::Picture;
use crate::report::{
    Checkstyle, Concise, Github, Gitlab, Html, Json, Junit, Output, Pretty, Rdjson, Reporter, RulePage, Sarif,
    SeverityCounts, Shown, Site, Summary, Terminal,
};
use crate::rules;
use crate::source::FileId;

/// Writes what is shown to every place that was asked for. `files`: the findings of one file each.
pub(super) fn write(run: &Run<'_>, files: &[Vec<Shown<'_>>], checkout: &Checkout, summary: &Summary) -> io::Result<()> {
    let pages: Vec<RulePage<'_>> = rules::ALL.iter().map(explain::page).collect();
    let site = Site { checkout, rules: &pages };
    let drawn = OnceCell::new();
    let pictures = || drawn.get_or_init(|| graph::pictures(&run.project, &found(files))).as_slice();
    let mut reporters = Vec::new();
    if let Some((out, terminal)) = standard(run) {
        let step_summary = if run.args.format == Format::Github { step_summary()? } else { None };
        reporters.push(reporter(run.args.format, out, terminal, site, step_summary, summary, &pictures));
    }
    for OutputFile { format, file } in &run.args.output {
        let made = File::create(file).map_err(|error| io::Error::other(format!("{file}: {error}")))?;
        reporters.push(reporter(*format, Box::new(made), Terminal::PLAIN, site, None, summary, &pictures));
    }
    for reporter in &mut reporters {
        for findings in files {
            reporter.findings(findings, &run.project.sources)?;
        }
        reporter.finish(summary)?;
    }
    Ok(())
}

/// How many findings each file has.
fn found(files: &[Vec<Shown<'_>>]) -> BTreeMap<FileId, SeverityCounts> {
    let mut found: BTreeMap<FileId, SeverityCounts> = BTreeMap::new();
    for finding in files.iter().flatten().map(|shown| shown.finding) {
        found.entry(finding.primary.at.file).or_default().add(finding.severity);
    }
    found
}

/// Where findings are shown by themselves; nowhere when standard output holds a diff.
fn standard(run: &Run<'_>) -> Option<(Box<dyn Write>, Terminal)> {
    if run.args.fix_only || run.args.diff {
        None
    } else if run.args.fix && run.args.stdin_filename.is_some() {
        // Standard output holds the repaired text.
        Some((Box::new(io::stderr()), run.screen.err))
    } else {
        Some((Box::new(io::stdout()), run.screen.out))
    }
}

fn reporter<'a>(
    format: Format,
    out: Box<dyn Write>,
    terminal: Terminal,
    site: Site<'a>,
    step_summary: Option<Box<dyn Write + 'a>>,
    summary: &'a Summary,
    pictures: &dyn Fn() -> &'a [Picture],
) -> Box<dyn Reporter + 'a> {
    let out = Output::new(out);
    match format {
        Format::Pretty => Box::new(Pretty::new(out, terminal, |name| rules::find(name).map(|rule| rule.url()))),
        Format::Concise => Box::new(Concise::new(out, terminal)),
        Format::Json => Box::new(Json::new(out)),
        Format::Github => Box::new(Github::new(out, site, step_summary)),
        Format::Gitlab => Box::new(Gitlab::new(out, site)),
        Format::Sarif => Box::new(Sarif::new(out, site)),
        Format::Junit => Box::new(Junit::new(out, site)),
        Format::Rdjson => Box::new(Rdjson::object(out, site)),
        Format::Rdjsonl => Box::new(Rdjson::lines(out, site)),
        Format::Checkstyle => Box::new(Checkstyle::new(out, site)),
        Format::Html => Box::new(Html::new(out, site, summary, pictures())),
    }
}

/// The file in which GitHub Actions collects Markdown for the page of the run.
pub(in crate::command) fn step_summary() -> io::Result<Option<Box<dyn Write>>> {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else { return Ok(None) };
    let opened = OpenOptions::new().append(true).create(true).open(file);
    opened
        .map(|file| Some(Box::new(io::BufWriter::new(file)) as _))
        .map_err(|error| io::Error::other(format!("the file that GITHUB_STEP_SUMMARY names can't be written: {error}")))
}
