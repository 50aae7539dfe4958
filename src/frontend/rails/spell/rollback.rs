//! Guards that make the way back skip what was done, and answers taken too early.

use tree_sitter::Node;

use super::super::syntax::{self, Call, span};
use super::Spelling;
use super::site::Site;
use crate::edit::Edit;
use crate::source::Span;

/// Predicates that answer `true` or `false`, so that they can be compared with `reverting?`.
const BOOLEAN: &[&str] = &[
    "table_exists?",
    "column_exists?",
    "index_exists?",
    "foreign_key_exists?",
    "check_constraint_exists?",
    "data_source_exists?",
    "view_exists?",
    "extension_enabled?",
    "schema_exists?",
];

/// Makes a guard in `change` work in both directions.
pub(super) fn keep(site: &Site<'_, '_>) -> Option<Spelling> {
    let branch = match site.request.guard {
        Some(guard) => branch_of(site, guard)?,
        None => guard_around(site)?,
    };
    let condition = branch.child_by_field_name("condition")?;
    let unless = branch.kind().starts_with("unless");
    let body = branch.child_by_field_name("body").or_else(|| branch.child_by_field_name("consequence"))?;
    if branch.child_by_field_name("alternative").is_some() {
        return None;
    }
    if leaves(body) {
        return Some(early_return(site, condition, unless));
    }
    match both_ways(site, condition, unless) {
        Some((keyword, text)) => {
            let word = keyword_of(branch, site)?;
            let title = format!("Guard with `{keyword} {text}`, which works in both directions");
            Some(Spelling::safe(title, vec![Edit::replace(word, keyword), Edit::replace(span(condition), text)]))
        }
        None => Some(forth_only(site, condition, unless)),
    }
}

/// `if column_exists?(…) == reverting?` for what adds, `unless … == reverting?` for what takes away.
fn both_ways(site: &Site<'_, '_>, condition: Node<'_>, unless: bool) -> Option<(&'static str, String)> {
    let (asked, negated) = match condition.kind() {
        "unary" => {
            let operand = condition.child_by_field_name("operand")?;
            (operand, matches!(condition.child_by_field_name("operator")?.kind(), "!" | "not"))
        }
        _ => (condition, false),
    };
    let call = Call::read(asked, site.text()).filter(|_| asked.kind() == "call")?;
    if !BOOLEAN.contains(&call.method) {
        return None;
    }
    // Without parentheses the comparison would belong to the last argument.
    let arguments = asked.child_by_field_name("arguments")?;
    let question = match site.slice(arguments) {
        list if list.starts_with('(') => site.slice(asked).to_owned(),
        list => {
            let name = Span { start: span(asked).start, end: span(arguments).start };
            format!("{}({list})", site.request.source.slice(name).trim_end())
        }
    };
    let keyword = if unless != negated { "if" } else { "unless" };
    Some((keyword, format!("{question} == reverting?")))
}

/// `if reverting? || …`: the way back is never skipped.
fn forth_only(site: &Site<'_, '_>, condition: Node<'_>, unless: bool) -> Spelling {
    let text = parenthesised(site, condition, if unless { "&&" } else { "||" });
    let (keyword, text) = match unless {
        true => ("unless", format!("!reverting? && {text}")),
        false => ("if", format!("reverting? || {text}")),
    };
    let title = format!("Guard with `{keyword} {text}`");
    Spelling::safe(title, vec![Edit::replace(span(condition), text)])
}

fn early_return(site: &Site<'_, '_>, condition: Node<'_>, unless: bool) -> Spelling {
    let text = match unless {
        true => format!("reverting? || {}", parenthesised(site, condition, "||")),
        false => format!("!reverting? && {}", parenthesised(site, condition, "&&")),
    };
    let keyword = if unless { "unless" } else { "if" };
    let title = format!("Return with `{keyword} {text}`, so that the way back is not skipped");
    Spelling::safe(title, vec![Edit::replace(span(condition), text)])
}

/// A condition as an operand of `operator`.
fn parenthesised(site: &Site<'_, '_>, condition: Node<'_>, operator: &str) -> String {
    let text = site.slice(condition);
    let own = condition.child_by_field_name("operator").map(|node| node.kind());
    let safe = match condition.kind() {
        "binary" => {
            own == Some(operator)
                || matches!(own, Some("==" | "!=" | "=~" | ">" | "<"))
                || (own == Some("&&") && operator == "||")
        }
        "unary" => own == Some("!"),
        "conditional" | "assignment" => false,
        "call" => condition.child_by_field_name("arguments").is_none_or(|list| site.slice(list).starts_with('(')),
        _ => true,
    };
    if safe { text.to_owned() } else { format!("({text})") }
}

/// The nearest guard that asks the schema and does not look at the direction: around the call, or returning before it.
fn guard_around<'t>(site: &Site<'_, 't>) -> Option<Node<'t>> {
    let one_sided = |node: &Node<'t>| {
        let asked = node.child_by_field_name("condition").map_or("", |condition| site.slice(condition));
        ["_exists?", "extension_enabled?"].iter().any(|predicate| asked.contains(predicate))
            && !asked.contains("reverting?")
    };
    let mut node = site.call.node;
    while !matches!(node.kind(), "method" | "singleton_method") {
        if matches!(node.kind(), "if" | "unless" | "if_modifier" | "unless_modifier") && one_sided(&node) {
            return Some(node);
        }
        let mut before = node.prev_named_sibling();
        while let Some(sibling) = before {
            let body = sibling.child_by_field_name("body").or_else(|| sibling.child_by_field_name("consequence"));
            if body.is_some_and(leaves) && one_sided(&sibling) {
                return Some(sibling);
            }
            before = sibling.prev_named_sibling();
        }
        node = node.parent()?;
    }
    None
}

/// The `if` or `unless` whose guard stands at this span.
pub(super) fn branch_of<'t>(site: &Site<'_, 't>, guard: Span) -> Option<Node<'t>> {
    let mut node = site.root.descendant_for_byte_range(guard.start as usize, guard.end as usize)?;
    loop {
        if matches!(node.kind(), "if" | "unless" | "if_modifier" | "unless_modifier") {
            return Some(node);
        }
        if matches!(node.kind(), "method" | "class" | "program") {
            return None;
        }
        node = node.parent()?;
    }
}

fn leaves(body: Node<'_>) -> bool {
    match syntax::statements(body).as_slice() {
        [only] => only.kind() == "return",
        _ => false,
    }
}

/// The `if` or `unless` itself.
fn keyword_of(branch: Node<'_>, site: &Site<'_, '_>) -> Option<crate::source::Span> {
    let mut cursor = branch.walk();
    let word = branch.children(&mut cursor).find(|child| matches!(site.slice(*child), "if" | "unless"))?;
    Some(span(word))
}

/// Asks again in the guard instead of in a variable before.
pub(super) fn ask_again(site: &Site<'_, '_>) -> Option<Spelling> {
    let branch = branch_of(site, site.request.guard?)?;
    let condition = branch.child_by_field_name("condition")?;
    let mut names = Vec::new();
    syntax::descendants(condition, &|node| node.kind() == "identifier", &mut names);
    let mut method = branch;
    while !matches!(method.kind(), "method" | "singleton_method") {
        method = method.parent()?;
    }
    let mut assignments = Vec::new();
    syntax::descendants(method, &|node| node.kind() == "assignment", &mut assignments);
    for name in names {
        let value = assignments.iter().find_map(|assignment| {
            let left = assignment.child_by_field_name("left")?;
            (site.slice(left) == site.slice(name)).then(|| assignment.child_by_field_name("right"))?
        });
        if let Some(text) = value.and_then(|value| super::site::one_line(site.slice(value))) {
            let title = format!("Ask again: `{text}`");
            return Some(Spelling::safe(title, vec![Edit::replace(span(name), text)]));
        }
    }
    None
}
