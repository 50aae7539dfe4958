//! One guard around several steps, turned into one guard for each.

use tree_sitter::Node;

use super::super::syntax::{self, Call, span};
use super::site::Site;
use super::{Spelling, edits, guard, rollback};
use crate::edit::Edit;
use crate::source::Span;

pub(super) fn guard_each(site: &Site<'_, '_>) -> Option<Spelling> {
    let branch = rollback::branch_of(site, site.request.guard?)?;
    if branch.child_by_field_name("alternative").is_some() {
        return None;
    }
    let modifier = branch.kind().ends_with("_modifier");
    let body = branch.child_by_field_name(if modifier { "body" } else { "consequence" })?;
    let mut all = Vec::new();
    let mut outer = None;
    let steps = match syntax::statements(body).as_slice() {
        [only] if only.kind() == "return" => {
            all.push(edits::delete_statement(site, branch));
            following(branch)
        }
        [only] if modifier => {
            all.push(Edit::delete(Span { start: span(*only).end, end: span(branch).end }));
            vec![*only]
        }
        statements => {
            all.extend(unwrap(site, branch, body)?);
            outer = Some(site.request.source.indent(span(branch).start).to_owned());
            statements.to_vec()
        }
    };
    for node in steps {
        Call::read(node, site.text()).filter(|_| node.kind() == "call")?;
        let step = Site { freed: true, ..Site::at(site.root, site.request, span(node))? };
        if !takes_guard(&step) {
            return None;
        }
        let spelling = guard::skip(&step)?;
        all.extend(spelling.edits.into_iter().map(|edit| moved_back(site, edit, outer.as_deref(), node)));
    }
    Some(Spelling::safe("Give each step a guard of its own", all))
}

/// New lines of an edit stand where the lines around them are moved to.
fn moved_back(site: &Site<'_, '_>, mut edit: Edit, outer: Option<&str>, node: Node<'_>) -> Edit {
    if let Some(outer) = outer {
        let inner = site.request.source.indent(span(node).start);
        edit.text = edit.text.replace(&format!("\n{inner}"), &format!("\n{outer}"));
    }
    edit
}

fn takes_guard(step: &Site<'_, '_>) -> bool {
    let guarded = step.command.is_true("if_not_exists") || step.command.is_true("if_exists");
    !guarded
}

/// The statements behind an early return.
fn following(branch: Node<'_>) -> Vec<Node<'_>> {
    let mut out = Vec::new();
    let mut next = branch.next_named_sibling();
    while let Some(node) = next {
        if !matches!(node.kind(), "comment" | "heredoc_body") {
            out.push(node);
        }
        next = node.next_named_sibling();
    }
    out
}

/// Takes the lines of `if …` and `end` out and moves what is between them back.
fn unwrap(site: &Site<'_, '_>, branch: Node<'_>, body: Node<'_>) -> Option<Vec<Edit>> {
    let mut fixed = Vec::new();
    syntax::descendants(branch, &|node| node.kind() == "heredoc_beginning", &mut fixed);
    let source = site.request.source;
    let first = *syntax::statements(body).first()?;
    let at = span(branch);
    let (opening, closing) = (source.line_of(at.start), source.line_of(at.end));
    let own_lines = edits::starts_line(site, branch) && source.line_of(span(first).start) > opening;
    if !fixed.is_empty() || !own_lines || closing <= opening + 1 {
        return None;
    }
    let outer = source.indent(at.start).len();
    let inner = source.indent(span(first).start).len();
    let start = |line: usize| source.line_span(line).start;
    let after = if closing + 1 < source.line_count() { start(closing + 1) } else { source.line_span(closing).end };
    let mut all = vec![
        Edit::delete(Span { start: start(opening), end: start(opening + 1) }),
        Edit::delete(Span { start: start(closing), end: after }),
    ];
    let excess = u32::try_from(inner.checked_sub(outer)?).ok()?;
    for line in opening + 1..closing {
        let at = start(line);
        let blanks = source.indent(at).len();
        if blanks >= inner - outer && excess > 0 {
            all.push(Edit::delete(Span { start: at, end: at + excess }));
        }
    }
    Some(all)
}
