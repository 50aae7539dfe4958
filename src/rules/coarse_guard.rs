use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Blame, Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Lost { key } = &incident.clash else { return None };
    let blamed = incident.blamed?;
    let what = match &incident.placed.operation.action {
        Action::Insert(_) => format!("the rows of {} are never added", name_of(key)),
        Action::Update { .. } => format!("the rows of {} are never updated", name_of(key)),
        Action::Delete { .. } => format!("the rows of {} are never deleted", name_of(key)),
        Action::Alter { .. } => format!("{} is never changed", name_of(key)),
        _ if key.name.is_empty() => format!("the unnamed {} of `{}` is never made", key.kind.noun(), key.owner),
        _ => format!("{} is never made", name_of(key)),
    };
    let message = format!("{what} if a run stops before it: the guard then skips it for ever");
    let label = match blamed {
        Blame::Handler(_) => "this handler undoes more than what failed",
        _ => "this guard skips all of it",
    };
    let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), label);
    Some(found.help("Give each step a guard of its own.").ask(incident, Remedy::GuardEachStep))
}
