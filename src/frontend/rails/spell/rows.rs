//! Rows that must not be written twice.

use tree_sitter::Node;

use super::super::syntax;
use super::super::value::Value;
use super::Spelling;
use super::edits::{self, Condition};
use super::site::Site;
use crate::edit::{Edit, Safety};
use crate::engine::Dialect;
use crate::operation::{Action, Kind};
use crate::source::Span;

/// Skips rows that are there. Where the same migration makes the table, a first run writes just what it wrote before.
pub(super) fn skip(site: &Site<'_, '_>, key: Option<&[String]>, own_table: bool) -> Option<Spelling> {
    let mut spelling = match site.call.method {
        "create" | "create!" | "insert" | "insert!" => unless_there(site, key),
        "insert_all!" => insert_all(site, key?),
        _ => None,
    }?;
    spelling.safety = if own_table { Safety::Safe } else { Safety::Unsafe };
    Some(spelling)
}

/// `Model.update_all(a: 1)` becomes `Model.where(a: nil).update_all(a: 1)`.
pub(super) fn fill_empty(site: &Site<'_, '_>, columns: &[String], certain: bool) -> Option<Spelling> {
    let plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if site.call.method != "update_all" || !columns.iter().all(plain) || columns.is_empty() {
        return None;
    }
    let receiver = syntax::span(site.call.receiver?);
    let empty: Vec<String> = columns.iter().map(|name| format!("{name}: nil")).collect();
    let filter = format!(".where({})", empty.join(", "));
    let edits = vec![Edit { span: Span { start: receiver.end, end: receiver.end }, text: filter.clone() }];
    let title = format!("Add `{filter}`");
    Some(if certain { Spelling::safe(title, edits) } else { Spelling::risky(title, edits) })
}

/// `Model.create!(a: 1, b: 2) unless Model.exists?(a: 1)`; without a unique key all values decide.
fn unless_there(site: &Site<'_, '_>, key: Option<&[String]>) -> Option<Spelling> {
    let model = site.slice(site.call.receiver?);
    if site.command.options.is_empty() || !site.command.args.is_empty() || !site.command.complete {
        return None;
    }
    let named = |name: &str| site.command.options.iter().any(|pair| pair.key == name);
    let columns: Vec<&str> = match key.filter(|key| key.iter().all(|name| named(name))) {
        Some(key) => key.iter().map(String::as_str).collect(),
        None => lasting(site, site.command.options.iter().map(|pair| pair.key.as_str()).collect()),
    };
    let pairs: Option<Vec<String>> = columns
        .iter()
        .map(|name| {
            let value = site.command.option(name)?;
            let node = site.pair(name)?.child_by_field_name("value")?;
            // A variable is the same in the question; a call may not be.
            let named = node.kind() == "constant" || is_variable(site, node);
            let literal = named || !matches!(value, Value::Sql(_)) && value.scalar().is_some();
            let text = site.slice(node);
            (literal && !text.contains('\n')).then(|| format!("{name}: {text}"))
        })
        .collect();
    let condition = Condition { keyword: "unless", text: format!("{model}.exists?({})", pairs?.join(", ")) };
    let title = format!("Guard with `unless {}`", condition.text);
    Some(Spelling::risky(title, edits::condition(site, &condition)?))
}

/// Without columns that the migration itself adds, where there are others: those are for the application to fill.
fn lasting<'c>(site: &Site<'_, '_>, columns: Vec<&'c str>) -> Vec<&'c str> {
    let mut added = Vec::new();
    let tables = site.request.operations.iter().filter_map(|placed| placed.operation.action.key());
    let tables: Vec<_> = tables.map(|key| key.name.clone()).collect();
    crate::replay::each_placed(&site.request.migration.up, &mut |_, placed, _| {
        if let Action::Create { key, .. } = &placed.operation.action
            && key.kind == Kind::Column
            && tables.contains(&key.owner)
        {
            added.push(key.name.clone());
        }
    });
    let kept: Vec<&str> = columns.iter().copied().filter(|name| !added.iter().any(|own| own == name)).collect();
    if kept.is_empty() { columns } else { kept }
}

/// Whether a name is a parameter or was assigned in the methods and blocks around: not a call that may answer anew.
fn is_variable(site: &Site<'_, '_>, node: Node<'_>) -> bool {
    let name = site.slice(node);
    let mut at = Some(node).filter(|node| node.kind() == "identifier");
    while let Some(inner) = at {
        let mut names = Vec::new();
        if let Some(parameters) = inner.child_by_field_name("parameters") {
            syntax::descendants(parameters, &|node| node.kind() == "identifier", &mut names);
        }
        if inner.kind() == "method" {
            syntax::descendants(inner, &|node| node.kind() == "assignment", &mut names);
        }
        let assigned = |node: &Node<'_>| node.child_by_field_name("left").is_some_and(|left| site.slice(left) == name);
        if names.iter().any(|node| node.kind() == "identifier" && site.slice(*node) == name || assigned(node)) {
            return true;
        }
        at = inner.parent();
    }
    false
}

/// `insert_all!` fails on a row that is there, `insert_all` skips it. MySQL looks at all keys and knows no `unique_by`.
fn insert_all(site: &Site<'_, '_>, key: &[String]) -> Option<Spelling> {
    let name = site.call.node.child_by_field_name("method")?;
    let columns = match key {
        [only] => format!(":{only}"),
        several => format!("%i[{}]", several.join(" ")),
    };
    let mut all = vec![Edit::replace(syntax::span(name), "insert_all")];
    if site.request.context.dialects().any(Dialect::is_mysql_like) {
        return Some(Spelling::risky("Use `insert_all`".to_owned(), all));
    }
    if site.command.option("unique_by").is_none() {
        all.push(edits::add_option(site, &site.call, "unique_by", &columns)?);
    }
    Some(Spelling::risky(format!("Use `insert_all` with `unique_by: {columns}`"), all))
}
