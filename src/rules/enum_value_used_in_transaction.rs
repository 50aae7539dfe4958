use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::engine::{Dialect, Transaction};
use crate::finding::Scenario;
use crate::migration::{Node, Step};
use crate::operation::{Action, Definition, Key, Kind, Value};
use crate::schema::Schema;

pub(super) const CHECK: Check = Check::Migration(check);

fn check<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let whole = matches!(scene.migration.transaction, Transaction::Whole | Transaction::WholeUnrecorded);
    if scene.context.dialect != Dialect::Postgres || !whole {
        return Vec::new();
    }
    let mut seen = Seen { scene, added: Vec::new(), found: Vec::new() };
    seen.nodes(&scene.migration.up);
    seen.found
}

/// What a walk through the program has seen of the open transaction.
struct Seen<'a, 'm> {
    scene: &'a Scene<'m>,
    added: Vec<(&'m Step, &'m Key)>,
    found: Vec<Diagnosis<'m>>,
}

impl<'m> Seen<'_, 'm> {
    fn nodes(&mut self, nodes: &'m [Node]) {
        for node in nodes {
            match node {
                Node::Step(step) => self.step(step),
                Node::If(branch) => {
                    self.nodes(&branch.then);
                    self.nodes(&branch.otherwise);
                }
                Node::Try(attempt) => {
                    self.nodes(&attempt.body);
                    self.nodes(&attempt.handler);
                }
                Node::Atomic { body, .. } => self.nodes(body),
                // It commits what came before, and each of its own statements.
                Node::Autocommit { .. } => self.added.clear(),
                Node::Probe { .. } | Node::Return => {}
            }
        }
    }

    fn step(&mut self, step: &'m Step) {
        for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
            let action = &placed.operation.action;
            let used = self.added.iter().filter(|(_, value)| uses(action, value, &self.scene.judgement.end));
            for (maker, value) in used {
                let message = format!("{} is used in the transaction that adds it", name_of(value));
                let label = "ERROR:  unsafe use of new value (55P04)".to_owned();
                let diagnosis = self.scene.remark(self.scene.here(step.head), label, message, Scenario::FirstRun);
                let diagnosis = diagnosis.relate(self.scene.here(maker.head), "added here, not yet committed");
                self.found.push(diagnosis.help("Add the value in a migration of its own, or outside the transaction."));
            }
            match action {
                Action::Create { key, .. } if key.kind == Kind::EnumValue => self.added.push((step, key)),
                _ => {}
            }
        }
    }
}

/// Whether an operation names this label where a value of the type stands.
fn uses(action: &Action, value: &Key, schema: &Schema) -> bool {
    let named = |table: &Key, column: &str| may_hold(schema, table, column, &value.owner);
    match action {
        Action::Insert(insert) => {
            let columns = insert.columns.as_deref().unwrap_or_default();
            insert.rows.iter().flatten().any(|row| {
                row.iter().enumerate().any(|(place, cell)| {
                    matches!(cell, Value::Literal(text) if *text == value.name)
                        && columns.get(place).is_none_or(|column| named(&insert.table, column))
                })
            })
        }
        Action::Update { table, literals, .. } => {
            literals.iter().any(|(column, text)| *text == value.name && named(table, column))
        }
        Action::Alter { alteration, .. } if alteration.what == "default" => alteration
            .to
            .as_deref()
            .is_some_and(|to| to.split("::").next().unwrap_or(to).trim_matches('\'') == value.name),
        _ => false,
    }
}

/// Whether a column is of this type, as far as is known: the same word may well be the value of another column.
fn may_hold(schema: &Schema, table: &Key, column: &str, wanted: &str) -> bool {
    let fact = schema.fact(&Key::column(table.name.as_str(), column));
    let Some(Definition::Column(column)) = fact.and_then(|fact| fact.definition.as_deref()) else { return true };
    let bare = |name: &str| name.rsplit('.').next().unwrap_or_default().trim_matches('"').to_lowercase();
    column.sql_type.as_deref().is_none_or(|sql| bare(sql.trim_end_matches("[]")) == bare(wanted))
}
