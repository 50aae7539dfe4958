//! What is a migration only because somebody named it, and what only looks like one.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::draft::{Draft, DraftFile, claimed};
use super::walk::Tree;
use super::{alembic, names, rails, seaorm, sql};

/// Drafts for files and folders the user named in which no layout was recognised: then the name itself is the reason.
pub(super) fn named(tree: &Tree, drafts: &[Draft]) -> Vec<Draft> {
    let claimed = claimed(drafts);
    let mut groups: BTreeMap<(Utf8PathBuf, String), Vec<Utf8PathBuf>> = BTreeMap::new();
    let mut add = |path: Utf8PathBuf| {
        let dir = path.parent().filter(|dir| !dir.as_str().is_empty()).unwrap_or(Utf8Path::new(".")).to_owned();
        let extension = path.extension().unwrap_or_default().to_owned();
        groups.entry((dir, extension)).or_default().push(path);
    };
    tree.named_files.iter().filter(|path| !claimed.contains(path.as_path())).cloned().for_each(&mut add);
    for dir in &tree.named_dirs {
        let below = |draft: &Draft| dir == "." || draft.root.starts_with(dir) || dir.starts_with(&draft.root);
        if drafts.iter().any(below) {
            continue;
        }
        let names = tree.dirs.get(dir).into_iter().flatten();
        names
            .filter(|name| looks_like_one(name))
            .map(|name| super::shown(&dir.join(name), "".into()))
            .for_each(&mut add);
    }
    groups.into_iter().filter_map(|((dir, extension), files)| draft(tree, dir, &extension, files)).collect()
}

fn looks_like_one(name: &str) -> bool {
    match Utf8Path::new(name).extension() {
        Some("rb") => rails::version(name).is_some(),
        Some("py") => name != "__init__.py" && name != "env.py",
        Some("sql") => !names::is_dump(name),
        Some("rs") => true,
        _ => false,
    }
}

fn draft(tree: &Tree, dir: Utf8PathBuf, extension: &str, files: Vec<Utf8PathBuf>) -> Option<Draft> {
    let one_by_one = files.iter().all(|file| tree.named_files.contains(file));
    let mut draft = match extension {
        "rb" => rails::draft(dir, files.into_iter().map(DraftFile::alone).collect()),
        "py" => alembic::draft_alone(dir, files),
        "sql" => sql::draft_named(dir, files),
        "rs" => seaorm::draft(dir, files),
        _ => return None,
    };
    draft.whole = !one_by_one;
    if one_by_one {
        draft.accepts = |_| true;
    } else if extension == "py" {
        draft.accepts = alembic::is_revision;
    }
    Some(draft)
}

/// A folder called `x.sql`, a dangling link, a link out of the tree: an error among migrations, nothing to say elsewhere.
pub(super) fn refuse_oddities(tree: &mut Tree, drafts: &[Draft]) {
    for oddity in std::mem::take(&mut tree.oddities) {
        let parent = oddity.path.parent().unwrap_or(Utf8Path::new("."));
        let parent = if parent.as_str().is_empty() { Utf8Path::new(".") } else { parent };
        let among_migrations = drafts.iter().any(|draft| parent.starts_with(&draft.root));
        if among_migrations || tree.named_dirs.contains(parent) {
            tree.errors.push(oddity);
        }
    }
}
