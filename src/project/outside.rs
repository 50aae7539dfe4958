//! What makes tables besides the migrations: dumps of whole schemas, and models that the application makes itself.
//!
//! One cheap look at the text: nothing is parsed, nothing is run.

mod python;

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use ignore::WalkBuilder;
use rayon::prelude::*;

use self::python::{calls_in, code_lines, is_module, models_in, module_of};
use super::draft::{Draft, claimed};
use super::walk::{Tree, current_dir};
use super::{Project, read, settings, shown};
use crate::engine::{Language, Tool};
use crate::source::{FileId, Location, Span};

/// Python files that are looked at in one project.
const FILES: usize = 20_000;

/// Files that mark the top of a Python project.
const TOPS: [&str; 6] = ["pyproject.toml", "setup.py", "setup.cfg", "requirements.txt", "alembic.ini", ".git"];

/// Folders whose code makes tables only for itself.
const ASIDE: [&str; 8] = ["test", "tests", "testing", "docs", "doc", "examples", "benchmarks", "node_modules"];

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// Calls of `metadata.create_all` in the application.
    pub calls: Vec<Call>,
    /// Tables of the application's models.
    pub models: BTreeMap<String, Model>,
    /// Tables in dumps that stand beside the migrations (`db/schema.rb`, `structure.sql`, `init.sql`).
    pub dumped: BTreeSet<String>,
    /// Roots of histories that belong to a gem: its tables meet those of an application that is not here.
    pub in_gems: BTreeSet<Utf8PathBuf>,
}

/// A model that stands for a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Where it is declared.
    pub at: Location,
    base: Base,
}

/// Whose metadata it is about: the module that the name of its base class comes from, as far as the text tells, and
/// the file it is used in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Base {
    module: Option<String>,
    file: Utf8PathBuf,
}

impl Base {
    /// Whether both may be about the same metadata.
    fn meets(&self, other: &Self) -> bool {
        let within = |module: &str, file: &Utf8Path| file.components().any(|part| part.as_str() == module);
        match (&self.module, &other.module) {
            (Some(a), Some(b)) => a == b || within(a, &other.file) || within(b, &self.file),
            // What a file defines itself and another one has from nobody knows where need not be the same.
            (Some(module), None) => self.file == other.file || !is_module(&self.file, module),
            (None, Some(module)) => self.file == other.file || !is_module(&other.file, module),
            (None, None) => true,
        }
    }
}

impl Outside {
    /// Where the application makes this table, and the model that says so.
    pub fn maker(&self, table: &str) -> Option<(&Call, &Model)> {
        let model = self.models.get(&table.to_lowercase())?;
        self.calls.iter().find(|call| call.base.meets(&model.base)).map(|call| (call, model))
    }
}

/// A place where the application makes the tables of its models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub at: Location,
    /// The function it stands in.
    pub function: Option<String>,
    /// Where that function is called.
    pub from: Option<Location>,
    base: Base,
}

/// Looks around the drafted histories. Files that hold something become sources of the project.
pub(super) fn look(tree: &Tree, drafts: &[Draft], project: &mut Project) -> Outside {
    let mut outside = Outside::default();
    for draft in drafts {
        for dump in dumps(draft) {
            if let Ok(text) = std::fs::read_to_string(&dump) {
                outside.dumped.extend(tables_in(&text));
            }
        }
        if draft.tool == Tool::Rails && settings::above(&draft.root).iter().any(|dir| has_gemspec(dir)) {
            outside.in_gems.insert(draft.root.clone());
        }
    }
    if drafts.iter().any(|draft| draft.tool.language() == Language::Python) {
        look_at_python(tree, drafts, project, &mut outside);
    }
    outside
}

fn has_gemspec(dir: &Utf8Path) -> bool {
    dir.read_dir_utf8().into_iter().flatten().flatten().any(|entry| entry.path().extension() == Some("gemspec"))
}

/// Files around a history that may hold the schema as a whole.
fn dumps(draft: &Draft) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let (claimed, current) = (claimed([draft]), current_dir());
    for dir in settings::above(&draft.root) {
        found.extend(
            ["db/schema.rb", "db/structure.sql"].iter().map(|name| dir.join(name)).filter(|path| path.is_file()),
        );
        let entries = dir.read_dir_utf8().into_iter().flatten().flatten();
        found.extend(entries.map(|entry| entry.path().to_owned()).filter(|path| {
            let ruby = path.file_name().is_some_and(|name| name.ends_with("schema.rb"));
            (ruby || path.extension() == Some("sql")) && !claimed.contains(shown(path, &current).as_path())
        }));
    }
    found
}

/// Names behind `CREATE TABLE` and `create_table`, as they are written, quotes and a default schema taken off.
fn tables_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let line = line.trim_start();
        let head = line.get(..line.len().min(12))?.to_ascii_lowercase();
        if !head.starts_with("create table") && !head.starts_with("create_table") && !head.starts_with("create") {
            return None;
        }
        let lower = line.to_ascii_lowercase();
        let at = ["create_table", " table ", " view "].iter().find_map(|word| Some(lower.find(word)? + word.len()))?;
        let rest = line.get(at..)?.trim_start_matches([' ', '(']);
        let rest = rest.strip_prefix("IF NOT EXISTS ").or_else(|| rest.strip_prefix("if not exists ")).unwrap_or(rest);
        let name: String = rest
            .chars()
            .filter(|c| !matches!(c, '"' | '\'' | '`' | '[' | ']' | ':'))
            .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$'))
            .collect();
        let name = name.strip_prefix("public.").unwrap_or(&name).to_lowercase();
        (!name.is_empty()).then_some(name)
    })
}

fn look_at_python(tree: &Tree, drafts: &[Draft], project: &mut Project, outside: &mut Outside) {
    let files = python_files(tree, drafts);
    let looked: Vec<Looked> = files.par_iter().filter_map(|path| look_into(path)).collect();
    let mut calls = Vec::new();
    for looked in looked.into_iter().filter(|looked| !looked.is_empty()) {
        let Ok(file) = u32::try_from(project.sources.len()).map(FileId) else { return };
        let at = |span| Location { file, span };
        let text = looked.file.0.text();
        let path = looked.file.0.path();
        let base = |name: Option<&str>| Base {
            module: name.and_then(|name| module_of(name, text, path)),
            file: path.to_owned(),
        };
        for (name, span) in &looked.models {
            let class = text[..span.end as usize].rfind("class ").filter(|_| !text[span.range()].contains("Table("));
            let parent = class.and_then(|at| text[at..].split_once('(')?.1.split([',', ')', '.']).next());
            let model = Model { at: at(*span), base: base(parent) };
            outside.models.entry(name.clone()).or_insert(model);
        }
        calls.extend(looked.calls.iter().map(|(span, function)| {
            let owner = text[span.range()].split('.').next();
            Call { at: at(*span), function: function.clone(), from: None, base: base(owner) }
        }));
        project.sources.push(looked.file.0);
        project.origins.push(looked.file.1);
    }
    for call in &mut calls {
        call.from = call.function.as_deref().and_then(|name| called(name, &files, project));
    }
    outside.calls = calls;
}

/// The Python of the project that is no migration.
fn python_files(tree: &Tree, drafts: &[Draft]) -> Vec<Utf8PathBuf> {
    let tops: BTreeSet<Utf8PathBuf> = drafts
        .iter()
        .filter(|draft| draft.tool.language() == Language::Python && tree.is_of_interest(&draft.root))
        .filter_map(|draft| top(&draft.root))
        .collect();
    let current = current_dir();
    let claimed = claimed(drafts);
    let mut found = BTreeSet::new();
    for top in &tops {
        if tops.iter().any(|other| other != top && top.starts_with(other)) {
            continue;
        }
        let mut walk = WalkBuilder::new(top);
        walk.require_git(false).filter_entry(|entry| {
            entry.depth() == 0
                || entry.file_name().to_str().is_none_or(|name| !ASIDE.contains(&name) && name != "site-packages")
        });
        let entries =
            walk.build().filter_map(Result::ok).filter_map(|entry| Utf8PathBuf::from_path_buf(entry.into_path()).ok());
        let python = entries.filter(|path| path.extension() == Some("py") && !is_test(path));
        let others = python.map(|path| shown(&path, &current)).filter(|path| !claimed.contains(path.as_path()));
        found.extend(others.take(FILES));
    }
    found.into_iter().collect()
}

/// The nearest folder above that looks like the top of a project.
fn top(root: &Utf8Path) -> Option<Utf8PathBuf> {
    settings::above(root).into_iter().find(|dir| TOPS.iter().any(|name| dir.join(name).exists()))
}

fn is_test(path: &Utf8Path) -> bool {
    let stem = path.file_stem().unwrap_or_default();
    stem == "conftest" || stem.starts_with("test_") || stem.ends_with("_test")
}

/// What one file holds.
struct Looked {
    file: (crate::source::Source, super::Origin),
    models: Vec<(String, Span)>,
    calls: Vec<(Span, Option<String>)>,
}

impl Looked {
    fn is_empty(&self) -> bool {
        self.models.is_empty() && self.calls.is_empty()
    }
}

fn look_into(path: &Utf8Path) -> Option<Looked> {
    let (source, origin) = read::read(path).ok()?;
    let text = source.text();
    let words = ["create_all", "__tablename__", "Table(", "table=True", "db.Model"];
    if !words.iter().any(|word| text.contains(word)) {
        return None;
    }
    let (models, calls) = (models_in(text), calls_in(text));
    Some(Looked { file: (source, origin), models, calls })
}

/// Where a function is called: in the files that are here, else in the others.
fn called(function: &str, files: &[Utf8PathBuf], project: &mut Project) -> Option<Location> {
    let wanted = format!("{function}(");
    let place = |text: &str| {
        code_lines(text).find_map(|(at, line)| {
            let place = line.find(&wanted)?;
            let before = &line[..place];
            let other =
                before.ends_with(|c: char| c.is_alphanumeric() || c == '_') || before.trim_start().ends_with("def ");
            (!other).then(|| Span::new(at + place, at + place + function.len()))
        })
    };
    let paths: BTreeSet<&Utf8PathBuf> = project.origins.iter().map(|origin| &origin.path).collect();
    let known = project.sources.iter().zip(0..).find_map(|(source, file)| Some((FileId(file), place(source.text())?)));
    if let Some((file, span)) = known.filter(|(file, _)| files.contains(&project.origins[file.0 as usize].path)) {
        return Some(Location { file, span });
    }
    let others: Vec<&Utf8PathBuf> = files.iter().filter(|path| !paths.contains(path)).collect();
    let (source, origin, span) = others.par_iter().find_map_first(|path| {
        let (source, origin) = read::read(path).ok()?;
        let span = place(source.text())?;
        Some((source, origin, span))
    })?;
    let file = FileId(u32::try_from(project.sources.len()).ok()?);
    project.sources.push(source);
    project.origins.push(origin);
    Some(Location { file, span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_with_the_function_around_them() {
        let text = "def init_db():\n    Base.metadata.create_all(bind=engine)\n\nasync def start(c):\n    \
                    await c.run_sync(SQLModel.metadata.create_all)\n\n# db.create_all()\ndb.create_all()\n\
                    Base.metadata.create_all(engine, tables=[X])\nx.create_all_things()\n";
        let found: Vec<_> =
            calls_in(text).into_iter().map(|(span, function)| (text[span.range()].to_owned(), function)).collect();
        let some = |call: &str, function: Option<&str>| (call.to_owned(), function.map(str::to_owned));
        assert_eq!(
            found,
            [
                some("Base.metadata.create_all", Some("init_db")),
                some("SQLModel.metadata.create_all", Some("start")),
                some("db.create_all", None)
            ]
        );
    }

    #[test]
    fn metadata_is_told_apart_by_where_it_comes_from() {
        let base = |name: &str, text: &str, file: &str| {
            let path = Utf8Path::new(file);
            Base { module: module_of(name, text, path), file: path.to_owned() }
        };
        let model = base("Base", "from app.internal.db import (\n    Base,\n    engine,\n)\n", "app/models/users.py");
        assert_eq!(model.module.as_deref(), Some("db"));
        assert!(base("Base", "Base = declarative_base()\n", "app/internal/db.py").meets(&model));
        assert!(base("Base", "from .internal.db import Base\n", "app/main.py").meets(&model));
        assert!(!base("Base", "Base = declarative_base()\n", "app/vectors/pgvector.py").meets(&model));
        assert!(base("Base", "from app.models import Base\n", "app/db.py").meets(&model), "a package may hand it on");
    }

    #[test]
    fn models_tell_their_tables() {
        let text = "class A(Base):\n    __tablename__ = 'as'\n\nclass Hero(SQLModel, table=True):\n    id: int\n\n\
                    class UserGroup(db.Model):\n    id = 1\n\nt = sa.Table(\n    \"rows\",\n    metadata)\n\
                    class Plain(Base):\n    pass\n";
        let names: Vec<String> = models_in(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["as", "hero", "rows", "user_group"]);
    }

    #[test]
    fn dumps_tell_their_tables() {
        let text = "  create_table \"users\", force: :cascade do |t|\nCREATE TABLE public.posts (\n\
                    CREATE TABLE IF NOT EXISTS `logs` (\ncreate view v as select 1;\nCREATE INDEX i ON t (a);\n";
        assert_eq!(tables_in(text).collect::<Vec<_>>(), ["users", "posts", "logs", "v"]);
    }
}
