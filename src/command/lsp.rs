//! `remigrate lsp`.

use std::io;

use lsp_server::Connection;

use super::Exit;
use crate::lsp;

/// Serves an editor over standard input and output.
pub(super) fn run() -> io::Result<Exit> {
    let (connection, threads) = Connection::stdio();
    let said_goodbye = lsp::serve(connection)?;
    threads.join()?;
    Ok(if said_goodbye { Exit::Clean } else { Exit::Failed })
}
