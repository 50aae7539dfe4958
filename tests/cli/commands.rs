//! Commands, options and exit codes.

use crate::support::{Checkout, SQL};

#[test]
fn exit_codes_tell_what_happened() {
    let checkout = Checkout::sql(SQL);
    checkout.run(&["lint"]).expect(1, "Found ");
    checkout.run(&["check", "migrations"]).expect(1, "Found ");
    checkout.run(&["lint", "--exit-zero"]).expect(0, "Found ");
    checkout.run(&["lint", "--ignore", "all"]).expect(0, "Nothing to report");
    checkout.run(&["lint", "nowhere"]).expect(2, "nowhere: does not exist");
    checkout.run(&["lint", "--nonsense"]).expect(2, "--nonsense");
    checkout.run(&["lint", "--select", "unguarded-drops"]).expect(2, "did you mean `unguarded-drop`?");
    checkout.run(&["lint", "--dialect", "oracle"]).expect(2, "there are postgresql, mysql");
    checkout.run(&["lint", "--unsafe-fixes"]).expect(2, "--fix");
    Checkout::new(&[("a.txt", "")]).run(&["lint"]).expect(2, "No migrations found in .");
    Checkout::new(&[("x/a.txt", "")]).run(&["lint", "x"]).expect(2, "No migrations found in x");
}

#[test]
fn what_fails_a_run_can_be_chosen() {
    let checkout = Checkout::sql("CREATE TABLE users (id bigint);\n");
    checkout.run(&["lint", "--fail-on", "hint"]).expect(1, "");
    checkout.write("remigrate.toml", "[levels]\nrerun = \"hint\"\ntransaction = \"off\"\n");
    checkout.run(&["lint"]).expect(0, "hint");
    checkout.run(&["lint", "--isolated"]).expect(1, "error");
}

#[test]
fn the_nearest_configuration_holds() {
    let checkout = Checkout::new(&[("remigrate.toml", "ignore = [\"rerun\"]\n"), ("app/migrations/001_a.sql", SQL)]);
    let lint = ["lint", "--format", "concise", "app"];
    assert!(!checkout.run(&lint).out.contains("unguarded-"));
    checkout.write("app/remigrate.toml", "");
    assert!(checkout.run(&lint).out.contains("unguarded-"));
    checkout.write("app/remigrate.toml", "\nignor = []\n");
    checkout.run(&lint).expect(2, "remigrate.toml:2:1: unknown field `ignor`");
    checkout.write("other.toml", "[per-file-ignores]\n\"001*\" = [\"all\"]\n");
    checkout.run(&["lint", "--config", "other.toml", "app"]).expect(0, "Nothing to report");
}

#[test]
fn rules_are_explained_by_name_and_by_error() {
    let checkout = Checkout::new(&[]);
    checkout.run(&["explain", "unguarded-index"]).expect(0, "unguarded-index");
    let by_error = checkout.run(&["explain", "PG::DuplicateTable: ERROR:  relation \"users\" already exists"]);
    by_error.expect(0, "unguarded-create-table");
    checkout
        .run(&["explain", "relation", "\"index_users_on_email\"", "already", "exists"])
        .expect(0, "unguarded-index");
    checkout.run(&["explain", "unguarded-idex"]).expect(2, "did you mean `unguarded-index`?");
    checkout.run(&["rules"]).expect(0, "unguarded-create-table");
    let rules = checkout.run(&["rules", "--format", "json"]).out;
    let rules: serde_json::Value = serde_json::from_str(&rules).unwrap();
    assert!(rules.as_array().unwrap().len() > 20);
}

#[test]
fn the_schema_describes_the_configuration() {
    let schema: serde_json::Value = serde_json::from_str(&Checkout::new(&[]).run(&["config", "schema"]).out).unwrap();
    assert_eq!(schema["additionalProperties"], serde_json::Value::Bool(false));
    for key in ["select", "ignore", "per-file-ignores", "levels", "fail-on", "start-after", "helpers", "history"] {
        assert!(
            schema["properties"][key]["description"].is_string() || schema["properties"][key]["$ref"].is_string(),
            "{key}: {schema:#}"
        );
    }
}

#[test]
fn ignore_comments_can_be_written() {
    let checkout = Checkout::sql(SQL);
    checkout.run(&["lint", "--add-ignore=released"]).expect(0, "Silenced");
    let text = checkout.text("migrations/001_a.sql");
    assert!(text.starts_with("-- remigrate: ignore[") && text.contains("] -- released\nCREATE TABLE users"), "{text}");
    checkout.run(&["lint"]).expect(0, "silenced");
    assert_eq!(
        text.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>(),
        SQL.lines().collect::<Vec<_>>()
    );
}
