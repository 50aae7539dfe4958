//! The table of options against measured runs: rails-behaviour.tsv of the shared facts, one letter for each version.

use super::Place;
use crate::engine::Dialect;
use crate::migration::{GuardEffect, Node, Step};
use crate::operation::Tolerance;

const VERSIONS: [&str; 8] = ["6.0.6", "6.1.7", "7.0.10", "7.1.6", "7.2.3", "8.0.5", "8.1.3", "8.2.0"];

/// A command with its option, and what became of it: `.` honoured, `i` ignored, `R` the first run raises, `B` honoured,
/// but the way back of `change` raises. `P`, `M`, `S`: PostgreSQL, MariaDB, SQLite.
const MEASURED: &[(&str, &str, &str)] = &[
    ("create_table :x, if_not_exists: true", "PMS", "........"),
    ("create_join_table :users, :posts, if_not_exists: true", "PMS", "........"),
    ("drop_table(:x, if_exists: true) { |t| t.string :a }", "PMS", "........"),
    ("drop_join_table :users, :posts, if_exists: true", "PMS", "iiiBBBBB"),
    ("add_column :posts, :c, :string, if_not_exists: true", "PMS", "i......."),
    ("add_column :posts, :c, :string, null: false, if_not_exists: true", "PM", "i......."),
    ("add_column :posts, :c, :string, null: false, if_not_exists: true", "S", "iiiiiiii"),
    ("add_column :posts, :c, :numeric, if_not_exists: true", "PMS", "ii......"),
    ("remove_column :posts, :a, :string, if_exists: true", "PM", "i......."),
    ("remove_columns :posts, :a, :b, type: :string, if_exists: true", "PM", "i.iiiiii"),
    ("add_index :posts, :a, if_not_exists: true", "PMS", "R......."),
    ("add_index :posts, [:a, :b], name: 'ix', unique: true, if_not_exists: true", "PMS", "R......."),
    ("remove_index :posts, :a, if_exists: true", "PMS", "R......."),
    ("add_reference :users, :post, if_not_exists: true", "PMS", "iii....."),
    ("add_reference :users, :post, foreign_key: true, if_not_exists: true", "PM", "iiiB...."),
    ("add_reference :users, :post, polymorphic: true, if_not_exists: true", "PMS", "iii....."),
    ("remove_reference :users, :post, foreign_key: true, if_exists: true", "PM", "iiiBBBB."),
    ("add_timestamps :users, if_not_exists: true", "PM", "i..iiiii"),
    ("remove_timestamps :users, if_exists: true", "PM", "iiiiiiii"),
    ("add_foreign_key :posts, :users, if_not_exists: true", "PM", "iiBB...."),
    // On SQLite `ii` … means: run twice, there are two.
    ("add_foreign_key :posts, :users, if_not_exists: true", "S", "iiiiiii."),
    ("remove_foreign_key :posts, :users, if_exists: true", "PM", "RR......"),
    ("add_check_constraint :posts, 'b > 0', name: 'c', if_not_exists: true", "PM", "-ii....."),
    ("add_check_constraint :posts, 'b > 0', name: 'c', if_not_exists: true", "S", "-iiiiii."),
    ("remove_check_constraint :posts, 'b > 0', name: 'c', if_exists: true", "PMS", "-ii....."),
    ("change_table(:posts) { |t| t.string :c, if_not_exists: true }", "PMS", "i..RRRRR"),
    ("change_table(:posts, bulk: true) { |t| t.string :c, if_not_exists: true }", "PM", "iiiRRRRR"),
    ("change_table(:posts) { |t| t.index :a, if_not_exists: true }", "PMS", "R..RRRRR"),
    ("change_table(:posts) { |t| t.references :x, if_not_exists: true }", "PM", "iiiRRRRR"),
    ("change_table(:posts) { |t| t.check_constraint 'b > 0', name: 'c', if_not_exists: true }", "PM", "--i....R"),
    ("drop_enum :mood, %w[a], if_exists: true", "P", "---....."),
    ("add_enum_value :mood, 'x', if_not_exists: true", "P", "---ii..."),
    ("create_schema 's', if_not_exists: true", "P", "RRRR...."),
    ("drop_schema 's', if_exists: true", "P", ".....BBB"),
    ("add_unique_constraint :posts, :a, name: 'u', if_not_exists: true", "P", "---iiiii"),
    ("add_exclusion_constraint :posts, 'a WITH =', name: 'x', if_not_exists: true", "P", "---iiiii"),
];

#[test]
fn options_do_what_was_measured() {
    for (ruby, databases, outcomes) in MEASURED {
        for database in databases.chars() {
            let dialect = match database {
                'P' => Dialect::Postgres,
                'M' => Dialect::MariaDb,
                _ => Dialect::Sqlite,
            };
            for (rails, expected) in VERSIONS.into_iter().zip(outcomes.chars()).filter(|(_, outcome)| *outcome != '-') {
                let migration = Place::on(dialect, rails).read(&format!("def change\n{ruby}\nend"));
                let actual = outcome(&migration.up);
                assert_eq!(actual, expected, "{ruby} on {dialect:?}, Rails {rails}: {:#?}", migration.up);
            }
        }
    }
}

fn outcome(program: &[Node]) -> char {
    let mut steps = Vec::new();
    collect(program, &mut steps);
    let notes = || steps.iter().flat_map(|step| &step.notes).map(|note| note.effect);
    let operations = || steps.iter().flat_map(|step| &step.statements).flat_map(|statement| &statement.operations);
    let guarded = operations().all(|placed| placed.operation.tolerance != Tolerance::None);
    match () {
        () if notes().any(|effect| effect == GuardEffect::Raises) => 'R',
        () if notes().any(|effect| effect == GuardEffect::Ignored) || !guarded => 'i',
        () if notes().any(|effect| effect == GuardEffect::BreaksRollback) => 'B',
        () => '.',
    }
}

/// The steps that run where Rails finds what it looks for under its own name.
fn collect<'p>(program: &'p [Node], steps: &mut Vec<&'p Step>) {
    for node in program {
        match node {
            Node::Step(step) => steps.push(step),
            Node::If(branch) => collect(&branch.otherwise, steps),
            _ => {}
        }
    }
}
