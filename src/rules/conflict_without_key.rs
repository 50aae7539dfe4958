use super::Check;
use super::report::{Diagnosis, Scene};
use crate::operation::{Action, Insert, OnConflict};
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Action::Insert(Insert { table, conflict, .. }) = &incident.placed.operation.action else { return None };
    let message = match &incident.clash {
        Clash::NoConflictKey { .. } => {
            format!("`{}` has no unique key on the columns that ON CONFLICT names", table.name)
        }
        Clash::Repeats { .. } if !matches!(conflict, OnConflict::Fail) => {
            format!("no key of `{}` can conflict, so each run adds the rows once more", table.name)
        }
        _ => return None,
    };
    Some(scene.diagnose(incident, message).help("Name the columns of a unique key, or make one first."))
}
