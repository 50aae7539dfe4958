//! The command line: what can be asked for, and nothing of how it is done.

mod review;

use camino::Utf8PathBuf;
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::engine::Dialect;
use crate::finding::Severity;

pub use review::{ReviewArgs, ReviewTarget};

/// Finds database migrations that fail when they run again, and rewrites them into guarded forms.
#[derive(Debug, Parser)]
#[command(name = "remigrate", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 nothing to report, 1 findings, 2 it could not do its work.")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// When to use colours
    #[arg(long, value_enum, default_value_t, global = true)]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check migrations, and repair them with --fix
    #[command(visible_alias = "check")]
    Lint(Box<LintArgs>),
    /// Say findings as comments on a pull or merge request
    Review(Box<ReviewArgs>),
    /// Prove by running that migrations survive stops and second runs
    Verify(VerifyArgs),
    /// Draw histories: what follows what, how bad each migration is, and what becomes of each table
    Graph(GraphArgs),
    /// Explain a rule, or the error message of a database
    Explain(ExplainArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Write a remigrate.toml to start from, and what continuous integration needs
    Init(InitArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
    /// What the configuration file can hold
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Serve an editor: the language server protocol on standard input and output
    Lsp,
    /// Serve a coding agent: the Model Context Protocol on standard input and output
    Mcp,
}

#[derive(Debug, Default, Args)]
#[command(group = ArgGroup::new("rewriting").args(["fix", "fix_only", "diff"]).multiple(true))]
pub struct LintArgs {
    /// Files and folders to check; the current folder when there are none
    pub paths: Vec<Utf8PathBuf>,

    /// Repair what can be repaired safely
    #[arg(long, help_heading = "Repairing")]
    pub fix: bool,

    /// Also apply fixes that may skip, relink, rebuild or change which rows exist
    #[arg(long, requires = "rewriting", help_heading = "Repairing")]
    pub unsafe_fixes: bool,

    /// Show what --fix would change as a diff, and change nothing
    #[arg(long, help_heading = "Repairing")]
    pub diff: bool,

    /// Repair without reporting what is left
    #[arg(long, help_heading = "Repairing")]
    pub fix_only: bool,

    /// Also repair migrations that are on the base branch already and may have been applied
    #[arg(long, requires = "rewriting", help_heading = "Repairing")]
    pub fix_applied: bool,

    /// Write only what a real engine agrees with, as `remigrate verify` would see it
    #[arg(long, requires = "rewriting", help_heading = "Repairing")]
    pub verify: bool,

    #[command(flatten)]
    pub engine: EngineArgs,

    /// Write ignore comments for everything that is found
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with = "rewriting",
        help_heading = "Repairing"
    )]
    pub add_ignore: Option<String>,

    /// Rules or groups to check, separated by commas
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Choosing")]
    pub select: Vec<String>,

    /// Rules or groups not to check
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Choosing")]
    pub ignore: Vec<String>,

    /// The database, instead of the one that is found out
    #[arg(long, value_name = "NAME", value_parser = dialect, help_heading = "Choosing")]
    pub dialect: Option<Dialect>,

    /// Also report migrations that are on the base branch already
    #[arg(long, help_heading = "Choosing")]
    pub all: bool,

    /// Only what is new or changed since the branch left this revision
    #[arg(long, value_name = "REV", conflicts_with_all = ["all", "stdin_filename"], help_heading = "Choosing")]
    pub since: Option<String>,

    /// Do not report findings that this file knows
    #[arg(long, value_name = "FILE", help_heading = "Choosing")]
    pub baseline: Option<Utf8PathBuf>,

    /// Write everything that would be reported to the file of --baseline
    #[arg(long, requires = "baseline", conflicts_with = "rewriting", help_heading = "Choosing")]
    pub write_baseline: bool,

    /// The configuration file, instead of the nearest remigrate.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", help_heading = "Choosing")]
    pub config: Option<Utf8PathBuf>,

    /// Read no configuration file
    #[arg(long, help_heading = "Choosing")]
    pub isolated: bool,

    /// Check standard input as though it were this file
    #[arg(long, value_name = "FILE", help_heading = "Choosing")]
    pub stdin_filename: Option<Utf8PathBuf>,

    /// How findings are shown
    #[arg(long, value_enum, default_value_t, help_heading = "Showing")]
    pub format: Format,

    /// Also write findings to a file: `--output sarif=remigrate.sarif`; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output_file, help_heading = "Showing")]
    pub output: Vec<OutputFile>,

    /// Check again whenever a migration changes
    #[arg(long, conflicts_with_all = ["rewriting", "add_ignore", "stdin_filename", "write_baseline"], help_heading = "Showing")]
    pub watch: bool,

    /// Count findings by rule, and what could not be read
    #[arg(long, help_heading = "Showing")]
    pub statistics: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Showing")]
    pub no_progress: bool,

    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Showing")]
    pub fail_on: Option<FailOn>,

    /// Exit with 0 even when there are findings
    #[arg(long, help_heading = "Showing")]
    pub exit_zero: bool,

    /// How many threads to use; as many as there are processors when left out
    #[arg(short = 'j', long = "jobs", value_name = "N")]
    pub jobs: Option<usize>,
}

/// How migrations are really run.
#[derive(Debug, Args)]
pub struct EngineArgs {
    /// A server on which scratch databases may be made and dropped, also read from REMIGRATE_DATABASE_URL;
    /// SQLite needs none
    #[arg(long, value_name = "URL", help_heading = "Running")]
    pub database_url: Option<String>,

    /// Start from a copy of the schema of the database that the URL names, and verify what has not run there
    #[arg(long, help_heading = "Running")]
    pub clone: bool,

    /// How long a statement may take
    #[arg(long, value_name = "SECONDS", default_value_t = STATEMENT_SECONDS, value_parser = clap::value_parser!(u64).range(1..=86_400), help_heading = "Running")]
    pub timeout: u64,

    /// The Python that runs Alembic, instead of the project's virtual environment
    #[arg(long, value_name = "COMMAND", help_heading = "Running")]
    pub python: Option<String>,

    /// The Ruby that runs Rails [default: bundle exec ruby]
    #[arg(long, value_name = "COMMAND", help_heading = "Running")]
    pub ruby: Option<String>,

    /// The program that runs SeaORM migrations: what `cargo build` made of their crate
    #[arg(long, value_name = "COMMAND", help_heading = "Running")]
    pub migrator: Option<String>,
}

impl Default for EngineArgs {
    fn default() -> Self {
        Self { database_url: None, clone: false, timeout: STATEMENT_SECONDS, python: None, ruby: None, migrator: None }
    }
}

/// How long a statement may take where nothing else is said.
const STATEMENT_SECONDS: u64 = 30;

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Files and folders to verify; the current folder when there are none
    pub paths: Vec<Utf8PathBuf>,

    #[command(flatten)]
    pub engine: EngineArgs,

    /// Also verify migrations that are on the base branch already
    #[arg(long, help_heading = "Choosing")]
    pub all: bool,

    /// The configuration file, instead of the nearest remigrate.toml
    #[arg(long, value_name = "FILE", help_heading = "Choosing")]
    pub config: Option<Utf8PathBuf>,

    /// How the outcome is shown
    #[arg(long, value_enum, default_value_t, help_heading = "Showing")]
    pub format: VerifyFormat,

    /// Show no progress bar
    #[arg(long, help_heading = "Showing")]
    pub no_progress: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The name of a rule, or an error message
    #[arg(required = true, num_args = 1..)]
    pub topic: Vec<String>,
}

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// How the list is shown
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// Also write a workflow for GitHub Actions
    #[arg(long)]
    pub github: bool,

    /// Also write a job for GitLab's pipelines
    #[arg(long)]
    pub gitlab: bool,

    /// Also write an entry for pre-commit
    #[arg(long)]
    pub pre_commit: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// Write a page for each command to this folder instead
    #[arg(long, value_name = "DIR")]
    pub output: Option<Utf8PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the JSON schema of remigrate.toml
    Schema,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// In a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Source text with labels
    #[default]
    Pretty,
    /// One line for each finding
    Concise,
    /// For programs
    Json,
    /// Annotations in GitHub Actions, and a table in the summary of the run
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    Junit,
    /// For reviewdog, with suggestions
    Rdjson,
    /// The same, a line for each finding
    Rdjsonl,
    Checkstyle,
    /// One page for a browser
    Html,
}

impl LintArgs {
    /// Whether fixes are made, or shown as they would be made.
    pub fn repairs(&self) -> bool {
        self.fix || self.fix_only || self.diff
    }
}

impl Format {
    /// Whether it shows how findings are repaired, or how many can be. Spelling and proving that takes as long again.
    pub fn shows_fixes(self) -> bool {
        matches!(self, Self::Pretty | Self::Json | Self::Sarif | Self::Rdjson | Self::Rdjsonl | Self::Html)
    }
}

/// A file to write findings to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    pub format: Format,
    pub file: Utf8PathBuf,
}

#[derive(Debug, Args)]
pub struct GraphArgs {
    /// Files and folders to draw; the current folder when there are none
    pub paths: Vec<Utf8PathBuf>,

    /// The database, instead of the one that is found out
    #[arg(long, value_name = "NAME", value_parser = dialect, help_heading = "Choosing")]
    pub dialect: Option<Dialect>,

    /// The configuration file, instead of the nearest remigrate.toml
    #[arg(long, value_name = "FILE", help_heading = "Choosing")]
    pub config: Option<Utf8PathBuf>,

    /// How it is drawn
    #[arg(long, value_enum, default_value_t, help_heading = "Showing")]
    pub format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum GraphFormat {
    /// For terminals, newest first
    #[default]
    Text,
    /// For Graphviz
    Dot,
    /// For Markdown that draws
    Mermaid,
    /// A picture
    Svg,
    /// One self-contained page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum VerifyFormat {
    /// A table
    #[default]
    Pretty,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ListFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Hint,
}

impl From<FailOn> for Severity {
    fn from(level: FailOn) -> Self {
        match level {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Hint => Self::Hint,
        }
    }
}

fn output_file(text: &str) -> Result<OutputFile, String> {
    let Some((format, file)) = text.split_once('=').filter(|(_, file)| !file.is_empty()) else {
        return Err("write it as FORMAT=FILE".to_owned());
    };
    let format = Format::from_str(format, false).map_err(|_| {
        let known = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
        format!("there are {}", names.join(", "))
    })?;
    Ok(OutputFile { format, file: file.into() })
}

fn dialect(name: &str) -> Result<Dialect, String> {
    Dialect::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Dialect::ALL.into_iter().map(Dialect::name).collect();
        format!("there are {}", known.join(", "))
    })
}
