//! Migrations that are released: shown on request, never rewritten unasked.

use crate::support::{Checkout, POSTGRES, SQL};

const OLD: &str = "migrations/001_a.sql";
const NEW: &str = "migrations/002_b.sql";

/// A checkout with one migration on `main` and one that is new on a branch.
fn with_history(files: &[(&str, &str)], new: &str) -> Checkout {
    let checkout = Checkout::new(files);
    checkout.commit();
    checkout.git(&["checkout", "-q", "-b", "feature"]);
    checkout.write(new, SQL.replace("users", "posts"));
    checkout.commit();
    checkout
}

#[test]
fn a25_frozen_migrations_are_not_rewritten() {
    let checkout = with_history(&[("remigrate.toml", POSTGRES), (OLD, SQL)], NEW);
    let done = checkout.run(&["lint", "--format", "concise"]);
    done.expect(1, "002_b.sql:1:1");
    assert!(!done.out.contains("001_a.sql"), "{done:?}");
    assert!(done.err.contains("already on the base branch"), "{done:?}");
    assert!(checkout.run(&["lint", "--all", "--format", "concise"]).out.contains("001_a.sql:1:1"));
    checkout.fix();
    assert_eq!(checkout.text(OLD), SQL);
    assert!(checkout.text(NEW).contains("IF NOT EXISTS"));
    // Named, it is the user's own decision: this tool keeps no checksums.
    checkout.run(&["lint", "--fix", OLD]).expect(0, "Fixed");
    assert!(checkout.text(OLD).contains("IF NOT EXISTS"));
}

#[test]
fn a25_recorded_checksums_freeze_even_what_is_named() {
    let files = [("remigrate.toml", "[[history]]\npath = \"sql\"\ndialect = \"postgresql\"\n"), ("sql/V1__a.sql", SQL)];
    let checkout = with_history(&files, "sql/V2__b.sql");
    let done = checkout.run(&["lint", "--fix", "sql/V1__a.sql"]);
    done.expect(1, "--fix-applied");
    assert_eq!(checkout.text("sql/V1__a.sql"), SQL);
    checkout.run(&["lint", "--fix"]);
    assert!(checkout.text("sql/V2__b.sql").contains("IF NOT EXISTS"), "what is new is repaired");
    checkout.run(&["lint", "--fix", "--fix-applied", "sql/V1__a.sql"]).expect(0, "Fixed");
    assert!(checkout.text("sql/V1__a.sql").contains("IF NOT EXISTS"));
}

#[test]
fn the_base_branch_is_the_remote_one_where_there_is_one() {
    let checkout = Checkout::new(&[("remigrate.toml", POSTGRES), (OLD, SQL)]);
    checkout.commit();
    checkout.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    checkout.write(NEW, SQL.replace("users", "posts"));
    checkout.commit();
    let done = checkout.run(&["lint", "--format", "concise"]);
    assert!(done.out.contains("002_b.sql") && !done.out.contains("001_a.sql"), "{done:?}");
}

#[test]
fn without_git_everything_is_shown() {
    let checkout = Checkout::new(&[("remigrate.toml", POSTGRES), (OLD, SQL)]);
    checkout.run(&["lint", "--format", "concise"]).expect(1, "001_a.sql:1:1");
}

#[test]
fn what_came_before_start_after_is_left_alone() {
    let checkout = Checkout::new(&[("migrations/001_a.sql", SQL), ("migrations/002_b.sql", SQL)]);
    checkout.write("remigrate.toml", format!("start-after = \"1\"\n{POSTGRES}"));
    let done = checkout.run(&["lint", "--format", "concise"]);
    assert!(done.out.contains("002_b.sql") && !done.out.contains("001_a.sql"), "{done:?}");
}
