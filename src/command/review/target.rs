//! Which request is under review: from the options, else from what a workflow or pipeline says of itself.

use std::io;

use serde_json::Value;

use crate::cli::{ReviewArgs, ReviewTarget};
use crate::review::{GithubTarget, GitlabTarget};

/// Whom the review is for.
pub(super) enum Target {
    Github(GithubTarget),
    Gitlab(GitlabTarget),
    Reviewdog,
}

/// What a forge calls the things that are asked for.
pub(super) trait Place {
    /// Variables that may hold the token.
    const TOKENS: [&'static str; 2];
    /// The variable that holds the address of the API, and the address where it is not set.
    const API: (&'static str, &'static str);

    /// Whether it is known where to post.
    fn check(&self) -> io::Result<()>;
}

/// Stand for what is not known when requests are only written down.
const NO_REPOSITORY: &str = "{owner}/{repo}";
const NO_PROJECT: &str = "{id}";
const NO_NUMBER: &str = "{number}";

impl Place for GithubTarget {
    const TOKENS: [&'static str; 2] = ["GITHUB_TOKEN", "GH_TOKEN"];
    const API: (&'static str, &'static str) = ("GITHUB_API_URL", "https://api.github.com");

    fn check(&self) -> io::Result<()> {
        known(&self.repository, NO_REPOSITORY, &self.number)
    }
}

impl Place for GitlabTarget {
    const TOKENS: [&'static str; 2] = ["GITLAB_TOKEN", "GITLAB_API_TOKEN"];
    const API: (&'static str, &'static str) = ("CI_API_V4_URL", "https://gitlab.com/api/v4");

    fn check(&self) -> io::Result<()> {
        known(&self.project, NO_PROJECT, &self.number)
    }
}

fn known(repository: &str, unknown: &str, number: &str) -> io::Result<()> {
    if repository == unknown {
        return Err(io::Error::other("name the repository: --repository OWNER/NAME"));
    }
    if number == NO_NUMBER {
        return Err(io::Error::other("name the pull or merge request: --number N"));
    }
    Ok(())
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

pub(super) fn of(args: &ReviewArgs) -> io::Result<Target> {
    let to = args.to.or_else(|| {
        if variable("GITHUB_ACTIONS").is_some() {
            Some(ReviewTarget::Github)
        } else {
            variable("GITLAB_CI").map(|_| ReviewTarget::Gitlab)
        }
    });
    match to {
        Some(ReviewTarget::Github) => Ok(Target::Github(github(args))),
        Some(ReviewTarget::Gitlab) => Ok(Target::Gitlab(gitlab(args))),
        Some(ReviewTarget::Reviewdog) if args.post => {
            Err(io::Error::other("reviewdog posts by itself: pipe this to it"))
        }
        Some(ReviewTarget::Reviewdog) => Ok(Target::Reviewdog),
        None => Err(io::Error::other("say whom the review is for: --to github, gitlab or reviewdog")),
    }
}

fn github(args: &ReviewArgs) -> GithubTarget {
    // What started the workflow; GITHUB_SHA is a merge commit that no comment can be attached to.
    let event: Value = variable("GITHUB_EVENT_PATH")
        .and_then(|file| std::fs::read_to_string(file).ok())
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let pull = &event["pull_request"];
    let number = args.number.or_else(|| pull["number"].as_u64());
    GithubTarget {
        repository: args
            .repository
            .clone()
            .or_else(|| variable("GITHUB_REPOSITORY"))
            .unwrap_or_else(|| NO_REPOSITORY.to_owned()),
        number: number.map_or_else(|| NO_NUMBER.to_owned(), |number| number.to_string()),
        commit: args.commit.clone().or_else(|| pull["head"]["sha"].as_str().map(str::to_owned)),
    }
}

fn gitlab(args: &ReviewArgs) -> GitlabTarget {
    let number = args.number.map(|number| number.to_string()).or_else(|| variable("CI_MERGE_REQUEST_IID"));
    GitlabTarget {
        project: args.repository.clone().or_else(|| variable("CI_PROJECT_ID")).unwrap_or_else(|| NO_PROJECT.to_owned()),
        number: number.unwrap_or_else(|| NO_NUMBER.to_owned()),
        base: variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"),
        start: variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"),
        head: args
            .commit
            .clone()
            .or_else(|| variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"))
            .or_else(|| variable("CI_COMMIT_SHA")),
    }
}

/// The base that a workflow or pipeline compares with.
pub(super) fn base() -> Option<String> {
    variable("GITHUB_BASE_REF")
        .map(|branch| format!("origin/{branch}"))
        .or_else(|| variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"))
}

pub(super) fn token<P: Place>(args: &ReviewArgs) -> io::Result<String> {
    let names: Vec<&str> = args.token_env.as_deref().map_or_else(|| P::TOKENS.to_vec(), |name| vec![name]);
    let found = names.iter().find_map(|name| variable(name));
    found.ok_or_else(|| io::Error::other(format!("there is no token: set {}", names.join(" or "))))
}

pub(super) fn api_url<P: Place>(args: &ReviewArgs) -> String {
    args.api_url.clone().or_else(|| variable(P::API.0)).unwrap_or_else(|| P::API.1.to_owned())
}
