use super::Check;
use super::duplicate_object::irreplaceable;
use super::report::{Diagnosis, Scene, meets_its_own, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::Kind;
use crate::replay::Incident;

pub(super) const CHECK: Check = Check::Incident(check);

const KINDS: [Kind; 13] = [
    Kind::View,
    Kind::MaterializedView,
    Kind::Function,
    Kind::Procedure,
    Kind::Trigger,
    Kind::Policy,
    Kind::Extension,
    Kind::Schema,
    Kind::Sequence,
    Kind::Role,
    Kind::Publication,
    Kind::Event,
    Kind::Other,
];

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if incident.scenario != Scenario::FirstRun
        && let Some(found) = irreplaceable(incident, scene)
    {
        return Some(found);
    }
    if !meets_its_own(incident, &KINDS) && !meets_its_own(incident, &[Kind::Membership]) {
        return None;
    }
    let key = incident.clash.key()?;
    let message = format!("{} already exists {}", name_of(key), when(incident.scenario));
    let help = "Create it only where it is missing, or replace the one that is there.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfPresent))
}
