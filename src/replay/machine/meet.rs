//! What is noted of a clash when it is met: the guards around it, and who is to blame.

use super::{Machine, Met};
use crate::migration::{Condition, Placed, Step, Subject};
use crate::operation::{Action, Key};
use crate::replay::rows::conflicting_key;
use crate::replay::{Blame, Clash};

impl<'m> Machine<'_, 'm> {
    pub(super) fn meet(&mut self, step: &'m Step, placed: &'m Placed, number: u32, clash: Clash) {
        let wrong = self.guards.last().filter(|guard| !placed.implied && asks_elsewhere(&guard.condition, &clash));
        let blamed = match (self.stale.last(), wrong) {
            (Some(guard), _) => Some(Blame::Stale(guard)),
            (None, Some(guard)) => Some(Blame::Wrong(guard)),
            (None, None) => None,
        };
        self.meet_blaming(step, placed, number, clash, blamed);
    }

    pub(super) fn meet_blaming(
        &mut self,
        step: &'m Step,
        placed: &'m Placed,
        number: u32,
        clash: Clash,
        blamed: Option<Blame<'m>>,
    ) {
        let (own_table, unique_key) = self.about_rows(placed);
        let guards = self.guards.clone();
        self.met.push(Met { step, placed, number, clash, guards, blamed, own_table, unique_key });
    }

    fn about_rows(&self, placed: &Placed) -> (bool, Option<Vec<String>>) {
        let Action::Insert(rows) = &placed.operation.action else { return (false, None) };
        let own = self.schema.fact(&rows.table).is_some_and(|fact| fact.since.is_some_and(|since| since.run > 0));
        let keys = self.schema.unique_keys(&rows.table.name).unwrap_or_default();
        (own, conflicting_key(&keys, rows).map(<[String]>::to_vec))
    }
}

/// The guard asks for something of the same kind, but not for what is made here.
fn asks_elsewhere(condition: &Condition, clash: &Clash) -> bool {
    let Clash::Exists { key, .. } = clash else { return false };
    let mut asked = Vec::new();
    subjects(condition, &mut asked);
    !asked.is_empty() && asked.iter().all(|subject| subject.kind == key.kind && *subject != key)
}

/// The keys a condition asks for.
fn subjects<'a>(condition: &'a Condition, into: &mut Vec<&'a Key>) {
    match condition {
        Condition::Present(test) => {
            if let Subject::Key(key) = &test.subject {
                into.push(key);
            }
        }
        Condition::Not(inner) => subjects(inner, into),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| subjects(part, into)),
        _ => {}
    }
}
