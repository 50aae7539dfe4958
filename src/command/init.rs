//! `remigrate init`: a configuration to start from, and what continuous integration needs. Nothing that is there is
//! changed.

use std::fs;
use std::io::{self, Write};

use camino::Utf8Path;

use super::Exit;
use crate::cli::InitArgs;
use crate::config::Config;
use crate::project::{Checkout, History, Scope, discover};

pub(super) fn run(args: &InitArgs) -> io::Result<Exit> {
    let checkout = Checkout::here();
    write_new(Utf8Path::new("remigrate.toml"), &settings())?;
    let root = |path: &str| checkout.shown(Utf8Path::new(path));
    if args.github {
        write_new(&root(".github/workflows/remigrate.yml"), &of_this_version(include_str!("init/github.yml")))?;
    }
    if args.gitlab {
        let job = of_this_version(include_str!("init/gitlab.yml"));
        let pipeline = root(".gitlab-ci.yml");
        if belongs_to_others(&pipeline) {
            write_new(&root(".gitlab/remigrate.yml"), &job)?;
            say(&format!("add to {pipeline}:\n\ninclude:\n  - local: .gitlab/remigrate.yml\n"))?;
        } else {
            write_new(&pipeline, &job)?;
        }
    }
    if args.pre_commit {
        let hooks = of_this_version(include_str!("init/pre-commit.yaml"));
        let file = root(".pre-commit-config.yaml");
        if belongs_to_others(&file) {
            let entry = hooks.split_once('\n').map_or("", |(_, entry)| entry);
            say(&format!("add to the repos of {file}:\n\n{entry}"))?;
        } else {
            write_new(&file, &hooks)?;
        }
    }
    Ok(Exit::Clean)
}

/// Whether a file is there that does not know this tool yet.
fn belongs_to_others(path: &Utf8Path) -> bool {
    path.exists() && !fs::read_to_string(path).is_ok_and(|text| text.contains("remigrate"))
}

fn of_this_version(template: &str) -> String {
    template.replace("@VERSION@", env!("CARGO_PKG_VERSION"))
}

/// The configuration, with the histories that are found as examples.
fn settings() -> String {
    let project = discover(&Scope::default(), &Config::default());
    let mut text = include_str!("init/remigrate.toml").to_owned();
    text.push_str("\n# What can't be told from the files of a history.\n");
    if project.histories.is_empty() {
        text.push_str("#[[history]]\n#path = \"db/migrate\"\n#dialect = \"postgresql\"\n#server = \"15\"\n");
    }
    project.histories.iter().for_each(|history| text.push_str(&entry(history)));
    text
}

/// A `[[history]]` as it was found; in force where the dialect is only a guess, so that somebody looks at it.
fn entry(history: &History) -> String {
    let context = &history.context;
    let mark = if context.dialect_known { "#" } else { "" };
    let doubt = if context.dialect_known { "" } else { "# The dialect is a guess: correct it.\n" };
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut lines = vec![
        "[[history]]".to_owned(),
        format!("path = {}", quoted(history.root.as_str())),
        format!("tool = {}", quoted(context.tool.name())),
        format!("dialect = {}", quoted(context.dialect.name())),
    ];
    if let Some(server) = context.server {
        lines.push(format!("server = {}", quoted(&server.to_string())));
    }
    lines.iter().fold(doubt.to_owned(), |text, line| format!("{text}{mark}{line}\n"))
}

/// Writes a file that is not there yet; says what was done.
fn write_new(path: &Utf8Path, text: &str) -> io::Result<bool> {
    let failed = |error: io::Error| io::Error::other(format!("{path}: {error}"));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).map_err(failed)?;
            say(&format!("{path}: written"))?;
            Ok(true)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            say(&format!("{path}: is there already and was left alone"))?;
            Ok(false)
        }
        Err(error) => Err(failed(error)),
    }
}

fn say(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{text}")
}
