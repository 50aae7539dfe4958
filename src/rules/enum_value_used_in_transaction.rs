use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::engine::{Dialect, Transaction};
use crate::finding::Scenario;
use crate::migration::{Placed, Step};
use crate::operation::{Action, Kind, Value};
use crate::replay::each_placed;

pub(super) const CHECK: Check = Check::Migration(check);

fn check<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let whole = matches!(scene.migration.transaction, Transaction::Whole | Transaction::WholeUnrecorded);
    if scene.context.dialect != Dialect::Postgres || !whole {
        return Vec::new();
    }
    let mut added: Vec<(&Step, &Placed)> = Vec::new();
    let mut found = Vec::new();
    each_placed(&scene.migration.up, &mut |step, placed, _| {
        if matches!(&placed.operation.action, Action::Create { key, .. } if key.kind == Kind::EnumValue) {
            added.push((step, placed));
        }
        for (maker, value) in &added {
            let Some(key) = value.operation.action.key() else { continue };
            if uses(&placed.operation.action, &key.name) {
                let message = format!("{} is used in the transaction that adds it", name_of(key));
                let label = "ERROR:  unsafe use of new value (55P04)".to_owned();
                let diagnosis = scene.remark(scene.here(step.head), label, message, Scenario::FirstRun);
                let diagnosis = diagnosis.relate(scene.here(maker.head), "added here, not yet committed");
                found.push(diagnosis.help("Add the value in a migration of its own, or outside the transaction."));
            }
        }
    });
    found
}

/// Whether an operation writes this label as a value.
fn uses(action: &Action, label: &str) -> bool {
    match action {
        Action::Insert(insert) => {
            insert.rows.iter().flatten().flatten().any(|value| matches!(value, Value::Literal(text) if text == label))
        }
        Action::Alter { alteration, .. } if alteration.what == "default" => {
            alteration.to.as_deref().is_some_and(|to| to.split("::").next().unwrap_or(to).trim_matches('\'') == label)
        }
        _ => false,
    }
}
