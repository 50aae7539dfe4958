use std::collections::BTreeMap;

use super::Check;
use super::multiple_heads;
use super::report::Told;
use crate::engine::Tool;
use crate::finding::Severity;
use crate::history::{Chain, Entry};
use crate::project::State;

pub(super) const CHECK: Check = Check::History(check);

fn check(chain: &Chain<'_>) -> Vec<Told> {
    let tool = chain.context().tool;
    let mut told: Vec<Told> = Vec::new();
    for (version, mut all) in by_version(chain) {
        // Said at the newcomer; which file Alembic takes depends on their order.
        if tool != Tool::Alembic {
            all.sort_by_key(|&number| chain.entries[number].file.state == State::New);
        }
        if let [.., before, last] = all[..] {
            let (kept, dropped) = (&chain.entries[last], &chain.entries[before]);
            told.push(match tool {
                Tool::Alembic => same_id(kept, dropped, &version),
                Tool::Rails => same_rails_version(kept, dropped, &version),
                _ => same_number(tool, kept, dropped, &version),
            });
        }
    }
    if tool == Tool::Rails {
        told.extend(same_names(chain));
    }
    told
}

/// Files with the same version, in their order. Several migrations of one file (changesets) share its name.
fn by_version(chain: &Chain<'_>) -> BTreeMap<String, Vec<usize>> {
    let tool = chain.context().tool;
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, entry) in chain.entries.iter().enumerate() {
        let Some(version) = version(tool, entry) else { continue };
        let all = found.entry(version).or_default();
        if all.last().is_none_or(|&last| chain.entries[last].migration.file != entry.migration.file) {
            all.push(number);
        }
    }
    found
}

/// What the tool takes for the same: Rails, golang-migrate, goose and sqlx compare numbers.
fn version(tool: Tool, entry: &Entry<'_>) -> Option<String> {
    let version = entry.migration.revision.as_str();
    match tool {
        // They know a migration by its whole name.
        Tool::Prisma | Tool::Drizzle | Tool::SqlMigrate | Tool::Yoyo | Tool::Liquibase | Tool::GraphileMigrate => None,
        Tool::Alembic => (!entry.migration.lineage.unread).then(|| version.to_owned()),
        Tool::Dbmate | Tool::Supabase | Tool::Atlas | Tool::Diesel => Some(version.to_owned()),
        // A repeatable migration has no number.
        Tool::Flyway | Tool::Refinery if version.starts_with('R') => None,
        // `1` and `1.0` are the same version, where there are points at all.
        Tool::Flyway => Some(plain(version.trim_end_matches(".0"))),
        _ => Some(plain(version)),
    }
}

/// Every part without leading zeros.
fn plain(version: &str) -> String {
    version.split('.').map(|part| format!(".{}", part.trim_start_matches('0'))).collect()
}

fn same_id(kept: &Entry<'_>, dropped: &Entry<'_>, id: &str) -> Told {
    let message = format!(
        "Two files give the revision `{id}`: Alembic takes {} and passes the other one over",
        kept.source.path().file_name().unwrap_or_default()
    );
    Told::new(kept.headline(), "the second file with this id: `alembic upgrade head` fails", message)
        .says(multiple_heads::ERROR)
        .relate(dropped.headline(), "the first one, which is passed over")
        .help(
            "Alembic calls this “multiple heads”, but a merge does not help: give one of the two another id, and let it \
             follow the other.",
        )
}

fn same_rails_version(kept: &Entry<'_>, first: &Entry<'_>, version: &str) -> Told {
    let version = version.trim_start_matches('.');
    let message = format!("Two migrations have the version {version}: nothing is migrated any more");
    Told::new(kept.headline(), "the second one with this version: every command fails", message)
        .says(format!(
            "ActiveRecord::DuplicateMigrationVersionError: Multiple migrations have the version number {version}."
        ))
        .relate(first.headline(), "the first one")
        .help("Give the one that has run nowhere yet a later version: rename its file.")
}

fn same_number(tool: Tool, kept: &Entry<'_>, first: &Entry<'_>, version: &str) -> Told {
    let version = version.trim_start_matches('.');
    let number = if version.is_empty() { "0" } else { version };
    let told = Told::new(
        kept.headline(),
        "the second file with this number",
        format!("Two migrations have the number {number}: {}", consequence(tool)),
    )
    .relate(first.headline(), "the first one")
    .help("Give the one that has run nowhere yet the next free number: rename its file.");
    let told = match error(tool, kept, number) {
        Some(error) => told.says(error),
        None => told,
    };
    if tool == Tool::PlainSql { told.severity(Severity::Warning) } else { told }
}

fn consequence(tool: Tool) -> &'static str {
    match tool {
        Tool::Flyway | Tool::GolangMigrate | Tool::Goose | Tool::Refinery => "nothing is migrated any more",
        Tool::PlainSql => "whatever records that one has run takes the other for done",
        _ => "the second one can't be recorded",
    }
}

/// Word for word, from the tools' sources, as far as names tell it.
fn error(tool: Tool, kept: &Entry<'_>, number: &str) -> Option<String> {
    let file = kept.source.path().file_name().unwrap_or_default();
    match tool {
        Tool::Flyway => Some(format!("Found more than one migration with version {number}")),
        Tool::GolangMigrate => Some(format!("duplicate migration file: {file}")),
        Tool::Goose => Some(format!("goose: duplicate version {number} detected")),
        _ => None,
    }
}

/// Rails also refuses two classes of one name (`DuplicateMigrationNameError`); it reads them off the file names.
fn same_names(chain: &Chain<'_>) -> Vec<Told> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut told = Vec::new();
    for (number, entry) in chain.entries.iter().enumerate() {
        let Some(name) = class_name(entry) else { continue };
        match seen.get(&name).map(|&first| &chain.entries[first]) {
            Some(first) if first.migration.file != entry.migration.file => {
                let message = format!("Two migrations are called {name}: nothing is migrated any more");
                told.push(
                    Told::new(entry.headline(), "the second one of this name: every command fails", message)
                        .says(format!(
                            "ActiveRecord::DuplicateMigrationNameError: Multiple migrations have the name {name}."
                        ))
                        .relate(first.headline(), "the first one")
                        .help("Rename the class and the file of the one that has run nowhere yet."),
                );
            }
            Some(_) => {}
            None => {
                seen.insert(name, number);
            }
        }
    }
    told
}

/// `20260101000000_create_users.spree.rb` is `CreateUsers`.
pub(super) fn class_name(entry: &Entry<'_>) -> Option<String> {
    let stem = entry.source.path().file_name()?.strip_suffix(".rb")?;
    let (_, name) = stem.split_once('_')?;
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    let word = |part: &str| {
        let mut letters = part.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    Some(name.split('_').map(word).collect())
}
