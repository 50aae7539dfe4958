//! Parses the command line, calls, exits.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    remigrate::command::run(remigrate::cli::Cli::parse())
}
