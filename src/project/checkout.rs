//! Where files stand in their checkout: what a forge calls them, wherever in it the tool was called.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::walk::{boundary, current_dir};

/// The checkout that the tool was called in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    root: Utf8PathBuf,
    current: Utf8PathBuf,
}

impl Checkout {
    pub fn new(root: impl Into<Utf8PathBuf>, current: impl Into<Utf8PathBuf>) -> Self {
        Self { root: root.into(), current: current.into() }
    }

    /// The checkout around the current folder; without one, that folder.
    pub fn here() -> Self {
        let current = current_dir();
        let current = current.canonicalize_utf8().unwrap_or(current);
        Self { root: boundary(&current), current }
    }

    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The path from the checkout's root of a file that goes by `shown`; absolute for a file that is not in it.
    pub fn path(&self, shown: &Utf8Path) -> Utf8PathBuf {
        let mut full = Utf8PathBuf::new();
        for part in self.current.join(shown).components() {
            match part {
                Utf8Component::CurDir => {}
                Utf8Component::ParentDir => {
                    full.pop();
                }
                part => full.push(part),
            }
        }
        full.strip_prefix(&self.root).map(Utf8Path::to_owned).unwrap_or(full)
    }

    /// How a path of the checkout is shown: from the current folder where it lies below it, else absolute.
    pub fn shown(&self, path: &Utf8Path) -> Utf8PathBuf {
        super::shown(&self.root.join(path), &self.current)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_root() {
        let checkout = Checkout::new("/w/app", "/w/app/backend");
        for (shown, path) in [
            ("db/1.sql", "backend/db/1.sql"),
            ("../db/1.sql", "db/1.sql"),
            ("./a/../1.sql", "backend/1.sql"),
            ("/w/app/1.sql", "1.sql"),
            ("/tmp/1.sql", "/tmp/1.sql"),
        ] {
            assert_eq!(checkout.path(Utf8Path::new(shown)), path, "{shown}");
        }
        assert_eq!(checkout.shown(Utf8Path::new("backend/db/1.sql")), "db/1.sql");
        assert_eq!(checkout.shown(Utf8Path::new("db/1.sql")), "/w/app/db/1.sql");
    }
}
