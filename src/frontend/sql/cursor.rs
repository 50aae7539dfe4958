//! Walks over a statement's tokens: keywords and groups; [`words`] reads names and literals.

mod words;

use super::lex::Token;
use crate::engine::Dialect;
use crate::source::Span;

pub(crate) use words::Name;

/// A place in a run of tokens. Cheap to copy, so looking ahead is copying and walking on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) dialect: Dialect,
    tokens: &'t [Token],
    at: usize,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str, dialect: Dialect, tokens: &'t [Token]) -> Self {
        Self { text, dialect, tokens, at: 0 }
    }

    pub(crate) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(crate) fn advance(&mut self) -> Option<Token> {
        let token = self.peek();
        self.at += usize::from(token.is_some());
        token
    }

    /// How many tokens lie behind.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Tokens from `start` up to here.
    pub(crate) fn since(&self, start: usize) -> Self {
        Self { tokens: &self.tokens[start.min(self.at)..self.at], at: 0, ..*self }
    }

    /// What is left, as a run of its own.
    pub(crate) fn rest(&self) -> Self {
        Self { tokens: &self.tokens[self.at.min(self.tokens.len())..], at: 0, ..*self }
    }

    pub(crate) fn token_text(&self, token: Token) -> &'t str {
        token.text(self.text)
    }

    /// From the next token to the last one; empty at the end.
    pub(crate) fn span(&self) -> Span {
        match (self.peek(), self.tokens.last()) {
            (Some(first), Some(last)) => Span { start: first.start, end: last.end },
            _ => Span { start: self.last_end(), end: self.last_end() },
        }
    }

    /// From the token at `start` to the last one before here.
    pub(crate) fn span_since(&self, start: usize) -> Span {
        let end = self.last_end();
        Span { start: self.tokens.get(start).map_or(end, |token| token.start).min(end), end }
    }

    /// Where the token before this place ends.
    pub(crate) fn last_end(&self) -> u32 {
        let before = self.at.min(self.tokens.len()).checked_sub(1);
        match before {
            Some(before) => self.tokens[before].end,
            None => self.tokens.first().map_or(0, |token| token.start),
        }
    }

    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.is_at(0, keyword)
    }

    pub(crate) fn is_at(&self, ahead: usize, keyword: &str) -> bool {
        self.peek_at(ahead).is_some_and(|token| token.is(self.text, keyword))
    }

    pub(crate) fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    /// Whether brackets stand in brackets so deep that what reads them would run out of stack.
    pub(crate) fn nests_beyond_reason(&self) -> bool {
        const DEEPEST: usize = 500;
        let tokens = self.tokens.get(self.at..).unwrap_or_default();
        let mut depth = 0_usize;
        tokens.len() > 2 * DEEPEST
            && tokens.iter().any(|token| {
                depth = match token.text(self.text) {
                    "(" | "[" => depth + 1,
                    ")" | "]" => depth.saturating_sub(1),
                    _ => depth,
                };
                depth > DEEPEST
            })
    }

    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        self.is_symbol_at(0, symbol)
    }

    pub(crate) fn is_symbol_at(&self, ahead: usize, symbol: &str) -> bool {
        self.peek_at(ahead).is_some_and(|token| token.is_symbol(self.text, symbol))
    }

    pub(crate) fn eat(&mut self, keyword: &str) -> bool {
        let found = self.is(keyword);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn eat_any(&mut self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.eat(keyword))
    }

    /// Whether all of these keywords stand here.
    pub(crate) fn is_all(&self, keywords: &[&str]) -> bool {
        keywords.iter().enumerate().all(|(ahead, keyword)| self.is_at(ahead, keyword))
    }

    /// All of these keywords, or none.
    pub(crate) fn eat_all(&mut self, keywords: &[&str]) -> bool {
        let found = self.is_all(keywords);
        if found {
            self.at += keywords.len();
        }
        found
    }

    /// All of these keywords, with the place where they stand.
    pub(crate) fn eat_guard(&mut self, keywords: &[&str]) -> Option<Span> {
        let start = self.at;
        self.eat_all(keywords).then(|| self.span_since(start))
    }

    pub(crate) fn if_not_exists(&mut self) -> Option<Span> {
        self.eat_guard(&["IF", "NOT", "EXISTS"])
    }

    pub(crate) fn if_exists(&mut self) -> Option<Span> {
        self.eat_guard(&["IF", "EXISTS"])
    }

    pub(crate) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.is_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    /// Whether one of these keywords stands anywhere in what is left.
    pub(crate) fn mentions(&self, keywords: &[&str]) -> bool {
        let mut ahead = *self;
        while !ahead.is_done() {
            if ahead.is_any(keywords) {
                return true;
            }
            ahead.advance();
        }
        false
    }

    /// Moves on to the first top-level `keyword`; stays where there is none.
    pub(crate) fn skip_to(&mut self, keyword: &str) -> bool {
        let mut ahead = *self;
        while !ahead.is_done() {
            if ahead.is(keyword) {
                *self = ahead;
                return true;
            }
            ahead.skip_item();
        }
        false
    }

    /// Moves on to the first top-level `symbol`; stays where there is none.
    pub(crate) fn skip_to_symbol(&mut self, symbol: &str) -> bool {
        let mut ahead = *self;
        while !ahead.is_done() {
            if ahead.is_symbol(symbol) {
                *self = ahead;
                return true;
            }
            ahead.skip_item();
        }
        false
    }

    /// Moves behind the next token, or behind the group it opens.
    pub(crate) fn skip_item(&mut self) {
        if self.group().is_none() {
            self.advance();
        }
    }

    /// The inside of the parentheses that open here; moves behind them.
    pub(crate) fn group(&mut self) -> Option<Self> {
        if !self.is_symbol("(") {
            return None;
        }
        let start = self.at + 1;
        let mut depth = 0_u32;
        while let Some(token) = self.advance() {
            if token.is_symbol(self.text, "(") {
                depth += 1;
            } else if token.is_symbol(self.text, ")") {
                depth -= 1;
                if depth == 0 {
                    return Some(Self { tokens: &self.tokens[start..self.at - 1], at: 0, ..*self });
                }
            }
        }
        Some(Self { tokens: &self.tokens[start.min(self.tokens.len())..], at: 0, ..*self })
    }

    /// The inside of the parentheses that hold all of this.
    pub(crate) fn in_brackets(self) -> Option<Self> {
        let mut ahead = self;
        ahead.group().filter(|_| ahead.is_done())
    }

    /// Tokens up to the next of these top-level keywords or the end; moves there.
    pub(crate) fn up_to(&mut self, keywords: &[&str]) -> Self {
        let start = self.at;
        while !self.is_done() && !self.is_any(keywords) {
            self.skip_item();
        }
        self.at = self.at.min(self.tokens.len());
        self.since(start)
    }

    /// Tokens up to `ON CONFLICT`, `ON DUPLICATE KEY`, `RETURNING` or the end; moves there.
    pub(crate) fn up_to_conflict(&mut self) -> Self {
        let start = self.at;
        let ends = |cursor: &Self| {
            cursor.is("RETURNING") || cursor.is_all(&["ON", "CONFLICT"]) || cursor.is_all(&["ON", "DUPLICATE"])
        };
        while !self.is_done() && !ends(self) {
            self.skip_item();
        }
        self.at = self.at.min(self.tokens.len());
        self.since(start)
    }

    /// Tokens up to the next top-level comma or the end; moves behind the comma.
    pub(crate) fn item(&mut self) -> Self {
        let start = self.at;
        while !self.is_done() && !self.is_symbol(",") {
            self.skip_item();
        }
        self.at = self.at.min(self.tokens.len());
        let item = self.since(start);
        self.eat_symbol(",");
        item
    }

    /// The rest, cut at its top-level commas.
    pub(crate) fn items(mut self) -> Vec<Self> {
        let mut items = Vec::new();
        while !self.is_done() {
            items.push(self.item());
        }
        items
    }

    /// The three arguments of MySQL's `IF(…, …, …)`.
    pub(crate) fn if_call(&mut self) -> Option<[Self; 3]> {
        let called = self.eat("IF");
        self.group().filter(|_| called)?.items().try_into().ok()
    }
}
