//! The schema of a file of SQLite's: the statements that it keeps.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection as Session, OpenFlags};

use super::{SqliteSession, lost};
use crate::database::{Connection, RunError, Steps};

/// The file, opened so that nothing can be written.
pub(super) fn original(path: &Path, timeout: Duration) -> Result<SqliteSession, RunError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let session = Session::open_with_flags(path, flags).map_err(lost)?;
    session.busy_timeout(timeout).map_err(lost)?;
    Ok(SqliteSession { session, timeout })
}

/// The statements that make the schema anew. The tables behind a virtual one are made by its module.
pub(super) fn schema(session: &mut SqliteSession) -> Result<Steps, RunError> {
    let text = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') \
                ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, rowid";
    Ok(session.rows(text)?.into_iter().flatten().flatten().map(|statement| vec![statement]).collect())
}
