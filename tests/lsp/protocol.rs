//! Manners: what is called off, what nobody understands, how it ends.

use serde_json::{Value, json};

use crate::client::{Editor, abilities, outline};

const FILE: &str = "db/migrations/001_a.sql";
const TABLE: &str = "CREATE TABLE t (id int);\n";

#[test]
fn what_is_not_known_is_refused_and_the_server_goes_on() {
    let mut editor = Editor::open(&[(FILE, TABLE)]);
    for (method, params, code) in [
        ("textDocument/rename", json!({}), -32601),
        ("textDocument/hover", json!({ "position": 7 }), -32602),
        ("textDocument/codeAction", Value::Null, -32602),
    ] {
        let id = editor.request(method, params);
        assert_eq!(editor.response(id)["error"]["code"], code, "{method}");
    }
    editor.notify("textDocument/didChange", json!({ "nonsense": true }));
    editor.notify("no/suchThing", json!({}));
    editor.change("never/opened.sql", 2, json!([{ "text": "" }]));
    for uri in ["untitled:Untitled-1", "file:///nowhere/at/all.sql", "git:/x.sql"] {
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
        assert_eq!(editor.ask("textDocument/hover", params), Value::Null, "{uri}");
    }
    let (text, far) = (
        json!([{ "range": { "start": { "line": 9, "character": 9 }, "end": { "line": 99, "character": 0 } },
        "text": "SELECT 1;\n" }]),
        "past the end",
    );
    editor.open_document(FILE, TABLE);
    assert_eq!(editor.published(FILE, 1).len(), 1);
    editor.change(FILE, 2, text);
    assert_eq!(editor.published(FILE, 2).len(), 1, "{far}");
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn only_the_newest_of_many_versions_counts() {
    let mut editor = Editor::open(&[(FILE, TABLE)]);
    editor.open_document(FILE, TABLE);
    for version in 2..200 {
        let text = if version == 199 { "SELECT 1;\n".to_owned() } else { TABLE.repeat(version) };
        editor.change(FILE, i64::try_from(version).unwrap(), json!([{ "text": text }]));
    }
    assert_eq!(outline(&editor.published(FILE, 199)), [""; 0]);
    let versions = editor.heard.iter().filter_map(|message| message["params"]["version"].as_i64());
    assert!(versions.collect::<Vec<_>>().is_sorted(), "older versions come first, if at all");
}

#[test]
fn a_request_that_is_called_off_is_answered_so() {
    let many: Vec<(String, String)> =
        (0..300).map(|n| (format!("db/migrations/{n:03}_x.sql"), format!("CREATE TABLE t{n} (id int);\n"))).collect();
    let files: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut editor = Editor::open(&files);
    // The folder is still being read when these come.
    let ids: Vec<i64> =
        (0..20).map(|_| editor.request("textDocument/codeLens", editor.document("db/migrations/299_x.sql"))).collect();
    let (last, others) = ids.split_last().unwrap();
    for id in others {
        editor.notify("$/cancelRequest", json!({ "id": id }));
    }
    for id in others {
        let response = editor.response(*id);
        let is_cancelled = response["error"]["code"] == -32800;
        assert!(is_cancelled || response["result"].is_array(), "{response}");
    }
    assert!(editor.response(*last)["result"].is_array());
    // An answer that was given can't be called off.
    editor.notify("$/cancelRequest", json!({ "id": last }));
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn leaving_without_goodbye_ends_the_server() {
    assert_eq!(Editor::open(&[(FILE, TABLE)]).leave(), Some(2));
    let mut editor = Editor::open(&[]);
    editor.notify("exit", Value::Null);
    assert_eq!(editor.leave(), Some(2));
}

#[test]
fn syntax_errors_are_told_where_they_are() {
    let mut editor = Editor::open(&[(FILE, TABLE)]);
    editor.open_document(FILE, "CREATE TABLE t (id int);\nSELECT 'never closed;\n");
    let found = editor.published(FILE, 1);
    assert!(
        found.iter().any(|found| found["message"].as_str().unwrap().starts_with("This can't be read: ")),
        "{found:?}"
    );
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let actions = editor.actions(FILE, &whole, &["source"]);
    assert!(actions.is_empty(), "{actions:?}");
}

#[test]
fn positions_are_counted_as_agreed() {
    for (offered, agreed, character) in
        [(json!(["utf-16", "utf-8"]), "utf-8", 14), (json!(["utf-32"]), "utf-32", 9), (Value::Null, "utf-16", 10)]
    {
        let mut abilities = abilities();
        abilities["general"]["positionEncodings"] = offered;
        let mut editor = Editor::with(&[(FILE, TABLE)], abilities);
        assert_eq!(editor.capabilities["positionEncoding"], agreed);
        let text = format!("/* 😀表 */ {TABLE}");
        editor.open_document(FILE, &text);
        let found = editor.published(FILE, 1);
        assert_eq!(found[0]["range"]["start"]["character"], character, "{agreed}");
        let at = |character: u32| json!({ "line": 0, "character": character });
        let changes = json!([{ "range": { "start": at(0), "end": at(character) }, "text": "" }]);
        editor.change(FILE, 2, changes);
        assert_eq!(editor.published(FILE, 2)[0]["range"]["start"]["character"], 0, "{agreed}");
    }
}
