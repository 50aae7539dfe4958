//! A history as a picture: its revisions and what follows what, how bad each one is, and the lives of its tables.

mod dot;
mod html;
mod layout;
mod mermaid;
mod svg;
mod text;

pub use dot::write_dot;
pub use html::write_html;
pub use mermaid::write_mermaid;
pub(super) use svg::drawing;
pub use svg::write_svg;
pub use text::write_text;

use std::io::{self, Write};

use super::SeverityCounts;

/// One history, ready to be drawn.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// `migrations/versions`.
    pub root: String,
    /// `Alembic, PostgreSQL`.
    pub tool: String,
    /// In the order in which they run; what can't be ordered comes last.
    pub revisions: Vec<Revision>,
    /// By name.
    pub tables: Vec<TableLife>,
}

/// One migration of a picture. Numbers are places in the list of revisions.
#[derive(Debug, Clone, Default)]
pub struct Revision {
    /// What the tool calls it: `20260114180000`, `d0a601a63b16`.
    pub id: String,
    /// What people call it: `create_email_logs`.
    pub name: String,
    /// Where its file is, as it is shown.
    pub path: String,
    pub parents: Vec<usize>,
    /// Needed before it without being continued (Alembic's `depends_on`).
    pub depends: Vec<usize>,
    /// Parents that no file gives.
    pub missing: Vec<String>,
    /// Branch labels written at this revision.
    pub labels: Vec<String>,
    pub is_head: bool,
    /// A later file gives the same id, and the tool passes over this one.
    pub is_dropped: bool,
    pub findings: SeverityCounts,
}

/// What becomes of a table.
#[derive(Debug, Clone, Default)]
pub struct TableLife {
    pub name: String,
    /// In the order in which the migrations run.
    pub events: Vec<TableEvent>,
}

/// All that one migration does to a table.
#[derive(Debug, Clone, Default)]
pub struct TableEvent {
    /// The revision's number.
    pub revision: usize,
    /// `made`, `changed`, `dropped`, `made and dropped`.
    pub what: String,
    /// `create column users.email`, one for each statement.
    pub details: Vec<String>,
}

impl Picture {
    /// How many migrations nothing continues.
    fn heads(&self) -> usize {
        self.revisions.iter().filter(|revision| revision.is_head).count()
    }

    /// `Alembic, PostgreSQL; 5 migrations, 2 heads`.
    pub(super) fn caption(&self) -> String {
        let migrations = super::summary::count(self.revisions.len(), "migration");
        let heads = super::summary::count(self.heads(), "head");
        let findings = phrase(self.total());
        let findings = if findings.is_empty() { findings } else { format!("; {findings}") };
        format!("{}; {migrations}, {heads}{findings}", self.tool)
    }

    fn total(&self) -> SeverityCounts {
        self.revisions.iter().fold(SeverityCounts::default(), |sum, revision| SeverityCounts {
            errors: sum.errors + revision.findings.errors,
            warnings: sum.warnings + revision.findings.warnings,
            hints: sum.hints + revision.findings.hints,
        })
    }
}

/// `1 error, 2 warnings`; empty where there is nothing.
fn phrase(counts: SeverityCounts) -> String {
    let parts = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.hints, "hint")];
    let told = parts.into_iter().filter(|(number, _)| *number > 0);
    told.map(|(number, noun)| super::summary::count(number, noun)).collect::<Vec<_>>().join(", ")
}

/// `error`, `warning`, `hint` or `clean`: the worst that was found.
fn worst(counts: SeverityCounts) -> &'static str {
    match counts {
        SeverityCounts { errors: 1.., .. } => "error",
        SeverityCounts { warnings: 1.., .. } => "warning",
        SeverityCounts { hints: 1.., .. } => "hint",
        _ => "clean",
    }
}

/// What stands beside a revision: `(head, two branches meet, contract)`.
fn marks(revision: &Revision) -> String {
    let mut marks: Vec<String> = Vec::new();
    if revision.is_head {
        marks.push("head".to_owned());
    }
    if revision.parents.len() > 1 {
        marks.push("merge".to_owned());
    }
    if revision.is_dropped {
        marks.push("passed over: its id is given twice".to_owned());
    }
    marks.extend(revision.missing.iter().map(|id| format!("follows {id}, which is missing")));
    marks.extend(revision.labels.iter().map(|label| format!("branch {label}")));
    if marks.is_empty() { String::new() } else { format!("({})", marks.join(", ")) }
}

/// Text for XML and HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes several pictures one after the other, with an empty line between them.
pub fn write_each(
    pictures: &[Picture],
    out: &mut dyn Write,
    write: &dyn Fn(&Picture, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    for (number, picture) in pictures.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        write(picture, out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
