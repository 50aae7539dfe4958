//! `remigrate lint`: find, judge, repair, report.

mod known;
mod settings;
mod show;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Exit, Screen, apply, ignore};
use crate::baseline::Baseline;
use crate::cli::{Format, LintArgs};
use crate::config::Config;
use crate::edit::Safety;
use crate::finding::{Finding, Label, Severity};
use crate::fingerprint::{Fingerprint, fingerprints};
use crate::frontend;
use crate::lint::{Options, Outcome, run as lint_project};
use crate::migration::Problem;
use crate::project::{Checkout, History, HistoryFile, Project, Scope, discover};
use crate::report::{Output, Progress, Shown, Summary, Trouble};
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

pub(super) use show::step_summary;

pub(super) fn run(args: &LintArgs, screen: &Screen) -> io::Result<Exit> {
    if args.watch {
        return watch::watch(args, screen);
    }
    let scope = scope(args)?;
    judge(args, screen, &scope, |mut run| {
        run.miss(&scope);
        if args.add_ignore.is_some() {
            return ignore::add(run);
        }
        if args.repairs() {
            apply::repair(&mut run)?;
        }
        let exit = run.report();
        // The process ends: taking thousands of small things apart would only keep it from that.
        std::mem::forget(run);
        exit
    })
}

/// Finds and judges, and hands over what was found.
pub(super) fn judged<T>(
    args: &LintArgs,
    screen: &Screen,
    work: impl FnOnce(Run<'_>) -> io::Result<T>,
) -> io::Result<T> {
    judge(args, screen, &scope(args)?, work)
}

fn judge<T>(
    args: &LintArgs,
    screen: &Screen,
    scope: &Scope,
    work: impl FnOnce(Run<'_>) -> io::Result<T>,
) -> io::Result<T> {
    let config = settings::effective(args)?;
    if let Some(jobs) = args.jobs {
        // Fails only when a pool is there already, and then the number is only a wish.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global();
    }
    let project = discover(scope, &config);
    let policy = Ignores::new(&config);
    let mut run = Run {
        args,
        screen,
        config: &config,
        policy: &policy,
        project,
        outcomes: BTreeMap::new(),
        summary: Summary { fixes_known: needs_fixes(args), ..Summary::default() },
    };
    for error in std::mem::take(&mut run.project.errors) {
        run.trouble(Some(error.path.as_str()), error.message);
    }
    run.judge();
    work(run)
}

/// Whether anything that was asked for shows fixes, makes them, or hangs on whether there are any.
fn needs_fixes(args: &LintArgs) -> bool {
    let shown = std::iter::once(args.format).chain(args.output.iter().map(|output| output.format));
    args.repairs() || args.statistics || args.since.is_some() || shown.into_iter().any(Format::shows_fixes)
}

/// What the command line names: paths, or standard input under a name.
fn scope(args: &LintArgs) -> io::Result<Scope> {
    let dash = args.paths.iter().any(|path| path == "-");
    // What is not here yet can't be repaired, and no repair may lean on it.
    let with_incoming = args.since.is_some() && !args.repairs();
    let mut scope = Scope { dialect: args.dialect, since: args.since.clone(), with_incoming, ..Scope::default() };
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
    /// Says which paths hold no migrations.
    fn miss(&mut self, scope: &Scope) {
        let current = std::env::current_dir().ok().and_then(|dir| Utf8PathBuf::from_path_buf(dir).ok());
        let current = current.unwrap_or_default();
        let here = [Utf8PathBuf::from(".")];
        let paths = if scope.paths.is_empty() { &here[..] } else { &scope.paths };
        for path in paths {
            let shown = crate::project::shown(path, &current);
            let holds = |inside: &Utf8Path| shown == "." && !inside.is_absolute() || inside.starts_with(&shown);
            let found = self.project.sources.iter().any(|source| holds(source.path()))
                || self.summary.errors.iter().filter_map(|error| error.path.as_deref()).any(|path| holds(path.into()));
            if !found {
                self.trouble(None, format!("No migrations found in {shown}"));
            }
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
            fixes: self.summary.fixes_known,
            shown: &|history: &History, file: &HistoryFile| !file.company && !self.is_set_aside(history, file),
            ends: !self.args.watch && !self.args.repairs(),
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
            if self.args.since.is_some() {
                outcome.findings.iter_mut().for_each(|finding| self.without_leaning(finding));
            }
            self.outcomes.insert(file, outcome);
        }
        self.read_ways_back();
    }

    /// A fix that leans on a file of the base that is not here has to wait for the merge.
    fn without_leaning(&self, finding: &mut Finding) {
        let files = || self.project.histories.iter().flat_map(|history| &history.files);
        let elsewhere = |label: &Label| files().any(|file| file.file == label.at.file && file.company);
        let wide = finding.fix.iter().chain(&finding.alternative).any(|fix| fix.fix.is_wide());
        if wide && finding.related.iter().any(elsewhere) {
            (finding.fix, finding.alternative) = (None, None);
            finding.help = Some("Take up what came to the base branch first; then it can be repaired here.".to_owned());
        }
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
        self.summary.opaque.everything += outcome.counts.everything;
        self.summary.opaque.narrow += outcome.counts.keys + outcome.counts.rows;
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

    /// Whether a finding is shown: hints only where they are asked for.
    pub(super) fn shows(&self, finding: &Finding) -> bool {
        finding.severity > Severity::Hint || self.args.all || self.fail_on() == Severity::Hint
    }

    /// The least severity that makes the exit code 1.
    pub(super) fn fail_on(&self) -> Severity {
        self.args.fail_on.map(Severity::from).or(self.config.fail_on).unwrap_or(Severity::Warning)
    }

    /// Whether a file's findings are shown.
    fn is_shown(&self, file: &HistoryFile) -> bool {
        self.args.all || file.is_shown()
    }

    fn report(&mut self) -> io::Result<Exit> {
        let mut summary = std::mem::take(&mut self.summary);
        let checkout = Checkout::here();
        let mut baseline = known::read(self)?;
        let (shown, found) = self.choose(&baseline, &checkout, &mut summary);
        summary.known_gone = known::forget_gone(self, &mut baseline, &found, &checkout);
        summary.suppressed = self.policy.suppressed();
        if self.args.write_baseline {
            known::write(self, baseline, &shown, &checkout, &summary)?;
            return if summary.errors.is_empty() { Ok(Exit::Clean) } else { self.close(&summary, false) };
        }
        let mut fails = false;
        if !self.args.fix_only {
            for Shown { finding, .. } in shown.iter().flatten() {
                summary.count(finding);
                fails |= finding.severity >= self.fail_on();
            }
        }
        show::write(self, &shown, &checkout, &summary)?;
        self.close(&summary, fails)
    }

    /// What is shown of each file, without what a baseline knows.
    pub(super) fn chosen(&self, checkout: &Checkout, summary: &mut Summary) -> io::Result<Vec<Vec<Shown<'_>>>> {
        Ok(self.choose(&known::read(self)?, checkout, summary).0)
    }

    /// What is shown of each file, counting what is not; and the names of everything that was found.
    fn choose(
        &self,
        baseline: &Baseline,
        checkout: &Checkout,
        summary: &mut Summary,
    ) -> (Vec<Vec<Shown<'_>>>, BTreeSet<Fingerprint>) {
        let (mut shown, mut found) = (Vec::new(), BTreeSet::new());
        for file in self.project.histories.iter().flat_map(|history| &history.files) {
            let Some(outcome) = self.outcomes.get(&file.file) else { continue };
            let names = fingerprints(&outcome.findings, &self.project.sources, checkout);
            let mut here = Vec::new();
            for (finding, &fingerprint) in outcome.findings.iter().zip(&names) {
                let known = !self.args.write_baseline && baseline.contains(&fingerprint);
                match (self.is_shown(file), self.shows(finding)) {
                    (true, true) if known => summary.known += 1,
                    (true, true) => here.push(Shown { finding, fingerprint }),
                    (true, false) => summary.hints_hidden += 1,
                    (false, shows) => summary.upstream_hidden += usize::from(shows),
                }
            }
            shown.push(here);
            found.extend(names);
        }
        (shown, found)
    }

    /// The closing lines and the exit code.
    pub(super) fn close(&self, summary: &Summary, fails: bool) -> io::Result<Exit> {
        let mut err = Output::new(io::stderr());
        if self.args.statistics && self.args.format != Format::Json {
            summary.write_statistics(&mut err)?;
        }
        summary.write(&mut err, &self.screen.err)?;
        err.flush()?;
        Ok(if !summary.errors.is_empty() {
            Exit::Failed
        } else if fails && !self.args.exit_zero {
            Exit::Findings
        } else {
            Exit::Clean
        })
    }

    /// The least safe fix that was asked for.
    pub(super) fn safety(&self) -> Safety {
        if self.args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
    }
}
