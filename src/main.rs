//! Parses the command line, calls, exits.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// A quarter of the time went to the system's allocator: many small things are made in parallel.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    remigrate::command::run(remigrate::cli::Cli::parse())
}
