//! The language server: what `remigrate lint` says, while the migration is being written.
//!
//! ```text
//! message loop ─ text changes ─> tasks ─> worker: session ─> workspaces (project, readings, chains) ─> answers
//! ```
//!
//! The loop only keeps the documents' texts; a worker thread does the rest, so that no key waits for a judgement. Nothing
//! here judges: findings, fixes and pages are those of [`crate::lint`] and [`crate::rules`].

mod actions;
mod client;
mod diagnostics;
mod hover;
mod outbox;
mod position;
mod pull;
mod requests;
mod session;
mod symbols;
mod tables;
mod uri;
mod worker;
mod workspace;

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use camino::Utf8PathBuf;
use gen_lsp_types::{
    CancelNotification, CancelParams, DidChangeConfigurationNotification, DidChangeTextDocumentNotification,
    DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification, DidCloseTextDocumentNotification,
    DidOpenTextDocumentNotification, DidSaveTextDocumentNotification, FileChangeType, FileEvent, InitializeParams,
    InitializeResult, Notification as Kind, ServerInfo, TextDocumentContentChangeEvent, WorkspaceFolder,
    WorkspaceFolders,
};
use lsp_server::{Connection, Message, Notification, RequestId};

use client::Client;
use outbox::Outbox;
use position::{Encoding, splice};
use session::{Document, Session};
use worker::{Task, Worker};

/// Files that say what stands around the migrations, and the migrations themselves.
const WATCHED: [&str; 3] = [
    "**/*.{rb,py,sql,rs}",
    "**/{remigrate,pyproject}.toml",
    "**/{alembic*.ini,database.yml,Gemfile.lock,requirements*.txt,poetry.lock,uv.lock,docker-compose*.yml,compose*.yml,_journal.json}",
];

/// Serves one client until it says goodbye. True when it did so as the protocol asks.
pub fn serve(connection: Connection) -> io::Result<bool> {
    let (id, params) = connection.initialize_start().map_err(io::Error::other)?;
    let params: InitializeParams = serde_json::from_value(params).map_err(io::Error::other)?;
    let client = Client::of(&params);
    let info = ServerInfo { name: "remigrate".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
    let result = InitializeResult { capabilities: client.capabilities(), server_info: Some(info) };
    connection.initialize_finish(id, serde_json::to_value(result)?).map_err(io::Error::other)?;
    let outbox = Arc::new(Outbox::new(connection));
    if client.watches_files {
        outbox.watch(&WATCHED);
    }
    let (tasks, received) = channel();
    let worker = Worker::new(Session::new(client, folders(&params)), outbox.clone(), received);
    let working = thread::Builder::new().name("worker".to_owned()).spawn(move || worker.run())?;
    let mut loop_ = Loop { outbox, tasks, encoding: client.encoding, documents: HashMap::new() };
    loop_.hand(Task::Reopen);
    let said_goodbye = loop_.run();
    drop(loop_);
    working.join().map_err(|_| io::Error::other("the worker panicked"))?;
    Ok(said_goodbye)
}

/// The folders the client has open; older clients have only one.
fn folders(params: &InitializeParams) -> Vec<Utf8PathBuf> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) if !folders.is_empty() => paths(folders),
        #[expect(deprecated, reason = "it is all that older clients send")]
        _ => params.root_uri.as_ref().and_then(uri::path_of).into_iter().collect(),
    }
}

fn paths(folders: &[WorkspaceFolder]) -> Vec<Utf8PathBuf> {
    folders.iter().filter_map(|folder| uri::path_of(&folder.uri)).collect()
}

/// The message loop.
struct Loop {
    outbox: Arc<Outbox>,
    tasks: Sender<Task>,
    encoding: Encoding,
    documents: HashMap<Utf8PathBuf, Document>,
}

impl Loop {
    fn run(&mut self) -> bool {
        let outbox = self.outbox.clone();
        for message in &outbox.connection().receiver {
            match message {
                Message::Request(request) => match outbox.connection().handle_shutdown(&request) {
                    Ok(true) => return true,
                    Ok(false) => {
                        outbox.expect(&request.id);
                        self.hand(Task::Answer(request));
                    }
                    Err(_) => return false,
                },
                Message::Notification(notification) if notification.method == "exit" => return false,
                Message::Notification(notification) => {
                    let method = notification.method.clone();
                    if let Err(error) = self.notified(notification) {
                        outbox.log(&format!("{method}: {error}"));
                    }
                }
                // To a refresh, a registration, a page shown: nothing follows from it.
                Message::Response(_) => {}
            }
        }
        false
    }

    fn hand(&self, task: Task) {
        // The worker lives as long as this end of the channel.
        let _ = self.tasks.send(task);
    }

    fn notified(&mut self, notification: Notification) -> Result<(), serde_json::Error> {
        type Changed = DidChangeTextDocumentNotification;
        match notification.method.as_str() {
            method if is::<DidOpenTextDocumentNotification>(method) => {
                let item = params::<DidOpenTextDocumentNotification>(notification)?.text_document;
                if let Some(path) = uri::path_of(&item.uri) {
                    self.update(path, Document { uri: item.uri, version: item.version, text: item.text.into() });
                }
            }
            method if is::<Changed>(method) => self.change(params::<Changed>(notification)?),
            method if is::<DidCloseTextDocumentNotification>(method) => {
                let item = params::<DidCloseTextDocumentNotification>(notification)?.text_document;
                if let Some(path) = uri::path_of(&item.uri) {
                    self.documents.remove(&path);
                    self.hand(Task::Close(path));
                }
            }
            method if is::<DidSaveTextDocumentNotification>(method) => {
                let item = params::<DidSaveTextDocumentNotification>(notification)?.text_document;
                self.saved(uri::path_of(&item.uri));
            }
            method if is::<DidChangeWatchedFilesNotification>(method) => {
                self.files(params::<DidChangeWatchedFilesNotification>(notification)?.changes);
            }
            method if is::<DidChangeConfigurationNotification>(method) => self.hand(Task::Reopen),
            method if is::<DidChangeWorkspaceFoldersNotification>(method) => {
                let event = params::<DidChangeWorkspaceFoldersNotification>(notification)?.event;
                self.hand(Task::Folders { added: paths(&event.added), removed: paths(&event.removed) });
            }
            method if is::<CancelNotification>(method) => {
                let cancelled: CancelParams = params::<CancelNotification>(notification)?;
                let id: RequestId = serde_json::from_value(serde_json::to_value(cancelled.id)?)?;
                self.outbox.cancel(&id);
            }
            _ => {}
        }
        Ok(())
    }

    fn update(&mut self, path: Utf8PathBuf, document: Document) {
        self.documents.insert(path.clone(), document.clone());
        self.hand(Task::Update(path, document));
    }

    /// Changes are applied one behind the other: each counts in the text that the one before left.
    fn change(&mut self, params: <DidChangeTextDocumentNotification as Kind>::Params) {
        let item = params.text_document;
        let Some(path) = uri::path_of(&item.text_document_identifier.uri) else { return };
        let Some(document) = self.documents.get(&path) else {
            return self.outbox.log(&format!("{path} was changed and never opened"));
        };
        let mut text = document.text.to_string();
        for change in params.content_changes {
            text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    splice(&text, self.encoding, part.range, &part.text)
                }
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
            };
        }
        let document = Document { uri: document.uri.clone(), version: item.version, text: text.into() };
        self.update(path, document);
    }

    /// A migration's text is known before it is saved; what else is saved may be a setting.
    fn saved(&self, path: Option<Utf8PathBuf>) {
        let Some(path) = path else { return };
        match self.documents.get(&path) {
            Some(document) if is_migration(&path) => self.hand(Task::Update(path, document.clone())),
            _ => self.hand(Task::Reopen),
        }
    }

    fn files(&self, changes: Vec<FileEvent>) {
        for change in changes {
            let Some(path) = uri::path_of(&change.uri) else { continue };
            if is_migration(&path) && change.kind == FileChangeType::Changed {
                self.hand(Task::Reload(path));
            } else if !self.documents.contains_key(&path) {
                self.hand(Task::Reopen);
            }
        }
    }
}

fn is_migration(path: &camino::Utf8Path) -> bool {
    matches!(path.extension(), Some("rb" | "py" | "sql" | "rs"))
}

fn is<N: Kind>(method: &str) -> bool {
    N::METHOD.as_str() == method
}

fn params<N: Kind>(notification: Notification) -> Result<N::Params, serde_json::Error> {
    serde_json::from_value(notification.params)
}
