//! What was done to rows: it leaves no key, so the operations themselves are remembered.

use smol_str::SmolStr;

use super::{Deed, Schema};
use crate::operation::{Key, Picked};

impl Schema {
    pub fn has_done(&self, deed: &Deed) -> bool {
        self.over.deeds.get(deed).is_some_and(|when| self.deletions_since(&deed.0, *when).next().is_none())
    }

    pub fn note_done(&mut self, deed: Deed) {
        let now = self.tick();
        self.over.deeds.insert(deed, now);
    }

    /// What was done to rows, or made without a name, and still stands.
    pub fn done(&self) -> impl Iterator<Item = &Deed> {
        self.over.deeds.keys().filter(|deed| self.has_done(deed))
    }

    /// What this run has done and the other has not; both must have started from the same base.
    pub fn undone_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Deed> {
        self.done().filter(|deed| !other.has_done(deed))
    }

    fn tick(&mut self) -> u32 {
        self.over.clock += 1;
        self.over.clock
    }

    /// No row answers to this any more: they were deleted, or `moved`, that is, made to be others.
    pub fn note_gone_rows(&mut self, rows: Picked, moved: bool) {
        self.over.gone_rows.insert(rows, moved);
    }

    /// The filters by which rows of the table were made to be others.
    pub fn moved_rows<'a>(&'a self, table: &'a Key) -> impl Iterator<Item = &'a str> {
        self.gone_rows_of(table).filter(|(_, moved)| **moved).map(|(gone, _)| gone.filter.as_str())
    }

    /// Rows are written to the table.
    pub fn forget_gone_rows(&mut self, table: &Key) {
        let gone: Vec<Picked> = self.gone_rows_of(table).map(|(rows, _)| rows.clone()).collect();
        for rows in gone {
            self.over.gone_rows.remove(&rows);
        }
    }

    pub fn has_no_rows(&self, rows: &Picked) -> bool {
        self.over.gone_rows.contains_key(rows) || self.gone_rows_of(&rows.table).any(|(gone, _)| gone.covers(rows))
    }

    fn gone_rows_of<'a>(&'a self, table: &'a Key) -> impl Iterator<Item = (&'a Picked, &'a bool)> {
        let first = Picked { table: table.clone(), filter: String::new() };
        self.over.gone_rows.range(first..).take_while(move |(gone, _)| gone.table == *table)
    }

    /// An UPDATE makes rows answer to this that answered to another filter before.
    pub fn note_refilled(&mut self, rows: Picked, run: u32) {
        self.over.refilled.insert(rows, run);
    }

    /// Whether an UPDATE has made rows of the table answer to a filter that they did not answer to.
    pub fn has_refilled(&self, table: &Key) -> bool {
        let first = Picked { table: table.clone(), filter: String::new() };
        self.over.refilled.range(first..).next().is_some_and(|(rows, _)| rows.table == *table)
    }

    pub fn is_refilled(&self, rows: &Picked) -> bool {
        self.over.refilled.contains_key(rows)
    }

    /// The run that has last made rows answer to this; an UPDATE takes them out now.
    pub fn take_refilled(&mut self, rows: &Picked) -> Option<u32> {
        self.over.refilled.remove(rows)
    }

    /// Rows of the table are gone, and with them what was done to them: all, or those of a filter.
    pub fn forget_deeds(&mut self, table: &str, filter: Option<&str>) {
        let now = self.tick();
        self.over.deletions.insert((table.into(), now), filter.map(Into::into));
    }

    /// Whether rows of the table were deleted, or the table itself was dropped.
    pub fn has_deletions(&self, table: &SmolStr) -> bool {
        self.deletions_since(table, 0).next().is_some()
    }

    fn deletions_since<'a, 'k>(
        &'a self,
        table: &'k SmolStr,
        when: u32,
    ) -> impl Iterator<Item = Option<&'a str>> + use<'a, 'k> {
        let since = self.over.deletions.range((table.clone(), when)..);
        since.take_while(move |((of, _), _)| of == table).map(|(_, filter)| filter.as_deref())
    }

    /// The filters by which rows of this deed may have been deleted since; `None` where the deed does not stand at all,
    /// or there are so many that nobody could follow them.
    pub fn thinned_by<'a>(&'a self, deed: &Deed) -> Option<Vec<&'a str>> {
        const FOLLOWED: usize = 64;
        let filters = self.deletions_since(&deed.0, *self.over.deeds.get(deed)?).take(FOLLOWED + 1);
        filters.collect::<Option<Vec<&'a str>>>().filter(|filters| filters.len() <= FOLLOWED)
    }
}
