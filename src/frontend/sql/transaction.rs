//! How a tool wraps a migration, and what BEGIN and COMMIT in the file make of it (shared facts sql.md sections 1 and 2).

use super::program::Item;
use crate::engine::{Dialect, Tool, Transaction};
use crate::migration::Node;
use crate::source::Span;

/// How this tool wraps a file that says nothing else.
pub(crate) fn default_of(tool: Tool, dialect: Dialect) -> Transaction {
    let wrapped = match tool {
        Tool::PlainSql => return Transaction::Autocommit,
        // PostgreSQL and SQLite: the file is one implicit or explicit transaction, the version row is not in it.
        Tool::GolangMigrate => match dialect {
            Dialect::Postgres | Dialect::Sqlite => Transaction::WholeUnrecorded,
            _ => return Transaction::Autocommit,
        },
        Tool::Prisma => match dialect {
            Dialect::Postgres => Transaction::WholeUnrecorded,
            _ => return Transaction::Autocommit,
        },
        Tool::Refinery => Transaction::WholeUnrecorded,
        _ => Transaction::Whole,
    };
    match (dialect.is_mysql_like(), tool) {
        (false, _) => wrapped,
        (true, Tool::Flyway | Tool::Liquibase | Tool::Yoyo) => Transaction::ImplicitCommit,
        (true, _) => Transaction::EndedBySchemaChange,
    }
}

/// Whether the tool hands the whole file to the server at once: PostgreSQL makes one transaction of such a string.
fn sends_whole(tool: Tool) -> bool {
    matches!(
        tool,
        Tool::Sqlx
            | Tool::Diesel
            | Tool::Refinery
            | Tool::Dbmate
            | Tool::GolangMigrate
            | Tool::Prisma
            | Tool::GraphileMigrate
    )
}

/// Puts a file's statements under the transactions they run in.
pub(crate) fn arrange(
    items: Vec<Item>,
    wrapped: Transaction,
    tool: Tool,
    dialect: Dialect,
) -> (Vec<Node>, Transaction) {
    let one_query = dialect == Dialect::Postgres && sends_whole(tool);
    let statements = items.iter().filter(|item| matches!(item, Item::Nodes(_))).count();
    let brackets = items.len() > statements;
    let commits = items.iter().any(|item| matches!(item, Item::Commit(_) | Item::Rollback(_)));
    let stays = matches!(wrapped, Transaction::Autocommit) || dialect.is_mysql_like();
    if !stays && commits {
        return committed_by_hand(items, wrapped, one_query);
    }
    let transaction = match wrapped {
        Transaction::Autocommit if one_query && statements > 1 && !brackets => Transaction::WholeUnrecorded,
        Transaction::WholeUnrecorded if one_query && statements == 1 && tool != Tool::Refinery => {
            Transaction::Autocommit
        }
        other => other,
    };
    (bracketed(items, false, stays), transaction)
}

/// A COMMIT inside a transaction that is not the file's own ends that one.
fn committed_by_hand(items: Vec<Item>, wrapped: Transaction, one_query: bool) -> (Vec<Node>, Transaction) {
    let last = items.iter().rposition(|item| matches!(item, Item::Nodes(_)));
    let end = items.iter().position(|item| matches!(item, Item::Commit(_) | Item::Rollback(_)));
    let whole = end.is_some_and(|end| last.is_none_or(|last| last < end));
    if whole {
        let transaction = if wrapped == Transaction::Whole { Transaction::WholeUnrecorded } else { wrapped };
        return (bracketed(items, false, false), transaction);
    }
    (bracketed(items, !one_query, true).into_iter().collect(), Transaction::Autocommit)
}

/// Groups what stands between BEGIN and COMMIT. With `opened` a transaction is open at the start; without `groups`
/// brackets are passed over.
fn bracketed(items: Vec<Item>, opened: bool, groups: bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut open: Option<(Option<Span>, Vec<Node>)> = (opened && groups).then(|| (None, Vec::new()));
    for item in items {
        match item {
            Item::Nodes(more) => match &mut open {
                Some((_, body)) => body.extend(more),
                None => nodes.extend(more),
            },
            Item::Begin(at) if groups => match &mut open {
                // A second BEGIN is a warning.
                Some((start, _)) => {
                    start.get_or_insert(at);
                }
                None => open = Some((Some(at), Vec::new())),
            },
            Item::Commit(at) if groups => nodes.extend(open.take().and_then(|group| atomic(group, at))),
            Item::Rollback(_) if groups => open = None,
            Item::Begin(_) | Item::Commit(_) | Item::Rollback(_) => {}
        }
    }
    if let Some(group) = open {
        let end = group.0.unwrap_or(Span { start: 0, end: 0 });
        nodes.extend(atomic(group, end));
    }
    nodes
}

fn atomic((start, body): (Option<Span>, Vec<Node>), end: Span) -> Option<Node> {
    if body.is_empty() {
        return None;
    }
    let start = start.unwrap_or(Span { start: 0, end: 0 });
    Some(Node::Atomic { body, at: Span { start: start.start, end: end.end.max(start.end) } })
}
