//! SQL histories, run statement by statement as their tool would.

use std::collections::{BTreeMap, BTreeSet};

use super::applied;
use super::stage::{End, Ledger, Ran, Runner};
use crate::database::{Connection, RunError, Scratch};
use crate::engine::{Dialect, Tool, Transaction};
use crate::frontend::sql::sent::{Sent, sent};
use crate::project::{History, Project};
use crate::report::{Outcome, Place};
use crate::source::{FileId, Source, Span};

/// A history of SQL files.
pub(super) struct Sql<'a> {
    history: &'a History,
    migrations: Vec<Migration<'a>>,
}

struct Migration<'a> {
    file: usize,
    source: &'a Source,
    sent: Sent,
    /// The way back where it is a file of its own.
    down: Option<(&'a Source, Vec<Span>)>,
}

impl<'a> Sql<'a> {
    pub(super) fn new(project: &'a Project, history: &'a History) -> Self {
        Self::with_texts(project, history, &BTreeMap::new())
    }

    /// Some files have other texts than those on the disk.
    pub(super) fn with_texts(project: &'a Project, history: &'a History, texts: &BTreeMap<FileId, &'a Source>) -> Self {
        let source = |file: FileId| texts.get(&file).copied().or_else(|| project.sources.get(file.0 as usize));
        let mut migrations = Vec::new();
        for (number, file) in history.files.iter().enumerate() {
            let Some(text) = source(file.file) else { continue };
            let mut parts = sent(text, &history.context);
            let own_file = parts.len() == 1;
            for sent in parts.drain(..) {
                let down = file.down.filter(|_| own_file).and_then(source);
                let down = down.map(|down| (down, way_back(down, history)));
                migrations.push(Migration { file: number, source: text, sent, down });
            }
        }
        Self { history, migrations }
    }

    fn send(
        &self,
        database: &Scratch,
        source: &Source,
        spans: &[Span],
        transaction: Transaction,
        stop: Option<usize>,
    ) -> Result<Ran, RunError> {
        let mut session = database.connect()?;
        if self.history.context.tool == Tool::Sqlx && self.history.context.dialect == Dialect::Sqlite {
            session.run("PRAGMA foreign_keys = ON")?;
        }
        if let Some(table) = applied::table(self.history.context.tool, self.history.context.dialect) {
            session.run(table)?;
        }
        let wrapped = transaction != Transaction::Autocommit;
        let mut ran = Ran { statements: Vec::new(), end: End::Done };
        if wrapped {
            session.run(self.begin())?;
        }
        for &span in spans {
            let sql = source.slice(span);
            let place = Place { sql: sql.to_owned(), line: Some(source.position(span.start).line) };
            ran.statements.push(place.clone());
            match session.run(sql) {
                Ok(()) if stop == Some(ran.statements.len()) => {
                    ran.end = End::Stopped;
                    return Ok(ran);
                }
                Ok(()) => {}
                Err(error) => {
                    ran.end = failed(error, Some(place))?;
                    return Ok(ran);
                }
            }
        }
        // The file may have ended the transaction itself; SQLite refuses a second end.
        let ends_itself = spans.iter().any(|&span| ends_transaction(source.slice(span)));
        if wrapped
            && !(ends_itself && self.history.context.dialect == Dialect::Sqlite)
            && let Err(error) = session.run("COMMIT")
        {
            ran.end = failed(error, None)?;
        }
        Ok(ran)
    }
}

impl Sql<'_> {
    /// How the tool opens a transaction. On MySQL the first schema statement ends one that was begun, and what follows
    /// commits by itself; tools whose drivers switch autocommit off get a new one.
    fn begin(&self) -> &'static str {
        let switches = matches!(self.history.context.tool, Tool::Flyway | Tool::Liquibase | Tool::Yoyo);
        match self.history.context.dialect.is_mysql_like() {
            true if switches => "SET autocommit = 0",
            true => "START TRANSACTION",
            false => "BEGIN",
        }
    }
}

/// What the engine refused; an engine that is gone is no outcome.
fn failed(error: RunError, at: Option<Place>) -> Result<End, RunError> {
    match error {
        RunError::Engine(error) => Ok(End::Failed(Outcome::Fails { code: error.code, message: error.message, at })),
        lost @ RunError::Lost(_) => Err(lost),
    }
}

fn ends_transaction(sql: &str) -> bool {
    let word = sql.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    ["commit", "end", "rollback"].iter().any(|end| word.eq_ignore_ascii_case(end))
}

/// The statements of a file that only leads back.
fn way_back(source: &Source, history: &History) -> Vec<Span> {
    sent(source, &history.context)
        .into_iter()
        .flat_map(|part| if part.down.is_empty() { part.up } else { part.down })
        .collect()
}

impl Runner for Sql<'_> {
    fn order(&self) -> Vec<usize> {
        (0..self.migrations.len()).collect()
    }

    fn before(&self, number: usize) -> Vec<usize> {
        (0..number).collect()
    }

    fn file(&self, number: usize) -> usize {
        self.migrations[number].file
    }

    fn path(&self, number: usize) -> String {
        self.migrations[number].source.path().to_string()
    }

    fn revision(&self, number: usize) -> String {
        self.migrations[number].sent.revision.clone()
    }

    fn prepare(&self, database: &Scratch, numbers: &[usize]) -> Result<End, RunError> {
        for &number in numbers {
            if let failed @ End::Failed(_) = self.up(database, number, None)?.end {
                return Ok(failed);
            }
        }
        Ok(End::Done)
    }

    fn up(&self, database: &Scratch, number: usize, stop: Option<usize>) -> Result<Ran, RunError> {
        let migration = &self.migrations[number];
        self.send(database, migration.source, &migration.sent.up, migration.sent.transaction, stop)
    }

    fn has_way_back(&self, number: usize) -> bool {
        let migration = &self.migrations[number];
        migration.down.as_ref().is_some_and(|(_, spans)| !spans.is_empty()) || !migration.sent.down.is_empty()
    }

    fn down(&self, database: &Scratch, number: usize) -> Result<Ran, RunError> {
        let migration = &self.migrations[number];
        let (source, spans) = match &migration.down {
            Some((source, spans)) => (*source, spans),
            None => (migration.source, &migration.sent.down),
        };
        self.send(database, source, spans, migration.sent.transaction, None)
    }

    fn applied(&self, session: &mut dyn Connection) -> Result<Option<BTreeSet<usize>>, RunError> {
        let revisions: Vec<&str> = self.migrations.iter().map(|it| it.sent.revision.as_str()).collect();
        applied::of_sql(self.history.context.tool, &revisions, session)
    }

    fn ledger(&self) -> Option<Ledger> {
        None
    }
}
