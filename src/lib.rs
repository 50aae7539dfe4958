//! remigrate finds what fails when a database migration runs again, and rewrites it into guarded forms.
//!
//! ```text
//! project ─> source ─> frontend ─> migrations ─> replay ─> rules ─> findings ─> report | fix
//! ```

pub mod baseline;
pub mod catalogue;
pub mod cli;
pub mod command;
pub mod config;
pub mod database;
pub mod edit;
pub mod engine;
pub mod finding;
pub mod fingerprint;
pub mod frontend;
pub mod history;
pub mod lint;
pub mod lsp;
pub mod mcp;
pub mod migration;
pub mod naming;
pub mod operation;
pub mod project;
pub mod replay;
pub mod report;
pub mod review;
pub mod rules;
pub mod schema;
pub mod source;
pub mod suppress;
pub mod write;
