//! What the server tells without being asked to change anything: pages, tables, verdicts.

use serde_json::{Value, json};

use crate::client::{Editor, abilities_with, outline};

const CONFIG: (&str, &str) =
    ("remigrate.toml", "[[history]]\npath = \"db\"\ndialect = \"postgresql\"\ntool = \"sql\"\n");
const FIRST: &str = "db/migrations/001_users.sql";
const SECOND: &str = "db/migrations/002_email.sql";
const USERS: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n";
const EMAIL: &str = "-- remigrate: ignore[unguarded-add-column]\nALTER TABLE users ADD COLUMN email text;\n\
                     CREATE INDEX users_email ON users (email);\n";

fn text(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_else(|| panic!("no Markdown in {hover}"))
}

#[test]
fn hovers_show_findings_pages_and_tables() {
    let mut editor = Editor::open(&[CONFIG, (FIRST, USERS), (SECOND, EMAIL)]);
    editor.open_document(SECOND, EMAIL);
    assert_eq!(outline(&editor.published(SECOND, 1)), ["2:0-2:24 unguarded-index"]);

    let finding = editor.at("textDocument/hover", SECOND, 2, 3);
    assert!(text(&finding).contains("relation \"users_email\" already exists"), "{finding}");
    assert!(text(&finding).contains("# unguarded-index\n") && text(&finding).contains("## Why\n"), "{finding}");
    assert_eq!(finding["range"]["end"], json!({ "line": 2, "character": 24 }));

    let comment = editor.at("textDocument/hover", SECOND, 0, 25);
    assert!(text(&comment).starts_with("# unguarded-add-column\n"), "{comment}");

    let table = editor.at("textDocument/hover", SECOND, 1, 13);
    let life = text(&table);
    assert!(life.starts_with("**Table `users`**: it is there when this migration starts\n"), "{life}");
    assert!(life.contains("create table users in [001_users.sql:1]("), "{life}");
    assert!(life.contains("create column users.email in [002_email.sql:2]("), "{life}");
    assert_eq!(editor.at("textDocument/hover", SECOND, 1, 1), Value::Null);
}

#[test]
fn a_table_leads_to_the_migration_that_makes_it() {
    let mut editor = Editor::open(&[CONFIG, (FIRST, USERS), (SECOND, EMAIL)]);
    editor.open_document(SECOND, EMAIL);
    let found = editor.at("textDocument/definition", SECOND, 1, 14);
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["uri"], editor.uri(FIRST));
    assert_eq!(found[0]["range"]["start"], json!({ "line": 0, "character": 0 }));
    assert_eq!(editor.at("textDocument/definition", SECOND, 1, 1), json!([]));
}

#[test]
fn verdicts_stand_above_migrations_and_in_the_outline() {
    let mut editor = Editor::open(&[CONFIG, (FIRST, USERS), (SECOND, EMAIL)]);
    for (name, content, verdict) in [
        (FIRST, USERS, "fails if re-run after a stop, at line 1"),
        (SECOND, EMAIL, "fails if re-run after a stop, at line 3"),
        ("db/migrations/003_safe.sql", "CREATE TABLE IF NOT EXISTS logs (id bigint PRIMARY KEY);\n", "re-runnable"),
        ("db/migrations/004_first.sql", "ALTER TABLE logs ADD COLUMN id bigint;\n", "fails at line 1"),
        (
            "db/migrations/005_none.sql",
            "-- remigrate: ignore[unguarded-create-table]\nCREATE TABLE x (id int);\n",
            "re-runnable but for 1 ignored finding",
        ),
    ] {
        editor.open_document(name, content);
        let lenses = editor.ask("textDocument/codeLens", editor.document(name));
        assert_eq!(lenses[0]["command"]["title"], verdict, "{name}");
        let symbols = editor.ask("textDocument/documentSymbol", editor.document(name));
        assert_eq!(symbols[0]["detail"], verdict, "{name}");
    }
    let symbols = editor.ask("textDocument/documentSymbol", editor.document(SECOND));
    let steps = symbols[0]["children"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["create column users.email", "create index users_email"]);
}

#[test]
fn a_rule_is_explained() {
    let mut editor = Editor::open(&[CONFIG, (FIRST, USERS)]);
    editor.open_document(FIRST, USERS);
    let found = editor.published(FIRST, 1);
    let actions = editor.actions(FIRST, &found[0]["range"], &[]);
    let explain = actions.iter().find(|action| action["title"] == "Explain unguarded-create-table").unwrap();
    let (command, arguments) = (&explain["command"]["command"], &explain["command"]["arguments"]);
    let page = editor.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
    assert!(page.as_str().unwrap().starts_with("# unguarded-create-table\n"));
    let shown = editor.wait(|message| message["method"] == "window/showMessage");
    assert!(shown["params"]["message"].as_str().unwrap().contains("A table is created without asking"));
    for arguments in [json!([]), json!(["no-such-rule"])] {
        let params = json!({ "command": "remigrate.explain", "arguments": arguments });
        let id = editor.request("workspace/executeCommand", params);
        assert_eq!(editor.response(id)["error"]["code"], -32602);
    }

    let shows = abilities_with(json!({ "window": { "showDocument": { "support": true } } }));
    let mut editor = Editor::with(&[CONFIG, (FIRST, USERS)], shows);
    editor.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }));
    let shown = editor.wait(|message| message["method"] == "window/showDocument");
    assert_eq!(shown["params"]["external"], true);
}
