//! Rows that must not be written twice.

use super::super::value::Value;
use super::Spelling;
use super::edits::{self, Condition};
use super::site::Site;
use crate::edit::{Edit, Safety};

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

/// `Model.create!(a: 1, b: 2) unless Model.exists?(a: 1)`; without a unique key all values decide.
fn unless_there(site: &Site<'_, '_>, key: Option<&[String]>) -> Option<Spelling> {
    let model = site.slice(site.call.receiver?);
    if site.command.options.is_empty() || !site.command.args.is_empty() || !site.command.complete {
        return None;
    }
    let named = |name: &str| site.command.options.iter().any(|pair| pair.key == name);
    let columns: Vec<&str> = match key.filter(|key| key.iter().all(|name| named(name))) {
        Some(key) => key.iter().map(String::as_str).collect(),
        None => site.command.options.iter().map(|pair| pair.key.as_str()).collect(),
    };
    let pairs: Option<Vec<String>> = columns
        .iter()
        .map(|name| {
            let value = site.command.option(name)?;
            let literal = !matches!(value, Value::Sql(_)) && value.scalar().is_some();
            let node = site.request.source.slice(site.command.pair(name)?.at);
            let text = node.split_once("=>").or_else(|| node.split_once(':')).map(|(_, value)| value.trim())?;
            (literal && !text.contains('\n')).then(|| format!("{name}: {text}"))
        })
        .collect();
    let condition = Condition { keyword: "unless", text: format!("{model}.exists?({})", pairs?.join(", ")) };
    let title = format!("Guard with `unless {}`", condition.text);
    Some(Spelling::risky(title, edits::condition(site, &condition)?))
}

/// `insert_all!` fails on a row that is there, `insert_all` skips it.
fn insert_all(site: &Site<'_, '_>, key: &[String]) -> Option<Spelling> {
    let name = site.call.node.child_by_field_name("method")?;
    let columns = match key {
        [only] => format!(":{only}"),
        several => format!("%i[{}]", several.join(" ")),
    };
    let mut all = vec![Edit::replace(super::super::syntax::span(name), "insert_all")];
    if site.command.option("unique_by").is_none() {
        all.push(edits::add_option(site, &site.call, "unique_by", &columns)?);
    }
    Some(Spelling::risky(format!("Use `insert_all` with `unique_by: {columns}`"), all))
}
