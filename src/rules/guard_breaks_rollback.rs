use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    match &incident.clash {
        Clash::LeftBehind { key } => {
            let drops = matches!(incident.placed.operation.action, Action::Drop { .. });
            let name = name_of(key);
            let what = if drops { format!("does not bring {name} back") } else { format!("leaves {name} behind") };
            let message = format!("rollback {what}, and forgets that this migration ever ran");
            let help =
                "The guard is asked again on rollback, when the answer is the other way round: guard both directions.";
            let found = scene.diagnose(incident, message).help(help);
            // A rename goes back by another question than the one that let it run.
            let creates = matches!(incident.placed.operation.action, Action::Create { .. });
            Some(if creates || drops { found.ask(incident, Remedy::KeepRollback) } else { found })
        }
        Clash::NotItsOwn { key, since } => {
            let message = format!("rollback drops {}, which an earlier migration has made", name_of(key));
            let help = "Take the step out, or write the way back by hand.";
            Some(scene.diagnose(incident, message).relate(*since, "made here").help(help))
        }
        _ => None,
    }
}
