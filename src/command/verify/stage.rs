//! How migrations are run, whoever runs them.

use std::collections::BTreeSet;

use crate::database::{Connection, RunError, Scratch};
use crate::report::{Outcome, Place};

/// One run of a migration.
#[derive(Debug)]
pub(super) struct Ran {
    /// What reached the engine, as far as it changes anything.
    pub(super) statements: Vec<Place>,
    pub(super) end: End,
}

impl Ran {
    /// The name of a scratch database means nothing to anybody.
    pub(super) fn without_name_of(mut self, database: &Scratch) -> Self {
        if let End::Failed(Outcome::Fails { message, .. }) = &mut self.end {
            *message = message.replace(&format!("{}.", database.name), "");
        }
        self
    }
}

#[derive(Debug)]
pub(super) enum End {
    Done,
    /// The client died where it was told to.
    Stopped,
    Failed(Outcome),
}

/// A table in which a tool records what has run: its name and the column of the version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ledger {
    pub(super) table: &'static str,
    pub(super) column: &'static str,
    /// A column that holds when it ran, as a number, and must not be empty.
    pub(super) time: Option<&'static str>,
}

/// Runs the migrations of one history. They go by numbers.
pub(super) trait Runner {
    /// The numbers of all migrations, each behind those it needs.
    fn order(&self) -> Vec<usize>;

    /// The migrations that run before this one, in order.
    fn before(&self, number: usize) -> Vec<usize>;

    /// The number of the file in its history.
    fn file(&self, number: usize) -> usize;

    fn path(&self, number: usize) -> String;

    fn revision(&self, number: usize) -> String;

    /// Runs migrations one after another, as a deployment does; the first failure ends it.
    fn prepare(&self, database: &Scratch, numbers: &[usize]) -> Result<End, RunError>;

    /// Runs a migration; the client dies behind this many statements.
    fn up(&self, database: &Scratch, number: usize, stop: Option<usize>) -> Result<Ran, RunError>;

    fn has_way_back(&self, number: usize) -> bool;

    fn down(&self, database: &Scratch, number: usize) -> Result<Ran, RunError>;

    /// The migrations that have run in a database that is used; nothing where that is not recorded.
    fn applied(&self, session: &mut dyn Connection) -> Result<Option<BTreeSet<usize>>, RunError>;

    /// Where runs are recorded, if this runner leaves that to its tool.
    fn ledger(&self) -> Option<Ledger>;
}
