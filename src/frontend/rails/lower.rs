//! A schema command as the statements that Rails sends for it.

use super::command::{Command, Setting};
use super::names;
use super::options;
use super::tables;
use super::value::Value;
use crate::engine::{Dialect, Version};
use crate::migration::{GuardEffect, Note, Placed, Statement, Subject};
use crate::operation::{Action, Alteration, Definition, Finds, Key, Operation, Reach, Repeat, Sought, Tolerance};
use crate::source::Span;

/// What a command sends, and what was noticed about its guards.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    pub(super) statements: Vec<Statement>,
    pub(super) notes: Vec<Note>,
}

pub(super) const V6_1: Version = Version::new(6, 1, 0);
pub(super) const V7_0: Version = Version::new(7, 0, 0);
pub(super) const V7_1: Version = Version::new(7, 1, 0);

/// Lowers one command; `None` if it is none of Rails'.
pub(super) fn lower(command: &Command, setting: &Setting) -> Option<Lowered> {
    let mut out = Lowering { setting, command, out: Lowered::default() };
    out.run()?;
    Some(out.out)
}

/// What a removal without a name looks for: the table, and the shape of what goes.
pub(super) fn matched_by_shape(command: &Command, setting: &Setting) -> Option<(Key, Subject)> {
    let table = setting.table_key(command.name_at(0)?);
    if command.option("name").is_some() {
        return None;
    }
    let subject = match command.name.as_str() {
        "remove_index" => {
            let columns = command.arg(1).or_else(|| command.option("column")).and_then(Value::names)?;
            let columns = columns.iter().map(|column| setting.column(column)).collect();
            Subject::IndexOn { table: table.clone(), columns }
        }
        "remove_foreign_key" => {
            let to = setting.table(command.arg(1).or_else(|| command.option("to_table")).and_then(Value::name)?);
            let column = command.text("column").map(|column| setting.column(column));
            Subject::ForeignKeyTo { table: table.clone(), to, column }
        }
        _ => return None,
    };
    Some((table, subject))
}

pub(super) struct Lowering<'a> {
    pub(super) setting: &'a Setting,
    pub(super) command: &'a Command,
    pub(super) out: Lowered,
}

impl Lowering<'_> {
    pub(super) fn run(&mut self) -> Option<()> {
        let known = match self.command.name.as_str() {
            "create_table" | "create_join_table" => self.create_table(),
            "drop_table" | "drop_join_table" => self.drop_table(),
            "rename_table" => self.rename(Key::table),
            "add_column" => self.add_column(),
            "add_columns" => self.add_columns(),
            "remove_column" | "remove_columns" => self.remove_columns(),
            "rename_column" => self.rename_column(),
            "add_index" => self.add_index(),
            "remove_index" => self.remove_index(),
            "rename_index" => self.rename_index(),
            "add_reference" | "add_belongs_to" => self.add_reference(),
            "remove_reference" | "remove_belongs_to" => self.remove_reference(),
            "add_timestamps" => self.add_timestamps(),
            "remove_timestamps" => self.remove_timestamps(),
            "add_foreign_key" => self.add_foreign_key(),
            "remove_foreign_key" => self.remove_foreign_key(),
            "add_check_constraint" | "add_unique_constraint" | "add_exclusion_constraint" => self.add_constraint(),
            "remove_check_constraint" | "remove_unique_constraint" | "remove_exclusion_constraint" => {
                self.remove_constraint()
            }
            _ => return self.other(),
        };
        if known.is_none() {
            self.unreadable();
        }
        Some(())
    }

    /// Arguments that are not known: whatever the command does, it does it to its table, if that is known.
    pub(super) fn unreadable(&mut self) {
        let reach = match self.command.name_at(0) {
            Some(table) if !self.command.name.contains("join_table") => {
                Reach::Keys(vec![self.setting.table_key(table)])
            }
            _ => Reach::Everything,
        };
        self.out.statements.clear();
        self.push(Operation::new(Action::Opaque(reach)), self.command.at, false);
    }

    pub(super) fn push(&mut self, operation: Operation, at: Span, implied: bool) {
        self.out.statements.push(Statement { operations: vec![Placed { operation, at, implied }] });
    }

    pub(super) fn emit(&mut self, action: Action, tolerance: Tolerance) {
        self.push(Operation::tolerant(action, tolerance), self.command.at, false);
    }

    /// The tolerance that the command's guard option gives, noting one that gives none.
    pub(super) fn guard(&mut self, option: &str) -> Tolerance {
        let Some(pair) = self.command.pair(option) else { return Tolerance::None };
        if matches!(pair.value, Value::Nil | Value::Bool(false)) {
            return Tolerance::None;
        }
        let Some(support) = options::support(self.command, option, self.setting) else { return Tolerance::None };
        let note =
            |effect, when: &str| Note { at: pair.at, guard: format!("{option}: true"), effect, when: when.to_owned() };
        let forth = support.lacking.iter().map(|(effect, when)| note(*effect, when));
        let back = support.breaks_rollback.iter().map(|when| note(GuardEffect::BreaksRollback, when));
        self.out.notes.extend(forth.chain(back));
        match (support.lacking.is_none(), option) {
            (false, _) => Tolerance::None,
            (true, "if_exists") => Tolerance::IfExists,
            (true, _) => Tolerance::IfNotExists,
        }
    }

    fn create_table(&mut self) -> Option<()> {
        let command = self.join_table_command()?;
        let name = command.name_at(0)?.to_owned();
        let mut parts = tables::table(&command, &name, self.setting);
        let guard = self.guard("if_not_exists");
        let tolerance = match command.option("force").map(Value::truth) {
            Some(Some(true)) => Tolerance::Force,
            _ => guard,
        };
        // 6.0 guarded the table, but not its indexes.
        let index_tolerance = if self.setting.rails >= V6_1 { guard } else { Tolerance::None };
        let inside = self.setting.dialect.is_mysql_like();
        if inside {
            parts.table.indexes = parts.indexes.drain(..).map(|part| part.index).collect();
        }
        self.note_index_options(&command);
        let key = self.setting.table_key(&name);
        self.emit(Action::Create { key, definition: Definition::Table(parts.table) }, tolerance);
        for part in parts.indexes {
            self.index(&name, part, index_tolerance);
        }
        Some(())
    }

    /// An option at `t.index` inside `create_table` is overwritten by the table's own.
    pub(super) fn note_index_options(&mut self, command: &Command) {
        let lines = command.body.iter().flat_map(|body| &body.commands).filter(|line| line.name == "index");
        for pair in lines.filter_map(|line| line.pair("if_not_exists")) {
            self.out.notes.push(Note {
                at: pair.at,
                guard: "if_not_exists: true".to_owned(),
                effect: GuardEffect::Ignored,
                when: "at `t.index` inside `create_table`".to_owned(),
            });
        }
    }

    /// `create_join_table :a, :b` as the `create_table` that it becomes.
    fn join_table_command(&self) -> Option<Command> {
        if !self.command.name.contains("join_table") {
            return Some(self.command.clone());
        }
        let (one, other) = (self.command.name_at(0)?, self.command.name_at(1)?);
        let name = match self.command.option("table_name") {
            Some(value) => value.name()?.to_owned(),
            None => names::join_table(one, other),
        };
        let mut command = self.command.clone().without("table_name").with("id", Value::Bool(false));
        command.args.truncate(1);
        command.args.first_mut()?.value = Value::Text(name);
        let mut body = command.body.take().unwrap_or(super::command::Body { commands: Vec::new(), complete: true });
        for (at, table) in [one, other].into_iter().enumerate() {
            let Some(column) = names::foreign_key_column(table) else {
                body.complete = false;
                continue;
            };
            let line = super::command::Argument { value: Value::Text(column), at: self.command.at };
            let line = Command { name: "bigint".to_owned(), args: vec![line], options: Vec::new(), ..command.clone() };
            body.commands.insert(at.min(body.commands.len()), line.with("null", Value::Bool(false)));
        }
        command.body = Some(body);
        Some(command)
    }

    fn drop_table(&mut self) -> Option<()> {
        let tolerance = self.guard("if_exists");
        let cascade = self.command.text("force") == Some("cascade");
        let tables = match self.command.name.as_str() {
            "drop_join_table" => vec![self.join_table_command()?.name_at(0)?.to_owned()],
            _ => self.command.names_from(0).filter(|tables| !tables.is_empty())?,
        };
        for table in tables {
            self.emit(Action::Drop { key: self.setting.table_key(&table), cascade }, tolerance);
        }
        Some(())
    }

    fn rename(&mut self, key: fn(String) -> Key) -> Option<()> {
        let (from, to) = (self.command.name_at(0)?, self.command.name_at(1)?);
        let action = Action::Rename { from: key(self.setting.table(from)), to: key(self.setting.table(to)) };
        self.emit(action, Tolerance::None);
        if self.setting.dialect == Dialect::Postgres {
            self.follow(&[(self.setting.index_key(from, &format!("{from}_pkey")), format!("{to}_pkey"))]);
        }
        if key(String::new()).kind == crate::operation::Kind::Table {
            self.follow_indexes(to, (from.to_owned(), to.to_owned()), None);
        }
        Some(())
    }

    /// What Rails renames after the thing itself, where it is there under the name that Rails gave it: statements of
    /// their own, that no second run makes up for.
    fn follow(&mut self, renamed: &[(Key, String)]) {
        for (from, name) in renamed {
            let to = Key { name: self.setting.dialect.fold(name, true).into(), ..from.clone() };
            let action = Action::Rename { from: from.clone(), to };
            self.push(Operation::tolerant(action, Tolerance::Natural), self.command.at, true);
        }
    }

    /// The same for the indexes that are known to be there.
    fn follow_indexes(&mut self, table: &str, tables: (String, String), column: Option<(String, String)>) {
        let action = Action::RenameIndexes { table: Key::table(self.setting.table(table)), tables, column };
        self.push(Operation::tolerant(action, Tolerance::Natural), self.command.at, true);
    }

    fn rename_column(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?;
        let key = |at| self.command.name_at(at).map(|name| self.setting.column_key(table, name));
        let action = Action::Rename { from: key(1)?, to: key(2)? };
        self.emit(action, Tolerance::None);
        let name = |at| Some(self.setting.index_name(table, &[self.command.name_at(at)?.to_owned()]));
        let (old, new) = (name(1)?, name(2)?);
        self.follow(&[(self.setting.index_key(table, &old), new)]);
        let column = |at| self.command.name_at(at).map(|name| self.setting.column(name));
        let columns = (column(1)?, column(2)?);
        self.follow_indexes(table, (table.to_owned(), table.to_owned()), Some(columns));
        Some(())
    }

    fn rename_index(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?;
        let key = |at| self.command.name_at(at).map(|name| self.setting.index_key(table, name));
        let action = Action::Rename { from: key(1)?, to: key(2)? };
        // Where the database can't rename an index Rails makes it anew, and does nothing if the old one is missing.
        let sqlite = self.setting.dialect == Dialect::Sqlite;
        self.emit(action, if sqlite { Tolerance::Natural } else { Tolerance::None });
        Some(())
    }

    pub(super) fn index(&mut self, table: &str, part: tables::Part, tolerance: Tolerance) {
        let key = self.setting.index_key(table, part.index.name.as_deref().unwrap_or_default());
        // The name has its schema already.
        let key = Key { name: part.index.name.clone().unwrap_or_default().into(), ..key };
        let concurrently = part.index.concurrently && self.setting.dialect == Dialect::Postgres;
        let mut operation =
            Operation::tolerant(Action::Create { key, definition: Definition::Index(part.index) }, tolerance);
        operation.outside_transaction = concurrently;
        self.push(operation, part.at, part.implied);
    }

    pub(super) fn add_index(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let index = tables::index(self.command, self.command.arg(1), &table, self.setting)?;
        let tolerance = self.guard("if_not_exists");
        self.index(&table, tables::Part { index, at: self.command.at, implied: false }, tolerance);
        Some(())
    }

    fn remove_index(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?;
        let columns = self.command.arg(1).or_else(|| self.command.option("column"));
        let name = match (self.command.option("name"), columns) {
            (Some(name), _) => name.name()?.to_owned(),
            (None, Some(columns)) => self.setting.index_name(table, &columns.names()?),
            (None, None) => return None,
        };
        let key = self.setting.index_key(table, &name);
        let owner = self.setting.table_key(table);
        let tolerance = self.guard("if_exists");
        let mut operation = Operation::tolerant(Action::Drop { key, cascade: false }, tolerance);
        operation.mentions.push(owner);
        operation.outside_transaction =
            options::concurrently(self.command) && self.setting.dialect == Dialect::Postgres;
        operation.sought = columns.map(|columns| {
            let error = format!("ArgumentError: No indexes found on {table} with the options provided.");
            Box::new(Sought { error, finds: self.finds_index(columns) })
        });
        self.push(operation, self.command.at, false);
        Some(())
    }

    /// Given columns, ActiveRecord looks for an index on them. Until 7.0 that is never one on an expression of
    /// PostgreSQL, which tells `lower((email)::text)` for `lower(email)`; a name alone, made of it, is still found.
    fn finds_index(&self, columns: &Value) -> Finds {
        if options::asks_for_any_index(self.command, self.setting) {
            return Finds::AnyOf(self.setting.table(self.command.name_at(0).unwrap_or_default()));
        }
        let text = matches!(columns, Value::Text(_));
        let by_name = text && self.command.option("name").is_none();
        let expression = columns.names().is_some_and(|names| names.iter().any(|name| names::is_expression(name)));
        let measured = (V6_1..V7_0).contains(&self.setting.rails);
        let compares = self.setting.dialect == Dialect::Postgres && measured;
        if expression && compares && !by_name { Finds::Nothing } else { Finds::Key }
    }

    fn other(&mut self) -> Option<()> {
        super::objects::lower(self)
    }
}

/// What [`super::objects`] needs of a lowering.
pub(super) trait Sink {
    fn command(&self) -> &Command;
    fn setting(&self) -> &Setting;
    fn tolerance(&mut self, option: &str) -> Tolerance;
    fn add(&mut self, action: Action, tolerance: Tolerance);
    fn send(&mut self, operation: Operation);
    fn opaque(&mut self);
}

impl Sink for Lowering<'_> {
    fn command(&self) -> &Command {
        self.command
    }

    fn setting(&self) -> &Setting {
        self.setting
    }

    fn tolerance(&mut self, option: &str) -> Tolerance {
        self.guard(option)
    }

    fn add(&mut self, action: Action, tolerance: Tolerance) {
        self.emit(action, tolerance);
    }

    fn send(&mut self, operation: Operation) {
        self.push(operation, self.command.at, false);
    }

    fn opaque(&mut self) {
        self.unreadable();
    }
}

/// A change that leaves its key there.
pub(super) fn alter(key: Key, what: &str, to: Option<String>, repeat: Repeat) -> Action {
    Action::Alter { key, alteration: Alteration { what: what.to_owned(), to, repeat } }
}
