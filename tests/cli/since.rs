//! `--since REV`: what is new or changed since the branch left REV, with the whole chain as context.

use crate::support::{Checkout, POSTGRES, SQL};

const SINCE: [&str; 5] = ["lint", "--since", "main", "--format", "concise"];

/// Two migrations on `main`; a branch `feature` to work on.
fn branch() -> Checkout {
    let checkout = Checkout::new(&[
        ("remigrate.toml", POSTGRES),
        ("migrations/001_a.sql", SQL),
        ("migrations/002_b.sql", &SQL.replace("users", "posts")),
    ]);
    checkout.commit();
    checkout.git(&["checkout", "-q", "-b", "feature"]);
    checkout
}

fn files(out: &str) -> Vec<&str> {
    let mut files: Vec<&str> = out.lines().filter_map(|line| line.split(':').next()).collect();
    files.dedup();
    files
}

#[test]
fn new_and_changed_files_are_shown_committed_or_not() {
    let checkout = branch();
    checkout.run(&SINCE).expect(0, "on the base branch");
    checkout.write("migrations/002_b.sql", format!("-- edited\n{}", SQL.replace("users", "posts")));
    checkout.write("migrations/003_c.sql", SQL.replace("users", "tags"));
    let expected = ["migrations/002_b.sql", "migrations/003_c.sql"];
    assert_eq!(files(&checkout.run(&SINCE).out), expected, "not committed");
    checkout.commit();
    assert_eq!(files(&checkout.run(&SINCE).out), expected, "committed");
    // Paths only say where to look.
    assert_eq!(files(&checkout.run(&[&SINCE[..], &["migrations"]].concat()).out), expected);
    assert_eq!(files(&checkout.run(&[&SINCE[..], &["migrations/002_b.sql"]].concat()).out), expected[..1]);
    assert_eq!(files(&checkout.run(&["lint", "--since", "HEAD", "--format", "concise"]).out), [""; 0]);
    // What is on the base branch may have been applied, edited or not.
    checkout.run(&["lint", "--since", "main", "--fix"]).expect(1, "--fix-applied");
    assert!(!checkout.text("migrations/002_b.sql").contains("IF NOT EXISTS"));
    assert!(checkout.text("migrations/003_c.sql").contains("IF NOT EXISTS"));
}

/// The base may have gone on since: only what this branch did counts.
#[test]
fn the_point_where_the_branch_left_counts() {
    let checkout = branch();
    checkout.write("migrations/004_d.sql", SQL.replace("users", "tags"));
    checkout.commit();
    checkout.git(&["checkout", "-q", "main"]);
    checkout.write("migrations/003_c.sql", SQL.replace("users", "likes"));
    checkout.write("migrations/001_a.sql", "SELECT 1;\n");
    checkout.commit();
    checkout.git(&["checkout", "-q", "feature"]);
    assert_eq!(files(&checkout.run(&SINCE).out), ["migrations/004_d.sql"]);
}

#[test]
fn the_chain_is_context() {
    let checkout = branch();
    // The table is made upstream, so that adding it again fails on the very first run.
    checkout.write("migrations/003_c.sql", "CREATE TABLE posts (id bigint);\n");
    let done = checkout.run(&SINCE);
    assert!(done.out.contains("duplicate-object") && files(&done.out) == ["migrations/003_c.sql"], "{done:?}");
}

#[test]
fn what_can_not_be_compared_is_an_error() {
    let checkout = branch();
    checkout.run(&["lint", "--since", "nowhere"]).expect(2, "`nowhere` is no commit here");
    checkout.run(&["lint", "--since", "--output=x"]).expect(2, "");
    checkout.git(&["checkout", "-q", "--orphan", "island"]);
    // The same tree in the same second would be the same commit.
    checkout.write("island.txt", "alone");
    checkout.commit();
    checkout.run(&SINCE).expect(2, "no commit in common");
    checkout.run(&["lint", "--since", "main", "--all"]).expect(2, "cannot be used with");
    Checkout::sql(SQL).run(&SINCE).expect(2, "in no git checkout");
}

const ALEMBIC: [(&str, &str); 3] = [
    ("alembic.ini", "[alembic]\nscript_location = alembic\nsqlalchemy.url = sqlite:///x.db\n"),
    ("alembic/env.py", ""),
    ("alembic/versions/a1_users.py", crate::support::PYTHON),
];

fn revision(id: &str, table: &str) -> String {
    crate::support::PYTHON
        .replace("\"a1\"", &format!("\"{id}\""))
        .replace("down_revision = None", "down_revision = \"a1\"")
        .replace("users", table)
}

/// As a merge queue would meet them: each branch is sound by itself.
#[test]
fn base_and_branch_are_looked_at_together() {
    let checkout = Checkout::new(&ALEMBIC);
    checkout.commit();
    checkout.git(&["checkout", "-q", "-b", "feature"]);
    checkout.write("alembic/versions/b2_posts.py", revision("b2", "posts"));
    checkout.commit();
    assert!(!checkout.run(&SINCE).out.contains("multiple-heads"));
    checkout.git(&["checkout", "-q", "main"]);
    checkout.write("alembic/versions/c3_tags.py", revision("c3", "tags"));
    checkout.commit();
    checkout.git(&["checkout", "-q", "feature"]);
    let done = checkout.run(&SINCE);
    let at = "alembic/versions/b2_posts.py:4:12: error[multiple-heads]";
    assert!(done.out.contains(at) && files(&done.out) == ["alembic/versions/b2_posts.py"], "{done:?}");
    assert!(!checkout.run(&["lint", "--format", "concise"]).out.contains("multiple-heads"), "not without --since");
    assert!(!checkout.path("alembic/versions/c3_tags.py").exists());
    // A merge revision would follow a file that is not here: that comes after the merge.
    let told = checkout.run(&["lint", "--since", "main", "--format", "json"]).out;
    let heads = told.lines().find(|line| line.contains("multiple-heads")).unwrap();
    assert!(heads.contains(r#""fix":null"#), "{heads}");
    checkout.run(&["lint", "--since", "main", "--fix"]).expect(0, "Fixed");
    assert_eq!(std::fs::read_dir(checkout.path("alembic/versions")).unwrap().count(), 2, "no file is added");
}

#[test]
fn a_number_that_the_base_has_taken_is_told() {
    let checkout = branch();
    checkout.write("migrations/003_mine.sql", "SELECT 1;\n");
    checkout.commit();
    checkout.run(&SINCE).expect(0, "Nothing to report");
    checkout.git(&["checkout", "-q", "main"]);
    checkout.write("migrations/003_theirs.sql", "SELECT 2;\n");
    // Renamed there: here it stands under its old name, and is not counted twice.
    checkout.git(&["mv", "migrations/002_b.sql", "migrations/0002_b.sql"]);
    checkout.commit();
    checkout.git(&["checkout", "-q", "feature"]);
    let done = checkout.run(&SINCE);
    let lines: Vec<&str> = done.out.lines().collect();
    assert!(lines.len() == 1 && lines[0].starts_with("migrations/003_mine.sql:1:1: "), "{done:?}");
    assert!(lines[0].contains("[duplicate-version]"), "{done:?}");
}
