//! Files beside a migration that it speaks of: modules with helpers, constants and identifiers, SQL that it includes.

use std::collections::BTreeSet;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::syntax::{self, Parsed};
use crate::engine::Companions;
use crate::source::Source;

/// More modules than these are not followed from one file.
const MOST: usize = 48;

/// Where the files may be that a text speaks of: `crate::x`, `super::x` and `self::x` as `x.rs` or `x/mod.rs`, and what
/// `include_str!` names. `root` is the folder of the crate's root file.
pub fn mentioned(path: &Utf8Path, text: &str, root: &Utf8Path) -> Vec<Utf8PathBuf> {
    let dir = path.parent().unwrap_or(Utf8Path::new(""));
    // Of a module that is a folder, `super` is the folder above.
    let above = if path.file_name() == Some("mod.rs") { dir.parent().unwrap_or(dir) } else { dir };
    let mut found = Vec::new();
    for (word, folder) in [("crate::", root), ("super::", above), ("self::", dir)] {
        for (at, _) in text.match_indices(word) {
            let rest = &text[at + word.len()..];
            for module in modules(rest) {
                found.push(folder.join(format!("{module}.rs")));
                found.push(folder.join(module).join("mod.rs"));
            }
        }
    }
    for (at, _) in text.match_indices("include_str!") {
        let argument = text[at + "include_str!".len()..].trim_start().trim_start_matches(['(', '[', '{']).trim_start();
        let quoted = argument.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        found.extend(quoted.map(|(name, _)| resolved(&dir.join(name))));
    }
    found.sort();
    found.dedup();
    found
}

/// The names that stand first behind `super::`: one, or a list in braces.
fn modules(rest: &str) -> Vec<&str> {
    let name = |text: &'_ str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let Some(list) = rest.strip_prefix('{') else {
        return Some(&rest[..name(rest)]).filter(|name| !name.is_empty()).into_iter().collect();
    };
    let list = list.split_once(';').map_or(list, |(list, _)| list);
    let mut depth = 0;
    let outer = list.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    outer.map(str::trim).map(|part| &part[..name(part)]).filter(|name| !name.is_empty()).collect()
}

/// The path without `.` and `..`.
pub(super) fn resolved(path: &Utf8Path) -> Utf8PathBuf {
    let mut plain = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// A module of the crate, and the name it goes by.
pub(super) struct Module {
    pub(super) name: String,
    pub(super) parsed: Parsed,
}

/// The modules that a file speaks of, and those that they speak of. What can't be parsed is left out.
pub(super) fn modules_of(source: &Source, companions: &Companions) -> Vec<Module> {
    if companions.is_empty() {
        return Vec::new();
    }
    let root = root_of(source.path());
    let mut seen = BTreeSet::from([source.path().to_owned()]);
    let mut next = mentioned(source.path(), source.text(), &root);
    let mut found = Vec::new();
    while let Some(path) = next.pop() {
        let Some(text) = companions.get(&path).filter(|_| path.extension() == Some("rs") && found.len() < MOST) else {
            continue;
        };
        if !seen.insert(path.clone()) {
            continue;
        }
        next.extend(mentioned(&path, text, &root));
        let folder = path.file_name() == Some("mod.rs");
        let name = if folder { path.parent().and_then(Utf8Path::file_name) } else { path.file_stem() };
        if let Ok(parsed) = syntax::parse(&Source::new(path.clone(), text.as_str())) {
            found.push(Module { name: name.unwrap_or_default().to_owned(), parsed });
        }
    }
    found
}

/// The folder of the crate's root file: the nearest `src`, or where the file is.
pub fn root_of(path: &Utf8Path) -> Utf8PathBuf {
    let src = path.ancestors().skip(1).find(|dir| dir.file_name() == Some("src"));
    src.or(path.parent()).unwrap_or(Utf8Path::new("")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_it_needs() {
        let text = "use super::helpers::drop;\nuse crate::{names::{A, B}, m1_a};\nuse super::super::x;\n\
                    const SQL: &str = include_str!(\"../sql/up.sql\");\nlet a = crate::deep::f();";
        let found = mentioned("m/src/m2.rs".into(), text, "m/src".into());
        let found: Vec<&str> = found.iter().map(|path| path.as_str()).collect();
        let expected = ["deep.rs", "deep/mod.rs", "helpers.rs", "helpers/mod.rs", "m1_a.rs", "m1_a/mod.rs", "names.rs"];
        for name in expected {
            assert!(found.contains(&format!("m/src/{name}").as_str()), "{name} in {found:?}");
        }
        assert!(found.contains(&"m/sql/up.sql"), "{found:?}");
        assert_eq!(resolved("a/./b/../../c".into()), "c");
        assert_eq!(resolved("../c".into()), "../c");
    }
}
