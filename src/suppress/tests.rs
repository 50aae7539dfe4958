use super::*;
use crate::edit::apply;
use crate::engine::Language;

/// Every `-- …` of the text.
fn comments(source: &Source) -> Vec<Span> {
    (0..source.line_count())
        .filter_map(|line| {
            let span = source.line_span(line);
            let at = source.slice(span).find("--")?;
            Some(Span::new(span.start as usize + at, span.end as usize))
        })
        .collect()
}

fn finding(source: &Source, rule: &'static str, needle: &str) -> Finding {
    let at = source.text().find(needle).expect("in the text");
    Finding {
        rule,
        severity: Severity::Error,
        message: String::new(),
        primary: Label {
            at: Location { file: FileId(0), span: Span::new(at, at + needle.len()) },
            text: String::new(),
        },
        related: Vec::new(),
        scenario: Scenario::Rerun,
        error: None,
        help: None,
        fix: None,
        alternative: None,
    }
}

/// What is left of findings at `CREATE` (a table) and `INSERT` (rows), as `rule:line`, and the text after its fixes.
fn filtered(text: &str) -> (Vec<String>, String) {
    let source = Source::new("a.sql", text);
    let mut found = Vec::new();
    for (rule, needle) in [("unguarded-create-table", "CREATE"), ("repeated-rows", "INSERT")] {
        if text.contains(needle) {
            found.push(finding(&source, rule, needle));
        }
    }
    let config = Config::default();
    Ignores::new(&config).filter(FileId(0), &source, &|| comments(&source), &mut found);
    let left = found
        .iter()
        .map(|finding| format!("{}:{}", finding.rule, source.position(finding.primary.at.span.start).line))
        .collect();
    let mut edits: Vec<Edit> = found
        .iter()
        .filter_map(|finding| finding.fix.as_ref())
        .flat_map(|fix| fix.fix.changes[0].edits.clone())
        .collect();
    edits.sort();
    (left, apply(text, &edits).expect("edits fit"))
}

#[test]
fn comments_silence_their_line_and_what_is_under_it() {
    for (text, left) in [
        ("-- remigrate: ignore[unguarded-create-table] -- why\nCREATE\nINSERT\n", vec!["repeated-rows:3"]),
        ("-- remigrate: ignore[rerun]\n\n-- more\nCREATE\n  INSERT\n", vec![]),
        ("CREATE -- remigrate: ignore[rerun]\nINSERT\n", vec!["repeated-rows:2"]),
        ("INSERT\nCREATE\n-- remigrate: file-ignore[repeated-rows]\n", vec!["unguarded-create-table:2"]),
        ("-- squawk-ignore prefer-robust-stmts\nCREATE\nINSERT\n", vec!["repeated-rows:3"]),
        ("-- squawk-ignore ban-drop-table\nCREATE\n", vec!["unguarded-create-table:2"]),
        ("-- squawk-ignore-file\nCREATE\nINSERT\n", vec![]),
        ("-- atlas:nolint\nCREATE\nINSERT\n", vec!["repeated-rows:3"]),
        ("-- atlas:nolint\n\nCREATE\nINSERT\n", vec![]),
        ("-- atlas:nolint destructive\nCREATE\n", vec!["unguarded-create-table:2"]),
    ] {
        assert_eq!(filtered(text).0, left, "{text}");
    }
}

#[test]
fn idle_comments_go_and_their_neighbours_stay() {
    for (text, fixed) in [
        ("-- keep\n-- remigrate: ignore[repeated-rows] -- x\nCREATE\n", "-- keep\nCREATE\n"),
        ("CREATE -- remigrate: ignore[repeated-rows]\n", "CREATE\n"),
        ("-- keep -- remigrate: ignore[repeated-rows] -- x\nCREATE\n", "-- keep\nCREATE\n"),
        ("-- remigrate: ignore[rerun, guard] -- x\nCREATE\n", "-- remigrate: ignore[rerun] -- x\nCREATE\n"),
        ("-- remigrate: ignore[guard, rerun]\nCREATE\n", "-- remigrate: ignore[rerun]\nCREATE\n"),
        ("-- remigrate: ignore[guard, rerun, transaction]\nCREATE\n", "-- remigrate: ignore[rerun]\nCREATE\n"),
        ("-- remigrate: ignore[unguarded-create-tables]\nCREATE\n", "CREATE\n"),
        ("\u{feff}-- remigrate: ignore[guard]\r\nCREATE\r\n", "\u{feff}CREATE\r\n"),
        ("CREATE\n-- remigrate: ignore[guard]", "CREATE\n"),
        ("-- remigrate: ignore\nCREATE\n", "-- remigrate: ignore\nCREATE\n"),
        ("-- atlas:nolint destructive\nCREATE\n", "-- atlas:nolint destructive\nCREATE\n"),
    ] {
        assert_eq!(filtered(text).1, fixed, "{text}");
    }
    assert!(filtered("-- remigrate: ignore\nCREATE\n").0.contains(&"unused-ignore:1".to_owned()));
}

#[test]
fn comments_are_added_or_extended() {
    for (text, expected) in [
        ("\u{feff}CREATE\r\n", "\u{feff}-- remigrate: ignore[unguarded-create-table] -- old\r\nCREATE\r\n"),
        ("  CREATE", "  -- remigrate: ignore[unguarded-create-table] -- old\n  CREATE"),
        (
            "-- remigrate: ignore[guard] -- x\nCREATE\n",
            "-- remigrate: ignore[guard, unguarded-create-table] -- x\nCREATE\n",
        ),
    ] {
        let source = Source::new("a.sql", text);
        let found = finding(&source, "unguarded-create-table", "CREATE");
        let sql = Comments { language: Language::Sql, of: &comments, is_sound: &|_| true };
        let added = add_ignores(&source, &sql, &[&found], Some("old"));
        assert_eq!(added.as_deref(), Some(expected));
    }
}

#[test]
fn where_no_comment_can_stand_the_file_gets_one() {
    let text = "-- first\nexecute '\nCREATE\n'\n";
    let source = Source::new("a.sql", text);
    let found = finding(&source, "unguarded-create-table", "CREATE");
    // A string goes from one quote to the next.
    let of = |source: &Source| {
        let open = source.text().find('\'').expect("a quote");
        comments(source).into_iter().filter(|comment| (comment.start as usize) < open).collect()
    };
    let sql = Comments { language: Language::Sql, of: &of, is_sound: &|_| true };
    let added = add_ignores(&source, &sql, &[&found], None);
    let expected = "-- first\n-- remigrate: file-ignore[unguarded-create-table]\nexecute '\nCREATE\n'\n";
    assert_eq!(added.as_deref(), Some(expected));
}
