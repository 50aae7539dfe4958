//! What catches errors: plpgsql's EXCEPTION, MySQL's DECLARE … HANDLER.

use super::block::{Flavour, is_end, to_end};
use super::cursor::Cursor;
use super::lex::TokenKind;
use super::program::Lowerer;
use crate::migration::{Catches, Node, Try};
use crate::source::Span;

impl<'t> Lowerer<'t> {
    /// `WHEN a OR b THEN …`: the errors that are taken, and what the first handler does. One that raises again takes none.
    pub(super) fn exceptions(&mut self, cursor: &mut Cursor<'t>) -> (Option<Catches>, Vec<Node>) {
        let (mut named, mut everything, mut first) = (Vec::new(), false, None);
        while cursor.eat("WHEN") {
            let names = cursor.up_to(&["THEN"]);
            cursor.eat("THEN");
            let raises = {
                let mut ahead = *cursor;
                let body = ahead.up_to(&["WHEN", "END"]);
                raises_error(body)
            };
            let handler = self.list(cursor, Flavour::PlPgSql, &["WHEN", "END"]);
            if raises {
                continue;
            }
            first.get_or_insert(handler.nodes);
            everything |= { names }.skip_to("OTHERS");
            named.extend(error_names(names));
        }
        let catches = match (everything, named.is_empty()) {
            (true, _) => Some(Catches::Everything),
            (false, false) => Some(Catches::Named(named)),
            (false, true) => None,
        };
        (catches, first.unwrap_or_default())
    }

    /// MySQL's DECLARE: a handler, or a variable that may hold an answer.
    pub(super) fn declare(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Option<Handler> {
        let start = cursor.position();
        cursor.advance();
        if !(cursor.is_any(&["CONTINUE", "EXIT", "UNDO"]) && cursor.is_at(1, "HANDLER")) {
            let declaration = to_end(cursor);
            self.assignment(declaration);
            return None;
        }
        let goes_on = cursor.is("CONTINUE");
        cursor.advance();
        cursor.advance();
        cursor.eat("FOR");
        let mut named = Vec::new();
        let mut everything = false;
        loop {
            if cursor.eat("SQLEXCEPTION") {
                everything = true;
            } else if cursor.eat("SQLSTATE") {
                cursor.eat("VALUE");
                named.extend(cursor.literal());
            } else if cursor.peek().is_some_and(|token| token.kind == TokenKind::Number) {
                named.extend(cursor.advance().map(|token| cursor.token_text(token).to_owned()));
            } else if !cursor.eat_any(&["SQLWARNING"]) && !cursor.eat_all(&["NOT", "FOUND"]) {
                break;
            }
            if !cursor.eat_symbol(",") {
                break;
            }
        }
        let body = self.one(cursor, flavour);
        let catches = if everything { Catches::Everything } else { Catches::Named(named.clone()) };
        let at = cursor.span_since(start);
        (everything || !named.is_empty()).then_some(Handler { at, catches, goes_on, body })
    }
}

/// A handler that MySQL's DECLARE puts around what follows it in the block.
pub(super) struct Handler {
    at: Span,
    catches: Catches,
    /// `CONTINUE`: the statement is passed over; else the block is left.
    goes_on: bool,
    body: Vec<Node>,
}

/// Whether a handler ends by raising.
pub(super) fn raises_error(mut body: Cursor<'_>) -> bool {
    while !body.is_done() {
        if body.eat("RAISE") && (body.is_done() || is_end(&body) || body.is("EXCEPTION") || body.is_any(&["SQLSTATE"]))
        {
            return true;
        }
        body.advance();
    }
    false
}

/// `duplicate_object OR SQLSTATE '42P07'`.
pub(super) fn error_names(mut names: Cursor<'_>) -> Vec<String> {
    let mut out = Vec::new();
    while !names.is_done() {
        if names.eat("SQLSTATE") {
            out.extend(names.literal());
        } else if !names.eat("OR") {
            match names.part().filter(|name| name != "others") {
                Some(name) => out.push(name),
                None => {
                    names.advance();
                }
            }
        }
    }
    out
}

/// Puts a statement under the handlers that let the block go on.
pub(super) fn handled(node: Node, handlers: &[Handler]) -> Node {
    handlers.iter().filter(|handler| handler.goes_on).fold(node, |node, handler| {
        Node::Try(Try {
            at: handler.at,
            body: vec![node],
            handler: handler.body.clone(),
            catches: handler.catches.clone(),
            savepoint: false,
        })
    })
}

/// Puts a list under the handlers that leave the block.
pub(super) fn leave_block(nodes: Vec<Node>, handlers: &[Handler]) -> Vec<Node> {
    handlers.iter().filter(|handler| !handler.goes_on).fold(nodes, |nodes, handler| {
        vec![Node::Try(Try {
            at: handler.at,
            body: nodes,
            handler: handler.body.clone(),
            catches: handler.catches.clone(),
            savepoint: false,
        })]
    })
}
