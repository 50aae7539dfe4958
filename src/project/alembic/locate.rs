//! Where Alembic environments are: told by configuration files, or by an env.py beside a versions folder.

use camino::{Utf8Path, Utf8PathBuf};

use super::Environment;
use crate::project::walk::{Tree, absolute};
use crate::project::{ini, settings, shown, walk};

/// Every environment whose files are in the tree; configured ones first.
pub(super) fn environments(tree: &Tree) -> Vec<Environment> {
    let mut found: Vec<Environment> = Vec::new();
    for config in configurations(tree) {
        let Ok(text) = std::fs::read_to_string(&config) else { continue };
        let dir = config.parent().unwrap_or(Utf8Path::new("."));
        let sections = if config.extension() == Some("toml") { from_toml(&text, dir) } else { from_ini(&text, dir) };
        for environment in sections {
            if !found.iter().any(|other| other.script_location == environment.script_location) {
                found.push(environment);
            }
        }
    }
    for dir in tree.dirs.keys() {
        let Some(environment) = beside_env_py(dir) else { continue };
        if !found.iter().any(|other| other.script_location == environment.script_location) {
            found.push(environment);
        }
    }
    found
}

/// Configuration files in the tree, and above what the user named.
fn configurations(tree: &Tree) -> Vec<Utf8PathBuf> {
    let is_config = |name: &str| name == "pyproject.toml" || name.ends_with(".ini");
    let mut found: Vec<Utf8PathBuf> = tree
        .dirs
        .iter()
        .flat_map(|(dir, names)| names.iter().filter(|name| is_config(name)).map(move |name| dir.join(name)))
        .collect();
    let current = walk::current_dir();
    let files = tree.named_files.iter().filter_map(|file| file.parent());
    for start in tree.named_dirs.iter().map(Utf8PathBuf::as_path).chain(files) {
        let start = if start.as_str().is_empty() { Utf8Path::new(".") } else { start };
        for dir in settings::above(start) {
            for name in ["alembic.ini", "pyproject.toml"] {
                let path = shown(&dir.join(name), &current);
                if path.is_file() && !found.contains(&path) {
                    found.push(path);
                }
            }
        }
    }
    found
}

/// Every section with a `script_location`: `alembic -n NAME` picks one.
fn from_ini(text: &str, dir: &Utf8Path) -> Vec<Environment> {
    let ini = ini::parse(text);
    let default = ini.get("DEFAULT");
    ini.values()
        .filter_map(|section| {
            let get = |key: &str| section.get(key).or_else(|| default?.get(key)).map(String::as_str);
            let separator = get("path_separator").or_else(|| get("version_path_separator"));
            let locations = get("version_locations").map(|text| split_locations(text, separator)).unwrap_or_default();
            environment(
                dir,
                get("script_location")?,
                &locations,
                get("recursive_version_locations"),
                get("sqlalchemy.url"),
            )
        })
        .collect()
}

fn from_toml(text: &str, dir: &Utf8Path) -> Vec<Environment> {
    if !text.contains("[tool.alembic") {
        return Vec::new();
    }
    let Ok(document) = text.parse::<toml::Table>() else { return Vec::new() };
    let Some(section) = document.get("tool").and_then(|tool| tool.get("alembic")) else { return Vec::new() };
    let get = |key: &str| section.get(key).and_then(toml::Value::as_str);
    let locations = section.get("version_locations").and_then(toml::Value::as_array);
    let locations: Vec<&str> = locations.into_iter().flatten().filter_map(toml::Value::as_str).collect();
    let recursive = section.get("recursive_version_locations").and_then(toml::Value::as_bool);
    let recursive = recursive.map(|recursive| if recursive { "true" } else { "false" });
    get("script_location")
        .and_then(|location| environment(dir, location, &locations, recursive, get("sqlalchemy.url")))
        .into_iter()
        .collect()
}

fn environment(
    dir: &Utf8Path,
    script_location: &str,
    locations: &[&str],
    recursive: Option<&str>,
    url: Option<&str>,
) -> Option<Environment> {
    let script_location = resolve(dir, script_location)?;
    let mut versions: Vec<Utf8PathBuf> = locations.iter().filter_map(|location| resolve(dir, location)).collect();
    if versions.is_empty() {
        versions.push(script_location.join("versions"));
    }
    // Folders below are looked into unless that is ruled out: some projects list them in code (neutron, by release).
    let recursive = recursive.is_none_or(|value| value.trim().eq_ignore_ascii_case("true"));
    // The placeholder of `alembic init` says nothing: `driver://user:pass@localhost/dbname`.
    let url = url.filter(|url| !url.starts_with("driver:")).map(str::to_owned);
    Some(Environment { script_location, versions, recursive, url })
}

/// Paths are split by the set separator, else at commas and blanks (alembic.script.base, `_split_on_space_comma`).
fn split_locations<'a>(text: &'a str, separator: Option<&str>) -> Vec<&'a str> {
    let parts: Vec<&str> = match separator.map(str::trim) {
        Some("os" | ":") => text.split([':', '\n']).collect(),
        Some(";") => text.split([';', '\n']).collect(),
        Some("newline") => text.lines().collect(),
        Some("space") => text.split_whitespace().collect(),
        _ => text.split([',', ' ', '\n']).collect(),
    };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// `%(here)s/db`, a path relative to where alembic runs (the configuration's folder, as a rule), or `package:path`.
fn resolve(dir: &Utf8Path, location: &str) -> Option<Utf8PathBuf> {
    let location = location.trim();
    let path = if let Some(rest) = location.strip_prefix("%(here)s") {
        dir.join(rest.trim_start_matches(['/', '\\']))
    } else if let Some((package, path)) = location.split_once(':').filter(|(package, _)| package.len() > 1) {
        let package = package.replace('.', "/");
        let bases = [dir.join(&package), dir.join("src").join(&package)];
        let base = bases.iter().find(|base| base.is_dir()).unwrap_or(&bases[0]);
        base.join(path.trim_start_matches('/'))
    } else {
        dir.join(location.replace('\\', "/"))
    };
    (!location.is_empty()).then(|| clean(&path))
}

/// The path without `.` and `..`.
fn clean(path: &Utf8Path) -> Utf8PathBuf {
    let mut clean = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    shown(&clean, &walk::current_dir())
}

/// A versions folder (or one below it) whose parent holds an env.py: Flask-Migrate, and projects configured in code.
fn beside_env_py(dir: &Utf8Path) -> Option<Environment> {
    let full = absolute(dir);
    let up = full.ancestors().take(4).position(|dir| {
        dir.file_name() == Some("versions") && dir.parent().is_some_and(|parent| parent.join("env.py").is_file())
    })?;
    let versions = dir.ancestors().nth(up).filter(|path| !path.as_str().is_empty()).unwrap_or(dir);
    let parent = full.ancestors().nth(up + 1)?;
    let script_location = shown(parent, &walk::current_dir());
    Some(Environment { script_location, versions: vec![versions.to_owned()], recursive: true, url: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_split_as_alembic_does() {
        assert_eq!(split_locations("a, b c", None), ["a", "b", "c"]);
        assert_eq!(split_locations("a:b c", Some("os")), ["a", "b c"]);
        assert_eq!(split_locations("\na\nb", Some("newline")), ["a", "b"]);
    }

    #[test]
    fn every_section_with_a_script_location_is_an_environment() {
        let text = "[alembic]\nscript_location = %(here)s/migrations\nsqlalchemy.url = driver://x\n\
                    [other]\nscript_location = other\nsqlalchemy.url = sqlite:///x.db\n";
        let found = from_ini(text, Utf8Path::new("app"));
        let places: Vec<_> = found.iter().map(|e| (e.script_location.as_str(), e.url.as_deref())).collect();
        assert_eq!(places, [("app/migrations", None), ("app/other", Some("sqlite:///x.db"))]);
    }
}
