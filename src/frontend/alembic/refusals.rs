//! Calls that end in an error whatever the database holds: Alembic and SQLAlchemy refuse them, or write what the engine
//! does not take. Measured with Alembic 1.20.1 and SQLAlchemy 2.1.9 on all three engines (`tests/engines/cases/alembic`,
//! the cases whose names begin with `refused`).

use super::lower::Lowering;
use super::ops::Op;
use super::options::Place;
use super::value::Value;
use crate::engine::Dialect;
use crate::operation::{Lacks, Refusal};

const fn refusal(lacks: Lacks, error: &'static str) -> Option<Refusal> {
    Some(Refusal { error, lacks })
}

/// `alembic/ddl/sqlite.py`, `add_constraint` and `drop_constraint`.
const NO_CONSTRAINTS: Option<Refusal> = refusal(
    Lacks::Copy,
    "NotImplementedError: No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature \
     which allows for SQLite migrations using a copy-and-move strategy.",
);
const NO_ALTER_COLUMN: Option<Refusal> =
    refusal(Lacks::Copy, "(sqlite3.OperationalError) near \"ALTER\": syntax error");
/// `alembic/ddl/mysql.py`, `MySQLChangeColumn`.
const NO_TYPE: Option<Refusal> = refusal(
    Lacks::Type,
    "alembic.util.exc.CommandError: All MySQL CHANGE/MODIFY COLUMN operations require the existing type.",
);
/// `alembic/ddl/mysql.py`, `_mysql_drop_constraint`.
const NO_SORT: Option<Refusal> =
    refusal(Lacks::Sort, "NotImplementedError: No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type");

impl<'t> Lowering<'_, 't> {
    /// The error that the call ends in whatever the database holds.
    pub(super) fn refusal(&self, op: &Op<'_, 't>) -> Option<Refusal> {
        // What is not spelled out here may be what is missing.
        if op.args.open {
            return None;
        }
        let on_sqlite = self.context.dialect == Dialect::Sqlite && op.place != Place::Rebuild;
        match op.name {
            "create_foreign_key" | "create_unique_constraint" | "create_check_constraint" | "create_primary_key"
                if on_sqlite =>
            {
                NO_CONSTRAINTS
            }
            "drop_constraint" if on_sqlite => NO_CONSTRAINTS,
            "drop_constraint" => self.undroppable(op),
            "alter_column" if on_sqlite => {
                let changes = ["nullable", "server_default", "type_"].iter().any(|name| is_given(op, name));
                NO_ALTER_COLUMN.filter(|_| changes)
            }
            "alter_column" if self.context.dialect.is_mysql_like() && op.place != Place::Rebuild => {
                // A new default alone is set without the type.
                let rewrites = ["nullable", "new_column_name", "autoincrement", "comment"];
                let typed = is_given(op, "type_") || is_given(op, "existing_type");
                NO_TYPE.filter(|_| !typed && rewrites.iter().any(|name| is_given(op, name)))
            }
            _ => None,
        }
    }

    /// A constraint without a name, which is what autogenerate writes into `downgrade()` where the models give it none;
    /// or one of which MySQL's dialect would have to know what it is.
    fn undroppable(&self, op: &Op<'_, 't>) -> Option<Refusal> {
        let sort = op.args.get(op.shift(2), "type_").map(|arg| &arg.value).filter(|value| !value.is_none());
        let on_mysql = self.context.dialect.is_mysql_like() && op.place != Place::Rebuild;
        if on_mysql && sort.is_none() {
            return NO_SORT;
        }
        // A naming convention may make a name.
        if op.args.get(0, "constraint_name")?.value != Value::None || !self.context.naming_convention.is_empty() {
            return None;
        }
        let error = match self.context.dialect {
            _ if op.place == Place::Rebuild => "ValueError: Constraint must have a name",
            Dialect::Postgres => {
                "sqlalchemy.exc.CompileError: Can't emit DROP CONSTRAINT for constraint …; it has no name"
            }
            // There is only one of them, and MySQL knows which.
            Dialect::MySql | Dialect::MariaDb if sort.and_then(Value::as_str) == Some("primary") => return None,
            Dialect::MySql | Dialect::MariaDb => "AssertionError",
            Dialect::Sqlite | Dialect::SqlServer => return None,
        };
        let label = match sort.and_then(Value::as_str) {
            Some("foreignkey") => "fkey",
            Some("unique") => "key",
            Some("check") => "check",
            Some("primary") => "pkey",
            _ => "",
        };
        refusal(Lacks::Name { label }, error)
    }
}

/// Given, and not as `None`.
fn is_given(op: &Op<'_, '_>, name: &str) -> bool {
    op.args.named(name).is_some_and(|arg| !arg.value.is_none())
}
