//! `create_table`: the block's lines as columns, constraints and indexes.

use super::command::{Body, Command, Setting};
use super::inflect;
use super::names;
use super::value::Value;
use crate::engine::{Dialect, Version};
use crate::operation::{ColumnDef, ConstraintDef, ConstraintKind, IndexDef, TableDef};
use crate::source::Span;

/// Methods of a table's block that make columns of that type, in Rails and its PostgreSQL, MySQL and PostGIS adapters.
const TYPES: &[&str] = &[
    "bigint",
    "bigserial",
    "binary",
    "bit",
    "bit_varying",
    "blob",
    "boolean",
    "box",
    "char",
    "cidr",
    "circle",
    "citext",
    "date",
    "daterange",
    "datetime",
    "decimal",
    "enum",
    "float",
    "geography",
    "geometry",
    "geometry_collection",
    "hstore",
    "inet",
    "int4range",
    "int8range",
    "integer",
    "interval",
    "json",
    "jsonb",
    "line",
    "line_string",
    "longblob",
    "longtext",
    "lseg",
    "ltree",
    "macaddr",
    "mediumblob",
    "mediumtext",
    "money",
    "multi_line_string",
    "multi_point",
    "multi_polygon",
    "multipoint",
    "multipolygon",
    "numeric",
    "numrange",
    "oid",
    "path",
    "point",
    "polygon",
    "serial",
    "spatial",
    "st_point",
    "st_polygon",
    "string",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "tinyblob",
    "tinytext",
    "tsrange",
    "tstzrange",
    "tsvector",
    "unsigned_bigint",
    "unsigned_decimal",
    "unsigned_float",
    "unsigned_integer",
    "uuid",
    "vector",
    "virtual",
    "xml",
];

const BIGINT_IDS: Version = Version::new(5, 1, 0);
const V6_0: Version = Version::new(6, 0, 0);
const V7_0: Version = Version::new(7, 0, 0);
const STRICT_TIMESTAMPS: Version = Version::new(5, 0, 0);
/// `Migration[4.2]` made no index for a reference.
const INDEXED_REFERENCES: Version = Version::new(5, 0, 0);
/// Before, the index of a polymorphic reference was named after its columns.
const SHORT_POLYMORPHIC_NAMES: Version = Version::new(6, 1, 0);

pub(super) fn is_type(method: &str) -> bool {
    TYPES.contains(&method)
}

/// A table's parts, with the place of each index and whether the text names it.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) table: TableDef,
    pub(super) indexes: Vec<Part>,
}

#[derive(Debug)]
pub(super) struct Part {
    pub(super) index: IndexDef,
    pub(super) at: Span,
    pub(super) implied: bool,
}

/// The table that a `create_table` or `create_join_table` makes.
pub(super) fn table(command: &Command, name: &str, setting: &Setting) -> Parts {
    let mut parts = Parts::default();
    parts.table.complete = command.complete && command.option("as").is_none();
    parts.table.temporary = command.is_true("temporary");
    primary_key(command, setting, &mut parts.table);
    if let Some(body) = &command.body {
        lines(body, name, setting, &mut parts);
    }
    parts
}

fn lines(body: &Body, table: &str, setting: &Setting, parts: &mut Parts) {
    parts.table.complete &= body.complete;
    for line in &body.commands {
        if !read_line(line, table, setting, parts) {
            parts.table.complete = false;
        }
    }
}

/// The implicit `id`, or what `id:` and `primary_key:` make of it.
fn primary_key(command: &Command, setting: &Setting, table: &mut TableDef) {
    let id = command.option("id");
    if let Some(Value::Array(_)) = command.option("primary_key") {
        let columns = command.option("primary_key").and_then(Value::names).unwrap_or_default();
        table.constraints.push(primary(columns.iter().map(|column| setting.column(column)).collect()));
        return;
    }
    if id == Some(&Value::Bool(false)) || command.option("as").is_some() {
        return;
    }
    let word = if setting.class >= BIGINT_IDS { "bigint" } else { "integer" };
    let kind = match id {
        Some(Value::Text(kind)) => kind.as_str(),
        Some(hash @ Value::Hash(_)) => hash.get("type").and_then(Value::name).unwrap_or(word),
        _ => word,
    };
    let name = setting.column(command.text("primary_key").unwrap_or("id"));
    table.constraints.push(primary(vec![name.clone()]));
    table.columns.push(ColumnDef {
        name,
        sql_type: Some(if kind == "primary_key" { word } else { kind }.to_owned()),
        not_null: true,
        generated: kind != "string",
        ..ColumnDef::default()
    });
}

fn primary(columns: Vec<String>) -> ConstraintDef {
    ConstraintDef { name: None, kind: ConstraintKind::PrimaryKey, columns }
}

/// One line of the block; false where it may make more than what is read.
fn read_line(line: &Command, table: &str, setting: &Setting, parts: &mut Parts) -> bool {
    match line.name.as_str() {
        "column" => match (line.name_at(0), line.name_at(1)) {
            (Some(name), kind) => add_column(line, name, kind, table, setting, parts),
            _ => return false,
        },
        "primary_key" => {
            let Some(name) = line.name_at(0).map(|name| setting.column(name)) else { return false };
            let kind = line.name_at(1).unwrap_or("bigint");
            parts.table.constraints.push(primary(vec![name.clone()]));
            let kind = Some(kind.to_owned());
            let column = ColumnDef { name, sql_type: kind, not_null: true, generated: true, ..ColumnDef::default() };
            parts.table.columns.push(column);
        }
        "timestamps" => parts.table.columns.extend(timestamps(line, setting)),
        "references" | "belongs_to" => {
            let Some(names) = line.names_from(0) else { return false };
            return names.iter().map(|name| add_reference(line, name, table, setting, parts)).fold(true, |a, b| a & b);
        }
        "index" => match index(line, line.arg(0), table, setting) {
            Some(index) => parts.indexes.push(Part { index, at: line.at, implied: false }),
            None => return false,
        },
        "foreign_key" => match line.name_at(0).and_then(|to| foreign_key(line, table, to, setting)) {
            Some(key) => parts.table.constraints.push(key),
            None => return false,
        },
        "check_constraint" => match check(line, table, line.arg(0), setting) {
            Some(check) => parts.table.constraints.push(check),
            None => return false,
        },
        "unique_constraint" => match unique(line, table, line.arg(0), setting) {
            Some(unique) => parts.table.constraints.push(unique),
            None => return false,
        },
        "exclusion_constraint" => {
            let constraint = line.name_at(0).map(|expression| exclusion(line, table, expression, setting));
            parts.table.constraints.extend(constraint);
        }
        kind if is_type(kind) => {
            let Some(names) = line.names_from(0) else { return false };
            for name in names {
                add_column(line, &name, Some(kind), table, setting, parts);
            }
        }
        _ => return false,
    }
    true
}

fn add_column(line: &Command, name: &str, kind: Option<&str>, table: &str, setting: &Setting, parts: &mut Parts) {
    let column = column(line, name, kind, setting);
    if line.option("primary_key").is_some_and(|value| value.truth() == Some(true)) {
        parts.table.constraints.push(primary(vec![column.name.clone()]));
    }
    parts.table.columns.push(column);
    let Some(pair) = line.pair("index").filter(|pair| pair.value.truth() != Some(false)) else { return };
    let options = nested(line, &pair.value);
    let columns = Value::Text(name.to_owned());
    if let Some(index) = index(&options, Some(&columns), table, setting) {
        parts.indexes.push(Part { index, at: line.at, implied: false });
    }
}

/// A column of this name, type and these options.
pub(super) fn column(line: &Command, name: &str, kind: Option<&str>, setting: &Setting) -> ColumnDef {
    let limits: Vec<String> =
        ["limit", "precision", "scale"].iter().filter_map(|key| line.option(key)?.scalar()).collect();
    let sql_type = kind.map(|kind| {
        let array = if line.is_true("array") { "[]" } else { "" };
        let limits = if limits.is_empty() { String::new() } else { format!("({})", limits.join(",")) };
        format!("{}{limits}{array}", kind.to_ascii_lowercase())
    });
    ColumnDef {
        name: setting.column(name),
        sql_type,
        not_null: line.option("null") == Some(&Value::Bool(false)),
        default: line.option("default").and_then(Value::scalar).filter(|text| text != "nil"),
        generated: kind.is_some_and(|kind| matches!(kind, "primary_key" | "serial" | "bigserial" | "virtual")),
        constraints: Vec::new(),
    }
}

/// `created_at` and `updated_at`.
pub(super) fn timestamps(line: &Command, setting: &Setting) -> [ColumnDef; 2] {
    let not_null = match line.option("null") {
        Some(value) => *value == Value::Bool(false),
        None => setting.class >= STRICT_TIMESTAMPS,
    };
    // 6.0 and 6.1 ask for microseconds here only; from 7.0 on every `datetime` has them.
    let precise = (V6_0..V7_0).contains(&setting.class) && line.option("precision").is_none();
    let line = if precise { line.clone().with("precision", Value::Number("6".to_owned())) } else { line.clone() };
    ["created_at", "updated_at"].map(|name| ColumnDef { not_null, ..column(&line, name, Some("datetime"), setting) })
}

/// What a reference makes: columns (the type of a polymorphic one first), perhaps an index, perhaps a foreign key.
pub(super) struct Reference {
    pub(super) columns: Vec<ColumnDef>,
    pub(super) index: Option<Part>,
    pub(super) foreign_key: Option<ConstraintDef>,
    /// False where the index or the key could not be named.
    pub(super) complete: bool,
}

pub(super) fn reference(line: &Command, name: &str, table: &str, setting: &Setting) -> Reference {
    let polymorphic = line.pair("polymorphic").filter(|pair| pair.value.truth() == Some(true));
    let column_name = format!("{name}_id");
    // The SQLite adapter asks for an integer by itself.
    let small = setting.class < BIGINT_IDS || setting.dialect == Dialect::Sqlite;
    let word = if small { "integer" } else { "bigint" };
    let id = column(line, &column_name, Some(line.text("type").unwrap_or(word)), setting);
    let mut columns = Vec::new();
    let mut indexed = Vec::new();
    if let Some(pair) = polymorphic {
        let type_name = format!("{name}_type");
        let mut kind = column(&nested(line, &pair.value), &type_name, Some("string"), setting);
        kind.not_null |= id.not_null;
        columns.push(kind);
        indexed.push(Value::Text(type_name));
    }
    columns.push(id);
    indexed.push(Value::Text(column_name.clone()));
    let mut complete = true;
    let wants_index = match line.option("index") {
        Some(value) => value.truth().unwrap_or(false),
        None => setting.class >= INDEXED_REFERENCES,
    };
    let mut made_index = None;
    if wants_index {
        let mut options = nested(line, line.option("index").unwrap_or(&Value::Nil));
        if polymorphic.is_some() && setting.class >= SHORT_POLYMORPHIC_NAMES && options.option("name").is_none() {
            options = options.with("name", Value::Text(format!("index_{table}_on_{name}")));
        }
        let index = index(&options, Some(&Value::Array(indexed)), table, setting);
        complete &= index.is_some();
        let implied = line.option("index").is_none();
        made_index = index.map(|index| Part { index, at: line.at, implied });
    }
    let mut key = None;
    if let Some(value) = line.option("foreign_key").filter(|value| value.truth() != Some(false)) {
        let options = nested(line, value).with("column", Value::Text(column_name));
        let to = options.text("to_table").map(str::to_owned).or_else(|| inflect::plural(name));
        key = to.and_then(|to| foreign_key(&options, table, &to, setting));
        complete &= key.is_some() && *value != Value::Unknown;
    }
    Reference { columns, index: made_index, foreign_key: key, complete }
}

fn add_reference(line: &Command, name: &str, table: &str, setting: &Setting, parts: &mut Parts) -> bool {
    let reference = reference(line, name, table, setting);
    parts.table.columns.extend(reference.columns);
    parts.table.constraints.extend(reference.foreign_key);
    parts.indexes.extend(reference.index);
    reference.complete
}

/// A command whose options are those of a nested hash: `index: { unique: true }`.
pub(super) fn nested(line: &Command, value: &Value) -> Command {
    let mut inner = Command { args: Vec::new(), options: Vec::new(), body: None, ..line.clone() };
    if let Value::Hash(pairs) = value {
        for (key, value) in pairs {
            if let Some(key) = key.name() {
                inner = inner.with(key, value.clone());
            }
        }
    }
    inner
}

/// An index over these columns; `None` where its name can't be known.
pub(super) fn index(line: &Command, columns: Option<&Value>, table: &str, setting: &Setting) -> Option<IndexDef> {
    let names = columns.and_then(Value::names)?;
    let name = match line.option("name") {
        Some(value) => value.name()?.to_owned(),
        None if !line.complete => return None,
        None => setting.index_name(table, &names),
    };
    let columns = names
        .iter()
        .map(|column| if names::is_expression(column) { column.clone() } else { setting.column(column) })
        .collect();
    Some(IndexDef {
        name: Some(setting.index_key(table, &name).name.into()),
        table: setting.table(table),
        columns,
        unique: line.option("unique").is_some_and(|value| value.truth() == Some(true)),
        filter: line.text("where").map(str::to_owned),
        concurrently: super::options::concurrently(line),
    })
}

/// A foreign key from `table` to `to`; `None` where its column can't be known.
pub(super) fn foreign_key(line: &Command, table: &str, to: &str, setting: &Setting) -> Option<ConstraintDef> {
    let columns = match line.option("column") {
        Some(value) => value.names()?,
        None => vec![names::foreign_key_column(to)?],
    };
    let name = match line.option("name") {
        Some(value) => value.name()?.to_owned(),
        None => names::foreign_key(table, &columns),
    };
    let target = line.option("primary_key").and_then(Value::names).unwrap_or_default();
    Some(ConstraintDef {
        name: Some(setting.dialect.fold(&name, true)),
        kind: ConstraintKind::ForeignKey {
            to: setting.table(to),
            columns: target.iter().map(|column| setting.column(column)).collect(),
        },
        columns: columns.iter().map(|column| setting.column(column)).collect(),
    })
}

pub(super) fn check(line: &Command, table: &str, on: Option<&Value>, setting: &Setting) -> Option<ConstraintDef> {
    let expression = on.or_else(|| line.option("expression")).and_then(Value::name);
    let name = match line.option("name") {
        Some(value) => value.name()?.to_owned(),
        None => names::check(table, expression?),
    };
    let expression = expression.unwrap_or_default().to_owned();
    let name = Some(setting.dialect.fold(&name, true));
    Some(ConstraintDef { name, kind: ConstraintKind::Check { expression }, columns: Vec::new() })
}

pub(super) fn unique(line: &Command, table: &str, on: Option<&Value>, setting: &Setting) -> Option<ConstraintDef> {
    let columns = on.and_then(Value::names).unwrap_or_default();
    let name = match (line.option("name"), line.option("using_index")) {
        (Some(value), _) | (None, Some(value)) => value.name()?.to_owned(),
        (None, None) if columns.is_empty() => return None,
        (None, None) => names::unique(table, &columns),
    };
    let columns = columns.iter().map(|column| setting.column(column)).collect();
    let name = Some(setting.dialect.fold(&name, true));
    Some(ConstraintDef { name, kind: ConstraintKind::Unique, columns })
}

pub(super) fn exclusion(line: &Command, table: &str, expression: &str, setting: &Setting) -> ConstraintDef {
    let name = line.text("name").map_or_else(|| names::exclusion(table, expression), str::to_owned);
    let name = Some(setting.dialect.fold(&name, true));
    ConstraintDef { name, kind: ConstraintKind::Exclude, columns: Vec::new() }
}
