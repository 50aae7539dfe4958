//! Rust in, operations out. What is expected was written by hand: from sea-query's and sea-orm-migration's sources, and
//! from what the real crates did on real engines (`tests/engines`).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::frontend::outline;
mod companions;
mod reading;
mod spelling;

use super::SeaOrm;
use crate::engine::{Context, Dialect, Tool, Version};
use crate::frontend::Frontend;
use crate::migration::{Down, Migration};
use crate::source::{FileId, Source};

/// Where a snippet is read.
#[derive(Debug, Clone, Copy)]
struct Place {
    dialect: Dialect,
    version: &'static str,
}

const POSTGRES: Place = Place { dialect: Dialect::Postgres, version: "1.1" };
const MYSQL: Place = Place { dialect: Dialect::MySql, version: "1.1" };
const SQLITE: Place = Place { dialect: Dialect::Sqlite, version: "1.1" };

const HEAD: &str = "#[derive(DeriveMigrationName)]\nstruct Migration;\nimpl MigrationTrait for Migration {\n    \
                    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n";
const TAIL: &str = "    }\n}\n#[derive(DeriveIden)]\nenum Users { Table, Id, Name, TeamId }\n\
                    #[derive(DeriveIden)]\nenum Teams { Table, Id }\n";

impl Place {
    fn context(self) -> Context {
        let mut context = Context::new(Tool::SeaOrm, self.dialect);
        context.framework = Version::parse(self.version);
        context
    }

    /// The body of `up` as a whole file; text with an `impl` is one already.
    fn source(text: &str) -> Source {
        let whole = if text.contains("impl ") { text.to_owned() } else { format!("{HEAD}{text}\n{TAIL}") };
        Source::new("src/m20240102_030405_example.rs", whole)
    }

    fn read(self, text: &str) -> Migration {
        let reading = SeaOrm.read(FileId(0), &Self::source(text), &self.context());
        assert_eq!(reading.problems, [], "{text}");
        assert_eq!(reading.migrations.len(), 1, "{text}");
        reading.migrations.into_iter().next().unwrap()
    }

    fn up(self, body: &str) -> String {
        outline::program(&self.read(body).up)
    }

    fn down(self, text: &str) -> String {
        match self.read(text).down {
            Down::Written(nodes) => outline::program(&nodes),
            other => format!("{other:?}"),
        }
    }
}

/// Asserts that two outlines are the same, whatever their indentation.
#[track_caller]
fn same(actual: &str, expected: &str, about: &str) {
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(actual), lines(expected), "\n{about}\n");
}
