//! The options of `remigrate review`.

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use super::FailOn;
use crate::engine::Dialect;

#[derive(Debug, Args)]
#[command(after_help = "The token is read from GITHUB_TOKEN or GH_TOKEN, or from GITLAB_TOKEN; it is never shown. \
    In a workflow of GitHub or a pipeline of GitLab everything else is known, too.")]
pub struct ReviewArgs {
    /// Files and folders to look at; the current folder when there are none
    pub paths: Vec<Utf8PathBuf>,

    /// Whom to write for; known in a workflow or pipeline
    #[arg(long, value_enum, value_name = "FORGE")]
    pub to: Option<ReviewTarget>,

    /// Send the review instead of writing its requests to standard output
    #[arg(long)]
    pub post: bool,

    /// Review what has changed since the branch left this one
    #[arg(long, value_name = "REV", help_heading = "What to review")]
    pub base: Option<String>,

    /// Review the lines of this unified diff instead; `-` reads standard input
    #[arg(long, value_name = "FILE", conflicts_with = "base", help_heading = "What to review")]
    pub diff: Option<Utf8PathBuf>,

    /// Rules or groups to check, separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "What to review")]
    pub select: Vec<String>,

    /// Rules or groups not to check
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "What to review")]
    pub ignore: Vec<String>,

    /// The database, instead of the one that is found out
    #[arg(long, value_name = "NAME", value_parser = super::dialect, help_heading = "What to review")]
    pub dialect: Option<Dialect>,

    /// Do not report findings that this file knows
    #[arg(long, value_name = "FILE", help_heading = "What to review")]
    pub baseline: Option<Utf8PathBuf>,

    /// The configuration file, instead of the nearest remigrate.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "What to review")]
    pub config: Option<Utf8PathBuf>,

    /// Read no configuration file
    #[arg(long, help_heading = "What to review")]
    pub isolated: bool,

    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "What to review")]
    pub fail_on: Option<FailOn>,

    /// Exit with 0 even when there are findings
    #[arg(long, help_heading = "What to review")]
    pub exit_zero: bool,

    /// The repository, as OWNER/NAME; on GitLab the project's number or path
    #[arg(long, value_name = "NAME", help_heading = "Where to send it")]
    pub repository: Option<String>,

    /// The number of the pull or merge request
    #[arg(long, value_name = "N", help_heading = "Where to send it")]
    pub number: Option<u64>,

    /// The head commit of the request
    #[arg(long, value_name = "SHA", help_heading = "Where to send it")]
    pub commit: Option<String>,

    /// The address of the API, for GitHub Enterprise or a GitLab of your own
    #[arg(long, value_name = "URL", help_heading = "Where to send it")]
    pub api_url: Option<String>,

    /// The environment variable that holds the token
    #[arg(long, value_name = "NAME", help_heading = "Where to send it")]
    pub token_env: Option<String>,

    /// How many comments there may be; the rest goes into the summary
    #[arg(long, value_name = "N", default_value_t = 30, help_heading = "Where to send it")]
    pub max_comments: usize,

    /// How many seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = seconds, help_heading = "Where to send it")]
    pub timeout: f64,

    /// How many seconds to wait after the first failure; each one after that doubles it
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds, help_heading = "Where to send it")]
    pub retry_pause: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewTarget {
    Github,
    Gitlab,
    /// What reviewdog reads (rdjson)
    Reviewdog,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "write it as a number of seconds".to_owned())?;
    if (0.0..=3600.0).contains(&seconds) { Ok(seconds) } else { Err("it must be between 0 and 3600".to_owned()) }
}
