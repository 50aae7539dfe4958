//! GitHub: one review with all new comments, and single requests for what was said before.
//!
//! Facts: GitHub's OpenAPI description. A review is taken whole or not at all; `line` and `start_line` lie in one hunk and
//! differ; comments whose lines have left the diff are listed with `line: null`.

pub(super) mod threads;

use serde_json::{Value, json};

use super::body;
use super::plan::{Comment, Plan};
use super::{Forge, Method, Request};
use crate::fingerprint::Fingerprint;

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GithubTarget {
    /// `owner/name`
    pub repository: String,
    pub number: String,
    /// The head commit of the pull request.
    pub commit: Option<String>,
}

/// A comment that is there already.
struct Existing<'v> {
    id: u64,
    names: Vec<Fingerprint>,
    value: &'v Value,
    answered: bool,
}

impl Existing<'_> {
    /// Whether it stands on these lines. A comment on one line has no start.
    fn stands_at(&self, comment: &Comment) -> bool {
        let number = |member: &str| self.value[member].as_u64();
        let line = number("line");
        line == Some(u64::from(comment.last))
            && number("start_line").or(line) == Some(u64::from(comment.first))
            && self.value["path"] == comment.path.as_str()
    }
}

/// The plan's comments and those that are there.
struct Matched<'v> {
    kept: Vec<(&'v Comment, Existing<'v>)>,
    new: Vec<&'v Comment>,
    gone: Vec<Existing<'v>>,
}

impl<'v> Matched<'v> {
    fn of(plan: &'v Plan, inline: &'v [Value], me: &Value) -> Self {
        let ours = inline.iter().filter(|comment| is_ours(comment, me)).filter_map(|value| {
            let (id, names) = (value["id"].as_u64()?, body::marked(text(value))?);
            let answered = inline.iter().any(|other| other["in_reply_to_id"].as_u64() == Some(id));
            Some(Existing { id, names, value, answered })
        });
        let mut matched = Self { kept: Vec::new(), new: Vec::new(), gone: ours.collect() };
        for comment in &plan.comments {
            let about = |old: &Existing<'_>| old.names.iter().any(|name| comment.names.contains(name));
            // One on the right lines is best; one that was answered is kept wherever it stands.
            let gone = &mut matched.gone;
            let found = gone.iter().position(|old| about(old) && old.stands_at(comment));
            match found.or_else(|| gone.iter().position(|old| about(old) && old.answered)) {
                Some(found) => matched.kept.push((comment, gone.remove(found))),
                None => matched.new.push(comment),
            }
        }
        matched
    }
}

impl GithubTarget {
    fn path(&self, rest: &str) -> String {
        format!("/repos/{}{rest}", self.repository)
    }

    fn comment(&self, comment: &Comment, plan: &Plan) -> Value {
        let mut value = json!({
            "path": comment.path,
            "line": comment.last,
            "side": "RIGHT",
            "body": comment.body(plan.limits, |_| "suggestion".to_owned()),
        });
        if comment.first < comment.last {
            value["start_line"] = comment.first.into();
            value["start_side"] = "RIGHT".into();
        }
        value
    }

    fn review(&self, comments: Vec<Value>) -> Request {
        let noun = if comments.len() == 1 { "comment" } else { "comments" };
        let mut body = json!({
            "event": "COMMENT",
            "body": format!("remigrate: {} {noun} on migrations that do not bear being run again.", comments.len()),
            "comments": comments,
        });
        if let Some(commit) = &self.commit {
            body["commit_id"] = commit.as_str().into();
        }
        Request::new(Method::Post, self.path(&format!("/pulls/{}/reviews", self.number)), body)
    }

    /// What becomes of our comments that are no longer wanted where they are.
    fn retire(&self, gone: &Existing<'_>, requests: &mut Vec<Request>) {
        let path = self.path(&format!("/pulls/comments/{}", gone.id));
        if !gone.answered {
            requests.push(Request::delete(path));
            return;
        }
        // Somebody answered: what they answered to stays readable, without a suggestion that fits nothing.
        let body = format!("This was repaired or is no longer here.\n\n{}", body::marker(&gone.names));
        if gone.value["body"] != body.as_str() {
            requests.push(Request::new(Method::Patch, path, json!({ "body": body })));
        }
    }

    fn summary(&self, plan: &Plan, ours: &[&Value], requests: &mut Vec<Request>) {
        let mut there = ours.iter().filter(|comment| body::is_summary(text(comment)));
        let (first, more) = (there.next(), there);
        let at = |comment: &Value| self.path(&format!("/issues/comments/{}", comment["id"]));
        match (plan.summary(), first) {
            (Some(body), Some(comment)) if text(comment) == body => {}
            (Some(body), Some(comment)) => {
                requests.push(Request::new(Method::Patch, at(comment), json!({ "body": body })));
            }
            (Some(body), None) => {
                let path = self.path(&format!("/issues/{}/comments", self.number));
                requests.push(Request::new(Method::Post, path, json!({ "body": body })));
            }
            (None, Some(comment)) => requests.push(Request::delete(at(comment))),
            (None, None) => {}
        }
        requests.extend(more.map(|comment| Request::delete(at(comment))));
    }
}

fn text(comment: &Value) -> &str {
    comment["body"].as_str().unwrap_or_default()
}

/// Whether a comment was written with the token in use. A workflow's own token may not ask who it is: then any bot.
fn is_ours(comment: &Value, me: &Value) -> bool {
    match me["login"].as_str() {
        Some(login) => comment["user"]["login"] == login,
        None => comment["user"]["type"] == "Bot",
    }
}

impl Forge for GithubTarget {
    fn lists(&self) -> Vec<String> {
        vec![
            self.path(&format!("/pulls/{}/comments?per_page=100", self.number)),
            self.path(&format!("/issues/{}/comments?per_page=100", self.number)),
        ]
    }

    fn requests(&self, plan: &Plan, existing: &[Vec<Value>], me: &Value) -> Vec<Request> {
        let empty = Vec::new();
        let Matched { kept, new, gone } = Matched::of(plan, existing.first().unwrap_or(&empty), me);
        let mut requests = Vec::new();
        for (comment, old) in kept {
            let wanted = self.comment(comment, plan);
            let body = if old.stands_at(comment) { wanted["body"].clone() } else { comment.plain(plan.limits).into() };
            if old.value["body"] != body {
                let path = self.path(&format!("/pulls/comments/{}", old.id));
                requests.push(Request::new(Method::Patch, path, json!({ "body": body })));
            }
        }
        gone.iter().for_each(|gone| self.retire(gone, &mut requests));
        if !new.is_empty() {
            requests.insert(0, self.review(new.iter().map(|comment| self.comment(comment, plan)).collect()));
        }
        let issue: Vec<&Value> = existing.get(1).unwrap_or(&empty).iter().filter(|one| is_ours(one, me)).collect();
        self.summary(plan, &issue, &mut requests);
        requests
    }

    fn ask_threads(&self, plan: &Plan, existing: &[Vec<Value>], me: &Value) -> Option<Request> {
        let matched = Matched::of(plan, existing.first()?, me);
        let mut ours = matched.gone.iter().chain(matched.kept.iter().map(|(_, kept)| kept));
        ours.any(|comment| comment.answered).then(|| self.question()).flatten()
    }

    fn settle_threads(&self, answer: &Value, plan: &Plan, existing: &[Vec<Value>], me: &Value) -> Vec<Request> {
        let empty = Vec::new();
        let matched = Matched::of(plan, existing.first().unwrap_or(&empty), me);
        let gone: Vec<&Existing<'_>> = matched.gone.iter().filter(|gone| gone.answered).collect();
        let kept: Vec<&Existing<'_>> = matched.kept.iter().map(|(_, kept)| kept).collect();
        threads::settle(answer, &gone, &kept, me)
    }

    /// A review comment by comment.
    fn split(&self, refused: &Request) -> Vec<Request> {
        let comments = refused.body.as_ref().and_then(|body| body["comments"].as_array());
        let single = |comment: &Value| {
            let mut comment = comment.clone();
            comment["commit_id"] = self.commit.clone().unwrap_or_default().into();
            Request::new(Method::Post, self.path(&format!("/pulls/{}/comments", self.number)), comment)
        };
        comments.into_iter().flatten().map(single).collect()
    }

    fn prepare(&mut self, get: &mut dyn FnMut(&str) -> Result<Value, super::Trouble>) -> Result<(), super::Trouble> {
        if self.commit.is_none() {
            let pull = get(&self.path(&format!("/pulls/{}", self.number)))?;
            self.commit = pull["head"]["sha"].as_str().map(str::to_owned);
        }
        Ok(())
    }
}
