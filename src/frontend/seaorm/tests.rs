//! Rust in, operations out. What is expected was written by hand: from sea-query's and sea-orm-migration's sources, and
//! from what the real crates did on real engines (`tests/engines`).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use crate::frontend::outline;
mod companions;
mod place;
mod reading;
mod spelling;

use self::place::{HEAD, MYSQL, POSTGRES, Place, SQLITE, TAIL};
use super::SeaOrm;
use crate::engine::{Context, Dialect, Tool, Version};
use crate::frontend::Frontend;
use crate::migration::{Down, Migration};
use crate::source::{FileId, Source};

impl Place {
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
