//! A program of somebody else, in front of whose database server we sit: it speaks to a socket of ours, every byte goes
//! on to the server, and the line is cut behind the statement that it is told to be cut behind.
//!
//! What is said is heard from the wire: PostgreSQL's protocol 3 and MySQL's client/server protocol. The socket lies in
//! a folder that only this user can enter, because whoever reaches it speaks to the server as though it was us.

mod mysql;
mod postgres;
mod wire;

use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::engine::Dialect;
use crate::finding::EngineError;
use wire::Wire;
pub(super) use wire::{Tls, Upstream};

/// What was said until now, on all connections together.
#[derive(Debug, Default, Clone)]
pub struct Heard {
    /// Statements that change something and were carried out, in their order.
    pub statements: Vec<String>,
    /// The statement that the engine refused last, and its words.
    pub failed: Option<(String, EngineError)>,
    /// The line was cut.
    pub stopped: bool,
    /// Behind how many statements it is cut.
    stop: Option<usize>,
}

impl Heard {
    /// A statement was carried out. True where nothing may follow.
    fn done(&mut self, sql: &str) -> bool {
        if !is_work(sql) {
            return false;
        }
        self.statements.push(sql.trim().to_owned());
        self.stopped |= self.stop == Some(self.statements.len());
        self.stopped
    }

    fn refused(&mut self, sql: &str, code: String, message: String) {
        self.failed = Some((sql.trim().to_owned(), EngineError { code, message }));
    }
}

/// Whether a statement is the migration's and changes something: reads, transactions, settings and the table in which
/// SeaORM records what has run are not.
pub fn is_work(sql: &str) -> bool {
    const NOTHING: [&str; 13] = [
        "SELECT",
        "SHOW",
        "PRAGMA",
        "EXPLAIN",
        "DESCRIBE",
        "BEGIN",
        "START",
        "COMMIT",
        "ROLLBACK",
        "SAVEPOINT",
        "RELEASE",
        "SET",
        "USE",
    ];
    let word = sql.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty()).unwrap_or_default();
    let lower = sql.to_ascii_lowercase();
    let writes = lower.contains("setval(") || lower.contains("nextval(");
    (writes || !NOTHING.iter().any(|nothing| word.eq_ignore_ascii_case(nothing))) && !lower.contains("seaql_migrations")
}

/// What one connection says; bytes come in whatever pieces the sockets give them.
trait Ear: Send {
    /// What the client says. The answer is for the client itself, in place of what it said; `None` lets it go on.
    fn client(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn;

    /// What the server says.
    fn server(&mut self, bytes: &[u8], heard: &mut Heard) -> Turn;
}

/// What becomes of bytes.
#[derive(Debug, PartialEq, Eq)]
enum Turn {
    /// They go on.
    Pass,
    /// They are answered here.
    Answer(&'static [u8]),
    /// They go nowhere, and nothing else does.
    Cut,
}

/// The socket in front of the server; nothing listens any more when it is dropped.
#[derive(Debug)]
pub struct Relay {
    socket: PathBuf,
    heard: Arc<Mutex<Heard>>,
    closed: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl Relay {
    /// Listens in `folder`, which must be one that nobody else can enter.
    pub(super) fn start(upstream: Upstream, dialect: Dialect, folder: &Path, stop: Option<usize>) -> io::Result<Self> {
        // PostgreSQL's clients are given the folder and a port, and compute this name.
        let socket = folder.join(format!(".s.PGSQL.{PORT}"));
        let listener = UnixListener::bind(&socket)?;
        let heard = Arc::new(Mutex::new(Heard { stop, ..Heard::default() }));
        let closed = Arc::new(AtomicBool::new(false));
        let (shared, is_closed) = (Arc::clone(&heard), Arc::clone(&closed));
        let accept = move || {
            for client in listener.incoming() {
                if is_closed.load(Ordering::Acquire) {
                    break;
                }
                let Ok(client) = client else { continue };
                // A server that can't be reached is told to the client by a line that ends.
                let Ok(server) = Wire::connect(&upstream) else { continue };
                let _ = serve(client, server, dialect, &shared);
            }
        };
        Ok(Self { socket, heard, closed, listener: Some(thread::spawn(accept)) })
    }

    /// The socket's file.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// The port that belongs to the name of the socket (PostgreSQL).
    pub fn port(&self) -> u16 {
        PORT
    }

    pub fn heard(&self) -> Heard {
        lock(&self.heard).clone()
    }
}

const PORT: u16 = 5432;

impl Drop for Relay {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Release);
        // Wakes the listener, which then ends.
        let _ = UnixStream::connect(&self.socket);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
        let _ = std::fs::remove_file(&self.socket);
    }
}

fn lock<T: ?Sized>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries bytes both ways, each way in a thread of its own, until one side hangs up.
fn serve(client: UnixStream, server: Wire, dialect: Dialect, heard: &Arc<Mutex<Heard>>) -> io::Result<()> {
    let ear: Box<dyn Ear> = if dialect == Dialect::Postgres {
        Box::<postgres::Postgres>::default()
    } else {
        Box::<mysql::MySql>::default()
    };
    let ear = Arc::new(Mutex::new(ear));
    let mut from_client = client.try_clone()?;
    let mut to_client = client.try_clone()?;
    let mut answers = client.try_clone()?;
    let Wire { reader: mut from_server, writer: mut to_server, hang_up } = server;
    let hang_up = Arc::new(move || {
        let _ = client.shutdown(Shutdown::Both);
        hang_up();
    });
    let (there, end) = ((Arc::clone(&ear), Arc::clone(heard)), Arc::clone(&hang_up));
    thread::spawn(move || {
        let hear = |bytes: &[u8]| lock(&there.0).client(bytes, &mut lock(&there.1));
        // The line is cut, or the program has ended.
        let _ = carry(&mut from_client, &mut to_server, &mut answers, hear);
        end();
    });
    let (back, end) = ((ear, Arc::clone(heard)), hang_up);
    thread::spawn(move || {
        let hear = |bytes: &[u8]| lock(&back.0).server(bytes, &mut lock(&back.1));
        let _ = carry(&mut from_server, &mut to_client, &mut io::sink(), hear);
        end();
    });
    Ok(())
}

fn carry(
    from: &mut dyn Read,
    to: &mut dyn Write,
    answers: &mut dyn Write,
    mut hear: impl FnMut(&[u8]) -> Turn,
) -> io::Result<()> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        match hear(&buffer[..count]) {
            Turn::Pass => to.write_all(&buffer[..count])?,
            Turn::Answer(answer) => answers.write_all(answer)?,
            Turn::Cut => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_work;

    #[test]
    fn what_changes_nothing_does_not_count() {
        for work in [
            "CREATE TABLE a (x int)",
            "  /* a */ INSERT INTO a VALUES (1)",
            "SELECT setval('s', 4)",
            "DO $$ BEGIN END $$",
        ] {
            assert!(is_work(work), "{work}");
        }
        for nothing in
            ["SELECT 1", "begin", "SET x = 1", "\n ROLLBACK", "INSERT INTO \"seaql_migrations\" VALUES ('a', 1)", ""]
        {
            assert!(!is_work(nothing) || nothing.is_empty(), "{nothing}");
        }
    }
}
