//! What an INSERT writes: rows of values, or the rows of a query.

use crate::frontend::sql::lex::TokenKind;
use crate::frontend::sql::spell::cursor::Cursor;

#[derive(Debug)]
pub(super) enum Source<'a> {
    /// `values`: the word VALUES.
    Rows { values: std::ops::Range<usize>, rows: Vec<Row<'a>> },
    /// `end`: behind the query; `ends_in_from`: a join's ON could follow there.
    Query { query: Cursor<'a>, end: usize, ends_in_from: bool, conflict: bool },
    /// `DEFAULT VALUES`
    Defaults,
}

/// `( … )` with its values.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) values: Vec<Cursor<'a>>,
}

/// How far a value may be looked for in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Literal {
    Null,
    Text,
    /// A text that looks like JSON: `json` has no equality.
    Document,
    Integer,
    /// A fraction: a `real` column does not equal the literal that was written to it.
    Fraction,
    Boolean,
    /// The engine fills it in.
    Default,
    /// New at every run, or not read.
    Computed,
}

impl<'a> Source<'a> {
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Option<Self> {
        if cursor.is("VALUES") || cursor.is("VALUE") {
            let start = cursor.start();
            cursor.next();
            let values = start..cursor.end();
            let mut rows = Vec::new();
            loop {
                let start = cursor.start();
                let list = cursor.list()?;
                rows.push(Row { start, end: cursor.end(), values: list });
                if !cursor.eat_symbol(",") {
                    return Some(Self::Rows { values, rows });
                }
            }
        }
        if cursor.eat_all("DEFAULT VALUES") {
            return Some(Self::Defaults);
        }
        if !cursor.is("SELECT") {
            return None;
        }
        Some(query(*cursor))
    }
}

fn query(cursor: Cursor<'_>) -> Source<'_> {
    let mut behind = cursor;
    let conflict = behind.seek_phrase(&["ON CONFLICT", "ON DUPLICATE"]);
    let mut returning = cursor;
    let ends = conflict || returning.seek(&["RETURNING"]);
    let end = match (conflict, ends) {
        (true, _) => behind.end(),
        (false, true) => returning.end(),
        _ => cursor.rest().last().map_or(cursor.end(), |token| token.end as usize),
    };
    let mut clause = cursor;
    let from = clause.seek(&["FROM"]);
    let mut later = clause;
    let closed = later.seek(&["WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT", "WINDOW"]);
    Source::Query { query: cursor, end, ends_in_from: from && !closed, conflict }
}

/// What kind of value this is.
pub(super) fn literal(mut value: Cursor<'_>) -> Literal {
    let sign = value.eat_symbol("-") || value.eat_symbol("+");
    let Some(token) = value.peek() else { return Literal::Computed };
    let text = value.word();
    value.next();
    if !value.done() {
        return Literal::Computed;
    }
    match token.kind {
        TokenKind::Number if text.bytes().all(|byte| byte.is_ascii_digit()) => Literal::Integer,
        TokenKind::Number => Literal::Fraction,
        _ if sign => Literal::Computed,
        TokenKind::Text if text.starts_with(['\'', '"']) => {
            if text[1..].trim_start().starts_with(['{', '[']) {
                Literal::Document
            } else {
                Literal::Text
            }
        }
        TokenKind::Word if token_is(text, "NULL") => Literal::Null,
        TokenKind::Word if token_is(text, "TRUE") || token_is(text, "FALSE") => Literal::Boolean,
        TokenKind::Word if token_is(text, "DEFAULT") => Literal::Default,
        _ => Literal::Computed,
    }
}

fn token_is(text: &str, keyword: &str) -> bool {
    text.eq_ignore_ascii_case(keyword)
}
