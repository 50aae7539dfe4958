//! SQL inside a string: the SQL frontend's own form, or a guard around the call that executes it.

use tree_sitter::Node as Ts;

use super::Speller;
use crate::edit::Fix;
use crate::frontend::alembic::strings;
use crate::frontend::alembic::syntax::{self, field};
use crate::frontend::{Remedy, Request};

/// Whether a step is a statement inside a string.
pub(super) fn within_string(node: Ts<'_>) -> bool {
    std::iter::successors(Some(node), |node| node.parent()).take(3).any(|node| node.kind() == "string")
}

/// What a node stands in within its function, inmost first.
fn around(node: Ts<'_>) -> impl Iterator<Item = Ts<'_>> {
    std::iter::successors(node.parent(), |node| node.parent()).take_while(|node| node.kind() != "function_definition")
}

fn is_loop(node: &Ts<'_>) -> bool {
    matches!(node.kind(), "for_statement" | "while_statement")
}

/// The outermost of the loops that a node stands in, within its function.
pub(super) fn outermost_loop(node: Ts<'_>) -> Option<Ts<'_>> {
    around(node).filter(is_loop).last()
}

/// SQL inside a string: the SQL frontend's own form, or a guard around the whole call.
pub(super) fn spell<'t>(request: &Request<'_>, root: Ts<'t>, src: &'t str, inner: Ts<'t>) -> Option<Fix> {
    let string = std::iter::successors(Some(inner), |node| node.parent())
        .find(|node| matches!(node.kind(), "string" | "concatenated_string"))?;
    let string = string.parent().filter(|parent| parent.kind() == "concatenated_string").unwrap_or(string);
    let text = strings::read(string, src, &mut |_| None);
    // What stands in a loop is sent again and again: "only while the table is empty" would keep all rows but the first
    // out, and without a key nothing else tells them apart.
    let (in_loop, in_list) =
        (around(string).any(|node| is_loop(&node)), around(string).any(|node| node.kind() == "list_comprehension"));
    let remedy = match request.remedy {
        Remedy::SkipDuplicateRows { key: None, own_table: true } if in_loop => None,
        Remedy::SkipDuplicateRows { key, own_table: true } if in_loop || in_list => {
            Some(Remedy::SkipDuplicateRows { key: key.clone(), own_table: false })
        }
        other => Some(other.clone()),
    };
    let spelled = |remedy| crate::frontend::sql::spell_embedded(&text.sql, &Request { remedy: &remedy, ..*request });
    if let Some(fix) = remedy.and_then(spelled) {
        return Some(fix);
    }
    let call = std::iter::successors(Some(string), |node| node.parent()).find(|node| {
        let function = field(*node, "function").map_or("", |function| syntax::text(function, src));
        node.kind() == "call" && function.ends_with("execute")
    })?;
    let mut speller = Speller { request, src, root, call, besides: Vec::new() };
    if *request.remedy == Remedy::GuardEachStep {
        return speller.guard_each_step();
    }
    // Several statements in one string can't be guarded as one.
    let alone = request.step.statements.iter().map(|statement| statement.operations.len()).sum::<usize>() == 1
        && !text.value().trim_end().trim_end_matches(';').contains(';');
    if !alone {
        return None;
    }
    let key = request.operations.first()?.operation.action.key()?.clone();
    match request.remedy {
        Remedy::SkipIfPresent => speller.guard(&key, true, None),
        Remedy::SkipIfAbsent => speller.guard(&key, false, None),
        Remedy::SkipIfRenamed => speller.rename(),
        Remedy::RebuildIndex => speller.rebuild_index(),
        Remedy::SkipDuplicateRows { own_table: true, .. } => speller.only_while_empty(),
        Remedy::LeaveTransaction => speller.leave_transaction(),
        _ => None,
    }
}
