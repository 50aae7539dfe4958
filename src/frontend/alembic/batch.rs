//! `batch_alter_table`: operations wait for the end of the `with`; on SQLite they may rebuild the table.
//!
//! Facts: alembic.md section 1, "batch_alter_table". A rebuild makes `_alembic_tmp_<table>`, copies the rows, drops the
//! table and renames. A stop leaves the temporary table behind, and then every later run dies of it.

use tree_sitter::Node as Ts;

use super::logic::{all, any};
use super::lower::{Flow, Lowering};
use super::names;
use super::ops::{Op, single};
use super::options::Place;
use super::syntax::span;
use super::value::{Args, Call, Value};
use crate::engine::Dialect;
use crate::migration::{Condition, If, Node, Note, Placed, Statement};
use crate::operation::{Action, Definition, Key, Kind, Operation, Reach, Repeat, TableDef, Tolerance, Update};
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
        if name.starts_with("get_") {
            return;
        }
        let Some(open) = self.batches.get(batch) else { return };
        let conditions = self.path.get(open.depth..).unwrap_or_default().to_vec();
        if let Some(pending) = self.pending.get_mut(batch) {
            pending.push(Pending { node, name, args, conditions });
        }
    }

    /// Sends what waited.
    pub(super) fn close_batch(&mut self, batch: usize, with: Ts<'t>, head: Span) {
        let (Some(waiting), Some(open)) = (self.pending.get_mut(batch), self.batches.get(batch)) else { return };
        let (mut pending, recreate, table) = (std::mem::take(waiting), open.recreate, open.table.clone());
        self.asked_while_waiting(&mut pending);
        let Some(table) = table else {
            for waiting in pending {
                self.opaque(waiting.node, Reach::Everything);
            }
            return;
        };
        let rebuilds = match recreate {
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

    /// What lets an operation wait was asked before any of them is sent.
    fn asked_while_waiting(&mut self, pending: &mut [Pending<'t>]) {
        let mut asked: Vec<((Condition, Span), Condition)> = Vec::new();
        for guard in pending.iter_mut().flat_map(|waiting| &mut waiting.conditions) {
            let known = asked.iter().find(|(question, _)| question == guard).map(|(_, answer)| answer.clone());
            let answer = known.unwrap_or_else(|| {
                let answer = self.answered(guard.0.clone(), guard.1);
                asked.push((guard.clone(), answer.clone()));
                answer
            });
            guard.0 = answer;
        }
    }

    /// Plain statements.
    fn send<'p>(&mut self, table: &str, pending: impl Iterator<Item = &'p Pending<'t>>)
    where
        't: 'p,
    {
        let pending: Vec<&Pending<'t>> = pending.collect();
        for group in pending.chunk_by(|a, b| a.conditions == b.conditions) {
            self.under(&group[0].conditions, |this| group.iter().for_each(|waiting| this.send_one(table, waiting)));
        }
    }

    fn send_one(&mut self, table: &str, waiting: &Pending<'t>) {
        let Pending { node, name, args, .. } = waiting;
        let op = Op { node: *node, name, args: args.clone(), place: Place::Batch, table: Some(table.to_owned()) };
        match self.sent(&op) {
            Some(sent) => self.step(span(*node), self.head(*node, &op.args), sent.statements, sent.notes),
            None => self.opaque(*node, Reach::Keys(vec![Key::table(table)])),
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
    /// transaction), and the exchange, which is where all the changes of the batch take effect at once. From the first
    /// change on that has a condition of its own, each is a step, though no stop can fall between them. Indexes are built
    /// at the end.
    fn rebuild(&mut self, table: &str, pending: &[Pending<'t>], with: Ts<'t>, head: Span) {
        let bound = pending.iter().position(|waiting| !waiting.conditions.is_empty()).unwrap_or(pending.len());
        let (together, apart) = pending.split_at(bound);
        let ((changes, notes), mut indexes) = self.exchange(table, together.iter());
        let statements = begin_rebuild(table, changes, head);
        if apart.is_empty() {
            let statements = statements.into_iter().chain(indexes).collect();
            return self.step(span(with), head, statements, notes);
        }
        self.step(span(with), head, statements, notes);
        let mut built: Vec<(Conditions<'_>, Span, Statement)> =
            indexes.drain(..).map(|index| (NO_CONDITIONS, span(with), index)).collect();
        for group in apart.chunk_by(|a, b| a.conditions == b.conditions) {
            let conditions = group[0].conditions.as_slice();
            self.under(conditions, |this| {
                for waiting in group {
                    let at = span(waiting.node);
                    let ((operations, notes), indexes) = this.exchange(table, std::iter::once(waiting));
                    if !operations.is_empty() || !notes.is_empty() {
                        this.step(at, at, vec![Statement { operations }], notes);
                    }
                    built.extend(indexes.into_iter().map(|index| (conditions, at, index)));
                }
            });
        }
        for (conditions, at, index) in built {
            self.under(conditions, |this| this.step(at, at, vec![index], Vec::new()));
        }
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

/// The conditions around an operation, outermost first, and where each is written.
type Conditions<'c> = &'c [(Condition, Span)];

const NO_CONDITIONS: &[(Condition, Span)] = &[];

/// The temporary table, the copy, and the exchange with the changes that it brings.
fn begin_rebuild(table: &str, changes: Vec<Placed>, head: Span) -> Vec<Statement> {
    let temporary = Key::table(temporary_name(table));
    let definition = Definition::Table(TableDef::default());
    let create = Operation::new(Action::Create { key: temporary.clone(), definition });
    let copy = Operation::new(Action::Update(Update::of(temporary.clone(), Repeat::Same)));
    let exchange = Operation::new(Action::Exchange { stand_in: temporary, table: Key::table(table) });
    let mut operations = vec![Placed { operation: exchange, at: head, implied: true }];
    operations.extend(changes);
    vec![single(create, head, true), single(copy, head, true), Statement { operations }]
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
