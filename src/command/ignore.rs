//! `remigrate lint --add-ignore[=REASON]`.

use std::io::{self, Write};

use super::lint::Run;
use super::{Exit, apply};
use crate::finding::Finding;
use crate::frontend;
use crate::source::{FileId, Source};
use crate::suppress::{Comments, add_ignores};

/// Writes ignore comments for everything that is shown.
pub(super) fn add(mut run: Run<'_>) -> io::Result<Exit> {
    let mut changes: Vec<(FileId, usize, String)> = Vec::new();
    for history in &run.project.histories {
        let Some(frontend) = frontend::of(history.context.tool.language()) else { continue };
        for file in history.files.iter().filter(|file| run.args.all || file.is_shown()) {
            let outcome = run.outcomes.get(&file.file).filter(|outcome| outcome.problems.is_empty());
            let (Some(outcome), Some(source)) = (outcome, run.project.sources.get(file.file.0 as usize)) else {
                continue;
            };
            let frozen = file.is_frozen(&history.context) && !run.args.fix_applied;
            let generated = run.project.origins.get(file.file.0 as usize).is_some_and(|origin| origin.generated);
            if frozen || generated {
                continue;
            }
            let comments = Comments {
                language: history.context.tool.language(),
                of: &|source: &Source| frontend.comments(source, &history.context),
                is_sound: &|source: &Source| frontend.read(file.file, source, &history.context).problems.is_empty(),
            };
            let reason = run.args.add_ignore.as_deref();
            let shown = outcome.findings.iter().filter(|finding| run.shows(finding));
            let about: Vec<&Finding> = shown.filter(|finding| finding.primary.at.file == file.file).collect();
            if let Some(text) = add_ignores(source, &comments, &about, reason) {
                changes.push((file.file, about.len(), text));
            }
        }
    }
    let (mut silenced, mut files) = (0, 0);
    for (file, findings, text) in changes {
        match apply::replace(&run, &[(file, text.clone())]) {
            Ok(_) if run.args.stdin_filename.is_some() => {
                io::stdout().write_all(text.as_bytes())?;
                silenced += findings;
            }
            Ok(_) => {
                silenced += findings;
                files += 1;
            }
            Err((file, error)) => {
                let path = run.project.sources.get(file.0 as usize).map(|source| source.path().to_string());
                run.trouble(path.as_deref(), error.to_string());
            }
        }
    }
    let mut err = io::stderr();
    for trouble in &run.summary.errors {
        let path = trouble.path.as_deref().map(|path| format!("{path}: ")).unwrap_or_default();
        writeln!(err, "error: {path}{}", trouble.message)?;
    }
    writeln!(err, "Silenced {silenced} findings with comments in {files} files.")?;
    Ok(if run.summary.errors.is_empty() { Exit::Clean } else { Exit::Failed })
}
