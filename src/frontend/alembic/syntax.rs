//! What is asked of tree-sitter's Python trees, in one place.

use tree_sitter::{Node as Ts, Tree};

use crate::frontend::tree;
pub(super) use crate::frontend::tree::visit;
use crate::migration::Problem;
use crate::source::{Source, Span};

/// Python refuses more levels of indentation ("too many levels of indentation"), and the parser's scanner gives up on
/// several hundred.
const MOST_LEVELS: usize = 100;

/// Parses Python; `None` where it nests too deeply.
pub(super) fn parse(source: &Source) -> Option<Tree> {
    if levels(source.text()) > MOST_LEVELS {
        return None;
    }
    thread_local!(static KEPT: tree::Kept = const { tree::Kept::new(None) });
    KEPT.with(|kept| tree::parse(kept, || tree_sitter_python::LANGUAGE.into(), source))
}

/// The deepest indentation, in levels; lines inside brackets and strings count as any other.
fn levels(text: &str) -> usize {
    let mut open: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches([' ', '\t', '\x0c']).len();
        if indent < line.len() {
            open.truncate(open.partition_point(|&outer| outer < indent));
            if indent > 0 {
                open.push(indent);
            }
            deepest = deepest.max(open.len());
        }
    }
    deepest
}

pub(super) fn span(node: Ts<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

pub(super) fn text<'a>(node: Ts<'_>, source: &'a str) -> &'a str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// The named children that mean something, comments left out.
pub(super) fn children(node: Ts<'_>) -> Vec<Ts<'_>> {
    node.named_children(&mut node.walk()).filter(|child| child.kind() != "comment").collect()
}

pub(super) fn field<'t>(node: Ts<'t>, name: &str) -> Option<Ts<'t>> {
    node.child_by_field_name(name)
}

/// Every child that a field holds.
pub(super) fn fields<'t>(node: Ts<'t>, name: &str) -> Vec<Ts<'t>> {
    node.children_by_field_name(name, &mut node.walk()).collect()
}

/// All comments, in the order of the text.
pub(super) fn comments(root: Ts<'_>) -> Vec<Span> {
    let mut found = Vec::new();
    visit(root, &mut |node| {
        if node.kind() == "comment" {
            found.push(span(node));
        }
        node.kind() != "string"
    });
    found
}

/// Syntax errors, outermost only.
pub(super) fn problems(root: Ts<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    visit(root, &mut |node| {
        if node.is_error() || node.is_missing() {
            let missing = node.is_missing().then(|| format!("`{}` is missing", node.kind()));
            let what = missing.unwrap_or_else(|| "this is not Python".to_owned());
            found.push(Problem { at: span(node), message: format!("syntax error: {what}") });
            return false;
        }
        node.has_error() || node.kind() == "module"
    });
    found
}

/// Whether a statement holds `return`, `continue`, `break` or `raise` of its own function.
pub(super) fn jumps(node: Ts<'_>) -> bool {
    let mut found = false;
    visit(node, &mut |inner| {
        found |=
            matches!(inner.kind(), "return_statement" | "continue_statement" | "break_statement" | "raise_statement");
        !found && !matches!(inner.kind(), "function_definition" | "lambda" | "class_definition")
    });
    found
}
