//! What a new thing brings with it: a table its columns, a constraint its index, an enum its labels.

use std::sync::Arc;

use crate::engine::Dialect;
use crate::naming;
use crate::operation::{ColumnDef, ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, TableDef};
use crate::schema::{Origin, Presence, Schema};

/// Writes down a new thing and all that comes with it.
pub(super) fn build(schema: &mut Schema, key: &Key, definition: &Definition, origin: Origin) {
    match definition {
        Definition::Table(table) => build_table(schema, &key.name, table, origin),
        Definition::Column(column) => {
            for constraint in &column.constraints {
                build_constraint(schema, &key.owner, constraint, origin);
            }
        }
        Definition::Constraint(constraint) => {
            build_constraint(schema, &key.owner, constraint, origin);
            // Rails names it all the same where SQLite lets it be made twice under that name.
            if key.name.is_empty() {
                return;
            }
        }
        Definition::Enum(labels) => {
            for label in labels {
                let value = Key::owned(Kind::EnumValue, key.name.clone(), label.as_str());
                schema.make(value, Arc::new(Definition::Text(String::new())), origin);
            }
        }
        Definition::View { .. } | Definition::Text(_) if key.owner.is_empty() => {
            schema.forget_gone(Kind::Column, &key.name);
        }
        Definition::Index(_) | Definition::View { .. } | Definition::Text(_) => {}
    }
    schema.make(key.clone(), Arc::new(definition.clone()), origin);
}

fn build_table(schema: &mut Schema, table: &str, definition: &TableDef, origin: Origin) {
    if !definition.complete {
        schema.forget_gone(Kind::Column, table);
        schema.forget_gone(Kind::Constraint, table);
    }
    let taken_over = definition.like.as_deref().map(|source| columns_of(schema, source));
    for (column, known) in taken_over.into_iter().flatten() {
        schema.make(Key::column(table, column), known, origin);
    }
    for column in &definition.columns {
        let key = Key::column(table, column.name.as_str());
        schema.make(key, Arc::new(Definition::Column(ColumnDef::clone(column))), origin);
    }
    for constraint in &definition.constraints {
        build_constraint(schema, table, constraint, origin);
    }
    for index in &definition.indexes {
        let key = Key::index(schema.dialect(), table, index.name.clone().unwrap_or_default());
        schema.make(key, Arc::new(Definition::Index(IndexDef::clone(index))), origin);
    }
}

/// The columns that a table is known to have.
fn columns_of(schema: &Schema, table: &str) -> Vec<(smol_str::SmolStr, Arc<Definition>)> {
    let columns = schema.on_table(table).into_iter().filter(|key| key.kind == Kind::Column);
    columns
        .filter_map(|key| {
            let definition = schema.fact(&key)?.definition.clone()?;
            Some((key.name, definition))
        })
        .collect()
}

fn build_constraint(schema: &mut Schema, table: &str, constraint: &ConstraintDef, origin: Origin) {
    let shared = Arc::new(Definition::Constraint(constraint.clone()));
    if constraint.name.is_none() && constraint.kind != ConstraintKind::PrimaryKey {
        // A reminder that the table has a constraint of a name that is not certain.
        schema.make(Key::constraint(table, ""), shared.clone(), origin);
    }
    let Some(name) = constraint.name.clone().or_else(|| made_up_name(schema, table, constraint)) else {
        // It may have taken the name of one that was dropped.
        return schema.forget_gone(Kind::Constraint, table);
    };
    if makes_index(schema.dialect(), constraint) {
        let named = constraint.name.is_some() || constraint.kind == ConstraintKind::PrimaryKey;
        let index = IndexDef {
            name: named.then(|| name.clone()),
            table: table.to_owned(),
            columns: constraint.columns.clone(),
            unique: true,
            filter: None,
            concurrently: false,
        };
        schema.make(schema.index_behind(table, &name), Arc::new(Definition::Index(index)), origin);
    }
    schema.make(Key::constraint(table, name), shared, origin);
}

/// The name that the engine gives a constraint, as far as it is certain.
fn made_up_name(schema: &Schema, table: &str, constraint: &ConstraintDef) -> Option<String> {
    match schema.dialect() {
        Dialect::Postgres => {
            let bare = table.rsplit('.').next().unwrap_or(table);
            let name = naming::of_constraint(bare, constraint)?;
            // PostgreSQL adds a number to a name that is taken.
            let taken = |key: &Key| schema.fact(key).is_some_and(|fact| fact.presence == Presence::Present);
            let free = !taken(&Key::constraint(table, name.as_str())) && !taken(&schema.index_behind(table, &name));
            (free || constraint.kind == ConstraintKind::PrimaryKey).then_some(name)
        }
        _ => (constraint.kind == ConstraintKind::PrimaryKey).then(|| "primary".to_owned()),
    }
}

pub(super) fn makes_index(dialect: Dialect, constraint: &ConstraintDef) -> bool {
    dialect != Dialect::Sqlite
        && matches!(constraint.kind, ConstraintKind::Unique | ConstraintKind::PrimaryKey | ConstraintKind::Exclude)
}
