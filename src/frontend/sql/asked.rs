//! What conditions and variables of a block read of tables: they fail where that has gone.

use super::block::Flavour;
use super::cursor::Cursor;
use super::guard::GuardReader;
use super::program::{Lowerer, step};
use super::reads;
use crate::migration::{Condition, Node, Placed};
use crate::operation::{Action, Key, Operation};
use crate::source::Span;

/// The reading of `IF (SELECT count(*) FROM t WHERE c = 1) > 0 THEN`, as a step in front of it.
pub(super) fn asking(branch: &Cursor<'_>, flavour: Flavour) -> Option<Node> {
    let mut condition = *branch;
    // Where it ends in T-SQL, its own words tell.
    if flavour == Flavour::SqlServer {
        return None;
    }
    condition.eat("IF");
    let condition = condition.up_to(&["THEN"]);
    reading(condition.span(), reads::of_questions(condition))
}

/// A step that changes nothing and reads these; `None` where they are nothing but the engine's own catalogs.
fn reading(at: Span, mut mentions: Vec<Key>) -> Option<Node> {
    let of_engine = |name: &str| name.starts_with("pg_") || name.starts_with("information_schema");
    mentions.retain(|key| !of_engine(key.of_table().unwrap_or(&key.name)));
    mentions.sort();
    mentions.dedup();
    let operation = Operation { mentions, ..Operation::new(Action::Nothing) };
    (!operation.mentions.is_empty()).then(|| step(at, at, Placed { operation, at, implied: false }))
}

impl<'t> Lowerer<'t> {
    /// `SELECT … INTO variable FROM …`: no table is made here.
    pub(super) fn select_into_variable(&mut self, statement: Cursor<'t>) -> Vec<Node> {
        let mut list = statement;
        list.eat("SELECT");
        let value = list.up_to(&["INTO", "FROM"]);
        let mut into = list;
        if !into.skip_to("INTO") {
            return self.statement(statement);
        }
        into.advance();
        into.eat("STRICT");
        let Some(name) = into.part() else { return Vec::new() };
        let mut reader = GuardReader::new(self.engine, &self.session.variables);
        let condition = match () {
            () if value.is("EXISTS") => reader.whole(value),
            () if into.skip_to("FROM") || list.is("FROM") => reader.rows(statement),
            () => Condition::Unknown,
        };
        let found = if value.is("EXISTS") { Condition::Unknown } else { condition.clone() };
        self.session.variables.assign("found".to_owned()).answer(found);
        self.session.variables.assign(name).answer(condition);
        let mut read = reads::of_questions(value);
        if into.is("FROM") {
            read.extend(reads::of_query(value, into));
        }
        reading(statement.span(), read).into_iter().collect()
    }
}
