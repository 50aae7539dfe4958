//! Shapes of what is created.

/// The shape of what is created, as far as the text tells. Equal definitions mean equal schemas.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Definition {
    Table(TableDef),
    Column(ColumnDef),
    Index(IndexDef),
    Constraint(ConstraintDef),
    /// Labels of an enum type, in order; empty for other types.
    Enum(Vec<String>),
    /// A view: its text with blanks folded, its columns in order where they are all written out, and the tables and
    /// columns that its query is known to read.
    View {
        columns: Option<Vec<String>>,
        text: String,
        reads: Vec<super::Key>,
    },
    /// Anything else: its text with blanks folded, where two should be compared; else empty.
    Text(String),
}

impl Definition {
    /// The engine makes up a name, so a second run makes a second one. A second primary key is refused all the same.
    pub fn is_nameless(&self) -> bool {
        match self {
            Self::Index(index) => index.name.is_none(),
            Self::Constraint(constraint) => constraint.name.is_none() && constraint.kind != ConstraintKind::PrimaryKey,
            _ => false,
        }
    }
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
    /// The table whose columns it takes over (`LIKE`), qualified.
    pub like: Option<String>,
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
