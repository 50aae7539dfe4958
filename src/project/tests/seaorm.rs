//! SeaORM's migrators.

use super::Checkout;
use crate::engine::Version;

const MANIFEST: &str = "[package]\nname = \"migration\"\n[dependencies.sea-orm-migration]\nversion = \"~1.1.4\"\nfeatures = [\"sqlx-mysql\"]\n";

fn migration(name: &str) -> String {
    format!(
        "pub struct {name};\nimpl MigrationTrait for {name} {{\n    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {{ Ok(()) }}\n}}\n"
    )
}

fn migrator(name: &str, boxed: &str) -> String {
    format!("impl MigratorTrait for {name} {{ fn migrations() -> Vec<Box<dyn MigrationTrait>> {{ vec![{boxed}] }} }}\n")
}

#[test]
fn the_vector_of_the_migrator_is_the_order() {
    let vector = "Box::new(m2_b::Migration), Box::new(m1_a::Migration), Box::new(inner::m0_c::Migration)";
    let checkout = Checkout::new(&[
        ("services/shop/migration/Cargo.toml", MANIFEST),
        ("services/shop/migration/src/lib.rs", &migrator("Migrator", vector)),
        ("services/shop/migration/src/m1_a.rs", &migration("Migration")),
        ("services/shop/migration/src/m2_b.rs", &migration("Migration")),
        ("services/shop/migration/src/inner/m0_c.rs", &migration("Migration")),
        ("services/shop/migration/src/helpers.rs", "pub fn id() {}\n"),
        // Nobody runs this one, so nothing is known of when.
        ("services/shop/migration/src/m9_draft.rs", &migration("Migration")),
    ]);
    let src = "services/shop/migration/src";
    let expected = [
        format!("sea-orm mysql: {src}/m2_b.rs {src}/m1_a.rs {src}/inner/m0_c.rs"),
        format!("sea-orm mysql: {src}/m9_draft.rs"),
    ];
    assert_eq!(checkout.outline(&[""]), expected);
    let project = checkout.discover(&[&format!("{src}/m1_a.rs")]);
    assert_eq!(project.histories[0].context.framework, Some(Version::new(1, 1, 4)));
    let asked = project.histories[0].files.iter().filter(|file| !file.company);
    assert_eq!(asked.count(), 1, "the files beside it are only its context");
}

#[test]
fn several_migrators_and_files_of_several_migrations() {
    let two = format!("{}{}", migration("First"), migration("Second"));
    let checkout = Checkout::new(&[
        ("Cargo.toml", "[dependencies]\nsea-orm-migration = { version = \"2.0\", features = [\"sqlx-postgres\"] }\n"),
        ("src/main.rs", &migrator("Accounts", "Box::new(accounts::First), Box::new(accounts::Second)")),
        ("src/accounts.rs", &two),
        ("src/billing/mod.rs", &migrator("Billing", "Box::new(m1::Migration)")),
        ("src/billing/m1.rs", &migration("Migration")),
        ("src/other/m1.rs", &migration("Migration")),
        ("elsewhere/Cargo.toml", "[dependencies]\nserde = \"1\"\n"),
        ("elsewhere/src/m1.rs", &migration("Migration")),
    ]);
    let expected = [
        "sea-orm postgresql: src/accounts.rs",
        "sea-orm postgresql: src/billing/m1.rs",
        "sea-orm postgresql: src/other/m1.rs",
    ];
    assert_eq!(checkout.outline(&[""]), expected);
}

#[test]
fn what_migrations_speak_of_is_at_hand() {
    let text =
        format!("use super::helpers;\nconst SQL: &str = include_str!(\"../sql/a.sql\");\n{}", migration("Migration"));
    let checkout = Checkout::new(&[
        ("m/Cargo.toml", MANIFEST),
        ("m/src/lib.rs", &migrator("Migrator", "Box::new(m1::Migration)")),
        ("m/src/m1.rs", &text),
        ("m/src/helpers/mod.rs", "use crate::names;\n"),
        ("m/src/names.rs", "use crate::helpers;\n"),
        ("m/src/unheard_of.rs", "pub fn x() {}\n"),
        ("m/sql/a.sql", "SELECT 1;\n"),
    ]);
    let project = checkout.discover(&[""]);
    let found = project.histories[0].context.companions.keys();
    let found: Vec<&str> =
        found.filter_map(|path| path.strip_prefix(checkout.root()).ok()).map(|path| path.as_str()).collect();
    assert_eq!(found, ["m/sql/a.sql", "m/src/helpers/mod.rs", "m/src/names.rs"]);
}
