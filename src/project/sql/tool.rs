//! Which tool runs a folder of SQL files: its own files first, then marks in the text, then dependencies, then names
//! (shared facts sql.md section 2 has the tools' rules and where they were read).

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::engine::Tool;
use crate::project::names::{self, Form};
use crate::project::walk::absolute;
use crate::project::{dependencies, settings};

/// How many files of a folder are looked into, and how much of each.
const FILES: usize = 3;
const BYTES: usize = 8 << 10;

/// The tool for the files `sql` of `dir`, which also holds `names`.
pub(super) fn of(dir: &Utf8Path, sql: &[&String], names: &[String]) -> Tool {
    let folders = settings::above(dir);
    by_place(dir, names)
        .or_else(|| sql.iter().take(FILES).find_map(|name| by_text(&head(&dir.join(name)))))
        .or_else(|| by_settings(&folders))
        .or_else(|| by_crates(&folders, sql))
        .or_else(|| by_other_dependencies(&folders, sql))
        .unwrap_or_else(|| by_names(sql))
}

fn by_place(dir: &Utf8Path, names: &[String]) -> Option<Tool> {
    let full = absolute(dir);
    let has = |name: &str| names.iter().any(|other| other == name) || dir.join(name).is_file();
    if full.ends_with("supabase/migrations") {
        Some(Tool::Supabase)
    } else if has("atlas.sum") {
        Some(Tool::Atlas)
    } else if has("meta/_journal.json") {
        Some(Tool::Drizzle)
    } else if has("tern.conf") {
        Some(Tool::Tern)
    } else if full.file_name() == Some("committed") && full.parent().is_some_and(|dir| dir.join("current.sql").exists())
    {
        Some(Tool::GraphileMigrate)
    } else {
        None
    }
}

/// Marks that a tool reads from the text itself.
fn by_text(text: &str) -> Option<Tool> {
    text.lines().map(str::trim_start).find_map(|line| {
        let comment = line.strip_prefix("--")?;
        let words = comment.trim_start();
        if words.starts_with("migrate:up") || words.starts_with("migrate:down") {
            Some(Tool::Dbmate)
        } else if words.starts_with("+goose") {
            Some(Tool::Goose)
        } else if words.starts_with("+migrate") {
            Some(Tool::SqlMigrate)
        } else if words.to_ascii_lowercase().starts_with("liquibase formatted sql") {
            Some(Tool::Liquibase)
        } else if words.starts_with("create above / drop below") || words.starts_with("-- create above / drop below") {
            Some(Tool::Tern)
        } else if words.starts_with("! Previous:") || words.starts_with("! Hash:") || comment.starts_with("! ") {
            Some(Tool::GraphileMigrate)
        } else if words.starts_with("atlas:") {
            Some(Tool::Atlas)
        } else if words.starts_with("depends:") || words.starts_with("transactional:") {
            Some(Tool::Yoyo)
        } else {
            None
        }
    })
}

/// The tools' configuration files, in the nearest folder that has one.
fn by_settings(folders: &[Utf8PathBuf]) -> Option<Tool> {
    let files: [(&str, Tool); 13] = [
        ("flyway.conf", Tool::Flyway),
        ("flyway.toml", Tool::Flyway),
        ("conf/flyway.conf", Tool::Flyway),
        ("yoyo.ini", Tool::Yoyo),
        ("dbconfig.yml", Tool::SqlMigrate),
        ("dbconfig.yaml", Tool::SqlMigrate),
        (".gmrc", Tool::GraphileMigrate),
        (".gmrc.js", Tool::GraphileMigrate),
        ("liquibase.properties", Tool::Liquibase),
        ("atlas.hcl", Tool::Atlas),
        ("drizzle.config.ts", Tool::Drizzle),
        (".dbmate.yml", Tool::Dbmate),
        ("refinery.toml", Tool::Refinery),
    ];
    folders.iter().find_map(|dir| files.iter().find(|(name, _)| dir.join(name).is_file()).map(|&(_, tool)| tool))
}

fn by_crates(folders: &[Utf8PathBuf], sql: &[&String]) -> Option<Tool> {
    let flyway_names = has_form(sql, Form::Flyway);
    folders.iter().find_map(|dir| {
        let text = std::fs::read_to_string(dir.join("Cargo.toml")).ok()?;
        let crates = dependencies::cargo(&text);
        let has = |name: &str| crates.contains_key(name);
        if has("refinery") && flyway_names {
            Some(Tool::Refinery)
        } else if has("sqlx") && !flyway_names {
            Some(Tool::Sqlx)
        } else {
            None
        }
    })
}

fn by_other_dependencies(folders: &[Utf8PathBuf], sql: &[&String]) -> Option<Tool> {
    let modules: [(&str, Tool); 5] = [
        ("github.com/golang-migrate/migrate", Tool::GolangMigrate),
        ("github.com/pressly/goose", Tool::Goose),
        ("github.com/rubenv/sql-migrate", Tool::SqlMigrate),
        ("github.com/amacneil/dbmate", Tool::Dbmate),
        ("github.com/jackc/tern", Tool::Tern),
    ];
    folders.iter().find_map(|dir| {
        let packages = dependencies::others(dir);
        let module = modules.iter().find(|(module, _)| packages.names().any(|name| name.starts_with(module)));
        // These three are told by marks in the text, and without them the tool would not take the files.
        let module = module.map(|&(_, tool)| tool);
        let marked = [Tool::Goose, Tool::SqlMigrate, Tool::Dbmate];
        module
            .filter(|tool| !marked.contains(tool))
            .filter(|&tool| (tool == Tool::GolangMigrate) == has_form(sql, Form::Pair))
    })
}

fn by_names(sql: &[&String]) -> Tool {
    if has_form(sql, Form::Flyway) {
        Tool::Flyway
    } else if sql.iter().any(|name| name.ends_with(".rollback.sql")) {
        Tool::Yoyo
    } else if sql.iter().any(|name| name.ends_with(".up.sql") || name.ends_with(".down.sql")) {
        Tool::GolangMigrate
    } else {
        Tool::PlainSql
    }
}

fn has_form(sql: &[&String], form: Form) -> bool {
    sql.iter().filter_map(|name| names::parse(name)).any(|name| name.form == form)
}

/// The first bytes of a file as text; empty where it can't be read (reading it later says so).
fn head(path: &Utf8Path) -> String {
    use std::io::Read;
    let mut bytes = Vec::with_capacity(BYTES);
    if let Ok(file) = std::fs::File::open(path) {
        let _ = file.take(BYTES as u64).read_to_end(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Drizzle's order: each tag of `meta/_journal.json` with its place and its time.
pub(super) fn journal(dir: &Utf8Path) -> BTreeMap<String, (usize, Option<u64>)> {
    let Some(journal) = read_journal(dir) else { return BTreeMap::new() };
    let entries = journal.get("entries").and_then(serde_json::Value::as_array);
    let told = |(place, entry): (usize, &serde_json::Value)| {
        let when = entry.get("when").and_then(serde_json::Value::as_u64);
        Some((entry.get("tag")?.as_str()?.to_owned(), (place, when)))
    };
    entries.into_iter().flatten().enumerate().filter_map(told).collect()
}

/// The journal itself: it also names the dialect.
pub(super) fn read_journal(dir: &Utf8Path) -> Option<serde_json::Value> {
    serde_json::from_str(&std::fs::read_to_string(dir.join("meta/_journal.json")).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_the_text_name_the_tool() {
        for (text, tool) in [
            ("-- migrate:up\n", Some(Tool::Dbmate)),
            ("\n-- +goose Up\n", Some(Tool::Goose)),
            ("-- +migrate Up\n", Some(Tool::SqlMigrate)),
            ("--liquibase formatted sql\n", Some(Tool::Liquibase)),
            ("x;\n---- create above / drop below ----\n", Some(Tool::Tern)),
            ("--! Previous: -\n", Some(Tool::GraphileMigrate)),
            ("-- depends: a\n", Some(Tool::Yoyo)),
            ("-- adds users\n", None),
        ] {
            assert_eq!(by_text(text), tool, "{text}");
        }
    }
}
