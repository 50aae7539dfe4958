use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::engine::Tool;
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::{Action, Kind};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Exists { key, .. } = &incident.clash else { return None };
    if incident.scenario != Scenario::FirstRun || !is_hidden(incident, scene) {
        return None;
    }
    let message = format!("{} is made by two revisions: the second fails wherever the first ran on its own", name_of(key));
    Some(
        scene
            .diagnose(incident, message)
            .help(
                "One `alembic upgrade head` from an empty database passes, because SQLAlchemy remembers the type within \
                 a run: tests do not see it. Let the second one take the type that is there.",
            )
            .ask(incident, Remedy::SkipIfPresent),
    )
}

/// Whether a run of all revisions in one process goes through: SQLAlchemy makes a type that `create_table` implies only
/// once in each run (measured; shared facts alembic.md section 2).
pub(super) fn is_hidden(incident: &Incident<'_>, scene: &Scene<'_>) -> bool {
    let Clash::Exists { key, since: Some(since) } = &incident.clash else { return false };
    let implied = incident.placed.implied && matches!(incident.placed.operation.action, Action::Create { .. });
    let alembic = scene.context.tool == Tool::Alembic;
    alembic && implied && key.kind == Kind::Type && since.file != scene.migration.file && is_implied_there(scene, incident)
}

/// The first one is implied as well: a type that is made by name is not remembered.
fn is_implied_there(scene: &Scene<'_>, incident: &Incident<'_>) -> bool {
    let Clash::Exists { key, since: Some(since) } = &incident.clash else { return false };
    let Some(chain) = scene.chain else { return true };
    let mut implied = false;
    for entry in chain.entries.iter().filter(|entry| entry.migration.file == since.file) {
        crate::replay::each_placed(&entry.migration.up, &mut |_, placed, _| {
            implied |= placed.implied && placed.operation.action.key() == Some(key);
        });
    }
    implied
}
