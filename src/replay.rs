//! Runs a migration against a simulated schema, crash by crash, and says what clashes.
//!
//! The scenarios (first run, run again, run again after a stop, the way back) are in `judge`; the interpreter of one
//! run is in `machine`; what one operation needs and leaves is in `apply`.

mod apply;
mod build;
mod cascade;
mod caught;
mod compared;
mod condition;
mod drift;
mod filter;
mod identity;
mod in_use;
mod incidents;
mod judge;
mod labels;
mod leftover;
mod machine;
mod only_copy;
mod rebuild;
mod remove;
mod replace;
mod rows;
mod stops;
mod uncommitted;

pub(crate) use judge::each_placed;
pub use judge::{Judgement, advance, first_run, judge, run_once};

use crate::finding::Scenario;
use crate::migration::{If, Placed, Step, Try};
use crate::operation::{Key, Refusal};
use crate::source::{Location, Span};

/// Why an operation does not do what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// It is already there, made at `since` where that is known.
    Exists { key: Key, since: Option<Location> },
    /// `OR REPLACE` can't make what is there into what is written; `kept` says in words what PostgreSQL keeps.
    Irreplaceable { key: Key, kept: String, since: Option<Location> },
    /// The thing itself, or what it stands on, is not there.
    Missing { key: Key, gone: Option<Location> },
    /// It is there, and the framework does not find it: it looks for another shape or another target.
    Overlooked { key: Key },
    /// It fails whatever is there: the framework does not let it through.
    Refused(Refusal),
    /// Nothing stops it, and that is the trouble: a second copy is made.
    Repeats { key: Key },
    /// The rows are there already and a unique key refuses them.
    DuplicateRow { table: Key, unique: Vec<String> },
    /// `ON CONFLICT` names no key of the table, or there is none that could conflict.
    NoConflictKey { table: Key },
    /// It changes once more what it has changed before.
    Differs { key: Key },
    /// It writes over what the application has put since into a column that an earlier run made; `derived`: with what it
    /// works out from other data, which may well be the same. Or it empties a table again that an earlier run left empty.
    Overwrites { key: Key, derived: bool },
    /// It takes away what an earlier run made, rows included; `only_copy`: what that run has put there itself is nowhere
    /// else by now.
    Destroys { key: Key, since: Option<Location>, only_copy: bool },
    /// A guard skipped it although a stop had left it undone: it will never be there.
    Lost { key: Key },
    /// A clean run leaves it out and the next one makes it: a guard asked for what the run itself has changed.
    Late { key: Key },
    /// A second run makes it again, and a guard passes over the step that takes it away.
    Leftover { key: Key },
    /// A guard passes over it because an earlier migration has made it, in another shape; `lacks` says in words what is
    /// not there and never will be.
    Hidden { key: Key, since: Location, lacks: String },
    /// A failed concurrent build left an invalid index, and the guard takes it for a good one.
    InvalidKept { key: Key },
    /// The way back leaves it behind, or does not bring it back, while the version row goes.
    LeftBehind { key: Key },
    /// The way back takes it away, although this migration has not made it.
    NotItsOwn { key: Key, since: Location },
    /// An error is caught inside a transaction that PostgreSQL has aborted by then.
    Swallowed { key: Key },
    /// The engine refuses it inside a transaction block.
    InTransaction,
    /// It uses an enum value that its own transaction has added: PostgreSQL wants that committed first.
    Uncommitted { key: Key, since: Option<Location> },
    /// It can't be dropped: something else stands on it.
    InUse { key: Key, by: Box<Key>, since: Option<Location> },
}

impl Clash {
    /// What it is about.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::Exists { key, .. }
            | Self::Irreplaceable { key, .. }
            | Self::Missing { key, .. }
            | Self::Overlooked { key }
            | Self::Repeats { key }
            | Self::Differs { key }
            | Self::Overwrites { key, .. }
            | Self::Destroys { key, .. }
            | Self::Lost { key }
            | Self::Late { key }
            | Self::Leftover { key }
            | Self::Hidden { key, .. }
            | Self::InvalidKept { key }
            | Self::LeftBehind { key }
            | Self::NotItsOwn { key, .. }
            | Self::Uncommitted { key, .. }
            | Self::InUse { key, .. }
            | Self::Swallowed { key } => Some(key),
            Self::DuplicateRow { table, .. } | Self::NoConflictKey { table } => Some(table),
            Self::InTransaction | Self::Refused(_) => None,
        }
    }

    /// Whether the engine raises an error (and a handler could catch it); the others pass in silence.
    pub fn raises(&self) -> bool {
        matches!(
            self,
            Self::Exists { .. }
                | Self::Irreplaceable { .. }
                | Self::Missing { .. }
                | Self::Overlooked { .. }
                | Self::Refused(_)
                | Self::DuplicateRow { .. }
                | Self::NoConflictKey { .. }
                | Self::InTransaction
                | Self::Uncommitted { .. }
                | Self::InUse { .. }
        )
    }
}

/// One clash of one operation, in the worst scenario that shows it.
#[derive(Debug, Clone)]
pub struct Incident<'m> {
    pub step: &'m Step,
    pub placed: &'m Placed,
    /// The operation's number within its step.
    pub number: u32,
    /// The file the step is in: that of the way back may be another one.
    pub place: Location,
    pub backwards: bool,
    pub clash: Clash,
    pub scenario: Scenario,
    /// Conditions around the step that let it run, outermost first.
    pub guards: Vec<&'m If>,
    /// The guard that is to blame: the one that skipped too much, or whose answer was out of date.
    pub blamed: Option<Blame<'m>>,
    /// The table was made by this same migration before.
    pub own_table: bool,
    /// For rows: the columns of a unique key that the rows fill in, where there is one.
    pub unique_key: Option<Vec<String>>,
}

/// A guard that made things worse.
#[derive(Debug, Clone, Copy)]
pub enum Blame<'m> {
    /// It skipped more than it asked for.
    Coarse(&'m If),
    /// It used an answer taken before the schema changed.
    Stale(&'m If),
    /// It caught the error in an aborted transaction, or undid more than the statement that failed.
    Handler(&'m Try),
    /// It asks for something else than what the step makes.
    Wrong(&'m If),
    /// It is never answered: what it needs has gone, and the framework raises.
    Raised(&'m If),
}

impl Blame<'_> {
    /// Where the guard is written.
    pub fn at(&self) -> Span {
        match self {
            Self::Coarse(guard) | Self::Stale(guard) | Self::Wrong(guard) | Self::Raised(guard) => guard.at,
            Self::Handler(handler) => handler.at,
        }
    }
}

#[cfg(test)]
mod tests;
