//! How a migration language is read, and how a remedy is spelled in it.
//!
//! A frontend reads source text into [`Migration`]s and spells [`Remedy`]s as byte edits. It never reports: nothing
//! after it knows the language.

pub use self::program::Program;
use crate::edit::Fix;
use crate::engine::{Context, Language};
use crate::migration::{Migration, Placed, Reading, Step};
use crate::operation::Key;
use crate::source::{FileId, Source, Span};

/// One migration language.
pub trait Frontend: Sync {
    /// Reads one file. Never fails: what can't be read becomes an opaque operation or a problem.
    fn read(&self, file: FileId, source: &Source, context: &Context) -> Reading;

    /// Spells a remedy, or `None` where this language, engine or version has no sound spelling.
    ///
    /// It finds the step by its span, in a tree that the source still has or in one parsed again: readings hold none. The
    /// result is proven by replay before anybody sees it, so [`Frontend::read`] must understand what this writes.
    fn spell(&self, request: &Request<'_>) -> Option<Fix>;

    /// Spells what a history as a whole needs; `None` in languages whose files do not name each other.
    fn mend(&self, _request: &HistoryRequest<'_>) -> Option<Fix> {
        None
    }

    /// Comments of the file, in order: where ignore comments are looked for. Strings and heredocs hold none.
    fn comments(&self, source: &Source, context: &Context) -> Vec<Span>;
}

/// What a rule asks for, in no language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// The operations must do nothing where their key is already there.
    SkipIfPresent,
    /// The operations must do nothing where their key is no longer there.
    SkipIfAbsent,
    /// The step writes rows and needs this, which goes further down: it must only run while this is there.
    OnlyWhile(Key),
    /// The rename must only happen where the old name is there and the new one is not.
    SkipIfRenamed,
    /// Rows that are there must not be written again. `key`: columns of a unique key that the rows fill in.
    /// `own_table`: the same migration made the table, so on a first run it is known to be empty.
    SkipDuplicateRows { key: Option<Vec<String>>, own_table: bool },
    /// The step (or that part of it) repeats what another one does: take it out.
    Remove,
    /// A concurrent index build that failed leaves an invalid index: drop that first, then build.
    RebuildIndex,
    /// The statement destroys rows when it runs again: keep what is there.
    KeepRows,
    /// The guard makes the way back skip what was done: make it work in both directions.
    KeepRollback,
    /// The guard asks the database, which does not exist with `--sql`: answer without it there.
    WorkOffline,
    /// The guard is ignored or refused here: spell it in a form that this version and engine honour.
    ReplaceGuard,
    /// The guard's answer was taken before the statement that changes it: ask again.
    AskAgain,
    /// One guard around several steps: each step needs its own.
    GuardEachStep,
    /// The step is refused inside a transaction: run the migration without one.
    LeaveTransaction,
    /// The step fills columns in: it must leave rows alone that have something of their own there. `certain`: the same
    /// migration adds the columns, empty, whatever the database holds.
    FillEmpty { columns: Vec<String>, certain: bool },
    /// The column must only be converted while it has its old type. `certain`: the old type is known to be another one.
    SkipIfConverted { certain: bool },
    /// The step drops something by no name: this is it. `certain`: nothing else can have that name.
    Name { name: String, certain: bool },
    /// The steps are only safe together: put them into one transaction.
    WrapInTransaction,
}

/// Everything a frontend needs to spell a remedy.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    pub remedy: &'a Remedy,
    pub file: FileId,
    pub source: &'a Source,
    pub context: &'a Context,
    pub migration: &'a Program<'a>,
    pub step: &'a Step,
    /// Those of the step's operations that need it; never empty.
    pub operations: &'a [&'a Placed],
    /// The guard it is about, for the remedies that change one.
    pub guard: Option<Span>,
    /// The step belongs to the way back.
    pub backwards: bool,
}

/// What a history as a whole needs; migrations go by their numbers in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryRemedy {
    /// A new revision that continues all of these, the youngest first.
    MergeHeads(Vec<usize>),
    /// Let a revision continue another one than it does now.
    Relink { child: usize, parent: usize },
}

/// Everything a frontend needs to spell a [`HistoryRemedy`].
#[derive(Debug, Clone, Copy)]
pub struct HistoryRequest<'a> {
    pub remedy: &'a HistoryRemedy,
    pub migrations: &'a [&'a Migration],
    /// The file of each migration; same index.
    pub sources: &'a [&'a Source],
}

/// The frontend for a language.
pub fn of(language: Language) -> Option<&'static dyn Frontend> {
    match language {
        Language::Ruby => Some(&rails::Rails),
        Language::Python => Some(&alembic::Alembic),
        Language::Sql => Some(&sql::Sql),
        Language::Rust => Some(&seaorm::SeaOrm),
    }
}

pub mod alembic;
#[cfg(test)]
mod outline;
mod program;
pub mod rails;
pub mod seaorm;
pub mod sql;
mod tree;
