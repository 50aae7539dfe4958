//! What a history does to its tables, from migration to migration.

use std::collections::BTreeMap;

use crate::migration::Migration;
use crate::operation::{Action, Definition, Key, Kind, Operation, Update};
use crate::replay::each_placed;
use crate::source::Location;

/// What happens to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is there under this name from here on.
    Made,
    Changed,
    /// It is gone under this name from here on.
    Dropped,
}

/// One thing that is done to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: Location,
    /// The migration's number in the list.
    pub number: usize,
    pub change: Change,
    /// `create column users.email`.
    pub what: String,
}

/// The lives of all tables, in the order in which the migrations run; rows that come and go are not counted.
pub fn lives(migrations: &[&Migration], order: &[usize]) -> BTreeMap<String, Vec<Event>> {
    let mut lives: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for &number in order {
        each_event(migrations[number], &mut |table, at, operation| {
            let Some(what) = phrase(operation).filter(|_| !operation.is_dml()) else { return };
            let change = change(&operation.action, table);
            lives.entry(table.to_owned()).or_default().push(Event { at, number, change, what });
        });
    }
    lives
}

/// Every table that a migration touches on its way forth: where, and by which operation; rows too.
pub fn each_event(migration: &Migration, visit: &mut dyn FnMut(&str, Location, &Operation)) {
    each_placed(&migration.up, &mut |_, placed, _| {
        for table in tables_of(&placed.operation) {
            visit(table, Location { file: migration.file, span: placed.at }, &placed.operation);
        }
    });
}

/// What an operation means for a table that it is about.
pub fn change(action: &Action, table: &str) -> Change {
    match action {
        Action::Create { key, .. } if key.kind == Kind::Table => Change::Made,
        Action::Drop { key, .. } if key.kind == Kind::Table => Change::Dropped,
        Action::Rename { from, to } if from.kind == Kind::Table && to.name == table => Change::Made,
        Action::Rename { from, .. } if from.kind == Kind::Table => Change::Dropped,
        _ => Change::Changed,
    }
}

/// The tables that an operation is about.
pub fn tables_of(operation: &Operation) -> Vec<&str> {
    match &operation.action {
        Action::Create { key, definition: Definition::Index(index) } if key.kind == Kind::Index => vec![&index.table],
        Action::Rename { from, to } if from.kind == Kind::Table => vec![&from.name, &to.name],
        action => action.key().and_then(Key::of_table).into_iter().collect(),
    }
}

/// An operation in a few words; none for what changes nothing.
pub fn phrase(operation: &Operation) -> Option<String> {
    let named = |key: &Key| match (key.owner.as_str(), key.name.as_str()) {
        ("", name) => format!("{} {name}", key.kind.noun()),
        (owner, "") => format!("{} of {owner}", key.kind.noun()),
        (owner, name) => format!("{} {owner}.{name}", key.kind.noun()),
    };
    Some(match &operation.action {
        Action::Create { key, .. } => format!("create {}", named(key)),
        Action::Drop { key, .. } => format!("drop {}", named(key)),
        Action::Rename { from, to } => format!("rename {} to {}", named(from), to.name),
        Action::Exchange { table, .. } => format!("rebuild {}", named(table)),
        Action::RenameIndexes { table, .. } => format!("rename the indexes of {}", named(table)),
        Action::Alter { key, alteration } => format!("alter {} ({})", named(key), alteration.what),
        Action::Insert(insert) => format!("insert into {}", insert.table.name),
        Action::Update(Update { table, .. }) => format!("update {}", table.name),
        Action::Delete { table, .. } => format!("delete from {}", table.name),
        Action::Opaque(_) => "something that could not be read".to_owned(),
        Action::Nothing => return None,
    })
}
