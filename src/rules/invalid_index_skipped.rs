use super::Check;
use super::report::{Diagnosis, Scene, name_of};
use crate::frontend::Remedy;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::InvalidKept { key } = &incident.clash else { return None };
    let message = format!(
        "if the build of {} fails, the next run keeps the invalid index and says that all is well",
        name_of(key)
    );
    let help = "Drop what a failed build left, then build: an invalid index neither speeds up nor keeps values unique.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::RebuildIndex))
}
