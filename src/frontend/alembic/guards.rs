//! What a migration asks the live schema, and when: inspectors remember their answers, and so do variables.
//!
//! A reused inspector answers every question from its first answer (facts, alembic.md section 3: `has_table`,
//! `get_table_names`, `get_columns`, `get_indexes` are all stale in SQLAlchemy 2). An answer that is only used before
//! anything has changed is as good as a fresh one, and is lowered as a plain [`Test`]; one that is used later becomes a
//! [`Node::Probe`] at the place where it was taken, and [`Condition::Remembered`] wherever it is used.

use super::logic::{all, any};
use std::collections::HashMap;

use super::lower::Lowering;
use super::models::gives_row;
use super::names;
use super::value::{Facts, Subjects, Value};
use crate::engine::{Dialect, Version};
use crate::migration::{Condition, Node, Subject, Test};
use crate::operation::{Key, Kind};
use crate::source::Span;

/// What an inspector was told, once.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) subjects: Subjects,
    /// Qualified and folded; `None` where it is about no table, or the table's name is not known.
    pub(super) table: Option<String>,
    pub(super) schema: Option<String>,
    clock: u32,
    at: Span,
    /// Offline there is an empty list in its place.
    only_online: bool,
    /// The questions it was used for.
    probes: Vec<u32>,
}

/// A question, asked when a snapshot or a variable took its answer.
#[derive(Debug)]
pub(super) struct Probe {
    condition: Condition,
    clock: u32,
    at: Span,
    /// It was used after something had changed.
    late: bool,
}

/// One `sa.inspect(bind)` and the questions it has answered.
#[derive(Debug, Default)]
pub(super) struct Inspector {
    /// Offline there is none.
    pub(super) only_online: bool,
    answered: HashMap<(Subjects, Option<String>, Option<String>), usize>,
}

/// Markers that stand in the program where an answer was taken, until it is known whether anything uses it later.
const SNAPSHOT: u32 = 0x8000_0000;
const ANSWER: u32 = 0x4000_0000;

impl<'t> Lowering<'_, 't> {
    pub(super) fn inspector(&mut self) -> Value<'t> {
        self.inspectors.push(Inspector::default());
        Value::Inspector(self.inspectors.len() - 1)
    }

    /// `inspector.clear_cache()`.
    pub(super) fn forget(&mut self, inspector: usize) {
        if let Some(inspector) = self.inspectors.get_mut(inspector) {
            inspector.answered.clear();
        }
    }

    /// What this inspector says about something, for the first time or again.
    pub(super) fn consult(
        &mut self,
        inspector: usize,
        subjects: Subjects,
        table: Option<&str>,
        schema: Option<&str>,
        at: Span,
    ) -> Facts {
        let table = table.map(|table| names::table(self.context, table, schema));
        let schema = schema.map(str::to_owned);
        let question = (subjects, table.clone(), schema.clone());
        let known = self.inspectors.get(inspector).and_then(|inspector| inspector.answered.get(&question));
        if let Some(&snapshot) = known {
            return Facts { snapshot };
        }
        let snapshot = self.snapshots.len();
        self.snapshots.push(Snapshot {
            subjects,
            table,
            schema,
            clock: self.clock,
            at,
            only_online: false,
            probes: Vec::new(),
        });
        let number = u32::try_from(snapshot).unwrap_or(u32::MAX) & !(SNAPSHOT | ANSWER);
        self.out.push(marker(SNAPSHOT, number, at));
        if let Some(inspector) = self.inspectors.get_mut(inspector) {
            inspector.answered.insert(question, snapshot);
        }
        Facts { snapshot }
    }

    /// Whether one of these has this name.
    pub(super) fn listed(&mut self, facts: Facts, name: &Value<'t>, at: Span) -> Condition {
        let Some(name) = name.as_str() else { return Condition::Unknown };
        let Some(snapshot) = self.snapshots.get(facts.snapshot) else { return Condition::Unknown };
        let name = names::fold(self.context, name);
        let table = snapshot.table.as_deref();
        let key = match (snapshot.subjects, table) {
            (Subjects::Tables, _) => Some(Key::table(names::table(self.context, &name, snapshot.schema.as_deref()))),
            (Subjects::Views, _) => Some(Key::new(Kind::View, names::table(self.context, &name, None))),
            (Subjects::Types, _) => Some(Key::new(Kind::Type, names::table(self.context, &name, None))),
            (Subjects::Schemas, _) => Some(Key::new(Kind::Schema, name)),
            (Subjects::Sequences, _) => Some(Key::new(Kind::Sequence, name)),
            (Subjects::Columns, Some(table)) => Some(Key::column(table, name)),
            (Subjects::Indexes, Some(table)) => Some(names::index_key(self.context, table, &name)),
            (
                Subjects::ForeignKeys | Subjects::UniqueConstraints | Subjects::CheckConstraints | Subjects::PrimaryKey,
                Some(table),
            ) => Some(Key::constraint(table, name)),
            _ => None,
        };
        key.map_or(Condition::Unknown, |key| self.ask(facts, Subject::Key(key), true, at))
    }

    pub(super) fn is_only_online(&self, inspector: usize) -> bool {
        self.inspectors.get(inspector).is_some_and(|inspector| inspector.only_online)
    }

    /// What a snapshot lists is only taken online.
    pub(super) fn only_online(&mut self, facts: Facts) {
        if let Some(snapshot) = self.snapshots.get_mut(facts.snapshot) {
            snapshot.only_online = true;
        }
    }

    /// Asks a snapshot. `raises`: the question is no question where the table is missing.
    pub(super) fn ask(&mut self, facts: Facts, subject: Subject, raises: bool, at: Span) -> Condition {
        let asked = self.ask_online(facts, subject, raises, at);
        let only_online = self.snapshots.get(facts.snapshot).is_some_and(|snapshot| snapshot.only_online);
        if only_online { all(vec![Condition::Offline.negate(), asked]) } else { asked }
    }

    fn ask_online(&mut self, facts: Facts, subject: Subject, raises: bool, at: Span) -> Condition {
        let legacy = self.context.sqlalchemy.is_some_and(|version| version < Version::new(2, 0, 0));
        let Some(snapshot) = self.snapshots.get(facts.snapshot) else { return Condition::Unknown };
        // SQLAlchemy 1.4 on SQLite answers `[]` for a missing table, the others raise NoSuchTableError.
        let raises = raises
            && !matches!(
                snapshot.subjects,
                Subjects::Tables | Subjects::Views | Subjects::Types | Subjects::Schemas | Subjects::Sequences
            )
            && !(legacy && self.context.dialect == Dialect::Sqlite);
        let same = |id: &&u32| match self.probes.get(**id as usize).map(|probe| &probe.condition) {
            Some(Condition::Present(known)) => known.subject == subject,
            _ => false,
        };
        if let Some(id) = snapshot.probes.iter().find(same) {
            return Condition::Remembered(*id);
        }
        let needs = snapshot.table.as_ref().filter(|_| raises).map(Key::table);
        let condition = Condition::Present(Test { subject, at, needs, breaks_offline: true });
        let (clock, at) = (snapshot.clock, snapshot.at);
        let id = self.probe(condition, clock, at);
        if let Some(snapshot) = self.snapshots.get_mut(facts.snapshot) {
            snapshot.probes.push(id);
        }
        Condition::Remembered(id)
    }

    fn probe(&mut self, condition: Condition, clock: u32, at: Span) -> u32 {
        // Far fewer than 2^30 questions fit into a file of 4 GiB that runs within its budget.
        let id = u32::try_from(self.probes.len()).unwrap_or(u32::MAX) & !(SNAPSHOT | ANSWER);
        self.probes.push(Probe { condition, clock, at, late: false });
        id
    }

    /// A question with no memory: `has_table` on a fresh connection, a query.
    pub(super) fn fresh(&self, subject: Subject, needs: Option<Key>, at: Span) -> Condition {
        Condition::Present(Test { subject, at, needs, breaks_offline: true })
    }

    /// A truth goes into a variable: it is what it was then.
    pub(super) fn remember(&mut self, value: Value<'t>, at: Span) -> Value<'t> {
        match value {
            Value::Truth(condition) if asks(&condition) => {
                let id = self.probe(condition, self.clock, at);
                self.out.push(marker(ANSWER, id, at));
                Value::Truth(Condition::Remembered(id))
            }
            other => other,
        }
    }

    /// The answer as it is now, for something that happens later.
    pub(super) fn answered(&mut self, condition: Condition, at: Span) -> Condition {
        if matches!(condition, Condition::Known(_) | Condition::Offline | Condition::Unknown) {
            return condition;
        }
        let id = self.probe(condition, self.clock, at);
        self.out.push(marker(ANSWER, id, at));
        Condition::Remembered(id)
    }

    /// What `if value:` asks.
    pub(super) fn truth(&mut self, value: &Value<'t>) -> Condition {
        let condition = match value {
            Value::Rows(query) => self.row_condition(query),
            Value::Call(call) if gives_row(call) => self.session_row(value),
            Value::Inspector(inspector) if self.is_only_online(*inspector) => Condition::Offline.negate(),
            other => other.truth(),
        };
        self.used(&condition);
        condition
    }

    /// A condition decides something now: answers that were taken before the last step are late.
    pub(super) fn used(&mut self, condition: &Condition) {
        self.used_at(condition, self.clock);
    }

    fn used_at(&mut self, condition: &Condition, clock: u32) {
        match condition {
            Condition::Remembered(id) => {
                let Some(probe) = self.probes.get_mut(*id as usize) else { return };
                if probe.late {
                    return;
                }
                probe.late = probe.clock != clock;
                // It may itself rest on an answer that was late by then.
                let then = if probe.late { probe.clock } else { clock };
                let inner = probe.condition.clone();
                self.used_at(&inner, then);
            }
            Condition::Not(inner) => self.used_at(inner, clock),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.used_at(part, clock)),
            Condition::Same(a, b) => {
                self.used_at(a, clock);
                self.used_at(b, clock);
            }
            _ => {}
        }
    }

    /// A condition in which answers that were never late are asked on the spot.
    pub(super) fn resolved(&self, condition: &Condition) -> Condition {
        match condition {
            Condition::Remembered(id) => match self.probes.get(*id as usize) {
                Some(probe) if !probe.late => self.resolved(&probe.condition),
                _ => condition.clone(),
            },
            Condition::Not(inner) => self.resolved(inner).negate(),
            Condition::All(parts) => all(parts.iter().map(|part| self.resolved(part)).collect()),
            Condition::Any(parts) => any(parts.iter().map(|part| self.resolved(part)).collect()),
            Condition::Same(a, b) => Condition::Same(Box::new(self.resolved(a)), Box::new(self.resolved(b))),
            other => other.clone(),
        }
    }

    fn settled(&self, id: u32) -> Option<Node> {
        let probe = self.probes.get(id as usize).filter(|probe| probe.late)?;
        Some(Node::Probe { id, condition: self.resolved(&probe.condition), at: probe.at })
    }

    /// Replaces the markers by the probes that turned out to be needed.
    pub(super) fn settle(&self, nodes: Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Probe { id, .. } if id & SNAPSHOT != 0 => {
                    let snapshot = self.snapshots.get((id & !SNAPSHOT) as usize);
                    let asked = snapshot.map(|snapshot| snapshot.probes.as_slice()).unwrap_or_default();
                    out.extend(asked.iter().filter_map(|id| self.settled(*id)));
                }
                Node::Probe { id, .. } if id & ANSWER != 0 => out.extend(self.settled(id & !ANSWER)),
                Node::If(mut branch) => {
                    branch.condition = self.resolved(&branch.condition);
                    branch.then = self.settle(branch.then);
                    branch.otherwise = self.settle(branch.otherwise);
                    if !(branch.then.is_empty() && branch.otherwise.is_empty()) {
                        out.push(Node::If(branch));
                    }
                }
                Node::Try(mut attempt) => {
                    attempt.body = self.settle(attempt.body);
                    attempt.handler = self.settle(attempt.handler);
                    out.push(Node::Try(attempt));
                }
                Node::Atomic { body, at } => out.push(Node::Atomic { body: self.settle(body), at }),
                Node::Autocommit { body, at } => out.push(Node::Autocommit { body: self.settle(body), at }),
                other => out.push(other),
            }
        }
        out
    }
}

fn marker(sort: u32, number: u32, at: Span) -> Node {
    Node::Probe { id: sort | number, condition: Condition::Known(true), at }
}

/// Whether the live schema decides it.
fn asks(condition: &Condition) -> bool {
    match condition {
        Condition::Present(_) | Condition::RowsPresent { .. } => true,
        Condition::Not(inner) => asks(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(asks),
        Condition::Same(a, b) => asks(a) || asks(b),
        Condition::Known(_) | Condition::Offline | Condition::Remembered(_) | Condition::Unknown => false,
    }
}
