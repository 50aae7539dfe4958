use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::finding::Scenario;
use crate::operation::Kind;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Missing { key, .. } = &incident.clash else { return None };
    let own_rule = matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Column);
    if own_rule || incident.scenario != Scenario::FirstRun {
        return None;
    }
    let message = format!("{} is not there when this step runs", name_of(key));
    Some(scene.diagnose(incident, message).help("It may have gone with its table or column: take this step out."))
}
