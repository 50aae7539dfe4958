use std::collections::BTreeSet;

use super::{Check, enum_made_twice};
use super::multiple_heads::age;
use super::report::{Diagnosis, Scene, Told, name_of, when};
use crate::catalogue::{self, ClashKind};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::history::{Chain, Entry};
use crate::migration::{Node, Placed};
use crate::operation::{Action, Key, Kind, Tolerance};
use crate::replay::{Clash, Incident};
use crate::schema::MadeTwice;
use crate::source::Location;

pub(super) const CHECK: Check = Check::Both(check, between_branches);

/// What two branches make, each for itself: whichever runs second fails. A merge does not help.
fn between_branches(chain: &Chain<'_>) -> Vec<Told> {
    let mut seen = BTreeSet::new();
    let twice = chain.twice.iter().filter(|twice| seen.insert((&twice.key, twice.by)));
    twice.filter_map(|twice| tell_branches(chain, twice)).collect()
}

fn tell_branches(chain: &Chain<'_>, twice: &MadeTwice) -> Option<Told> {
    let [a, b] = twice.by.map(|at| unguarded(chain, &twice.key, at));
    let (mut first, mut second) = (a?, b?);
    // What was made before the branches parted is dropped and made again in one of them.
    let number = |entry: &Entry<'_>| chain.entries.iter().position(|one| one.migration.file == entry.migration.file);
    let (a, b) = (number(first.0)?, number(second.0)?);
    if chain.graph.ancestors(a).contains(&b) || chain.graph.ancestors(b).contains(&a) {
        return None;
    }
    if age(first.0, 0) > age(second.0, 0) {
        std::mem::swap(&mut first, &mut second);
    }
    let message = format!("{} is made in two branches: whichever runs second fails", name_of(&twice.key));
    let mut told = Told::new(second.1, "the second branch fails here", message)
        .relate(first.1, "made here in the other branch")
        .help("Keep it in one of the two and let the other branch continue that one; a merge revision does not help.");
    told.finding.error = catalogue::predict(chain.context(), &second.2.operation, &ClashKind::Exists);
    Some(told)
}

/// The statement at this place, where it makes just this thing whatever is there.
fn unguarded<'c>(chain: &'c Chain<'_>, key: &Key, at: Location) -> Option<(&'c Entry<'c>, Location, &'c Placed)> {
    let entry = chain.entries.iter().find(|entry| entry.migration.file == at.file)?;
    let mut found = None;
    for node in &entry.migration.up {
        let Node::Step(step) = node else { continue };
        let mut placed = step.statements.iter().flat_map(|statement| &statement.operations);
        let makes = |placed: &&Placed| {
            let created = matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key);
            created && !placed.implied && placed.operation.tolerance == Tolerance::None
        };
        if step.at == at.span {
            found = found.or_else(|| placed.find(makes).map(|placed| (Location { span: step.head, ..at }, placed)));
        }
    }
    found.map(|(at, placed)| (entry, at, placed))
}


/// What `OR REPLACE` can't make into what is written.
pub(super) fn irreplaceable<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Irreplaceable { key, kept, .. } = &incident.clash else { return None };
    let again = if incident.scenario == Scenario::FirstRun { String::new() } else { format!(" {}", when(incident.scenario)) };
    let message = format!("{} can't be replaced{again}: it has {kept}, which the new one has not", name_of(key));
    let help = match key.kind {
        Kind::Function | Kind::Procedure => "Drop the function first, or keep what it returns.",
        _ => "Drop the view first, or keep its columns as they are and add new ones behind them.",
    };
    Some(scene.diagnose(incident, message).help(help))
}

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    if incident.scenario == Scenario::FirstRun
        && let Some(found) = irreplaceable(incident, scene)
    {
        return Some(found);
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
