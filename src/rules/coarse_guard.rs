use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::replay::{Blame, Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Lost { key } = &incident.clash else { return None };
    let blamed = incident.blamed?;
    let message = format!("{} is never made if a run stops before it: the guard then skips it for ever", name_of(key));
    let label = match blamed {
        Blame::Handler(_) => "this handler undoes more than what failed",
        _ => "this guard skips all of it",
    };
    let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), label);
    Some(found.help("Give each step a guard of its own.").ask(incident, Remedy::GuardEachStep))
}
