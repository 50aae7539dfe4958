use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::LeftBehind { key } = &incident.clash else { return None };
    let message = format!("rollback leaves {} behind, and forgets that this migration ever ran", name_of(key));
    let help = "The guard is asked again on rollback, when the answer is the other way round: guard both directions.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::KeepRollback))
}
