use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::operation::Action;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Differs { key } = &incident.clash else { return None };
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
    Some(scene.diagnose(incident, message).help(help))
}
