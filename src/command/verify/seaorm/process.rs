//! The migrator's process: what it says, and how it is held where it writes a line of its log.
//!
//! Its standard output is a socket of datagrams, so that each write is one of a number of places in a queue. Where the
//! queue is full the program waits inside its write. `sqlx` logs a statement when it is over; a program that waits in
//! that write has done the statement and nothing that comes behind it, and is killed there.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use super::words;

/// How many statements' time a whole run may take.
const STATEMENTS: u32 = 10;
/// How long nothing of the process may move before it counts as waiting.
const STILL: Duration = Duration::from_millis(60);
const MOMENT: Duration = Duration::from_millis(5);
/// More than a datagram can hold.
const LINE: usize = 1 << 20;

/// How to start the migrator.
pub(super) struct Migrator<'a> {
    command: Vec<OsString>,
    limit: Duration,
    /// For what it says.
    pub(super) folder: &'a Path,
}

/// What a run said, and how it ended.
pub(super) struct Said {
    pub(super) lines: Vec<String>,
    pub(super) errors: String,
    pub(super) ended: Ended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Well,
    Badly,
    TooLate,
    /// Killed where it was told to stop.
    Held,
}

impl Said {
    /// The line that says what went wrong: of a panic that behind its place, else the last.
    pub(super) fn reason(&self) -> String {
        let mut lines = self.errors.lines().map(str::trim).filter(|line| !line.is_empty());
        let panicked = lines.clone().skip_while(|line| !line.contains("panicked at")).nth(1);
        let told = panicked.or_else(|| lines.next_back()).unwrap_or("it said nothing");
        let told = told.trim_start_matches("Execution Error: ").trim_start_matches("error returned from database: ");
        // SQLite's own number says less than its words.
        let words = told.strip_prefix("(code: ").and_then(|rest| rest.split_once(") "));
        words.map_or(told, |(_, words)| words).to_owned()
    }
}

impl<'a> Migrator<'a> {
    /// `newest` is the migration that was changed last: a program that is older was not built from it.
    pub(super) fn new(
        command: &str,
        newest: Option<(SystemTime, String)>,
        timeout: u64,
        folder: &'a Path,
    ) -> io::Result<Self> {
        let command = words(command);
        let program = command.first().map(PathBuf::from).ok_or_else(|| io::Error::other("--migrator is empty"))?;
        if let Ok(built) = std::fs::metadata(&program).and_then(|about| about.modified())
            && let Some((changed, path)) = newest
            && changed > built
        {
            let program = program.display();
            return Err(io::Error::other(format!("{path} is newer than {program}: build the migrator first")));
        }
        Ok(Self { command, limit: Duration::from_secs(timeout) * STATEMENTS, folder })
    }

    pub(super) fn shown(&self) -> String {
        self.command.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    /// One run. It is killed as soon as `is_stopped`, or when it is about to write line `hold` of its log. With `apart`
    /// each write is told by itself, so that it can be held there another time.
    pub(super) fn run(
        &self,
        arguments: &[&str],
        url: &str,
        hold: Option<usize>,
        apart: bool,
        is_stopped: &dyn Fn() -> bool,
    ) -> io::Result<Said> {
        let folder = tempfile::tempdir_in(self.folder)?;
        let (log, errors) = (folder.path().join("log"), folder.path().join("errors"));
        let mut lines = Lines::default();
        let output = if apart {
            let theirs = lines.listen(&folder.path().join("lines"), hold.is_some())?;
            Stdio::from(OwnedFd::from(theirs))
        } else {
            Stdio::from(File::create(&log)?)
        };
        let mut running = Running(self.start(arguments, url, output, File::create(&errors)?)?);
        let ended = match hold {
            None => running.wait(self.limit, &mut lines, is_stopped)?,
            Some(hold) => running.hold(self.limit, &mut lines, hold)?,
        };
        running.kill();
        while lines.next(Duration::from_millis(1))? {}
        let read = |path: &Path| Ok::<_, io::Error>(String::from_utf8_lossy(&std::fs::read(path)?).into_owned());
        let lines = if apart { lines.said } else { read(&log)?.lines().map(str::to_owned).collect() };
        Ok(Said { lines, errors: read(&errors)?, ended })
    }

    fn start(&self, arguments: &[&str], url: &str, output: Stdio, errors: File) -> io::Result<Child> {
        let Some((program, first)) = self.command.split_first() else { return Err(ErrorKind::NotFound.into()) };
        let mut command = Command::new(program);
        // The driver of PostgreSQL reads these, and they would lead it elsewhere.
        for name in ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSSLMODE", "DATABASE_SCHEMA"] {
            command.env_remove(name);
        }
        command
            .args(first)
            .arg("--verbose")
            .args(arguments)
            .env("DATABASE_URL", url)
            .env("NO_COLOR", "1")
            .env_remove(crate::command::verify::URL_VARIABLE)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .map_err(|error| io::Error::other(format!("can't start {}: {error}", self.shown())))
    }
}

/// What comes out of the program, each write by itself.
#[derive(Default)]
struct Lines {
    socket: Option<UnixDatagram>,
    buffer: Vec<u8>,
    /// What takes up the queue before the program says anything.
    filled: usize,
    said: Vec<String>,
}

impl Lines {
    /// Makes the socket; gives the end that the program writes to, with no place free where it is to wait.
    fn listen(&mut self, path: &Path, full: bool) -> io::Result<UnixDatagram> {
        // Only the queue of a socket that is not connected back is limited in its places: a pair's is in its bytes.
        let ours = UnixDatagram::bind(path)?;
        let theirs = UnixDatagram::unbound()?;
        theirs.connect(path)?;
        theirs.set_nonblocking(true)?;
        while full && theirs.send(b".").is_ok() {
            self.filled += 1;
        }
        theirs.set_nonblocking(false)?;
        self.buffer = vec![0; LINE];
        self.socket = Some(ours);
        Ok(theirs)
    }

    /// Frees a place; false where there was nothing in it, or where nothing is listened to.
    fn next(&mut self, patience: Duration) -> io::Result<bool> {
        let Some(socket) = &self.socket else {
            std::thread::sleep(patience);
            return Ok(false);
        };
        socket.set_read_timeout(Some(patience))?;
        match socket.recv(&mut self.buffer) {
            Ok(_) if self.filled > 0 => {
                self.filled -= 1;
                Ok(true)
            }
            Ok(count) => {
                self.said.push(String::from_utf8_lossy(&self.buffer[..count]).into_owned());
                Ok(true)
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The process, dead when this goes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Running {
    fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    fn wait(&mut self, limit: Duration, lines: &mut Lines, is_stopped: &dyn Fn() -> bool) -> io::Result<Ended> {
        let start = Instant::now();
        loop {
            while lines.next(MOMENT)? {}
            if is_stopped() {
                return Ok(Ended::Held);
            }
            if let Some(status) = self.0.try_wait()? {
                return Ok(if status.success() { Ended::Well } else { Ended::Badly });
            }
            if start.elapsed() > limit {
                return Ok(Ended::TooLate);
            }
        }
    }

    /// Lets it write so many times and waits until it waits.
    fn hold(&mut self, limit: Duration, lines: &mut Lines, hold: usize) -> io::Result<Ended> {
        let start = Instant::now();
        let mut left = hold;
        let (mut before, mut since) = (None, Instant::now());
        while start.elapsed() < limit {
            if let Some(status) = self.0.try_wait()? {
                return Ok(if status.success() { Ended::Well } else { Ended::Badly });
            }
            if left > 0 {
                left -= usize::from(lines.next(MOMENT)?);
                continue;
            }
            let now = activity(self.0.id());
            if now.is_none() || now != before {
                (before, since) = (now, Instant::now());
            } else if since.elapsed() >= STILL {
                return Ok(Ended::Held);
            }
            std::thread::sleep(MOMENT);
        }
        Ok(Ended::TooLate)
    }
}

/// Whether programs can be held here: that takes Linux's account of what a process does.
pub(super) fn can_hold() -> bool {
    Path::new("/proc/self/stat").exists()
}

/// How much processor time the threads have used, where all of them wait; nothing while one of them does something.
fn activity(process: u32) -> Option<u64> {
    let mut used = 0;
    for thread in std::fs::read_dir(format!("/proc/{process}/task")).ok()? {
        let about = std::fs::read_to_string(thread.ok()?.path().join("stat")).ok()?;
        // Behind the name, which may hold blanks: the state, then numbers; the twelfth and thirteenth are times.
        let mut fields = about.rsplit_once(')')?.1.split_whitespace();
        if fields.next()? != "S" {
            return None;
        }
        used += fields.skip(10).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>();
    }
    Some(used)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn said(hold: Option<usize>) -> Said {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("program.sh");
        let text = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do echo $i; echo $i >>\"$0.done\"; done\n";
        std::fs::write(&script, text).unwrap();
        let migrator = Migrator::new(&format!("sh {}", script.display()), None, 5, folder.path()).unwrap();
        let mut said = migrator.run(&[], "", hold, true, &|| false).unwrap();
        said.errors = std::fs::read_to_string(folder.path().join("program.sh.done")).unwrap_or_default();
        said
    }

    #[test]
    fn a_program_is_held_in_its_write() {
        if !can_hold() {
            return;
        }
        let all = said(None);
        assert_eq!((all.ended, all.lines.len(), all.errors.lines().count()), (Ended::Well, 15, 15));
        for hold in [0, 1, 4, 14] {
            let held = said(Some(hold));
            assert_eq!(held.ended, Ended::Held, "{hold}");
            assert_eq!(held.lines.len(), hold, "{:?}", held.lines);
            assert_eq!(held.errors.lines().count(), hold, "nothing behind the write is done");
        }
    }

    #[test]
    fn the_reason_is_found() {
        let reason = |errors: &str| Said { lines: Vec::new(), errors: errors.to_owned(), ended: Ended::Badly }.reason();
        let panic =
            "thread 'main' panicked at src/main.rs:5:9:\nFail to acquire database connection: x\nnote: run with";
        assert_eq!(reason(panic), "Fail to acquire database connection: x");
        assert_eq!(
            reason("Execution Error: error returned from database: (code: 1) no such table: a\n"),
            "no such table: a"
        );
        assert_eq!(reason(""), "it said nothing");
    }
}
