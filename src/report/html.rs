//! One page with everything in it: nothing is loaded, nothing runs. It is well-formed XML, too, so that a test can read it. Written file by file; the numbers at its head are
//! known before.

use std::io::{self, Write};

use super::picture::{Picture, drawing};
use super::{FileDiff, Reporter, Shown, Site, Summary, source_of, write_diff};
use crate::edit::{Safety, apply};
use crate::finding::{Finding, ProvenFix, Severity};
use crate::source::{Source, Span};

/// How many lines stand around a finding.
const CONTEXT: usize = 2;

/// How many lines of a long finding are shown.
const LINES: usize = 12;

/// Histories of more migrations are not drawn.
const DRAWN: usize = 500;

/// How much of a long line is shown.
const COLUMNS: usize = 300;

/// The format for a browser.
#[derive(Debug)]
pub struct Html<'a, W: Write> {
    out: W,
    site: Site<'a>,
    summary: &'a Summary,
    histories: &'a [Picture],
    begun: bool,
}

impl<'a, W: Write> Html<'a, W> {
    /// `summary`: what is known when all is judged, for the head of the page. `histories` are drawn at its foot.
    pub fn new(out: W, site: Site<'a>, summary: &'a Summary, histories: &'a [Picture]) -> Self {
        Self { out, site, summary, histories, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <title>remigrate</title>\n<style>\n{}</style>\n</head>\n<body>\n<header>\n<h1>remigrate</h1>",
            include_str!("html/page.css")
        )?;
        self.write_numbers()?;
        self.write_troubles()?;
        self.write_rules()?;
        writeln!(self.out, "</header>\n<main>")
    }

    fn write_numbers(&mut self) -> io::Result<()> {
        let summary = self.summary;
        let counts = [
            ("error", summary.findings.errors, "errors"),
            ("warning", summary.findings.warnings, "warnings"),
            ("hint", summary.findings.hints, "hints"),
        ];
        for (class, number, noun) in counts {
            // Without a script: a box that is not ticked hides the findings of its class.
            writeln!(
                self.out,
                "<input type=\"checkbox\" id=\"show-{class}\" checked=\"\"/><label for=\"show-{class}\" class=\"{class}\">\
                 <b>{number}</b> {noun}</label>"
            )?;
        }
        let asides = [
            (summary.fixable_safe, "can be repaired safely"),
            (summary.known, "known to the baseline"),
            (summary.upstream_hidden, "in migrations that are on the base branch already"),
            (summary.suppressed, "silenced"),
        ];
        let asides: Vec<String> =
            asides.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
        writeln!(
            self.out,
            "<p>{} migrations in {} files. {}</p>",
            summary.migrations,
            summary.files,
            escape(&asides.join(", "))
        )
    }

    fn write_troubles(&mut self) -> io::Result<()> {
        for trouble in &self.summary.errors {
            let path = trouble.path.as_deref().map(|path| format!("<code>{}</code>: ", escape(path)));
            writeln!(self.out, "<p class=\"trouble\">{}{}</p>", path.unwrap_or_default(), escape(&trouble.message))?;
        }
        Ok(())
    }

    fn write_rules(&mut self) -> io::Result<()> {
        if self.summary.rules.is_empty() {
            return writeln!(self.out, "<p>Nothing to report.</p>");
        }
        let mut rules: Vec<_> = self.summary.rules.iter().collect();
        rules.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.findings), *name));
        writeln!(self.out, "<details><summary>By rule</summary>\n<table>")?;
        for (name, counts) in rules {
            let rule = self.site.rule(name);
            writeln!(
                self.out,
                "<tr><td>{}</td><td><a href=\"{}\">{}</a></td><td>{}</td></tr>",
                counts.findings,
                escape(rule.map_or("", |rule| &rule.url)),
                escape(name),
                escape(rule.map_or("", |rule| rule.summary))
            )?;
        }
        writeln!(self.out, "</table></details>")
    }

    fn write_histories(&mut self) -> io::Result<()> {
        for picture in self.histories {
            writeln!(
                self.out,
                "<section>\n<h2>History of {}</h2>\n<p>{}</p>",
                escape(&picture.root),
                escape(&picture.caption())
            )?;
            match picture.revisions.len() {
                number if number > DRAWN => writeln!(
                    self.out,
                    "<p>{number} migrations are too many to draw here: <code>remigrate graph --format html</code> does.</p>"
                )?,
                _ => writeln!(self.out, "<div class=\"wide\">{}</div>", drawing(picture))?,
            }
            writeln!(self.out, "</section>")?;
        }
        Ok(())
    }

    fn write_finding(&mut self, shown: &Shown<'_>, source: &Source, sources: &[Source]) -> io::Result<()> {
        let finding = shown.finding;
        let at = source.position(finding.primary.at.span.start);
        writeln!(
            self.out,
            "<article class=\"{severity}\" id=\"{}\">\n<h3><span>{severity}</span> {}</h3>\n\
             <p><a href=\"{}\">{}</a> · line {}</p>",
            shown.fingerprint,
            code(&finding.message),
            escape(self.site.rule(finding.rule).map_or("", |rule| &rule.url)),
            escape(finding.rule),
            at.line,
            severity = finding.severity.name(),
        )?;
        if let Some(error) = &finding.error {
            writeln!(self.out, "<pre class=\"words\">{}</pre>", escape(error.message.trim_end()))?;
        }
        self.write_excerpt(finding.primary.at.span, source, finding.severity, &finding.primary.text)?;
        for label in &finding.related {
            let Some(other) = source_of(sources, label.at.file) else { continue };
            let line = other.position(label.at.span.start).line;
            writeln!(
                self.out,
                "<p class=\"related\"><code>{}:{line}</code> {}</p>",
                escape(&self.site.path(other)),
                code(&label.text)
            )?;
        }
        if let Some(help) = &finding.help {
            writeln!(self.out, "<p>{}</p>", code(help))?;
        }
        for fix in [&finding.fix, &finding.alternative].into_iter().flatten() {
            self.write_fix(fix, sources)?;
        }
        writeln!(self.out, "</article>")
    }

    fn write_excerpt(&mut self, span: Span, source: &Source, severity: Severity, text: &str) -> io::Result<()> {
        let (start, end) = (source.line_of(span.start), source.line_of(span.end));
        let first = start.saturating_sub(CONTEXT);
        let last = (end + CONTEXT).min(source.line_count() - 1).min(first + LINES);
        write!(self.out, "<pre class=\"source\">")?;
        for line in first..=last {
            let whole = source.line_span(line);
            if line == last && line > end && whole.is_empty() {
                break;
            }
            let marked = Span { start: span.start.max(whole.start), end: span.end.min(whole.end) };
            write!(self.out, "<i>{:>4}</i> ", line + 1)?;
            if marked.start < marked.end {
                let before = source.slice(Span { start: whole.start, end: marked.start });
                let after = source.slice(Span { start: marked.end, end: whole.end });
                write!(
                    self.out,
                    "{}<mark title=\"{}\">{}</mark>{}",
                    escape(tail(before)),
                    escape(text),
                    escape(head(source.slice(marked))),
                    escape(head(after))
                )?;
            } else {
                write!(self.out, "{}", escape(head(source.slice(whole))))?;
            }
            if line == end && !text.is_empty() {
                write!(self.out, "  <em class=\"{}\">← {}</em>", severity.name(), escape(text))?;
            }
            writeln!(self.out)?;
        }
        writeln!(self.out, "</pre>")
    }

    fn write_fix(&mut self, fix: &ProvenFix, sources: &[Source]) -> io::Result<()> {
        let risk = match fix.fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "changes what the migration does",
        };
        writeln!(self.out, "<details open=\"\"><summary>{} ({risk})</summary>", code(&fix.fix.title))?;
        for change in &fix.fix.changes {
            let Some(source) = source_of(sources, change.file) else { continue };
            let Some(after) = apply(source.text(), &change.edits) else { continue };
            self.write_patch(&self.site.path(source), Some(source.text()), &after)?;
        }
        for file in &fix.fix.created {
            let path = self.site.checkout.path(&file.path);
            self.write_patch(path.as_str(), None, &file.text)?;
        }
        writeln!(self.out, "</details>")
    }

    fn write_patch(&mut self, path: &str, before: Option<&str>, after: &str) -> io::Result<()> {
        let mut patch = Vec::new();
        write_diff(&mut patch, &FileDiff { path, before, after })?;
        let patch = String::from_utf8_lossy(&patch);
        writeln!(self.out, "<pre class=\"patch\"><b>{}</b>", escape(path))?;
        for line in patch.lines().skip_while(|line| !line.starts_with("@@")) {
            let class = match line.as_bytes().first() {
                Some(b'+') => "come",
                Some(b'-') => "gone",
                Some(b'@') => "place",
                _ => "kept",
            };
            writeln!(self.out, "<span class=\"{class}\">{}</span>", escape(head(line)))?;
        }
        writeln!(self.out, "</pre>")
    }
}

impl<W: Write> Reporter for Html<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        self.begin()?;
        let file = |finding: &Finding| finding.primary.at.file;
        for findings in findings.chunk_by(|left, right| file(left.finding) == file(right.finding)) {
            let Some(source) = source_of(sources, file(findings[0].finding)) else { continue };
            writeln!(self.out, "<section>\n<h2>{}</h2>", escape(&self.site.path(source)))?;
            for shown in findings {
                self.write_finding(shown, source, sources)?;
            }
            writeln!(self.out, "</section>")?;
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary) -> io::Result<()> {
        self.begin()?;
        self.write_histories()?;
        writeln!(
            self.out,
            "</main>\n<footer><a href=\"{}\">remigrate</a> {}</footer>\n</body>\n</html>",
            env!("CARGO_PKG_REPOSITORY"),
            env!("CARGO_PKG_VERSION")
        )?;
        self.out.flush()
    }
}

/// Text between tags or in an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A browser would end the text there.
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A sentence with names in backquotes.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let parts: Vec<&str> = text.split('`').collect();
    for (number, part) in parts.iter().enumerate() {
        let quoted = number % 2 == 1 && number + 1 < parts.len();
        let (open, close) = if quoted { ("<code>", "</code>") } else { ("", "") };
        out.push_str(open);
        out.push_str(&escape(part));
        out.push_str(close);
    }
    out
}

/// The start of a long line.
fn head(text: &str) -> &str {
    text.char_indices().nth(COLUMNS).map_or(text, |(end, _)| &text[..end])
}

/// The end of a long line.
fn tail(text: &str) -> &str {
    text.char_indices().rev().nth(COLUMNS).map_or(text, |(start, _)| &text[start..])
}
