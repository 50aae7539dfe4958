//! What a database holds, as flat facts: `column users.email` is `text not null`, `rows users` is `2`.
//!
//! Two runs left the same exactly when their facts are equal. The order of columns does not count; the content of a
//! table is a hash of its rows without keys that the engine makes itself, dates and UUIDs, which differ between honest runs.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::Rows;

/// Tables in which tools record what has run: no part of what a migration leaves.
pub const LEDGERS: [&str; 6] = [
    "schema_migrations",
    "ar_internal_metadata",
    "alembic_version",
    "seaql_migrations",
    "_sqlx_migrations",
    "__diesel_schema_migrations",
];

/// Facts by their name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts(BTreeMap<String, String>);

impl Facts {
    pub(super) fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// For things that have no name of their own and may be there twice.
    pub(super) fn count(&mut self, name: String) {
        let count = self.0.get(&name).and_then(|count| count.parse::<u32>().ok()).unwrap_or(0);
        self.0.insert(name, (count + 1).to_string());
    }

    /// The rows of a table, in whatever order they came.
    pub(super) fn content(&mut self, table: &str, rows: &Rows) {
        self.add(format!("rows {table}"), rows.len().to_string());
        if !rows.is_empty() {
            let mut lines: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
            lines.sort_unstable();
            let hash: String =
                Sha256::digest(lines.join("\n")).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            self.add(format!("data {table}"), hash);
        }
    }

    /// Without what the tables hold: a way back may lose rows that the way forth wrote.
    #[must_use]
    pub fn schema_only(&self) -> Self {
        let is_schema = |name: &str| !name.starts_with("rows ") && !name.starts_with("data ");
        Self(
            self.0
                .iter()
                .filter(|(name, _)| is_schema(name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    }

    /// How `have` differs from this: `index x is missing`, `column t.c is too much`, `rows t: 2 instead of 1`.
    pub fn differences(&self, have: &Self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, value) in &self.0 {
            match have.0.get(name) {
                Some(other) if other == value => {}
                None if name.starts_with("data ") => {}
                None => found.push(format!("{name} is missing")),
                Some(_) if name.starts_with("data ") => found.extend(self.other_content(have, name)),
                Some(other) if name.starts_with("rows ") => found.push(format!("{name}: {other} instead of {value}")),
                Some(other) => found.push(format!("{name} is `{other}` instead of `{value}`")),
            }
        }
        let new = have.0.keys().filter(|name| !self.0.contains_key(*name) && !name.starts_with("data "));
        found.extend(new.map(|name| format!("{name} is too much")));
        found
    }

    /// Other content counts only where the table has the same columns and as many rows: else that is told already.
    fn other_content(&self, have: &Self, name: &str) -> Option<String> {
        let table = name.strip_prefix("data ")?;
        let rows = format!("rows {table}");
        let columns = format!("column {table}.");
        let of = |facts: &Self| -> Vec<String> {
            facts
                .0
                .range(columns.clone()..)
                .map(|(name, _)| name.clone())
                .take_while(|name| name.starts_with(&columns))
                .collect()
        };
        let same = self.0.get(&rows) == have.0.get(&rows) && of(self) == of(have);
        same.then(|| format!("{table} has other rows"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        Facts(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn differences_are_told_once() {
        let want = facts(&[("table t", ""), ("column t.a", "int"), ("rows t", "1"), ("data t", "x"), ("index i", "a")]);
        assert_eq!(want.differences(&want), [""; 0]);
        let have = facts(&[("table t", ""), ("column t.a", "int"), ("rows t", "2"), ("data t", "y"), ("index j", "a")]);
        assert_eq!(want.differences(&have), ["index i is missing", "rows t: 2 instead of 1", "index j is too much"]);
        let other =
            facts(&[("table t", ""), ("column t.a", "int"), ("rows t", "1"), ("data t", "y"), ("index i", "a")]);
        assert_eq!(want.differences(&other), ["t has other rows"]);
        assert_eq!(want.schema_only().differences(&other.schema_only()), [""; 0]);
    }
}
