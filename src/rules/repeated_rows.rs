use super::Check;
use super::report::{Diagnosis, Scene, when};
use crate::frontend::Remedy;
use crate::operation::{Action, Insert, OnConflict};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Action::Insert(Insert { table, conflict: OnConflict::Fail, .. }) = &incident.placed.operation.action else {
        return None;
    };
    let message = match &incident.clash {
        Clash::Repeats { .. } => {
            format!("the rows of `{}` are inserted once more {}", table.name, when(incident.scenario))
        }
        Clash::DuplicateRow { unique, .. } => {
            format!(
                "the rows of `{}` are there already ({}) {}",
                table.name,
                unique.join(", "),
                when(incident.scenario)
            )
        }
        _ => return None,
    };
    let help = "Insert only the rows that are not there yet.";
    let remedy = Remedy::SkipDuplicateRows { key: incident.unique_key.clone(), own_table: incident.own_table };
    Some(scene.diagnose(incident, message).help(help).ask(incident, remedy))
}
