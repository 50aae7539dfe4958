//! `remigrate graph`: what follows what, in every format.

use crate::support::Checkout;

/// Two heads above a merge, a missing guard, and a name that every format has to escape.
fn branches() -> Checkout {
    let checkout = Checkout::new(&[
        ("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://h/d\n"),
        ("requirements.txt", "alembic==1.16.5\n"),
        ("m/env.py", ""),
    ]);
    let revisions = [
        ("a1", "None", "create users", "op.create_table(\"users\", sa.Column(\"id\", sa.Integer), if_not_exists=True)"),
        ("b1", "\"a1\"", "say \"<b>\" & go", "op.add_column(\"users\", sa.Column(\"name\", sa.Text))"),
        ("c1", "\"a1\"", "tags", "op.create_table(\"tags\", sa.Column(\"id\", sa.Integer), if_not_exists=True)"),
        ("d1", "(\"b1\", \"c1\")", "merge", "pass"),
        ("e1", "\"d1\"", "one", "op.drop_table(\"tags\", if_exists=True)"),
        ("f1", "\"d1\"", "two", "pass"),
    ];
    for (id, down, about, step) in revisions {
        let text = format!(
            "\"\"\"{about}\n\nRevision ID: {id}\n\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = \
             \"{id}\"\ndown_revision = {down}\n\n\ndef upgrade():\n    {step}\n\n\ndef downgrade():\n    pass\n"
        );
        checkout.write(&format!("m/versions/{id}.py"), text);
    }
    checkout
}

fn drawn(format: &str) -> String {
    let done = branches().run(&["graph", "--format", format]);
    assert_eq!(done.code, Some(0), "{done:?}");
    done.out
}

#[test]
fn text_reads_like_git_log() {
    let expected = "\
m/versions (alembic, PostgreSQL; 6 migrations, 2 heads; 1 error, 1 warning)

●   f1  two  (head)  1 error
│ ● e1  one  (head)
├─╯
●   d1  merge  (merge)
├─╮
│ ● c1  tags
● │ b1  say \"<b>\" & go  1 warning
├─╯
●   a1  create users

Tables
  tags   made c1 → dropped e1
  users  made a1 → changed b1
";
    assert_eq!(drawn("text"), expected);
    assert_eq!(branches().run(&["graph"]).out, expected, "what is drawn where nothing is said");
}

#[test]
fn graphviz_and_mermaid_get_every_edge() {
    let dot = drawn("dot");
    assert!(dot.starts_with("digraph \"m/versions\" {\n") && dot.trim_end().ends_with('}'), "{dot}");
    assert!(dot.contains("say \\\"<b>\\\" & go\\n1 warning\", fillcolor=\"#ffefc2\""), "{dot}");
    assert_eq!(dot.matches(" -> ").count(), 6, "{dot}");
    let mermaid = drawn("mermaid");
    assert!(mermaid.starts_with("flowchart TD\n"), "{mermaid}");
    assert!(mermaid.contains("say #34;#60;b#62;#34; #38; go"), "{mermaid}");
    assert_eq!(mermaid.matches(" --> ").count(), 6, "{mermaid}");
}

#[test]
fn pictures_are_whole_and_load_nothing() {
    let svg = drawn("svg");
    let document = roxmltree::Document::parse(svg.trim()).expect("well-formed");
    let count = |name: &str| {
        document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name))).count()
    };
    assert_eq!((count("circle"), count("path")), (6, 6));
    let html = drawn("html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.trim_end().ends_with("</html>"), "{html}");
    for loads in ["<script", "<link", "src=", "@import", "url("] {
        assert!(!html.contains(loads), "{loads}");
    }
    let addresses: Vec<&str> = html.match_indices("http").map(|(at, _)| &html[at..html.len().min(at + 26)]).collect();
    assert!(addresses.iter().all(|address| address.starts_with("http://www.w3.org/2000/svg")), "{addresses:?}");
    assert!(html.contains("say &quot;&lt;b&gt;&quot; &amp; go"), "{html}");
    assert!(html.contains("<dt>tags</dt>"), "{html}");
}

#[test]
fn what_can_not_be_drawn() {
    let nothing = Checkout::new(&[("README.md", "# nothing\n")]).run(&["graph"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(2), ""), "{nothing:?}");
    assert!(!nothing.err.is_empty());
}

#[test]
fn histories_are_drawn_one_behind_the_other() {
    let checkout = branches();
    checkout.write("sql/V1__a.sql", "CREATE TABLE IF NOT EXISTS a (id int);\n");
    checkout.write("sql/V2__b.sql", "ALTER TABLE a RENAME TO b;\n");
    let out = checkout.run(&["graph"]).out;
    let (first, second) = out.split_once("sql (flyway").expect("both are drawn");
    assert!(first.contains("a1  create users") && second.contains("2 migrations, 1 head"), "{out}");
    assert!(second.contains("  a  made 1 → dropped 2\n  b  made 2\n"), "{out}");
}
