//! A stretch of SQL text and what it is.

use crate::source::Span;

/// What a token is, as far as splitting and recognising need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Blanks and the byte-order mark.
    Blank,
    Comment,
    /// `/*!40101` and its `*/`: what stands between them runs on MySQL and MariaDB.
    Executable,
    /// A template's control tag: `{{if .postgres}}`, `{% endif %}`.
    Control,
    /// A keyword or a bare name; a template hole (`{{ .prefix }}`, `${schema}`) and psql's `:name` count as letters.
    Word,
    /// `"x"`, `` `x` `` or `[x]`, where the dialect makes that a name.
    QuotedName,
    /// A string, its prefix (`E`, `N`, `X`) included.
    Text,
    /// PostgreSQL's `$tag$ … $tag$`.
    Dollar,
    Number,
    /// `;`, or what `DELIMITER` made of it.
    Terminator,
    /// One character of an operator or bracket.
    Symbol,
    /// A psql command, to the end of its line.
    Meta,
    /// The mysql client's `DELIMITER //` line.
    Delimiter,
    /// `GO` and perhaps a count, alone on their line (SQL Server).
    Batch,
    /// The lines between `COPY … FROM STDIN;` and `\.`.
    CopyData,
}

/// A stretch of the text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// False for a string, comment or quoted name that the file's end cuts off.
    pub(crate) closed: bool,
}

impl Token {
    /// Nothing that the engine reads.
    pub(crate) fn is_trivia(self) -> bool {
        matches!(self.kind, TokenKind::Blank | TokenKind::Comment | TokenKind::Executable | TokenKind::Control)
    }

    pub(crate) fn span(self) -> Span {
        Span { start: self.start, end: self.end }
    }

    pub(crate) fn text(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether it is this keyword, in any case.
    pub(crate) fn is(self, text: &str, keyword: &str) -> bool {
        self.kind == TokenKind::Word && self.text(text).eq_ignore_ascii_case(keyword)
    }

    /// Whether it is this one-character symbol.
    pub(crate) fn is_symbol(self, text: &str, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text(text) == symbol
    }
}
