//! Queries whose answer is only looked at: they fail where what they read has gone.

use tree_sitter::Node;

use super::flow::Flow;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call};
use crate::frontend::sql::lower_embedded;
use crate::migration::{Node as Step, Statement};
use crate::operation::{Action, Key};

/// Methods of the connection that send a query.
const QUERIES: &[&str] =
    &["select_value", "select_values", "select_one", "select_all", "select_rows", "query_value", "query_values"];

impl<'t> Reader<'t> {
    /// The queries of an expression, `select_value("SELECT COUNT(*) FROM t").to_i > 0`, as steps that change nothing.
    pub(super) fn reads_of(&self, expression: Node<'t>, scope: &Scope<'t>, out: &mut Vec<Flow>) {
        let sends = |node: Node<'t>| {
            let call = Call::read(node, self.text()).filter(|_| node.kind() == "call");
            call.is_some_and(|call| QUERIES.contains(&call.method))
        };
        let mut calls = Vec::new();
        syntax::descendants(expression, &sends, &mut calls);
        for call in calls.into_iter().filter_map(|node| Call::read(node, self.text())) {
            let sql = call.first().and_then(|argument| self.strings(scope).embedded(argument));
            let Some(sql) = sql.filter(|sql| !sql.holes) else { continue };
            let nodes = lower_embedded(&sql, self.context);
            if !nodes.is_empty() && nodes.iter().all(only_reads) {
                out.push(Flow::Immediate(vec![Flow::Sql(nodes)]));
            }
        }
    }
}

/// Whether a step does nothing but read tables that migrations make.
fn only_reads(node: &Step) -> bool {
    let of_engine = |key: &Key| {
        let table = key.of_table().unwrap_or(&key.name);
        table.starts_with("pg_") || table.starts_with("information_schema") || table.starts_with("sqlite_")
    };
    let reads = |statement: &Statement| {
        statement.operations.iter().all(|placed| {
            let mentions = &placed.operation.mentions;
            placed.operation.action == Action::Nothing && !mentions.is_empty() && !mentions.iter().any(of_engine)
        })
    };
    matches!(node, Step::Step(step) if step.statements.iter().all(reads))
}
