//! Where a step stands: its function, its statement, and the edits that put an `if` around that.

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprMethodCall, FnArg, ImplItemFn, ItemFn, Pat, Signature, Stmt};

use crate::edit::Edit;
use crate::frontend::Request;
use crate::frontend::seaorm::comments;
use crate::frontend::seaorm::places::Places;
use crate::frontend::seaorm::syntax::Parsed;
use crate::source::Span;

/// Methods that send a statement.
const SENDS: &[&str] = &["execute", "execute_raw", "execute_unprepared"];

/// What is around a stretch of the file.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The name of the function's `SchemaManager`.
    pub(super) manager: Option<String>,
    pub(super) function: Option<&'a Block>,
    /// The innermost statement, and whether it is the last of its block.
    pub(super) statement: Option<(&'a Stmt, bool)>,
    /// The method call that is just this stretch.
    pub(super) call: Option<&'a ExprMethodCall>,
    /// The call that sends a statement and holds it.
    pub(super) sender: Option<&'a ExprMethodCall>,
    /// The string literal around it.
    pub(super) string: Option<Span>,
}

impl<'a> Around<'a> {
    pub(super) fn find(parsed: &'a Parsed, at: Span) -> Self {
        let mut finder = Finder { at, places: parsed.places, around: Self::default() };
        finder.visit_file(&parsed.file);
        finder.around
    }

    /// The stretch is SQL: in a string, or sent from a file of its own.
    pub(super) fn is_text(&self) -> bool {
        self.string.is_some() || self.sender.is_some()
    }
}

struct Finder<'a> {
    at: Span,
    places: Places,
    around: Around<'a>,
}

impl<'a> Finder<'a> {
    fn enter(&mut self, signature: &'a Signature, block: &'a Block) {
        self.around.manager = signature.inputs.iter().find_map(manager);
        self.around.function = Some(block);
        self.around.statement = None;
    }
}

/// The name of a parameter of the type `&SchemaManager`.
fn manager(input: &FnArg) -> Option<String> {
    let FnArg::Typed(typed) = input else { return None };
    let mut named = &*typed.ty;
    while let syn::Type::Reference(reference) = named {
        named = &reference.elem;
    }
    let syn::Type::Path(path) = named else { return None };
    let is_manager = path.path.segments.last()?.ident == "SchemaManager";
    match &*typed.pat {
        Pat::Ident(name) if is_manager => Some(name.ident.to_string()),
        _ => None,
    }
}

impl<'a> Visit<'a> for Finder<'a> {
    fn visit_impl_item_fn(&mut self, function: &'a ImplItemFn) {
        if self.places.block(&function.block).contains(self.at) {
            self.enter(&function.sig, &function.block);
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_item_fn(&mut self, function: &'a ItemFn) {
        if self.places.block(&function.block).contains(self.at) {
            self.enter(&function.sig, &function.block);
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_block(&mut self, block: &'a Block) {
        let count = block.stmts.len();
        for (number, statement) in block.stmts.iter().enumerate() {
            if self.places.statement(statement).contains(self.at) {
                self.around.statement = Some((statement, number + 1 == count));
                self.visit_stmt(statement);
            }
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let span = self.places.expr(expr);
        if !span.contains(self.at) {
            return;
        }
        match expr {
            Expr::Closure(_) => {
                // Nothing can be awaited in a closure.
                self.around.statement = None;
                self.around.manager = None;
            }
            Expr::MethodCall(call) if span == self.at => self.around.call = Some(call),
            Expr::MethodCall(call) if SENDS.iter().any(|name| call.method == name) => self.around.sender = Some(call),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_lit_str(&mut self, literal: &'a syn::LitStr) {
        let span = self.places.token(literal.span());
        if span.contains(self.at) {
            self.around.string = Some(span);
        }
    }
}

/// What a statement gives to the block around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gives {
    Nothing,
    /// The `Result` of the step, which is that of the block.
    Outcome,
}

/// A statement on lines of its own that does nothing but the step.
pub(super) struct Place<'r> {
    whole: Span,
    gives: Gives,
    indent: &'r str,
    unit: &'static str,
    ending: &'static str,
    request: &'r Request<'r>,
}

impl<'r> Place<'r> {
    /// The statement of a call, where it may be put under an `if`.
    pub(super) fn of(request: &'r Request<'r>, places: Places, around: &Around<'_>, call: Span) -> Option<Self> {
        let (statement, last) = around.statement?;
        let Stmt::Expr(expr, semicolon) = statement else { return None };
        let (inner, tried) = unwrapped(expr);
        if places.expr(inner) != call {
            return None;
        }
        let gives = match (semicolon, tried) {
            (Some(_), true) => Gives::Nothing,
            (None, true) if last => Gives::Nothing,
            (None, false) if last => Gives::Outcome,
            _ => return None,
        };
        let whole = places.statement(statement);
        let source = request.source;
        let line = source.line_span(source.line_of(whole.start));
        let indent = source.indent(whole.start);
        let end = source.line_span(source.line_of(whole.end)).end;
        let behind = source.text().get(whole.end as usize..end as usize)?.trim();
        let alone = line.start as usize + indent.len() == whole.start as usize
            && (behind.is_empty() || behind.starts_with("//"));
        let unit = if indent.contains('\t') { "\t" } else { "    " };
        alone.then(|| Self { whole, gives, indent, unit, ending: source.line_ending(whole.start), request })
    }

    /// Puts the statement under `if condition { … }`.
    pub(super) fn wrap(&self, condition: &str) -> Vec<Edit> {
        let Self { indent, unit, ending, .. } = self;
        let lines = condition.lines().collect::<Vec<_>>();
        let condition = lines.join(&format!("{ending}{indent}"));
        // As rustfmt has it: the brace of a condition of many lines stands on its own.
        let brace = if lines.len() > 1 { format!("{ending}{indent}{{") } else { " {".to_owned() };
        let mut edits = vec![Edit::insert(self.whole.start, format!("if {condition}{brace}{ending}{indent}{unit}"))];
        edits.extend(self.deeper());
        let closed = match self.gives {
            Gives::Nothing => format!("{ending}{indent}}}"),
            Gives::Outcome => format!("?;{ending}{indent}}}{ending}{indent}Ok(())"),
        };
        edits.push(Edit::insert(self.whole.end, closed));
        edits
    }

    /// One more level for the statement's further lines; those that start inside a string stay as they are.
    fn deeper(&self) -> Vec<Edit> {
        let source = self.request.source;
        let (first, last) = (source.line_of(self.whole.start), source.line_of(self.whole.end));
        if first == last {
            return Vec::new();
        }
        let strings = comments::long_strings(source.text());
        (first + 1..=last)
            .map(|line| source.line_span(line))
            .filter(|line| !line.is_empty())
            .filter(|line| !strings.iter().any(|string| string.start < line.start && line.start < string.end))
            .map(|line| Edit::insert(line.start, self.unit))
            .collect()
    }

    /// A line of its own above the statement.
    pub(super) fn line_before(&self, line: &str) -> Edit {
        Edit::insert(self.whole.start, format!("{line}{}{}", self.ending, self.indent))
    }

    /// Takes the statement out with its lines. One that gives the block's `Result` leaves `Ok(())`.
    pub(super) fn delete(&self) -> Edit {
        if self.gives == Gives::Outcome {
            return Edit::replace(self.whole, "Ok(())");
        }
        let source = self.request.source;
        let start = source.line_span(source.line_of(self.whole.start)).start;
        let end = source.line_span(source.line_of(self.whole.end)).end as usize;
        let text = source.text();
        let behind = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        Edit::delete(Span::new(start as usize, behind))
    }
}

/// What stands under `.await` and `?`, and whether there is a `?`.
fn unwrapped(expr: &Expr) -> (&Expr, bool) {
    match expr {
        Expr::Try(inner) => (unwrapped(&inner.expr).0, true),
        Expr::Await(inner) => unwrapped(&inner.base),
        Expr::Paren(inner) => unwrapped(&inner.expr),
        other => (other, false),
    }
}
