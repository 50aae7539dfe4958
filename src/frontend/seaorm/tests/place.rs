//! Where a snippet is read: shared with `tests/seaorm.rs`, which sees the crate from outside.

use super::{Context, Dialect, Source, Tool, Version};

/// Where a snippet is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) dialect: Dialect,
    pub(super) version: &'static str,
}

pub(super) const POSTGRES: Place = Place { dialect: Dialect::Postgres, version: "1.1" };
pub(super) const MYSQL: Place = Place { dialect: Dialect::MySql, version: "1.1" };
pub(super) const SQLITE: Place = Place { dialect: Dialect::Sqlite, version: "1.1" };

pub(super) const HEAD: &str = "#[derive(DeriveMigrationName)]\nstruct Migration;\nimpl MigrationTrait for Migration {\n    \
                    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n";
pub(super) const TAIL: &str = "    }\n}\n#[derive(DeriveIden)]\nenum Users { Table, Id, Name, TeamId }\n\
                    #[derive(DeriveIden)]\nenum Teams { Table, Id }\n";

impl Place {
    pub(super) fn context(self) -> Context {
        let mut context = Context::new(Tool::SeaOrm, self.dialect);
        context.framework = Version::parse(self.version);
        context
    }

    /// The body of `up` as a whole file; text with an `impl` is one already.
    pub(super) fn source(text: &str) -> Source {
        let whole = if text.contains("impl ") { text.to_owned() } else { format!("{HEAD}{text}\n{TAIL}") };
        Source::new("src/m20240102_030405_example.rs", whole)
    }
}
