//! A long session.

use serde_json::json;

use crate::client::{Editor, outline};

/// Memory that many more edits may add: what an allocator keeps, not what grows with each.
const SLACK_KB: u64 = 16 * 1024;

#[test]
fn memory_stays_where_it_is_over_thousands_of_edits() {
    let name = |number: usize| format!("db/migrations/{number:03}_x.sql");
    let table = |number: usize| format!("CREATE TABLE IF NOT EXISTS t{number} (id int);\n");
    let files: Vec<(String, String)> = (0..100).map(|number| (name(number), table(number))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut editor = Editor::open(&files);
    let (first, last) = (name(0), name(99));
    editor.open_document(&last, &table(99));
    editor.open_document(&first, &table(0));
    let mut after_some = None;
    for version in 2..=10_000_i64 {
        let number = u32::from(version % 2 == 0);
        let at = |character: u32| json!({ "line": 0, "character": character });
        // A space comes and goes.
        let change =
            json!([{ "range": { "start": at(0), "end": at(1 - number) }, "text": " ".repeat(number as usize) }]);
        editor.change(&first, version, change);
        if version % 500 == 0 {
            assert_eq!(outline(&editor.published(&first, version)), [""; 0]);
            editor.heard.clear();
        }
        if version == 2_000 {
            after_some = editor.memory();
        }
    }
    if let (Some(before), Some(after)) = (after_some, editor.memory()) {
        assert!(after < before + SLACK_KB, "{before} kB after 2,000 edits, {after} kB after 10,000");
    }
    assert_eq!(editor.close(), Some(0));
}
