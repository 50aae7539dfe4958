//! The Alembic frontend: Python migrations, read with tree-sitter and run in the abstract.
//!
//! `lower` follows statements, `eval` and `calls` expressions, `ops` and `batch` know Alembic's operations,
//! `shapes` SQLAlchemy's constructs, `options` which guard options count, `guards` what is asked of the schema
//! and when. `spell` writes remedies.

mod batch;
mod blocks;
mod builtins;
mod calls;
mod compare;
mod connections;
mod constraints;
mod eval;
mod execute;
mod flow;
mod guards;
mod helpers;
mod logic;
mod loops;
mod lower;
mod mend;
mod models;
mod names;
mod ops;
mod options;
mod queries;
mod records;
mod refusals;
mod revision;
mod rows;
mod shapes;
mod spell;
mod strings;
mod syntax;
mod taken;
#[cfg(test)]
mod tests;
mod value;

use super::{Frontend, HistoryRequest, Request, tree};
use crate::edit::Fix;
use crate::engine::Context;
use crate::migration::Reading;
use crate::source::{FileId, Source, Span};

/// Reads and rewrites Alembic migrations.
#[derive(Debug, Clone, Copy)]
pub struct Alembic;

impl Frontend for Alembic {
    fn read(&self, file: FileId, source: &Source, context: &Context) -> Reading {
        match syntax::parse(source) {
            Some(tree) => revision::read(file, source, tree.root_node(), context),
            None => tree::refused(),
        }
    }

    fn spell(&self, request: &Request<'_>) -> Option<Fix> {
        spell::spell(request)
    }

    fn mend(&self, request: &HistoryRequest<'_>) -> Option<Fix> {
        mend::mend(request)
    }

    fn comments(&self, source: &Source, _context: &Context) -> Vec<Span> {
        syntax::parse(source).map_or_else(Vec::new, |tree| syntax::comments(tree.root_node()))
    }
}
