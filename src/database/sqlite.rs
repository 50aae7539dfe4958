//! SQLite, built in: databases are files of a temporary folder.

mod schema;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::types::ValueRef;
use rusqlite::{Connection as Session, Error};

#[cfg(unix)]
use super::Relay;
use super::{Connection, Facts, LEDGERS, Rows, RunError, Server, Steps, url};
use crate::engine::Dialect;
use crate::finding::EngineError;

/// How many of SQLite's virtual instructions pass between two looks at the clock.
const INSTRUCTIONS: i32 = 10_000;

pub(super) struct Sqlite {
    folder: PathBuf,
    title: String,
    timeout: Duration,
    /// A file that is only read.
    original: Option<PathBuf>,
}

impl Sqlite {
    pub(super) fn new(folder: &Path, timeout: Duration, original: Option<PathBuf>) -> Self {
        Self { folder: folder.to_owned(), original, title: format!("SQLite {}", rusqlite::version()), timeout }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.db"))
    }
}

fn lost(error: impl std::fmt::Display) -> RunError {
    RunError::Lost(format!("SQLite: {error}"))
}

impl Server for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn create(&self, name: &str, copy_of: Option<&str>) -> Result<(), RunError> {
        match copy_of.map(|original| self.path(original)).filter(|path| path.exists()) {
            Some(original) => std::fs::copy(original, self.path(name)).map(|_| ()).map_err(lost),
            None => Session::open(self.path(name)).map(|_| ()).map_err(lost),
        }
    }

    fn copies(&self) -> bool {
        true
    }

    fn remove(&self, name: &str) -> Result<(), RunError> {
        for ending in ["db", "db-journal", "db-wal", "db-shm"] {
            let path = self.folder.join(format!("{name}.{ending}"));
            if path.exists() {
                std::fs::remove_file(path).map_err(lost)?;
            }
        }
        Ok(())
    }

    fn connect(&self, name: &str) -> Result<Box<dyn Connection>, RunError> {
        let session = Session::open(self.path(name)).map_err(lost)?;
        session.busy_timeout(self.timeout).map_err(lost)?;
        // The built-in library checks foreign keys unless it is told not to; SQLite's own default is not to.
        session.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF").map_err(lost)?;
        Ok(Box::new(SqliteSession { session, timeout: self.timeout }))
    }

    fn original(&self) -> Result<(String, Box<dyn Connection>), RunError> {
        let Some(path) = &self.original else { return Err(url::names_none()) };
        Ok((path.display().to_string(), Box::new(schema::original(path, self.timeout)?)))
    }

    fn schema(&self) -> Result<Steps, RunError> {
        let Some(path) = &self.original else { return Err(url::names_none()) };
        schema::schema(&mut schema::original(path, self.timeout)?)
    }

    fn settle(&self, _name: &str) -> Result<(), RunError> {
        Ok(())
    }

    fn url(&self, name: &str) -> String {
        format!("sqlite:///{}", self.path(name).display())
    }

    #[cfg(unix)]
    fn relay(&self, _folder: &Path, _stop: Option<usize>) -> Result<Option<Relay>, RunError> {
        Ok(None)
    }

    #[cfg(unix)]
    fn url_by(&self, name: &str, _relay: &Relay) -> String {
        self.url(name)
    }
}

struct SqliteSession {
    session: Session,
    timeout: Duration,
}

impl SqliteSession {
    fn refused(&self, error: Error) -> RunError {
        let message = match &error {
            Error::SqliteFailure(failure, _) if failure.code == rusqlite::ErrorCode::OperationInterrupted => {
                format!("the statement was still running after {} s", self.timeout.as_secs())
            }
            Error::SqliteFailure(_, Some(message)) => message.clone(),
            Error::SqlInputError { msg, .. } => msg.clone(),
            other => other.to_string(),
        };
        RunError::Engine(EngineError { code: String::new(), message })
    }

    fn all(&self, sql: &str) -> Result<Rows, Error> {
        let mut statement = self.session.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let mut out = Rows::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|column| row.get_ref(column).map(text)).collect::<Result<_, _>>()?;
            out.push(cells);
        }
        Ok(out)
    }
}

fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

impl Connection for SqliteSession {
    fn run(&mut self, sql: &str) -> Result<(), RunError> {
        self.rows(sql).map(|_| ())
    }

    fn rows(&mut self, sql: &str) -> Result<Rows, RunError> {
        let end = Instant::now() + self.timeout;
        self.session.progress_handler(INSTRUCTIONS, Some(move || Instant::now() > end)).map_err(lost)?;
        self.all(sql).map_err(|error| self.refused(error))
    }

    fn facts(&mut self) -> Result<Facts, RunError> {
        let mut facts = Facts::default();
        let objects = self.rows("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")?;
        for object in objects {
            let [Some(kind), Some(name), Some(table), Some(sql)] = &object[..] else { continue };
            if name.starts_with("sqlite_") || LEDGERS.contains(&table.as_str()) {
                continue;
            }
            match kind.as_str() {
                "view" | "trigger" => facts.add(format!("{kind} {name}"), plain(sql)),
                "table" => self.table(&mut facts, name, sql)?,
                // An index is told by its columns: its text differs between ways to write the same.
                _ => {}
            }
        }
        Ok(facts)
    }
}

impl SqliteSession {
    fn table(&mut self, facts: &mut Facts, table: &str, sql: &str) -> Result<(), RunError> {
        let quoted = quote(table, '\'');
        let tail = sql.rsplit_once(')').map_or("", |(_, tail)| tail).to_uppercase();
        let head = sql.get(..20).unwrap_or_default().to_uppercase();
        let kinds = [
            (tail.contains("WITHOUT"), "without rowid"),
            (tail.contains("STRICT"), "strict"),
            (head.contains("VIRTUAL"), "virtual"),
        ];
        let kinds: Vec<&str> = kinds.into_iter().filter(|(is, _)| *is).map(|(_, kind)| kind).collect();
        facts.add(format!("table {table}"), kinds.join(" "));
        let mut kept = Vec::new();
        for row in self.rows(&format!(
            "SELECT name, lower(type), \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo({quoted})"
        ))? {
            let [Some(name), Some(kind), Some(not_null), default, Some(key), Some(hidden)] = &row[..] else { continue };
            let default = default.as_deref().filter(|value| *value != "NULL").map(|value| format!(" default {value}"));
            let not_null = if not_null == "1" && key == "0" { " not null" } else { "" };
            let hidden = if hidden == "0" { "" } else { " generated" };
            let key_text = if key == "0" { String::new() } else { format!(" key {key}") };
            facts.add(
                format!("column {table}.{name}"),
                format!("{kind}{not_null}{}{key_text}{hidden}", default.unwrap_or_default()),
            );
            let made_by_engine = key != "0" && kind == "integer";
            if !made_by_engine && !is_time(kind) {
                kept.push(quote(name, '"'));
            }
        }
        self.indexes(facts, table, &quoted)?;
        let columns =
            "\"from\" || ' -> ' || \"table\" || '.' || coalesce(\"to\", '') || ' ' || on_update || ' ' || on_delete";
        for row in self.rows(&format!("SELECT group_concat({columns}, ', ') FROM (SELECT * FROM pragma_foreign_key_list({quoted}) ORDER BY id, seq) GROUP BY id"))? {
            if let [Some(key)] = &row[..] {
                facts.count(format!("foreign key {table} {key}"));
            }
        }
        for check in checks(sql) {
            facts.count(format!("check {table} {check}"));
        }
        let columns = if kept.is_empty() { "1".to_owned() } else { kept.join(", ") };
        // A virtual table whose module is not built in can't be read.
        if let Ok(rows) = self.rows(&format!("SELECT {columns} FROM {}", quote(table, '"'))) {
            facts.content(table, &rows);
        }
        Ok(())
    }

    fn indexes(&mut self, facts: &mut Facts, table: &str, quoted: &str) -> Result<(), RunError> {
        let list = format!(
            "SELECT l.name, l.\"unique\", l.origin, coalesce(m.sql, '') FROM pragma_index_list({quoted}) l LEFT JOIN sqlite_master m ON m.name = l.name"
        );
        for row in self.rows(&list)? {
            let [Some(name), Some(unique), Some(origin), Some(sql)] = &row[..] else { continue };
            let columns = format!(
                "SELECT group_concat(coalesce(name, '?') || CASE \"desc\" WHEN 1 THEN ' desc' ELSE '' END, ', ') FROM pragma_index_xinfo({}) WHERE key",
                quote(name, '\'')
            );
            let columns = self.rows(&columns)?.pop().and_then(|mut row| row.pop().flatten()).unwrap_or_default();
            let rest = if columns.contains('?') || sql.to_lowercase().contains(" where ") {
                plain(sql.split_once('(').map_or("", |(_, rest)| rest))
            } else {
                String::new()
            };
            if origin == "c" {
                facts.add(format!("index {name}"), format!("{table} ({columns}) unique {unique} {rest}"));
            } else {
                facts.count(format!("key {table} ({columns}) {origin}"));
            }
        }
        Ok(())
    }
}

fn is_time(kind: &str) -> bool {
    ["datetime", "timestamp", "date", "time", "uuid"].iter().any(|name| kind.starts_with(name))
}

fn quote(name: &str, mark: char) -> String {
    format!("{mark}{}{mark}", name.replace(mark, &format!("{mark}{mark}")))
}

/// A definition on one line, without its guard.
fn plain(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ").replace(" IF NOT EXISTS", "").replace(" if not exists", "")
}

/// The CHECK clauses of a table, which SQLite keeps only as text.
fn checks(sql: &str) -> Vec<String> {
    let lower = sql.to_lowercase();
    let mut found = Vec::new();
    for (at, word) in lower.match_indices("check") {
        let rest = &sql[at + word.len()..];
        let Some(body) = rest.trim_start().strip_prefix('(') else { continue };
        let mut depth = 1;
        let end = body.char_indices().find(|&(_, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let inside = &body[..end.map_or(body.len(), |(end, _)| end)];
        found.push(inside.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    found
}
