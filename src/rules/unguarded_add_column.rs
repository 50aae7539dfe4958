use super::Check;
use super::report::{Diagnosis, Scene, meets_its_own, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::{Action, Key, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let key = incident.clash.key()?;
    if !meets_its_own(incident, &[Kind::Column, Kind::Identity]) && !meets_an_identity(incident, key) {
        return None;
    }
    let message = format!("{} already exists {}", name_of(key), when(incident.scenario));
    Some(
        scene
            .diagnose(incident, message)
            .help("Add the column only where it is missing.")
            .ask(incident, Remedy::SkipIfPresent),
    )
}

/// `DROP DEFAULT`, `DROP SEQUENCE`: they make room for an identity, and are refused once it is there.
fn meets_an_identity(incident: &Incident<'_>, key: &Key) -> bool {
    let makes_room = matches!(incident.placed.operation.action, Action::Alter { .. } | Action::Drop { .. });
    let met = matches!(incident.clash, Clash::Exists { .. }) && key.kind == Kind::Identity;
    makes_room && met && incident.blamed.is_none() && incident.scenario != Scenario::FirstRun
}
