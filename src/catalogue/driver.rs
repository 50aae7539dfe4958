//! An engine's words as the framework's driver shows them.

use super::sqlstate;
use crate::engine::{Context, Dialect, Tool};
use crate::finding::EngineError;

/// Dresses a phrase for the tool that runs the migration. Rails: the `pg`, `mysql2` and `sqlite3` gems; Alembic: psycopg2,
/// PyMySQL and `sqlite3`, the drivers SQLAlchemy takes when a URL names none (PyMySQL: the commonest); SQL: the engine's
/// own client.
pub(super) fn dress(context: &Context, code: &str, words: &str) -> Option<EngineError> {
    let message = match (context.tool, context.dialect) {
        (_, Dialect::SqlServer) => return None,
        (Tool::Rails, Dialect::Postgres) => format!("PG::{}: ERROR:  {words}", sqlstate::class(code)?),
        (Tool::Rails, Dialect::MySql | Dialect::MariaDb) => format!("Mysql2::Error: {words}"),
        (Tool::Rails, Dialect::Sqlite) => {
            let class = if is_integrity(code, words) { "ConstraintException" } else { "SQLException" };
            format!("SQLite3::{class}: {}", quoted(words))
        }
        (Tool::Alembic, Dialect::Postgres) => format!("(psycopg2.errors.{}) {words}", sqlstate::class(code)?),
        (Tool::Alembic, Dialect::MySql | Dialect::MariaDb) => {
            format!("(pymysql.err.{}) ({code}, {})", pymysql_class(code), python_string(words))
        }
        (Tool::Alembic, Dialect::Sqlite) => {
            let class = if is_integrity(code, words) { "IntegrityError" } else { "OperationalError" };
            format!("(sqlite3.{class}) {words}")
        }
        // sqlx's words behind those of `DbErr`; measured with sea-orm-migration 2.0.4, but for the line of PostgreSQL's own
        // source that sqlx 0.9 puts behind them.
        (Tool::SeaOrm, Dialect::Postgres) => format!("Execution Error: error returned from database: {words}"),
        (Tool::SeaOrm, Dialect::MySql | Dialect::MariaDb) => {
            let state = sqlstate::of_mysql(code);
            format!("Execution Error: error returned from database: {code} ({state}): {words}")
        }
        (Tool::SeaOrm, Dialect::Sqlite) => {
            format!("Execution Error: error returned from database: (code: {}) {}", sqlite_code(words), quoted(words))
        }
        (_, Dialect::Postgres) => format!("ERROR:  {words}"),
        (_, Dialect::MySql | Dialect::MariaDb) => format!("ERROR {code} ({}): {words}", sqlstate::of_mysql(code)),
        (_, Dialect::Sqlite) => words.to_owned(),
    };
    Some(EngineError { code: code.to_owned(), message })
}

fn is_integrity(code: &str, words: &str) -> bool {
    code == "1062" || code == "23505" || words.starts_with("UNIQUE constraint failed")
}

/// The extended result code that sqlx shows: of a unique column, of a primary key, or the general one.
fn sqlite_code(words: &str) -> u16 {
    if words.starts_with("UNIQUE constraint failed") { 2067 } else { 1 }
}

/// SQLite repeats a table's name as it was written, and Rails and sea-query write it in quotes.
fn quoted(words: &str) -> String {
    match words.strip_prefix("table ").and_then(|rest| rest.strip_suffix(" already exists")) {
        Some(name) => format!("table \"{name}\" already exists"),
        None => words.to_owned(),
    }
}

/// As `pymysql/err.py` maps error numbers to classes.
fn pymysql_class(code: &str) -> &'static str {
    match code {
        "1007" | "1064" | "1146" => "ProgrammingError",
        "1062" => "IntegrityError",
        _ => "OperationalError",
    }
}

/// `repr(text)` in Python: single quotes unless the text has some and no double ones.
fn python_string(text: &str) -> String {
    if text.contains('\'') && !text.contains('"') {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "\\'"))
    }
}
