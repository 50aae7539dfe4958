//! Operations on constraints: `create_foreign_key`, `create_unique_constraint`, `drop_constraint` …

use super::lower::Lowering;
use super::names::{self, Named};
use super::ops::{Op, Sent};
use super::shapes::{self};
use super::value::Value;
use crate::operation::{Action, ConstraintDef, ConstraintKind, Key, Operation};

impl<'t> Lowering<'_, 't> {
    /// The real name of an index or constraint; the outer `None` where it can't be known.
    pub(super) fn constraint_name(&self, op: &Op<'_, 't>, argument: &str, named: &Named<'_>) -> Option<Option<String>> {
        let given = op.args.get(0, argument).map(|arg| &arg.value);
        let text = match given {
            None | Some(Value::None) => None,
            Some(value) => Some(value.as_text()?),
        };
        let name = names::resolve(self.context, text.map(|text| text.value()), text.is_some_and(|t| t.exact), *named);
        Some(name.map(|name| names::fold(self.context, &name)))
    }

    pub(super) fn create_foreign_key(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 1, "source_table")?;
        let target = op.args.get(op.shift(2), "referent_table")?.value.as_str()?;
        let to = names::table(self.context, target, op.schema("referent_schema"));
        let fold = |value: &Value<'t>| {
            value.strings().unwrap_or_default().iter().map(|c| names::fold(self.context, c)).collect()
        };
        let columns: Vec<String> = fold(&op.args.get(op.shift(3), "local_cols")?.value);
        let there: Vec<String> = fold(&op.args.get(op.shift(4), "remote_cols")?.value);
        let named = Named { kind: "fk", table: &table, columns: &columns, referred: Some((&to, &there)) };
        let name = self.constraint_name(op, "constraint_name", &named)?;
        let kind = ConstraintKind::ForeignKey { to: to.clone(), columns: there.clone() };
        self.tolerance(op, &mut sent);
        self.push_constraint(&mut sent, &table, ConstraintDef { name, kind, columns: columns.clone() }, op.at(), false);
        Some(sent)
    }

    pub(super) fn create_constraint(&mut self, op: &Op<'_, 't>, sort: &str) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 1, "table_name")?;
        let third = op.args.get(op.shift(2), if sort == "ck" { "condition" } else { "columns" }).map(|arg| &arg.value);
        let columns: Vec<String> = match third {
            Some(value) if sort == "uq" || sort == "pk" => {
                value.strings().unwrap_or_default().iter().map(|name| names::fold(self.context, name)).collect()
            }
            _ => Vec::new(),
        };
        let kind = match sort {
            "uq" => ConstraintKind::Unique,
            "pk" => ConstraintKind::PrimaryKey,
            "ck" => ConstraintKind::Check { expression: third.and_then(shapes::expression_text).unwrap_or_default() },
            _ => ConstraintKind::Exclude,
        };
        let named = Named { kind: sort, table: &table, columns: &columns, referred: None };
        let name = self.constraint_name(op, "constraint_name", &named)?;
        self.tolerance(op, &mut sent);
        self.push_constraint(&mut sent, &table, ConstraintDef { name, kind, columns: columns.clone() }, op.at(), false);
        Some(sent)
    }

    pub(super) fn drop_constraint(&mut self, op: &Op<'_, 't>) -> Option<Sent> {
        let mut sent = Sent::default();
        let table = op.table(self, 1, "table_name")?;
        let sort = op.args.get(op.shift(2), "type_").and_then(|arg| arg.value.as_str());
        let sort = match sort {
            Some("check") => "ck",
            Some("foreignkey") => "fk",
            Some("unique") => "uq",
            Some("primary") => "pk",
            _ => "",
        };
        let named = Named { kind: sort, table: &table, columns: &[], referred: None };
        let name = self.constraint_name(op, "constraint_name", &named)??;
        let tolerance = self.tolerance(op, &mut sent);
        let drop = Action::Drop { key: Key::constraint(table.clone(), name), cascade: false };
        sent.push(Operation::tolerant(drop, tolerance), op.at(), false);
        Some(sent)
    }
}
