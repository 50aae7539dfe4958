use expect_test::{Expect, expect};

use super::*;
use crate::edit::{Edit, Fix, Proof, Safety};
use crate::finding::{EngineError, Label, ProvenFix, Scenario, Severity};
use crate::fingerprint::fingerprints;
use crate::source::{FileId, Location, Span};

const MIGRATION: &str = "\
class CreateEmailOpens < ActiveRecord::Migration[7.1]
  def change
    create_table :email_opens do |t|
      t.references :email_log
    end
    add_index :email_opens, :email_log_id
  end
end
";

fn at(sources: &[Source], file: u32, needle: &str) -> Location {
    let start = sources[file as usize].text().find(needle).expect("the needle is in the text");
    Location { file: FileId(file), span: Span::new(start, start + needle.len()) }
}

fn sources() -> Vec<Source> {
    vec![
        Source::new("db/migrate/20260115000000_create_email_opens.rb", MIGRATION),
        Source::new("db/migrate/20260114000000_create_email_logs.rb", "create_table :email_log\n"),
    ]
}

/// A finding with everything in it.
fn finding(sources: &[Source]) -> Finding {
    let call = at(sources, 0, "add_index :email_opens, :email_log_id");
    let stop = at(sources, 0, "t.references :email_log");
    Finding {
        rule: "duplicate-object",
        severity: Severity::Error,
        message: "index `index_email_opens_on_email_log_id` is made twice".to_owned(),
        primary: Label { at: call, text: "the run fails here".to_owned() },
        related: vec![
            Label { at: stop, text: "made here first".to_owned() },
            Label { at: at(sources, 1, "create_table"), text: "the table it points at is made here".to_owned() },
        ],
        scenario: Scenario::AfterStop(stop),
        error: Some(EngineError {
            code: "42P07".to_owned(),
            message: "PG::DuplicateTable: ERROR:  relation \"index_email_opens_on_email_log_id\" already exists"
                .to_owned(),
        }),
        help: Some("`t.references` makes this index already: take `add_index` out.".to_owned()),
        fix: Some(ProvenFix {
            fix: Fix::new(
                "Add `if_not_exists: true`",
                Safety::Safe,
                FileId(0),
                vec![Edit::insert(call.span.end, ", if_not_exists: true")],
            ),
            proof: Proof::Replayed,
        }),
        alternative: None,
    }
}

/// The findings with their names, as they are shown.
fn named<'a>(findings: &'a [Finding], sources: &[Source]) -> Vec<Shown<'a>> {
    let names = fingerprints(findings, sources, &Checkout::new("/w", "/w"));
    findings.iter().zip(names).map(|(finding, fingerprint)| Shown { finding, fingerprint }).collect()
}

fn no_link(_: &str) -> Option<String> {
    None
}

fn shown(mut show: impl FnMut(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    show(&mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("reports are text")
}

fn pretty(findings: &[Finding], sources: &[Source], terminal: Terminal) -> String {
    shown(|out| {
        Pretty::new(out, terminal, |rule| Some(format!("https://example.org/{rule}")))
            .findings(&named(findings, sources), sources)
    })
}

fn check(actual: &str, expected: &Expect) {
    expected.assert_eq(actual);
}

#[test]
fn pretty_shows_everything() {
    let sources = sources();
    check(
        &pretty(&[finding(&sources)], &sources, Terminal::PLAIN),
        &expect![[r#"
            duplicate-object (https://example.org/duplicate-object)

              × index `index_email_opens_on_email_log_id` is made twice
              ╰─▶ PG::DuplicateTable: ERROR:  relation "index_email_opens_on_email_log_id" already exists
                  [42P07]
               ╭─[db/migrate/20260115000000_create_email_opens.rb:6:5]
             3 │     create_table :email_opens do |t|
             4 │       t.references :email_log
               ·       ───────────┬───────────
               ·                  ╰── made here first
             5 │     end
             6 │     add_index :email_opens, :email_log_id
               ·     ──────────────────┬──────────────────
               ·                       ╰── the run fails here
             7 │   end
               ╰────
              ☞ the table it points at is made here
               ╭─[db/migrate/20260114000000_create_email_logs.rb:1:1]
             1 │ create_table :email_log
               · ────────────
               ╰────
              help: `t.references` makes this index already: take `add_index` out.
              fix:  Add `if_not_exists: true` (--fix; safe, replayed)
                   5       end
                     -     add_index :email_opens, :email_log_id
                   6 +     add_index :email_opens, :email_log_id, if_not_exists: true
                   7     end

        "#]],
    );
}

#[test]
fn concise_is_one_line() {
    let sources = sources();
    let mut one = finding(&sources);
    one.message.push_str("\nreally");
    let text = shown(|out| {
        Concise::new(out, Terminal::PLAIN).findings(&named(std::slice::from_ref(&one), &sources), &sources)
    });
    check(
        &text,
        &expect![[r#"
            db/migrate/20260115000000_create_email_opens.rb:6:5: error[duplicate-object] index `index_email_opens_on_email_log_id` is made twice\nreally
        "#]],
    );
}

#[test]
fn repeats_in_one_file_collapse() {
    let sources = sources();
    let mut plain = finding(&sources);
    (plain.related, plain.error, plain.help, plain.fix) = (Vec::new(), None, None, None);
    let text = pretty(&vec![plain; 14], &sources, Terminal::PLAIN);
    assert_eq!(text.matches("is made twice").count(), 3);
    assert!(text.ends_with("  … and 11 more duplicate-object in this file, line 6\n\n"), "{text}");
}

#[test]
fn no_escapes_without_colour_and_links_only_where_taken() {
    let sources = sources();
    let plain = pretty(&[finding(&sources)], &sources, Terminal::PLAIN);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    let linked = pretty(&[finding(&sources)], &sources, Terminal { links: true, ..Terminal::PLAIN });
    assert!(linked.contains("\u{1b}]8;;https://example.org/duplicate-object\u{1b}\\"), "{linked}");
    let colored = pretty(&[finding(&sources)], &sources, Terminal { color: true, ..Terminal::PLAIN });
    assert!(colored.contains("\u{1b}[32m     6 + "), "{colored}");
}

/// Stock miette's excerpt is the truth for ours, except that it counts a byte-order mark as a column.
#[test]
fn excerpts_are_those_of_miette() {
    use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report};
    let texts = [
        MIGRATION.to_owned(),
        MIGRATION.replace('\n', "\r\n"),
        MIGRATION.trim_end().replace("  ", "\t"),
        "add_index :email_opens, :email_log_id".to_owned(),
    ];
    for text in texts {
        let sources = [Source::new("a.rb", text.as_str())];
        let mut one = finding(&self::sources());
        (one.related, one.error, one.help, one.fix) = (Vec::new(), None, None, None);
        one.primary.at = at(&sources, 0, "add_index :email_opens, :email_log_id");
        let span = one.primary.at.span.range();
        let stock = MietteDiagnostic::new(one.message.as_str())
            .with_code(one.rule)
            .with_label(LabeledSpan::new_primary_with_span(Some(one.primary.text.clone()), (span.start, span.len())));
        let stock = Report::new(stock).with_source_code(NamedSource::new("a.rb", text.clone()));
        let mut expected = String::new();
        GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
            .with_width(100)
            .render_report(&mut expected, stock.as_ref())
            .expect("rendering into a string");
        let ours = shown(|out| {
            Pretty::new(out, Terminal::PLAIN, no_link).findings(&named(std::slice::from_ref(&one), &sources), &sources)
        });
        assert_eq!(ours.trim_end(), expected.trim_end(), "{text}");
    }
}

#[test]
fn long_lines_and_marks_are_shown_in_part() {
    let long =
        format!("\u{feff}SELECT '{}'; CREATE TABLE t (a int); SELECT '{}'", "ä".repeat(5_000), "ö".repeat(5_000));
    let sources = [Source::new("long.sql", long), Source::new("mark.sql", "\u{feff}CREATE TABLE t (a int)")];
    for file in [0, 1] {
        let mut one = finding(&self::sources());
        (one.related, one.error, one.help, one.fix) = (Vec::new(), None, None, None);
        one.primary.at = at(&sources, file, "CREATE TABLE t");
        let text = pretty(&[one], &sources, Terminal::PLAIN);
        assert!(text.lines().all(|line| line.chars().count() < 300), "{text}");
        assert!(text.contains("CREATE TABLE t"), "{text}");
    }
}

#[test]
fn json_is_json() {
    let sources = sources();
    let mut summary = Summary { files: 2, migrations: 2, ..Summary::default() };
    summary.count(&finding(&sources));
    summary.errors.push(Trouble { path: Some("x.rb".to_owned()), message: "can't be read: \"é\"".to_owned() });
    let text = shown(|out| {
        let mut json = Json::new(out);
        json.findings(&named(&[finding(&sources)], &sources), &sources)?;
        json.findings(&named(&[finding(&sources)], &sources), &sources)?;
        json.finish(&summary)
    });
    let value: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    assert_eq!(value["findings"][0], value["findings"][1]);
    let pretty = serde_json::to_string_pretty(&value["findings"][0]).expect("a value is JSON");
    check(
        &pretty,
        &expect![[r#"
        {
          "error": {
            "code": "42P07",
            "message": "PG::DuplicateTable: ERROR:  relation \"index_email_opens_on_email_log_id\" already exists"
          },
          "fingerprint": "b5eea72281f06b368085262403d0d13f",
          "fix": {
            "changes": [
              {
                "edits": [
                  {
                    "end": {
                      "column": 42,
                      "line": 6,
                      "offset": 183
                    },
                    "replacement": ", if_not_exists: true",
                    "start": {
                      "column": 42,
                      "line": 6,
                      "offset": 183
                    }
                  }
                ],
                "path": "db/migrate/20260115000000_create_email_opens.rb"
              }
            ],
            "proof": "replayed",
            "safety": "safe",
            "title": "Add `if_not_exists: true`"
          },
          "help": "`t.references` makes this index already: take `add_index` out.",
          "message": "index `index_email_opens_on_email_log_id` is made twice",
          "primary": {
            "end": {
              "column": 42,
              "line": 6,
              "offset": 183
            },
            "path": "db/migrate/20260115000000_create_email_opens.rb",
            "start": {
              "column": 5,
              "line": 6,
              "offset": 146
            },
            "text": "the run fails here"
          },
          "related": [
            {
              "end": {
                "column": 30,
                "line": 4,
                "offset": 133
              },
              "path": "db/migrate/20260115000000_create_email_opens.rb",
              "start": {
                "column": 7,
                "line": 4,
                "offset": 110
              },
              "text": "made here first"
            },
            {
              "end": {
                "column": 13,
                "line": 1,
                "offset": 12
              },
              "path": "db/migrate/20260114000000_create_email_logs.rb",
              "start": {
                "column": 1,
                "line": 1,
                "offset": 0
              },
              "text": "the table it points at is made here"
            }
          ],
          "rule": "duplicate-object",
          "scenario": {
            "name": "after-stop",
            "stop": {
              "end": {
                "column": 30,
                "line": 4,
                "offset": 133
              },
              "path": "db/migrate/20260115000000_create_email_opens.rb",
              "start": {
                "column": 7,
                "line": 4,
                "offset": 110
              }
            }
          },
          "severity": "error"
        }"#]],
    );
    assert_eq!(value["summary"]["errors"], 1);
    assert_eq!(value["errors"][0]["path"], "x.rb");
    let empty = shown(|out| Json::new(out).finish(&Summary::default()));
    let empty: serde_json::Value = serde_json::from_str(&empty).expect("valid JSON without findings");
    assert_eq!(empty["findings"], serde_json::json!([]));
}

#[test]
fn summaries_say_what_was_not_shown() {
    let sources = sources();
    let mut summary =
        Summary { files: 3, migrations: 1, upstream_hidden: 4, suppressed: 1, fixed: 2, ..Summary::default() };
    summary.count(&finding(&sources));
    check(
        &shown(|out| summary.write(out, &Terminal::PLAIN)),
        &expect![[r#"
        Fixed 2 findings.
        Found 1 error (1 migration in 3 files).
        1 can be repaired with --fix.
        4 findings in migrations that are already on the base branch: --all shows them.
        1 finding silenced by comments or the configuration.
    "#]],
    );
    summary.opaque = Opaque { operations: 340, everything: 10, narrow: 2 };
    check(
        &shown(|out| summary.write_statistics(out)),
        &expect![[r#"
        rule              findings  with a fix
        duplicate-object         1           1

        340 operations read, 12 of them opaque (3.5 %).
        10 may have touched anything, 2 only things that are known, or rows.
    "#]],
    );
    let mut broken = Summary::default();
    broken.errors.push(Trouble { path: None, message: "no migrations found in app".to_owned() });
    let text = shown(|out| broken.write(out, &Terminal::PLAIN));
    assert!(!text.contains("Nothing to report"), "never all good after an error: {text}");
}

#[test]
fn a_closed_pipe_is_quiet() {
    struct Closed;
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let sources = sources();
    let mut out = Output::new(Closed);
    let many = vec![finding(&sources); 2_000];
    Concise::new(&mut out, Terminal::PLAIN)
        .findings(&named(&many, &sources), &sources)
        .expect("a closed pipe is no error");
    assert!(out.is_closed());
}

#[test]
fn pages_become_terminal_text() {
    let rule = RulePage {
        name: "x",
        group: "rerun",
        level: "varies",
        fix: "safe",
        since: "0.1.0",
        summary: "`create_table` stops.",
        url: "https://example.org/x".to_owned(),
        page: "---\nlevel: error\n---\n# x\n\n> `create_table` stops a **second** run.\n> Always.\n\n## Rails\n```ruby bad\ncreate_table :users # error\n\nend\n```\n```ruby fixed\ncreate_table :users, if_not_exists: true\n```\n\n1. One [link](https://example.org).\n2. Two.\n- An item that is long enough to be wrapped at the width of a terminal, which is one hundred columns here.\n",
    };
    check(
        &shown(|out| write_page(out, &Terminal::PLAIN, &rule)),
        &expect![[r#"
        x

        `create_table` stops a second run. Always.

        Rails
          reported:
            create_table :users # error

            end
          what --fix makes of it:
            create_table :users, if_not_exists: true

        1. One link (https://example.org).
        2. Two.
        - An item that is long enough to be wrapped at the width of a terminal, which is one hundred columns
          here.

        group rerun, level varies, fix safe, since 0.1.0
        https://example.org/x
    "#]],
    );
    check(
        &shown(|out| write_rules(out, &Terminal::PLAIN, std::slice::from_ref(&rule))),
        &expect![[r#"
        rerun
          x  varies   create_table stops.
    "#]],
    );
    let json = shown(|out| write_rules_json(out, std::slice::from_ref(&rule)));
    let json: serde_json::Value = serde_json::from_str(&json).expect("valid JSON");
    assert_eq!(json[0]["name"], "x");
}
