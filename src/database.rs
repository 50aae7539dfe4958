//! Real engines, to run migrations on: servers that make and drop scratch databases, statements, and what a database holds.
//!
//! Nothing here touches a database that it did not make: every scratch database has a name of its own
//! ([`SCRATCH`] and the process id) and is dropped when its [`Scratch`] goes, or by [`drop_all`] after Ctrl-C.

mod facts;
mod mysql;
mod postgres;
#[cfg(unix)]
mod relay;
mod sqlite;
mod tls;
mod url;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::engine::Dialect;
use crate::finding::EngineError;

pub use facts::{Facts, LEDGERS};
#[cfg(unix)]
pub use relay::{Heard, Relay, is_work};
pub use tls::TlsMode;
pub use url::DatabaseUrl;

/// What the name of every scratch database starts with.
pub const SCRATCH: &str = "remigrate_verify_";

/// Why a statement did not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunError {
    /// The engine refused it: this is about the migration.
    Engine(EngineError),
    /// The engine can't be asked: nothing can be said about the migration.
    Lost(String),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Engine(error) if error.code.is_empty() => f.write_str(&error.message),
            Self::Engine(error) => write!(f, "{} ({})", error.message, error.code),
            Self::Lost(message) => f.write_str(message),
        }
    }
}

/// Rows as text; `None` is NULL.
pub type Rows = Vec<Vec<Option<String>>>;

/// Statements that make a schema: those of a step belong together. A step may need others that come behind it.
pub type Steps = Vec<Vec<String>>;

/// A session. Dropping it in the middle of a transaction is the death of a client: the engine rolls back.
pub trait Connection {
    /// Runs one statement and forgets what it answers.
    fn run(&mut self, sql: &str) -> Result<(), RunError>;

    fn rows(&mut self, sql: &str) -> Result<Rows, RunError>;

    /// What the database holds, as far as two runs of a migration can leave it different.
    fn facts(&mut self) -> Result<Facts, RunError>;
}

/// A place where scratch databases can be made.
pub trait Server: Send + Sync {
    fn dialect(&self) -> Dialect;

    /// As people call it, with its version: `PostgreSQL 15.8`.
    fn title(&self) -> &str;

    /// Makes a database: empty, or a copy of another one where the engine copies by itself.
    fn create(&self, name: &str, copy_of: Option<&str>) -> Result<(), RunError>;

    /// Whether [`Server::create`] can copy.
    fn copies(&self) -> bool;

    /// Drops a database and whoever is connected to it.
    fn remove(&self, name: &str) -> Result<(), RunError>;

    fn connect(&self, name: &str) -> Result<Box<dyn Connection>, RunError>;

    /// The database that the URL names, to be read only, and how people call it.
    fn original(&self) -> Result<(String, Box<dyn Connection>), RunError>;

    /// What makes the schema of that database anew.
    fn schema(&self) -> Result<Steps, RunError>;

    /// Waits until the engine has noticed that the sessions of a database are gone.
    fn settle(&self, name: &str) -> Result<(), RunError>;

    /// The URL by which another program reaches a scratch database. It may hold a password.
    fn url(&self, name: &str) -> String;

    /// A socket in `folder` that leads to the server and is cut behind this many statements; `None` where the engine is
    /// no server.
    #[cfg(unix)]
    fn relay(&self, folder: &Path, stop: Option<usize>) -> Result<Option<Relay>, RunError>;

    /// The URL of a scratch database behind such a socket.
    #[cfg(unix)]
    fn url_by(&self, name: &str, relay: &Relay) -> String;
}

/// The server that a URL names; `None` is the SQLite that is built in, with its databases in `folder`.
///
/// A database that the URL names and that has tables is refused, unless its schema is only to be `copied`.
pub fn server(
    url: Option<&DatabaseUrl>,
    folder: &Path,
    timeout: Duration,
    copied: bool,
) -> Result<Arc<dyn Server>, RunError> {
    let Some(url) = url else { return Ok(Arc::new(sqlite::Sqlite::new(folder, timeout, None))) };
    let server: Arc<dyn Server> = match url.dialect {
        Dialect::Postgres => Arc::new(postgres::Postgres::new(url.clone(), timeout)?),
        Dialect::MySql | Dialect::MariaDb => Arc::new(mysql::MySql::new(url.clone(), timeout)?),
        Dialect::Sqlite => Arc::new(sqlite::Sqlite::new(folder, timeout, url.file())),
        Dialect::SqlServer => return Err(RunError::Lost("SQL Server is not supported".to_owned())),
    };
    if !copied && url.database.is_some() && is_used(server.as_ref())? {
        return Err(RunError::Lost(url::has_tables(url)));
    }
    Ok(server)
}

/// Whether the database that the URL names has tables that are not a tool's own. What they hold is not looked at.
fn is_used(server: &dyn Server) -> Result<bool, RunError> {
    let tables = if server.dialect() == Dialect::Postgres {
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
    } else {
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type = 'BASE TABLE'"
    };
    let mut names = server.original()?.1.rows(tables)?.into_iter().flatten().flatten();
    Ok(names.any(|name| !LEDGERS.contains(&name.as_str())))
}

/// The databases that are there now, so that Ctrl-C can drop them.
static OPEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static COUNTER: AtomicU32 = AtomicU32::new(0);

/// A database of our own; dropped with this value.
pub struct Scratch {
    server: Arc<dyn Server>,
    pub name: String,
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Scratch {
    pub fn new(server: &Arc<dyn Server>, copy_of: Option<&Self>) -> Result<Self, RunError> {
        let name = format!("{SCRATCH}{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
        if let Some(original) = copy_of {
            server.settle(&original.name)?;
        }
        open().insert(name.clone());
        let scratch = Self { server: Arc::clone(server), name };
        server.create(&scratch.name, copy_of.map(|original| original.name.as_str()))?;
        Ok(scratch)
    }

    pub fn connect(&self) -> Result<Box<dyn Connection>, RunError> {
        self.server.connect(&self.name)
    }

    pub fn facts(&self) -> Result<Facts, RunError> {
        self.server.settle(&self.name)?;
        self.connect()?.facts()
    }

    pub fn url(&self) -> String {
        self.server.url(&self.name)
    }

    /// The URL by which it is reached behind a relay, where there is one.
    #[cfg(unix)]
    pub fn url_by(&self, relay: Option<&Relay>) -> String {
        relay.map_or_else(|| self.url(), |relay| self.server.url_by(&self.name, relay))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A server that is gone can't drop it; whoever runs into that is told of the lost server.
        let _ = self.server.remove(&self.name);
        open().remove(&self.name);
    }
}

fn open() -> std::sync::MutexGuard<'static, BTreeSet<String>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Drops every scratch database that is there; returns those that could not be dropped.
pub fn drop_all(servers: &[Arc<dyn Server>]) -> Vec<String> {
    let names = open().clone();
    names.into_iter().filter(|name| !servers.iter().any(|server| server.remove(name).is_ok())).collect()
}
