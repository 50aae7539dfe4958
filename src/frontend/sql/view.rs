//! The columns of a view, where its query writes them out.

use super::cursor::Cursor;
use super::lex::TokenKind;
use super::reads;
use crate::operation::Key;

/// Reads what follows the view's name.
pub(crate) fn columns(mut rest: Cursor<'_>) -> Option<Vec<String>> {
    if let Some(listed) = rest.is_symbol("(").then(|| rest.column_list()).flatten() {
        return Some(listed);
    }
    rest.skip_to("AS");
    rest.advance();
    while rest.is_symbol("(") {
        rest = rest.group()?;
    }
    if !rest.eat("SELECT") {
        return None;
    }
    rest.eat("ALL");
    if rest.eat("DISTINCT") && rest.eat("ON") {
        rest.group()?;
    }
    let list = rest.up_to(&["FROM", "WHERE", "GROUP", "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT"]);
    list.items().into_iter().map(output_name).collect()
}

/// The tables that its query reads, as far as they stand behind its own FROM, and columns as far as they are certain.
pub(crate) fn reads(mut rest: Cursor<'_>) -> Vec<Key> {
    rest.skip_to("AS");
    rest.advance();
    while let Some(inside) = rest.is_symbol("(").then(|| rest.group()).flatten() {
        rest = inside;
    }
    // Behind WITH, a name may be that of a query.
    if !rest.eat("SELECT") {
        return Vec::new();
    }
    let list = rest.up_to(&["FROM"]);
    if !rest.skip_to("FROM") {
        return Vec::new();
    }
    let mut read = reads::of_query(list, rest);
    read.sort();
    read.dedup();
    read
}

/// What a column of a query is called: its alias, the column it is, or the function it calls.
fn output_name(item: Cursor<'_>) -> Option<String> {
    let mut rest = item;
    if rest.skip_to("AS") {
        rest.advance();
        let name = rest.part()?;
        return rest.is_done().then_some(name);
    }
    let mut rest = item;
    let plain = rest.peek().is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedName));
    let name = if plain { rest.name()?.name } else { return None };
    rest.is_done().then_some(name)
}
