//! A command that Rails sends as several statements, written as the commands it is made of, each with a guard: without a
//! transaction one guard around all of them would skip what a stop left undone.

use super::super::command::{Argument, Command, Pair, Place};
use super::super::inflect;
use super::super::names;
use super::super::syntax::{self, span};
use super::super::value::Value;
use super::Spelling;
use super::guard::{self, Line};
use super::native;
use super::parts::outer_statement;
use super::site::{Site, one_line};
use crate::edit::Edit;
use crate::engine::{Dialect, Version};

const V5_0: Version = Version::new(5, 0, 0);
const V5_1: Version = Version::new(5, 1, 0);
const V6_0: Version = Version::new(6, 0, 0);
const V6_1: Version = Version::new(6, 1, 0);
const V7_0: Version = Version::new(7, 0, 0);

/// The step as its parts; `None` where it is none that is made of parts, or where one of them can't be written.
pub(super) fn expand(site: &Site<'_, '_>) -> Option<Spelling> {
    let (lines, whole) = match site.command.name.as_str() {
        "add_reference" | "add_belongs_to" => (added_reference(site)?, "the reference"),
        "remove_reference" | "remove_belongs_to" => (removed_reference(site)?, "the reference"),
        "add_timestamps" => (timestamps(site, "add_column")?, "the timestamps"),
        "remove_timestamps" => (timestamps(site, "remove_column")?, "the timestamps"),
        "remove_columns" => (removed_columns(site)?, "the columns"),
        _ => return None,
    };
    let bulk = site.command.place == Place::ChangeTable { bulk: true };
    if bulk || !site.is_statement() || site.call.block.is_some() || !site.command.complete {
        return None;
    }
    if !site.freed && outer_statement(site).id() != site.call.node.id() {
        return None;
    }
    let guarded: Option<Vec<String>> = lines.iter().map(|line| guarded(site, line)).collect();
    let text = guarded?.join(&between(site));
    let title = format!("Write {whole} as its parts, each with a guard");
    Some(Spelling::safe(title, vec![Edit::replace(span(site.call.node), text)]))
}

fn between(site: &Site<'_, '_>) -> String {
    format!("{}{}", site.newline(), site.indent())
}

fn guarded(site: &Site<'_, '_>, line: &Line) -> Option<String> {
    let text = line.text(site);
    if super::super::options::concurrently(&line.command) && line.name == "add_index" {
        let columns = line.command.arg(1)?.names()?;
        let computed = || site.reader.setting.index_name(line.command.name_at(0).unwrap_or_default(), &columns);
        let name = line.pair("name").map_or_else(|| format!("\"{}\"", computed()), str::to_owned);
        let remove = guard::remove_invalid(site, line.args.first()?, &name, ":concurrently")?;
        return Some(format!("{remove}{}{text}", between(site)));
    }
    let option = native::option_of(&line.name);
    if line.command.place == Place::Top && site.honours(&line.command, option) {
        return Some(format!("{text}, {option}: true"));
    }
    let condition = guard::condition(site, line)?;
    Some(format!("{text} {} {}", condition.keyword, condition.text))
}

fn added_reference(site: &Site<'_, '_>) -> Option<Vec<Line>> {
    let (table, name) = (site.command.name_at(0)?, site.command.name_at(1)?);
    let column = format!("{name}_id");
    let polymorphic = site.command.option("polymorphic").filter(|value| value.truth() != Some(false));
    if polymorphic.is_some_and(|value| *value != Value::Bool(true)) {
        return None;
    }
    let mut lines = Vec::new();
    let shape = ["null", "default", "comment", "limit", "first", "after"];
    if polymorphic.is_some() {
        let mut kind = line(site, "add_column", &[&format!(":{name}_type"), ":string"])?;
        copied(site, &["null"], &mut kind);
        lines.push(kind);
    }
    let mut first = line(site, "add_column", &[&format!(":{column}"), &reference_type(site)])?;
    copied(site, &shape, &mut first);
    lines.push(first);
    if site.command.option("index").is_none_or(|index| index.truth() != Some(false)) {
        let mut index = match polymorphic {
            Some(_) => line(site, "add_index", &[&format!("%i[{name}_type {column}]")])?,
            None => line(site, "add_index", &[&format!(":{column}")])?,
        };
        inner_pairs(site, "index", &[], &mut index)?;
        if polymorphic.is_some() && index.pair("name").is_none() && site.reader.setting.class >= V6_1 {
            index.add("name", &format!("\"index_{table}_on_{name}\""), Value::Text(format!("index_{table}_on_{name}")));
        }
        lines.push(index);
    }
    lines.extend(key(site, "add_foreign_key", name, &column)?);
    Some(lines)
}

/// The key first, because MySQL keeps the index that a key needs.
fn removed_reference(site: &Site<'_, '_>) -> Option<Vec<Line>> {
    let name = site.command.name_at(1)?;
    let column = format!("{name}_id");
    if site.command.option("polymorphic").is_some_and(|value| value.truth() != Some(false)) {
        return None;
    }
    let mut lines: Vec<Line> = key(site, "remove_foreign_key", name, &column)?.into_iter().collect();
    // The index falls with its column, but the way back makes it only if it is said.
    if site.recorded && site.command.option("index").is_none_or(|index| index.truth() != Some(false)) {
        let mut index = line(site, "remove_index", &[&format!(":{column}")])?;
        inner_pairs(site, "index", &[], &mut index)?;
        lines.push(index);
    }
    let mut last = match site.recorded {
        true => line(site, "remove_column", &[&format!(":{column}"), &reference_type(site)])?,
        false => line(site, "remove_column", &[&format!(":{column}")])?,
    };
    if site.recorded {
        copied(site, &["null", "default", "comment", "limit"], &mut last);
    }
    lines.push(last);
    Some(lines)
}

/// The foreign key of a reference, if it has one.
fn key(site: &Site<'_, '_>, command: &str, name: &str, column: &str) -> Option<Option<Line>> {
    let Some(value) = site.command.option("foreign_key").filter(|key| key.truth() != Some(false)) else {
        return Some(None);
    };
    if *value == Value::Unknown {
        return None;
    }
    let to = value.get("to_table").and_then(Value::name).map(str::to_owned).or_else(|| inflect::plural(name))?;
    let mut key = line(site, command, &[&format!(":{to}")])?;
    if names::foreign_key_column(&to).as_deref() != Some(column) {
        key.add("column", &format!(":{column}"), Value::Text(column.to_owned()));
    }
    inner_pairs(site, "foreign_key", &["to_table"], &mut key)?;
    Some(Some(key))
}

fn reference_type(site: &Site<'_, '_>) -> String {
    match site.option("type") {
        Some(kind) => kind.to_owned(),
        None if site.reader.setting.dialect == Dialect::Sqlite || site.reader.setting.class < V5_1 => {
            ":integer".to_owned()
        }
        None => ":bigint".to_owned(),
    }
}

/// `created_at` and `updated_at`, with what Rails adds to the options.
fn timestamps(site: &Site<'_, '_>, command: &str) -> Option<Vec<Line>> {
    let class = site.reader.setting.class;
    let adds = command == "add_column";
    let columns = if adds { ["created_at", "updated_at"] } else { ["updated_at", "created_at"] };
    let mut lines = Vec::new();
    for column in columns {
        if !adds && !site.recorded {
            lines.push(line(site, command, &[&format!(":{column}")])?);
            continue;
        }
        let mut one = line(site, command, &[&format!(":{column}"), ":datetime"])?;
        let own = |key: &str| !matches!(key, "if_not_exists" | "if_exists");
        for pair in site.command.options.iter().filter(|pair| own(&pair.key)) {
            one.add(&pair.key, site.option(&pair.key)?, pair.value.clone());
        }
        if site.command.option("precision").is_none() && (V6_0..V7_0).contains(&class) {
            one.add("precision", "6", Value::Number("6".to_owned()));
        }
        if site.command.option("null").is_none() && class >= V5_0 {
            one.add("null", "false", Value::Bool(false));
        }
        lines.push(one);
    }
    Some(lines)
}

fn removed_columns(site: &Site<'_, '_>) -> Option<Vec<Line>> {
    let columns = site.command.names_from(1)?;
    let kind = site.option("type");
    if site.recorded && kind.is_none() || columns.len() < 2 {
        return None;
    }
    columns
        .iter()
        .map(|column| {
            let column = format!(":{column}");
            let mut args = vec![column.as_str()];
            args.extend(kind);
            line(site, "remove_column", &args)
        })
        .collect()
}

/// A command on the table of the step: the arguments behind the table, as source.
fn line(site: &Site<'_, '_>, name: &str, rest: &[&str]) -> Option<Line> {
    let at = site.command.at;
    let table = site.command.name_at(0)?;
    let source = match site.table_variable {
        Some(_) => format!(":{table}"),
        None => site.argument(0)?.to_owned(),
    };
    let value = |text: &str| match text.strip_prefix("%i[") {
        Some(list) => {
            let names = list.trim_end_matches(']').split(' ').map(|name| Value::Text(name.to_owned()));
            Value::Array(names.collect())
        }
        None => Value::Text(text.trim_start_matches(':').to_owned()),
    };
    let args = std::iter::once(Value::Text(table.to_owned())).chain(rest.iter().map(|text| value(text)));
    let args = args.map(|value| Argument { value, at }).collect();
    Some(Line {
        name: name.to_owned(),
        args: std::iter::once(source).chain(rest.iter().map(|&text| text.to_owned())).collect(),
        pairs: Vec::new(),
        command: Command { name: name.to_owned(), args, options: Vec::new(), body: None, ..site.command.clone() },
    })
}

/// Options of the step that are the column's.
fn copied(site: &Site<'_, '_>, keys: &[&str], line: &mut Line) {
    for key in keys {
        if let (Some(text), Some(value)) = (site.option(key), site.command.option(key)) {
            line.add(key, text, value.clone());
        }
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
            line.add(name, one_line(text)?, values.get(name)?.clone());
        }
    }
    Some(())
}

impl Line {
    fn add(&mut self, key: &str, text: &str, value: Value) {
        self.pairs.push((key.to_owned(), text.to_owned()));
        let at = self.command.at;
        self.command.options.push(Pair { key: key.to_owned(), value, at });
    }

    /// The line as it is written where the step stands: in a `change_table` with its variable.
    fn text(&self, site: &Site<'_, '_>) -> String {
        let Some(variable) = site.table_variable else {
            return format!("{}{}", site.prefix(), self.call(&self.name, 0));
        };
        let short = match self.name.as_str() {
            "add_column" => "column",
            "remove_column" => "remove",
            "add_index" => "index",
            "add_foreign_key" => "foreign_key",
            other => other,
        };
        // `t.remove :a, type: :string`
        match (short, self.args.as_slice()) {
            ("remove", [_, column, kind]) => format!("{variable}.remove {column}, type: {kind}"),
            _ => format!("{variable}.{}", self.call(short, 1)),
        }
    }
}
