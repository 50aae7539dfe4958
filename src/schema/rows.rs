//! What was done to rows: it leaves no key, so the operations themselves are remembered.

use super::{Deed, Schema};
use crate::operation::{Key, Picked};

impl Schema {
    pub fn has_done(&self, deed: &Deed) -> bool {
        self.over.deeds.get(deed).copied().unwrap_or(false)
    }

    pub fn note_done(&mut self, deed: Deed) {
        self.over.thinned.remove(&deed);
        self.over.deeds.insert(deed, true);
    }

    /// What was done to rows, or made without a name, and still stands.
    pub fn done(&self) -> impl Iterator<Item = &Deed> {
        self.over.deeds.iter().filter(|(_, done)| **done).map(|(deed, _)| deed)
    }

    /// What this run has done and the other has not; both must have started from the same base.
    pub fn undone_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Deed> {
        self.over.deeds.iter().filter(|(deed, done)| **done && !other.has_done(deed)).map(|(deed, _)| deed)
    }

    /// No row answers to this any more: they were deleted, or `moved`, that is, made to be others.
    pub fn note_gone_rows(&mut self, rows: Picked, moved: bool) {
        self.over.gone_rows.insert(rows, moved);
    }

    /// The filters by which rows of the table were made to be others.
    pub fn moved_rows<'a>(&'a self, table: &'a Key) -> impl Iterator<Item = &'a str> {
        let of_table = self.over.gone_rows.iter().filter(move |(gone, moved)| **moved && gone.table == *table);
        of_table.map(|(gone, _)| gone.filter.as_str())
    }

    /// Rows are written to the table.
    pub fn forget_gone_rows(&mut self, table: &Key) {
        self.over.gone_rows.retain(|gone, _| gone.table != *table);
    }

    pub fn has_no_rows(&self, rows: &Picked) -> bool {
        self.over.gone_rows.keys().any(|gone| gone.covers(rows))
    }

    /// An UPDATE makes rows answer to this that answered to another filter before.
    pub fn note_refilled(&mut self, rows: Picked, run: u32) {
        let found = |gone: &Picked| gone.table == rows.table && gone.filter.to_lowercase().contains(&rows.filter);
        self.over.gone_rows.retain(|gone, _| !found(gone));
        self.over.refilled.insert(rows, run);
    }

    /// The run that has last made rows answer to this; an UPDATE takes them out now.
    pub fn take_refilled(&mut self, rows: &Picked) -> Option<u32> {
        self.over.refilled.remove(rows)
    }

    /// Rows of the table are gone, and with them what was done to them: all, or those of a filter.
    pub fn forget_deeds(&mut self, table: &str, filter: Option<&str>) {
        let about = self.over.deeds.iter().filter(|(deed, _)| deed.0 == table);
        let about: Vec<(Deed, bool)> = about.map(|(deed, done)| (deed.clone(), *done)).collect();
        for (deed, done) in about {
            match filter {
                Some(filter) if done || self.over.thinned.contains_key(&deed) => {
                    self.over.thinned.entry(deed.clone()).or_default().push(filter.to_owned());
                }
                _ => {
                    self.over.thinned.remove(&deed);
                }
            }
            self.over.deeds.insert(deed, false);
        }
    }

    /// The filters by which rows of this deed may have been deleted since; `None` where the deed does not stand at all.
    pub fn thinned_by(&self, deed: &Deed) -> Option<&[String]> {
        self.over.thinned.get(deed).map(Vec::as_slice)
    }
}
