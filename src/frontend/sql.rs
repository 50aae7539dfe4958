//! The SQL frontend.
//!
//! ```text
//! file ─> section (tool's cuts) ─> lex ─> split ─> program (DO, IF, PREPARE) ─> recognise ─> operations
//!                                                        guard, catalog (conditions)      columns (shapes)
//! ```

mod alter;
mod alter_add;
mod alter_table;
mod asked;
mod block;
mod broken;
mod catalog;
mod catalog_columns;
mod columns;
mod create;
pub(crate) mod cursor;
mod dml;
mod draft;
mod drop;
pub(crate) mod foreign;
mod guard;
mod handlers;
mod holes;
mod insert;
mod known;
mod known_functions;
mod legal;
pub(crate) mod lex;
mod loops;
pub mod names;
mod objects;
mod overwrite;
mod program;
mod quotes;
mod read;
mod reads;
mod recognise;
mod remap;
mod renames;
mod repeat;
mod rounds;
mod section;
pub mod sent;
mod session;
mod shape;
mod spell;
pub(crate) mod split;
mod subject;
mod template;
mod text;
mod token;
mod transaction;
mod variables;
mod view;

#[cfg(test)]
mod tests;

use super::{Frontend, Request};
use crate::edit::Fix;
use crate::engine::Context;
use crate::migration::{Condition, Reading};
use crate::source::{FileId, Source, Span};

pub(crate) use guard::settle as settle_vague;

/// Reads and rewrites SQL migrations.
#[derive(Debug, Clone, Copy)]
pub struct Sql;

impl Frontend for Sql {
    fn read(&self, file: FileId, source: &Source, context: &Context) -> Reading {
        read::read(file, source, context)
    }

    fn spell(&self, request: &Request<'_>) -> Option<Fix> {
        spell::spell(request)
    }

    fn comments(&self, source: &Source, context: &Context) -> Vec<Span> {
        split::Script::read(source.text(), context.dialect).comments
    }
}

/// SQL written inside another language: the string's value and where each stretch of it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embedded {
    /// The value of the string, escapes resolved. A hole (`#{…}`, `{…}`) is filled with an identifier of any length.
    pub text: String,
    /// Stretches copied byte by byte: offset in `text`, offset in the file, length. Sorted, not overlapping.
    pub pieces: Vec<(u32, u32, u32)>,
    /// Some of the text was not in the source: names and values may be wrong, so claims about them are not made.
    pub holes: bool,
}

impl Embedded {
    /// A string whose value stands in the file just as it is.
    pub fn verbatim(source: &Source, span: Span) -> Self {
        Self { text: source.slice(span).to_owned(), pieces: vec![(0, span.start, span.end - span.start)], holes: false }
    }

    /// The file offset of a byte of the text; that of the nearest byte that has one.
    pub fn file_offset(&self, at: u32) -> u32 {
        let after = self.pieces.partition_point(|piece| piece.0 <= at);
        match self.pieces.get(after.wrapping_sub(1)) {
            Some(&(text, file, length)) => file + (at - text).min(length),
            None => self.pieces.first().map_or(0, |piece| piece.1),
        }
    }
}

/// Lowers embedded SQL; the spans of the nodes are those of the file.
pub fn lower_embedded(embedded: &Embedded, context: &Context) -> Vec<crate::migration::Node> {
    program::lower_placed(embedded, draft::Engine::of(context), 0)
}

/// Whether a query in another language finds rows (or, where it only counts or asks, finds some), as a condition on what
/// the database holds. Unknown where the text does not say what it asks for.
///
/// Also gives the places of tests that do not say what kind of thing they mean (`pg_class`): [`settle_vague`] asks what
/// they guard.
pub(crate) fn ask_embedded(embedded: &Embedded, context: &Context) -> (Condition, Vec<Span>) {
    if embedded.holes {
        return (Condition::Unknown, Vec::new());
    }
    let script = split::Script::read(&embedded.text, context.dialect);
    let variables = variables::Variables::default();
    let mut reader = guard::GuardReader::new(draft::Engine::of(context), &variables);
    let query = cursor::Cursor::new(&embedded.text, context.dialect, &script.tokens);
    let mut list = query;
    list.eat("SELECT");
    let mut ahead = list;
    let mut condition = if ahead.skip_to("FROM") {
        reader.rows(query)
    } else {
        let condition = reader.any(&mut list);
        list.eat("AS");
        list.part();
        if list.is_done() { condition } else { Condition::Unknown }
    };
    let in_file = |span| remap::span(embedded, span);
    remap::condition(&mut condition, &in_file);
    (condition, reader.vague.into_iter().map(in_file).collect())
}

/// Spells a remedy for a step that [`lower_embedded`] made. Edits are in file offsets; `None` where the edit would fall
/// on bytes that are not copied one by one from the file.
pub fn spell_embedded(embedded: &Embedded, request: &Request<'_>) -> Option<Fix> {
    spell::spell_embedded(embedded, request)
}

/// Whether an UPDATE with this filter passes over rows that have something of their own in the column.
pub(crate) fn filter_spares(filter: &str, column: &str, dialect: crate::engine::Dialect) -> bool {
    let script = split::Script::read(filter, dialect);
    overwrite::spares(cursor::Cursor::new(filter, dialect, &script.tokens), column)
}

/// What a second `ALTER COLUMN column TYPE … USING using` does.
pub(crate) fn conversion_repeats(using: &str, column: &str) -> crate::operation::Repeat {
    let dialect = crate::engine::Dialect::Postgres;
    let script = split::Script::read(using, dialect);
    repeat::of_conversion(cursor::Cursor::new(using, dialect, &script.tokens), column)
}
