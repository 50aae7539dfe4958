use super::Check;
use super::report::{Ask, Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Clash, Incident, each_placed};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Uncommitted { key, .. } = &incident.clash else { return None };
    let message = format!("{} is used in the transaction that adds it", name_of(key));
    let help = "Add the value in a migration of its own, or outside the transaction.";
    let mut found = scene.diagnose(incident, message).help(help);
    // The step that adds the value is the one to be moved.
    each_placed(&scene.migration.up, &mut |step, placed, _| {
        if matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key) {
            let operations = vec![placed];
            found.ask = Some(Ask { remedy: Remedy::LeaveTransaction, step, operations, guard: None, backwards: false });
        }
    });
    Some(found)
}
