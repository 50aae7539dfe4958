use super::Check;
use super::report::{Diagnosis, Scene, meets_its_own, name_of, when};
use crate::frontend::Remedy;
use crate::operation::{Action, Definition, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Action::Create { key, definition: Definition::Index(index) } = &incident.placed.operation.action else {
        return None;
    };
    if matches!(incident.clash, Clash::Repeats { .. }) {
        let message = format!("each run makes one more index on `{}` ({})", index.table, index.columns.join(", "));
        let help = "Give the index a name, so that a second run can see that it is there.";
        return Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::SkipIfPresent));
    }
    if !meets_its_own(incident, &[Kind::Index]) {
        return None;
    }
    let message = format!("{} already exists {}", name_of(key), when(incident.scenario));
    let found = scene.diagnose(incident, message);
    Some(if index.concurrently {
        let help = "A build that failed leaves an invalid index: drop what is there first, then build.";
        found.help(help).ask(incident, Remedy::RebuildIndex)
    } else {
        found.help("Create the index only where it is missing.").ask(incident, Remedy::SkipIfPresent)
    })
}
