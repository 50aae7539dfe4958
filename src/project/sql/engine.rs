//! Which database a folder of SQL files is for.

use camino::{Utf8Path, Utf8PathBuf};

use crate::engine::{Dialect, Tool};
use crate::project::draft::Draft;
use crate::project::walk::{absolute, boundary};
use crate::project::{dependencies, dialect, ini, settings};

use super::tool;

/// Settles what the surroundings say: the folder's name, the tool's settings, then dependencies.
pub(super) fn look_around(draft: &mut Draft, folders: &[Utf8PathBuf]) {
    let root = draft.root.clone();
    let said = by_folder_name(&root)
        .or_else(|| by_tool(draft.tool, &root, folders))
        .or_else(|| by_settings(folders))
        .or_else(|| settings::environment(folders));
    draft.evidence.setting(said);
    for dir in folders {
        draft.evidence.dependency(by_crates(dir));
        draft.evidence.dependency(dependencies::others(dir).dialects(&dependencies::OTHER_DRIVERS));
    }
    if let Some((dialect, version)) = settings::compose(folders, &mut draft.evidence) {
        let main = draft.evidence.settled().map(|(main, _)| main);
        draft.server = (main == Some(dialect)).then_some(version);
    }
}

/// `migrations/postgres`, `db/sqlite/migrations`: the nearest folder that names one, inside the checkout.
fn by_folder_name(root: &Utf8Path) -> Option<Dialect> {
    let full = absolute(root);
    let top = boundary(root);
    full.ancestors().take(3).take_while(|dir| dir.starts_with(&top) && *dir != top || *dir == full).find_map(|dir| {
        let name = dir.file_name()?.to_ascii_lowercase();
        name.split(['-', '_', '.', ' ']).find_map(|word| match word {
            "postgres" | "postgresql" | "pg" | "pgsql" => Some(Dialect::Postgres),
            "mysql" => Some(Dialect::MySql),
            "mariadb" => Some(Dialect::MariaDb),
            "sqlite" | "sqlite3" => Some(Dialect::Sqlite),
            "mssql" | "sqlserver" => Some(Dialect::SqlServer),
            _ => None,
        })
    })
}

fn by_tool(tool: Tool, root: &Utf8Path, folders: &[Utf8PathBuf]) -> Option<Dialect> {
    match tool {
        Tool::Supabase | Tool::GraphileMigrate | Tool::Tern => Some(Dialect::Postgres),
        Tool::Prisma => {
            let lock = std::fs::read_to_string(root.join("migration_lock.toml")).ok();
            let lock = lock.and_then(|text| provider(&text));
            lock.or_else(|| provider(&settings::nearest_text(folders, &["schema.prisma", "prisma/schema.prisma"])?))
        }
        Tool::Drizzle => {
            let journal = tool::read_journal(root)?;
            Dialect::parse(journal.get("dialect")?.as_str()?)
        }
        Tool::Flyway | Tool::Liquibase => {
            let names = ["flyway.conf", "flyway.toml", "conf/flyway.conf", "liquibase.properties"];
            dialect::urls_in(&settings::nearest_text(folders, &names)?).next()
        }
        Tool::Atlas => {
            let text = settings::nearest_text(folders, &["atlas.hcl"])?;
            text.match_indices("docker://")
                .find_map(|(at, start)| Dialect::parse(text[at + start.len()..].split('/').next()?))
                .or_else(|| dialect::urls_in(&text).next())
        }
        Tool::Yoyo => {
            let settings = ini::parse(&settings::nearest_text(folders, &["yoyo.ini"])?);
            dialect::of_url(settings.values().find_map(|section| section.get("database"))?)
        }
        Tool::SqlMigrate => {
            let text = settings::nearest_text(folders, &["dbconfig.yml", "dbconfig.yaml"])?;
            key_value(&text, "dialect").and_then(Dialect::parse)
        }
        _ => None,
    }
}

/// Settings of frameworks around the migrations: Spring, sqlc, drizzle.
fn by_settings(folders: &[Utf8PathBuf]) -> Option<Dialect> {
    let spring = [
        "application.properties",
        "application.yml",
        "application.yaml",
        "src/main/resources/application.properties",
        "src/main/resources/application.yml",
        "src/main/resources/application.yaml",
    ];
    let by_url = settings::nearest_text(folders, &spring)
        .and_then(|text| text.lines().filter(|line| line.contains("jdbc:")).flat_map(dialect::urls_in).next());
    by_url
        .or_else(|| {
            key_value(&settings::nearest_text(folders, &["sqlc.yaml", "sqlc.yml"])?, "engine").and_then(Dialect::parse)
        })
        .or_else(|| {
            let names = ["drizzle.config.ts", "drizzle.config.js", "drizzle.config.json"];
            key_value(&settings::nearest_text(folders, &names)?, "dialect").and_then(Dialect::parse)
        })
}

/// The value behind the first `key:` of a line.
fn key_value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let rest = line.trim_start().trim_start_matches("- ").trim_matches('"').strip_prefix(key)?;
        let value = rest.trim_start_matches('"').trim_start().strip_prefix(':')?;
        Some(value.trim().trim_matches(['"', '\'', ',']))
    })
}

/// `provider = "postgresql"`, that of the data source: the client's is `prisma-client-js`.
fn provider(text: &str) -> Option<Dialect> {
    text.lines().find_map(|line| {
        let value = line.trim().strip_prefix("provider")?.trim_start().strip_prefix('=')?;
        Dialect::parse(value.trim().trim_matches('"'))
    })
}

/// Drivers and features in a Cargo.toml: `sqlx = { features = ["postgres"] }`, `tokio-postgres`.
fn by_crates(dir: &Utf8Path) -> Vec<Dialect> {
    let Ok(text) = std::fs::read_to_string(dir.join("Cargo.toml")) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, entry) in dependencies::cargo(&text) {
        let features = matches!(name.as_str(), "sqlx" | "diesel" | "refinery" | "diesel-async" | "sea-orm");
        for (word, dialect) in [
            ("postgres", Dialect::Postgres),
            ("mysql", Dialect::MySql),
            ("sqlite", Dialect::Sqlite),
            ("mssql", Dialect::SqlServer),
        ] {
            if features && entry.contains(word) || name == format!("tokio-{word}") {
                found.push(dialect);
            }
        }
    }
    found
}
