//! Checkstyle's XML, which many viewers and bots read.

use std::io::{self, Write};

use super::xml::escape;
use super::{Reporter, Shown, Site, Summary, source_of};
use crate::finding::Severity;
use crate::source::Source;

/// The format that Checkstyle made common.
#[derive(Debug)]
pub struct Checkstyle<'a, W: Write> {
    out: W,
    site: Site<'a>,
    begun: bool,
}

impl<'a, W: Write> Checkstyle<'a, W> {
    pub fn new(out: W, site: Site<'a>) -> Self {
        Self { out, site, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")
    }
}

impl<W: Write> Reporter for Checkstyle<'_, W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        self.begin()?;
        for findings in findings.chunk_by(|left, right| left.finding.primary.at.file == right.finding.primary.at.file) {
            let Some(source) = source_of(sources, findings[0].finding.primary.at.file) else { continue };
            writeln!(self.out, "  <file name=\"{}\">", escape(&self.site.path(source)))?;
            for Shown { finding, .. } in findings {
                let at = source.position(finding.primary.at.span.start);
                let severity = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Hint => "info",
                };
                writeln!(
                    self.out,
                    "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" \
                     source=\"remigrate.{}\"/>",
                    at.line,
                    at.column,
                    escape(&super::plain_text(finding)),
                    escape(finding.rule)
                )?;
            }
            writeln!(self.out, "  </file>")?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        for trouble in &summary.errors {
            let path = trouble.path.as_deref().unwrap_or("remigrate");
            writeln!(
                self.out,
                "  <file name=\"{}\">\n    <error line=\"1\" severity=\"error\" message=\"{}\" \
                 source=\"remigrate\"/>\n  </file>",
                escape(path),
                escape(&trouble.message)
            )?;
        }
        writeln!(self.out, "</checkstyle>")?;
        self.out.flush()
    }
}
