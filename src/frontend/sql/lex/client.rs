//! What only a client program understands: psql's commands and data, `DELIMITER`, `GO`.

use super::{Copy, Lexer, is_name_byte};
use crate::engine::Dialect;
use crate::frontend::sql::token::{Token, TokenKind};

impl Lexer<'_> {
    /// What only a client program understands: psql commands, `DELIMITER`, `GO`.
    pub(super) fn client_syntax(&mut self, first: u8) -> bool {
        if let Some(delimiter) = self.delimiter
            && self.starts_with(delimiter)
        {
            self.push(TokenKind::Terminator, self.at + delimiter.len(), true);
        } else if self.dialect == Dialect::Postgres && first == b'\\' {
            self.push(TokenKind::Meta, self.line_end(), true);
        } else if self.dialect.is_mysql_like() && self.copy == Copy::StatementStart && self.word_here("delimiter") {
            let end = self.line_end();
            let wanted = self.text[self.at + "delimiter".len()..end].trim();
            self.delimiter = (!wanted.is_empty() && wanted != ";").then_some(wanted);
            self.push(TokenKind::Delimiter, end, true);
        } else if self.dialect == Dialect::SqlServer && self.word_here("go") && self.alone_on_line("go".len()) {
            self.push(TokenKind::Batch, self.line_end(), true);
        } else {
            return false;
        }
        true
    }

    fn word_here(&self, keyword: &str) -> bool {
        let end = self.at + keyword.len();
        self.bytes.get(self.at..end).is_some_and(|word| word.eq_ignore_ascii_case(keyword.as_bytes()))
            && !self.bytes.get(end).is_some_and(|byte| is_name_byte(*byte))
    }

    fn alone_on_line(&self, length: usize) -> bool {
        let before = self.bytes[..self.at].iter().rev().take_while(|byte| **byte != b'\n');
        let after = self.bytes[self.at + length..self.line_end()].iter();
        before.into_iter().all(u8::is_ascii_whitespace)
            && after.into_iter().all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_digit() || *byte == b';')
    }

    pub(super) fn copy_state(&self, token: Token) -> Copy {
        let word = |keyword| token.is(self.text, keyword);
        match self.copy {
            _ if matches!(token.kind, TokenKind::Meta | TokenKind::Delimiter | TokenKind::Batch) => {
                Copy::StatementStart
            }
            Copy::StatementStart if token.kind == TokenKind::Terminator => Copy::StatementStart,
            Copy::StatementStart if self.dialect == Dialect::Postgres && word("copy") => Copy::Head,
            Copy::StatementStart => Copy::Other,
            Copy::Head | Copy::From if word("from") => Copy::From,
            Copy::From if word("stdin") => Copy::Stdin,
            Copy::From => Copy::Head,
            state => state,
        }
    }

    /// The rows behind `COPY … FROM STDIN;`, to the line `\.` or the end of the file.
    pub(super) fn copy_data(&mut self) {
        let rest = &self.text[self.at..];
        match rest.find("\n\\.") {
            Some(length) => {
                let mark = length + "\n\\.".len();
                let end = rest[mark..].find('\n').map_or(rest.len(), |line| mark + line);
                self.push(TokenKind::CopyData, self.at + end, true);
            }
            None if rest.is_empty() => {}
            None => self.push(TokenKind::CopyData, self.bytes.len(), false),
        }
        self.copy = Copy::StatementStart;
    }
}
