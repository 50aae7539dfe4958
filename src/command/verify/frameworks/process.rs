//! The interpreter of the project, with its framework loaded; it forks for each run.

use std::cell::RefCell;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cli::EngineArgs;
use crate::command::verify::lost;
use crate::database::RunError;
use crate::engine::Language;

const ALEMBIC: &str = include_str!("../alembic.py");
const RAILS: &str = include_str!("../rails.rb");
/// What the interpreter says before its first run.
const BOOT: &str = "boot";
/// How many statements' time a whole run may take.
const STATEMENTS: u32 = 10;

/// How to start the interpreter.
pub(super) struct Process {
    command: Vec<OsString>,
    folder: PathBuf,
    ini: Option<PathBuf>,
    shim: PathBuf,
    /// For reports.
    workspace: PathBuf,
    limit: Duration,
    /// Files, and the files whose texts are run instead of their own.
    pub(super) instead: Vec<(PathBuf, PathBuf)>,
    /// Files that belong to the history and lie elsewhere.
    pub(super) added: Vec<PathBuf>,
    worker: RefCell<Option<Worker>>,
}

impl Process {
    pub(super) fn new(language: Language, file: &Path, args: &EngineArgs, workspace: &Path) -> io::Result<Self> {
        let marker = if language == Language::Ruby { "Gemfile" } else { "alembic.ini" };
        let marked = file.ancestors().skip(1).find(|folder| folder.join(marker).is_file());
        let rails = || file.ancestors().find(|folder| folder.ends_with("db")).and_then(Path::parent);
        let folder = match (marked, language) {
            (Some(folder), _) => folder,
            (None, Language::Ruby) => rails().unwrap_or(Path::new(".")),
            (None, _) => return Err(io::Error::other("no alembic.ini above the revisions: verify needs it")),
        };
        let ini = (language == Language::Python).then(|| folder.join(marker));
        let command = match language {
            Language::Ruby => words(args.ruby.as_deref()).unwrap_or_else(|| ruby(folder)),
            _ => words(args.python.as_deref()).unwrap_or_else(|| vec![python(folder)]),
        };
        let (name, text) = if language == Language::Ruby { ("rails.rb", RAILS) } else { ("shim.py", ALEMBIC) };
        let shim = workspace.join(name);
        std::fs::write(&shim, text)?;
        let limit = Duration::from_secs(args.timeout) * STATEMENTS;
        Ok(Self {
            command,
            folder: folder.to_owned(),
            ini,
            shim,
            workspace: workspace.to_owned(),
            limit,
            instead: Vec::new(),
            added: Vec::new(),
            worker: RefCell::new(None),
        })
    }

    /// One run. The request holds a password, so it goes through standard input.
    pub(super) fn ask(&self, mut request: Value, url: &str) -> Result<Value, RunError> {
        let folder = tempfile::tempdir_in(&self.workspace).map_err(lost)?;
        let file = |name: &str| folder.path().join(name);
        request["report"] = json!(file("report"));
        request["errors"] = json!(file("errors"));
        request["done"] = json!(file("done"));
        request["ini"] = json!(self.ini);
        let pair = |(original, text): &(PathBuf, PathBuf)| json!({ "file": original, "text": text });
        request["instead"] = self.instead.iter().map(pair).collect();
        request["added"] = json!(self.added);
        if let Some(files) = request["files"].as_array_mut() {
            files.extend(self.instead.iter().map(|(_, text)| json!(text)));
        }
        let mut worker = match self.worker.borrow_mut().take() {
            Some(worker) => worker,
            None => self.start(url)?,
        };
        // An interpreter that has ended already says why on standard error.
        let _ = worker.request(&request);
        match worker.wait(&file("done"), self.limit).map_err(lost)? {
            Ended::Done => *self.worker.borrow_mut() = Some(worker),
            Ended::TooLate => {
                let message = format!("still running after {} s", self.limit.as_secs());
                return Ok(json!({ "status": "fails", "error": message, "statements": [] }));
            }
            Ended::Worker => {}
        }
        let text = std::fs::read_to_string(file("report")).unwrap_or_default();
        serde_json::from_str(&text).map_err(|_| {
            let said = [file("errors"), self.workspace.join(BOOT)]
                .map(|path| std::fs::read_to_string(path).unwrap_or_default());
            let said = said.iter().find(|said| !said.trim().is_empty()).map_or("", String::as_str);
            lost(format!("{} did not run: {}", self.shown(), reason(said)))
        })
    }

    fn start(&self, url: &str) -> Result<Worker, RunError> {
        let errors = File::create(self.workspace.join(BOOT)).map_err(lost)?;
        let Some((program, arguments)) = self.command.split_first() else { return Err(lost("no interpreter")) };
        let mut command = Command::new(program);
        // What is asked before the shim leads it elsewhere must not reach a database that is used.
        if let Some(url) = self.database_url(url) {
            command.env("DATABASE_URL", url);
        }
        let child = command
            .args(arguments)
            .arg(&self.shim)
            .current_dir(&self.folder)
            .env("SAFETY_ASSURED", "1")
            .env_remove(crate::command::verify::URL_VARIABLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .map_err(|error| lost(format!("can't start {}: {error}", self.shown())))?;
        Ok(Worker(child))
    }

    /// The variable by which most projects name their database, in the words of this framework.
    fn database_url(&self, url: &str) -> Option<String> {
        let (scheme, rest) = url.split_once("://")?;
        if self.ini.is_some() {
            // A driver that is named there stays; where there is none, a file of the project may name it.
            let set = std::env::var("DATABASE_URL").ok()?;
            return Some(format!("{}://{rest}", set.split_once("://").map_or(scheme, |(scheme, _)| scheme)));
        }
        let adapter = match scheme {
            "mysql" => "mysql2",
            "sqlite" => "sqlite3",
            other => other,
        };
        Some(format!("{adapter}://{rest}"))
    }

    fn shown(&self) -> String {
        self.command.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }
}

/// The line of a trace that says what happened: Ruby's comes first, Python's last; the others are frames.
fn reason(said: &str) -> String {
    let is_frame = |line: &&str| line.is_empty() || line.starts_with([' ', '\t']) || line.starts_with("Traceback");
    let lines: Vec<&str> = said.lines().filter(|line| !is_frame(line)).collect();
    let told = if said.contains("\n\tfrom ") { lines.first() } else { lines.last() };
    told.map_or_else(|| "it said nothing".to_owned(), |line| (*line).to_owned())
}

/// An interpreter with the framework loaded; it forks for each run.
struct Worker(Child);

enum Ended {
    Done,
    TooLate,
    /// The interpreter itself.
    Worker,
}

impl Worker {
    fn request(&mut self, request: &Value) -> io::Result<()> {
        let Some(input) = &mut self.0.stdin else { return Ok(()) };
        writeln!(input, "{request}")?;
        input.flush()
    }

    fn wait(&mut self, done: &Path, limit: Duration) -> io::Result<Ended> {
        let start = Instant::now();
        loop {
            if done.exists() {
                return Ok(Ended::Done);
            }
            if self.0.try_wait()?.is_some() {
                return Ok(Ended::Worker);
            }
            if start.elapsed() > limit {
                return Ok(Ended::TooLate);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It ends by itself when nothing more can be asked; one that hangs does not.
        self.0.stdin.take();
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn words(command: Option<&str>) -> Option<Vec<OsString>> {
    command.map(|command| command.split_whitespace().map(OsString::from).collect())
}

/// The virtual environment that is active, or that lies beside the project.
fn python(folder: &Path) -> OsString {
    let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    let beside = folder.ancestors().flat_map(|folder| [folder.join(".venv"), folder.join("venv")]);
    let mut found = active.into_iter().chain(beside).map(|place| place.join("bin/python"));
    found.find(|python| python.is_file()).map_or_else(|| "python3".into(), PathBuf::into_os_string)
}

fn ruby(folder: &Path) -> Vec<OsString> {
    let bundled = folder.join("Gemfile.lock").is_file();
    if bundled { vec!["bundle".into(), "exec".into(), "ruby".into()] } else { vec!["ruby".into()] }
}
