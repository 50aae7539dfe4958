//! `remigrate.toml`: what a team says about its migrations that can't be told from the files.
//!
//! Strict: a key, rule, tool or dialect that does not exist is an error with its line, never silently ignored.

mod load;
mod names;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use globset::{Glob, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::{Dialect, Tool, Version};
use crate::finding::Severity;

pub use load::{ConfigError, find, folder_of, load, parse};
pub use names::{did_you_mean, expand};
pub use schema::json_schema;

/// The configuration, ready to be used.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The folder of the file; globs and paths in it are relative to this.
    pub base: Utf8PathBuf,
    /// The file itself, where there is one.
    pub file: Option<Utf8PathBuf>,
    /// Rules that run; `None`: all of them.
    pub select: Option<BTreeSet<String>>,
    /// Rules that do not run.
    pub ignore: BTreeSet<String>,
    /// Rules that do not run in files of these names.
    pub per_file_ignores: Vec<PerFile>,
    /// The level of a rule instead of the one its scenario gives.
    pub levels: BTreeMap<String, Level>,
    /// The least severity that makes the exit code 1.
    pub fail_on: Option<Severity>,
    /// Migrations up to this version are left alone.
    pub start_after: Option<String>,
    /// Helpers that may be repeated as they are.
    pub idempotent_helpers: BTreeSet<String>,
    /// Helpers that only run the block they are given.
    pub transparent_helpers: BTreeSet<String>,
    pub histories: Vec<HistoryConfig>,
}

/// Rules ignored in some files.
#[derive(Debug, Clone)]
pub struct PerFile {
    pub files: GlobSet,
    pub rules: BTreeSet<String>,
}

/// What is said of one history.
#[derive(Debug, Clone, Default)]
pub struct HistoryConfig {
    /// Folder of the migrations, relative to the configuration; the history with this root, or one below it.
    pub path: Utf8PathBuf,
    pub tool: Option<Tool>,
    pub dialect: Option<Dialect>,
    pub also: Vec<Dialect>,
    pub server: Option<Version>,
    pub framework: Option<Version>,
    pub sqlalchemy: Option<Version>,
    pub start_after: Option<String>,
}

/// What a team makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Error,
    Warning,
    Hint,
    /// The rule does not run.
    Off,
}

impl Level {
    /// The severity it stands for; `None` for off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Hint => Some(Severity::Hint),
            Self::Off => None,
        }
    }
}

impl Config {
    /// Whether a rule runs on this file. `path` as it is shown.
    pub fn is_enabled(&self, rule: &str, path: &Utf8Path) -> bool {
        let selected = self.select.as_ref().is_none_or(|select| select.contains(rule));
        selected
            && !self.ignore.contains(rule)
            && self.levels.get(rule) != Some(&Level::Off)
            && !self.is_ignored_in(rule, path)
    }

    /// The level a team gave to a rule.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.levels.get(rule).and_then(|level| level.severity())
    }

    fn is_ignored_in(&self, rule: &str, path: &Utf8Path) -> bool {
        if self.per_file_ignores.is_empty() {
            return false;
        }
        let relative = self.relative(path);
        self.per_file_ignores.iter().any(|entry| entry.rules.contains(rule) && entry.files.is_match(&relative))
    }

    /// The `[[history]]` entry that is about this folder: the longest path that holds it.
    pub fn history(&self, root: &Utf8Path) -> Option<&HistoryConfig> {
        let relative = self.relative(root);
        self.histories
            .iter()
            .filter(|entry| entry.path == "." || relative.starts_with(&entry.path))
            .max_by_key(|entry| entry.path.components().count())
    }

    /// A shown path, relative to the configuration's folder.
    fn relative(&self, path: &Utf8Path) -> Utf8PathBuf {
        let absolute = std::path::absolute(path).ok().and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
        let absolute = absolute.unwrap_or_else(|| path.to_owned());
        absolute.strip_prefix(&self.base).map_or_else(|_| path.to_owned(), Utf8Path::to_owned)
    }
}

/// The globs of one `per-file-ignores` key: a name without `/` holds in every folder.
pub(crate) fn glob_set(pattern: &str) -> Result<GlobSet, globset::Error> {
    let mut builder = GlobSetBuilder::new();
    builder.add(Glob::new(pattern)?);
    if !pattern.contains('/') {
        builder.add(Glob::new(&format!("**/{pattern}"))?);
    }
    if !pattern.contains('*') {
        builder.add(Glob::new(&format!("{}/**", pattern.trim_end_matches('/')))?);
    }
    builder.build()
}
