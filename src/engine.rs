//! What is known of the database and of the tools around it: dialects, versions, a history's context.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use camino::Utf8PathBuf;

/// A database's flavour of SQL and of transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    Postgres,
    MySql,
    MariaDb,
    Sqlite,
    SqlServer,
}

impl Dialect {
    pub const ALL: [Self; 5] = [Self::Postgres, Self::MySql, Self::MariaDb, Self::Sqlite, Self::SqlServer];

    /// The name used in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::MySql => "mysql",
            Self::MariaDb => "mariadb",
            Self::Sqlite => "sqlite",
            Self::SqlServer => "sqlserver",
        }
    }

    /// Reads a name as people write it in URLs, adapters and drivers: `postgres`, `mysql2`, `sqlite3+aiosqlite` …
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        let family = name.split(['+', ':']).next().unwrap_or_default();
        Some(match family {
            "postgres" | "postgresql" | "postgis" | "pg" | "psql" | "cockroachdb" | "psycopg2" | "asyncpg" => {
                Self::Postgres
            }
            "mysql" | "mysql2" | "trilogy" | "pymysql" | "mysqlclient" => Self::MySql,
            "mariadb" => Self::MariaDb,
            "sqlite" | "sqlite3" | "aiosqlite" | "libsql" | "turso" => Self::Sqlite,
            "sqlserver" | "mssql" | "tsql" => Self::SqlServer,
            _ => return None,
        })
    }

    /// As people call it in prose.
    pub fn title(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
            Self::SqlServer => "SQL Server",
        }
    }

    /// MySQL and MariaDB: every schema statement commits, index names belong to a table.
    pub fn is_mysql_like(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }

    /// Whether one index name may be used once per schema (PostgreSQL, SQLite) or once per table.
    pub fn indexes_are_schema_wide(self) -> bool {
        matches!(self, Self::Postgres | Self::Sqlite)
    }

    /// A name as this database stores it: unquoted names fold, quoted ones stay.
    ///
    /// PostgreSQL folds to lower case. MySQL, MariaDB, SQLite and SQL Server compare column and index names (and, on
    /// the default settings of most, table names) without case, so both forms fold there.
    pub fn fold(self, name: &str, quoted: bool) -> String {
        match self {
            Self::Postgres if quoted => name.to_owned(),
            _ => name.to_lowercase(),
        }
    }
}

/// A dotted version; missing parts are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
    pub patch: u16,
}

impl Version {
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads the leading numbers of `text`: `7.1`, `6.1.7.10`, `8.2.0.alpha`, `2.0.58`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(|c: char| !c.is_ascii_digit()).map(str::parse::<u16>);
        let major = parts.next()?.ok()?;
        let mut next = || parts.next().and_then(Result::ok).unwrap_or(0);
        Some(Self { major, minor: next(), patch: next() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch > 0 { write!(f, ".{}", self.patch) } else { Ok(()) }
    }
}

/// The tool that runs a history's migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    Rails,
    Alembic,
    SeaOrm,
    /// Plain numbered or dated SQL files, run by a tool we do not know or by hand.
    PlainSql,
    Flyway,
    GolangMigrate,
    Dbmate,
    Goose,
    Sqlx,
    Diesel,
    Refinery,
    SqlMigrate,
    Liquibase,
    Prisma,
    Drizzle,
    Supabase,
    Atlas,
    Tern,
    GraphileMigrate,
    Yoyo,
}

impl Tool {
    pub const ALL: [Self; 20] = [
        Self::Rails,
        Self::Alembic,
        Self::SeaOrm,
        Self::PlainSql,
        Self::Flyway,
        Self::GolangMigrate,
        Self::Dbmate,
        Self::Goose,
        Self::Sqlx,
        Self::Diesel,
        Self::Refinery,
        Self::SqlMigrate,
        Self::Liquibase,
        Self::Prisma,
        Self::Drizzle,
        Self::Supabase,
        Self::Atlas,
        Self::Tern,
        Self::GraphileMigrate,
        Self::Yoyo,
    ];

    /// The name used in configuration and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rails => "rails",
            Self::Alembic => "alembic",
            Self::SeaOrm => "sea-orm",
            Self::PlainSql => "sql",
            Self::Flyway => "flyway",
            Self::GolangMigrate => "golang-migrate",
            Self::Dbmate => "dbmate",
            Self::Goose => "goose",
            Self::Sqlx => "sqlx",
            Self::Diesel => "diesel",
            Self::Refinery => "refinery",
            Self::SqlMigrate => "sql-migrate",
            Self::Liquibase => "liquibase",
            Self::Prisma => "prisma",
            Self::Drizzle => "drizzle",
            Self::Supabase => "supabase",
            Self::Atlas => "atlas",
            Self::Tern => "tern",
            Self::GraphileMigrate => "graphile-migrate",
            Self::Yoyo => "yoyo",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    pub fn language(self) -> Language {
        match self {
            Self::Rails => Language::Ruby,
            Self::Alembic => Language::Python,
            Self::SeaOrm => Language::Rust,
            _ => Language::Sql,
        }
    }

    /// Whether the tool runs a migration in a transaction unless it is told otherwise, where the database allows it.
    /// SeaORM does so on PostgreSQL only (sea-orm-migration's `migrator/exec.rs`).
    pub fn wraps_in_transaction(self, dialect: Dialect) -> bool {
        match self {
            Self::PlainSql | Self::GolangMigrate | Self::Prisma => false,
            Self::SeaOrm => dialect == Dialect::Postgres,
            _ => true,
        }
    }

    /// Whether the tool stores a checksum of each applied file and refuses to go on when one has changed
    /// (shared facts sql.md section 2: Flyway, sqlx, refinery, Liquibase, Atlas, Prisma, graphile-migrate).
    pub fn records_checksums(self) -> bool {
        matches!(
            self,
            Self::Flyway
                | Self::Sqlx
                | Self::Refinery
                | Self::Liquibase
                | Self::Prisma
                | Self::Atlas
                | Self::GraphileMigrate
        )
    }
}

/// What a migration is written in; picks the frontend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    Ruby,
    Python,
    Sql,
    Rust,
}

impl Language {
    /// What starts a comment that ends with its line.
    pub fn comment(self) -> &'static str {
        match self {
            Self::Ruby | Self::Python => "#",
            Self::Sql => "--",
            Self::Rust => "//",
        }
    }
}

/// Texts of files beside the migrations, by the path that they are shown with.
pub type Companions = BTreeMap<Utf8PathBuf, String>;

/// What one history's files and configuration say of everything around them. Frontends read with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub tool: Tool,
    pub dialect: Dialect,
    /// False when the dialect is only the most likely one.
    pub dialect_known: bool,
    /// The SQL is for a database that is not known here: nothing is said of it.
    pub foreign: bool,
    /// Other databases the same files must run on: fixes must be portable to them.
    pub also: Vec<Dialect>,
    /// Of the database server.
    pub server: Option<Version>,
    /// Of `activerecord` (not of `Migration[x.y]`), `alembic` or `sea-orm-migration`.
    pub framework: Option<Version>,
    /// Of SQLAlchemy.
    pub sqlalchemy: Option<Version>,
    /// How the tool wraps a migration that says nothing else; `None`: as this tool does by default.
    pub transaction: Option<Transaction>,
    /// Methods or functions that are idempotent by themselves.
    pub idempotent_helpers: BTreeSet<String>,
    /// Methods or functions that only run the block they are given (`safety_assured`).
    pub transparent_helpers: BTreeSet<String>,
    /// Alembic: `target_metadata`'s naming convention, key (`ix`, `uq`, `ck`, `fk`, `pk`) to template.
    pub naming_convention: Vec<(String, String)>,
    /// Rails: names of gems that change what migrations do (`safe-pg-migrations`, `strong_migrations`, `online_migrations`).
    pub gems: BTreeSet<String>,
    /// SeaORM: files of the crate that the migrations speak of, and SQL files that they include; text by path.
    pub companions: Arc<Companions>,
}

impl Context {
    pub fn new(tool: Tool, dialect: Dialect) -> Self {
        Self {
            tool,
            dialect,
            dialect_known: true,
            foreign: false,
            also: Vec::new(),
            server: None,
            framework: None,
            sqlalchemy: None,
            transaction: None,
            idempotent_helpers: BTreeSet::new(),
            transparent_helpers: BTreeSet::new(),
            naming_convention: Vec::new(),
            gems: BTreeSet::new(),
            companions: Arc::default(),
        }
    }

    /// Every database these files must run on, the main one first.
    pub fn dialects(&self) -> impl Iterator<Item = Dialect> + '_ {
        std::iter::once(self.dialect).chain(self.also.iter().copied())
    }
}

/// What a stop in the middle of a migration leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transaction {
    /// Nothing: statements and version row commit together (PostgreSQL; SQLite under Rails).
    Whole,
    /// All or nothing, but the version row is written afterwards: complete and unrecorded is possible
    /// (refinery's default, Prisma, golang-migrate).
    WholeUnrecorded,
    /// Every statement stays (MySQL under Rails, `disable_ddl_transaction!`, `-- no-transaction`).
    Autocommit,
    /// Schema statements commit themselves and all before them; rows written after the last one are rolled back
    /// (MySQL and MariaDB with autocommit off, as drivers of Python and JDBC run them: Alembic, Flyway, Liquibase).
    ImplicitCommit,
    /// The first schema statement ends the transaction, and all that follows stays, rows included (MySQL and MariaDB
    /// behind `START TRANSACTION`, as tools in Go and Rust run them; measured on MariaDB 10.11).
    EndedBySchemaChange,
    /// Python's sqlite3 driver: schema statements stay until the first row is written, then all that follows is one
    /// transaction (Alembic on SQLite without the BEGIN recipe).
    UntilFirstWrite,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(Version::parse("6.1.7.10"), Some(Version::new(6, 1, 7)));
        assert_eq!(Version::parse("8.2.0.alpha"), Some(Version::new(8, 2, 0)));
        assert!(Version::parse("1.13.3") > Version::parse("1.9"));
        assert_eq!(Version::parse("x"), None);
    }
}
