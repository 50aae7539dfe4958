//! What the engines and frameworks say when an operation meets a schema that it did not expect: their exact words.
//!
//! One table per engine holds the phrases (`postgres`, `mysql`, `sqlite`); `driver` dresses a phrase as a
//! framework's driver shows it; `framework` knows the errors that ActiveRecord and Alembic raise by themselves.
//! `recognise` reads the same tables the other way round. A part of a message that no migration tells (the database's
//! name, the values of a row) is shown as `…`.

mod driver;
mod framework;
mod landmarks;
mod mysql;
mod phrase;
mod postgres;
mod recognise;
mod sqlite;
mod sqlstate;
mod subject;

use crate::engine::{Context, Dialect};
use crate::finding::EngineError;
use crate::operation::{Key, Operation};
use phrase::Phrase;
use subject::Subject;

pub use recognise::{Match, recognise};

/// Why an operation does not do what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClashKind {
    /// What is created is there; what something is renamed to is there.
    Exists,
    /// What is dropped, renamed, altered or written to is not there.
    Missing,
    /// What it would belong to is not there: the table of a column, the type of an enum value, the schema of a table.
    MissingOwner,
    /// A row of the same unique key is there.
    DuplicateRow,
    /// The statement is refused inside a transaction.
    NotInTransaction,
    /// What is there can't be replaced by what is written.
    Irreplaceable,
    /// It can't be dropped, because something else stands on it.
    InUse,
    /// An enum value that the same transaction has added is used.
    Uncommitted,
    /// An earlier error, though it was caught, has ended the transaction.
    AbortedTransaction,
    Other,
}

/// What the user will see when `operation` meets `clash`; `None` where the engine says nothing, or nothing known.
pub fn predict(context: &Context, operation: &Operation, clash: &ClashKind) -> Option<EngineError> {
    let subject = Subject::of(operation, *clash);
    if let Some(error) = framework::own_error(context, operation, *clash, &subject) {
        return Some(error);
    }
    let words = tables(context.dialect).find(|phrase| phrase.is_for(&subject, *clash))?;
    driver::dress(context, words.code, &words.fill(&subject))
}

/// What the user will see when a statement uses a thing that it does not name as its own, and that is not there or not
/// ready: the table a foreign key points at, the table of a new index, an enum value.
pub fn predict_use(context: &Context, used: &Key, clash: ClashKind) -> Option<EngineError> {
    uses(context, &Subject::used(used), clash)
}

/// What the user will see when a guard's question needs a table that has gone.
pub fn predict_question(context: &Context, table: &Key) -> Option<EngineError> {
    framework::unanswered(context, table).or_else(|| uses(context, &Subject::used(table), ClashKind::Missing))
}

/// What the user will see when a statement about rows names a column that has gone.
pub fn predict_read(context: &Context, column: &Key) -> Option<EngineError> {
    uses(context, &Subject::read(column), ClashKind::Missing)
}

fn uses(context: &Context, subject: &Subject<'_>, clash: ClashKind) -> Option<EngineError> {
    let words = tables(context.dialect).find(|phrase| phrase.is_for(subject, clash))?;
    driver::dress(context, words.code, &words.fill(subject))
}

/// The phrases of a dialect, special ones first.
fn tables(dialect: Dialect) -> impl Iterator<Item = &'static Phrase> {
    let (own, shared): (&[Phrase], &[Phrase]) = match dialect {
        Dialect::Postgres => (postgres::PHRASES, &[]),
        Dialect::MariaDb => (mysql::MARIADB, mysql::BOTH),
        Dialect::MySql => (mysql::MYSQL, mysql::BOTH),
        Dialect::Sqlite => (sqlite::PHRASES, &[]),
        Dialect::SqlServer => (&[], &[]),
    };
    own.iter().chain(shared)
}

#[cfg(test)]
mod tests;
