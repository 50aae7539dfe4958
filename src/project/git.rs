//! Which migrations are already on the base branch: they may have run, so they are frozen.
//!
//! Asks the `git` command (a library for it would be the largest dependency by far): three short calls per checkout, and
//! none where every file was named and no checksums are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::walk::{Tree, absolute, boundary};
use super::{Project, State};

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

/// Gives each migration its state, where it matters.
pub(super) fn settle_states(project: &mut Project, tree: &Tree) {
    let mut checkouts: BTreeMap<Utf8PathBuf, Option<BTreeSet<String>>> = BTreeMap::new();
    for history in &mut project.histories {
        let matters = history.context.tool.records_checksums() || !tree.explicit;
        let root = boundary(&absolute(&history.root));
        if !matters || !root.join(".git").exists() {
            continue;
        }
        let upstream = checkouts.entry(root.clone()).or_insert_with(|| upstream_files(&root));
        let Some(upstream) = upstream else { continue };
        for file in &mut history.files {
            let path = project.sources[file.file.0 as usize].path();
            let known = inside(path, &root).is_some_and(|path| upstream.contains(path.as_str()));
            file.state = if known { State::Upstream } else { State::New };
        }
    }
}

/// The path within the checkout. Links on the way are resolved, the file itself is not: git knows it by its own name.
fn inside(path: &Utf8Path, root: &Utf8Path) -> Option<Utf8PathBuf> {
    let full = absolute(path);
    let dir = full.parent()?.canonicalize_utf8().ok()?;
    Some(dir.strip_prefix(root).ok()?.join(full.file_name()?))
}

/// Every file at the point where the current branch left the base branch; `None` where there is no base.
fn upstream_files(root: &Utf8Path) -> Option<BTreeSet<String>> {
    let fork = fork_point(root, likely_base(root)?).ok()?;
    let files = git(root, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &fork])?;
    Some(files.split('\0').map(str::to_owned).collect())
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
fn fork_point(root: &Utf8Path, base: &str) -> Result<String, String> {
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

fn git(root: &Utf8Path, arguments: &[&str]) -> Option<String> {
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
