//! What env.py and the models say, read as text: env.py is a program, so only what is written out counts.

use camino::{Utf8Path, Utf8PathBuf};

use crate::engine::{Dialect, Transaction};
use crate::project::dialect;

/// Dialects of URLs written out in env.py. A URL that another one is compared with says that there are several.
pub(super) fn dialects(env_py: &str) -> Vec<Dialect> {
    let compares = |line: &&str| ["startswith", "replace(", " in ", "=="].iter().any(|word| line.contains(word));
    code_lines(env_py).filter(|line| !compares(line)).flat_map(dialect::urls_in).collect()
}

/// Whether this environment makes SQLite's schema statements part of a transaction: with the driver's own transaction
/// handling off and an explicit BEGIN, a stop leaves nothing behind (measured; shared facts alembic.md section 5).
pub(super) fn transaction(env_py: &str, sqlite: bool) -> Option<Transaction> {
    let code: String = code_lines(env_py).collect::<Vec<_>>().join("\n");
    let begins = ["\"BEGIN", "'BEGIN"].iter().any(|text| code.contains(text));
    let driver_off = code.contains("isolation_level = None") || code.contains("isolation_level=None");
    (sqlite && begins && driver_off).then_some(Transaction::Whole)
}

/// Lines that are not wholly a comment.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with('#'))
}

/// The naming convention of the metadata, where a file near env.py writes it out as a literal.
pub(super) fn naming_convention(
    script_location: &Utf8Path,
    env_py: &str,
    folders: &[Utf8PathBuf],
) -> Vec<(String, String)> {
    if let Some(found) = convention_in(env_py) {
        return found;
    }
    modules(env_py)
        .flat_map(|module| {
            let path = module.replace('.', "/");
            let bases = std::iter::once(script_location.to_owned()).chain(folders.iter().take(4).cloned());
            bases.flat_map(move |base| {
                let base = base.join(&path);
                [base.with_extension("py"), base.join("__init__.py"), base.join("base.py"), base.join("meta.py")]
            })
        })
        .find_map(|path| convention_in(&std::fs::read_to_string(path).ok()?))
        .unwrap_or_default()
}

/// Modules that env.py imports, and their parents: the metadata comes from one of them.
fn modules(env_py: &str) -> impl Iterator<Item = String> + '_ {
    env_py.lines().filter_map(|line| {
        let line = line.trim();
        let module = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import")).map(|(module, _)| module);
        let module = module.or_else(|| line.strip_prefix("import "))?.trim();
        let foreign = ["alembic", "sqlalchemy", "logging", "sys", "os", "__future__", "typing", "asyncio", "flask"];
        let top = module.split('.').next().unwrap_or_default();
        (!foreign.contains(&top)).then(|| module.trim_start_matches('.').to_owned())
    })
}

/// The entries `"ix": "…"` of a dictionary that is a naming convention.
fn convention_in(text: &str) -> Option<Vec<(String, String)>> {
    text.find("naming_convention").or_else(|| text.find("NAMING_CONVENTION"))?;
    // The dictionary stands at the name or before it: `convention = {…}`, then `MetaData(naming_convention=convention)`.
    let found: Vec<(String, String)> = ["ix", "uq", "ck", "fk", "pk"]
        .into_iter()
        .filter_map(|key| {
            let near = [format!("\"{key}\":"), format!("'{key}':")];
            let at = near.iter().find_map(|needle| Some(text.find(needle.as_str())? + needle.len()))?;
            Some((key.to_owned(), literal(&text[at..])?))
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// A string literal, perhaps of several pieces, or one inside a call: `"%(a)s" "_x"`, `sa.text("…")` is not one.
fn literal(text: &str) -> Option<String> {
    let mut rest = text.trim_start().trim_start_matches(['(', ' ', '\n']);
    let mut value = String::new();
    while let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (piece, after) = rest[1..].split_once(quote)?;
        value.push_str(piece);
        rest = after.trim_start();
    }
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_begin_recipe_makes_sqlite_transactional() {
        let recipe = "def do_connect(c, r):\n    c.isolation_level = None\n\ndef do_begin(conn):\n    \
                      conn.exec_driver_sql(\"BEGIN\")\n";
        assert_eq!(transaction(recipe, true), Some(Transaction::Whole));
        assert_eq!(transaction(recipe, false), None);
        assert_eq!(transaction("transactional_ddl=True", true), None);
    }

    #[test]
    fn naming_conventions_are_read_where_written_out() {
        let text = "convention = {\n  \"ix\": \"ix_%(column_0_label)s\",\n  'uq': (\"uq_%(table_name)s\"\n    \
                    \"_%(column_0_name)s\"),\n}\nmetadata = MetaData(naming_convention=convention)\n";
        let found = convention_in(text).unwrap_or_default();
        assert_eq!(found[0], ("ix".to_owned(), "ix_%(column_0_label)s".to_owned()));
        assert_eq!(found[1].1, "uq_%(table_name)s_%(column_0_name)s");
        assert_eq!(convention_in("x = {'ix': 'y'}"), None);
    }
}
