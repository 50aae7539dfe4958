//! Rust's syntax tree with the places of its parts in the file.

use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Macro, Token};

use super::places::Places;
use crate::migration::Problem;
use crate::source::{Source, Span};

/// A parsed file, and how far its first token is from the start of the file.
pub(super) struct Parsed {
    pub(super) file: syn::File,
    pub(super) places: Places,
}

/// Parses a file; on a syntax error says where and why.
pub(super) fn parse(source: &Source) -> Result<Parsed, Problem> {
    let text = source.text();
    let offset = prelude(text);
    let places = Places { offset, shown: None };
    let body = text.get(offset..).unwrap_or_default();
    match syn::parse_str::<syn::File>(body) {
        Ok(mut file) => {
            Macros.visit_file_mut(&mut file);
            Ok(Parsed { file, places })
        }
        Err(error) => {
            let at = places.token(error.span());
            // An unclosed brace is told of at no place at all.
            let at = if at.end as usize > text.len() { Span::new(text.len(), text.len()) } else { at };
            Err(Problem { at, message: error.to_string() })
        }
    }
}

/// The parser keeps every text it has seen for its spans; nothing of them is used after a file was read.
pub(super) fn forget_places() {
    proc_macro2::extra::invalidate_current_thread_spans();
}

/// The length of what the parser does not see.
fn prelude(text: &str) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = text.get(mark..).unwrap_or_default();
    let attribute = rest.strip_prefix("#!").is_some_and(|rest| rest.trim_start().starts_with('['));
    match rest.find('\n') {
        Some(end) if rest.starts_with("#!") && !attribute => mark + end,
        _ => mark,
    }
}

/// What a macro call is turned into where its arguments are expressions, so that they can be evaluated like any others:
/// `vec![…]` an array, `format!(…)` and the like a call whose name starts with [`MACRO`].
struct Macros;

/// Put before a macro's name where it is turned into a call.
pub(super) const MACRO: &str = "macro_";

impl VisitMut for Macros {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(ordinary) = ordinary(&call.mac)
        {
            *expr = ordinary;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        for statement in &mut block.stmts {
            if let syn::Stmt::Macro(call) = statement
                && let Some(ordinary) = ordinary(&call.mac)
            {
                *statement = syn::Stmt::Expr(ordinary, call.semi_token.take());
            }
        }
        visit_mut::visit_block_mut(self, block);
    }
}

fn ordinary(call: &Macro) -> Option<Expr> {
    let name = call.path.segments.last()?.ident.clone();
    let items = call.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok()?;
    let attrs = Vec::new();
    if name == "vec" {
        let bracket_token = syn::token::Bracket { span: *call.delimiter.span() };
        return Some(Expr::Array(syn::ExprArray { attrs, bracket_token, elems: items }));
    }
    let mut path = call.path.clone();
    if let Some(last) = path.segments.last_mut() {
        last.ident = syn::Ident::new(&format!("{MACRO}{name}"), name.span());
    }
    let func = Box::new(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path }));
    let paren_token = syn::token::Paren { span: *call.delimiter.span() };
    Some(Expr::Call(syn::ExprCall { attrs, func, paren_token, args: items }))
}
