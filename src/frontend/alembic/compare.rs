//! Comparisons: with what an inspector found, with the name of the dialect, with rows.

use super::logic::any;
use super::lower::Lowering;
use super::models::gives_row;
use super::syntax::{children, span};
use super::value::{Args, Facts, Subjects, Value};
use crate::migration::{Condition, Subject};
use crate::operation::Key;
use crate::source::Span;
use tree_sitter::Node as Ts;

fn is_expression(value: &Value<'_>) -> bool {
    matches!(value, Value::Call(call) if matches!(&*call.callee, "@column" | "@expression"))
}

impl<'t> Lowering<'_, 't> {
    pub(super) fn comparison(&mut self, node: Ts<'t>) -> Value<'t> {
        let operands = children(node);
        let [left, right] = operands.as_slice() else { return Value::Unknown };
        let operator = self.src[left.end_byte()..right.start_byte()].trim();
        let (a, b) = (self.eval(*left), self.eval(*right));
        let at = span(node);
        let condition = match operator {
            "==" => self.equal(&a, &b, at),
            "!=" => self.equal(&a, &b, at).negate(),
            "is" => self.is(&a, &b),
            "is not" => self.is(&a, &b).negate(),
            "in" => self.contained(&a, &b, at),
            operator if operator.split_whitespace().eq(["not", "in"]) => self.contained(&a, &b, at).negate(),
            ">" | ">=" | "<" | "<=" => self.counted(operator, &a, &b),
            _ => Condition::Unknown,
        };
        // What the database compares: its columns still tell where a value comes from.
        if condition == Condition::Unknown && (is_expression(&a) || is_expression(&b)) {
            return self.expression(node, a, b);
        }
        Value::Truth(condition)
    }

    pub(super) fn equal(&mut self, a: &Value<'t>, b: &Value<'t>, at: Span) -> Condition {
        match (a, b) {
            (Value::FactField(facts, field), other) | (other, Value::FactField(facts, field)) => {
                self.matching(*facts, field, other, at)
            }
            (Value::DialectName, other) | (other, Value::DialectName) => self.dialect_is(other),
            (Value::Call(_), _) => self.column_equals(a, b).unwrap_or(Condition::Unknown),
            (Value::Rows(_), Value::Number(number)) if number == "0" => self.truth(a).negate(),
            (Value::Text(a), Value::Text(b)) if !a.sql.holes && !b.sql.holes => {
                Condition::Known(a.value() == b.value())
            }
            (Value::Number(a), Value::Number(b)) => Condition::Known(a == b),
            (Value::Truth(_), Value::Number(number)) if number == "0" => self.truth(a).negate(),
            (Value::Truth(_), Value::Bool(value)) => {
                let condition = self.truth(a);
                if *value { condition } else { condition.negate() }
            }
            _ => Condition::Unknown,
        }
    }

    /// `c["name"] == "x"`, `fk["referred_table"] == "users"`, `ix["column_names"] == ["a"]`.
    pub(super) fn matching(&mut self, facts: Facts, field: &str, value: &Value<'t>, at: Span) -> Condition {
        let Some(snapshot) = self.snapshots.get(facts.snapshot) else { return Condition::Unknown };
        let Some(table) = snapshot.table.clone() else {
            return if field == "name" { self.listed(facts, value, at) } else { Condition::Unknown };
        };
        match (field, snapshot.subjects) {
            ("name", _) => self.listed(facts, value, at),
            ("referred_table", Subjects::ForeignKeys) => {
                let Some(to) = value.as_str() else { return Condition::Unknown };
                let to = super::names::table(self.context, to, None);
                self.ask(facts, Subject::ForeignKeyTo { table: Key::table(table), to, column: None }, true, at)
            }
            ("column_names" | "constrained_columns", subjects) => {
                let Some(columns) = value.strings() else { return Condition::Unknown };
                let table = Key::table(table);
                let subject = match subjects {
                    Subjects::Indexes => Subject::IndexOn { table, columns },
                    Subjects::UniqueConstraints => Subject::UniqueOn { table, columns },
                    Subjects::ForeignKeys => Subject::ForeignKeyOn { table, columns },
                    _ => return Condition::Unknown,
                };
                self.ask(facts, subject, true, at)
            }
            _ => Condition::Unknown,
        }
    }

    pub(super) fn is(&mut self, a: &Value<'t>, b: &Value<'t>) -> Condition {
        match (a, b) {
            (Value::Truth(_), Value::None) => self.truth(a).negate(),
            (Value::Rows(query), Value::None) => self.row_condition(query).negate(),
            (Value::Call(call), Value::None) if gives_row(call) => self.session_row(a).negate(),
            (Value::Truth(_), Value::Bool(value)) => {
                let condition = self.truth(a);
                if *value { condition } else { condition.negate() }
            }
            (Value::Inspector(inspector), Value::None) if self.is_only_online(*inspector) => Condition::Offline,
            (Value::None, Value::None) => Condition::Known(true),
            (Value::Unknown | Value::Path(_) | Value::Call(_), _) => Condition::Unknown,
            (_, Value::None) => Condition::Known(false),
            _ => Condition::Unknown,
        }
    }

    pub(super) fn contained(&mut self, item: &Value<'t>, list: &Value<'t>, at: Span) -> Condition {
        match (item, list) {
            (item, Value::Names(facts)) => self.listed(*facts, item, at),
            (item, Value::Fields(facts, field)) => self.matching(*facts, field, item, at),
            // `"user_id" in fk["constrained_columns"]`
            (Value::Text(_), Value::FactField(facts, field)) if field.ends_with("columns") => {
                self.matching(*facts, field, item, at)
            }
            (Value::FactField(facts, field), Value::List(items)) => {
                let conditions = items.iter().map(|other| self.matching(*facts, field, other, at)).collect();
                any(conditions)
            }
            // `"a" in index["column_names"]` is no name.
            (Value::DialectName, Value::List(items)) => {
                let conditions = items.iter().map(|other| self.dialect_is(other)).collect();
                any(conditions)
            }
            (Value::Text(_) | Value::Number(_), Value::List(items)) => {
                if items.iter().any(|other| same(item, other)) {
                    Condition::Known(true)
                } else if items.iter().all(|other| matches!(other, Value::Number(_)) || other.as_str().is_some()) {
                    Condition::Known(false)
                } else {
                    Condition::Unknown
                }
            }
            (Value::Text(_), Value::Map(pairs)) if pairs.iter().any(|(key, _)| same(item, key)) => {
                Condition::Known(true)
            }
            (_, Value::Rows(query)) => self.row_in(item, query),
            // `"postgres" in bind.dialect.name`
            (Value::Text(text), Value::DialectName) => self.dialect_answers(|name| name.contains(text.value())),
            _ => Condition::Unknown,
        }
    }

    /// `len(found) > 0`, `count == 0` and their kin, where the count is that of a question.
    pub(super) fn counted(&mut self, operator: &str, a: &Value<'t>, b: &Value<'t>) -> Condition {
        let condition = self.truth(a);
        match (operator, b) {
            (">", Value::Number(number)) if number == "0" => condition,
            (">=", Value::Number(number)) if number == "1" => condition,
            ("<", Value::Number(number)) if number == "1" => condition.negate(),
            ("<=", Value::Number(number)) if number == "0" => condition.negate(),
            _ => Condition::Unknown,
        }
    }

    /// `bind.dialect.name == "postgresql"`. MariaDB answers `mysql` or `mariadb`, as the URL is spelled.
    pub(super) fn dialect_is(&self, name: &Value<'t>) -> Condition {
        use crate::engine::Dialect;
        let Some(name) = name.as_str() else { return Condition::Unknown };
        Condition::Known(match (self.context.dialect, name) {
            (Dialect::MariaDb, "mysql") => true,
            (Dialect::MariaDb, "mariadb") => return Condition::Unknown,
            (_, "mssql") => self.context.dialect == Dialect::SqlServer,
            (dialect, name) => dialect.name() == name,
        })
    }

    /// Whether the dialect's name answers to something. MariaDB's two names have to agree.
    pub(super) fn dialect_answers(&self, test: impl Fn(&str) -> bool) -> Condition {
        use crate::engine::Dialect;
        let names: &[&str] = match self.context.dialect {
            Dialect::MariaDb => &["mysql", "mariadb"],
            Dialect::SqlServer => &["mssql"],
            dialect => &[dialect.name()],
        };
        match (names.iter().all(|name| test(name)), names.iter().any(|name| test(name))) {
            (all, any) if all == any => Condition::Known(all),
            _ => Condition::Unknown,
        }
    }

    /// `dialect.name.startswith("postgres")`
    pub(super) fn dialect_method(&self, name: &str, args: &Args<'t>) -> Value<'t> {
        let texts = args.positional().next().and_then(|arg| arg.value.strings());
        match (name, texts) {
            ("lower" | "strip" | "casefold", None) => Value::DialectName,
            ("startswith", Some(texts)) => {
                Value::Truth(self.dialect_answers(|name| texts.iter().any(|text| name.starts_with(text.as_str()))))
            }
            ("endswith", Some(texts)) => {
                Value::Truth(self.dialect_answers(|name| texts.iter().any(|text| name.ends_with(text.as_str()))))
            }
            _ => Value::Unknown,
        }
    }
}

/// Equal literals, wherever they stand.
pub(super) fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => !a.sql.holes && !b.sql.holes && a.value() == b.value(),
        _ => a == b,
    }
}
