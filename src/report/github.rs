//! GitHub's workflow commands: annotations on the files of a pull request.
//!
//! Facts: npm `@actions/core`, `lib/command.js` (escapes); GitHub shows 10 errors, 10 warnings and 10 notices a step, so
//! the worst come first. What the step's summary takes besides is a Markdown table, up to 1 MiB.

use std::io::{self, Write};

use super::{Reporter, Shown, Site, Summary, source_of};
use crate::finding::{Finding, Severity};
use crate::source::Source;

/// A summary that is larger than 1 MiB is not shown at all.
const SUMMARY_LIMIT: usize = 1_000_000;

/// The format of GitHub Actions.
pub struct Github<'a, W: Write> {
    out: W,
    site: Site<'a>,
    /// Held back, because the worst come first.
    lines: Vec<(Severity, String)>,
    table: Option<Table<'a>>,
}

/// The table in the step's summary.
struct Table<'a> {
    out: Box<dyn Write + 'a>,
    written: usize,
    left_out: usize,
}

impl<'a, W: Write> Github<'a, W> {
    /// `step_summary` takes Markdown: the file that `GITHUB_STEP_SUMMARY` names.
    pub fn new(out: W, site: Site<'a>, step_summary: Option<Box<dyn Write + 'a>>) -> Self {
        let table = step_summary.map(|out| Table { out, written: 0, left_out: 0 });
        Self { out, site, lines: Vec::new(), table }
    }
}

impl<W: Write> Reporter for Github<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        for Shown { finding, .. } in findings {
            let Some(source) = source_of(sources, finding.primary.at.file) else { continue };
            let path = self.site.path(source);
            self.lines.push((finding.severity, command(finding, source, &path)));
            if let Some(table) = &mut self.table {
                let line = source.position(finding.primary.at.span.start).line;
                let url = self.site.rule(finding.rule).map_or("", |rule| rule.url.as_str());
                table.row(finding, &path, line, url)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        for trouble in &summary.errors {
            let file = trouble.path.as_deref().map_or(String::new(), |path| format!(",file={}", property(path)));
            writeln!(self.out, "::error title=remigrate{file}::{}", data(&trouble.message))?;
        }
        self.lines.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
        for (_, line) in &self.lines {
            writeln!(self.out, "{line}")?;
        }
        if let Some(table) = &mut self.table {
            table.finish()?;
        }
        self.out.flush()
    }
}

/// `::error title=…,file=…,line=…::message`. Columns count only where the stretch is on one line.
fn command(finding: &Finding, source: &Source, path: &str) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let (start, end) = (source.position(finding.primary.at.span.start), source.position(finding.primary.at.span.end));
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{name} title={},file={},line={},endLine={}{columns}::{}",
        property(finding.rule),
        property(path),
        start.line,
        end.line,
        data(&super::plain_text(finding))
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

impl Table<'_> {
    fn row(&mut self, finding: &Finding, path: &str, line: u32, url: &str) -> io::Result<()> {
        let row = format!(
            "| {} | [{}]({url}) | {}:{line} | {} |\n",
            finding.severity.name(),
            finding.rule,
            cell(path),
            cell(&finding.message)
        );
        if self.written == 0 {
            let head = "### remigrate\n\n| severity | rule | place | what happens |\n| --- | --- | --- | --- |\n";
            self.out.write_all(head.as_bytes())?;
            self.written += head.len();
        }
        if self.written + row.len() > SUMMARY_LIMIT {
            self.left_out += 1;
            return Ok(());
        }
        self.written += row.len();
        self.out.write_all(row.as_bytes())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.left_out > 0 {
            writeln!(self.out, "\n… and {} more, in the log of the step.", self.left_out)?;
        }
        self.out.flush()
    }
}

/// Text for a cell of a Markdown table: nothing in it ends the cell or starts a tag.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' => out.push_str("\\|"),
            '<' => out.push_str("&lt;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
