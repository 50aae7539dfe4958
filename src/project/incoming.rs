//! `--since REV`: what REV has and this branch has not. Base and branch are looked at together, as a merge queue would
//! meet them: two files with one version, two heads.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

use super::git::{fork_point, git, list};
use super::shown;
use super::walk::{Tree, absolute, boundary, current_dir, folder, is_migration_file};

/// Puts migrations that came to `rev` since this branch left it into the tree, with their text, and takes out those that
/// went. What can't be compared is said elsewhere.
pub(super) fn meet(tree: &mut Tree, rev: &str) {
    let roots: BTreeSet<Utf8PathBuf> = tree.dirs.keys().map(|dir| boundary(&absolute(dir))).collect();
    for root in roots.iter().filter(|root| root.join(".git").exists()) {
        let Some(theirs) = changes(root, rev) else { continue };
        let paths = |names: &BTreeSet<String>| -> Vec<(String, Utf8PathBuf)> {
            let current = current_dir();
            let current = current.canonicalize_utf8().unwrap_or(current);
            names.iter().map(|name| (name.clone(), shown(&root.join(name), &current))).collect()
        };
        for (name, path) in paths(&theirs.gone) {
            if !theirs.edited_here.contains(&name) {
                tree.remove(&path);
            }
        }
        let come: Vec<(String, Utf8PathBuf)> = paths(&theirs.come)
            .into_iter()
            .filter(|(_, path)| is_migration_file(path) && tree.holds_all(&folder(path)) && !path.exists())
            .collect();
        let names: Vec<&str> = come.iter().map(|(name, _)| name.as_str()).collect();
        let mut texts = read(root, rev, &names).unwrap_or_default();
        for (name, path) in &come {
            if let Some(bytes) = texts.remove(name.as_str()) {
                tree.add_incoming(path, bytes);
            }
        }
    }
}

/// Names from the checkout's root.
struct Changes {
    come: BTreeSet<String>,
    gone: BTreeSet<String>,
    /// What this branch, or nobody yet, has changed.
    edited_here: BTreeSet<String>,
}

fn changes(root: &Utf8Path, rev: &str) -> Option<Changes> {
    let fork = fork_point(root, rev).ok()?;
    let between = |filter: &str, to: &[&str]| {
        let mut arguments = vec!["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", filter, &fork];
        arguments.extend(to);
        arguments.push("--");
        list(root, &arguments).ok()
    };
    Some(Changes {
        come: between("--diff-filter=A", &[rev])?,
        gone: between("--diff-filter=D", &[rev])?,
        edited_here: between("--diff-filter=MT", &[])?,
    })
}

/// The files' bytes at `rev`, by one call of git.
fn read<'n>(root: &Utf8Path, rev: &str, names: &[&'n str]) -> Option<BTreeMap<&'n str, Vec<u8>>> {
    // A name with a line feed can't be asked for; nobody writes one.
    let names: Vec<&str> = names.iter().copied().filter(|name| !name.contains('\n')).collect();
    if names.is_empty() {
        return None;
    }
    let commit = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{rev}^{{commit}}")])?;
    let mut child = Command::new("git")
        .args(["-C", root.as_str(), "cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let asked: String = names.iter().map(|name| format!("{}:{name}\n", commit.trim())).collect();
    let mut stdin = child.stdin.take()?;
    // Both ends are full of data: one writes while the other reads.
    let writer = std::thread::spawn(move || stdin.write_all(asked.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let (mut found, mut rest) = (BTreeMap::new(), output.stdout.as_slice());
    for name in names {
        // `HASH blob SIZE`, a line feed, the bytes, a line feed; or `… missing`.
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let header = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let Some(size) = header.split(' ').nth(2).and_then(|size| size.parse::<usize>().ok()) else { continue };
        found.insert(name, rest.get(..size)?.to_vec());
        rest = rest.get(size + 1..)?;
    }
    Some(found)
}
