//! What each command does: the outermost layer, the only one that reads options, prints and exits.

mod apply;
mod completions;
mod explain;
mod ignore;
mod init;
mod lint;
mod lsp;
mod mcp;
mod review;
mod verify;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::cli::{Cli, Color, Command, ConfigCommand};
use crate::config;
use crate::report::{Output, Terminal};

/// What a command ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing to report.
    Clean,
    Findings,
    /// It could not do its work.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failed => Self::from(2),
        }
    }
}

/// Does what the command line asks for.
pub fn run(cli: Cli) -> ExitCode {
    let screen = Screen::new(cli.color);
    let done = match cli.command {
        Command::Lint(args) => lint::run(&args, &screen),
        Command::Review(args) => review::run(&args, &screen),
        Command::Verify(args) => verify::run(&args, &screen),
        Command::Explain(args) => explain::explain(&args.topic.join(" "), &screen),
        Command::Rules(args) => explain::list(args.format, &screen),
        Command::Init(args) => init::run(&args),
        Command::Completions(args) => completions::completions(args.shell),
        Command::Man(args) => completions::man(args.output.as_deref()),
        Command::Config(ConfigCommand::Schema) => schema(),
        Command::Lsp => lsp::run(),
        Command::Mcp => mcp::run(),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            // Nowhere else to say it; a closed standard error has no reader.
            let _ = writeln!(io::stderr(), "error: {error}");
            Exit::Failed.into()
        }
    }
}

/// What standard output and standard error can show.
#[derive(Debug)]
struct Screen {
    out: Terminal,
    err: Terminal,
}

impl Screen {
    fn new(color: Color) -> Self {
        let mut screen = Self { out: Terminal::stdout(), err: Terminal::stderr() };
        if color != Color::Auto {
            screen.out.color = color == Color::Always;
            screen.err.color = color == Color::Always;
        }
        screen
    }
}

fn schema() -> io::Result<Exit> {
    let mut out = Output::new(io::stdout());
    out.write_all(config::json_schema().as_bytes())?;
    out.flush()?;
    Ok(Exit::Clean)
}
