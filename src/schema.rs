//! The simulated schema: what is there, what is not, and what nobody knows.
//!
//! A schema is a base (what earlier migrations left) and an overlay (what this run did). Both share with their clones what
//! has not changed, so that the state before every migration and at every possible stop can be kept.

mod bucket;
mod compare;
mod doubt;
mod evidence;
mod facts;
mod join;
mod names;
mod past;
mod questions;
mod rows;
mod sketch;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use smol_str::SmolStr;

use crate::engine::Dialect;
use crate::migration::Subject;
use crate::operation::{Alteration, ColumnDef, ConstraintKind, Definition, Key, Kind, Picked};
use crate::source::Location;
use bucket::Stretch;
use evidence::Evidence;
use facts::Facts;
pub use join::MadeTwice;
use past::Past;
pub use sketch::{Anchor, Sketch};

/// Whether a thing is there. Not knowing is never a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Present,
    Absent,
    Unknown,
}

/// Who made or dropped something: the place in the text, and which run of which migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    pub at: Location,
    /// Counts the runs of the migration being judged: 1 the first, 2 the next; 0 for earlier migrations.
    pub run: u32,
    /// The step's number in the order of the program, helpers inlined.
    pub order: u32,
}

/// What is known of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub presence: Presence,
    /// Who made it or dropped it; `None` where it is only assumed.
    pub since: Option<Origin>,
    pub definition: Option<Arc<Definition>>,
    /// False for an index that a concurrent build left behind.
    pub valid: bool,
}

impl Fact {
    fn assumed(presence: Presence) -> Self {
        Self { presence, since: None, definition: None, valid: true }
    }
}

/// Something done to rows, or made without a name: it leaves no key, so the operation itself is remembered.
/// The table's name, the operation's place, and its number within the step.
pub type Deed = (SmolStr, Location, u32);

/// What earlier migrations left.
#[derive(Debug, Clone, Default)]
struct Base {
    facts: Past,
    assumed: OrdMap<Subject, bool>,
}

/// What this run did.
#[derive(Debug, Clone, Default)]
struct Over {
    facts: Facts,
    /// What stands on a table: indexes, foreign keys and the like whose key does not name it as owner.
    links: OrdSet<(SmolStr, Arc<Key>)>,
    /// Foreign keys by the table that they point at, and views by what they read; some may be gone by now.
    pointers: OrdSet<(SmolStr, Arc<Key>)>,
    /// Counts deeds and deletions, to tell what came first.
    clock: u32,
    /// What was done, and when.
    deeds: OrdMap<Deed, u32>,
    /// When rows of a table were deleted, and by which filter; without one all are gone.
    deletions: OrdMap<(SmolStr, u32), Option<Arc<str>>>,
    assumed: OrdMap<Subject, bool>,
    /// Rows that are no longer there and were not written since, and whether an UPDATE made others of them.
    gone_rows: OrdMap<Picked, bool>,
    /// Rows that an UPDATE has put where the filter of another one finds them, and the run that did.
    refilled: OrdMap<Picked, u32>,
    /// Labels of enums that were taken away or renamed; some may be there again.
    gone_labels: OrdSet<Key>,
    /// What was renamed: its name now, and the one it had before the first run.
    first_names: BTreeMap<Key, Key>,
}

/// What is known of a database at one moment.
#[derive(Debug, Clone)]
pub struct Schema {
    dialect: Dialect,
    base: Base,
    over: Over,
    /// Tables and views that are not known to be there are known not to be there: the chain was replayed from its base.
    closed: bool,
    /// A step that could not be read has run: what is not known may have been made by it.
    clouded: bool,
    evidence: Evidence,
}

/// The kinds whose keys name a table as owner.
const OWNED_BY_TABLE: [Kind; 5] = [Kind::Column, Kind::Index, Kind::Constraint, Kind::Trigger, Kind::Policy];

/// PostgreSQL keeps these in one namespace: an index can't have the name of a table.
const RELATIONS: [Kind; 5] = [Kind::Table, Kind::View, Kind::MaterializedView, Kind::Index, Kind::Sequence];

impl Schema {
    /// A database of which nothing is known.
    pub fn unknown(dialect: Dialect) -> Self {
        let (base, over, evidence) = (Base::default(), Over::default(), Evidence::default());
        Self { dialect, base, over, closed: false, clouded: false, evidence }
    }

    /// An empty database.
    pub fn empty(dialect: Dialect) -> Self {
        Self { closed: true, ..Self::unknown(dialect) }
    }

    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Moves what this run did into the base. Linear in what it did.
    pub fn settle(&mut self) {
        let over = std::mem::take(&mut self.over);
        self.evidence = Evidence::default();
        self.base.facts.take_in(over.facts, over.links);
        for (subject, answer) in over.assumed {
            self.base.assumed.insert(subject, answer);
        }
    }

    pub fn fact(&self, key: &Key) -> Option<&Fact> {
        self.over.facts.get(key).or_else(|| self.base.facts.get(key))
    }

    pub fn presence(&self, key: &Key) -> Presence {
        match self.fact(key) {
            Some(fact) if fact.presence == Presence::Absent && self.has_overload(key) => Presence::Present,
            Some(fact) => fact.presence,
            None => self.presence_of_unseen(key),
        }
    }

    /// On PostgreSQL, another relation of the same name (a table where an index is to be made).
    pub fn namesake(&self, key: &Key) -> Option<(Key, &Fact)> {
        if self.dialect != Dialect::Postgres || !RELATIONS.contains(&key.kind) {
            return None;
        }
        RELATIONS.iter().filter(|&&kind| kind != key.kind).find_map(|&kind| {
            let other = Key::new(kind, key.name.clone());
            let fact = self.fact(&other).filter(|fact| fact.presence == Presence::Present)?;
            Some((other, fact))
        })
    }

    pub fn is_table_like(&self, name: &str) -> bool {
        [Kind::View, Kind::MaterializedView]
            .iter()
            .any(|&kind| self.presence(&Key::new(kind, name)) == Presence::Present)
    }

    /// Takes for granted what a first run needs; facts are never overruled.
    pub fn assume(&mut self, key: &Key, presence: Presence) {
        if self.presence(key) == Presence::Unknown {
            self.over.facts.insert(key.clone(), Fact::assumed(presence));
        }
    }

    pub fn assume_subject(&mut self, subject: &Subject, answer: bool) {
        match subject {
            Subject::Key(key) => {
                self.assume(key, if answer { Presence::Present } else { Presence::Absent });
            }
            Subject::Anywhere(key) if !key.owner.is_empty() => {
                self.assume(key, if answer { Presence::Present } else { Presence::Absent });
            }
            other => {
                self.over.assumed.entry(other.clone()).or_insert(answer);
            }
        }
    }

    /// A constraint of a table was dropped: what was only taken to be some foreign key of it may have been this one.
    pub fn give_up_foreign_keys(&mut self, table: &str) {
        let of_table =
            |subject: &Subject| matches!(subject, Subject::ForeignKeyTo { table: own, .. } if own.name == table);
        let taken = self.over.assumed.iter().map(|(subject, answer)| (subject.clone(), *answer));
        let before = self.base.assumed.iter().map(|(subject, answer)| (subject.clone(), *answer));
        let given_up: Vec<Subject> = before
            .chain(taken)
            .filter(|(subject, answer)| *answer && of_table(subject))
            .map(|(subject, _)| subject)
            .collect();
        for subject in given_up {
            self.over.assumed.insert(subject, false);
        }
    }

    pub fn make(&mut self, key: Key, definition: Arc<Definition>, since: Origin) {
        if let Some(table) = standing_on(&key, &definition) {
            self.over.links.insert((table.into(), Arc::new(key.clone())));
        }
        self.note_pointers(&key, &definition);
        let fact = Fact { presence: Presence::Present, since: Some(since), definition: Some(definition), valid: true };
        self.over.first_names.remove(&key);
        self.over.facts.insert(key, fact);
    }

    /// A column has another type from now on.
    pub fn note_alteration(&mut self, key: &Key, alteration: &Alteration) {
        if alteration.what != "type" {
            return;
        }
        self.note_type(key, alteration.to.as_deref());
        let Some(fact) = self.fact(key).cloned() else { return };
        if let Some(Definition::Column(column)) = fact.definition.as_deref() {
            let column = ColumnDef { sql_type: alteration.to.clone(), ..column.clone() };
            let definition = Some(Arc::new(Definition::Column(column)));
            self.over.facts.insert(key.clone(), Fact { definition, ..fact });
        }
    }

    /// The connection is closed: temporary tables are gone.
    pub fn end_session(&mut self) {
        let is_temporary =
            |fact: &Fact| matches!(fact.definition.as_deref(), Some(Definition::Table(table)) if table.temporary);
        let temporary: Vec<Key> =
            self.over.facts.iter().filter(|(_, fact)| is_temporary(fact)).map(|(key, _)| key.clone()).collect();
        for key in temporary {
            if let Some(since) = self.fact(&key).and_then(|fact| fact.since) {
                self.remove(&key, since);
            }
        }
    }

    /// What a failed or interrupted concurrent build leaves.
    pub fn make_invalid(&mut self, key: Key, definition: Arc<Definition>, since: Origin) {
        self.make(key.clone(), definition, since);
        if let Some(fact) = self.over.facts.get_mut(&key) {
            fact.valid = false;
        }
    }

    pub fn forget(&mut self, key: &Key) {
        self.over.facts.insert(key.clone(), Fact::assumed(Presence::Unknown));
    }

    /// Takes a thing away and all that stands on it.
    pub fn remove(&mut self, key: &Key, since: Origin) {
        for inner in self.belongings(key) {
            self.mark_gone(inner, since);
        }
        self.mark_gone(key.clone(), since);
        if key.kind == Kind::Table {
            self.forget_deeds(&key.name, None);
        }
    }

    fn mark_gone(&mut self, key: Key, since: Origin) {
        let definition = self.fact(&key).and_then(|fact| fact.definition.clone());
        let gone = Fact { presence: Presence::Absent, since: Some(since), definition, valid: true };
        if key.kind == Kind::EnumValue {
            self.over.gone_labels.insert(key.clone());
        }
        self.over.first_names.remove(&key);
        self.over.facts.insert(key, gone);
    }

    /// Keys known to be present that go when `key` goes: a table's columns, indexes and constraints; the indexes and
    /// constraints on a column; the index behind a unique constraint.
    pub fn belongings(&self, key: &Key) -> Vec<Key> {
        match key.kind {
            Kind::Table | Kind::MaterializedView => self.on_table(&key.name),
            Kind::Column => self
                .on_table(&key.owner)
                .into_iter()
                .filter(|inner| inner.kind != Kind::Column && self.stands_on_column(inner, &key.name))
                .collect(),
            Kind::Constraint => {
                let behind = self.index_behind(&key.owner, &key.name);
                self.present(&behind).then_some(behind).into_iter().collect()
            }
            Kind::Type => self.owned(Kind::EnumValue, &key.name),
            Kind::Publication => self.owned(Kind::Membership, &key.name),
            Kind::Function | Kind::Procedure => self.overloads(key),
            _ => Vec::new(),
        }
    }

    /// Everything known to be present that stands on a table.
    pub fn on_table(&self, table: &str) -> Vec<Key> {
        let mut keys: Vec<Key> = OWNED_BY_TABLE.iter().flat_map(|&kind| self.owned(kind, table)).collect();
        let from = (SmolStr::new(table), Arc::new(Key::new(Kind::Table, "")));
        let over = self.over.links.range(from..).take_while(|(owner, _)| owner == table);
        let linked = over.map(|(_, key)| key.as_ref()).chain(self.base.facts.links_of(table));
        keys.extend(linked.filter(|key| self.present(key) && self.linked_to(key, table)).cloned());
        keys.sort();
        keys.dedup();
        keys
    }

    /// A link may be out of date: the key may have been made again on another table since.
    fn linked_to(&self, key: &Key, table: &str) -> bool {
        let definition = self.fact(key).and_then(|fact| fact.definition.as_deref());
        definition.and_then(|definition| standing_on(key, definition)) == Some(table)
    }

    fn owned(&self, kind: Kind, owner: &str) -> Vec<Key> {
        let known = self.known(Stretch::of_owner(kind, owner));
        let keys: BTreeSet<&Key> = known.filter(|key| self.present(key)).collect();
        keys.into_iter().cloned().collect()
    }

    /// Keys of which something is known, some of them twice: from before, and by this run.
    fn known<'s>(&'s self, stretch: Stretch<'s>) -> impl Iterator<Item = &'s Key> {
        self.over.facts.within(stretch).chain(self.base.facts.within(stretch)).map(|(key, _)| key)
    }

    fn present(&self, key: &Key) -> bool {
        self.fact(key).is_some_and(|fact| fact.presence == Presence::Present)
    }

    fn stands_on_column(&self, key: &Key, column: &str) -> bool {
        match self.fact(key).and_then(|fact| fact.definition.as_deref()) {
            Some(Definition::Index(index)) => index.columns.iter().any(|name| name == column),
            Some(Definition::Constraint(constraint)) => match &constraint.kind {
                // PostgreSQL drops the checks that read a column with it.
                ConstraintKind::Check { expression } if self.dialect == Dialect::Postgres => {
                    expression.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column)
                }
                _ => constraint.columns.iter().any(|name| name == column),
            },
            _ => false,
        }
    }

    /// An opaque step of this run may have changed everything but what the migration did itself; on the way back (from
    /// run 3 on) that is what this way did.
    pub fn cloud(&mut self, run: u32) {
        let own = if run >= 3 { 3 } else { 1 };
        self.base = Base::default();
        self.closed = false;
        self.clouded = true;
        self.over.facts.retain(|fact| fact.since.is_some_and(|since| since.run >= own));
        self.over.assumed.clear();
    }

    /// Of two ways from one base, a step that could not be read may have emptied that of one; nothing else changes it.
    fn keep_common_base(&mut self, other: &Base) {
        if !self.base.facts.is(&other.facts) {
            self.base = Base::default();
        }
    }
}

/// The table a thing stands on, where its key does not say so.
fn standing_on<'d>(key: &Key, definition: &'d Definition) -> Option<&'d str> {
    match definition {
        Definition::Index(index) if key.owner.is_empty() => Some(&index.table),
        _ => None,
    }
}
