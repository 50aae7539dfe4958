//! Questions put to the schema, and what is known of the answers.

use super::bucket::Stretch;
use super::{Presence, Schema};
use crate::migration::Subject;
use crate::operation::{ConstraintDef, ConstraintKind, Definition, Key, is_same_type, plain_type};

impl Schema {
    /// The answer to a question, where it is known.
    pub fn answer(&self, subject: &Subject) -> Option<bool> {
        match subject {
            Subject::Key(key) => match self.presence(key) {
                Presence::Present => Some(true),
                Presence::Absent => Some(false),
                Presence::Unknown => None,
            },
            Subject::ValidIndex(key) => self.index_validity(key, true).or_else(|| self.assumed(subject)),
            Subject::InvalidIndex(key) => match self.presence(key) {
                // Assumed or made by somebody else, it is taken to be sound.
                Presence::Present => Some(self.fact(key).is_some_and(|fact| !fact.valid)),
                Presence::Absent => Some(false),
                Presence::Unknown => self.assumed(subject).or(Some(false)),
            },
            Subject::IndexOn { table, columns } => {
                let found = self.on_table(&table.name).iter().any(|key| {
                    matches!(self.fact(key).and_then(|fact| fact.definition.as_deref()),
                        Some(Definition::Index(index)) if index.columns == *columns)
                });
                if found { Some(true) } else { self.none_on(table).or_else(|| self.assumed(subject)) }
            }
            Subject::ForeignKeyTo { table, to, column } => {
                let found = self.on_table(&table.name).iter().any(|key| {
                    matches!(self.fact(key).and_then(|fact| fact.definition.as_deref()),
                        Some(Definition::Constraint(constraint)) if points_at(constraint, to, column.as_deref()))
                });
                if found { Some(true) } else { self.none_on(table).or_else(|| self.assumed(subject)) }
            }
            Subject::ForeignKeyOn { table, columns } => {
                let is_one = |def: &ConstraintDef| matches!(def.kind, ConstraintKind::ForeignKey { .. });
                self.constraint_on(table, columns, is_one).or_else(|| self.assumed(subject))
            }
            Subject::UniqueOn { table, columns } => {
                let is_one = |def: &ConstraintDef| def.kind == ConstraintKind::Unique;
                self.constraint_on(table, columns, is_one).or_else(|| self.assumed(subject))
            }
            Subject::TypeOf { column, sql_type } => {
                if self.presence(column) == Presence::Absent {
                    return Some(false);
                }
                let known = match self.fact(column).and_then(|fact| fact.definition.as_deref()) {
                    Some(Definition::Column(def)) => def.sql_type.as_deref(),
                    _ => None,
                };
                known.and_then(|known| is_same_type(known, sql_type)).or_else(|| self.assumed(subject))
            }
            Subject::Anywhere(asked) => {
                let of_name = || self.known(Stretch::of_kind(asked.kind)).filter(|key| key.name == asked.name);
                if of_name().any(|key| self.present(key)) {
                    Some(true)
                } else if !asked.owner.is_empty() {
                    self.answer(&Subject::Key(asked.clone()))
                } else if of_name().any(|key| self.presence(key) == Presence::Absent) {
                    // The one that was meant has been dropped.
                    Some(false)
                } else {
                    self.assumed(subject).or(self.closed.then_some(false))
                }
            }
        }
    }

    pub(super) fn constraint_on(
        &self,
        table: &Key,
        columns: &[String],
        is_one: impl Fn(&ConstraintDef) -> bool,
    ) -> Option<bool> {
        let found = self.on_table(&table.name).iter().any(|key| {
            matches!(self.fact(key).and_then(|fact| fact.definition.as_deref()),
                Some(Definition::Constraint(constraint)) if constraint.columns == columns && is_one(constraint))
        });
        if found { Some(true) } else { self.none_on(table) }
    }

    /// What guards ask of a column's type has another answer now.
    pub(super) fn note_type(&mut self, key: &Key, new: Option<&str>) {
        let asked = self.over.assumed.keys().chain(self.base.assumed.keys());
        let asked: Vec<Subject> = asked
            .filter(|subject| matches!(subject, Subject::TypeOf { column, .. } if column == key))
            .cloned()
            .collect();
        for subject in asked {
            self.over.assumed.insert(subject, false);
        }
        if let Some(new) = new {
            let subject = Subject::TypeOf { column: key.clone(), sql_type: plain_type(new) };
            self.over.assumed.insert(subject, true);
        }
    }

    pub(super) fn assumed(&self, subject: &Subject) -> Option<bool> {
        self.over.assumed.get(subject).or_else(|| self.base.assumed.get(subject)).copied()
    }

    pub(super) fn index_validity(&self, key: &Key, wanted: bool) -> Option<bool> {
        match self.presence(key) {
            Presence::Present => Some(self.fact(key).is_none_or(|fact| fact.valid == wanted)),
            Presence::Absent => Some(false),
            Presence::Unknown => None,
        }
    }

    /// `Some(false)` where everything that stands on the table is known.
    pub(super) fn none_on(&self, table: &Key) -> Option<bool> {
        let fact = self.fact(table);
        let complete =
            matches!(fact.and_then(|fact| fact.definition.as_deref()), Some(Definition::Table(def)) if def.complete);
        let gone = self.presence(table) == Presence::Absent;
        (gone || complete).then_some(false)
    }

    /// The column lists that can't hold the same values twice; `None` where the table's shape is not known.
    pub fn unique_keys(&self, table: &str) -> Option<Vec<Vec<String>>> {
        let fact = self.fact(&Key::table(table))?;
        let Some(Definition::Table(shape)) = fact.definition.as_deref() else { return None };
        let mut keys: Vec<Vec<String>> =
            shape.constraints.iter().filter(|def| is_unique(def)).map(|def| def.columns.clone()).collect();
        keys.extend(
            shape
                .indexes
                .iter()
                .filter(|index| index.unique && index.filter.is_none())
                .map(|index| index.columns.clone()),
        );
        for key in self.on_table(table) {
            match self.fact(&key).and_then(|fact| fact.definition.as_deref()) {
                Some(Definition::Index(index)) if index.unique && index.filter.is_none() => {
                    keys.push(index.columns.clone())
                }
                Some(Definition::Constraint(constraint)) if is_unique(constraint) => {
                    keys.push(constraint.columns.clone())
                }
                // Made of an index (`USING INDEX`), it does not say on which columns.
                Some(Definition::Constraint(constraint)) if makes_unique(constraint) => return None,
                _ => {}
            }
        }
        keys.sort();
        keys.dedup();
        shape.complete.then_some(keys)
    }

    /// Whether only some rows of the table fall under one of its unique indexes.
    pub fn has_partial_key(&self, table: &str) -> bool {
        self.on_table(table).iter().any(|key| {
            matches!(self.fact(key).and_then(|fact| fact.definition.as_deref()),
                Some(Definition::Index(index)) if index.unique && index.filter.is_some())
        })
    }
}

pub(super) fn is_unique(constraint: &ConstraintDef) -> bool {
    makes_unique(constraint) && !constraint.columns.is_empty()
}

pub(super) fn makes_unique(constraint: &ConstraintDef) -> bool {
    matches!(constraint.kind, ConstraintKind::PrimaryKey | ConstraintKind::Unique)
}

pub(super) fn points_at(constraint: &ConstraintDef, table: &str, column: Option<&str>) -> bool {
    matches!(&constraint.kind, ConstraintKind::ForeignKey { to, .. } if to == table)
        && column.is_none_or(|column| constraint.columns.iter().any(|name| name == column))
}
