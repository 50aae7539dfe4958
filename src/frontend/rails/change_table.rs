//! The lines of a `change_table` block as the commands that Rails makes of them (`ConnectionAdapters::Table`).

use super::command::{Argument, Command};
use super::value::Value;

/// Lines and the commands they become, where only the table is put in front.
const SAME: &[(&str, &str)] = &[
    ("index", "add_index"),
    ("rename_index", "rename_index"),
    ("timestamps", "add_timestamps"),
    ("change", "change_column"),
    ("change_default", "change_column_default"),
    ("change_null", "change_column_null"),
    ("remove_columns", "remove_columns"),
    ("remove_index", "remove_index"),
    ("remove_timestamps", "remove_timestamps"),
    ("rename", "rename_column"),
    ("foreign_key", "add_foreign_key"),
    ("remove_foreign_key", "remove_foreign_key"),
    ("check_constraint", "add_check_constraint"),
    ("remove_check_constraint", "remove_check_constraint"),
    ("exclusion_constraint", "add_exclusion_constraint"),
    ("remove_exclusion_constraint", "remove_exclusion_constraint"),
    ("unique_constraint", "add_unique_constraint"),
    ("remove_unique_constraint", "remove_unique_constraint"),
    ("column", "add_column"),
    ("remove", "remove_columns"),
];

pub(super) fn commands(line: &Command, table: &str) -> Vec<Command> {
    let each = |name: &str, kind: Option<&str>| match line.names_from(0) {
        Some(names) => names.iter().map(|column| one(line, table, name, column, kind)).collect(),
        None => vec![with_table(line, table, name)],
    };
    match line.name.as_str() {
        "references" | "belongs_to" => each("add_reference", None),
        "remove_references" | "remove_belongs_to" => each("remove_reference", None),
        name => match SAME.iter().find(|(short, _)| *short == name) {
            Some((_, command)) => vec![with_table(line, table, command)],
            None if super::table_block::is_column(line) => each("add_column", Some(name)),
            None => vec![with_table(line, table, name)],
        },
    }
}

fn with_table(line: &Command, table: &str, name: &str) -> Command {
    let mut command = line.turned(name);
    command.args.insert(0, Argument { value: Value::Text(table.to_owned()), at: line.at });
    command
}

fn one(line: &Command, table: &str, name: &str, column: &str, kind: Option<&str>) -> Command {
    let texts = [Some(table), Some(column), kind];
    let args =
        texts.into_iter().flatten().map(|text| Argument { value: Value::Text(text.to_owned()), at: line.at }).collect();
    Command { args, ..line.turned(name) }
}
