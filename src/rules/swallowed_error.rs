use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::frontend::Remedy;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Swallowed { key } = &incident.clash else { return None };
    let message = format!(
        "the error about {} is caught {}, but PostgreSQL has aborted the transaction: everything after it fails",
        name_of(key),
        when(incident.scenario)
    );
    let mut found = scene.diagnose(incident, message);
    found.finding.error = scene.next_statement_fails(incident);
    if let Some(blamed) = incident.blamed {
        found = found.relate(scene.here(blamed.at()), "caught by this");
    }
    Some(
        found
            .help("Ask first whether it is there, or put the step into a savepoint.")
            .ask(incident, Remedy::SkipIfPresent),
    )
}
