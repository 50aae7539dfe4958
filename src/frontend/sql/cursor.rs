//! Walks over a statement's tokens: keywords, names, literals, groups.

use super::lex::{Token, TokenKind};
use super::quotes::{dollar_body, unquoted_name, unquoted_text};
use crate::engine::Dialect;
use crate::operation::qualified;
use crate::source::Span;

/// A place in a run of tokens. Cheap to copy, so looking ahead is copying and walking on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) dialect: Dialect,
    tokens: &'t [Token],
    at: usize,
}

/// A name with what stands before its dots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// Folded; the part before the last dot.
    pub(crate) schema: Option<String>,
    /// Folded; the last part.
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl Name {
    pub(crate) fn qualified(&self, dialect: Dialect) -> String {
        qualified(dialect, self.schema.as_deref(), &self.name)
    }

    /// The name of another thing in the same schema.
    pub(crate) fn sibling(&self, dialect: Dialect, name: &str) -> String {
        qualified(dialect, self.schema.as_deref(), name)
    }
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

    /// A name without dots, folded.
    pub(crate) fn part(&mut self) -> Option<String> {
        let token = self.peek()?;
        let text = self.token_text(token);
        let name = match token.kind {
            TokenKind::Word => self.dialect.fold(text, false),
            TokenKind::QuotedName => self.dialect.fold(&unquoted_name(text), true),
            // SQLite takes a string where only a name can stand; MySQL's ANSI_QUOTES makes "x" one.
            TokenKind::Text if self.dialect == Dialect::Sqlite || text.starts_with('"') => {
                self.dialect.fold(&unquoted_text(text), true)
            }
            _ => return None,
        };
        self.at += 1;
        Some(name)
    }

    /// A name, perhaps with dots.
    pub(crate) fn name(&mut self) -> Option<Name> {
        let start = self.at;
        let mut name = self.part()?;
        let mut schema = None;
        while self.is_symbol(".") {
            self.at += 1;
            let Some(next) = self.part() else { break };
            schema = Some(std::mem::replace(&mut name, next));
        }
        Some(Name { schema, name, span: self.span_since(start) })
    }

    /// A string's value.
    pub(crate) fn literal(&mut self) -> Option<String> {
        let token = self.peek()?;
        let value = match token.kind {
            TokenKind::Text => unquoted_text(self.token_text(token)),
            TokenKind::Dollar => dollar_body(self.token_text(token)).to_owned(),
            _ => return None,
        };
        self.at += 1;
        Some(value)
    }

    /// The rest as text, blanks folded, as the engine reads it.
    pub(crate) fn folded_text(&self) -> String {
        let mut out = String::new();
        let mut before = None;
        for token in &self.tokens[self.at.min(self.tokens.len())..] {
            if before.is_some_and(|end| end != token.start) {
                out.push(' ');
            }
            out.push_str(self.token_text(*token));
            before = Some(token.end);
        }
        out
    }

    /// The rest as a type is written: lower case, no blanks around brackets and commas.
    pub(crate) fn type_text(&self) -> String {
        let mut out = String::new();
        for token in &self.tokens[self.at.min(self.tokens.len())..] {
            let text = self.token_text(*token);
            let tight = matches!(text, "(" | ")" | "," | "[" | "]" | ".");
            if !tight && !out.is_empty() && !out.ends_with(['(', ',', '[', '.']) {
                out.push(' ');
            }
            if token.kind == TokenKind::Word { out.push_str(&text.to_lowercase()) } else { out.push_str(text) }
        }
        out
    }

    /// Folded names of a parenthesised list: `(a, "B" DESC, lower(c))`; an expression stays text.
    pub(crate) fn column_list(&mut self) -> Option<Vec<String>> {
        Some(self.group()?.items().into_iter().map(Self::indexed_column).collect())
    }

    /// A column of an index or key, without its order, length and operator class; an expression as its text.
    fn indexed_column(mut self) -> String {
        let whole = self;
        let Some(name) = self.part() else { return whole.folded_text() };
        let prefix_length = self.is_symbol("(") && self.peek_at(1).is_some_and(|token| token.kind == TokenKind::Number);
        if prefix_length {
            self.group();
        }
        let plain = self.peek().is_none_or(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName));
        if plain { name } else { whole.folded_text() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontend::sql::split::Script;

    #[test]
    fn names_fold_as_the_dialect_does() {
        for (text, dialect, expected) in [
            ("Public.Users", Dialect::Postgres, "users"),
            ("\"Audit\".\"Log\"\"s\"", Dialect::Postgres, "Audit.Log\"s"),
            ("[dbo].[My Table]", Dialect::SqlServer, "my table"),
            ("`App`.`T`", Dialect::MySql, "app.t"),
        ] {
            let script = Script::read(text, dialect);
            let name = Cursor::new(text, dialect, &script.tokens).name().expect("a name");
            assert_eq!(name.qualified(dialect), expected);
        }
    }

    #[test]
    fn columns_of_an_index() {
        let text = "(a, \"B\" DESC, lower(c) text_pattern_ops, d(10), (e || f))";
        let script = Script::read(text, Dialect::Postgres);
        let columns = Cursor::new(text, Dialect::Postgres, &script.tokens).column_list().expect("a list");
        assert_eq!(columns, ["a", "B", "lower(c) text_pattern_ops", "d", "(e || f)"]);
    }

    #[test]
    fn strings_lose_their_quotes() {
        assert_eq!(unquoted_text("E'it''s'"), "it's");
        assert_eq!(unquoted_text("N'x'"), "x");
        assert_eq!(dollar_body("$a$ b $a$"), " b ");
    }
}
