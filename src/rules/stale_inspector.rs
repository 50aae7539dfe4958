use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::frontend::Remedy;
use crate::replay::{Blame, Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let (Clash::Exists { key, .. } | Clash::Missing { key, .. } | Clash::Late { key }, Some(blamed @ Blame::Stale(_))) =
        (&incident.clash, incident.blamed)
    else {
        return None;
    };
    let message = match incident.clash {
        Clash::Late { .. } => {
            format!("the guard's answer is out of date: {} is made only by a second run", name_of(key))
        }
        _ => {
            let when = when(incident.scenario);
            format!("the guard's answer is out of date: {} has changed since, {when}", name_of(key))
        }
    };
    let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), "answered from what was read before");
    Some(found.help("Ask the database again, right before the step.").ask(incident, Remedy::AskAgain))
}
