//! Documents and what is said of them.

use serde_json::json;

use crate::client::{Editor, abilities, abilities_with, applied, outline};

const DATABASE: (&str, &str) = ("config/database.yml", "production:\n  adapter: mysql2\n");
const FILE: &str = "db/migrate/20260101000000_create_users.rb";
const RUBY: &str = "\
class CreateUsers < ActiveRecord::Migration[7.1]
  def change
    create_table :users do |t|
      t.string :email
    end
  end
end
";

#[test]
fn opening_changing_and_fixing_a_migration() {
    let mut editor = Editor::open(&[DATABASE, (FILE, RUBY)]);
    editor.open_document(FILE, RUBY);
    let found = editor.published(FILE, 1);
    // `create_table :users` in line 3.
    assert_eq!(outline(&found), ["2:4-2:23 unguarded-create-table"]);
    let first = &found[0];
    assert_eq!(first["severity"], 1);
    assert_eq!(first["source"], "remigrate");
    assert!(first["codeDescription"]["href"].as_str().unwrap().ends_with("/rules/unguarded-create-table.md"));
    let predicted = first["relatedInformation"][0]["message"].as_str().unwrap();
    assert!(predicted.contains("Table 'users' already exists"), "{predicted}");

    let actions = editor.actions(FILE, &first["range"], &["quickfix"]);
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap();
    assert_eq!(fix["diagnostics"][0]["code"], "unguarded-create-table");
    assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    let fixed = applied(fix, &editor.uri(FILE), RUBY);
    assert_eq!(fixed, RUBY.replace("create_table :users do", "create_table :users, if_not_exists: true do"));

    editor.change(FILE, 2, json!([{ "text": fixed }]));
    assert_eq!(outline(&editor.published(FILE, 2)), [""; 0]);
    // A part is taken out again, in front of which an emoji moved everything by two UTF-16 units.
    let at = |character: u32| json!({ "line": 2, "character": character });
    editor.change(
        FILE,
        3,
        json!([
            { "range": { "start": at(0), "end": at(0) }, "text": "p '😀';" },
            { "range": { "start": at(30), "end": at(51) }, "text": "" },
        ]),
    );
    assert_eq!(outline(&editor.published(FILE, 3)), ["2:11-2:30 unguarded-create-table"]);
    assert_eq!(editor.close(), Some(0));
}

#[test]
fn a_client_that_asks_is_answered_and_not_told() {
    let pulls = abilities_with(json!({ "textDocument": { "diagnostic": {} } }));
    let mut editor = Editor::with(&[DATABASE, (FILE, RUBY)], pulls);
    assert_eq!(editor.capabilities["diagnosticProvider"]["interFileDependencies"], true);
    editor.open_document(FILE, RUBY);
    let report = editor.ask("textDocument/diagnostic", editor.document(FILE));
    assert_eq!(report["kind"], "full");
    assert_eq!(outline(report["items"].as_array().unwrap()), ["2:4-2:23 unguarded-create-table"]);
    editor.change(FILE, 2, json!([{ "text": "# nothing\n" }]));
    let report = editor.ask("textDocument/diagnostic", editor.document(FILE));
    assert_eq!(report["items"], json!([]));
    assert!(editor.heard.iter().all(|message| message["method"] != "textDocument/publishDiagnostics"));
    let pushed = Editor::with(&[], abilities());
    assert!(pushed.capabilities.get("diagnosticProvider").is_none());
}

#[test]
fn everything_safe_is_fixed_at_once() {
    let text = RUBY.replace("    end\n  end", "    end\n    add_index :users, :email\n  end");
    let mut editor = Editor::open(&[DATABASE, (FILE, &text)]);
    editor.open_document(FILE, &text);
    assert_eq!(editor.published(FILE, 1).len(), 2);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let actions = editor.actions(FILE, &whole, &["source.fixAll"]);
    assert_eq!(actions.len(), 1);
    assert_eq!(actions[0]["kind"], "source.fixAll.remigrate");
    let fixed = applied(&actions[0], &editor.uri(FILE), &text);
    editor.change(FILE, 2, json!([{ "text": fixed }]));
    assert_eq!(outline(&editor.published(FILE, 2)), [""; 0]);
    assert_eq!(editor.actions(FILE, &whole, &[]), [json!(null); 0]);
}

#[test]
fn a_line_can_be_ignored() {
    let mut editor = Editor::open(&[DATABASE, (FILE, RUBY)]);
    editor.open_document(FILE, RUBY);
    let found = editor.published(FILE, 1);
    let actions = editor.actions(FILE, &found[0]["range"], &["quickfix"]);
    let ignore = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with("Ignore")).unwrap();
    let text = applied(ignore, &editor.uri(FILE), RUBY);
    assert!(text.contains("    # remigrate: ignore[unguarded-create-table]\n    create_table :users do"), "{text}");
    editor.change(FILE, 2, json!([{ "text": text }]));
    assert_eq!(outline(&editor.published(FILE, 2)), [""; 0]);
}
