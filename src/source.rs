//! A file's text, and the ways between byte offsets and the lines and columns people count.

use std::any::Any;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

/// Which file of a project; an index into [`crate::project::Project::sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A stretch of one file, in bytes from its start, the byte-order mark included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: narrow(start), end: narrow(end) }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies inside this stretch, ends included.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Files of 4 GiB and more are refused when they are read, so offsets fit.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Where something stands, in any file of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub file: FileId,
    pub span: Span,
}

/// A line and a column, both counted from 1; the column counts characters (Unicode scalar values).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// One file's text with an index of its lines. Cheap to clone: the text is shared.
#[derive(Debug, Clone)]
pub struct Source {
    path: Utf8PathBuf,
    text: Arc<str>,
    /// The offset at which each line starts; a lone `\r` does not end a line.
    lines: Arc<[u32]>,
    memo: Arc<OnceLock<Box<dyn Any + Send + Sync>>>,
}

impl Source {
    pub fn new(path: impl Into<Utf8PathBuf>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| narrow(at + 1))).collect();
        Self { path: path.into(), text, lines, memo: Arc::default() }
    }

    /// The path as it is shown: relative to where the tool was called, with `/` between its parts.
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The whole text, the byte-order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, to be held beyond this source.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// What a reader of this text has left for the next one ([`Source::memorise`]), such as its syntax tree.
    pub(crate) fn memo<T: Any>(&self) -> Option<&T> {
        self.memo.get()?.downcast_ref()
    }

    /// Leaves something that was made of this text for its next reader. The first thing that is left stays.
    pub(crate) fn memorise(&self, thing: impl Any + Send + Sync) {
        _ = self.memo.set(Box::new(thing));
    }

    /// The same for a reader after whom nobody comes: nothing is left behind.
    pub(crate) fn for_one_reader(&self) -> Self {
        Self { memo: Arc::new(OnceLock::from(Box::new(()) as Box<dyn Any + Send + Sync>)), ..self.clone() }
    }

    /// The text between two byte offsets; empty when they do not fall on characters of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The 0-based number of the line that holds this byte.
    pub fn line_of(&self, offset: u32) -> usize {
        self.lines.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The bytes of a line (0-based number), without its line ending.
    pub fn line_span(&self, line: usize) -> Span {
        let start = self.lines.get(line).copied().unwrap_or(narrow(self.text.len()));
        let end = self.lines.get(line + 1).map_or(self.text.len(), |&next| next as usize);
        let body = self.text.get(start as usize..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        Span { start, end: start + narrow(body.len()) }
    }

    /// Line and column of a byte, both counted from 1. A byte-order mark is no character.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line_of(offset);
        let before = self.slice(Span { start: self.lines[line], end: offset.max(self.lines[line]) });
        let column = before.trim_start_matches('\u{feff}').chars().count();
        Position { line: narrow(line + 1), column: narrow(column + 1) }
    }

    /// The line ending this file uses around `offset`: that of the line itself, or of the line above.
    pub fn line_ending(&self, offset: u32) -> &'static str {
        let line = self.line_of(offset);
        let ends_crlf = |line: usize| {
            self.lines
                .get(line + 1)
                .map(|&next| self.text.as_bytes().get((next as usize).wrapping_sub(2)) == Some(&b'\r'))
        };
        match ends_crlf(line).or_else(|| line.checked_sub(1).and_then(ends_crlf)) {
            Some(true) => "\r\n",
            _ => "\n",
        }
    }

    /// The blanks a line starts with.
    pub fn indent(&self, offset: u32) -> &str {
        let line = self.slice(self.line_span(self.line_of(offset))).trim_start_matches('\u{feff}');
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let source = Source::new("a.sql", "\u{feff}naïve\r\n表 x\n");
        let at = |needle: &str| source.position(narrow(source.text().find(needle).expect("in the text")));
        assert_eq!(at("naïve"), Position { line: 1, column: 1 });
        assert_eq!(at("ve"), Position { line: 1, column: 4 });
        assert_eq!(at("x"), Position { line: 2, column: 3 });
        assert_eq!(source.slice(source.line_span(0)), "\u{feff}naïve");
        assert_eq!(source.line_ending(0), "\r\n");
        assert_eq!(source.line_ending(12), "\n");
    }
}
