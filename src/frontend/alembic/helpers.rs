//! What the name of a function of another module gives away.

use super::names;
use super::value::{Arg, Args, Value};
use crate::engine::Context;
use crate::migration::Subject;
use crate::operation::Key;

/// Modules that touch no database.
const PURE: &[&str] = &[
    "sqlalchemy",
    "sqlmodel",
    "uuid",
    "datetime",
    "json",
    "os",
    "sys",
    "re",
    "logging",
    "logger",
    "log",
    "LOGGER",
    "time",
    "math",
    "random",
    "string",
    "secrets",
    "hashlib",
    "hmac",
    "base64",
    "itertools",
    "functools",
    "collections",
    "textwrap",
    "warnings",
    "typing",
    "enum",
    "pathlib",
    "decimal",
    "contextlib",
    "dataclasses",
    "print",
    "setattr",
    "pytz",
    "zoneinfo",
    "copy",
    "operator",
    "click",
    "tqdm",
];

/// Whether calling this can do nothing to the database.
pub(super) fn is_pure(path: &str) -> bool {
    let mut parts = path.split('.');
    let root = parts.next().unwrap_or_default();
    let inner: Vec<&str> = parts.collect();
    // `from app.log import logger`, `session.close()`
    let logs = inner.iter().any(|part| part.to_lowercase().contains("log"));
    PURE.contains(&root) || logs || matches!(inner.last(), Some(&("close" | "commit" | "rollback")))
}

/// Whether the name says that it only looks.
pub(super) fn reads_only(name: &str) -> bool {
    let name = name.trim_start_matches('_');
    ["get", "has", "is", "find", "fetch", "list", "check", "load", "read", "count", "exists", "inspect"]
        .iter()
        .any(|word| name.starts_with(word))
        || name.ends_with("_exists")
}

/// `get_existing_tables()`, `table_names(conn)`
pub(super) fn lists_tables(name: &str) -> bool {
    let name = name.trim_start_matches('_').trim_start_matches("get_");
    matches!(name, "existing_tables" | "table_names" | "tables" | "existing_table_names")
}

/// The question that an imported predicate asks, told from its name and its literal arguments:
/// `migration.table_exists("t", conn)`, `schema_has_table("t")`, `table_has_column("t", "c")`.
pub(super) fn question(context: &Context, name: &str, args: &Args<'_>) -> Option<Subject> {
    let words = name.trim_start_matches('_').to_lowercase();
    let texts: Vec<&str> = args.items.iter().filter_map(|arg| arg.value.as_str()).collect();
    let table = || Some(names::table(context, texts.first()?, None));
    let second = || texts.get(1).map(|name| names::fold(context, name));
    let asks = |noun: &str| {
        [format!("{noun}_exists"), format!("has_{noun}"), format!("{noun}_exist"), format!("does_{noun}_exist")]
            .iter()
            .any(|form| words.ends_with(form.as_str()))
    };
    if words == "exists" || words.contains("not") || texts.is_empty() {
        return None;
    }
    if asks("column") {
        return Some(Subject::Key(Key::column(table()?, second()?)));
    }
    if asks("index") {
        return Some(Subject::Key(names::index_key(context, &table()?, &second()?)));
    }
    if asks("constraint") || asks("foreign_key") || asks("fk") || asks("unique_constraint") {
        return Some(Subject::Key(Key::constraint(table()?, second()?)));
    }
    (asks("table") && texts.len() == 1).then_some(Subject::Key(Key::table(table()?)))
}

/// `CreateTableOp("t", [columns])` as the arguments of `create_table`.
pub(super) fn spread_columns(mut args: Args<'_>) -> Args<'_> {
    let columns = args.items.iter().position(|arg| matches!(arg.value, Value::List(_)));
    if let Some(place) = columns {
        let list = args.items.remove(place);
        let items = list.value.items().unwrap_or_default().to_vec();
        let at = list.at;
        args.items.extend(items.into_iter().map(|value| Arg { name: None, value, at }));
    }
    args
}
