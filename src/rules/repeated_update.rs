use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Severity;
use crate::operation::{Action, Key};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    match &incident.clash {
        Clash::Differs { key } => Some(changed_again(incident, scene, key)),
        Clash::Overwrites { key, derived } => Some(overwritten(incident, scene, key, *derived)),
        _ => None,
    }
}

fn changed_again<'m>(incident: &Incident<'m>, scene: &Scene<'m>, key: &Key) -> Diagnosis<'m> {
    let (message, help) = match &incident.placed.operation.action {
        Action::Alter { .. } => (
            format!("{} is converted once more {}", name_of(key), when(incident.scenario)),
            "Convert only where the old type is still there.",
        ),
        Action::Rename { .. } => (
            format!("the names are swapped back {}: {} is the other one again", when(incident.scenario), name_of(key)),
            "Swap only where that was not done yet: ask for a column that tells the two apart.",
        ),
        _ => (
            format!("the rows of `{}` are changed once more {}", key.name, when(incident.scenario)),
            "Write the new value so that it does not build on the old one, or update only rows that were not updated yet.",
        ),
    };
    scene.diagnose(incident, message).help(help)
}

/// That the application has written to the column since can't be known where the new value may be the same as its own.
fn overwritten<'m>(incident: &Incident<'m>, scene: &Scene<'m>, key: &Key, derived: bool) -> Diagnosis<'m> {
    let message = format!("what was written to {} since is lost {}", name_of(key), when(incident.scenario));
    let mut found = scene.diagnose(incident, message);
    if derived {
        found.finding.severity = Severity::Hint;
    }
    found.help("Fill in only rows that have no value yet.")
}
