//! One statement each.

use super::{check, migration};
use crate::engine::{Dialect, Tool};
use crate::migration::Node;
use crate::operation::{
    Action, ColumnDef, ConstraintDef, ConstraintKind, Definition, Insert, OnConflict, TableDef, Value,
};

#[test]
fn postgres_creates() {
    check(
        Dialect::Postgres,
        &[
            ("CREATE TABLE users (id int)", "+table users"),
            ("CREATE TABLE IF NOT EXISTS public.\"Users\" (id int)", "+table Users?"),
            ("CREATE UNLOGGED TABLE audit.log (id int)", "+table audit.log"),
            ("CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)", "+table p1"),
            ("CREATE TABLE IF NOT EXISTS x AS SELECT 1", "+table x?"),
            ("CREATE OR REPLACE TABLE x (a int)", "+table x !OR REPLACE on PostgreSQL"),
            ("SELECT a INTO b FROM c", "+table b"),
            ("CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY t USING gin (a)", "+index i?"),
            ("CREATE INDEX i ON audit.t (a)", "+index audit.i"),
            ("CREATE INDEX CONCURRENTLY i ON t (a)", "+index i@"),
            ("CREATE INDEX ON t (a)", "+index "),
            ("CREATE OR REPLACE VIEW v AS SELECT 1", "+view v!"),
            ("CREATE VIEW IF NOT EXISTS v AS SELECT 1", "+view v !IF NOT EXISTS on PostgreSQL"),
            ("CREATE MATERIALIZED VIEW IF NOT EXISTS v AS SELECT 1", "+matview v?"),
            (
                "CREATE OR REPLACE FUNCTION f(a int, OUT b text, c varchar(3) DEFAULT 'x') RETURNS text AS $$ $$ LANGUAGE sql",
                "+function f(integer,character varying)!",
            ),
            (
                "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "+function s.f()",
            ),
            (
                "CREATE FUNCTION f(double precision, timestamptz, t[]) RETURNS int AS ''",
                "+function f(double precision,timestamp with time zone,t[])",
            ),
            ("CREATE PROCEDURE p(x bigint) LANGUAGE sql AS $$ $$", "+procedure p(bigint)"),
            (
                "CREATE OR REPLACE TRIGGER g BEFORE INSERT OR UPDATE OF a ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "+trigger t.g!",
            ),
            ("CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", "+trigger t.g"),
            ("CREATE POLICY \"Read all\" ON t FOR SELECT USING (true)", "+policy t.Read all"),
            ("CREATE TYPE mood AS ENUM ('a', 'b')", "+type mood"),
            ("CREATE DOMAIN d AS text", "+domain d"),
            ("CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"", "+extension uuid-ossp?"),
            ("CREATE SCHEMA IF NOT EXISTS s", "+schema s?"),
            ("CREATE SEQUENCE q START 1", "+sequence q"),
            ("CREATE ROLE r LOGIN", "+role r"),
            ("CREATE PUBLICATION p FOR ALL TABLES", "+publication p"),
            ("CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "+object rule.t.r"),
            ("CREATE STATISTICS IF NOT EXISTS st ON a, b FROM t", "+object statistics.st?"),
            ("CREATE CAST (text AS int) WITHOUT FUNCTION", "+object cast.text as int"),
            ("CREATE DATABASE d", "+object database.d@"),
        ],
    );
}

#[test]
fn postgres_alters() {
    check(
        Dialect::Postgres,
        &[
            ("ALTER TABLE t ADD COLUMN a int, ADD b text", "+column t.a, +column t.b"),
            ("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int", "+column t.a?"),
            ("ALTER TABLE IF EXISTS ONLY t ADD a int", "if <table t> {+column t.a}"),
            ("ALTER TABLE IF EXISTS t RENAME TO u", "table t>table u?"),
            ("ALTER TABLE s.t RENAME TO u", "table s.t>table s.u"),
            ("ALTER TABLE t RENAME a TO b", "column t.a>column t.b"),
            ("ALTER TABLE t RENAME CONSTRAINT a TO b", "constraint t.a>constraint t.b"),
            ("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", "+constraint t.c"),
            ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u", "+constraint t."),
            (
                "ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS c CHECK (a > 0)",
                "+constraint t.c !IF NOT EXISTS on PostgreSQL",
            ),
            (
                "ALTER TABLE t DROP CONSTRAINT IF EXISTS c, ADD CONSTRAINT c CHECK (a > 0)",
                "-constraint t.c?, +constraint t.c",
            ),
            ("ALTER TABLE t DROP COLUMN a CASCADE", "-column t.a cascade"),
            ("ALTER TABLE t ALTER COLUMN a TYPE bigint", "~column t.a type Same"),
            ("ALTER TABLE t ALTER a TYPE int USING a::int", "~column t.a type Same"),
            ("ALTER TABLE t ALTER a TYPE int USING (a::text::int)", "~column t.a type Same"),
            ("ALTER TABLE t ALTER a TYPE int USING length(a)", "~column t.a type Differs"),
            ("ALTER TABLE t ALTER a TYPE int USING 0", "~column t.a type Same"),
            (
                "ALTER TABLE t ALTER a SET NOT NULL, ALTER b DROP DEFAULT",
                "~column t.a not null Same, ~column t.b default Same",
            ),
            ("ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY", "+identity t.a.identity"),
            ("ALTER TABLE t ALTER a DROP IDENTITY IF EXISTS", "-identity t.a.identity?"),
            ("ALTER TABLE t ENABLE ROW LEVEL SECURITY", "~table t enable row Same"),
            ("ALTER TABLE t SET SCHEMA s", "table t>table s.t"),
            ("ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)", "+member p.p1"),
            ("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY", "-member p.p1@"),
            ("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'x'", "+value mood.x?"),
            ("ALTER TYPE mood RENAME VALUE 'a' TO 'b'", "value mood.a>value mood.b"),
            ("ALTER TYPE mood RENAME TO m", "type mood>type m"),
            ("ALTER INDEX IF EXISTS i RENAME TO j", "index i>index j?"),
            ("ALTER SEQUENCE q OWNED BY t.a", "~sequence q owned by Same"),
            ("ALTER FUNCTION f(int) RENAME TO g", "function f(integer)>function g(integer)"),
            ("ALTER PUBLICATION p ADD TABLE t", "+member p.t"),
            ("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO r", "."),
            ("ALTER SYSTEM SET a = 1", ".@"),
        ],
    );
}

#[test]
fn postgres_drops_and_the_rest() {
    check(
        Dialect::Postgres,
        &[
            ("DROP TABLE a, s.b CASCADE", "-table a cascade, -table s.b cascade"),
            ("DROP TABLE IF EXISTS a", "-table a?"),
            ("DROP INDEX CONCURRENTLY IF EXISTS i", "-index i?@"),
            ("DROP FUNCTION IF EXISTS f(int, text)", "-function f(integer,text)?"),
            ("DROP TRIGGER g ON t", "-trigger t.g"),
            ("DROP POLICY IF EXISTS \"Read all\" ON t", "-policy t.Read all?"),
            ("DROP TYPE mood", "-type mood"),
            ("DROP MATERIALIZED VIEW v", "-matview v"),
            ("DROP RULE r ON t", "-object rule.t.r"),
            ("COMMENT ON TABLE t IS 'x'", "."),
            ("GRANT SELECT ON t TO r", "."),
            ("SET lock_timeout = '1s'", "."),
            ("SELECT setval('q', 1)", "."),
            ("SELECT public.make_things()", "opaque Everything"),
            ("VACUUM t", ".@"),
            ("REINDEX INDEX CONCURRENTLY i", ".@"),
            ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", "~materialized view v rows Same"),
            ("FROBNICATE t", "opaque Everything"),
            ("\\i other.sql\n", "opaque Everything"),
            ("\\set x 1\n", "."),
        ]
        .map(|(text, told)| (text, if told.starts_with("~mat") { "~matview v rows Same" } else { told })),
    );
}

#[test]
fn statements_may_end_anywhere() {
    let whole = "CREATE TABLE IF NOT EXISTS a.t (id int GENERATED ALWAYS AS IDENTITY, b int DEFAULT 1 CHECK (b > 0), \
                 CONSTRAINT c FOREIGN KEY (b) REFERENCES o (id) ON DELETE CASCADE, EXCLUDE USING gist (b WITH =)); \
                 ALTER TABLE t ADD COLUMN c int DEFAULT 1 NOT NULL, ALTER COLUMN b TYPE bigint USING b::bigint; \
                 INSERT INTO t (a, b) VALUES (1, 'x') ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING id";
    for dialect in Dialect::ALL {
        for end in 0..whole.len() {
            migration(&whole[..end], dialect, Tool::PlainSql);
        }
    }
}

#[test]
fn writes() {
    check(
        Dialect::Postgres,
        &[
            ("INSERT INTO t (a) VALUES (1), (2)", "insert t 2 Fail"),
            ("INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING", "insert t 1 Skip(Some([\"a\"]))"),
            ("INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING", "insert t 1 Skip(None)"),
            (
                "INSERT INTO t VALUES (1) ON CONFLICT (a, b) WHERE live DO UPDATE SET c = 1",
                "insert t 1 Update(Some([\"a\", \"b\"]))",
            ),
            ("INSERT INTO t (a) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = 1)", "insert t 1 WhereAbsent"),
            ("INSERT INTO t (a) SELECT a FROM u", "insert t -1 Fail"),
            ("INSERT INTO t (a) SELECT a FROM u WHERE NOT EXISTS (SELECT 1 FROM v WHERE a = 1)", "insert t -1 Fail"),
            (
                "INSERT INTO t (a) SELECT u.a FROM u LEFT JOIN t ON t.a = u.a WHERE t.a IS NULL",
                "insert t -1 WhereAbsent",
            ),
            ("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", "insert t -1 Fail"),
            ("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", "opaque Rows"),
            ("COPY t (a) FROM stdin;\n1\n\\.\n", "insert t -1 Fail"),
            ("UPDATE t SET a = 1", "update t Same"),
            ("UPDATE t SET a = a + 1", "update t Differs"),
            ("UPDATE t SET a = a || 'x' WHERE b = 1", "update t Differs"),
            ("UPDATE t SET a = lower(a)", "update t Same"),
            ("UPDATE t SET a = b, b = NULL", "update t Differs"),
            ("UPDATE t SET a = b, b = NULL WHERE b IS NOT NULL", "update t Same"),
            ("UPDATE t SET a = b", "update t Same"),
            ("UPDATE t SET a = gen_random_uuid()", "update t Differs"),
            ("UPDATE t SET a = gen_random_uuid() WHERE a IS NULL", "update t Same"),
            ("UPDATE t SET s = 'new', n = n + 1 WHERE s = 'old'", "update t Same"),
            ("UPDATE t SET a = replace(a, 'x', 'y')", "update t Same"),
            ("UPDATE t SET a = replace(a, 'x', 'xx')", "update t Differs"),
            ("UPDATE t SET a = some_function(a)", "update t Unknown"),
            ("DELETE FROM t", "delete t all"),
            ("DELETE FROM t WHERE a = 1", "delete t"),
            ("TRUNCATE a, b", "delete a all, delete b all"),
            (
                "MERGE INTO t USING u ON t.a = u.a WHEN NOT MATCHED THEN INSERT (a) VALUES (u.a)",
                "insert t -1 WhereAbsent",
            ),
        ],
    );
    check(
        Dialect::Sqlite,
        &[
            ("INSERT OR IGNORE INTO t VALUES (1)", "insert t 1 Skip(None)"),
            ("REPLACE INTO t VALUES (1)", "insert t 1 Replace"),
        ],
    );
    check(
        Dialect::MySql,
        &[
            ("INSERT IGNORE INTO t SET a = 1, b = 'x'", "insert t 1 Skip(None)"),
            ("INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2", "insert t 1 Update(None)"),
            (
                "INSERT INTO t (a) SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT * FROM t WHERE a = 1)",
                "insert t 1 WhereAbsent",
            ),
            ("DELETE a FROM a JOIN b ON a.x = b.x", "delete a"),
            ("LOAD DATA LOCAL INFILE 'x' IGNORE INTO TABLE t", "insert t -1 Skip(None)"),
        ],
    );
}

#[test]
fn mysql() {
    check(
        Dialect::MySql,
        &[
            ("CREATE TABLE IF NOT EXISTS `App`.`T` (a int)", "+table app.t?"),
            ("CREATE TABLE t LIKE u", "+table t"),
            ("CREATE INDEX i USING BTREE ON t (a(10))", "+index t.i"),
            ("CREATE INDEX IF NOT EXISTS i ON t (a)", "+index t.i !IF NOT EXISTS on MySQL"),
            ("DROP INDEX i ON t", "-index t.i"),
            ("DROP INDEX IF EXISTS i ON t", "-index t.i !IF EXISTS on MySQL"),
            ("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int", "+column t.a !IF NOT EXISTS on MySQL"),
            (
                "ALTER TABLE t ADD (a int, b text), ENGINE=InnoDB",
                "+column t.a, +column t.b, ~table t engine=innodb Same",
            ),
            (
                "ALTER TABLE t ADD INDEX i (a), ADD UNIQUE KEY u (b), ADD FULLTEXT (c)",
                "+index t.i, +index t.u, +index t.",
            ),
            (
                "ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (id) ON DELETE SET NULL",
                "+constraint t.fk",
            ),
            ("ALTER TABLE t ADD PRIMARY KEY (a), DROP PRIMARY KEY", "+constraint t.primary, -constraint t.primary"),
            ("ALTER TABLE t DROP FOREIGN KEY fk, DROP INDEX i, DROP a", "-constraint t.fk, -index t.i, -column t.a"),
            (
                "ALTER TABLE t CHANGE a b int NOT NULL, MODIFY c text, CHANGE d d int",
                "column t.a>column t.b, ~column t.c type Same, ~column t.d type Same",
            ),
            ("ALTER TABLE t RENAME INDEX i TO j, RENAME COLUMN a TO b", "index t.i>index t.j, column t.a>column t.b"),
            ("ALTER TABLE t RENAME u", "table t>table u"),
            ("RENAME TABLE a TO b, c TO d", "table a>table b, table c>table d"),
            ("CREATE DEFINER=`root`@`%` TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", "+trigger g"),
            ("CREATE USER IF NOT EXISTS 'u'@'localhost'", "+role u@localhost?"),
            ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM t", "+event e"),
            ("CREATE DATABASE d", "+schema d"),
            ("DELIMITER //\nCREATE PROCEDURE p(IN a INT) BEGIN SELECT 1; END //\nDELIMITER ;\n", "+procedure p"),
            ("ALTER TABLE t ADD PARTITION (PARTITION p1 VALUES LESS THAN (1))", "+member t.p1"),
        ],
    );
    check(
        Dialect::MariaDb,
        &[
            ("CREATE OR REPLACE TABLE t (a int)", "+table t!!"),
            ("CREATE INDEX IF NOT EXISTS i ON t (a)", "+index t.i?"),
            ("ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, DROP COLUMN IF EXISTS b", "+column t.a?, -column t.b?"),
            (
                "ALTER TABLE t ADD INDEX IF NOT EXISTS i (a), ADD UNIQUE KEY IF NOT EXISTS u (b)",
                "+index t.i?, +index t.u?",
            ),
            ("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY IF NOT EXISTS (a) REFERENCES u (id)", "+constraint t.fk?"),
            ("ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS ck CHECK (a > 0)", "+constraint t.ck?"),
            (
                "ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS u UNIQUE (a)",
                "+index t.u !IF NOT EXISTS on MariaDB in front of the name of a key",
            ),
            ("ALTER TABLE IF EXISTS t DROP FOREIGN KEY IF EXISTS fk", "if <table t> {-constraint t.fk?}"),
            ("ALTER TABLE t MODIFY COLUMN IF EXISTS a bigint", "~column t.a type Same?"),
            ("RENAME TABLE IF EXISTS a TO b", "table a>table b?"),
            ("CREATE TRIGGER IF NOT EXISTS g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1", "+trigger g?"),
        ],
    );
}

#[test]
fn sqlite_and_sqlserver() {
    check(
        Dialect::Sqlite,
        &[
            ("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY)", "+table t?"),
            ("CREATE VIRTUAL TABLE t USING fts5(a)", "+table t"),
            ("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text", "+column t.a !IF NOT EXISTS on SQLite"),
            ("ALTER TABLE t DROP COLUMN IF EXISTS a", "-column t.a !IF EXISTS on SQLite"),
            ("CREATE OR REPLACE VIEW v AS SELECT 1", "+view v !OR REPLACE on SQLite"),
            ("CREATE TRIGGER IF NOT EXISTS g AFTER INSERT ON t BEGIN DELETE FROM u; END", "+trigger g?"),
            (
                "CREATE TABLE t_new (a int); INSERT INTO t_new SELECT a FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t",
                "+table t_new; insert t_new -1 Fail; -table t; table t_new>table t",
            ),
            ("PRAGMA foreign_keys = OFF", "."),
        ],
    );
    check(
        Dialect::SqlServer,
        &[
            (
                "CREATE TABLE [dbo].[T] ([Id] INT IDENTITY(1,1) NOT NULL)\nGO\nALTER TABLE [dbo].[T] ADD [A] INT NULL, [B] INT NULL\nGO",
                "+table t; +column t.a, +column t.b",
            ),
            ("CREATE OR ALTER VIEW [dbo].[V] AS SELECT 1", "+view v!"),
            ("DROP INDEX IF EXISTS [I] ON [dbo].[T]", "-index t.i?"),
            ("ALTER TABLE T DROP COLUMN A, B", "-column t.a, -column t.b"),
            ("ALTER TABLE T WITH CHECK ADD CONSTRAINT FK FOREIGN KEY (A) REFERENCES U (Id)", "+constraint t.fk"),
            ("EXEC sp_rename 'dbo.T.A', 'B', 'COLUMN'", "column t.a>column t.b"),
            ("CREATE TABLE IF NOT EXISTS T (a int)", "+table t !IF NOT EXISTS on SQL Server"),
        ],
    );
}

/// The first operation of the first step.
fn first(text: &str, dialect: Dialect) -> Action {
    let migration = migration(text, dialect, Tool::PlainSql);
    match migration.up.into_iter().next() {
        Some(Node::Step(step)) => step.statements[0].operations[0].operation.action.clone(),
        other => panic!("{text}: {other:?}"),
    }
}

fn table(text: &str, dialect: Dialect) -> TableDef {
    match first(text, dialect) {
        Action::Create { definition: Definition::Table(shape), .. } => shape,
        other => panic!("{text}: {other:?}"),
    }
}

fn constraint(name: Option<&str>, kind: ConstraintKind, columns: &[&str]) -> ConstraintDef {
    ConstraintDef {
        name: name.map(str::to_owned),
        kind,
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    }
}

#[test]
fn table_shapes() {
    let shape = table(
        "CREATE TABLE t (id bigserial PRIMARY KEY, \"Name\" varchar(20) NOT NULL DEFAULT 'x', u int REFERENCES users (id) ON DELETE CASCADE,
         n numeric(10, 2) CHECK (n > 0), CONSTRAINT uq UNIQUE (u, \"Name\"), FOREIGN KEY (n) REFERENCES s.other)",
        Dialect::Postgres,
    );
    assert!(shape.complete && !shape.temporary);
    let column = |name: &str, sql_type: &str| ColumnDef {
        name: name.to_owned(),
        sql_type: Some(sql_type.to_owned()),
        ..ColumnDef::default()
    };
    assert_eq!(
        shape.columns,
        [
            ColumnDef { generated: true, ..column("id", "bigserial") },
            ColumnDef { not_null: true, default: Some("'x'".to_owned()), ..column("Name", "varchar(20)") },
            column("u", "int"),
            column("n", "numeric(10,2)"),
        ]
    );
    let to = |table: &str, columns: &[&str]| ConstraintKind::ForeignKey {
        to: table.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    };
    assert_eq!(
        shape.constraints,
        [
            constraint(None, ConstraintKind::PrimaryKey, &["id"]),
            constraint(None, to("users", &["id"]), &["u"]),
            constraint(None, ConstraintKind::Check { expression: "n > 0".to_owned() }, &["n"]),
            constraint(Some("uq"), ConstraintKind::Unique, &["u", "Name"]),
            constraint(None, to("s.other", &[]), &["n"]),
        ]
    );
}

#[test]
fn mysql_keys_and_generated_columns() {
    let shape = table(
        "CREATE TABLE `t` (`id` int unsigned NOT NULL AUTO_INCREMENT, `a` timestamp NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
         PRIMARY KEY (`id`), UNIQUE KEY `u` (`a`), KEY `k` (`a`(10)), CONSTRAINT `fk` FOREIGN KEY (`a`) REFERENCES `o` (`id`)) ENGINE=InnoDB",
        Dialect::MySql,
    );
    assert!(shape.complete);
    assert_eq!((shape.columns[0].generated, shape.columns[1].default.as_deref()), (true, Some("NULL")));
    let indexes: Vec<_> = shape.indexes.iter().map(|index| (index.name.as_deref(), index.unique)).collect();
    assert_eq!(indexes, [(Some("u"), true), (Some("k"), false)]);
    assert_eq!(shape.constraints.len(), 2);
    assert!(table("CREATE TABLE t (id INTEGER PRIMARY KEY)", Dialect::Sqlite).columns[0].generated);
    assert!(table("CREATE TABLE t (id INTEGER, PRIMARY KEY (id))", Dialect::Sqlite).columns[0].generated);
    assert!(!table("CREATE TABLE t AS SELECT 1", Dialect::Sqlite).complete);
    assert!(table("CREATE TABLE t (a int) PARTITION BY RANGE (a)", Dialect::Postgres).complete);
    assert!(!table("CREATE TABLE t (LIKE u INCLUDING ALL)", Dialect::Postgres).complete);
}

#[test]
fn rows_keep_their_literals() {
    let text = "INSERT INTO t (a, b, c, d) VALUES (1, 'it''s', NULL, now()), (-2, DEFAULT, '{}'::jsonb, true)";
    let literal = |text: &str| Value::Literal(text.to_owned());
    let Action::Insert(Insert { rows, columns, conflict, .. }) = first(text, Dialect::Postgres) else {
        panic!("no insert");
    };
    assert_eq!(columns.expect("columns"), ["a", "b", "c", "d"]);
    assert_eq!(conflict, OnConflict::Fail);
    assert_eq!(
        rows.expect("rows"),
        [
            vec![literal("1"), literal("it's"), Value::Default, Value::Computed],
            vec![literal("-2"), Value::Default, literal("{}"), literal("true")],
        ]
    );
}
