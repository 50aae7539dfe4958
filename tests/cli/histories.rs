//! Histories that nobody could run: a finding or a clear message each, and the rest is judged all the same.

use std::time::{Duration, Instant};

use crate::support::{Checkout, Done};

/// A revision that makes a table without a guard: a warning of its own.
fn revision(id: &str, down: &str, table: &str) -> String {
    format!(
        "from alembic import op\nimport sqlalchemy as sa\n\nrevision = {id}\ndown_revision = {down}\n\n\ndef upgrade():\n    \
         op.create_table(\"{table}\", sa.Column(\"id\", sa.Integer))\n\n\ndef downgrade():\n    \
         op.drop_table(\"{table}\", if_exists=True)\n"
    )
}

/// An environment on PostgreSQL whose files are given as `name, id, down_revision`.
fn alembic(revisions: &[(&str, &str, &str)]) -> Checkout {
    let checkout = Checkout::new(&[
        ("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://h/d\n"),
        ("requirements.txt", "alembic==1.16.5\n"),
        ("m/env.py", ""),
    ]);
    for (name, id, down) in revisions {
        checkout.write(&format!("m/versions/{name}.py"), revision(id, down, &format!("table_{name}")));
    }
    checkout
}

fn rails(files: &[(&str, &str)]) -> Checkout {
    let checkout = Checkout::new(&[("Gemfile.lock", "GEM\n  specs:\n    activerecord (6.1.7.10)\n    pg (1.5.4)\n")]);
    for (number, (name, class)) in files.iter().enumerate() {
        let text = format!(
            "class {class} < ActiveRecord::Migration[6.1]\n  def change\n    create_table :things_{number}\n  end\nend\n"
        );
        checkout.write(&format!("db/migrate/{name}"), text);
    }
    checkout
}

fn sql(config: &str, files: &[(&str, &str)]) -> Checkout {
    let checkout = Checkout::new(&[("remigrate.toml", config)]);
    for (name, text) in files {
        checkout.write(&format!("migrations/{name}"), text);
    }
    checkout
}

/// What a run says of the history: `file rule message`, without what is wrong in one file alone.
fn told(done: &Done) -> Vec<String> {
    let history = ["broken-revision-graph", "duplicate-version", "multiple-heads", "out-of-order", "duplicate-object"];
    let lines = done.out.lines().filter(|line| history.iter().any(|rule| line.contains(rule)));
    lines.map(str::to_owned).collect()
}

/// How many migrations are judged by themselves.
fn judged(done: &Done) -> usize {
    done.out.lines().filter(|line| line.contains("unguarded-create-table")).count()
}

#[track_caller]
fn says(checkout: &Checkout, expected: &[&str], judged_files: usize) {
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert_eq!(told(&done), expected, "{done:?}");
    assert_eq!(judged(&done), judged_files, "{done:?}");
    assert_eq!(done.code, Some(1), "{done:?}");
    assert_eq!(checkout.run(&["graph"]).code, Some(0), "what is broken can be drawn");
}

#[test]
fn circles() {
    says(
        &alembic(&[
            ("a", "\"a1\"", "\"c1\""),
            ("b", "\"b1\"", "\"a1\""),
            ("c", "\"c1\"", "\"b1\""),
            ("d", "\"d1\"", "None"),
        ]),
        &[
            "m/versions/a.py:5:17: error[broken-revision-graph] These revisions follow each other in a circle: `a1`, `b1`, `c1`",
        ],
        4,
    );
    says(
        &alembic(&[("a", "\"a1\"", "\"a1\"")]),
        &["m/versions/a.py:5:17: error[broken-revision-graph] `a1` follows itself"],
        1,
    );
}

#[test]
fn parents_that_are_not_there() {
    says(
        &alembic(&[("a", "\"a1\"", "None"), ("b", "\"b1\"", "\"gone\""), ("c", "\"c1\"", "(\"b1\", \"a\")")]),
        &[
            "m/versions/b.py:5:17: error[broken-revision-graph] `b1` follows `gone`, which is not there",
            "m/versions/c.py:5:17: error[broken-revision-graph] `c1` follows `a`, which is not there",
        ],
        3,
    );
}

#[test]
fn ids_given_twice() {
    says(
        &alembic(&[("a", "\"a1\"", "None"), ("a_copy", "\"a1\"", "None"), ("b", "\"b1\"", "\"a1\"")]),
        &[
            "m/versions/a_copy.py:4:12: error[duplicate-version] Two files give the revision `a1`: Alembic takes a_copy.py and passes the other one over",
        ],
        3,
    );
}

#[test]
fn ids_that_no_version_table_takes() {
    let long = format!("\"{}\"", "a".repeat(33));
    let fits = format!("\"{}\"", "b".repeat(32));
    says(
        &alembic(&[("a", &long, "None"), ("b", &fits, &long), ("c", "\"c-1\"", &fits)]),
        &[
            &format!(
                "m/versions/a.py:4:12: error[broken-revision-graph] `{}` has 33 characters, and the version table holds 32",
                "a".repeat(33)
            ),
            "m/versions/c.py:4:12: error[broken-revision-graph] `c-1` is no revision id that Alembic takes",
        ],
        3,
    );
}

#[test]
fn ids_made_at_run_time() {
    let checkout = alembic(&[("a", "\"a1\"", "None"), ("b", "make_id()", "\"a1\""), ("c", "\"c1\"", "previous()")]);
    says(
        &checkout,
        &[
            "m/versions/b.py:5:17: hint[broken-revision-graph] The place of this revision is made at run time: its order is not known",
            "m/versions/c.py:5:17: hint[broken-revision-graph] The place of this revision is made at run time: its order is not known",
        ],
        3,
    );
}

#[test]
fn files_among_the_revisions_that_give_none() {
    let checkout = alembic(&[("a", "\"a1\"", "None")]);
    checkout.write("m/versions/helpers.py", "def table_exists(name):\n    return True\n");
    checkout.write("m/versions/__init__.py", "");
    checkout.write("m/versions/shared.py", "from .a import *\n");
    says(
        &checkout,
        &[
            "m/versions/helpers.py:1:1: error[broken-revision-graph] `helpers.py` gives no `revision`: Alembic loads every Python file of this folder, and stops here",
        ],
        1,
    );
    let before = checkout.text("m/versions/helpers.py");
    checkout.fix();
    assert_eq!(checkout.text("m/versions/helpers.py"), before);
}

#[test]
fn thousands_of_heads() {
    let checkout = alembic(&[("a", "\"a1\"", "None")]);
    for number in 0..2000 {
        let text = format!("revision = \"h{number}\"\ndown_revision = \"a1\"\n\n\ndef upgrade():\n    pass\n");
        checkout.write(&format!("m/versions/h{number}.py"), text);
    }
    let start = Instant::now();
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    let found = told(&done);
    assert_eq!(found.len(), 1, "{done:?}");
    assert!(found[0].contains("… all follow `a1`: this history has 2000 heads"), "{found:?}");
    assert!(found[0].len() < 400, "{found:?}");
    let drawn = checkout.run(&["graph"]).out;
    assert!(drawn.len() < 200_000, "{}", drawn.len());
    assert!(start.elapsed() < Duration::from_secs(120), "it comes to an end");
}

#[test]
fn an_environment_that_can_not_be_read() {
    let checkout = alembic(&[("a", "\"a1\"", "None"), ("b", "\"b1\"", "\"gone\"")]);
    checkout.write("m/env.py", b"url = 'postgresql://\xe9'\n");
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("m/env.py: is not valid UTF-8 (byte 0xe9 in line 1)"), "{done:?}");
    assert_eq!((told(&done).len(), judged(&done)), (1, 2), "{done:?}");
}

#[test]
fn a_merge_conflict_that_was_left() {
    let checkout = alembic(&[("a", "\"a1\"", "None"), ("c", "\"c1\"", "\"b1\"")]);
    let two = [revision("\"b1\"", "\"a1\"", "b"), revision("\"b2\"", "\"a1\"", "b")];
    checkout.write("m/versions/b.py", format!("<<<<<<< HEAD\n{}=======\n{}>>>>>>> feature\n", two[0], two[1]));
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("m/versions/b.py:1:1: a merge conflict is left here"), "{done:?}");
    // That file may be what the others follow.
    assert_eq!(told(&done), [""; 0]);
    assert!(judged(&done) >= 2, "{done:?}");
}

#[test]
fn a_file_with_syntax_errors() {
    let checkout = alembic(&[("a", "\"a1\"", "None"), ("c", "\"c1\"", "\"b1\"")]);
    checkout.write("m/versions/b.py", "revision = \"b1\"\ndown_revision = \"a1\"\n\ndef upgrade(:\n    op.\n");
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("m/versions/b.py:4:"), "{done:?}");
    assert_eq!((told(&done), judged(&done)), (Vec::new(), 2), "{done:?}");
}

#[test]
fn versions_of_rails() {
    says(
        &rails(&[("20260101000000_first.rb", "First"), ("20260101000000_second.rb", "Second")]),
        &[
            "db/migrate/20260101000000_second.rb:1:1: error[duplicate-version] Two migrations have the version 20260101000000: nothing is migrated any more",
        ],
        2,
    );
    says(
        &rails(&[("20260101000000_create_users.rb", "CreateUsers"), ("20260102000000_create_users.rb", "CreateUsers")]),
        &[
            "db/migrate/20260102000000_create_users.rb:1:1: error[duplicate-version] Two migrations are called CreateUsers: nothing is migrated any more",
        ],
        2,
    );
    says(
        &rails(&[("20260101000000_First.rb", "First"), ("20260102000000_second.rb", "Second")]),
        &[
            "db/migrate/20260101000000_First.rb:1:1: error[broken-revision-graph] Rails refuses the name `20260101000000_First.rb`, and with it all that is migrated",
        ],
        2,
    );
    says(
        &rails(&[("20260101000000_create_users.rb", "CreatePeople"), ("20260102000000_add_api_keys.rb", "AddAPIKeys")]),
        &[
            "db/migrate/20260101000000_create_users.rb:1:1: error[broken-revision-graph] Rails looks for `CreateUsers` in `20260101000000_create_users.rb`, which defines `CreatePeople`",
        ],
        2,
    );
}

#[test]
fn numbers_of_sql_tools() {
    const FLYWAY: &str = "[[history]]\npath = \"migrations\"\ntool = \"flyway\"\ndialect = \"postgresql\"\n";
    const GOLANG: &str = "[[history]]\npath = \"migrations\"\ntool = \"golang-migrate\"\ndialect = \"postgresql\"\n";
    let table = |name: &str| format!("CREATE TABLE {name} (id int);\n");
    let (a, b) = (table("a"), table("b"));
    says(
        &sql(FLYWAY, &[("V1__a.sql", &a), ("V01__b.sql", &b)]),
        &[
            "migrations/V01__b.sql:1:1: error[duplicate-version] Two migrations have the number 1: nothing is migrated any more",
        ],
        2,
    );
    says(
        &sql(GOLANG, &[("000001_a.up.sql", &a), ("1_b.up.sql", &b)]),
        &[
            "migrations/1_b.up.sql:1:1: error[duplicate-version] Two migrations have the number 1: nothing is migrated any more",
        ],
        2,
    );
    let conflict = "<<<<<<< HEAD\nCREATE TABLE a (id int);\n=======\nCREATE TABLE a (id bigint);\n>>>>>>> feature\n";
    let checkout = sql(FLYWAY, &[("V1__a.sql", conflict), ("V2__b.sql", &b)]);
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("migrations/V1__a.sql:1:1: a merge conflict is left here"), "{done:?}");
    assert!(done.out.contains("V2__b.sql:1:1: warning[unguarded-create-table]"), "{done:?}");
}

/// What drops a trigger or an index tells that its table is there, though the history makes it nowhere.
#[test]
fn histories_that_begin_with_a_drop() {
    let config = "[[history]]\npath = \"migrations\"\ndialect = \"postgresql\"\n";
    for drop in ["DROP TRIGGER audit ON users;\n", "DROP POLICY own ON users;\n", "DROP INDEX users_email;\n"] {
        let done = sql(config, &[("0001_drop.sql", drop)]).run(&["lint", "--all", "--format", "concise"]);
        assert!(done.out.contains("[unguarded-drop]") && !done.out.contains("[missing-"), "{drop}: {done:?}");
    }
    let checkout = rails(&[]);
    let body = "  def change\n    remove_index :users, :email\n  end\n";
    let text = format!("class Drop < ActiveRecord::Migration[6.1]\n{body}end\n");
    checkout.write("db/migrate/20260101000000_drop.rb", text);
    let done = checkout.run(&["lint", "--all", "--format", "concise"]);
    assert!(done.out.contains("[unguarded-drop]") && !done.out.contains("[missing-"), "{done:?}");
}

/// A folder for each release: they stand for one history, in an order that nobody has written down.
#[test]
fn tables_of_other_folders_of_sql_are_not_missing() {
    let index = "CREATE INDEX IF NOT EXISTS memos_id ON memos (id);\n";
    let checkout = Checkout::new(&[
        ("migration/sqlite/0.1/00__all.sql", "CREATE TABLE memos (id INTEGER);\nCREATE TABLE tags (id INTEGER);\n"),
        ("migration/sqlite/0.1/01__index.sql", index),
        ("migration/sqlite/0.2/00__notes.sql", "CREATE TABLE notes (id INTEGER);\n"),
        ("migration/sqlite/0.2/01__no_tags.sql", "DROP TABLE tags;\n"),
    ]);
    let out = checkout.run(&["lint", "--all", "--format", "concise"]).out;
    assert!(out.contains("0.2/01__no_tags.sql:1:1: ") && out.contains("[unguarded-drop]"), "{out}");
    assert!(!out.contains("missing-table"), "{out}");
}
