use super::Check;
use super::report::{Diagnosis, Scene};
use crate::engine::{Dialect, Transaction};
use crate::finding::Scenario;
use crate::replay::each_placed;

pub(super) const CHECK: Check = Check::Migration(check);

/// The migration gave up the transaction it could have had, although none of its steps needs that, and a stop between
/// its steps leaves a half.
fn check<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let transactional = matches!(scene.context.dialect, Dialect::Postgres | Dialect::Sqlite);
    let has_one = scene.context.tool.wraps_in_transaction(scene.context.dialect);
    let given_up = scene.migration.transaction == Transaction::Autocommit && has_one;
    if !transactional || !given_up {
        return Vec::new();
    }
    let (mut statements, mut needs_it, mut first) = (0, false, None);
    each_placed(&scene.migration.up, &mut |step, placed, _| {
        statements += usize::from(placed.operation.changes_schema());
        needs_it |= placed.operation.outside_transaction;
        first.get_or_insert(step);
    });
    let broken = scene.incidents().any(|incident| matches!(incident.scenario, Scenario::AfterStop(_)));
    let Some(step) = first.filter(|_| statements > 1 && !needs_it && broken) else { return Vec::new() };
    let message = "this migration runs without a transaction although every step could be in one".to_owned();
    let label = "a stop behind this step leaves a half-applied migration".to_owned();
    let found = scene.remark(scene.here(step.head), label, message, Scenario::Rerun);
    vec![found.help("Give the transaction back, or guard every step.")]
}
