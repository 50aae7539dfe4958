//! The Alembic frontend.

use super::{Frontend, Request};
use crate::edit::Fix;
use crate::engine::Context;
use crate::migration::Reading;
use crate::source::{FileId, Source, Span};

/// Reads and rewrites Alembic migrations.
#[derive(Debug, Clone, Copy)]
pub struct Alembic;

impl Frontend for Alembic {
    fn read(&self, _file: FileId, _source: &Source, _context: &Context) -> Reading {
        Reading::default()
    }

    fn spell(&self, _request: &Request<'_>) -> Option<Fix> {
        None
    }

    fn comments(&self, _source: &Source, _context: &Context) -> Vec<Span> {
        Vec::new()
    }
}
