//! What migrations start from: an empty database, or a copy of the schema of one that is used.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lost;
use super::stage::{Ledger, Runner};
use crate::database::{Connection, RunError, Scratch, Server, Steps};

/// A schema that was copied, and what had run there.
pub(super) struct Start {
    /// The database that it was copied from.
    pub(super) name: String,
    schema: Steps,
    /// What its tool had recorded.
    recorded: Vec<String>,
    pub(super) applied: BTreeSet<usize>,
}

impl Start {
    /// Reads the database that the URL names, and changes nothing there. Where nothing is recorded, all that comes
    /// before `first` counts as run.
    pub(super) fn copied(server: &dyn Server, runner: &dyn Runner, first: Option<usize>) -> Result<Self, RunError> {
        let (name, mut session) = server.original()?;
        let applied = match (runner.applied(session.as_mut())?, first) {
            (Some(applied), _) => applied,
            (None, Some(first)) => runner.before(first).into_iter().collect(),
            (None, None) => {
                let why = "what has run there is recorded in no table that is known: name the migrations that have not";
                return Err(lost(format!("{name}: {why}")));
            }
        };
        let recorded = match runner.ledger() {
            Some(ledger) => recorded(session.as_mut(), ledger)?,
            None => Vec::new(),
        };
        Ok(Self { schema: server.schema()?, name, recorded, applied })
    }
}

/// A database in which the tool believes that just these versions have run.
pub(super) fn fresh(
    server: &Arc<dyn Server>,
    start: Option<&Start>,
    ledger: Option<Ledger>,
) -> Result<Scratch, RunError> {
    let database = Scratch::new(server, None)?;
    if let Some(start) = start {
        let mut session = database.connect()?;
        make(session.as_mut(), &start.schema).map_err(|error| match error {
            RunError::Engine(error) => {
                lost(format!("the schema of {} can't be made again: {}", start.name, RunError::Engine(error)))
            }
            RunError::Lost(_) => error,
        })?;
        if let Some(ledger) = ledger.filter(|_| !start.recorded.is_empty()) {
            // Another session: pg_dump's text switches off the search path of its own.
            record(database.connect()?.as_mut(), ledger, &start.recorded)?;
        }
    }
    Ok(database)
}

/// Things need each other in an order that the engine does not tell: what fails is tried again behind the others.
fn make(session: &mut dyn Connection, steps: &Steps) -> Result<(), RunError> {
    let mut open: Vec<&Vec<String>> = steps.iter().collect();
    while !open.is_empty() {
        let mut failed = Vec::new();
        let mut first = None;
        for step in &open {
            match step.iter().try_for_each(|statement| session.run(statement)) {
                Ok(()) => {}
                Err(lost @ RunError::Lost(_)) => return Err(lost),
                Err(error) => {
                    first.get_or_insert(error);
                    failed.push(*step);
                }
            }
        }
        match first {
            Some(error) if failed.len() == open.len() => return Err(error),
            _ => open = failed,
        }
    }
    Ok(())
}

/// What a tool has recorded.
pub(super) fn recorded(session: &mut dyn Connection, ledger: Ledger) -> Result<Vec<String>, RunError> {
    match session.rows(&format!("SELECT {} FROM {}", ledger.column, ledger.table)) {
        Ok(rows) => Ok(rows.into_iter().flatten().flatten().collect()),
        // There is no such table yet.
        Err(RunError::Engine(_)) => Ok(Vec::new()),
        Err(lost) => Err(lost),
    }
}

/// Makes a tool believe that just these have run.
pub(super) fn record(session: &mut dyn Connection, ledger: Ledger, versions: &[String]) -> Result<(), RunError> {
    session.run(&format!("DELETE FROM {}", ledger.table))?;
    for version in versions {
        let version = version.replace('\'', "''");
        let (column, value) = ledger.time.map_or((String::new(), ""), |time| (format!(", {time}"), ", 0"));
        let into = format!("{} ({}{column})", ledger.table, ledger.column);
        session.run(&format!("INSERT INTO {into} VALUES ('{version}'{value})"))?;
    }
    Ok(())
}
