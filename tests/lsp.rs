//! The language server, spoken to as an editor does: through the built program and the protocol.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/documents.rs"]
mod documents;
