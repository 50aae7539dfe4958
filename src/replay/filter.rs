//! Which rows a DELETE leaves alone, where its filter is plain enough to tell.

use crate::engine::Dialect;
use crate::operation::{Insert, Key, Picked, Value};

/// Whether a DELETE with this filter finds none of the rows: it asks for one value of a column, and they have others.
pub(super) fn spares(filter: &str, rows: &Insert) -> bool {
    let Some((column, wanted)) = equality(filter) else { return false };
    let (Some(columns), Some(values)) = (&rows.columns, &rows.rows) else { return false };
    let Some(place) = columns.iter().position(|name| name.eq_ignore_ascii_case(column)) else { return false };
    // Some collations compare without case.
    let other = |value: &Value| matches!(value, Value::Literal(text) if !text.eq_ignore_ascii_case(wanted));
    values.iter().all(|row| row.get(place).is_some_and(other))
}

/// Whether a filter asks for one value of a column of this key, and one of the rows has it.
pub(super) fn finds_one(filter: &str, key: &[String], rows: &Insert) -> bool {
    let Some((column, wanted)) = equality(filter).filter(|(column, _)| key.iter().any(|name| name == column)) else {
        return false;
    };
    let place = rows.columns.as_ref().and_then(|columns| columns.iter().position(|name| name == column));
    let has = |row: &Vec<Value>| matches!(place.and_then(|place| row.get(place)), Some(Value::Literal(text)) if text == wanted);
    rows.rows.as_ref().is_some_and(|rows| rows.iter().any(has))
}

/// `created_at IS NULL`, and nothing else.
pub(super) fn asks_for_gaps(filter: &str) -> bool {
    let words: Vec<&str> = filter.split_whitespace().collect();
    matches!(words.as_slice(), [_, is, null] if is.eq_ignore_ascii_case("is") && null.eq_ignore_ascii_case("null"))
}

/// The rows that answer to a filter which asks for one value of a column, and nothing else.
pub(super) fn picked(table: &Key, filter: &str, dialect: Dialect) -> Option<Picked> {
    let (column, value) = equality(filter)?;
    Some(having(table, column, value, dialect))
}

/// The rows that have a value in a column. MySQL's collations compare without case, unless a table says otherwise.
pub(super) fn having(table: &Key, column: &str, value: &str, dialect: Dialect) -> Picked {
    let value = if dialect.is_mysql_like() { value.to_lowercase() } else { value.to_owned() };
    Picked { table: table.clone(), filter: format!("{} = {value}", column.to_lowercase()) }
}

/// `label = 'red'`, `id = 3`: the column and the value, without quotes.
fn equality(filter: &str) -> Option<(&str, &str)> {
    let (column, value) = filter.split_once('=')?;
    let column = column.trim().trim_matches(['"', '`']);
    let value = value.trim();
    let text = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).filter(|text| !text.contains('\''));
    let number = (!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())).then_some(value);
    let is_name = !column.is_empty() && column.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some((column, text.or(number)?))
}

#[cfg(test)]
mod tests {
    use super::equality;

    #[test]
    fn only_plain_equalities_are_read() {
        assert_eq!(equality("label = 'red'"), Some(("label", "red")));
        assert_eq!(equality("`id` = 3"), Some(("id", "3")));
        for other in ["label <> 'red'", "a = 'x' OR b = 'y'", "a >= 3", "a = b", "lower(a) = 'x'", ""] {
            assert_eq!(equality(other), None, "{other}");
        }
    }
}
