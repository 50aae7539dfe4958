//! Whole migrations, as `--fix --unsafe-fixes` leaves them: remedies that depend on what stands around a step.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../src/frontend/seaorm/tests/place.rs"]
mod place;

use place::{MYSQL, POSTGRES, Place, SQLITE};
use remigrate::edit::Safety;
use remigrate::engine::{Context, Dialect, Tool, Version};
use remigrate::finding::Finding;
use remigrate::lint::{Policy, Subject, repair};
use remigrate::rules::Rule;
use remigrate::source::{FileId, Source, Span};

struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

const SEAORM_2: Place = Place { dialect: Dialect::Postgres, version: "2.0.4" };
const SQLITE_2: Place = Place { dialect: Dialect::Sqlite, version: "2.0.4" };

/// The body of `up`, indented as in a file.
fn body(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("        {line}")).collect();
    lines.join("\n")
}

/// Asserts what becomes of a body, and that nothing is left to say.
#[track_caller]
fn becomes(place: Place, before: &str, after: &str) {
    let (source, expected) = (Place::source(&body(before)), Place::source(&body(after)));
    let context = place.context();
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let repaired = repair(subject, &Everything, Safety::Unsafe);
    let left: Vec<&str> = repaired.outcome.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(repaired.text.as_deref().unwrap_or(source.text()), expected.text(), "left: {left:?}");
    assert_eq!(left, [""; 0]);
}

const USERS: &str = "manager.create_table(Table::create().table(Users::Table).if_not_exists().col(pk_auto(Users::Id)).col(ColumnDef::new(Users::Name).string().unique_key()).to_owned()).await?;";

#[test]
fn rows_with_a_unique_key_are_skipped_by_the_insert_itself() {
    let before = format!(
        "{USERS}\nmanager\n    .exec_stmt(\n        Query::insert()\n            .into_table(Users::Table)\n            .columns([Users::Name])\n            .values_panic([\"root\".into()])\n            .to_owned(),\n    )\n    .await?;\nOk(())"
    );
    let after = |conflict: &str| {
        before.replace(
            "            .to_owned(),\n",
            &format!("            .on_conflict({conflict}.to_owned())\n            .to_owned(),\n"),
        )
    };
    becomes(SQLITE, &before, &after("OnConflict::column(Users::Name).do_nothing()"));
    becomes(POSTGRES, &before, &after("OnConflict::column(Users::Name).do_nothing()"));
    becomes(MYSQL, &before, &after("OnConflict::new().do_nothing_on([Users::Name])"));
}

#[test]
fn rows_of_an_own_table_are_written_while_it_is_empty() {
    let table = "manager.create_table(Table::create().table(Users::Table).if_not_exists().col(string(Users::Name)).to_owned()).await?;";
    let insert = "manager\n    .exec_stmt(Query::insert().into_table(Users::Table).columns([Users::Name]).values_panic([\"root\".into()]).to_owned())\n    .await?;";
    let asked = "if manager\n    .get_connection()\n    .query_one_raw(sea_orm::Statement::from_string(\n        manager.get_database_backend(),\n        \"SELECT 1 FROM \\\"users\\\" LIMIT 1\",\n    ))\n    .await?\n    .is_none()\n{\n    manager\n        .exec_stmt(Query::insert().into_table(Users::Table).columns([Users::Name]).values_panic([\"root\".into()]).to_owned())\n        .await?;\n}";
    becomes(SQLITE_2, &format!("{table}\n{insert}\nOk(())"), &format!("{table}\n{asked}\nOk(())"));
}

#[test]
fn each_step_gets_its_own_guard() {
    // A stop behind the table would leave it without the index for ever.
    let table = "manager.create_table(Table::create().table(Users::Table).if_not_exists().col(string(Users::Name)).to_owned()).await?;";
    let index = |indent: &str, guard: &str| {
        format!(
            "{indent}// looked up by name\n{indent}manager\n{indent}    .create_index(Index::create(){guard}.name(\"ix\").table(Users::Table).col(Users::Name).to_owned())\n{indent}    .await?;"
        )
    };
    let before = format!("if !manager.has_table(\"users\").await? {{\n    {table}\n{}\n}}\nOk(())", index("    ", ""));
    let after = format!(
        "if !manager.has_table(\"users\").await? {{\n    {table}\n}}\n{}\nOk(())",
        index("", ".if_not_exists()")
    );
    becomes(SQLITE, &before, &after);
    let before = format!(
        "if manager.has_table(\"users\").await? {{\n    return Ok(());\n}}\n{table}\n{}\nOk(())",
        index("", "")
    );
    let after = format!("{table}\n{}\nOk(())", index("", ".if_not_exists()"));
    becomes(SQLITE, &before, &after);
}

#[test]
fn a_concurrent_index_leaves_the_transaction() {
    let before = "manager.get_connection().execute_unprepared(\"CREATE INDEX CONCURRENTLY user_name_idx ON users (name)\").await?;\nOk(())";
    let source = Place::source(&body(before));
    let context = SEAORM_2.context();
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let repaired = repair(subject, &Everything, Safety::Unsafe);
    let text = repaired.text.unwrap_or_default();
    assert!(text.contains("for Migration {\n    fn use_transaction(&self) -> Option<bool> {\n        Some(false)\n    }\n\n    async fn up"), "{text}");
    assert!(
        text.contains("execute_unprepared(\"DROP INDEX CONCURRENTLY IF EXISTS user_name_idx\").await?;\n"),
        "{text}"
    );
    assert_eq!(repaired.outcome.findings, []);
    // SeaORM 1 has no way out of the transaction.
    let context = POSTGRES.context();
    let repaired = repair(Subject { context: &context, ..subject }, &Everything, Safety::Unsafe);
    assert_eq!(repaired.text, None);
}

#[test]
fn a_rebuild_is_put_into_one_transaction() {
    let before = "let db = manager.get_connection();\ndb.execute_unprepared(\"CREATE TABLE users_new (id integer PRIMARY KEY, name text)\").await?;\ndb.execute_unprepared(\"INSERT INTO users_new SELECT id, name FROM users\").await?;\ndb.execute_unprepared(\"DROP TABLE users\").await?;\ndb.execute_unprepared(\"ALTER TABLE users_new RENAME TO users\").await?;\nOk(())";
    let source = Place::source(&body(before));
    let context = SQLITE_2.context();
    let subject = Subject { file: FileId(0), source: &source, context: &context, down: None, start: None };
    let repaired = repair(subject, &Everything, Safety::Unsafe);
    assert!(repaired.text.unwrap_or_default().contains("Some(true)"), "{:?}", repaired.outcome.findings);
}
