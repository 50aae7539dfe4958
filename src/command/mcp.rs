//! `remigrate mcp`: checking, explaining and repairing for coding agents. Nothing here writes a file.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exit, explain};
use crate::config::{self, Config};
use crate::edit::Safety;
use crate::finding::{Finding, Label};
use crate::lint::{Options, Outcome, mend, repair_all, run as lint_project};
use crate::mcp::{self, Answer, Tool, Toolbox};
use crate::project::{History, HistoryFile, Project, Scope, discover};
use crate::report::{FileDiff, write_diff};
use crate::source::{FileId, Location, Source};
use crate::suppress::Ignores;

/// Serves an agent over standard input and output.
pub(super) fn run() -> io::Result<Exit> {
    mcp::serve(&Tools, &mut io::stdin().lock(), &mut io::stdout().lock())?;
    Ok(Exit::Clean)
}

struct Tools;

impl Toolbox for Tools {
    fn instructions(&self) -> &'static str {
        "remigrate tells whether a database migration (Rails, Alembic, SQL) can run again after it stopped half-way or \
         was not recorded. Call `check` after writing or changing a migration, `fix` for a diff that makes it safe to \
         run again (apply the diff yourself), and `explain` for a rule or for an error message of a database."
    }

    fn tools(&self) -> Vec<Tool> {
        let paths = json!({
            "type": "array", "items": { "type": "string" },
            "description": "Files or folders; the server's working folder when left out."
        });
        let text = json!({
            "type": "string",
            "description": "Text to take instead of what is on disk; then `paths` names just one file, which need not exist."
        });
        let all = json!({
            "type": "boolean",
            "description": "Also look at migrations that are on the base branch already. Named files always are."
        });
        let unsafe_fixes = json!({
            "type": "boolean",
            "description": "Also make changes that may skip, relink, rebuild or change which rows exist."
        });
        vec![
            Tool {
                name: "check",
                title: "Check migrations",
                description: "Finds what fails when migrations run for the first time, again, or again after a stop, \
                              and says what the database will answer.",
                arguments: object(&json!({ "paths": paths, "text": text, "all": all }), &[]),
            },
            Tool {
                name: "fix",
                title: "Make migrations safe to run again",
                description: "Gives a unified diff that guards the migrations. Every change in it was replayed; no file \
                              is written.",
                arguments: object(&json!({ "paths": paths, "text": text, "all": all, "unsafe": unsafe_fixes }), &[]),
            },
            Tool {
                name: "explain",
                title: "Explain a rule or an error message",
                description: "Gives the page of a rule, or the rules that an error message of a database leads to.",
                arguments: object(
                    &json!({ "topic": { "type": "string", "description": "A rule's name, or an error message." } }),
                    &["topic"],
                ),
            },
        ]
    }

    fn call(&self, name: &str, arguments: &Value) -> Answer {
        let done = match name {
            "explain" => wanted(arguments).and_then(|asked: Topic| explained(&asked.topic)),
            "fix" => wanted(arguments).and_then(|asked: Request| Look::at(&asked).map(|look| look.fix(&asked))),
            _ => wanted(arguments).and_then(|asked: Request| Look::at(&asked).map(|look| look.check(&asked))),
        };
        done.unwrap_or_else(|text| Answer { text, data: None, failed: true })
    }
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn wanted<'a, T: Deserialize<'a>>(arguments: &'a Value) -> Result<T, String> {
    T::deserialize(arguments).map_err(|error| format!("the arguments can't be read: {error}"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    topic: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    #[serde(default)]
    paths: Vec<String>,
    text: Option<String>,
    #[serde(default)]
    all: bool,
    #[serde(default, rename = "unsafe")]
    with_unsafe: bool,
}

fn explained(topic: &str) -> Result<Answer, String> {
    let topic = explain::find(topic)?;
    let pages: Vec<&str> = topic.rules.iter().map(|rule| rule.text()).collect();
    let names: Vec<&str> = topic.rules.iter().map(|rule| rule.name).collect();
    let about = topic.about.map(|about| format!("{about}\n\n")).unwrap_or_default();
    let data = Some(json!({ "rules": names }));
    Ok(Answer { text: format!("{about}{}", pages.join("\n---\n\n")), data, failed: false })
}

/// What was read for a call.
struct Look {
    config: Config,
    project: Project,
}

impl Look {
    fn at(asked: &Request) -> Result<Self, String> {
        let paths: Vec<Utf8PathBuf> = asked.paths.iter().map(Utf8PathBuf::from).collect();
        let first = paths.first().map_or(Utf8Path::new("."), Utf8PathBuf::as_path);
        let start = config::folder_of(first).map_err(|error| error.to_string())?;
        let config = match config::find(&start) {
            Some(file) => config::load(&file).map_err(|error| error.to_string())?,
            None => Config::default(),
        };
        let texts = match (&asked.text, paths.as_slice()) {
            (None, _) => BTreeMap::new(),
            (Some(text), [path]) => BTreeMap::from([(path.clone(), text.clone().into_bytes())]),
            (Some(_), _) => return Err("`text` needs just one path: the name that it goes by".to_owned()),
        };
        let scope = Scope { paths, texts, ..Scope::default() };
        let project = discover(&scope, &config);
        if project.sources.is_empty() && project.errors.is_empty() {
            let place = asked.paths.join(", ");
            let place = if place.is_empty() { "the working folder".to_owned() } else { place };
            return Err(format!("no migrations found in {place}"));
        }
        Ok(Self { config, project })
    }

    fn shows(&self, asked: &Request, history: &History, file: &HistoryFile) -> bool {
        let path = self.source(file.file).map(Source::path);
        let set_aside = |version: &String| path.is_some_and(|path| !history.is_after(path, version));
        (asked.all || file.is_shown()) && !history.start_after.as_ref().is_some_and(set_aside)
    }

    fn source(&self, file: FileId) -> Option<&Source> {
        self.project.sources.get(file.0 as usize)
    }

    fn check(&self, asked: &Request) -> Answer {
        let policy = Ignores::new(&self.config);
        let shown = |history: &History, file: &HistoryFile| self.shows(asked, history, file);
        let outcomes = lint_project(&self.project, &Options::new(&policy, true, &shown));
        let troubles = self.troubles(&outcomes);
        let findings: Vec<&Finding> = outcomes.iter().flat_map(|(_, outcome)| &outcome.findings).collect();
        let mut text: String = findings.iter().filter_map(|finding| self.told(finding)).collect();
        troubles.iter().for_each(|trouble| text.push_str(&format!("{trouble}\n")));
        if text.is_empty() {
            text = format!("Nothing to report in {} files.\n", outcomes.len());
        }
        let list: Vec<Value> = findings.iter().filter_map(|finding| self.view(finding)).collect();
        let data = json!({ "findings": list, "errors": troubles, "files": outcomes.len() });
        Answer { text, data: Some(data), failed: !troubles.is_empty() }
    }

    /// Files that could not be read, wholly or in part.
    fn troubles(&self, outcomes: &[(FileId, Outcome)]) -> Vec<String> {
        let unread = self.project.errors.iter().map(ToString::to_string);
        let broken = outcomes.iter().flat_map(|(file, outcome)| {
            let source = self.source(*file);
            outcome.problems.iter().filter_map(move |problem| {
                let (source, at) = (source?, source?.position(problem.at.start));
                Some(format!("{}:{}:{}: {}", source.path(), at.line, at.column, problem.message))
            })
        });
        unread.chain(broken).collect()
    }

    fn told(&self, finding: &Finding) -> Option<String> {
        let place = self.place(finding.primary.at)?;
        let mut text = format!("{place}: {}[{}] {}\n", finding.severity.name(), finding.rule, finding.message);
        text.push_str(&format!("  {}\n", finding.told()));
        for Label { at, text: said } in &finding.related {
            text.push_str(&format!("  {}: {said}\n", self.place(*at)?));
        }
        if let Some(help) = &finding.help {
            text.push_str(&format!("  {help}\n"));
        }
        for fix in finding.fix.iter().chain(&finding.alternative) {
            text.push_str(&format!("  fix ({}): {}\n", fix.fix.safety.name(), fix.fix.title));
        }
        Some(text)
    }

    /// `path:line:column`.
    fn place(&self, at: Location) -> Option<String> {
        let source = self.source(at.file)?;
        let position = source.position(at.span.start);
        Some(format!("{}:{}:{}", source.path(), position.line, position.column))
    }

    fn view(&self, finding: &Finding) -> Option<Value> {
        let source = self.source(finding.primary.at.file)?;
        let (start, end) =
            (source.position(finding.primary.at.span.start), source.position(finding.primary.at.span.end));
        Some(json!({
            "rule": finding.rule,
            "severity": finding.severity.name(),
            "message": finding.message,
            "path": source.path().as_str(),
            "start": { "line": start.line, "column": start.column },
            "end": { "line": end.line, "column": end.column },
            "scenario": finding.scenario.name(),
            "error": finding.error.as_ref().map(|error| &error.message),
            "help": finding.help,
            "fix": finding.fix.as_ref().map(|fix| json!({ "title": fix.fix.title, "safety": fix.fix.safety.name() })),
        }))
    }

    fn fix(&self, asked: &Request) -> Answer {
        let policy = Ignores::new(&self.config);
        let known = self.project.sources.len();
        // A released migration whose checksum a tool has recorded must stay as it is.
        let open: BTreeSet<FileId> = self
            .project
            .histories
            .iter()
            .flat_map(|history| history.files.iter().map(move |file| (history, file)))
            .filter(|(history, file)| self.shows(asked, history, file) && !file.is_frozen(&history.context))
            .flat_map(|(_, file)| std::iter::once(file.file).chain(file.down))
            .filter(|file| !self.project.origins.get(file.0 as usize).is_some_and(|origin| origin.generated))
            .collect();
        let may = |file: FileId| open.contains(&file);
        let shown = |_: &History, file: &HistoryFile| may(file.file) || file.file.0 as usize >= known;
        let options = Options::new(&policy, true, &shown);
        let safety = if asked.with_unsafe { Safety::Unsafe } else { Safety::Safe };
        let mended = mend(&self.project, &options, safety, &may);
        let (mut fixed, mut left) = (mended.fixed.len(), 0);
        let mut after: Vec<&str> = mended.project.sources.iter().map(Source::text).collect();
        let repairs = repair_all(&mended.project, &options, safety);
        let downs: BTreeMap<FileId, FileId> = self
            .project
            .histories
            .iter()
            .flat_map(|history| &history.files)
            .filter_map(|file| Some((file.file, file.down?)))
            .collect();
        for (file, repair) in &repairs {
            left += repair.outcome.findings.len();
            // What stands in a broken file is not rewritten.
            if repair.outcome.problems.is_empty() {
                fixed += repair.fixed.len();
                for (file, text) in [(Some(file), &repair.text), (downs.get(file), &repair.down)] {
                    if let (Some(file), Some(text)) = (file, text) {
                        after[file.0 as usize] = text;
                    }
                }
            }
        }
        let mut diff = Vec::new();
        for (number, (source, after)) in mended.project.sources.iter().zip(after).enumerate() {
            let before = self.project.sources.get(number).map(Source::text);
            let change = FileDiff { path: relative(source.path()), before, after };
            // Memory takes everything.
            let _ = write_diff(&mut diff, &change);
        }
        let diff = String::from_utf8_lossy(&diff).into_owned();
        let text =
            if diff.is_empty() { format!("Nothing can be fixed; {left} findings are left.\n") } else { diff.clone() };
        let data = json!({ "diff": diff, "fixed": fixed, "left": left });
        Answer { text, data: Some(data), failed: !self.project.errors.is_empty() }
    }
}

/// A diff names files from where it is applied.
fn relative(path: &Utf8Path) -> &str {
    path.as_str().trim_start_matches('/')
}
