//! A checkout as remigrate sees it: histories of migrations, what is known of the engine behind each, and their text.
//!
//! [`discover`] finds histories by themselves; nothing has to be configured. Reading never fails as a whole: a file that
//! can't be read becomes a [`FileError`] and the others go on.

mod alembic;
mod checkout;
mod dependencies;
mod dialect;
mod draft;
mod git;
mod incoming;
mod ini;
mod lookalike;
mod names;
mod outside;
mod rails;
mod read;
mod seaorm;
mod settings;
mod sql;
mod text_signals;
mod walk;

use std::collections::BTreeMap;
use std::fmt;

use camino::{Utf8Path, Utf8PathBuf};
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::engine::{Context, Dialect};
use crate::source::{FileId, Source};

pub use checkout::Checkout;
pub use git::{diff_since, likely_base};
pub use outside::{Call, Outside};
pub(crate) use read::read;
pub use read::{Origin, is_generated};
pub(crate) use walk::{absolute, boundary};

/// Whether Rails refuses a migration because of its file's name.
pub fn is_refused_by_rails(name: &str) -> bool {
    rails::is_refused(name)
}

/// Everything that was found: what the pipeline works on.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Every file of every history, indexed by [`FileId`].
    pub sources: Vec<Source>,
    /// What stands behind each source; same index.
    pub origins: Vec<Origin>,
    /// Ordered by their place.
    pub histories: Vec<History>,
    /// What makes tables besides the migrations. Its files are among the sources.
    pub outside: Outside,
    /// Files that could not be read or were refused. The run must not end with success when there are any.
    pub errors: Vec<FileError>,
}

/// The ordered migrations of one tool in one place.
#[derive(Debug, Clone)]
pub struct History {
    pub context: Context,
    /// The folder that holds the migrations, as it is shown.
    pub root: Utf8PathBuf,
    /// In the order in which the tool runs them, as far as names tell (Alembic's order is in the files).
    pub files: Vec<HistoryFile>,
    /// All of its files are here, not only some that were named.
    pub whole: bool,
    /// Migrations up to this version are left alone (`start-after`).
    pub start_after: Option<String>,
}

/// One migration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryFile {
    pub file: FileId,
    /// The way back where it is a file of its own (`….down.sql`, `down.sql`).
    pub down: Option<FileId>,
    pub state: State,
    /// The user named this file or a folder above it, so it is shown and fixed whatever its state.
    pub named: bool,
    /// It stands beside a file that was named and is only read for what it leaves to that: nobody asked about it.
    pub company: bool,
    /// It stands where the tool looks for migrations and is none.
    pub stray: bool,
    /// The time that the tool's journal gives it: Drizzle runs only what is later than all that has run.
    pub when: Option<u64>,
}

/// Whether a migration may already have run somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not on the base branch yet.
    New,
    /// On the base branch, and edited since; told apart only where a base was named.
    Changed,
    /// Already on the base branch.
    Upstream,
    /// No git, or no base branch.
    Unknown,
}

impl Project {
    /// Adds a file to a history, behind the others; its text stands at `path`, or will.
    pub fn add(&mut self, history: usize, source: Source, path: Utf8PathBuf) -> FileId {
        let file = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        let hash = Sha256::digest(source.text().as_bytes()).into();
        self.sources.push(source);
        self.origins.push(Origin { path, hash, encoding: None, generated: false, given: false });
        if let Some(history) = self.histories.get_mut(history) {
            history.files.push(HistoryFile {
                file,
                down: None,
                state: State::New,
                named: true,
                company: false,
                stray: false,
                when: None,
            });
        }
        file
    }
}

impl History {
    /// Whether a migration comes behind a version: files are compared by the version that their name starts with.
    pub fn is_after(&self, path: &Utf8Path, version: &str) -> bool {
        let nested = matches!(path.file_name(), Some("up.sql" | "migration.sql"));
        let named = if nested { path.parent().unwrap_or(path) } else { path };
        let name = named.file_name().unwrap_or_default();
        let own = name.strip_prefix('V').unwrap_or(name);
        let end = own.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(own.len());
        let (number, wanted) = (own[..end].trim_end_matches('.'), version.trim_start_matches('V'));
        number.is_empty() || names::natural(number, wanted).is_gt()
    }
}

impl HistoryFile {
    /// Whether findings in it are shown without `--all`.
    pub fn is_shown(&self) -> bool {
        !self.company && (self.named || self.state != State::Upstream)
    }

    /// Whether it may be rewritten without `--fix-applied`: a file whose checksum a tool may have recorded is frozen even
    /// when it is named.
    pub fn is_frozen(&self, context: &Context) -> bool {
        matches!(self.state, State::Upstream | State::Changed) && (!self.named || context.tool.records_checksums())
    }
}

/// A file and why it could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    pub path: Utf8PathBuf,
    /// A sentence's end: `is not valid UTF-8 (byte 0xe9 at line 3)`.
    pub message: String,
}

impl FileError {
    pub fn new(path: impl Into<Utf8PathBuf>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What to look at.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Files and folders as the user named them; none: `folder`.
    pub paths: Vec<Utf8PathBuf>,
    /// Where to look when nothing is named; empty: the current folder.
    pub folder: Utf8PathBuf,
    /// Texts that stand for what is on disk, by their paths, which need not be there: standard input, what an editor has
    /// not saved yet.
    pub texts: BTreeMap<Utf8PathBuf, Vec<u8>>,
    /// Only what is new or changed since the branch left this revision matters, whatever is named.
    pub since: Option<String>,
    /// What came to that revision meanwhile is looked at together with this checkout.
    pub with_incoming: bool,
    /// `--dialect`: stronger than everything found.
    pub dialect: Option<Dialect>,
}

impl Scope {
    pub fn of(paths: &[Utf8PathBuf]) -> Self {
        Self { paths: paths.to_vec(), ..Self::default() }
    }
}

/// Finds the histories below `scope` and reads their files.
pub fn discover(scope: &Scope, config: &Config) -> Project {
    let mut tree = walk::walk(scope);
    if let Some(rev) = scope.since.as_deref().filter(|_| scope.with_incoming) {
        incoming::meet(&mut tree, rev);
    }
    let mut drafts = rails::find(&tree);
    drafts.extend(alembic::find(&tree));
    drafts.extend(seaorm::find(&tree));
    drafts.extend(sql::find(&tree, &drafts));
    drafts.extend(lookalike::named(&tree, &drafts));
    drafts.sort_by(|a, b| a.root.cmp(&b.root).then(a.tool.cmp(&b.tool)));
    lookalike::refuse_oddities(&mut tree, &drafts);
    draft::build(tree, drafts, scope, config)
}

/// `path` as people write it: without `./`, and relative to the current folder where it lies below it.
pub fn shown(path: &Utf8Path, current: &Utf8Path) -> Utf8PathBuf {
    let inside = path.strip_prefix(current).unwrap_or(path);
    let plain: Utf8PathBuf =
        inside.components().filter(|part| !matches!(part, camino::Utf8Component::CurDir)).collect();
    if plain.as_str().is_empty() { Utf8PathBuf::from(".") } else { plain }
}

#[cfg(test)]
mod tests;
