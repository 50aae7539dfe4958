//! The configuration file and the command line together.

use std::collections::BTreeSet;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::LintArgs;
use crate::config::{self, Config, did_you_mean, expand};
use crate::rules;

/// The configuration that holds for this run.
pub(super) fn effective(args: &LintArgs) -> io::Result<Config> {
    let file = match &args.config {
        Some(file) => Some(file.clone()),
        None if args.isolated => None,
        None => config::find(&start(args)?),
    };
    let mut config = match file {
        Some(file) => config::load(&file).map_err(io::Error::other)?,
        None => Config::default(),
    };
    if !args.select.is_empty() {
        config.select = Some(rules_named(&args.select)?);
    }
    config.ignore.extend(rules_named(&args.ignore)?);
    Ok(config)
}

/// Where the search for a configuration starts: the folder of the first path.
fn start(args: &LintArgs) -> io::Result<Utf8PathBuf> {
    let named = args.stdin_filename.as_deref().or(args.paths.first().map(Utf8PathBuf::as_path));
    config::folder_of(named.unwrap_or(Utf8Path::new(".")))
}

fn rules_named(names: &[String]) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for name in names {
        found.extend(expand(name.trim()).ok_or_else(|| unknown(name))?);
    }
    Ok(found)
}

fn unknown(name: &str) -> io::Error {
    let known = rules::ALL.iter().map(|rule| rule.name).chain(rules::GROUPS);
    let tail = did_you_mean(name, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    io::Error::other(format!("there is no rule or group `{name}`{tail}"))
}
