//! From what was found to what is worked on: a finder drafts a history, this reads its files and settles its context.

use std::collections::{BTreeMap, HashSet};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::dialect::Evidence;
use super::walk::Tree;
use super::{FileError, History, HistoryFile, Origin, Project, Scope, State, git, read, text_signals};
use crate::config::Config;
use crate::engine::{Context, Dialect, Language, Tool, Version};
use crate::frontend::sql::foreign;
use crate::source::{FileId, Source};

/// A history as a finder sees it: nothing read yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) tool: Tool,
    pub(super) root: Utf8PathBuf,
    /// In the tool's order.
    pub(super) files: Vec<DraftFile>,
    /// Nothing of it is missing.
    pub(super) whole: bool,
    /// What files around it say of the engine.
    pub(super) evidence: Evidence,
    pub(super) server: Option<Version>,
    pub(super) framework: Option<Version>,
    pub(super) sqlalchemy: Option<Version>,
    pub(super) transaction: Option<crate::engine::Transaction>,
    pub(super) naming_convention: Vec<(String, String)>,
    pub(super) gems: std::collections::BTreeSet<String>,
    pub(super) companions: std::sync::Arc<crate::engine::Companions>,
    /// Whether a file of the right name is a migration at all; looked at once its text is read.
    pub(super) accepts: fn(&Source) -> bool,
    /// Whether a file that is none keeps the tool from running those that are.
    pub(super) minds: fn(&Source) -> bool,
    /// Files that should say more of the history, and why they don't.
    pub(super) errors: Vec<FileError>,
}

/// One migration file, and the file of its way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftFile {
    pub(super) path: Utf8PathBuf,
    pub(super) down: Option<Utf8PathBuf>,
    /// See [`HistoryFile::when`].
    pub(super) when: Option<u64>,
}

impl DraftFile {
    pub(super) fn alone(path: Utf8PathBuf) -> Self {
        Self { path, down: None, when: None }
    }
}

impl Draft {
    pub(super) fn new(tool: Tool, root: impl Into<Utf8PathBuf>, files: Vec<DraftFile>) -> Self {
        Self {
            tool,
            root: root.into(),
            files,
            whole: false,
            evidence: Evidence::default(),
            server: None,
            framework: None,
            sqlalchemy: None,
            transaction: None,
            naming_convention: Vec::new(),
            gems: std::collections::BTreeSet::new(),
            companions: std::sync::Arc::default(),
            accepts: |_| true,
            minds: |_| false,
            errors: Vec::new(),
        }
    }
}

/// All files that these drafts claim.
pub(super) fn claimed<'d>(drafts: impl IntoIterator<Item = &'d Draft>) -> HashSet<&'d Utf8Path> {
    let files = drafts.into_iter().flat_map(|draft| &draft.files);
    files.flat_map(|file| std::iter::once(file.path.as_path()).chain(file.down.as_deref())).collect()
}

type Text = Result<(Source, Origin), FileError>;

/// Reads the drafts' files and settles what is known of each history.
pub(super) fn build(mut tree: Tree, drafts: Vec<Draft>, scope: &Scope, config: &Config) -> Project {
    let mut project = Project { errors: std::mem::take(&mut tree.errors), ..Project::default() };
    let paths: Vec<Utf8PathBuf> = drafts
        .iter()
        .flat_map(|draft| &draft.files)
        .flat_map(|file| std::iter::once(&file.path).chain(&file.down))
        .cloned()
        .collect();
    let given = std::mem::take(&mut tree.texts);
    let texts: Vec<Text> = paths
        .par_iter()
        .map(|path| match (given.get(path), tree.incoming.get(path)) {
            (Some(bytes), _) => read::decode(path, bytes.clone(), true),
            (None, Some(bytes)) => read::decode(path, bytes.clone(), false),
            (None, None) => read::read(path),
        })
        .collect();
    let mut texts = paths.into_iter().zip(texts).collect::<BTreeMap<_, _>>();
    let around = drafts.clone();
    for draft in drafts {
        add(&mut project, draft, &mut texts, &tree, scope, config);
    }
    project.outside = super::outside::look(&tree, &around, &mut project);
    git::settle_states(&mut project, &tree, scope.since.as_deref());
    project.errors.sort();
    project.errors.dedup();
    project
}

fn add(
    project: &mut Project,
    draft: Draft,
    texts: &mut BTreeMap<Utf8PathBuf, Text>,
    tree: &Tree,
    scope: &Scope,
    config: &Config,
) {
    let first = project.sources.len();
    let (mut files, mut whole) = (Vec::new(), draft.whole);
    for file in &draft.files {
        let company = std::iter::once(&file.path).chain(&file.down).all(|path| tree.is_company(path));
        if company && texts.get(&file.path).is_some_and(Result::is_err) {
            whole = false;
            continue;
        }
        let takes = |source: &Source| (draft.accepts)(source) || (draft.minds)(source);
        let Some(up) = take(project, texts, &file.path, &takes) else { continue };
        let stray = project.sources.last().is_some_and(|source| !(draft.accepts)(source));
        let down = file.down.as_ref().and_then(|down| take(project, texts, down, &|_| true));
        // With a base named, paths only say where to look.
        let named = scope.since.is_none() && tree.is_named(&file.path);
        files.push(HistoryFile { file: up, down, state: State::Unknown, named, company, stray, when: file.when });
    }
    if files.iter().all(|file| file.stray) {
        files.clear();
    }
    if files.iter().all(|file| file.company) {
        return;
    }
    project.errors.extend(draft.errors.iter().cloned());
    let context = settle(&draft, &project.sources[first..], scope, config);
    let start_after =
        config.history(&draft.root).and_then(|said| said.start_after.clone()).or_else(|| config.start_after.clone());
    project.histories.push(History { context, root: draft.root, files, whole, start_after });
}

/// Moves a file's text into the project; says why when there is none.
fn take(
    project: &mut Project,
    texts: &mut BTreeMap<Utf8PathBuf, Text>,
    path: &Utf8Path,
    accepts: &dyn Fn(&Source) -> bool,
) -> Option<FileId> {
    match texts.remove(path)? {
        Ok((source, origin)) => {
            if !accepts(&source) {
                return None;
            }
            let id = FileId(u32::try_from(project.sources.len()).ok()?);
            project.sources.push(source);
            project.origins.push(origin);
            Some(id)
        }
        Err(error) => {
            project.errors.push(error);
            None
        }
    }
}

/// The context of a history: what was set, else what was found, else what the text looks like.
fn settle(draft: &Draft, sources: &[Source], scope: &Scope, config: &Config) -> Context {
    let said = config.history(&draft.root);
    let tool = said.and_then(|said| said.tool).unwrap_or(draft.tool);
    let set = scope.dialect.or_else(|| said.and_then(|said| said.dialect));
    let (dialect, also, known) = match set {
        Some(dialect) => (dialect, Vec::new(), true),
        None => find_dialect(draft, sources),
    };
    let mut context = Context::new(tool, dialect);
    context.dialect_known = known;
    context.foreign = set.is_none() && tool.language() == Language::Sql && is_foreign(&draft.root, sources);
    context.also = also;
    context.server = draft.server;
    context.framework = draft.framework;
    context.sqlalchemy = draft.sqlalchemy;
    context.transaction = draft.transaction;
    context.naming_convention.clone_from(&draft.naming_convention);
    context.gems.clone_from(&draft.gems);
    context.companions = std::sync::Arc::clone(&draft.companions);
    context.idempotent_helpers.clone_from(&config.idempotent_helpers);
    context.transparent_helpers.clone_from(&config.transparent_helpers);
    if let Some(said) = said {
        if !said.also.is_empty() {
            context.also = said.also.iter().copied().filter(|&other| other != dialect).collect();
        }
        context.server = said.server.or(context.server);
        context.framework = said.framework.or(context.framework);
        context.sqlalchemy = said.sqlalchemy.or(context.sqlalchemy);
    }
    context
}

/// Whether a folder of SQL is for a database that is not known here.
fn is_foreign(root: &Utf8Path, sources: &[Source]) -> bool {
    let full = super::walk::absolute(root);
    let top = super::walk::boundary(root);
    let mut folders =
        full.ancestors().take(3).take_while(|dir| dir.starts_with(&top) && (**dir != top || **dir == full));
    folders.any(|dir| dir.file_name().is_some_and(foreign::names_one))
        || sources.iter().any(|source| foreign::is_foreign(source.text()))
}

/// The main dialect, the others, and whether that is certain.
fn find_dialect(draft: &Draft, sources: &[Source]) -> (Dialect, Vec<Dialect>, bool) {
    if let Some((dialect, also)) = draft.evidence.settled() {
        return (dialect, also, true);
    }
    let possible = draft.evidence.possible();
    let is_sql = draft.tool.language() == Language::Sql;
    // An application with several drivers runs the same Ruby or Python on each; a folder of SQL is for one of them.
    if let (false, [first, others @ ..]) = (is_sql, &possible[..]) {
        return (*first, others.to_vec(), true);
    }
    let looks = text_signals::of(sources, &possible);
    match (looks.ranking.first().or(possible.first()), is_sql) {
        (None, _) => (Dialect::Postgres, Vec::new(), false),
        (Some(&dialect), true) => (dialect, Vec::new(), looks.clear),
        // Words in Ruby or Python tell of options for a database, and there may be some for each.
        (Some(&dialect), false) => (dialect, looks.ranking[1..].to_vec(), looks.alone),
    }
}
