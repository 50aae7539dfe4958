//! `batch_alter_table`: operations wait for the end of the `with`; on SQLite they may rebuild the table.
//!
//! Facts: alembic.md section 1, "batch_alter_table". A rebuild makes `_alembic_tmp_<table>`, copies the rows, drops the
//! table and renames. A stop leaves the temporary table behind, and then every later run dies of it.

use tree_sitter::Node as Ts;

use super::lower::{Flow, Lowering, all, any};
use super::names;
use super::ops::{Op, single};
use super::options::Place;
use super::syntax::span;
use super::value::{Args, Call, Value};
use crate::engine::Dialect;
use crate::migration::{Condition, If, Node, Note, Placed, Statement};
use crate::operation::{Action, Definition, Key, Kind, Operation, Reach, Repeat, TableDef, Tolerance};
use crate::source::Span;

/// An open `with op.batch_alter_table(…)`.
#[derive(Debug)]
pub(super) struct Batch {
    /// Qualified; `None` where it is not known.
    table: Option<String>,
    recreate: Recreate,
    /// How many branches were open around the `with`.
    depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recreate {
    Auto,
    Always,
    Never,
}

/// An operation that waits.
pub(super) struct Pending<'t> {
    node: Ts<'t>,
    name: &'t str,
    args: Args<'t>,
    /// The branches inside the `with` that it stands in.
    conditions: Vec<(Condition, Span)>,
}

impl Pending<'_> {
    /// Whether it is in the batch at all.
    fn condition(&self) -> Condition {
        all(self.conditions.iter().map(|(condition, _)| condition.clone()).collect())
    }
}

/// The name of a rebuild's temporary table (`ApplyBatchImpl._calc_temp_name`).
pub(super) fn temporary_name(table: &str) -> String {
    let (schema, name) = match table.rsplit_once('.') {
        Some((schema, name)) => (format!("{schema}."), name),
        None => (String::new(), table),
    };
    let name: String = format!("_alembic_tmp_{name}").chars().take(50).collect();
    schema + &name
}

impl<'t> Lowering<'_, 't> {
    /// Opens a batch and gives its `batch_op`.
    pub(super) fn open_batch(&mut self, call: &Call<'t>) -> usize {
        let schema = call.args.named("schema").and_then(|arg| arg.value.as_str());
        let table = call.args.text(0, "table_name").map(|table| names::table(self.context, table.value(), schema));
        let recreate = match call.args.named("recreate").and_then(|arg| arg.value.as_str()) {
            Some("always") => Recreate::Always,
            Some("never") => Recreate::Never,
            _ => Recreate::Auto,
        };
        self.batches.push(Batch { table, recreate, depth: self.path.len() });
        self.pending.push(Vec::new());
        self.batches.len() - 1
    }

    /// Keeps an operation for the end of the block. SQL inside runs at once.
    pub(super) fn defer(&mut self, batch: usize, node: Ts<'t>, name: &'t str, args: Args<'t>) {
        if name == "execute" {
            let statement = args.get(0, "sqltext").map_or(Value::Unknown, |arg| arg.value.clone());
            self.execute(node, &statement, &args);
            return;
        }
        if name == "f" || name.starts_with("get_") {
            return;
        }
        let conditions = self.path.get(self.batches[batch].depth..).unwrap_or_default().to_vec();
        if let Some(pending) = self.pending.get_mut(batch) {
            pending.push(Pending { node, name, args, conditions });
        }
    }

    /// Sends what waited.
    pub(super) fn close_batch(&mut self, batch: usize, with: Ts<'t>, head: Span) {
        let pending = std::mem::take(&mut self.pending[batch]);
        let Some(table) = self.batches[batch].table.clone() else {
            for waiting in pending {
                self.opaque(waiting.node, Reach::Everything);
            }
            return;
        };
        let rebuilds = match self.batches[batch].recreate {
            Recreate::Always => Condition::Known(true),
            Recreate::Auto if self.context.dialect == Dialect::Sqlite => {
                any(pending.iter().filter(|waiting| needs_rebuild(waiting)).map(Pending::condition).collect())
            }
            Recreate::Auto | Recreate::Never => Condition::Known(false),
        };
        match rebuilds {
            Condition::Known(false) => self.send(&table, pending.iter()),
            Condition::Known(true) => self.rebuild(&table, &pending, with, head),
            condition => {
                self.used(&condition);
                let at = pending.iter().find_map(|waiting| waiting.conditions.first()).map_or(head, |(_, at)| *at);
                let plain = pending.iter().filter(|waiting| !needs_rebuild(waiting));
                let rebuild = |this: &mut Self| {
                    this.rebuild(&table, &pending, with, head);
                    Flow::Next
                };
                let send = |this: &mut Self| {
                    this.send(&table, plain);
                    Flow::Next
                };
                self.fork(condition, at, rebuild, send);
            }
        }
    }

    /// Plain statements.
    fn send<'p>(&mut self, table: &str, pending: impl Iterator<Item = &'p Pending<'t>>)
    where
        't: 'p,
    {
        for waiting in pending {
            let Pending { node, name, args, conditions } = waiting;
            let op = Op { node: *node, name, args: args.clone(), place: Place::Batch, table: Some(table.to_owned()) };
            self.under(conditions, |this| match this.sent(&op) {
                Some(sent) => this.step(span(*node), this.head(*node, &op.args), sent.statements, sent.notes),
                None => this.opaque(*node, Reach::Keys(vec![Key::table(table)])),
            });
        }
    }

    /// What a waiting operation sends, under the conditions that let it wait.
    fn under(&mut self, conditions: &[(Condition, Span)], run: impl FnOnce(&mut Self)) {
        for (condition, _) in conditions {
            self.used(condition);
        }
        let before = std::mem::take(&mut self.out);
        run(self);
        let mut body = std::mem::replace(&mut self.out, before);
        for (condition, at) in conditions.iter().rev() {
            body = vec![Node::If(If { condition: condition.clone(), at: *at, then: body, otherwise: Vec::new() })];
        }
        self.out.append(&mut body);
    }

    /// The rebuild as three statements: the temporary table, the first rows (from here on Python's sqlite3 is inside a
    /// transaction), and the exchange, which is where all the changes of the batch take effect at once. Changes that
    /// have a condition of their own follow as steps of their own: a stop can't fall between them either.
    fn rebuild(&mut self, table: &str, pending: &[Pending<'t>], with: Ts<'t>, head: Span) {
        let always = pending.iter().filter(|waiting| waiting.conditions.is_empty());
        let (exchange, indexes) = self.exchange(table, always);
        self.exchange_step(table, exchange, indexes, with, head);
        for waiting in pending.iter().filter(|waiting| !waiting.conditions.is_empty()) {
            let at = span(waiting.node);
            let ((changes, notes), mut indexes) = self.exchange(table, std::iter::once(waiting));
            let mut statements = vec![Statement { operations: changes }];
            statements.retain(|statement| !statement.operations.is_empty());
            statements.append(&mut indexes);
            self.under(&waiting.conditions, |this| this.step(at, at, statements, notes));
        }
    }

    fn exchange_step(
        &mut self,
        table: &str,
        (changes, notes): (Vec<Placed>, Vec<Note>),
        mut indexes: Vec<Statement>,
        with: Ts<'t>,
        head: Span,
    ) {
        let temporary = Key::table(temporary_name(table));
        let definition = Definition::Table(TableDef::default());
        let create = Operation::new(Action::Create { key: temporary.clone(), definition });
        let copy =
            Operation::new(Action::Update { table: temporary.clone(), repeat: Repeat::Same, writes: Vec::new() });
        let drop = Operation::new(Action::Drop { key: temporary, cascade: false });
        let mut operations = vec![Placed { operation: drop, at: head, implied: true }];
        operations.extend(changes);
        let mut statements = vec![single(create, head, true), single(copy, head, true), Statement { operations }];
        statements.append(&mut indexes);
        self.step(span(with), head, statements, notes);
    }

    /// What the rebuilt table has different, and the indexes that are built at the end.
    fn exchange<'p>(
        &mut self,
        table: &str,
        pending: impl Iterator<Item = &'p Pending<'t>>,
    ) -> ((Vec<Placed>, Vec<Note>), Vec<Statement>)
    where
        't: 'p,
    {
        let (mut changes, mut notes, mut indexes) = (Vec::new(), Vec::new(), Vec::new());
        for waiting in pending {
            let at = span(waiting.node);
            let op = Op {
                node: waiting.node,
                name: waiting.name,
                args: waiting.args.clone(),
                place: Place::Rebuild,
                table: Some(table.to_owned()),
            };
            match self.sent(&op) {
                Some(part) => {
                    notes.extend(part.notes);
                    for statement in part.statements {
                        sort(statement, &mut changes, &mut indexes);
                    }
                }
                None => {
                    let operation = Operation::new(Action::Opaque(Reach::Keys(vec![Key::table(table)])));
                    changes.push(Placed { operation, at, implied: false });
                }
            }
        }
        ((changes, notes), indexes)
    }
}

/// Whether SQLite can't do it with a plain statement (`SQLiteImpl.requires_recreate_in_batch`).
fn needs_rebuild(pending: &Pending<'_>) -> bool {
    match pending.name {
        "create_index" | "drop_index" => false,
        "add_column" => {
            let column = pending.args.get(0, "column").and_then(|arg| arg.value.as_call());
            column.is_some_and(|column| {
                let expression = column.args.named("server_default").is_some_and(|arg| arg.value.as_call().is_some());
                let stored = column
                    .args
                    .positional()
                    .filter_map(|arg| arg.value.as_call())
                    .any(|part| part.tail() == "Computed" && part.args.flag("persisted") == Some(true));
                expression || stored
            })
        }
        _ => true,
    }
}

/// A rebuild overwrites constraints of the same name, empties a column that is there, and builds indexes at the end.
fn sort(mut statement: Statement, exchange: &mut Vec<Placed>, indexes: &mut Vec<Statement>) {
    let is_index =
        |placed: &Placed| matches!(&placed.operation.action, Action::Create { key, .. } if key.kind == Kind::Index);
    if statement.operations.iter().all(is_index) {
        indexes.push(statement);
        return;
    }
    for placed in &mut statement.operations {
        if let Action::Create { key, .. } = &placed.operation.action {
            match key.kind {
                Kind::Column => placed.operation.tolerance = Tolerance::Force,
                Kind::Constraint if !key.name.is_empty() => placed.operation.tolerance = Tolerance::OrReplace,
                _ => {}
            }
        }
    }
    exchange.append(&mut statement.operations);
}
