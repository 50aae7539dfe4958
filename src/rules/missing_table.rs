use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::finding::Scenario;
use crate::operation::Kind;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Missing { key, .. } = &incident.clash else { return None };
    if !matches!(incident.scenario, Scenario::FirstRun | Scenario::Rollback)
        || !matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView)
    {
        return None;
    }
    let message = format!("{} is not there when this step runs", name_of(key));
    Some(scene.diagnose(incident, message).help("Create it first, or take this step out."))
}
