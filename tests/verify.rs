//! `remigrate verify` and `lint --fix --verify` as their users meet them: on the SQLite that is built in, and, where
//! scripts/setup-engines has been run, on PostgreSQL and MariaDB, with Alembic and Rails.

#![allow(clippy::print_stderr, reason = "what was not run is said")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "verify/support.rs"]
mod support;

#[cfg(target_os = "linux")]
#[path = "verify/seaorm.rs"]
mod seaorm;

#[path = "verify/servers.rs"]
mod servers;

#[path = "verify/clone.rs"]
mod clone;

#[path = "verify/tls.rs"]
mod tls;

use serde_json::Value;
use support::{Checkout, sqlite};

#[test]
fn sqlite_needs_nothing() {
    let checkout = sqlite("CREATE TABLE a (x int);\nCREATE TABLE b (x int);\nINSERT INTO a VALUES (1);\n");
    let done = checkout.run(&["verify"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("table a already exists"), "{}", done.out);
    assert!(done.out.contains("✗ 3/3"), "every statement stays where nothing wraps them: {}", done.out);
    let good = sqlite("CREATE TABLE IF NOT EXISTS a (x int PRIMARY KEY);\nINSERT OR IGNORE INTO a VALUES (1);\n")
        .run(&["verify"]);
    assert_eq!(
        (good.code, good.err.as_str()),
        (Some(0), "1 migration verified, 0 of them can't be run again safely.\n")
    );
}

#[test]
fn json_tells_scenarios_and_lines() {
    let done = sqlite("CREATE TABLE a (x int);\nINSERT INTO a\nVALUES (1);\n").run(&["verify", "--format", "json"]);
    let report: Value = serde_json::from_str(&done.out).expect("JSON");
    let scenarios = report["migrations"][0]["scenarios"].as_array().expect("scenarios");
    let acts: Vec<&str> = scenarios.iter().filter_map(|scene| scene["act"].as_str()).collect();
    assert_eq!(acts, ["first-run", "rerun", "after-stop", "after-stop"]);
    assert_eq!(scenarios[0]["outcome"], "ok");
    assert_eq!(scenarios[1]["outcome"], "fails");
    assert_eq!(scenarios[1]["at"]["line"], 1);
    assert_eq!(scenarios[3]["stop"]["line"], 2);
    assert_eq!(report["summary"]["failed"], 1);
}

#[test]
fn rows_that_double_are_seen() {
    let done = sqlite("CREATE TABLE IF NOT EXISTS a (x int);\nINSERT INTO a VALUES (1);\n").run(&["verify"]);
    assert_eq!(done.code, Some(1));
    assert!(done.out.contains("run again: leaves something else: rows a: 2 instead of 1"), "{}", done.out);
}

#[test]
fn ways_back_are_run_twice() {
    let checkout = Checkout::new(&[
        ("remigrate.toml", "[[history]]\npath = \"migrations\"\ntool = \"golang-migrate\"\ndialect = \"sqlite\"\n"),
        ("migrations/000001_a.up.sql", "CREATE TABLE IF NOT EXISTS a (x int);\n"),
        ("migrations/000001_a.down.sql", "DROP TABLE a;\n"),
    ]);
    let done = checkout.run(&["verify", "--format", "json"]);
    let report: Value = serde_json::from_str(&done.out).expect("JSON");
    let outcome = |act: &str| {
        let scenes = report["migrations"][0]["scenarios"].as_array().expect("scenarios");
        scenes.iter().find(|scene| scene["act"] == act).map(|scene| scene["outcome"].clone())
    };
    assert_eq!(outcome("rollback"), Some("ok".into()));
    assert_eq!(outcome("rollback-again"), Some("fails".into()));
    assert_eq!(done.code, Some(0), "a second rollback is only a hint");
}

#[test]
fn what_comes_behind_a_failure_is_not_run() {
    let checkout = Checkout::new(&[
        ("remigrate.toml", "[[history]]\npath = \"migrations\"\ntool = \"sql\"\ndialect = \"sqlite\"\n"),
        ("migrations/0001_a.sql", "CREATE TABLE a (x int);\nINSERT INTO missing VALUES (1);\n"),
        ("migrations/0002_b.sql", "CREATE TABLE IF NOT EXISTS b (x int);\n"),
    ]);
    let done = checkout.run(&["verify"]);
    assert_eq!(done.code, Some(2));
    assert!(done.out.contains("first run: line 2: no such table: missing"), "{}", done.out);
    assert!(done.out.contains("not run: migrations/0001_a.sql, which comes before it, fails"), "{}", done.out);
}

#[test]
fn statements_that_never_end_are_ended() {
    let endless = "CREATE TABLE a AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) AS c FROM n;\n";
    let done = sqlite(endless).run(&["verify", "--timeout", "1"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("the statement was still running after 1 s"), "{}", done.out);
}

#[test]
fn engines_without_a_url_are_asked_for() {
    let checkout = Checkout::new(&[
        ("remigrate.toml", "[[history]]\npath = \"migrations\"\ntool = \"sql\"\ndialect = \"postgresql\"\n"),
        ("migrations/0001_a.sql", "CREATE TABLE a (x int);\n"),
    ]);
    let done = checkout.run(&["verify"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("is for PostgreSQL: give a server of it with --database-url"), "{}", done.err);
    let other = checkout.run(&["verify", "--database-url", "mysql://me:secret@localhost/"]);
    assert!(other.err.contains("is for PostgreSQL, and the URL is of MySQL"), "{}", other.err);
    let nobody = checkout.run(&["verify", "--database-url", "postgres://me:secret@127.0.0.1:1/"]);
    assert_eq!(nobody.code, Some(2));
    assert!(nobody.err.contains("can't enter PostgreSQL at me@127.0.0.1:1"), "{}", nobody.err);
    let broken = checkout.run(&["verify", "--database-url", "postgres:/me:secret@h"]);
    assert_eq!(broken.code, Some(2));
    for done in [other, nobody, broken] {
        assert!(!format!("{}{}", done.out, done.err).contains("secret"), "{done:?}");
    }
}

#[test]
fn nothing_to_verify_is_told() {
    let done = Checkout::new(&[("README.md", "nothing here\n")]).run(&["verify"]);
    assert_eq!((done.code, done.err.contains("No migrations found")), (Some(2), true), "{done:?}");
}

#[test]
fn fixes_are_written_when_the_engine_agrees() {
    let checkout = sqlite("CREATE TABLE a (x int);\nCREATE INDEX a_x ON a (x);\n");
    let done = checkout.run(&["lint", "--fix", "--verify"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(checkout.read("migrations/0001_a.sql").starts_with("CREATE TABLE IF NOT EXISTS a"));
    assert_eq!(checkout.run(&["verify"]).code, Some(0));
}

#[test]
fn fixes_are_not_written_where_nothing_can_be_asked() {
    let checkout = Checkout::new(&[
        ("remigrate.toml", "[[history]]\npath = \"migrations\"\ntool = \"sql\"\ndialect = \"postgresql\"\n"),
        ("migrations/0001_a.sql", "CREATE TABLE a (x int);\n"),
    ]);
    let done = checkout.run(&["lint", "--fix", "--verify"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(checkout.read("migrations/0001_a.sql"), "CREATE TABLE a (x int);\n");
}
