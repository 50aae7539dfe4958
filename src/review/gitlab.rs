//! GitLab: a discussion for each comment, a note for the summary.
//!
//! Facts: GitLab's REST API. A position names the three commits that a merge request compares, and both lines for a line
//! that is not new; a suggestion replaces the line it stands at and `-A+B` lines around it. Discussions are resolved, not
//! deleted; one that people resolved stays as they left it.

use serde_json::{Value, json};

use super::body;
use super::plan::{Comment, Plan};
use super::{Forge, Method, Request, Trouble};
use crate::fingerprint::Fingerprint;

/// A merge request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitlabTarget {
    /// The number of the project, or its path.
    pub project: String,
    pub number: String,
    pub base: Option<String>,
    pub start: Option<String>,
    pub head: Option<String>,
}

/// A discussion of ours.
struct Existing<'v> {
    id: &'v str,
    names: Vec<Fingerprint>,
    note: &'v Value,
}

impl Existing<'_> {
    fn is_resolved(&self) -> bool {
        self.note["resolved"] == true
    }
}

impl GitlabTarget {
    fn path(&self, rest: &str) -> String {
        let project = self.project.replace('/', "%2F");
        format!("/projects/{project}/merge_requests/{}{rest}", self.number)
    }

    fn discussion(&self, comment: &Comment, body: String) -> Request {
        let mut position = json!({
            "position_type": "text",
            "base_sha": self.base,
            "start_sha": self.start,
            "head_sha": self.head,
            "old_path": comment.old_path,
            "new_path": comment.path,
            "new_line": comment.first,
        });
        if let Some(line) = comment.old_first {
            position["old_line"] = line.into();
        }
        Request::new(Method::Post, self.path("/discussions"), json!({ "body": body, "position": position }))
    }

    fn note(&self, old: &Existing<'_>) -> String {
        self.path(&format!("/discussions/{}/notes/{}", old.id, old.note["id"]))
    }

    fn resolve(&self, old: &Existing<'_>, resolved: bool) -> Request {
        Request::new(Method::Put, self.path(&format!("/discussions/{}", old.id)), json!({ "resolved": resolved }))
    }

    fn summary(&self, plan: &Plan, ours: &[&Value], requests: &mut Vec<Request>) {
        let mut there = ours.iter().filter(|note| body::is_summary(text(note)));
        let (first, more) = (there.next(), there);
        let at = |note: &Value| self.path(&format!("/notes/{}", note["id"]));
        match (plan.summary(), first) {
            (Some(body), Some(note)) if text(note) == body => {}
            (Some(body), Some(note)) => requests.push(Request::new(Method::Put, at(note), json!({ "body": body }))),
            (Some(body), None) => {
                requests.push(Request::new(Method::Post, self.path("/notes"), json!({ "body": body })));
            }
            (None, Some(note)) => requests.push(Request::delete(at(note))),
            (None, None) => {}
        }
        requests.extend(more.map(|note| Request::delete(at(note))));
    }
}

fn text(note: &Value) -> &str {
    note["body"].as_str().unwrap_or_default()
}

/// GitLab always says who the token belongs to, so that no other's comment is touched.
fn is_me(user: &Value, me: &Value) -> bool {
    me["id"].is_u64() && user["id"] == me["id"]
}

/// A suggestion stands at its first line and reaches down.
fn fence(more_lines: u32) -> String {
    format!("suggestion:-0+{more_lines}")
}

impl Forge for GitlabTarget {
    fn lists(&self) -> Vec<String> {
        vec![self.path("/discussions?per_page=100")]
    }

    fn requests(&self, plan: &Plan, existing: &[Vec<Value>], me: &Value) -> Vec<Request> {
        let discussions: Vec<(&Value, &Value)> = existing
            .iter()
            .flatten()
            .filter_map(|discussion| Some((discussion, discussion["notes"].get(0)?)))
            .filter(|(_, note)| is_me(&note["author"], me))
            .collect();
        let mut ours: Vec<Existing<'_>> = discussions
            .iter()
            .filter_map(|(discussion, note)| {
                Some(Existing { id: discussion["id"].as_str()?, names: body::marked(text(note))?, note })
            })
            .collect();
        let (mut new, mut requests) = (Vec::new(), Vec::new());
        for comment in &plan.comments {
            let body = comment.body(plan.limits, fence);
            let about = |old: &Existing<'_>| old.names.iter().any(|name| comment.names.contains(name));
            // GitLab moves discussions along with their lines; an open one before one that is done.
            let open = ours.iter().position(|old| about(old) && !old.is_resolved());
            let Some(found) = open.or_else(|| ours.iter().position(about)) else {
                new.push(self.discussion(comment, body));
                continue;
            };
            let old = ours.remove(found);
            if old.note["body"] != body.as_str() {
                requests.push(Request::new(Method::Put, self.note(&old), json!({ "body": body })));
            }
            // What we resolved ourselves has come back; what people resolved is theirs.
            if old.is_resolved() && is_me(&old.note["resolved_by"], me) {
                requests.push(self.resolve(&old, false));
            }
        }
        requests.extend(ours.iter().filter(|gone| !gone.is_resolved()).map(|gone| self.resolve(gone, true)));
        new.append(&mut requests);
        let notes: Vec<&Value> = discussions.iter().map(|(_, note)| *note).collect();
        self.summary(plan, &notes, &mut new);
        new
    }

    /// The commits of the newest version: what positions are checked against.
    fn prepare(&mut self, get: &mut dyn FnMut(&str) -> Result<Value, Trouble>) -> Result<(), Trouble> {
        let versions = get(&self.path("/versions"))?;
        let newest = &versions[0];
        for (place, member) in [
            (&mut self.base, "base_commit_sha"),
            (&mut self.start, "start_commit_sha"),
            (&mut self.head, "head_commit_sha"),
        ] {
            if let Some(commit) = newest[member].as_str() {
                *place = Some(commit.to_owned());
            }
        }
        Ok(())
    }
}
