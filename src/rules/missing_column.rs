use super::report::{Diagnosis, Scene};
use super::{Check, missing};
use crate::operation::Kind;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Missing { key, .. } = &incident.clash else { return None };
    matches!(key.kind, Kind::Column).then(|| missing::diagnose(incident, scene))?
}
