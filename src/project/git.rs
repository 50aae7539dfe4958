//! Which migrations are already on the base branch: they may have run, so they are frozen.
//!
//! Asks the `git` command: it opens every checkout that its user can work in. (gix, trimmed to what this needs, was tried:
//! 135 more crates and half a minute of processor time to check them.) Three short calls per checkout, and none where
//! every file was named and no checksums are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::walk::{Tree, absolute, boundary};
use super::{FileError, Project, State};

/// Branches that work is merged into, the likeliest first.
const BASES: [&str; 9] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/upstream/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/remotes/origin/trunk",
    "refs/remotes/origin/develop",
    "refs/heads/main",
    "refs/heads/master",
    "refs/heads/trunk",
];

/// What the base of a branch holds.
struct Base {
    /// Every file at the point where the branch left it.
    files: BTreeSet<String>,
    /// Those of them that were changed since; only looked up where a base was named.
    changed: BTreeSet<String>,
}

/// Gives each migration its state, where it matters. `since`: the base that the user named.
pub(super) fn settle_states(project: &mut Project, tree: &Tree, since: Option<&str>) {
    let mut checkouts: BTreeMap<Utf8PathBuf, Option<Base>> = BTreeMap::new();
    let mut errors = Vec::new();
    for history in &mut project.histories {
        let matters = history.context.tool.records_checksums() || !tree.explicit || since.is_some();
        let root = boundary(&absolute(&history.root));
        let in_git = root.join(".git").exists();
        if since.is_some() && !in_git {
            errors.push(FileError::new(&history.root, "is in no git checkout: nothing is known of what has changed"));
        }
        if !matters || !in_git {
            continue;
        }
        let base = checkouts.entry(root.clone()).or_insert_with(|| match since {
            None => likely_base(&root).and_then(|base| Base::of(&root, base, false).ok()),
            Some(rev) => Base::of(&root, rev, true).map_err(|error| errors.push(FileError::new(&root, error))).ok(),
        });
        let Some(base) = base else { continue };
        for file in &mut history.files {
            let path = project.sources[file.file.0 as usize].path();
            file.state = match inside(path, &root) {
                _ if tree.incoming.contains_key(path) => State::Upstream,
                Some(path) if base.changed.contains(path.as_str()) => State::Changed,
                Some(path) if base.files.contains(path.as_str()) => State::Upstream,
                _ => State::New,
            };
        }
    }
    project.errors.extend(errors);
}

/// The path within the checkout. Links on the way are resolved, the file itself is not: git knows it by its own name.
fn inside(path: &Utf8Path, root: &Utf8Path) -> Option<Utf8PathBuf> {
    let full = absolute(path);
    let dir = full.parent()?.canonicalize_utf8().ok()?;
    Some(dir.strip_prefix(root).ok()?.join(full.file_name()?))
}

impl Base {
    fn of(root: &Utf8Path, base: &str, named: bool) -> Result<Self, String> {
        let fork = fork_point(root, base)?;
        let files = list(root, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &fork])?;
        let changed = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=MT", &fork, "--"];
        let changed = if named { list(root, &changed)? } else { BTreeSet::new() };
        Ok(Self { files, changed })
    }
}

/// What `HEAD` changes since it left `base`, as a unified diff. The error is a sentence's end.
pub fn diff_since(root: &Utf8Path, base: &str) -> Result<String, String> {
    let fork = fork_point(root, base)?;
    let arguments = [
        "diff",
        "-U3",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        &fork,
        "HEAD",
        "--",
    ];
    git(root, &arguments).ok_or_else(|| "git could not compare the commits".to_owned())
}

/// Where `HEAD` left `base`.
pub(super) fn fork_point(root: &Utf8Path, base: &str) -> Result<String, String> {
    let name = format!("{base}^{{commit}}");
    if git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]).is_none() {
        return Err(format!("`{base}` is no commit here"));
    }
    let fork = git(root, &["merge-base", "HEAD", base]).map(|fork| fork.trim().to_owned());
    fork.ok_or_else(|| format!("`{base}` and HEAD have no commit in common; a shallow clone must be deepened"))
}

/// The branch that work is merged into, where one of the usual names is there.
pub fn likely_base(root: &Utf8Path) -> Option<&'static str> {
    let mut arguments = vec!["for-each-ref", "--format=%(refname)"];
    arguments.extend(BASES);
    let refs = git(root, &arguments)?;
    let refs: BTreeSet<&str> = refs.lines().collect();
    BASES.into_iter().find(|base| refs.contains(base))
}

/// The names that git prints with `-z`.
pub(super) fn list(root: &Utf8Path, arguments: &[&str]) -> Result<BTreeSet<String>, String> {
    let names = git(root, arguments).ok_or_else(|| "git could not list the files".to_owned())?;
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

pub(super) fn git(root: &Utf8Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok())?
}
