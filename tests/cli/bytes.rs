//! What a fix must leave as it is: line endings, byte-order marks, indentation, everything it is not about.

use crate::support::{Checkout, PYTHON, RUBY, SQL};

const FILE: &str = "migrations/001_a.sql";

/// Needs several new lines around it (a DO block) on PostgreSQL.
const CONSTRAINT: &str = "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);";

#[test]
fn a01_crlf() {
    let text = format!("{SQL}{CONSTRAINT}\n").replace('\n', "\r\n");
    let checkout = Checkout::sql(&text);
    let untouched = "-- nothing\r\nSELECT 1;\r\n";
    checkout.write("migrations/002_b.sql", untouched);
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert_ne!(fixed, text);
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count(), "{fixed:?}");
    assert_eq!(checkout.text("migrations/002_b.sql"), untouched);
}

#[test]
fn a02_mixed_line_endings() {
    let checkout = Checkout::sql(&format!("SELECT 1;\n{CONSTRAINT}\r\nSELECT 2;\n"));
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert!(fixed.starts_with("SELECT 1;\n") && fixed.ends_with("SELECT 2;\n"), "{fixed:?}");
    let middle = &fixed["SELECT 1;\n".len()..fixed.len() - "SELECT 2;\n".len()];
    assert_ne!(middle, format!("{CONSTRAINT}\r\n"), "it was repaired");
    assert_eq!(middle.matches('\n').count(), middle.matches("\r\n").count(), "{middle:?}");
}

#[test]
fn a03_byte_order_mark() {
    let checkout = Checkout::sql(&format!("\u{feff}{SQL}"));
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert_eq!(fixed.matches('\u{feff}').count(), 1);
    assert!(fixed.starts_with("\u{feff}CREATE TABLE IF NOT EXISTS users ("), "{fixed:?}");
}

#[test]
fn a04_no_final_newline() {
    let checkout = Checkout::sql(SQL.trim_end());
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert!(fixed.contains("IF NOT EXISTS") && fixed.ends_with("(email);"), "{fixed:?}");
}

#[test]
fn a05_indentation_is_copied() {
    let checkout = Checkout::alembic(&PYTHON.replace("    ", "\t"));
    checkout.run(&["lint", "--fix", "--unsafe-fixes"]);
    let fixed = checkout.text("alembic/versions/a1_users.py");
    assert_ne!(fixed, PYTHON.replace("    ", "\t"));
    let spaces: Vec<&str> = fixed.lines().filter(|line| line.starts_with(' ')).collect();
    assert!(spaces.is_empty(), "{fixed}");
}

#[test]
fn a06_encodings() {
    let checkout = Checkout::sql(SQL);
    checkout.write("migrations/002_b.sql", b"CREATE TABLE caf\xe9 (id int);\n");
    let done = checkout.run(&["lint", "--fix"]);
    done.expect(2, "002_b.sql: is not valid UTF-8");
    assert_eq!(checkout.bytes("migrations/002_b.sql"), b"CREATE TABLE caf\xe9 (id int);\n");
    assert!(checkout.text(FILE).contains("IF NOT EXISTS"), "the others are repaired all the same");

    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() };
    let name = "db/migrate/20260101000000_create_users.rb";
    let rails = Checkout::rails("");
    rails.write(name, latin(&format!("# encoding: iso-8859-1\n# café\n{RUBY}")));
    rails.run(&["lint", "--fix"]).expect(0, "Fixed");
    let fixed = rails.bytes(name);
    assert!(fixed.starts_with(b"# encoding: iso-8859-1\n# caf\xe9\n"));
    assert!(String::from_utf8_lossy(&fixed).contains("if_not_exists: true"));

    let alembic = Checkout::alembic("");
    alembic.write("alembic/versions/a1_users.py", latin(&format!("# -*- coding: latin-1 -*-\n# café\n{PYTHON}")));
    alembic.run(&["lint", "--format", "concise"]).expect(1, "a1_users.py:11:5: error[unguarded-create-table]");
}

#[test]
fn a07_wide_characters_before_the_edit() {
    let checkout = Checkout::sql(&format!("-- 🚀 naïve 表\n/* 🚀 */ {SQL}"));
    let done = checkout.run(&["lint", "--format", "concise"]);
    assert!(done.out.contains("001_a.sql:2:9: "), "columns count characters: {done:?}");
    checkout.fix();
    assert!(checkout.text(FILE).starts_with("-- 🚀 naïve 表\n/* 🚀 */ CREATE TABLE IF NOT EXISTS users ("));
}

#[test]
fn a14_comments_survive() {
    let text = "create table users ( -- why\n  id bigint /* key */, -- more\n  email text\n); -- behind\n";
    let checkout = Checkout::sql(text);
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert_eq!(fixed, text.replacen("create table users", "create table if not exists users", 1));

    let ruby = RUBY
        .replace(":email\n  end", ":email # keep\n  end")
        .replace("add_index :users, :email", "add_index( # a\n      :users, # b\n      :email # c\n    ) # d");
    let rails = Checkout::rails(&ruby);
    rails.fix();
    let fixed = rails.text("db/migrate/20260101000000_create_users.rb");
    assert_ne!(fixed, ruby);
    for comment in ["# keep", "# a", "# b", "# c", "# d"] {
        assert!(fixed.contains(comment), "{comment} in {fixed}");
    }
}

#[test]
fn a15_strings_and_data_are_not_code() {
    let ruby = format!("{RUBY}__END__\ncreate_table :others\nadd_index :users, :name\n");
    let ruby = ruby.replace("    add_index", "    puts \"create_table :quoted\"\n    add_index");
    let rails = Checkout::rails(&ruby);
    rails.fix();
    let fixed = rails.text("db/migrate/20260101000000_create_users.rb");
    assert!(fixed.contains("puts \"create_table :quoted\"\n"));
    assert!(fixed.ends_with("__END__\ncreate_table :others\nadd_index :users, :name\n"));

    let text = "INSERT INTO notes (body) SELECT 'CREATE TABLE x (id int);' WHERE false;\n-- CREATE TABLE y (id int);\n";
    let checkout = Checkout::sql(text);
    checkout.fix();
    let fixed = checkout.text(FILE);
    assert!(fixed.contains("'CREATE TABLE x (id int);'") && fixed.contains("-- CREATE TABLE y (id int);"), "{fixed}");
}

#[test]
fn a21_only_the_intended_lines_change() {
    let text =
        "  CREATE   TABLE users(id bigint,email text);\n\n\n\tSELECT  1 ;\nCREATE INDEX  users_email ON users(email) ;";
    let checkout = Checkout::sql(text);
    checkout.fix();
    let fixed = checkout.text(FILE);
    let changed: Vec<(&str, &str)> = text.lines().zip(fixed.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(text.lines().count(), fixed.lines().count(), "{fixed}");
    for (old, new) in changed {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let added: Vec<String> =
            words(new).into_iter().filter(|word| !["IF", "NOT", "EXISTS"].contains(&word.as_str())).collect();
        assert_eq!(added, words(old));
        assert_eq!(new.len(), old.len() + "IF NOT EXISTS ".len(), "{new:?}");
    }
    assert!(fixed.contains("\t") && fixed.contains("SELECT  1 ;"));
}

/// What recurses over a text runs out of stack, and the parser of Python out of room, where it nests beyond reason.
#[test]
fn what_nests_beyond_reason_is_told_and_the_rest_is_judged() {
    let levels =
        |count: usize| -> String { (1..=count).map(|level| format!("{}if x:\n", " ".repeat(level))).collect() };
    let deep = |count: usize| format!("{}{}op.drop_table('a')\n", levels(count), " ".repeat(count + 1));
    let python = |body: &str| {
        format!("from alembic import op\nrevision = \"b2\"\ndown_revision = \"a1\"\n\n\ndef upgrade():\n{body}")
    };
    let ruby = |open: &str, close: &str, count: usize| {
        let body = format!("{}add_column :a, :b, :string\n{}", open.repeat(count), close.repeat(count));
        format!("class Deep < ActiveRecord::Migration[7.1]\n  def change\n{body}  end\nend\n")
    };
    let sql = |count: usize| {
        format!("DO $$ BEGIN {} SELECT 1; {} END $$;\n", "IF x THEN ".repeat(count), "END IF; ".repeat(count))
    };
    let alembic = Checkout::alembic(
        "from alembic import op\nrevision = \"a1\"\ndown_revision = None\n\n\ndef upgrade():\n    op.create_table(\"users\")\n",
    );
    let rails = Checkout::rails(RUBY);
    let cases = [
        (&alembic, "alembic/versions/b2_deep.py", python(&deep(3_000))),
        (
            &alembic,
            "alembic/versions/b2_deep.py",
            python(&format!(" op.execute({}1{})\n", "(".repeat(20_000), ")".repeat(20_000))),
        ),
        (&rails, "db/migrate/20260201000000_deep.rb", ruby("if x\n", "end\n", 20_000)),
        (&rails, "db/migrate/20260201000000_deep.rb", ruby("[1].each do |x|\n", "end\n", 5_000)),
    ];
    for (checkout, file, text) in cases {
        checkout.write(file, text);
        let done = checkout.run(&["lint", "--format", "concise"]);
        done.expect(2, "nests too deeply");
        assert!(done.out.contains("unguarded-create-table"), "the other file is judged: {}", done.out);
    }
    // As deep as anybody would go.
    alembic.write("alembic/versions/b2_deep.py", python(&deep(90)));
    rails.write("db/migrate/20260201000000_deep.rb", ruby("[1].each do |x|\n", "end\n", 200));
    let brackets = format!("UPDATE x SET a = {}1{};\n", "(".repeat(20_000), ")".repeat(20_000));
    let deep_sql = Checkout::sql(&format!("{}{brackets}CREATE TABLE users (id bigint);\n", sql(20_000)));
    for checkout in [&alembic, &rails, &deep_sql] {
        checkout.run(&["lint", "--format", "concise"]).expect(1, "unguarded-create-table");
    }
}
