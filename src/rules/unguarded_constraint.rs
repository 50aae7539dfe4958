use super::Check;
use super::report::{Diagnosis, Scene, meets_its_own, name_of, when};
use crate::frontend::Remedy;
use crate::operation::{Action, Definition, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Action::Create { key, definition: Definition::Constraint(_) } = &incident.placed.operation.action else {
        return None;
    };
    if matches!(incident.clash, Clash::Repeats { .. }) {
        let message = format!("each run adds the same constraint to `{}` once more", key.owner);
        let help = "Give the constraint a name, and add it only where it is missing.";
        return Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfPresent));
    }
    if !meets_its_own(incident, &[Kind::Constraint]) {
        return None;
    }
    let message = format!("{} already exists {}", name_of(key), when(incident.scenario));
    let help = "Add the constraint only where it is missing.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfPresent))
}
