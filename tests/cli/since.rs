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
    checkout.commit();
    checkout.run(&SINCE).expect(2, "no commit in common");
    checkout.run(&["lint", "--since", "main", "--all"]).expect(2, "cannot be used with");
    Checkout::sql(SQL).run(&SINCE).expect(2, "in no git checkout");
}
