//! Tables, columns, constraints and enum types as SQLAlchemy's constructs describe them.

use super::names::{self, Named};
use super::value::{Call, Value};
use crate::engine::{Context, Dialect, Version};
use crate::operation::{ColumnDef, ConstraintDef, ConstraintKind, IndexDef, TableDef};
use crate::source::Span;

/// A table and what SQLAlchemy makes beside it.
#[derive(Debug, Default)]
pub(super) struct TableShape {
    pub(super) def: TableDef,
    /// Plain `CREATE INDEX` statements behind the table: `index=True` and inline `sa.Index`.
    pub(super) indexes: Vec<(IndexDef, Span)>,
    pub(super) types: Vec<EnumShape>,
}

/// A column and what SQLAlchemy makes beside it.
#[derive(Debug)]
pub(super) struct ColumnShape {
    pub(super) def: ColumnDef,
    pub(super) index: Option<IndexDef>,
    pub(super) primary_key: bool,
    pub(super) enum_type: Option<EnumShape>,
    pub(super) at: Span,
}

/// An enum type on PostgreSQL.
#[derive(Debug, Clone)]
pub(super) struct EnumShape {
    /// Qualified and folded.
    pub(super) name: String,
    pub(super) labels: Vec<String>,
    /// `create_table` makes the type, too.
    pub(super) made_by_table: bool,
    /// `create_type=False` stands there, but this SQLAlchemy does not look at it.
    pub(super) ignored_flag: Option<Span>,
    /// What `.create()` and `.drop()` do about a type that is (not) there when `checkfirst` is left out.
    pub(super) checks_first: bool,
    pub(super) at: Span,
}

/// Reads the elements of a `create_table`.
pub(super) fn table<'v, 't: 'v>(
    context: &Context,
    name: &str,
    elements: impl Iterator<Item = (&'v Value<'t>, Span)>,
) -> TableShape {
    let mut shape = TableShape { def: TableDef { complete: true, ..TableDef::default() }, ..TableShape::default() };
    let mut keys = Vec::new();
    for (element, at) in elements {
        let Some(call) = element.as_call() else {
            shape.def.complete &= element.is_none();
            continue;
        };
        match call.tail() {
            "Column" => match column(context, name, call) {
                Some(column) => add_column(&mut shape, &mut keys, column),
                None => shape.def.complete = false,
            },
            // SQLAlchemy leaves it for an ALTER that Alembic does not send, where the engine has one.
            "ForeignKeyConstraint"
                if call.args.flag("use_alter") == Some(true) && context.dialect != Dialect::Sqlite => {}
            "Index" => shape.indexes.extend(index(context, name, call).map(|index| (index, at))),
            _ => match constraint(context, name, call) {
                Some(constraint) => shape.def.constraints.push(constraint),
                None => shape.def.complete = false,
            },
        }
    }
    finish_primary_key(context, name, &mut shape.def, keys);
    shape
}

fn add_column(shape: &mut TableShape, keys: &mut Vec<String>, mut column: ColumnShape) {
    if column.primary_key {
        keys.push(column.def.name.clone());
    }
    shape.def.constraints.append(&mut column.def.constraints);
    shape.indexes.extend(column.index.map(|index| (index, column.at)));
    shape.types.extend(column.enum_type);
    shape.def.columns.push(column.def);
}

/// `primary_key=True` at columns makes one constraint; a lone integer key is filled in by the engine.
fn finish_primary_key(context: &Context, table: &str, def: &mut TableDef, keys: Vec<String>) {
    if !keys.is_empty() && !def.constraints.iter().any(|c| c.kind == ConstraintKind::PrimaryKey) {
        let named = Named { kind: "pk", table, columns: &keys, referred: None };
        let name = names::resolve(context, None, false, named);
        def.constraints.push(ConstraintDef { name, kind: ConstraintKind::PrimaryKey, columns: keys });
    }
    let key = def.constraints.iter().find(|c| c.kind == ConstraintKind::PrimaryKey).map(|c| c.columns.clone());
    let key = key.unwrap_or_default();
    for column in &mut def.columns {
        column.not_null |= key.contains(&column.name);
        let integer = column.sql_type.as_deref().is_some_and(|sql| match sql.split('(').next() {
            Some("integer" | "int") => true,
            Some("biginteger" | "bigint" | "smallinteger" | "smallint") => context.dialect != Dialect::Sqlite,
            _ => false,
        });
        let references = def.constraints.iter().any(|constraint| {
            matches!(constraint.kind, ConstraintKind::ForeignKey { .. }) && constraint.columns == key
        });
        column.generated |= key.len() == 1 && key[0] == column.name && integer && !references;
    }
}

/// Reads `sa.Column(…)`; `None` where its name is not known.
pub(super) fn column(context: &Context, table: &str, call: &Call<'_>) -> Option<ColumnShape> {
    let mut rest = call.args.positional();
    let name = match call.args.named("name") {
        Some(arg) => arg.value.as_str()?,
        None => rest.next()?.value.as_str()?,
    };
    let name = names::fold(context, name);
    let mut shape = ColumnShape {
        def: ColumnDef { name: name.clone(), ..ColumnDef::default() },
        index: None,
        primary_key: call.args.flag("primary_key") == Some(true),
        enum_type: None,
        at: call.at,
    };
    for arg in rest.chain(call.args.named("type_")) {
        column_part(context, table, &mut shape, &arg.value);
    }
    shape.def.not_null = match call.args.flag("nullable") {
        Some(nullable) => !nullable,
        None => shape.primary_key,
    };
    if let Some(default) = call.args.named("server_default").filter(|arg| !arg.value.is_none()) {
        shape.def.default = default_text(&default.value);
        shape.def.generated |= shape.def.default.as_deref().is_some_and(makes_keys);
    }
    let columns = [name];
    let unique = call.args.flag("unique") == Some(true);
    if call.args.flag("index") == Some(true) {
        let named = Named { kind: "ix", table, columns: &columns, referred: None };
        let name = names::resolve(context, None, false, named).map(|name| names::fold(context, &name));
        let [column] = columns;
        shape.index = Some(IndexDef {
            name,
            table: table.to_owned(),
            columns: vec![column],
            unique,
            filter: None,
            concurrently: false,
        });
    } else if unique {
        let named = Named { kind: "uq", table, columns: &columns, referred: None };
        let name = names::resolve(context, None, false, named);
        shape.def.constraints.push(ConstraintDef { name, kind: ConstraintKind::Unique, columns: columns.to_vec() });
    }
    Some(shape)
}

/// One positional argument of a column behind its name: the type, a key, a default.
fn column_part(context: &Context, table: &str, shape: &mut ColumnShape, part: &Value<'_>) {
    match part.as_call().map_or("", |call| call.tail()) {
        "ForeignKey" => {
            let columns = vec![shape.def.name.clone()];
            shape.def.constraints.extend(part.as_call().and_then(|call| foreign_key(context, table, call, columns)));
        }
        "CheckConstraint" => {
            shape.def.constraints.extend(part.as_call().and_then(|call| constraint(context, table, call)));
        }
        "Identity" | "Sequence" | "Computed" => shape.def.generated = true,
        "FetchedValue" => {}
        _ if shape.def.sql_type.is_none() => {
            shape.enum_type = enum_type(context, part);
            // Whatever the construct is that spells it: the column has the type of that name.
            let named = shape.enum_type.as_ref().map(|shape| shape.name.clone());
            shape.def.sql_type = named.or_else(|| type_text(part));
        }
        _ => {}
    }
}

/// `sa.ForeignKey("users.id", name=…)`.
fn foreign_key(context: &Context, table: &str, call: &Call<'_>, columns: Vec<String>) -> Option<ConstraintDef> {
    let target = call.args.get(0, "column")?.value.as_str()?;
    let (to, column) = target.rsplit_once('.')?;
    let to = names::table(context, to, None);
    Some(named_constraint(
        context,
        table,
        call,
        "fk",
        columns,
        ConstraintKind::ForeignKey { to, columns: vec![names::fold(context, column)] },
    ))
}

fn named_constraint(
    context: &Context,
    table: &str,
    call: &Call<'_>,
    kind: &str,
    columns: Vec<String>,
    what: ConstraintKind,
) -> ConstraintDef {
    let given = call.args.named("name").and_then(|arg| arg.value.as_text());
    let referred = match &what {
        ConstraintKind::ForeignKey { to, columns } => Some((to.as_str(), columns.as_slice())),
        _ => None,
    };
    let named = Named { kind, table, columns: &columns, referred };
    let name = names::resolve(context, given.map(|text| text.value()), given.is_some_and(|text| text.exact), named);
    ConstraintDef { name: name.map(|name| names::fold(context, &name)), kind: what, columns }
}

/// Reads a constraint of a table: `sa.UniqueConstraint("a", "b", name=…)` and its kin.
pub(super) fn constraint(context: &Context, table: &str, call: &Call<'_>) -> Option<ConstraintDef> {
    let folded = |value: &Value<'_>| -> Option<Vec<String>> {
        Some(value.strings()?.iter().map(|name| names::fold(context, name)).collect())
    };
    let columns = || -> Option<Vec<String>> {
        call.args.positional().map(|arg| Some(names::fold(context, arg.value.as_str()?))).collect()
    };
    Some(match call.tail() {
        "PrimaryKeyConstraint" => named_constraint(context, table, call, "pk", columns()?, ConstraintKind::PrimaryKey),
        "UniqueConstraint" => named_constraint(context, table, call, "uq", columns()?, ConstraintKind::Unique),
        "ForeignKeyConstraint" => {
            let own = folded(&call.args.get(0, "columns")?.value)?;
            let targets = call.args.get(1, "refcolumns")?.value.strings()?;
            let (to, _) = targets.first()?.rsplit_once('.')?;
            let there = targets.iter().filter_map(|target| Some(names::fold(context, target.rsplit_once('.')?.1)));
            let what = ConstraintKind::ForeignKey { to: names::table(context, to, None), columns: there.collect() };
            named_constraint(context, table, call, "fk", own, what)
        }
        "CheckConstraint" => {
            let expression =
                call.args.get(0, "sqltext").and_then(|arg| expression_text(&arg.value)).unwrap_or_default();
            named_constraint(context, table, call, "ck", Vec::new(), ConstraintKind::Check { expression })
        }
        "ExcludeConstraint" => named_constraint(context, table, call, "ex", Vec::new(), ConstraintKind::Exclude),
        _ => return None,
    })
}

/// `sa.Index("ix", "a", "b", unique=True)` inside a `create_table`.
fn index(context: &Context, table: &str, call: &Call<'_>) -> Option<IndexDef> {
    let given = call.args.get(0, "name")?;
    let columns: Vec<String> = call.args.positional().skip(1).map(|arg| index_column(context, &arg.value)).collect();
    let text = given.value.as_text();
    if text.is_none() && !given.value.is_none() {
        return None;
    }
    let named = Named { kind: "ix", table, columns: &columns, referred: None };
    let name = names::resolve(context, text.map(|text| text.value()), text.is_some_and(|text| text.exact), named);
    Some(IndexDef {
        name: name.map(|name| names::fold(context, &name)),
        table: table.to_owned(),
        columns,
        unique: call.args.flag("unique") == Some(true),
        filter: index_filter(call),
        concurrently: false,
    })
}

/// A column of an index, or an expression's text.
pub(super) fn index_column(context: &Context, value: &Value<'_>) -> String {
    match value.as_str() {
        Some(name) => names::fold(context, name),
        None => expression_text(value).unwrap_or_default(),
    }
}

/// The condition of a partial index, whatever the dialect it is written for.
pub(super) fn index_filter(call: &Call<'_>) -> Option<String> {
    let filters = ["postgresql_where", "sqlite_where", "mssql_where"];
    let arg = filters.iter().find_map(|name| call.args.named(name))?;
    Some(expression_text(&arg.value).unwrap_or_default())
}

/// The text of `"…"`, `sa.text("…")` or `sa.literal_column("…")`.
pub(super) fn expression_text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Call(call) if matches!(call.tail(), "text" | "literal_column" | "func") => {
            expression_text(&call.args.positional().next()?.value)
        }
        Value::Text(_) => value.as_str().map(str::to_owned),
        _ => None,
    }
}

pub(super) fn default_text(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Text(_) => value.as_str().map(|text| format!("'{text}'")),
        Value::Number(text) => Some(text.clone()),
        Value::Call(call) if call.callee.contains("func.") => Some(format!("{}()", call.tail())),
        Value::Call(call) if call.tail() == "true" || call.tail() == "false" => Some(call.tail().to_owned()),
        _ => Some(expression_text(value).unwrap_or_default()),
    }
}

/// Defaults that give every row a new value.
fn makes_keys(default: &str) -> bool {
    let default = default.to_ascii_lowercase();
    ["uuid", "nextval", "newid", "gen_random", "generate_"].iter().any(|word| default.contains(word))
}

/// A type in SQLAlchemy's words, lower case: `string(50)`.
pub(super) fn type_text(value: &Value<'_>) -> Option<String> {
    let inner = |value: &Value<'_>| match value {
        Value::Number(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Text(_) => value.as_str().map(|text| format!("'{text}'")),
        other => type_text(other),
    };
    match value {
        Value::Path(path) => Some(path.rsplit('.').next()?.to_lowercase()),
        Value::Call(call) if call.receiver.is_some() => type_text(call.receiver.as_ref()?),
        Value::Call(call) => {
            let mut args = Vec::new();
            for arg in &call.args.items {
                let text = inner(&arg.value)?;
                args.push(arg.name.as_ref().map_or(text.clone(), |name| format!("{name}={text}")));
            }
            let name = call.tail().to_lowercase();
            Some(if args.is_empty() { name } else { format!("{name}({})", args.join(", ")) })
        }
        _ => None,
    }
}

/// The enum type behind a column's type, where the engine has such types.
pub(super) fn enum_type(context: &Context, value: &Value<'_>) -> Option<EnumShape> {
    if context.dialect != Dialect::Postgres {
        return None;
    }
    let call = value.as_call()?;
    if let Some(receiver) = &call.receiver {
        let variant = call.args.get(1, "dialect_name").and_then(|arg| arg.value.as_str());
        return match (call.tail(), variant) {
            ("with_variant", Some("postgresql")) => enum_type(context, &call.args.get(0, "type_")?.value),
            _ => enum_type(context, receiver),
        };
    }
    if call.tail() == "ARRAY" {
        return enum_type(context, &call.args.get(0, "item_type")?.value);
    }
    let own = call.tail() == "ENUM";
    if !own && call.tail() != "Enum" || call.args.flag("native_enum") == Some(false) {
        return None;
    }
    let name = match call.args.named("name") {
        Some(arg) => arg.value.as_str()?.to_owned(),
        None => class_name(call)?,
    };
    let schema = call.args.named("schema").and_then(|arg| arg.value.as_str());
    let declined = call.args.named("create_type").filter(|arg| arg.value == Value::Bool(false));
    // Only SQLAlchemy 2.1 looks at `create_type` on the generic Enum (alembic#1347).
    let honoured = own || context.sqlalchemy.is_none_or(|version| version >= Version::new(2, 1, 0));
    Some(EnumShape {
        name: names::table(context, &name, schema),
        labels: labels(call),
        made_by_table: declined.is_none() || !honoured,
        ignored_flag: declined.filter(|_| !honoured).map(|arg| arg.at),
        checks_first: own,
        at: call.at,
    })
}

/// `sa.Enum(Status)` is named after the class, in lower case.
fn class_name(call: &Call<'_>) -> Option<String> {
    match &call.args.positional().next()?.value {
        Value::Path(path) => Some(path.rsplit('.').next()?.to_lowercase()),
        Value::Class(name, _) => Some(name.to_lowercase()),
        _ => None,
    }
}

fn labels(call: &Call<'_>) -> Vec<String> {
    if let Some(Value::Class(_, members)) = call.args.positional().next().map(|arg| &arg.value) {
        return members.iter().map(|(name, _)| name.clone()).collect();
    }
    let texts: Option<Vec<Vec<String>>> = call.args.positional().map(|arg| arg.value.strings()).collect();
    texts.unwrap_or_default().concat()
}
