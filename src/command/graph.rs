//! `remigrate graph`: what follows what, and what becomes of each table.

use std::collections::BTreeMap;
use std::io::{self, Write};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Exit, Screen};
use crate::cli::{GraphArgs, GraphFormat};
use crate::config;
use crate::history::{Chain, life};
use crate::lint::{self, Options};
use crate::project::{Project, Scope, discover};
use crate::report::picture::{self, Picture, Revision, TableEvent, TableLife};
use crate::report::{Output, SeverityCounts};
use crate::source::FileId;
use crate::suppress::Ignores;

pub(super) fn run(args: &GraphArgs, screen: &Screen) -> io::Result<Exit> {
    let start = args.paths.first().map_or(Utf8Path::new("."), Utf8PathBuf::as_path);
    let config = config::nearest(args.config.as_deref(), start)?;
    let scope = Scope { paths: args.paths.clone(), dialect: args.dialect, ..Scope::default() };
    let project = discover(&scope, &config);
    let policy = Ignores::new(&config);
    let options = Options::new(&policy, false, &|_, _| true);
    let mut found: BTreeMap<FileId, SeverityCounts> = BTreeMap::new();
    for (_, outcome) in lint::run(&project, &options) {
        for finding in &outcome.findings {
            found.entry(finding.primary.at.file).or_default().add(finding.severity);
        }
    }
    let pictures = pictures(&project, &found);
    let mut err = io::stderr();
    for error in &project.errors {
        writeln!(err, "error: {error}")?;
    }
    if pictures.is_empty() {
        writeln!(err, "error: no migrations found")?;
        return Ok(Exit::Failed);
    }
    let mut out = Output::new(io::stdout());
    match args.format {
        GraphFormat::Text => {
            picture::write_each(&pictures, &mut out, &|picture, out| picture::write_text(picture, out, &screen.out))?
        }
        GraphFormat::Dot => picture::write_each(&pictures, &mut out, &picture::write_dot)?,
        GraphFormat::Mermaid => picture::write_each(&pictures, &mut out, &picture::write_mermaid)?,
        GraphFormat::Svg => picture::write_each(&pictures, &mut out, &picture::write_svg)?,
        GraphFormat::Html => picture::write_html(&pictures, &mut out)?,
    }
    out.flush()?;
    Ok(if project.errors.is_empty() { Exit::Clean } else { Exit::Failed })
}

/// Every history of a project. `found`: what was found in each file.
pub(super) fn pictures(project: &Project, found: &BTreeMap<FileId, SeverityCounts>) -> Vec<Picture> {
    lint::each_chain(project, &|chain| picture_of(chain, found))
}

/// A chain in the order in which it runs; what can't be ordered comes last, in the order of the files.
fn picture_of(chain: &Chain<'_>, found: &BTreeMap<FileId, SeverityCounts>) -> Picture {
    let migrations = chain.migrations();
    let mut order = chain.graph.order.clone();
    let mut placed = vec![false; migrations.len()];
    order.iter().for_each(|&number| placed[number] = true);
    order.extend((0..migrations.len()).filter(|&number| !placed[number]));
    let mut place = vec![0; migrations.len()];
    order.iter().enumerate().for_each(|(at, &number)| place[number] = at);
    let heads = chain.graph.heads();
    let revisions = order.iter().map(|&number| {
        let (migration, graph) = (migrations[number], &chain.graph);
        let depends = graph.needs[number].iter().filter(|needed| !graph.parents[number].contains(needed));
        let missing = graph.dangling.iter().filter(|one| one.asks == number).map(|one| one.revision.clone());
        Revision {
            id: migration.revision.clone(),
            name: migration.name.clone(),
            path: chain.entries[number].source.path().to_string(),
            parents: graph.parents[number].iter().map(|&parent| place[parent]).collect(),
            depends: depends.map(|&needed| place[needed]).collect(),
            missing: missing.collect(),
            labels: migration.lineage.labels.clone(),
            is_head: heads.contains(&number),
            is_dropped: graph.is_dropped(number),
            findings: found.get(&migration.file).copied().unwrap_or_default(),
        }
    });
    let context = chain.context();
    Picture {
        root: chain.history.root.to_string(),
        tool: format!("{}, {}", context.tool.name(), context.dialect.title()),
        revisions: revisions.collect(),
        tables: tables(&life::lives(&migrations, &order), &place),
    }
}

fn tables(lives: &BTreeMap<String, Vec<life::Event>>, place: &[usize]) -> Vec<TableLife> {
    let told = lives.iter().map(|(name, events)| TableLife { name: name.clone(), events: by_revision(events, place) });
    told.collect()
}

/// One event for each migration: `made`, `changed`, `made and dropped`.
fn by_revision(events: &[life::Event], place: &[usize]) -> Vec<TableEvent> {
    let mut told: Vec<(TableEvent, Vec<life::Change>)> = Vec::new();
    for event in events {
        let revision = place[event.number];
        if told.last().is_none_or(|(last, _)| last.revision != revision) {
            told.push((TableEvent { revision, ..TableEvent::default() }, Vec::new()));
        }
        if let Some((last, changes)) = told.last_mut() {
            last.details.push(event.what.clone());
            changes.push(event.change);
        }
    }
    let named = told.into_iter().map(|(event, changes)| TableEvent { what: in_words(&changes), ..event });
    named.collect()
}

fn in_words(changes: &[life::Change]) -> String {
    let word = |change: &life::Change| match change {
        life::Change::Made => Some("made"),
        life::Change::Dropped => Some("dropped"),
        life::Change::Changed => None,
    };
    let mut words: Vec<&str> = changes.iter().filter_map(word).collect();
    words.dedup();
    if words.is_empty() { "changed".to_owned() } else { words.join(" and ") }
}
