//! The tools for coding agents, called through the built program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

const FILE: &str = "db/migrations/001_users.sql";
const SQL: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n";

/// What the server answers to calls, in a folder with these files.
fn call(files: &[(&str, &str)], calls: &[(&str, Value)]) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let mut server = Command::new(env!("CARGO_BIN_EXE_remigrate"))
        .arg("mcp")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    writeln!(input, "{}", json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello })).unwrap();
    writeln!(input, "{}", json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).unwrap();
    for (name, arguments) in calls {
        let params = json!({ "name": name, "arguments": arguments });
        writeln!(input, "{}", json!({ "jsonrpc": "2.0", "id": name, "method": "tools/call", "params": params }))
            .unwrap();
    }
    drop(input);
    let done = server.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    let lines = String::from_utf8(done.stdout).unwrap();
    let mut responses = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    assert_eq!(responses.next().unwrap()["result"]["protocolVersion"], "2025-11-25");
    let results = responses.map(|mut response| response["result"].take()).collect();
    for (name, text) in files {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), *text, "nothing is written");
    }
    results
}

fn text(result: &Value) -> &str {
    result["content"][0]["text"].as_str().unwrap()
}

#[test]
fn migrations_are_checked() {
    let results =
        call(&[(FILE, SQL)], &[("check", json!({})), ("check", json!({ "paths": [FILE], "text": "SELECT 1;\n" }))]);
    let finding = &results[0]["structuredContent"]["findings"][0];
    assert_eq!(finding["rule"], "unguarded-create-table");
    assert_eq!((&finding["path"], &finding["start"]["line"]), (&json!(FILE), &json!(1)));
    assert_eq!(finding["fix"]["safety"], "safe");
    assert!(finding["error"].as_str().unwrap().contains("relation \"users\" already exists"));
    assert!(
        text(&results[0]).starts_with(&format!("{FILE}:1:1: error[unguarded-create-table] ")),
        "{}",
        text(&results[0])
    );
    assert_eq!(results[0]["isError"], false);
    assert_eq!(text(&results[1]), "Nothing to report in 1 files.\n");
}

#[test]
fn fixes_are_diffs() {
    let unsafe_too = json!({ "paths": [FILE], "unsafe": true });
    let results = call(&[(FILE, SQL)], &[("fix", json!({})), ("fix", unsafe_too)]);
    let diff = format!(
        "--- a/{FILE}\n+++ b/{FILE}\n@@ -1 +1 @@\n-{SQL}+{}",
        SQL.replace("TABLE users", "TABLE IF NOT EXISTS users")
    );
    assert_eq!(text(&results[0]), diff);
    assert_eq!(results[0]["structuredContent"], json!({ "diff": diff, "fixed": 1, "left": 0 }));
    assert_eq!(text(&results[1]), diff);
}

#[test]
fn rules_and_error_messages_are_explained() {
    let message = "PG::DuplicateTable: ERROR:  relation \"users\" already exists";
    let results = call(
        &[],
        &[
            ("explain", json!({ "topic": "half-appliable" })),
            ("explain", json!({ "topic": message })),
            ("explain", json!({ "topic": "half-applicable" })),
        ],
    );
    assert!(text(&results[0]).starts_with("# half-appliable\n"));
    assert!(text(&results[1]).starts_with("The message is about the table `users`.\n\n# unguarded-create-table\n"));
    assert_eq!(results[2]["isError"], true);
    assert!(text(&results[2]).contains("did you mean `half-appliable`?"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let broken = "CREATE TABLE t (id int);\nSELECT 'never closed;\n";
    let results = call(
        &[(FILE, broken), ("other/remigrate.toml", "ignor = []\n"), ("other/1_x.sql", SQL)],
        &[
            ("check", json!({ "paths": ["nowhere"] })),
            ("check", json!({ "path": FILE })),
            ("check", json!({ "text": SQL })),
            ("check", json!({ "paths": [FILE] })),
            ("fix", json!({ "paths": [FILE] })),
            ("check", json!({ "paths": ["other"] })),
        ],
    );
    for (result, said) in results.iter().zip([
        "nowhere",
        "unknown field `path`",
        "just one path",
        "db/migrations/001_users.sql:2:",
        "Nothing can be fixed",
        "did you mean `ignore`?",
    ]) {
        assert!(text(result).contains(said), "{said}: {}", text(result));
        assert_eq!(result["isError"], said != "Nothing can be fixed", "{said}");
    }
}
