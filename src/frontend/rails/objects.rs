//! Commands on columns that are there, and on things that are no table: extensions, enums, schemas, views.

use super::lower::{Sink, alter};
use super::tables;
use super::value::Value;
use crate::engine::{Dialect, Version};
use crate::operation::{
    Action, Definition, Finds, Key, Kind, Lacks, Operation, Reach, Refusal, Repeat, Sought, Tolerance,
};

const V7_1: Version = Version::new(7, 1, 0);

/// Lowers the command of a sink; `None` if this is none that is known.
pub(super) fn lower(sink: &mut impl Sink) -> Option<()> {
    let read = match sink.command().name.as_str() {
        "change_column" => change_column(sink),
        "change_column_default" => change(sink, "default"),
        "change_column_null" => change(sink, "not null"),
        "change_column_comment" => column_comment(sink),
        "change_table_comment" => table_comment(sink),
        "enable_extension" | "disable_extension" => extension(sink),
        "create_enum" | "drop_enum" => enumeration(sink),
        "add_enum_value" => enum_value(sink),
        "rename_enum" => rename_enum(sink),
        "rename_enum_value" => rename_enum_value(sink),
        "create_schema" | "drop_schema" => schema(sink),
        "create_virtual_table" | "drop_virtual_table" => virtual_table(sink),
        "validate_foreign_key" | "validate_check_constraint" | "validate_constraint" => validate(sink),
        "create_view" | "drop_view" => view(sink),
        "update_view" | "replace_view" => replace_view(sink),
        _ => return None,
    };
    if read.is_none() {
        sink.opaque();
    }
    Some(())
}

fn named(sink: &impl Sink, at: usize) -> Option<String> {
    sink.command().name_at(at).map(str::to_owned)
}

fn column(sink: &impl Sink) -> Option<Key> {
    Some(sink.setting().column_key(&named(sink, 0)?, &named(sink, 1)?))
}

/// `SchemaStatements#change_table_comment` of the abstract adapter, which SQLite's does not override (measured with 6.1).
const TABLE_COMMENT: Refusal = Refusal {
    error: "NotImplementedError: ActiveRecord::ConnectionAdapters::SQLite3Adapter does not support changing table comments",
    lacks: Lacks::Comments,
};
const COLUMN_COMMENT: Refusal = Refusal {
    error: "NotImplementedError: ActiveRecord::ConnectionAdapters::SQLite3Adapter does not support changing column comments",
    lacks: Lacks::Comments,
};

fn column_comment(sink: &mut impl Sink) -> Option<()> {
    if sink.setting().dialect == Dialect::Sqlite {
        sink.send(Operation { refused: Some(COLUMN_COMMENT), ..Operation::new(Action::Nothing) });
        return Some(());
    }
    let key = column(sink)?;
    change_it(sink, key, |key| alter(key, "comment", None, Repeat::Same));
    Some(())
}

fn table_comment(sink: &mut impl Sink) -> Option<()> {
    let refused = (sink.setting().dialect == Dialect::Sqlite).then_some(TABLE_COMMENT);
    let mentions = named(sink, 0).map(|table| sink.setting().table_key(&table)).into_iter().collect();
    sink.send(Operation { refused, mentions, ..Operation::new(Action::Nothing) });
    Some(())
}

fn change_column(sink: &mut impl Sink) -> Option<()> {
    let key = column(sink)?;
    // A USING expression is evaluated again on what it made.
    let repeat = if sink.command().option("using").is_some() { Repeat::Unknown } else { Repeat::Same };
    let kind = named(sink, 2);
    change_it(sink, key, |key| alter(key, "type", kind, repeat));
    Some(())
}

/// MySQL wants a column's whole definition, so that ActiveRecord looks the column up first.
fn change_it(sink: &mut impl Sink, key: Key, action: impl FnOnce(Key) -> Action) {
    let error = format!("ActiveRecord::ActiveRecordError: No such column: {}.{}", key.owner, key.name);
    let sought = sink.setting().dialect.is_mysql_like().then(|| Box::new(Sought { error, finds: Finds::Key }));
    sink.send(Operation { sought, ..Operation::new(action(key)) });
}

fn change(sink: &mut impl Sink, what: &str) -> Option<()> {
    let key = column(sink)?;
    let to = match sink.command().arg(2) {
        Some(value) => value.scalar(),
        None => sink.command().option("to").and_then(Value::scalar),
    };
    change_it(sink, key, |key| alter(key, what, to, Repeat::Same));
    Some(())
}

/// Fails once the constraint has gone; under which name a key is looked for that has another one is not known.
fn validate(sink: &mut impl Sink) -> Option<()> {
    let table = named(sink, 0)?;
    let command = sink.command();
    let name = match command.name.as_str() {
        "validate_constraint" => command.name_at(1).map(str::to_owned),
        "validate_foreign_key" => {
            let to = command.arg(1).or_else(|| command.option("to_table")).and_then(Value::name).unwrap_or_default();
            tables::foreign_key(command, &table, to, sink.setting()).and_then(|key| key.name)
        }
        _ => tables::check(command, &table, None, sink.setting()).and_then(|check| check.name),
    };
    let mentions = name.map(|name| sink.setting().constraint_key(&table, &name));
    let action = alter(sink.setting().table_key(&table), "validation", None, Repeat::Same);
    sink.send(Operation { mentions: mentions.into_iter().collect(), ..Operation::new(action) });
    Some(())
}

/// `CREATE EXTENSION IF NOT EXISTS` and `DROP EXTENSION IF EXISTS` since 5.0.
fn extension(sink: &mut impl Sink) -> Option<()> {
    let name = named(sink, 0)?;
    // From 7.1 on the name may have a schema.
    let key = Key::new(Kind::Extension, name.rsplit('.').next().unwrap_or(&name).to_lowercase());
    let action = match sink.command().name.as_str() {
        "enable_extension" => Action::Create { key, definition: Definition::Text(String::new()) },
        _ => Action::Drop {
            key,
            cascade: sink.setting().rails < V7_1 || sink.command().text("force") == Some("cascade"),
        },
    };
    sink.add(action, Tolerance::Natural);
    Some(())
}

fn type_key(sink: &impl Sink, name: &str) -> Key {
    Key::new(Kind::Type, sink.setting().table(name))
}

/// `create_enum` asks `pg_type` by itself; `drop_enum` does not.
fn enumeration(sink: &mut impl Sink) -> Option<()> {
    let key = type_key(sink, &named(sink, 0)?);
    if sink.command().name == "create_enum" {
        let labels = sink.command().arg(1).and_then(Value::names)?;
        sink.add(Action::Create { key, definition: Definition::Enum(labels) }, Tolerance::Natural);
    } else {
        let tolerance = sink.tolerance("if_exists");
        sink.add(Action::Drop { key, cascade: false }, tolerance);
    }
    Some(())
}

fn enum_value(sink: &mut impl Sink) -> Option<()> {
    let owner = type_key(sink, &named(sink, 0)?).name;
    let key = Key::owned(Kind::EnumValue, owner, named(sink, 1)?);
    let tolerance = sink.tolerance("if_not_exists");
    sink.add(Action::Create { key, definition: Definition::Text(String::new()) }, tolerance);
    Some(())
}

fn rename_enum(sink: &mut impl Sink) -> Option<()> {
    let to = named(sink, 1).or_else(|| sink.command().text("to").map(str::to_owned))?;
    let action = Action::Rename { from: type_key(sink, &named(sink, 0)?), to: type_key(sink, &to) };
    sink.add(action, Tolerance::None);
    Some(())
}

fn rename_enum_value(sink: &mut impl Sink) -> Option<()> {
    let owner = type_key(sink, &named(sink, 0)?).name;
    let key = |option| sink.command().text(option).map(|name| Key::owned(Kind::EnumValue, owner.clone(), name));
    let action = Action::Rename { from: key("from")?, to: key("to")? };
    sink.add(action, Tolerance::None);
    Some(())
}

fn schema(sink: &mut impl Sink) -> Option<()> {
    let key = Key::new(Kind::Schema, sink.setting().column(&named(sink, 0)?));
    if sink.command().name == "drop_schema" {
        let tolerance = sink.tolerance("if_exists");
        sink.add(Action::Drop { key, cascade: true }, tolerance);
        return Some(());
    }
    let tolerance = match sink.command().is_true("force") {
        true => Tolerance::Force,
        false => sink.tolerance("if_not_exists"),
    };
    sink.add(Action::Create { key, definition: Definition::Text(String::new()) }, tolerance);
    Some(())
}

/// SQLite's virtual tables: `CREATE VIRTUAL TABLE IF NOT EXISTS` is what Rails writes.
fn virtual_table(sink: &mut impl Sink) -> Option<()> {
    let key = sink.setting().table_key(&named(sink, 0)?);
    if sink.command().name == "drop_virtual_table" {
        sink.add(Action::Drop { key, cascade: false }, Tolerance::None);
        return Some(());
    }
    let table = crate::operation::TableDef::default();
    sink.add(Action::Create { key, definition: Definition::Table(table) }, Tolerance::Natural);
    Some(())
}

/// The views of the `scenic` gem: their SQL is in another file.
fn view(sink: &mut impl Sink) -> Option<()> {
    let materialized = sink.command().option("materialized").is_some_and(|value| value.truth() != Some(false));
    let kind = if materialized { Kind::MaterializedView } else { Kind::View };
    let key = Key::new(kind, sink.setting().table(&named(sink, 0)?));
    let action = match sink.command().name.as_str() {
        "create_view" => Action::Create { key, definition: Definition::Text(String::new()) },
        _ => Action::Drop { key, cascade: false },
    };
    sink.add(action, Tolerance::None);
    Some(())
}

/// `update_view` drops and creates again, `replace_view` replaces: both leave the view and may be repeated.
fn replace_view(sink: &mut impl Sink) -> Option<()> {
    let key = Key::new(Kind::View, sink.setting().table(&named(sink, 0)?));
    match sink.command().option("materialized").map(Value::truth) {
        None | Some(Some(false)) => sink.add(alter(key, "definition", None, Repeat::Same), Tolerance::None),
        _ => {
            let key = Key { kind: Kind::MaterializedView, ..key };
            sink.add(Action::Opaque(Reach::Keys(vec![key])), Tolerance::None);
        }
    }
    Some(())
}
