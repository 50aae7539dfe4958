//! What Rails makes of a command when it rolls `change` back (`migration/command_recorder.rb`).

use super::command::{Argument, Command, Setting};
use super::value::Value;
use crate::engine::Version;

const V7_1: Version = Version::new(7, 1, 0);
const V8_0: Version = Version::new(8, 0, 0);
const V8_2: Version = Version::new(8, 2, 0);

/// The way back of one command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inverse {
    Command(Box<Command>),
    /// Not recorded at all: it runs as it is, before everything that is undone.
    Forward,
    /// Rails raises.
    Irreversible,
}

/// Commands and their mirrors.
const STRAIGHT: &[(&str, &str)] = &[
    ("create_table", "drop_table"),
    ("create_join_table", "drop_join_table"),
    ("add_column", "remove_column"),
    ("add_index", "remove_index"),
    ("add_timestamps", "remove_timestamps"),
    ("add_reference", "remove_reference"),
    ("add_belongs_to", "remove_belongs_to"),
    ("add_foreign_key", "remove_foreign_key"),
    ("add_check_constraint", "remove_check_constraint"),
    ("add_exclusion_constraint", "remove_exclusion_constraint"),
    ("add_unique_constraint", "remove_unique_constraint"),
    ("enable_extension", "disable_extension"),
    ("create_enum", "drop_enum"),
    ("create_schema", "drop_schema"),
    ("create_virtual_table", "drop_virtual_table"),
    ("create_view", "drop_view"),
];

/// Guard options as they are on the way back: from 8.2 on Rails swaps them, before it hands them on, where most commands
/// ignore the wrong one.
fn mirror_guards(command: Command, setting: &Setting) -> Command {
    let swaps = match command.name.as_str() {
        "remove_check_constraint" | "add_check_constraint" => setting.rails >= V7_1,
        _ => setting.rails >= V8_2,
    };
    let (forth, back) = (command.is_true("if_not_exists"), command.is_true("if_exists"));
    let mut command = command.without("if_not_exists").without("if_exists");
    if swaps && forth {
        command = command.with("if_exists", Value::Bool(true));
    }
    if swaps && back {
        command = command.with("if_not_exists", Value::Bool(true));
    }
    command
}

pub(super) fn invert(command: &Command, setting: &Setting) -> Inverse {
    if let Some(check) = refused(command, setting) {
        return check;
    }
    let name = command.name.as_str();
    let mirror = STRAIGHT
        .iter()
        .find_map(|&(one, other)| if one == name { Some(other) } else { (other == name).then_some(one) });
    if let Some(mirror) = mirror {
        return turned(command, mirror, setting);
    }
    match name {
        "rename_table" | "rename_enum" => swapped(command, 0, 1),
        "rename_column" | "rename_index" => swapped(command, 1, 2),
        "remove_columns" => turned(command, "add_columns", setting),
        "change_column_null" => match command.arg(2) {
            Some(Value::Bool(value)) => {
                let mut inverse = command.clone();
                inverse.args[2].value = Value::Bool(!value);
                Inverse::Command(Box::new(inverse))
            }
            _ => Inverse::Command(Box::new(command.clone())),
        },
        "change_column_default" | "change_column_comment" | "change_table_comment" => from_to(command),
        "rename_enum_value" => from_to(command),
        "add_columns" | "validate_foreign_key" | "validate_check_constraint" | "validate_constraint" => {
            Inverse::Forward
        }
        _ => Inverse::Irreversible,
    }
}

/// What Rails does not reverse, and what its version does not know how to.
fn refused(command: &Command, setting: &Setting) -> Option<Inverse> {
    let raises = match command.name.as_str() {
        "drop_table" => {
            let several = command.args.len() > 1;
            let hints = command.options.iter().any(|pair| pair.key != "if_exists") || setting.rails < V8_0;
            several || (command.body.is_none() && (command.options.is_empty() || !hints))
        }
        "remove_column" => command.args.len() <= 2,
        "remove_columns" => command.option("type").is_none(),
        "remove_index" => command.arg(1).is_none() && command.option("column").is_none(),
        "remove_foreign_key" => command.arg(1).is_none() && command.option("to_table").is_none(),
        "remove_check_constraint" | "remove_exclusion_constraint" => command.args.len() < 2,
        "remove_unique_constraint" => command.args.len() < 2,
        "drop_enum" => command.arg(1).is_none(),
        "drop_view" => command.option("revert_to_version").is_none(),
        "drop_virtual_table" => command.args.len() < 2,
        "change_column" | "execute" | "add_enum_value" | "update_view" | "replace_view" => true,
        // What a version can't turn round it runs as it stands.
        "create_enum" if setting.rails < V7_1 => return Some(Inverse::Forward),
        "create_schema" | "drop_schema" if setting.rails < V8_0 => return Some(Inverse::Forward),
        _ => false,
    };
    raises.then_some(Inverse::Irreversible)
}

fn turned(command: &Command, mirror: &str, setting: &Setting) -> Inverse {
    let mut inverse = mirror_guards(command.turned(mirror), setting);
    match mirror {
        "remove_index" | "add_index" => {
            // `remove_index :t, column: :a` is `add_index :t, :a` on the way back.
            if let (None, Some(columns)) = (inverse.arg(1), inverse.option("column").cloned()) {
                let at = inverse.at;
                inverse.args.push(Argument { value: columns, at });
                inverse = inverse.without("column");
            }
        }
        "add_foreign_key" => {
            if let (None, Some(to)) = (inverse.arg(1), inverse.option("to_table").cloned()) {
                let at = inverse.at;
                inverse.args.push(Argument { value: to, at });
                inverse = inverse.without("to_table");
            }
        }
        "drop_table" | "drop_join_table" => {
            inverse.body = None;
            inverse = inverse.without("force");
        }
        "create_table" | "create_join_table" => inverse = inverse.without("force"),
        _ => {}
    }
    Inverse::Command(Box::new(inverse))
}

fn swapped(command: &Command, one: usize, other: usize) -> Inverse {
    let mut inverse = command.clone();
    if other < inverse.args.len() {
        inverse.args.swap(one, other);
        return Inverse::Command(Box::new(inverse));
    }
    Inverse::Irreversible
}

/// Reversible only with `from:` and `to:`.
fn from_to(command: &Command) -> Inverse {
    match (command.option("from").cloned(), command.option("to").cloned()) {
        (Some(from), Some(to)) => {
            let inverse = command.clone().with("from", to).with("to", from);
            Inverse::Command(Box::new(inverse))
        }
        _ => Inverse::Irreversible,
    }
}
