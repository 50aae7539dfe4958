//! PostgreSQL.

mod schema;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, SimpleQueryMessage};
use rustls::ClientConfig;

#[cfg(unix)]
use super::relay::{self, Relay};
use super::tls::{self, Connector};
use super::{Connection, DatabaseUrl, Facts, LEDGERS, Rows, RunError, Server, Steps, TlsMode, url};
use crate::engine::Dialect;
use crate::finding::EngineError;

const FACTS: &str = include_str!("postgres.sql");
const TABLES: &str = include_str!("postgres-tables.sql");
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Postgres {
    url: DatabaseUrl,
    tls: Arc<ClientConfig>,
    title: String,
    timeout: Duration,
}

impl Postgres {
    pub(super) fn new(url: DatabaseUrl, timeout: Duration) -> Result<Self, RunError> {
        let tls = tls::config(url.tls, url.ca.as_deref()).map_err(RunError::Lost)?;
        let mut server = Self { url, tls: Arc::new(tls), title: "PostgreSQL".to_owned(), timeout };
        let mut session = server.enter()?;
        let version = session.rows("SHOW server_version")?.pop().and_then(|mut row| row.pop().flatten());
        let version = version.unwrap_or_default();
        server.title = format!("PostgreSQL {}", version.split(' ').next().unwrap_or_default());
        Ok(server)
    }

    fn user(&self) -> Option<String> {
        self.url.user.clone().or_else(|| std::env::var("USER").ok())
    }

    /// A session in the database that the URL names, or in the one that is always there.
    fn enter(&self) -> Result<PostgresSession, RunError> {
        self.session(self.url.database.as_deref().unwrap_or("postgres"))
    }

    fn session(&self, database: &str) -> Result<PostgresSession, RunError> {
        let mut config = Config::new();
        config.dbname(database).connect_timeout(PATIENCE).tcp_user_timeout(self.timeout + PATIENCE);
        config.application_name("remigrate verify");
        match &self.url.socket {
            Some(folder) => config.host_path(folder).port(self.url.port),
            None => config.host(&self.url.host).port(self.url.port),
        };
        if let Some(user) = self.user() {
            config.user(&user);
        }
        config.ssl_mode(match self.url.tls {
            // What goes through a socket stays on the machine.
            _ if self.url.socket.is_some() => SslMode::Disable,
            TlsMode::Disable => SslMode::Disable,
            TlsMode::Prefer => SslMode::Prefer,
            TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => SslMode::Require,
        });
        if let Some(password) = &self.url.password {
            config.password(password);
        }
        let client = config.connect(Connector(Arc::clone(&self.tls))).map_err(|error| {
            let why = error.as_db_error().map_or_else(|| deepest(&error), |error| error.message().to_owned());
            RunError::Lost(format!("can't enter {}: {why}", self.url))
        })?;
        let mut session = PostgresSession { client };
        session.run(&format!("SET statement_timeout = {}", self.timeout.as_millis()))?;
        Ok(session)
    }
}

/// The query with the names of the tables that it leaves out.
fn without_ledgers(query: &str) -> String {
    let names: Vec<String> = LEDGERS.iter().map(|name| format!("'{name}'")).collect();
    query.replace(":ledgers", &names.join(", "))
}

fn deepest(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), deepest)
}

/// What the server refuses here is about the server, not about a migration.
fn about_server(error: RunError) -> RunError {
    RunError::Lost(error.to_string())
}

impl Server for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn create(&self, name: &str, copy_of: Option<&str>) -> Result<(), RunError> {
        let template = copy_of.map(|original| format!(" TEMPLATE {original}")).unwrap_or_default();
        self.enter()?.run(&format!("CREATE DATABASE {name}{template}")).map_err(about_server)
    }

    fn copies(&self) -> bool {
        true
    }

    fn remove(&self, name: &str) -> Result<(), RunError> {
        let mut session = self.enter()?;
        let others = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        session.run(&others).map_err(about_server)?;
        session.run(&format!("DROP DATABASE IF EXISTS {name}")).map_err(about_server)
    }

    fn connect(&self, name: &str) -> Result<Box<dyn Connection>, RunError> {
        Ok(Box::new(self.session(name)?))
    }

    fn original(&self) -> Result<(String, Box<dyn Connection>), RunError> {
        let Some(name) = self.url.database.clone() else { return Err(url::names_none()) };
        let mut session = self.enter()?;
        session.run("SET default_transaction_read_only = on")?;
        Ok((name, Box::new(session)))
    }

    fn schema(&self) -> Result<Steps, RunError> {
        Ok(vec![vec![schema::schema(&self.url, self.user().as_deref())?]])
    }

    fn settle(&self, name: &str) -> Result<(), RunError> {
        let mut session = self.enter()?;
        let sessions = format!("SELECT pid FROM pg_stat_activity WHERE datname = '{name}'");
        for _ in 0..500 {
            if session.rows(&sessions)?.is_empty() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        session.run(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))
    }

    fn url(&self, name: &str) -> String {
        self.url.with_database("postgresql", name)
    }

    #[cfg(unix)]
    fn relay(&self, folder: &Path, stop: Option<usize>) -> Result<Option<Relay>, RunError> {
        let required = self.url.tls >= TlsMode::Require;
        let tls = (self.url.tls != TlsMode::Disable).then(|| relay::Tls { config: Arc::clone(&self.tls), required });
        Relay::start(self.url.upstream(tls), Dialect::Postgres, folder, stop)
            .map(Some)
            .map_err(|error| RunError::Lost(error.to_string()))
    }

    #[cfg(unix)]
    fn url_by(&self, name: &str, relay: &Relay) -> String {
        let socket = relay.socket().parent().map(|folder| folder.display().to_string());
        let url = DatabaseUrl { socket, port: relay.port(), user: self.user(), ..self.url.clone() };
        format!("{}&sslmode=disable", url.with_database("postgresql", name))
    }
}

struct PostgresSession {
    client: Client,
}

impl PostgresSession {
    fn told(&self, error: &postgres::Error) -> RunError {
        match error.as_db_error() {
            // Class 57P: the server goes down or throws us out.
            Some(error) if !error.code().code().starts_with("57P") => RunError::Engine(EngineError {
                code: error.code().code().to_owned(),
                message: error.message().to_owned(),
            }),
            Some(error) => RunError::Lost(format!("the server went away: {}", error.message())),
            None if self.client.is_closed() => RunError::Lost("the server went away".to_owned()),
            None => RunError::Engine(EngineError { code: String::new(), message: deepest(error) }),
        }
    }
}

impl Connection for PostgresSession {
    fn run(&mut self, sql: &str) -> Result<(), RunError> {
        self.rows(sql).map(|_| ())
    }

    fn rows(&mut self, sql: &str) -> Result<Rows, RunError> {
        let answer = self.client.simple_query(sql).map_err(|error| self.told(&error))?;
        let rows = answer.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some((0..row.len()).map(|cell| row.get(cell).map(str::to_owned)).collect()),
            _ => None,
        });
        Ok(rows.collect())
    }

    fn facts(&mut self) -> Result<Facts, RunError> {
        let mut facts = Facts::default();
        self.run("SET row_security = off")?;
        for row in self.rows(&without_ledgers(FACTS))? {
            if let [Some(name), value] = &row[..] {
                facts.add(name, value.as_deref().unwrap_or_default().trim());
            }
        }
        for row in self.rows(&without_ledgers(TABLES))? {
            let [Some(name), Some(table), columns] = &row[..] else { continue };
            let content = self.rows(&format!("SELECT {} FROM {table}", columns.as_deref().unwrap_or("1")))?;
            facts.content(name, &content);
        }
        Ok(facts)
    }
}
