//! Names: what sort of thing, what it belongs to, and its own name.

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
