//! What every fuzz target asks of a text.
//!
//! `cargo +nightly fuzz run rails` (or `alembic`, `sql`, `seaorm`) from the repository's root runs one.

use remigrate::edit::Safety;
use remigrate::engine::{Context, Dialect, Language, Tool};
use remigrate::finding::Finding;
use remigrate::lint::{Policy, Subject, repair};
use remigrate::rules::Rule;
use remigrate::source::{FileId, Source, Span};

struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

/// Lints a text, repairs it, and repairs it again: the second time nothing may change.
pub fn check(tool: Tool, dialect: Dialect, text: &str) {
    let path = match tool.language() {
        Language::Ruby => "db/migrate/20260101000000_a.rb",
        Language::Python => "versions/a1.py",
        Language::Sql => "migrations/0001_a.up.sql",
        Language::Rust => "migration/src/m20260101_000000_a.rs",
    };
    let context = Context::new(tool, dialect);
    let source = Source::new(path, text);
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let Some(repaired) = repair(subject, &Everything, Safety::Unsafe).text else { return };
    let source = Source::new(path, repaired.as_str());
    let again = repair(Subject { source: &source, ..subject }, &Everything, Safety::Unsafe);
    assert_eq!(again.text, None, "fixing again changes\n{repaired}");
}
