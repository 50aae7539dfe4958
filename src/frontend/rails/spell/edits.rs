//! Byte edits in the style of the file.

use tree_sitter::Node;

use super::super::syntax::{self, Call, span};
use super::site::Site;
use crate::edit::Edit;
use crate::source::Span;

/// Adds a `key: value` behind the last argument: on a line of its own where the arguments are.
pub(super) fn add_option(site: &Site<'_, '_>, call: &Call<'_>, key: &str, value: &str) -> Option<Edit> {
    let arguments: Vec<Node<'_>> =
        call.arguments.iter().copied().filter(|node| node.kind() != "block_argument").collect();
    let last = *arguments.last()?;
    let pair = pair_text(site, call, key, value);
    if last.kind() == "hash" {
        let inner = syntax::children(last).last().copied();
        return Some(match inner {
            Some(inner) => Edit::insert(span(inner).end, format!(", {pair}")),
            None => Edit::insert(span(last).start + 1, format!(" {pair} ")),
        });
    }
    let first = arguments.first()?;
    let own_line = first.start_position().row != last.start_position().row && starts_line(site, last);
    let between = match own_line {
        true => format!(",{}{}", site.newline(), site.request.source.indent(span(last).start)),
        false => ", ".to_owned(),
    };
    Some(Edit::insert(span(last).end, format!("{between}{pair}")))
}

/// `key: value`, or `:key => value` where the call is written so.
fn pair_text(site: &Site<'_, '_>, call: &Call<'_>, key: &str, value: &str) -> String {
    let rocket = call.arguments.iter().any(|node| {
        node.kind() == "pair" && node.child_by_field_name("key").is_some_and(|key| site.slice(key).starts_with(':'))
    });
    if rocket { format!(":{key} => {value}") } else { format!("{key}: {value}") }
}

/// Whether nothing but blanks stands before a node in its line.
pub(super) fn starts_line(site: &Site<'_, '_>, node: Node<'_>) -> bool {
    let start = span(node).start;
    let line = site.request.source.line_span(site.request.source.line_of(start));
    site.request.source.slice(Span { start: line.start, end: start }).trim().is_empty()
}

/// Takes an argument out, with the comma before it.
pub(super) fn drop_argument(site: &Site<'_, '_>, node: Node<'_>) -> Option<Edit> {
    let end = span(node).end;
    let mut start = span(node).start as usize;
    let before = site.text().get(..start)?.trim_end();
    if let Some(stripped) = before.strip_suffix(',') {
        start = stripped.len();
        return Some(Edit::delete(Span::new(start, end as usize)));
    }
    // The first of several: the comma behind goes.
    let rest = site.text().get(end as usize..)?;
    let blanks = rest.len() - rest.trim_start().len();
    if rest.trim_start().starts_with(',') {
        let after = rest.trim_start().get(1..)?;
        let skipped = after.len() - after.trim_start_matches(' ').len();
        return Some(Edit::delete(Span::new(start, end as usize + blanks + 1 + skipped)));
    }
    None
}

/// Puts a condition around a call: behind a call on one line, else `if … end` with the lines moved in.
pub(super) fn condition(site: &Site<'_, '_>, condition: &Condition) -> Option<Vec<Edit>> {
    if !site.is_statement() {
        return None;
    }
    let node = site.call.node;
    let modifier = format!("{} {}", condition.keyword, condition.text);
    let single_line = node.start_position().row == node.end_position().row;
    if single_line {
        return Some(vec![Edit::insert(span(node).end, format!(" {modifier}"))]);
    }
    if !starts_line(site, node) || site.call.node.parent().is_some_and(|parent| parent.kind().ends_with("_modifier")) {
        return Some(vec![Edit::insert(span(node).end, format!(" {modifier}"))]);
    }
    let mut edits = wrap(site, node, &modifier)?;
    edits.sort();
    Some(edits)
}

/// `keyword text`, as a condition is spelled.
pub(super) struct Condition {
    pub(super) keyword: &'static str,
    pub(super) text: String,
}

/// Moves a statement of several lines into `if … end`. `None` where it holds text whose lines can't be moved.
pub(super) fn wrap(site: &Site<'_, '_>, node: Node<'_>, opening: &str) -> Option<Vec<Edit>> {
    let mut fixed = Vec::new();
    syntax::descendants(node, &|node| node.kind() == "heredoc_beginning" || is_long_string(node), &mut fixed);
    if !fixed.is_empty() {
        return None;
    }
    let source = site.request.source;
    let at = span(node);
    let (indent, newline) = (source.indent(at.start), source.line_ending(at.start));
    let step = if indent.contains('\t') { "\t" } else { "  " };
    let mut edits = vec![Edit::insert(at.start, format!("{opening}{newline}{indent}{step}"))];
    for line in source.line_of(at.start) + 1..=source.line_of(at.end) {
        let line = source.line_span(line);
        if !line.is_empty() {
            edits.push(Edit::insert(line.start, step));
        }
    }
    let end = trailing_comment(site, node).unwrap_or(at.end);
    edits.push(Edit::insert(end, format!("{newline}{indent}end")));
    Some(edits)
}

fn is_long_string(node: Node<'_>) -> bool {
    node.kind() == "string" && node.start_position().row != node.end_position().row
}

/// Where the comment behind a statement ends.
fn trailing_comment(site: &Site<'_, '_>, node: Node<'_>) -> Option<u32> {
    let next = node.next_sibling()?;
    let same_line = next.start_position().row == node.end_position().row;
    (next.kind() == "comment" && same_line)
        .then(|| site.request.source.line_span(site.request.source.line_of(span(next).start)).end)
}

/// Takes a statement out: its line, if nothing else stands there.
pub(super) fn delete_statement(site: &Site<'_, '_>, node: Node<'_>) -> Edit {
    let source = site.request.source;
    let at = span(node);
    let (first, last) = (source.line_span(source.line_of(at.start)), source.line_span(source.line_of(at.end)));
    let alone = source.slice(Span { start: first.start, end: at.start }).trim().is_empty()
        && source.slice(Span { start: at.end, end: last.end }).trim().is_empty();
    if !alone {
        return Edit::delete(at);
    }
    let next = source.line_of(at.end) + 1;
    let end = if next < source.line_count() { source.line_span(next).start } else { last.end };
    Edit::delete(Span { start: first.start, end })
}

/// A new statement on a line of its own before a node.
pub(super) fn line_before(site: &Site<'_, '_>, node: Node<'_>, statement: &str) -> Option<Edit> {
    let source = site.request.source;
    let start = span(node).start;
    let line = source.line_span(source.line_of(start));
    if !source.slice(Span { start: line.start, end: start }).trim().is_empty() {
        return None;
    }
    Some(Edit::insert(line.start, format!("{}{statement}{}", source.indent(start), source.line_ending(start))))
}
