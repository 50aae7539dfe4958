//! Blocks with `file=PATH` that follow each other under one heading are the files of one project.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use libtest_mimic::Failed;
use remigrate::config::Config;
use remigrate::edit::Safety;
use remigrate::engine::Dialect;
use remigrate::finding::Finding;
use remigrate::lint::{Options, mend, repair_all, run};
use remigrate::project::{Project, Scope, discover};
use remigrate::rules::Rule;
use remigrate::source::FileId;

use super::{Block, Everything, option, without_marks};

/// Lays the files out, judges them, repairs them, and holds all of that against the page.
pub(super) fn check(rule: &Rule, blocks: &[Block]) -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).map_err(|path| format!("{}", path.display()))?;
    // Nothing above the folder has a say.
    fs::create_dir(root.join(".git"))?;
    let mut marked: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let before: Vec<&Block> = blocks.iter().filter(|block| block.role != "fixed").collect();
    for block in &before {
        let path = path_of(block)?;
        let (text, lines) = without_marks(&block.code);
        marked.insert(path, lines);
        lay(&root.join(path), &text)?;
        if block.language == "python" {
            lay(&root.join("migrations/env.py"), "from alembic import context\n")?;
        }
        if let Some(version) = option(block, "alembic") {
            lay(&root.join("requirements.txt"), &format!("alembic=={version}\nSQLAlchemy==2.0.40\n"))?;
        }
    }
    let dialect = before.iter().find_map(|block| option(block, "dialect")).unwrap_or("postgresql");
    let scope = Scope { dialect: Dialect::parse(dialect), ..Scope::of(std::slice::from_ref(&root)) };
    let project = discover(&scope, &Config::default());
    let findings = findings(&project);
    for (path, wanted) in &marked {
        let lines = lines(&project, &findings, &root, path);
        if lines != *wanted {
            let told: Vec<String> = findings.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect();
            return Err(format!("{path}: marked (0-based) {wanted:?}, findings on {lines:?}: {told:#?}").into());
        }
    }
    if marked.values().any(|lines| !lines.is_empty()) && !findings.iter().any(|found| found.rule == rule.name) {
        return Err(format!("no finding is of this rule: {findings:#?}").into());
    }
    let fixed: Vec<&Block> = blocks.iter().filter(|block| block.role == "fixed").collect();
    if fixed.is_empty() {
        return Ok(());
    }
    let is_unsafe = fixed.iter().any(|block| block.options.iter().any(|option| option == "unsafe"));
    let safety = if is_unsafe { Safety::Unsafe } else { Safety::Safe };
    let repaired = repaired(&project, safety);
    let told = |path: &str| repaired.get(&root.join(path)).cloned().unwrap_or_default();
    for block in fixed {
        let (path, wanted) = (path_of(block)?, &block.code);
        if told(path) != *wanted {
            let names: Vec<&Utf8PathBuf> = repaired.keys().collect();
            return Err(format!("{path} is fixed to:\n{}\n--- instead of:\n{wanted}\nof {names:?}", told(path)).into());
        }
    }
    for (path, text) in &repaired {
        lay(path, text)?;
    }
    let again = discover(&scope, &Config::default());
    let second = crate::project::repaired(&again, safety);
    match repaired.iter().find(|(path, text)| second.get(*path) != Some(*text)) {
        Some((path, _)) => Err(format!("a second fix changes {path} again").into()),
        None => Ok(()),
    }
}

fn path_of(block: &Block) -> Result<&str, Failed> {
    option(block, "file").ok_or_else(|| format!("line {}: no file= among files of a project", block.line).into())
}

fn lay(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Utf8Path::new(".")))?;
    fs::write(path, text)
}

fn options<'a>(everything: &'a Everything) -> Options<'a> {
    Options::new(everything, true, &|_, _| true)
}

fn findings(project: &Project) -> Vec<Finding> {
    let outcomes = run(project, &options(&Everything));
    outcomes.into_iter().flat_map(|(_, outcome)| outcome.findings).collect()
}

/// The 0-based lines of one file that have findings.
fn lines(project: &Project, findings: &[Finding], root: &Utf8Path, path: &str) -> Vec<usize> {
    let of_file = |file: FileId| project.sources[file.0 as usize].path() == root.join(path);
    let places = findings.iter().map(|found| found.primary.at).filter(|at| of_file(at.file));
    let mut lines: Vec<usize> = places.map(|at| project.sources[at.file.0 as usize].line_of(at.span.start)).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Every file as `--fix` leaves it, new ones included.
fn repaired(project: &Project, safety: Safety) -> BTreeMap<Utf8PathBuf, String> {
    let mended = mend(project, &options(&Everything), safety, &|_| true).project;
    let mut texts: BTreeMap<Utf8PathBuf, String> =
        mended.sources.iter().map(|source| (source.path().to_owned(), source.text().to_owned())).collect();
    for (file, repair) in repair_all(&mended, &options(&Everything), safety) {
        let path = mended.sources[file.0 as usize].path().to_owned();
        texts.extend(repair.text.map(|text| (path, text)));
    }
    texts
}
