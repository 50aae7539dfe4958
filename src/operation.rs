//! What a statement does, as the engine sees it: plain, comparable data with no syntax inside.
//!
//! The same change written in Ruby, Python, SQL and Rust lowers to equal operations; that is how frontends are tested.

use smol_str::SmolStr;

use crate::engine::Dialect;

/// What sort of thing a [`Key`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Table,
    /// `owner` is the table.
    Column,
    /// `owner` is the table where names are per table (MySQL, MariaDB, SQL Server), else empty.
    Index,
    /// `owner` is the table.
    Constraint,
    /// Enum, composite or range type.
    Type,
    /// `owner` is the type; `name` the label, case kept.
    EnumValue,
    Domain,
    View,
    MaterializedView,
    /// Functions and aggregates; `name` carries the argument types where the dialect overloads: `f(integer,text)`.
    Function,
    Procedure,
    /// `owner` is the table on PostgreSQL, else empty.
    Trigger,
    /// `owner` is the table.
    Policy,
    Extension,
    Schema,
    Sequence,
    Role,
    Publication,
    /// Scheduled event (MySQL, MariaDB).
    Event,
    /// One thing's place in another: a partition attached, a table in a publication; `owner` is the whole.
    Membership,
    /// A column's identity, default sequence or generation expression that can be added once; `owner` is `table.column`.
    Identity,
    /// Anything else that is made once under a name: server, cast, collation, statistics, operator, rule, event trigger …;
    /// `owner` is the lower-case word for it (`collation`).
    Other,
}

impl Kind {
    /// The word people use, lower case.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Index => "index",
            Self::Constraint => "constraint",
            Self::Type => "type",
            Self::EnumValue => "enum value",
            Self::Domain => "domain",
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Function => "function",
            Self::Procedure => "procedure",
            Self::Trigger => "trigger",
            Self::Policy => "policy",
            Self::Extension => "extension",
            Self::Schema => "schema",
            Self::Sequence => "sequence",
            Self::Role => "role",
            Self::Publication => "publication",
            Self::Event => "event",
            Self::Membership => "member",
            Self::Identity => "identity",
            Self::Other => "object",
        }
    }
}

/// The name of one thing a database holds. Two operations touch the same thing when their keys are equal.
///
/// Names are folded as the dialect stores them ([`Dialect::fold`]) and qualified with a schema only where it is not the
/// default one (`public`, `main`, `dbo`): see [`qualified`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub kind: Kind,
    /// What it belongs to, empty where it stands on its own; see [`Kind`].
    pub owner: SmolStr,
    pub name: SmolStr,
}

impl Key {
    pub fn new(kind: Kind, name: impl Into<SmolStr>) -> Self {
        Self { kind, owner: SmolStr::default(), name: name.into() }
    }

    pub fn owned(kind: Kind, owner: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Self {
        Self { kind, owner: owner.into(), name: name.into() }
    }

    pub fn table(name: impl Into<SmolStr>) -> Self {
        Self::new(Kind::Table, name)
    }

    pub fn column(table: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Self {
        Self::owned(Kind::Column, table, name)
    }

    pub fn constraint(table: impl Into<SmolStr>, name: impl Into<SmolStr>) -> Self {
        Self::owned(Kind::Constraint, table, name)
    }

    /// An index, with its table as owner only where the dialect's index names are per table.
    pub fn index(dialect: Dialect, table: &str, name: impl Into<SmolStr>) -> Self {
        let owner = if dialect.indexes_are_schema_wide() { "" } else { table };
        Self::owned(Kind::Index, owner, name)
    }

    /// The table that this is, or belongs to, as far as the key alone tells.
    pub fn of_table(&self) -> Option<&str> {
        match self.kind {
            Kind::Table => Some(&self.name),
            Kind::Column | Kind::Index | Kind::Constraint | Kind::Trigger | Kind::Policy => {
                Some(self.owner.as_str()).filter(|owner| !owner.is_empty())
            }
            _ => None,
        }
    }
}

/// A table's (or other thing's) name with its schema, unless that is the default one. Both parts already folded.
pub fn qualified(dialect: Dialect, schema: Option<&str>, name: &str) -> String {
    let default = match dialect {
        Dialect::Postgres => "public",
        Dialect::Sqlite => "main",
        Dialect::SqlServer => "dbo",
        Dialect::MySql | Dialect::MariaDb => "",
    };
    match schema {
        Some(schema) if schema != default && !schema.is_empty() => format!("{schema}.{name}"),
        _ => name.to_owned(),
    }
}

/// One statement, or one action of it, on one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Operation {
    pub action: Action,
    pub tolerance: Tolerance,
    /// The engine refuses it inside a transaction block (`CREATE INDEX CONCURRENTLY`, `VACUUM`).
    pub outside_transaction: bool,
    /// The engine does not look whether what foreign keys point at is there (MySQL's `SET FOREIGN_KEY_CHECKS = 0`).
    pub unchecked_references: bool,
    /// What the framework looks for before it asks the engine.
    pub sought: Option<Box<Sought>>,
    /// Tables and columns that the statement reads or writes beside its key. It fails where one of them is known to have
    /// gone; that nothing is known of one says nothing, because a frontend may take another word for a column.
    pub mentions: Vec<Key>,
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

/// A type without length, and under the one name that PostgreSQL lists it by.
pub fn plain_type(written: &str) -> String {
    let (before, after) = match (written.find('('), written.rfind(')')) {
        (Some(open), Some(close)) if open < close => (&written[..open], &written[close + 1..]),
        _ => (written, ""),
    };
    let base = format!("{}{after}", before.trim_end());
    let (base, array) = base.strip_suffix("[]").map_or((base.as_str(), ""), |base| (base, "[]"));
    let base = base.strip_prefix("pg_catalog.").or_else(|| base.strip_prefix("public.")).unwrap_or(base);
    let name = match base {
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "bool" => "boolean",
        "varchar" => "character varying",
        "char" | "bpchar" => "character",
        "float8" | "float" => "double precision",
        "float4" => "real",
        "decimal" => "numeric",
        "timestamptz" => "timestamp with time zone",
        "timestamp" => "timestamp without time zone",
        other => other,
    };
    format!("{name}{array}")
}

/// Whether two types are the same; `None` where one of them is none that every PostgreSQL has.
pub fn is_same_type(one: &str, other: &str) -> Option<bool> {
    const BUILT_IN: [&str; 19] = [
        "integer",
        "bigint",
        "smallint",
        "boolean",
        "character varying",
        "character",
        "text",
        "double precision",
        "real",
        "numeric",
        "timestamp with time zone",
        "timestamp without time zone",
        "date",
        "time",
        "uuid",
        "json",
        "jsonb",
        "bytea",
        "interval",
    ];
    let (one, other) = (plain_type(one), plain_type(other));
    let known = |name: &String| BUILT_IN.contains(&name.trim_end_matches("[]"));
    if one == other { Some(true) } else { (known(&one) && known(&other)).then_some(false) }
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

/// The shape of what is created, as far as the text tells. Equal definitions mean equal schemas.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Definition {
    Table(TableDef),
    Column(ColumnDef),
    Index(IndexDef),
    Constraint(ConstraintDef),
    /// Labels of an enum type, in order; empty for other types.
    Enum(Vec<String>),
    /// A view: its text with blanks folded, and its columns in order where they are all written out.
    View {
        columns: Option<Vec<String>>,
        text: String,
    },
    /// Anything else: its text with blanks folded, where two should be compared; else empty.
    Text(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct TableDef {
    /// In order; the implicit `id` of Rails is among them.
    pub columns: Vec<ColumnDef>,
    /// Constraints of the table, and those written at its columns.
    pub constraints: Vec<ConstraintDef>,
    /// Indexes made by the very same statement (MySQL, MariaDB); elsewhere they are operations of their own.
    pub indexes: Vec<IndexDef>,
    /// False where columns come from somewhere else (`AS SELECT`, `LIKE`, `INHERITS`, a splat, a loop that could not be read).
    pub complete: bool,
    pub temporary: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ColumnDef {
    pub name: String,
    /// The type, lower case, blanks folded, in the framework's or the dialect's own words; `None` if not read.
    pub sql_type: Option<String>,
    pub not_null: bool,
    /// The default's text.
    pub default: Option<String>,
    /// Filled in by the engine when a row leaves it out: serial, identity, AUTO_INCREMENT, INTEGER PRIMARY KEY, uuid default.
    pub generated: bool,
    /// Constraints written at the column in an `ADD COLUMN`; in a table they are among [`TableDef::constraints`].
    pub constraints: Vec<ConstraintDef>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IndexDef {
    /// `None` where the engine makes one up: a second run then silently makes a second index.
    pub name: Option<String>,
    /// Qualified table name.
    pub table: String,
    /// Columns in order, folded; an expression as its text.
    pub columns: Vec<String>,
    pub unique: bool,
    /// `WHERE` text of a partial index.
    pub filter: Option<String>,
    pub concurrently: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConstraintDef {
    /// As written, or as the framework computes it (Rails' `fk_rails_…`); `None` where the engine makes one up: a second
    /// run then silently makes a second constraint.
    pub name: Option<String>,
    pub kind: ConstraintKind,
    /// Columns it stands on, folded; empty for most checks.
    pub columns: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConstraintKind {
    PrimaryKey,
    Unique,
    /// The qualified name of the table it points at, and the columns there where they are named.
    ForeignKey {
        to: String,
        columns: Vec<String>,
    },
    Check {
        expression: String,
    },
    Exclude,
    NotNull,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alteration {
    /// What changes, in two or three words for messages: `type`, `default`, `not null`, `owner`.
    pub what: String,
    /// The new value's text where one is set.
    pub to: Option<String>,
    pub repeat: Repeat,
}

/// Rows written by the migration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Insert {
    pub table: Key,
    /// `None` when the statement names none and the table's shape must tell.
    pub columns: Option<Vec<String>>,
    /// The rows' values in the order of the columns; `None` for `INSERT … SELECT` and values made at run time.
    pub rows: Option<Vec<Vec<Value>>>,
    pub conflict: OnConflict,
    /// Where the rows come from, if it is one table: once they are deleted there, or no longer answer to the filter, a
    /// second run finds none.
    pub from: Option<Picked>,
}

/// Rows changed by the migration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Update {
    pub table: Key,
    /// What a second run does.
    pub repeat: Repeat,
    /// The columns it sets, and to what, as far as the text tells.
    pub writes: Vec<(String, Value)>,
    /// Those of them that it sets whatever they hold: its filter does not ask for them.
    pub overwrites: Vec<String>,
    /// The filter's text, blanks folded, where a row that was changed does not answer to it any more.
    pub drains: Option<String>,
}

impl Update {
    /// An update of which no more is known.
    pub fn of(table: Key, repeat: Repeat) -> Self {
        Self { table, repeat, writes: Vec::new(), overwrites: Vec::new(), drains: None }
    }
}

/// The rows of a table that answer to a filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Picked {
    pub table: Key,
    /// The filter's text, blanks folded; empty for all rows.
    pub filter: String,
}

impl Picked {
    /// Whether all of `other` are among these: each of its rows meets every condition of this filter.
    pub fn covers(&self, other: &Self) -> bool {
        let asked = conjuncts(&other.filter);
        self.table == other.table && conjuncts(&self.filter).iter().all(|condition| asked.contains(condition))
    }
}

/// The conditions that AND joins; one where that can't be told from the words alone.
fn conjuncts(filter: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut from, mut parts) = (0_u32, None, 0, Vec::new());
    let bytes = filter.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            (None, b' ') if depth == 0 => {
                let word = |word: &str| {
                    bytes[at + 1..].get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word.as_bytes()))
                };
                if word("or ") || word("between ") || word("xor ") {
                    return vec![filter];
                }
                if word("and ") {
                    parts.push(filter[from..at].trim());
                    from = at + "and ".len() + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(filter[from.min(filter.len())..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// The same at every run: the literal's text, quotes of strings removed.
    Literal(String),
    /// Made at run time and new at every run (`now()`, `gen_random_uuid()`).
    Computed,
    /// Worked out from what does not change of itself (`lower('A')`, `(SELECT id FROM …)`), or from outside the text: a
    /// bind, a variable.
    Unknown,
    /// `DEFAULT` or `NULL`-for-autoincrement: the engine fills it in.
    Default,
}

/// What an INSERT does where a row of the same key is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OnConflict {
    /// It fails — if there is a key that can conflict; else it doubles the row.
    Fail,
    /// `ON CONFLICT (target) DO NOTHING`, `INSERT IGNORE`, `INSERT OR IGNORE`; `None`: any key.
    Skip(Option<Vec<String>>),
    /// `ON CONFLICT (target) DO UPDATE`, `ON DUPLICATE KEY UPDATE`, `upsert_all`; `None`: any key.
    Update(Option<Vec<String>>),
    /// `REPLACE INTO`, `INSERT OR REPLACE`.
    Replace,
    /// The statement itself asks first: `WHERE NOT EXISTS (…)`, `find_or_create_by`, `MERGE … WHEN NOT MATCHED`.
    WhereAbsent,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_schemas_are_not_spelled() {
        assert_eq!(qualified(Dialect::Postgres, Some("public"), "t"), "t");
        assert_eq!(qualified(Dialect::Postgres, Some("audit"), "t"), "audit.t");
        assert_eq!(qualified(Dialect::MariaDb, Some("app"), "t"), "app.t");
    }

    #[test]
    fn index_names_belong_to_a_table_on_mysql() {
        assert_eq!(Key::index(Dialect::MySql, "t", "i").owner, "t");
        assert_eq!(Key::index(Dialect::Sqlite, "t", "i").owner, "");
    }
}
