//! Threads of comments that were answered: they are resolved when their finding is gone, and opened when it comes back.
//!
//! Only GitHub's GraphQL knows threads. Where the token may not use it, what the comment says has to do.

use serde_json::{Value, json};

use super::{Existing, GithubTarget};
use crate::review::{Method, Request};

/// Where GraphQL is, behind the base of the API.
pub(in crate::review) const PATH: &str = "/graphql";

const THREADS: &str = "query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { \
    pullRequest(number: $number) { reviewThreads(first: 100) { nodes { id isResolved viewerCanResolve viewerCanUnresolve \
    resolvedBy { login } comments(first: 1) { nodes { databaseId } } } } } } }";
const RESOLVE: &str = "mutation($id: ID!) { resolveReviewThread(input: {threadId: $id}) { thread { id } } }";
const OPEN: &str = "mutation($id: ID!) { unresolveReviewThread(input: {threadId: $id}) { thread { id } } }";

impl GithubTarget {
    /// Asks for the threads of the pull request.
    pub(super) fn question(&self) -> Option<Request> {
        let (owner, name) = self.repository.split_once('/')?;
        let number: u64 = self.number.parse().ok()?;
        let variables = json!({ "owner": owner, "name": name, "number": number });
        Some(Request::new(Method::Post, PATH, json!({ "query": THREADS, "variables": variables })))
    }
}

/// What becomes of the threads that begin with these comments: `gone` ones are resolved; one of `kept` that we resolved
/// ourselves is opened again. What people resolved stays resolved.
pub(super) fn settle(answer: &Value, gone: &[&Existing<'_>], kept: &[&Existing<'_>], me: &Value) -> Vec<Request> {
    let threads = &answer["data"]["repository"]["pullRequest"]["reviewThreads"]["nodes"];
    let change = |thread: &Value| {
        let first = thread["comments"]["nodes"][0]["databaseId"].as_u64()?;
        let begins = |comments: &[&Existing<'_>]| comments.iter().any(|comment| comment.id == first);
        let is_resolved = thread["isResolved"] == true;
        let mutation = if begins(gone) && !is_resolved && thread["viewerCanResolve"] == true {
            RESOLVE
        } else if begins(kept)
            && is_resolved
            && thread["viewerCanUnresolve"] == true
            && me["login"].is_string()
            && thread["resolvedBy"]["login"] == me["login"]
        {
            OPEN
        } else {
            return None;
        };
        let variables = json!({ "id": thread["id"] });
        Some(Request::new(Method::Post, PATH, json!({ "query": mutation, "variables": variables })))
    };
    threads.as_array().into_iter().flatten().filter_map(change).collect()
}
