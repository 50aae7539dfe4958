use super::{Check, missing};
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::{Action, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if let Clash::InUse { key, by, .. } = &incident.clash {
        let wanted = match incident.placed.operation.action {
            Action::Alter { .. } => "get another type",
            _ => "be dropped",
        };
        let (what, when) = (name_of(key), when(incident.scenario));
        let message = format!("{what} can't {wanted} {when}: {} uses it", name_of(by));
        let help = match key.kind {
            Kind::Index => "Drop the foreign key first, or make another index that starts with its columns.",
            _ => "Drop what uses it first, or let both of them be.",
        };
        return Some(scene.diagnose(incident, message).help(help));
    }
    if let Clash::Overlooked { key } = &incident.clash {
        let message = format!("Rails does not find {} {}", name_of(key), when(incident.scenario));
        let help = "It compares what is written with what the database tells. Remove it by its name alone, or name the \
                    table that the key points at; in `change`, write the way back by hand.";
        return Some(scene.diagnose(incident, message).help(help));
    }
    let Clash::Missing { key, .. } = &incident.clash else { return None };
    // `missing-table` and `missing-column` tell it.
    let told = missing::has_own_rule(key.kind) && !missing::is_dropped(incident, key);
    if incident.scenario == Scenario::FirstRun || incident.scenario == Scenario::Rollback && told {
        return None;
    }
    match &incident.placed.operation.action {
        Action::Drop { key: dropped, .. } if dropped == key => {
            let message = format!("{} is already gone {}", name_of(key), when(incident.scenario));
            let help = "Drop it only where it is there.";
            Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfAbsent))
        }
        Action::Drop { key: dropped, .. } if key.kind == Kind::Table && dropped.owner == key.name => {
            let message = format!("{} is already gone, its table with it, {}", name_of(dropped), when(incident.scenario));
            let help = "Drop it only where it is there.";
            Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfAbsent))
        }
        Action::Rename { from, .. } if from == key => None,
        _ => {
            // A later step takes away what this one stands on; where to go from there is for a person to say.
            let message = format!("this step needs {}, which is gone {}", name_of(key), when(incident.scenario));
            let help = "Run this step only where what it stands on is still there, or split the migration.";
            let diagnosis = scene.diagnose(incident, message).help(help);
            let rows = incident.placed.operation.is_dml() && matches!(key.kind, Kind::Column | Kind::Table);
            let own = matches!(&incident.placed.operation.action, Action::Alter { key: altered, .. } if altered == key);
            // A constraint is validated, and then replaced by NOT NULL.
            if key.kind == Kind::Constraint && incident.placed.operation.mentions.contains(key) {
                return Some(diagnosis.ask(incident, Remedy::SkipIfAbsent));
            }
            let alters = own && key.kind == Kind::Column;
            Some(if rows || alters { diagnosis.ask(incident, Remedy::OnlyWhile(key.clone())) } else { diagnosis })
        }
    }
}
