//! What the runs met, each operation's clash once, in the worst scenario that shows it.

use std::collections::BTreeMap;

use super::judge::is_of_application;
use super::machine::Met;
use super::{Clash, Incident};
use crate::finding::Scenario;
use crate::operation::Key;
use crate::source::{FileId, Location, Span};

/// What makes two incidents one and the same trouble: the direction, the step's span, the operation's number, the sort of
/// clash, and what it is about.
type Trouble = (bool, u32, u32, u32, u8, Option<Key>);

/// Incidents, each operation's clash once.
#[derive(Default)]
pub(super) struct Incidents<'m> {
    found: BTreeMap<Trouble, Incident<'m>>,
}

impl<'m> Incidents<'m> {
    pub(super) fn take(&mut self, met: Vec<Met<'m>>, file: FileId, backwards: bool, scenario: Scenario) {
        for met in met {
            // The application uses what is complete, whether that was recorded or not.
            let scenario = match scenario {
                Scenario::AfterStop(_) if is_of_application(&met.clash) => Scenario::Rerun,
                _ => scenario,
            };
            let place = Location { file, span: met.step.at };
            if scenario == Scenario::Rollback && self.never_runs(place.span) {
                continue;
            }
            let same = (
                backwards,
                place.span.start,
                place.span.end,
                met.number,
                sort_of(&met.clash),
                met.clash.key().cloned(),
            );
            let incident = Incident {
                step: met.step,
                placed: met.placed,
                number: met.number,
                place,
                backwards,
                clash: met.clash,
                scenario,
                guards: met.guards,
                blamed: met.blamed,
                own_table: met.own_table,
                unique_key: met.unique_key,
            };
            match self.found.get(&same) {
                Some(known) if known.scenario.gravity() >= scenario.gravity() => {}
                _ => {
                    self.found.insert(same, incident);
                }
            }
        }
    }

    /// Whether the first run fails at this step: there is nothing of it to take back.
    fn never_runs(&self, at: Span) -> bool {
        let here = self.found.range((false, at.start, at.end, 0, 0, None)..);
        let here =
            here.take_while(|((backwards, start, end, ..), _)| !backwards && (*start, *end) == (at.start, at.end));
        here.into_iter().any(|(_, incident)| incident.scenario == Scenario::FirstRun && incident.clash.raises())
    }

    pub(super) fn in_order(self) -> Vec<Incident<'m>> {
        self.found.into_values().collect()
    }
}

/// Clashes that are one and the same trouble in different scenarios share a number.
fn sort_of(clash: &Clash) -> u8 {
    match clash {
        Clash::Exists { .. } => 0,
        Clash::Missing { .. } => 1,
        Clash::Repeats { .. } | Clash::DuplicateRow { .. } => 2,
        Clash::NoConflictKey { .. } => 3,
        Clash::Differs { .. } => 4,
        Clash::Destroys { .. } => 5,
        Clash::Lost { .. } => 6,
        Clash::InvalidKept { .. } => 7,
        Clash::LeftBehind { .. } => 8,
        Clash::Swallowed { .. } => 9,
        Clash::Late { .. } => 13,
        Clash::InTransaction => 10,
        Clash::Hidden { .. } => 14,
        Clash::Uncommitted { .. } => 11,
        Clash::Irreplaceable { .. } => 12,
        Clash::InUse { .. } => 18,
        Clash::Overwrites { .. } => 15,
        Clash::Leftover { .. } => 16,
        Clash::NotItsOwn { .. } => 17,
        Clash::Overlooked { .. } => 19,
        Clash::Refused(_) => 20,
    }
}
