//! Files around a history that say which database it is for.

use camino::{Utf8Path, Utf8PathBuf};

use super::dialect::{self, Evidence};
use super::walk::boundary;
use crate::engine::{Dialect, Version};

/// How far up files still belong to the same project, where no `.git` says so.
const FAR: usize = 8;

/// `dir` and the folders above it, up to the root of the checkout.
pub(super) fn above(dir: &Utf8Path) -> Vec<Utf8PathBuf> {
    let real = dir.canonicalize_utf8().ok().or_else(|| {
        let absolute = std::path::absolute(dir).ok()?;
        Utf8PathBuf::from_path_buf(absolute).ok()
    });
    let real = real.unwrap_or_else(|| dir.to_owned());
    let root = boundary(&real);
    let inside_checkout = root.join(".git").exists();
    real.ancestors()
        .take_while(|dir| if inside_checkout { dir.starts_with(&root) } else { dir.parent().is_some() })
        .take(FAR)
        .map(Utf8Path::to_owned)
        .collect()
}

/// The first of `names` in the nearest folder that has one.
pub(super) fn nearest(folders: &[Utf8PathBuf], names: &[&str]) -> Option<Utf8PathBuf> {
    folders.iter().flat_map(|dir| names.iter().map(move |name| dir.join(name))).find(|path| path.is_file())
}

/// The text of the nearest file of these names.
pub(super) fn nearest_text(folders: &[Utf8PathBuf], names: &[&str]) -> Option<String> {
    std::fs::read_to_string(nearest(folders, names)?).ok()
}

/// What compose files say: dialects and, where there is only one database, its version.
pub(super) fn compose(folders: &[Utf8PathBuf], evidence: &mut Evidence) -> Option<(Dialect, Version)> {
    let names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    let text = nearest_text(folders, &names)?;
    let images: Vec<_> = dialect::images_in(&text).collect();
    evidence.dependency(images.iter().map(|&(dialect, _)| dialect));
    match images[..] {
        [(dialect, Some(version))] => Some((dialect, version)),
        _ => None,
    }
}

/// Database URLs in environment files: `DATABASE_URL=postgres://…`, and goose's `GOOSE_DRIVER`.
pub(super) fn environment(folders: &[Utf8PathBuf]) -> Option<Dialect> {
    let names = [".env", ".env.example", ".env.sample", ".env.template", ".env.development", ".envrc"];
    folders.iter().flat_map(|dir| names.iter().map(move |name| dir.join(name))).find_map(|path| {
        let text = std::fs::read_to_string(path).ok()?;
        text.lines().find_map(|line| {
            let (key, value) = line.trim().trim_start_matches("export ").split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            match key.trim() {
                "GOOSE_DRIVER" | "DB_CONNECTION" | "DB_DRIVER" => Dialect::parse(value),
                key if key.contains("DATABASE") || key.contains("DB_") => dialect::of_url(value),
                _ => None,
            }
        })
    })
}

/// A YAML file as paths of keys and their values, by indentation; good enough for settings, ERB lines and all.
pub(super) fn yaml_pairs(text: &str) -> Vec<(Vec<String>, String)> {
    let mut pairs = Vec::new();
    let mut stack: Vec<(usize, String)> = Vec::new();
    for line in text.lines() {
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with(['#', '<', '%']) && !plain.starts_with("<<") {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let item = plain.strip_prefix("- ");
        let Some((key, value)) = plain.split_once(':') else {
            if let Some(item) = item {
                let path = stack.iter().map(|(_, key)| key.clone()).collect();
                pairs.push((path, unquoted(item)));
            }
            continue;
        };
        stack.retain(|&(above, _)| above < indent);
        stack.push((indent, key.trim().trim_matches(['"', '\'']).to_owned()));
        pairs.push((stack.iter().map(|(_, key)| key.clone()).collect(), unquoted(value)));
    }
    pairs
}

fn unquoted(value: &str) -> String {
    let value = value.split(" #").next().unwrap_or_default().trim();
    value.trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_is_flattened_by_indentation() {
        let pairs = yaml_pairs("a: &x\n  b: 1 # c\n<% if x %>\nd:\n  <<: *x\n  e:\n    - \"f\"\n");
        let flat: Vec<String> = pairs.iter().map(|(path, value)| format!("{}={value}", path.join("."))).collect();
        assert_eq!(flat, ["a=&x", "a.b=1", "d=", "d.<<=*x", "d.e=", "d.e=f"]);
    }
}
