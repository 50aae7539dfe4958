//! All that the worker knows: the folders, the open documents, and what the client can show.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use gen_lsp_types::{Location, Position, Range, Uri};

use super::client::Client;
use super::position::Lines;
use super::uri;
use super::workspace::{Place, Workspace};
use crate::config::ConfigError;
use crate::project::boundary;
use crate::source::{FileId, Location as Spot, Span};

/// A document that the client holds open: its text is the truth, whatever is on disk.
#[derive(Debug, Clone)]
pub(super) struct Document {
    /// As the client spells it.
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) text: Arc<str>,
}

/// Folders, documents, and where everything is.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) client: Client,
    folders: Vec<Utf8PathBuf>,
    pub(super) workspaces: Vec<Workspace>,
    pub(super) documents: BTreeMap<Utf8PathBuf, Document>,
}

/// A file that the server knows: its workspace and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) workspace: usize,
    pub(super) place: Place,
}

impl Session {
    pub(super) fn new(client: Client, folders: Vec<Utf8PathBuf>) -> Self {
        Self { client, folders, workspaces: Vec::new(), documents: BTreeMap::new() }
    }

    /// Looks at all folders anew.
    pub(super) fn open_all(&mut self) -> Vec<ConfigError> {
        self.workspaces.clear();
        let folders = self.folders.clone();
        folders.into_iter().filter_map(|folder| self.open_folder(folder)).collect()
    }

    fn open_folder(&mut self, folder: Utf8PathBuf) -> Option<ConfigError> {
        let texts = self.documents.iter().filter(|(path, _)| path.starts_with(&folder));
        let texts = texts.map(|(path, document)| (path.clone(), document.text.clone())).collect();
        let (workspace, error) = Workspace::open(folder, texts);
        self.workspaces.push(workspace);
        error
    }

    /// Looks at the folder of one workspace anew.
    fn reopen(&mut self, workspace: usize) -> Option<ConfigError> {
        let folder = self.workspaces.remove(workspace).folder;
        self.open_folder(folder)
    }

    pub(super) fn change_folders(&mut self, added: Vec<Utf8PathBuf>, removed: &[Utf8PathBuf]) -> Vec<ConfigError> {
        self.folders.retain(|folder| !removed.contains(folder));
        self.workspaces.retain(|workspace| !removed.contains(&workspace.folder));
        let new: Vec<Utf8PathBuf> = added.into_iter().filter(|folder| !self.folders.contains(folder)).collect();
        self.folders.extend(new.iter().cloned());
        new.into_iter().filter_map(|folder| self.open_folder(folder)).collect()
    }

    /// Where a file is: in the innermost folder that has it as a migration.
    pub(super) fn known(&self, path: &Utf8Path) -> Option<Known> {
        let each = self.workspaces.iter().enumerate();
        let holding = each.filter_map(|(workspace, held)| Some((held, Known { workspace, place: held.place(path)? })));
        holding.max_by_key(|(held, _)| held.folder.as_str().len()).map(|(_, known)| known)
    }

    pub(super) fn workspace(&self, known: Known) -> &Workspace {
        &self.workspaces[known.workspace]
    }

    pub(super) fn workspace_mut(&mut self, known: Known) -> &mut Workspace {
        &mut self.workspaces[known.workspace]
    }

    /// A document was opened or changed.
    pub(super) fn update(&mut self, path: &Utf8Path, document: Document) -> Option<ConfigError> {
        let text = document.text.clone();
        let is_new = self.documents.insert(path.to_owned(), document).is_none();
        if let Some(known) = self.known(path) {
            self.workspace_mut(known).update(known.place, &text);
            return None;
        }
        if !is_new {
            return None;
        }
        if let Some(workspace) = self.workspaces.iter().position(|held| held.may_hold(path)) {
            // Not saved yet, or made since.
            return self.reopen(workspace);
        }
        let outside = !self.workspaces.iter().any(|held| path.starts_with(&held.folder));
        let checkout = boundary(path.parent()?);
        // A file outside all folders is seen within its checkout; without one, nobody says what belongs together.
        (outside && checkout.join(".git").exists()).then(|| self.open_folder(checkout)).flatten()
    }

    /// A document was closed: what is on disk counts again.
    pub(super) fn close(&mut self, path: &Utf8Path) -> Option<ConfigError> {
        self.documents.remove(path);
        let known = self.known(path)?;
        if self.workspace_mut(known).reload(known.place) {
            return None;
        }
        // It was never saved, or is gone.
        self.reopen(known.workspace)
    }

    /// Replays what has changed; false where nothing has.
    pub(super) fn settle(&mut self) -> bool {
        // Each of them settles, whatever the others did.
        self.workspaces.iter_mut().map(Workspace::settle).filter(|&changed| changed).count() > 0
    }

    /// The file behind a URI, if it is a migration.
    pub(super) fn find(&self, uri: &Uri) -> Option<Known> {
        self.known(&uri::path_of(uri)?)
    }

    pub(super) fn document(&self, known: Known, id: FileId) -> Option<&Document> {
        self.documents.get(self.workspace(known).path(id))
    }

    /// The URI of a file as the client spells it, where it has it open.
    pub(super) fn uri(&self, known: Known, id: FileId) -> Uri {
        let document = self.document(known, id).map(|document| document.uri.clone());
        document.unwrap_or_else(|| uri::of(self.workspace(known).path(id)))
    }

    /// The lines of a file, as the client counts them.
    pub(super) fn lines(&self, known: Known, id: FileId) -> Option<Lines<'_>> {
        let workspace = self.workspace(known);
        Some(Lines::new(workspace.source(id)?.text(), workspace.line_starts(id)?, self.client.encoding))
    }

    pub(super) fn location(&self, known: Known, spot: Spot) -> Option<Location> {
        Some(Location { uri: self.uri(known, spot.file), range: self.lines(known, spot.file)?.range(spot.span) })
    }

    /// The byte that a position in a file stands for.
    pub(super) fn offset(&self, known: Known, position: Position) -> Option<u32> {
        u32::try_from(self.lines(known, known.place.id)?.offset(position)).ok()
    }

    pub(super) fn span(&self, known: Known, range: Range) -> Option<Span> {
        Some(self.lines(known, known.place.id)?.span(range))
    }
}
