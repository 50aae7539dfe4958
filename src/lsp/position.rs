//! Between bytes and the lines and characters that editors count in.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use crate::edit::{Edit, apply};
use crate::source::Span;

/// What a client counts a line's characters in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    /// The cheapest of those the client offers; every client knows UTF-16 (LSP 3.17, `PositionEncodingKind`).
    pub(super) fn negotiate(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else if offered.contains(&PositionEncodingKind::UTF32) && !offered.contains(&PositionEncodingKind::UTF16) {
            Self::Utf32
        } else {
            Self::Utf16
        }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    /// How many units a character takes.
    fn units(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    fn length(self, text: &str) -> u32 {
        let length = match self {
            Self::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            _ => text.chars().map(|character| self.units(character)).sum(),
        };
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}

/// Where the lines of a text start as the protocol sees them: a lone `\r` ends a line too.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends_line = |(at, byte): (usize, &u8)| match byte {
        b'\n' => Some(at + 1),
        b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
        _ => None,
    };
    std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends_line)).collect()
}

/// A text and its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'t> {
    text: &'t str,
    encoding: Encoding,
    starts: &'t [usize],
}

impl<'t> Lines<'t> {
    /// `starts`: those of this very text.
    pub(super) fn new(text: &'t str, starts: &'t [usize], encoding: Encoding) -> Self {
        Self { text, encoding, starts }
    }

    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let before = self.text.get(self.starts[line]..offset).unwrap_or_default();
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), character: self.encoding.length(before) }
    }

    pub(super) fn range(&self, span: Span) -> Range {
        let range = span.range();
        Range { start: self.position(range.start), end: self.position(range.end) }
    }

    /// The byte at a position. Past the end of its line, or of the text, it is that end (LSP 3.17, `Position`).
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let body = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        for (at, character) in body.char_indices() {
            let units = self.encoding.units(character);
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + body.len()
    }

    pub(super) fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }
}

/// The text after one change of the client's.
pub(super) fn splice(text: &str, encoding: Encoding, range: Range, new: &str) -> String {
    let span = Lines::new(text, &line_starts(text), encoding).span(range);
    // A span that `offset` gave falls on characters of the text.
    apply(text, &[Edit::replace(span, new)]).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a😀b\r\n表x\rq\n";

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn each_encoding_counts_in_its_own_units() {
        let offset_of = |needle: &str| TEXT.find(needle).expect("in the text");
        for (encoding, after_emoji, after_kanji) in
            [(Encoding::Utf8, 5, 3), (Encoding::Utf16, 3, 1), (Encoding::Utf32, 2, 1)]
        {
            let starts = line_starts(TEXT);
            let lines = Lines::new(TEXT, &starts, encoding);
            for (position, needle) in
                [(at(0, after_emoji), "b"), (at(1, after_kanji), "x"), (at(2, 0), "q"), (at(1, 0), "表")]
            {
                assert_eq!(lines.position(offset_of(needle)), position, "{encoding:?} {needle}");
                assert_eq!(lines.offset(position), offset_of(needle), "{encoding:?} {needle}");
            }
        }
    }

    #[test]
    fn positions_beyond_a_line_or_inside_a_character_fall_on_an_edge() {
        let starts = line_starts(TEXT);
        let lines = Lines::new(TEXT, &starts, Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 99)), TEXT.find('\r').expect("in the text"));
        assert_eq!(lines.offset(at(99, 0)), TEXT.len());
        assert_eq!(lines.offset(at(0, 2)), 1);
        let back = Range { start: at(1, 1), end: at(1, 0) };
        assert_eq!(splice(TEXT, Encoding::Utf16, back, "Z"), "a😀b\r\nZx\rq\n");
    }

    #[test]
    fn the_encoding_is_negotiated() {
        use PositionEncodingKind as Kind;
        for (offered, expected) in [
            (vec![], Encoding::Utf16),
            (vec![Kind::UTF16, Kind::UTF8], Encoding::Utf8),
            (vec![Kind::UTF32, Kind::UTF16], Encoding::Utf16),
            (vec![Kind::UTF32], Encoding::Utf32),
        ] {
            assert_eq!(Encoding::negotiate(&offered), expected);
        }
    }
}
