//! sea-query's builders as operations: what each statement does on each backend.
//!
//! The facts are those of sea-query's `backend/*/{table,index,foreign_key}.rs` (1.0, and 0.32 where it has the method):
//! every identifier is quoted; `CREATE INDEX` leaves `IF NOT EXISTS` out on MySQL; `DROP INDEX IF EXISTS` panics there;
//! SQLite leaves `IF [NOT] EXISTS` of column changes out.

use super::columns::Column;
use super::lower::Lowering;
use super::names;
use super::value::{Build, Call, Value};
use crate::engine::Dialect;
use crate::migration::{GuardEffect, Note, Placed};
use crate::operation::{
    Action, Alteration, ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, Operation, Repeat, Tolerance,
};
use crate::source::Span;

/// One statement's operations.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) operations: Vec<Placed>,
    pub(super) notes: Vec<Note>,
}

impl Made {
    fn one(operation: Operation, at: Span) -> Self {
        Self { operations: vec![Placed { operation, at, implied: false }], notes: Vec::new() }
    }
}

impl<'a> Lowering<'a> {
    /// The operations of a statement; none where it only reads, `None` where it is not understood.
    pub(super) fn statement(&mut self, build: &Build<'a>, at: Span) -> Option<Made> {
        if build.open {
            return None;
        }
        match &*build.root {
            "Table::create" | "TableCreateStatement::new" | "table_auto" | "timestamps" => self.create_table(build, at),
            "Table::alter" | "TableAlterStatement::new" => self.alter_table(build),
            "Table::drop" | "TableDropStatement::new" => self.drop_tables(build, at),
            "Table::rename" | "TableRenameStatement::new" => self.rename_table(build, at),
            "Table::truncate" | "TableTruncateStatement::new" => {
                let table = Key::table(self.table(build.first("table")?)?);
                Some(Made::one(
                    Operation::new(Action::Delete { table, filtered: false, filter: Some(String::new()) }),
                    at,
                ))
            }
            "Index::create" | "IndexCreateStatement::new" => self.create_index(build, at),
            "Index::drop" | "IndexDropStatement::new" => self.drop_index(build, at),
            "ForeignKey::create" | "ForeignKeyCreateStatement::new" => {
                Some(Made::one(self.add_foreign_key(build, None)?, at))
            }
            "ForeignKey::drop" | "ForeignKeyDropStatement::new" => {
                let table = self.table(build.first("table")?)?;
                let name = self.name(build.first("name")?)?;
                Some(Made::one(self.drop_constraint(&table, &name), at))
            }
            "Type::create" | "TypeCreateStatement::new" => self.create_type(build, at),
            "Type::drop" | "TypeDropStatement::new" => self.drop_types(build, at),
            "Type::alter" | "TypeAlterStatement::new" => self.alter_type(build, at),
            "Extension::create" | "ExtensionCreateStatement::new" => {
                let key = Key::new(Kind::Extension, self.name(build.first("name")?)?.to_lowercase());
                let definition = Definition::Text(String::new());
                Some(Made::one(tolerant(Action::Create { key, definition }, build, "if_not_exists"), at))
            }
            "Extension::drop" | "ExtensionDropStatement::new" => {
                let key = Key::new(Kind::Extension, self.name(build.first("name")?)?.to_lowercase());
                let cascade = build.has("cascade");
                Some(Made::one(tolerant(Action::Drop { key, cascade }, build, "if_exists"), at))
            }
            "Query::insert" | "InsertStatement::new" => {
                let mut made = Made::one(Operation::new(self.insert(build)?), at);
                let conflict = build.find("on_conflict").filter(|_| self.dialect().is_mysql_like());
                if let Some(call) = conflict.filter(|call| !self.names_what_stays(call)) {
                    made.notes.push(self.note(call, GuardEffect::Raises));
                }
                Some(made)
            }
            "Query::update" | "UpdateStatement::new" => Some(Made::one(Operation::new(self.update(build)?), at)),
            "Query::delete" | "DeleteStatement::new" => {
                let table = Key::table(self.table(build.first("from_table")?)?);
                let filtered =
                    ["and_where", "cond_where", "and_where_option", "limit"].iter().any(|name| build.has(name));
                Some(Made::one(Operation::new(Action::Delete { table, filtered, filter: None }), at))
            }
            "Query::select" | "SelectStatement::new" => Some(Made::default()),
            _ => None,
        }
    }

    fn drop_tables(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let mut made = Made::default();
        for call in build.all("table") {
            let key = Key::table(self.table(call.args.first()?)?);
            let operation = tolerant(Action::Drop { key, cascade: build.has("cascade") }, build, "if_exists");
            made.operations.push(Placed { operation, at, implied: false });
        }
        (!made.operations.is_empty()).then_some(made)
    }

    fn rename_table(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let call = build.find("table")?;
        let from = Key::table(self.table(call.args.first()?)?);
        let to = Key::table(self.table(call.args.get(1)?)?);
        Some(Made::one(Operation::new(Action::Rename { from, to }), at))
    }

    /// Every option is an action of one statement.
    fn alter_table(&mut self, build: &Build<'a>) -> Option<Made> {
        let table = self.table(build.first("table")?)?;
        let mut made = Made::default();
        for call in &build.calls {
            let before = made.operations.len();
            let known = match (call.method.as_str(), call.args.as_slice()) {
                ("table" | "to_owned" | "take", _) => continue,
                ("add_column" | "add_column_if_not_exists", [column]) => {
                    self.add_column(&table, column, call, &mut made)
                }
                ("drop_column" | "drop_column_if_exists", [column]) => {
                    self.drop_column(&table, column, call, &mut made)
                }
                ("rename_column", [from, to]) => self.rename_column(&table, from, to, call, &mut made),
                ("modify_column", [column]) => self.modify_column(&table, column, call, &mut made),
                ("add_foreign_key", [key]) => {
                    let operation = key.as_build().and_then(|key| self.add_foreign_key(key, Some(&table)));
                    operation.map(|operation| made.operations.push(self.placed(operation, call.at)))
                }
                ("drop_foreign_key" | "drop_constraint", [name]) => {
                    let operation = self.name(name).map(|name| self.drop_constraint(&table, &name));
                    operation.map(|operation| made.operations.push(self.placed(operation, call.at)))
                }
                _ => None,
            };
            if known.is_none() {
                made.operations.truncate(before);
                let reach = crate::operation::Reach::Keys(vec![Key::table(table.as_str())]);
                made.operations.push(self.placed(Operation::new(Action::Opaque(reach)), call.at));
            }
        }
        (!made.operations.is_empty()).then_some(made)
    }

    fn add_column(&mut self, table: &str, column: &Value<'a>, call: &Call<'a>, made: &mut Made) -> Option<()> {
        let Column { mut definition, constraints } = self.column(column)?;
        definition.constraints = constraints;
        let key = Key::column(table, definition.name.as_str());
        let mut operation = Operation::new(Action::Create { key, definition: Definition::Column(definition) });
        if call.method == "add_column_if_not_exists" {
            match self.dialect() {
                Dialect::Postgres | Dialect::MariaDb => operation.tolerance = Tolerance::IfNotExists,
                Dialect::MySql => {
                    operation.tolerance = Tolerance::IfNotExists;
                    made.notes.push(self.note(call, GuardEffect::Raises));
                }
                _ => made.notes.push(self.note(call, GuardEffect::Ignored)),
            }
        }
        made.operations.push(self.placed(operation, call.at));
        Some(())
    }

    fn drop_column(&self, table: &str, column: &Value<'a>, call: &Call<'a>, made: &mut Made) -> Option<()> {
        let key = Key::column(table, names::fold(self.dialect(), &self.name(column)?));
        let mut operation = Operation::new(Action::Drop { key, cascade: false });
        if call.method == "drop_column_if_exists" {
            if self.dialect() == Dialect::Postgres {
                operation.tolerance = Tolerance::IfExists;
            } else {
                made.notes.push(self.note(call, GuardEffect::Ignored));
            }
        }
        made.operations.push(self.placed(operation, call.at));
        Some(())
    }

    fn rename_column(
        &self,
        table: &str,
        from: &Value<'a>,
        to: &Value<'a>,
        call: &Call<'a>,
        made: &mut Made,
    ) -> Option<()> {
        let key = |name: &Value<'a>| Some(Key::column(table, names::fold(self.dialect(), &self.name(name)?)));
        let operation = Operation::new(Action::Rename { from: key(from)?, to: key(to)? });
        made.operations.push(self.placed(operation, call.at));
        Some(())
    }

    /// PostgreSQL gets `ALTER COLUMN … TYPE`, `SET NOT NULL`, `SET DEFAULT`, and `ADD UNIQUE (…)` without a name: a second
    /// run then makes a second constraint. MySQL gets `MODIFY COLUMN`.
    fn modify_column(&mut self, table: &str, column: &Value<'a>, call: &Call<'a>, made: &mut Made) -> Option<()> {
        let converts = column.as_build().is_some_and(|build| build.has("using"));
        let Column { definition, constraints } = self.column(column)?;
        let key = Key::column(table, definition.name.as_str());
        let repeat = if converts { Repeat::Unknown } else { Repeat::Same };
        let alteration = Alteration { what: "type".to_owned(), to: definition.sql_type, repeat };
        made.operations.push(self.placed(Operation::new(Action::Alter { key, alteration }), call.at));
        for constraint in constraints {
            let key = Key::constraint(table, constraint.name.clone().unwrap_or_default());
            let action = Action::Create { key, definition: Definition::Constraint(constraint) };
            made.operations.push(self.placed(Operation::new(action), call.at));
        }
        Some(())
    }

    /// `own_table` is the table that is altered; a statement of its own names it.
    fn add_foreign_key(&self, build: &Build<'a>, own_table: Option<&str>) -> Option<Operation> {
        let constraint = self.foreign_key(build)?;
        let table = match own_table {
            Some(table) => table.to_owned(),
            None => self.table(build.first("from_tbl").or_else(|| build.first("from"))?)?,
        };
        let key = Key::constraint(table, constraint.name.clone().unwrap_or_default());
        Some(Operation::new(Action::Create { key, definition: Definition::Constraint(constraint) }))
    }

    fn drop_constraint(&self, table: &str, name: &str) -> Operation {
        let key = Key::constraint(table, names::fold(self.dialect(), name));
        Operation::new(Action::Drop { key, cascade: false })
    }

    fn create_index(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let table = self.table(build.first("table")?)?;
        let index = self.index(build, &table)?;
        let key = names::index_key(self.dialect(), &table, index.name.as_deref().unwrap_or_default());
        let outside_transaction = index.concurrently;
        let mut made = Made::default();
        let mut operation = Operation::new(Action::Create { key, definition: Definition::Index(index) });
        operation.outside_transaction = outside_transaction;
        if let Some(call) = build.find("if_not_exists") {
            if self.dialect().is_mysql_like() {
                made.notes.push(self.note(call, GuardEffect::Ignored));
            } else {
                operation.tolerance = Tolerance::IfNotExists;
            }
        }
        made.operations.push(self.placed(operation, at));
        Some(made)
    }

    /// An index of its own. `None` where its name or columns are not known.
    pub(super) fn index(&self, build: &Build<'a>, table: &str) -> Option<IndexDef> {
        let name = match build.first("name") {
            Some(name) => Some(names::fold(self.dialect(), &self.name(name)?)),
            None => None,
        };
        let columns = build.all("col").map(|call| self.index_column(call)).collect::<Option<Vec<String>>>()?;
        let filter = build.find("and_where").or_else(|| build.find("cond_where"));
        Some(IndexDef {
            name,
            table: table.to_owned(),
            columns,
            unique: build.has("unique"),
            filter: filter.map(|call| self.inner_text(call)),
            concurrently: build.has("concurrently") && self.dialect() == Dialect::Postgres,
        })
    }

    /// A column, `(column, order)`, or an expression.
    fn index_column(&self, call: &Call<'a>) -> Option<String> {
        let first = call.args.first()?.items().first()?;
        match self.name(first) {
            Some(name) => Some(names::fold(self.dialect(), &name)),
            None if first.as_build().is_some() => Some(self.inner_text(call)),
            None => None,
        }
    }

    /// What stands between a call's parentheses, blanks folded.
    pub(super) fn inner_text(&self, call: &Call<'a>) -> String {
        let text = self.source.slice(call.at);
        let inner = text.split_once('(').map_or("", |(_, inner)| inner);
        let inner = inner.strip_suffix(')').unwrap_or(inner);
        inner.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn drop_index(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let table = match build.first("table") {
            Some(table) => self.table(table)?,
            None if self.dialect().indexes_are_schema_wide() => String::new(),
            None => return None,
        };
        let key = names::index_key(self.dialect(), &table, &self.name(build.first("name")?)?);
        let mut made = Made::default();
        let mut operation = tolerant(Action::Drop { key, cascade: false }, build, "if_exists");
        operation.outside_transaction = build.has("concurrently") && self.dialect() == Dialect::Postgres;
        if let Some(call) = build.find("if_exists").filter(|_| self.dialect().is_mysql_like()) {
            made.notes.push(self.note(call, GuardEffect::Raises));
        }
        made.operations.push(self.placed(operation, at));
        Some(made)
    }

    /// The constraint of a `ForeignKey::create()` or `TableForeignKey::new()`; the table it points at may be unknown.
    pub(super) fn foreign_key(&self, build: &Build<'a>) -> Option<ConstraintDef> {
        let name = match build.first("name") {
            Some(name) => Some(names::fold(self.dialect(), &self.name(name)?)),
            None => None,
        };
        let target = build.first("to_tbl").or_else(|| build.first("to"))?;
        let to = self.certain_table(target)?;
        let columns = |side: &str, single: &str| {
            let mut found: Vec<&Value<'a>> = Vec::new();
            found.extend(build.all(side).filter_map(|call| call.args.get(1)).flat_map(|value| value.items()));
            found.extend(build.all(single).filter_map(|call| call.args.first()).flat_map(|value| value.items()));
            let names = found.into_iter().map(|value| Some(names::fold(self.dialect(), &self.name(value)?)));
            names.collect::<Option<Vec<String>>>().unwrap_or_default()
        };
        let kind = ConstraintKind::ForeignKey { to, columns: columns("to", "to_col") };
        Some(ConstraintDef { name, kind, columns: columns("from", "from_col") })
    }

    fn create_type(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let key = self.type_key(build.first("as_enum")?)?;
        let labels: Option<Vec<String>> = match build.first("values") {
            Some(Value::List(values)) => values.iter().map(|value| self.name(value)).collect(),
            _ => None,
        };
        let definition = labels.map_or_else(|| Definition::Text(String::new()), Definition::Enum);
        Some(Made::one(Operation::new(Action::Create { key, definition }), at))
    }

    fn drop_types(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let mut made = Made::default();
        let lists = build.all("names").filter_map(|call| call.args.first()).flat_map(|list| list.items());
        let single = build.all("name").filter_map(|call| call.args.first());
        for name in single.chain(lists) {
            let key = self.type_key(name)?;
            let operation = tolerant(Action::Drop { key, cascade: build.has("cascade") }, build, "if_exists");
            made.operations.push(Placed { operation, at, implied: false });
        }
        (!made.operations.is_empty()).then_some(made)
    }

    fn alter_type(&self, build: &Build<'a>, at: Span) -> Option<Made> {
        let key = self.type_key(build.first("name")?)?;
        let value = |name: &Value<'a>| Some(Key::owned(Kind::EnumValue, key.name.as_str(), self.name(name)?));
        if let Some(call) = build.find("add_value") {
            let action =
                Action::Create { key: value(call.args.first()?)?, definition: Definition::Text(String::new()) };
            return Some(Made::one(tolerant(action, build, "if_not_exists"), at));
        }
        if let Some(call) = build.find("rename_value") {
            let (from, to) = (value(call.args.first()?)?, value(call.args.get(1)?)?);
            return Some(Made::one(Operation::new(Action::Rename { from, to }), at));
        }
        let to = self.type_key(build.first("rename_to")?)?;
        Some(Made::one(Operation::new(Action::Rename { from: key, to }), at))
    }

    pub(super) fn note(&self, call: &Call<'a>, effect: GuardEffect) -> Note {
        let guard = format!(".{}()", call.method);
        Note { at: call.at, guard, effect, when: format!("on {}", self.dialect().title()) }
    }
}

/// An operation that is tolerant where this method was called on its builder.
pub(super) fn tolerant(action: Action, build: &Build<'_>, guard: &str) -> Operation {
    match build.has(guard) {
        true if guard == "if_exists" => Operation::tolerant(action, Tolerance::IfExists),
        true => Operation::tolerant(action, Tolerance::IfNotExists),
        false => Operation::new(action),
    }
}
