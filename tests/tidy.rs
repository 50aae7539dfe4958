//! The invariants of ARCHITECTURE.md that the compiler can't see, checked over the source text.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use remigrate::rules;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The path below `src/`, with `/` between its parts.
fn below_src(path: &Path) -> String {
    path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/")
}

/// A file's text without its tests, which may do what they like.
fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text)
}

/// Every use of `word` outside the places that may use it.
fn strays(word: &str, allowed: &[&str]) -> Vec<String> {
    let mut strays = Vec::new();
    for (path, text) in files("src", ".rs") {
        let path = below_src(&path);
        if path.ends_with("/tests.rs") || allowed.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            let code = line.split("//").next().unwrap_or(line);
            if code.contains(word) {
                strays.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    strays
}

#[test]
fn only_frontends_know_parsers() {
    for parser in ["tree_sitter", "sqlparser::"] {
        assert_eq!(strays(parser, &["frontend/"]), [""; 0]);
    }
}

#[test]
fn only_the_language_server_knows_its_protocol() {
    assert_eq!(strays("gen_lsp_types", &["lsp"]), [""; 0]);
    assert_eq!(strays("lsp_server", &["lsp", "command/lsp.rs"]), [""; 0]);
}

#[test]
fn only_the_pretty_report_knows_miette() {
    assert_eq!(strays("miette", &["report/pretty", "main.rs"]), [""; 0]);
}

#[test]
fn only_the_review_client_knows_http() {
    assert_eq!(strays("ureq", &["review/http"]), [""; 0]);
}

#[test]
fn only_the_outside_touches_the_world() {
    // report/terminal.rs asks what the terminal can show.
    let outside = ["command", "database", "main.rs", "project", "config", "write", "cli.rs", "report/terminal.rs"];
    for word in ["std::fs", "fs::", "std::env::", "std::process", "std::net"] {
        assert_eq!(strays(word, &outside), [""; 0], "{word}");
    }
}

#[test]
fn rules_never_see_syntax_and_frontends_never_report() {
    let of_syntax: Vec<String> = files("src/rules", ".rs")
        .into_iter()
        .filter(|(_, text)| {
            text.contains("frontend::rails") || text.contains("frontend::sql") || text.contains("Source")
        })
        .map(|(path, _)| below_src(&path))
        .collect();
    assert_eq!(of_syntax, [""; 0]);
    let reporting: Vec<String> = files("src/frontend", ".rs")
        .into_iter()
        .filter(|(_, text)| text.contains("finding::"))
        .map(|(path, _)| below_src(&path))
        .collect();
    assert_eq!(reporting, [""; 0]);
}

#[test]
fn every_page_has_a_rule_and_says_what_it_must() {
    let pages = files("rules", ".md");
    assert_eq!(pages.len(), rules::ALL.len(), "a page without a rule");
    for rule in rules::ALL {
        let name = rule.name;
        assert!(rules::GROUPS.contains(&rule.group()), "{name}: unknown group {}", rule.group());
        assert!(["safe", "unsafe", "sometimes", "none"].contains(&rule.fix()), "{name}: fix");
        assert!(rule.page.contains("\nlevel: "), "{name}: level");
        assert_eq!(rule.since(), "0.1.0", "{name}");
        assert!(rule.summary().ends_with('.'), "{name}: the summary is a sentence");
        assert!(rule.page.contains(&format!("\n# {name}\n")), "{name}: title");
        let headings: Vec<usize> = ["\n## Why\n", "\n## Fix safety\n", "\n## Limits\n"]
            .iter()
            .map(|heading| rule.page.find(heading).unwrap_or_else(|| panic!("{name}: no{heading}")))
            .collect();
        assert!(headings.is_sorted(), "{name}: headings in order");
    }
}

#[test]
fn rules_are_in_the_changelog_or_older() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains(&format!("## {}", env!("CARGO_PKG_VERSION"))) || changelog.contains("## Unreleased"));
}
