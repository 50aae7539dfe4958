use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Action::Rename { from, to } = &incident.placed.operation.action else { return None };
    if incident.scenario == Scenario::FirstRun {
        return None;
    }
    let message = match &incident.clash {
        Clash::Missing { key, .. } if key == from => {
            format!("{} has its new name already {}", name_of(from), when(incident.scenario))
        }
        Clash::Exists { key, .. } if key == to => format!("{} already exists {}", name_of(to), when(incident.scenario)),
        _ => return None,
    };
    let help = "Rename only where the old name is there and the new one is not.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfRenamed))
}
