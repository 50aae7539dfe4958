//! Steps that are taken out, and steps that are written as the parts that Rails makes of them.

use tree_sitter::Node;

use super::super::command::{Argument, Command, Pair, Place};
use super::super::inflect;
use super::super::names;
use super::super::syntax::{self, span};
use super::super::value::Value;
use super::guard::{self, Line};
use super::native;
use super::site::Site;
use super::{Spelling, edits};
use crate::edit::Edit;
use crate::engine::{Dialect, Version};

const V5_1: Version = Version::new(5, 1, 0);

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

/// `add_reference` as its columns, its index and its foreign key, each with a guard of its own.
pub(super) fn expand(site: &Site<'_, '_>) -> Option<Spelling> {
    let lines = match site.command.name.as_str() {
        "add_reference" | "add_belongs_to" => reference_lines(site)?,
        _ => return None,
    };
    if !site.is_statement() || site.call.block.is_some() || native::builds_concurrently(site) {
        return None;
    }
    let guarded: Option<Vec<String>> = lines.iter().map(|line| guarded(site, line)).collect();
    let text = guarded?.join(&format!("{}{}", site.newline(), site.indent()));
    if outer_statement(site).id() != site.call.node.id() {
        return None;
    }
    let title = "Write the reference as its column, index and key, each with a guard";
    Some(Spelling::safe(title, vec![Edit::replace(span(site.call.node), text)]))
}

fn guarded(site: &Site<'_, '_>, line: &Line) -> Option<String> {
    let prefix = site.prefix();
    let text = format!("{prefix}{}", line.text());
    let option = native::option_of(&line.name);
    if site.honours(&line.command, option) {
        return Some(format!("{text}, {option}: true"));
    }
    let condition = guard::condition(site, line)?;
    Some(format!("{text} {} {}", condition.keyword, condition.text))
}

fn reference_lines(site: &Site<'_, '_>) -> Option<Vec<Line>> {
    let (table, name) = (site.command.name_at(0)?, site.command.name_at(1)?);
    let source = site.argument(0)?;
    let polymorphic = site.command.option("polymorphic");
    if polymorphic.is_some() || site.command.place != Place::Top || !site.command.complete {
        return None;
    }
    let column = format!("{name}_id");
    let mut lines = Vec::new();
    let kind = match site.option("type") {
        Some(kind) => kind.to_owned(),
        None if site.reader.setting.dialect == Dialect::Sqlite || site.reader.setting.class < V5_1 => {
            ":integer".to_owned()
        }
        None => ":bigint".to_owned(),
    };
    let mut first = line(site, "add_column", source, table, &[format!(":{column}"), kind]);
    for key in ["null", "default", "comment", "limit", "first", "after"] {
        if let (Some(text), Some(value)) = (site.option(key), site.command.option(key)) {
            first.pairs.push((key.to_owned(), text.to_owned()));
            first.command = first.command.with(key, value.clone());
        }
    }
    lines.push(first);
    if site.command.option("index").is_none_or(|index| index.truth() != Some(false)) {
        let mut index = line(site, "add_index", source, table, &[format!(":{column}")]);
        inner_pairs(site, "index", &[], &mut index)?;
        lines.push(index);
    }
    if let Some(value) = site.command.option("foreign_key").filter(|key| key.truth() != Some(false)) {
        let to = value.get("to_table").and_then(Value::name).map(str::to_owned).or_else(|| inflect::plural(name))?;
        let mut key = line(site, "add_foreign_key", source, table, &[format!(":{to}")]);
        if names::foreign_key_column(&to).as_deref() != Some(column.as_str()) {
            key.pairs.push(("column".to_owned(), format!(":{column}")));
            key.command = key.command.with("column", Value::Text(column));
        }
        inner_pairs(site, "foreign_key", &["to_table"], &mut key)?;
        lines.push(key);
    }
    Some(lines)
}

fn line(site: &Site<'_, '_>, name: &str, source: &str, table: &str, rest: &[String]) -> Line {
    let at = site.command.at;
    let value = |text: &str| Argument { value: Value::Text(text.trim_start_matches(':').to_owned()), at };
    let args = std::iter::once(value(table)).chain(rest.iter().map(|text| value(text))).collect();
    Line {
        name: name.to_owned(),
        args: std::iter::once(source.to_owned()).chain(rest.iter().cloned()).collect(),
        pairs: Vec::new(),
        command: Command { name: name.to_owned(), args, options: Vec::new(), body: None, ..site.command.clone() },
    }
}

/// The options in a nested hash, as source and as values.
fn inner_pairs(site: &Site<'_, '_>, key: &str, skip: &[&str], line: &mut Line) -> Option<()> {
    let Some(node) = site.pair(key).and_then(|pair| pair.child_by_field_name("value")) else { return Some(()) };
    if node.kind() != "hash" {
        return Some(());
    }
    let values = site.command.option(key)?;
    for pair in syntax::children(node) {
        let name = site.slice(pair.child_by_field_name("key")?).trim_start_matches(':');
        if !skip.contains(&name) {
            let text = site.slice(pair.child_by_field_name("value")?);
            line.pairs.push((name.to_owned(), super::site::one_line(text)?.to_owned()));
            let value = values.get(name)?.clone();
            line.command.options.push(Pair { key: name.to_owned(), value, at: span(pair) });
        }
    }
    Some(())
}
