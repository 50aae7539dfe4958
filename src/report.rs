//! How what was found is shown. Formats take plain data and write as they go; they know nothing of how it was found.

mod checkstyle;
mod concise;
mod diff;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod output;
mod page;
mod pretty;
mod progress;
mod rdjson;
mod rewrite;
mod sarif;
mod summary;
mod terminal;
mod verification;
mod xml;

use std::io;

use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::project::Checkout;
use crate::source::Source;

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use diff::{FileDiff, write_diff};
pub use github::Github;
pub use gitlab::Gitlab;
pub use html::Html;
pub use json::Json;
pub use junit::Junit;
pub use output::Output;
pub use page::{RulePage, write_page, write_rules, write_rules_json};
pub use pretty::Pretty;
pub use progress::Progress;
pub use rdjson::Rdjson;
pub use rewrite::Rewrite;
pub use sarif::Sarif;
pub use summary::{Opaque, RuleCount, SeverityCounts, Summary, Trouble};
pub use terminal::Terminal;
pub use verification::{Act, Outcome, Place, Scene, Verification, write_verifications, write_verifications_json};

/// A finding that is shown, and the name it keeps.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    pub finding: &'a Finding,
    pub fingerprint: Fingerprint,
}

/// What formats for other programs need beside the findings.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// Other programs name files from the checkout's root.
    pub checkout: &'a Checkout,
    pub rules: &'a [RulePage<'a>],
}

impl<'a> Site<'a> {
    pub(crate) fn rule(&self, name: &str) -> Option<&'a RulePage<'a>> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// The path of a source, from the checkout's root.
    pub(crate) fn path(&self, source: &Source) -> String {
        self.checkout.path(source.path()).into_string()
    }
}

/// One way to show findings. Findings come file by file, in the order of the text; nothing is held back until the end.
pub trait Reporter {
    /// Shows findings; those of one file come in one call.
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()>;

    /// Shows what is known when all is done. Formats that people read leave the totals to [`Summary::write`], which
    /// goes to standard error.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}

/// A finding in plain words: what happens, what the engine says, what to do.
fn plain_text(finding: &Finding) -> String {
    let mut text = format!("{}.", finding.message);
    if let Some(error) = &finding.error {
        text.push_str(" The error will be: ");
        text.push_str(error.message.trim_end());
        if !text.ends_with('.') {
            text.push('.');
        }
    }
    if let Some(help) = &finding.help {
        text.push(' ');
        text.push_str(help);
    }
    text
}

/// The text of a file of the project; empty for a file that is not among `sources`.
fn source_of(sources: &[Source], file: crate::source::FileId) -> Option<&Source> {
    sources.get(file.0 as usize)
}

#[cfg(test)]
mod tests;
