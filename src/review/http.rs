//! Talking to a forge. The token goes into one header and nowhere else: no message holds it.

use std::fmt;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;

use super::github::threads::PATH as GRAPHQL;
use super::{Method, Request};

/// Larger answers are no list of comments.
const ANSWER_LIMIT: u64 = 16 << 20;

/// A secret that can't be printed by accident.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// `text` without the secret, should a server have sent it back.
    fn hide(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, "***") }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

/// Where requests go, and with what.
#[derive(Debug)]
pub struct Client {
    base: String,
    token: Token,
    agent: Agent,
}

/// What a server said.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
    /// The next page of a list, as `Link` names it.
    pub(super) next: Option<String>,
    /// Seconds that the server asks to wait.
    pub(super) retry_after: Option<u64>,
}

impl Client {
    /// Refuses addresses that would show the token to everybody on the way.
    pub fn new(base: &str, token: Token, timeout: Duration) -> Result<Self, String> {
        let base = base.trim_end_matches('/').to_owned();
        if !base.starts_with("https://") && !is_loopback(&base) {
            return Err(format!("{base}: the token is only sent over https"));
        }
        let agent = Agent::config_builder()
            .timeout_global(Some(timeout))
            .http_status_as_error(false)
            // An API does not redirect; another host must not get the token.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("remigrate/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Ok(Self { base, token, agent })
    }

    pub(super) fn send(&self, request: &Request) -> Result<Answer, String> {
        let url = self.url(&request.path)?;
        let said = |error: ureq::Error| self.token.hide(&error.to_string());
        let bearer = format!("Bearer {}", self.token.0);
        let body = request.body.as_ref().map(Value::to_string).unwrap_or_default();
        let mut built = ureq::http::Request::builder()
            .method(match request.method {
                Method::Get => "GET",
                Method::Post => "POST",
                Method::Patch => "PATCH",
                Method::Put => "PUT",
                Method::Delete => "DELETE",
            })
            .uri(url)
            .header("Authorization", bearer)
            .header("Accept", "application/json");
        let answer = if request.body.is_some() {
            built = built.header("Content-Type", "application/json");
            self.agent.run(built.body(body).map_err(|error| self.token.hide(&error.to_string()))?)
        } else {
            self.agent.run(built.body(()).map_err(|error| self.token.hide(&error.to_string()))?)
        };
        let mut answer = answer.map_err(said)?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let next = header("link").as_deref().and_then(next_page);
        let retry_after = header("retry-after").and_then(|seconds| seconds.parse().ok());
        let status = answer.status().as_u16();
        let text = answer.body_mut().with_config().limit(ANSWER_LIMIT).read_to_string().map_err(said)?;
        // What is not JSON (a proxy's page) is not understood, but may be read.
        let body = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(self.token.hide(&text)));
        Ok(Answer { status, body, next, retry_after })
    }

    /// A path behind the base, or a whole address on the same server: pages are named so.
    fn url(&self, path: &str) -> Result<String, String> {
        if path == GRAPHQL {
            // Enterprise has it beside the other API, not in it.
            return Ok(format!("{}{path}", self.base.trim_end_matches("/v3")));
        }
        if !path.starts_with("http") {
            return Ok(format!("{}{path}", self.base));
        }
        let host = |url: &str| url.split('/').take(3).collect::<Vec<_>>().join("/");
        if host(path) == host(&self.base) {
            Ok(path.to_owned())
        } else {
            Err("the next page is on another server".to_owned())
        }
    }

    /// What a server answered, in a few words without the secret.
    pub(super) fn explain(&self, answer: &Answer) -> String {
        let said = match &answer.body {
            Value::String(text) => text.chars().take(200).collect(),
            body => {
                let message = &body["message"];
                let errors = &body["errors"];
                let parts = [message, errors].into_iter().filter(|part| !part.is_null());
                let plain = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
                parts.map(plain).collect::<Vec<_>>().join(": ")
            }
        };
        self.token.hide(&format!("{} {}", answer.status, said.replace(['\n', '\r'], " ")))
    }
}

fn is_loopback(base: &str) -> bool {
    let Some(rest) = base.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or(rest);
    let name = if host.starts_with('[') { host.split(']').next() } else { host.split(':').next() };
    // A name before `@` would be sent as a password to the host behind it.
    !host.contains('@') && matches!(name, Some("127.0.0.1" | "localhost" | "[::1"))
}

/// `<https://…?page=2>; rel="next", …`
fn next_page(link: &str) -> Option<String> {
    link.split(',').find_map(|part| {
        let (address, rest) = part.trim().strip_prefix('<')?.split_once('>')?;
        rest.contains("rel=\"next\"").then(|| address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_over_https_or_stay_at_home() {
        let client = |base: &str| Client::new(base, Token::new("s3cret"), Duration::from_secs(1));
        for base in ["https://api.github.com", "http://127.0.0.1:8080", "http://localhost/api/v3", "http://[::1]:1"] {
            assert!(client(base).is_ok(), "{base}");
        }
        for base in
            ["http://example.org", "ftp://x", "http://localhost.example.org", "http://127.0.0.1@example.org/", ""]
        {
            assert!(client(base).is_err(), "{base}");
        }
        let known = client("https://api.github.com").expect("fine");
        assert!(known.url("https://evil.example.org/x?page=2").is_err());
        assert!(known.url("https://api.github.com/x?page=2").is_ok());
        assert!(!format!("{known:?}").contains("s3cret"));
        let echo = Answer { status: 400, body: Value::String("bad s3cret".to_owned()), next: None, retry_after: None };
        assert_eq!(known.explain(&echo), "400 bad ***");
    }

    #[test]
    fn pages_are_followed_by_their_link() {
        let link = "<https://a/x?page=3>; rel=\"last\", <https://a/x?page=2>; rel=\"next\"";
        assert_eq!(next_page(link).as_deref(), Some("https://a/x?page=2"));
        assert_eq!(next_page("<https://a/x?page=1>; rel=\"prev\""), None);
    }
}
