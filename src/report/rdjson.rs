//! Reviewdog's diagnostic format, as one object (`rdjson`) or one line a finding (`rdjsonl`).
//!
//! Facts: reviewdog `proto/rdf/jsonschema` (columns are UTF-8 bytes from 1, the end is exclusive; without columns lines are
//! whole and the end is inclusive) and `buildSingleSuggestion`: a suggestion must cover the very lines of the diagnostic,
//! so there is at most one, of whole lines, and the diagnostic covers them.

use std::io::{self, Write};

use serde::Serialize;

use super::{Reporter, Rewrite, Shown, Site, Summary, source_of};
use crate::finding::{Finding, Label, Severity};
use crate::source::{Source, Span};

/// The format of reviewdog.
#[derive(Debug)]
pub struct Rdjson<'a, W: Write> {
    out: W,
    site: Site<'a>,
    /// One diagnostic a line and nothing around them.
    lines: bool,
    any: bool,
    begun: bool,
}

impl<'a, W: Write> Rdjson<'a, W> {
    /// One object with all diagnostics.
    pub fn object(out: W, site: Site<'a>) -> Self {
        Self { out, site, lines: false, any: false, begun: false }
    }

    /// A line for each diagnostic.
    pub fn lines(out: W, site: Site<'a>) -> Self {
        Self { lines: true, ..Self::object(out, site) }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.lines || self.begun {
            return Ok(());
        }
        self.begun = true;
        self.out.write_all(b"{\"source\":")?;
        serde_json::to_writer(&mut self.out, &TOOL)?;
        self.out.write_all(b",\"diagnostics\":[")
    }
}

impl<W: Write> Reporter for Rdjson<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        self.begin()?;
        for Shown { finding, .. } in findings {
            let Some(view) = Diagnostic::of(finding, sources, &self.site) else { continue };
            if !self.lines {
                self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
            }
            self.any = true;
            serde_json::to_writer(&mut self.out, &view)?;
            if self.lines {
                self.out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary) -> io::Result<()> {
        self.begin()?;
        if !self.lines {
            self.out.write_all(b"\n]}\n")?;
        }
        self.out.flush()
    }
}

const TOOL: Tool = Tool { name: "remigrate", url: env!("CARGO_PKG_REPOSITORY") };

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Place,
    severity: &'static str,
    source: Tool,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

impl<'a> Diagnostic<'a> {
    fn of(finding: &'a Finding, sources: &[Source], site: &Site<'a>) -> Option<Self> {
        let source = source_of(sources, finding.primary.at.file)?;
        let own = Range::of(finding.primary.at.span, source);
        let rewrite = Rewrite::around(finding, sources);
        let range = match &rewrite {
            Some(rewrite) if (rewrite.first, rewrite.last) != (own.start.line, own.end.line) => {
                Range::lines(rewrite.first, rewrite.last)
            }
            _ => own,
        };
        let suggestions = rewrite
            .map(|rewrite| Suggestion {
                range: Range::lines(rewrite.first, rewrite.last),
                text: rewrite.text.unwrap_or_default(),
            })
            .into_iter()
            .collect();
        let related = |label: &'a Label| {
            let source = source_of(sources, label.at.file)?;
            let range = Range::of(label.at.span, source);
            Some(Related { message: &label.text, location: Place { path: site.path(source), range } })
        };
        Some(Self {
            message: super::plain_text(finding),
            location: Place { path: site.path(source), range },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Hint => "INFO",
            },
            source: TOOL,
            code: Code { value: finding.rule, url: site.rule(finding.rule).map_or("", |rule| &rule.url) },
            suggestions,
            related_locations: finding.related.iter().filter_map(related).collect(),
        })
    }
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

impl Range {
    fn of(span: Span, source: &Source) -> Self {
        let at = |offset: u32| {
            let line = source.line_of(offset);
            let column = offset - source.line_span(line).start + 1;
            Position { line: u32::try_from(line + 1).unwrap_or(u32::MAX), column: Some(column) }
        };
        Self { start: at(span.start), end: at(span.end) }
    }

    fn lines(first: u32, last: u32) -> Self {
        Self { start: Position { line: first, column: None }, end: Position { line: last, column: None } }
    }
}

#[derive(Serialize)]
struct Position {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}
