//! Remedies as edits. Every form was compiled against sea-orm-migration and run on the engines (`tests/engines`).

use super::{HEAD, MYSQL, POSTGRES, Place, SQLITE, TAIL};
use crate::edit::apply;
use crate::frontend::seaorm::SeaOrm;
use crate::frontend::{Frontend, Remedy, Request};
use crate::migration::{Down, Node, Placed, Step};
use crate::source::{FileId, Source};

/// The first step that does something to a schema or to rows.
fn first_step(nodes: &[Node]) -> Option<&Step> {
    nodes.iter().find_map(|node| match node {
        Node::Step(step) => Some(step),
        Node::If(branch) => first_step(&branch.then).or_else(|| first_step(&branch.otherwise)),
        Node::Atomic { body, .. } => first_step(body),
        _ => None,
    })
}

/// `up` after the remedy for its first step; `None` where there is none. What is spelled must parse again.
fn spelled(place: Place, remedy: &Remedy, body: &str) -> Option<String> {
    let source = Place::source(body);
    let context = place.context();
    let migration = place.read(body);
    let step = first_step(&migration.up).unwrap();
    let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    let guard = step.notes.first().map(|note| note.at);
    let request = Request {
        remedy,
        file: FileId(0),
        source: &source,
        context: &context,
        migration: &crate::frontend::Program::of(&migration),
        step,
        operations: &operations,
        guard,
        backwards: false,
    };
    let fix = SeaOrm.spell(&request)?;
    let text = apply(source.text(), &fix.changes[0].edits).unwrap();
    let read = SeaOrm.read(FileId(0), &Source::new(source.path(), text.as_str()), &context);
    assert_eq!(read.problems, [], "{text}");
    let body = text.strip_prefix(HEAD)?.strip_suffix(TAIL)?;
    Some(body.trim_end_matches('\n').to_owned())
}

#[track_caller]
fn check(place: Place, remedy: &Remedy, cases: &[(&str, &str)]) {
    for (body, expected) in cases {
        assert_eq!(spelled(place, remedy, body).as_deref().unwrap_or_default(), *expected, "{body}");
    }
}

#[test]
fn builders_have_methods_of_their_own() {
    check(
        POSTGRES,
        &Remedy::SkipIfPresent,
        &[
            (
                "        manager\n            .create_table(\n                Table::create()\n                    .table(Users::Table)\n                    .col(pk_auto(Users::Id))\n                    .to_owned(),\n            )\n            .await",
                "        manager\n            .create_table(\n                Table::create()\n                    .table(Users::Table)\n                    .if_not_exists()\n                    .col(pk_auto(Users::Id))\n                    .to_owned(),\n            )\n            .await",
            ),
            (
                "let table = Table::create().table(Users::Table).col(pk_auto(Users::Id)).to_owned(); manager.create_table(table).await",
                "let table = Table::create().table(Users::Table).if_not_exists().col(pk_auto(Users::Id)).to_owned(); manager.create_table(table).await",
            ),
            (
                "manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await",
                "manager.create_index(Index::create().if_not_exists().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await",
            ),
            (
                "manager.alter_table(Table::alter().table(Users::Table).add_column(integer(\"a\")).add_column(integer(\"b\")).to_owned()).await",
                "manager.alter_table(Table::alter().table(Users::Table).add_column_if_not_exists(integer(\"a\")).add_column_if_not_exists(integer(\"b\")).to_owned()).await",
            ),
            (
                "manager.alter_type(Type::alter().name(\"mood\").add_value(\"ok\").before(\"sad\")).await",
                "manager.alter_type(Type::alter().name(\"mood\").add_value(\"ok\").if_not_exists().before(\"sad\")).await",
            ),
            // PostgreSQL wants a name behind `IF NOT EXISTS`.
            ("manager.create_index(Index::create().table(Users::Table).col(Users::Name).to_owned()).await", ""),
        ],
    );
    check(
        SQLITE,
        &Remedy::SkipIfAbsent,
        &[
            (
                "manager.drop_table(Table::drop().table(Users::Table).to_owned()).await",
                "manager.drop_table(Table::drop().table(Users::Table).if_exists().to_owned()).await",
            ),
            (
                "manager.drop_index(Index::drop().name(\"ix\").to_owned()).await",
                "manager.drop_index(Index::drop().if_exists().name(\"ix\").to_owned()).await",
            ),
        ],
    );
}

#[test]
fn the_manager_is_asked_where_the_builder_has_nothing() {
    let column = "        manager\n            .alter_table(Table::alter().table(Users::Table).add_column(integer(\"age\")).to_owned())\n            .await?;\n        Ok(())";
    let asked = "        if !manager.has_column(\"users\", \"age\").await? {\n            manager\n                .alter_table(Table::alter().table(Users::Table).add_column(integer(\"age\")).to_owned())\n                .await?;\n        }\n        Ok(())";
    check(SQLITE, &Remedy::SkipIfPresent, &[(column, asked)]);
    check(MYSQL, &Remedy::SkipIfPresent, &[(column, asked)]);
    check(
        MYSQL,
        &Remedy::SkipIfPresent,
        &[
            // The last expression gives the `Result` of `up`.
            (
                "        manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await",
                "        if !manager.has_index(\"users\", \"ix\").await? {\n            manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await?;\n        }\n        Ok(())",
            ),
            // Not a statement on lines of its own.
            (
                "let x = manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await;",
                "",
            ),
        ],
    );
    check(
        POSTGRES,
        &Remedy::SkipIfRenamed,
        &[(
            "        manager.rename_table(Table::rename().table(Users::Table, Alias::new(\"people\")).to_owned()).await?;\n        Ok(())",
            "        if manager.has_table(\"users\").await? && !manager.has_table(\"people\").await? {\n            manager.rename_table(Table::rename().table(Users::Table, Alias::new(\"people\")).to_owned()).await?;\n        }\n        Ok(())",
        )],
    );
}

#[test]
fn the_catalogue_is_asked_for_types_and_constraints() {
    let body = "        manager.create_type(Type::create().as_enum(\"mood\").values([\"sad\"]).to_owned()).await?;\n        Ok(())";
    let asked = |method: &str| {
        format!(
            "        if manager\n            .get_connection()\n            .{method}(sea_orm::Statement::from_string(\n                manager.get_database_backend(),\n                \"SELECT 1 FROM pg_type WHERE typname = 'mood' AND typnamespace = current_schema()::regnamespace\",\n            ))\n            .await?\n            .is_none()\n        {{\n            manager.create_type(Type::create().as_enum(\"mood\").values([\"sad\"]).to_owned()).await?;\n        }}\n        Ok(())"
        )
    };
    check(POSTGRES, &Remedy::SkipIfPresent, &[(body, &asked("query_one"))]);
    let newer = Place { version: "2.0.4", ..POSTGRES };
    check(newer, &Remedy::SkipIfPresent, &[(body, &asked("query_one_raw"))]);
}

#[test]
fn methods_that_do_nothing_or_panic_are_replaced() {
    check(
        MYSQL,
        &Remedy::ReplaceGuard,
        &[(
            "        manager.create_index(Index::create().if_not_exists().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await",
            "        if !manager.has_index(\"users\", \"ix\").await? {\n            manager.create_index(Index::create().name(\"ix\").table(Users::Table).col(Users::Name).to_owned()).await?;\n        }\n        Ok(())",
        )],
    );
    check(
        SQLITE,
        &Remedy::ReplaceGuard,
        &[(
            "        manager.alter_table(Table::alter().table(Users::Table).add_column_if_not_exists(integer(\"age\")).to_owned()).await",
            "        if !manager.has_column(\"users\", \"age\").await? {\n            manager.alter_table(Table::alter().table(Users::Table).add_column(integer(\"age\")).to_owned()).await?;\n        }\n        Ok(())",
        )],
    );
}

#[test]
fn sql_in_strings_is_guarded_in_sql() {
    check(
        POSTGRES,
        &Remedy::SkipIfPresent,
        &[
            (
                "manager.get_connection().execute_unprepared(\"CREATE TABLE a (id int)\").await?; Ok(())",
                "manager.get_connection().execute_unprepared(\"CREATE TABLE IF NOT EXISTS a (id int)\").await?; Ok(())",
            ),
            (
                "manager.get_connection().execute_unprepared(r#\"ALTER TABLE \"a\" ADD COLUMN x int\"#).await?; Ok(())",
                "manager.get_connection().execute_unprepared(r#\"ALTER TABLE \"a\" ADD COLUMN IF NOT EXISTS x int\"#).await?; Ok(())",
            ),
        ],
    );
    check(
        SQLITE,
        &Remedy::SkipIfPresent,
        &[(
            "        manager.get_connection().execute_unprepared(\"ALTER TABLE a ADD COLUMN x int\").await?;\n        Ok(())",
            "        if !manager.has_column(\"a\", \"x\").await? {\n            manager.get_connection().execute_unprepared(\"ALTER TABLE a ADD COLUMN x int\").await?;\n        }\n        Ok(())",
        )],
    );
}

#[test]
fn lines_of_a_string_keep_their_indentation() {
    let body = "        manager\n            .get_connection()\n            .execute_unprepared(\n                \"ALTER TABLE a\n                 ADD COLUMN x int\",\n            )\n            .await?;\n        Ok(())";
    let fixed = "        if !manager.has_column(\"a\", \"x\").await? {\n            manager\n                .get_connection()\n                .execute_unprepared(\n                    \"ALTER TABLE a\n                 ADD COLUMN x int\",\n                )\n                .await?;\n        }\n        Ok(())";
    check(SQLITE, &Remedy::SkipIfPresent, &[(body, fixed)]);
}

#[test]
fn the_way_back_is_spelled_with_its_own_manager() {
    let file = "impl MigrationTrait for M { async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> { Ok(()) } async fn down(&self, back: &SchemaManager) -> Result<(), DbErr> {\n back.alter_table(Table::alter().table(\"a\").drop_column(\"x\").to_owned()).await\n} }";
    let migration = SQLITE.read(file);
    let Down::Written(nodes) = &migration.down else { panic!("no way back") };
    let step = first_step(nodes).unwrap();
    let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    let (source, context) = (Place::source(file), SQLITE.context());
    let request = Request {
        remedy: &Remedy::SkipIfAbsent,
        file: FileId(0),
        source: &source,
        context: &context,
        migration: &crate::frontend::Program::of(&migration),
        step,
        operations: &operations,
        guard: None,
        backwards: true,
    };
    let fix = SeaOrm.spell(&request).unwrap();
    let text = apply(source.text(), &fix.changes[0].edits).unwrap();
    assert!(text.contains("if back.has_column(\"a\", \"x\").await? {"), "{text}");
}
