//! Ruby in, operations out. What is expected was written by hand, from ActiveRecord's source and from measured runs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod options;
use crate::frontend::outline;
mod reading;
mod rollback;
mod spelling;

use super::Rails;
use crate::engine::{Context, Dialect, Tool, Version};
use crate::frontend::Frontend;
use crate::migration::Migration;
use crate::source::{FileId, Source};

/// Where a snippet is read.
#[derive(Debug, Clone, Copy)]
struct Place {
    dialect: Dialect,
    rails: &'static str,
}

const POSTGRES: Place = Place { dialect: Dialect::Postgres, rails: "8.1" };

impl Place {
    fn on(dialect: Dialect, rails: &'static str) -> Self {
        Self { dialect, rails }
    }

    fn context(self) -> Context {
        let mut context = Context::new(Tool::Rails, self.dialect);
        context.framework = Version::parse(self.rails);
        context
    }

    /// The methods of a migration class as a whole file.
    fn source(self, methods: &str) -> Source {
        if methods.contains("class ") {
            return Source::new("db/migrate/20240102030405_example.rb", methods);
        }
        let version: Vec<&str> = self.rails.split('.').take(2).collect();
        let class = format!("class Example < ActiveRecord::Migration[{}]\n{methods}\nend\n", version.join("."));
        Source::new("db/migrate/20240102030405_example.rb", class)
    }

    fn read(self, methods: &str) -> Migration {
        let source = self.source(methods);
        let reading = Rails.read(FileId(0), &source, &self.context());
        assert_eq!(reading.problems, [], "{methods}");
        assert_eq!(reading.migrations.len(), 1, "{methods}");
        reading.migrations.into_iter().next().unwrap()
    }

    /// The way forth of a `change` with this body.
    fn change(self, body: &str) -> String {
        outline::program(&self.read(&format!("def change\n{body}\nend")).up)
    }
}

/// Asserts that two outlines are the same, whatever their indentation.
#[track_caller]
fn same(actual: &str, expected: &str, about: &str) {
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(actual), lines(expected), "\n{about}\n");
}
