//! The schema vocabulary, guards, loops, methods, SQL and models.

use super::{POSTGRES, Place, same};
use crate::engine::{Dialect, Transaction};

const COMMANDS: &[(&str, &str)] = &[
    (
        "create_table :users do |t|\n t.string :name, null: false\n t.references :team, foreign_key: true\n t.timestamps\nend",
        "+ table users(id:bigint! name:string! team_id:bigint created_at:datetime! updated_at:datetime!) \
         pk(id) fk fk_rails_b2bbf87303(team_id)->teams
         + index index_users_on_team_id(team_id) (implied)",
    ),
    (
        "create_table 'audit.logs', id: :uuid, if_not_exists: true do |t|\n t.text :body, index: { unique: true }\nend",
        "+ table audit.logs(id:uuid! body:text) pk(id) if-not-exists
         + index audit.index_audit.logs_on_body(body) unique if-not-exists",
    ),
    ("create_table :a, id: false do |t|\n t.integer :x, :y\nend", "+ table a(x:integer y:integer)"),
    ("create_table :a, primary_key: :code", "+ table a(code:bigint!) pk(code)"),
    ("create_table :a, force: :cascade", "+ table a(id:bigint!) pk(id) force"),
    (
        "create_table :a do |t|\n t.belongs_to :o, polymorphic: true\nend",
        "+ table a(id:bigint! o_type:string o_id:bigint) pk(id)
      + index index_a_on_o(o_type o_id) (implied)",
    ),
    ("create_table :a do |t|\n t.unheard_of :x\nend", "+ table a(id:bigint! …) pk(id)"),
    (
        "create_table :a do |t|\n t.check_constraint 'x > 0', name: 'pos'\n t.foreign_key :people\nend",
        "+ table a(id:bigint!) pk(id) check pos[x > 0] fk fk_rails_bad26c2f80(person_id)->people",
    ),
    ("create_join_table :users, :posts", "+ table posts_users(user_id:bigint! post_id:bigint!)"),
    ("drop_table :a, if_exists: true", "- table a if-exists"),
    ("drop_join_table :users, :posts", "- table posts_users"),
    ("add_column :users, :age, :integer, default: 3", "+ column users.age:integer=3"),
    ("add_column :users, :price, :decimal, precision: 10, scale: 2", "+ column users.price:decimal(10,2)"),
    (
        "add_index :users, [:a, :b], unique: true, where: 'a > 1'",
        "+ index index_users_on_a_and_b(a b) unique where a > 1",
    ),
    ("add_index :users, 'lower(email)'", "+ index index_users_on_lower_email(lower(email))"),
    ("add_index :users, :a, name: :ix, algorithm: :concurrently", "+ index ix(a) outside"),
    (
        "add_reference :users, :team",
        "+ column users.team_id:bigint
                                     + index index_users_on_team_id(team_id) (implied)",
    ),
    (
        "add_reference :users, :boss, index: false, foreign_key: { to_table: :users }",
        "+ column users.boss_id:bigint
      + constraint users.fk_rails_8c260d5f7b fk fk_rails_8c260d5f7b(boss_id)->users",
    ),
    ("remove_column :users, :age, :integer", "- column users.age"),
    ("remove_columns :users, :a, :b", "- column users.a & - column users.b"),
    ("remove_index :users, name: 'ix'", "- index ix"),
    ("add_timestamps :users", "+ column users.created_at:datetime! & + column users.updated_at:datetime!"),
    (
        "rename_table :a, :b",
        "rename table a -> b
                               rename index a_pkey -> b_pkey natural (implied)
                               rename indexes b natural (implied)",
    ),
    (
        "rename_column :a, :x, :y",
        "rename column a.x -> y
                                  rename index index_a_on_x -> index_a_on_y natural (implied)
                                  rename indexes a natural (implied)",
    ),
    ("rename_index :a, 'x', 'y'", "rename index x -> y"),
    ("add_check_constraint :a, 'x > 0', name: 'pos'", "+ constraint a.pos check pos[x > 0]"),
    ("change_column :a, :x, :text", "alter column a.x type"),
    ("change_column_null :a, :x, false", "alter column a.x not null"),
    ("change_column_default :a, :x, from: nil, to: 1", "alter column a.x default"),
    ("enable_extension 'citext'", "+ extension citext natural"),
    ("create_enum :mood, %w[sad happy]", "+ type mood [\"sad\", \"happy\"] natural"),
    ("add_enum_value :mood, 'ok', if_not_exists: true", "+ enum value mood.ok if-not-exists"),
    ("validate_foreign_key :a, :b", "alter table a validation"),
    (
        "change_table :a do |t|\n t.string :x\n t.remove :y\n t.index :x\n t.rename :p, :q\nend",
        "+ column a.x:string
      - column a.y
      + index index_a_on_x(x)
      rename column a.p -> q
      rename index index_a_on_p -> index_a_on_q natural (implied)
      rename indexes a natural (implied)",
    ),
    (
        "change_table :a, bulk: true do |t|\n t.string :x\n t.remove :y\n t.index :x\nend",
        "+ column a.x:string & - column a.y
      + index index_a_on_x(x)",
    ),
    ("execute 'CREATE TABLE a (id int)'", "+ table a(id:int)"),
    ("safety_assured { say_with_time('x') { drop_table :a } }", "- table a"),
    ("unheard_of :a", "opaque everything"),
    ("add_column table_of(:x), :y, :text", "opaque everything"),
];

#[test]
fn commands_lower_to_what_rails_sends() {
    for (ruby, expected) in COMMANDS {
        same(&POSTGRES.change(ruby), expected, ruby);
    }
}

const GUARDS: &[(&str, &str)] = &[
    ("drop_table :a if table_exists?(:a)", "if table a\n- table a\nend"),
    ("drop_table :a unless !table_exists?(:a) || reverting?", "if table a\n- table a\nend"),
    ("return if column_exists?(:a, :x)\nadd_column :a, :x, :text", "if column a.x\nreturn\nend\n+ column a.x:text"),
    ("add_column :a, :x, :text if column_exists?(:a, :x) == reverting?", "if !column a.x\n+ column a.x:text\nend"),
    ("remove_column :a, :x, :text unless column_exists?(:a, :x) == reverting?", "if column a.x\n- column a.x\nend"),
    (
        "if index_exists?(:a, [:x, :y])\ndrop_table :a\nelse\ndrop_table :b\nend",
        "if index on a(x y)\n- table a\nelse\n- table b\nend",
    ),
    (
        "drop_table :a if ActiveRecord::Base.connection.table_exists?('a') && index_exists?(:a, :x, name: 'ix')",
        "if (table a && index ix)\n- table a\nend",
    ),
    ("table_exists?(:a) || create_table(:a, id: false)", "if !table a\n+ table a()\nend"),
    ("known = table_exists?(:a)\ndrop_table :a if known", "$0 = table a\nif $0\n- table a\nend"),
    ("drop_table :a if foreign_key_exists?(:a, :b, column: :b_id)", "if fk a(b_id)->b\n- table a\nend"),
    ("drop_table :a if check_constraints(:a).any? { |c| c.name == 'x' }", "if constraint a.x\n- table a\nend"),
    ("add_column :a, :x, :bigint unless column_exists?(:a, :x, :bigint)", "+ column a.x:bigint"),
    ("drop_table :a if connection.adapter_name == 'PostgreSQL'", "- table a"),
    ("drop_table :a if connection.adapter_name =~ /mysql/i", ""),
    ("drop_table :a if connection.adapter_name.downcase.start_with?('postg')", "- table a"),
    ("adapter = connection.adapter_name.downcase\ndrop_table :a if adapter == 'postgresql'", "- table a"),
    ("2.times { |i| drop_table \"t#{i}\" }", "- table t0\n#1 - table t1"),
    ("(1..2).each { |i| drop_table \"t#{i}\" }", "- table t1\n#1 - table t2"),
    ("return drop_table(:a) if table_exists?(:a)", "if table a\n- table a\nreturn\nend"),
    ("case connection.adapter_name\nwhen 'SQLite' then drop_table :a\nelse drop_table :b\nend", "- table b"),
    ("drop_table :a if something?", "if ?\n- table a\nend"),
    ("begin\ndrop_table :a\nrescue => e\nsay e\nend", "try\n- table a\nrescue\nend"),
    ("reversible do |dir|\ndir.up { drop_table :a }\ndir.down { drop_table :b }\nend", "- table a"),
    ("up_only { drop_table :a }", "- table a"),
    ("transaction do\ndrop_table :a\nend", "atomic\n- table a\nend"),
];

#[test]
fn guards_are_program_structure() {
    for (ruby, expected) in GUARDS {
        same(&POSTGRES.change(ruby), expected, ruby);
    }
}

const PROGRAMS: &[(&str, &str)] = &[
    // Loops over literals and constants are unrolled; `next` leaves the round.
    ("NAMES = %i[a b].freeze\ndef up\nNAMES.each { |n| drop_table n }\nend", "- table a\n#1 - table b"),
    (
        "def up\n{ a: %i[x y], b: :z }.each do |t, cs|\nArray(cs)\nremove_columns t, *cs\nend\nend",
        "- column a.x & - column a.y\n#1 - column b.z",
    ),
    (
        "def up\n%w[a b].each do |n|\nnext if table_exists?(n)\ncreate_table n, id: false\nend\nend",
        "if table a\nelse\n+ table a()\nend\nif table b\nelse\n#1 + table b()\nend",
    ),
    // The file's own methods stand where they are called.
    (
        "def up\nmake(:a, if_it: true)\nend\nprivate\ndef make(name, if_it: false)\nreturn unless if_it\ndrop_table name\nend",
        "- table a",
    ),
    (
        "def up\ncreate_table :a, id: false unless there?\nend\ndef there?\ntable_exists?(:a)\nend",
        "if !table a\n+ table a()\nend",
    ),
    (
        "def up\nonce(:a) { drop_table :b }\nend\ndef once(name)\nreturn if table_exists?(name)\nyield\nend",
        "if table a\nelse\n- table b\nend",
    ),
    (
        "def up\neach_shard { |s| drop_table s }\nend\ndef each_shard(&block)\n%w[a b].each { |s| block.call(s) }\nend",
        "- table a\n#1 - table b",
    ),
    // Loops whose items are not known are one step.
    ("def up\nlist.each { |c| add_column :a, c, :text }\nend", "opaque table a"),
    ("def up\nfor x in y do\ndrop_table :a\nend\nend", "opaque table a"),
    // Rows.
    ("def up\nPlan.create!(name: 'x', rank: 1)\nend", "insert plans [\"name\", \"rank\"]"),
    (
        "class Thing < ActiveRecord::Base\nself.table_name = 'stuff'\nend\ndef up\nThing.find_or_create_by!(name: 'x')\nend",
        "insert stuff [\"name\"] where absent",
    ),
    (
        "def up\nUserProfile.insert_all([{ a: 1 }], unique_by: :a)\nPlan.where(a: 1).delete_all\nend",
        "insert user_profiles [\"a\"] or skip\ndelete plans some",
    ),
    (
        "def up\nUser.where(a: nil).update_all(a: 1)\nUser.update_all('n = n + 1')\nend",
        "update users Same\nupdate users Differs",
    ),
    ("def up\nUser.find_each { |user| user.update!(a: 1) }\nend", "update users Same"),
    ("def up\nUser.find_each { |user| user.update!(a: \"#{user.a}!\") }\nend", "update users Differs"),
    ("def up\nUser.where(done: false).find_each { |u| u.update!(n: u.n + 1, done: true) }\nend", "update users Same"),
    ("def up\nUser.in_batches { |some| some.where(x: nil).update_all('n = n + 1, x = 1') }\nend", "update users Same"),
    ("def up\nUser.find_each { |u| u.n += 1\nu.save! }\nend", "update users Differs"),
    ("def up\nUser.pluck(:id).each { |id| User.where(id: id).update_all('n = n + 1') }\nend", "update users Differs"),
    (
        "def up\nUser.where.missing(:post).find_each { |u| Post.create!(user_id: u.id) }\nend",
        "insert posts [\"user_id\"] where absent",
    ),
    ("def up\nUser.where('n < 3').find_each { |u| u.increment!(:n) }\nend", "update users Unknown"),
    ("def up\nplan = Plan.find_by(name: 'x')\nplan.update!(n: plan.n * 2) if plan\nend", "update plans Differs"),
    ("def up\nUser.find_each { |u| User.update_counters(u.id, n: 1) }\nend", "update users Differs"),
    ("def up\nplan = Plan.new(a: 1)\nplan.b = 2\nplan.save!\nend", "insert plans []"),
    ("def up\nbegin\ndrop_table :a\nrescue PG::UndefinedTable\nend\nend", "try\n- table a\nrescue\nend"),
    (
        "def up\nPlan.create!(name: 'x') unless Plan.exists?(name: 'x')\nend",
        "if !rows plans [(\"name\", \"x\")]\ninsert plans [\"name\"]\nend",
    ),
    // Calls without an effect.
    ("def up\nsay 'x'\nUser.reset_column_information\nRails.logger.info('x')\nx = select_value('SELECT 1')\nend", ""),
];

#[test]
fn programs_are_followed() {
    for (ruby, expected) in PROGRAMS {
        let methods = ruby.strip_prefix("class ").map_or_else(
            || (*ruby).to_owned(),
            |_| format!("class Example < ActiveRecord::Migration[8.1]\n{ruby}\nend"),
        );
        same(&super::outline::program(&POSTGRES.read(&methods).up), expected, ruby);
    }
}

#[test]
fn engines_get_the_statements_that_rails_sends_them() {
    let ruby =
        "create_table :a, id: false do |t|\n t.references :b, foreign_key: true\nend\nadd_foreign_key :a, :people";
    let cases = [
        (
            Dialect::Postgres,
            "+ table a(b_id:bigint) fk fk_rails_ca23efad7e(b_id)->bs
             + index index_a_on_b_id(b_id) (implied)
             + constraint a.fk_rails_bad26c2f80 fk fk_rails_bad26c2f80(person_id)->people",
        ),
        (
            Dialect::MySql,
            "+ table a(b_id:bigint) fk fk_rails_ca23efad7e(b_id)->bs index index_a_on_b_id(b_id)
             + constraint a.fk_rails_bad26c2f80 fk fk_rails_bad26c2f80(person_id)->people",
        ),
        // SQLite keeps a second key of the same name without a word.
        (
            Dialect::Sqlite,
            "+ table a(b_id:integer) fk fk_rails_ca23efad7e(b_id)->bs
             + index index_a_on_b_id(b_id) (implied)
             + constraint a.fk_rails_bad26c2f80 fk fk_rails_bad26c2f80(person_id)->people doubles",
        ),
    ];
    for (dialect, expected) in cases {
        same(&Place::on(dialect, "8.1").change(ruby), expected, dialect.name());
    }
}

#[test]
fn classes_and_transactions_are_recognised() {
    let class =
        |header: &str, body: &str| format!("class A < {header}\n{body}\ndef change\nadd_timestamps :a\nend\nend");
    for (header, expected) in [
        ("ActiveRecord::Migration[7.1]", "datetime!"),
        ("ActiveRecord::Migration[4.2]", "datetime "),
        ("ActiveRecord::Migration", "datetime "),
        ("Gitlab::Database::Migration[2.2]", "datetime!"),
        ("ApplicationMigration", "datetime!"),
    ] {
        let migration = POSTGRES.read(&class(header, ""));
        assert!(super::outline::program(&migration.up).contains(expected), "{header}");
        assert_eq!(migration.transaction, Transaction::Whole);
        assert_eq!((migration.revision.as_str(), migration.name.as_str()), ("20240102030405", "A"));
    }
    let alone = POSTGRES.read(&class("ActiveRecord::Migration[7.1]", "disable_ddl_transaction!"));
    assert_eq!(alone.transaction, Transaction::Autocommit);
    let mysql = Place::on(Dialect::MySql, "7.1").read(&class("ActiveRecord::Migration[7.1]", ""));
    assert_eq!(mysql.transaction, Transaction::Autocommit);
}
