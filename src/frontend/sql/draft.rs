//! What is known of one statement while it is being recognised.

use crate::engine::{Context, Dialect, Version};
use crate::migration::{GuardEffect, Note, Placed};
use crate::operation::{Action, Alteration, Definition, Key, Operation, Reach, Repeat, Tolerance};
use crate::source::Span;

/// The engine a statement is read for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Engine {
    pub(crate) dialect: Dialect,
    /// Of the server; where it is not known, one that is current.
    pub(crate) version: Version,
    /// The session looks whether what foreign keys point at is there.
    pub(crate) checks_references: bool,
}

impl Engine {
    pub(crate) fn of(context: &Context) -> Self {
        let current = match context.dialect {
            Dialect::Postgres => Version::new(15, 0, 0),
            Dialect::MySql => Version::new(8, 0, 36),
            Dialect::MariaDb => Version::new(10, 11, 0),
            Dialect::Sqlite => Version::new(3, 40, 0),
            Dialect::SqlServer => Version::new(15, 0, 0),
        };
        Self { dialect: context.dialect, version: context.server.unwrap_or(current), checks_references: true }
    }
}

/// A guard's effect here: honoured, or refused with the end of the sentence that says where.
pub(crate) type Verdict = Result<(), String>;

/// Operations and notes of one statement, as they are found.
#[derive(Debug)]
pub(crate) struct Draft<'t> {
    pub(crate) text: &'t str,
    pub(crate) engine: Engine,
    /// The statement.
    pub(crate) whole: Span,
    pub(crate) operations: Vec<Placed>,
    pub(crate) notes: Vec<Note>,
    /// Where the name of the thing ends: the end of the statement's head.
    pub(crate) named: Option<u32>,
    /// `ALTER TABLE IF EXISTS`: nothing happens without this table.
    pub(crate) needs: Option<(Key, Span)>,
    /// Set while the operations that follow are refused inside a transaction block.
    pub(crate) outside_transaction: bool,
}

impl<'t> Draft<'t> {
    pub(crate) fn new(text: &'t str, engine: Engine, whole: Span) -> Self {
        Self {
            text,
            engine,
            whole,
            operations: Vec::with_capacity(1),
            notes: Vec::new(),
            named: None,
            needs: None,
            outside_transaction: false,
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.engine.dialect
    }

    pub(crate) fn push(&mut self, action: Action, tolerance: Tolerance, at: Span) {
        let outside_transaction = self.outside_transaction;
        let unchecked_references = !self.engine.checks_references;
        let operation =
            Operation { outside_transaction, unchecked_references, ..Operation::tolerant(action, tolerance) };
        self.operations.push(Placed { operation, at, implied: false });
    }

    pub(crate) fn create(&mut self, key: Key, definition: Definition, tolerance: Tolerance, at: Span) {
        self.push(Action::Create { key, definition }, tolerance, at);
    }

    pub(crate) fn drop(&mut self, key: Key, cascade: bool, tolerance: Tolerance, at: Span) {
        self.push(Action::Drop { key, cascade }, tolerance, at);
    }

    pub(crate) fn rename(&mut self, from: Key, to: Key, tolerance: Tolerance, at: Span) {
        self.push(Action::Rename { from, to }, tolerance, at);
    }

    /// Changes what must be there; the same again on a second run.
    pub(crate) fn alter(&mut self, key: Key, what: &str, at: Span) {
        self.alter_to(key, what, None, Repeat::Same, Tolerance::None, at);
    }

    pub(crate) fn alter_to(
        &mut self,
        key: Key,
        what: &str,
        to: Option<String>,
        repeat: Repeat,
        tolerance: Tolerance,
        at: Span,
    ) {
        let alteration = Alteration { what: what.to_owned(), to, repeat };
        self.push(Action::Alter { key, alteration }, tolerance, at);
    }

    pub(crate) fn nothing(&mut self, at: Span) {
        self.push(Action::Nothing, Tolerance::None, at);
    }

    pub(crate) fn opaque(&mut self, reach: Reach, at: Span) {
        self.push(Action::Opaque(reach), Tolerance::None, at);
    }

    /// What a written guard is worth: its tolerance, or none and a note.
    pub(crate) fn guard(
        &mut self,
        written: Option<Span>,
        honoured: Tolerance,
        verdict: impl FnOnce() -> Verdict,
    ) -> Tolerance {
        let Some(at) = written else { return Tolerance::None };
        match verdict() {
            Ok(()) => honoured,
            Err(when) => {
                let guard = self.text.get(at.range()).unwrap_or_default().to_owned();
                self.notes.push(Note { at, guard, effect: GuardEffect::Raises, when });
                Tolerance::None
            }
        }
    }
}
