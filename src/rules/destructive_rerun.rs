use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::{Action, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Destroys { key, .. } = &incident.clash else { return None };
    let what = if key.kind == Kind::Column { "values" } else { "rows" };
    let message = format!("{} is dropped with all its {what} {}", name_of(key), when(incident.scenario));
    let found = scene.diagnose(incident, message);
    Some(match &incident.placed.operation.action {
        Action::Create { .. } => found
            .help("Keep the table that is there: create it only where it is missing.")
            .ask(incident, Remedy::KeepRows),
        _ => {
            let help = match incident.scenario {
                Scenario::AfterStop(_) => {
                    "Do the whole rebuild in one transaction, or keep the old copy until the new one has its name."
                }
                _ => "Drop it only while it is still the old one: ask first whether the new one has taken its place.",
            };
            found.help(help).ask(incident, Remedy::WrapInTransaction)
        }
    })
}
