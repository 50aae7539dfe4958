//! Which guard options this Alembic, SQLAlchemy and database honour: one table.
//!
//! Facts: alembic.md section 1, "Version gate of calls" and the column "silently ignored / traps", all measured.

use crate::engine::{Context, Dialect, Version};
use crate::migration::GuardEffect;

/// What becomes of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Honoured,
    Not(GuardEffect, String),
}

/// Where an operation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Op,
    /// In a `batch_alter_table` that sends plain statements.
    Batch,
    /// In one that rebuilds the table.
    Rebuild,
}

/// The newest versions known, for projects that do not say.
const NEWEST_ALEMBIC: Version = Version::new(1, 20, 1);

/// What this project makes of `operation(…, if_not_exists=True)` or `if_exists=True`.
pub(super) fn effect(context: &Context, operation: &str, place: Place) -> Outcome {
    let alembic = context.framework.unwrap_or(NEWEST_ALEMBIC);
    let old_sqlalchemy = context.sqlalchemy.is_some_and(|version| version < Version::new(2, 0, 0));
    let dialect = context.dialect;
    let on = || format!("on {}", dialect.title());
    let before = |version: Version| format!("before Alembic {version}");
    let gate = |since: Version, effect| match alembic < since {
        true => Outcome::Not(effect, before(since)),
        false => Outcome::Honoured,
    };
    let within = |first: Outcome, rest: &dyn Fn() -> Outcome| match first {
        Outcome::Honoured => rest(),
        refused => refused,
    };
    match (operation, place) {
        ("create_index" | "drop_index", Place::Rebuild) => {
            Outcome::Not(GuardEffect::Raises, "in a batch that rebuilds the table".to_owned())
        }
        ("create_index" | "drop_index", _) => {
            let since = if old_sqlalchemy { Version::new(1, 13, 0) } else { Version::new(1, 11, 2) };
            within(gate(since, GuardEffect::Ignored), &|| match dialect {
                Dialect::MySql => Outcome::Not(GuardEffect::Raises, on()),
                Dialect::SqlServer => Outcome::Not(GuardEffect::Ignored, on()),
                _ => Outcome::Honoured,
            })
        }
        ("create_table", _) => within(gate(Version::new(1, 13, 3), GuardEffect::Ignored), &|| match dialect {
            Dialect::SqlServer => Outcome::Not(GuardEffect::Raises, on()),
            _ => Outcome::Honoured,
        }),
        ("drop_table", _) => gate(Version::new(1, 13, 3), GuardEffect::Ignored),
        ("add_column" | "drop_column", Place::Rebuild) => {
            Outcome::Not(GuardEffect::Ignored, "in a batch that rebuilds the table".to_owned())
        }
        ("add_column", _) => within(gate(Version::new(1, 16, 0), GuardEffect::Raises), &|| match dialect {
            Dialect::Sqlite | Dialect::MySql => Outcome::Not(GuardEffect::Raises, on()),
            Dialect::SqlServer => Outcome::Not(GuardEffect::Ignored, on()),
            Dialect::Postgres | Dialect::MariaDb => Outcome::Honoured,
        }),
        ("drop_column", _) => within(gate(Version::new(1, 16, 0), GuardEffect::Ignored), &|| match dialect {
            Dialect::Sqlite | Dialect::MySql => Outcome::Not(GuardEffect::Raises, on()),
            _ => Outcome::Honoured,
        }),
        ("drop_constraint", Place::Op) => {
            within(gate(Version::new(1, 16, 0), GuardEffect::Raises), &|| match dialect {
                _ if old_sqlalchemy => Outcome::Not(GuardEffect::Raises, "before SQLAlchemy 2.0".to_owned()),
                Dialect::MySql | Dialect::MariaDb => Outcome::Not(GuardEffect::Ignored, on()),
                _ => Outcome::Honoured,
            })
        }
        ("drop_constraint", _) => Outcome::Not(GuardEffect::Raises, "inside `batch_alter_table`".to_owned()),
        (constraint, _) if constraint.starts_with("create_") => {
            Outcome::Not(GuardEffect::Ignored, "for constraints, in every version".to_owned())
        }
        _ => Outcome::Not(GuardEffect::Raises, "for this operation".to_owned()),
    }
}

/// Whether every database of the project honours it.
pub(super) fn portable(context: &Context, operation: &str, place: Place) -> bool {
    context.dialects().all(|dialect| {
        let context = Context { dialect, ..context.clone() };
        effect(&context, operation, place) == Outcome::Honoured
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Tool;

    #[test]
    fn the_measured_gate() {
        let effect_of = |version: &str, dialect, operation| {
            let mut context = Context::new(Tool::Alembic, dialect);
            context.framework = Version::parse(version);
            context.sqlalchemy = Version::parse("2.0.58");
            match effect(&context, operation, Place::Op) {
                Outcome::Honoured => "ok",
                Outcome::Not(GuardEffect::Raises, _) => "raises",
                Outcome::Not(_, _) => "ignored",
            }
        };
        let columns = ["create_table", "create_index", "add_column", "drop_column", "drop_constraint"];
        for (version, expected) in [
            ("1.11.1", ["ignored", "ignored", "raises", "ignored", "raises"]),
            ("1.13.2", ["ignored", "ok", "raises", "ignored", "raises"]),
            ("1.15.2", ["ok", "ok", "raises", "ignored", "raises"]),
            ("1.16.0", ["ok", "ok", "ok", "ok", "ok"]),
        ] {
            assert_eq!(
                columns.map(|operation| effect_of(version, Dialect::Postgres, operation)),
                expected,
                "{version}"
            );
        }
        let newest = |dialect| columns.map(|operation| effect_of("1.20.1", dialect, operation));
        assert_eq!(newest(Dialect::Sqlite), ["ok", "ok", "raises", "raises", "ok"]);
        assert_eq!(newest(Dialect::MariaDb), ["ok", "ok", "ok", "ok", "ignored"]);
        assert_eq!(effect_of("1.20.1", Dialect::Postgres, "create_foreign_key"), "ignored");
    }
}
