//! Programs and the conditions in them.

use super::{check, migration, tell};
use crate::engine::{Context, Dialect, Tool};
use crate::frontend::sql::{Embedded, lower_embedded};
use crate::migration::Node;
use crate::source::{Source, Span};

#[test]
fn variables_hold_texts_and_answers() {
    check(
        Dialect::Postgres,
        &[
            (
                "DO $$ BEGIN PERFORM 1 FROM pg_type WHERE typname = 'mood'; IF NOT FOUND THEN CREATE TYPE mood AS ENUM ('a'); END IF; END $$",
                "atomic {.; if not <type mood> {+type mood}}",
            ),
            (
                "DO $$ DECLARE t text := 'users'; c constant text := 'age'; BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = t AND column_name = c) THEN EXECUTE format('ALTER TABLE %I ADD COLUMN %I int', t, c); END IF; END $$",
                "atomic {if not <column users.age> {+column users.age}}",
            ),
            (
                "DO $$ DECLARE q text; BEGIN q := 'CREATE TABLE IF NOT EXISTS x (id int)'; EXECUTE q; END $$",
                "atomic {+table x?}",
            ),
            (
                "DO $$ DECLARE t text := 'a'; BEGIN IF random() > 0.5 THEN t := 'b'; END IF; EXECUTE 'DROP TABLE ' || t; END $$",
                "atomic {if ? {}; opaque Dropped([Table])}",
            ),
            (
                "DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN x int', t); EXECUTE format('CREATE INDEX %I ON %I (x)', t || '_x', t); END LOOP; DROP TABLE c; END $$",
                "atomic {+column a.x; +index a_x; +column b.x; +index b_x; -table c}",
            ),
            (
                "DO $$ BEGIN FOREACH t IN ARRAY '{a,b}'::text[] LOOP EXIT WHEN t = 'b'; EXECUTE 'DROP TABLE ' || t; END LOOP; END $$",
                "atomic {opaque Dropped([Table])}",
            ),
            (
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT unnest(ARRAY['a', 'b']) AS name LOOP EXECUTE 'ALTER TABLE ' || quote_ident(r.name) || ' ADD COLUMN x int'; END LOOP; END $$",
                "atomic {+column a.x; +column b.x}",
            ),
            (
                "DO $$ DECLARE names text[] := ARRAY['a', 'b']; t text; BEGIN FOREACH t IN ARRAY names LOOP EXECUTE format('DROP TABLE %I', t); END LOOP; END $$",
                "atomic {-table a; -table b}",
            ),
            (
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM (VALUES ('a', 'x'), ('b', 'y')) AS v (t, c) LOOP EXECUTE format('ALTER TABLE %1$I DROP COLUMN %2$I', r.t, r.c); END LOOP; END $$",
                "atomic {-column a.x; -column b.y}",
            ),
            (
                "DO $$ BEGIN FOR i IN 1..2 LOOP EXECUTE 'CREATE TABLE p' || i || ' (id int)'; END LOOP; END $$",
                "atomic {+table p1; +table p2}",
            ),
            (
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename IN ('a') LOOP EXECUTE format('DROP TABLE %I', r.tablename); END LOOP; END $$",
                "atomic {if <table a> {-table a}}",
            ),
        ],
    );
    check(
        Dialect::MySql,
        &[
            (
                "SET @t = \"q\"; SET @c = \"p\"; SET @s = (SELECT IF((SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE (table_name = @t) AND (table_schema = DATABASE()) AND (column_name = @c)) > 0, \"SELECT 1\", CONCAT(\"ALTER TABLE \", @t, \" ADD \", @c, \" INT\"))); PREPARE x FROM @s; EXECUTE x;",
                ".; .; .; .; if <column q.p> {.} else {+column q.p}",
            ),
            (
                "CREATE PROCEDURE up1() BEGIN DECLARE n INT DEFAULT 0; SELECT COUNT(*) INTO n FROM information_schema.columns WHERE table_name = 'u' AND column_name = 'a'; IF n = 0 THEN SET @s = 'ALTER TABLE u ADD a INT'; ELSE SET @s = 'SELECT 1'; END IF; PREPARE st FROM @s; EXECUTE st; END; CALL up1()",
                "+procedure up1; .; if not <column u.a> {.} else {.}; .; if not <column u.a> {+column u.a} else {.}",
            ),
        ],
    );
}

#[test]
fn do_blocks() {
    check(
        Dialect::Postgres,
        &[
            (
                "DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "atomic {try {+type mood} catch duplicate_object {}}",
            ),
            (
                "DO $x$ BEGIN ALTER TABLE t ADD CONSTRAINT u UNIQUE (a); EXCEPTION WHEN duplicate_object OR SQLSTATE '42P07' THEN RAISE NOTICE 'x'; END $x$ LANGUAGE plpgsql",
                "atomic {try {+constraint t.u} catch duplicate_object|42P07 {}}",
            ),
            ("DO $$ BEGIN ALTER TABLE t ADD a int; EXCEPTION WHEN OTHERS THEN RAISE; END $$", "atomic {+column t.a}"),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('a'); END IF; END $$;",
                "atomic {if not <type mood> {+type mood}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'c') THEN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); END IF; END $$",
                "atomic {if not <constraint *.c> {+constraint t.c}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'c' AND conrelid = 't'::regclass) THEN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); END IF; END $$",
                "atomic {if not <constraint t.c> {+constraint t.c}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid WHERE c.conname = 'c' AND r.relname = 't') THEN ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0); END IF; END $$",
                "atomic {if not <constraint t.c> {+constraint t.c}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 't' AND column_name = 'a') THEN ALTER TABLE t ADD a int; ELSE ALTER TABLE t DROP b; END IF; END $$",
                "atomic {if not <column t.a> {+column t.a} else {-column t.b}}",
            ),
            (
                "DO $$ BEGIN IF to_regclass('public.i') IS NULL THEN CREATE INDEX i ON t (a); END IF; END $$",
                "atomic {if not <index i> {+index i}}",
            ),
            (
                "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('s.i') AND NOT indisvalid) THEN DROP INDEX s.i; END IF; END $$",
                "atomic {if <invalid index s.i> {-index s.i}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 't' AND policyname = 'p') THEN CREATE POLICY p ON t USING (true); END IF; END $$",
                "atomic {if not <policy t.p> {+policy t.p}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'g') THEN CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); END IF; END $$",
                "atomic {if not <trigger *t.g> {+trigger t.g}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'x' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'mood')) THEN ALTER TYPE mood ADD VALUE 'x'; END IF; END $$",
                "atomic {if not <value mood.x> {+value mood.x}}",
            ),
            (
                "DO $$ BEGIN IF (SELECT COUNT(*) FROM pg_roles WHERE rolname = 'r') = 0 THEN CREATE ROLE r; END IF; END $$",
                "atomic {if not <role r> {+role r}}",
            ),
            (
                "DO $$ DECLARE found boolean; BEGIN SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 't') INTO found; IF NOT found THEN EXECUTE 'CREATE TABLE t (a text DEFAULT ''x'')'; END IF; END $$",
                "atomic {if not <table t> {+table t}}",
            ),
            (
                "DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 't') THEN RETURN; END IF; CREATE TABLE t (a int); END $$",
                "atomic {if <table t> {} else {+table t}}",
            ),
            (
                "DO $$ BEGIN IF EXISTS (SELECT 1 FROM t WHERE a = 'x') THEN DELETE FROM t; END IF; END $$",
                "atomic {.; if <rows t Some([(\"a\", \"x\")])> {delete t all}}",
            ),
            (
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a' AND data_type = 'uuid') THEN ALTER TABLE t ADD a uuid; END IF; END $$",
                "atomic {if not <column t.a is uuid> {+column t.a}}",
            ),
            (
                "DO $$ BEGIN EXECUTE format('ALTER TABLE t ADD COLUMN %I int', x); END $$",
                "atomic {opaque Keys([Key { kind: Table, owner: \"\", name: \"t\" }])}",
            ),
            ("DO $$ BEGIN FOR r IN SELECT 1 LOOP INSERT INTO t VALUES (r); END LOOP; END $$", "atomic {opaque Rows}"),
            ("DO LANGUAGE plpython3u $$ x $$", "opaque Everything"),
        ],
    );
}

#[test]
fn mysql_programs() {
    let prepared = "PREPARE s FROM @x; EXECUTE s; DEALLOCATE PREPARE s";
    let cases = [
        (
            "SET @x = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema=DATABASE() AND table_name='t' AND column_name='c')=0, 'ALTER TABLE t ADD COLUMN c int', 'DO 0'); ",
            "if not <column t.c> {+column t.c} else {.}",
        ),
        (
            "SET @x := (SELECT IF(COUNT(*) > 0, 'SELECT 1', 'CREATE INDEX i ON t (a)') FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 't' AND index_name = 'i'); ",
            "if <index t.i> {.} else {+index t.i}",
        ),
        (
            "SELECT COUNT(*) INTO @n FROM information_schema.table_constraints WHERE table_name = 't' AND constraint_name = 'fk' AND constraint_type = 'FOREIGN KEY'; SET @x = IF(@n = 0, 'ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES u (id)', 'DO 0'); ",
            "if not <constraint t.fk> {+constraint t.fk} else {.}",
        ),
        ("SET @x = 'DROP TABLE t'; ", "-table t"),
    ];
    for (text, expected) in cases {
        let migration = migration(&format!("{text}{prepared}"), Dialect::MySql, Tool::PlainSql);
        let told = tell(&migration.up);
        assert_eq!(told.replace(".; ", "").replace("; .", ""), expected, "{text}");
    }
    check(
        Dialect::MariaDb,
        &[
            (
                "BEGIN NOT ATOMIC IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = 'a') THEN ALTER TABLE t ADD a int; END IF; END",
                "if not <column t.a> {+column t.a}",
            ),
            (
                "DELIMITER //\nCREATE PROCEDURE h() BEGIN DECLARE CONTINUE HANDLER FOR 1060 BEGIN END; ALTER TABLE t ADD a int; END //\nDELIMITER ;\nCALL h(); DROP PROCEDURE h;",
                "+procedure h; try {+column t.a} catch 1060 {}; -procedure h",
            ),
        ],
    );
}

#[test]
fn sqlserver_programs() {
    check(
        Dialect::SqlServer,
        &[
            (
                "IF OBJECT_ID(N'dbo.T', N'U') IS NULL\nBEGIN\n  CREATE TABLE dbo.T (a int)\n  CREATE INDEX I ON dbo.T (a)\nEND\nGO",
                "if not <table t> {+table t; +index t.i}",
            ),
            (
                "IF COL_LENGTH('dbo.T', 'A') IS NULL\n  ALTER TABLE dbo.T ADD A int\nGO",
                "if not <column t.a> {+column t.a}",
            ),
            (
                "IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE name = N'I' AND object_id = OBJECT_ID(N'dbo.T'))\nBEGIN CREATE INDEX I ON T (a); END",
                "if not <index t.i> {+index t.i}",
            ),
            ("IF SCHEMA_ID('s') IS NULL EXEC('CREATE SCHEMA s')", "if not <schema s> {+schema s}"),
        ],
    );
}

#[test]
fn embedded_sql_keeps_its_place() {
    let source = Source::new("a.rb", "execute \"CREATE TABLE t (a int); DO $$ BEGIN DROP TABLE u; END $$\"");
    let text = source.text();
    let start = text.find("CREATE").expect("in the text");
    let embedded = Embedded::verbatim(&source, Span::new(start, text.len() - 1));
    let nodes = lower_embedded(&embedded, &Context::new(Tool::Rails, Dialect::Postgres));
    let [Node::Step(first), Node::Atomic { body, .. }] = nodes.as_slice() else { panic!("{nodes:?}") };
    assert_eq!(source.slice(first.at), "CREATE TABLE t (a int)");
    assert_eq!(source.slice(first.head), "CREATE TABLE t");
    let [Node::Step(inner)] = body.as_slice() else { panic!("{body:?}") };
    assert_eq!(source.slice(inner.at), "DROP TABLE u");
}

#[test]
fn holes_make_opaque() {
    let text = "ALTER TABLE t ADD COLUMN hole int; DROP TABLE u";
    let at = text.find("hole").expect("in the text") as u32;
    let rest = text.len() as u32 - at - 4;
    let embedded = Embedded { text: text.to_owned(), pieces: vec![(0, 10, at), (at + 4, 60, rest)], holes: true };
    let nodes = lower_embedded(&embedded, &Context::new(Tool::Rails, Dialect::Postgres));
    assert_eq!(tell(&nodes), "opaque Keys([Key { kind: Table, owner: \"\", name: \"t\" }]); -table u");
}
