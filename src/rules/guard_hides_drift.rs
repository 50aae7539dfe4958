use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Hidden { key, since, lacks } = &incident.clash else { return None };
    let message = format!("{} is there already, in another shape: {lacks}, and this guard keeps it so", name_of(key));
    let found = scene.diagnose(incident, message).relate(*since, "made here first");
    Some(found.help("Change what is there step by step, each with a guard of its own; a guard around the whole skips it."))
}
