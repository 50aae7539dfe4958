use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    match &incident.clash {
        Clash::LeftBehind { key } => {
            let message = format!("rollback leaves {} behind, and forgets that this migration ever ran", name_of(key));
            let help =
                "The guard is asked again on rollback, when the answer is the other way round: guard both directions.";
            let found = scene.diagnose(incident, message).help(help);
            // A rename goes back by another question than the one that let it run.
            let creates = matches!(incident.placed.operation.action, Action::Create { .. });
            Some(if creates { found.ask(incident, Remedy::KeepRollback) } else { found })
        }
        Clash::NotItsOwn { key, since } => {
            let message = format!("rollback drops {}, which an earlier migration has made", name_of(key));
            let help = "Take the step out, or write the way back by hand.";
            Some(scene.diagnose(incident, message).relate(*since, "made here").help(help))
        }
        _ => None,
    }
}
