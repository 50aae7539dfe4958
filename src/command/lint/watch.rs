//! `--watch`: checks again whenever a migration or the configuration changes.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::Run;
use crate::cli::LintArgs;
use crate::command::{Exit, Screen};

/// Editors write a file in several steps: what comes this soon after a change belongs to it.
const SETTLING: Duration = Duration::from_millis(50);

pub(super) fn watch(args: &LintArgs, screen: &Screen) -> io::Result<Exit> {
    let (sender, changes) = mpsc::channel();
    // The receiver lives as long as the loop below.
    let watcher = notify::recommended_watcher(move |event| drop(sender.send(event))).map_err(io::Error::other)?;
    let mut eyes = Eyes { watcher, watched: BTreeSet::new() };
    loop {
        clear()?;
        let scope = super::scope(args)?;
        let done = super::judge(args, screen, &scope, |mut run| {
            run.miss(&scope);
            // Before anything is said: whoever reads it may write at once.
            eyes.look_at(&run)?;
            run.report()
        });
        if let Err(error) = done {
            if eyes.watched.is_empty() {
                return Err(error);
            }
            // A configuration that is being written may be wrong for a moment.
            writeln!(io::stderr(), "error: {error}")?;
        }
        writeln!(io::stderr(), "Watching for changes; Ctrl-C ends.")?;
        if !wait(&changes) {
            return Ok(Exit::Clean);
        }
    }
}

struct Eyes<W> {
    watcher: W,
    watched: BTreeSet<PathBuf>,
}

impl<W: Watcher> Eyes<W> {
    /// Watches the folders of the histories, and that of the configuration.
    fn look_at(&mut self, run: &Run<'_>) -> io::Result<()> {
        let histories = run.project.histories.iter().map(|history| (history.root.as_std_path(), RecursiveMode::Recursive));
        let config = run.config.file.as_deref().map(|_| (run.config.base.as_std_path(), RecursiveMode::NonRecursive));
        for (folder, mode) in histories.chain(config) {
            if !self.watched.contains(folder) {
                self.watcher.watch(folder, mode).map_err(io::Error::other)?;
                self.watched.insert(folder.to_owned());
            }
        }
        if self.watched.is_empty() {
            return Err(io::Error::other("there is nothing to watch"));
        }
        Ok(())
    }
}

/// Waits for a change that matters, and for those that belong to it; false when none can come any more.
fn wait(changes: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match changes.recv() {
            Err(_) => return false,
            Ok(Ok(event)) if matters(&event) => break,
            Ok(_) => {}
        }
    }
    while changes.recv_timeout(SETTLING).is_ok() {}
    true
}

fn matters(event: &Event) -> bool {
    let changed = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_));
    changed && event.paths.iter().any(|path| is_ours(path))
}

/// Migrations and configurations; not what editors and this tool write beside them.
fn is_ours(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && matches!(&*ending, "rb" | "py" | "sql" | "rs" | "toml")
}

/// A fresh screen for each look, where there is one.
fn clear() -> io::Result<()> {
    let mut out = io::stdout();
    if out.is_terminal() {
        out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
        out.flush()?;
    }
    Ok(())
}
