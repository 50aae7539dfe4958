//! Remedies that are an option or a declaration of Rails.

use super::super::command::Place;
use super::super::options;
use super::super::syntax::{self, span};
use super::Spelling;
use super::edits;
use super::site::Site;
use crate::edit::Edit;

/// The guard option of a command.
pub(super) fn option_of(name: &str) -> &'static str {
    match name.split_once('_').map(|(verb, _)| verb) {
        Some("create" | "add" | "enable") => "if_not_exists",
        _ => "if_exists",
    }
}

/// Adds the option where it is honoured everywhere and survives the way back.
pub(super) fn option(site: &Site<'_, '_>) -> Option<Spelling> {
    let key = option_of(&site.command.name);
    // In `change_table` 7.1 raises, and what works before would break with the next upgrade.
    let usable = site.command.place == Place::Top
        && site.command.option(key).is_none()
        && site.command.option("force").is_none()
        && (site.command.name == "remove_index" || !site.builds_concurrently())
        && !builds_concurrently(site)
        && !options::asks_for_any_index(&site.command, &site.reader.setting)
        && site.honours(&site.command, key);
    if !usable {
        return None;
    }
    let edit = edits::add_option(site, &site.call, key, "true")?;
    Some(Spelling::safe(format!("Add `{key}: true`"), vec![edit]))
}

/// `index: { algorithm: :concurrently }`: the option would keep an invalid index.
pub(super) fn builds_concurrently(site: &Site<'_, '_>) -> bool {
    site.command.option("index").and_then(|index| index.get("algorithm")).is_some()
}

/// `force: true` drops the table and all that is in it.
pub(super) fn keep_rows(site: &Site<'_, '_>) -> Option<Spelling> {
    let pair = site.pair("force")?;
    if site.command.name != "create_table" || site.command.option("if_not_exists").is_some() {
        return None;
    }
    let rocket = pair.child_by_field_name("key").is_some_and(|key| site.slice(key).starts_with(':'));
    let text = if rocket { ":if_not_exists => true" } else { "if_not_exists: true" };
    let title = format!("Replace `{}` by `if_not_exists: true`", site.slice(pair));
    Some(Spelling::risky(title, vec![Edit::replace(span(pair), text)]))
}

/// `disable_ddl_transaction!` under the class line.
pub(super) fn leave_transaction(site: &Site<'_, '_>) -> Option<Spelling> {
    let body = site.class.child_by_field_name("body")?;
    let first = body.named_child(0)?;
    let (source, at) = (site.request.source, span(first).start);
    let line = source.line_span(source.line_of(at));
    if !edits::starts_line(site, first) || syntax::text(first, site.text()) == "disable_ddl_transaction!" {
        return None;
    }
    let (indent, newline) = (source.indent(at), site.newline());
    let text = format!("{indent}disable_ddl_transaction!{newline}{newline}");
    let title = "Run without a transaction: `disable_ddl_transaction!`";
    Some(Spelling::safe(title, vec![Edit::insert(line.start, text)]))
}
