//! GitLab's code quality report: a JSON array, written finding by finding.
//!
//! Facts: GitLab's `codeclimate.json`. Findings with equal fingerprints are shown as one, so each has its own; a
//! byte-order mark is refused.

use std::io::{self, Write};

use serde::Serialize;

use super::{Reporter, Shown, Site, Summary, source_of};
use crate::finding::Severity;
use crate::source::Source;

/// The format of GitLab's merge request widget.
#[derive(Debug)]
pub struct Gitlab<'a, W: Write> {
    out: W,
    site: Site<'a>,
    any: bool,
}

impl<'a, W: Write> Gitlab<'a, W> {
    pub fn new(out: W, site: Site<'a>) -> Self {
        Self { out, site, any: false }
    }
}

impl<W: Write> Reporter for Gitlab<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        for Shown { finding, fingerprint } in findings {
            let Some(source) = source_of(sources, finding.primary.at.file) else { continue };
            self.out.write_all(if self.any { b",\n" } else { b"[\n" })?;
            self.any = true;
            let issue = Issue {
                kind: "issue",
                description: &super::plain_text(finding),
                check_name: finding.rule,
                fingerprint: fingerprint.to_string(),
                severity: severity(finding.severity),
                categories: ["Bug Risk"],
                location: Place {
                    path: self.site.path(source),
                    lines: Lines {
                        begin: source.position(finding.primary.at.span.start).line,
                        end: source.position(finding.primary.at.span.end).line,
                    },
                },
            };
            serde_json::to_writer(&mut self.out, &issue)?;
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary) -> io::Result<()> {
        self.out.write_all(if self.any { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}

/// GitLab knows info, minor, major, critical and blocker.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Hint => "info",
    }
}

#[derive(Serialize)]
struct Issue<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    categories: [&'a str; 1],
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}
