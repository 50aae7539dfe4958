//! The thread that reads, judges and answers. The message loop never waits for it: changes pile up while it works, and
//! only the newest text of each document is looked at.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::time::Duration;

use camino::Utf8PathBuf;
use gen_lsp_types::{Diagnostic, WorkspaceDiagnosticRequest};
use lsp_server::{ErrorCode, Request, RequestId, Response};

use super::outbox::Outbox;
use super::pull::Sweep;
use super::session::{Document, Session};
use super::{diagnostics, requests};
use crate::config::ConfigError;

/// What the message loop hands over.
#[derive(Debug)]
pub(super) enum Task {
    /// Look at all folders, for the first time or because something around the migrations changed.
    Reopen,
    /// A document was opened or changed.
    Update(Utf8PathBuf, Document),
    Close(Utf8PathBuf),
    /// A file that is not open changed on the disk.
    Reload(Utf8PathBuf),
    Folders {
        added: Vec<Utf8PathBuf>,
        removed: Vec<Utf8PathBuf>,
    },
    Answer(Request),
}

/// The worker's state.
pub(super) struct Worker {
    session: Session,
    outbox: Arc<Outbox>,
    tasks: Receiver<Task>,
    waiting: VecDeque<Task>,
    /// Open documents whose diagnostics are to be looked at again.
    stale: BTreeSet<Utf8PathBuf>,
    /// What was sent last: nothing is sent twice.
    sent: std::collections::BTreeMap<Utf8PathBuf, (i32, Vec<Diagnostic>)>,
    refresh: bool,
    /// Something has changed that may decide what is found in other files. They are looked at when the typing pauses.
    unsettled: bool,
    /// Answers about all files, which are worked on when nothing else is to do.
    sweeps: VecDeque<Sweep>,
}

/// How long nothing must come before the chains are replayed: longer than it takes to strike the next key.
const PAUSE: Duration = Duration::from_millis(250);

impl Worker {
    pub(super) fn new(session: Session, outbox: Arc<Outbox>, tasks: Receiver<Task>) -> Self {
        let (waiting, stale, sent, sweeps) = Default::default();
        Self { session, outbox, tasks, waiting, stale, sent, refresh: false, unsettled: false, sweeps }
    }

    /// Works until the message loop is gone.
    pub(super) fn run(mut self) {
        while self.take_tasks() {
            let task = self.next_task();
            let done = catch_unwind(AssertUnwindSafe(|| self.work(task)));
            if done.is_err() {
                // Whatever was half done is done anew.
                self.outbox.log("a request made the server panic; all folders are read again");
                self.waiting.push_front(Task::Reopen);
            }
        }
    }

    /// Takes all that has come; waits only when there is nothing else to do. False when the message loop is gone.
    fn take_tasks(&mut self) -> bool {
        // What is out of date is not swept: first the chains are replayed.
        let swept = self.sweeps.is_empty() || self.unsettled;
        if self.waiting.is_empty() && self.stale.is_empty() && !self.refresh && swept {
            let came = if self.unsettled {
                self.tasks.recv_timeout(PAUSE)
            } else {
                self.tasks.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match came {
                Ok(task) => self.waiting.push_back(task),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        loop {
            match self.tasks.try_recv() {
                Ok(task) => self.waiting.push_back(task),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return !self.waiting.is_empty(),
            }
        }
    }

    /// Changes come before requests: an answer about an old text is of no use.
    fn next_task(&mut self) -> Option<Task> {
        let change = self.waiting.iter().position(|task| !matches!(task, Task::Answer(_)));
        let number = change.or(if self.waiting.is_empty() { None } else { Some(0) })?;
        self.waiting.remove(number)
    }

    fn work(&mut self, task: Option<Task>) {
        match task {
            Some(Task::Update(path, document)) => self.update(path, document),
            Some(Task::Close(path)) => self.close(path),
            Some(Task::Reload(path)) => self.reload(&path),
            Some(Task::Reopen) => {
                // One look is enough for all that is waiting.
                self.waiting.retain(|task| !matches!(task, Task::Reopen | Task::Reload(_)));
                let errors = self.session.open_all();
                self.complain(errors);
                self.recheck_all();
            }
            Some(Task::Folders { added, removed }) => {
                let errors = self.session.change_folders(added, &removed);
                self.complain(errors);
                self.recheck_all();
            }
            Some(Task::Answer(request)) => self.answer(request),
            None => self.tell(),
        }
    }

    fn complain(&self, errors: impl IntoIterator<Item = ConfigError>) {
        errors.into_iter().for_each(|error| self.outbox.warn(&error.to_string()));
    }

    fn recheck_all(&mut self) {
        self.stale.extend(self.session.documents.keys().cloned());
        self.refresh = true;
    }

    fn update(&mut self, path: Utf8PathBuf, document: Document) {
        let newer = |task: &Task| matches!(task, Task::Update(other, _) | Task::Close(other) if *other == path);
        if self.waiting.iter().any(newer) {
            return;
        }
        let errors = self.session.update(&path, document);
        self.complain(errors);
        self.publish(&path);
        self.unsettled = true;
    }

    fn close(&mut self, path: Utf8PathBuf) {
        self.unsettled = true;
        let errors = self.session.close(&path);
        self.complain(errors);
        self.stale.remove(&path);
        if let Some((_, last)) = self.sent.remove(&path).filter(|(_, last)| !last.is_empty()) {
            drop(last);
            self.outbox.publish(super::uri::of(&path), None, Vec::new());
        }
    }

    fn reload(&mut self, path: &Utf8PathBuf) {
        let Some(known) = self.session.known(path).filter(|_| !self.session.documents.contains_key(path)) else {
            return;
        };
        if self.session.workspace_mut(known).reload(known.place) {
            self.unsettled = true;
        } else {
            self.waiting.push_front(Task::Reopen);
        }
    }

    fn answer(&mut self, request: Request) {
        let id = request.id.clone();
        if !self.outbox.is_wanted(&id) {
            return;
        }
        if requests::is::<WorkspaceDiagnosticRequest>(&request.method) {
            return self.begin_sweep(request);
        }
        let answer = catch_unwind(AssertUnwindSafe(|| requests::answer(&mut self.session, &self.outbox, request)));
        let response = answer.unwrap_or_else(|panic| {
            self.waiting.push_front(Task::Reopen);
            let said = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            failed(id, ErrorCode::InternalError, said.unwrap_or("the server panicked"))
        });
        self.outbox.respond(response);
    }

    fn begin_sweep(&mut self, request: Request) {
        match serde_json::from_value(request.params) {
            Ok(params) => self.sweeps.push_back(Sweep::new(request.id, params, &self.session)),
            Err(error) => self.outbox.respond(failed(request.id, ErrorCode::InvalidParams, &error.to_string())),
        }
    }

    /// Works on an answer about all files for a moment.
    fn sweep(&mut self) {
        let Some(mut sweep) = self.sweeps.pop_front() else { return };
        let id = sweep.id.clone();
        if !self.outbox.is_wanted(&id) {
            return;
        }
        match catch_unwind(AssertUnwindSafe(|| sweep.go_on(&mut self.session))) {
            Ok(false) => self.sweeps.push_front(sweep),
            Ok(true) => self.outbox.respond(Response::new_ok(id, sweep.report())),
            Err(_) => {
                self.waiting.push_front(Task::Reopen);
                self.outbox.respond(failed(id, ErrorCode::InternalError, "the server panicked"));
            }
        }
    }

    /// Nothing waits: look at one document that may be out of date, or tell the client that some are.
    fn tell(&mut self) {
        if self.session.client.pulls {
            self.stale.clear();
        }
        if let Some(path) = self.stale.pop_first() {
            self.publish(&path);
        } else if std::mem::take(&mut self.refresh) {
            self.outbox.refresh(&self.session.client);
        } else if std::mem::take(&mut self.unsettled) {
            if self.session.settle() {
                self.recheck_all();
            }
        } else {
            self.sweep();
        }
    }

    /// Sends a document's diagnostics, unless the client asks for them by itself or has just these.
    fn publish(&mut self, path: &Utf8PathBuf) {
        self.stale.remove(path);
        let Some(document) = self.session.documents.get(path).filter(|_| !self.session.client.pulls) else { return };
        let (uri, version) = (document.uri.clone(), document.version);
        let found = match self.session.known(path) {
            Some(known) => diagnostics::of(&mut self.session, known),
            // It may have been a migration before.
            None if self.sent.contains_key(path) => Vec::new(),
            None => return,
        };
        if self.sent.get(path).is_some_and(|(sent, last)| *sent == version && *last == found) {
            return;
        }
        self.sent.insert(path.clone(), (version, found.clone()));
        self.outbox.publish(uri, Some(version), found);
    }
}

fn failed(id: RequestId, code: ErrorCode, message: &str) -> Response {
    Response::new_err(id, code as i32, message.to_owned())
}
