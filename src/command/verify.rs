//! `remigrate verify`: migrations are really run, stopped, run again and rolled back, in databases of our own.

mod applied;
mod frameworks;
mod judge;
mod proof;
#[cfg(unix)]
mod seaorm;
mod sql;
mod stage;
mod start;

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Exit, Screen};
use crate::cli::{EngineArgs, VerifyArgs, VerifyFormat};
use crate::config::{self, Config};
use crate::database::{self, DatabaseUrl, RunError, Server};
use crate::engine::{Dialect, Language};
use crate::project::{History, HistoryFile, Project, Scope, discover, shown};
use crate::report::{Output, Progress, Verification, write_verifications, write_verifications_json};
use crate::source::{FileId, Source};

use judge::Judge;
pub(super) use proof::{Prover, Verdict};
use stage::Runner;
use start::Start;

/// Where the URL of the server may stand, so that its password is in no list of processes.
const URL_VARIABLE: &str = "REMIGRATE_DATABASE_URL";

pub(super) fn run(args: &VerifyArgs, screen: &Screen) -> io::Result<Exit> {
    let config = settings(args)?;
    let project = discover(&Scope::of(&whole(&args.paths)), &config);
    let mut errors: Vec<String> = project.errors.iter().map(ToString::to_string).collect();
    if project.sources.is_empty() && errors.is_empty() {
        errors.push("No migrations found".to_owned());
    }
    let engines = Engines::new(&args.engine)?;
    let mut all = Vec::new();
    let chosen: usize = project.histories.iter().map(|history| chosen(&project, history, args).count()).sum();
    let progress = (!args.no_progress).then(|| Progress::new(chosen, "migrations"));
    for history in &project.histories {
        match verify(&project, history, args, &engines, progress.as_ref()) {
            Ok(found) => all.extend(found),
            Err(message) => errors.push(format!("{}: {message}", history.root)),
        }
    }
    if let Some(progress) = &progress {
        progress.finish();
    }
    show(args, screen, &all, &errors)?;
    Ok(if !errors.is_empty() || all.iter().any(|one| one.skipped.is_some()) {
        Exit::Failed
    } else if all.iter().all(Verification::holds) {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

fn settings(args: &VerifyArgs) -> io::Result<Config> {
    let start = args.paths.first().map_or(Utf8Path::new("."), Utf8PathBuf::as_path);
    config::nearest(args.config.as_deref(), start)
}

/// The folders of named files: a migration runs behind those beside it.
fn whole(paths: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let folder = |path: &Utf8PathBuf| {
        // Some tools give each migration a folder of its own.
        let nested = matches!(path.file_name(), Some("up.sql" | "down.sql" | "migration.sql"));
        let levels = if path.is_dir() { 0 } else { 1 + usize::from(nested) };
        let folder = path.ancestors().nth(levels).unwrap_or(path);
        if folder.as_str().is_empty() { Utf8PathBuf::from(".") } else { folder.to_owned() }
    };
    paths.iter().map(folder).collect()
}

/// The numbers of the files that are verified; the others only run before them.
fn chosen<'h>(project: &'h Project, history: &'h History, args: &'h VerifyArgs) -> impl Iterator<Item = usize> + 'h {
    let current = std::env::current_dir().ok().and_then(|folder| Utf8PathBuf::from_path_buf(folder).ok());
    let named: Vec<Utf8PathBuf> =
        args.paths.iter().map(|path| shown(path, current.as_deref().unwrap_or(Utf8Path::new("")))).collect();
    let is_chosen = move |file: &HistoryFile| {
        let is_named = |id: FileId| {
            let path = project.sources.get(id.0 as usize).map(Source::path);
            path.is_some_and(|path| named.iter().any(|named| named == "." || path.starts_with(named)))
        };
        let wanted = named.is_empty() || is_named(file.file) || file.down.is_some_and(is_named);
        wanted && (args.all || args.engine.clone || file.is_shown())
    };
    history.files.iter().enumerate().filter(move |(_, file)| is_chosen(file)).map(|(number, _)| number)
}

/// The servers that are used, started when first asked for.
struct Engines {
    url: Option<DatabaseUrl>,
    /// The database that the URL names is where migrations start from.
    copied: bool,
    timeout: Duration,
    /// Everything that lies on the disk meanwhile.
    folder: tempfile::TempDir,
    started: Arc<Mutex<Vec<Arc<dyn Server>>>>,
}

impl Engines {
    fn new(args: &EngineArgs) -> io::Result<Self> {
        let text = args.database_url.clone().or_else(|| std::env::var(URL_VARIABLE).ok());
        let url = text.map(|text| DatabaseUrl::parse(&text)).transpose().map_err(io::Error::other)?;
        let folder = tempfile::Builder::new().prefix(database::SCRATCH).tempdir()?;
        let engines = Self {
            url,
            copied: args.clone,
            timeout: Duration::from_secs(args.timeout),
            folder,
            started: Arc::default(),
        };
        engines.clean_up_after_interrupt();
        Ok(engines)
    }

    /// Ctrl-C drops what is there and ends the process, whatever statement is being waited for.
    fn clean_up_after_interrupt(&self) {
        let (started, folder) = (Arc::clone(&self.started), self.folder.path().to_owned());
        let handler = move || {
            let servers = started.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let left = database::drop_all(&servers);
            // What can't be removed lies in the folder for temporary files.
            let _ = std::fs::remove_dir_all(&folder);
            let mut err = io::stderr();
            let _ = if left.is_empty() {
                writeln!(err, "\ninterrupted; the scratch databases are dropped")
            } else {
                writeln!(err, "\ninterrupted; these databases could not be dropped: {}", left.join(", "))
            };
            #[allow(clippy::exit, reason = "the main thread waits for a statement that may never end")]
            std::process::exit(130);
        };
        // A second handler in one process changes nothing: the first cleans up as well.
        let _ = ctrlc::set_handler(handler);
    }

    fn server(&self, dialect: Dialect) -> Result<Arc<dyn Server>, String> {
        let fits = |have: Dialect| have == dialect || have.is_mysql_like() && dialect.is_mysql_like();
        let mut started = self.started.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = started.iter().find(|server| fits(server.dialect())) {
            return Ok(Arc::clone(server));
        }
        let url = match (&self.url, dialect) {
            (Some(url), Dialect::Sqlite) if self.copied && url.dialect == Dialect::Sqlite => Some(url),
            (_, Dialect::Sqlite) => None,
            (_, Dialect::SqlServer) => return Err("SQL Server can't be verified".to_owned()),
            (Some(url), _) if fits(url.dialect) => Some(url),
            (Some(url), _) => {
                return Err(format!("is for {}, and the URL is of {}", dialect.title(), url.dialect.title()));
            }
            (None, _) => {
                let name = dialect.title();
                return Err(format!("is for {name}: give a server of it with --database-url or {URL_VARIABLE}"));
            }
        };
        let server =
            database::server(url, self.folder.path(), self.timeout, self.copied).map_err(|error| error.to_string())?;
        started.push(Arc::clone(&server));
        Ok(server)
    }
}

impl Engines {
    /// What migrations start from, where that is no empty database.
    fn start(&self, server: &dyn Server, runner: &dyn Runner, first: Option<usize>) -> Result<Option<Start>, String> {
        let copied = self.copied.then(|| Start::copied(server, runner, first)).transpose();
        copied.map_err(|error| error.to_string())
    }
}

fn verify(
    project: &Project,
    history: &History,
    args: &VerifyArgs,
    engines: &Engines,
    progress: Option<&Progress>,
) -> Result<Vec<Verification>, String> {
    let chosen: Vec<usize> = chosen(project, history, args).collect();
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    let server = engines.server(history.context.dialect)?;
    let runner = runner(project, history, &args.engine, engines)?;
    let mut open = runner.order();
    open.retain(|&number| chosen.contains(&runner.file(number)));
    let first = open.first().copied().filter(|_| !args.paths.is_empty());
    let start = engines.start(server.as_ref(), runner.as_ref(), first)?;
    if let Some(start) = start.as_ref().filter(|_| args.paths.is_empty()) {
        open.retain(|number| !start.applied.contains(number));
    }
    let mut judge = Judge::new(server, start);
    let mut all = Vec::new();
    for number in open {
        all.push(judge.verification(runner.as_ref(), number, history).map_err(|error| error.to_string())?);
        if let Some(progress) = progress {
            progress.step();
        }
    }
    Ok(all)
}

/// Who runs a history's migrations.
fn runner<'a>(
    project: &'a Project,
    history: &'a History,
    args: &EngineArgs,
    engines: &'a Engines,
) -> Result<Box<dyn Runner + 'a>, String> {
    match history.context.tool.language() {
        Language::Sql => Ok(Box::new(sql::Sql::new(project, history))),
        Language::Python | Language::Ruby => Ok(Box::new(
            frameworks::Framework::new(project, history, args, engines.folder.path())
                .map_err(|error| error.to_string())?,
        )),
        #[cfg(unix)]
        Language::Rust => {
            let server = engines.server(history.context.dialect)?;
            let runner = seaorm::SeaOrm::new(project, history, args, server, engines.folder.path());
            Ok(Box::new(runner.map_err(|error| error.to_string())?))
        }
        #[cfg(not(unix))]
        Language::Rust => Err("SeaORM migrations can be verified on Linux and macOS".to_owned()),
    }
}

fn show(args: &VerifyArgs, screen: &Screen, all: &[Verification], errors: &[String]) -> io::Result<()> {
    let mut out = Output::new(io::stdout());
    match args.format {
        VerifyFormat::Pretty => write_verifications(&mut out, &screen.out, all)?,
        VerifyFormat::Json => write_verifications_json(&mut out, all, errors)?,
    }
    out.flush()?;
    let mut err = io::stderr();
    for error in errors {
        writeln!(err, "error: {error}")?;
    }
    if args.format == VerifyFormat::Pretty && !all.is_empty() {
        let failed = all.iter().filter(|one| one.skipped.is_none() && !one.holds()).count();
        let word = if all.len() == 1 { "migration" } else { "migrations" };
        writeln!(
            err,
            "{} {word} verified, {failed} of them can't be run again safely.",
            all.iter().filter(|one| one.skipped.is_none()).count()
        )?;
    }
    Ok(())
}

/// For the errors of an engine that can't be asked any more.
fn lost(error: impl std::fmt::Display) -> RunError {
    RunError::Lost(error.to_string())
}
