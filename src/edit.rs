//! Byte edits and fixes: a fix only splices text, it never re-prints a file.

use camino::Utf8PathBuf;

use crate::source::{FileId, Span};

/// Puts `text` in the place of `span`. Spans are bytes of the file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn insert(at: u32, text: impl Into<String>) -> Self {
        Self { span: Span { start: at, end: at }, text: text.into() }
    }

    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    pub fn delete(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

/// How far a fix may be trusted. Ordered: `fix.safety >= asked_for` applies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Applied only with `--unsafe-fixes`: may skip, relink, rebuild or change which rows exist.
    Unsafe,
    /// Wherever the old migration worked, the new one does exactly the same.
    Safe,
}

impl Safety {
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// How a fix was shown to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// The rewritten migration was replayed against the simulated schema.
    Replayed,
    /// The rewritten migration was run and crashed on a real engine.
    Verified,
}

/// A rewrite, as a frontend spells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// An imperative sentence without a full stop: ``Add `if_not_exists: true` ``.
    pub title: String,
    pub safety: Safety,
    pub changes: Vec<FileChange>,
    /// Files that it adds.
    pub created: Vec<NewFile>,
}

/// A file that a fix adds; nothing of this name may be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// As other paths are shown.
    pub path: Utf8PathBuf,
    pub text: String,
}

/// What a fix does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    pub file: FileId,
    /// Sorted by start, not overlapping.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix within one file. Sorts the edits.
    pub fn new(title: impl Into<String>, safety: Safety, file: FileId, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        Self { title: title.into(), safety, changes: vec![FileChange { file, edits }], created: Vec::new() }
    }

    /// A fix that adds a file and changes none.
    pub fn creating(title: impl Into<String>, safety: Safety, file: NewFile) -> Self {
        Self { title: title.into(), safety, changes: Vec::new(), created: vec![file] }
    }

    /// Whether it is about more than the edits of one file.
    pub fn is_wide(&self) -> bool {
        self.changes.len() > 1 || !self.created.is_empty()
    }
}

/// The text after `edits`; `None` when two of them overlap or one does not fall on characters of the text.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut done = 0;
    for edit in edits {
        let range = edit.span.range();
        if range.start < done {
            return None;
        }
        out.push_str(text.get(done..range.start)?);
        out.push_str(&edit.text);
        text.get(range.clone())?;
        done = range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Where a stretch of the old text is in the text after `edits`.
pub fn moved(span: Span, edits: &[Edit]) -> Span {
    let after = |offset: u32| {
        let before = edits.iter().filter(|edit| edit.span.end <= offset);
        let (gone, come) =
            before.fold((0, 0), |(gone, come), edit| (gone + edit.span.range().len(), come + edit.text.len()));
        offset as usize + come - gone
    };
    Span::new(after(span.start), after(span.end).max(after(span.start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_splice_and_overlaps_are_refused() {
        let edit = |start, end, text: &str| Edit { span: Span { start, end }, text: text.to_owned() };
        assert_eq!(apply("abc", &[edit(0, 1, "x"), edit(1, 1, "y"), edit(3, 3, "z")]).as_deref(), Some("xybcz"));
        assert_eq!(apply("abc", &[edit(0, 2, "x"), edit(1, 3, "y")]), None);
        assert_eq!(apply("ä", &[edit(1, 1, "x")]), None);
    }

    #[test]
    fn stretches_move_with_what_is_put_before_them() {
        let edit = |start, end, text: &str| Edit { span: Span { start, end }, text: text.to_owned() };
        let edits = [edit(0, 1, ""), edit(4, 4, "xyz")];
        assert_eq!(moved(Span::new(1, 3), &edits), Span::new(0, 2));
        assert_eq!(moved(Span::new(4, 6), &edits), Span::new(6, 8));
    }
}
