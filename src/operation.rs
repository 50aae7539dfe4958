//! What a statement does, as the engine sees it: plain, comparable data with no syntax inside.
//!
//! The same change written in Ruby, Python, SQL and Rust lowers to equal operations; that is how frontends are tested.

mod definition;
mod key;
mod rows;

pub use definition::{
    ColumnDef, ConstraintDef, ConstraintKind, Definition, IndexDef, TableDef, is_same_type, plain_type,
};
pub use key::{Key, Kind, qualified};
pub use rows::{Insert, OnConflict, Picked, Update, Value};

/// One statement, or one action of it, on one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operation {
    pub action: Action,
    pub tolerance: Tolerance,
    /// The engine refuses it inside a transaction block (`CREATE INDEX CONCURRENTLY`, `VACUUM`).
    pub outside_transaction: bool,
    /// The engine does not look whether what foreign keys point at is there (MySQL's `SET FOREIGN_KEY_CHECKS = 0`).
    pub unchecked_references: bool,
    /// The framework refuses it, or writes what the engine never takes, whatever the database holds.
    pub refused: Option<Refusal>,
    /// What the framework looks for before it asks the engine.
    pub sought: Option<Box<Sought>>,
    /// Tables and columns that the statement reads or writes beside its key. It fails where one of them is known to have
    /// gone; that nothing is known of one says nothing, because a frontend may take another word for a column.
    pub mentions: Vec<Key>,
}

/// How a statement fails that is never taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The error as its driver or framework shows it.
    pub error: &'static str,
    pub lacks: Lacks,
}

/// What a refused statement would need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lacks {
    /// The name of the constraint, which is of the sort that PostgreSQL gives names that end in `label`
    /// ([`crate::naming::label`]); an empty one where the sort is not written.
    Name { label: &'static str },
    /// What sort of constraint it is.
    Sort,
    /// The type of the column, which is written anew.
    Type,
    /// Comments: the engine has none.
    Comments,
    /// A copy of the table: the engine can't change it in place.
    Copy,
}

/// How a framework finds what it is to drop.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sought {
    /// Its own error where it finds nothing: `ArgumentError: Table 'posts' has no foreign key for users`.
    pub error: String,
    pub finds: Finds,
}

/// What a framework goes by when it looks for something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Finds {
    /// It finds what is there.
    Key,
    /// A foreign key, and only one that points at this table.
    KeyTo(String),
    /// It compares what is written with what the database tells, which is never the same.
    Nothing,
    /// An index, but its guard is content with any index of this table.
    AnyOf(String),
}

impl Operation {
    pub fn new(action: Action) -> Self {
        Self::tolerant(action, Tolerance::None)
    }

    pub fn tolerant(action: Action, tolerance: Tolerance) -> Self {
        Self {
            action,
            tolerance,
            outside_transaction: false,
            unchecked_references: false,
            refused: None,
            sought: None,
            mentions: Vec::new(),
        }
    }

    /// Makes, changes or drops something other than rows.
    pub fn changes_schema(&self) -> bool {
        matches!(
            self.action,
            Action::Create { .. }
                | Action::Drop { .. }
                | Action::Rename { .. }
                | Action::Exchange { .. }
                | Action::RenameIndexes { .. }
                | Action::Alter { .. }
        )
    }

    /// Writes rows and changes no schema: where DDL commits by itself, this does not.
    pub fn is_dml(&self) -> bool {
        matches!(self.action, Action::Insert(_) | Action::Update(_) | Action::Delete { .. })
    }
}

/// What the statement itself does where its key is already, or no longer, there — on *this* engine and version.
/// An option that this version ignores is [`Tolerance::None`] plus a [`crate::migration::Note`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tolerance {
    None,
    /// Does nothing where its key is there.
    IfNotExists,
    /// Does nothing where its key is missing.
    IfExists,
    /// Puts the new one in the place of the old; rows are not lost (`CREATE OR REPLACE VIEW`).
    OrReplace,
    /// Drops what is there first, rows included (`force: true`, `CREATE OR REPLACE TABLE`).
    Force,
    /// May be repeated as it is, though nothing in the text says so (Rails' `enable_extension`, `change_column_null`).
    Natural,
    /// Makes a second one of the same name without a word (Rails rebuilds SQLite's tables with one more constraint).
    Doubles,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Action {
    Create {
        key: Key,
        definition: Definition,
    },
    Drop {
        key: Key,
        cascade: bool,
    },
    Rename {
        from: Key,
        to: Key,
    },
    /// Ends a table's rebuild: a stand-in with all of its rows takes its place, all in one step. What stands on the table
    /// stays as it was.
    Exchange {
        stand_in: Key,
        table: Key,
    },
    /// The indexes of a table whose names were made of its old name, or a column's, get the names that are made of the
    /// new one: Rails' `index_users_on_email`.
    RenameIndexes {
        table: Key,
        /// The old and the new name of the table.
        tables: (String, String),
        /// The old and the new name of the column, where it is one that was renamed.
        column: Option<(String, String)>,
    },
    /// Changes something that must be there: a column's type, a table's owner …
    Alter {
        key: Key,
        alteration: Alteration,
    },
    Insert(Insert),
    Update(Update),
    /// `DELETE` and `TRUNCATE`; `filtered` when only some rows go.
    Delete {
        table: Key,
        filtered: bool,
        /// The filter's text, empty where all rows go; `None` where it was not read.
        filter: Option<String>,
    },
    /// Something that could not be read. What it may touch becomes unknown.
    Opaque(Reach),
    /// Leaves the schema as it is and may be repeated: `SET`, `SELECT`, `ANALYZE`, `COMMENT`, `GRANT`.
    Nothing,
}

impl Action {
    /// The key it is about, where there is one.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::Create { key, .. } | Self::Drop { key, .. } | Self::Alter { key, .. } => Some(key),
            Self::Rename { from, .. } => Some(from),
            Self::Exchange { table, .. } | Self::RenameIndexes { table, .. } => Some(table),
            Self::Insert(insert) => Some(&insert.table),
            Self::Update(Update { table, .. }) | Self::Delete { table, .. } => Some(table),
            Self::Opaque(_) | Self::Nothing => None,
        }
    }
}

/// What an unreadable operation may have touched.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Anything: an unknown helper, SQL put together at run time.
    Everything,
    /// These keys and all that belongs to them.
    Keys(Vec<Key>),
    /// Rows only: model code that saves records.
    Rows,
    /// Anything, and things of these kinds are dropped whose names are only known at run time: what the migration made
    /// itself may be among them.
    Dropped(Vec<Kind>),
}

impl Reach {
    /// What two of them may touch together.
    #[must_use]
    pub fn wider(self, other: Self) -> Self {
        match (self, other) {
            (Self::Dropped(mut kinds), Self::Dropped(more)) => {
                kinds.extend(more);
                kinds.sort();
                kinds.dedup();
                Self::Dropped(kinds)
            }
            (Self::Dropped(kinds), _) | (_, Self::Dropped(kinds)) => Self::Dropped(kinds),
            (Self::Everything, _) | (_, Self::Everything) => Self::Everything,
            (Self::Keys(mut keys), Self::Keys(more)) => {
                keys.extend(more);
                keys.sort();
                keys.dedup();
                Self::Keys(keys)
            }
            (Self::Keys(keys), Self::Rows) | (Self::Rows, Self::Keys(keys)) => Self::Keys(keys),
            (Self::Rows, Self::Rows) => Self::Rows,
        }
    }
}

/// What the second run of a change that is always possible does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repeat {
    /// The same again: nothing to say.
    Same,
    /// It goes wrong or changes the data once more (`SET n = n + 1`, `USING length(x)` on what is a number by then).
    Differs,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alteration {
    /// What changes, in two or three words for messages: `type`, `default`, `not null`, `owner`.
    pub what: String,
    /// The new value's text where one is set.
    pub to: Option<String>,
    pub repeat: Repeat,
}
