//! Findings as comments on a pull or merge request: where each one goes, what it says, and which requests say it.
//!
//! ```text
//! findings + diff ─> plan ─> requests (against what is there already) ─> standard output | HTTP
//! ```
//!
//! Planning is pure; only [`http`] talks to a server. A comment carries the fingerprints of its findings in a hidden
//! marker, so a second run finds its own comments, and writes nothing when nothing has changed.

mod body;
mod diff;
mod github;
mod gitlab;
pub mod http;
mod plan;
mod post;

use serde::Serialize;
use serde_json::Value;

pub use body::Limits;
pub use diff::Diff;
pub use github::GithubTarget;
pub use gitlab::GitlabTarget;
pub use plan::{Comment, Outside, Plan, plan};
pub use post::{Posted, Trouble, post};

/// A request to a forge, as it is sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Request {
    pub method: Method,
    /// Behind the base URL of the API.
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// What requests do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Request {
    fn new(method: Method, path: impl Into<String>, body: Value) -> Self {
        Self { method, path: path.into(), body: Some(body) }
    }

    fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::Delete, path: path.into(), body: None }
    }
}

/// A forge that takes comments.
pub trait Forge {
    /// The lists that say what is there already, in the order that [`Forge::requests`] takes them. All are paged.
    fn lists(&self) -> Vec<String>;

    /// Where the forge says who the token belongs to.
    fn whoami(&self) -> &'static str {
        "/user"
    }

    /// What must be sent so that the plan's comments are there, and no others of ours. `me` is what [`Forge::whoami`]
    /// answered, `null` where the token may not ask.
    fn requests(&self, plan: &Plan, existing: &[Vec<Value>], me: &Value) -> Vec<Request>;

    /// A question about threads, where some of them are to be closed or opened that [`Forge::requests`] can't reach.
    fn ask_threads(&self, _plan: &Plan, _existing: &[Vec<Value>], _me: &Value) -> Option<Request> {
        None
    }

    /// What its answer asks for.
    fn settle_threads(&self, _answer: &Value, _plan: &Plan, _existing: &[Vec<Value>], _me: &Value) -> Vec<Request> {
        Vec::new()
    }

    /// A request in smaller parts, for when the forge refuses it as a whole; empty where it has none.
    fn split(&self, _refused: &Request) -> Vec<Request> {
        Vec::new()
    }

    /// Learns what the forge knows better (which commits a merge request compares); called before anything is posted.
    fn prepare(&mut self, _get: &mut dyn FnMut(&str) -> Result<Value, Trouble>) -> Result<(), Trouble> {
        Ok(())
    }
}
