//! Steps that are taken out, and a value of an enum.

use tree_sitter::Node;

use super::super::command::Place;
use super::super::syntax::{self, span};
use super::site::Site;
use super::{Spelling, edits};
use crate::edit::Edit;

/// The statement a step belongs to, with the modifiers behind it.
pub(super) fn outer_statement<'t>(site: &Site<'_, 't>) -> Node<'t> {
    let mut node = site.call.node;
    while let Some(parent) = node.parent() {
        let body = parent.child_by_field_name("body").is_some_and(|body| body.id() == node.id());
        if !(parent.kind().ends_with("_modifier") && body) {
            break;
        }
        node = parent;
    }
    node
}

/// Takes out what another step makes already: the whole step, a line of a table's block, or the index of a reference.
pub(super) fn remove(site: &Site<'_, '_>) -> Option<Spelling> {
    let placed = site.request.operations.first()?;
    if placed.at == site.request.step.at {
        if placed.implied {
            return without_index(site, &site.call);
        }
        if !site.is_statement() {
            return None;
        }
        let title = format!("Take out `{}`, which is there already", site.request.source.slice(site.request.step.head));
        return Some(Spelling::safe(title, vec![edits::delete_statement(site, outer_statement(site))]));
    }
    let node = site.root.descendant_for_byte_range(placed.at.start as usize, placed.at.end as usize)?;
    let line = super::site::enclosing(node, &["call"])?;
    let call = syntax::Call::read(line, site.text())?;
    match call.method {
        "references" | "belongs_to" => without_index(site, &call),
        "index" | "foreign_key" | "check_constraint" if span(line) == placed.at => {
            let title = format!(
                "Take out `{}`, which is there already",
                site.request.source.slice(call.head(site.request.source))
            );
            Some(Spelling::safe(title, vec![edits::delete_statement(site, line)]))
        }
        _ => None,
    }
}

/// `t.references :x` makes an index by itself.
fn without_index(site: &Site<'_, '_>, call: &syntax::Call<'_>) -> Option<Spelling> {
    let named = call.arguments.iter().any(|node| {
        node.kind() == "pair"
            && node.child_by_field_name("key").is_some_and(|key| site.slice(key).trim_start_matches(':') == "index")
    });
    if named {
        return None;
    }
    let edit = edits::add_option(site, call, "index", "false")?;
    Some(Spelling::safe("Add `index: false`: the index is there already", vec![edit]))
}

/// `add_enum_value` before 8.0 has no option, but PostgreSQL has.
pub(super) fn enum_value(site: &Site<'_, '_>) -> Option<Spelling> {
    let command = &site.command;
    if command.name != "add_enum_value" || command.place != Place::Top || !site.is_statement() {
        return None;
    }
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut sql = format!("ALTER TYPE {} ADD VALUE IF NOT EXISTS {}", command.name_at(0)?, quoted(command.name_at(1)?));
    for (key, word) in [("before", "BEFORE"), ("after", "AFTER")] {
        if let Some(value) = command.text(key) {
            sql.push_str(&format!(" {word} {}", quoted(value)));
        }
    }
    let text = format!("{}execute \"{}\"", site.prefix(), sql.replace('\\', "\\\\").replace('"', "\\\""));
    let title = "Use `ALTER TYPE … ADD VALUE IF NOT EXISTS`";
    Some(Spelling::safe(title, vec![Edit::replace(span(site.call.node), text)]))
}
