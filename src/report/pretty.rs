//! Findings as people read them in a terminal: the source around them, labels, the engine's own error, and the fix.
//!
//! The only module that knows miette. Its handler is called directly, with a source of our own that finds a place by the
//! line index: miette's own reads from the start of the file for each label.

mod excerpt;
mod patch;

use std::fmt::{self, Display};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity as Level, SourceCode};

use super::terminal::wrap;
use super::{Reporter, Shown, Summary, Terminal, source_of};
use crate::edit::{Proof, Safety};
use crate::finding::{EngineError, Finding, Label, ProvenFix, Severity};
use crate::source::{Source, Span};
use excerpt::Excerpt;

/// How many findings of one rule in one file are shown whole.
const SHOWN: usize = 3;

/// The format for people.
#[derive(Debug)]
pub struct Pretty<W: Write> {
    out: W,
    terminal: Terminal,
    handler: GraphicalReportHandler,
    /// Where the page of a rule can be read.
    link: fn(&str) -> Option<String>,
}

impl<W: Write> Pretty<W> {
    pub fn new(out: W, terminal: Terminal, link: fn(&str) -> Option<String>) -> Self {
        let theme = if terminal.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(terminal.width)
            .with_links(terminal.links)
            .with_link_display_text("(why)")
            .without_syntax_highlighting();
        Self { out, terminal, handler, link }
    }

    fn show(&mut self, finding: &Finding, sources: &[Source]) -> io::Result<()> {
        let Some(source) = source_of(sources, finding.primary.at.file) else { return Ok(()) };
        let here = |label: &&Label| label.at.file == finding.primary.at.file;
        let mut labels = vec![labeled(&finding.primary, source, true)];
        labels.extend(finding.related.iter().filter(here).map(|label| labeled(label, source, false)));
        let report = Report {
            rule: Some(finding.rule),
            level: level_of(finding.severity),
            message: &finding.message,
            cause: finding.error.as_ref().map(Cause::of),
            url: (self.link)(finding.rule),
            source: Excerpt::new(source),
            labels,
        };
        self.render(&report)?;
        for label in finding.related.iter().filter(|label| !here(label)) {
            self.show_elsewhere(label, sources)?;
        }
        if let Some(help) = &finding.help {
            self.note("help", help)?;
        }
        if let Some(fix) = &finding.fix {
            self.note("fix", &describe(fix))?;
            patch::write(&mut self.out, &self.terminal, &fix.fix, sources)?;
        }
        writeln!(self.out)
    }

    /// A line under the excerpt, wrapped: `help: …`.
    fn note(&mut self, what: &str, text: &str) -> io::Result<()> {
        const INDENT: &str = "        ";
        let first = format!("  {}:{}", what, " ".repeat(INDENT.len() - what.len() - 3));
        let wrapped = wrap(text, self.terminal.width.saturating_sub(INDENT.len()));
        for (index, line) in wrapped.iter().enumerate() {
            let style = AnsiColor::Cyan.on_default();
            let indent = if index == 0 { self.terminal.paint(style, &first) } else { INDENT.to_owned() };
            writeln!(self.out, "{indent}{line}")?;
        }
        Ok(())
    }

    /// A label in another file: a small excerpt of its own.
    fn show_elsewhere(&mut self, label: &Label, sources: &[Source]) -> io::Result<()> {
        let Some(source) = source_of(sources, label.at.file) else { return Ok(()) };
        let mut place = label.clone();
        place.text.clear();
        let report = Report {
            rule: None,
            level: Level::Advice,
            message: &label.text,
            cause: None,
            url: None,
            source: Excerpt::new(source),
            labels: vec![labeled(&place, source, true)],
        };
        self.render(&report)
    }

    fn render(&mut self, report: &Report<'_>) -> io::Result<()> {
        let mut text = String::new();
        self.handler.render_report(&mut text, report).map_err(io::Error::other)?;
        self.out.write_all(text.as_bytes())
    }

    /// One line for the findings of a rule that are not shown whole.
    fn collapse(&mut self, rule: &str, hidden: &[&Finding], sources: &[Source]) -> io::Result<()> {
        const LINES: usize = 8;
        let line_of = |finding: &&Finding| {
            let source = source_of(sources, finding.primary.at.file)?;
            Some(source.position(finding.primary.at.span.start).line.to_string())
        };
        let mut lines: Vec<_> = hidden.iter().filter_map(line_of).collect();
        lines.dedup();
        let noun = if lines.len() == 1 { "line" } else { "lines" };
        let more = if lines.len() > LINES { ", …" } else { "" };
        lines.truncate(LINES);
        let text = format!("… and {} more {rule} in this file, {noun} {}{more}", hidden.len(), lines.join(", "));
        writeln!(self.out, "  {}\n", self.terminal.paint(Style::new().dimmed(), &text))
    }
}

impl<W: Write> Reporter for Pretty<W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        let findings: Vec<&Finding> = findings.iter().map(|shown| shown.finding).collect();
        for findings in findings.chunk_by(|left, right| left.primary.at.file == right.primary.at.file) {
            let mut seen: Vec<(&str, Vec<&Finding>)> = Vec::new();
            for &finding in findings {
                let at = seen.iter().position(|(rule, _)| *rule == finding.rule).unwrap_or(seen.len());
                if at == seen.len() {
                    seen.push((finding.rule, Vec::new()));
                }
                seen[at].1.push(finding);
                if seen[at].1.len() <= SHOWN {
                    self.show(finding, sources)?;
                }
            }
            for (rule, findings) in seen.iter().filter(|(_, findings)| findings.len() > SHOWN) {
                self.collapse(rule, &findings[SHOWN..], sources)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}

/// A finding as miette wants it.
#[derive(Debug)]
struct Report<'a> {
    rule: Option<&'a str>,
    level: Level,
    message: &'a str,
    cause: Option<Cause>,
    url: Option<String>,
    source: Excerpt<'a>,
    labels: Vec<LabeledSpan>,
}

impl Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Report<'_> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.rule?))
    }

    fn severity(&self) -> Option<Level> {
        Some(self.level)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.url.as_ref().map(|url| Box::new(url) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The engine's words, shown as the cause of the finding.
#[derive(Debug)]
struct Cause(String);

impl Cause {
    fn of(error: &EngineError) -> Self {
        let EngineError { code, message } = error;
        let told = code.is_empty() || message.contains(code.as_str());
        Self(if told { message.clone() } else { format!("{message} [{code}]") })
    }
}

impl Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Cause {}

fn level_of(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Hint => Level::Advice,
    }
}

/// What the fix does and how far it may be trusted: `Add … (--fix; safe, replayed)`.
fn describe(proven: &ProvenFix) -> String {
    let proof = match proven.proof {
        Proof::Replayed => "replayed",
        Proof::Verified => "verified on a real engine",
    };
    let flag = match proven.fix.safety {
        Safety::Safe => "--fix",
        Safety::Unsafe => "--fix --unsafe-fixes",
    };
    format!("{} ({flag}; {}, {proof})", proven.fix.title, proven.fix.safety.name())
}

/// A label on the first line of its stretch: what is underlined is a name, not a block.
fn labeled(label: &Label, source: &Source, primary: bool) -> LabeledSpan {
    let Span { start, end } = label.at.span;
    let line_end = source.line_span(source.line_of(start)).end;
    let length = end.min(line_end).saturating_sub(start) as usize;
    let text = Some(label.text.clone()).filter(|text| !text.is_empty());
    let span = (start as usize, length);
    if primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
}
