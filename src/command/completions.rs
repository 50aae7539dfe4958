//! `remigrate completions` and `remigrate man`: made from the command line's own definition.

use std::io::{self, Write};

use camino::Utf8Path;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Exit;
use crate::cli::Cli;
use crate::report::Output;

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "remigrate", &mut script);
    let mut out = Output::new(io::stdout());
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Prints the manual's first page, or writes all pages to a folder.
pub(super) fn man(folder: Option<&Utf8Path>) -> io::Result<Exit> {
    // Options of pages are wrapped by the reader, not for this terminal.
    let command = Cli::command().term_width(0);
    match folder {
        Some(folder) => {
            let failed = |error: io::Error| io::Error::other(format!("{folder}: {error}"));
            std::fs::create_dir_all(folder).map_err(failed)?;
            clap_mangen::generate_to(command, folder).map_err(failed)?;
        }
        None => {
            let mut out = Output::new(io::stdout());
            clap_mangen::Man::new(command).render(&mut out)?;
            out.flush()?;
        }
    }
    Ok(Exit::Clean)
}
