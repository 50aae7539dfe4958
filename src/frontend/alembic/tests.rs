//! Snippets of migrations and the programs they lower to, in a short notation.

use std::fmt::Write as _;

use super::Alembic;
use crate::engine::{Context, Dialect, Tool};
use crate::frontend::Frontend as _;
use crate::migration::{Condition, Down, Migration, Node, Subject};
use crate::operation::{Action, Operation, Reach, Tolerance, Update};
use crate::source::{FileId, Source};

/// Reads the body of an `upgrade()`.
pub(super) fn read(context: &Context, body: &str) -> Migration {
    let head = "import sqlalchemy as sa\nfrom alembic import context, op\nfrom sqlalchemy.dialects import postgresql\n\n\
                revision = \"b2\"\ndown_revision = \"a1\"\n\n\n";
    let indented: String = body.lines().map(|line| format!("    {line}\n")).collect();
    read_file(context, &format!("{head}def upgrade():\n{indented}"))
}

pub(super) fn read_file(context: &Context, text: &str) -> Migration {
    let source = Source::new("versions/b2.py", text);
    let mut reading = Alembic.read(FileId(0), &source, context);
    assert_eq!(reading.problems, [], "{text}");
    reading.migrations.remove(0)
}

pub(super) fn on(dialect: Dialect) -> Context {
    Context::new(Tool::Alembic, dialect)
}

pub(super) fn show(nodes: &[Node]) -> String {
    let mut out = String::new();
    write(&mut out, nodes, 0);
    out
}

fn write(out: &mut String, nodes: &[Node], depth: usize) {
    let pad = "  ".repeat(depth);
    for node in nodes {
        match node {
            Node::Step(step) => {
                for statement in &step.statements {
                    let parts: Vec<String> = statement
                        .operations
                        .iter()
                        .map(|placed| operation(&placed.operation, placed.implied))
                        .collect();
                    writeln!(out, "{pad}{}", parts.join(" + ")).expect("strings take everything");
                }
                for note in &step.notes {
                    writeln!(out, "{pad}! {} {:?} {}", note.guard, note.effect, note.when).expect("as above");
                }
            }
            Node::If(branch) => {
                writeln!(out, "{pad}if {}:", condition(&branch.condition)).expect("as above");
                write(out, &branch.then, depth + 1);
                if !branch.otherwise.is_empty() {
                    writeln!(out, "{pad}else:").expect("as above");
                    write(out, &branch.otherwise, depth + 1);
                }
            }
            Node::Probe { id, condition: asked, .. } => {
                writeln!(out, "{pad}#{id} = {}", condition(asked)).expect("as above");
            }
            Node::Return => writeln!(out, "{pad}return").expect("as above"),
            Node::Try(attempt) => {
                writeln!(out, "{pad}try{}:", if attempt.savepoint { " savepoint" } else { "" }).expect("as above");
                write(out, &attempt.body, depth + 1);
                if !attempt.handler.is_empty() {
                    writeln!(out, "{pad}except:").expect("as above");
                    write(out, &attempt.handler, depth + 1);
                }
            }
            Node::Atomic { body, .. } => {
                writeln!(out, "{pad}atomic:").expect("as above");
                write(out, body, depth + 1);
            }
            Node::Autocommit { body, .. } => {
                writeln!(out, "{pad}autocommit:").expect("as above");
                write(out, body, depth + 1);
            }
        }
    }
}

fn operation(operation: &Operation, implied: bool) -> String {
    let name = |key: &crate::operation::Key| {
        let owner = if key.owner.is_empty() { String::new() } else { format!("{}.", key.owner) };
        format!("{} {owner}{}", key.kind.noun(), if key.name.is_empty() { "?" } else { &key.name })
    };
    let text = match &operation.action {
        Action::Create { key, .. } => format!("create {}", name(key)),
        Action::Drop { key, .. } => format!("drop {}", name(key)),
        Action::Rename { from, to } => format!("rename {} to {}", name(from), to.name),
        Action::Alter { key, alteration } => format!("alter {} {} {:?}", name(key), alteration.what, alteration.repeat),
        Action::Insert(insert) => {
            let rows = insert.rows.as_ref().map_or("?".to_owned(), |rows| rows.len().to_string());
            format!("insert {} {rows} {:?}", insert.table.name, insert.conflict)
        }
        Action::Exchange { stand_in, table } => format!("exchange {} {}", stand_in.name, table.name),
        Action::RenameIndexes { table, .. } => format!("rename indexes {}", table.name),
        Action::Update(Update { table, repeat, .. }) => format!("update {} {repeat:?}", table.name),
        Action::Delete { table, filtered, .. } => format!("delete {} {filtered}", table.name),
        Action::Opaque(Reach::Everything) => "opaque".to_owned(),
        Action::Opaque(Reach::Rows) => "opaque rows".to_owned(),
        Action::Opaque(Reach::Dropped(kinds)) => format!("opaque drop of {kinds:?}"),
        Action::Opaque(Reach::Keys(keys)) => format!("opaque {}", keys.iter().map(name).collect::<Vec<_>>().join(", ")),
        Action::Nothing => "nothing".to_owned(),
    };
    let tolerance = match operation.tolerance {
        Tolerance::None => String::new(),
        other => format!(" [{other:?}]"),
    };
    format!("{}{text}{tolerance}", if implied { "~" } else { "" })
}

pub(super) fn condition(condition: &Condition) -> String {
    let list = |parts: &[Condition], word: &str| {
        format!("({})", parts.iter().map(self::condition).collect::<Vec<_>>().join(word))
    };
    match condition {
        Condition::Known(value) => value.to_string(),
        Condition::Present(test) => match &test.subject {
            Subject::Key(key) if key.owner.is_empty() => format!("{} {}?", key.kind.noun(), key.name),
            Subject::Key(key) => format!("{} {}.{}?", key.kind.noun(), key.owner, key.name),
            Subject::IndexOn { table, columns } => format!("index on {}({})?", table.name, columns.join(",")),
            Subject::ForeignKeyTo { table, to, .. } => format!("foreign key {}->{to}?", table.name),
            Subject::ForeignKeyOn { table, columns } => {
                format!("foreign key on {}({})?", table.name, columns.join(","))
            }
            other => format!("{other:?}"),
        },
        Condition::RowsPresent { table, .. } => format!("rows {}?", table.name),
        Condition::Not(inner) => format!("not {}", self::condition(inner)),
        Condition::All(parts) => list(parts, " and "),
        Condition::Any(parts) => list(parts, " or "),
        Condition::Same(a, b) => format!("{} == {}", self::condition(a), self::condition(b)),
        Condition::Offline => "offline".to_owned(),
        Condition::Remembered(id) => format!("#{id}"),
        Condition::Unknown => "?".to_owned(),
    }
}

/// `body` on `dialect` lowers to `expected`.
fn check(dialect: Dialect, body: &str, expected: &str) {
    let migration = read(&on(dialect), body.trim_matches('\n'));
    let expected: String = expected.trim_matches('\n').lines().map(|line| format!("{}\n", line)).collect();
    assert_eq!(show(&migration.up), expected, "{body}");
}

#[test]
fn tables_bring_types_and_indexes() {
    let body = r#"
op.create_table(
    "t",
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("a", sa.Integer(), sa.ForeignKey("u.id"), index=True),
    sa.Column("m", sa.Enum("x", "y", name="mood")),
    sa.Index("ix_t_both", "id", "a", unique=True),
    sa.UniqueConstraint("a", name="uq_a"),
    if_not_exists=True,
)
"#;
    check(
        Dialect::Postgres,
        body,
        "~create type mood\ncreate table t [IfNotExists]\n~create index ix_t_a\n~create index ix_t_both",
    );
    check(Dialect::Sqlite, body, "create table t [IfNotExists]\n~create index ix_t_a\n~create index ix_t_both");
    check(Dialect::MariaDb, body, "create table t [IfNotExists]\n~create index t.ix_t_a\n~create index t.ix_t_both");
}

#[test]
fn columns_bring_keys_and_indexes() {
    let body =
        r#"op.add_column("t", sa.Column("c", sa.Integer, sa.ForeignKey("u.id"), unique=True), if_not_exists=True)"#;
    check(Dialect::Postgres, body, "create column t.c [IfNotExists]\n~create constraint t.?\n~create constraint t.?");
    check(Dialect::Sqlite, body, "create column t.c\n! if_not_exists=True Raises on SQLite");
}

#[test]
fn simple_operations() {
    check(
        Dialect::Postgres,
        r#"
op.drop_index(op.f("ix_a"), table_name="t", if_exists=True)
op.drop_table("old")
op.rename_table("a", "b")
op.alter_column("t", "x", new_column_name="y")
op.create_foreign_key(None, "t", "u", ["u_id"], ["id"], if_not_exists=True)
op.drop_constraint("fk_x", "t", type_="foreignkey")
op.drop_column("t", "c", if_exists=True)
op.create_index("ix_c", "t", ["c"], postgresql_concurrently=True)
"#,
        r#"
drop index ix_a [IfExists]
drop table old
rename table a to b
rename column t.x to y
create constraint t.?
! if_not_exists=True Ignored for constraints, in every version
drop constraint t.fk_x
drop column t.c [IfExists]
create index ix_c
"#,
    );
}

#[test]
fn dialects_are_asked_in_many_ways() {
    for body in [
        "if op.get_context().dialect.name.startswith('post'):\n    op.drop_table('a')\nelse:\n    op.drop_table('b')",
        "if 'postgres' in op.get_bind().dialect.name:\n    op.drop_table('a')\nelse:\n    op.drop_table('b')",
        "match op.get_bind().dialect.name:\n    case 'mysql' | 'sqlite':\n        op.drop_table('b')\n    case _:\n        op.drop_table('a')",
    ] {
        check(Dialect::Postgres, body, "drop table a");
        check(Dialect::Sqlite, body, "drop table b");
    }
}

#[test]
fn names_keep_their_answers_in_sets_and_dictionaries() {
    check(
        Dialect::Postgres,
        r#"
cols = {c["name"]: c for c in sa.inspect(op.get_bind()).get_columns("t")}
if cols.get("a") is None:
    op.add_column("t", sa.Column("a", sa.Integer))
if not set(cols).issuperset({"b"}):
    op.add_column("t", sa.Column("b", sa.Integer))
for i, name in zip(range(2), ["x", "y"]):
    op.drop_table(f"{name}{i}")
"#,
        r#"
#1 = column t.b?
if not column t.a?:
  create column t.a
if not #1:
  create column t.b
drop table x0
drop table y1
"#,
    );
}

#[test]
fn what_is_asked_online_is_not_asked_offline() {
    for (body, expected) in [
        (
            "has = False if op.get_context().as_sql else sa.inspect(op.get_bind()).has_table('n')\nif not has:\n    op.drop_table('a')",
            "if not (not offline and table n?):\n  drop table a",
        ),
        (
            "i = None if op.get_context().as_sql else sa.inspect(op.get_bind())\nif i is None or not i.has_table('n'):\n    op.drop_table('a')",
            "if (offline or not table n?):\n  drop table a",
        ),
        (
            "names = [] if op.get_context().as_sql else sa.inspect(op.get_bind()).get_table_names()\nif 'n' in names:\n    op.drop_table('a')",
            "if (not offline and table n?):\n  drop table a",
        ),
    ] {
        check(Dialect::Postgres, body, expected);
    }
}

#[test]
fn tables_make_themselves_with_their_indexes() {
    let table = "notes = sa.Table('notes', sa.MetaData(), sa.Column('id', sa.Integer))\nsa.Index('ix', notes.c.id)\n";
    for (call, expected) in [
        ("notes.create(op.get_bind())", "create table notes\ncreate index ix"),
        (
            "notes.create(op.get_bind(), checkfirst=True)",
            "if not table notes?:\n  create table notes\n  create index ix",
        ),
    ] {
        check(Dialect::Postgres, &format!("{table}{call}"), expected);
    }
}

#[test]
fn one_inspector_remembers_fresh_ones_ask_again() {
    check(
        Dialect::Postgres,
        r#"
bind = op.get_bind()
inspector = sa.inspect(bind)
if not inspector.has_table("a"):
    op.create_table("a", sa.Column("id", sa.Integer))
if "ix" not in [i["name"] for i in inspector.get_indexes("a")]:
    op.create_index("ix", "a", ["id"])
if inspector.has_table("a"):
    op.drop_table("old")
if sa.inspect(op.get_bind()).has_table("old"):
    op.drop_table("old")
"#,
        r#"
#0 = table a?
if not #0:
  create table a
if not index ix?:
  create index ix
if #0:
  drop table old
if table old?:
  drop table old
"#,
    );
}

#[test]
fn helpers_are_followed() {
    let text = r#"
import sqlalchemy as sa
from alembic import op
revision = "b2"
down_revision = ("a1", "a2")

def _has_column(table, column):
    insp = sa.inspect(op.get_bind())
    if not insp.has_table(table):
        return False
    return any(c["name"] == column for c in insp.get_columns(table))

def upgrade():
    if not _has_column("t", "c"):
        op.add_column("t", sa.Column("c", sa.Integer))
    for name in ("x", "y"):
        columns = {c["name"] for c in sa.inspect(op.get_bind()).get_columns("t")}
        if name in columns:
            continue
        op.add_column("t", sa.Column(name, sa.Integer))

def downgrade():
    raise NotImplementedError
"#;
    let migration = read_file(&on(Dialect::Sqlite), text);
    assert_eq!(migration.parents, ["a1", "a2"]);
    assert!(!migration.lineage.unread);
    assert_eq!(migration.down, Down::None);
    let expected = "if not column t.c?:\n  create column t.c\nif not column t.x?:\n  create column t.x\n\
                    if not column t.y?:\n  create column t.y\n";
    assert_eq!(show(&migration.up), expected);
}

#[test]
fn a_rebuild_leaves_its_temporary_table() {
    let body = r#"
with op.batch_alter_table("t") as batch_op:
    batch_op.add_column(sa.Column("b", sa.Integer))
    batch_op.alter_column("a", nullable=False)
    batch_op.create_index("ix_b", ["b"], if_not_exists=True)
"#;
    check(
        Dialect::Sqlite,
        body,
        r#"
~create table _alembic_tmp_t
~update _alembic_tmp_t Same
~exchange _alembic_tmp_t t + create column t.b [Force] + alter column t.a not null Same
create index ix_b
! if_not_exists=True Raises in a batch that rebuilds the table
"#,
    );
    check(
        Dialect::Postgres,
        body,
        "create column t.b\nalter column t.a not null Same\ncreate index ix_b [IfNotExists]",
    );
}

#[test]
fn what_lets_an_operation_wait_is_asked_before_the_batch() {
    check(
        Dialect::Postgres,
        r#"
with op.batch_alter_table("t") as batch_op:
    if "a" not in [c["name"] for c in sa.inspect(op.get_bind()).get_columns("t")]:
        batch_op.add_column(sa.Column("a", sa.Integer))
    batch_op.alter_column("b", nullable=False)
    if "a" not in [c["name"] for c in sa.inspect(op.get_bind()).get_columns("t")]:
        batch_op.create_index("ix_a", ["a"])
"#,
        r#"
#3 = not column t.a?
if not column t.a?:
  create column t.a
alter column t.b not null Same
if #3:
  create index ix_a
"#,
    );
}

#[test]
fn keys_without_a_name_are_told_by_their_columns() {
    check(
        Dialect::Postgres,
        r#"
if ["a"] not in [fk["constrained_columns"] for fk in sa.inspect(op.get_bind()).get_foreign_keys("t")]:
    op.create_foreign_key(None, "t", "u", ["a"], ["id"])
if not any("b" in fk["constrained_columns"] for fk in sa.inspect(op.get_bind()).get_foreign_keys("t")):
    op.create_foreign_key(None, "t", "u", ["b"], ["id"])
"#,
        r#"
if not foreign key on t(a)?:
  create constraint t.?
if not foreign key on t(b)?:
  create constraint t.?
"#,
    );
}

#[test]
fn a_column_needs_its_type_and_rows_need_to_be_read() {
    check(
        Dialect::Postgres,
        r#"
op.add_column("t", sa.Column("m", sa.Enum("x", name="mood")))
plans = sa.table("plans", sa.column("name"))
rows = []
for name in ("a", "b"):
    rows.append({"name": name})
op.bulk_insert(plans, rows)
op.bulk_insert(plans, load_plans())
"#,
        "~alter type mood use Same + create column t.m\ninsert plans 2 Fail\nopaque rows",
    );
}
