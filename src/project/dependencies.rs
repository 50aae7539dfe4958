//! Packages and their versions, from lock files first, from manifests else. Read by line, not parsed: a broken manifest
//! must not keep anybody from linting.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::engine::{Dialect, Version};

/// Package name (lower case, `-` for `_`) to its version, where one is pinned.
#[derive(Debug, Clone, Default)]
pub(super) struct Dependencies {
    packages: BTreeMap<String, Option<Version>>,
}

impl Dependencies {
    pub(super) fn version(&self, name: &str) -> Option<Version> {
        self.packages.get(&normal(name)).copied().flatten()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.packages.contains_key(&normal(name))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.packages.keys().map(String::as_str)
    }

    /// Dialects of the database drivers among the packages.
    pub(super) fn dialects(&self, drivers: &[(&str, Dialect)]) -> Vec<Dialect> {
        drivers.iter().filter(|(name, _)| self.has(name)).map(|&(_, dialect)| dialect).collect()
    }

    /// These packages, and those that only `other` names.
    pub(super) fn or(mut self, other: Self) -> Self {
        for (name, version) in other.packages {
            self.add(&name, version);
        }
        self
    }

    fn add(&mut self, name: &str, version: Option<Version>) {
        let name = normal(name.trim().trim_matches(['"', '\'']));
        if !name.is_empty() {
            let known = self.packages.entry(name).or_default();
            *known = known.or(version);
        }
    }
}

/// Package indexes compare names this way (PEP 503).
fn normal(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

/// Drivers of Ruby (rubygems names).
pub(super) const RUBY_DRIVERS: [(&str, Dialect); 8] = [
    ("pg", Dialect::Postgres),
    ("activerecord-postgis-adapter", Dialect::Postgres),
    ("mysql2", Dialect::MySql),
    ("trilogy", Dialect::MySql),
    ("sqlite3", Dialect::Sqlite),
    ("activerecord-jdbcpostgresql-adapter", Dialect::Postgres),
    ("activerecord-jdbcmysql-adapter", Dialect::MySql),
    ("activerecord-sqlserver-adapter", Dialect::SqlServer),
];

/// Drivers of Python.
pub(super) const PYTHON_DRIVERS: [(&str, Dialect); 14] = [
    ("psycopg2", Dialect::Postgres),
    ("psycopg2-binary", Dialect::Postgres),
    ("psycopg", Dialect::Postgres),
    ("psycopg-binary", Dialect::Postgres),
    ("asyncpg", Dialect::Postgres),
    ("pg8000", Dialect::Postgres),
    ("pymysql", Dialect::MySql),
    ("mysqlclient", Dialect::MySql),
    ("aiomysql", Dialect::MySql),
    ("asyncmy", Dialect::MySql),
    ("mysql-connector-python", Dialect::MySql),
    ("mariadb", Dialect::MariaDb),
    ("aiosqlite", Dialect::Sqlite),
    ("pyodbc", Dialect::SqlServer),
];

/// Drivers of Go (module paths), Node and the JVM.
pub(super) const OTHER_DRIVERS: [(&str, Dialect); 19] = [
    ("github.com/lib/pq", Dialect::Postgres),
    ("github.com/jackc/pgx/v5", Dialect::Postgres),
    ("github.com/jackc/pgx/v4", Dialect::Postgres),
    ("github.com/go-sql-driver/mysql", Dialect::MySql),
    ("github.com/mattn/go-sqlite3", Dialect::Sqlite),
    ("modernc.org/sqlite", Dialect::Sqlite),
    ("github.com/glebarez/sqlite", Dialect::Sqlite),
    ("github.com/microsoft/go-mssqldb", Dialect::SqlServer),
    ("pg", Dialect::Postgres),
    ("postgres", Dialect::Postgres),
    ("mysql2", Dialect::MySql),
    ("mysql", Dialect::MySql),
    ("mariadb", Dialect::MariaDb),
    ("better-sqlite3", Dialect::Sqlite),
    ("sqlite3", Dialect::Sqlite),
    ("@libsql/client", Dialect::Sqlite),
    ("postgresql", Dialect::Postgres),
    ("mysql-connector-j", Dialect::MySql),
    ("mariadb-java-client", Dialect::MariaDb),
];

/// Gems of a `Gemfile.lock`: four blanks, the name, the version in brackets.
pub(super) fn gems(text: &str) -> Dependencies {
    let mut found = Dependencies::default();
    for line in text.lines() {
        let Some(gem) = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' ')) else { continue };
        if let Some((name, version)) = gem.split_once(" (") {
            found.add(name, Version::parse(version));
        }
    }
    found
}

/// Python's packages, from every lock and requirements file in `dir`.
pub(super) fn python(dir: &Utf8Path) -> Dependencies {
    let mut found = Dependencies::default();
    for lock in ["uv.lock", "poetry.lock", "pdm.lock"] {
        if let Ok(text) = std::fs::read_to_string(dir.join(lock)) {
            toml_lock(&mut found, &text);
        }
    }
    if let Ok(text) = std::fs::read_to_string(dir.join("Pipfile.lock")) {
        pipfile_lock(&mut found, &text);
    }
    for path in requirement_files(dir) {
        if let Ok(text) = std::fs::read_to_string(path) {
            text.lines().for_each(|line| requirement(&mut found, line));
        }
    }
    for manifest in ["pyproject.toml", "Pipfile", "setup.cfg", "setup.py"] {
        if let Ok(text) = std::fs::read_to_string(dir.join(manifest)) {
            text.lines().for_each(|line| manifest_line(&mut found, line));
        }
    }
    found
}

fn requirement_files(dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let inside = |dir: &Utf8Path, all: bool| -> Vec<Utf8PathBuf> {
        let Ok(entries) = dir.read_dir_utf8() else { return Vec::new() };
        let mut found: Vec<Utf8PathBuf> = entries
            .flatten()
            .map(|entry| entry.into_path())
            .filter(|path| path.extension() == Some("txt"))
            .filter(|path| all || path.file_name().is_some_and(|name| name.contains("requirements")))
            .collect();
        found.sort();
        found
    };
    let mut found = inside(dir, false);
    found.extend(inside(&dir.join("requirements"), true));
    found
}

/// `[[package]]` tables with `name = "x"` before `version = "y"`.
fn toml_lock(found: &mut Dependencies, text: &str) {
    let mut name = None;
    for line in text.lines() {
        if let Some(value) = line.strip_prefix("name = ") {
            name = Some(value);
        } else if let (Some(value), Some(package)) = (line.strip_prefix("version = "), name.take()) {
            found.add(package, Version::parse(value.trim_matches('"')));
        }
    }
}

fn pipfile_lock(found: &mut Dependencies, text: &str) {
    let Ok(lock) = serde_json::from_str::<serde_json::Value>(text) else { return };
    for section in ["default", "develop"] {
        let packages = lock.get(section).and_then(serde_json::Value::as_object);
        for (name, package) in packages.into_iter().flatten() {
            let version = package.get("version").and_then(serde_json::Value::as_str);
            found.add(name, version.and_then(|version| Version::parse(version.trim_start_matches('='))));
        }
    }
}

/// `SQLAlchemy[asyncio]==2.0.36 ; python_version > "3"`. Only `==` and `~=` tell the version that runs.
fn requirement(found: &mut Dependencies, line: &str) {
    let line = line.split(['#', ';']).next().unwrap_or_default().trim();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return;
    }
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(rest, |(_, rest)| rest).trim_start();
    if !(rest.is_empty() || rest.starts_with(['=', '<', '>', '~', '!', '@', '('])) {
        return;
    }
    let pinned = rest.strip_prefix("===").or_else(|| rest.strip_prefix("==")).or_else(|| rest.strip_prefix("~="));
    found.add(name, pinned.and_then(Version::parse));
}

/// A line of `pyproject.toml`: a quoted requirement, or Poetry's `alembic = "^1.13"` (whose version is only the least).
fn manifest_line(found: &mut Dependencies, line: &str) {
    let line = line.trim();
    let key = line.split_once('=').map(|(key, _)| key.trim());
    if let Some(key) = key.filter(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))) {
        found.add(key, None);
    }
    for quoted in line.split(['"', '\'']).skip(1).step_by(2) {
        requirement(found, quoted);
    }
}

/// Names in `go.mod`, `package.json`, `pom.xml`, `build.gradle`, `composer.json` that are database drivers.
pub(super) fn others(dir: &Utf8Path) -> Dependencies {
    let mut found = Dependencies::default();
    if let Ok(text) = std::fs::read_to_string(dir.join("go.mod")) {
        for line in text.lines() {
            let line = line.trim().trim_start_matches("require ").trim();
            if let Some((module, version)) = line.split_once(" v") {
                found.add(module, Version::parse(version));
            }
        }
    }
    if let Ok(text) = std::fs::read_to_string(dir.join("package.json")) {
        package_json(&mut found, &text);
    }
    for manifest in ["pom.xml", "build.gradle", "build.gradle.kts", "gradle/libs.versions.toml"] {
        if let Ok(text) = std::fs::read_to_string(dir.join(manifest)) {
            for driver in ["postgresql", "mysql-connector-j", "mariadb-java-client", "flyway", "liquibase"] {
                if text.contains(driver) {
                    found.add(driver, None);
                }
            }
        }
    }
    found
}

fn package_json(found: &mut Dependencies, text: &str) {
    let Ok(package) = serde_json::from_str::<serde_json::Value>(text) else { return };
    for section in ["dependencies", "devDependencies"] {
        for name in package.get(section).and_then(serde_json::Value::as_object).into_iter().flat_map(|all| all.keys()) {
            found.add(name, None);
        }
    }
}

/// The packages of a `Cargo.lock`.
pub(super) fn cargo_lock(text: &str) -> Dependencies {
    let mut found = Dependencies::default();
    toml_lock(&mut found, text);
    found
}

/// The crates a `Cargo.toml` names, with the text of each entry (`{ version = …, features = ["postgres"] }`).
pub(super) fn cargo(text: &str) -> BTreeMap<String, String> {
    let Ok(manifest) = text.parse::<toml::Table>() else { return BTreeMap::new() };
    let workspace = manifest.get("workspace").and_then(toml::Value::as_table);
    let tables = std::iter::once(&manifest).chain(workspace);
    tables
        .flat_map(|table| ["dependencies", "dev-dependencies", "build-dependencies"].map(|section| table.get(section)))
        .flatten()
        .filter_map(toml::Value::as_table)
        .flatten()
        .map(|(name, entry)| (name.clone(), entry.to_string()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_lines_are_read() {
        let found =
            gems("GEM\n  specs:\n    activerecord (6.1.7.10)\n      activemodel (= 6.1.7.10)\n    pg (1.5.4)\n");
        assert_eq!(found.version("activerecord"), Some(Version::new(6, 1, 7)));
        assert!(found.has("pg") && !found.has("activemodel"));
    }

    #[test]
    fn requirements_give_only_pinned_versions() {
        let mut found = Dependencies::default();
        for line in
            ["SQLAlchemy[asyncio]==2.0.36 ; x", "alembic>=1.9", "# psycopg2", "-r base.txt", "psycopg2_binary == 2.9"]
        {
            requirement(&mut found, line);
        }
        assert_eq!(found.version("sqlalchemy"), Some(Version::new(2, 0, 36)));
        assert!(found.has("alembic") && found.version("alembic").is_none());
        assert_eq!(found.version("psycopg2-binary"), Some(Version::new(2, 9, 0)));
        assert_eq!(found.names().count(), 3);
    }
}
