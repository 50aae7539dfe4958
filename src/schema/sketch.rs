//! The schemas along a chain, taken down while it is replayed.
//!
//! A chain writes into one line as long as nobody else holds it. So what it starts from at each migration is taken down
//! without the line, and put back on it in the end.

use imbl::OrdMap;

use super::past::Past;
use super::{Base, Schema};
use crate::engine::Dialect;
use crate::migration::Subject;

/// A settled schema without the line that it is a moment of.
#[derive(Debug, Clone)]
pub struct Sketch {
    line: usize,
    at: u32,
    dialect: Dialect,
    assumed: OrdMap<Subject, bool>,
    closed: bool,
    clouded: bool,
}

/// Holds a line: nothing is lost that was written into it.
#[derive(Debug, Clone)]
pub struct Anchor(Past);

impl Anchor {
    /// Tells one line from another, as long as both are held.
    pub fn line(&self) -> usize {
        self.0.line_address()
    }
}

impl Schema {
    pub fn anchor(&self) -> Anchor {
        Anchor(self.base.facts.clone())
    }

    pub fn sketch(&self) -> Sketch {
        let Past { at, .. } = self.base.facts;
        let line = self.base.facts.line_address();
        let assumed = self.base.assumed.clone();
        Sketch { line, at, dialect: self.dialect, assumed, closed: self.closed, clouded: self.clouded }
    }
}

impl Sketch {
    /// The line that it is a moment of: see [`Anchor::line`].
    pub fn line(&self) -> usize {
        self.line
    }

    /// The schema again, on its own line.
    pub fn on(self, line: &Anchor) -> Schema {
        let base = Base { facts: line.0.moment(self.at), assumed: self.assumed };
        Schema { base, closed: self.closed, clouded: self.clouded, ..Schema::unknown(self.dialect) }
    }
}
