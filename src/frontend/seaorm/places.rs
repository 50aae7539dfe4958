//! Where the parts of a syntax tree stand in the file.
//!
//! The parser's own `span()` writes a node out as tokens to find its first and last one. That is too slow for the nodes
//! that are asked for most, so their ends are looked up here.

use syn::spanned::Spanned;
use syn::{Block, Expr, ExprMethodCall, Stmt};

use crate::source::Span;

/// Turns the parser's places into those of the file: the parser sees neither a byte-order mark nor a `#!` line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) offset: usize,
    /// What is read stands in another file: everything is shown here, where this one speaks of it.
    pub(super) shown: Option<Span>,
}

impl Places {
    /// Of a small node.
    pub(super) fn of(self, node: &impl Spanned) -> Span {
        self.token(node.span())
    }

    pub(super) fn token(self, span: proc_macro2::Span) -> Span {
        if let Some(shown) = self.shown {
            return shown;
        }
        let range = span.byte_range();
        Span::new(range.start + self.offset, range.end + self.offset)
    }

    /// From the start of one place to the end of another.
    pub(super) fn between(self, from: proc_macro2::Span, to: proc_macro2::Span) -> Span {
        Span { start: self.token(from).start, end: self.token(to).end }
    }

    /// From a method's name to its closing parenthesis.
    pub(super) fn method(self, call: &ExprMethodCall) -> Span {
        self.between(call.method.span(), call.paren_token.span.close())
    }

    /// A call with all of its chain.
    pub(super) fn call(self, call: &ExprMethodCall) -> Span {
        Span { start: self.start(&call.receiver), end: self.token(call.paren_token.span.close()).end }
    }

    pub(super) fn block(self, block: &Block) -> Span {
        self.token(block.brace_token.span.join())
    }

    pub(super) fn expr(self, expr: &Expr) -> Span {
        Span { start: self.start(expr), end: self.end(expr) }
    }

    pub(super) fn statement(self, statement: &Stmt) -> Span {
        match statement {
            Stmt::Expr(expr, Some(semicolon)) => {
                Span { start: self.start(expr), end: self.token(semicolon.spans[0]).end }
            }
            Stmt::Expr(expr, None) => self.expr(expr),
            Stmt::Local(local) => self.between(local.let_token.span, local.semi_token.spans[0]),
            other => self.of(other),
        }
    }

    fn start(self, mut expr: &Expr) -> u32 {
        loop {
            expr = match expr {
                Expr::MethodCall(call) => &call.receiver,
                Expr::Await(inner) => &inner.base,
                Expr::Try(inner) => &inner.expr,
                Expr::Field(inner) => &inner.base,
                Expr::Index(inner) => &inner.expr,
                Expr::Binary(inner) => &inner.left,
                Expr::Assign(inner) => &inner.left,
                Expr::Call(inner) => &inner.func,
                Expr::If(inner) => return self.token(inner.if_token.span).start,
                Expr::Match(inner) => return self.token(inner.match_token.span).start,
                Expr::Block(inner) if inner.label.is_none() => return self.block(&inner.block).start,
                Expr::Paren(inner) => return self.token(inner.paren_token.span.open()).start,
                Expr::Array(inner) => return self.token(inner.bracket_token.span.open()).start,
                other => return self.of(other).start,
            };
        }
    }

    fn end(self, mut expr: &Expr) -> u32 {
        loop {
            expr = match expr {
                Expr::Reference(inner) => &inner.expr,
                Expr::Unary(inner) => &inner.expr,
                Expr::Binary(inner) => &inner.right,
                Expr::Assign(inner) => &inner.right,
                Expr::Closure(inner) => &inner.body,
                Expr::MethodCall(call) => return self.token(call.paren_token.span.close()).end,
                Expr::Call(call) => return self.token(call.paren_token.span.close()).end,
                Expr::Await(inner) => return self.token(inner.await_token.span).end,
                Expr::Try(inner) => return self.token(inner.question_token.spans[0]).end,
                Expr::Paren(inner) => return self.token(inner.paren_token.span.close()).end,
                Expr::Array(inner) => return self.token(inner.bracket_token.span.close()).end,
                Expr::Block(inner) => return self.block(&inner.block).end,
                Expr::Match(inner) => return self.token(inner.brace_token.span.close()).end,
                Expr::ForLoop(inner) => return self.block(&inner.body).end,
                Expr::If(inner) => match &inner.else_branch {
                    Some((_, branch)) => branch,
                    None => return self.block(&inner.then_branch).end,
                },
                other => return self.of(other).end,
            };
        }
    }
}
