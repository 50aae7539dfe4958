//! The engine suites: `tests/engines` (its README says how) runs migrations on real engines, and what remigrate
//! predicts and writes is held against that. `scripts/setup-engines` installs what they need.
//!
//! Without the engines every suite is reported as ignored, with the reason; `REMIGRATE_ENGINES=required` makes that a
//! failure, and `REMIGRATE_ENGINES=off` leaves the suites out although the engines are there.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test harness of its own prints")]

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::available_parallelism;

use libtest_mimic::{Arguments, Failed, Trial};

/// A suite: the script under `tests/engines` that runs it, and its arguments.
struct Suite {
    name: &'static str,
    script: &'static str,
    arguments: &'static [&'static str],
}

const BINARY: &str = env!("CARGO_BIN_EXE_remigrate");

/// Together they take some eight minutes on two processors: those with `--seconds` take other cases first each day, and
/// the same scripts by hand take all of them.
const SUITES: [Suite; 5] = [
    Suite {
        name: "engines still do what truth.json records",
        script: "judge.py",
        arguments: &["rails/", "alembic/", "sql/", "--seconds", "70"],
    },
    Suite {
        name: "engines agree with what is said of fixtures and of their fixes",
        script: "compare.py",
        arguments: &["fixtures/", "--fix", "--binary", BINARY],
    },
    Suite {
        name: "engines agree with what the rules' pages show",
        script: "pages.py",
        arguments: &["--seconds", "100"],
    },
    Suite {
        name: "engines agree with what is said of cases and of their fixes",
        script: "compare.py",
        arguments: &["rails/", "alembic/", "sql/", "--seconds", "80", "--fix", "--unsafe-fixes", "--binary", BINARY],
    },
    Suite {
        name: "engines agree with what is said of generated migrations",
        script: "generate.py",
        arguments: &["--count", "400", "--seconds", "150", "--binary", BINARY],
    },
];

fn main() {
    let mut arguments = Arguments::from_args();
    // A suite uses all processors by itself.
    arguments.test_threads = Some(1);
    let wanted = std::env::var("REMIGRATE_ENGINES").unwrap_or_default();
    let missing = if wanted == "off" { vec!["REMIGRATE_ENGINES=off".to_owned()] } else { missing() };
    let trials = SUITES.iter().map(|suite| {
        let absent = missing.join(", ");
        if missing.is_empty() {
            Trial::test(suite.name, || suite.run())
        } else if wanted == "required" {
            Trial::test(suite.name, move || Err(format!("cannot run: {absent}").into()))
        } else {
            Trial::test(suite.name, || Ok(())).with_ignored_flag(true)
        }
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    if !missing.is_empty() && !arguments.list {
        for suite in &SUITES {
            eprintln!("not run: {} ({})", suite.name, missing.join(", "));
        }
    }
    conclusion.exit();
}

fn script(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/engines").join(name)
}

fn python(name: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg("-B").arg(script(name)).stdin(Stdio::null());
    command
}

/// What the suites need and this machine does not have.
fn missing() -> Vec<String> {
    match python("missing.py").output() {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
        }
        Ok(output) => vec![String::from_utf8_lossy(&output.stderr).trim().to_owned()],
        Err(error) => vec![format!("python3: {error}")],
    }
}

impl Suite {
    fn run(&self) -> Result<(), Failed> {
        let jobs = available_parallelism().map_or(1, usize::from).to_string();
        let output = python(self.script).args(self.arguments).args(["--jobs", &jobs]).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        if output.status.success() {
            println!("{said}");
            return Ok(());
        }
        Err(format!("{}: {}\n{said}\n{}", self.script, output.status, String::from_utf8_lossy(&output.stderr)).into())
    }
}
