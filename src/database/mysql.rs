//! MySQL and MariaDB.

mod schema;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mysql::prelude::Queryable;
use mysql::{Conn, DriverError, Opts, OptsBuilder, SslOpts, Value};

#[cfg(unix)]
use super::Relay;
use super::{Connection, DatabaseUrl, Facts, LEDGERS, Rows, RunError, Server, Steps, TlsMode, url};
use crate::engine::Dialect;
use crate::finding::EngineError;

const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct MySql {
    url: DatabaseUrl,
    dialect: Dialect,
    title: String,
    timeout: Duration,
}

impl MySql {
    pub(super) fn new(url: DatabaseUrl, timeout: Duration) -> Result<Self, RunError> {
        let mut server = Self { dialect: url.dialect, url, title: String::new(), timeout };
        let mut session = server.session(server.url.database.as_deref())?;
        let version = session.rows("SELECT version()")?.pop().and_then(|mut row| row.pop().flatten());
        let version = version.unwrap_or_default();
        server.dialect = if version.contains("MariaDB") { Dialect::MariaDb } else { Dialect::MySql };
        server.title = format!("{} {}", server.dialect.title(), version.split('-').next().unwrap_or_default());
        Ok(server)
    }

    /// Nothing where a socket is used: what goes through it stays on the machine.
    fn tls(&self) -> Option<SslOpts> {
        let mode = self.url.tls;
        if mode == TlsMode::Disable || self.url.socket.is_some() {
            return None;
        }
        let options = SslOpts::default()
            .with_danger_accept_invalid_certs(mode < TlsMode::VerifyCa)
            .with_danger_skip_domain_validation(mode < TlsMode::VerifyFull);
        let ca = self.url.ca.clone().map(PathBuf::from);
        Some(options.with_root_cert_path(ca))
    }

    fn user(&self) -> Option<String> {
        self.url.user.clone().or_else(|| std::env::var("USER").ok())
    }

    fn session(&self, database: Option<&str>) -> Result<MySqlSession, RunError> {
        let options = OptsBuilder::new()
            .user(self.user())
            .pass(self.url.password.clone())
            .db_name(database)
            .ip_or_hostname(Some(self.url.host.clone()))
            .tcp_port(self.url.port)
            .socket(self.url.socket.clone())
            .prefer_socket(false)
            .tcp_connect_timeout(Some(PATIENCE))
            .read_timeout(Some(self.timeout + PATIENCE));
        let secured = options.clone().ssl_opts(self.tls());
        let conn = match Conn::new(Opts::from(secured)) {
            Err(mysql::Error::DriverError(DriverError::TlsNotSupported)) if self.url.tls == TlsMode::Prefer => {
                Conn::new(Opts::from(options))
            }
            entered => entered,
        };
        let conn = conn.map_err(|error| {
            let why = match &error {
                mysql::Error::MySqlError(error) => error.message.clone(),
                other => other.to_string(),
            };
            RunError::Lost(format!("can't enter {}: {why}", self.url))
        })?;
        let mut session = MySqlSession { conn, timeout: self.timeout };
        let seconds = self.timeout.as_secs().max(1);
        session
            .run(&format!("SET SESSION lock_wait_timeout = {seconds}, SESSION innodb_lock_wait_timeout = {seconds}"))?;
        // MySQL limits only SELECTs; there the client gives up by itself.
        let limit = if self.dialect == Dialect::MariaDb { "max_statement_time" } else { "" };
        if !limit.is_empty() {
            session.run(&format!("SET SESSION {limit} = {seconds}"))?;
        }
        Ok(session)
    }
}

fn about_server(error: RunError) -> RunError {
    RunError::Lost(error.to_string())
}

impl Server for MySql {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn title(&self) -> &str {
        &self.title
    }

    fn create(&self, name: &str, _copy_of: Option<&str>) -> Result<(), RunError> {
        self.session(None)?.run(&format!("CREATE DATABASE `{name}`")).map_err(about_server)
    }

    fn copies(&self) -> bool {
        false
    }

    fn remove(&self, name: &str) -> Result<(), RunError> {
        let mut session = self.session(None)?;
        for row in session.rows(&format!("SELECT id FROM information_schema.processlist WHERE db = '{name}'"))? {
            if let [Some(id)] = &row[..] {
                // It may have gone by itself meanwhile.
                let _ = session.run(&format!("KILL {id}"));
            }
        }
        session.run(&format!("DROP DATABASE IF EXISTS `{name}`")).map_err(about_server)
    }

    fn connect(&self, name: &str) -> Result<Box<dyn Connection>, RunError> {
        Ok(Box::new(self.session(Some(name))?))
    }

    fn original(&self) -> Result<(String, Box<dyn Connection>), RunError> {
        let Some(name) = self.url.database.clone() else { return Err(url::names_none()) };
        let mut session = self.session(Some(&name))?;
        session.run("SET SESSION TRANSACTION READ ONLY")?;
        Ok((name, Box::new(session)))
    }

    fn schema(&self) -> Result<Steps, RunError> {
        let Some(name) = &self.url.database else { return Err(url::names_none()) };
        schema::schema(&mut self.session(Some(name))?, name)
    }

    fn settle(&self, name: &str) -> Result<(), RunError> {
        let mut session = self.session(None)?;
        for _ in 0..500 {
            if session.rows(&format!("SELECT id FROM information_schema.processlist WHERE db = '{name}'"))?.is_empty() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err(RunError::Lost("the server does not end the sessions of clients that are gone".to_owned()))
    }

    fn url(&self, name: &str) -> String {
        self.url.with_database("mysql", name)
    }

    #[cfg(unix)]
    fn relay(&self, folder: &Path, stop: Option<usize>) -> Result<Option<Relay>, RunError> {
        if self.url.socket.is_none() && self.url.tls >= TlsMode::Require {
            let why = "the line of a migrator can't be cut in TLS on MySQL: use a socket, or a server without TLS";
            return Err(RunError::Lost(why.to_owned()));
        }
        Relay::start(self.url.upstream(None), self.dialect, folder, stop)
            .map(Some)
            .map_err(|error| RunError::Lost(error.to_string()))
    }

    #[cfg(unix)]
    fn url_by(&self, name: &str, relay: &Relay) -> String {
        let socket = Some(relay.socket().display().to_string());
        let url = DatabaseUrl { socket, user: self.user(), ..self.url.clone() };
        format!("{}&ssl-mode=DISABLED", url.with_database("mysql", name))
    }
}

struct MySqlSession {
    conn: Conn,
    timeout: Duration,
}

impl MySqlSession {
    fn told(&self, error: mysql::Error, asked: Instant) -> RunError {
        match error {
            mysql::Error::MySqlError(error) => {
                RunError::Engine(EngineError { code: error.code.to_string(), message: error.message })
            }
            _ if asked.elapsed() >= self.timeout => RunError::Engine(EngineError {
                code: String::new(),
                message: format!("the statement was still running after {} s", self.timeout.as_secs()),
            }),
            other => RunError::Lost(format!("the server went away: {other}")),
        }
    }

    fn all(&mut self, sql: &str) -> Result<Rows, mysql::Error> {
        let mut answer = self.conn.query_iter(sql)?;
        let mut rows = Rows::new();
        while let Some(set) = answer.iter() {
            for row in set {
                rows.push(row?.unwrap().into_iter().map(text).collect());
            }
        }
        Ok(rows)
    }

    fn table(&mut self, facts: &mut Facts, table: &str) -> Result<(), RunError> {
        let created = self.rows(&format!("SHOW CREATE TABLE `{table}`"))?.pop().and_then(|mut row| row.pop().flatten());
        let mut kept = Vec::new();
        for line in created.unwrap_or_default().lines().skip(1) {
            let line = line.trim().trim_end_matches(',');
            if let Some((name, kind)) = column(line) {
                facts.add(format!("column {table}.{name}"), kind);
                let is_time =
                    ["datetime", "timestamp", "date", "time", "uuid"].iter().any(|name| kind.starts_with(name));
                if !is_time && !kind.contains("AUTO_INCREMENT") {
                    kept.push(format!("`{name}`"));
                }
            } else if line.starts_with(')') {
                let options = line.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT="));
                facts.add(format!("table {table}"), options.collect::<Vec<_>>().join(" "));
            } else {
                facts.add(format!("part of {table}: {line}"), "");
            }
        }
        let columns = if kept.is_empty() { "1".to_owned() } else { kept.join(", ") };
        let content = self.rows(&format!("SELECT {columns} FROM `{table}`"))?;
        facts.content(table, &content);
        Ok(())
    }
}

/// The name and the rest of a column's line.
fn column(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix('`')?.split_once("` ")
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::NULL => None,
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        other => Some(other.as_sql(true)),
    }
}

/// Everything that is not a table: a name and what stands for it.
const OBJECTS: &str = "
SELECT CONCAT('view ', table_name), REPLACE(view_definition, CONCAT('`', database(), '`.'), '') FROM information_schema.views WHERE table_schema = database()
UNION ALL SELECT CONCAT('trigger ', trigger_name), CONCAT_WS(' ', event_object_table, action_timing, event_manipulation, action_statement) FROM information_schema.triggers WHERE trigger_schema = database()
UNION ALL SELECT CONCAT(LOWER(routine_type), ' ', routine_name), routine_definition FROM information_schema.routines WHERE routine_schema = database()
UNION ALL SELECT CONCAT('event ', event_name), event_definition FROM information_schema.events WHERE event_schema = database()";

impl Connection for MySqlSession {
    fn run(&mut self, sql: &str) -> Result<(), RunError> {
        self.rows(sql).map(|_| ())
    }

    fn rows(&mut self, sql: &str) -> Result<Rows, RunError> {
        let asked = Instant::now();
        self.all(sql).map_err(|error| self.told(error, asked))
    }

    fn facts(&mut self) -> Result<Facts, RunError> {
        let mut facts = Facts::default();
        for row in self.rows("SHOW FULL TABLES")? {
            let [Some(name), Some(kind)] = &row[..] else { continue };
            match kind.as_str() {
                "BASE TABLE" if !LEDGERS.contains(&name.as_str()) => self.table(&mut facts, name)?,
                "SEQUENCE" => facts.add(format!("sequence {name}"), ""),
                _ => {}
            }
        }
        for row in self.rows(OBJECTS)? {
            if let [Some(name), value] = &row[..] {
                facts.add(name, value.as_deref().unwrap_or_default());
            }
        }
        Ok(facts)
    }
}
