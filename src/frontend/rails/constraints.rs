//! Commands about constraints: foreign keys, checks, unique and exclusion constraints.

use super::lower::{Lowering, V8_2};
use super::tables;
use super::value::Value;
use crate::engine::Dialect;
use crate::operation::{Action, ConstraintDef, Definition, Tolerance};

impl Lowering<'_> {
    /// SQLite takes a second key or check under the same name without a word.
    pub(super) fn constraint(&mut self, table: &str, mut definition: ConstraintDef, tolerance: Tolerance) {
        let name = definition.name.clone().unwrap_or_default();
        if self.setting.dialect == Dialect::Sqlite && tolerance == Tolerance::None && self.setting.rails < V8_2 {
            definition.name = None;
        }
        let key = self.setting.constraint_key(table, &name);
        self.emit(Action::Create { key, definition: Definition::Constraint(definition) }, tolerance);
    }

    pub(super) fn drop_constraint(&mut self, table: &str, name: String, tolerance: Tolerance) {
        let key = self.setting.constraint_key(table, &name);
        self.emit(Action::Drop { key, cascade: false }, tolerance);
    }

    pub(super) fn add_foreign_key(&mut self) -> Option<()> {
        let (table, to) = (self.command.name_at(0)?.to_owned(), self.command.name_at(1)?);
        let key = tables::foreign_key(self.command, &table, to, self.setting)?;
        let tolerance = self.guard("if_not_exists");
        self.constraint(&table, key, tolerance);
        Some(())
    }

    pub(super) fn remove_foreign_key(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let name = match self.command.option("name") {
            Some(value) => value.name()?.to_owned(),
            None => {
                let to = self.command.arg(1).or_else(|| self.command.option("to_table")).and_then(Value::name);
                tables::foreign_key(self.command, &table, to.unwrap_or_default(), self.setting)?.name?
            }
        };
        let tolerance = self.guard("if_exists");
        self.drop_constraint(&table, name, tolerance);
        Some(())
    }

    pub(super) fn definition(&self, table: &str) -> Option<ConstraintDef> {
        let on = self.command.arg(1);
        match self.command.name.rsplit("_constraint").nth(1)? {
            name if name.ends_with("check") => tables::check(self.command, table, on, self.setting),
            name if name.ends_with("unique") => tables::unique(self.command, table, on, self.setting),
            _ => {
                let expression = on.and_then(Value::name);
                let named = self.command.text("name").is_some();
                (named || expression.is_some())
                    .then(|| tables::exclusion(self.command, table, expression.unwrap_or_default(), self.setting))
            }
        }
    }

    pub(super) fn add_constraint(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let definition = self.definition(&table)?;
        let tolerance = self.guard("if_not_exists");
        self.constraint(&table, definition, tolerance);
        Some(())
    }

    pub(super) fn remove_constraint(&mut self) -> Option<()> {
        let table = self.command.name_at(0)?.to_owned();
        let definition = self.definition(&table)?;
        let tolerance = self.guard("if_exists");
        self.drop_constraint(&table, definition.name?, tolerance);
        Some(())
    }
}
