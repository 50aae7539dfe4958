//! SARIF 2.1.0, written result by result: what GitHub code scanning and most security viewers read.
//!
//! Facts: the OASIS schema; GitHub's list of what it reads (only the first location, only `primaryLocationLineHash`,
//! texts of rules up to 1,024 characters). Rules come behind the results, so that nothing is held back but which of them
//! were met.

mod line_hash;
mod view;

use std::io::{self, Write};

use camino::Utf8Path;
use serde::Serialize;

use self::line_hash::LineHashes;
use self::view::{ArtifactLocation, Invocation, ResultView, RuleView};
use super::{Reporter, Shown, Site, Summary, source_of};
use crate::source::{FileId, Source};

const HEAD: &str = "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\
    \"columnKind\":\"utf16CodeUnits\",\"automationDetails\":{\"id\":\"remigrate/\"},\"results\":[";

/// The format of GitHub code scanning.
#[derive(Debug)]
pub struct Sarif<'a, W: Write> {
    out: W,
    site: Site<'a>,
    begun: bool,
    any: bool,
    /// In the order in which results named them.
    rules: Vec<&'static str>,
}

impl<'a, W: Write> Sarif<'a, W> {
    pub fn new(out: W, site: Site<'a>) -> Self {
        Self { out, site, begun: false, any: false, rules: Vec::new() }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            self.out.write_all(HEAD.as_bytes())?;
        }
        Ok(())
    }

    fn list<T: Serialize>(&mut self, items: impl Iterator<Item = T>) -> io::Result<()> {
        self.out.write_all(b"[")?;
        for (number, item) in items.enumerate() {
            self.out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut self.out, &item)?;
        }
        self.out.write_all(b"]")
    }
}

impl<W: Write> Reporter for Sarif<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        self.begin()?;
        for findings in findings.chunk_by(|left, right| left.finding.primary.at.file == right.finding.primary.at.file) {
            let Some(source) = source_of(sources, findings[0].finding.primary.at.file) else { continue };
            let hashes = LineHashes::of(source);
            for shown in findings {
                let mut places = Places { rules: &mut self.rules, site: &self.site, sources };
                let Some(view) = ResultView::of(shown, &hashes, &mut places) else { continue };
                self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
                self.any = true;
                serde_json::to_writer(&mut self.out, &view)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        write!(
            self.out,
            "],\n\"tool\":{{\"driver\":{{\"name\":\"remigrate\",\"semanticVersion\":\"{}\",\"informationUri\":\"{}\",\
             \"rules\":",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_REPOSITORY")
        )?;
        let rules = std::mem::take(&mut self.rules);
        let site = self.site;
        self.list(rules.into_iter().filter_map(|name| site.rule(name)).map(RuleView::of))?;
        write!(self.out, "}}}},\n\"invocations\":[")?;
        serde_json::to_writer(&mut self.out, &Invocation::of(summary))?;
        writeln!(self.out, "]}}]}}")?;
        self.out.flush()
    }
}

/// Turns locations of the project into those of SARIF.
struct Places<'m, 's> {
    rules: &'m mut Vec<&'static str>,
    site: &'m Site<'m>,
    sources: &'s [Source],
}

impl<'s> Places<'_, 's> {
    fn source(&self, file: FileId) -> Option<&'s Source> {
        source_of(self.sources, file)
    }

    fn artifact(&self, file: FileId) -> Option<ArtifactLocation> {
        Some(self.location(self.source(file)?.path()))
    }

    fn location(&self, shown: &Utf8Path) -> ArtifactLocation {
        ArtifactLocation::new(uri(self.site.checkout.path(shown).as_str()))
    }

    /// The number of a rule among those that were met.
    fn rule(&mut self, name: &'static str) -> usize {
        let at = self.rules.iter().position(|rule| *rule == name);
        at.unwrap_or_else(|| {
            self.rules.push(name);
            self.rules.len() - 1
        })
    }
}

/// A path as a URI: relative from the checkout's root, or `file://` for one that is outside.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(byte as char),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
