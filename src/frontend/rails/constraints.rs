//! Commands about constraints: foreign keys, checks, unique and exclusion constraints.

use super::inflect;
use super::lower::Lowering;
use super::tables;
use super::value::Value;
use crate::engine::Dialect;
use crate::operation::{Action, ConstraintDef, Definition, Finds, Operation, Sought, Tolerance};

impl Lowering<'_> {
    /// On SQLite, Rails rebuilds the table with the key or check in it, whether one of its name is there or not.
    pub(super) fn constraint(&mut self, table: &str, definition: ConstraintDef, tolerance: Tolerance) {
        let name = definition.name.clone().unwrap_or_default();
        let tolerance = match tolerance {
            Tolerance::None if self.setting.dialect == Dialect::Sqlite => Tolerance::Doubles,
            other => other,
        };
        let key = self.setting.constraint_key(table, &name);
        self.emit(Action::Create { key, definition: Definition::Constraint(definition) }, tolerance);
    }

    /// ActiveRecord looks for a constraint before it drops it. `what`: its word for it; `of`: the argument that it is
    /// looked for by, which its error repeats.
    pub(super) fn drop_constraint(
        &mut self,
        table: &str,
        name: String,
        tolerance: Tolerance,
        (what, of): (&str, Option<String>),
        finds: Finds,
    ) {
        let key = self.setting.constraint_key(table, &name);
        let error = format!("ArgumentError: Table '{table}' has no {what} for {}", of.as_deref().unwrap_or("…"));
        let sought = Some(Box::new(Sought { error, finds }));
        let operation = Operation { sought, ..Operation::tolerant(Action::Drop { key, cascade: false }, tolerance) };
        self.push(operation, self.command.at, false);
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
        let to = self.command.arg(1).or_else(|| self.command.option("to_table"));
        let name = match self.command.option("name") {
            Some(value) => value.name()?.to_owned(),
            None => {
                let to = to.and_then(Value::name);
                tables::foreign_key(self.command, &table, to.unwrap_or_default(), self.setting)?.name?
            }
        };
        let finds = match to {
            Some(to) => to.name().map_or(Finds::Key, |to| Finds::KeyTo(self.setting.table(to))),
            None => self.guessed_target().map_or(Finds::Key, Finds::KeyTo),
        };
        let tolerance = self.guard("if_exists");
        self.drop_constraint(&table, name, tolerance, ("foreign key", self.command.arg(1).and_then(as_told)), finds);
        Some(())
    }

    /// On SQLite, where keys have no names, ActiveRecord guesses the table of a key from its column, if none is named.
    fn guessed_target(&self) -> Option<String> {
        let column = self.command.text("column").filter(|_| self.setting.dialect == Dialect::Sqlite)?;
        let table = inflect::plural(column.strip_suffix("_id").unwrap_or(column))?;
        Some(self.setting.table(&table))
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
        let what = self.command.name.trim_start_matches("remove_").replace('_', " ");
        let of = self.command.arg(1).and_then(as_told);
        self.drop_constraint(&table, definition.name?, tolerance, (&what, of), Finds::Key);
        Some(())
    }
}

/// An argument as ActiveRecord's errors repeat it.
fn as_told(argument: &Value) -> Option<String> {
    match argument {
        Value::Array(names) => {
            let names: Option<Vec<String>> = names.iter().map(|name| Some(format!(":{}", name.name()?))).collect();
            Some(format!("[{}]", names?.join(", ")))
        }
        other => other.name().map(str::to_owned),
    }
}
