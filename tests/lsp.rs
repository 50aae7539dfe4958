//! The language server, spoken to as an editor does: through the built program and the protocol.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/clients.rs"]
mod clients;
#[path = "lsp/documents.rs"]
mod documents;
#[path = "support/installed.rs"]
mod installed;
#[path = "lsp/lasting.rs"]
mod lasting;
#[path = "lsp/projects.rs"]
mod projects;
#[path = "lsp/protocol.rs"]
mod protocol;
#[path = "lsp/pulling.rs"]
mod pulling;
#[path = "lsp/reading.rs"]
mod reading;
