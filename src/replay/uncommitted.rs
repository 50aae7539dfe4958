//! Enum values that PostgreSQL does not let be used before the transaction that added them has committed (55P04).
//!
//! The engine looks at a label wherever text becomes a value of the type: in rows, defaults, checks, partial indexes.

use crate::engine::Dialect;
use crate::operation::{Action, ColumnDef, ConstraintKind, Definition, Key, Kind, Operation, Update, Value};
use crate::schema::{Presence, Schema};

/// The enum value that an operation adds to a type that is there already.
pub(super) fn added<'o>(schema: &Schema, operation: &'o Operation) -> Option<&'o Key> {
    let Action::Create { key, .. } = &operation.action else { return None };
    let is_new = key.kind == Kind::EnumValue && schema.dialect() == Dialect::Postgres;
    (is_new && schema.presence(key) != Presence::Present).then_some(key)
}

/// The first of the values that an operation uses.
pub(super) fn used<'v>(values: &'v [Key], schema: &Schema, operation: &Operation) -> Option<&'v Key> {
    values.iter().find(|value| uses(schema, &operation.action, value))
}

fn uses(schema: &Schema, action: &Action, value: &Key) -> bool {
    let column = |table: &Key, name: &str| may_hold(schema, &Key::column(table.name.as_str(), name), value);
    match action {
        Action::Update(Update { table, writes, .. }) => {
            writes.iter().any(|(name, written)| is_label(written, value) && column(table, name))
        }
        Action::Insert(insert) => {
            let mut rows = insert.rows.iter().flatten();
            let names = insert.columns.as_deref();
            rows.any(|row| {
                row.iter().enumerate().any(|(place, written)| {
                    let name = names.and_then(|names| names.get(place));
                    is_label(written, value) && name.is_none_or(|name| column(&insert.table, name))
                })
            })
        }
        Action::Alter { key, alteration } if alteration.what == "default" => {
            alteration.to.as_deref().is_some_and(|to| mentions(to, value)) && may_hold(schema, key, value)
        }
        Action::Create { key, definition } => defines_with(schema, key, definition, value),
        _ => false,
    }
}

fn defines_with(schema: &Schema, key: &Key, definition: &Definition, value: &Key) -> bool {
    let default = |column: &ColumnDef| {
        column.default.as_deref().is_some_and(|default| mentions(default, value))
            && column.sql_type.as_deref().is_none_or(|sql_type| is_of_type(sql_type, &value.owner))
    };
    match definition {
        Definition::Column(column) => default(column),
        Definition::Table(table) => table.columns.iter().any(default),
        Definition::Index(index) => {
            index.filter.as_deref().is_some_and(|filter| mentions(filter, value))
                && has_column_of(schema, &index.table, value)
        }
        Definition::Constraint(constraint) => match &constraint.kind {
            ConstraintKind::Check { expression } => {
                mentions(expression, value) && has_column_of(schema, &key.owner, value)
            }
            _ => false,
        },
        Definition::Enum(_) | Definition::View { .. } | Definition::Text(_) => false,
    }
}

fn is_label(written: &Value, value: &Key) -> bool {
    matches!(written, Value::Literal(text) if *text == value.name)
}

/// Whether a text holds the label as a string.
fn mentions(text: &str, value: &Key) -> bool {
    let label = value.name.replace('\'', "''");
    text.match_indices(&label)
        .any(|(start, _)| text[..start].ends_with('\'') && text[start + label.len()..].starts_with('\''))
        || text == value.name
}

/// Whether a column may be of the value's type: it is, or nobody knows its type.
fn may_hold(schema: &Schema, column: &Key, value: &Key) -> bool {
    column_type(schema, column).is_none_or(|sql_type| is_of_type(sql_type, &value.owner))
}

/// Whether a table is known to have a column of the value's type.
fn has_column_of(schema: &Schema, table: &str, value: &Key) -> bool {
    schema.on_table(table).iter().any(|key| {
        key.kind == Kind::Column && column_type(schema, key).is_some_and(|sql_type| is_of_type(sql_type, &value.owner))
    })
}

pub(super) fn column_type<'s>(schema: &'s Schema, column: &Key) -> Option<&'s str> {
    match schema.fact(column)?.definition.as_deref()? {
        Definition::Column(column) => column.sql_type.as_deref(),
        _ => None,
    }
}

/// Types are written with and without quotes, schema and `[]`.
pub(super) fn is_of_type(written: &str, name: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim_end_matches("[]").rsplit('.').next().unwrap_or(text);
        text.trim_matches('"').to_lowercase()
    };
    bare(written) == bare(name)
}
