//! Statements that no database would take. Only what the words alone make certain: to parse a dialect is the engine's
//! work, and a parser that knows less than the engine would cry wolf.

use super::split::Script;
use super::token::{Token, TokenKind};
use crate::engine::Dialect;
use crate::source::Span;

/// The first thing that is certainly wrong, and what is.
pub(super) fn broken(script: &Script<'_>) -> Option<(Span, String)> {
    // A template's tags may leave either half out. What another dialect takes was not looked into.
    let certain = script.controls.is_empty() && script.dialect != Dialect::SqlServer && script.unclosed.is_none();
    if !certain {
        return None;
    }
    script.statements.iter().find_map(|statement| {
        let tokens = &script.tokens[statement.tokens.clone()];
        misspelt(script.text, tokens).or_else(|| unbalanced(script.text, tokens))
    })
}

/// Brackets that are not closed or not opened, and commas that nothing stands behind.
fn unbalanced(text: &str, tokens: &[Token]) -> Option<(Span, String)> {
    let mut open = Vec::new();
    let mut comma: Option<Token> = None;
    for token in tokens {
        let symbol = if token.kind == TokenKind::Symbol { token.text(text) } else { "" };
        if let Some(comma) = comma.filter(|_| matches!(symbol, "," | ")")) {
            return Some((comma.span(), "nothing stands behind this comma".to_owned()));
        }
        comma = (symbol == "," && !open.is_empty()).then_some(*token);
        match symbol {
            "(" => open.push(*token),
            ")" if open.pop().is_none() => {
                return Some((token.span(), "this bracket closes nothing".to_owned()));
            }
            _ => {}
        }
    }
    open.pop().map(|token| (token.span(), "this bracket is never closed".to_owned()))
}

/// A first word that is one slip away from what most statements begin with.
fn misspelt(text: &str, tokens: &[Token]) -> Option<(Span, String)> {
    const VERBS: [&str; 7] = ["CREATE", "ALTER", "INSERT", "UPDATE", "DELETE", "SELECT", "TRUNCATE"];
    let first = tokens.first().filter(|token| token.kind == TokenKind::Word)?;
    let word = first.text(text).to_ascii_uppercase();
    let is_letters = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let meant = VERBS.iter().find(|verb| is_letters && swapped(&word, verb))?;
    Some((first.span(), format!("no statement begins with `{}`: is it to be {meant}?", first.text(text))))
}

/// Two neighbouring letters are the wrong way round, one is missing, or one is there twice.
fn swapped(word: &str, meant: &str) -> bool {
    let (word, meant) = (word.as_bytes(), meant.as_bytes());
    let same = word.iter().zip(meant).take_while(|(one, other)| one == other).count();
    let (word_left, meant_left) = (&word[same..], &meant[same..]);
    match (word_left, meant_left) {
        ([a, b, word_left @ ..], [c, d, meant_left @ ..]) if a == d && b == c => word_left == meant_left && a != b,
        (word_left, [_, meant_left @ ..]) if word_left == meant_left => true,
        ([extra, word_left @ ..], meant_left) if word_left == meant_left => same > 0 && word[same - 1] == *extra,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, dialect: Dialect) -> Option<String> {
        broken(&Script::read(text, dialect)).map(|(_, message)| message)
    }

    #[test]
    fn what_is_certainly_wrong_is_told() {
        let wrong = [
            "CREATE TABLE t (id int;",
            "CREATE TABLE t id int);",
            "CREATE TABLE t (id int,, b int);",
            "CREATE TABLE t (id int, b int,);",
            "INSERT INTO t VALUES (1, 'a'),\n (2, );",
            "CRAETE TABLE t (id int);",
            "ALTRE TABLE t ADD c int;",
            "ALTER TABLE t ADD a int; CRETE INDEX i ON t (a);",
            "INSSERT INTO t VALUES (1);",
        ];
        for text in wrong {
            assert!(told(text, Dialect::Postgres).is_some(), "{text}");
        }
    }

    #[test]
    fn what_some_engine_takes_is_not() {
        let right = [
            (Dialect::Postgres, "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN (1; END $$ LANGUAGE plpgsql;"),
            (Dialect::Postgres, "INSERT INTO t VALUES ('(', E'\\'(', \")\");"),
            (Dialect::Postgres, "COPY t (a, b) FROM stdin;\n1\t(,)\n\\.\nSELECT 1;"),
            (Dialect::Postgres, "ANALYZE t; VACUUM; REINDEX TABLE t; CLUSTER t USING i; VALUES (1), (2);"),
            (Dialect::Sqlite, "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = (SELECT 1); END;"),
            (Dialect::MySql, "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT (1); END//\nDELIMITER ;\nCALL p();"),
            (
                Dialect::MySql,
                "CREATE TABLE t (a int) /*!50100 PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (1)) */;",
            ),
            (Dialect::Postgres, "CREATE TABLE t (id int {{ if .postgres }}, b int {{ end }}, {{ .more }});"),
        ];
        for (dialect, text) in right {
            assert_eq!(told(text, dialect), None, "{text}");
        }
    }
}
