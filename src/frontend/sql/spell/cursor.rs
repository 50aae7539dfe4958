//! A walk over the tokens of one statement that matter.

use std::ops::Range;

use crate::engine::Dialect;
use crate::frontend::sql::lex::{Token, TokenKind};

/// Where a walk stands. Cheap to copy, so a branch that fails is simply dropped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Without blanks and comments.
    tokens: &'a [Token],
    at: usize,
}

/// A name as it is written, with its schema if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    /// As written, blanks between the parts removed: `app."Users"`.
    pub(super) text: String,
    /// Each part as written, quotes included.
    pub(super) parts: Vec<&'a str>,
}

impl Name<'_> {
    /// The last part as the catalog stores it.
    pub(super) fn stored(&self, dialect: Dialect) -> String {
        self.parts.last().map(|part| stored(part, dialect)).unwrap_or_default()
    }

    /// The part in front of the last one as the catalog stores it: a schema, or a database.
    pub(super) fn schema(&self, dialect: Dialect) -> Option<String> {
        let before_last = self.parts.len().checked_sub(2)?;
        self.parts.get(before_last).map(|part| stored(part, dialect))
    }
}

/// A part of a name as the catalog stores it: quotes resolved, and PostgreSQL's folding done. MySQL and SQLite keep the
/// case that was written.
pub(super) fn stored(part: &str, dialect: Dialect) -> String {
    let mut chars = part.chars();
    match chars.next() {
        Some(quote @ ('"' | '`')) => {
            chars.as_str().trim_end_matches(quote).replace(&format!("{quote}{quote}"), &quote.to_string())
        }
        Some('[') => chars.as_str().trim_end_matches(']').to_owned(),
        _ if dialect == Dialect::Postgres => part.to_lowercase(),
        _ => part.to_owned(),
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens, at: 0 }
    }

    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The text of the next token.
    pub(super) fn word(&self) -> &'a str {
        self.peek().map_or("", |token| token.text(self.text))
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    pub(super) fn is(&self, keyword: &str) -> bool {
        self.peek().is_some_and(|token| token.is(self.text, keyword))
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(self.text, symbol))
    }

    pub(super) fn eat(&mut self, keyword: &str) -> bool {
        let found = self.is(keyword);
        self.at += usize::from(found);
        found
    }

    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    /// Eats all of these words, or nothing: `IF NOT EXISTS`.
    pub(super) fn eat_all(&mut self, phrase: &str) -> bool {
        let mut ahead = *self;
        let found = phrase.split(' ').all(|keyword| ahead.eat(keyword));
        if found {
            *self = ahead;
        }
        found
    }

    /// Eats the first of these phrases that stands here.
    pub(super) fn eat_any<'p>(&mut self, phrases: &[&'p str]) -> Option<&'p str> {
        phrases.iter().copied().find(|phrase| self.eat_all(phrase))
    }

    /// The byte where the next token starts; the end of the last one where there is none.
    pub(super) fn start(&self) -> usize {
        self.peek().map_or_else(|| self.end(), |token| token.start as usize)
    }

    /// The byte where the last eaten token ends.
    pub(super) fn end(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        last.map_or_else(|| self.tokens.first().map_or(0, |token| token.start as usize), |token| token.end as usize)
    }

    /// A bare or quoted name, perhaps with a schema.
    pub(super) fn name(&mut self) -> Option<Name<'a>> {
        let mut ahead = *self;
        let start = ahead.start();
        let mut parts = Vec::new();
        loop {
            let token = ahead.next()?;
            if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedName) {
                return None;
            }
            parts.push(token.text(self.text));
            if !ahead.eat_symbol(".") {
                break;
            }
        }
        *self = ahead;
        Some(Name { start, end: ahead.end(), text: parts.join("."), parts })
    }

    /// Skips `( … )` with all that is nested in it, and says where it stood.
    pub(super) fn parentheses(&mut self) -> Option<Range<usize>> {
        let mut ahead = *self;
        let start = ahead.start();
        if !ahead.eat_symbol("(") {
            return None;
        }
        let mut depth = 1;
        while depth > 0 {
            let token = ahead.next()?;
            depth += i32::from(token.is_symbol(self.text, "(")) - i32::from(token.is_symbol(self.text, ")"));
        }
        *self = ahead;
        Some(start..ahead.end())
    }

    /// The rest of the tokens, cut at commas that stand in no parentheses.
    pub(super) fn by_commas(&self) -> Vec<Cursor<'a>> {
        let rest = &self.tokens[self.at.min(self.tokens.len())..];
        let mut depth = 0;
        let mut split = Vec::new();
        let mut from = 0;
        for (index, token) in rest.iter().enumerate() {
            match token.text(self.text) {
                "(" | "[" if token.kind == TokenKind::Symbol => depth += 1,
                ")" | "]" if token.kind == TokenKind::Symbol => depth -= 1,
                "," if token.kind == TokenKind::Symbol && depth == 0 => {
                    split.push(Cursor::new(self.text, &rest[from..index]));
                    from = index + 1;
                }
                _ => {}
            }
        }
        split.push(Cursor::new(self.text, &rest[from..]));
        split.retain(|part| !part.done());
        split
    }

    /// What stands between the parentheses that start here, cut at commas; the cursor ends up behind them.
    pub(super) fn list(&mut self) -> Option<Vec<Cursor<'a>>> {
        let open = self.at;
        self.parentheses()?;
        let inside = &self.tokens[open + 1..self.at - 1];
        Some(Cursor::new(self.text, inside).by_commas())
    }

    /// Goes on to the next token outside parentheses that is one of these keywords; says whether there is one.
    pub(super) fn seek(&mut self, keywords: &[&str]) -> bool {
        let mut ahead = *self;
        while !ahead.done() {
            if keywords.iter().any(|keyword| ahead.is(keyword)) {
                *self = ahead;
                return true;
            }
            if ahead.parentheses().is_none() {
                ahead.at += 1;
            }
        }
        false
    }

    /// As [`Self::seek`], for several words.
    pub(super) fn seek_phrase(&mut self, phrases: &[&str]) -> bool {
        let mut ahead = *self;
        while !ahead.done() {
            let mut behind = ahead;
            if behind.eat_any(phrases).is_some() {
                *self = ahead;
                return true;
            }
            if ahead.parentheses().is_none() {
                ahead.at += 1;
            }
        }
        false
    }

    /// The text of a stretch.
    pub(super) fn text_of(&self, stretch: &Range<usize>) -> &'a str {
        self.text.get(stretch.clone()).unwrap_or_default()
    }

    /// Everything that is left, as written.
    pub(super) fn rest_text(&self) -> &'a str {
        let end = self.rest().last().map_or(self.start(), |token| token.end as usize);
        self.text_of(&(self.start()..end))
    }

    /// Goes on to the next opening parenthesis.
    pub(super) fn seek_parenthesis(&mut self) {
        while !self.done() && !self.is_symbol("(") {
            self.at += 1;
        }
    }

    /// The tokens that are left.
    pub(super) fn rest(&self) -> &'a [Token] {
        &self.tokens[self.at.min(self.tokens.len())..]
    }
}
