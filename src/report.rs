//! How what was found is shown. Formats take plain data and write as they go; they know nothing of how it was found.

mod concise;
mod diff;
mod json;
mod markdown;
mod output;
mod page;
mod pretty;
mod progress;
mod summary;
mod terminal;
mod verification;

use std::io;

use crate::finding::Finding;
use crate::source::Source;

pub use concise::Concise;
pub use diff::{FileDiff, write_diff};
pub use json::Json;
pub use output::Output;
pub use page::{RulePage, write_page, write_rules, write_rules_json};
pub use pretty::Pretty;
pub use progress::Progress;
pub use summary::{Opaque, RuleCount, SeverityCounts, Summary, Trouble};
pub use terminal::Terminal;
pub use verification::{Act, Outcome, Place, Scene, Verification, write_verifications, write_verifications_json};

/// One way to show findings. Findings come file by file, in the order of the text; nothing is held back until the end.
pub trait Reporter {
    /// Shows findings; those of one file come in one call.
    fn findings(&mut self, findings: &[Finding], sources: &[Source]) -> io::Result<()>;

    /// Shows what is known when all is done. Formats that people read leave the totals to [`Summary::write`], which
    /// goes to standard error.
    fn finish(&mut self, summary: &Summary) -> io::Result<()>;
}

/// The text of a file of the project; empty for a file that is not among `sources`.
fn source_of(sources: &[Source], file: crate::source::FileId) -> Option<&Source> {
    sources.get(file.0 as usize)
}

#[cfg(test)]
mod tests;
