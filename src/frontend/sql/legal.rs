//! Which guards a dialect and version have: everything else is a syntax error there, whatever sqlparser says
//! (shared facts sql.md sections 0.5 and 1, run on PostgreSQL 12 to 18, MariaDB 10.11 and SQLite 3.40 and 3.54; MySQL
//! from its manual; SQL Server from memory).

use super::draft::{Engine, Verdict};
use crate::engine::{Dialect, Version};
use crate::operation::Kind;

/// Where a guard is not honoured.
fn nowhere(engine: Engine) -> Verdict {
    Err(format!("on {}", engine.dialect.title()))
}

fn from(engine: Engine, first: Version) -> Verdict {
    if engine.version >= first { Ok(()) } else { Err(format!("before {} {first}", engine.dialect.title())) }
}

/// `CREATE … IF NOT EXISTS`. `word` names what [`Kind::Other`] is.
pub(crate) fn create_if_not_exists(engine: Engine, kind: Kind, word: &str) -> Verdict {
    use Kind::{
        Event, Extension, Function, Index, MaterializedView, Other, Procedure, Role, Schema, Sequence, Table, Trigger,
        View,
    };
    let honoured = match engine.dialect {
        Dialect::Postgres => match kind {
            Table | Index | Sequence | Schema | Extension | MaterializedView => true,
            Other => matches!(word, "statistics" | "collation" | "server" | "user mapping"),
            _ => false,
        },
        Dialect::MySql => match kind {
            Trigger | Procedure | Function => return from(engine, Version::new(8, 0, 29)),
            View => return from(engine, Version::new(9, 1, 0)),
            _ => matches!(kind, Table | Schema | Role | Event),
        },
        Dialect::MariaDb => true,
        Dialect::Sqlite => matches!(kind, Table | Index | View | Trigger),
        Dialect::SqlServer => false,
    };
    if honoured { Ok(()) } else { nowhere(engine) }
}

/// `CREATE OR REPLACE`; on SQL Server `CREATE OR ALTER`.
pub(crate) fn or_replace(engine: Engine, kind: Kind, word: &str) -> Verdict {
    use Kind::{Function, Other, Procedure, Trigger, View};
    let honoured = match engine.dialect {
        Dialect::Postgres if word == "constraint trigger" => false,
        Dialect::Postgres if kind == Trigger => return from(engine, Version::new(14, 0, 0)),
        Dialect::Postgres => match kind {
            View | Function | Procedure => true,
            Other => matches!(word, "rule" | "language" | "transform"),
            _ => false,
        },
        Dialect::MySql => kind == View || word == "spatial reference system",
        Dialect::MariaDb => true,
        Dialect::Sqlite => false,
        Dialect::SqlServer => matches!(kind, View | Function | Procedure | Trigger),
    };
    if honoured { Ok(()) } else { nowhere(engine) }
}

/// `DROP … IF EXISTS`.
pub(crate) fn drop_if_exists(engine: Engine, kind: Kind) -> Verdict {
    match engine.dialect {
        Dialect::MySql if kind == Kind::Index => nowhere(engine),
        _ => Ok(()),
    }
}

/// `ALTER TABLE IF EXISTS` and its siblings for views, indexes and sequences.
pub(crate) fn alter_if_exists(engine: Engine, kind: Kind) -> Verdict {
    use Kind::{Index, MaterializedView, Sequence, Table, View};
    let honoured = match engine.dialect {
        Dialect::Postgres => matches!(kind, Table | View | MaterializedView | Index | Sequence),
        Dialect::MariaDb => matches!(kind, Table | Sequence | Kind::Role),
        Dialect::MySql => kind == Kind::Role,
        Dialect::Sqlite | Dialect::SqlServer => false,
    };
    if honoured { Ok(()) } else { nowhere(engine) }
}

/// `ALTER TABLE … ADD COLUMN IF NOT EXISTS`.
pub(crate) fn add_column_if_not_exists(engine: Engine) -> Verdict {
    match engine.dialect {
        Dialect::Postgres | Dialect::MariaDb => Ok(()),
        _ => nowhere(engine),
    }
}

/// `ALTER TABLE … DROP COLUMN IF EXISTS`, `DROP CONSTRAINT IF EXISTS`, `DROP INDEX IF EXISTS` as actions.
pub(crate) fn drop_action_if_exists(engine: Engine) -> Verdict {
    match engine.dialect {
        Dialect::Postgres | Dialect::MariaDb | Dialect::SqlServer => Ok(()),
        _ => nowhere(engine),
    }
}

/// MariaDB's guards in an ALTER TABLE that no other dialect has: at indexes, keys, partitions, `MODIFY`, `CHANGE`,
/// `RENAME COLUMN`.
pub(crate) fn mariadb_only(engine: Engine) -> Verdict {
    match engine.dialect {
        Dialect::MariaDb => Ok(()),
        _ => nowhere(engine),
    }
}

/// `ADD CONSTRAINT IF NOT EXISTS name …`: MariaDB takes it for checks only (run; the word order differs per kind).
pub(crate) fn add_constraint_if_not_exists(engine: Engine, check: bool) -> Verdict {
    match engine.dialect {
        Dialect::MariaDb if check => Ok(()),
        Dialect::MariaDb => Err("on MariaDB in front of the name of a key".to_owned()),
        _ => nowhere(engine),
    }
}
