//! What a guard option does on this version and adapter. The one table; measured for 6.0 to 8.2 on PostgreSQL, MariaDB
//! and SQLite (shared facts rails.md section 1, rails-behaviour.tsv).

use super::command::{Command, Place, Setting};
use crate::engine::{Dialect, Version};
use crate::migration::GuardEffect;

/// What becomes of an option; by default it is honoured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Support {
    /// It is no guard here: what happens, and a sentence's end that says where.
    pub(super) lacking: Option<(GuardEffect, String)>,
    /// The way back of a `change` fails with it: a sentence's end that says where.
    pub(super) breaks_rollback: Option<String>,
}

impl Support {
    fn lacking(effect: GuardEffect, when: impl Into<String>) -> Self {
        Self { lacking: Some((effect, when.into())), breaks_rollback: None }
    }
}

/// From which version rolling back a `change` with the option works.
#[derive(Debug, Clone, Copy)]
enum Rollback {
    Works,
    /// Before the first of these (on the 7.2 line), or the second (on the 8.0 line).
    From(Version, Version),
    /// Between the two.
    FailsBetween(Version, Option<Version>),
}

#[derive(Debug, Clone, Copy)]
struct Row {
    commands: &'static [&'static str],
    option: &'static str,
    /// First release that honours it; `None`: none does.
    since: Option<Version>,
    /// First release that no longer does.
    until: Option<Version>,
    /// What earlier releases do.
    before: GuardEffect,
    /// First release that honours it on SQLite, where that is later.
    sqlite: Option<Version>,
    rollback: Rollback,
}

const V5_0: Version = Version::new(5, 0, 0);
const V6_0: Version = Version::new(6, 0, 0);
const V6_1: Version = Version::new(6, 1, 0);
const V6_1_4: Version = Version::new(6, 1, 4);
const V7_0: Version = Version::new(7, 0, 0);
const V7_1: Version = Version::new(7, 1, 0);
const V7_2: Version = Version::new(7, 2, 0);
const V7_2_3: Version = Version::new(7, 2, 3);
const V8_0: Version = Version::new(8, 0, 0);
const V8_0_1: Version = Version::new(8, 0, 1);
const V8_2: Version = Version::new(8, 2, 0);

const fn row(commands: &'static [&'static str], option: &'static str, since: Version) -> Row {
    Row {
        commands,
        option,
        since: Some(since),
        until: None,
        before: GuardEffect::Ignored,
        sqlite: None,
        rollback: Rollback::Works,
    }
}

const fn never(commands: &'static [&'static str], option: &'static str) -> Row {
    Row { since: None, ..row(commands, option, V5_0) }
}

const FOREIGN_KEY_ROLLBACK: Rollback = Rollback::From(V7_2_3, V8_0_1);

const TABLE: &[Row] = &[
    row(&["create_table", "create_join_table"], "if_not_exists", V6_0),
    row(&["drop_table"], "if_exists", V5_0),
    Row { rollback: Rollback::FailsBetween(V7_1, None), ..row(&["drop_join_table"], "if_exists", V7_1) },
    row(&["add_column", "add_columns"], "if_not_exists", V6_1),
    row(&["remove_column"], "if_exists", V6_1),
    Row { until: Some(V7_0), ..row(&["remove_columns"], "if_exists", V6_1) },
    Row { before: GuardEffect::Raises, ..row(&["add_index"], "if_not_exists", V6_1) },
    Row {
        before: GuardEffect::Raises,
        rollback: Rollback::FailsBetween(V6_0, Some(V6_1)),
        ..row(&["remove_index"], "if_exists", V6_1)
    },
    row(&["add_reference", "add_belongs_to"], "if_not_exists", V7_1),
    Row {
        rollback: Rollback::FailsBetween(V7_1, Some(V8_2)),
        ..row(&["remove_reference", "remove_belongs_to"], "if_exists", V7_1)
    },
    Row { until: Some(V7_1), ..row(&["add_timestamps"], "if_not_exists", V6_1) },
    never(&["remove_timestamps"], "if_exists"),
    Row { sqlite: Some(V8_2), rollback: FOREIGN_KEY_ROLLBACK, ..row(&["add_foreign_key"], "if_not_exists", V7_0) },
    Row { before: GuardEffect::Raises, ..row(&["remove_foreign_key"], "if_exists", V7_0) },
    Row { sqlite: Some(V8_2), ..row(&["add_check_constraint"], "if_not_exists", V7_1) },
    row(&["remove_check_constraint"], "if_exists", V7_1),
    Row { rollback: Rollback::FailsBetween(V7_1, Some(V7_2)), ..never(&["add_unique_constraint"], "if_not_exists") },
    never(&["add_exclusion_constraint"], "if_not_exists"),
    never(&["remove_exclusion_constraint", "remove_unique_constraint"], "if_exists"),
    row(&["drop_enum"], "if_exists", V7_1),
    row(&["add_enum_value"], "if_not_exists", V8_0),
    Row { before: GuardEffect::Raises, ..row(&["create_schema"], "if_not_exists", V7_2) },
    Row { rollback: Rollback::FailsBetween(V8_0, None), ..row(&["drop_schema"], "if_exists", V5_0) },
];

/// Types that 6.1's `column_exists?(table, column, type)` finds again as they were asked for; of the others (`:bigint`,
/// `:numeric`, `:timestamp`, an enum) the database reports another name, and the option does nothing.
pub(super) const SAME_TYPES: [&str; 27] = [
    "string", "text", "integer", "float", "decimal", "datetime", "time", "date", "binary", "boolean", "json", "jsonb",
    "uuid", "hstore", "inet", "cidr", "macaddr", "xml", "ltree", "citext", "point", "tsvector", "bit", "money", "line",
    "interval", "oid",
];

/// Types that the database always reports under another name, on 6.1 to 8.1: a question with one of them is answered
/// `false` even where the column is there.
pub(super) const RENAMED_TYPES: [&str; 5] = ["bigint", "numeric", "timestamp", "bigserial", "serial"];

/// What this command's guard option does. `None` where the option is no guard of this command.
pub(super) fn support(command: &Command, option: &str, setting: &Setting) -> Option<Support> {
    let row = TABLE.iter().find(|row| row.option == option && row.commands.contains(&command.name.as_str()))?;
    if let Some(effect) = in_change_table(command, option, setting) {
        return Some(effect);
    }
    if never_asks(command, setting) {
        return Some(Support::default());
    }
    let lacking = lacking(row, command, setting);
    // Before 7.1 a reference did not hand the option on to its key.
    let handed_on = has_foreign_key(command) && setting.rails >= V7_1;
    let rollback = if handed_on { FOREIGN_KEY_ROLLBACK } else { row.rollback };
    let raises = matches!(lacking, Some((GuardEffect::Raises, _)));
    let breaks_rollback = if raises { None } else { on_the_way_back(rollback, setting) };
    Some(Support { lacking, breaks_rollback })
}

/// SQLite's tables are copied without a column, and nobody asks whether it was there: with the option or without.
fn never_asks(command: &Command, setting: &Setting) -> bool {
    setting.dialect == Dialect::Sqlite
        && matches!(command.name.as_str(), "remove_column" | "remove_columns" | "remove_timestamps")
}

/// Why the option guards nothing here.
fn lacking(row: &Row, command: &Command, setting: &Setting) -> Option<(GuardEffect, String)> {
    let ignored = |when: String| Some((GuardEffect::Ignored, when));
    let Some(since) = row.since else {
        // 7.1 took the option for a part of what it looks for.
        let sought = command.name.starts_with("remove_") && row.option == "if_exists" && setting.rails < V7_2;
        let unknown = command.name.contains("_constraint") && sought;
        return if unknown {
            Some((GuardEffect::Raises, format!("before Rails {V7_2}")))
        } else {
            ignored("by any version of Rails".to_owned())
        };
    };
    if setting.rails < since {
        // With nothing but options, 6.0 does not look at what they are called.
        let unseen = command.name == "remove_index" && command.arg(1).is_none();
        return Some((if unseen { GuardEffect::Ignored } else { row.before }, format!("before Rails {since}")));
    }
    if let Some(until) = row.until.filter(|&until| setting.rails >= until) {
        return ignored(format!("from Rails {until}"));
    }
    if let Some(sqlite) = row.sqlite.filter(|&sqlite| setting.dialect == Dialect::Sqlite && setting.rails < sqlite) {
        return ignored(format!("on SQLite before Rails {sqlite}"));
    }
    special(command, setting)
}

/// From 7.1 on `t.column …, if_not_exists: true` raises in `change_table`, unless the class is older; `bulk` never
/// looked at the option.
fn in_change_table(command: &Command, option: &str, setting: &Setting) -> Option<Support> {
    let Place::ChangeTable { bulk } = command.place else { return None };
    if setting.rails >= V7_1 && setting.class >= V7_1 {
        let checked_later = command.name.contains("check_constraint") && setting.rails < V8_2;
        let raises = !checked_later;
        return raises.then(|| {
            Support::lacking(GuardEffect::Raises, format!("as `{option}` inside `change_table` from Rails 7.1"))
        });
    }
    let bulk = bulk && setting.dialect != Dialect::Sqlite;
    bulk.then(|| Support::lacking(GuardEffect::Ignored, "inside `change_table` with `bulk: true`"))
}

/// What one row can't say: an option that depends on the other arguments.
fn special(command: &Command, setting: &Setting) -> Option<(GuardEffect, String)> {
    let lacking = |effect, when: &str| Some((effect, when.to_owned()));
    match command.name.as_str() {
        "add_column" | "add_columns" if rebuilds_on_sqlite(command, setting) => {
            lacking(GuardEffect::Ignored, "on SQLite for a `null: false` column without a default")
        }
        "add_column" if setting.rails < V7_0 && !command.name_at(2).is_some_and(|name| SAME_TYPES.contains(&name)) => {
            lacking(GuardEffect::Ignored, "on Rails 6.1 for this type, which the database reports under another name")
        }
        "add_index" if concurrently(command) && setting.dialect == Dialect::Postgres && setting.rails < V6_1_4 => {
            lacking(GuardEffect::Raises, "together with `algorithm: :concurrently` before Rails 6.1.4")
        }
        "add_reference" | "add_belongs_to" => reference(command, setting),
        _ => None,
    }
}

/// The foreign key of a reference has the limits of `add_foreign_key`.
fn reference(command: &Command, setting: &Setting) -> Option<(GuardEffect, String)> {
    let because = match () {
        () if setting.dialect != Dialect::Sqlite || setting.rails >= V8_2 => return None,
        () if has_foreign_key(command) => "for the foreign key on SQLite before Rails 8.2",
        () if rebuilds_on_sqlite(command, setting) => "on SQLite for a `null: false` column without a default",
        () => return None,
    };
    Some((GuardEffect::Ignored, because.to_owned()))
}

/// A reference with a foreign key is made.
fn has_foreign_key(command: &Command) -> bool {
    matches!(command.name.as_str(), "add_reference" | "add_belongs_to")
        && command.option("foreign_key").is_some_and(|value| value.truth() != Some(false))
}

/// SQLite can't add a NOT NULL column without a default, so Rails rebuilds the table and never looks at the option.
fn rebuilds_on_sqlite(command: &Command, setting: &Setting) -> bool {
    let has_default =
        command.option("default").is_some_and(|value| value.truth().is_some() && value != &super::value::Value::Nil);
    setting.dialect == Dialect::Sqlite
        && command.option("null") == Some(&super::value::Value::Bool(false))
        && !has_default
}

/// `remove_index :t, column: :a, if_exists: true`: 6.1 hands the columns of its own question over as an option that the
/// question does not look at, so that any index of the table will do.
pub(super) fn asks_for_any_index(command: &Command, setting: &Setting) -> bool {
    let named = command.arg(1).is_some() || command.option("name").is_some();
    command.name == "remove_index" && !named && (V6_1..V7_0).contains(&setting.rails)
}

pub(super) fn concurrently(command: &Command) -> bool {
    command.text("algorithm") == Some("concurrently")
}

/// Where the way back of a `change` fails: a sentence's end.
fn on_the_way_back(rollback: Rollback, setting: &Setting) -> Option<String> {
    let rails = setting.rails;
    let (works, bound) = match rollback {
        Rollback::Works => (true, String::new()),
        Rollback::From(seven, eight) => {
            (rails >= eight || (rails >= seven && rails < V8_0), format!("before Rails {seven} and {eight}"))
        }
        Rollback::FailsBetween(start, None) => (rails < start, format!("from Rails {start}")),
        Rollback::FailsBetween(start, Some(end)) => (rails < start || rails >= end, format!("before Rails {end}")),
    };
    (!works && setting.in_change).then_some(bound)
}
