//! What an expression of a migration is worth, as far as its text tells.

use std::rc::Rc;

use syn::ExprClosure;

use crate::frontend::sql::Embedded;
use crate::migration::Condition;
use crate::source::Span;

#[derive(Clone)]
pub(super) enum Value<'a> {
    Unknown,
    /// `()`, or a `Result` that somebody has looked at.
    Unit,
    /// `None`.
    Nothing,
    /// The `Result` of a statement that was carried out; its error is not handed on yet.
    Outcome,
    /// An error on its way out: `Err(…)`.
    Failure,
    Truth(Condition),
    /// A number's text.
    Number(String),
    Text(Rc<Text>),
    /// Array, tuple or slice.
    List(Rc<Vec<Self>>),
    /// A path that is no variable: `Users::Table`, `DbBackend::Postgres`.
    Path(Rc<str>, Span),
    Build(Rc<Build<'a>>),
    Manager,
    /// A connection, or a transaction on it.
    Connection,
    /// What a query found.
    Rows(Rc<Found>),
    /// A column of a query that counts or asks: `SELECT EXISTS (…)`.
    Answer(Condition),
    Backend,
    Closure(&'a ExprClosure),
}

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Whether there are rows, or, where it counts or asks, what the answer is.
    pub(super) any: Condition,
    /// It gives one row whatever it finds: `SELECT COUNT(*) …`.
    pub(super) counts: bool,
    /// The query's text, lower case.
    pub(super) sql: Rc<str>,
}

impl Found {
    /// Whether a row comes.
    pub(super) fn there(&self) -> Condition {
        if self.counts { Condition::Known(true) } else { self.any.clone() }
    }
}

/// A string and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) sql: Embedded,
    pub(super) at: Span,
}

/// A builder of sea-query (`Table::create().table(…).col(…)`), a struct literal, or any other call that only makes a
/// value: what it started from, and the methods called on it since.
#[derive(Clone)]
pub(super) struct Build<'a> {
    /// The called path's last two parts: `Table::create`, `pk_auto`, `Statement::from_string`; for a struct its name.
    pub(super) root: Rc<str>,
    pub(super) args: Vec<Value<'a>>,
    /// Of the root.
    pub(super) at: Span,
    pub(super) calls: Vec<Call<'a>>,
    /// Fields of a struct literal.
    pub(super) fields: Vec<(String, Value<'a>)>,
    /// More may have been called on it, in code that was not followed.
    pub(super) open: bool,
}

/// One method of a chain.
#[derive(Clone)]
pub(super) struct Call<'a> {
    pub(super) method: String,
    pub(super) args: Vec<Value<'a>>,
    /// From the method's name to its closing parenthesis.
    pub(super) at: Span,
}

impl<'a> Build<'a> {
    pub(super) fn find(&self, method: &str) -> Option<&Call<'a>> {
        self.calls.iter().rev().find(|call| call.method == method)
    }

    pub(super) fn all<'b>(&'b self, method: &'b str) -> impl Iterator<Item = &'b Call<'a>> {
        self.calls.iter().filter(move |call| call.method == method)
    }

    pub(super) fn has(&self, method: &str) -> bool {
        self.find(method).is_some()
    }

    /// The first argument of the last call of this method.
    pub(super) fn first(&self, method: &str) -> Option<&Value<'a>> {
        self.find(method)?.args.first()
    }
}

impl<'a> Value<'a> {
    pub(super) fn known(value: bool) -> Self {
        Self::Truth(Condition::Known(value))
    }

    /// A string that is wholly known.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) if !text.sql.holes => Some(&text.sql.text),
            _ => None,
        }
    }

    pub(super) fn as_build(&self) -> Option<&Build<'a>> {
        match self {
            Self::Build(build) => Some(build),
            _ => None,
        }
    }

    /// The items of a list; a lone value is a list of one, as sea-query's `IntoIterator` and tuple arguments have it.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether a function that gets this could reach the database with it.
    pub(super) fn reaches_database(&self) -> bool {
        match self {
            Self::Manager | Self::Connection => true,
            Self::List(items) => items.iter().any(Self::reaches_database),
            _ => false,
        }
    }

    /// What `if value` makes of it.
    pub(super) fn truth(&self) -> Condition {
        match self {
            Self::Truth(condition) | Self::Answer(condition) => condition.clone(),
            _ => Condition::Unknown,
        }
    }

    /// Whether both are known to be the same.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unit, Self::Unit) | (Self::Nothing, Self::Nothing) => true,
            (Self::Manager, Self::Manager)
            | (Self::Connection, Self::Connection)
            | (Self::Backend, Self::Backend)
            | (Self::Outcome, Self::Outcome) => true,
            (Self::Truth(a), Self::Truth(b)) => a == b,
            (Self::Answer(a), Self::Answer(b)) => a == b,
            (Self::Rows(a), Self::Rows(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Path(a, _), Self::Path(b, _)) => a == b,
            (Self::List(a), Self::List(b)) => {
                Rc::ptr_eq(a, b) || a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.same(b))
            }
            (Self::Build(a), Self::Build(b)) => Rc::ptr_eq(a, b),
            (Self::Closure(a), Self::Closure(b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }
}
