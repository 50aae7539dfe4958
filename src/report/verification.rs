//! What `remigrate verify` saw on real engines: a table for people, JSON for programs.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::Terminal;
use super::terminal::wrap;

/// What was done with a migration. The names are those of a finding's scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    FirstRun,
    Rerun,
    AfterStop,
    Rollback,
    RollbackAgain,
}

impl Act {
    const ALL: [Self; 5] = [Self::FirstRun, Self::Rerun, Self::AfterStop, Self::Rollback, Self::RollbackAgain];

    fn title(self) -> &'static str {
        match self {
            Self::FirstRun => "first run",
            Self::Rerun => "run again",
            Self::AfterStop => "stopped",
            Self::Rollback => "rolled back",
            Self::RollbackAgain => "rolled back again",
        }
    }

    /// Whether a failure here is one that lint calls an error or a warning. Rolling back twice is only a hint.
    fn counts(self) -> bool {
        self != Self::RollbackAgain
    }
}

/// A statement and where it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    pub sql: String,
    pub line: Option<u32>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Outcome {
    Ok,
    /// The engine refused a statement, or the framework raised.
    Fails {
        code: String,
        message: String,
        at: Option<Place>,
    },
    /// It ran, and left something else than the clean first run did.
    Differs {
        differences: Vec<String>,
    },
}

/// One scenario of one migration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scene {
    pub act: Act,
    /// For [`Act::AfterStop`]: the last statement that ran before the stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<Place>,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// One migration on one engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    pub path: String,
    pub revision: String,
    pub tool: &'static str,
    pub dialect: &'static str,
    /// `PostgreSQL 15.8`.
    pub server: String,
    /// Empty where it could not be run.
    pub scenarios: Vec<Scene>,
    /// Why it could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

impl Verification {
    /// Whether everything held that lint calls an error or a warning.
    pub fn holds(&self) -> bool {
        self.scenarios.iter().all(|scene| scene.outcome == Outcome::Ok || !scene.act.counts())
    }
}

impl Scene {
    /// `run again: line 3: relation "a" already exists (42P07)`.
    pub fn told(&self) -> String {
        format!("{}: {}", self.title(), self.trouble())
    }

    fn title(&self) -> String {
        let line = self.stop.as_ref().and_then(|stop| stop.line);
        match (self.act, line, &self.stop) {
            (Act::AfterStop, Some(line), _) => format!("stopped behind line {line}, run again"),
            (Act::AfterStop, None, Some(stop)) => format!("stopped behind `{}`, run again", short(&stop.sql)),
            (act, ..) => act.title().to_owned(),
        }
    }

    fn trouble(&self) -> String {
        match &self.outcome {
            Outcome::Ok => String::new(),
            Outcome::Differs { differences } => {
                let more = differences.len().saturating_sub(4);
                let tail = if more > 0 { format!("; and {more} more") } else { String::new() };
                format!("leaves something else: {}{tail}", differences[..differences.len().min(4)].join("; "))
            }
            Outcome::Fails { code, message, at } => {
                let message = message.lines().next().unwrap_or_default();
                let code = if code.is_empty() { String::new() } else { format!(" ({code})") };
                let line = at.as_ref().and_then(|place| place.line).map(|line| format!("line {line}: "));
                format!("{}{message}{code}", line.unwrap_or_default())
            }
        }
    }
}

fn short(sql: &str) -> String {
    let line = sql.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 60 { line.chars().take(59).chain(['…']).collect() } else { line }
}

/// A table of migrations and scenarios, each failure told below its migration.
pub fn write_verifications(out: &mut impl Write, terminal: &Terminal, all: &[Verification]) -> io::Result<()> {
    let name = |verification: &Verification| verification.path.rsplit('/').next().unwrap_or_default().to_owned();
    let width = all.iter().map(|one| name(one).chars().count().max(one.server.len())).max().unwrap_or(0);
    let mut heading = "";
    for one in all {
        if one.server != heading {
            heading = &one.server;
            let titles: Vec<String> = Act::ALL.iter().map(|act| act.title().to_owned()).collect();
            writeln!(out, "{:width$}  {}", one.server, titles.join("  "))?;
        }
        write!(out, "{:width$}", name(one))?;
        if let Some(why) = &one.skipped {
            writeln!(out, "  not run: {why}")?;
            continue;
        }
        for act in Act::ALL {
            let cell = cell(one, act);
            let style = match cell.chars().next() {
                Some('✓') => AnsiColor::Green.on_default(),
                Some('✗') => AnsiColor::Red.on_default(),
                _ => Style::new(),
            };
            let last = act == Act::RollbackAgain;
            let blanks = if last { 0 } else { act.title().len().saturating_sub(cell.chars().count()) };
            write!(out, "  {}{:blanks$}", terminal.paint(style, &cell), "")?;
        }
        writeln!(out)?;
        for scene in one.scenarios.iter().filter(|scene| scene.outcome != Outcome::Ok) {
            for (number, line) in wrap(&scene.told(), terminal.width - 4).iter().enumerate() {
                writeln!(out, "{}{line}", if number == 0 { "    " } else { "      " })?;
            }
        }
    }
    Ok(())
}

/// `✓`, `✗ 1/3` (one of three stops), `–` where there was nothing to do.
fn cell(one: &Verification, act: Act) -> String {
    let scenes: Vec<&Scene> = one.scenarios.iter().filter(|scene| scene.act == act).collect();
    let wrong = scenes.iter().filter(|scene| scene.outcome != Outcome::Ok).count();
    match (act, scenes.len(), wrong) {
        (_, 0, _) => "–".to_owned(),
        (Act::AfterStop, all, 0) => format!("✓ {all}"),
        (Act::AfterStop, all, wrong) => format!("✗ {wrong}/{all}"),
        (_, _, 0) => "✓".to_owned(),
        _ => "✗".to_owned(),
    }
}

/// Grows when a reader of an older version could misread a newer one.
const VERSION: u32 = 1;

/// The same for programs.
pub fn write_verifications_json(out: &mut impl Write, all: &[Verification], errors: &[String]) -> io::Result<()> {
    let failed = all.iter().filter(|one| one.skipped.is_none() && !one.holds()).count();
    let report = serde_json::json!({
        "version": VERSION,
        "tool": { "name": "remigrate", "version": env!("CARGO_PKG_VERSION") },
        "migrations": all,
        "errors": errors,
        "summary": { "migrations": all.len(), "failed": failed, "skipped": all.iter().filter(|one| one.skipped.is_some()).count() },
    });
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_table_tells_what_failed() {
        let place = Place { sql: "CREATE TABLE a (x int)".to_owned(), line: Some(3) };
        let scene = |act, stop, outcome| Scene { act, stop, outcome };
        let fails = Outcome::Fails {
            code: "42P07".to_owned(),
            message: "relation \"a\" already exists".to_owned(),
            at: Some(place.clone()),
        };
        let one = Verification {
            path: "migrations/0001_a.sql".to_owned(),
            revision: "0001".to_owned(),
            tool: "sql",
            dialect: "postgresql",
            server: "PostgreSQL 15.8".to_owned(),
            scenarios: vec![
                scene(Act::FirstRun, None, Outcome::Ok),
                scene(Act::Rerun, None, fails),
                scene(
                    Act::AfterStop,
                    Some(place),
                    Outcome::Differs { differences: vec!["rows a: 2 instead of 1".to_owned()] },
                ),
            ],
            skipped: None,
        };
        assert!(!one.holds());
        let mut text = Vec::new();
        write_verifications(&mut text, &Terminal::PLAIN, &[one]).unwrap();
        let expected = "\
PostgreSQL 15.8  first run  run again  stopped  rolled back  rolled back again
0001_a.sql       ✓          ✗          ✗ 1/1    –            –
    run again: line 3: relation \"a\" already exists (42P07)
    stopped behind line 3, run again: leaves something else: rows a: 2 instead of 1
";
        assert_eq!(String::from_utf8(text).unwrap(), expected);
    }
}
