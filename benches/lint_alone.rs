//! Lints every migration of a folder by itself, with no chain around it: what `scripts/bench` holds the replay of a
//! whole chain against.

use std::io::Write;

use camino::Utf8PathBuf;
use remigrate::config::Config;
use remigrate::finding::Finding;
use remigrate::lint::{Policy, Subject, lint};
use remigrate::project::{Scope, discover};
use remigrate::rules::Rule;
use remigrate::source::{FileId, Source, Span};

struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

fn main() -> std::io::Result<()> {
    let paths: Vec<Utf8PathBuf> = std::env::args().skip(1).map(Utf8PathBuf::from).collect();
    let project = discover(&Scope::of(&paths), &Config::default());
    let mut findings = 0;
    for history in &project.histories {
        for file in &history.files {
            let Some(source) = project.sources.get(file.file.0 as usize) else { continue };
            let context = &history.context;
            let subject = Subject { file: file.file, source, context, down: None, start: None };
            findings += lint(subject, &Everything, false).findings.len();
        }
    }
    writeln!(std::io::stdout(), "{findings} findings")
}
