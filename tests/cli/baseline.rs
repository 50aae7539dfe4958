//! A baseline silences what is known, and nothing else.

use crate::support::{Checkout, POSTGRES, SQL};

const KNOWN: [&str; 5] = ["lint", "--baseline", "known.json", "--format", "concise"];
const WRITE: [&str; 4] = ["lint", "--baseline", "known.json", "--write-baseline"];

#[test]
fn what_is_known_stays_silent_when_lines_move() {
    let checkout = Checkout::sql(SQL);
    checkout.run(&KNOWN).expect(2, "known.json");
    checkout.run(&WRITE).expect(0, "findings are known now");
    checkout.run(&KNOWN).expect(0, "known to the baseline");
    // Lines move, indentation changes, and one more comes: only that is new.
    let moved = format!("-- a comment\n\n  {}", SQL.replace("\n", "\n   "));
    checkout.write("migrations/001_a.sql", format!("{moved}\nDROP TABLE posts;\n"));
    let done = checkout.run(&KNOWN);
    assert_eq!(done.out.lines().count(), 1, "{done:?}");
    assert!(done.out.contains("unguarded-drop"), "{done:?}");
    assert_eq!(done.code, Some(1));
    // The same statement a second time is a second finding.
    checkout.write("migrations/001_a.sql", format!("DROP TABLE posts;\nSELECT 1;\nDROP TABLE posts;\n{SQL}"));
    assert!(checkout.run(&KNOWN).out.contains("001_a.sql:3:1: "), "{:?}", checkout.run(&KNOWN));
}

#[test]
fn writing_again_changes_nothing_and_forgets_what_is_gone() {
    let checkout = Checkout::sql(SQL);
    checkout.write("migrations/002_b.sql", SQL.replace("users", "posts"));
    checkout.write("migrations/003_c.sql", "DROP TABLE old;\n");
    checkout.run(&WRITE).expect(0, "");
    let first = checkout.text("known.json");
    checkout.run(&WRITE).expect(0, "");
    assert_eq!(checkout.text("known.json"), first);
    checkout.write("migrations/001_a.sql", "SELECT 1;\n");
    std::fs::remove_file(checkout.path("migrations/003_c.sql")).unwrap();
    checkout.run(&KNOWN).expect(0, "of the baseline are gone");
    // A run that does not look at a file leaves its entries alone.
    checkout.run(&["lint", "migrations/002_b.sql", "--baseline", "known.json", "--write-baseline"]).expect(0, "");
    let second = checkout.text("known.json");
    assert!(second.contains("001_a.sql") && !second.contains("003_c.sql"), "{second}");
    checkout.run(&WRITE).expect(0, "");
    let third = checkout.text("known.json");
    assert!(!third.contains("001_a.sql") && third.contains("002_b.sql"), "{third}");
}

#[test]
fn a_bad_baseline_is_no_baseline() {
    let checkout = Checkout::new(&[("remigrate.toml", POSTGRES), ("migrations/001_a.sql", SQL), ("known.json", "[]")]);
    checkout.run(&KNOWN).expect(2, "known.json: is no baseline");
    checkout.run(&["lint", "--write-baseline"]).expect(2, "--baseline");
    std::fs::remove_file(checkout.path("known.json")).unwrap();
    checkout.write("migrations/002_b.sql", b"\xff");
    checkout.run(&WRITE).expect(2, "not written");
    assert!(!checkout.path("known.json").exists());
}
