//! Remedy: one guard around several steps becomes one for each.

use super::site::{Draft, Site, insert, into_text};
use crate::edit::Edit;
use crate::engine::Dialect;
use crate::frontend::sql::lex::{Token, lex};
use crate::migration::{Node, Step, Try};
use crate::source::Span;

/// An exception block around several statements undoes all of them when one is there already (shared facts sql.md,
/// section 0, point 3): each gets the handler for itself.
pub(super) fn draft(site: &Site<'_>) -> Option<Draft> {
    let guard = site.request.guard?;
    let attempt = find(&site.request.migration.up, guard)?;
    if site.dialect != Dialect::Postgres || site.in_string() {
        return None;
    }
    let steps: Vec<&Step> = attempt.body.iter().map(step).collect::<Option<_>>()?;
    let whole = into_text(site.embedded, attempt.at);
    let block = site.text.get(whole.clone())?;
    let mut tokens = lex(block, site.dialect);
    tokens.retain(|token| !token.is_trivia());
    let handler_at = tokens.iter().rposition(|token| token.is(block, "EXCEPTION"))?;
    let end_at = tokens.iter().rposition(|token| token.is(block, "END"))?;
    let handler =
        block.get(tokens.get(handler_at)?.start as usize..tokens.get(end_at.checked_sub(1)?)?.end as usize)?;
    if steps.len() < 2 || handler_at > end_at || handler.contains('\n') {
        return None;
    }
    let (begin, end) = (site.keywords("BEGIN"), site.keywords("END"));
    let mut edits = Vec::new();
    for step in steps {
        let at = into_text(site.embedded, step.at);
        edits.push(insert(at.start, format!("{begin} ")));
        edits.push(insert(at.end, format!("; {handler} {end}")));
    }
    edits.push(handler_out(whole.start, block, &tokens, handler_at, end_at)?);
    Some(Draft::safe("Give each statement an exception block of its own", edits))
}

/// The handler's words and the blanks behind them.
fn handler_out(base: usize, block: &str, tokens: &[Token], handler: usize, end: usize) -> Option<Edit> {
    let (start, stop) = (tokens.get(handler)?.start as usize, tokens.get(end)?.start as usize);
    block.get(start..stop)?;
    Some(Edit::delete(Span::new(base + start, base + stop)))
}

fn step(node: &Node) -> Option<&Step> {
    match node {
        Node::Step(step) => Some(step),
        _ => None,
    }
}

fn find(nodes: &[Node], at: Span) -> Option<&Try> {
    nodes.iter().find_map(|node| match node {
        Node::Try(attempt) if attempt.at == at => Some(attempt),
        Node::Try(attempt) => find(&attempt.body, at),
        Node::If(branch) => find(&branch.then, at).or_else(|| find(&branch.otherwise, at)),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => find(body, at),
        Node::Step(_) | Node::Probe { .. } | Node::Return => None,
    })
}
