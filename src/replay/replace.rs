//! What `OR REPLACE` can't make of what is there: PostgreSQL keeps a view's columns (42P16) and a function's return type
//! (42P13).

use crate::engine::Dialect;
use crate::operation::{Definition, Key};
use crate::schema::Schema;

/// What the thing that is there has and the new one would have to keep; `None` where it can be replaced, as far as is
/// known.
pub(super) fn kept(schema: &Schema, existing: &Key, definition: &Definition) -> Option<String> {
    let known = schema.fact(existing).and_then(|fact| fact.definition.as_deref())?;
    if schema.dialect() != Dialect::Postgres {
        return None;
    }
    match (known, definition) {
        (Definition::View { columns: Some(before), .. }, Definition::View { columns: Some(after), .. }) => {
            let lost = before.iter().enumerate().find(|(place, column)| after.get(*place) != Some(*column));
            lost.map(|(_, column)| format!("a column `{column}`"))
        }
        (Definition::Text(before), Definition::Text(after)) => {
            let (before, after) = (returned(before)?, returned(after)?);
            (before != after).then(|| format!("`RETURNS {before}`"))
        }
        _ => None,
    }
}

/// What a function gives back, where that is a type of one word.
fn returned(routine: &str) -> Option<String> {
    let mut words = routine.split_whitespace().map(str::to_lowercase);
    words.find(|word| word == "returns")?;
    let name = words.next()?;
    let ends = |word: String| {
        let word = word.trim_end_matches(';').to_owned();
        matches!(
            word.as_str(),
            "as" | "language"
                | "immutable"
                | "stable"
                | "volatile"
                | "strict"
                | "security"
                | "parallel"
                | "set"
                | "cost"
        )
    };
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (plain && words.next().is_none_or(ends)).then(|| canonical(&name).to_owned())
}

/// PostgreSQL's own name of a type that has several.
fn canonical(name: &str) -> &str {
    match name {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "decimal" => "numeric",
        "float8" | "float" => "double precision",
        "float4" => "real",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::returned;

    #[test]
    fn only_types_of_one_word_are_compared() {
        for (routine, found) in [
            ("RETURNS int LANGUAGE sql AS $$ SELECT 1 $$", Some("integer")),
            ("RETURNS trigger AS $$ BEGIN RETURN NEW; END $$ LANGUAGE plpgsql", Some("trigger")),
            ("LANGUAGE sql RETURNS TEXT", Some("text")),
            ("RETURNS TABLE (id int) AS $$ $$", None),
            ("RETURNS varchar(10) AS $$ $$", None),
            ("RETURNS SETOF users AS $$ $$", None),
            ("RETURNS double precision AS $$ $$", None),
        ] {
            assert_eq!(returned(routine).as_deref(), found, "{routine}");
        }
    }
}
