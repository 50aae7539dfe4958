//! The way back of `change`, as Rails reverses it.

use super::{POSTGRES, Place, outline, same};
use crate::engine::Dialect;
use crate::migration::Down;

const REVERSED: &[(&str, &str)] = &[
    (
        "create_table(:a, id: false)\nadd_column :b, :x, :text\nadd_index :b, :x",
        "- index index_b_on_x\n- column b.x\n- table a",
    ),
    ("create_table :a, if_not_exists: true", "- table a"),
    ("add_column :b, :x, :text, if_not_exists: true", "- column b.x"),
    ("remove_column :b, :x, :text", "+ column b.x:text"),
    ("remove_index :b, column: :x, name: 'ix'", "+ index ix(x)"),
    (
        "rename_column :a, :x, :y\nrename_table :a, :b",
        "rename table b -> a\nrename index b_pkey -> a_pkey natural (implied)\nrename indexes a natural (implied)\n\
      rename column a.y -> x\nrename index index_a_on_y -> index_a_on_x natural (implied)\nrename indexes a natural (implied)",
    ),
    ("drop_table(:a, id: false) { |t| t.text :x }", "+ table a(x:text)"),
    ("add_check_constraint :a, 'x > 0', name: 'c', if_not_exists: true", "- constraint a.c if-exists"),
    // A guard is asked before anything is undone; then the commands come from last to first.
    (
        "add_column :a, :x, :text unless column_exists?(:a, :x)\nadd_index :a, :x",
        "$0 = !column a.x\n- index index_a_on_x\nif $0\n- column a.x\nend",
    ),
    ("add_column :a, :x, :text if column_exists?(:a, :x) == reverting?", "$0 = column a.x\nif $0\n- column a.x\nend"),
    ("return if table_exists?(:a)\ncreate_table(:a, id: false)", "$0 = table a\nif !$0\n- table a\nend"),
    (
        "rename_column :a, :x, :y if column_exists?(:a, reverting? ? :y : :x)",
        "$0 = column a.y\nif $0\nrename column a.y -> x\nrename index index_a_on_y -> index_a_on_x natural (implied)\nrename indexes a natural (implied)\nend",
    ),
    ("if reverting? || !table_exists?(:a)\ncreate_table(:a, id: false)\nend", "- table a"),
    ("reversible { |d| d.up { return if table_exists?(:a) } }\ncreate_table(:a, id: false)", "- table a"),
    (
        "add_column :a, :x, :text\nreversible { |d| d.down { drop_table :b } }\nadd_column :a, :y, :text",
        "- column a.y\n- table b\n- column a.x",
    ),
    ("up_only { drop_table :b }\nadd_column :a, :y, :text", "- column a.y"),
    ("change_table :a do |t|\nt.text :x\nt.text :y\nend", "- column a.y\n- column a.x"),
    (
        "change_column_null :a, :x, false\nchange_column_default :a, :x, from: 1, to: 2",
        "alter column a.x default\nalter column a.x not null",
    ),
];

#[test]
fn change_is_reversed_as_rails_does() {
    for (ruby, expected) in REVERSED {
        match POSTGRES.read(&format!("def change\n{ruby}\nend")).down {
            Down::Derived(program) => same(&outline::program(&program), expected, ruby),
            other => panic!("{ruby}: {other:?}"),
        }
    }
}

#[test]
fn what_rails_refuses_to_reverse_has_no_way_back() {
    for ruby in [
        "drop_table :a",
        "execute 'SELECT 1'",
        "change_column :a, :x, :text",
        "change_column_default :a, :x, 1",
        "remove_column :a, :x",
        "remove_index :a, name: 'ix'",
        "remove_check_constraint :a, name: 'c'",
        "add_enum_value :mood, 'x'",
    ] {
        assert_eq!(POSTGRES.read(&format!("def change\n{ruby}\nend")).down, Down::None, "{ruby}");
    }
    let raises = "def up\ndrop_table :a\nend\ndef down\nraise ActiveRecord::IrreversibleMigration\nend";
    assert_eq!(POSTGRES.read(raises).down, Down::None);
    let written = "def up\ndrop_table :a\nend\ndef down\ndrop_table :b\nend";
    assert!(matches!(POSTGRES.read(written).down, Down::Written(_)));
}

/// From 8.2 on the inverse of a guarded command is guarded itself.
#[test]
fn guards_are_mirrored_from_8_2_on() {
    for (rails, expected) in [("8.1", "- column a.x"), ("8.2", "- column a.x if-exists")] {
        let place = Place::on(Dialect::Postgres, rails);
        let Down::Derived(program) = place.read("def change\nadd_column :a, :x, :text, if_not_exists: true\nend").down
        else {
            panic!("{rails}");
        };
        same(&outline::program(&program), expected, rails);
    }
}
