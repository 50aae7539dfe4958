//! `remigrate lint`: find, judge, repair, report.

mod settings;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Exit, Screen, apply, ignore};
use crate::cli::{Format, LintArgs};
use crate::config::Config;
use crate::edit::Safety;
use crate::finding::{Finding, Severity};
use crate::frontend;
use crate::lint::{Options, Outcome, run as lint_project};
use crate::migration::Problem;
use crate::project::{History, HistoryFile, Project, Scope, discover};
use crate::report::{Concise, Json, Output, Pretty, Progress, Reporter, Summary, Trouble};
use crate::rules;
use crate::source::FileId;
use crate::suppress::Ignores;

/// One run: what was asked for, what was found.
pub(super) struct Run<'a> {
    pub(super) args: &'a LintArgs,
    pub(super) screen: &'a Screen,
    pub(super) config: &'a Config,
    pub(super) policy: &'a Ignores<'a>,
    pub(super) project: Project,
    pub(super) outcomes: BTreeMap<FileId, Outcome>,
    pub(super) summary: Summary,
}

pub(super) fn run(args: &LintArgs, screen: &Screen) -> io::Result<Exit> {
    let config = settings::effective(args)?;
    if let Some(jobs) = args.jobs {
        // Fails only when a pool is there already, and then the number is only a wish.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    let scope = scope(args)?;
    let project = discover(&scope, &config);
    let policy = Ignores::new(&config);
    let mut run = Run {
        args,
        screen,
        config: &config,
        policy: &policy,
        project,
        outcomes: BTreeMap::new(),
        summary: Summary::default(),
    };
    run.take_errors(&scope);
    run.judge();
    if args.add_ignore.is_some() {
        return ignore::add(run);
    }
    if args.fix || args.fix_only || args.diff {
        apply::repair(&mut run)?;
    }
    run.report()
}

/// What the command line names: paths, or standard input under a name.
fn scope(args: &LintArgs) -> io::Result<Scope> {
    let dash = args.paths.iter().any(|path| path == "-");
    let mut scope = Scope { dialect: args.dialect, ..Scope::default() };
    match &args.stdin_filename {
        Some(name) if args.paths.iter().all(|path| path == "-") => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            scope.paths = vec![name.clone()];
            scope.texts.insert(name.clone(), bytes);
        }
        Some(_) => return Err(io::Error::other("--stdin-filename reads standard input: name no other paths")),
        None if dash => return Err(io::Error::other("`-` is standard input: give it a name with --stdin-filename")),
        None => scope.paths.clone_from(&args.paths),
    }
    Ok(scope)
}

impl Run<'_> {
    /// Files that could not be read, and paths that hold no migrations.
    fn take_errors(&mut self, scope: &Scope) {
        let errors = std::mem::take(&mut self.project.errors);
        let current = std::env::current_dir().ok().and_then(|dir| Utf8PathBuf::from_path_buf(dir).ok());
        let current = current.unwrap_or_default();
        let here = [Utf8PathBuf::from(".")];
        let paths = if scope.paths.is_empty() { &here[..] } else { &scope.paths };
        for path in paths {
            let shown = crate::project::shown(path, &current);
            let holds = |inside: &Utf8Path| shown == "." && !inside.is_absolute() || inside.starts_with(&shown);
            let found = self.project.sources.iter().any(|source| holds(source.path()))
                || errors.iter().any(|error| holds(&error.path));
            if !found {
                self.trouble(None, format!("No migrations found in {shown}"));
            }
        }
        for error in errors {
            self.trouble(Some(error.path.as_str()), error.message);
        }
    }

    pub(super) fn trouble(&mut self, path: Option<&str>, message: impl Into<String>) {
        self.summary.errors.push(Trouble { path: path.map(str::to_owned), message: message.into() });
    }

    /// Judges every file that is not set aside by `start-after`.
    fn judge(&mut self) {
        let files: usize = self.project.histories.iter().map(|history| history.files.len()).sum();
        let progress = (!self.args.no_progress).then(|| Progress::new(files, "files"));
        let step = || {
            if let Some(progress) = &progress {
                progress.step();
            }
        };
        let options = Options {
            policy: self.policy,
            fixes: true,
            shown: &|history: &History, file: &HistoryFile| !self.is_set_aside(history, file),
            done: &step,
        };
        let outcomes = lint_project(&self.project, &options);
        if let Some(progress) = &progress {
            progress.finish();
        }
        for (file, mut outcome) in outcomes {
            self.count(file, &outcome);
            if !outcome.problems.is_empty() {
                // What stands in a broken file is not rewritten.
                outcome.findings.iter_mut().for_each(|finding| finding.fix = None);
            }
            self.outcomes.insert(file, outcome);
        }
        self.read_ways_back();
    }

    fn is_set_aside(&self, history: &History, file: &HistoryFile) -> bool {
        history.start_after.as_deref().is_some_and(|version| {
            let path = self.project.sources.get(file.file.0 as usize).map(|source| source.path());
            path.is_some_and(|path| !history.is_after(path, version))
        })
    }

    fn count(&mut self, file: FileId, outcome: &Outcome) {
        self.summary.files += 1;
        self.summary.migrations += outcome.counts.migrations;
        self.summary.opaque.operations += outcome.counts.operations;
        self.summary.opaque.everything += outcome.counts.opaque;
        self.take_problems(file, &outcome.problems);
    }

    fn take_problems(&mut self, file: FileId, problems: &[Problem]) {
        let Some(source) = self.project.sources.get(file.0 as usize).cloned() else { return };
        for problem in problems {
            let at = source.position(problem.at.start);
            let place = format!("{}:{}:{}", source.path(), at.line, at.column);
            self.trouble(Some(&place), problem.message.clone());
        }
    }

    /// What can't be read in files of a way back: an outcome tells only of the way forth.
    fn read_ways_back(&mut self) {
        let mut problems = Vec::new();
        for history in &self.project.histories {
            let Some(frontend) = frontend::of(history.context.tool.language()) else { continue };
            for down in history.files.iter().filter_map(|file| file.down) {
                if let Some(source) = self.project.sources.get(down.0 as usize) {
                    problems.push((down, frontend.read(down, source, &history.context).problems));
                }
            }
        }
        problems.iter().for_each(|(file, problems)| self.take_problems(*file, problems));
    }

    /// Whether a file's findings are shown.
    fn is_shown(&self, file: &HistoryFile) -> bool {
        self.args.all || file.is_shown()
    }

    fn report(mut self) -> io::Result<Exit> {
        let mut shown: Vec<&[Finding]> = Vec::new();
        let mut hidden = 0;
        for file in self.project.histories.iter().flat_map(|history| &history.files) {
            let Some(outcome) = self.outcomes.get(&file.file) else { continue };
            if self.is_shown(file) {
                shown.push(&outcome.findings);
            } else {
                hidden += outcome.findings.len();
            }
        }
        self.summary.upstream_hidden = hidden;
        self.summary.suppressed = self.policy.suppressed();
        let fail_on = self.args.fail_on.map(Severity::from).or(self.config.fail_on).unwrap_or(Severity::Warning);
        let mut fails = false;
        if !self.args.fix_only {
            for finding in shown.iter().copied().flatten() {
                self.summary.count(finding);
                fails |= finding.severity >= fail_on;
            }
        }
        self.write_findings(&shown)?;
        let mut err = Output::new(io::stderr());
        if self.args.statistics && self.args.format != Format::Json {
            self.summary.write_statistics(&mut err)?;
        }
        self.summary.write(&mut err, &self.screen.err)?;
        err.flush()?;
        Ok(if !self.summary.errors.is_empty() {
            Exit::Failed
        } else if fails && !self.args.exit_zero {
            Exit::Findings
        } else {
            Exit::Clean
        })
    }

    /// Findings go to standard output, unless that holds a diff or a repaired text.
    fn write_findings(&self, shown: &[&[Finding]]) -> io::Result<()> {
        if self.args.fix_only || self.args.diff {
            return Ok(());
        }
        let repaired_text = self.args.fix && self.args.stdin_filename.is_some();
        let (out, terminal): (Box<dyn Write>, _) = if repaired_text {
            (Box::new(io::stderr()), self.screen.err)
        } else {
            (Box::new(io::stdout()), self.screen.out)
        };
        let out = Output::new(out);
        let mut reporter: Box<dyn Reporter> = match self.args.format {
            Format::Pretty => Box::new(Pretty::new(out, terminal, |name| rules::find(name).map(|rule| rule.url()))),
            Format::Concise => Box::new(Concise::new(out, terminal)),
            Format::Json => Box::new(Json::new(out)),
        };
        for findings in shown {
            reporter.findings(findings, &self.project.sources)?;
        }
        reporter.finish(&self.summary)
    }

    /// The least safe fix that was asked for.
    pub(super) fn safety(&self) -> Safety {
        if self.args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
    }
}
