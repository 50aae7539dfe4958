//! Alembic environments: alembic.ini, `[tool.alembic]`, Flask-Migrate's folders; and what their env.py says.

mod env;
mod locate;

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::dependencies::{self, Dependencies, PYTHON_DRIVERS};
use super::dialect::{self, Evidence};
use super::draft::{Draft, DraftFile};
use super::read;
use super::settings;
use super::walk::Tree;
use crate::engine::{Dialect, Tool};
use crate::source::Source;

/// One migration environment: the folder with env.py, and the folders of its revisions.
#[derive(Debug, Clone, Default)]
struct Environment {
    script_location: Utf8PathBuf,
    versions: Vec<Utf8PathBuf>,
    recursive: bool,
    /// `sqlalchemy.url` of the configuration.
    url: Option<String>,
}

/// Drafts every Alembic history of the tree.
pub(super) fn find(tree: &Tree) -> Vec<Draft> {
    let mut claimed = BTreeSet::new();
    let mut drafts = Vec::new();
    for environment in locate::environments(tree) {
        let mut files: Vec<Utf8PathBuf> = environment
            .versions
            .iter()
            .flat_map(|dir| revisions(tree, dir, environment.recursive))
            .filter(|path| claimed.insert(path.clone()))
            .collect();
        files.sort();
        if !files.is_empty() {
            let there = |dir: &&Utf8PathBuf| dir.is_dir();
            let whole = environment.versions.iter().filter(there).all(|dir| tree.holds_all(dir));
            drafts.push(Draft { whole, minds: is_in_the_way, ..draft(&environment, files) });
        }
    }
    drafts
}

/// A history of revision files that stand in no known environment; the context is looked for around `root`.
pub(super) fn draft_alone(root: Utf8PathBuf, files: Vec<Utf8PathBuf>) -> Draft {
    let script_location = root.parent().filter(|parent| parent.join("env.py").is_file()).unwrap_or(&root).to_owned();
    draft(&Environment { script_location, versions: vec![root], ..Environment::default() }, files)
}

/// Python files of a versions folder. Alembic takes those that assign `revision`; see [`is_revision`].
fn revisions<'a>(tree: &'a Tree, dir: &'a Utf8Path, recursive: bool) -> impl Iterator<Item = Utf8PathBuf> + 'a {
    tree.dirs
        .iter()
        .filter(move |(folder, _)| folder.as_path() == dir || recursive && folder.starts_with(dir))
        .flat_map(|(folder, names)| names.iter().map(move |name| folder.join(name)))
        .filter(|path| path.extension() == Some("py") && path.file_name() != Some("__init__.py"))
}

/// Whether the file assigns a revision id at its top level (sqlalchemy-migrate's scripts do not).
pub(super) fn is_revision(source: &Source) -> bool {
    source
        .text()
        .lines()
        .any(|line| line.strip_prefix("revision").is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])))
}

/// Alembic loads every Python file of the folder, and goes no further where one gives no `revision`; a name may also come
/// from what is imported whole.
fn is_in_the_way(source: &Source) -> bool {
    let text = source.text();
    let imported = text.lines().any(|line| line.starts_with("from ") && line.contains("import *"));
    let mentioned = text.contains("revision") || text.contains("migrate_engine");
    !(imported || mentioned || is_revision(source))
}

fn draft(environment: &Environment, files: Vec<Utf8PathBuf>) -> Draft {
    let root = environment.versions.first().unwrap_or(&environment.script_location).clone();
    let mut draft = Draft::new(Tool::Alembic, root, files.into_iter().map(DraftFile::alone).collect());
    draft.accepts = is_revision;
    let folders = settings::above(&environment.script_location);
    let packages = packages(&folders);
    draft.framework = packages.version("alembic");
    draft.sqlalchemy = packages.version("sqlalchemy");
    let env_py = environment.script_location.join("env.py");
    let env_py = match read::read(&env_py) {
        Ok((source, _)) => source.text().to_owned(),
        Err(error) => {
            draft.errors.extend(env_py.exists().then_some(error));
            String::new()
        }
    };
    draft.evidence.setting(environment.url.as_deref().and_then(dialect::of_url));
    if draft.evidence == Evidence::default() {
        draft.evidence.setting(env::dialects(&env_py));
    }
    if draft.evidence == Evidence::default() {
        draft.evidence.setting(settings::environment(&folders));
    }
    draft.evidence.dependency(packages.dialects(&PYTHON_DRIVERS));
    if let Some((dialect, version)) = settings::compose(&folders, &mut draft.evidence) {
        let main = draft.evidence.settled().map(|(main, _)| main);
        draft.server = (main == Some(dialect)).then_some(version);
    }
    let sqlite = draft.evidence.settled().is_some_and(|(main, _)| main == Dialect::Sqlite);
    draft.transaction = env::transaction(&env_py, sqlite);
    draft.naming_convention = env::naming_convention(&environment.script_location, &env_py, &folders);
    draft
}

/// Packages of the nearest folder that names any; a folder above may pin what the nearer one only asks for.
fn packages(folders: &[Utf8PathBuf]) -> Dependencies {
    let mut found = Dependencies::default();
    for folder in folders {
        found = found.or(dependencies::python(folder));
        if found.version("alembic").is_some() || found.version("sqlalchemy").is_some() {
            break;
        }
    }
    found
}
