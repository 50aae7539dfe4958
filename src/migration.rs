//! A migration as a small program: steps as a person wrote them, and the conditions around them.
//!
//! Frontends lower source text into this tree; replay interprets it. What depends only on the direction or the dialect
//! (`reverting?`, `connection.adapter_name`) is folded to [`Condition::Known`] by the frontend.

use crate::engine::Transaction;
use crate::operation::{Key, Operation};
use crate::source::{FileId, Span};

/// What one file held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub migrations: Vec<Migration>,
    /// What could not be read: syntax errors, an unclosed string. The rest was read all the same.
    pub problems: Vec<Problem>,
}

/// A place that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub at: Span,
    pub message: String,
}

/// One file (or up/down pair, or changeset).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    pub file: FileId,
    /// The part of the file that is this migration.
    pub at: Span,
    /// As the tool's version table records it.
    pub revision: String,
    /// As people call it: the class, message or file-name part. May be empty.
    pub name: String,
    /// Revisions that it continues; empty where the history orders by version.
    pub parents: Vec<String>,
    pub lineage: Lineage,
    pub transaction: Transaction,
    pub up: Vec<Node>,
    pub down: Down,
    /// False where the file has syntax errors: findings only where certain, and no fixes.
    pub intact: bool,
}

/// What a file itself says of its place among the others (Alembic); nothing where the tool orders by version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lineage {
    /// Revisions that must run before without being continued (`depends_on`).
    pub depends_on: Vec<String>,
    /// Names of the branch that starts here. A branch with a name is meant.
    pub labels: Vec<String>,
    /// Where its own id is written, and where its parents' are: the values.
    pub revision_at: Option<Span>,
    pub parents_at: Option<Span>,
    /// When it was made, as text that sorts by time (`Create Date:` of the docstring).
    pub created: Option<String>,
    /// The id or the parents are made at run time: the order is not known.
    pub unread: bool,
}

/// The way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Down {
    /// None is written, or it says that there is none (`raise IrreversibleMigration`, `pass`).
    None,
    /// Worked out by the framework from the way forth (Rails' `change`): it must undo all of it.
    Derived(Vec<Node>),
    /// Written by a person, in this file.
    Written(Vec<Node>),
    /// Written by a person, in a file of its own (`….down.sql`).
    File(FileId, Vec<Node>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Step(Step),
    If(If),
    /// Takes answers now that a later [`Condition::Remembered`] uses: a cached inspector, a list of table names in a
    /// variable, a predicate evaluated before a rollback replays.
    Probe {
        id: u32,
        condition: Condition,
        at: Span,
    },
    /// `return`, `next` at the end of a block: the rest of the migration does not run.
    Return,
    /// `rescue`, `try … except`, a DO block's `EXCEPTION`.
    Try(Try),
    /// Everything inside commits together, if it does at all: `BEGIN … COMMIT` in the file, `transaction do`, a DO block.
    Atomic {
        body: Vec<Node>,
        at: Span,
    },
    /// Commits what came before; each statement inside stays on its own (`autocommit_block`, after a hand-written COMMIT).
    Autocommit {
        body: Vec<Node>,
        at: Span,
    },
}

/// Calls `change` with every step of a program, in the order of the text.
pub(crate) fn each_step_mut(nodes: &mut [Node], change: &mut dyn FnMut(&mut Step)) {
    for node in nodes {
        match node {
            Node::Step(step) => change(step),
            Node::If(branch) => {
                each_step_mut(&mut branch.then, change);
                each_step_mut(&mut branch.otherwise, change);
            }
            Node::Try(attempt) => {
                each_step_mut(&mut attempt.body, change);
                each_step_mut(&mut attempt.handler, change);
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => each_step_mut(body, change),
            Node::Probe { .. } | Node::Return => {}
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct If {
    pub condition: Condition,
    /// The condition's text, for labels: `unless table_exists?(:users)`.
    pub at: Span,
    pub then: Vec<Node>,
    pub otherwise: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// The whole construct.
    pub at: Span,
    pub body: Vec<Node>,
    pub handler: Vec<Node>,
    pub catches: Catches,
    /// The body is a subtransaction of its own, so that an error inside does not poison the one around it
    /// (PostgreSQL's EXCEPTION blocks, `requires_new: true`, `begin_nested()`): all of the body is undone.
    pub savepoint: bool,
}

/// Which engine errors a handler takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Catches {
    Everything,
    /// SQLSTATEs or, in lower case, PostgreSQL's condition names (`duplicate_object`, `duplicate_table`).
    Named(Vec<String>),
}

impl Catches {
    /// What one of two handlers takes.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Named(mut names), Self::Named(others)) => {
                names.extend(others);
                Self::Named(names)
            }
            _ => Self::Everything,
        }
    }
}

/// A truth known, not known, or to be asked of the schema. Evaluated left to right, as the languages do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Known(bool),
    Present(Test),
    /// Rows that answer to this are there: `SELECT EXISTS (… FROM table …)`, `Model.exists?`; `None` for any row.
    RowsPresent {
        table: Key,
        filter: Option<Vec<(String, String)>>,
        at: Span,
    },
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    /// `a == b`: the form that guards both directions of a Rails `change`.
    Same(Box<Self>, Box<Self>),
    /// Alembic renders SQL instead of running it (`--sql`). Replay runs online.
    Offline,
    /// The answer taken by the [`Node::Probe`] of this id.
    Remembered(u32),
    Unknown,
}

impl Condition {
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::Known(value) => Self::Known(!value),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Some of it could not be read.
    #[must_use]
    pub fn is_partly_unread(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::Not(inner) => inner.is_partly_unread(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::is_partly_unread),
            Self::Same(one, other) => one.is_partly_unread() || other.is_partly_unread(),
            Self::Known(_) | Self::Present(_) | Self::RowsPresent { .. } | Self::Offline | Self::Remembered(_) => false,
        }
    }
}

/// A question put to the live schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub subject: Subject,
    pub at: Span,
    /// The table that must be there for the question to be answered at all: `column_exists?` raises without it.
    pub needs: Option<Key>,
    /// Raises when Alembic runs with `--sql` (`inspect(op.get_bind())`).
    pub breaks_offline: bool,
}

/// What a [`Test`] asks for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Key(Key),
    /// An index, but only a valid one counts (`valid: true`, `indisvalid`).
    ValidIndex(Key),
    /// An index, but only an invalid one counts (`valid: false`, `NOT indisvalid`).
    InvalidIndex(Key),
    /// Some index of this table on just these columns (`index_exists?(:t, [:a, :b])`).
    IndexOn {
        table: Key,
        columns: Vec<String>,
    },
    /// Some foreign key of this table to that one, perhaps on this column.
    ForeignKeyTo {
        table: Key,
        to: String,
        column: Option<String>,
    },
    /// Some foreign key of this table on just these columns.
    ForeignKeyOn {
        table: Key,
        columns: Vec<String>,
    },
    /// Some unique constraint of this table on just these columns.
    UniqueOn {
        table: Key,
        columns: Vec<String>,
    },
    /// A column that has this type: under PostgreSQL's name for it, without length (`character varying`).
    TypeOf {
        column: Key,
        sql_type: String,
    },
    /// A constraint, trigger or policy of this name, whatever table it is on (`WHERE conname = 'x'` without `conrelid`).
    /// Its owner is the table that the guarded step is about, where that is known, and else empty.
    Anywhere(Key),
}

/// One call or statement as a person wrote it; in an unrolled loop, one round of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The whole call or statement, block included, terminator excluded.
    pub at: Span,
    /// What a label underlines: the call's name and first arguments, on one line.
    pub head: Span,
    /// In the order in which they reach the engine; each is all or nothing.
    pub statements: Vec<Statement>,
    pub notes: Vec<Note>,
    /// The round of an unrolled loop, counted from 0; 0 outside loops.
    pub round: u32,
}

/// What reaches the engine as one statement: it clashes as one, and a stop falls before or behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub operations: Vec<Placed>,
}

/// An operation and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub operation: Operation,
    /// The part of the step that asks for it: the `t.references` line, the `ADD COLUMN` action.
    pub at: Span,
    /// Nothing in the text names it: the index `t.references` makes, the type `sa.Enum` makes.
    pub implied: bool,
}

/// What a frontend noticed about a guard that is no guard here; rules turn it into findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub at: Span,
    /// As written: `if_not_exists: true`.
    pub guard: String,
    pub effect: GuardEffect,
    /// A sentence's end with the fact and its bounds: `before Rails 6.1`, `on SQLite`, `inside change_table from Rails 7.1`.
    pub when: String,
}

/// What this engine and version make of a guard that they do not honour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GuardEffect {
    /// Accepted and ignored: the statement runs unguarded.
    Ignored,
    /// The first run fails (unknown keyword, syntax error).
    Raises,
    /// Works forth, but the way back fails.
    BreaksRollback,
}
