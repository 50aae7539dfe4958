//! Transactions, sections and directions.

use proptest::prelude::*;

use super::{migration, tell};
use crate::engine::{Context, Dialect, Tool, Transaction};
use crate::frontend::Frontend;
use crate::frontend::sql::Sql;
use crate::migration::Down;
use crate::source::{FileId, Source};

#[test]
fn transactions_by_tool_and_dialect() {
    use Transaction::{Autocommit, EndedBySchemaChange, ImplicitCommit, Whole, WholeUnrecorded};
    let (pg, lite, my) = (Dialect::Postgres, Dialect::Sqlite, Dialect::MariaDb);
    for (tool, dialect, text, expected, nodes) in [
        (Tool::PlainSql, pg, "DROP TABLE a; DROP TABLE b", Autocommit, "-table a; -table b"),
        (Tool::PlainSql, pg, "BEGIN; DROP TABLE a; COMMIT; DROP TABLE b", Autocommit, "atomic {-table a}; -table b"),
        (Tool::PlainSql, lite, "BEGIN; DROP TABLE a; END;", Autocommit, "atomic {-table a}"),
        (Tool::Goose, pg, "-- +goose Up\nDROP TABLE a;", Whole, "-table a"),
        (Tool::Goose, pg, "-- +goose NO TRANSACTION\n-- +goose Up\nDROP TABLE a;", Autocommit, "-table a"),
        (Tool::Goose, my, "-- +goose Up\nDROP TABLE a;", EndedBySchemaChange, "-table a"),
        (Tool::Flyway, my, "DROP TABLE a;", ImplicitCommit, "-table a"),
        (Tool::Sqlx, pg, "-- no-transaction\nDROP TABLE a; DROP TABLE b", WholeUnrecorded, "-table a; -table b"),
        (Tool::Sqlx, pg, "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a)", Autocommit, "+index i@"),
        (Tool::GolangMigrate, pg, "DROP TABLE a; DROP TABLE b", WholeUnrecorded, "-table a; -table b"),
        (Tool::GolangMigrate, pg, "DROP TABLE a", Autocommit, "-table a"),
        (Tool::GolangMigrate, my, "DROP TABLE a; DROP TABLE b", Autocommit, "-table a; -table b"),
        (Tool::Flyway, pg, "CREATE INDEX CONCURRENTLY i ON t (a)", Autocommit, "+index i@"),
        (Tool::Flyway, pg, "REINDEX INDEX CONCURRENTLY i", Whole, ".@"),
        (Tool::Refinery, pg, "DROP TABLE a", WholeUnrecorded, "-table a"),
        (Tool::Diesel, pg, "BEGIN; DROP TABLE a; COMMIT;", WholeUnrecorded, "-table a"),
        (
            Tool::Goose,
            pg,
            "-- +goose Up\nDROP TABLE a; COMMIT; DROP TABLE b",
            Autocommit,
            "atomic {-table a}; -table b",
        ),
        (Tool::Prisma, lite, "DROP TABLE a; DROP TABLE b", Autocommit, "-table a; -table b"),
    ] {
        let migration = migration(text, dialect, tool);
        assert_eq!(
            (migration.transaction, tell(&migration.up).as_str()),
            (expected, nodes),
            "{tool:?} {dialect:?} {text}"
        );
    }
}

#[test]
fn ways_down() {
    let goose = migration(
        "-- +goose Up\nDROP TABLE a;\n-- +goose Down\nCREATE TABLE a (x int);",
        Dialect::Postgres,
        Tool::Goose,
    );
    let Down::Written(down) = &goose.down else { panic!("{goose:?}") };
    assert_eq!(tell(down), "+table a");
    assert_eq!((goose.revision.as_str(), goose.name.as_str()), ("001", "x"));
    let source = Source::new("m/001_x.down.sql", "DROP TABLE a;");
    let reading = Sql.read(FileId(3), &source, &Context::new(Tool::GolangMigrate, Dialect::Postgres));
    assert!(matches!(&reading.migrations[0].down, Down::File(FileId(3), nodes) if tell(nodes) == "-table a"));
}

#[test]
fn liquibase_preconditions_are_conditions() {
    let text = "--liquibase formatted sql\n--changeset me:1\n--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM pg_tables WHERE tablename = 't'\nCREATE TABLE t (a int);\n--rollback DROP TABLE t;\n--changeset me:2 dbms:mysql\nDROP TABLE x;\n";
    let source = Source::new("m/changes.sql", text);
    let reading = Sql.read(FileId(0), &source, &Context::new(Tool::Liquibase, Dialect::Postgres));
    assert_eq!(reading.migrations.len(), 1);
    assert_eq!(tell(&reading.migrations[0].up), "if not <table t> {+table t}");
    assert!(matches!(&reading.migrations[0].down, Down::Written(nodes) if tell(nodes) == "-table t"));
}

#[test]
fn unclosed_strings_are_problems() {
    let source = Source::new("m/001_x.sql", "DROP TABLE a; INSERT INTO t VALUES ('x);");
    let reading = Sql.read(FileId(0), &source, &Context::new(Tool::PlainSql, Dialect::Postgres));
    assert_eq!(reading.problems.len(), 1);
    assert!(!reading.migrations[0].intact);
    assert!(tell(&reading.migrations[0].up).starts_with("-table a"));
}

proptest! {
    #[test]
    fn any_text_is_read(
        text in "(\\PC|[ \n'\"$;(),]|CREATE |ALTER |TABLE |IF |EXISTS |NOT |BEGIN |END |DO \\$\\$|INSERT INTO |VALUES |SELECT |FROM |WHERE |SET |a\\.b|EXCEPTION WHEN |LOOP |-- \\+goose Up\n)*",
        dialect in 0..5usize,
        tool in 0..20usize,
    ) {
        let source = Source::new("m/001_x.sql", text);
        let context = Context::new(Tool::ALL[tool], Dialect::ALL[dialect]);
        let reading = Sql.read(FileId(0), &source, &context);
        prop_assert!(reading.migrations.len() <= source.line_count() + 1);
        Sql.comments(&source, &context);
    }
}
