use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Blame, Clash, Incident};

pub(super) const CHECK: Check = Check::Migration(check_all);

/// An error that jumps to a handler skips all that follows: the first thing that is lost stands for the rest.
fn check_all<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let mut handlers = Vec::new();
    let mut found = Vec::new();
    for incident in scene.incidents() {
        let Some(diagnosis) = check(incident, scene) else { continue };
        if let Some(Blame::Handler(handler)) = incident.blamed {
            if handlers.contains(&handler.at) {
                continue;
            }
            handlers.push(handler.at);
        }
        found.push(diagnosis);
    }
    found
}

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Lost { key } = &incident.clash else { return None };
    let blamed = incident.blamed?;
    let what = match &incident.placed.operation.action {
        Action::Insert(_) => format!("the rows of {} are never added", name_of(key)),
        Action::Update(_) => format!("the rows of {} are never updated", name_of(key)),
        Action::Delete { .. } => format!("the rows of {} are never deleted", name_of(key)),
        Action::Alter { .. } => format!("{} is never changed", name_of(key)),
        _ if key.name.is_empty() => format!("the unnamed {} of `{}` is never made", key.kind.noun(), key.owner),
        _ => format!("{} is never made", name_of(key)),
    };
    let (skips, label) = match blamed {
        Blame::Handler(_) => ("an error before it then jumps over it", "this handler skips more than what failed"),
        _ => ("the guard then skips it", "this guard skips all of it"),
    };
    let message = format!("{what} if a run stops before it: {skips} for ever");
    let found = scene.diagnose(incident, message).relate(scene.here(blamed.at()), label);
    Some(found.help("Give each step a guard of its own.").ask(incident, Remedy::GuardEachStep))
}
