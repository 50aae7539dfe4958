//! Hand-made programs, held against what real engines did with the same migrations (shared facts: measured-traps,
//! failures, rails section 6, alembic section 5).

use super::*;
use crate::engine::{Dialect, Transaction};
use crate::migration::{Catches, Condition, Down, Lineage, Migration, Node, Placed, Statement, Subject, Test, Try};
use crate::operation::{
    Action, ColumnDef, ConstraintDef, ConstraintKind, Definition, IndexDef, Insert, Kind, OnConflict, Operation, Reach,
    Repeat, TableDef, Tolerance, Update, Value,
};
use crate::schema::Schema;
use crate::source::FileId;

fn table(name: &str) -> Operation {
    let columns = vec![
        ColumnDef { name: "id".into(), generated: true, ..ColumnDef::default() },
        ColumnDef { name: "name".into(), ..ColumnDef::default() },
    ];
    let constraints = vec![ConstraintDef { name: None, kind: ConstraintKind::PrimaryKey, columns: vec!["id".into()] }];
    let definition = Definition::Table(TableDef { columns, constraints, complete: true, ..TableDef::default() });
    Operation::new(Action::Create { key: Key::table(name), definition })
}

fn column(table: &str, name: &str) -> Operation {
    let definition = Definition::Column(ColumnDef { name: name.into(), ..ColumnDef::default() });
    Operation::new(Action::Create { key: Key::column(table, name), definition })
}

fn index(table: &str, name: &str) -> Operation {
    let definition = Definition::Index(IndexDef {
        name: Some(name.into()),
        table: table.into(),
        columns: vec!["name".into()],
        unique: false,
        filter: None,
        concurrently: false,
    });
    Operation::new(Action::Create { key: Key::new(Kind::Index, name), definition })
}

fn drop_table(name: &str) -> Operation {
    Operation::new(Action::Drop { key: Key::table(name), cascade: false })
}

fn rename(from: &str, to: &str) -> Operation {
    Operation::new(Action::Rename { from: Key::table(from), to: Key::table(to) })
}

fn rows(table: &str, columns: &[&str], conflict: OnConflict) -> Operation {
    let values = columns.iter().map(|name| Value::Literal((*name).to_owned())).collect();
    let columns = Some(columns.iter().map(|name| (*name).to_owned()).collect());
    Operation::new(Action::Insert(Insert {
        table: Key::table(table),
        columns,
        rows: Some(vec![values]),
        conflict,
        from: None,
    }))
}

fn tolerant(mut operation: Operation, tolerance: Tolerance) -> Operation {
    operation.tolerance = tolerance;
    operation
}

/// One step; its place in the text is its number.
fn step(at: u32, operation: Operation) -> Node {
    let span = Span { start: at, end: at + 1 };
    let placed = Placed { operation, at: span, implied: false };
    let statements = vec![Statement { operations: vec![placed] }];
    Node::Step(Step { at: span, head: span, statements, notes: Vec::new(), round: 0 })
}

fn steps(operations: Vec<Operation>) -> Vec<Node> {
    (0..).zip(operations).map(|(at, operation)| step(at, operation)).collect()
}

fn missing(key: Key) -> Condition {
    let at = Span { start: 90, end: 91 };
    Condition::Present(Test { subject: Subject::Key(key), at, needs: None, breaks_offline: false }).negate()
}

fn guarded(condition: Condition, then: Vec<Node>) -> Node {
    Node::If(If { condition, at: Span { start: 90, end: 91 }, then, otherwise: Vec::new() })
}

fn migration(transaction: Transaction, up: Vec<Node>) -> Migration {
    Migration {
        file: FileId(0),
        at: Span { start: 0, end: 100 },
        revision: "1".into(),
        name: String::new(),
        parents: Vec::new(),
        lineage: Lineage::default(),
        transaction,
        up,
        down: Down::None,
        intact: true,
    }
}

/// Step, clash and scenario of everything that goes wrong, in short.
fn told(dialect: Dialect, transaction: Transaction, up: Vec<Node>) -> Vec<String> {
    let migration = migration(transaction, up);
    let judgement = judge(&migration, &Schema::unknown(dialect));
    let short = |incident: &Incident<'_>| {
        let clash = format!("{:?}", incident.clash);
        let clash = clash.split([' ', '{']).next().unwrap_or_default().to_lowercase();
        format!("{} {clash} {}", incident.place.span.start, incident.scenario.name())
    };
    judgement.incidents.iter().map(short).collect()
}

#[test]
fn whole_transactions_leave_nothing_to_stumble_over() {
    let up = || steps(vec![table("a"), index("a", "ix")]);
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, up()), ["0 exists rerun", "1 exists rerun"]);
    assert_eq!(told(Dialect::Postgres, Transaction::Autocommit, up()), ["0 exists after-stop", "1 exists after-stop"]);
}

#[test]
fn a_column_that_a_statement_reads_may_go_further_down() {
    let column = |name: &str| Key::column("orders", name);
    let mut update = Operation::new(Action::Update(Update::of(Key::table("orders"), Repeat::Same)));
    update.mentions = vec![column("status"), column("never_heard_of")];
    let up = steps(vec![update, Operation::new(Action::Drop { key: column("status"), cascade: false })]);
    let seen = told(Dialect::Postgres, Transaction::Whole, up);
    assert_eq!(seen, ["0 missing rerun", "1 missing rerun"]);
}

#[test]
fn an_index_made_twice_fails_on_the_first_run() {
    let up = steps(vec![table("a"), index("a", "ix"), index("a", "ix")]);
    assert!(told(Dialect::Postgres, Transaction::Whole, up).contains(&"2 exists first-run".to_owned()));
}

#[test]
fn tolerant_statements_are_silent() {
    let up = steps(vec![
        tolerant(table("a"), Tolerance::IfNotExists),
        tolerant(index("a", "ix"), Tolerance::IfNotExists),
        tolerant(drop_table("old"), Tolerance::IfExists),
    ]);
    assert_eq!(told(Dialect::MariaDb, Transaction::Autocommit, up), [""; 0]);
}

#[test]
fn a_coarse_guard_loses_the_index_where_a_stop_can_fall_inside() {
    let up = || vec![guarded(missing(Key::table("a")), steps(vec![table("a"), index("a", "ix")]))];
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, up()), [""; 0]);
    assert_eq!(told(Dialect::Sqlite, Transaction::UntilFirstWrite, up()), ["1 lost after-stop"]);
}

#[test]
fn a_guard_on_another_name_is_blamed() {
    let up = vec![guarded(missing(Key::table("b")), steps(vec![table("a")]))];
    let migration = migration(Transaction::Whole, up);
    let judgement = judge(&migration, &Schema::unknown(Dialect::Postgres));
    assert!(matches!(judgement.incidents[0].blamed, Some(Blame::Wrong(_))));
}

#[test]
fn rows_double_or_fail_by_the_keys_there_are() {
    let up = |conflict: OnConflict, columns: &[&str]| {
        steps(vec![tolerant(table("a"), Tolerance::IfNotExists), rows("a", columns, conflict)])
    };
    let told = |up| told(Dialect::Postgres, Transaction::Whole, up);
    assert_eq!(told(up(OnConflict::Fail, &["name"])), ["1 repeats rerun"]);
    assert_eq!(told(up(OnConflict::Fail, &["id", "name"])), ["1 duplicaterow rerun"]);
    assert_eq!(told(up(OnConflict::Skip(None), &["id", "name"])), [""; 0]);
    // ON CONFLICT DO NOTHING with only a generated key still doubles.
    assert_eq!(told(up(OnConflict::Skip(None), &["name"])), ["1 repeats rerun"]);
    assert_eq!(told(up(OnConflict::Skip(Some(vec!["name".into()])), &["name"])), ["1 noconflictkey first-run"]);
    assert_eq!(told(up(OnConflict::WhereAbsent, &["name"])), [""; 0]);
}

#[test]
fn a_rebuild_without_transaction_can_lose_the_only_copy() {
    let copy = Operation::new(Action::Insert(Insert {
        table: Key::table("t_new"),
        columns: None,
        rows: None,
        conflict: OnConflict::Fail,
        from: None,
    }));
    let up = |first: Operation| steps(vec![first, table("t_new"), copy.clone(), drop_table("t"), rename("t_new", "t")]);
    let safe = up(tolerant(drop_table("t_new"), Tolerance::IfExists));
    assert_eq!(told(Dialect::Sqlite, Transaction::Whole, safe.clone()), [""; 0]);
    let unsafe_stops = told(Dialect::Sqlite, Transaction::Autocommit, safe);
    assert!(unsafe_stops.contains(&"0 destroys after-stop".to_owned()), "{unsafe_stops:?}");
}

#[test]
fn drop_then_create_destroys() {
    let up = steps(vec![tolerant(drop_table("t"), Tolerance::IfExists), table("t")]);
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, up), ["0 destroys rerun"]);
    let forced = steps(vec![tolerant(table("t"), Tolerance::Force)]);
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, forced), ["0 destroys rerun"]);
}

#[test]
fn a_handler_without_savepoint_is_no_guard_on_postgres() {
    let attempt = |savepoint| {
        vec![Node::Try(Try {
            at: Span { start: 80, end: 81 },
            body: steps(vec![column("a", "c")]),
            handler: Vec::new(),
            catches: Catches::Everything,
            savepoint,
        })]
    };
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, attempt(false)), ["0 swallowed rerun"]);
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, attempt(true)), [""; 0]);
    assert_eq!(told(Dialect::Sqlite, Transaction::UntilFirstWrite, attempt(false)), [""; 0]);
}

#[test]
fn a_failed_concurrent_build_is_kept_by_its_guard() {
    let concurrent = |tolerance| {
        let mut operation = tolerant(index("a", "ix"), tolerance);
        if let Action::Create { definition: Definition::Index(index), .. } = &mut operation.action {
            index.concurrently = true;
        }
        operation.outside_transaction = true;
        operation
    };
    let told = |up| told(Dialect::Postgres, Transaction::Autocommit, up);
    assert_eq!(told(steps(vec![concurrent(Tolerance::IfNotExists)])), ["0 invalidkept after-stop"]);
    assert_eq!(told(steps(vec![concurrent(Tolerance::None)])), ["0 exists after-stop"]);
    let drop =
        Operation::tolerant(Action::Drop { key: Key::new(Kind::Index, "ix"), cascade: false }, Tolerance::IfExists);
    assert_eq!(told(steps(vec![drop, concurrent(Tolerance::None)])), [""; 0]);
}

#[test]
fn what_a_later_step_renames_is_gone_for_the_next_run() {
    let up = steps(vec![column("old", "c"), rename("old", "new")]);
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, up), ["0 missing rerun", "1 missing rerun"]);
}

#[test]
fn what_cannot_be_read_is_not_a_finding() {
    let up = vec![guarded(Condition::Unknown, steps(vec![table("a")])), step(9, index("a", "ix"))];
    assert_eq!(told(Dialect::Postgres, Transaction::Whole, up), ["9 exists rerun"]);
}

#[test]
fn what_an_unread_step_may_have_done_in_doubt_is_not_known() {
    let mut start = run_once(&migration(Transaction::Whole, steps(vec![table("a")])), Schema::unknown(Dialect::MySql));
    start.settle();
    let read = || Operation { mentions: vec![Key::table("a")], ..column("a", "c") };
    let up = |guarded: Vec<Node>| {
        let drop = Operation::new(Action::Drop { key: Key::column("a", "gone"), cascade: false });
        migration(Transaction::Whole, [guarded, vec![step(5, read()), step(6, drop)]].concat())
    };
    let unread = || vec![step(1, Operation::new(Action::Opaque(Reach::Everything)))];
    for (guarded_by, expected) in [(Vec::new(), 1), (vec![guarded(Condition::Unknown, unread())], 0), (unread(), 0)] {
        let migration = up(guarded_by);
        let judgement = judge(&migration, &start);
        let first = judgement.incidents.iter().filter(|incident| incident.scenario == Scenario::FirstRun).count();
        assert_eq!(first, expected);
    }
}

#[test]
fn only_some_look_whether_the_table_that_a_key_points_at_is_there() {
    let pointing = |unchecked_references| {
        let kind = ConstraintKind::ForeignKey { to: "b".into(), columns: Vec::new() };
        let constraints = vec![ConstraintDef { name: None, kind, columns: vec!["b_id".into()] }];
        let definition = Definition::Table(TableDef { constraints, complete: true, ..TableDef::default() });
        let action = Action::Create { key: Key::table("a"), definition };
        Operation { unchecked_references, ..Operation::new(action) }
    };
    for (dialect, unchecked, fails) in
        [(Dialect::Postgres, false, true), (Dialect::Sqlite, false, false), (Dialect::MySql, true, false)]
    {
        let migration = migration(Transaction::Autocommit, steps(vec![pointing(unchecked)]));
        let judgement = judge(&migration, &Schema::empty(dialect));
        let first = judgement.incidents.iter().any(|incident| incident.scenario == Scenario::FirstRun);
        assert_eq!(first, fails, "{dialect:?}");
    }
}

#[test]
fn guards_in_a_derived_way_back_leave_things_behind() {
    let up = vec![guarded(missing(Key::table("a")), steps(vec![table("a")]))];
    let asked = Node::Probe { id: 1, condition: missing(Key::table("a")), at: Span { start: 90, end: 91 } };
    let undo = guarded(Condition::Remembered(1), vec![step(0, drop_table("a"))]);
    let migration = Migration { down: Down::Derived(vec![asked, undo]), ..migration(Transaction::Whole, up) };
    let judgement = judge(&migration, &Schema::unknown(Dialect::Postgres));
    let clashes: Vec<_> = judgement.incidents.iter().map(|incident| (&incident.clash, incident.scenario)).collect();
    assert_eq!(clashes, [(&Clash::LeftBehind { key: Key::table("a") }, Scenario::Rollback)]);
}

fn fill(table: &str, name: &str, value: Value, asks: bool) -> Operation {
    Operation::new(Action::Update(Update {
        writes: vec![(name.to_owned(), value)],
        overwrites: if asks { Vec::new() } else { vec![name.to_owned()] },
        ..Update::of(Key::table(table), Repeat::Same)
    }))
}

/// Measured: `used` in tests/engines/truth.json (alembic/backfill-unfiltered-update, rails/update-all-on-new-column).
#[test]
fn a_backfill_that_does_not_ask_writes_over_what_came_since() {
    let literal = || Value::Literal("web".into());
    let guarded = || tolerant(column("orders", "source"), Tolerance::IfNotExists);
    let seen = |operations| told(Dialect::Postgres, Transaction::Autocommit, steps(operations));
    assert_eq!(seen(vec![guarded(), fill("orders", "source", literal(), false)]), ["1 overwrites rerun"]);
    assert_eq!(seen(vec![guarded(), fill("orders", "source", literal(), true)]), Vec::<String>::new());
    // The column was there before, and a new table's rows are the migration's own.
    assert_eq!(seen(vec![fill("orders", "source", literal(), false)]), Vec::<String>::new());
    let own = tolerant(table("orders"), Tolerance::IfNotExists);
    assert_eq!(seen(vec![own, fill("orders", "name", literal(), false)]), Vec::<String>::new());
}

/// Measured: sql/unique-through-index-guarded.
#[test]
fn what_a_guarded_rename_no_longer_takes_away_is_left() {
    let make = tolerant(table("stand_in"), Tolerance::IfNotExists);
    let up = vec![step(0, make), guarded(missing(Key::table("own")), vec![step(1, rename("stand_in", "own"))])];
    assert_eq!(told(Dialect::Postgres, Transaction::Autocommit, up), ["0 leftover after-stop"]);
}

/// Measured: sql/seed-in-new-table@mariadb+whole, sql/mariadb-seed-then-ddl-transaction.
#[test]
fn a_schema_change_ends_the_transaction_on_mariadb() {
    let up = |transaction| {
        let seed = rows("plans", &["name"], OnConflict::Fail);
        let make = tolerant(table("tags"), Tolerance::IfNotExists);
        told(Dialect::MariaDb, transaction, steps(vec![make, seed, fill("plans", "name", Value::Unknown, true)]))
    };
    assert_eq!(up(Transaction::EndedBySchemaChange), ["1 repeats after-stop"]);
    assert_eq!(up(Transaction::ImplicitCommit), ["1 repeats rerun"]);
}

/// A probe at the end does nothing, and makes replay go through the stops one by one.
#[test]
fn what_only_makes_things_is_judged_as_it_is_stop_by_stop() {
    let probe = Node::Probe { id: 1, condition: Condition::Known(true), at: Span { start: 95, end: 96 } };
    let programs = [
        steps(vec![table("a"), column("users", "x"), index("a", "i"), table("b")]),
        steps(vec![tolerant(table("a"), Tolerance::IfNotExists), index("a", "i"), table("a")]),
        vec![guarded(missing(Key::table("a")), vec![step(0, table("a"))]), step(1, index("a", "i"))],
        vec![
            guarded(missing(Key::table("a")), vec![step(0, table("a"))]),
            guarded(missing(Key::column("users", "x")), vec![step(1, column("users", "x"))]),
        ],
        // One guard around two things: what a stop between them leaves is passed over.
        vec![guarded(missing(Key::table("a")), vec![step(0, table("a")), step(1, column("users", "x"))])],
    ];
    for dialect in [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite] {
        for transaction in [Transaction::Autocommit, Transaction::ImplicitCommit, Transaction::Whole] {
            for program in &programs {
                let mut one_by_one = program.clone();
                one_by_one.push(probe.clone());
                let (found, expected) =
                    (told(dialect, transaction, program.clone()), told(dialect, transaction, one_by_one));
                assert_eq!(found, expected, "{dialect:?}, {transaction:?}: {program:?}");
            }
        }
    }
}
