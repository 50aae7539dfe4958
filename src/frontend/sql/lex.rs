//! A lossless lexer for the dialects: every byte of the file is in exactly one token, and it never fails.
//!
//! sqlparser's tokenizer is not used for this: it counts columns, not bytes, and re-reads `/*!40101 … */` with columns
//! that are wrong (shared facts sql.md section 3.3).

mod client;
mod template;

pub(crate) use super::token::{Token, TokenKind};
use crate::engine::Dialect;
use crate::source::Span;

/// Cuts `text` into tokens; put together again they are the text.
pub(crate) fn lex(text: &str, dialect: Dialect) -> Vec<Token> {
    let mut lexer = Lexer::new(text, dialect);
    while lexer.at < lexer.bytes.len() {
        lexer.token();
    }
    lexer.tokens
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    dialect: Dialect,
    at: usize,
    tokens: Vec<Token>,
    /// The mysql client's delimiter where it is not `;`.
    delimiter: Option<&'t str>,
    /// Inside `/*! … */`.
    executable: bool,
    copy: Copy,
}

/// How far the current statement looks like `COPY … FROM STDIN`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copy {
    StatementStart,
    Other,
    Head,
    From,
    Stdin,
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

impl<'t> Lexer<'t> {
    fn new(text: &'t str, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            dialect,
            at: 0,
            tokens: Vec::with_capacity(text.len() / 4),
            delimiter: None,
            executable: false,
            copy: Copy::StatementStart,
        }
    }

    fn byte(&self, offset: usize) -> u8 {
        self.bytes.get(self.at + offset).copied().unwrap_or(0)
    }

    fn starts_with(&self, prefix: &str) -> bool {
        self.bytes[self.at..].starts_with(prefix.as_bytes())
    }

    /// Ends a token at `end`, or at the end of the text when it is cut off there.
    fn push(&mut self, kind: TokenKind, end: usize, closed: bool) {
        let end = end.min(self.bytes.len());
        let token = Token { kind, start: Span::new(self.at, end).start, end: Span::new(self.at, end).end, closed };
        self.at = end;
        if token.is_trivia() {
            self.tokens.push(token);
            return;
        }
        self.copy = self.copy_state(token);
        self.tokens.push(token);
        if token.kind == TokenKind::Terminator {
            let data_follows = std::mem::replace(&mut self.copy, Copy::StatementStart) == Copy::Stdin;
            if data_follows {
                self.copy_data();
            }
        }
    }

    fn token(&mut self) {
        let first = self.byte(0);
        if self.trivia(first) || self.client_syntax(first) {
            return;
        }
        match first {
            b'\'' => self.quoted(0, b'\'', self.dialect.is_mysql_like(), TokenKind::Text),
            b'"' if self.dialect.is_mysql_like() => self.quoted(0, b'"', true, TokenKind::Text),
            b'"' => self.quoted(0, b'"', false, TokenKind::QuotedName),
            b'`' if self.dialect != Dialect::Postgres => self.quoted(0, b'`', false, TokenKind::QuotedName),
            b'[' if self.bracket_is_quote() => self.quoted(0, b']', false, TokenKind::QuotedName),
            b'$' if self.dialect == Dialect::Postgres && self.byte(1) != b'{' => self.dollar(),
            b':' if self.dialect == Dialect::Postgres => self.psql_variable(),
            b';' if self.delimiter.is_none() => self.push(TokenKind::Terminator, self.at + 1, true),
            b'0'..=b'9' => self.number(),
            _ => self.word_or_symbol(first),
        }
    }

    /// Blanks, comments and template control tags.
    fn trivia(&mut self, first: u8) -> bool {
        if first.is_ascii_whitespace() || first == 0x0b {
            let blanks = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == 0x0b);
            self.push(TokenKind::Blank, self.at + blanks.count(), true);
        } else if self.starts_with("\u{feff}") {
            self.push(TokenKind::Blank, self.at + 3, true);
        } else if self.line_comment_starts(first) {
            self.push(TokenKind::Comment, self.line_end(), true);
        } else if self.executable && self.starts_with("*/") {
            self.executable = false;
            self.push(TokenKind::Executable, self.at + 2, true);
        } else if self.starts_with("/*") {
            self.block_comment();
        } else if let Some(end) = self.control_tag() {
            self.push(TokenKind::Control, end, true);
        } else {
            return false;
        }
        true
    }

    fn line_comment_starts(&self, first: u8) -> bool {
        if self.dialect.is_mysql_like() {
            // MySQL wants a blank behind the dashes: `5--1` is a subtraction. Drizzle's own mark never reaches the server.
            let dashes = self.starts_with("--") && (self.at + 2 == self.bytes.len() || self.byte(2) <= b' ')
                || self.starts_with("--> statement-breakpoint");
            return first == b'#' || dashes;
        }
        self.starts_with("--")
    }

    fn line_end(&self) -> usize {
        self.bytes[self.at..].iter().position(|byte| *byte == b'\n').map_or(self.bytes.len(), |length| self.at + length)
    }

    fn block_comment(&mut self) {
        if self.dialect.is_mysql_like() && (self.starts_with("/*!") || self.starts_with("/*M!")) {
            let mark = if self.byte(2) == b'!' { 3 } else { 4 };
            let version = self.bytes[self.at + mark..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.executable = true;
            self.push(TokenKind::Executable, self.at + mark + version, true);
            return;
        }
        let nests = matches!(self.dialect, Dialect::Postgres | Dialect::SqlServer);
        let (mut at, mut depth) = (self.at + 2, 1);
        while depth > 0 && at < self.bytes.len() {
            if self.bytes[at..].starts_with(b"*/") {
                depth -= 1;
                at += 2;
            } else if nests && self.bytes[at..].starts_with(b"/*") {
                depth += 1;
                at += 2;
            } else {
                at += 1;
            }
        }
        self.push(TokenKind::Comment, at, depth == 0);
    }

    /// A quoted stretch whose opening quote stands `prefix` bytes further on.
    fn quoted(&mut self, prefix: usize, quote: u8, backslash_escapes: bool, kind: TokenKind) {
        let mut at = self.at + prefix + 1;
        while let Some(&byte) = self.bytes.get(at) {
            if backslash_escapes && byte == b'\\' {
                at += 2;
            } else if byte != quote {
                at += 1;
            } else if self.bytes.get(at + 1) == Some(&quote) {
                at += 2;
            } else {
                return self.push(kind, at + 1, true);
            }
        }
        self.push(kind, self.bytes.len(), false);
    }

    fn bracket_is_quote(&self) -> bool {
        matches!(self.dialect, Dialect::SqlServer | Dialect::Sqlite)
    }

    /// `$tag$ … $tag$`, or a parameter.
    fn dollar(&mut self) {
        let tag = self.bytes[self.at + 1..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte >= 0x80)
            .count();
        let opens = self.byte(tag + 1) == b'$' && !self.byte(1).is_ascii_digit();
        if !opens {
            let digits = self.bytes[self.at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            return self.push(TokenKind::Symbol, self.at + 1 + digits, true);
        }
        let body = self.at + tag + 2;
        match self.text[body..].find(&self.text[self.at..body]) {
            Some(length) => self.push(TokenKind::Dollar, body + length + tag + 2, true),
            None => self.push(TokenKind::Dollar, self.bytes.len(), false),
        }
    }

    /// psql's `:name`, `:'name'` and `:"name"`; not `::`, `:=` or the colon of a slice.
    fn psql_variable(&mut self) {
        let before = self.at.checked_sub(1).map_or(b' ', |before| self.bytes[before]);
        if is_name_byte(before) || matches!(before, b':' | b']' | b')') {
            return self.push(TokenKind::Symbol, self.at + 1, true);
        }
        match self.byte(1) {
            b'\'' => self.quoted(1, b'\'', false, TokenKind::Text),
            b'"' => self.quoted(1, b'"', false, TokenKind::QuotedName),
            next if next.is_ascii_alphabetic() || next == b'_' => self.word(1),
            _ => self.push(TokenKind::Symbol, self.at + 1, true),
        }
    }

    fn number(&mut self) {
        let mut at = self.at;
        while let Some(&byte) = self.bytes.get(at) {
            let exponent_sign = matches!(byte, b'+' | b'-')
                && matches!(self.bytes[at - 1], b'e' | b'E')
                && !self.bytes[self.at..at].starts_with(b"0x");
            if !(is_name_byte(byte) || byte == b'.' || exponent_sign) || self.delimiter_at(at) {
                break;
            }
            at += 1;
        }
        self.push(TokenKind::Number, at.max(self.at + 1), true);
    }

    fn delimiter_at(&self, at: usize) -> bool {
        self.delimiter.is_some_and(|delimiter| self.bytes[at..].starts_with(delimiter.as_bytes()))
    }

    fn word_or_symbol(&mut self, first: u8) {
        let next = self.byte(1);
        let postgres = self.dialect == Dialect::Postgres;
        match first {
            b'e' | b'E' if postgres && next == b'\'' => self.quoted(1, b'\'', true, TokenKind::Text),
            b'n' | b'N' | b'x' | b'X' | b'b' | b'B' if next == b'\'' => {
                self.quoted(1, b'\'', self.dialect.is_mysql_like(), TokenKind::Text);
            }
            b'u' | b'U' if postgres && next == b'&' && self.byte(2) == b'\'' => {
                self.quoted(2, b'\'', false, TokenKind::Text);
            }
            b'@' if self.dialect != Dialect::Postgres => self.word(1),
            b'#' if self.dialect == Dialect::SqlServer => self.word(1),
            _ if is_name_byte(first) && first != b'$' || self.hole_end().is_some() => self.word(0),
            _ => {
                let length = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
                self.push(TokenKind::Symbol, self.at + length, true);
            }
        }
    }

    /// A word from here on; its first `skip` bytes belong to it whatever they are.
    fn word(&mut self, skip: usize) {
        let start = self.at;
        let mut at = start + skip;
        while let Some(&byte) = self.bytes.get(at) {
            self.at = at;
            let hole = self.hole_end();
            let joins = is_name_byte(byte)
                || match self.dialect {
                    Dialect::SqlServer => matches!(byte, b'#' | b'@'),
                    Dialect::MySql | Dialect::MariaDb => byte == b'@' && self.bytes[start] == b'@',
                    _ => false,
                };
            match hole {
                _ if self.delimiter_at(at) => break,
                Some(end) => at = end,
                None if joins => at += 1,
                None => break,
            }
        }
        self.at = start;
        self.push(TokenKind::Word, at.max(start + 1), true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, dialect: Dialect) -> Vec<(TokenKind, &str)> {
        let tokens = lex(text, dialect);
        tokens.into_iter().filter(|token| token.kind != TokenKind::Blank).map(|t| (t.kind, t.text(text))).collect()
    }

    #[test]
    fn quotes_and_comments_by_dialect() {
        use TokenKind::{Comment, Dollar, Number, QuotedName, Symbol, Text, Word};
        assert_eq!(
            words("E'a\\'b' $x$;$x$ /* a /* b */ c */ \"Q\"", Dialect::Postgres),
            [(Text, "E'a\\'b'"), (Dollar, "$x$;$x$"), (Comment, "/* a /* b */ c */"), (QuotedName, "\"Q\"")]
        );
        assert_eq!(
            words("'a\\'b' \"t\" `q` 5--1 # c", Dialect::MySql),
            [
                (Text, "'a\\'b'"),
                (Text, "\"t\""),
                (QuotedName, "`q`"),
                (Number, "5"),
                (Symbol, "-"),
                (Symbol, "-"),
                (Number, "1"),
                (Comment, "# c")
            ]
        );
        assert_eq!(words("[a b] 'x''y'", Dialect::Sqlite), [(QuotedName, "[a b]"), (Text, "'x''y'")]);
        assert_eq!(words("N'x' @v", Dialect::SqlServer), [(Text, "N'x'"), (Word, "@v")]);
        assert_eq!(
            words("a::int arr[1:2] :schema.t", Dialect::Postgres)[10..],
            [(Word, ":schema"), (Symbol, "."), (Word, "t")]
        );
    }

    #[test]
    fn executable_comments_hold_tokens() {
        use TokenKind::{Executable, Terminator, Word};
        assert_eq!(
            words("/*!40101 SET x */;", Dialect::MariaDb),
            [(Executable, "/*!40101"), (Word, "SET"), (Word, "x"), (Executable, "*/"), (Terminator, ";")]
        );
    }

    #[test]
    fn delimiters_cut_words() {
        use TokenKind::{Delimiter, Symbol, Terminator, Word};
        assert_eq!(
            words("DELIMITER $$\nBEGIN; END$$\ndelimiter ;\na;", Dialect::MySql),
            [
                (Delimiter, "DELIMITER $$"),
                (Word, "BEGIN"),
                (Symbol, ";"),
                (Word, "END"),
                (Terminator, "$$"),
                (Delimiter, "delimiter ;"),
                (Word, "a"),
                (Terminator, ";")
            ]
        );
    }

    #[test]
    fn copy_data_is_one_token() {
        let text = "COPY t (a) FROM stdin;\n1;2\n\\.\nSELECT 1;";
        let kinds: Vec<_> = words(text, Dialect::Postgres).into_iter().map(|word| word.0).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == TokenKind::Terminator).count(), 2);
        assert!(kinds.contains(&TokenKind::CopyData));
    }

    #[test]
    fn template_holes_are_letters_and_control_tags_are_trivia() {
        use TokenKind::{Control, Word};
        assert_eq!(
            words("{{if .pg}} {{.prefix}}users ${schema}", Dialect::Postgres),
            [(Control, "{{if .pg}}"), (Word, "{{.prefix}}users"), (Word, "${schema}")]
        );
    }

    proptest! {
        #[test]
        fn tokens_are_the_text(text in "(\\PC|[ \n'\"`$;\\\\/*!\\[\\]{}#-]|COPY|FROM|STDIN|DELIMITER|GO|\n)*", pick in 0..5usize) {
            let tokens = lex(&text, Dialect::ALL[pick]);
            let joined: String = tokens.iter().map(|token| token.text(&text)).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
