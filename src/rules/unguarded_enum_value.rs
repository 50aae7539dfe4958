use super::Check;
use super::report::{Diagnosis, Scene, meets_its_own, name_of, when};
use crate::frontend::Remedy;
use crate::operation::Kind;
use crate::replay::Incident;

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if !meets_its_own(incident, &[Kind::EnumValue]) {
        return None;
    }
    let key = incident.clash.key()?;
    let message = format!("{} already exists {}", name_of(key), when(incident.scenario));
    Some(
        scene
            .diagnose(incident, message)
            .help("Add the value only where it is missing.")
            .ask(incident, Remedy::SkipIfPresent),
    )
}
