//! Builders of sea-query as they are written: where a method may be put into a chain of calls.

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprCall, ExprMethodCall, Pat, Stmt};

use crate::edit::Edit;
use crate::frontend::seaorm::places::Places;
use crate::source::{Source, Span};

/// `Table::create().table(…).col(…)`: the call it starts with, and the methods in order.
pub(super) struct Chain<'a> {
    pub(super) root: &'a ExprCall,
    pub(super) methods: Vec<&'a ExprMethodCall>,
}

impl<'a> Chain<'a> {
    /// The builder that a statement is given, also through a variable or a helper (`timestamps(Table::create()…)`).
    pub(super) fn of(expr: &'a Expr, function: &'a Block) -> Option<Self> {
        let mut methods = Vec::new();
        let mut expr = expr;
        loop {
            expr = match expr {
                Expr::MethodCall(call) => {
                    methods.push(call);
                    &call.receiver
                }
                Expr::Reference(inner) => &inner.expr,
                Expr::Paren(inner) => &inner.expr,
                Expr::Call(call) if is_builder(call) => {
                    methods.reverse();
                    return Some(Self { root: call, methods });
                }
                Expr::Call(call) if call.args.len() == 1 => {
                    methods.clear();
                    &call.args[0]
                }
                Expr::Path(path) => {
                    methods.clear();
                    definition(function, path.path.get_ident()?)?
                }
                _ => return None,
            };
        }
    }

    /// `Table::create`: the last two parts of the root's path.
    pub(super) fn kind(&self) -> String {
        match &*self.root.func {
            Expr::Path(path) => {
                let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
                names[names.len().saturating_sub(2)..].join("::")
            }
            _ => String::new(),
        }
    }

    pub(super) fn find(&self, method: &str) -> Option<&'a ExprMethodCall> {
        self.methods.iter().copied().find(|call| call.method == method)
    }

    /// Puts `.method()` behind the call of `after`, or behind the root: on a line of its own where the next call is.
    pub(super) fn add(&self, source: &Source, places: Places, after: &[&str], method: &str) -> Edit {
        let behind = self.methods.iter().rposition(|call| after.iter().any(|name| call.method == name));
        let end = behind.map_or(places.of(self.root).end, |place| places.method(self.methods[place]).end);
        let next = self.methods.get(behind.map_or(0, |place| place + 1));
        let near = next.or(behind.and_then(|place| self.methods.get(place)));
        let blanks = near.map_or("", |call| blanks_before(source, places.token(call.dot_token.spans[0]).start));
        let blanks = if blanks.contains('\n') { blanks } else { "" };
        Edit::insert(end, format!("{blanks}{method}"))
    }
}

/// The line's end and the blanks in front of a place.
fn blanks_before(source: &Source, at: u32) -> &str {
    let before = &source.text()[..at as usize];
    &before[before.trim_end_matches([' ', '\t', '\n', '\r']).len()..]
}

/// Takes `.method()` out, with the blanks in front of it.
pub(super) fn without(source: &Source, places: Places, call: &ExprMethodCall) -> Edit {
    let dot = places.token(call.dot_token.spans[0]).start;
    let start = dot as usize - blanks_before(source, dot).len();
    Edit::delete(Span::new(start, places.method(call).end as usize))
}

fn is_builder(call: &ExprCall) -> bool {
    const BUILDERS: &[&str] = &["Table", "Index", "Type", "ForeignKey", "Extension", "Query"];
    let Expr::Path(path) = &*call.func else { return false };
    let mut parts = path.path.segments.iter().rev();
    parts.next();
    parts.next().is_some_and(|owner| BUILDERS.iter().any(|builder| owner.ident == builder))
}

/// What a variable of the function was given first.
pub(super) fn definition<'a>(function: &'a Block, name: &syn::Ident) -> Option<&'a Expr> {
    struct Definitions<'a, 'n> {
        name: &'n syn::Ident,
        found: Vec<&'a Expr>,
    }
    impl<'a> Visit<'a> for Definitions<'a, '_> {
        fn visit_stmt(&mut self, statement: &'a Stmt) {
            if let Stmt::Local(local) = statement
                && let Pat::Ident(ident) = plain(&local.pat)
                && ident.ident == *self.name
            {
                self.found.extend(local.init.as_ref().map(|init| &*init.expr));
            }
            visit::visit_stmt(self, statement);
        }
    }
    let mut definitions = Definitions { name, found: Vec::new() };
    definitions.visit_block(function);
    // A name that is given twice may be either.
    match definitions.found[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn plain(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Type(typed) => &typed.pat,
        other => other,
    }
}
