//! Clients that ask for diagnostics, of one document and of all files.

use serde_json::{Value, json};

use crate::client::{Editor, abilities_with, outline};

const TABLE: &str = "CREATE TABLE t (id int);\n";
const GUARDED: &str = "CREATE TABLE IF NOT EXISTS u (id int);\n";
const FIRST: &str = "db/migrations/001_a.sql";
const SECOND: &str = "db/migrations/002_b.sql";

fn pulling(files: &[(&str, &str)]) -> Editor {
    let pulls =
        json!({ "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } } });
    Editor::with(files, abilities_with(pulls))
}

/// Asks about all files; gives each answer's file, kind and findings.
fn ask(editor: &mut Editor, known: &mut Vec<(String, String)>) -> Vec<(String, String, Vec<String>)> {
    let previous: Vec<Value> = known.iter().map(|(uri, value)| json!({ "uri": uri, "value": value })).collect();
    let report = editor.ask("workspace/diagnostic", json!({ "previousResultIds": previous }));
    let text = |item: &Value, member: &str| item[member].as_str().unwrap_or_default().to_owned();
    let items = report["items"].as_array().unwrap();
    let told = items.iter().map(|item| {
        let (uri, result) = (text(item, "uri"), text(item, "resultId"));
        assert!(item.get("version").is_some(), "the version is told, or null: {item}");
        known.retain(|(other, _)| *other != uri);
        known.push((uri.clone(), result));
        let found = item["items"].as_array().map(|items| outline(items)).unwrap_or_default();
        (uri.rsplit('/').next().unwrap().to_owned(), text(item, "kind"), found)
    });
    told.collect()
}

fn one(name: &str, kind: &str, found: &[&str]) -> (String, String, Vec<String>) {
    (name.to_owned(), kind.to_owned(), found.iter().map(|found| (*found).to_owned()).collect())
}

#[test]
fn all_files_are_told_and_then_what_has_changed() {
    let mut editor = pulling(&[(FIRST, TABLE), (SECOND, GUARDED)]);
    assert_eq!(editor.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    let mut known = Vec::new();
    let made = "0:0-0:14 unguarded-create-table";
    assert_eq!(ask(&mut editor, &mut known), [one("001_a.sql", "full", &[made])], "clean files are not mentioned");
    assert_eq!(ask(&mut editor, &mut known), [one("001_a.sql", "unchanged", &[])]);
    // The text of the editor counts, not that of the disk.
    editor.open_document(SECOND, TABLE.replace(" t ", " v ").as_str());
    let told = ask(&mut editor, &mut known);
    assert_eq!(told, [one("001_a.sql", "unchanged", &[]), one("002_b.sql", "full", &[made])]);
    editor.change(SECOND, 2, json!([{ "text": GUARDED }]));
    let told = ask(&mut editor, &mut known);
    assert_eq!(told, [one("001_a.sql", "unchanged", &[]), one("002_b.sql", "full", &[])]);
    editor.wait(|message| message["method"] == "workspace/diagnostic/refresh");
    known.push(("file:///elsewhere/gone.sql".to_owned(), "old".to_owned()));
    let told = ask(&mut editor, &mut known);
    assert_eq!(told[2], one("gone.sql", "full", &[]), "nothing is left of a file that is gone");
}

#[test]
fn a_document_that_has_not_changed_is_not_told_again() {
    let mut editor = pulling(&[(FIRST, TABLE)]);
    editor.open_document(FIRST, TABLE);
    let mut params = editor.document(FIRST);
    let first = editor.ask("textDocument/diagnostic", params.clone());
    params["previousResultId"] = first["resultId"].clone();
    let second = editor.ask("textDocument/diagnostic", params.clone());
    assert_eq!((&second["kind"], &second["resultId"]), (&json!("unchanged"), &first["resultId"]));
    editor.change(FIRST, 2, json!([{ "text": GUARDED }]));
    assert_eq!(editor.ask("textDocument/diagnostic", params)["kind"], "full");
}

#[test]
fn questions_about_all_files_can_be_called_off() {
    let many: Vec<(String, String)> =
        (0..300).map(|n| (format!("db/migrations/{n:03}_x.sql"), format!("CREATE TABLE t{n} (id int);\n"))).collect();
    let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut editor = pulling(&files);
    let ids: Vec<i64> =
        (0..5).map(|_| editor.request("workspace/diagnostic", json!({ "previousResultIds": [] }))).collect();
    let (last, others) = ids.split_last().unwrap();
    others.iter().for_each(|id| editor.notify("$/cancelRequest", json!({ "id": id })));
    for id in others {
        let response = editor.response(*id);
        let is_cancelled = response["error"]["code"] == -32800;
        assert!(is_cancelled || response["result"]["items"].is_array(), "{response}");
    }
    assert_eq!(editor.response(*last)["result"]["items"].as_array().unwrap().len(), 300);
    let wrong = editor.request("workspace/diagnostic", json!({ "previousResultIds": 1 }));
    assert_eq!(editor.response(wrong)["error"]["code"], -32602);
}
