//! Enum values that are no longer there: PostgreSQL looks a label up before it looks for rows, so that a filter on one that
//! an earlier run has renamed or left out fails (22P02).

use super::Clash;
use super::uncommitted::{column_type, is_of_type};
use crate::engine::Dialect;
use crate::operation::{Action, Key, Operation, Update, Value};
use crate::schema::Schema;

/// The first label that has gone and that a statement about rows names, for a column that is known to be of its type.
pub(super) fn gone(schema: &Schema, operation: &Operation) -> Option<Clash> {
    if schema.dialect() != Dialect::Postgres || !operation.is_dml() {
        return None;
    }
    schema.gone_labels().find_map(|(value, fact)| {
        let gone = fact.since.map(|since| since.at);
        names(schema, &operation.action, value).then(|| Clash::Missing { key: value.clone(), gone })
    })
}

fn names(schema: &Schema, action: &Action, value: &Key) -> bool {
    let of_type = |table: &Key, column: &str| {
        column_type(schema, &Key::column(table.name.clone(), column)).is_some_and(|it| is_of_type(it, &value.owner))
    };
    let is_label = |written: &Value| matches!(written, Value::Literal(text) if *text == value.name);
    let asks = |table: &Key, filter: &str| compared_with(filter, &value.name).any(|column| of_type(table, column));
    match action {
        Action::Update(Update { table, writes, filter, .. }) => {
            writes.iter().any(|(column, written)| is_label(written) && of_type(table, column))
                || filter.as_deref().is_some_and(|filter| asks(table, filter))
        }
        Action::Delete { table, filter, .. } => filter.as_deref().is_some_and(|filter| asks(table, filter)),
        Action::Insert(rows) => {
            let columns = rows.columns.iter().flatten();
            rows.rows.iter().flatten().any(|row| {
                row.iter()
                    .zip(columns.clone())
                    .any(|(written, column)| is_label(written) && of_type(&rows.table, column))
            })
        }
        _ => false,
    }
}

/// The columns that a filter compares with a string: `status = 'old'`, `status IN ('old', 'older')`.
fn compared_with<'f>(filter: &'f str, label: &'f str) -> impl Iterator<Item = &'f str> {
    let quoted = format!("'{}'", label.replace('\'', "''"));
    let starts: Vec<usize> = filter.match_indices(&quoted).map(|(start, _)| start).collect();
    starts.into_iter().filter_map(|start| column_before(filter[..start].trim_end()))
}

/// The column at the end of what stands before a string it is compared with.
fn column_before(before: &str) -> Option<&str> {
    let operand = before.trim_end_matches(['=', '<', '>', '!']).trim_end();
    let operand = if operand.len() < before.len() { operand } else { before_list(before)? };
    let bare = operand.trim_end_matches('"');
    let start = bare.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    Some(&bare[start..]).filter(|name| !name.is_empty())
}

/// What stands before `IN (`, or before other strings of that list.
fn before_list(before: &str) -> Option<&str> {
    let (head, inside) = before.rsplit_once('(')?;
    let strings_only = inside.split('\'').step_by(2).all(|between| between.trim().trim_matches(',').trim().is_empty());
    let head = head.trim_end();
    let at = head.len().checked_sub(2).filter(|_| strings_only)?;
    let operand = head.get(at..)?.eq_ignore_ascii_case("in").then(|| head[..at].trim_end())?;
    let not =
        operand.len().checked_sub(4).filter(|at| operand.get(*at..).is_some_and(|it| it.eq_ignore_ascii_case(" not")));
    Some(not.map_or(operand, |at| operand[..at].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::compared_with;

    #[test]
    fn columns_are_found_beside_the_label() {
        let column = |filter: &'static str| compared_with(filter, "old").next();
        for filter in ["status = 'old'", "\"status\"='old'", "o.status <> 'old'", "id > 3 AND status = 'old'"] {
            assert_eq!(column(filter), Some("status"), "{filter}");
        }
        for filter in ["status IN ('old')", "status not in ('new', 'old')", "status IN('a','old','b')"] {
            assert_eq!(column(filter), Some("status"), "{filter}");
        }
        for filter in ["lower(status::text) = 'old'", "coalesce(a, 'old') = b", "status = 'older'", "x LIKE 'old'"] {
            assert_eq!(column(filter), None, "{filter}");
        }
    }
}
