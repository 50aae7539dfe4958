//! `remigrate review`: findings as comments on a pull or merge request.

mod target;

use std::io::{self, Read, Write};
use std::time::Duration;

use self::target::Target;
use super::lint::{self, Run};
use super::{Exit, Screen, explain};
use crate::cli::{LintArgs, ReviewArgs};
use crate::finding::Severity;
use crate::project::{Checkout, diff_since, likely_base};
use crate::report::{Github, Output, Rdjson, Reporter, RulePage, Shown, Site, Summary};
use crate::review::http::{Client, Token};
use crate::review::{Diff, Forge, Limits, Plan, Posted, Trouble, plan, post};
use crate::rules;

pub(super) fn run(args: &ReviewArgs, screen: &Screen) -> io::Result<Exit> {
    let target = target::of(args)?;
    let checkout = Checkout::here();
    let diff = diff(args, &checkout)?;
    let lint_args = LintArgs {
        paths: args.paths.clone(),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        dialect: args.dialect,
        baseline: args.baseline.clone(),
        config: args.config.clone(),
        isolated: args.isolated,
        fail_on: args.fail_on,
        exit_zero: args.exit_zero,
        // The diff decides what is shown, and a bot has nobody to show a progress bar to.
        all: true,
        no_progress: true,
        ..LintArgs::default()
    };
    lint::judged(&lint_args, screen, |mut run| {
        let mut summary = std::mem::take(&mut run.summary);
        let shown = run.chosen(&checkout, &mut summary)?;
        let review = Review { args, run: &run, diff, checkout: &checkout };
        let shown: Vec<Shown<'_>> = shown.into_iter().flatten().filter(|shown| review.is_about(shown)).collect();
        shown.iter().for_each(|shown| summary.count(shown.finding));
        review.deliver(target, &shown, &summary)
    })
}

/// The lines that are under review.
fn diff(args: &ReviewArgs, checkout: &Checkout) -> io::Result<Diff> {
    let text = match &args.diff {
        Some(file) if file == "-" => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Some(file) => {
            let bytes = std::fs::read(file).map_err(|error| io::Error::other(format!("{file}: {error}")))?;
            // Files of other encodings may be in it; only their names and line numbers matter.
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None => {
            let base = args.base.clone().or_else(target::base);
            let base = base.or_else(|| likely_base(checkout.root()).map(str::to_owned));
            let base =
                base.ok_or_else(|| io::Error::other("name the branch to compare with: --base REV, or --diff FILE"))?;
            diff_since(checkout.root(), &base).map_err(io::Error::other)?
        }
    };
    Diff::parse(&text).map_err(|error| io::Error::other(format!("the diff can't be read: {error}")))
}

struct Review<'a> {
    args: &'a ReviewArgs,
    run: &'a Run<'a>,
    diff: Diff,
    checkout: &'a Checkout,
}

impl Review<'_> {
    /// Whether a finding is worth a comment: in a file of the diff, and no hint, unless those were asked for.
    fn is_about(&self, shown: &Shown<'_>) -> bool {
        let loud = shown.finding.severity >= self.run.fail_on().min(Severity::Warning);
        let source = self.run.project.sources.get(shown.finding.primary.at.file.0 as usize);
        loud && source.is_some_and(|source| self.diff.touches(self.checkout.path(source.path()).as_str()))
    }

    fn deliver(&self, target: Target, shown: &[Shown<'_>], summary: &Summary) -> io::Result<Exit> {
        let pages: Vec<RulePage<'_>> = rules::ALL.iter().map(explain::page).collect();
        let site = Site { checkout: self.checkout, rules: &pages };
        let limits = Limits { comments: self.args.max_comments, ..Limits::default() };
        let made = plan(shown, &self.run.project.sources, site, &self.diff, limits);
        match target {
            Target::Reviewdog => {
                let mut reporter = Rdjson::object(Output::new(io::stdout()), site);
                reporter.findings(shown, &self.run.project.sources)?;
                reporter.finish(summary)?;
            }
            Target::Github(forge) if self.args.post => return self.post(forge, made, shown, site, summary),
            Target::Gitlab(forge) if self.args.post => return self.post(forge, made, shown, site, summary),
            Target::Github(forge) => emit(&forge, &made)?,
            Target::Gitlab(forge) => emit(&forge, &made)?,
        }
        self.close(shown, summary)
    }

    fn post<F: Forge + target::Place>(
        &self,
        mut forge: F,
        made: Plan,
        shown: &[Shown<'_>],
        site: Site<'_>,
        summary: &Summary,
    ) -> io::Result<Exit> {
        if !summary.errors.is_empty() {
            // What could not be read may hold what earlier comments are about: they are left alone.
            writeln!(io::stderr(), "Nothing was posted, because not everything could be read.")?;
            return self.close(shown, summary);
        }
        forge.check()?;
        let token = Token::new(target::token::<F>(self.args)?);
        let base = target::api_url::<F>(self.args);
        let client = Client::new(&base, token, Duration::from_secs_f64(self.args.timeout)).map_err(io::Error::other)?;
        match post(&client, &mut forge, made, Duration::from_secs_f64(self.args.retry_pause)) {
            Ok(posted) => tell(&posted)?,
            Err(trouble @ Trouble::Forbidden(_)) => {
                // A pull request from a fork gets a token that may only read: its annotations need none.
                writeln!(io::stderr(), "{trouble}; findings are printed instead.")?;
                let mut reporter = Github::new(Output::new(io::stdout()), site, lint::step_summary()?);
                reporter.findings(shown, &self.run.project.sources)?;
                reporter.finish(summary)?;
            }
            Err(trouble) => return Err(io::Error::other(trouble.to_string())),
        }
        self.close(shown, summary)
    }

    fn close(&self, shown: &[Shown<'_>], summary: &Summary) -> io::Result<Exit> {
        let fails = shown.iter().any(|shown| shown.finding.severity >= self.run.fail_on());
        self.run.close(summary, fails)
    }
}

/// Writes the requests as they would be sent to a request without comments.
fn emit(forge: &impl Forge, plan: &Plan) -> io::Result<()> {
    let requests = forge.requests(plan, &[], &serde_json::Value::Null);
    let mut out = Output::new(io::stdout());
    serde_json::to_writer_pretty(&mut out, &serde_json::json!({ "requests": requests }))?;
    writeln!(out)?;
    out.flush()
}

fn tell(posted: &Posted) -> io::Result<()> {
    let mut err = io::stderr();
    match posted.writes {
        0 => writeln!(err, "Everything has been said already.")?,
        1 => writeln!(err, "Posted 1 change.")?,
        writes => writeln!(err, "Posted {writes} changes.")?,
    }
    if posted.refused > 0 {
        writeln!(err, "{} of the comments were refused and are in the summary.", posted.refused)?;
    }
    Ok(())
}
