//! Everything that goes to the client, and which of its requests it still wants answered.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};

use gen_lsp_types::{
    CodeLensRefreshRequest, Diagnostic, DiagnosticRefreshRequest, DidChangeWatchedFilesNotification,
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, LogMessageNotification, LogMessageParams,
    MessageType, Notification, PublishDiagnosticsNotification, PublishDiagnosticsParams, Registration,
    RegistrationParams, RegistrationRequest, Request as RequestKind, ShowDocumentParams, ShowDocumentRequest,
    ShowMessageNotification, ShowMessageParams, Uri,
};
use lsp_server::{Connection, ErrorCode, Message, Request, RequestId, Response};
use serde::Serialize;

use super::client::Client;

/// The way to the client.
pub(super) struct Outbox {
    connection: Connection,
    /// Requests that are not answered yet, and whether the client has called them off.
    pending: Mutex<HashMap<RequestId, bool>>,
    next: AtomicI32,
}

impl Outbox {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, pending: Mutex::default(), next: AtomicI32::new(0) }
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn send(&self, message: impl Into<Message>) {
        // Fails only when the client is gone; then the message loop ends by itself.
        let _ = self.connection.sender.send(message.into());
    }

    fn notify<N: Notification>(&self, params: N::Params) {
        self.send(lsp_server::Notification::new(N::METHOD.as_str().to_owned(), params));
    }

    fn request<R: RequestKind>(&self, params: impl Serialize) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.send(Request::new(RequestId::from(format!("remigrate-{id}")), R::METHOD.as_str().to_owned(), params));
    }

    /// The client asked for something.
    pub(super) fn expect(&self, id: &RequestId) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), false);
    }

    /// The client no longer wants an answer.
    pub(super) fn cancel(&self, id: &RequestId) {
        if let Some(cancelled) = self.pending.lock().unwrap_or_else(PoisonError::into_inner).get_mut(id) {
            *cancelled = true;
        }
    }

    /// Whether a request is still to be answered. Says so to the client where it is not.
    pub(super) fn is_wanted(&self, id: &RequestId) -> bool {
        let cancelled = self.pending.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied();
        if cancelled == Some(true) {
            let code = ErrorCode::RequestCanceled as i32;
            self.respond(Response::new_err(id.clone(), code, "cancelled".to_owned()));
        }
        cancelled == Some(false)
    }

    pub(super) fn respond(&self, response: Response) {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner).remove(&response.id);
        self.send(response);
    }

    pub(super) fn publish(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        self.notify::<PublishDiagnosticsNotification>(PublishDiagnosticsParams { uri, version, diagnostics });
    }

    /// Asks the client to ask again.
    pub(super) fn refresh(&self, client: &Client) {
        if client.pulls && client.refreshes {
            self.request::<DiagnosticRefreshRequest>(());
        }
        if client.refreshes_lenses {
            self.request::<CodeLensRefreshRequest>(());
        }
    }

    pub(super) fn log(&self, message: &str) {
        self.notify::<LogMessageNotification>(LogMessageParams {
            kind: MessageType::Warning,
            message: message.to_owned(),
        });
    }

    pub(super) fn warn(&self, message: &str) {
        self.show(MessageType::Warning, message);
    }

    pub(super) fn inform(&self, message: &str) {
        self.show(MessageType::Info, message);
    }

    fn show(&self, kind: MessageType, message: &str) {
        self.notify::<ShowMessageNotification>(ShowMessageParams { kind, message: message.to_owned() });
    }

    /// Opens a page outside the editor.
    pub(super) fn open_page(&self, uri: Uri) {
        let params = ShowDocumentParams { uri, external: Some(true), take_focus: None, selection: None };
        self.request::<ShowDocumentRequest>(params);
    }

    /// Asks to be told of migrations and of settings that change outside the editor.
    pub(super) fn watch(&self, patterns: &[&str]) {
        let watchers = patterns
            .iter()
            .map(|pattern| FileSystemWatcher { glob_pattern: GlobPattern::Pattern((*pattern).to_owned()), kind: None });
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: watchers.collect() };
        let registration = Registration {
            id: "remigrate-files".to_owned(),
            method: DidChangeWatchedFilesNotification::METHOD.as_str().to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        self.request::<RegistrationRequest>(RegistrationParams { registrations: vec![registration] });
    }
}
