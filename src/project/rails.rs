//! Rails histories: `db/migrate`, `db/post_migrate`, `db/NAME_migrate`, engines; Gemfile.lock and config/database.yml.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::dependencies::{self, Dependencies, RUBY_DRIVERS};
use super::dialect::{self, Evidence};
use super::draft::{Draft, DraftFile};
use super::settings;
use super::walk::{Tree, absolute};
use crate::engine::{Dialect, Tool, Version};
use crate::source::Source;

/// Gems that change what migrations do.
const GEMS: [&str; 4] = ["safe-pg-migrations", "strong_migrations", "online_migrations", "zero_downtime_migrations"];

/// Drafts every Rails history of the tree.
pub(super) fn find(tree: &Tree) -> Vec<Draft> {
    let mut roots: BTreeMap<Utf8PathBuf, Vec<DraftFile>> = BTreeMap::new();
    let configured = configured_paths(tree);
    for (dir, names) in &tree.dirs {
        let Some(root) = root_of(dir).or_else(|| configured.keys().find(|path| dir.starts_with(path)).cloned()) else {
            continue;
        };
        let root = main_path(tree, &configured, root);
        let taken = names.iter().filter(|name| version(name).is_some() || is_refused(name));
        let files = taken.map(|name| DraftFile::alone(dir.join(name)));
        roots.entry(root).or_default().extend(files);
    }
    let drafts = roots.into_iter().filter(|(_, files)| !files.is_empty()).map(|(root, files)| draft(root, files));
    let whole = |draft: &Draft| {
        let mut folders = draft.files.iter().filter_map(|file| file.path.parent());
        tree.holds_all(&draft.root) && folders.all(|dir| tree.holds_all(dir))
    };
    drafts.map(|draft| Draft { whole: whole(&draft), ..draft }).collect()
}

/// A history of Ruby files, its context looked for around `root`.
pub(super) fn draft(root: Utf8PathBuf, mut files: Vec<DraftFile>) -> Draft {
    files.sort_by_cached_key(|file| {
        let name = file.path.file_name().unwrap_or_default().to_owned();
        (version(&name).unwrap_or(u128::MAX), name)
    });
    let mut draft = Draft::new(Tool::Rails, root, files);
    draft.accepts = is_migration;
    let folders = settings::above(&draft.root);
    look_around(&mut draft, &folders);
    draft
}

/// The number a file name starts with, where Rails takes the file at all:
/// `\A([0-9]+)_([_a-z0-9]*)\.?([_a-z0-9]*)?\.rb\z` (ActiveRecord's `MigrationFilenameRegexp`).
pub(super) fn version(name: &str) -> Option<u128> {
    let stem = name.strip_suffix(".rb")?;
    let (digits, rest) = stem.split_once('_')?;
    let word = |text: &str| text.bytes().all(|b| b == b'_' || b.is_ascii_lowercase() || b.is_ascii_digit());
    let (name, scope) = rest.split_once('.').unwrap_or((rest, ""));
    (word(name) && word(scope) && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Whether Rails finds a file of this name and then refuses it: it looks for `[0-9]*_*.rb` and raises
/// `IllegalMigrationNameError` where the name has other letters than it wants.
pub(super) fn is_refused(name: &str) -> bool {
    let found = name.starts_with(|c: char| c.is_ascii_digit()) && name.contains('_') && name.ends_with(".rb");
    found && version(name).is_none()
}

/// A class that inherits from some migration class. Templates and helpers beside the migrations have none.
pub(super) fn is_migration(source: &Source) -> bool {
    source.text().contains("Migration")
}

/// The migrations folder that `dir` is, or lies in: `…/db/migrate`, `…/db/post_migrate`, `…/db/cache_migrate`.
fn root_of(dir: &Utf8Path) -> Option<Utf8PathBuf> {
    let full = absolute(dir);
    let up = full.ancestors().position(|dir| {
        let name = dir.file_name().unwrap_or_default();
        let under_db = dir.parent().and_then(Utf8Path::file_name) == Some("db");
        under_db && (name == "migrate" || name.ends_with("_migrate"))
    })?;
    // The same folder as it is shown; the current folder may lie deeper.
    let shown = dir.ancestors().nth(up).filter(|shown| !shown.as_str().is_empty());
    Some(shown.unwrap_or(dir).to_owned())
}

/// The folder that stands for all migrations of a database: several paths are run as one, by version. Applications that
/// have a `db/post_migrate` add it to the paths of `db/migrate`.
fn main_path(tree: &Tree, configured: &BTreeMap<Utf8PathBuf, Utf8PathBuf>, root: Utf8PathBuf) -> Utf8PathBuf {
    if let Some(main) = configured.get(&root) {
        return main.clone();
    }
    let beside = root.parent().map(|db| db.join("migrate"));
    let beside = beside.filter(|main| root.file_name() == Some("post_migrate") && tree.dirs.contains_key(main));
    beside.unwrap_or(root)
}

/// Folders named by `migrations_paths:` in some config/database.yml, each with the first one of its database.
fn configured_paths(tree: &Tree) -> BTreeMap<Utf8PathBuf, Utf8PathBuf> {
    let mut found = BTreeMap::new();
    for (dir, names) in &tree.dirs {
        if dir.file_name() != Some("config") || !names.iter().any(|name| name == "database.yml") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(dir.join("database.yml")) else { continue };
        let app = dir.parent().unwrap_or(Utf8Path::new("."));
        for (path, value) in settings::yaml_pairs(&text) {
            if path.last().is_some_and(|key| key == "migrations_paths") && !value.is_empty() && !value.contains('<') {
                let paths = value.trim_matches(['[', ']']).split(',');
                let paths: Vec<_> = paths.map(|part| app.join(part.trim().trim_matches(['"', '\'']))).collect();
                found.extend(paths.iter().map(|path| (path.clone(), paths[0].clone())));
            }
        }
    }
    found
}

/// Versions and dialects, from the nearest Gemfile.lock, Gemfile, schema.rb and config/database.yml.
fn look_around(draft: &mut Draft, folders: &[Utf8PathBuf]) {
    let gems = settings::nearest_text(folders, &["Gemfile.lock", "gems.locked"]).map_or_else(
        || settings::nearest_text(folders, &["Gemfile"]).map(|text| gemfile(&text)).unwrap_or_default(),
        |text| dependencies::gems(&text),
    );
    draft.framework = gems
        .version("activerecord")
        .or_else(|| gems.version("rails"))
        .or_else(|| schema_version(&settings::nearest_text(folders, &["db/schema.rb"])?));
    draft.gems = GEMS.iter().filter(|gem| gems.has(gem)).map(|gem| (*gem).to_owned()).collect();
    if let Some(text) = settings::nearest_text(folders, &["config/database.yml"]) {
        database_yml(&mut draft.evidence, &text, &draft.root);
    }
    draft.evidence.dependency(gems.dialects(&RUBY_DRIVERS));
    if let Some((dialect, version)) = settings::compose(folders, &mut Evidence::default()) {
        let main = draft.evidence.settled().map(|(main, _)| main);
        if main == Some(Dialect::MySql) && dialect == Dialect::MariaDb {
            draft.evidence = Evidence::of_setting(dialect);
        }
        if main.is_none_or(|main| main == dialect || main.is_mysql_like() && dialect.is_mysql_like()) {
            draft.server = Some(version);
        }
    }
}

/// `gem "rails", "~> 7.1.2"`.
fn gemfile(text: &str) -> Dependencies {
    let lines: String = text
        .lines()
        .filter_map(|line| {
            let rest = line.trim().strip_prefix("gem ")?;
            let mut quoted = rest.split(['"', '\'']).skip(1).step_by(2);
            let name = quoted.next()?;
            let version = quoted.next().filter(|text| !text.starts_with(['>', '<', '!'])).unwrap_or_default();
            Some(format!("    {name} ({})\n", version.trim_start_matches(['~', '>', '=', ' '])))
        })
        .collect();
    dependencies::gems(&lines)
}

/// `ActiveRecord::Schema[7.1].define` tells the version that dumped it.
fn schema_version(text: &str) -> Option<Version> {
    Version::parse(text.split_once("ActiveRecord::Schema[")?.1)
}

/// Adapters by environment, production first; only the database of this history where several are set up.
fn database_yml(evidence: &mut Evidence, text: &str, root: &Utf8Path) {
    let pairs = settings::yaml_pairs(text);
    let mut adapters: Vec<(usize, Dialect)> = Vec::new();
    let own: BTreeSet<&[String]> = pairs
        .iter()
        .filter(|(path, value)| {
            path.last().is_some_and(|key| key == "migrations_paths") && root.as_str().ends_with(value.as_str())
        })
        .map(|(path, _)| &path[..path.len() - 1])
        .collect();
    for (path, value) in &pairs {
        let found = match path.last().map(String::as_str) {
            Some("adapter") => adapter(value),
            Some("url") => dialect::urls_in(value).next(),
            _ => None,
        };
        let elsewhere = !own.is_empty() && path.len() > 2 && !own.contains(&path[..path.len() - 1]);
        if let Some(found) = found.filter(|_| !elsewhere) {
            let environment = path.first().map(String::as_str).unwrap_or_default();
            let rank = ["production", "default", "staging", "development", "test"];
            adapters.push((rank.iter().position(|name| *name == environment).unwrap_or(1), found));
        }
    }
    adapters.sort_by_key(|&(rank, _)| rank);
    evidence.setting(adapters.into_iter().map(|(_, dialect)| dialect));
}

/// `postgresql`, or the one quoted in `<%= ENV.fetch("DB_ADAPTER", "mysql2") %>`.
fn adapter(value: &str) -> Option<Dialect> {
    Dialect::parse(value).or_else(|| value.split(['"', '\'']).skip(1).step_by(2).find_map(Dialect::parse))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rails_takes_names_of_its_own_form_only() {
        assert_eq!(version("20260101000000_create_users.rb"), Some(20_260_101_000_000));
        assert_eq!(version("20200101000001_create_users.spree.rb"), Some(20_200_101_000_001));
        for other in ["create_users.rb", "2020-x.rb", "2020_Create.rb", "2020_x.rb.erb", "_x.rb"] {
            assert_eq!(version(other), None, "{other}");
        }
    }

    #[test]
    fn production_comes_first_and_other_environments_are_also_run() {
        let text = "default: &default\n  pool: 5\nproduction:\n  <<: *default\n  adapter: mysql2\n\
                    test:\n  adapter: <%= ENV[\"X\"] || 'sqlite3' %>\n";
        let mut evidence = Evidence::default();
        database_yml(&mut evidence, text, Utf8Path::new("db/migrate"));
        assert_eq!(evidence.settled(), Some((Dialect::MySql, vec![Dialect::Sqlite])));
    }

    #[test]
    fn several_databases_are_told_apart_by_their_paths() {
        let text = "production:\n  primary:\n    adapter: postgresql\n  cache:\n    adapter: sqlite3\n    \
                    migrations_paths: db/cache_migrate\n";
        let mut evidence = Evidence::default();
        database_yml(&mut evidence, text, Utf8Path::new("db/cache_migrate"));
        assert_eq!(evidence.settled(), Some((Dialect::Sqlite, vec![])));
    }
}
