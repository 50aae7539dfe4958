//! Reads a file into migrations.

use std::ops::Range;

use super::broken::broken;
use super::draft::Engine;
use super::names::{self, Direction};
use super::program::{self, Item};
use super::remap;
use super::section::{self, Part};
use super::split::Script;
use super::template;
use super::transaction;
use crate::engine::{Context, Tool, Transaction};
use crate::migration::{Down, If, Lineage, Migration, Node, Problem, Reading};
use crate::operation::Reach;
use crate::source::{FileId, Source, Span};

/// Reads one file. Never fails.
pub(crate) fn read(file: FileId, source: &Source, context: &Context) -> Reading {
    let mut reader = Reader { text: source.text(), context, engine: Engine::of(context), problems: Vec::new() };
    let parts = section::parts(source.text(), context.tool);
    let named = names::revision(context.tool, source.path());
    let mut migrations = Vec::new();
    if context.foreign {
        return Reading {
            migrations: parts.iter().map(|part| unread(part, file, source, &named)).collect(),
            problems: Vec::new(),
        };
    }
    for part in parts.iter().filter(|part| part.is_for(context.dialect)) {
        migrations.push(reader.migration(part, file, source, named.clone()));
    }
    Reading { migrations, problems: reader.problems }
}

/// A migration in a language of SQL that is not known here: it may do anything.
fn unread(part: &Part, file: FileId, source: &Source, named: &Option<(String, String, Direction)>) -> Migration {
    let stem = source.path().file_stem().unwrap_or_default().to_owned();
    let (revision, name, _) = named.clone().unwrap_or((stem.clone(), stem, Direction::Up));
    let at = section::span(&part.at);
    Migration {
        file,
        at,
        revision: part.revision.clone().unwrap_or(revision),
        name,
        parents: Vec::new(),
        lineage: Lineage::default(),
        transaction: Transaction::Autocommit,
        up: vec![program::step(at, at, program::opaque(Reach::Everything, at))],
        down: Down::None,
        intact: true,
    }
}

struct Reader<'a> {
    text: &'a str,
    context: &'a Context,
    engine: Engine,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn migration(
        &mut self,
        part: &Part,
        file: FileId,
        source: &Source,
        named: Option<(String, String, Direction)>,
    ) -> Migration {
        let problems = self.problems.len();
        let stem = source.path().file_stem().unwrap_or_default().to_owned();
        let (revision, name, direction) = named.unwrap_or((stem.clone(), stem, Direction::Up));
        let wrapped = self.wrapped(part);
        let up = self.items(&part.up);
        let wrapped = self.flyway_transaction(wrapped, &up);
        let (mut up, transaction) = transaction::arrange(up, wrapped, self.context.tool, self.engine.dialect);
        let down = self.items(&part.down);
        let (down, _) = transaction::arrange(down, wrapped, self.context.tool, self.engine.dialect);
        if let Some(precondition) = &part.precondition {
            up = self.guarded(precondition, up);
        }
        let (up, down) = match direction {
            Direction::Up if down.is_empty() => (up, Down::None),
            Direction::Up => (up, Down::Written(down)),
            Direction::Down => (Vec::new(), Down::File(file, up)),
        };
        let revision = part.revision.clone().unwrap_or(revision);
        let intact = self.problems.len() == problems;
        Migration {
            file,
            at: section::span(&part.at),
            revision,
            name,
            parents: Vec::new(),
            lineage: Lineage::default(),
            transaction,
            up,
            down,
            intact,
        }
    }

    /// How the tool wraps this migration.
    fn wrapped(&self, part: &Part) -> Transaction {
        if part.without_transaction {
            return Transaction::Autocommit;
        }
        let default = || transaction::default_of(self.context.tool, self.engine.dialect);
        self.context.transaction.unwrap_or_else(default)
    }

    /// Flyway leaves its transaction out where a statement is refused inside one.
    fn flyway_transaction(&self, wrapped: Transaction, items: &[Item]) -> Transaction {
        let refused = self.context.tool == Tool::Flyway
            && items.iter().any(|item| match item {
                Item::Nodes(nodes) => nodes.iter().any(|node| flyway_sees(node, self.text)),
                _ => false,
            });
        if refused { Transaction::Autocommit } else { wrapped }
    }

    fn items(&mut self, ranges: &[Range<usize>]) -> Vec<Item> {
        let mut items = Vec::new();
        for range in ranges {
            let text = &self.text[range.clone()];
            let script = Script::read(text, self.engine.dialect);
            let offset = Span::new(range.start, range.start).start;
            let place = |span: Span| Span { start: span.start + offset, end: span.end + offset };
            if let Some(token) = script.unclosed {
                let message = "this string, comment or quoted name is never closed".to_owned();
                self.problems.push(Problem { at: place(token.span()), message });
            }
            if let Some((at, message)) = broken(&script) {
                self.problems.push(Problem { at: place(at), message });
            }
            let mut lowered = program::lower(&script, self.engine, 0);
            template::wrap(&script, &mut lowered);
            for item in &mut lowered {
                match item {
                    Item::Nodes(nodes) => remap::nodes(nodes, &place),
                    Item::Begin(at) | Item::Commit(at) | Item::Rollback(at) => *at = place(*at),
                }
            }
            items.append(&mut lowered);
        }
        items
    }

    /// A Liquibase precondition that only skips is a condition around the changeset.
    fn guarded(&self, precondition: &section::Precondition, body: Vec<Node>) -> Vec<Node> {
        let text = &self.text[precondition.sql.clone()];
        let at = section::span(&precondition.sql);
        let condition = program::query_condition(text, self.engine, precondition.expected == "0", at.start);
        vec![Node::If(If { condition, at, then: body, otherwise: Vec::new() })]
    }
}

/// Whether Flyway's patterns find a statement that no transaction takes: `REINDEX INDEX CONCURRENTLY` and `DETACH …
/// CONCURRENTLY` escape them (read in its source).
fn flyway_sees(node: &Node, text: &str) -> bool {
    let Node::Step(step) = node else { return false };
    let outside = |statement: &crate::migration::Statement| {
        statement.operations.iter().any(|placed| placed.operation.outside_transaction)
    };
    let head = text.get(step.at.range()).unwrap_or_default().trim_start();
    let starts = |word: &str| head.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let reindexes_one = starts("reindex index") || starts("reindex table");
    step.statements.iter().any(outside) && !reindexes_one && !starts("alter table")
}
