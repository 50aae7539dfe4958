//! Histories are found on small checkouts laid out in a temporary folder.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use super::*;
use crate::engine::{Tool, Transaction, Version};

mod seaorm;

/// A folder with these files; gone when dropped.
struct Checkout(tempfile::TempDir);

impl Checkout {
    fn new(files: &[(&str, &str)]) -> Self {
        let checkout = Self(tempfile::tempdir().expect("a temporary folder"));
        for (name, text) in files {
            checkout.write(name, text.as_bytes());
        }
        checkout
    }

    fn root(&self) -> &Utf8Path {
        Utf8Path::from_path(self.0.path()).expect("temporary folders have plain names")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.root().join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn discover(&self, names: &[&str]) -> Project {
        let paths: Vec<Utf8PathBuf> = names.iter().map(|name| self.root().join(name)).collect();
        discover(&Scope::of(&paths), &Config::default())
    }

    /// `tool dialect[?][+also]: file file …` for each history, paths relative to the folder.
    fn outline(&self, names: &[&str]) -> Vec<String> {
        let project = self.discover(names);
        let relative = |path: &Utf8Path| path.strip_prefix(self.root()).unwrap_or(path).to_string();
        let histories = project.histories.iter().map(|history| {
            let context = &history.context;
            let also: String = context.also.iter().map(|dialect| format!("+{}", dialect.name())).collect();
            let sure = if context.dialect_known { "" } else { "?" };
            let files = history.files.iter().map(|file| {
                let name = |id: FileId| relative(project.sources[id.0 as usize].path());
                let down = file.down.map(|down| format!("<{}", name(down))).unwrap_or_default();
                format!(" {}{down}", name(file.file))
            });
            format!("{} {}{sure}{also}:{}", context.tool.name(), context.dialect.name(), files.collect::<String>())
        });
        let errors = project.errors.iter().map(|error| format!("! {}: {}", relative(&error.path), error.message));
        histories.chain(errors).collect()
    }
}

const RUBY: &str = "class X < ActiveRecord::Migration[7.1]\n  def change\n  end\nend\n";
const PYTHON: &str = "revision = 'a'\ndown_revision = None\n\ndef upgrade():\n    pass\n";
const SQL: &str = "CREATE TABLE t (id int);\n";

/// Paths and what stands in them.
type Files = &'static [(&'static str, &'static str)];

#[test]
fn rails_folders_versions_and_adapters() {
    let checkout = Checkout::new(&[
        (
            "Gemfile.lock",
            "GEM\n  specs:\n    activerecord (6.1.7.10)\n    pg (1.5)\n    sqlite3 (1.4)\n    strong_migrations (1.0)\n",
        ),
        ("config/database.yml", "production:\n  adapter: postgresql\n"),
        ("db/migrate/20200102000000_b.rb", RUBY),
        ("db/migrate/20200101000000_a.rb", RUBY),
        ("db/migrate/helper.rb", "module Helper\nend\n"),
        ("db/post_migrate/20200103000000_c.rb", RUBY),
        ("db/old_migrations/20100101000000_z.rb", RUBY),
        ("db/schema.rb", "ActiveRecord::Schema.define {}\n"),
        ("db/seeds.rb", "User.create!\n"),
        ("engines/shop/db/migrate/20200104000000_d.rb", RUBY),
        ("lib/generators/templates/20200105000000_e.rb", RUBY),
    ]);
    let expected = [
        "rails postgresql: db/migrate/20200101000000_a.rb db/migrate/20200102000000_b.rb db/post_migrate/20200103000000_c.rb",
        "rails postgresql: engines/shop/db/migrate/20200104000000_d.rb",
    ];
    assert_eq!(checkout.outline(&[""]), expected);
    let project = checkout.discover(&["db/migrate/20200101000000_a.rb"]);
    let context = &project.histories[0].context;
    assert_eq!(context.framework, Some(Version::new(6, 1, 7)));
    assert!(context.gems.contains("strong_migrations"));
    let asked = project.histories[0].files.iter().filter(|file| !file.company);
    assert_eq!(asked.count(), 1, "the files beside it are only its context");
}

#[test]
fn alembic_environments() {
    let checkout = Checkout::new(&[
        (
            "alembic.ini",
            "[alembic]\nscript_location = app:db\nversion_locations = %(here)s/app/db/v1 %(here)s/app/db/v2\nsqlalchemy.url = sqlite:///x.db\n",
        ),
        ("requirements.txt", "alembic==1.13.2\nSQLAlchemy==2.0.36\n"),
        ("app/db/env.py", "isolation_level = None\nconn.exec_driver_sql('BEGIN')\n"),
        ("app/db/v1/a.py", PYTHON),
        ("app/db/v2/b.py", PYTHON),
        ("app/db/v2/__init__.py", ""),
        ("app/db/v2/tool.py", "import x\n"),
        ("flask/migrations/env.py", "x = 'mysql+pymysql://u@h/db'\n"),
        ("flask/migrations/versions/c.py", PYTHON),
        ("repo/versions/001_first.py", "def upgrade(migrate_engine):\n    pass\n"),
    ]);
    let expected = [
        "alembic sqlite: app/db/v1/a.py app/db/v2/b.py app/db/v2/tool.py",
        "alembic mysql: flask/migrations/versions/c.py",
    ];
    assert_eq!(checkout.outline(&[""]), expected);
    let strays = checkout.discover(&[""]).histories[0].files.iter().map(|file| file.stray).collect::<Vec<_>>();
    assert_eq!(strays, [false, false, true], "Alembic loads `tool.py` as well, and stops there");
    let context = checkout.discover(&["app/db/v1/a.py"]).histories[0].context.clone();
    assert_eq!(context.framework, Some(Version::new(1, 13, 2)));
    assert_eq!(context.sqlalchemy, Some(Version::new(2, 0, 36)));
    assert_eq!(context.transaction, Some(Transaction::Whole));
}

#[test]
fn sql_tools_by_their_layouts() {
    let cases: &[(Files, &[&str])] = &[
        (
            &[
                ("sql/V2__b.sql", SQL),
                ("sql/V10__c.sql", SQL),
                ("sql/V1__a.sql", SQL),
                ("sql/U1__a.sql", SQL),
                ("sql/R__v.sql", SQL),
                ("sql/beforeMigrate.sql", SQL),
            ],
            &["flyway postgresql?: sql/V1__a.sql<sql/U1__a.sql sql/V2__b.sql sql/V10__c.sql sql/R__v.sql"],
        ),
        (
            &[
                ("migrations/2_b.up.sql", SQL),
                ("migrations/10_c.up.sql", SQL),
                ("migrations/2_b.down.sql", SQL),
                ("go.mod", "require (\n\tgithub.com/go-sql-driver/mysql v1.7.0\n)\n"),
            ],
            &["golang-migrate mysql: migrations/2_b.up.sql<migrations/2_b.down.sql migrations/10_c.up.sql"],
        ),
        (
            &[
                ("Cargo.toml", "[dependencies]\nsqlx = { version = \"0.8\", features = [\"sqlite\"] }\n"),
                ("migrations/1_a.up.sql", SQL),
                ("migrations/1_a.down.sql", SQL),
            ],
            &["sqlx sqlite: migrations/1_a.up.sql<migrations/1_a.down.sql"],
        ),
        (
            &[
                ("migrations/2020-01-01-000000_a/up.sql", SQL),
                ("migrations/2020-01-01-000000_a/down.sql", SQL),
                ("diesel.toml", ""),
            ],
            &["diesel postgresql?: migrations/2020-01-01-000000_a/up.sql<migrations/2020-01-01-000000_a/down.sql"],
        ),
        (
            &[
                ("prisma/migrations/2020_a/migration.sql", SQL),
                ("prisma/migrations/migration_lock.toml", "provider = \"mysql\"\n"),
                ("prisma/schema.prisma", ""),
            ],
            &["prisma mysql: prisma/migrations/2020_a/migration.sql"],
        ),
        (
            &[
                ("drizzle/0001_b.sql", SQL),
                ("drizzle/0000_a.sql", SQL),
                ("drizzle/meta/_journal.json", r#"{"dialect":"sqlite","entries":[{"tag":"0001_b"},{"tag":"0000_a"}]}"#),
            ],
            &["drizzle sqlite: drizzle/0001_b.sql drizzle/0000_a.sql"],
        ),
        (
            &[("supabase/migrations/2020_a.sql", SQL), ("supabase/seed.sql", SQL)],
            &["supabase postgresql: supabase/migrations/2020_a.sql"],
        ),
        (
            &[("db/migrations/2020_a.sql", "-- migrate:up\n"), (".env", "DATABASE_URL=mysql://h/x\n")],
            &["dbmate mysql: db/migrations/2020_a.sql"],
        ),
        (
            &[("migrations/001_a.sql", "-- +goose Up\nPRAGMA foreign_keys = ON;\n")],
            &["goose sqlite: migrations/001_a.sql"],
        ),
        (
            &[("migrations/001_a.sql", SQL), ("migrations/atlas.sum", "h1:\n")],
            &["atlas postgresql?: migrations/001_a.sql"],
        ),
        (
            &[("migrations/mysql/001_a.sql", SQL), ("migrations/sqlite/001_a.sql", SQL)],
            &["sql mysql: migrations/mysql/001_a.sql", "sql sqlite: migrations/sqlite/001_a.sql"],
        ),
        (
            &[
                ("core/scripts/mysql/db_00010.sql", SQL),
                ("core/scripts/mysql/db_00009.sql", SQL),
                ("core/scripts/mysql/db_00001.sql", SQL),
                ("core/scripts/mysql/autobuild.sql", SQL),
            ],
            &[
                "sql mysql: core/scripts/mysql/db_00001.sql core/scripts/mysql/db_00009.sql core/scripts/mysql/db_00010.sql",
            ],
        ),
        (
            &[("bench/query_1.sql", SQL), ("bench/query_2.sql", SQL), ("bench/query_3.sql", SQL), ("x/db_1.sql", SQL)],
            &[],
        ),
        (
            &[("queries/users.sql", SQL), ("schema.sql", SQL), ("db/structure.sql", SQL), ("report/2020_q1.sql", SQL)],
            &[],
        ),
    ];
    for (files, expected) in cases {
        assert_eq!(Checkout::new(files).outline(&[""]), *expected, "{files:?}");
    }
}

#[test]
fn sql_of_databases_that_are_not_known_is_not_read_as_another() {
    let checkout = Checkout::new(&[
        ("db/migrations/clickhouse/01_a.sql", SQL),
        ("db/warehouse/migrations/01_a.sql", "CREATE TABLE t (id UInt8) ENGINE = MergeTree ORDER BY id;\n"),
        ("db/warehouse/migrations/02_b.sql", SQL),
        ("db/app/migrations/01_a.sql", SQL),
    ]);
    let project = checkout.discover(&["db"]);
    let foreign: Vec<(&str, bool)> = project
        .histories
        .iter()
        .map(|one| (one.root.strip_prefix(checkout.root()).map_or("", |root| root.as_str()), one.context.foreign))
        .collect();
    assert_eq!(
        foreign,
        [("db/app/migrations", false), ("db/migrations/clickhouse", true), ("db/warehouse/migrations", true)]
    );
}

#[test]
fn a_word_at_the_end_of_a_name_is_no_direction() {
    let checkout = Checkout::new(&[
        ("migrations/001_a.sql", SQL),
        ("migrations/001_a_down.sql", SQL),
        ("migrations/002_scale_down.sql", SQL),
        ("migrations/down/001_a_down.sql", SQL),
    ]);
    let expected = "sql postgresql?: migrations/001_a.sql<migrations/001_a_down.sql migrations/002_scale_down.sql";
    assert_eq!(checkout.outline(&["migrations"]), [expected]);
}

#[test]
fn what_is_named_is_taken() {
    let checkout = Checkout::new(&[
        ("old/20100101000000_z.rb", RUBY),
        ("x/rev.py", PYTHON),
        ("q/users.sql", SQL),
        ("m/001_a.up.sql", SQL),
        ("m/001_a.down.sql", SQL),
    ]);
    assert_eq!(checkout.outline(&["old"]), ["rails postgresql?: old/20100101000000_z.rb"]);
    assert_eq!(checkout.outline(&["x/rev.py"]), ["alembic postgresql?: x/rev.py"]);
    assert_eq!(checkout.outline(&["q/users.sql"]), ["sql postgresql?: q/users.sql"]);
    assert_eq!(
        checkout.outline(&["m/001_a.down.sql"]),
        ["golang-migrate postgresql?: m/001_a.up.sql<m/001_a.down.sql"]
    );
    assert_eq!(checkout.outline(&["none.sql"]), ["! none.sql: does not exist"]);
}

#[test]
fn ignored_and_foreign_folders_are_left_alone() {
    let checkout = Checkout::new(&[
        (".gitignore", "build/\n"),
        ("build/db/migrate/1_a.rb", RUBY),
        ("node_modules/x/migrations/001_a.sql", SQL),
        ("migrations/001_a.sql", SQL),
    ]);
    assert_eq!(checkout.outline(&[""]), ["sql postgresql?: migrations/001_a.sql"]);
}

#[test]
fn bad_files_are_named_and_others_read() {
    let checkout = Checkout::new(&[("migrations/001_a.sql", SQL)]);
    checkout.write("migrations/002_b.sql", b"SELECT 'caf\xe9';\n");
    checkout.write("migrations/003_c.sql", b"a\n\0\n");
    fs::create_dir(checkout.root().join("migrations/004_d.sql")).expect("a folder");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("gone.sql", checkout.root().join("migrations/005_e.sql")).expect("a link");
        std::os::unix::fs::symlink("/etc/hostname", checkout.root().join("migrations/006_f.sql")).expect("a link");
    }
    let outline = checkout.outline(&[""]);
    assert_eq!(outline[0], "sql postgresql?: migrations/001_a.sql");
    for (line, part) in outline[1..].iter().zip([
        "002_b.sql: is not valid UTF-8 (byte 0xe9 in line 1)",
        "003_c.sql: holds a NUL byte (line 2)",
        "004_d.sql: is a directory",
        "005_e.sql: is a link to gone.sql, which can't be read: does not exist",
        "006_f.sql: is a link out of the tree",
    ]) {
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(outline.len(), 6);
}

#[test]
fn declared_encodings_are_decoded() {
    let checkout = Checkout::new(&[]);
    checkout.write("db/migrate/1_a.rb", b"# encoding: iso-8859-1\n# caf\xe9 Migration\n");
    checkout.write("db/migrate/2_b.rb", b"# encoding: utf-8\n# Migration\n");
    checkout.write("db/migrate/3_c.rb", b"# -*- coding: nonsense -*-\n# Migration\n");
    let project = checkout.discover(&[""]);
    assert!(project.sources[0].text().contains("café"));
    assert!(project.origins[0].encoding.is_some() && project.origins[1].encoding.is_none());
    assert_eq!(project.errors.len(), 1);
    assert!(project.errors[0].message.contains("`nonsense`"));
}

#[test]
fn standard_input_goes_by_its_name() {
    let checkout = Checkout::new(&[("config/database.yml", "x:\n  adapter: mysql2\n")]);
    let name = checkout.root().join("db/migrate/20200101000000_a.rb");
    let scope = Scope { texts: [(name.clone(), RUBY.into())].into(), ..Scope::of(&[name]) };
    let project = discover(&scope, &Config::default());
    assert_eq!(project.histories[0].context.tool, Tool::Rails);
    assert_eq!(project.histories[0].context.dialect, Dialect::MySql);
    assert!(project.origins[0].given);
}

#[test]
fn unsaved_texts_stand_for_what_is_on_disk() {
    let checkout = Checkout::new(&[("db/migrate/20200101000000_a.rb", RUBY)]);
    let path = |name: &str| checkout.root().join("db/migrate").join(name);
    let texts = [
        (path("20200101000000_a.rb"), b"# a Migration, not saved yet\n".to_vec()),
        (path("20200102000000_b.rb"), RUBY.into()),
        ("/elsewhere/db/migrate/20200103000000_c.rb".into(), RUBY.into()),
    ];
    let scope = Scope { folder: checkout.root().to_owned(), texts: texts.into(), ..Scope::default() };
    let project = discover(&scope, &Config::default());
    let found: Vec<_> = project.sources.iter().map(|source| (source.path().file_name(), source.text())).collect();
    let expected =
        [(Some("20200101000000_a.rb"), "# a Migration, not saved yet\n"), (Some("20200102000000_b.rb"), RUBY)];
    assert_eq!(found, expected);
    assert!(!project.histories[0].files[0].named);
}
