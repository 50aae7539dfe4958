//! Commands about columns: `add_column`, `add_reference`, `add_timestamps` and their opposites.

use super::command::Place;
use super::lower::{Lowering, V6_1, V7_0, V7_1};
use super::tables;
use super::value::Value;
use crate::engine::Dialect;
use crate::migration::Statement;
use crate::operation::{Action, ConstraintKind, Definition, Finds, Key, Tolerance};

/// What each part of a reference makes of a guard.
struct ReferenceTolerance {
    column: Tolerance,
    index: Tolerance,
    foreign_key: Tolerance,
}

impl Lowering<'_> {
    pub(super) fn add_column(&mut self) -> Option<()> {
        let (table, name) = (self.command.name_at(0)?.to_owned(), self.command.name_at(1)?);
        let column = tables::column(self.command, name, self.command.name_at(2), self.setting);
        let tolerance = self.guard("if_not_exists");
        self.column(&table, column, tolerance);
        if self.command.place != Place::Top {
            self.column_index(&table)?;
        }
        Some(())
    }

    /// `t.string :a, index: true` in a `change_table`; `add_column` itself knows no such option.
    pub(super) fn column_index(&mut self, table: &str) -> Option<()> {
        let Some(value) = self.command.option("index").filter(|value| value.truth() != Some(false)) else {
            return Some(());
        };
        let options = tables::nested(self.command, value);
        let index = tables::index(&options, self.command.arg(1), table, self.setting)?;
        self.index(table, tables::Part { index, at: self.command.at, implied: false }, Tolerance::None);
        Some(())
    }

    pub(super) fn column(&mut self, table: &str, column: crate::operation::ColumnDef, tolerance: Tolerance) {
        let key = Key::column(self.setting.table(table), column.name.clone());
        self.emit(Action::Create { key, definition: Definition::Column(column) }, tolerance);
    }

    pub(super) fn add_columns(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let names = self.command.names_from(1)?;
        let tolerance = self.guard("if_not_exists");
        for name in names {
            let column = tables::column(self.command, &name, self.command.text("type"), self.setting);
            self.column(&table, column, tolerance);
        }
        Some(())
    }

    pub(super) fn remove_columns(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let single = self.command.name == "remove_column";
        let names = match single {
            true => vec![self.command.name_at(1)?.to_owned()],
            false => self.command.names_from(1)?,
        };
        let tolerance = self.guard("if_exists");
        self.drop_columns(&table, &names, tolerance);
        if !single && self.setting.rails >= V7_0 {
            self.as_one_statement();
        }
        Some(())
    }

    /// SQLite copies the table without the column, and never asks whether it was there.
    pub(super) fn drop_columns(&mut self, table: &str, names: &[String], tolerance: Tolerance) {
        let tolerance = match (tolerance, self.setting.dialect) {
            (Tolerance::None, Dialect::Sqlite) => Tolerance::Natural,
            (tolerance, _) => tolerance,
        };
        for name in names {
            self.emit(Action::Drop { key: self.setting.column_key(table, name), cascade: false }, tolerance);
        }
    }

    /// All that was pushed is one ALTER TABLE.
    pub(super) fn as_one_statement(&mut self) {
        let operations: Vec<_> = self.out.statements.drain(..).flat_map(|statement| statement.operations).collect();
        self.out.statements.push(Statement { operations });
    }

    pub(super) fn add_reference(&mut self) -> Option<()> {
        let (table, name) = (self.command.name_at(0)?.to_owned(), self.command.name_at(1)?);
        let reference = tables::reference(self.command, name, &table, self.setting);
        if !reference.complete {
            return None;
        }
        let tolerance = self.guard("if_not_exists");
        let parts = self.reference_tolerance(tolerance);
        for column in reference.columns {
            self.column(&table, column, parts.column);
        }
        if let Some(part) = reference.index {
            self.index(&table, part, parts.index);
        }
        if let Some(key) = reference.foreign_key {
            self.constraint(&table, key, parts.foreign_key);
        }
        Some(())
    }

    /// Each part of a guarded reference on its own: SQLite before 8.2 guards columns and index, but not the key; before 7.1
    /// only the column itself is guarded.
    fn reference_tolerance(&self, tolerance: Tolerance) -> ReferenceTolerance {
        let asked = self.command.is_true("if_not_exists");
        let key_only = asked && tolerance == Tolerance::None && self.setting.rails >= V7_1;
        if key_only && self.command.place == Place::Top && self.command.option("null") != Some(&Value::Bool(false)) {
            let guarded = Tolerance::IfNotExists;
            return ReferenceTolerance { column: guarded, index: guarded, foreign_key: Tolerance::None };
        }
        let since = if self.setting.dialect == Dialect::Sqlite { V6_1 } else { V7_0 };
        let column_only = asked && self.setting.rails >= since && self.setting.rails < V7_1;
        let plain = !self.command.is_true("polymorphic") && self.command.option("null") != Some(&Value::Bool(false));
        let column = if column_only && plain { Tolerance::IfNotExists } else { tolerance };
        ReferenceTolerance { column, index: tolerance, foreign_key: tolerance }
    }

    /// The key goes first, then the columns; the index falls with its column.
    pub(super) fn remove_reference(&mut self) -> Option<()> {
        let (table, name) = (self.command.name_at(0)?.to_owned(), self.command.name_at(1)?.to_owned());
        let reference = tables::reference(self.command, &name, &table, self.setting);
        let tolerance = self.guard("if_exists");
        if let Some(value) = self.command.option("foreign_key").filter(|value| value.truth() != Some(false)) {
            let key = reference.foreign_key.filter(|_| *value != Value::Unknown)?;
            let ConstraintKind::ForeignKey { to, .. } = key.kind else { return None };
            let finds = Finds::KeyTo(to.clone());
            self.drop_constraint(&table, key.name?, tolerance, ("foreign key", Some(to)), finds);
        }
        let mut columns: Vec<String> = reference.columns.into_iter().map(|column| column.name).collect();
        columns.reverse();
        self.drop_columns(&table, &columns, tolerance);
        Some(())
    }

    pub(super) fn add_timestamps(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let tolerance = self.guard("if_not_exists");
        for column in tables::timestamps(self.command, self.setting) {
            self.column(&table, column, tolerance);
        }
        if self.setting.rails >= V7_1 {
            self.as_one_statement();
        }
        Some(())
    }

    pub(super) fn remove_timestamps(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        self.guard("if_exists");
        self.drop_columns(&table, &["updated_at".to_owned(), "created_at".to_owned()], Tolerance::None);
        if self.setting.rails >= V7_0 {
            self.as_one_statement();
        }
        Some(())
    }
}
