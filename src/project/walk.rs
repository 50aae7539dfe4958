//! The files below the paths a user named: names only, nothing is read here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc;

use camino::{Utf8Path, Utf8PathBuf};
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::{FileError, Scope, shown};

/// Folders of other people's code, which no `.gitignore` need name.
const FOREIGN: [&str; 6] = ["node_modules", "site-packages", "__pycache__", "bundle", "gems", ".git"];

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Folder to the names of the files in it that may matter, sorted.
    pub(crate) dirs: BTreeMap<Utf8PathBuf, Vec<String>>,
    /// Files the user named one by one.
    pub(crate) named_files: BTreeSet<Utf8PathBuf>,
    /// Folders that hold a named file: their other files are there too, for what they leave to it.
    pub(crate) around: BTreeSet<Utf8PathBuf>,
    /// Folders the user named.
    pub(crate) named_dirs: BTreeSet<Utf8PathBuf>,
    /// Whether the user named anything at all.
    pub(crate) explicit: bool,
    /// Names that look like a migration but are a folder, a dangling link, or a link out of the tree; and why not.
    pub(crate) oddities: Vec<FileError>,
    pub(crate) errors: Vec<FileError>,
    /// Migrations that are on the base branch and not in this checkout: their text, by the path they will have.
    pub(crate) incoming: BTreeMap<Utf8PathBuf, Vec<u8>>,
    /// Texts that stand for what is on disk.
    pub(crate) texts: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

impl Tree {
    /// Whether the user named this file, or a folder above it.
    pub(crate) fn is_named(&self, path: &Utf8Path) -> bool {
        self.explicit
            && (self.named_files.contains(path)
                || self.named_dirs.iter().any(|dir| dir == "." || path.starts_with(dir)))
    }

    /// Files of these folders that are only given as texts so far: an editor has not saved them yet.
    fn add_texts(&mut self, folders: &[Utf8PathBuf]) {
        let below =
            |path: &Utf8Path| folders.iter().any(|dir| dir == "." && path.is_relative() || path.starts_with(dir));
        let new: Vec<Utf8PathBuf> =
            self.texts.keys().filter(|path| below(path) && is_migration_file(path)).cloned().collect();
        new.iter().for_each(|path| self.add(path));
    }

    /// Whether every file below this folder is in the tree.
    pub(crate) fn holds_all(&self, dir: &Utf8Path) -> bool {
        let named =
            |root: &Utf8PathBuf| root == "." && !dir.is_absolute() && !dir.starts_with("..") || dir.starts_with(root);
        self.named_dirs.iter().any(named) || self.around.contains(dir) && !has_folders(dir)
    }

    /// Whether anything below this folder, or the folder itself, was asked about.
    pub(crate) fn is_of_interest(&self, dir: &Utf8Path) -> bool {
        let given = self.named_files.iter().any(|file| self.texts.contains_key(file));
        !given || self.named_files.iter().any(|file| file.starts_with(dir))
    }

    /// Whether it is only there for what it leaves to a file that was named.
    pub(crate) fn is_company(&self, path: &Utf8Path) -> bool {
        let dir = path.parent().filter(|dir| !dir.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
        self.incoming.contains_key(path) || self.around.contains(dir) && !self.is_named(path)
    }

    /// Adds a migration that is not in this checkout, beside those that are.
    pub(super) fn add_incoming(&mut self, path: &Utf8Path, bytes: Vec<u8>) {
        self.add(path);
        self.incoming.insert(path.to_owned(), bytes);
        if let Some(names) = self.dirs.get_mut(&folder(path)) {
            names.sort();
        }
    }

    /// Forgets a file.
    pub(super) fn remove(&mut self, path: &Utf8Path) {
        if let Some(names) = self.dirs.get_mut(&folder(path)) {
            names.retain(|name| Some(name.as_str()) != path.file_name());
        }
    }

    /// Adds what stands beside the files that were named.
    fn add_company(&mut self) {
        for file in self.named_files.clone() {
            let dir = file.parent().filter(|dir| !dir.as_str().is_empty()).unwrap_or(Utf8Path::new(".")).to_owned();
            let given = self.texts.contains_key(&file);
            if given || !is_migration_file(&file) || self.holds_all(&dir) || !self.around.insert(dir.clone()) {
                continue;
            }
            // A folder that can't be listed tells nothing more about the file that was named.
            for entry in dir.read_dir_utf8().into_iter().flatten().flatten() {
                let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
                if is_file && matters(entry.file_name()) && !entry.file_name().starts_with('.') {
                    self.add(&shown(entry.path(), Utf8Path::new("")));
                }
            }
        }
    }

    fn add(&mut self, path: &Utf8Path) {
        if let Some(name) = path.file_name() {
            self.dirs.entry(folder(path)).or_default().push(name.to_owned());
        }
    }
}

/// The folder of a file, as it is shown.
pub(super) fn folder(path: &Utf8Path) -> Utf8PathBuf {
    shown(path.parent().unwrap_or(Utf8Path::new(".")), Utf8Path::new(""))
}

/// Walks everything the scope names.
pub(crate) fn walk(scope: &Scope) -> Tree {
    let mut tree = Tree { explicit: !scope.paths.is_empty(), ..Tree::default() };
    let current = current_dir();
    tree.texts = scope.texts.iter().map(|(path, bytes)| (shown(path, &current), bytes.clone())).collect();
    let here = if scope.folder.as_str().is_empty() { Utf8PathBuf::from(".") } else { scope.folder.clone() };
    let paths = if scope.paths.is_empty() { vec![here] } else { scope.paths.clone() };
    let mut folders = Vec::new();
    for path in paths {
        let path = shown(&path, &current);
        if tree.texts.contains_key(&path) {
            if tree.named_files.insert(path.clone()) {
                tree.add(&path);
            }
            continue;
        }
        match path.metadata() {
            Ok(data) if data.is_dir() => {
                tree.named_dirs.insert(path.clone());
                folders.push(path);
            }
            Ok(_) => {
                if tree.named_files.insert(path.clone()) {
                    tree.add(&path);
                }
            }
            Err(error) => tree.errors.push(FileError::new(&path, missing(&path, &error))),
        }
    }
    walk_folders(&mut tree, &folders, &current);
    tree.add_texts(&folders);
    tree.add_company();
    for names in tree.dirs.values_mut() {
        names.sort();
        names.dedup();
    }
    tree.oddities.sort();
    tree.errors.sort();
    tree
}

/// The current folder, or an empty path where it can't be told (it was deleted): then paths are shown as they are.
pub(crate) fn current_dir() -> Utf8PathBuf {
    std::env::current_dir().ok().and_then(|dir| Utf8PathBuf::from_path_buf(dir).ok()).unwrap_or_default()
}

/// The path from the file system's root; a lone `.` stands for the current folder.
pub(crate) fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    if path == "." { current_dir() } else { current_dir().join(path) }
}

fn has_folders(dir: &Utf8Path) -> bool {
    let entries = dir.read_dir_utf8().into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_name() != "__pycache__").any(|entry| entry.path().is_dir())
}

fn missing(path: &Utf8Path, error: &std::io::Error) -> String {
    match path.read_link_utf8() {
        Ok(target) => format!("is a link to {target}, which can't be read: {}", super::read::io_message(error)),
        Err(_) => super::read::io_message(error),
    }
}

enum Seen {
    File(Utf8PathBuf),
    Oddity(FileError),
    Error(FileError),
}

fn walk_folders(tree: &mut Tree, folders: &[Utf8PathBuf], current: &Utf8Path) {
    let Some((first, more)) = folders.split_first() else { return };
    let mut builder = WalkBuilder::new(first);
    for folder in more {
        builder.add(folder);
    }
    builder.require_git(false).threads(std::thread::available_parallelism().map_or(1, |n| n.get().min(8)));
    builder.filter_entry(|entry| entry.depth() == 0 || !FOREIGN.iter().any(|name| entry.file_name() == *name));
    let roots: Vec<Utf8PathBuf> = folders.iter().map(|folder| boundary(folder)).collect();
    let (sender, receiver) = mpsc::channel();
    builder.build_parallel().run(|| {
        let sender = sender.clone();
        let roots = &roots;
        Box::new(move |entry| {
            // The receiver lives until the walk has ended.
            if let Some(seen) = look(entry, roots, current) {
                let _ = sender.send(seen);
            }
            WalkState::Continue
        })
    });
    drop(sender);
    for seen in receiver {
        match seen {
            Seen::File(path) => tree.add(&path),
            Seen::Oddity(oddity) => tree.oddities.push(oddity),
            Seen::Error(error) => tree.errors.push(error),
        }
    }
}

fn look(entry: Result<DirEntry, ignore::Error>, roots: &[Utf8PathBuf], current: &Utf8Path) -> Option<Seen> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return walk_error(&error).map(Seen::Error),
    };
    let kind = entry.file_type()?;
    let wanted = matters(entry.file_name().to_str().unwrap_or("?.sql"));
    if entry.depth() == 0 || !wanted {
        return None;
    }
    let Some(path) = Utf8Path::from_path(entry.path()) else {
        let lossy = entry.path().to_string_lossy().into_owned();
        return Some(Seen::Oddity(FileError::new(lossy, "has a name that is not valid UTF-8")));
    };
    let path = shown(path, current);
    if kind.is_dir() {
        let oddity = FileError::new(&path, "is a directory, not a file");
        return is_migration_file(&path).then_some(Seen::Oddity(oddity));
    }
    if kind.is_symlink() {
        return look_behind_link(path, roots);
    }
    Some(Seen::File(path))
}

fn look_behind_link(path: Utf8PathBuf, roots: &[Utf8PathBuf]) -> Option<Seen> {
    let real = match path.canonicalize_utf8() {
        Ok(real) => real,
        Err(error) => {
            let message = missing(&path, &error);
            return Some(Seen::Oddity(FileError::new(path, message)));
        }
    };
    if real.is_dir() {
        // What is inside the tree is found at its own place.
        return None;
    }
    if roots.iter().any(|root| real.starts_with(root)) {
        return Some(Seen::File(path));
    }
    let message = format!("is a link out of the tree (to {real}); name the file itself to have it checked");
    Some(Seen::Oddity(FileError::new(path, message)))
}

/// The folder that links must not lead out of: the checkout around `folder`, or the folder itself.
pub(crate) fn boundary(folder: &Utf8Path) -> Utf8PathBuf {
    let real = folder.canonicalize_utf8().unwrap_or_else(|_| folder.to_owned());
    real.ancestors().find(|dir| dir.join(".git").exists()).unwrap_or(&real).to_owned()
}

fn walk_error(error: &ignore::Error) -> Option<FileError> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let message = err.io_error().map_or_else(|| err.to_string(), super::read::io_message);
            Some(FileError::new(path.to_string_lossy().into_owned(), message))
        }
        ignore::Error::WithDepth { err, .. } => walk_error(err),
        // A bad line in some .gitignore: git ignores it too.
        ignore::Error::Partial(_) | ignore::Error::WithLineNumber { .. } | ignore::Error::Glob { .. } => None,
        other => Some(FileError::new(".", other.to_string())),
    }
}

/// Whether a name can be a migration, or a file that says where migrations are.
fn matters(name: &str) -> bool {
    is_migration_file(Utf8Path::new(name))
        || matches!(name, "database.yml" | "pyproject.toml" | "_journal.json" | "atlas.sum")
        || (name.ends_with(".ini") && name.starts_with("alembic"))
}

pub(super) fn is_migration_file(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("rb" | "py" | "sql" | "rs"))
}
