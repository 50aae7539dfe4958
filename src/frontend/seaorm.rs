//! The SeaORM frontend: migrations in Rust, parsed with `syn` and run in the abstract.
//!
//! ```text
//! syntax ─> migration ─> lower (walk, eval, calls) ─> database ─> statements, columns, rows
//!              names, strings                           └─> raw SQL: the SQL frontend
//! order: the migrator's vector        spell (place, chain, question): remedies as edits
//! ```

mod calls;
mod columns;
mod comments;
mod companions;
mod database;
mod eval;
mod flow;
mod idents;
mod lower;
mod macros;
mod migration;
mod names;
mod order;
mod patterns;
mod places;
mod room;
mod rows;
mod spell;
mod statements;
mod strings;
mod syntax;
#[cfg(test)]
mod tests;
mod value;
mod walk;

pub use companions::{mentioned, root_of};
pub use order::{Registered, order};

use super::{Frontend, Request};
use crate::edit::Fix;
use crate::engine::Context;
use crate::migration::{Problem, Reading};
use crate::source::{FileId, Source, Span};

/// Reads and rewrites SeaORM migrations.
#[derive(Debug, Clone, Copy)]
pub struct SeaOrm;

impl Frontend for SeaOrm {
    fn read(&self, file: FileId, source: &Source, context: &Context) -> Reading {
        let reading = room::with_room(source.text(), || {
            let reading = match syntax::parse(source) {
                Ok(parsed) => {
                    let modules = companions::modules_of(source, &context.companions);
                    let migrations = migration::read(file, source, (&parsed, &modules), context);
                    Reading { migrations, problems: Vec::new() }
                }
                // The parser gives no tree for a file with a syntax error.
                Err(problem) => Reading { migrations: Vec::new(), problems: vec![problem] },
            };
            syntax::forget_places();
            reading
        });
        reading.unwrap_or_else(|| {
            let problem = Problem { at: Span::new(0, 0), message: "nests too deeply to be read".to_owned() };
            Reading { migrations: Vec::new(), problems: vec![problem] }
        })
    }

    fn spell(&self, request: &Request<'_>) -> Option<Fix> {
        room::with_room(request.source.text(), || {
            let parsed = syntax::parse(request.source).ok();
            let fix = parsed.and_then(|parsed| spell::spell(request, &parsed));
            syntax::forget_places();
            fix
        })?
    }

    fn comments(&self, source: &Source, _context: &Context) -> Vec<Span> {
        comments::comments(source.text())
    }
}
