//! `op.*` and `batch_op.*`: each call as the statements that it sends.

use tree_sitter::Node as Ts;

use super::lower::Lowering;
use super::names::{self, Named};
use super::options::{self, Outcome, Place};
use super::shapes::{self, EnumShape};
use super::syntax::span;
use super::value::{Args, Call, Value};
use crate::engine::Dialect;
use crate::migration::{GuardEffect, Note, Placed, Statement};
use crate::operation::{
    Action, Alteration, ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, Lacks, Operation, Reach,
    Repeat, Tolerance,
};
use crate::source::Span;

/// One call of an operation.
pub(super) struct Op<'c, 't> {
    pub(super) node: Ts<'t>,
    pub(super) name: &'c str,
    pub(super) args: Args<'t>,
    pub(super) place: Place,
    /// The table and schema of the batch it stands in.
    pub(super) table: Option<String>,
}

/// What a call sends.
#[derive(Debug, Default, Clone)]
pub(super) struct Sent {
    pub(super) statements: Vec<Statement>,
    pub(super) notes: Vec<Note>,
}

pub(super) fn single(operation: Operation, at: Span, implied: bool) -> Statement {
    Statement { operations: vec![Placed { operation, at, implied }] }
}

impl Sent {
    pub(super) fn push(&mut self, operation: Operation, at: Span, implied: bool) {
        self.statements.push(single(operation, at, implied));
    }
}

impl<'t> Op<'_, 't> {
    pub(super) fn at(&self) -> Span {
        span(self.node)
    }

    /// The place of an argument that `batch_op` calls leave out the table before.
    pub(super) fn shift(&self, place: usize) -> usize {
        if self.table.is_some() { place - 1 } else { place }
    }

    pub(super) fn schema<'a>(&'a self, name: &str) -> Option<&'a str> {
        self.args.named(name).and_then(|arg| arg.value.as_str())
    }

    /// The qualified table that the operation is about.
    pub(super) fn table(&self, lowering: &Lowering<'_, 't>, place: usize, name: &str) -> Option<String> {
        match &self.table {
            Some(table) => Some(table.clone()),
            None => {
                let table = self.args.get(place, name)?.value.as_str()?;
                let schema = self.schema("schema").or_else(|| self.schema("source_schema"));
                Some(names::table(lowering.context, table, schema))
            }
        }
    }
}

impl<'t> Lowering<'_, 't> {
    /// Lowers a call that changes the schema; `None` where its names are not known.
    pub(super) fn sent(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let refused = self.refusal(op);
        let sent = self.lowered(op);
        if refused.is_none() {
            return sent;
        }
        let mut sent = sent.unwrap_or_default();
        if sent.statements.is_empty() {
            let nameless = refused.filter(|refused| matches!(refused.lacks, Lacks::Name { .. }));
            let table = nameless.and_then(|_| op.table(self, 1, "table_name"));
            let drop = |table: String| Action::Drop { key: Key::constraint(table, ""), cascade: false };
            sent.push(Operation::new(table.map_or(Action::Nothing, drop)), op.at(), false);
        }
        if let Some(first) = sent.statements.iter_mut().flat_map(|statement| &mut statement.operations).next() {
            first.operation.refused = refused;
        }
        Some(sent)
    }

    fn lowered(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        match op.name {
            "create_table" => self.create_table(op),
            "drop_table" => self.drop_table(op),
            "rename_table" => self.rename_table(op),
            "add_column" => self.add_column(op),
            "drop_column" => self.drop_column(op),
            "alter_column" => self.alter_column(op),
            "create_index" => self.create_index(op),
            "drop_index" => self.drop_index(op),
            "create_foreign_key" => self.create_foreign_key(op),
            "create_unique_constraint" => self.create_constraint(op, "uq"),
            "create_check_constraint" => self.create_constraint(op, "ck"),
            "create_primary_key" => self.create_constraint(op, "pk"),
            "create_exclude_constraint" => self.create_constraint(op, "ex"),
            "drop_constraint" => self.drop_constraint(op),
            "create_table_comment" | "drop_table_comment" => {
                let mut sent = Sent::default();
                sent.push(Operation::new(Action::Nothing), op.at(), false);
                Some(sent)
            }
            _ => None,
        }
    }

    /// What `if_not_exists=True` or `if_exists=True` does here.
    pub(super) fn tolerance(&self, op: &Op<'_, 't>, sent: &mut Sent) -> Tolerance {
        for (flag, tolerance) in [("if_not_exists", Tolerance::IfNotExists), ("if_exists", Tolerance::IfExists)] {
            let Some(arg) = op.args.named(flag) else { continue };
            if arg.value != Value::Bool(true) {
                continue;
            }
            match options::effect(self.context, op.name, op.place) {
                Outcome::Honoured => return tolerance,
                Outcome::Not(effect, when) => {
                    let guard = self.source.slice(arg.at).to_owned();
                    sent.notes.push(Note { at: arg.at, guard, effect, when });
                }
            }
        }
        Tolerance::None
    }

    fn create_table(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let table = op.table(self, 0, "table_name")?;
        let elements = op.args.positional().skip(1).map(|arg| (&arg.value, arg.at));
        let mut shape = shapes::table(self.context, &table, elements);
        shape.def.complete &= !op.args.open;
        shape.def.temporary = op.args.named("prefixes").is_some_and(|arg| {
            arg.value.strings().is_some_and(|words| words.iter().any(|word| word.to_uppercase().contains("TEMP")))
        });
        let mut sent = Sent::default();
        let tolerance = self.tolerance(op, &mut sent);
        for shape in &shape.types {
            self.type_of_table(shape, &mut sent);
        }
        let create = Action::Create { key: Key::table(&table), definition: Definition::Table(shape.def) };
        sent.push(Operation::tolerant(create, tolerance), op.at(), false);
        for (index, at) in shape.indexes {
            self.push_index(&mut sent, index, Tolerance::None, at, true);
        }
        Some(sent)
    }

    /// `CREATE TYPE` before the table, unless this run has sent it for another table.
    fn type_of_table(&mut self, shape: &EnumShape, sent: &mut Sent) {
        if let Some(at) = shape.ignored_flag {
            sent.notes.push(Note {
                at,
                guard: self.source.slice(at).to_owned(),
                effect: GuardEffect::Ignored,
                when: "on `sa.Enum` before SQLAlchemy 2.1".to_owned(),
            });
        }
        if shape.made_by_table && self.made_types.insert(shape.name.clone()) {
            sent.push(Operation::new(create_type(shape)), shape.at, true);
        }
    }

    /// `sa.Enum(…).create(bind)` and `.drop(bind)`.
    pub(super) fn enum_call(&mut self, node: Ts<'t>, shape: &EnumShape, create: bool, args: &Args<'t>) {
        let checks = args.flag("checkfirst").or(match args.positional().nth(1).map(|arg| &arg.value) {
            Some(Value::Bool(value)) => Some(*value),
            _ => None,
        });
        let checks = checks.unwrap_or(shape.checks_first);
        let (action, tolerance) = if create {
            (create_type(shape), Tolerance::IfNotExists)
        } else {
            (Action::Drop { key: Key::new(Kind::Type, &shape.name), cascade: false }, Tolerance::IfExists)
        };
        let operation = Operation::tolerant(action, if checks { tolerance } else { Tolerance::None });
        let at = span(node);
        self.step(at, self.head(node, args), vec![single(operation, at, false)], Vec::new());
    }

    pub(super) fn push_index(&self, sent: &mut Sent, index: IndexDef, tolerance: Tolerance, at: Span, implied: bool) {
        let name = index.name.clone().unwrap_or_default();
        let key = names::index_key(self.context, &index.table, &name);
        let concurrently = index.concurrently;
        let mut operation =
            Operation::tolerant(Action::Create { key, definition: Definition::Index(index) }, tolerance);
        operation.outside_transaction = concurrently;
        sent.push(operation, at, implied);
    }

    fn drop_table(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let key = Key::table(op.table(self, 0, "table_name")?);
        let tolerance = self.tolerance(op, &mut sent);
        sent.push(Operation::tolerant(Action::Drop { key, cascade: false }, tolerance), op.at(), false);
        Some(sent)
    }

    fn rename_table(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let schema = op.schema("schema");
        let from = Key::table(names::table(self.context, op.args.get(0, "old_table_name")?.value.as_str()?, schema));
        let to = Key::table(names::table(self.context, op.args.get(1, "new_table_name")?.value.as_str()?, schema));
        sent.push(Operation::new(Action::Rename { from, to }), op.at(), false);
        Some(sent)
    }

    fn add_column(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 0, "table_name")?;
        let call = op.args.get(op.shift(1), "column")?.value.as_call()?;
        let mut column = shapes::column(self.context, &table, call)?;
        let tolerance = self.tolerance(op, &mut sent);
        // Keys and unique constraints of the column follow as statements of their own, unless they are asked to stay.
        let inline = op.args.flag("inline_references") == Some(true);
        let (follow, stay): (Vec<_>, Vec<_>) = column.def.constraints.into_iter().partition(|constraint| {
            let reference = matches!(constraint.kind, ConstraintKind::ForeignKey { .. });
            constraint.kind == ConstraintKind::Unique || reference && !inline
        });
        column.def.constraints = stay;
        let key = Key::column(&table, &column.def.name);
        let create = Action::Create { key, definition: Definition::Column(column.def) };
        // Unlike a table, a new column makes no type: it must be there (`UndefinedObject: type "mood" does not exist`).
        let needed = column.enum_type.as_ref().map(|shape| {
            let alteration = Alteration { what: "use".to_owned(), to: None, repeat: Repeat::Same };
            let action = Action::Alter { key: Key::new(Kind::Type, &shape.name), alteration };
            Placed { operation: Operation::new(action), at: op.at(), implied: true }
        });
        let column_made = Placed { operation: Operation::tolerant(create, tolerance), at: op.at(), implied: false };
        sent.statements.push(Statement { operations: needed.into_iter().chain([column_made]).collect() });
        if op.place != Place::Rebuild && self.context.dialect == Dialect::Sqlite {
            // SQLite can't add them; Alembic leaves implicit ones out with a warning.
            return Some(self.with_column_index(sent, column.index, column.at));
        }
        for constraint in follow {
            self.push_constraint(&mut sent, &table, constraint, column.at, true);
        }
        Some(self.with_column_index(sent, column.index, column.at))
    }

    fn with_column_index(&self, mut sent: Sent, index: Option<IndexDef>, at: Span) -> Sent {
        if let Some(index) = index {
            self.push_index(&mut sent, index, Tolerance::None, at, true);
        }
        sent
    }

    pub(super) fn push_constraint(
        &self,
        sent: &mut Sent,
        table: &str,
        constraint: ConstraintDef,
        at: Span,
        implied: bool,
    ) {
        let key = Key::constraint(table, constraint.name.clone().unwrap_or_default());
        let create = Action::Create { key, definition: Definition::Constraint(constraint) };
        sent.push(Operation::new(create), at, implied);
    }

    fn drop_column(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 0, "table_name")?;
        let column = names::fold(self.context, op.args.get(op.shift(1), "column_name")?.value.as_str()?);
        let tolerance = self.tolerance(op, &mut sent);
        let drop = Action::Drop { key: Key::column(table, column), cascade: false };
        sent.push(Operation::tolerant(drop, tolerance), op.at(), false);
        Some(sent)
    }

    fn alter_column(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 0, "table_name")?;
        let column = names::fold(self.context, op.args.get(op.shift(1), "column_name")?.value.as_str()?);
        let alter = |what: &str, to, repeat| Action::Alter {
            key: Key::column(&table, &column),
            alteration: Alteration { what: what.to_owned(), to, repeat },
        };
        for (name, what) in [("nullable", "not null"), ("server_default", "default"), ("type_", "type")] {
            let Some(arg) = op.args.named(name) else { continue };
            if name == "nullable" && !matches!(arg.value, Value::Bool(_)) || name == "type_" && arg.value.is_none() {
                continue;
            }
            let repeat = match name {
                "type_" if self.context.dialect == Dialect::Postgres && op.args.named("postgresql_using").is_some() => {
                    self.using_repeats(op, &column)
                }
                _ => Repeat::Same,
            };
            let to = match name {
                "type_" => shapes::type_text(&arg.value),
                "server_default" => shapes::default_text(&arg.value),
                _ => None,
            };
            sent.push(Operation::new(alter(what, to, repeat)), op.at(), false);
        }
        if op.args.named("comment").is_some() || op.args.named("autoincrement").is_some() {
            sent.push(Operation::new(alter("comment", None, Repeat::Same)), op.at(), false);
        }
        if let Some(arg) = op.args.named("new_column_name").filter(|arg| !arg.value.is_none()) {
            let to = Key::column(&table, names::fold(self.context, arg.value.as_str()?));
            let rename = Action::Rename { from: Key::column(&table, &column), to };
            sent.push(Operation::new(rename), op.at(), false);
        }
        if sent.statements.is_empty() {
            sent.push(Operation::new(Action::Nothing), op.at(), false);
        }
        // MySQL changes everything in one statement.
        if self.context.dialect.is_mysql_like() || op.place == Place::Rebuild {
            let operations = sent.statements.drain(..).flat_map(|statement| statement.operations).collect();
            sent.statements.push(Statement { operations });
        }
        Some(sent)
    }

    /// What `postgresql_using` does on a column that has its new type already.
    fn using_repeats(&self, op: &Op<'_, 't>, column: &str) -> Repeat {
        let using = op.args.named("postgresql_using").and_then(|arg| shapes::expression_text(&arg.value));
        using.map_or(Repeat::Unknown, |using| crate::frontend::sql::conversion_repeats(&using, column))
    }

    fn create_index(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 1, "table_name")?;
        let columns = match &op.args.get(op.shift(2), "columns")?.value {
            Value::List(items) => items.iter().map(|item| shapes::index_column(self.context, item)).collect(),
            Value::Text(_) => return None,
            _ => Vec::new(),
        };
        let name = self.constraint_name(
            op,
            "index_name",
            &Named { kind: "ix", table: &table, columns: &columns, referred: None },
        )?;
        let call = Call { node: op.node, callee: op.name.into(), receiver: None, args: op.args.clone(), at: op.at() };
        let index = IndexDef {
            name,
            table: table.clone(),
            columns,
            unique: op.args.flag("unique") == Some(true),
            filter: shapes::index_filter(&call),
            concurrently: self.concurrently(op),
        };
        let tolerance = self.tolerance(op, &mut sent);
        self.push_index(&mut sent, index, tolerance, op.at(), false);
        Some(sent)
    }

    pub(super) fn concurrently(&self, op: &Op<'_, 't>) -> bool {
        self.context.dialect == Dialect::Postgres && op.args.flag("postgresql_concurrently") == Some(true)
    }

    fn drop_index(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let name = op.args.get(0, "index_name")?.value.as_str()?.to_owned();
        let table = match &op.table {
            Some(table) => table.clone(),
            None => op
                .args
                .get(1, "table_name")
                .and_then(|arg| arg.value.as_str())
                .map(|table| names::table(self.context, table, op.schema("schema")))
                .or_else(|| op.schema("schema").map(|schema| names::table(self.context, "", Some(schema))))
                .unwrap_or_default(),
        };
        let key = names::index_key(self.context, &table, &name);
        let tolerance = self.tolerance(op, &mut sent);
        let mut operation = Operation::tolerant(Action::Drop { key, cascade: false }, tolerance);
        operation.outside_transaction = self.concurrently(op);
        // Only a schema is known of some: `t` of `schema=`.
        if !table.is_empty() && !table.ends_with('.') {
            operation.mentions.push(Key::table(table));
        }
        sent.push(operation, op.at(), false);
        Some(sent)
    }

    /// A call of `op` whose names could not be read: what it may touch.
    pub(super) fn unread(&self, op: &Op<'_, 't>) -> Reach {
        let place = match op.name {
            "create_table" | "drop_table" | "add_column" | "drop_column" | "alter_column" => 0,
            _ => 1,
        };
        match op.table(self, place, "table_name") {
            Some(table) => Reach::Keys(vec![Key::table(table)]),
            None => Reach::Everything,
        }
    }
}

fn create_type(shape: &EnumShape) -> Action {
    Action::Create { key: Key::new(Kind::Type, &shape.name), definition: Definition::Enum(shape.labels.clone()) }
}
