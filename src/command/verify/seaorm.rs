//! SeaORM histories, run by the project's own migrator: a program that calls `sea_orm_migration::cli::run_cli`.
//!
//! Such a program can't be told from inside to die. On PostgreSQL and MySQL its line to the server is cut behind the
//! statement ([`crate::database::Relay`]); SQLite is inside the program, which is held where it writes its log.

mod process;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::lost;
use super::stage::{End, Ledger, Ran, Runner};
use super::start::recorded;
use crate::cli::EngineArgs;
use crate::database::{Connection, Heard, RunError, Scratch, Server, is_work};
use crate::engine::{Dialect, Language};
use crate::frontend;
use crate::migration::Down;
use crate::project::{History, Project};
use crate::report::{Outcome, Place};
use crate::source::FileId;
use process::{Ended, Migrator, Said};

const LEDGER: Ledger = Ledger { table: "seaql_migrations", column: "version", time: Some("applied_at") };

/// A history that its migrator runs.
pub(super) struct SeaOrm<'a> {
    units: Vec<Unit>,
    migrator: Migrator<'a>,
    server: Arc<dyn Server>,
    /// What the log of each migration's clean run held on SQLite.
    logs: RefCell<BTreeMap<usize, Vec<String>>>,
}

struct Unit {
    file: usize,
    shown: String,
    revision: String,
    has_way_back: bool,
}

impl<'a> SeaOrm<'a> {
    pub(super) fn new(
        project: &Project,
        history: &History,
        args: &EngineArgs,
        server: Arc<dyn Server>,
        folder: &'a Path,
    ) -> io::Result<Self> {
        let mut units = Vec::new();
        let mut newest = None;
        for (number, file) in history.files.iter().enumerate() {
            let index = file.file.0 as usize;
            let (Some(source), Some(origin)) = (project.sources.get(index), project.origins.get(index)) else {
                continue;
            };
            let Some(frontend) = frontend::of(Language::Rust) else { continue };
            let Some(migration) = frontend.read(FileId(file.file.0), source, &history.context).migrations.pop() else {
                continue;
            };
            let changed = std::fs::metadata(&origin.path).and_then(|about| about.modified()).ok();
            newest = newest.max(changed.map(|time| (time, source.path().to_string())));
            let has_way_back = migration.down != Down::None;
            units.push(Unit {
                file: number,
                shown: source.path().to_string(),
                revision: migration.revision,
                has_way_back,
            });
        }
        let command = args.migrator.as_deref().ok_or_else(|| {
            io::Error::other(
                "SeaORM migrations are run by their migrator: build it and name it with --migrator, as in \
                 `--migrator target/debug/migration`",
            )
        })?;
        let migrator = Migrator::new(command, newest, args.timeout, folder)?;
        Ok(Self { units, migrator, server, logs: RefCell::default() })
    }

    /// Runs a command of the migrator; the line is cut behind this many statements, or the log is held.
    fn ask(
        &self,
        database: &Scratch,
        arguments: &[&str],
        stop: Option<usize>,
        hold: Option<usize>,
    ) -> Result<(Said, Heard), RunError> {
        // The socket lies in a folder that nobody else can enter.
        let folder = tempfile::tempdir_in(self.migrator.folder).map_err(lost)?;
        let relay = self.server.relay(folder.path(), stop)?;
        let url = database.url_by(relay.as_ref());
        let is_stopped = || relay.as_ref().is_some_and(|relay| relay.heard().stopped);
        // Where programs can't be held no stops are tried: there is nothing to count.
        let apart = relay.is_none() && process::can_hold();
        let said = self.migrator.run(arguments, &url, hold, apart, &is_stopped).map_err(lost)?;
        let mut heard = relay.as_ref().map(|relay| relay.heard()).unwrap_or_default();
        if apart {
            heard.statements = said.lines.iter().filter_map(|line| logged(line)).filter(|sql| is_work(sql)).collect();
            heard.stopped = said.ended == Ended::Held;
        }
        Ok((said, heard))
    }

    /// Runs one migration forth or back.
    fn one(&self, database: &Scratch, number: usize, forth: bool, stop: Option<usize>) -> Result<Ran, RunError> {
        let (command, word) = if forth { ("up", "Applying") } else { ("down", "Rolling back") };
        let arguments = [command, "-n", "1"];
        let is_inside = self.server.dialect() == Dialect::Sqlite;
        let hold = stop.filter(|_| is_inside).and_then(|stop| self.hold(number, stop));
        let (said, heard) = self.ask(database, &arguments, stop, hold)?;
        if is_inside && stop.is_none() && forth {
            self.logs.borrow_mut().entry(number).or_insert_with(|| said.lines.clone());
        }
        if hold.is_some_and(|hold| said.lines.len() != hold || Some(heard.statements.len() + 1) != stop) {
            return Err(lost("the migrator does not do the same in each run: it can't be stopped where it should be"));
        }
        let revision = &self.units[number].revision;
        let begun = format!("{word} migration '{revision}'");
        let told = |mark: &str| said.lines.iter().any(|line| line.contains(mark));
        if !told(&begun) && (told(&format!("{word} migration '")) || said.ended == Ended::Well) {
            return Err(lost(format!("the migrator did not run {revision} when it was its turn")));
        }
        if !told(&begun) && heard.failed.is_none() {
            return Err(lost(format!("{} did not run: {}", self.migrator.shown(), said.reason())));
        }
        let statements = heard.statements.iter().map(|sql| Place { sql: sql.clone(), line: None }).collect();
        Ok(Ran { statements, end: end(&said, &heard) })
    }

    /// Behind how many lines of its log a migrator with SQLite inside is held.
    fn hold(&self, number: usize, stop: usize) -> Option<usize> {
        let logs = self.logs.borrow();
        let lines = logs.get(&number)?;
        let mut work = lines.iter().enumerate().filter(|(_, line)| logged(line).is_some_and(|sql| is_work(&sql)));
        work.nth(stop.checked_sub(1)?).map(|(line, _)| line)
    }
}

/// What came of a run.
fn end(said: &Said, heard: &Heard) -> End {
    if heard.stopped {
        return End::Stopped;
    }
    let message = match said.ended {
        Ended::Well => return End::Done,
        Ended::TooLate => "the migrator was still running".to_owned(),
        Ended::Badly | Ended::Held => said.reason(),
    };
    // A refusal that the migration took care of is not why it ended.
    match &heard.failed {
        Some((sql, error)) if said.errors.contains(&error.message) => End::Failed(Outcome::Fails {
            code: error.code.clone(),
            message: error.message.clone(),
            at: Some(Place { sql: sql.clone(), line: None }),
        }),
        _ => End::Failed(Outcome::Fails { code: String::new(), message, at: None }),
    }
}

/// The statement that a line of the log is about: `sqlx` tells each one when it is over, in `db.statement` where it is
/// longer than the few words of `summary`.
fn logged(line: &str) -> Option<String> {
    let (_, fields) = line.split_once("sqlx::query")?;
    let field = |name: &str| {
        let (_, rest) = fields.split_once(&format!("{name}=\""))?;
        let mut text = String::new();
        let mut letters = rest.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => return Some(text),
                '\\' => text.push(match letters.next()? {
                    'n' => '\n',
                    't' => '\t',
                    other => other,
                }),
                other => text.push(other),
            }
        }
        None
    };
    field("db.statement")
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .or_else(|| field("summary"))
}

impl Runner for SeaOrm<'_> {
    fn order(&self) -> Vec<usize> {
        (0..self.units.len()).collect()
    }

    fn before(&self, number: usize) -> Vec<usize> {
        (0..number).collect()
    }

    fn file(&self, number: usize) -> usize {
        self.units[number].file
    }

    fn path(&self, number: usize) -> String {
        self.units[number].shown.clone()
    }

    fn revision(&self, number: usize) -> String {
        self.units[number].revision.clone()
    }

    fn prepare(&self, database: &Scratch, numbers: &[usize]) -> Result<End, RunError> {
        // Without migrations this still makes SeaORM's own table, which every deployed database has.
        let count = numbers.len().to_string();
        let (said, heard) = self.ask(database, &["up", "-n", &count], None, None)?;
        let applied = said.lines.iter().filter(|line| line.contains("Applying migration '")).count();
        if said.ended == Ended::Badly && applied == 0 && heard.failed.is_none() {
            return Err(lost(format!("{} did not run: {}", self.migrator.shown(), said.reason())));
        }
        Ok(end(&said, &heard))
    }

    fn up(&self, database: &Scratch, number: usize, stop: Option<usize>) -> Result<Ran, RunError> {
        self.one(database, number, true, stop)
    }

    fn has_way_back(&self, number: usize) -> bool {
        self.units[number].has_way_back
    }

    fn down(&self, database: &Scratch, number: usize) -> Result<Ran, RunError> {
        self.one(database, number, false, None)
    }

    fn applied(&self, session: &mut dyn Connection) -> Result<Option<BTreeSet<usize>>, RunError> {
        let ran = recorded(session, LEDGER)?;
        let is_in = |number: &usize| ran.contains(&self.units[*number].revision);
        Ok(Some((0..self.units.len()).filter(is_in).collect()))
    }

    fn ledger(&self) -> Option<Ledger> {
        Some(LEDGER)
    }
}

/// The words of a command line.
fn words(command: &str) -> Vec<OsString> {
    command.split_whitespace().map(OsString::from).collect()
}

#[cfg(test)]
mod tests {
    use super::logged;

    #[test]
    fn statements_are_read_from_the_log() {
        let long = r#"2026-11-21T15:05:13.991865Z  INFO sqlx::query: summary="CREATE TABLE \"bakery\" ( …" db.statement="\n\nCREATE TABLE \"bakery\" (\n \"id\" integer )\n" rows_affected=0 elapsed=4ms"#;
        assert_eq!(logged(long).as_deref(), Some("CREATE TABLE \"bakery\" (\n \"id\" integer )"));
        let short =
            r#"2026-11-21T15:05:13.97Z  INFO sqlx::query: summary="DROP TABLE a" db.statement="" rows_affected=0"#;
        assert_eq!(logged(short).as_deref(), Some("DROP TABLE a"));
        assert_eq!(logged("INFO sea_orm_migration::migrator::exec: Applying migration 'm1'"), None);
    }
}
