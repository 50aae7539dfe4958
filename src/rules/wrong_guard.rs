use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::replay::{Blame, Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let (Clash::Exists { key, .. } | Clash::Late { key } | Clash::Leftover { key }, Some(blamed @ Blame::Wrong(_))) =
        (&incident.clash, incident.blamed)
    else {
        return None;
    };
    if matches!(incident.clash, Clash::Late { .. }) {
        let message =
            format!("the guard asks for what this migration changes: {} is made only by a second run", name_of(key));
        let found =
            scene.diagnose(incident, message).relate(scene.here(blamed.at()), "answers otherwise the second time");
        return Some(found.help("Decide by something that the migration leaves as it is."));
    }
    if matches!(incident.clash, Clash::Leftover { .. }) {
        let message = format!("{} is made once more {}, and stays", name_of(key), when(incident.scenario));
        let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), "skips what takes it away");
        return Some(found.help("Make it only where what it becomes is missing too."));
    }
    if incident.scenario == Scenario::FirstRun {
        return None;
    }
    let message =
        format!("the guard asks for something else: {} already exists {}", name_of(key), when(incident.scenario));
    let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), "this asks for another name");
    Some(found.help("Ask for the thing that the step makes.").ask(incident, Remedy::SkipIfPresent))
}
