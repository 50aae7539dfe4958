//! Names, literals and lists of columns, as a statement spells them.

use super::Cursor;
use crate::engine::Dialect;
use crate::frontend::sql::lex::TokenKind;
use crate::frontend::sql::quotes::{dollar_body, unquoted_name, unquoted_text};
use crate::operation::qualified;
use crate::source::Span;

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

impl Cursor<'_> {
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
