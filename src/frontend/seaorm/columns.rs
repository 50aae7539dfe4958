//! `CREATE TABLE` and the definitions of columns, also through the helpers of `sea_orm_migration::schema`.

use super::lower::Lowering;
use super::names;
use super::statements::{Made, tolerant};
use super::value::{Build, Call, Value};
use crate::engine::Dialect;
use crate::migration::Condition;
use crate::operation::{Action, ColumnDef, ConstraintDef, ConstraintKind, Definition, Key, TableDef};
use crate::source::Span;

/// A column and the constraints written at it.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) definition: ColumnDef,
    pub(super) constraints: Vec<ConstraintDef>,
}

/// Methods of a column that are no type.
const ATTRIBUTES: &[&str] = &[
    "auto_increment",
    "check",
    "comment",
    "default",
    "extra",
    "generated",
    "not_null",
    "null",
    "primary_key",
    "take",
    "to_owned",
    "unique_key",
    "using",
];

/// Methods of a table that change nothing that is kept here.
const TABLE_OPTIONS: &[&str] =
    &["character_set", "collate", "comment", "engine", "if_not_exists", "table", "take", "temporary", "to_owned"];

impl<'a> Lowering<'a> {
    pub(super) fn create_table(&mut self, build: &Build<'a>, at: Span) -> Option<Made> {
        let (base, table, definition) = self.table_of(build)?;
        let key = Key::table(table);
        let action = Action::Create { key, definition: Definition::Table(definition) };
        let mut operation = tolerant(action, build, "if_not_exists");
        if base.has("if_not_exists") || &*base.root == "table_auto" {
            operation.tolerance = crate::operation::Tolerance::IfNotExists;
        }
        let mut made = Made::default();
        made.operations.push(self.placed(operation, at));
        Some(made)
    }

    /// The builder that names the table, the table's name, and its definition.
    fn table_of<'b>(&mut self, build: &'b Build<'a>) -> Option<(&'b Build<'a>, String, TableDef)> {
        let (base, table, mut definition) = match (&*build.root, build.args.first()) {
            // `timestamps(Table::create()…)`
            ("timestamps", Some(Value::Build(inner))) => {
                let (base, table, mut definition) = self.table_of(inner)?;
                timestamps(&mut definition);
                (base, table, definition)
            }
            ("table_auto", Some(name)) => {
                let mut definition = TableDef { complete: true, ..TableDef::default() };
                timestamps(&mut definition);
                (build, self.table(name)?, definition)
            }
            _ => {
                let table = self.table(build.first("table")?)?;
                (build, table, TableDef { complete: true, ..TableDef::default() })
            }
        };
        definition.temporary |= build.has("temporary");
        for call in &build.calls {
            self.table_part(&table, call, &mut definition);
        }
        Some((base, table, definition))
    }

    fn table_part(&mut self, table: &str, call: &Call<'a>, definition: &mut TableDef) {
        let first = call.args.first();
        let build = first.and_then(Value::as_build);
        match (call.method.as_str(), first, build) {
            ("col", Some(column), _) => match self.column(column) {
                Some(Column { definition: column, constraints }) => {
                    definition.columns.push(column);
                    definition.constraints.extend(constraints);
                }
                None => definition.complete = false,
            },
            ("primary_key", _, Some(index)) => self.table_key(table, index, ConstraintKind::PrimaryKey, definition),
            ("index", _, Some(index)) if index.has("primary") => {
                self.table_key(table, index, ConstraintKind::PrimaryKey, definition);
            }
            ("index", _, Some(index)) if !self.dialect().is_mysql_like() => {
                // `CONSTRAINT "name" UNIQUE (…)`: there is no other index inside CREATE TABLE on these.
                self.table_key(table, index, ConstraintKind::Unique, definition);
            }
            ("index", _, Some(index)) => match self.index(index, table) {
                Some(index) => definition.indexes.push(index),
                None => definition.complete = false,
            },
            ("foreign_key", _, Some(key)) => definition.constraints.extend(self.foreign_key(key)),
            ("check", _, _) => {
                let kind = ConstraintKind::Check { expression: self.inner_text(call) };
                definition.constraints.push(ConstraintDef { name: None, kind, columns: Vec::new() });
            }
            (option, _, _) if TABLE_OPTIONS.contains(&option) => {}
            _ => definition.complete = false,
        }
    }

    /// A key over columns, given as an index. MySQL names no primary key.
    fn table_key(&self, table: &str, index: &Build<'a>, kind: ConstraintKind, definition: &mut TableDef) {
        let Some(index) = self.index(index, table) else {
            definition.complete = false;
            return;
        };
        let name = index.name.filter(|_| !(self.dialect().is_mysql_like() && kind == ConstraintKind::PrimaryKey));
        definition.constraints.push(ConstraintDef { name, kind, columns: index.columns });
    }

    /// A column given as `ColumnDef::new(…)…` or by a helper: `pk_auto("id")`, `string_len_null("x", 20)`.
    pub(super) fn column(&mut self, value: &Value<'a>) -> Option<Column> {
        let build = value.as_build()?;
        let name = names::fold(self.dialect(), &self.name(build.args.first()?)?);
        let mut column = Column { definition: ColumnDef { name, ..ColumnDef::default() }, ..Column::default() };
        let mut flags = Flags::default();
        if build.root.starts_with("ColumnDef::") {
            column.definition.sql_type = build.args.get(1).and_then(|kind| self.type_name(kind));
        } else {
            flags = helper(&build.root);
            column.definition.sql_type = Some(self.with_arguments(&flags.kind, &build.args[1..]));
            column.definition.not_null = flags.not_null;
        }
        for call in &build.calls {
            match call.method.as_str() {
                "not_null" => column.definition.not_null = true,
                "null" => column.definition.not_null = false,
                "default" => column.definition.default = Some(self.inner_text(call)),
                "auto_increment" => flags.auto = true,
                "primary_key" => flags.primary = true,
                "unique_key" => flags.unique = true,
                "check" => {
                    let kind = ConstraintKind::Check { expression: self.inner_text(call) };
                    let columns = vec![column.definition.name.clone()];
                    column.constraints.push(ConstraintDef { name: None, kind, columns });
                }
                attribute if ATTRIBUTES.contains(&attribute) => {}
                kind => column.definition.sql_type = Some(self.with_arguments(kind, &call.args)),
            }
        }
        self.finish(build, flags, &mut column);
        Some(column)
    }

    fn finish(&self, build: &Build<'a>, flags: Flags, column: &mut Column) {
        let own =
            |kind: ConstraintKind| ConstraintDef { name: None, kind, columns: vec![column.definition.name.clone()] };
        let keys: Vec<ConstraintDef> =
            [(flags.primary, ConstraintKind::PrimaryKey), (flags.unique, ConstraintKind::Unique)]
                .into_iter()
                .filter(|(wanted, _)| *wanted)
                .map(|(_, kind)| own(kind))
                .collect();
        column.constraints.extend(keys);
        // A default that is an expression (`gen_random_uuid()`), and SQLite's INTEGER PRIMARY KEY.
        let computed = build.first("default").is_some_and(|value| value.as_build().is_some());
        let integer = column.definition.sql_type.as_deref().is_some_and(|kind| kind.contains("integer"));
        let rowid = self.dialect() == Dialect::Sqlite && flags.primary && integer;
        column.definition.generated = flags.auto || computed || rowid;
    }

    fn type_name(&self, kind: &Value<'a>) -> Option<String> {
        match kind {
            Value::Path(path, _) => Some(path.rsplit("::").next().unwrap_or_default().to_lowercase()),
            Value::Build(build) => Some(build.root.rsplit("::").next().unwrap_or_default().to_lowercase()),
            _ => None,
        }
    }

    /// `string_len(20)`, `enumeration(status)`: the type in the framework's own words.
    fn with_arguments(&self, kind: &str, args: &[Value<'a>]) -> String {
        let args: Vec<String> = args
            .iter()
            .filter_map(|arg| match arg {
                Value::Number(number) => Some(number.clone()),
                Value::Truth(Condition::Known(truth)) => Some(truth.to_string()),
                other => self.name(other).or_else(|| self.type_name(other)),
            })
            .collect();
        if args.is_empty() { kind.to_owned() } else { format!("{kind}({})", args.join(", ")) }
    }
}

/// What a column is besides its type.
#[derive(Debug, Default)]
struct Flags {
    kind: String,
    not_null: bool,
    primary: bool,
    auto: bool,
    unique: bool,
}

/// What a helper of `sea_orm_migration::schema` stands for.
fn helper(root: &str) -> Flags {
    let name = root.rsplit("::").next().unwrap_or(root);
    let mut flags = Flags { kind: name.to_owned(), not_null: true, ..Flags::default() };
    match name {
        "pk_auto" | "big_pk_auto" => {
            flags.kind = if name == "pk_auto" { "integer" } else { "big_integer" }.to_owned();
            (flags.primary, flags.auto) = (true, true);
        }
        "pk_uuid" => {
            "uuid".clone_into(&mut flags.kind);
            flags.primary = true;
        }
        _ => {
            if let Some(base) = name.strip_suffix("_default_now") {
                base.clone_into(&mut flags.kind);
                flags.auto = true;
            } else if let Some(base) = name.strip_suffix("_uniq") {
                base.clone_into(&mut flags.kind);
                flags.unique = true;
            } else if let Some(base) = name.strip_suffix("_null") {
                base.clone_into(&mut flags.kind);
                flags.not_null = false;
            }
        }
    }
    flags
}

/// `created_at` and `updated_at`, as `table_auto` and `timestamps` add them.
fn timestamps(definition: &mut TableDef) {
    for name in ["created_at", "updated_at"] {
        definition.columns.push(ColumnDef {
            name: name.to_owned(),
            sql_type: Some("timestamp".to_owned()),
            not_null: true,
            default: Some("Expr::current_timestamp()".to_owned()),
            generated: true,
            constraints: Vec::new(),
        });
    }
}
