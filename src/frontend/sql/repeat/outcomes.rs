//! What a value can come out as, where its text tells.

use super::{Assignment, assignment, literal};
use crate::frontend::sql::cursor::Cursor;
use crate::operation::Value;

/// All that a value can be: itself, or what each way of a CASE gives. `None` where one of them is no literal.
pub(super) fn outcomes(value: Cursor<'_>) -> Option<Vec<String>> {
    if let Some(text) = literal(value) {
        return Some(vec![text]);
    }
    let mut rest = value;
    rest.eat("CASE").then_some(())?;
    rest.up_to(&["WHEN"]);
    let mut found = Vec::new();
    while rest.eat("WHEN") {
        rest.up_to(&["THEN"]);
        rest.eat("THEN").then_some(())?;
        found.push(literal(rest.up_to(&["WHEN", "ELSE", "END"]))?);
    }
    found.push(if rest.eat("ELSE") { literal(rest.up_to(&["END"]))? } else { "NULL".to_owned() });
    (rest.eat("END") && rest.is_done()).then_some(found)
}

/// The columns that `SET …` gives one of several literals, once for each of them.
pub(crate) fn outcomes_of_cases(set: Cursor<'_>) -> Vec<(String, Value)> {
    let assignments = set.items().into_iter().filter_map(assignment);
    let cases = assignments.filter(|Assignment { value, .. }| value.is("CASE"));
    cases
        .flat_map(|Assignment { column, value }| {
            let found = outcomes(value).unwrap_or_default();
            found.into_iter().map(move |text| (column.clone(), Value::Literal(text)))
        })
        .collect()
}

/// `upper(substr(x, 1, 1)) || substr(x, 2)`, in any of its spellings: done once, it stays.
pub(super) fn is_capitalised(tokens: &[&str], column: &str) -> bool {
    let column = column.to_lowercase();
    let mut text = tokens.concat().to_lowercase().replace("substring", "substr").replace(['"', '`'], "");
    if let Some(parts) = text.strip_prefix("concat(").and_then(|rest| rest.strip_suffix(')')) {
        text = parts.replacen(")),", "))||", 1);
    }
    let Some((first, rest)) = text.split_once("||") else { return false };
    let letter = [format!("upper(substr({column},1,1))"), format!("upper(left({column},1))")];
    let rest = rest.strip_prefix("lower(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    let tail = rest.strip_prefix(&format!("substr({column}")).unwrap_or_default();
    letter.iter().any(|spelling| spelling == first) && matches!(tail, ",2)" | "from2)")
}

#[cfg(test)]
mod tests {
    use crate::engine::Dialect;
    use crate::frontend::sql::cursor::Cursor;
    use crate::frontend::sql::repeat::{drains, of_update};
    use crate::frontend::sql::split::Script;
    use crate::operation::Repeat;

    fn parts<'t>(text: &'t str, script: &'t Script<'t>) -> (Cursor<'t>, Option<Cursor<'t>>) {
        let mut cursor = Cursor::new(text, Dialect::Postgres, &script.tokens);
        let set = cursor.up_to(&["WHERE"]);
        let filter = cursor.eat("WHERE").then_some(cursor);
        (set, filter)
    }

    #[test]
    fn every_way_of_a_case_counts() {
        for (update, drained) in [
            ("a = CASE WHEN b = 0 THEN 'x' ELSE 'y' END WHERE a IS NULL", true),
            ("a = CASE WHEN b = 0 THEN 'x' END WHERE a IS NULL", false),
            ("a = CASE b WHEN 0 THEN 'x' ELSE 'y' END WHERE a = 'z'", true),
            ("a = CASE b WHEN 0 THEN 'x' ELSE 'z' END WHERE a = 'z'", false),
            ("a = CASE WHEN b = 0 THEN c ELSE 'y' END WHERE a IS NULL", false),
        ] {
            let script = Script::read(update, Dialect::Postgres);
            let (set, filter) = parts(update, &script);
            assert_eq!(filter.is_some_and(|filter| drains(set, filter)), drained, "{update}");
        }
    }

    #[test]
    fn a_capital_letter_stays_one() {
        for (update, repeat) in [
            ("t = upper(substr(t, 1, 1)) || substr(t, 2)", Repeat::Same),
            ("t = CONCAT(UPPER(LEFT(t, 1)), LOWER(SUBSTRING(t, 2)))", Repeat::Same),
            ("t = upper(left(t, 1)) || lower(substring(t from 2))", Repeat::Same),
            ("t = upper(substr(t, 1, 1)) || substr(t, 1)", Repeat::Differs),
            ("t = upper(left(t, 1)) || t", Repeat::Differs),
        ] {
            let script = Script::read(update, Dialect::Postgres);
            let (set, filter) = parts(update, &script);
            assert_eq!(of_update(set, filter), repeat, "{update}");
        }
    }
}
