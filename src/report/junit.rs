//! JUnit's XML, as continuous integration servers read it: a suite for each file, a failed case for each finding.
//!
//! Facts: the schema of the Ant task (`JUnit.xsd`), which all readers take; some fail on a report without a case, so a
//! clean run has one.

use std::io::{self, Write};

use super::xml::escape;
use super::{Reporter, Shown, Site, Summary, source_of};
use crate::source::Source;

/// The format of Jenkins and its like.
#[derive(Debug)]
pub struct Junit<'a, W: Write> {
    out: W,
    site: Site<'a>,
    suites: usize,
}

impl<'a, W: Write> Junit<'a, W> {
    pub fn new(out: W, site: Site<'a>) -> Self {
        Self { out, site, suites: 0 }
    }

    fn suite(&mut self, name: &str, tests: usize, failures: usize, errors: usize) -> io::Result<()> {
        if self.suites == 0 {
            writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
        }
        let id = self.suites;
        self.suites += 1;
        // The schema asks for a package, a host and a time; what ran where is of no interest here.
        writeln!(
            self.out,
            "  <testsuite id=\"{id}\" name=\"{}\" package=\"remigrate\" hostname=\"localhost\" \
             timestamp=\"1970-01-01T00:00:00\" time=\"0\" tests=\"{tests}\" failures=\"{failures}\" \
             errors=\"{errors}\">\n    <properties/>",
            escape(name)
        )
    }

    fn end_suite(&mut self) -> io::Result<()> {
        writeln!(self.out, "    <system-out/>\n    <system-err/>\n  </testsuite>")
    }
}

impl<W: Write> Reporter for Junit<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        for findings in findings.chunk_by(|left, right| left.finding.primary.at.file == right.finding.primary.at.file) {
            let Some(source) = source_of(sources, findings[0].finding.primary.at.file) else { continue };
            let path = self.site.path(source);
            self.suite(&path, findings.len(), findings.len(), 0)?;
            let class = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            for Shown { finding, .. } in findings {
                let at = source.position(finding.primary.at.span.start);
                let place = format!("{path}:{}:{}", at.line, at.column);
                writeln!(
                    self.out,
                    "    <testcase name=\"{} at {}:{}\" classname=\"{}\" time=\"0\">\n      \
                     <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
                    escape(finding.rule),
                    at.line,
                    at.column,
                    escape(class),
                    finding.severity.name(),
                    escape(&finding.message),
                    escape(&format!("{place}: {}", super::plain_text(finding))),
                )?;
            }
            self.end_suite()?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if self.suites == 0 || !summary.errors.is_empty() {
            let errors = summary.errors.len();
            self.suite("remigrate", errors.max(1), 0, errors)?;
            if errors == 0 {
                writeln!(self.out, "    <testcase name=\"nothing to report\" classname=\"remigrate\" time=\"0\"/>")?;
            }
            for trouble in &summary.errors {
                let name = trouble.path.as_deref().unwrap_or("remigrate");
                let (name, message) = (escape(name), escape(&trouble.message));
                writeln!(
                    self.out,
                    "    <testcase name=\"{name}\" classname=\"remigrate\" time=\"0\">\n      \
                     <error type=\"error\" message=\"{message}\"/>\n    </testcase>"
                )?;
            }
            self.end_suite()?;
        }
        writeln!(self.out, "</testsuites>")?;
        self.out.flush()
    }
}
