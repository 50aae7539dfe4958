//! Remedies about transactions: the tools' marks that turn theirs off, and BEGIN … COMMIT in the file.

use super::index::sends_each_statement;
use super::site::{Draft, Site, insert};
use crate::edit::Edit;
use crate::engine::{Dialect, Tool, Transaction};
use crate::migration::{Migration, Node, Step};

/// Runs the migration without the tool's transaction. Only where nothing in it loses the protection.
pub(super) fn leave(site: &Site<'_>) -> Option<Draft> {
    let steps = steps(&site.request.migration.up)?;
    let refused = |step: &&Step| placed(step).any(|operation| operation.outside_transaction);
    let alone = steps.len() == 1 || sends_each_statement(site.tool()) && steps.iter().all(refused);
    if site.embedded.is_some() || site.dialect != Dialect::Postgres || !alone {
        return None;
    }
    let (edit, mark) = mark(site)?;
    Some(Draft::safe(format!("Run without a transaction: `{mark}`"), vec![edit]))
}

fn placed(step: &Step) -> impl Iterator<Item = &crate::operation::Operation> {
    step.statements.iter().flat_map(|statement| &statement.operations).map(|placed| &placed.operation)
}

/// The tool's own words (shared facts sql.md section 2).
fn mark(site: &Site<'_>) -> Option<(Edit, String)> {
    let text = site.text;
    let (start, end) = (text.strip_prefix('\u{feff}').map_or(0, |_| '\u{feff}'.len_utf8()), site.newline);
    let first_line = |mark: &str| Some((insert(start, format!("{mark}{end}")), mark.to_owned()));
    let behind_header = |header: &str, addition: &str| {
        let found = text[..site.span.start].rfind(header)?;
        let line_end = text[found..].find(['\r', '\n']).map_or(text.len(), |length| found + length);
        let line = text[found..line_end].trim_end();
        (!line.contains(addition.trim())).then(|| (insert(found + line.len(), addition), addition.trim().to_owned()))
    };
    match site.tool() {
        // sqlx looks at the very first bytes only.
        Tool::Sqlx if start == 0 => first_line("-- no-transaction"),
        Tool::GraphileMigrate if start == 0 => first_line("--! no-transaction"),
        Tool::Yoyo => first_line("-- transactional: false"),
        Tool::Tern => first_line("---- tern: disable-tx ----"),
        // A directive of the whole file ends with an empty line.
        Tool::Atlas => {
            let mark = "-- atlas:txmode none";
            Some((insert(start, format!("{mark}{end}{end}")), mark.to_owned()))
        }
        Tool::Goose => {
            let up = text[..site.span.start].rfind("-- +goose Up")?;
            let mark = "-- +goose NO TRANSACTION";
            Some((insert(up, format!("{mark}{end}")), mark.to_owned()))
        }
        Tool::SqlMigrate => behind_header("-- +migrate Up", " notransaction"),
        Tool::Dbmate => behind_header("-- migrate:up", " transaction:false"),
        Tool::Liquibase => behind_header("--changeset", " runInTransaction:false"),
        _ => None,
    }
}

/// Puts BEGIN and COMMIT around the migration's statements. Settings that do nothing inside a transaction
/// (`PRAGMA foreign_keys`) stay outside.
pub(super) fn wrap(site: &Site<'_>) -> Option<Draft> {
    let migration: &Migration = site.request.migration;
    let transactional = matches!(site.dialect, Dialect::Sqlite | Dialect::Postgres);
    if site.embedded.is_some() || !transactional || site.tool() == Tool::Goose || site.tool() == Tool::Drizzle {
        return None;
    }
    if matches!(migration.transaction, Transaction::Whole | Transaction::WholeUnrecorded) {
        return None;
    }
    let nodes = if site.request.backwards { return None } else { &migration.up };
    let steps = steps(nodes)?;
    if nodes.iter().any(|node| !matches!(node, Node::Step(_))) || steps.iter().any(|step| own_transaction(site, step)) {
        return None;
    }
    let setting = |step: &&&Step| starts_with_word(site.text, step, "PRAGMA");
    let leading = steps.iter().take_while(setting).count();
    let trailing = steps.iter().rev().take_while(setting).count();
    let body = steps.get(leading..steps.len().saturating_sub(trailing)).filter(|body| !body.is_empty())?;
    let (first, last) = (body.first()?, body.last()?);
    let indent = site.request.source.indent(first.at.start);
    let behind = &site.text[last.at.end as usize..];
    let (end, missing) = match behind.trim_start().strip_prefix(';') {
        Some(rest) => (site.text.len() - rest.len(), ""),
        None => (last.at.end as usize, ";"),
    };
    let line = format!("{}{indent}", site.newline);
    let edits = vec![
        insert(first.at.start as usize, format!("{};{line}", site.keywords("BEGIN"))),
        insert(end, format!("{missing}{line}{};", site.keywords("COMMIT"))),
    ];
    Some(Draft::safe("Put the statements into one transaction", edits))
}

fn own_transaction(site: &Site<'_>, step: &Step) -> bool {
    let words = ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "VACUUM", "ATTACH", "DETACH"];
    words.iter().any(|word| starts_with_word(site.text, step, word))
        || placed(step).any(|operation| operation.outside_transaction)
}

fn starts_with_word(text: &str, step: &Step, word: &str) -> bool {
    let statement = text.get(step.at.range()).unwrap_or_default();
    statement.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && !statement[word.len()..].starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
}

/// All steps in order; `None` where a part of the migration is not plain steps and blocks of them.
fn steps(nodes: &[Node]) -> Option<Vec<&Step>> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Step(step) => found.push(step),
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => found.extend(steps(body)?),
            Node::If(_) | Node::Try(_) | Node::Probe { .. } | Node::Return => return None,
        }
    }
    Some(found)
}
