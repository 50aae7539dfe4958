use super::*;
use crate::engine::{Tool, Version};
use crate::operation::{
    Action, Alteration, ColumnDef, ConstraintDef, ConstraintKind, Definition, Finds, IndexDef, Insert, Kind,
    OnConflict, Repeat, Sought, TableDef,
};

fn context(tool: Tool, dialect: Dialect) -> Context {
    Context::new(tool, dialect)
}

fn create(key: Key) -> Operation {
    let definition = match key.kind {
        Kind::Table => Definition::Table(TableDef::default()),
        Kind::Column => Definition::Column(ColumnDef { name: key.name.to_string(), ..ColumnDef::default() }),
        Kind::Index => Definition::Index(IndexDef {
            name: Some(key.name.to_string()),
            table: "t".to_owned(),
            columns: Vec::new(),
            unique: false,
            filter: None,
            concurrently: false,
        }),
        _ => Definition::Text(String::new()),
    };
    Operation::new(Action::Create { key, definition })
}

fn constraint(name: &str, kind: ConstraintKind) -> Operation {
    Operation::new(Action::Create {
        key: Key::constraint("t", name),
        definition: Definition::Constraint(ConstraintDef { name: Some(name.to_owned()), kind, columns: Vec::new() }),
    })
}

fn drop(key: Key) -> Operation {
    Operation::new(Action::Drop { key, cascade: false })
}

fn sought(key: Key, error: &str) -> Operation {
    let sought = Sought { error: error.to_owned(), finds: Finds::Key };
    Operation { sought: Some(Box::new(sought)), ..drop(key) }
}

fn rename(from: Key, to: Key) -> Operation {
    Operation::new(Action::Rename { from, to })
}

fn alter(key: Key) -> Operation {
    let alteration = Alteration { what: "type".to_owned(), to: None, repeat: Repeat::Same };
    Operation::new(Action::Alter { key, alteration })
}

fn insert(table: &str) -> Operation {
    let table = Key::table(table);
    Operation::new(Action::Insert(Insert { table, columns: None, rows: None, conflict: OnConflict::Fail, from: None }))
}

fn message(context: &Context, operation: &Operation, clash: ClashKind) -> String {
    predict(context, operation, &clash).map_or_else(|| "(nothing)".to_owned(), |error| error.message)
}

/// What SQLite really says is what the table says.
#[test]
fn sqlite_says_what_is_predicted() {
    let setup = "CREATE TABLE t (a INTEGER PRIMARY KEY, b INT UNIQUE); CREATE TABLE u (a INT); CREATE INDEX i ON t (b);
                 CREATE VIEW v AS SELECT 1; CREATE TRIGGER g AFTER INSERT ON u BEGIN SELECT 1; END; INSERT INTO t VALUES (1, 1);";
    let column = |name: &str| Key::column("t", name);
    let index = |name: &str| Key::new(Kind::Index, name);
    let cases: Vec<(&str, Operation, ClashKind)> = vec![
        ("CREATE TABLE t (a INT)", create(Key::table("t")), ClashKind::Exists),
        ("CREATE VIEW v AS SELECT 2", create(Key::new(Kind::View, "v")), ClashKind::Exists),
        ("CREATE INDEX i ON t (b)", create(index("i")), ClashKind::Exists),
        (
            "CREATE TRIGGER g AFTER INSERT ON u BEGIN SELECT 1; END",
            create(Key::new(Kind::Trigger, "g")),
            ClashKind::Exists,
        ),
        ("ALTER TABLE t ADD COLUMN b INT", create(column("b")), ClashKind::Exists),
        ("ALTER TABLE t RENAME TO u", rename(Key::table("t"), Key::table("u")), ClashKind::Exists),
        ("ALTER TABLE t RENAME COLUMN a TO b", rename(column("a"), column("b")), ClashKind::Exists),
        ("ALTER TABLE t RENAME COLUMN x TO y", rename(column("x"), column("y")), ClashKind::Missing),
        ("ALTER TABLE t DROP COLUMN x", drop(column("x")), ClashKind::Missing),
        ("ALTER TABLE x RENAME TO y", rename(Key::table("x"), Key::table("y")), ClashKind::Missing),
        ("DROP TABLE x", drop(Key::table("x")), ClashKind::Missing),
        ("DROP VIEW x", drop(Key::new(Kind::View, "x")), ClashKind::Missing),
        ("DROP INDEX x", drop(index("x")), ClashKind::Missing),
        ("DROP TRIGGER x", drop(Key::new(Kind::Trigger, "x")), ClashKind::Missing),
        ("INSERT INTO x VALUES (1)", insert("x"), ClashKind::Missing),
        ("ALTER TABLE x ADD COLUMN c INT", create(Key::column("x", "c")), ClashKind::MissingOwner),
        (
            "BEGIN; VACUUM",
            Operation { outside_transaction: true, ..Operation::new(Action::Nothing) },
            ClashKind::NotInTransaction,
        ),
    ];
    for (sql, operation, clash) in cases {
        let database = rusqlite::Connection::open_in_memory().expect("SQLite opens in memory");
        database.execute_batch(setup).expect("the setup is valid");
        let real = match database.execute_batch(sql) {
            Ok(()) => panic!("{sql}: no error"),
            Err(rusqlite::Error::SqliteFailure(_, Some(message))) => message,
            Err(rusqlite::Error::SqlInputError { msg, .. }) => msg,
            Err(other) => other.to_string(),
        };
        assert_eq!(message(&context(Tool::PlainSql, Dialect::Sqlite), &operation, clash), real, "{sql}");
    }
}

/// Rows of the shared facts: `sql-postgres-matrix.json`, `sql-mariadb-matrix.txt`, `rails-behaviour.tsv`, `alembic.md`,
/// and runs with psycopg2 and PyMySQL.
#[test]
fn predictions_are_what_was_measured() {
    use ClashKind::{AbortedTransaction, Exists, Missing, MissingOwner, NotInTransaction};
    use Dialect::{MariaDb, Postgres, Sqlite};
    let foreign_key = ConstraintKind::ForeignKey { to: "u".to_owned(), columns: Vec::new() };
    let check = ConstraintKind::Check { expression: "b > 0".to_owned() };
    let index = |dialect, name| create(Key::index(dialect, "t", name));
    let concurrently = Operation { outside_transaction: true, ..index(Postgres, "ix") };
    let cases = [
        (Tool::PlainSql, Postgres, create(Key::table("x")), Exists, r#"ERROR:  relation "x" already exists"#),
        (Tool::PlainSql, Postgres, create(Key::table("audit.x")), Exists, r#"ERROR:  relation "x" already exists"#),
        (
            Tool::PlainSql,
            Postgres,
            alter(Key::table("sx.nope")),
            Missing,
            r#"ERROR:  relation "sx.nope" does not exist"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            create(Key::column("t", "c")),
            Exists,
            r#"ERROR:  column "c" of relation "t" already exists"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            create(Key::column("nope", "c")),
            MissingOwner,
            r#"ERROR:  relation "nope" does not exist"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            constraint("uq", ConstraintKind::Unique),
            Exists,
            r#"ERROR:  relation "uq" already exists"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            constraint("ck", check.clone()),
            Exists,
            r#"ERROR:  constraint "ck" for relation "t" already exists"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            constraint("pk", ConstraintKind::PrimaryKey),
            Exists,
            r#"ERROR:  multiple primary keys for table "t" are not allowed"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            drop(Key::new(Kind::Function, "nope(integer,text)")),
            Missing,
            "ERROR:  function nope(integer, text) does not exist",
        ),
        (
            Tool::PlainSql,
            Postgres,
            create(Key::owned(Kind::Other, "event trigger", "evt")),
            Exists,
            r#"ERROR:  event trigger "evt" already exists"#,
        ),
        (
            Tool::PlainSql,
            Postgres,
            concurrently,
            NotInTransaction,
            "ERROR:  CREATE INDEX CONCURRENTLY cannot run inside a transaction block",
        ),
        (
            Tool::PlainSql,
            Postgres,
            create(Key::owned(Kind::Identity, "t.a", "identity")),
            Exists,
            r#"ERROR:  column "a" of relation "t" is already an identity column"#,
        ),
        (Tool::PlainSql, MariaDb, create(Key::table("x")), Exists, "ERROR 1050 (42S01): Table 'x' already exists"),
        (
            Tool::PlainSql,
            MariaDb,
            drop(Key::column("t", "a")),
            Missing,
            "ERROR 1091 (42000): Can't DROP COLUMN `a`; check that it exists",
        ),
        (
            Tool::PlainSql,
            Dialect::MySql,
            drop(Key::column("t", "a")),
            Missing,
            "ERROR 1091 (42000): Can't DROP 'a'; check that column/key exists",
        ),
        (
            Tool::Rails,
            Postgres,
            create(Key::table("x")),
            Exists,
            r#"PG::DuplicateTable: ERROR:  relation "x" already exists"#,
        ),
        (Tool::Rails, MariaDb, create(Key::column("t", "c")), Exists, "Mysql2::Error: Duplicate column name 'c'"),
        (Tool::Rails, Sqlite, create(Key::table("x")), Exists, r#"SQLite3::SQLException: table "x" already exists"#),
        (Tool::Rails, Sqlite, index(Sqlite, "ix"), Exists, "SQLite3::SQLException: index ix already exists"),
        (
            Tool::Rails,
            Postgres,
            sought(
                Key::new(Kind::Index, "index_posts_on_a"),
                "ArgumentError: No indexes found on posts with the options provided.",
            ),
            Missing,
            "ArgumentError: No indexes found on posts with the options provided.",
        ),
        (
            Tool::Rails,
            Postgres,
            drop(Key::new(Kind::Index, "ix_a")),
            Missing,
            r#"PG::UndefinedObject: ERROR:  index "ix_a" does not exist"#,
        ),
        (
            Tool::Rails,
            Postgres,
            insert("t"),
            AbortedTransaction,
            "PG::InFailedSqlTransaction: ERROR:  current transaction is aborted, commands ignored until end of transaction block",
        ),
        (
            Tool::Alembic,
            Postgres,
            create(Key::table("t")),
            Exists,
            r#"(psycopg2.errors.DuplicateTable) relation "t" already exists"#,
        ),
        (
            Tool::Alembic,
            MariaDb,
            create(Key::table("t")),
            Exists,
            r#"(pymysql.err.OperationalError) (1050, "Table 't' already exists")"#,
        ),
        (
            Tool::Alembic,
            MariaDb,
            constraint("pk", ConstraintKind::PrimaryKey),
            Exists,
            "(pymysql.err.OperationalError) (1068, 'Multiple primary key defined')",
        ),
        (
            Tool::Alembic,
            MariaDb,
            constraint("fk", foreign_key),
            Exists,
            r#"(pymysql.err.OperationalError) (1005, 'Can\'t create table `…`.`t` (errno: 121 "Duplicate key on write or update")')"#,
        ),
        (
            Tool::Alembic,
            MariaDb,
            insert("nope"),
            Missing,
            r#"(pymysql.err.ProgrammingError) (1146, "Table '….nope' doesn't exist")"#,
        ),
        (
            Tool::Alembic,
            Sqlite,
            create(Key::table("users")),
            Exists,
            "(sqlite3.OperationalError) table users already exists",
        ),
    ];
    for (tool, dialect, operation, clash, expected) in cases {
        assert_eq!(message(&context(tool, dialect), &operation, clash), expected, "{tool:?} {operation:?}");
    }
}

#[test]
fn active_record_speaks_for_itself_per_version() {
    let add_index = create(Key::new(Kind::Index, "index_t_on_a"));
    let not_null = Operation::new(Action::Create {
        key: Key::column("posts", "c"),
        definition: Definition::Column(ColumnDef { not_null: true, ..ColumnDef::default() }),
    });
    let rails = |dialect, framework| Context { framework: Version::parse(framework), ..context(Tool::Rails, dialect) };
    let cases = [
        (
            Dialect::Postgres,
            "6.0.6.1",
            &add_index,
            "ArgumentError: Index name 'index_t_on_a' on table 't' already exists",
        ),
        (
            Dialect::Postgres,
            "6.1.7.10",
            &add_index,
            r#"PG::DuplicateTable: ERROR:  relation "index_t_on_a" already exists"#,
        ),
        (Dialect::Sqlite, "7.0.10", &not_null, "ArgumentError: you can't define an already defined column 'c'."),
        (
            Dialect::Sqlite,
            "7.1.6",
            &not_null,
            "ArgumentError: you can't define an already defined column 'c' on 'posts'.",
        ),
    ];
    for (dialect, framework, operation, expected) in cases {
        assert_eq!(message(&rails(dialect, framework), operation, ClashKind::Exists), expected);
    }
}

#[test]
fn a_missing_reference_has_words() {
    let missing = |tool, dialect| {
        predict_use(&context(tool, dialect), &Key::table("nope"), ClashKind::Missing)
            .map(|error| (error.code, error.message))
    };
    assert_eq!(
        missing(Tool::Rails, Dialect::Postgres),
        Some(("42P01".to_owned(), r#"PG::UndefinedTable: ERROR:  relation "nope" does not exist"#.to_owned()))
    );
    assert_eq!(missing(Tool::PlainSql, Dialect::SqlServer), None);
}

/// What is predicted for one sort of thing is recognised as being about that sort of thing.
#[test]
fn every_phrase_is_recognised() {
    for dialect in Dialect::ALL {
        for phrase in tables(dialect).filter(|phrase| phrase.text.contains("{name}")) {
            for thing in phrase.things {
                let phrase::Thing::Is(kind) = *thing else { continue };
                if kind == Kind::Other || kind == Kind::Identity {
                    continue;
                }
                let key = Key::owned(kind, "owners", "things");
                let said = phrase.fill(&Subject::used(&key));
                let found = recognise(&said);
                assert!(
                    found.iter().any(|reading| reading.kind == Some(kind) && reading.name.ends_with("things")),
                    "{said}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn messages_lead_to_rules() {
    let cases = [
        (r#"relation "users" already exists"#, "unguarded-create-table", "users"),
        ("relation users already exists", "unguarded-create-table", "users"),
        (
            "ActiveRecord::StatementInvalid: PG::DuplicateTable: ERROR:  relation \"index_email_opens_on_email_log_id\" already exists\n/app/db",
            "unguarded-index",
            "index_email_opens_on_email_log_id",
        ),
        ("42P07", "unguarded-create-table", ""),
        ("PG::DuplicateColumn", "unguarded-add-column", ""),
        ("1050", "unguarded-create-table", ""),
        (r#"(pymysql.err.OperationalError) (1060, "Duplicate column name 'c'")"#, "unguarded-add-column", "c"),
        ("no such table: audit_log", "missing-table", "audit_log"),
        ("sqlite3.OperationalError: table users already exists", "unguarded-create-table", "users"),
        ("table _alembic_tmp_users already exists", "half-appliable", "users"),
        (
            "Multiple head revisions are present for given argument 'head'; please specify a specific target revision",
            "multiple-heads",
            "",
        ),
        ("ActiveRecord::DuplicateMigrationNameError", "duplicate-version", ""),
        ("Multiple migrations have the version number 20240101000001.", "duplicate-version", "20240101000001"),
        (r#"unsafe use of new value "new" of enum type mood"#, "enum-value-used-in-transaction", "new"),
        ("psycopg2.errors.UnsafeNewEnumValueUsage", "enum-value-used-in-transaction", ""),
        ("PG::InFailedSqlTransaction", "swallowed-error", ""),
        ("CREATE INDEX CONCURRENTLY cannot run inside a transaction block", "concurrent-index-in-transaction", ""),
        (r#"constraint "ck" for relation "t" already exists"#, "unguarded-constraint", "ck"),
        (r#"policy "po" for table "t" already exists"#, "unguarded-object", "po"),
        (r#"type "mood" already exists"#, "unguarded-type", "mood"),
        (r#"column "c" of relation "t" does not exist"#, "missing-column", "c"),
        ("Can't DROP COLUMN `a`; check that it exists", "unguarded-drop", "a"),
        ("duplicate key value violates unique constraint \"t_pkey\"", "repeated-rows", ""),
        ("UNIQUE constraint failed: plans.name", "repeated-rows", "plans"),
        (
            "there is no unique or exclusion constraint matching the ON CONFLICT specification",
            "conflict-without-key",
            "",
        ),
        (r#"event trigger "evt" already exists"#, "unguarded-object", "evt"),
    ];
    for (text, rule, name) in cases {
        let found = recognise(text);
        let first = found.first().map(|reading| (reading.rules.first().copied().unwrap_or(""), reading.name.as_str()));
        assert_eq!(first, Some((rule, name)), "{text}: {found:?}");
    }
}

#[test]
fn unknown_messages_are_not_recognised() {
    for text in ["", "hello", "exists", "syntax error at or near \"FOO\"", "{name} {", "🦀", "\"\""] {
        assert_eq!(recognise(text), Vec::new(), "{text}");
    }
}
