//! Sending a review. What is there is looked up first, and again after every failure that may have been half a success,
//! so that nothing is said twice.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::http::{Answer, Client};
use super::plan::Plan;
use super::{Forge, Method, Request, body};

/// How often a failure is waited out before giving up.
const ATTEMPTS: u32 = 6;

/// The longest that is waited for a server.
const PATIENCE: Duration = Duration::from_secs(60);

/// More pages than any pull request has comments.
const PAGES: usize = 100;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Posted {
    /// Requests that changed something.
    pub writes: usize,
    /// Comments that the forge refused; they are in the summary.
    pub refused: usize,
}

/// Why a review was not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The token is not accepted.
    Token(String),
    /// The token may not do this, or the request is not there: say it in another way.
    Forbidden(String),
    /// The forge would not take it.
    Refused(String),
    /// Nobody answered in time, again and again.
    Unreachable(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(said) => write!(f, "the token was not accepted: {said}"),
            Self::Forbidden(said) => write!(f, "the token may not write here: {said}"),
            Self::Refused(said) => write!(f, "the review was refused: {said}"),
            Self::Unreachable(said) => write!(f, "the forge could not be reached: {said}"),
        }
    }
}

/// What one try came to, where it did not succeed.
enum Failure {
    Final(Trouble),
    /// Worth another try, after so many seconds if the server said so.
    Again(String, Option<u64>),
}

/// Sends what is missing. `pause`: the first wait; it doubles with each failure.
pub fn post(client: &Client, forge: &mut dyn Forge, mut plan: Plan, pause: Duration) -> Result<Posted, Trouble> {
    let mut sender = Sender { client, posted: Posted::default() };
    let mut wait = pause;
    let mut last = String::new();
    for _ in 0..ATTEMPTS {
        match sender.sync(forge, &mut plan) {
            Ok(()) => return Ok(sender.posted),
            Err(Failure::Final(trouble)) => return Err(trouble),
            Err(Failure::Again(said, asked)) => {
                last = said;
                std::thread::sleep(asked.map_or(wait, Duration::from_secs).min(PATIENCE));
                wait *= 2;
            }
        }
    }
    Err(Trouble::Unreachable(last))
}

struct Sender<'c> {
    client: &'c Client,
    posted: Posted,
}

impl Sender<'_> {
    /// Looks what is there and sends the rest.
    fn sync(&mut self, forge: &mut dyn Forge, plan: &mut Plan) -> Result<(), Failure> {
        let mut failure = None;
        let prepared = forge.prepare(&mut |path| {
            self.get(path).map(|answer| answer.body).map_err(|error| match error {
                Failure::Final(trouble) => trouble,
                Failure::Again(said, asked) => {
                    failure = Some((said.clone(), asked));
                    Trouble::Unreachable(said)
                }
            })
        });
        if let Some((said, asked)) = failure {
            return Err(Failure::Again(said, asked));
        }
        prepared.map_err(Failure::Final)?;
        let existing = forge.lists().iter().map(|list| self.list(list)).collect::<Result<Vec<_>, _>>()?;
        let me = self.whoami(forge.whoami())?;
        for request in forge.requests(plan, &existing, &me) {
            let answer = self.send(&request)?;
            if answer.status != 422 && answer.status != 400 {
                continue;
            }
            let parts = forge.split(&request);
            if parts.is_empty() {
                return Err(Failure::Final(Trouble::Refused(self.client.explain(&answer))));
            }
            self.send_parts(&parts, plan)?;
            // The summary has grown by what was refused.
            let existing = forge.lists().iter().map(|list| self.list(list)).collect::<Result<Vec<_>, _>>()?;
            for request in forge.requests(plan, &existing, &me) {
                self.send(&request)?;
            }
            break;
        }
        self.settle_threads(forge, plan, &existing, &me)
    }

    /// Closes threads whose finding is gone. A token that may not do so is no reason to fail: the comment says it.
    fn settle_threads(
        &mut self,
        forge: &dyn Forge,
        plan: &Plan,
        existing: &[Vec<Value>],
        me: &Value,
    ) -> Result<(), Failure> {
        let Some(question) = forge.ask_threads(plan, existing, me) else { return Ok(()) };
        let threads = match self.request(&question) {
            Ok(answer) if answer.status < 300 => answer.body,
            Ok(_) | Err(Failure::Final(_)) => return Ok(()),
            Err(again) => return Err(again),
        };
        for request in forge.settle_threads(&threads, plan, existing, me) {
            match self.request(&request) {
                Ok(answer) if answer.status < 300 && answer.body["errors"].is_null() => self.posted.writes += 1,
                Ok(_) | Err(Failure::Final(_)) => return Ok(()),
                Err(again) => return Err(again),
            }
        }
        Ok(())
    }

    /// Sends comments one by one; what is refused even so goes to the summary.
    fn send_parts(&mut self, parts: &[Request], plan: &mut Plan) -> Result<(), Failure> {
        for part in parts {
            let answer = self.send(part)?;
            if answer.status >= 400 {
                let text = part.body.as_ref().and_then(|body| body["body"].as_str()).unwrap_or_default();
                let names = body::marked(text).unwrap_or_default();
                plan.give_up(&|comment| comment.names == names);
                self.posted.refused += 1;
            }
        }
        Ok(())
    }

    fn whoami(&self, path: &str) -> Result<Value, Failure> {
        match self.get(path) {
            Ok(answer) => Ok(answer.body),
            Err(Failure::Final(Trouble::Forbidden(_))) => Ok(Value::Null),
            Err(failure) => Err(failure),
        }
    }

    /// All pages of a list.
    fn list(&self, path: &str) -> Result<Vec<Value>, Failure> {
        let mut all = Vec::new();
        let mut next = Some(path.to_owned());
        for _ in 0..PAGES {
            let Some(path) = next else { break };
            let answer = self.get(&path)?;
            let Value::Array(items) = answer.body else {
                return Err(Failure::Final(Trouble::Refused("the answer is no list".to_owned())));
            };
            all.extend(items);
            next = answer.next;
        }
        Ok(all)
    }

    fn get(&self, path: &str) -> Result<Answer, Failure> {
        let answer = self.request(&Request { method: Method::Get, path: path.to_owned(), body: None })?;
        if answer.status >= 300 {
            return Err(Failure::Final(Trouble::Refused(self.client.explain(&answer))));
        }
        Ok(answer)
    }

    /// Sends something that changes something; 400 and 422 are the caller's to handle.
    fn send(&mut self, request: &Request) -> Result<Answer, Failure> {
        let answer = self.request(request)?;
        match answer.status {
            200..=299 => self.posted.writes += 1,
            // Somebody else has deleted it: that is what was wanted.
            404 if request.method == Method::Delete => {}
            400 | 422 => {}
            404 => return Err(Failure::Final(Trouble::Forbidden(self.client.explain(&answer)))),
            _ => return Err(Failure::Final(Trouble::Refused(self.client.explain(&answer)))),
        }
        Ok(answer)
    }

    /// One request; sorts out what is worth another try.
    fn request(&self, request: &Request) -> Result<Answer, Failure> {
        let answer = self.client.send(request).map_err(|said| Failure::Again(said, None))?;
        let explained = || self.client.explain(&answer);
        match answer.status {
            401 => Err(Failure::Final(Trouble::Token(explained()))),
            // GitHub's rate limits answer 403 too, as a missing permission does; only the words tell.
            403 if explained().contains("rate limit") => Err(Failure::Again(explained(), answer.retry_after)),
            429 | 408 | 500..=599 => Err(Failure::Again(explained(), answer.retry_after)),
            403 => Err(Failure::Final(Trouble::Forbidden(explained()))),
            404 if request.method == Method::Get => Err(Failure::Final(Trouble::Forbidden(explained()))),
            300..=399 => Err(Failure::Final(Trouble::Refused(explained()))),
            _ => Ok(answer),
        }
    }
}
