//! SeaORM histories: crates that depend on `sea-orm-migration`, in the order of their migrator's vector.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::dependencies::{self, Dependencies};
use super::draft::{Draft, DraftFile};
use super::read;
use super::settings;
use super::walk::{Tree, absolute};
use crate::engine::{Companions, Dialect, Tool, Version};
use crate::frontend::seaorm::{Registered, mentioned, order, root_of};
use crate::source::Source;

const CRATE: &str = "sea-orm-migration";

/// A crate's Rust files that matter here, with their text.
type Texts = BTreeMap<Utf8PathBuf, String>;

/// Drafts every SeaORM history of the tree.
pub(super) fn find(tree: &Tree) -> Vec<Draft> {
    let mut crates: BTreeMap<Utf8PathBuf, Vec<Utf8PathBuf>> = BTreeMap::new();
    let mut known = BTreeMap::new();
    for (dir, names) in &tree.dirs {
        let sources = names.iter().filter(|name| name.ends_with(".rs"));
        let files: Vec<Utf8PathBuf> = sources.map(|name| super::shown(&dir.join(name), "".into())).collect();
        if !files.is_empty()
            && let Some(root) = crate_of(&absolute(dir), &mut known)
        {
            crates.entry(root).or_default().extend(files);
        }
    }
    let all = |root: &Utf8Path| crates.get(root).into_iter().flatten().filter_map(|file| file.parent());
    let whole = |root: &Utf8Path| all(root).all(|dir| tree.holds_all(dir));
    crates.iter().flat_map(|(root, files)| histories(root, files, whole(root))).collect()
}

/// A history of Rust files, its context looked for around `root`.
pub(super) fn draft(root: Utf8PathBuf, files: Vec<Utf8PathBuf>) -> Draft {
    let mut draft = Draft::new(Tool::SeaOrm, root, files.into_iter().map(DraftFile::alone).collect());
    draft.accepts = is_migration;
    draft.companions = Arc::new(companions(&draft));
    look_around(&mut draft);
    draft
}

/// What the migrations speak of, and what that speaks of: modules of the crate, SQL files.
fn companions(draft: &Draft) -> Companions {
    let needs = |path: &Utf8Path, text: &str| mentioned(path, text, &root_of(path));
    let own = |file: &DraftFile| std::fs::read_to_string(&file.path).map(|text| needs(&file.path, &text));
    let mut next: BTreeSet<Utf8PathBuf> = draft.files.par_iter().filter_map(|file| own(file).ok()).flatten().collect();
    let mut found = Companions::new();
    let mut missing = BTreeSet::new();
    while let Some(path) = next.pop_first() {
        match read::read(&path) {
            Ok((source, _)) => {
                let known =
                    |other: &Utf8PathBuf| found.contains_key(other) || missing.contains(other) || *other == path;
                if path.extension() == Some("rs") {
                    next.extend(needs(&path, source.text()).into_iter().filter(|other| !known(other)));
                }
                found.insert(path, source.text().to_owned());
            }
            Err(_) => {
                missing.insert(path);
            }
        }
    }
    found
}

/// Whether the text implements a migration.
pub(super) fn is_migration(source: &Source) -> bool {
    implements(source.text(), "MigrationTrait")
}

fn implements(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| text[at + name.len()..].trim_start().starts_with("for "))
}

/// The crate around a folder, where that depends on `sea-orm-migration`.
fn crate_of(dir: &Utf8Path, known: &mut BTreeMap<Utf8PathBuf, Option<Utf8PathBuf>>) -> Option<Utf8PathBuf> {
    if let Some(found) = known.get(dir) {
        return found.clone();
    }
    let manifest = std::fs::read_to_string(dir.join("Cargo.toml")).ok();
    let found = match manifest {
        Some(text) => dependencies::cargo(&text).contains_key(CRATE).then(|| dir.to_owned()),
        None if dir.join(".git").exists() => None,
        None => dir.parent().and_then(|parent| crate_of(parent, known)),
    };
    known.insert(dir.to_owned(), found.clone());
    found
}

/// One history for each migrator of the crate, and one of the migrations that none of them runs: nothing is known of
/// when those would run.
fn histories(root: &Utf8Path, files: &[Utf8PathBuf], all_here: bool) -> Vec<Draft> {
    let texts: Texts = files
        .iter()
        .filter_map(|path| Some((path.clone(), String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned())))
        .filter(|(_, text)| text.contains("MigrationTrait") || text.contains("MigratorTrait"))
        .collect();
    let mut left: BTreeSet<&Utf8Path> =
        texts.iter().filter(|(_, text)| implements(text, "MigrationTrait")).map(|(path, _)| path.as_path()).collect();
    let mut drafts = Vec::new();
    for (place, vector) in migrators(root, &texts) {
        let ordered: Vec<Utf8PathBuf> = vector
            .iter()
            .filter_map(|entry| file_of(entry, &place, &texts))
            .filter(|path| left.remove(path.as_path()))
            .collect();
        // Several may stand in one file; one of another crate may be run in between.
        let whole = all_here && vector.iter().all(|entry| file_of(entry, &place, &texts).is_some());
        drafts.extend(history(ordered).map(|draft| Draft { whole, ..draft }));
    }
    drafts.extend(history(left.into_iter().map(Utf8Path::to_owned).collect()));
    drafts
}

fn history(files: Vec<Utf8PathBuf>) -> Option<Draft> {
    let root = files.first()?.parent().filter(|dir| !dir.as_str().is_empty()).unwrap_or(Utf8Path::new(".")).to_owned();
    Some(draft(root, files))
}

/// Where each migrator stands, and its vector. The crate's root file counts even where only other files were named.
fn migrators(root: &Utf8Path, texts: &Texts) -> Vec<(Utf8PathBuf, Vec<Registered>)> {
    let mut found = Vec::new();
    for (path, text) in texts.iter().filter(|(_, text)| text.contains("MigratorTrait")) {
        let vectors = order(&Source::new(path.as_path(), text.as_str()));
        found.extend(vectors.into_iter().map(|vector| (path.clone(), vector)));
    }
    if found.is_empty() {
        let lib = root.join("src/lib.rs");
        let text = std::fs::read_to_string(&lib).unwrap_or_default();
        found.extend(order(&Source::new(lib.as_path(), text)).into_iter().map(|vector| (lib.clone(), vector)));
    }
    found
}

/// The file that holds a migration: that of its module (`m1.rs`, `m1/mod.rs`), else one that implements the type, the
/// migrator's own file first.
fn file_of(entry: &Registered, migrator: &Utf8Path, texts: &Texts) -> Option<Utf8PathBuf> {
    let is_module = |path: &Utf8Path, module: &str| {
        let in_folder = path.file_name() == Some("mod.rs");
        let named = if in_folder { path.parent().and_then(Utf8Path::file_name) } else { path.file_stem() };
        named == Some(module)
    };
    let holds = |text: &str| implements(text, "MigrationTrait") && text.contains(entry.name.as_str());
    let in_module = entry.module.as_ref().and_then(|module| {
        let mut candidates: Vec<&Utf8PathBuf> =
            texts.iter().filter(|(path, text)| is_module(path, module) && holds(text)).map(|(path, _)| path).collect();
        // The one that shares most of its folders with the migrator.
        candidates.sort_by_key(|path| std::cmp::Reverse(shared(path, migrator)));
        candidates.first().map(|path| (*path).clone())
    });
    in_module.or_else(|| {
        let implemented = format!("MigrationTrait for {}", entry.name);
        let own = texts.get_key_value(migrator).into_iter();
        own.chain(texts).find(|(_, text)| text.contains(&implemented)).map(|(path, _)| path.clone())
    })
}

fn shared(a: &Utf8Path, b: &Utf8Path) -> usize {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).count()
}

/// The crate's version, and what manifests, `.env` and compose files say of the database.
fn look_around(draft: &mut Draft) {
    let folders = settings::above(&draft.root);
    let manifests: Vec<BTreeMap<String, String>> = folders
        .iter()
        .filter_map(|dir| std::fs::read_to_string(dir.join("Cargo.toml")).ok())
        .map(|text| dependencies::cargo(&text))
        .collect();
    let locked = settings::nearest_text(&folders, &["Cargo.lock"]).map(|text| dependencies::cargo_lock(&text));
    draft.framework = version(&locked.unwrap_or_default(), &manifests);
    draft.evidence.setting(settings::environment(&folders));
    for manifest in &manifests {
        draft.evidence.dependency(drivers(manifest));
    }
    if let Some((dialect, version)) = settings::compose(&folders, &mut draft.evidence) {
        let main = draft.evidence.settled().map(|(main, _)| main);
        draft.server = (main == Some(dialect)).then_some(version);
    }
}

/// The locked version, else the one that a manifest asks for: at least that, and nothing breaking later.
fn version(locked: &Dependencies, manifests: &[BTreeMap<String, String>]) -> Option<Version> {
    locked.version(CRATE).or_else(|| {
        let asked = manifests.iter().filter_map(|manifest| manifest.get(CRATE));
        asked.filter_map(|entry| requirement(entry)).next()
    })
}

/// The version of `"~1.1"` or `{ features = […], version = "1.1" }`.
fn requirement(entry: &str) -> Option<Version> {
    let text = match entry.split_once("version = ") {
        Some((_, version)) => version,
        None => entry.strip_prefix('"')?,
    };
    Version::parse(text.trim_start_matches(['"', '=', '~', '^', '>', ' ']))
}

/// The databases that features of SeaORM's crates turn on.
fn drivers(manifest: &BTreeMap<String, String>) -> Vec<Dialect> {
    let mut found = Vec::new();
    for (_, entry) in manifest.iter().filter(|(name, _)| name.starts_with("sea-orm")) {
        let features = [
            ("sqlx-postgres", Dialect::Postgres),
            ("sqlx-mysql", Dialect::MySql),
            ("sqlx-sqlite", Dialect::Sqlite),
            ("rusqlite", Dialect::Sqlite),
        ];
        found.extend(features.iter().filter(|(feature, _)| entry.contains(feature)).map(|&(_, dialect)| dialect));
    }
    found
}
