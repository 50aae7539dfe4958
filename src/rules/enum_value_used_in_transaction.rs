use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Uncommitted { key, .. } = &incident.clash else { return None };
    let message = format!("{} is used in the transaction that adds it", name_of(key));
    let help = "Add the value in a migration of its own, or outside the transaction.";
    Some(scene.diagnose(incident, message).help(help))
}
