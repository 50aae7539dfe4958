//! Which columns an expression reads.

use std::collections::BTreeSet;

use super::cursor::stored;
use crate::engine::Dialect;
use crate::frontend::sql::lex::{Token, TokenKind, lex};

/// Words of a condition that name no column.
const KEYWORDS: [&str; 34] = [
    "and",
    "or",
    "not",
    "is",
    "null",
    "in",
    "like",
    "ilike",
    "similar",
    "to",
    "between",
    "symmetric",
    "true",
    "false",
    "unknown",
    "any",
    "some",
    "all",
    "array",
    "case",
    "when",
    "then",
    "else",
    "end",
    "distinct",
    "from",
    "isnull",
    "notnull",
    "escape",
    "current_date",
    "current_timestamp",
    "current_time",
    "current_user",
    "session_user",
];

/// Constructs whose words are types, names of other things, or queries.
const UNREAD: [&str; 9] = ["select", "cast", "interval", "at", "collate", "as", "row", "overlaps", "extract"];

/// The distinct columns of a PostgreSQL condition, as the catalog stores their names; `None` where that is not certain.
pub(super) fn columns_read(expression: &str) -> Option<Vec<String>> {
    let mut tokens = lex(expression, Dialect::Postgres);
    tokens.retain(|token| !token.is_trivia());
    let mut names = BTreeSet::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        let at = index;
        index += 1;
        if !is_name(token) {
            continue;
        }
        let word = token.text(expression);
        if token.kind == TokenKind::Word {
            if UNREAD.iter().any(|unread| word.eq_ignore_ascii_case(unread)) {
                return None;
            }
            if KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword)) {
                continue;
            }
        }
        let next = tokens.get(index);
        let symbol_next = |symbol: &str| next.is_some_and(|next| next.is_symbol(expression, symbol));
        let behind_colon = at.checked_sub(1).is_some_and(|before| tokens[before].is_symbol(expression, ":"));
        if behind_colon {
            // A type of one word; more of them are not told from a column.
            if next.is_some_and(|next| is_name(next) && !is_keyword(next.text(expression))) {
                return None;
            }
        } else if symbol_next("(") || symbol_next(".") {
            // A function, or the table in front of a column.
        } else if next
            .is_some_and(|next| is_name(next) && !is_keyword(next.text(expression)) || next.kind == TokenKind::Text)
        {
            return None;
        } else {
            names.insert(stored(word, Dialect::Postgres));
        }
    }
    Some(names.into_iter().collect())
}

fn is_name(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| word.eq_ignore_ascii_case(keyword))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_checks() {
        for (expression, expected) in [
            ("(a > 0)", Some(vec!["a"])),
            ("(A > b)", Some(vec!["a", "b"])),
            ("(length(c) > 0 AND length(c) < 10)", Some(vec!["c"])),
            ("(c IN ('x', 'y'))", Some(vec!["c"])),
            ("(c::text ~ '^x')", Some(vec!["c"])),
            ("(c::character varying = 'x')", None),
            ("(d > date '2020-01-01')", None),
            ("(1 = 1)", Some(vec![])),
            ("(\"Mixed\" IS NOT NULL)", Some(vec!["Mixed"])),
            ("(t.a > 0)", Some(vec!["a"])),
        ] {
            let expected =
                expected.map(|columns: Vec<&str>| columns.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(columns_read(expression), expected, "{expression}");
        }
    }
}
