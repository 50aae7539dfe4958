//! Questions that are not answered but raise: `column_exists?(:posts, :views)` where there is no table `posts` any more.

use super::Machine;
use crate::migration::{Condition, If};
use crate::operation::Key;
use crate::replay::{Blame, Clash, each_placed};
use crate::schema::Presence;

impl<'m> Machine<'_, 'm> {
    /// The table that a question needs and that has gone. A part behind one that decides is not asked.
    pub(super) fn asked_in_vain<'s>(&'s self, condition: &'m Condition) -> Option<&'s Key> {
        match condition {
            Condition::Present(test) => {
                let table = test.needs.as_ref().filter(|table| !self.schema.is_table_like(&table.name))?;
                let fact = self.schema.fact(table)?;
                (fact.presence == Presence::Absent && fact.since.is_some()).then_some(table)
            }
            Condition::Not(inner) => self.asked_in_vain(inner),
            Condition::All(parts) => self.first_in_vain(parts, false),
            Condition::Any(parts) => self.first_in_vain(parts, true),
            Condition::Remembered(id) => self.vain.get(id),
            Condition::Same(one, other) => self.asked_in_vain(one).or_else(|| self.asked_in_vain(other)),
            Condition::Known(_) | Condition::RowsPresent { .. } | Condition::Offline | Condition::Unknown => None,
        }
    }

    fn first_in_vain<'s>(&'s self, parts: &'m [Condition], decisive: bool) -> Option<&'s Key> {
        for part in parts {
            if let Some(table) = self.asked_in_vain(part) {
                return Some(table);
            }
            if self.evaluate(part) != Some(!decisive) {
                return None;
            }
        }
        None
    }

    /// Lays it to the first step under the guard. What a handler makes of it is not followed.
    pub(super) fn meet_raised(&mut self, branch: &'m If) {
        if self.doubtful > 0 || !self.handlers.is_empty() {
            return;
        }
        let Some(table) = self.asked_in_vain(&branch.condition).cloned() else { return };
        let mut first = None;
        for nodes in [&branch.then, &branch.otherwise] {
            each_placed(nodes, &mut |step, placed, number| _ = first.get_or_insert((step, placed, number)));
        }
        let Some((step, placed, number)) = first else { return };
        let gone = self.schema.fact(&table).and_then(|fact| fact.since).map(|since| since.at);
        self.guards.push(branch);
        self.meet_blaming(step, placed, number, Clash::Missing { key: table, gone }, Some(Blame::Raised(branch)));
        self.guards.pop();
    }
}
