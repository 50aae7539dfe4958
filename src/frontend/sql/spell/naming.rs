//! The names PostgreSQL makes up for constraints and indexes that have none.
//!
//! `ALTER TABLE t ADD CHECK …` run twice adds the check twice, under `t_check` and `t_check1`. A guard needs a name, and
//! the only one that leaves the schema as it was is the one PostgreSQL would have chosen: see [`crate::naming`].

use super::cursor::Cursor;
use crate::engine::Dialect;
use crate::frontend::sql::lex::TokenKind;

/// Names of an index's columns as `ChooseIndexColumnNames` sees them; `None` where an expression's name is not certain.
/// Covers a column, and a call of a function (`lower(email)` counts as `lower`).
pub(super) fn index_columns(elements: &[Cursor<'_>]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for element in elements {
        let name = element_name(*element)?;
        let mut chosen = name.clone();
        let mut number = 0;
        while names.contains(&chosen) {
            number += 1;
            chosen = format!("{name}{number}");
        }
        names.push(chosen);
    }
    Some(names)
}

fn element_name(mut element: Cursor<'_>) -> Option<String> {
    if element.is_symbol("(") {
        let inside = element.list()?;
        let [inner] = inside.as_slice() else { return None };
        let mut call = *inner;
        let name = call.name()?;
        call.parentheses()?;
        // Anything behind the call would make it an expression of another kind.
        return call.done().then(|| name.stored(Dialect::Postgres)).filter(|name| is_plain_function(name));
    }
    let first = element.peek()?;
    let name = element.name()?;
    if element.is_symbol("(") {
        let plain = first.kind == TokenKind::QuotedName || is_plain_function(&name.stored(Dialect::Postgres));
        return plain.then(|| name.stored(Dialect::Postgres));
    }
    (name.parts.len() == 1).then(|| name.stored(Dialect::Postgres))
}

/// `cast(…)`, `extract(…)` and their like look like calls, but name their result in ways of their own.
fn is_plain_function(name: &str) -> bool {
    !matches!(
        name,
        "cast" | "extract" | "case" | "row" | "array" | "treat" | "position" | "overlay" | "substring" | "trim" | "not"
    )
}

/// The name as it must be written: in quotes where it would fold or is not a plain word.
pub(super) fn quoted(name: &str) -> String {
    let plain = name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frontend::sql::lex::lex;
    use crate::naming::{joined, object_name};

    fn index_name(table: &str, elements: &str) -> Option<String> {
        let mut tokens = lex(elements, Dialect::Postgres);
        tokens.retain(|token| !token.is_trivia());
        let columns = index_columns(&Cursor::new(elements, &tokens).list()?)?;
        Some(object_name(table, Some(&joined(&columns)), "idx"))
    }

    /// Each pair is what `\d` shows on PostgreSQL 15 after `CREATE INDEX ON t …`.
    #[test]
    fn index_names_are_those_of_postgresql() {
        for (elements, expected) in [
            ("(a)", Some("t_a_idx")),
            ("(a, b, c)", Some("t_a_b_c_idx")),
            ("(lower(c))", Some("t_lower_idx")),
            ("((lower(c)))", Some("t_lower_idx")),
            ("(a DESC, lower(c) text_pattern_ops)", Some("t_a_lower_idx")),
            ("(coalesce(a, b))", Some("t_coalesce_idx")),
            ("(\"Mixed\")", Some("t_Mixed_idx")),
            ("((a + b))", None),
            ("((c::date))", None),
            ("(cast(c AS varchar))", None),
        ] {
            assert_eq!(index_name("t", elements).as_deref(), expected, "{elements}");
        }
    }
}
