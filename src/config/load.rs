//! Finding the configuration, reading it, and saying exactly what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use toml::Spanned;

use super::schema::{FailOn, File, History, Text};
use super::{Config, HistoryConfig, PerFile, did_you_mean, expand, glob_set, names};
use crate::engine::{Dialect, Tool, Version};
use crate::finding::Severity;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    pub path: Utf8PathBuf,
    /// Line and column, both from 1; `None` where the file could not be read at all.
    pub at: Option<(usize, usize)>,
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

/// The configuration for `start`: the nearest `remigrate.toml`, or `pyproject.toml` with `[tool.remigrate]`, from there
/// upwards.
pub fn find(start: &Utf8Path) -> Option<Utf8PathBuf> {
    start.ancestors().find_map(|dir| {
        let own = dir.join("remigrate.toml");
        if own.is_file() {
            return Some(own);
        }
        let shared = dir.join("pyproject.toml");
        let text = std::fs::read_to_string(&shared).ok()?;
        text.contains("[tool.remigrate").then_some(shared)
    })
}

/// The folder in which the search for a configuration starts: the path itself, or the one it is in.
pub fn folder_of(path: &Utf8Path) -> std::io::Result<Utf8PathBuf> {
    let path = Utf8PathBuf::from_path_buf(std::path::absolute(path)?)
        .map_err(|path| std::io::Error::other(format!("{}: the path is not valid UTF-8", path.display())))?;
    Ok(if path.is_dir() { path } else { path.parent().unwrap_or(&path).to_owned() })
}

/// Reads a configuration file.
pub fn load(path: &Utf8Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError {
        path: path.to_owned(),
        at: None,
        message: error.to_string(),
    })?;
    parse(path, &text)
}

/// Reads a configuration's text. `path` decides what its paths are relative to.
pub fn parse(path: &Utf8Path, text: &str) -> Result<Config, ConfigError> {
    let reader = Reader { path, text };
    let file = reader.file()?;
    reader.config(file)
}

struct Reader<'a> {
    path: &'a Utf8Path,
    text: &'a str,
}

/// The part of pyproject.toml that is ours; the rest is other tools'.
#[derive(serde::Deserialize)]
struct Pyproject {
    tool: Tools,
}

#[derive(serde::Deserialize)]
struct Tools {
    remigrate: File,
}

impl Reader<'_> {
    fn file(&self) -> Result<File, ConfigError> {
        let read = if self.path.file_name() == Some("pyproject.toml") {
            toml::from_str::<Pyproject>(self.text).map(|project| project.tool.remigrate)
        } else {
            toml::from_str(self.text)
        };
        read.map_err(|error| self.explain(&error))
    }

    /// The parser's error with a proposal where a key was misspelled.
    fn explain(&self, error: &toml::de::Error) -> ConfigError {
        let message = error.message().trim().replace('\n', " ");
        let mut quoted = message.split('`').skip(1).step_by(2);
        let unknown = message.starts_with("unknown ").then(|| quoted.next()).flatten();
        let proposal = unknown.and_then(|written| did_you_mean(written, quoted));
        let message = match proposal {
            Some(name) => format!("{message}; did you mean `{name}`?"),
            None => message.clone(),
        };
        self.error(error.span().map_or(0, |span| span.start), message)
    }

    fn error(&self, at: usize, message: impl Into<String>) -> ConfigError {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        ConfigError { path: self.path.to_owned(), at: Some((line, column)), message: message.into() }
    }

    fn config(&self, file: File) -> Result<Config, ConfigError> {
        let absolute = std::path::absolute(self.path).ok().and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
        let absolute = absolute.unwrap_or_else(|| self.path.to_owned());
        Ok(Config {
            base: absolute.parent().unwrap_or(Utf8Path::new("")).to_owned(),
            file: Some(self.path.to_owned()),
            select: file.select.map(|names| self.rules(&names)).transpose()?,
            ignore: self.rules(&file.ignore)?,
            per_file_ignores: self.per_file(&file.per_file_ignores)?,
            levels: self.levels(file.levels)?,
            fail_on: file.fail_on.map(|level| match level {
                FailOn::Error => Severity::Error,
                FailOn::Warning => Severity::Warning,
                FailOn::Hint => Severity::Hint,
            }),
            start_after: file.start_after,
            idempotent_helpers: file.helpers.idempotent.into_iter().collect(),
            transparent_helpers: file.helpers.transparent.into_iter().collect(),
            histories: file.history.into_iter().map(|entry| self.history(entry)).collect::<Result<_, _>>()?,
        })
    }

    fn rules(&self, written: &[Text]) -> Result<BTreeSet<String>, ConfigError> {
        let mut found = BTreeSet::new();
        for Text(name) in written {
            found.extend(expand(name.get_ref()).ok_or_else(|| self.unknown_rule(name.span().start, name.get_ref()))?);
        }
        Ok(found)
    }

    fn unknown_rule(&self, at: usize, name: &str) -> ConfigError {
        let proposal = did_you_mean(name, names::known());
        let tail = proposal.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
        self.error(at, format!("there is no rule or group `{name}`{tail}"))
    }

    fn per_file(&self, entries: &BTreeMap<Spanned<String>, Vec<Text>>) -> Result<Vec<PerFile>, ConfigError> {
        let one = |(pattern, rules): (&Spanned<String>, &Vec<Text>)| {
            let files =
                glob_set(pattern.get_ref()).map_err(|error| self.error(pattern.span().start, error.to_string()))?;
            Ok(PerFile { files, rules: self.rules(rules)? })
        };
        entries.iter().map(one).collect()
    }

    fn levels(
        &self,
        entries: BTreeMap<Spanned<String>, super::Level>,
    ) -> Result<BTreeMap<String, super::Level>, ConfigError> {
        let mut levels = BTreeMap::new();
        // A group first, so that a rule of its own name wins.
        let mut entries: Vec<_> = entries
            .into_iter()
            .map(|(name, level)| {
                let rules =
                    expand(name.get_ref()).ok_or_else(|| self.unknown_rule(name.span().start, name.get_ref()))?;
                Ok((rules, level))
            })
            .collect::<Result<_, _>>()?;
        entries.sort_by_key(|(rules, _): &(BTreeSet<String>, _)| std::cmp::Reverse(rules.len()));
        for (rules, level) in entries {
            levels.extend(rules.into_iter().map(|rule| (rule, level)));
        }
        Ok(levels)
    }

    fn history(&self, entry: History) -> Result<HistoryConfig, ConfigError> {
        let tools = || Tool::ALL.into_iter().map(Tool::name);
        let dialects = || Dialect::ALL.into_iter().map(Dialect::name);
        let dialect = |name: &Text| self.value(name, "dialect", Dialect::parse, dialects());
        let version = |text: &Text| self.value(text, "version", Version::parse, std::iter::empty());
        Ok(HistoryConfig {
            path: crate::project::shown(Utf8Path::new(&entry.path), Utf8Path::new("")),
            tool: entry.tool.as_ref().map(|name| self.value(name, "tool", Tool::parse, tools())).transpose()?,
            dialect: entry.dialect.as_ref().map(dialect).transpose()?,
            also: entry.also.iter().map(dialect).collect::<Result<_, _>>()?,
            server: entry.server.as_ref().map(version).transpose()?,
            framework: entry.framework.as_ref().map(version).transpose()?,
            sqlalchemy: entry.sqlalchemy.as_ref().map(version).transpose()?,
            start_after: entry.start_after,
        })
    }

    fn value<T>(
        &self,
        text: &Text,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
        known: impl Iterator<Item = &'static str>,
    ) -> Result<T, ConfigError> {
        let Text(written) = text;
        parse(written.get_ref()).ok_or_else(|| {
            let known: Vec<&str> = known.collect();
            let list = if known.is_empty() { String::new() } else { format!("; there are {}", known.join(", ")) };
            self.error(written.span().start, format!("`{}` is no {what}{list}", written.get_ref()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(Utf8Path::new("remigrate.toml"), text).map_or_else(|error| error.to_string(), |_| "fine".to_owned())
    }

    #[test]
    fn mistakes_name_their_line() {
        for (text, expected) in [
            ("select = [\"rerun\"]\nignor = []\n", "remigrate.toml:2:1: unknown field `ignor`"),
            ("ignore = [\n  \"rerun\",\n  \"unguarded-drops\",\n]\n", "remigrate.toml:3:3: there is no rule or group"),
            ("[[history]]\npath = \"db\"\ndialect = \"oracle\"\n", "remigrate.toml:3:11: `oracle` is no dialect"),
            ("fail-on = \"never\"\n", "remigrate.toml:1:11: unknown variant `never`"),
            ("[levels]\nunguarded-drop = \"off\"\nrepeated-row = \"off\"\n", "remigrate.toml:3:1: there is no rule"),
            ("[per-file-ignores]\n\"a{\" = []\n", "remigrate.toml:2:1: "),
            ("select = 1\n", "remigrate.toml:1:10: invalid type"),
        ] {
            let error = error(text);
            assert!(error.starts_with(expected), "{error}");
        }
        assert!(error("ignor = []").ends_with("did you mean `ignore`?"));
        assert!(error("select = [\"unguarded-drops\"]").ends_with("did you mean `unguarded-drop`?"));
    }

    #[test]
    fn groups_expand_and_single_rules_win() {
        let text =
            "[levels]\nrerun = \"hint\"\nunguarded-drop = \"off\"\n[per-file-ignores]\n\"old/*\" = [\"guard\"]\n";
        let config = parse(Utf8Path::new("/x/remigrate.toml"), text).expect("valid");
        assert_eq!(config.severity("unguarded-index"), Some(Severity::Hint));
        assert!(!config.is_enabled("unguarded-drop", Utf8Path::new("/x/a.sql")));
        assert!(!config.is_enabled("coarse-guard", Utf8Path::new("/x/old/a.sql")));
        assert!(config.is_enabled("coarse-guard", Utf8Path::new("/x/new/a.sql")));
    }

    #[test]
    fn pyproject_holds_it_too() {
        let text = "[project]\nname = \"x\"\n[tool.remigrate]\nstart-after = \"2026\"\n";
        let config = parse(Utf8Path::new("pyproject.toml"), text).expect("valid");
        assert_eq!(config.start_after.as_deref(), Some("2026"));
    }
}
