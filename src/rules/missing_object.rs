use super::{Check, missing};
use super::report::{Diagnosis, Scene, name_of};
use crate::finding::Scenario;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Missing { key, .. } = &incident.clash else { return None };
    if missing::has_own_rule(key.kind) || incident.scenario != Scenario::FirstRun {
        return None;
    }
    let message = format!("{} is not there when this step runs", name_of(key));
    Some(scene.diagnose(incident, message).help("It may have gone with its table or column: take this step out."))
}
