//! Each tool's own order, and what it means for the first run.

use crate::support::Checkout;

/// What is said of the first run: `file rule message`.
fn first_run(checkout: &Checkout) -> Vec<String> {
    let rules =
        ["missing-", "duplicate-", "out-of-order", "enum-made-twice", "broken-revision-graph", "multiple-heads"];
    let out = checkout.run(&["lint", "--all", "--format", "concise"]).out;
    let lines = out.lines().filter(|line| rules.iter().any(|rule| line.contains(&format!("[{rule}"))));
    lines.map(str::to_owned).collect()
}

fn seaorm(order: &[&str]) -> Checkout {
    let migration = |step: &str| {
        format!(
            "use sea_orm_migration::{{prelude::*, schema::*}};\n#[derive(DeriveMigrationName)]\npub struct Migration;\n\
             impl MigrationTrait for Migration {{\n    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{\n        \
             manager.{step}.await\n    }}\n}}\n#[derive(DeriveIden)]\nenum User {{ Table, Id, TeamId }}\n\
             #[derive(DeriveIden)]\nenum Team {{ Table, Id }}\n"
        )
    };
    let boxes: String = order.iter().map(|name| format!("Box::new({name}::Migration), ")).collect();
    let key = "TableForeignKey::new().name(\"fk\").from_tbl(User::Table).from_col(User::TeamId).to_tbl(Team::Table).to_col(Team::Id)";
    Checkout::new(&[
        ("Cargo.toml", "[dependencies]\nsea-orm-migration = { version = \"1.1.0\", features = [\"sqlx-postgres\"] }\n"),
        (
            "src/lib.rs",
            &format!(
                "impl MigratorTrait for Migrator {{ fn migrations() -> Vec<Box<dyn MigrationTrait>> {{ vec![{boxes}] }} }}\n"
            ),
        ),
        (
            "src/m1_users.rs",
            &migration(
                "create_table(Table::create().table(User::Table).if_not_exists().col(pk_auto(User::Id)).col(integer(User::TeamId)).to_owned())",
            ),
        ),
        (
            "src/m2_member.rs",
            &migration(&format!("alter_table(Table::alter().table(User::Table).add_foreign_key({key}).to_owned())")),
        ),
        (
            "src/m3_teams.rs",
            &migration(
                "create_table(Table::create().table(Team::Table).if_not_exists().col(pk_auto(Team::Id)).to_owned())",
            ),
        ),
    ])
}

#[test]
fn seaorm_runs_the_vector() {
    assert_eq!(
        first_run(&seaorm(&["m1_users", "m2_member", "m3_teams"])),
        [
            "src/m2_member.rs:6:63: error[missing-table] table `team` is not there when this step runs: `m3_teams` makes it later"
        ]
    );
    assert_eq!(first_run(&seaorm(&["m1_users", "m3_teams", "m2_member"])), [""; 0]);
}

#[test]
fn rails_runs_post_migrate_among_the_others() {
    let class = |name: &str, step: &str| {
        format!("class {name} < ActiveRecord::Migration[7.1]\n  def change\n    {step}\n  end\nend\n")
    };
    let checkout = Checkout::new(&[
        ("Gemfile.lock", "GEM\n  specs:\n    activerecord (7.1.3)\n    pg (1.5.4)\n"),
        (
            "db/migrate/20240101000000_create_jobs.rb",
            &class("CreateJobs", "create_table(:jobs) { |t| t.string :kind }"),
        ),
        ("db/post_migrate/20240102000000_drop_kind.rb", &class("DropKind", "remove_column :jobs, :kind, :string")),
        ("db/migrate/20240103000000_kind_again.rb", &class("KindAgain", "add_column :jobs, :kind, :integer")),
    ]);
    assert_eq!(first_run(&checkout), [""; 0]);
    checkout.write("db/post_migrate/20240103000000_other.rb", class("Other", "add_column :jobs, :other, :integer"));
    assert_eq!(
        first_run(&checkout),
        [
            "db/post_migrate/20240103000000_other.rb:1:1: error[duplicate-version] Two migrations have the version 20240103000000: nothing is migrated any more"
        ]
    );
}

#[test]
fn rails_engines_bring_copies_of_their_own() {
    let class = |name: &str| {
        format!(
            "class {name} < ActiveRecord::Migration[7.1]\n  def change\n    create_table(:{})\n  end\nend\n",
            name.to_lowercase()
        )
    };
    let checkout = Checkout::new(&[
        ("Gemfile.lock", "GEM\n  specs:\n    activerecord (7.1.3)\n    pg (1.5.4)\n"),
        ("db/migrate/20240101000000_create_blobs.active_storage.rb", &class("CreateBlobs")),
        ("db/migrate/20240102000000_create_orders.rb", &class("CreateOrders")),
        // The engine's own folder is a history of its own until it is copied.
        ("engines/shop/db/migrate/20240102000000_create_carts.rb", &class("CreateCarts")),
    ]);
    assert_eq!(first_run(&checkout), [""; 0]);
    checkout.write("db/migrate/20240105000000_create_blobs.active_storage.rb", class("CreateBlobs"));
    assert_eq!(
        first_run(&checkout),
        [
            "db/migrate/20240105000000_create_blobs.active_storage.rb:1:1: error[duplicate-version] Two migrations are called CreateBlobs: nothing is migrated any more",
            "db/migrate/20240105000000_create_blobs.active_storage.rb:3:5: error[duplicate-object] table `createblobs` is made twice: the first run fails, and every run after it",
        ]
    );
}

#[test]
fn flyway_counts_one_point_nothing_as_one() {
    let checkout = Checkout::new(&[
        ("flyway.conf", "flyway.url=jdbc:postgresql://h/d\nflyway.locations=filesystem:sql\n"),
        ("sql/V3__a.sql", "CREATE TABLE a (id int);\n"),
        ("sql/V3.0__b.sql", "CREATE TABLE b (id int);\n"),
        ("sql/V30__c.sql", "CREATE TABLE c (id int);\n"),
    ]);
    let found = first_run(&checkout);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("[duplicate-version] Two migrations have the number 3: nothing is migrated"),
        "{found:?}"
    );
}

#[test]
fn drizzle_runs_its_journal_and_passes_over_what_is_dated_back() {
    let journal = |dates: [u64; 3]| {
        let entry = |(number, (tag, when)): (usize, (&str, u64))| {
            format!("{{\"idx\":{number},\"when\":{when},\"tag\":\"{tag}\"}}")
        };
        let tags = ["0000_a", "0001_b", "0002_c"];
        let entries: Vec<String> = tags.into_iter().zip(dates).enumerate().map(entry).collect();
        format!("{{\"dialect\":\"postgresql\",\"entries\":[{}]}}", entries.join(","))
    };
    let checkout = Checkout::new(&[
        ("drizzle/0000_a.sql", "CREATE TABLE a (id int);\n"),
        ("drizzle/0001_b.sql", "CREATE TABLE b (id int);\n"),
        ("drizzle/0002_c.sql", "CREATE TABLE c (id int);\n"),
        ("drizzle/meta/_journal.json", &journal([100, 300, 200])),
    ]);
    assert_eq!(
        first_run(&checkout),
        [
            "drizzle/0002_c.sql:1:1: warning[out-of-order] the journal dates 0002_c before 0001_b, which comes first: it is never run where that has run by itself"
        ]
    );
    checkout.write("drizzle/meta/_journal.json", journal([100, 200, 300]));
    assert_eq!(first_run(&checkout), [""; 0]);
}

#[test]
fn names_of_other_schemas_are_other_names() {
    let checkout = Checkout::new(&[
        ("flyway.conf", "flyway.url=jdbc:postgresql://h/d\nflyway.locations=filesystem:sql\n"),
        (
            "sql/V1__a.sql",
            "CREATE SCHEMA one;\nCREATE SCHEMA two;\nCREATE TABLE one.x (id int);\nCREATE TABLE two.x (id int);\n\
             ALTER TABLE ONLY one.x ADD CONSTRAINT x_pkey PRIMARY KEY (id);\n\
             ALTER TABLE ONLY two.x ADD CONSTRAINT x_pkey PRIMARY KEY (id);\n\
             CREATE INDEX x_ix ON one.x (id);\nCREATE INDEX x_ix ON two.x (id);\nALTER TABLE one.x ADD UNIQUE (id);\n\
             ALTER TABLE two.x ADD CONSTRAINT x_id_key UNIQUE (id);\n",
        ),
    ]);
    assert_eq!(first_run(&checkout), [""; 0]);
}

#[test]
fn what_stops_the_first_run_is_said_before_what_stops_the_second() {
    let revision = |id: &str, down: &str, table: &str| {
        format!(
            "from alembic import op\nimport sqlalchemy as sa\n\nrevision = \"{id}\"\ndown_revision = {down}\n\n\ndef upgrade():\n    \
             op.create_table(\"{table}\", sa.Column(\"s\", sa.Enum(\"a\", \"b\", name=\"state\")))\n\n\ndef downgrade():\n    pass\n"
        )
    };
    let checkout = Checkout::new(&[
        ("alembic.ini", "[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://h/d\n"),
        ("requirements.txt", "alembic==1.16.5\nSQLAlchemy==2.0.36\n"),
        ("m/env.py", ""),
        ("m/versions/a1.py", &revision("a1", "None", "jobs")),
        ("m/versions/b2.py", &revision("b2", "\"a1\"", "runs")),
    ]);
    assert_eq!(
        first_run(&checkout),
        [
            "m/versions/b2.py:9:5: error[enum-made-twice] type `state` is made by two revisions: the second fails wherever the first ran on its own"
        ]
    );
}
