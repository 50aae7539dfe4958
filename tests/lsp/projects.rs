//! Several files: what one does to the others, folders, settings, files that come and go.

use std::fs;

use serde_json::json;

use crate::client::{Editor, abilities, abilities_with, outline};

const CONFIG: &str = "[[history]]\npath = \"db\"\ndialect = \"postgresql\"\ntool = \"dbmate\"\n";
const SETTINGS: (&str, &str) = ("remigrate.toml", CONFIG);
const FIRST: &str = "db/migrations/20260101000000_users.sql";
const SECOND: &str = "db/migrations/20260102000000_email.sql";
const USERS: &str = "-- migrate:up\nCREATE TABLE IF NOT EXISTS users (id bigint PRIMARY KEY);\n-- migrate:down\n";
const EMAIL: &str = "-- migrate:up\nALTER TABLE users ADD COLUMN IF NOT EXISTS email text;\n-- migrate:down\n";

/// `users` is dropped before its column is added.
fn dropped() -> String {
    USERS.replace("PRIMARY KEY);\n", "PRIMARY KEY);\nDROP TABLE IF EXISTS users;\n")
}

#[test]
fn an_unsaved_change_is_seen_in_the_other_open_migrations() {
    let mut editor = Editor::open(&[SETTINGS, (FIRST, USERS), (SECOND, EMAIL)]);
    editor.open_document(SECOND, EMAIL);
    assert_eq!(outline(&editor.published(SECOND, 1)), [""; 0]);
    editor.open_document(FIRST, USERS);
    assert_eq!(outline(&editor.published(FIRST, 1)), [""; 0]);
    editor.change(FIRST, 2, json!([{ "text": dropped() }]));
    editor.published(FIRST, 2);
    let found = editor.published(SECOND, 1);
    assert_eq!(outline(&found), ["1:18-1:53 missing-table"]);
    let related = found[0]["relatedInformation"].as_array().unwrap();
    let gone = related.iter().find(|related| related["message"] == "gone since here").unwrap();
    assert_eq!(gone["location"]["uri"], editor.uri(FIRST));
    assert_eq!(gone["location"]["range"]["start"]["line"], 2);
    // Closed without saving: what is on disk counts again.
    editor.notify("textDocument/didClose", editor.document(FIRST));
    assert_eq!(outline(&editor.published(SECOND, 1)), [""; 0]);
}

#[test]
fn pulling_clients_are_told_to_ask_again() {
    let pulls = abilities_with(json!({
        "textDocument": { "diagnostic": {} },
        "workspace": { "diagnostics": { "refreshSupport": true }, "codeLens": { "refreshSupport": true } },
    }));
    let mut editor = Editor::with(&[SETTINGS, (FIRST, USERS), (SECOND, EMAIL)], pulls);
    for (name, text) in [(FIRST, USERS), (SECOND, EMAIL)] {
        editor.open_document(name, text);
        editor.ask("textDocument/diagnostic", editor.document(name));
    }
    editor.heard.clear();
    editor.change(FIRST, 2, json!([{ "text": dropped() }]));
    editor.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    editor.wait(|message| message["method"] == "workspace/codeLens/refresh");
    let report = editor.ask("textDocument/diagnostic", editor.document(SECOND));
    assert_eq!(outline(report["items"].as_array().unwrap()), ["1:18-1:53 missing-table"]);
}

#[test]
fn files_that_change_on_disk_are_read_again() {
    let watches = abilities_with(json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } }));
    let mut editor = Editor::with(&[SETTINGS, (FIRST, USERS), (SECOND, EMAIL)], watches);
    let registered = editor.wait(|message| message["method"] == "client/registerCapability");
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    editor.open_document(SECOND, EMAIL);
    assert_eq!(outline(&editor.published(SECOND, 1)), [""; 0]);
    let tell = |editor: &mut Editor, name: &str, kind: u8| {
        let change = json!({ "uri": editor.uri(name), "type": kind });
        editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    };
    editor.write(FIRST, &dropped());
    tell(&mut editor, FIRST, 2);
    assert_eq!(outline(&editor.published(SECOND, 1)), ["1:18-1:53 missing-table"]);
    // One that comes between them makes the table again; then it goes.
    let third = "db/migrations/20260101120000_again.sql";
    editor.write(third, USERS);
    tell(&mut editor, third, 1);
    assert_eq!(outline(&editor.published(SECOND, 1)), [""; 0]);
    fs::remove_file(editor.path(third)).unwrap();
    tell(&mut editor, third, 3);
    assert_eq!(outline(&editor.published(SECOND, 1)), ["1:18-1:53 missing-table"]);
    editor.write("remigrate.toml", &format!("ignore = [\"missing-table\"]\n{CONFIG}"));
    tell(&mut editor, "remigrate.toml", 2);
    assert_eq!(outline(&editor.published(SECOND, 1)), [""; 0]);
}

#[test]
fn a_mistake_in_the_configuration_is_shown_and_the_rest_goes_on() {
    let mut editor =
        Editor::open(&[("remigrate.toml", "ignor = []\n"), ("db/migrations/001_a.sql", "CREATE TABLE a (b int);\n")]);
    let shown = editor.wait(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().unwrap().contains("did you mean `ignore`?"), "{shown}");
    editor.open_document("db/migrations/001_a.sql", "CREATE TABLE a (b int);\n");
    assert_eq!(editor.published("db/migrations/001_a.sql", 1).len(), 1);
    editor.write("remigrate.toml", "ignore = [\"rerun\"]\n");
    editor.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert_eq!(outline(&editor.published("db/migrations/001_a.sql", 1)), [""; 0]);
}

#[test]
fn a_new_file_is_checked_before_it_is_saved() {
    let mut editor = Editor::open(&[SETTINGS, (FIRST, USERS)]);
    editor.open_document(SECOND, &EMAIL.replace("IF NOT EXISTS ", ""));
    assert_eq!(outline(&editor.published(SECOND, 1)), ["1:18-1:39 unguarded-add-column"]);
    // Never saved: nothing is left of it.
    editor.notify("textDocument/didClose", editor.document(SECOND));
    let uri = editor.uri(SECOND);
    let gone = editor.wait(|message| message["params"]["uri"] == uri.as_str());
    assert_eq!(gone["params"]["diagnostics"], json!([]));
}

#[test]
fn folders_come_and_go() {
    let table = "CREATE TABLE t (id int);\n";
    let mut editor = Editor::start(&[("a/db/migrations/001_a.sql", table), ("b b/db/migrations/001_b.sql", table)]);
    let folder = |editor: &Editor, name: &str| json!({ "uri": editor.uri(name), "name": name });
    let params = json!({ "processId": null, "rootUri": null, "capabilities": abilities(),
                         "workspaceFolders": [folder(&editor, "a")] });
    editor.ask("initialize", params);
    editor.notify("initialized", json!({}));
    editor.open_document("a/db/migrations/001_a.sql", table);
    assert_eq!(editor.published("a/db/migrations/001_a.sql", 1).len(), 1);
    editor.open_document("b b/db/migrations/001_b.sql", table);
    let event = json!({ "added": [folder(&editor, "b b")], "removed": [folder(&editor, "a")] });
    editor.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(editor.published("b b/db/migrations/001_b.sql", 1).len(), 1);
    assert_eq!(outline(&editor.published("a/db/migrations/001_a.sql", 1)), [""; 0]);
}
