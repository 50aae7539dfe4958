//! Questions to the database, as a migration asks them.

use super::Speller;
use crate::engine::{Dialect, Version};
use crate::operation::{Key, Kind};

impl Speller<'_, '_> {
    /// An expression that is true where the key is there (or, with `present` false, where it is not).
    ///
    /// `has_index` came with sea-orm-migration 0.12.3; constraints and types have no question of their own, so the
    /// catalogue is asked.
    pub(super) fn asks(&self, key: &Key, table: Option<&str>, present: bool) -> Option<String> {
        let manager = self.around.manager.as_deref()?;
        let not = if present { "" } else { "!" };
        let (kind, owner) = match key.kind {
            Kind::Table => ("has_table", None),
            Kind::Column => ("has_column", Some(key.owner.as_str())),
            Kind::Index if self.at_least(Version::new(0, 12, 3)) => {
                ("has_index", Some(if key.owner.is_empty() { table? } else { key.owner.as_str() }))
            }
            Kind::Constraint | Kind::Type => {
                let ending = if present { "is_some" } else { "is_none" };
                return self.asks_catalog(manager, &self.catalog(key)?, ending);
            }
            _ => return None,
        };
        // The questions look into the current schema only.
        let names: Vec<&str> = owner.into_iter().chain([key.name.as_str()]).collect();
        if names.iter().any(|name| name.is_empty() || name.contains(['.', '"', '\\'])) {
            return None;
        }
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        Some(format!("{not}{manager}.{kind}({}).await?", names.join(", ")))
    }

    /// Whether this version, and all that the project may run with, is new enough. Without one in hand a current one
    /// is taken: a method that is not there does not compile, so nobody is misled.
    pub(super) fn at_least(&self, version: Version) -> bool {
        self.request.context.framework.is_none_or(|known| known >= version)
    }

    /// A query that finds the constraint or type.
    fn catalog(&self, key: &Key) -> Option<String> {
        let plain = |name: &str| !name.is_empty() && !name.contains(['\'', '"', '\\', '.']);
        let context = self.request.context;
        if !plain(&key.name) || !(key.owner.is_empty() || plain(&key.owner)) {
            return None;
        }
        match (key.kind, context.dialect) {
            (Kind::Type, Dialect::Postgres) => Some(format!(
                "SELECT 1 FROM pg_type WHERE typname = '{}' AND typnamespace = current_schema()::regnamespace",
                key.name
            )),
            (Kind::Constraint, Dialect::Postgres) if context.also.is_empty() => Some(format!(
                "SELECT 1 FROM pg_constraint WHERE conname = '{}' AND conrelid = '{}'::regclass",
                key.name,
                quoted(&key.owner)
            )),
            (Kind::Constraint, Dialect::MySql | Dialect::MariaDb)
                if context.also.iter().all(|other| other.is_mysql_like()) =>
            {
                Some(format!(
                    "SELECT 1 FROM information_schema.table_constraints WHERE constraint_schema = DATABASE() \
                     AND table_name = '{}' AND constraint_name = '{}'",
                    key.owner, key.name
                ))
            }
            _ => None,
        }
    }

    /// Whether a query finds rows.
    pub(super) fn asks_rows(&self, sql: &str, ending: &str) -> Option<String> {
        self.asks_catalog(self.around.manager.as_deref()?, sql, ending)
    }

    /// `query_one` takes a raw statement until SeaORM 2.0, which has `query_one_raw` for those.
    fn asks_catalog(&self, manager: &str, sql: &str, ending: &str) -> Option<String> {
        let method =
            if self.request.context.framework? >= Version::new(2, 0, 0) { "query_one_raw" } else { "query_one" };
        Some(format!(
            "{manager}\n    .get_connection()\n    .{method}(sea_orm::Statement::from_string(\n        \
             {manager}.get_database_backend(),\n        \"{sql}\",\n    ))\n    .await?\n    .{ending}()"
        ))
    }
}

/// A name as `regclass` reads it.
fn quoted(name: &str) -> String {
    let simple = name.chars().all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit())
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if simple { name.to_owned() } else { format!("\\\"{name}\\\"") }
}
