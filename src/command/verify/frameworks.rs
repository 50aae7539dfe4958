//! Alembic and Rails histories, run by the project's own interpreter with a shim that leads them to the scratch database
//! and dies where it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::lost;
use super::stage::{End, Ledger, Ran, Runner};
use super::start::recorded;
use crate::cli::EngineArgs;
use crate::database::{Connection, DatabaseUrl, RunError, Scratch, TlsMode};
use crate::engine::{Dialect, Language};
use crate::frontend;
use crate::migration::{Down, Migration};
use crate::project::{History, Project};
use crate::report::{Outcome, Place};
use crate::source::FileId;

mod process;

/// A history that a framework runs.
pub(super) struct Framework<'a> {
    history: &'a History,
    language: Language,
    process: process::Process,
    units: Vec<Unit>,
    /// In the order in which they run.
    order: Vec<usize>,
}

struct Unit {
    file: usize,
    shown: String,
    path: PathBuf,
    migration: Migration,
}

impl<'a> Framework<'a> {
    pub(crate) fn new(
        project: &'a Project,
        history: &'a History,
        args: &EngineArgs,
        folder: &Path,
    ) -> io::Result<Self> {
        let language = history.context.tool.language();
        let mut units = Vec::new();
        for (number, file) in history.files.iter().enumerate() {
            let index = file.file.0 as usize;
            let (Some(source), Some(origin)) = (project.sources.get(index), project.origins.get(index)) else {
                continue;
            };
            let Some(frontend) = frontend::of(language) else { continue };
            let Some(migration) = frontend.read(FileId(file.file.0), source, &history.context).migrations.pop() else {
                continue;
            };
            let path = std::fs::canonicalize(&origin.path)?;
            units.push(Unit { file: number, shown: source.path().to_string(), path, migration });
        }
        let start = units.first().map_or_else(PathBuf::new, |unit| unit.path.clone());
        let process = process::Process::new(language, &start, args, folder)?;
        let order = order(&units);
        Ok(Self { history, language, process, units, order })
    }

    /// Runs these files' texts from elsewhere instead of their own.
    pub(super) fn instead(&mut self, files: Vec<(PathBuf, PathBuf)>) {
        self.process.instead = files;
    }

    /// These files, which lie elsewhere, belong to the history.
    pub(super) fn add(&mut self, files: Vec<PathBuf>) {
        self.process.added = files;
    }

    fn target(&self, number: usize) -> &str {
        &self.units[number].migration.revision
    }

    fn ask(
        &self,
        database: &Scratch,
        command: &str,
        targets: &[&str],
        number: Option<usize>,
        stop: Option<usize>,
    ) -> Result<Ran, RunError> {
        let files: Vec<&Path> = number.into_iter().map(|number| self.units[number].path.as_path()).collect();
        let mut request = json!({ "command": command, "targets": targets, "stop": stop, "files": files });
        match self.language {
            Language::Ruby => {
                request["config"] = rails_config(&database.url(), self.history.context.dialect).map_err(lost)?;
                request["dir"] = json!(self.units[0].path.parent());
            }
            _ => {
                request["place"] = place(&database.url()).map_err(lost)?;
                request["family"] = json!(family(self.history.context.dialect));
            }
        }
        self.process.ask(request, &database.url()).map(|report| ran(&report))?
    }

    fn parents(&self, number: usize) -> Vec<usize> {
        parents(&self.units, number)
    }
}

fn parents(units: &[Unit], number: usize) -> Vec<usize> {
    let found = |parent: &String| units.iter().position(|unit| unit.migration.revision == *parent);
    units[number].migration.parents.iter().filter_map(found).collect()
}

/// Each migration behind its parents; files without parents stay in their order.
fn order(units: &[Unit]) -> Vec<usize> {
    let mut done: BTreeMap<usize, bool> = BTreeMap::new();
    let mut order = Vec::new();
    for number in 0..units.len() {
        visit(units, number, &mut done, &mut order);
    }
    order
}

fn visit(units: &[Unit], number: usize, done: &mut BTreeMap<usize, bool>, order: &mut Vec<usize>) {
    // A chain may be thousands of revisions long: no recursion.
    let mut open = vec![(number, false)];
    while let Some((number, parents_done)) = open.pop() {
        if parents_done {
            order.push(number);
        } else if done.insert(number, true).is_none() {
            open.push((number, true));
            open.extend(parents(units, number).into_iter().rev().map(|parent| (parent, false)));
        }
    }
}

fn family(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::MySql | Dialect::MariaDb => "mysql",
        other => other.name(),
    }
}

/// Where the scratch database is, in parts.
fn place(url: &str) -> Result<Value, String> {
    if let Some(path) = url.strip_prefix("sqlite:///") {
        return Ok(
            json!({ "database": path, "user": null, "password": null, "host": null, "port": null, "socket": null, "tls": null, "ca": null }),
        );
    }
    let url = DatabaseUrl::parse(url)?;
    let is_postgres = url.dialect == Dialect::Postgres;
    let mode = if is_postgres { url.tls.of_postgres() } else { url.tls.of_mysql() };
    let tls = (url.tls != TlsMode::default()).then_some(mode);
    Ok(
        json!({ "database": url.database, "user": url.user, "password": url.password, "host": url.host, "port": url.port, "socket": url.socket, "tls": tls, "ca": url.ca }),
    )
}

fn rails_config(url: &str, dialect: Dialect) -> Result<Value, String> {
    let place = place(url)?;
    let adapter = match dialect {
        Dialect::Postgres => "postgresql",
        Dialect::Sqlite => return Ok(json!({ "adapter": "sqlite3", "database": place["database"] })),
        _ => "mysql2",
    };
    let mut config = json!({ "adapter": adapter, "database": place["database"], "username": place["user"], "password": place["password"] });
    match (place["socket"].is_null(), dialect) {
        (true, _) => {
            let (tls, ca) =
                if dialect == Dialect::Postgres { ("sslmode", "sslrootcert") } else { ("ssl_mode", "sslca") };
            for (key, value) in [(tls, &place["tls"]), (ca, &place["ca"])] {
                if !value.is_null() {
                    config[key] = value.clone();
                }
            }
            config["host"] = place["host"].clone();
            config["port"] = place["port"].clone();
        }
        (false, Dialect::Postgres) => config["host"] = place["socket"].clone(),
        (false, _) => config["socket"] = place["socket"].clone(),
    }
    Ok(config)
}

/// What the shim reports.
fn ran(report: &Value) -> Result<Ran, RunError> {
    let place = |value: &Value| {
        let line = value["line"].as_u64().and_then(|line| u32::try_from(line).ok());
        Some(Place { sql: value["sql"].as_str()?.to_owned(), line })
    };
    let text = |key: &str| report[key].as_str().unwrap_or_default().to_owned();
    let statements = report["statements"].as_array().into_iter().flatten().filter_map(place).collect();
    let end = match report["status"].as_str() {
        Some("ok") => End::Done,
        Some("stopped") => End::Stopped,
        Some("fails") => {
            End::Failed(Outcome::Fails { code: text("code"), message: text("error"), at: place(&report["at"]) })
        }
        _ => return Err(lost("the framework did not say what happened")),
    };
    Ok(Ran { statements, end })
}

impl Runner for Framework<'_> {
    fn order(&self) -> Vec<usize> {
        self.order.clone()
    }

    fn before(&self, number: usize) -> Vec<usize> {
        if self.language == Language::Ruby {
            return self.order.iter().copied().take_while(|&other| other != number).collect();
        }
        let mut needed = BTreeSet::new();
        let mut open = self.parents(number);
        while let Some(parent) = open.pop() {
            if needed.insert(parent) {
                open.extend(self.parents(parent));
            }
        }
        self.order.iter().copied().filter(|number| needed.contains(number)).collect()
    }

    fn file(&self, number: usize) -> usize {
        self.units[number].file
    }

    fn path(&self, number: usize) -> String {
        self.units[number].shown.clone()
    }

    fn revision(&self, number: usize) -> String {
        self.target(number).to_owned()
    }

    fn prepare(&self, database: &Scratch, numbers: &[usize]) -> Result<End, RunError> {
        // Without migrations this still makes the framework's own tables, which every deployed database has.
        let targets: Vec<&str> = numbers.iter().map(|&number| self.target(number)).collect();
        let command = if self.language == Language::Ruby { "up" } else { "upgrade" };
        Ok(self.ask(database, command, &targets, None, None)?.end)
    }

    fn up(&self, database: &Scratch, number: usize, stop: Option<usize>) -> Result<Ran, RunError> {
        let command = if self.language == Language::Ruby { "up" } else { "upgrade" };
        self.ask(database, command, &[self.target(number)], Some(number), stop)
    }

    fn has_way_back(&self, number: usize) -> bool {
        let migration = &self.units[number].migration;
        migration.down != Down::None && migration.parents.len() < 2
    }

    fn down(&self, database: &Scratch, number: usize) -> Result<Ran, RunError> {
        if self.language == Language::Ruby {
            return self.ask(database, "down", &[self.target(number)], Some(number), None);
        }
        let parent = self.units[number].migration.parents.first().map_or("base", String::as_str);
        self.ask(database, "downgrade", &[parent], Some(number), None)
    }

    fn applied(&self, session: &mut dyn Connection) -> Result<Option<BTreeSet<usize>>, RunError> {
        let Some(ledger) = self.ledger() else { return Ok(None) };
        let recorded = recorded(session, ledger)?;
        let ran: Vec<usize> =
            (0..self.units.len()).filter(|&number| recorded.iter().any(|it| it == self.target(number))).collect();
        // Alembic keeps only the last one of each branch.
        let behind = ran.iter().filter(|_| self.language == Language::Python).flat_map(|&number| self.before(number));
        Ok(Some(behind.chain(ran.iter().copied()).collect()))
    }

    fn ledger(&self) -> Option<Ledger> {
        Some(match self.language {
            Language::Ruby => Ledger { table: "schema_migrations", column: "version", time: None },
            _ => Ledger { table: "alembic_version", column: "version_num", time: None },
        })
    }
}
