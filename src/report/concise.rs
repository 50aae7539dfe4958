//! One line a finding: `path:line:col: severity[rule] message`, lines and columns counted from 1.

use std::io::{self, Write};

use super::{Reporter, Shown, Summary, Terminal, source_of};
use crate::finding::Severity;
use crate::source::Source;
use anstyle::{AnsiColor, Style};

/// The format that editors and scripts read line by line.
#[derive(Debug)]
pub struct Concise<W: Write> {
    out: W,
    terminal: Terminal,
}

impl<W: Write> Concise<W> {
    pub fn new(out: W, terminal: Terminal) -> Self {
        Self { out, terminal }
    }
}

/// The colour of a severity, in every format.
pub(super) fn style_of(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Hint => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

impl<W: Write> Reporter for Concise<W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        for Shown { finding, .. } in findings {
            let Some(source) = source_of(sources, finding.primary.at.file) else { continue };
            let position = source.position(finding.primary.at.span.start);
            let severity = self.terminal.paint(style_of(finding.severity), finding.severity.name());
            writeln!(
                self.out,
                "{}:{}:{}: {severity}[{}] {}",
                one_line(source.path().as_str()),
                position.line,
                position.column,
                finding.rule,
                one_line(&finding.message),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, _summary: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}

/// Text with its line ends shown, so that a finding stays on one line.
fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['\n', '\r']) { text.replace('\r', "\\r").replace('\n', "\\n").into() } else { text.into() }
}
