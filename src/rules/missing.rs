//! What the rules about missing things share: where the thing is made instead.

use super::report::{Diagnosis, Scene, name_of};
use crate::finding::{Scenario, Severity};
use crate::history::{Chain, Whence};
use crate::operation::{Action, Key, Kind};
use crate::replay::{Clash, Incident};
use crate::source::Location;

/// A finding about something that a step needs and that is not there.
pub(super) fn diagnose<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Missing { key, gone } = &incident.clash else { return None };
    if !matches!(incident.scenario, Scenario::FirstRun | Scenario::Rollback) {
        return None;
    }
    if incident.scenario == Scenario::Rollback && is_dropped(incident, key) {
        // `unguarded-drop` tells it.
        return None;
    }
    let message = format!("{} is not there when this step runs", name_of(key));
    let found = scene.diagnose(incident, message);
    let forth = incident.scenario == Scenario::FirstRun && gone.is_none();
    Some(match scene.chain.filter(|_| forth) {
        Some(chain) => add_whence(found, chain, scene, key),
        None => found.help("Create it first, or take this step out."),
    })
}

/// Whether `missing-table` or `missing-column` is about things of this kind.
pub(super) fn has_own_rule(kind: Kind) -> bool {
    matches!(kind, Kind::Table | Kind::View | Kind::MaterializedView | Kind::Column)
}

/// Whether the step drops the missing thing itself, or what belongs to it.
pub(super) fn is_dropped(incident: &Incident<'_>, missing: &Key) -> bool {
    match &incident.placed.operation.action {
        Action::Drop { key, .. } => key == missing || missing.kind == Kind::Table && key.owner == missing.name,
        _ => false,
    }
}

/// Says where the thing is made: later, in another branch, in another history, by the application itself, nowhere.
fn add_whence<'m>(mut found: Diagnosis<'m>, chain: &Chain<'_>, scene: &Scene<'_>, key: &Key) -> Diagnosis<'m> {
    let add = |found: &mut Diagnosis<'_>, text: String| found.finding.message.push_str(&text);
    match chain.missing.get(key).map(|missing| missing.whence) {
        Some(Whence::OtherHistory(at)) => {
            found.finding.severity = Severity::Hint;
            add(&mut found, ": it is made in another history".to_owned());
            found.relate(at, "made here").help("The other history must have run before this step does.")
        }
        Some(Whence::Application(at)) => {
            found.finding.severity = Severity::Hint;
            add(&mut found, ": only the application makes it".to_owned());
            found.relate(at, "made from this model").help(
                "On an empty database the migrations fail unless the application has started before: create it in \
                       a migration.",
            )
        }
        Some(Whence::Here | Whence::Nowhere) | None => match maker(chain, scene, key) {
            Some((number, at)) => {
                let own = chain.entries.iter().position(|entry| entry.migration.file == scene.migration.file);
                let later = own.is_some_and(|own| chain.graph.ancestors(number).contains(&own));
                let revision = &chain.entries[number].migration.revision;
                let (when, help) = if later {
                    (
                        " later",
                        "Create it here where it is missing, or let this migration run behind the one that makes it.",
                    )
                } else {
                    (" in another branch", "Let this branch continue the one that makes it, or depend on it.")
                };
                add(&mut found, format!(": `{revision}` makes it{when}"));
                let label = if later { "made here, later" } else { "made here, in another branch" };
                found.relate(at, label).help(help)
            }
            None => {
                add(&mut found, ": no migration makes it".to_owned());
                found.help("Create it first, or take this step out.")
            }
        },
    }
}

/// The first migration that makes it, other than this one.
fn maker(chain: &Chain<'_>, scene: &Scene<'_>, key: &Key) -> Option<(usize, Location)> {
    let makers = chain.makers.get(key)?;
    makers.iter().copied().find(|(number, _)| chain.entries[*number].migration.file != scene.migration.file)
}
