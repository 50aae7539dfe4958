//! What ActiveRecord 6.0 to 8.2 really did on PostgreSQL, MariaDB and SQLite, statement by statement, held against what is
//! predicted: `tests/facts/rails-behaviour.tsv`, one line for a statement, a version and a database.
//!
//! Its columns: the statement, ActiveRecord's version, the database; run 1, run 2 and the way back (`1:`, `2:`, `dn:`); the
//! same with `if_not_exists: true` or `if_exists: true` (`G1:`, `G2:`, `Gdn:`), and the way back again (`Gdn2:`). A cell
//! is `ok` or the error's class and text, cut off after some eighty characters; `(fks=2)` counts what is there afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;

use remigrate::engine::{Context, Dialect, Tool, Version};
use remigrate::finding::{Finding, Scenario, Severity};
use remigrate::frontend;
use remigrate::lint::{Policy, Subject, lint};
use remigrate::migration::{Down, Migration};
use remigrate::replay;
use remigrate::rules::Rule;
use remigrate::schema::Schema;
use remigrate::source::{FileId, Source, Span};

struct Everything;

impl Policy for Everything {
    fn wants(&self, _source: &Source, _rule: &Rule) -> bool {
        true
    }

    fn filter(&self, _file: FileId, _source: &Source, _comments: &dyn Fn() -> Vec<Span>, _found: &mut Vec<Finding>) {}
}

/// The tables that are there before.
const TABLES: &str = "create_table(:users) { |t| t.string :name }
create_table(:posts) { |t| t.string :a; t.integer :b; t.bigint :user_id; t.bigint :editor_id }";

/// A statement's name in the data; what has run before it; the statement; the same with its option, if it takes one.
const STATEMENTS: &[(&str, &str, &str, &str)] = &[
    (
        "create_table",
        "",
        "create_table(:x) { |t| t.string :a }",
        "create_table(:x, if_not_exists: true) { |t| t.string :a }",
    ),
    (
        "create_join_table",
        "",
        "create_join_table :posts, :users",
        "create_join_table :posts, :users, if_not_exists: true",
    ),
    (
        "drop_table(+block)",
        "create_table(:x) { |t| t.string :a }",
        "drop_table(:x) { |t| t.string :a }",
        "drop_table(:x, if_exists: true) { |t| t.string :a }",
    ),
    ("drop_table(no block)", "create_table(:x) { |t| t.string :a }", "drop_table :x", "drop_table :x, if_exists: true"),
    (
        "drop_join_table",
        "create_join_table :posts, :users",
        "drop_join_table :posts, :users",
        "drop_join_table :posts, :users, if_exists: true",
    ),
    ("add_column", "", "add_column :posts, :c, :string", "add_column :posts, :c, :string, if_not_exists: true"),
    (
        "add_column NOT NULL no default",
        "",
        "add_column :posts, :c, :string, null: false",
        "add_column :posts, :c, :string, null: false, if_not_exists: true",
    ),
    (
        "add_column :decimal (type check)",
        "",
        "add_column :posts, :c, :numeric",
        "add_column :posts, :c, :numeric, if_not_exists: true",
    ),
    (
        "add_columns",
        "",
        "add_columns :posts, :c, :d, type: :string",
        "add_columns :posts, :c, :d, type: :string, if_not_exists: true",
    ),
    (
        "remove_column(type)",
        "",
        "remove_column :posts, :a, :string",
        "remove_column :posts, :a, :string, if_exists: true",
    ),
    ("remove_column(no type)", "", "remove_column :posts, :a", "remove_column :posts, :a, if_exists: true"),
    (
        "remove_columns(type)",
        "",
        "remove_columns :posts, :a, :b, type: :string",
        "remove_columns :posts, :a, :b, type: :string, if_exists: true",
    ),
    ("add_index", "", "add_index :posts, :a", "add_index :posts, :a, if_not_exists: true"),
    (
        "add_index name unique",
        "",
        "add_index :posts, [:a, :b], name: 'ix_ab', unique: true",
        "add_index :posts, [:a, :b], name: 'ix_ab', unique: true, if_not_exists: true",
    ),
    (
        "remove_index(col)",
        "add_index :posts, :a",
        "remove_index :posts, :a",
        "remove_index :posts, :a, if_exists: true",
    ),
    (
        "remove_index(column: k)",
        "add_index :posts, :a",
        "remove_index :posts, column: :a",
        "remove_index :posts, column: :a, if_exists: true",
    ),
    (
        "remove_index(name)",
        "add_index :posts, :a, name: 'ix_a'",
        "remove_index :posts, name: 'ix_a'",
        "remove_index :posts, name: 'ix_a', if_exists: true",
    ),
    ("add_reference", "", "add_reference :users, :post", "add_reference :users, :post, if_not_exists: true"),
    (
        "add_reference fk",
        "",
        "add_reference :users, :post, foreign_key: true",
        "add_reference :users, :post, foreign_key: true, if_not_exists: true",
    ),
    (
        "add_reference poly",
        "",
        "add_reference :users, :post, polymorphic: true",
        "add_reference :users, :post, polymorphic: true, if_not_exists: true",
    ),
    (
        "remove_reference fk",
        "add_reference :users, :post, foreign_key: true",
        "remove_reference :users, :post, foreign_key: true",
        "remove_reference :users, :post, foreign_key: true, if_exists: true",
    ),
    (
        "add_timestamps",
        "",
        "add_timestamps :posts, null: true",
        "add_timestamps :posts, null: true, if_not_exists: true",
    ),
    (
        "remove_timestamps",
        "add_timestamps :posts, null: true",
        "remove_timestamps :posts, null: true",
        "remove_timestamps :posts, null: true, if_exists: true",
    ),
    ("add_foreign_key", "", "add_foreign_key :posts, :users", "add_foreign_key :posts, :users, if_not_exists: true"),
    (
        "add_foreign_key column:",
        "",
        "add_foreign_key :posts, :users, column: :editor_id",
        "add_foreign_key :posts, :users, column: :editor_id, if_not_exists: true",
    ),
    (
        "add_foreign_key 2nd col, 1st exists",
        "add_foreign_key :posts, :users",
        "add_foreign_key :posts, :users, column: :editor_id",
        "add_foreign_key :posts, :users, column: :editor_id, if_not_exists: true",
    ),
    (
        "remove_foreign_key",
        "add_foreign_key :posts, :users",
        "remove_foreign_key :posts, :users",
        "remove_foreign_key :posts, :users, if_exists: true",
    ),
    (
        "add_check_constraint name",
        "",
        "add_check_constraint :posts, 'b > 0', name: 'ck'",
        "add_check_constraint :posts, 'b > 0', name: 'ck', if_not_exists: true",
    ),
    (
        "remove_check_constraint",
        "add_check_constraint :posts, 'b > 0', name: 'ck'",
        "remove_check_constraint :posts, 'b > 0', name: 'ck'",
        "remove_check_constraint :posts, 'b > 0', name: 'ck', if_exists: true",
    ),
    ("change_column", "", "change_column :posts, :b, :bigint", ""),
    ("change_column_default", "", "change_column_default :posts, :a, from: nil, to: 'x'", ""),
    ("change_column_null", "", "change_column_null :posts, :a, false", ""),
    ("change_column_comment", "", "change_column_comment :posts, :a, from: nil, to: 'x'", ""),
    ("change_table_comment", "", "change_table_comment :posts, from: nil, to: 'x'", ""),
    ("rename_column", "", "rename_column :posts, :a, :z", ""),
    ("rename_table", "", "rename_table :posts, :articles", ""),
    ("rename_index", "add_index :posts, :a, name: 'ix_a'", "rename_index :posts, 'ix_a', 'ix_z'", ""),
    (
        "change_table t.string",
        "",
        "change_table(:posts) { |t| t.string :c }",
        "change_table(:posts) { |t| t.string :c, if_not_exists: true }",
    ),
    (
        "change_table bulk t.string",
        "",
        "change_table(:posts, bulk: true) { |t| t.string :c }",
        "change_table(:posts, bulk: true) { |t| t.string :c, if_not_exists: true }",
    ),
    (
        "change_table t.index",
        "",
        "change_table(:posts) { |t| t.index :a }",
        "change_table(:posts) { |t| t.index :a, if_not_exists: true }",
    ),
    (
        "change_table t.references",
        "",
        "change_table(:users) { |t| t.references :post }",
        "change_table(:users) { |t| t.references :post, if_not_exists: true }",
    ),
    (
        "change_table t.check_constraint",
        "",
        "change_table(:posts) { |t| t.check_constraint 'b > 0', name: 'ck' }",
        "change_table(:posts) { |t| t.check_constraint 'b > 0', name: 'ck', if_not_exists: true }",
    ),
    (
        "create_table t.index ine only",
        "",
        "create_table(:x, if_not_exists: true) { |t| t.string :a; t.index :a }",
        "create_table(:x) { |t| t.string :a; t.index :a, if_not_exists: true }",
    ),
    ("create_virtual_table", "", "create_virtual_table :x, :fts5, ['a']", ""),
    ("enable_extension", "", "enable_extension 'hstore'", ""),
    ("disable_extension", "enable_extension 'hstore'", "disable_extension 'hstore'", ""),
    ("create_enum", "", "create_enum :mood, ['a']", ""),
    ("drop_enum", "create_enum :mood, ['a']", "drop_enum :mood, ['a']", "drop_enum :mood, ['a'], if_exists: true"),
    ("rename_enum", "create_enum :mood, ['a']", "rename_enum :mood, to: :humour", ""),
    (
        "add_enum_value",
        "create_enum :mood, ['a']",
        "add_enum_value :mood, 'z'",
        "add_enum_value :mood, 'z', if_not_exists: true",
    ),
    ("create_schema", "", "create_schema 's1'", "create_schema 's1', if_not_exists: true"),
    ("drop_schema", "create_schema 's1'", "drop_schema 's1'", "drop_schema 's1', if_exists: true"),
    (
        "add_unique_constraint",
        "",
        "add_unique_constraint :posts, [:a], name: 'uq'",
        "add_unique_constraint :posts, [:a], name: 'uq', if_not_exists: true",
    ),
    (
        "remove_unique_constraint",
        "add_unique_constraint :posts, [:a], name: 'uq'",
        "remove_unique_constraint :posts, [:a], name: 'uq'",
        "remove_unique_constraint :posts, [:a], name: 'uq', if_exists: true",
    ),
    (
        "add_exclusion_constraint",
        "",
        "add_exclusion_constraint :posts, 'b WITH =', using: :gist, name: 'ex'",
        "add_exclusion_constraint :posts, 'b WITH =', using: :gist, name: 'ex', if_not_exists: true",
    ),
    (
        "validate_foreign_key",
        "add_foreign_key :posts, :users, validate: false",
        "validate_foreign_key :posts, :users",
        "",
    ),
    (
        "validate_check_constraint",
        "add_check_constraint :posts, 'b > 0', name: 'ck', validate: false",
        "validate_check_constraint :posts, name: 'ck'",
        "",
    ),
];

/// One statement as a migration of one version on one database.
struct Case {
    context: Context,
    source: Source,
    start: Schema,
}

impl Case {
    fn new(dialect: Dialect, version: &str, before: &str, statement: &str) -> Self {
        let mut context = Context::new(Tool::Rails, dialect);
        // What ran before was written so that it worked.
        context.framework = Some(Version::new(8, 1, 0));
        let start = Schema::unknown(dialect);
        let earlier = read(&context, &source("8.1", &format!("{TABLES}\n{before}")));
        let start = replay::advance(&earlier, &start);
        context.framework = Version::parse(version);
        let class: Vec<&str> = version.split('.').take(2).collect();
        Self { context, source: source(&class.join("."), statement), start }
    }

    fn migration(&self) -> Migration {
        read(&self.context, &self.source)
    }

    fn findings(&self) -> Vec<Finding> {
        let (source, context, start) = (&self.source, &self.context, Some(&self.start));
        lint(Subject { file: FileId(0), source, context, down: None, start }, &Everything, false).findings
    }

    fn guard_is_refused(&self) -> bool {
        self.findings().iter().any(|finding| finding.rule == "unsupported-guard")
    }

    /// What is said of the first run, of the second, and of the way back.
    fn predicted(&self) -> [Vec<Finding>; 3] {
        let found = self.findings();
        let all = |of: &dyn Fn(Scenario) -> bool| {
            let told = |finding: &&Finding| finding.severity >= Severity::Warning && of(finding.scenario);
            found.iter().filter(told).cloned().collect()
        };
        [
            all(&|scenario| scenario == Scenario::FirstRun),
            all(&|scenario| matches!(scenario, Scenario::Rerun | Scenario::AfterStop(_))),
            all(&|scenario| scenario == Scenario::Rollback),
        ]
    }
}

fn source(class: &str, body: &str) -> Source {
    let text = format!("class Example < ActiveRecord::Migration[{class}]\n  def change\n{body}\n  end\nend\n");
    Source::new("db/migrate/20240102030405_example.rb", text)
}

fn read(context: &Context, source: &Source) -> Migration {
    let reading = frontend::of(Tool::Rails.language()).unwrap().read(FileId(0), source, context);
    assert_eq!(reading.problems, [], "{}", source.text());
    reading.migrations.into_iter().next().unwrap()
}

/// What is not predicted: statements, versions and databases that start so, and why.
const BEYOND: &[(&str, &str, &str, &str)] = &[
    ("remove_columns(type)", "6.0", "", "6.0 takes `type:` for a column's name"),
    ("change_column_comment", "", "sqlite", "this adapter has no comments"),
    ("change_table_comment", "", "sqlite", "this adapter has no comments"),
    ("change_table t.check_constraint", "6.1", "", "6.1 calls its own method with too many arguments"),
    ("create_table t.index ine only", "6.0", "", "6.0 knows the option of no index"),
    (
        "add_exclusion_constraint",
        "8.2.0.alpha",
        "",
        "an unfinished version takes the option for a part of the constraint",
    ),
];

/// Where only the words are others.
const OTHER_WORDS: &[(&str, &str, &str, &str)] = &[
    ("remove_index(name)", "6.0", "", "6.0 takes the unknown option for a part of what it looks for"),
    ("add_timestamps", "", "sqlite", "from 7.1 on both columns come with one copy of the table"),
    ("create_", "8.2.0.alpha", "sqlite", "an unfinished version lets another class through"),
];

/// What really became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Fine,
    Bad,
    /// Nothing can be told from it.
    Open,
}

/// A line of the data.
struct Row<'d> {
    name: &'d str,
    version: &'d str,
    database: &'d str,
    cells: BTreeMap<&'d str, &'d str>,
}

impl<'d> Row<'d> {
    fn new(line: &'d str) -> Self {
        let mut fields = line.split('\t');
        let (name, version, database) = (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
        let cells = fields.filter_map(|field| field.split_once(':')).collect();
        Self { name, version, database, cells }
    }

    fn dialect(&self) -> Dialect {
        match self.database {
            "pg" => Dialect::Postgres,
            "mysql" => Dialect::MariaDb,
            _ => Dialect::Sqlite,
        }
    }

    fn is_among(&self, list: &[(&str, &str, &str, &str)]) -> bool {
        let here = |(name, version, database, _): &(&str, &str, &str, &str)| {
            self.name.starts_with(name) && self.version.starts_with(version) && self.database.starts_with(database)
        };
        list.iter().any(here)
    }

    fn outcome(&self, cell: &str) -> Outcome {
        let first = self.cells[if cell.starts_with('G') { "G1" } else { "1" }];
        let told = self.cells[cell];
        let constraint = self.name.contains("add_foreign_key") || self.name.contains("check_constraint");
        match () {
            // Nothing is said of a method that a version does not have; what follows a failure tells nothing.
            () if first.starts_with("NoMethodError")
                || cell.len() > 1 && !cell.ends_with('1') && !first.starts_with("ok") =>
            {
                Outcome::Open
            }
            () if cell == "2" && !first.starts_with("ok") => Outcome::Open,
            // Nobody has counted whether the plain one is there twice.
            () if cell == "2" && self.database == "sqlite" && constraint && told == "ok" => Outcome::Open,
            () if self.is_twice_there(told) => Outcome::Bad,
            () if told.starts_with("ok") => Outcome::Fine,
            () => Outcome::Bad,
        }
    }

    fn is_twice_there(&self, told: &str) -> bool {
        let count = told.rsplit_once('=').and_then(|(_, count)| count.trim_end_matches(')').parse::<u32>().ok());
        count.is_some_and(|count| count > if self.name.contains("1st exists") { 2 } else { 1 })
    }

    /// The way back is refused, which is no failure that is told of: nobody has written one.
    fn is_irreversible(&self, cell: &str) -> bool {
        ["IrreversibleMigration", "ArgumentError: wrong number of arguments (given 2"]
            .iter()
            .any(|refusal| self.cells[cell].starts_with(refusal))
    }
}

/// Whether these are the words that the driver gave, as far as they were kept. `…` stands for what can't be known.
fn same_words(measured: &str, predicted: &str) -> bool {
    let (class, words) = measured.split_once(": ").unwrap_or(("", measured));
    let mut rest = words
        .rsplit_once(" (")
        .filter(|(_, count)| count.contains("s=") || count.contains("idx="))
        .map_or(words, |(words, _)| words);
    let Some((_, predicted)) = predicted.split_once(&format!("{class}: ")) else { return false };
    for (number, piece) in predicted.split('…').enumerate() {
        let at = if number == 0 { Some(0) } else { rest.find(piece) };
        match at.map(|at| &rest[at..]) {
            Some(found) if found.starts_with(piece) => rest = &found[piece.len()..],
            // It was cut off here.
            Some(found) => return piece.starts_with(found),
            None => return true,
        }
    }
    true
}

#[test]
fn predictions_are_what_activerecord_did() {
    let data = fs::read_to_string("tests/facts/rails-behaviour.tsv").unwrap();
    let statements: BTreeMap<&str, (&str, &str, &str)> =
        STATEMENTS.iter().map(|(name, before, plain, guarded)| (*name, (*before, *plain, *guarded))).collect();
    let (mut compared, mut words, mut wrong) = (0, 0, Vec::new());
    for row in data.lines().map(Row::new).filter(|row| !row.is_among(BEYOND)) {
        let (before, plain, guarded) = statements[row.name];
        for (cells, statement) in [(["1", "2", "dn"], plain), (["G1", "G2", "Gdn"], guarded)] {
            // Nothing was measured where not even the start could be made.
            if statement.is_empty() || !row.cells.contains_key(cells[0]) {
                continue;
            }
            let case = Case::new(row.dialect(), row.version, before, statement);
            let irreversible = case.migration().down == Down::None;
            for (cell, predicted) in cells.iter().zip(case.predicted()) {
                let outcome = row.outcome(cell);
                if outcome == Outcome::Open || irreversible && row.is_irreversible(cell) {
                    continue;
                }
                compared += 1;
                let measured = row.cells[cell];
                let said: Vec<&str> =
                    predicted.iter().filter_map(|finding| Some(finding.error.as_ref()?.message.as_str())).collect();
                words += usize::from(!said.is_empty());
                // One finding stands for all that is wrong with a guard.
                let refused = *cell == "Gdn" && predicted.is_empty() && case.guard_is_refused();
                let same = said.is_empty() || said.iter().any(|said| same_words(measured, said));
                let right = (outcome == Outcome::Bad) != predicted.is_empty() && (same || row.is_among(OTHER_WORDS));
                if !right && !refused {
                    let (name, version, database) = (row.name, row.version, row.database);
                    let predicted = predicted.iter().map(|finding| (finding.rule, finding.told())).collect::<Vec<_>>();
                    wrong.push(format!("{name} {version} {database} {cell}: {measured}\n      {predicted:?}"));
                }
            }
        }
    }
    println!("{compared} outcomes and the words of {words} errors compared");
    assert!(wrong.is_empty(), "{} of {compared} disagree:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 4000 && words > 900, "{compared} outcomes, {words} errors");
}
