//! What has run already in a database that is used: read from the tables in which the tools record it.

use std::collections::BTreeSet;

use crate::database::{Connection, RunError};
use crate::engine::{Dialect, Tool};

/// Where a tool that runs SQL files records them.
struct Record {
    query: &'static str,
    /// Only the last version is kept: all before it ran as well.
    is_last: bool,
}

/// The tables as the tools make them by themselves. Those that are not here keep no version that belongs to a file.
fn record(tool: Tool) -> Option<Record> {
    let each = |query| Some(Record { query, is_last: false });
    match tool {
        Tool::Flyway => each("SELECT version FROM flyway_schema_history WHERE version IS NOT NULL"),
        Tool::GolangMigrate => Some(Record { query: "SELECT version FROM schema_migrations", is_last: true }),
        Tool::Dbmate => each("SELECT version FROM schema_migrations"),
        // A way back is recorded as well: the last word counts.
        Tool::Goose => each(
            "SELECT version_id FROM goose_db_version g WHERE id = (SELECT max(id) FROM goose_db_version o WHERE o.version_id = g.version_id) AND is_applied AND version_id > 0",
        ),
        Tool::Sqlx => each("SELECT version FROM _sqlx_migrations"),
        Tool::Diesel => each("SELECT version FROM __diesel_schema_migrations"),
        Tool::Refinery => each("SELECT version FROM refinery_schema_history"),
        Tool::SqlMigrate => each("SELECT id FROM gorp_migrations"),
        Tool::Liquibase => each("SELECT id FROM databasechangelog"),
        Tool::Prisma => each(
            "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
        ),
        Tool::Supabase => each("SELECT version FROM supabase_migrations.schema_migrations"),
        Tool::Atlas => each("SELECT version FROM atlas_schema_revisions.atlas_schema_revisions"),
        Tool::Tern => Some(Record { query: "SELECT version FROM schema_version", is_last: true }),
        Tool::Yoyo => each("SELECT migration_id FROM _yoyo_migration"),
        Tool::GraphileMigrate => each("SELECT filename FROM graphile_migrate.migrations"),
        Tool::Rails | Tool::Alembic | Tool::SeaOrm | Tool::PlainSql | Tool::Drizzle => None,
    }
}

/// What makes the tool's own table where migrations are known to change it: repairs that a project ships with its
/// migrations delete what was withdrawn, or write a new checksum. With the columns that sqlx 0.8 and diesel 2.2 give it.
pub(super) fn table(tool: Tool, dialect: Dialect) -> Option<&'static str> {
    match (tool, dialect) {
        (Tool::Sqlx, Dialect::Postgres) => Some(
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMPTZ NOT NULL DEFAULT now(), success BOOLEAN NOT NULL, checksum BYTEA NOT NULL, execution_time BIGINT NOT NULL)",
        ),
        (Tool::Sqlx, _) => Some(
            "CREATE TABLE IF NOT EXISTS _sqlx_migrations (version BIGINT PRIMARY KEY, description TEXT NOT NULL, installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, success BOOLEAN NOT NULL, checksum BLOB NOT NULL, execution_time BIGINT NOT NULL)",
        ),
        (Tool::Diesel, _) => Some(
            "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        ),
        _ => None,
    }
}

/// The numbers of the migrations that ran, of these revisions; nothing where that is recorded nowhere.
pub(super) fn of_sql(
    tool: Tool,
    revisions: &[&str],
    session: &mut dyn Connection,
) -> Result<Option<BTreeSet<usize>>, RunError> {
    let Some(record) = record(tool) else { return Ok(None) };
    let recorded: BTreeSet<String> = match session.rows(record.query) {
        Ok(rows) => rows.into_iter().flatten().flatten().map(|version| key(&version)).collect(),
        // There is no such table: nothing ran.
        Err(RunError::Engine(_)) => BTreeSet::new(),
        Err(lost) => return Err(lost),
    };
    let ran = |revision: &&str| recorded.contains(&key(revision));
    Ok(Some(if record.is_last {
        let last = revisions.iter().rposition(ran);
        last.map_or_else(BTreeSet::new, |last| (0..=last).collect())
    } else {
        (0..revisions.len()).filter(|&number| ran(&revisions[number])).collect()
    }))
}

/// Files and tables write the same version in several ways: `007`, `7`; `1_2` and `1.2`; with and without `.sql`.
fn key(version: &str) -> String {
    let version = version.trim().trim_end_matches(".sql").replace('_', ".").to_lowercase();
    let digits = version.trim_start_matches('0');
    let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number && !digits.is_empty() { digits.to_owned() } else { version }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn versions_are_compared_as_the_tools_mean_them() {
        assert_eq!(key("007"), key("7"));
        assert_eq!(key("1_2"), key("1.2"));
        assert_eq!(key("20260101_a.sql"), key("20260101_a"));
        assert_ne!(key("10"), key("1"));
        assert_eq!(key("000"), "000");
    }
}
