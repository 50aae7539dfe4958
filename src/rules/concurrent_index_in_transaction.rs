use super::Check;
use super::report::{Diagnosis, Scene};
use crate::frontend::Remedy;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if !matches!(incident.clash, Clash::InTransaction) {
        return None;
    }
    let message = "this statement is refused inside the transaction that the migration runs in".to_owned();
    let help = "Run the migration without a transaction, with nothing else in it.";
    Some(scene.diagnose(incident, message).help(help).ask(incident, Remedy::LeaveTransaction))
}
