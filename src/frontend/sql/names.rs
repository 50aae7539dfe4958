//! What a file's name says: revision, name and direction, by the rules of each tool (shared facts sql.md section 2).

use camino::Utf8Path;

use crate::engine::Tool;

/// Which way a file leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Up,
    Down,
}

/// Revision, name and direction of a migration file of this tool; `None` where the tool would pass the file over.
pub fn revision(tool: Tool, path: &Utf8Path) -> Option<(String, String, Direction)> {
    let file = path.file_name()?;
    let (stem, direction) = stem_of(file)?;
    let folder = path.parent().and_then(Utf8Path::file_name).unwrap_or_default();
    let numbered = || numbered(stem).map(|(revision, name)| (revision, name, direction));
    match tool {
        Tool::Flyway | Tool::Refinery => flyway(stem),
        Tool::Diesel => {
            let direction = if stem == "down" { Direction::Down } else { Direction::Up };
            let (version, name) = folder.split_once('_').unwrap_or((folder, ""));
            let known = matches!(stem, "up" | "down") && !folder.starts_with('.');
            known.then(|| (version.replace('-', ""), name.to_owned(), direction))
        }
        Tool::Prisma => (file == "migration.sql").then(|| {
            let name = folder.split_once('_').map_or(folder, |(_, name)| name);
            (folder.to_owned(), name.to_owned(), Direction::Up)
        }),
        Tool::SqlMigrate => Some((file.to_owned(), stem.to_owned(), direction)),
        Tool::Yoyo | Tool::Liquibase => Some((stem.to_owned(), stem.to_owned(), direction)),
        Tool::GraphileMigrate => numbered().or_else(|| {
            let current = stem == "current" || folder == "current";
            current.then(|| (stem.to_owned(), stem.to_owned(), direction))
        }),
        Tool::PlainSql => plain(stem, folder, direction),
        _ => numbered(),
    }
}

/// The name without `.sql`, `.up`, `.down` and `.rollback`, and the way they say.
fn stem_of(file: &str) -> Option<(&str, Direction)> {
    let (stem, extension) = file.rsplit_once('.')?;
    if !extension.eq_ignore_ascii_case("sql") {
        return None;
    }
    for (suffix, direction) in [
        (".up", Direction::Up),
        (".down", Direction::Down),
        (".do", Direction::Up),
        (".undo", Direction::Down),
        (".rollback", Direction::Down),
    ] {
        if let Some(stem) = stem.strip_suffix(suffix) {
            return Some((stem, direction));
        }
    }
    Some((stem, Direction::Up))
}

/// `20240102_name`, `0001-name`, `3`: leading digits and what follows them.
fn numbered(stem: &str) -> Option<(String, String)> {
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (revision, name) = stem.split_at(digits);
    (!revision.is_empty()).then(|| (revision.to_owned(), name.trim_start_matches(['_', '-', '.', ' ']).to_owned()))
}

/// `V1_2__name`, `U1__name`, `R__name`.
fn flyway(stem: &str) -> Option<(String, String, Direction)> {
    let (version, name) = stem.split_once("__")?;
    let mut letters = version.chars();
    let kind = letters.next()?;
    let number = letters.as_str();
    let numeric = number.starts_with(|c: char| c.is_ascii_digit());
    let direction = match kind {
        'V' | 'B' if numeric => Direction::Up,
        'U' if numeric => Direction::Down,
        'R' if number.is_empty() => return Some((stem.to_owned(), name.to_owned(), Direction::Up)),
        _ => return None,
    };
    Some((number.replace('_', "."), name.to_owned(), direction))
}

/// Files that no tool names: numbers, dates, Flyway's form, `up.sql` in a numbered folder.
fn plain(stem: &str, folder: &str, direction: Direction) -> Option<(String, String, Direction)> {
    if let Some(found) = flyway(stem) {
        return Some(found);
    }
    if matches!(stem, "up" | "down" | "migration") {
        let direction = if stem == "down" { Direction::Down } else { Direction::Up };
        return numbered(folder).map(|(revision, name)| (revision, name, direction));
    }
    // 2024-01-02-name, 1.2.0-name
    let bare = stem.trim_start_matches(['v', 'V']);
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let length = bare.len() - bare.trim_start_matches(is_number).len();
    let (revision, name) = bare.split_at(length);
    let revision = revision.trim_end_matches(['-', '.']);
    revision
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| (revision.to_owned(), name.trim_start_matches(['_', '-', '.', ' ']).to_owned(), direction))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_by_tool() {
        use Direction::{Down, Up};
        for (tool, path, expected) in [
            (Tool::Flyway, "sql/V1_2__add_users.sql", Some(("1.2", "add_users", Up))),
            (Tool::Flyway, "sql/U1_2__add_users.sql", Some(("1.2", "add_users", Down))),
            (Tool::Flyway, "sql/notes.sql", None),
            (Tool::GolangMigrate, "m/000001_init.down.sql", Some(("000001", "init", Down))),
            (Tool::Diesel, "migrations/2024-01-02-030405_users/up.sql", Some(("20240102030405", "users", Up))),
            (Tool::Prisma, "prisma/migrations/2024_init/migration.sql", Some(("2024_init", "init", Up))),
            (Tool::PlainSql, "m/2024-01-02-users.sql", Some(("2024-01-02", "users", Up))),
            (Tool::PlainSql, "m/v1.2.0_x.sql", Some(("1.2.0", "x", Up))),
            // Whether it is another file's way back is for the project to tell, which knows both.
            (Tool::PlainSql, "m/002_scale_down.sql", Some(("002", "scale_down", Up))),
            (Tool::PlainSql, "m/schema.sql", None),
            (Tool::Sqlx, "m/3_x.up.sql", Some(("3", "x", Up))),
            (Tool::Sqlx, "m/readme.md", None),
        ] {
            let found = revision(tool, Utf8Path::new(path));
            let found = found.as_ref().map(|(revision, name, way)| (revision.as_str(), name.as_str(), *way));
            assert_eq!(found, expected, "{path}");
        }
    }
}
