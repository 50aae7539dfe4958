//! Errors that ActiveRecord and Alembic raise by themselves, before or instead of the engine.
//!
//! Sources: shared facts `rails-behaviour.tsv` (ActiveRecord 6.0 to 8.2 really run on PostgreSQL, MariaDB and SQLite)
//! and `alembic.md` section 1 (Alembic 1.20.1 really run).

use super::ClashKind;
use super::phrase::Verb;
use super::subject::Subject;
use crate::engine::{Context, Dialect, Tool, Version};
use crate::finding::EngineError;
use crate::operation::{Action, Definition, Key, Kind, Operation};

/// The framework's own error, where it does not let the statement reach the engine.
pub(super) fn own_error(
    context: &Context,
    operation: &Operation,
    clash: ClashKind,
    subject: &Subject<'_>,
) -> Option<EngineError> {
    let message = match context.tool {
        Tool::Rails => active_record(context, operation, clash, subject),
        Tool::Alembic => alembic(context, clash, subject),
        _ => None,
    }?;
    Some(EngineError { code: String::new(), message })
}

/// What the framework raises by itself when it is asked about a table that is not there (measured with ActiveRecord 6.1
/// and SQLAlchemy 2.1); elsewhere the engine does.
pub(super) fn unanswered(context: &Context, table: &Key) -> Option<EngineError> {
    let name = table.name.rsplit('.').next().unwrap_or_default();
    let message = match (context.tool, context.dialect) {
        (Tool::Alembic, _) => format!("sqlalchemy.exc.NoSuchTableError: {name}"),
        (Tool::Rails, Dialect::Sqlite) => format!("ActiveRecord::StatementInvalid: Could not find table '{name}'"),
        _ => return None,
    };
    Some(EngineError { code: String::new(), message })
}

fn active_record(context: &Context, operation: &Operation, clash: ClashKind, subject: &Subject<'_>) -> Option<String> {
    let older_than = |major, minor| context.framework.is_some_and(|version| version < Version::new(major, minor, 0));
    let (name, table) = (subject.name(), subject.owner);
    match (subject.verb, subject.kind, clash) {
        (Verb::Create, Kind::Index, ClashKind::Exists) if older_than(6, 1) => {
            Some(format!("ArgumentError: Index name '{name}' on table '{table}' already exists"))
        }
        (Verb::Drop | Verb::Alter, Kind::Index | Kind::Constraint | Kind::Column, ClashKind::Missing) => {
            operation.sought.as_deref().map(|sought| sought.error.clone())
        }
        (Verb::Rename, Kind::Column, ClashKind::Missing)
            if context.dialect == Dialect::Sqlite || context.dialect.is_mysql_like() && older_than(6, 1) =>
        {
            Some(format!("ActiveRecord::ActiveRecordError: No such column: {table}.{name}"))
        }
        // SQLite can't add such a column: ActiveRecord copies the table, and looks at its columns first.
        (Verb::Create, Kind::Column, ClashKind::Exists)
            if context.dialect == Dialect::Sqlite && needs_table_copy(operation) =>
        {
            let place = if older_than(7, 1) { String::new() } else { format!(" on '{table}'") };
            Some(format!("ArgumentError: you can't define an already defined column '{name}'{place}."))
        }
        _ => None,
    }
}

/// `invalid_alter_table_type?` in ActiveRecord's `sqlite3_adapter.rb`: NOT NULL without a default.
fn needs_table_copy(operation: &Operation) -> bool {
    match &operation.action {
        Action::Create { definition: Definition::Column(column), .. } => column.not_null && column.default.is_none(),
        _ => false,
    }
}

fn alembic(context: &Context, clash: ClashKind, subject: &Subject<'_>) -> Option<String> {
    if context.dialect != Dialect::Sqlite || subject.kind != Kind::Constraint {
        return None;
    }
    match (subject.verb, clash) {
        // Outside a batch the very first run fails already, so this is a batch.
        (Verb::Drop, ClashKind::Missing) => Some(format!("ValueError: No such constraint: '{}'", subject.name())),
        _ => None,
    }
}
