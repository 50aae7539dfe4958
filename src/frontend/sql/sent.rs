//! What a tool sends to the engine: for running a file instead of replaying it.

use std::ops::Range;

use super::lex::TokenKind;
use super::split::Script;
use super::{read, section};
use crate::engine::{Context, Transaction};
use crate::source::{FileId, Source, Span};

/// One migration of a file, as its tool runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// As the tool records it.
    pub revision: String,
    /// Statements without their terminators, in order; client commands (`\set`) are left out.
    pub up: Vec<Span>,
    pub down: Vec<Span>,
    pub transaction: Transaction,
}

/// The migrations of a file for this dialect, statement by statement.
pub fn sent(source: &Source, context: &Context) -> Vec<Sent> {
    let migrations = read::read(FileId(0), source, context).migrations;
    let parts = section::parts(source.text(), context.tool);
    let parts = parts.iter().filter(|part| part.is_for(context.dialect));
    let cut = |ranges: &[Range<usize>]| ranges.iter().flat_map(|range| statements(source, range, context)).collect();
    parts
        .zip(migrations)
        .map(|(part, migration)| Sent {
            revision: migration.revision,
            up: cut(&part.up),
            down: cut(&part.down),
            transaction: migration.transaction,
        })
        .collect()
}

fn statements(source: &Source, range: &Range<usize>, context: &Context) -> Vec<Span> {
    let script = Script::read(&source.text()[range.clone()], context.dialect);
    let sent = script.statements.iter().filter(|statement| {
        script.tokens.get(statement.tokens.start).is_none_or(|token| token.kind != TokenKind::Meta)
    });
    sent.map(|statement| {
        Span::new(range.start + statement.span.start as usize, range.start + statement.span.end as usize)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Dialect, Tool};

    #[test]
    fn sections_statements_and_transactions() {
        let text =
            "-- +goose Up\nCREATE TABLE a (x int);\n-- c\nINSERT INTO a VALUES (';');\n-- +goose Down\nDROP TABLE a;\n";
        let source = Source::new("migrations/00001_a.sql", text);
        let sent = sent(&source, &Context::new(Tool::Goose, Dialect::Postgres));
        let texts = |spans: &[Span]| spans.iter().map(|&span| source.slice(span).to_owned()).collect::<Vec<_>>();
        assert_eq!(texts(&sent[0].up), ["CREATE TABLE a (x int)", "INSERT INTO a VALUES (';')"]);
        assert_eq!(texts(&sent[0].down), ["DROP TABLE a"]);
        assert_eq!(sent[0].transaction, Transaction::Whole);
    }
}
