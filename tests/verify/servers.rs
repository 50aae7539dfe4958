//! On PostgreSQL and MariaDB, which `tests/engines/serve.py` starts. Without them the test says that it did not run.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Checkout, Done};

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engines").join(name)
}

/// The servers, stopped when dropped.
pub(crate) struct Servers {
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    urls: Value,
}

impl Servers {
    fn start() -> Option<Self> {
        let missing = Command::new("python3").arg("-B").arg(script("missing.py")).output();
        let missing = missing
            .map_or_else(|error| error.to_string(), |output| String::from_utf8_lossy(&output.stdout).into_owned());
        let wanted = std::env::var("REMIGRATE_ENGINES").unwrap_or_default();
        if wanted == "off" || !missing.is_empty() {
            assert_ne!(wanted, "required", "cannot run: {missing}");
            eprintln!("not run: verify on servers ({})", missing.trim());
            return None;
        }
        let mut process = Command::new("python3")
            .arg("-B")
            .arg(script("serve.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = process.stdin.take();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        Some(Self { process, input, output, urls: serde_json::from_str(&line).unwrap() })
    }

    pub(crate) fn url(&self, name: &str) -> &str {
        self.urls[name].as_str().unwrap()
    }

    fn ask(&mut self, engine: &str, sql: &str) -> Vec<String> {
        self.look(engine, "", sql)
    }

    /// Makes a database that is used.
    pub(crate) fn make(&mut self, engine: &str, database: &str, statements: &[&str]) {
        self.ask(engine, &format!("CREATE DATABASE {database}"));
        for sql in statements {
            self.look(engine, database, sql);
        }
    }

    /// Asks one database.
    pub(crate) fn look(&mut self, engine: &str, database: &str, sql: &str) -> Vec<String> {
        let request = json!([engine, sql, database]).to_string();
        writeln!(self.input.as_mut().unwrap(), "{request}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let rows: Vec<Vec<String>> = serde_json::from_str(&line).unwrap();
        rows.into_iter().flatten().collect()
    }

    /// Scratch databases that are still there.
    fn left(&mut self) -> Vec<String> {
        let mut left = self.ask("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'remigrate%'");
        left.extend(
            self.ask(
                "mariadb",
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'remigrate%'",
            ),
        );
        left
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.input.take();
        let _ = self.process.wait();
    }
}

pub(crate) fn verify(checkout: &Checkout, url: &str, more: &[&str]) -> Done {
    let arguments: Vec<&str> = ["verify", "--database-url", url].iter().chain(more).copied().collect();
    checkout.run(&arguments)
}

#[test]
fn on_servers() {
    let Some(mut servers) = Servers::start() else { return };
    fixtures_are_seen_as_they_are(&servers);
    assert_eq!(servers.left(), [""; 0]);
    refusals(&servers);
    assert_eq!(servers.left(), [""; 0]);
    frameworks(&servers);
    assert_eq!(servers.left(), [""; 0]);
    fixes(&servers);
    assert_eq!(servers.left(), [""; 0]);
    #[cfg(target_os = "linux")]
    migrators(&servers);
    assert_eq!(servers.left(), [""; 0]);
    crate::tls::over_tcp(&servers);
    crate::clone::on_servers(&mut servers);
    assert_eq!(servers.left(), [""; 0]);
    interrupt(&mut servers);
    death(servers);
}

fn fixtures_are_seen_as_they_are(servers: &Servers) {
    for (name, url) in [("sql-postgres", "postgres"), ("sql-mariadb", "mariadb_guarded")] {
        let broken = verify(&Checkout::fixture(name), servers.url(url), &[]);
        assert_eq!(broken.code, Some(1), "{name}: {broken:?}");
        assert!(!broken.out.contains("remigrate_verify"), "{}", broken.out);
        let sibling = verify(&Checkout::fixture(&format!("{name}-idempotent")), servers.url(url), &[]);
        assert_eq!(sibling.code, Some(0), "{name}: {sibling:?}");
    }
}

pub(crate) fn postgres(text: &str) -> Checkout {
    let config = "[[history]]\npath = \"migrations\"\ntool = \"sql\"\ndialect = \"postgresql\"\n";
    Checkout::new(&[("remigrate.toml", config), ("migrations/0001_a.sql", text)])
}

fn refusals(servers: &Servers) {
    let checkout = postgres("CREATE TABLE a (x int);\n");
    let mariadb = Checkout::fixture("sql-mariadb");
    let cases = [
        (&checkout, "postgres_plain", "permission denied to create database"),
        (&checkout, "postgres_used", "the database `used` has tables"),
        (&mariadb, "mariadb_wrong", "Access denied for user 'guarded'"),
    ];
    for (checkout, url, expected) in cases {
        let done = verify(checkout, servers.url(url), &[]);
        assert_eq!(done.code, Some(2), "{url}: {done:?}");
        assert!(done.err.contains(expected), "{url}: {}", done.err);
        assert!(!format!("{done:?}").contains("wr0ngword"), "{done:?}");
    }
    let sleeps = verify(
        &postgres("CREATE TABLE IF NOT EXISTS a (x int);\nSELECT pg_sleep(60);\n"),
        servers.url("postgres"),
        &["--timeout", "1"],
    );
    assert_eq!(sleeps.code, Some(1));
    assert!(
        sleeps.out.contains("first run: line 2: canceling statement due to statement timeout (57014)"),
        "{}",
        sleeps.out
    );
}

/// A Python with Alembic.
pub(crate) fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = std::env::var("REMIGRATE_ENGINES_VENV").map_or_else(|_| root.join("target/engines/venv"), PathBuf::from);
    venv.join("bin/python")
}

fn frameworks(servers: &Servers) {
    let python = python();
    let python = ["--python", python.to_str().unwrap()];
    let broken = verify(&Checkout::fixture("alembic-sqlite-users"), servers.url("postgres"), &python);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    assert!(broken.out.contains("line 18: table users already exists"), "{}", broken.out);
    let good = verify(&Checkout::fixture("alembic-leaderboard-rewards-idempotent"), servers.url("postgres"), &python);
    assert_eq!(good.code, Some(0), "{good:?}");
    let rails = Checkout::fixture("rails-email-tracking");
    // Only ActiveRecord is installed here, not the application's other gems.
    rails.remove("config/application.rb");
    let file = "db/migrate/20260114190000_create_email_clicks.rb";
    let rails = verify(&rails, servers.url("postgres"), &["--ruby", "/usr/bin/ruby -W0", file]);
    assert!(rails.out.contains("create_email_clicks.rb"), "{rails:?}");
    assert!(rails.out.contains("already exists (42P07)"), "{rails:?}");
}

fn fixes(servers: &Servers) {
    let checkout = postgres("CREATE TABLE a (x int);\nCREATE INDEX a_x ON a (x);\n");
    let done = checkout.run(&["lint", "--fix", "--verify", "--database-url", servers.url("postgres")]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(verify(&checkout, servers.url("postgres"), &[]).code, Some(0));
    chains_are_mended(servers);
}

/// Two heads are merged by a new revision: it is run with the others before it is written. A chain that did not run as
/// it stood is run as it will be.
fn chains_are_mended(servers: &Servers) {
    let python = python();
    let more = ["--all", "--unsafe-fixes", "--verify", "--python", python.to_str().unwrap(), "--database-url"];
    for name in ["alembic-two-heads", "alembic-audit-log"] {
        let checkout = Checkout::fixture(name);
        let arguments = [&more[..], &[servers.url("postgres")]].concat();
        let shown = checkout.run(&[&["lint", "--diff", "--output", "json=found.json"][..], &arguments].concat());
        assert!(checkout.read("found.json").contains("\"proof\":\"verified\""), "{name}: {shown:?}");
        let done = checkout.run(&[&["lint", "--fix"][..], &arguments].concat());
        assert_eq!(done.code, Some(0), "{name}: {done:?}");
        assert_eq!(done.err.contains(": added."), name == "alembic-two-heads", "{name}: {}", done.err);
    }
}

/// The line of SeaORM's migrator is cut.
#[cfg(target_os = "linux")]
fn migrators(servers: &Servers) {
    use crate::seaorm;
    let Some([broken, mended]) = seaorm::migrators() else { return };
    let postgres = ["--database-url", servers.url("postgres")];
    let url = "postgres://localhost/bakery";
    let done = seaorm::verify(&seaorm::bakery("seaorm-bakery", "sqlx-postgres", url), &broken, &postgres);
    assert_eq!(done.code, Some(1), "{done:?}");
    let told = "m20260119_101000_seed_breads.rs        ✓          ✗          ✓ 2      ✓            ✗";
    assert!(done.out.contains(told), "a transaction holds it together: {}", done.out);
    assert!(done.out.contains("run again: column \"note\" does not exist (42703)"), "{}", done.out);
    let done = seaorm::verify(&seaorm::bakery("seaorm-bakery-idempotent", "sqlx-postgres", url), &mended, &postgres);
    assert_eq!(done.code, Some(0), "{done:?}");
    let mariadb = ["--database-url", servers.url("mariadb_guarded")];
    let checkout = seaorm::bakery("seaorm-bakery", "sqlx-mysql", "mysql://localhost/bakery");
    let done = seaorm::verify(&checkout, &broken, &mariadb);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.out.contains("✓          ✗          ✗ 2/2"), "every statement commits: {}", done.out);
    assert!(done.out.contains("Table 'bread' already exists (1050)"), "{}", done.out);
}

/// Ctrl-C in the middle of a statement: the scratch databases go.
fn interrupt(servers: &mut Servers) {
    let checkout = postgres("CREATE TABLE a (x int);\nSELECT pg_sleep(60);\n");
    let child = checkout
        .command(&["verify", "--database-url", servers.url("postgres"), "--timeout", "100"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while servers.left().len() < 2 {
        assert!(start.elapsed() < Duration::from_secs(60), "it never began");
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(300));
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(130), "{done:?}");
    assert!(done.err.contains("interrupted; the scratch databases are dropped"), "{}", done.err);
    assert_eq!(servers.left(), [""; 0]);
    checkout.leaves_nothing();
}

/// The server dies in the middle of a statement.
fn death(servers: Servers) {
    let checkout = postgres("CREATE TABLE a (x int);\nSELECT pg_sleep(60);\n");
    let child = checkout
        .command(&["verify", "--database-url", servers.url("postgres"), "--timeout", "100"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(3));
    drop(servers);
    let done = Done::from(child.wait_with_output().unwrap());
    assert_eq!(done.code, Some(2), "{done:?}");
    assert!(done.err.contains("went away") || done.err.contains("can't enter"), "{}", done.err);
    checkout.leaves_nothing();
}
