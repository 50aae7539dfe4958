//! What `CASCADE` takes away besides what it names. It is not known for certain, so it becomes unknown.

use crate::engine::Dialect;
use crate::operation::{ConstraintKind, Definition, Key, Kind};
use crate::schema::Schema;

/// Forgets everything that may have gone with `gone`. Only PostgreSQL's CASCADE does anything.
pub(super) fn forget_dependents(schema: &mut Schema, gone: &Key) {
    if schema.dialect() != Dialect::Postgres {
        return;
    }
    let name = match gone.kind {
        Kind::Column => &gone.owner,
        _ => &gone.name,
    };
    match gone.kind {
        Kind::Table | Kind::View | Kind::MaterializedView | Kind::Column => forget_views(schema, name),
        Kind::Function | Kind::Procedure => {
            forget_views(schema, name);
            forget_all(schema, Kind::Trigger);
        }
        Kind::Type | Kind::Domain | Kind::Extension => {
            forget_views(schema, name);
            forget_columns(schema, name);
            forget_all(schema, Kind::Function);
        }
        Kind::Schema => forget_schema(schema, name),
        _ => {}
    }
    if matches!(gone.kind, Kind::Table | Kind::Constraint | Kind::Column) {
        let table = if gone.kind == Kind::Table { &gone.name } else { &gone.owner };
        forget_keys_to(schema, table);
    }
}

fn forget(schema: &mut Schema, key: &Key) {
    for inner in schema.belongings(key) {
        schema.forget(&inner);
    }
    schema.forget(key);
}

/// Views that read from `name`, and views that read from those.
fn forget_views(schema: &mut Schema, name: &str) {
    let mut gone = vec![name.split('(').next().unwrap_or(name).to_owned()];
    let mut left: Vec<_> = schema.all(Kind::View).into_iter().chain(schema.all(Kind::MaterializedView)).collect();
    while let Some(name) = gone.pop() {
        let (reading, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(_, definition)| may_mention(definition.as_deref(), &name));
        left = others;
        for (key, _) in reading {
            forget(schema, &key);
            gone.push(key.name.to_string());
        }
    }
}

fn may_mention(definition: Option<&Definition>, name: &str) -> bool {
    let bare = name.rsplit('.').next().unwrap_or(name);
    match definition {
        Some(Definition::View { text, .. } | Definition::Text(text)) => {
            text.is_empty() || text.to_lowercase().contains(&bare.to_lowercase())
        }
        _ => true,
    }
}

/// Columns of a type, and those whose type nobody knows.
fn forget_columns(schema: &mut Schema, type_name: &str) {
    let is_of_type = |definition: Option<&Definition>| match definition {
        Some(Definition::Column(column)) => {
            column.sql_type.as_deref().is_none_or(|sql_type| sql_type.contains(type_name))
        }
        _ => true,
    };
    for (key, definition) in schema.all(Kind::Column) {
        if is_of_type(definition.as_deref()) {
            forget(schema, &key);
        }
    }
}

fn forget_all(schema: &mut Schema, kind: Kind) {
    for (key, _) in schema.all(kind) {
        schema.forget(&key);
    }
}

/// Foreign keys that point at a table.
fn forget_keys_to(schema: &mut Schema, table: &str) {
    for (key, definition) in schema.all(Kind::Constraint) {
        let points = matches!(definition.as_deref(), Some(Definition::Constraint(constraint))
            if matches!(&constraint.kind, ConstraintKind::ForeignKey { to, .. } if to == table));
        if points && key.owner != table {
            schema.forget(&key);
        }
    }
}

/// Everything in a schema.
fn forget_schema(schema: &mut Schema, name: &str) {
    let prefix = format!("{name}.");
    for kind in [
        Kind::Table,
        Kind::View,
        Kind::MaterializedView,
        Kind::Index,
        Kind::Sequence,
        Kind::Type,
        Kind::Domain,
        Kind::Function,
        Kind::Procedure,
    ] {
        for (key, _) in schema.all(kind) {
            if key.name.starts_with(&prefix) {
                forget(schema, &key);
            }
        }
    }
}
