//! Every case of `cases/*.txt`: a statement, a remedy, and the file afterwards. `scripts/run-spellings` runs the same
//! cases on the real engines: the start, then the old file once or the new one twice, which must leave the same schema.

use super::*;
use crate::edit::apply;
use crate::engine::{Context, Tool, Transaction, Version};
use crate::frontend::sql::split::Script;
use crate::migration::{Down, Lineage, Migration, Node, Placed, Statement, Step};
use crate::operation::{Action, Definition, Key, Kind, Operation};
use crate::source::{FileId, Source};

/// `== title | remedy | option=value …`, then `-- start`, `-- before`, `-- after` blocks. The statement is the last one
/// of `before`, or that with the number `at`. An empty `after` says that there is no spelling.
struct Case<'t> {
    title: &'t str,
    remedy: &'t str,
    options: Vec<(&'t str, &'t str)>,
    before: &'t str,
    after: &'t str,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let blocks = text.split("\n== ").skip(1);
    blocks
        .map(|block| {
            let (head, body) = block.split_once('\n').expect("a head line");
            let mut parts = head.split('|').map(str::trim);
            let section = |name: &str| {
                let start = body.find(&format!("-- {name}\n")).map(|at| at + name.len() + 4);
                let section = start.map_or("", |start| &body[start..]);
                section.find("\n-- before\n").or(section.find("\n-- after\n")).map_or(section, |end| &section[..end])
            };
            Case {
                title: parts.next().expect("a title"),
                remedy: parts.next().expect("a remedy"),
                options: parts.next().unwrap_or("").split_whitespace().filter_map(|o| o.split_once('=')).collect(),
                before: section("before"),
                after: section("after").trim_end_matches('\n'),
            }
        })
        .collect()
}

fn remedy(name: &str, options: &[(&str, &str)]) -> Remedy {
    let option = |name: &str| options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    match name {
        "present" => Remedy::SkipIfPresent,
        "absent" => Remedy::SkipIfAbsent,
        "renamed" => Remedy::SkipIfRenamed,
        "rows" => Remedy::SkipDuplicateRows {
            key: option("key").map(|key| key.split(',').map(str::to_owned).collect()),
            own_table: option("own").is_some(),
        },
        "rebuild" => Remedy::RebuildIndex,
        "remove" => Remedy::Remove,
        "leave" => Remedy::LeaveTransaction,
        "wrap" => Remedy::WrapInTransaction,
        "guard" => Remedy::ReplaceGuard,
        other => panic!("no remedy {other}"),
    }
}

fn step(at: Span, parts: Vec<Span>) -> Step {
    let placed = |at| Placed {
        operation: Operation::new(Action::Create {
            key: Key::new(Kind::Other, "x"),
            definition: Definition::Text(String::new()),
        }),
        at,
        implied: false,
    };
    let operations = parts.into_iter().map(placed).collect();
    Step { at, head: at, statements: vec![Statement { operations }], notes: Vec::new(), round: 0 }
}

fn fixed(case: &Case<'_>, dialect: Dialect) -> Option<String> {
    let option = |name: &str| case.options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let mut context = Context::new(option("tool").map_or(Tool::PlainSql, |t| Tool::parse(t).expect("a tool")), dialect);
    context.server = option("server").and_then(Version::parse);
    context.also = option("also").map(|also| also.split(',').filter_map(Dialect::parse).collect()).unwrap_or_default();
    let source = Source::new("1_x.sql", case.before);
    let script = Script::read(case.before, dialect);
    let number = option("at").map_or(script.statements.len() - 1, |at| at.parse().expect("a number"));
    let find = |part: &str| {
        let start = case.before.find(part).expect("the part");
        Span::new(start, start + part.len())
    };
    let steps: Vec<Step> = script
        .statements
        .iter()
        .map(|statement| {
            let parts = option("part").map(|part| part.split(',').map(|p| find(&p.replace('_', " "))).collect());
            step(statement.span, parts.unwrap_or_else(|| vec![statement.span]))
        })
        .collect();
    let migration = Migration {
        file: FileId(0),
        at: Span::new(0, case.before.len()),
        revision: "1".to_owned(),
        name: String::new(),
        parents: Vec::new(),
        lineage: Lineage::default(),
        transaction: Transaction::Autocommit,
        up: steps.iter().cloned().map(Node::Step).collect(),
        down: Down::None,
        intact: true,
    };
    let remedy = remedy(case.remedy, &case.options);
    let operations: Vec<&Placed> = steps[number].statements[0].operations.iter().collect();
    let request = Request {
        remedy: &remedy,
        file: FileId(0),
        source: &source,
        context: &context,
        migration: &crate::frontend::Program::of(&migration),
        step: &steps[number],
        operations: &operations,
        guard: option("guard").map(|guard| find(&guard.replace('_', " "))),
        backwards: false,
    };
    let fix = spell(&request)?;
    assert_eq!(fix.safety == crate::edit::Safety::Unsafe, option("unsafe").is_some(), "safety of {}", case.title);
    Some(apply(case.before, &fix.changes[0].edits).expect("edits that can be applied"))
}

fn check(path: &str, text: &str, dialect: Dialect) {
    let mut wrong = String::new();
    let mut all = cases(text);
    assert!(!all.is_empty(), "no cases in {path}");
    for case in &mut all {
        let got = fixed(case, dialect).unwrap_or_default();
        if got.trim_end_matches('\n') != case.after {
            wrong.push_str(&format!(
                "== {} | {}\n-- got\n{got}\n-- expected\n{}\n\n",
                case.title, case.remedy, case.after
            ));
        }
    }
    assert!(wrong.is_empty(), "{path}:\n{wrong}");
}

#[test]
fn postgresql() {
    check("postgresql.txt", include_str!("cases/postgresql.txt"), Dialect::Postgres);
}

#[test]
fn mariadb() {
    check("mariadb.txt", include_str!("cases/mariadb.txt"), Dialect::MariaDb);
}

#[test]
fn mysql() {
    check("mysql.txt", include_str!("cases/mysql.txt"), Dialect::MySql);
}

#[test]
fn sqlite() {
    check("sqlite.txt", include_str!("cases/sqlite.txt"), Dialect::Sqlite);
}

/// SQL in a host file, between `«` and `»`, and the file afterwards (without the marks).
fn in_host(tool: Tool, file: &str, remedy: &Remedy) -> Option<String> {
    let (start, end) = (file.find('«').expect("a start"), file.find('»').expect("an end"));
    let text = file.replace(['«', '»'], "");
    let span = Span::new(start, end - '«'.len_utf8());
    let context = Context::new(tool, Dialect::Postgres);
    let source = Source::new("x", text.as_str());
    let embedded = Embedded::verbatim(&source, span);
    let script = Script::read(&embedded.text, Dialect::Postgres);
    let at = script.statements[0].span;
    let step = step(Span::new(at.start as usize + start, at.end as usize + start), vec![span]);
    let migration = Migration {
        file: FileId(0),
        at: span,
        revision: "1".to_owned(),
        name: String::new(),
        parents: Vec::new(),
        lineage: Lineage::default(),
        transaction: Transaction::Whole,
        up: vec![Node::Step(step.clone())],
        down: Down::None,
        intact: true,
    };
    let operations: Vec<&Placed> = step.statements[0].operations.iter().collect();
    let request = Request {
        remedy,
        file: FileId(0),
        source: &source,
        context: &context,
        migration: &crate::frontend::Program::of(&migration),
        step: &step,
        operations: &operations,
        guard: None,
        backwards: false,
    };
    let fix = spell_embedded(&embedded, &request)?;
    apply(&text, &fix.changes[0].edits)
}

#[test]
fn strings_of_other_languages_hold_what_they_can() {
    let rows = Remedy::SkipDuplicateRows { key: None, own_table: true };
    for (tool, remedy, file, expected) in [
        (
            Tool::Rails,
            &Remedy::SkipIfPresent,
            "execute <<~SQL\n  «CREATE TYPE mood AS ENUM ('a');\n»SQL\n",
            Some(
                "execute <<~SQL\n  DO $$ BEGIN\n    CREATE TYPE mood AS ENUM ('a');\n  EXCEPTION WHEN duplicate_object THEN NULL;\n  END $$;\nSQL\n",
            ),
        ),
        (
            Tool::Rails,
            &Remedy::SkipIfPresent,
            "execute \"«CREATE TYPE mood AS ENUM ('a')»\"\n",
            Some(
                "execute \"DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$\"\n",
            ),
        ),
        // The check would need quotes that end the string; so does every other form of a UNIQUE constraint.
        (Tool::Rails, &Remedy::SkipIfPresent, "execute '«ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)»'\n", None),
        (
            Tool::Rails,
            &Remedy::SkipIfPresent,
            "execute '«ALTER TABLE t ADD CONSTRAINT u CHECK (a > 0)»'\n",
            Some("execute 'ALTER TABLE t DROP CONSTRAINT IF EXISTS u, ADD CONSTRAINT u CHECK (a > 0)'\n"),
        ),
        (
            Tool::Alembic,
            &Remedy::SkipIfAbsent,
            "    op.execute('«DROP VIEW v»')\n",
            Some("    op.execute('DROP VIEW IF EXISTS v')\n"),
        ),
        (
            Tool::Alembic,
            &rows,
            "    op.execute(\"\"\"«\n        INSERT INTO t (n) VALUES (1), (2)\n    »\"\"\")\n",
            Some(
                "    op.execute(\"\"\"\n        INSERT INTO t (n) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM t WHERE n = '1') UNION ALL SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM t WHERE n = '2')\n    \"\"\")\n",
            ),
        ),
        // Two texts in a UNION are text, which the column may not be.
        (Tool::Alembic, &rows, "op.execute(\"«INSERT INTO t (d) VALUES ('a'), ('b')»\")\n", None),
    ] {
        assert_eq!(in_host(tool, file, remedy).as_deref(), expected, "{file}");
    }
}
