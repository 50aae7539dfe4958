//! SQL histories: which folders hold migrations, which tool runs them, and for which database.

mod engine;
mod tool;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::draft::{Draft, DraftFile};
use super::names::{self, Direction, Form, Name};
use super::settings;
use super::walk::{Tree, absolute};
use crate::engine::Tool;

/// Words in a folder's name that say that migrations are in it.
const HINTS: [&str; 14] = [
    "migration",
    "migrate",
    "migrations",
    "versions",
    "upgrade",
    "upgrades",
    "updates",
    "update",
    "patches",
    "deltas",
    "delta",
    "evolutions",
    "changelog",
    "changesets",
];

/// Drafts every SQL history of the tree that no other language claims.
pub(super) fn find(tree: &Tree, claimed: &[Draft]) -> Vec<Draft> {
    let mut drafts = nested(tree);
    for (dir, names) in &tree.dirs {
        let taken = drafts.iter().any(|draft| dir.starts_with(&draft.root) && dir != &draft.root);
        // SQL beside Ruby or Python migrations is read by them (`execute File.read(…)`), not run on its own.
        let foreign = claimed.iter().any(|draft| dir.starts_with(&draft.root));
        if taken || foreign {
            continue;
        }
        let sql: Vec<&String> = names.iter().filter(|name| is_sql(name)).collect();
        if !sql.is_empty() && is_history(dir, &sql, names) {
            drafts.extend(flat(dir, &sql, names).map(|draft| Draft { whole: tree.holds_all(dir), ..draft }));
        }
    }
    drafts
}

/// A history of SQL files that the user named, in a folder no layout was recognised in.
pub(super) fn draft_named(dir: Utf8PathBuf, files: Vec<Utf8PathBuf>) -> Draft {
    let mut file_names: Vec<String> = files.iter().filter_map(|path| path.file_name().map(str::to_owned)).collect();
    // A way forth brings its way back along.
    let downs: Vec<String> = file_names.iter().map(|name| name.replacen(".up.", ".down.", 1)).collect();
    file_names.extend(
        downs.into_iter().filter(|name| !files.iter().any(|file| file.ends_with(name)) && dir.join(name).is_file()),
    );
    let all: Vec<&String> = file_names.iter().collect();
    if let Some(root) = nested_root(&dir, &file_names) {
        let files = pair_nested(&dir, &file_names).into_iter().collect();
        return complete(nested_tool(&file_names), root, files);
    }
    let tool = tool::of(&dir, &all, &file_names);
    let files = pair(&dir, &all, tool);
    complete(tool, dir, files)
}

fn is_sql(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".sql")
}

/// Whether a folder of SQL files is a history: its name or a tool's own file says so, or nearly all files are numbered,
/// some behind a word.
fn is_history(dir: &Utf8Path, sql: &[&String], names: &[String]) -> bool {
    let numbered = sql.iter().filter(|name| names::parse(name).is_some()).count();
    let marked = names.iter().any(|name| name == "atlas.sum") || dir.join("meta/_journal.json").is_file();
    let hinted = is_hinted(dir);
    if marked || hinted && numbered > 0 {
        return true;
    }
    if numbered == 0 && worded_steps(sql) >= if hinted { 2 } else { 3 } {
        return true;
    }
    let plainly_migrations = matches!(absolute(dir).file_name(), Some("migrations" | "migration" | "migrate"));
    if plainly_migrations && numbered == 0 {
        return sql.iter().any(|name| !names::is_dump(name));
    }
    let flyway = sql.iter().filter_map(|name| names::parse(name)).any(|name| name.form == Form::Flyway);
    numbered > 0 && flyway || numbered >= 2 && numbered * 4 >= sql.len() * 3
}

/// How many files are called `db_00001.sql`, `db_00002.sql`, where nearly all are.
fn worded_steps(sql: &[&String]) -> usize {
    let steps = sql.iter().filter(|name| names::is_worded_step(name)).count();
    if steps * 4 >= sql.len() * 3 { steps } else { 0 }
}

/// The folder's own name or the one above it (`migrations/postgres`) holds one of the [`HINTS`].
fn is_hinted(dir: &Utf8Path) -> bool {
    let full = absolute(dir);
    let said = |dir: &Utf8Path| {
        let name = dir.file_name().unwrap_or_default().to_ascii_lowercase();
        name.split(['-', '_', '.', ' ']).any(|word| HINTS.contains(&word))
    };
    said(&full) || full.parent().is_some_and(said)
}

/// The files of one folder as one history.
fn flat(dir: &Utf8Path, sql: &[&String], names: &[String]) -> Option<Draft> {
    let tool = tool::of(dir, sql, names);
    let any_numbered = sql.iter().any(|name| names::parse(name).is_some());
    let worded = worded_steps(sql) > 0;
    let taken: Vec<&String> = sql
        .iter()
        .copied()
        .filter(|name| match names::parse(name) {
            Some(parsed) => takes(tool, &parsed),
            // Tools that order by a list of their own, and folders in which nothing is numbered.
            None => {
                matches!(tool, Tool::Liquibase | Tool::Drizzle | Tool::Yoyo)
                    || !any_numbered && !names::is_dump(name) && (!worded || names::is_worded_step(name))
            }
        })
        .collect();
    let files = pair(dir, &taken, tool);
    (!files.is_empty()).then(|| complete(tool, dir.to_owned(), files))
}

/// Whether the tool runs files whose names have this form.
fn takes(tool: Tool, name: &Name) -> bool {
    match tool {
        Tool::Flyway | Tool::Refinery => name.form == Form::Flyway,
        Tool::GolangMigrate => name.form == Form::Pair,
        _ => true,
    }
}

/// Pairs the files of the two directions; a way back without a way forth is nothing to run.
fn pair(dir: &Utf8Path, sql: &[&String], tool: Tool) -> Vec<DraftFile> {
    let at = |name: &str| if dir == "." { Utf8PathBuf::from(name) } else { dir.join(name) };
    let mut pairs: BTreeMap<String, (Option<&str>, Option<&str>)> = BTreeMap::new();
    for name in sql {
        let parsed = names::parse(name).unwrap_or_else(|| {
            let stem = name.get(..name.len() - ".sql".len()).unwrap_or(name);
            let (stem, direction, form) = names::split_direction(stem);
            Name { stem: stem.to_owned(), direction, form }
        });
        let entry = pairs.entry(parsed.stem).or_default();
        match parsed.direction {
            Direction::Up => entry.0 = Some(name),
            Direction::Down => entry.1 = Some(name),
        }
    }
    let forth = pairs.values().any(|(up, _)| up.is_some());
    let mut files: Vec<DraftFile> = pairs
        .into_values()
        .filter_map(|(up, down)| match (up, down) {
            (Some(up), down) => Some(DraftFile { down: down.map(at), ..DraftFile::alone(at(up)) }),
            // One file, named on its own: its other half is beside it.
            (None, Some(down)) => {
                let other_half = sibling(dir, down);
                let paired = other_half.map(|up| DraftFile { down: Some(at(down)), ..DraftFile::alone(at(&up)) });
                // Among ways forth, `0007_scale_down.sql` is only called so.
                let called_so = forth && down.to_ascii_lowercase().ends_with("_down.sql");
                paired.or_else(|| called_so.then(|| DraftFile::alone(at(down))))
            }
            (None, None) => None,
        })
        .collect();
    sort(&mut files, dir, tool);
    files
}

/// The way forth to a way back that was named alone.
fn sibling(dir: &Utf8Path, down: &str) -> Option<String> {
    [(".down.", ".up."), ("_down.", "_up."), (".undo.", ".do."), (".rollback.", ".")]
        .into_iter()
        .filter(|(from, _)| down.contains(from))
        .map(|(from, to)| down.replacen(from, to, 1))
        .chain(down.strip_prefix('U').map(|rest| format!("V{rest}")))
        .find(|name| dir.join(name).is_file())
}

/// Puts the files into the order in which the tool runs them.
fn sort(files: &mut [DraftFile], dir: &Utf8Path, tool: Tool) {
    let name = |file: &DraftFile| file.path.file_name().unwrap_or_default().to_owned();
    match tool {
        // By file name, as text.
        Tool::Dbmate | Tool::Atlas | Tool::Supabase | Tool::Yoyo | Tool::Liquibase => files.sort_by_cached_key(name),
        Tool::Drizzle => {
            let journal = tool::journal(dir);
            let entry = |file: &DraftFile| journal.get(file.path.file_stem().unwrap_or_default());
            files.iter_mut().for_each(|file| file.when = entry(file).and_then(|entry| entry.1));
            files.sort_by_cached_key(|file| (entry(file).map_or(usize::MAX, |entry| entry.0), name(file)));
        }
        _ => files.sort_by(|a, b| names::natural(&name(a), &name(b))),
    }
}

/// Folders `VERSION_name/` that hold `up.sql` (diesel, Hasura) or `migration.sql` (Prisma).
fn nested(tree: &Tree) -> Vec<Draft> {
    let mut roots: BTreeMap<(Utf8PathBuf, &'static str), Vec<DraftFile>> = BTreeMap::new();
    for (dir, names) in &tree.dirs {
        let Some(root) = nested_root(dir, names) else { continue };
        let tool = nested_tool(names);
        roots.entry((root, tool.name())).or_default().extend(pair_nested(dir, names));
    }
    roots
        .into_iter()
        .filter_map(|((root, tool), mut files)| {
            let folder =
                |file: &DraftFile| file.path.parent().and_then(Utf8Path::file_name).unwrap_or_default().to_owned();
            files.sort_by(|a, b| names::natural(&folder(a), &folder(b)));
            let whole = tree.holds_all(&root);
            Some(Draft { whole, ..complete(Tool::parse(tool)?, root, files) })
        })
        .collect()
}

/// The folder above a numbered folder with one migration in it, as it is shown.
fn nested_root(dir: &Utf8Path, names: &[String]) -> Option<Utf8PathBuf> {
    let holds = names.iter().any(|name| matches!(name.as_str(), "up.sql" | "down.sql" | "migration.sql"));
    let full = absolute(dir);
    let numbered = full.file_name()?.starts_with(|c: char| c.is_ascii_digit());
    if !holds || !numbered {
        return None;
    }
    let parent = if dir == "." { full.parent()? } else { dir.parent()? };
    Some(super::shown(parent, &super::walk::current_dir()))
}

fn nested_tool(names: &[String]) -> Tool {
    if names.iter().any(|name| name == "migration.sql") { Tool::Prisma } else { Tool::Diesel }
}

fn pair_nested(dir: &Utf8Path, names: &[String]) -> Option<DraftFile> {
    let at = |name: &str| if dir == "." { Utf8PathBuf::from(name) } else { dir.join(name) };
    let has = |name: &str| names.iter().any(|other| other == name);
    if has("migration.sql") {
        return Some(DraftFile::alone(at("migration.sql")));
    }
    // A named down.sql brings its up.sql along, and the reverse costs nothing.
    let present = |name: &str| (has(name) || dir.join(name).is_file()).then(|| at(name));
    Some(DraftFile { down: present("down.sql"), ..DraftFile::alone(present("up.sql")?) })
}

/// What is known around the files of a history.
fn complete(tool: Tool, root: Utf8PathBuf, files: Vec<DraftFile>) -> Draft {
    let folders = settings::above(&root);
    let mut draft = Draft::new(tool, root, files);
    engine::look_around(&mut draft, &folders);
    draft
}
