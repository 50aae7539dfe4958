//! Databases that are used: their schema is copied, and what has not run there is verified.

use crate::servers::{Servers, verify};
use crate::support::Checkout;

/// A history of two files for this dialect: the first has run by hand, with what no migration makes beside it.
fn history(dialect: &str, tool: &str) -> Checkout {
    let config = format!("[[history]]\npath = \"migrations\"\ntool = \"{tool}\"\ndialect = \"{dialect}\"\n");
    Checkout::new(&[
        ("remigrate.toml", &config),
        ("migrations/000001_users.up.sql", "CREATE TABLE users (id int PRIMARY KEY);\n"),
        ("migrations/000002_names.up.sql", "ALTER TABLE users ADD COLUMN name varchar(20);\n"),
        ("migrations/000003_drop.up.sql", "DROP VIEW IF EXISTS everybody;\n"),
    ])
}

const LIVED: [&str; 5] = [
    "CREATE TABLE users (id int PRIMARY KEY)",
    "INSERT INTO users VALUES (1)",
    "CREATE VIEW everybody AS SELECT id FROM users",
    "CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean)",
    "INSERT INTO schema_migrations VALUES (1, false)",
];

#[test]
fn the_schema_of_a_file_is_copied() {
    let checkout = history("sqlite", "golang-migrate");
    let file = checkout.path().join("shop.db");
    let session = rusqlite::Connection::open(&file).unwrap();
    LIVED.iter().for_each(|sql| session.execute_batch(sql).unwrap());
    drop(session);
    let before = std::fs::read(&file).unwrap();
    let plain = checkout.run(&["verify", "--database-url", "sqlite:///shop.db"]);
    assert!(plain.out.contains("000001_users"), "without --clone a file is not looked at: {}", plain.out);
    let done = checkout.run(&["verify", "--database-url", "sqlite:///shop.db", "--clone"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(!done.out.contains("000001_users"), "it has run: {}", done.out);
    assert!(done.out.contains("run again: line 1: duplicate column name: name"), "{}", done.out);
    assert!(done.out.contains("000003_drop.up.sql"), "{}", done.out);
    let named =
        checkout.run(&["verify", "migrations/000001_users.up.sql", "--database-url", "sqlite://shop.db", "--clone"]);
    assert_eq!(named.code, Some(2));
    assert!(named.out.contains("not run: it has run in shop.db already"), "{named:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before, "the file is as it was");
}

#[test]
fn what_ran_must_be_known() {
    let checkout = history("sqlite", "sql");
    rusqlite::Connection::open(checkout.path().join("shop.db")).unwrap().execute_batch(LIVED[0]).unwrap();
    let clone = ["--database-url", "sqlite:shop.db", "--clone"];
    let done = checkout.run(&[&["verify"][..], &clone].concat());
    assert_eq!(done.code, Some(2));
    assert!(done.err.contains("name the migrations that have not"), "{}", done.err);
    let named = checkout.run(&[&["verify", "migrations/000002_names.up.sql"][..], &clone].concat());
    assert_eq!(named.code, Some(1), "{named:?}");
    let none = checkout.run(&["verify", "--clone"]);
    assert!(none.err.contains("--clone needs a URL that names a database"), "{}", none.err);
}

pub(crate) fn on_servers(servers: &mut Servers) {
    for (engine, dialect, again) in [
        ("postgres", "postgresql", "column \"name\" of relation \"users\" already exists (42701)"),
        ("mariadb", "mariadb", "Duplicate column name 'name' (1060)"),
    ] {
        servers.make(engine, "shop", &LIVED);
        let url = servers.url(&format!("{engine}_clone")).to_owned();
        let checkout = history(dialect, "golang-migrate");
        let refused = verify(&checkout, &url, &[]);
        assert!(refused.err.contains("the database `shop` has tables"), "{}", refused.err);
        assert!(refused.err.contains("--clone"), "{}", refused.err);
        let done = verify(&checkout, &url, &["--clone"]);
        assert_eq!(done.code, Some(1), "{done:?}");
        assert!(!done.out.contains("000001_users"), "it has run: {}", done.out);
        assert!(done.out.contains(&format!("run again: line 1: {again}")), "{}", done.out);
        assert!(done.out.contains("000003_drop.up.sql   ✓"), "{}", done.out);
        assert_eq!(servers.look(engine, "shop", "SELECT count(*) FROM everybody"), ["1"], "nothing was touched");
    }
}
