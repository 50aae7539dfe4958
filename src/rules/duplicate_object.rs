use super::{Check, enum_made_twice};
use super::report::{Diagnosis, Scene, name_of};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::operation::Action;
use crate::replay::{Clash, Incident};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if let Clash::Irreplaceable { key, column, .. } = &incident.clash {
        let message =
            format!("{} can't be replaced: it has a column `{column}` that the new one has not", name_of(key));
        let help = "Drop the view first, or keep its columns as they are and add new ones behind them.";
        return Some(scene.diagnose(incident, message).help(help));
    }
    let Clash::Exists { key, since } = &incident.clash else { return None };
    if incident.scenario != Scenario::FirstRun || enum_made_twice::is_hidden(incident, scene) {
        return None;
    }
    let elsewhere = since.is_some_and(|at| at.file != scene.migration.file);
    let message = format!("{} is made twice: the first run fails, and every run after it", name_of(key));
    let found = scene.diagnose(incident, message);
    let Action::Create { definition, .. } = &incident.placed.operation.action else { return Some(found) };
    let same = scene.judgement.end.fact(key).is_some_and(|fact| fact.definition.as_deref() == Some(definition));
    Some(if same && elsewhere {
        found
            .help("An earlier migration makes it already: take this step out, or let it do nothing where that has run.")
            .ask(incident, Remedy::SkipIfPresent)
    } else if same {
        found
            .help("An earlier step of this migration makes it already: take this one out.")
            .ask(incident, Remedy::Remove)
    } else {
        found.help("Another one of this name is there already: give this one another name.")
    })
}
