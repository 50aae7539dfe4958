//! `remigrate init`, completions and the manual.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Checkout, RUBY, SQL};

/// Reads YAML with Ruby's parser, which scripts/test installs.
#[track_caller]
fn assert_yaml(path: &Path) {
    let done = Command::new("ruby").args(["-ryaml", "-e", "YAML.load_file(ARGV[0])"]).arg(path).output().unwrap();
    assert!(done.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&done.stderr));
}

#[test]
fn settings_are_written_once_and_can_be_read() {
    let checkout = Checkout::rails(RUBY);
    checkout.write("sql/V1__a.sql", SQL);
    let before = checkout.run(&["lint", "--format", "concise"]).out;
    checkout.run(&["init"]).expect(0, "remigrate.toml: written");
    let text = checkout.text("remigrate.toml");
    assert!(text.contains("#path = \"db/migrate\"\n#tool = \"rails\"\n#dialect = \"mysql\""), "{text}");
    assert!(text.contains("path = \"sql\"\ntool = \"flyway\"\n"), "{text}");
    assert_eq!(checkout.run(&["lint", "--format", "concise"]).out, before, "it changes nothing");
    // Every example holds when its mark is taken away.
    let all: String = text
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n")
        .collect();
    checkout.write("all.toml", all);
    let done = checkout.run(&["lint", "--config", "all.toml"]);
    assert!(!done.err.contains("all.toml"), "{done:?}");
    checkout.run(&["init"]).expect(0, "remigrate.toml: is there already and was left alone");
    assert_eq!(checkout.text("remigrate.toml"), text);
}

#[test]
fn continuous_integration_gets_what_it_needs() {
    let checkout = Checkout::sql(SQL);
    std::fs::remove_file(checkout.path("remigrate.toml")).unwrap();
    checkout.run(&["init", "--github", "--gitlab", "--pre-commit"]).expect(0, "");
    for file in [".github/workflows/remigrate.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml"] {
        assert_yaml(&checkout.path(file));
        assert!(checkout.text(file).contains(env!("CARGO_PKG_VERSION")), "{file}");
    }
    checkout.run(&["init", "--github", "--gitlab", "--pre-commit"]).expect(0, "left alone");
    // What is there is never changed.
    checkout.write(".gitlab-ci.yml", "a: 1\n");
    checkout.write(".pre-commit-config.yaml", "repos: []\n");
    let done = checkout.run(&["init", "--gitlab", "--pre-commit"]);
    done.expect(0, "local: .gitlab/remigrate.yml");
    done.expect(0, "add to the repos of .pre-commit-config.yaml");
    assert_eq!(
        (checkout.text(".gitlab-ci.yml"), checkout.text(".pre-commit-config.yaml")),
        ("a: 1\n".into(), "repos: []\n".into())
    );
    for file in ["action.yml", ".pre-commit-hooks.yaml"] {
        assert_yaml(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    }
}

#[test]
fn completions_and_the_manual_are_made() {
    let checkout = Checkout::new(&[]);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = checkout.run(&["completions", shell]);
        done.expect(0, "remigrate");
        assert!(done.out.contains("write-baseline"), "{shell}");
    }
    checkout.write("completions.bash", checkout.run(&["completions", "bash"]).out);
    let bash = Command::new("bash").arg("-n").arg(checkout.path("completions.bash")).stdin(Stdio::null()).output();
    assert!(bash.unwrap().status.success(), "bash reads them");
    checkout.run(&["man"]).expect(0, ".TH remigrate 1");
    checkout.run(&["man", "--output", "pages"]).expect(0, "");
    assert!(checkout.text("pages/remigrate-lint.1").contains("\\-\\-write\\-baseline"), "a page for each command");
}
