//! Brings migrations up or down with the real `sea-orm-migration`, and dies behind the statement it is told to.
//!
//! The only argument is JSON: `{"url", "direction": "up" | "down", "migrations": [module …], "stop": null | k}`; the
//! answer is one line of JSON. `sqlx` tells its log of every statement when it is done: that is where it is counted.

#![allow(dead_code, unused_imports, reason = "migrations are what they are")]

use std::sync::{Mutex, OnceLock};

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::sqlx::mysql::MySqlDatabaseError;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DbErr, RuntimeErr};
use serde_json::{Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

mod cases {
    use sea_orm_migration::MigrationTrait;
    include!(concat!(env!("OUT_DIR"), "/cases.rs"));
}

static NAMES: OnceLock<Vec<String>> = OnceLock::new();

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        NAMES.get().into_iter().flatten().filter_map(|name| cases::find(name)).collect()
    }
}

/// Statements that reached the engine.
static DONE: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Log {
    stop: Option<u64>,
}

#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => self.summary = value.to_owned(),
            "db.statement" => self.whole = value.trim().to_owned(),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let text = format!("{value:?}");
        self.record_str(field, text.trim_matches('"'));
    }
}

/// Reads, transactions and the migrator's own table are not the migration's.
fn own(sql: &str) -> bool {
    let word = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    let reads = ["SELECT", "SHOW", "PRAGMA", "EXPLAIN", "DESCRIBE", "BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET"];
    !reads.contains(&word.as_str()) && !sql.contains("seaql_migrations")
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn event(&self, event: &Event<'_>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        let sql = if statement.whole.is_empty() { statement.summary } else { statement.whole };
        if !own(&sql) {
            return;
        }
        let Ok(mut done) = DONE.lock() else { return };
        done.push(sql);
        if self.stop == Some(done.len() as u64) {
            println!("{}", json!({"status": "stopped", "statements": *done}));
            std::process::exit(9);
        }
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// The engine's code and words, and the error as SeaORM shows it.
fn explain(error: &DbErr) -> (String, String) {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner)) | DbErr::Query(RuntimeErr::SqlxError(inner))) = error else {
        return ("error".to_owned(), error.to_string());
    };
    match inner.as_database_error() {
        Some(engine) => {
            // MySQL and MariaDB tell errors apart by number: one SQLSTATE stands for many.
            let number = engine.try_downcast_ref::<MySqlDatabaseError>().map(|error| error.number().to_string());
            let code = number.unwrap_or_else(|| engine.code().unwrap_or_default().into_owned());
            (code, engine.message().to_owned())
        }
        None => ("error".to_owned(), error.to_string()),
    }
}

async fn run(url: &str, direction: &str, count: u32) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(true).sqlx_logging_level(log::LevelFilter::Info);
    let db = Database::connect(options).await?;
    match direction {
        "up" => Migrator::up(&db, None).await?,
        _ => Migrator::down(&db, Some(count)).await?,
    }
    db.close().await
}

fn main() {
    let request: Value = std::env::args().nth(1).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let names = request["migrations"].as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned));
    NAMES.get_or_init(|| names.collect());
    let log = Log { stop: request["stop"].as_u64() };
    tracing::subscriber::set_global_default(log).expect("nothing else was set");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (url, direction) = (request["url"].as_str().unwrap_or_default(), request["direction"].as_str().unwrap_or_default());
    // A builder panics at what its database does not know.
    let outcome = std::panic::catch_unwind(|| runtime.block_on(run(url, direction, 1)));
    let done = DONE.lock().map(|done| done.clone()).unwrap_or_default();
    let failed = |code: String, error: String, shown: String| {
        json!({"status": "fails", "statements": done, "code": code, "error": error, "shown": shown, "sql": done.last(), "at": done.len()})
    };
    let answer = match outcome {
        Ok(Ok(())) => json!({"status": "ok", "statements": done}),
        Ok(Err(error)) => {
            let (code, words) = explain(&error);
            failed(code, words, error.to_string())
        }
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            failed("panic".to_owned(), text.unwrap_or_default().to_owned(), String::new())
        }
    };
    println!("{answer}");
}
