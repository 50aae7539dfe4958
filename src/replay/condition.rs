//! Three-valued conditions: asked of the schema, or taken for granted on a first run.

use super::machine::Machine;
use crate::migration::{Condition, Test};
use crate::operation::{Insert, Key, Value};
use crate::schema::Presence;

impl<'m> Machine<'_, 'm> {
    /// The condition's value, where it is known.
    pub(super) fn evaluate(&self, condition: &'m Condition) -> Option<bool> {
        match condition {
            Condition::Known(value) => Some(*value),
            Condition::Present(test) => self.ask(test),
            Condition::RowsPresent { table, filter, .. } => self.rows_present(table, filter.as_deref()),
            Condition::Not(inner) => self.evaluate(inner).map(|value| !value),
            Condition::All(parts) => self.combine(parts, false),
            Condition::Any(parts) => self.combine(parts, true),
            Condition::Same(a, b) => Some(self.evaluate(a)? == self.evaluate(b)?),
            Condition::Offline => Some(false),
            Condition::Remembered(id) => self.memory.get(id).and_then(|(answer, _)| *answer),
            Condition::Unknown => None,
        }
    }

    fn ask(&self, test: &Test) -> Option<bool> {
        if test.needs.as_ref().is_some_and(|table| self.schema.presence(table) == Presence::Absent) {
            return Some(false);
        }
        self.schema.answer(&test.subject)
    }

    /// `All` is decided by a false part, `Any` by a true one.
    fn combine(&self, parts: &'m [Condition], decisive: bool) -> Option<bool> {
        let mut known = true;
        for part in parts {
            match self.evaluate(part) {
                Some(value) if value == decisive => return Some(decisive),
                Some(_) => {}
                None => known = false,
            }
        }
        known.then_some(!decisive)
    }

    fn rows_present(&self, table: &Key, filter: Option<&[(String, String)]>) -> Option<bool> {
        // MySQL's collations compare without case, unless a table says otherwise.
        let folds = self.schema.dialect().is_mysql_like();
        let written = self.plan.inserts.iter().any(|(deed, rows)| {
            deed.0 == table.name
                && self.schema.has_done(deed)
                && filter.is_none_or(|filter| holds_row(rows, filter, folds))
        });
        let fresh = self.schema.fact(table).is_some_and(|fact| fact.since.is_some_and(|since| since.run > 0));
        if written {
            Some(true)
        } else if fresh || self.empty_tables.contains(table.name.as_str()) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether its value turns on something the frontend could not read.
    pub(super) fn is_unreadable(&self, condition: &'m Condition) -> bool {
        match condition {
            Condition::Unknown => true,
            Condition::Not(inner) => self.is_unreadable(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().any(|part| self.evaluate(part).is_none() && self.is_unreadable(part))
            }
            Condition::Same(a, b) => self.is_unreadable(a) || self.is_unreadable(b),
            Condition::Remembered(id) => {
                self.memory.get(id).is_none_or(|(answer, condition)| answer.is_none() && self.is_unreadable(condition))
            }
            _ => false,
        }
    }

    /// Takes an unknown condition for granted; what is known stays.
    pub(super) fn take_for_granted(&mut self, condition: &'m Condition, value: bool) {
        if self.evaluate(condition).is_some() {
            return;
        }
        match condition {
            Condition::Present(test) => {
                self.schema.assume_subject(&test.subject, value);
            }
            Condition::RowsPresent { table, .. } if !value => {
                self.empty_tables.insert(table.name.to_string());
            }
            Condition::Not(inner) => self.take_for_granted(inner, !value),
            Condition::All(parts) | Condition::Any(parts) => {
                let all = matches!(condition, Condition::All(_)) == value;
                for part in parts {
                    self.take_for_granted(part, value);
                    if !all && self.evaluate(condition).is_some() {
                        break;
                    }
                }
            }
            Condition::Same(a, b) => {
                if let Some(known) = self.evaluate(a) {
                    self.take_for_granted(b, known == value);
                } else if let Some(known) = self.evaluate(b) {
                    self.take_for_granted(a, known == value);
                }
            }
            Condition::Remembered(id) => {
                if let Some((answer, asked)) = self.memory.get_mut(id) {
                    *answer = Some(value);
                    let asked = *asked;
                    self.take_for_granted(asked, value);
                }
            }
            _ => {}
        }
    }

    /// A remembered answer that is no longer true.
    pub(super) fn is_stale(&self, condition: &'m Condition) -> bool {
        match condition {
            Condition::Remembered(id) => self.memory.get(id).is_some_and(
                |(answer, asked)| matches!((answer, self.evaluate(asked)), (Some(then), Some(now)) if *then != now),
            ),
            Condition::Not(inner) => self.is_stale(inner),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| self.is_stale(part)),
            Condition::Same(a, b) => self.is_stale(a) || self.is_stale(b),
            _ => false,
        }
    }
}

/// Whether one of the rows has these values.
fn holds_row(rows: &Insert, filter: &[(String, String)], folds: bool) -> bool {
    let same = |text: &str, wanted: &str| text == wanted || folds && text.eq_ignore_ascii_case(wanted);
    let (Some(columns), Some(values)) = (&rows.columns, &rows.rows) else { return false };
    values.iter().any(|row| {
        filter.iter().all(|(name, wanted)| {
            columns
                .iter()
                .position(|column| column == name)
                .is_some_and(|place| matches!(row.get(place), Some(Value::Literal(text)) if same(text, wanted)))
        })
    })
}
