//! What fixes do to each other, and what they never do.

use std::fs;
use std::process::Command;

use remigrate::edit::{Edit, Fix, Proof, Safety};
use remigrate::engine::{Context, Dialect, Tool};
use remigrate::finding::{Finding, Label, ProvenFix, Scenario, Severity};
use remigrate::lint::{Policy, Subject, repair};
use remigrate::rules::Rule;
use remigrate::source::{FileId, Location, Source, Span};

use crate::support::{Checkout, POSTGRES, PYTHON, RUBY, SQL};

const FILE: &str = "migrations/001_a.sql";

/// One checkout for each language, and the file in it.
fn all() -> [(Checkout, &'static str); 3] {
    [
        (Checkout::sql(SQL), FILE),
        (Checkout::rails(RUBY), "db/migrate/20260101000000_create_users.rb"),
        (Checkout::alembic(PYTHON), "alembic/versions/a1_users.py"),
    ]
}

#[test]
fn a16_overlapping_fixes_have_one_winner() {
    let text = "ALTER TABLE t ADD COLUMN a int, ADD COLUMN b int, ADD CONSTRAINT c CHECK (a > 0);\n\
                CREATE INDEX i ON t (a);\nCREATE INDEX i ON t (a);\n";
    let mut results = Vec::new();
    for arguments in [
        &["lint", "--fix", "--unsafe-fixes"][..],
        &["lint", "--fix", "--unsafe-fixes", "-j", "1"],
        &["lint", "--fix", "--unsafe-fixes", "--select", "transaction,guard,history,rerun"],
        &["lint", "--fix", "--unsafe-fixes", "--select", "rerun,history,guard,transaction"],
    ] {
        let checkout = Checkout::sql(text);
        let done = checkout.run(arguments);
        assert!(matches!(done.code, Some(0 | 1)), "{done:?}");
        results.push(checkout.text(FILE));
    }
    assert_ne!(results[0], text);
    results.dedup();
    assert_eq!(results.len(), 1, "{results:?}");
}

#[test]
fn a17_a_second_run_changes_nothing() {
    for (checkout, file) in all() {
        checkout.fix();
        let once = checkout.text(file);
        let again = checkout.fix();
        assert_eq!(checkout.text(file), once);
        assert!(!again.err.contains("Fixed"), "{again:?}");
        assert!(!again.err.contains("repaired with --fix."), "nothing safe is left: {again:?}");
    }
}

/// Adds a comment in each pass, for ever.
struct Endless;

impl Policy for Endless {
    fn wants(&self, _: &Source, _: &Rule) -> bool {
        true
    }

    fn filter(&self, file: FileId, _: &Source, _: &dyn Fn() -> Vec<Span>, found: &mut Vec<Finding>) {
        let at = Location { file, span: Span::new(0, 0) };
        let fix = Fix::new("Go on", Safety::Safe, file, vec![Edit::insert(0, "-- more\n")]);
        found.push(Finding {
            rule: "unused-ignore",
            severity: Severity::Warning,
            message: String::new(),
            primary: Label { at, text: String::new() },
            related: Vec::new(),
            scenario: Scenario::Rerun,
            error: None,
            help: None,
            fix: Some(ProvenFix { fix, proof: Proof::Replayed }),
            alternative: None,
        });
    }
}

#[test]
fn a18_fixes_that_do_not_end_give_the_file_back() {
    let source = Source::new(FILE, SQL);
    let context = Context::new(Tool::PlainSql, Dialect::Postgres);
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let repair = repair(subject, &Endless, Safety::Safe);
    assert_eq!(repair.text, None);
    assert!(repair.endless.contains(&"unused-ignore"));
}

#[test]
fn a19_repaired_files_can_be_read() {
    for (checkout, file) in all() {
        let done = checkout.run(&["lint", "--fix", "--unsafe-fixes"]);
        assert!(done.err.contains("Fixed"), "{done:?}");
        assert!(matches!(checkout.run(&["lint"]).code, Some(0 | 1)), "no syntax error is met");
        let path = checkout.path(file);
        let checked = match path.extension().and_then(|ending| ending.to_str()) {
            Some("rb") => Command::new("ruby").arg("-c").arg(&path).output(),
            Some("py") => Command::new("python3").args(["-m", "py_compile"]).arg(&path).output(),
            _ => continue,
        };
        // Where the language itself is installed, it is asked too.
        if let Ok(checked) = checked {
            assert!(checked.status.success(), "{}\n{}", String::from_utf8_lossy(&checked.stderr), checkout.text(file));
        }
    }
}

#[test]
fn a20_files_with_syntax_errors_are_not_repaired() {
    for (checkout, file) in all() {
        let text = checkout.text(file);
        let broken = match file.rsplit('.').next() {
            Some("rb") => text.replace("    add_index :users, :email\n", "    add_index :users,\n"),
            Some("py") => text.replace("[\"email\"])", "[\"email\""),
            _ => format!("{text}SELECT 'never closed;\n"),
        };
        assert_ne!(broken, text);
        checkout.write(file, &broken);
        let done = checkout.run(&["lint", "--fix", "--unsafe-fixes"]);
        done.expect(2, file);
        assert_eq!(checkout.text(file), broken);
    }
}

#[test]
fn a22_the_diff_is_what_would_be_written() {
    for (checkout, file) in all() {
        checkout.write("migrations/002 b.sql", SQL.replace("users", "posts").replace('\n', "\r\n").trim_end());
        checkout.git(&["init", "-q"]);
        checkout.git(&["config", "core.autocrlf", "false"]);
        let before = checkout.text(file);
        let diff = checkout.run(&["lint", "--diff"]);
        assert_eq!(diff.code, Some(1), "{diff:?}");
        assert_eq!(checkout.text(file), before, "nothing is written");
        checkout.write("a.diff", &diff.out);
        checkout.fix();
        let (written, other) = (checkout.text(file), checkout.text("migrations/002 b.sql"));
        checkout.git(&["apply", "-R", "--check", "a.diff"]);
        checkout.git(&["apply", "-R", "a.diff"]);
        assert_eq!(checkout.text(file), before);
        checkout.git(&["apply", "a.diff"]);
        assert_eq!((checkout.text(file), checkout.text("migrations/002 b.sql")), (written, other));
    }
}

#[cfg(unix)]
#[test]
fn a24_a_fix_of_several_files_is_made_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt;
    let files = [
        ("remigrate.toml", POSTGRES),
        ("migrations/1_a.up.sql", "CREATE TABLE users (id bigint);\n"),
        ("migrations/1_a.down.sql", "DROP TABLE users;\n"),
    ];
    let checkout = Checkout::new(&files);
    checkout.fix();
    assert!(checkout.text("migrations/1_a.up.sql").contains("IF NOT EXISTS"));
    assert!(checkout.text("migrations/1_a.down.sql").contains("IF EXISTS"));

    let checkout = Checkout::new(&files);
    fs::set_permissions(checkout.path("migrations/1_a.down.sql"), fs::Permissions::from_mode(0o444)).unwrap();
    checkout.run(&["lint", "--fix"]).expect(2, "1_a.down.sql: is read-only");
    assert_eq!(checkout.text("migrations/1_a.up.sql"), files[1].1);
    assert_eq!(checkout.text("migrations/1_a.down.sql"), files[2].1);
}

#[test]
fn a32_unused_ignores() {
    let text = "-- keep me\n-- remigrate: ignore[repeated-rows] -- old\nCREATE TABLE users (id bigint); -- and me\n\
                -- remigrate: ignore[unguarded-index, repeated-rows] -- why\nCREATE INDEX i ON users (id);\n";
    let checkout = Checkout::sql(text);
    let done = checkout.run(&["lint", "--format", "concise"]);
    assert!(done.out.contains("001_a.sql:2:4: warning[unused-ignore]"), "{done:?}");
    assert!(!done.out.contains("unguarded-index"), "{done:?}");
    checkout.run(&["lint", "--fix", "--select", "unused-ignore,rerun"]);
    let fixed = checkout.text(FILE);
    let expected = "-- keep me\nCREATE TABLE IF NOT EXISTS users (id bigint); -- and me\n\
                    -- remigrate: ignore[unguarded-index] -- why\nCREATE INDEX i ON users (id);\n";
    assert_eq!(fixed, expected);
}

#[test]
fn comments_in_a_file_of_the_way_back_are_read_too() {
    let checkout = Checkout::new(&[
        ("remigrate.toml", POSTGRES),
        ("migrations/1_a.up.sql", "CREATE TABLE IF NOT EXISTS users (id bigint);\n"),
        ("migrations/1_a.down.sql", "-- remigrate: ignore[unguarded-drop] -- x\nDROP TABLE users;\n"),
    ]);
    checkout.run(&["lint", "--fail-on", "hint"]).expect(0, "1 finding silenced");
}

#[test]
fn what_is_not_selected_does_not_keep_a_fix_back() {
    let text = "CREATE TABLE users (id bigint);\nCREATE INDEX users_id ON users (id);\n";
    let checkout = Checkout::sql(text);
    checkout.run(&["lint", "--fix", "--select", "unguarded-index"]).expect(0, "Fixed 1 finding");
    assert_eq!(checkout.text(FILE), text.replace("INDEX", "INDEX IF NOT EXISTS"));
}
