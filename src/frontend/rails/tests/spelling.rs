//! Remedies as Ruby, byte for byte; that they hold is proven by replay elsewhere.

use super::Place;
use crate::edit::apply;
use crate::engine::Dialect;
use crate::frontend::{Frontend, Remedy, Request};
use crate::migration::{If, Node, Placed, Step};
use crate::operation::Key;
use crate::source::{FileId, Span};

use super::super::Rails;

/// The text after a remedy for the first step of the way forth; `None` where there is none.
fn spelled(place: Place, methods: &str, remedy: &Remedy) -> Option<String> {
    let source = place.source(methods);
    let context = place.context();
    let migration = place.read(methods);
    let (step, guard) = first(&migration.up, None)?;
    let guard = step.notes.first().map(|note| note.at).or(guard);
    let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    let operations = if *remedy == Remedy::Remove { operations.into_iter().rev().collect() } else { operations };
    let fix = Rails.spell(&Request {
        remedy,
        file: FileId(0),
        source: &source,
        context: &context,
        migration: &crate::frontend::Program::of(&migration),
        step,
        operations: &operations,
        guard,
        backwards: false,
    })?;
    let text = apply(source.text(), &fix.changes[0].edits).unwrap();
    let inner = text.split_once('\n').unwrap().1.strip_suffix("\nend\n").unwrap().to_owned();
    Some(inner)
}

fn first(nodes: &[Node], guard: Option<Span>) -> Option<(&Step, Option<Span>)> {
    let mut guard = guard;
    for node in nodes {
        match node {
            Node::Step(step) => return Some((step, guard)),
            Node::If(If { then, otherwise, at, .. }) => {
                if let Some(found) = first(then, Some(*at)).or_else(|| first(otherwise, Some(*at))) {
                    return Some(found);
                }
                // An early return guards what follows.
                guard = Some(*at);
            }
            _ => {}
        }
    }
    None
}

#[track_caller]
fn check(place: Place, remedy: &Remedy, cases: &[(&str, &str)]) {
    for (before, after) in cases {
        let actual = spelled(place, before, remedy);
        assert_eq!(actual.as_deref(), (!after.is_empty()).then_some(*after), "\n{before}\n");
    }
}

const PG_8: Place = super::POSTGRES;

#[test]
fn options_are_added_in_the_style_of_the_call() {
    check(
        PG_8,
        &Remedy::SkipIfPresent,
        &[
            ("def change\n  create_table :a\nend", "def change\n  create_table :a, if_not_exists: true\nend"),
            (
                "def change\n  create_table(:a, id: false) { |t| t.text :x }\nend",
                "def change\n  create_table(:a, id: false, if_not_exists: true) { |t| t.text :x }\nend",
            ),
            (
                "def up\n  add_column :a, :x, :text, :null => true # why\nend",
                "def up\n  add_column :a, :x, :text, :null => true, :if_not_exists => true # why\nend",
            ),
            (
                "def up\n  add_index(\n    :a,\n    :x,\n  )\nend",
                "def up\n  add_index(\n    :a,\n    :x,\n    if_not_exists: true,\n  )\nend",
            ),
            (
                "def up\r\n  add_column(\r\n    :a,\r\n    :x,\r\n    :text\r\n  )\r\nend",
                "def up\r\n  add_column(\r\n    :a,\r\n    :x,\r\n    :text,\r\n    if_not_exists: true\r\n  )\r\nend",
            ),
            (
                "def up\n  add_column :a, :x, :text, { null: true }\nend",
                "def up\n  add_column :a, :x, :text, { null: true, if_not_exists: true }\nend",
            ),
        ],
    );
    check(
        PG_8,
        &Remedy::SkipIfAbsent,
        &[
            ("def up\n  remove_column :a, :x\nend", "def up\n  remove_column :a, :x, if_exists: true\nend"),
            (
                "def change\n  drop_join_table :a, :b\nend",
                "def change\n  drop_join_table :a, :b unless table_exists?(:a_b) == reverting?\nend",
            ),
        ],
    );
}

#[test]
fn predicates_stand_in_where_there_is_no_sound_option() {
    check(
        Place::on(Dialect::Postgres, "6.1"),
        &Remedy::SkipIfPresent,
        &[
            (
                "def change\n  add_column :a, :x, :bigint\nend",
                "def change\n  add_column :a, :x, :bigint if column_exists?(:a, :x) == reverting?\nend",
            ),
            (
                "def up\n  add_foreign_key :a, :users\nend",
                "def up\n  add_foreign_key :a, :users unless foreign_key_exists?(:a, :users, column: :user_id)\nend",
            ),
            (
                "def up\n  add_check_constraint :a, 'x > 0', name: :pos\nend",
                "def up\n  add_check_constraint :a, 'x > 0', name: :pos unless \
          check_constraints(:a).any? { |constraint| constraint.name == \"pos\" }\nend",
            ),
            (
                "def change\n  reversible do |dir|\n    dir.up do\n      add_reference :a, :x\n    end\n  end\nend",
                "def change\n  reversible do |dir|\n    dir.up do\n      add_reference :a, :x unless column_exists?(:a, :x_id)\n    end\n  end\nend",
            ),
            (
                "def change\n  change_table :a do |t|\n    t.text :x\n  end\nend",
                "def change\n  change_table :a do |t|\n    t.text :x if t.column_exists?(:x) == reverting?\n  end\nend",
            ),
            // Several lines are moved in.
            (
                "def change\n  add_foreign_key :a,\n                  :users\nend",
                "def change\n  if foreign_key_exists?(:a, :users, column: :user_id) == reverting?\n    add_foreign_key :a,\n                    :users\n  end\nend",
            ),
            // Not a statement of its own.
            ("def change\n  x = add_foreign_key(:a, :users)\nend", ""),
        ],
    );
    check(
        Place::on(Dialect::Sqlite, "8.1"),
        &Remedy::SkipIfPresent,
        &[(
            "def up\n  add_column :a, :x, :text, null: false\nend",
            "def up\n  add_column :a, :x, :text, null: false unless column_exists?(:a, :x)\nend",
        )],
    );
}

#[test]
fn a_reference_without_a_transaction_is_written_as_its_parts() {
    check(
        Place::on(Dialect::MySql, "7.0"),
        &Remedy::SkipIfPresent,
        &[(
            "def up\n  add_reference :posts, :author, null: false, foreign_key: { to_table: :users, on_delete: :cascade }\nend",
            "def up\n  add_column :posts, :author_id, :bigint, null: false, if_not_exists: true
  add_index :posts, :author_id, if_not_exists: true
  add_foreign_key :posts, :users, column: :author_id, on_delete: :cascade, if_not_exists: true\nend",
        )],
    );
}

#[test]
fn what_is_several_statements_gets_a_guard_for_each() {
    let mysql = Place::on(Dialect::MySql, "6.1");
    check(
        mysql,
        &Remedy::SkipIfAbsent,
        &[(
            "def change\n  remove_reference :orders, :user, foreign_key: true\nend",
            "def change
  remove_foreign_key :orders, :users unless foreign_key_exists?(:orders, :users, column: :user_id) == reverting?
  remove_index :orders, :user_id, if_exists: true
  remove_column :orders, :user_id, :bigint, if_exists: true\nend",
        )],
    );
    check(
        mysql,
        &Remedy::SkipIfPresent,
        &[(
            "def up\n  change_table :users do |t|\n    t.timestamps null: true\n  end\nend",
            "def up\n  change_table :users do |t|
    t.column :created_at, :datetime, null: true, precision: 6 unless t.column_exists?(:created_at)
    t.column :updated_at, :datetime, null: true, precision: 6 unless t.column_exists?(:updated_at)\n  end\nend",
        )],
    );
    check(
        PG_8,
        &Remedy::SkipIfPresent,
        &[(
            "disable_ddl_transaction!\ndef change\n  add_reference :posts, :author, index: { algorithm: :concurrently }\nend",
            "disable_ddl_transaction!\ndef change\n  add_column :posts, :author_id, :bigint, if_not_exists: true
  remove_index :posts, name: \"index_posts_on_author_id\", algorithm: :concurrently, if_exists: true unless reverting?
  add_index :posts, :author_id, algorithm: :concurrently\nend",
        )],
    );
}

#[test]
fn rows_are_moved_while_their_old_place_is_there() {
    check(
        PG_8,
        &Remedy::OnlyWhile(Key::column("orders", "status")),
        &[
            (
                "def up\n  execute \"UPDATE orders SET paid = 1\"\nend",
                "def up\n  execute \"UPDATE orders SET paid = 1\" if column_exists?(:orders, :status)\nend",
            ),
            (
                "def up\n  execute <<~SQL\n    UPDATE orders SET paid = 1\n  SQL\nend",
                "def up\n  execute <<~SQL if column_exists?(:orders, :status)\n    UPDATE orders SET paid = 1\n  SQL\nend",
            ),
        ],
    );
}

#[test]
fn guards_are_made_to_work_in_both_directions() {
    check(
        PG_8,
        &Remedy::KeepRollback,
        &[
            (
                "def change\n  add_column :a, :x, :text unless column_exists? :a, :x\nend",
                "def change\n  add_column :a, :x, :text if column_exists?(:a, :x) == reverting?\nend",
            ),
            (
                "def change\n  enable_extension 'x' unless extension_enabled?('x')\nend",
                "def change\n  enable_extension 'x' if extension_enabled?('x') == reverting?\nend",
            ),
            (
                "def change\n  add_column :a, :x, :text unless column_exists?(:a, :x)\nend",
                "def change\n  add_column :a, :x, :text if column_exists?(:a, :x) == reverting?\nend",
            ),
            (
                "def change\n  add_column :a, :x, :text if !column_exists?(:a, :x)\nend",
                "def change\n  add_column :a, :x, :text if column_exists?(:a, :x) == reverting?\nend",
            ),
            (
                "def change\n  remove_column :a, :x, :text if column_exists?(:a, :x)\nend",
                "def change\n  remove_column :a, :x, :text unless column_exists?(:a, :x) == reverting?\nend",
            ),
            (
                "def change\n  return if table_exists?(:a)\n  create_table :a\nend",
                "def change\n  return if !reverting? && table_exists?(:a)\n  create_table :a\nend",
            ),
            (
                "def change\n  return unless column_exists?(:a, :x) || true_here?\n  drop_table(:a) { }\nend",
                "def change\n  return unless reverting? || column_exists?(:a, :x) || true_here?\n  drop_table(:a) { }\nend",
            ),
            (
                "def change\n  unless table_exists?(:a)\n    create_table :a\n  end\nend",
                "def change\n  if table_exists?(:a) == reverting?\n    create_table :a\n  end\nend",
            ),
            (
                "def change\n  if !table_exists?(:a) && !table_exists?(:b)\n    create_table :a\n  end\nend",
                "def change\n  if reverting? || !table_exists?(:a) && !table_exists?(:b)\n    create_table :a\n  end\nend",
            ),
        ],
    );
}

#[test]
fn a_coarse_guard_becomes_one_for_each_step() {
    check(
        PG_8,
        &Remedy::GuardEachStep,
        &[
            (
                "def up\n  unless table_exists?(:a)\n    create_table :a do |t|\n      t.text :x\n    end\n    # why\n    add_index :a, :x\n  end\nend",
                "def up\n  create_table :a, if_not_exists: true do |t|\n    t.text :x\n  end\n  # why\n  add_index :a, :x, if_not_exists: true\nend",
            ),
            (
                "def up\n  return if column_exists?(:a, :x)\n\n  add_column :a, :x, :text\n  add_index :a, :x\nend",
                "def up\n\n  add_column :a, :x, :text, if_not_exists: true\n  add_index :a, :x, if_not_exists: true\nend",
            ),
        ],
    );
}

#[test]
fn other_remedies() {
    let rename = Remedy::SkipIfRenamed;
    check(
        PG_8,
        &rename,
        &[
            (
                "def change\n  rename_column :a, :x, :y\nend",
                "def change\n  rename_column :a, :x, :y if column_exists?(:a, reverting? ? :y : :x)\nend",
            ),
            ("def up\n  rename_table :a, :b\nend", "def up\n  rename_table :a, :b if table_exists?(:a)\nend"),
        ],
    );
    check(
        PG_8,
        &Remedy::RebuildIndex,
        &[
            (
                "def up\n  add_index :a, :x, algorithm: :concurrently, if_not_exists: true\nend",
                "def up\n  remove_index :a, name: \"index_a_on_x\", algorithm: :concurrently, if_exists: true\n  add_index :a, :x, algorithm: :concurrently\nend",
            ),
            (
                "def change\n  add_index :a, :x, name: :ix, algorithm: :concurrently\nend",
                "def change\n  remove_index :a, name: :ix, algorithm: :concurrently, if_exists: true unless reverting?\n  add_index :a, :x, name: :ix, algorithm: :concurrently\nend",
            ),
        ],
    );
    check(
        PG_8,
        &Remedy::KeepRows,
        &[("def up\n  create_table :a, force: true\nend", "def up\n  create_table :a, if_not_exists: true\nend")],
    );
    check(
        PG_8,
        &Remedy::LeaveTransaction,
        &[(
            "  def up\n    add_index :a, :x\n  end",
            "  disable_ddl_transaction!\n\n  def up\n    add_index :a, :x\n  end",
        )],
    );
    check(
        PG_8,
        &Remedy::Remove,
        &[
            ("def up\n  add_index :a, :x\n  say 'x'\nend", "def up\n  say 'x'\nend"),
            ("def up\n  add_index :a, :x # again\nend", "def up\n   # again\nend"),
            (
                "def up\n  create_table :a do |t|\n    t.references :b\n  end\nend",
                "def up\n  create_table :a do |t|\n    t.references :b, index: false\n  end\nend",
            ),
        ],
    );
    check(
        PG_8,
        &Remedy::ReplaceGuard,
        &[
            (
                "def up\n  add_timestamps :a, if_not_exists: true\nend",
                "def up\n  add_timestamps :a unless column_exists?(:a, :created_at)\nend",
            ),
            (
                "def up\n  change_table :a do |t|\n    t.text :x, if_not_exists: true\n  end\nend",
                "def up\n  change_table :a do |t|\n    t.text :x unless t.column_exists?(:x)\n  end\nend",
            ),
        ],
    );
    let rows = Remedy::SkipDuplicateRows { key: Some(vec!["name".to_owned()]), own_table: false };
    check(
        PG_8,
        &rows,
        &[
            (
                "def up\n  Plan.create!(name: 'x', rank: 1)\nend",
                "def up\n  Plan.create!(name: 'x', rank: 1) unless Plan.exists?(name: 'x')\nend",
            ),
            ("def up\n  Plan.create!(name: title)\nend", ""),
        ],
    );
}
