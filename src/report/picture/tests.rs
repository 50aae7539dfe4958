use expect_test::{Expect, expect};

use super::*;
use crate::report::Terminal;

/// Revisions as `id parent,parent`, oldest first.
fn picture(revisions: &[&str]) -> Picture {
    let split =
        |told: &&str| told.split_once(' ').map_or((told.to_string(), String::new()), |(a, b)| (a.into(), b.into()));
    let parts: Vec<(String, String)> = revisions.iter().map(split).collect();
    let number = |id: &str| parts.iter().position(|(other, _)| other == id).expect("the parent is there");
    let mut picture = Picture { root: "versions".into(), tool: "Alembic, PostgreSQL".into(), ..Picture::default() };
    for (id, parents) in &parts {
        let parents: Vec<usize> = parents.split(',').filter(|id| !id.is_empty()).map(number).collect();
        let is_head = !parts.iter().any(|(_, parents)| parents.split(',').any(|parent| parent == id));
        picture.revisions.push(Revision {
            id: id.clone(),
            name: format!("is {id}"),
            parents,
            is_head,
            ..Revision::default()
        });
    }
    picture
}

fn drawn(revisions: &[&str], expected: Expect) {
    let mut out = Vec::new();
    write_text(&picture(revisions), &mut out, &Terminal::PLAIN).expect("a vector takes everything");
    expected.assert_eq(&String::from_utf8(out).expect("text"));
}

#[test]
fn a_line_is_a_line() {
    drawn(
        &["a", "b a", "c b"],
        expect![[r#"
        versions (Alembic, PostgreSQL; 3 migrations, 1 head)

        ● c  is c  (head)
        ● b  is b
        ● a  is a
    "#]],
    );
}

#[test]
fn heads_stand_beside_each_other() {
    drawn(
        &["a", "b a", "c a"],
        expect![[r#"
        versions (Alembic, PostgreSQL; 3 migrations, 2 heads)

        ●   c  is c  (head)
        │ ● b  is b  (head)
        ├─╯
        ●   a  is a
    "#]],
    );
}

#[test]
fn a_merge_joins_branches() {
    drawn(
        &["a", "b a", "c a", "d b,c", "e d"],
        expect![[r#"
        versions (Alembic, PostgreSQL; 5 migrations, 1 head)

        ●   e  is e  (head)
        ●   d  is d  (merge)
        ├─╮
        │ ● c  is c
        ● │ b  is b
        ├─╯
        ●   a  is a
    "#]],
    );
}

#[test]
fn lanes_cross() {
    drawn(
        &["a", "b a", "c a", "d a", "e b,d", "f c"],
        expect![[r#"
        versions (Alembic, PostgreSQL; 6 migrations, 2 heads)

        ●     f  is f  (head)
        │ ●   e  is e  (head, merge)
        │ ├─╮
        │ │ ● d  is d
        ● │ │ c  is c
        │ ● │ b  is b
        ├─┴─╯
        ●     a  is a
    "#]],
    );
}

#[test]
fn branches_of_one_root_share_its_lane() {
    drawn(
        &["a", "b a", "c a", "d a", "e b"],
        expect![[r#"
        versions (Alembic, PostgreSQL; 5 migrations, 3 heads)

        ●     e  is e  (head)
        │ ●   d  is d  (head)
        │ │ ● c  is c  (head)
        │ ├─╯
        ● │   b  is b
        ├─╯
        ●     a  is a
    "#]],
    );
}

#[test]
fn other_programs_can_read_it() {
    let mut odd = picture(&["a", "b a"]);
    odd.revisions[1].name = "say \"hi\" <b> & go".into();
    odd.revisions[1].findings.errors = 1;
    let write = |write: &dyn Fn(&Picture, &mut dyn Write) -> io::Result<()>| {
        let mut out = Vec::new();
        write(&odd, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    };
    assert!(write(&write_dot).contains(r#"say \"hi\" <b> & go\n(head)\n1 error"#));
    assert!(write(&write_mermaid).contains("say #34;hi#34; #60;b#62; #38; go<br/>(head)<br/>1 error\"]:::error"));
    let svg = write(&write_svg);
    assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
    assert!(svg.contains("say &quot;hi&quot; &lt;b&gt; &amp; go"));
}

#[test]
fn a_thousand_heads_are_drawn_in_no_time() {
    let revisions: Vec<String> = std::iter::once("a".to_owned()).chain((0..1000).map(|n| format!("h{n} a"))).collect();
    let revisions: Vec<&str> = revisions.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    write_text(&picture(&revisions), &mut out, &Terminal::PLAIN).expect("a vector takes everything");
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 2002);
    assert!(out.len() < 80_000, "it does not grow with the square: {}", out.len());
}
