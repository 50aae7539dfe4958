//! `remigrate lint --fix --verify`: whether a real engine agrees with a rewrite before it is written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};

use super::Engines;
use super::frameworks::Framework;
use super::judge::Judge;
use super::sql::Sql;
use super::stage::Runner;
use crate::cli::EngineArgs;
use crate::config::Config;
use crate::database::Facts;
use crate::edit::NewFile;
use crate::engine::{Dialect, Language};
use crate::project::{History, HistoryFile, Project, Scope, discover};
use crate::report::{Act, Outcome, Scene};
use crate::source::{FileId, Source};

/// Why the fix of a migration in Rust is not verified.
const COMPILED: &str = "a rewritten SeaORM migration has to be compiled before it can run";

/// A project with files changed and added: the originals and where the texts lie.
struct Grown {
    project: Project,
    changed: BTreeMap<FileId, (PathBuf, PathBuf)>,
    added: BTreeMap<FileId, PathBuf>,
}

/// Runs old and new texts of migrations and compares.
pub(in crate::command) struct Prover<'a> {
    args: &'a EngineArgs,
    engines: Engines,
    /// Also the files beside those that were named: they run before.
    project: Project,
}

/// What the engine says of a rewrite.
pub(in crate::command) enum Verdict {
    Agrees,
    /// Why the rewrite is not to be written.
    Disagrees(String),
    /// What comes before can't be run as it stands, so the rewrite can't be judged by itself.
    Stuck(String),
}

impl<'a> Prover<'a> {
    pub(in crate::command) fn new(
        args: &'a EngineArgs,
        paths: &[Utf8PathBuf],
        config: &Config,
        dialect: Option<Dialect>,
    ) -> io::Result<Self> {
        let scope = Scope { dialect, ..Scope::of(&super::whole(paths)) };
        Ok(Self { args, engines: Engines::new(args)?, project: discover(&scope, config) })
    }

    /// Whether new texts of some files do what the old ones did, and fail in no scenario in which those did not.
    /// `is_clean` files must survive every scenario: nothing is left to report in them.
    pub(in crate::command) fn judge(
        &self,
        texts: &[Source],
        is_clean: &dyn Fn(&Utf8Path) -> bool,
    ) -> Result<Verdict, String> {
        let project = &self.project;
        let id = |path: &Utf8Path| {
            let number = project.sources.iter().position(|source| source.path() == path)?;
            u32::try_from(number).ok().map(FileId)
        };
        let sources: BTreeMap<FileId, &Source> =
            texts.iter().filter_map(|source| Some((id(source.path())?, source))).collect();
        let mut judged = 0;
        for history in &project.histories {
            let touched = |number: usize| {
                let file = &history.files[number];
                sources.contains_key(&file.file) || file.down.is_some_and(|down| sources.contains_key(&down))
            };
            if !(0..history.files.len()).any(touched) {
                continue;
            }
            let server = self.engines.server(history.context.dialect)?;
            let (old, mut new) = self.runners(project, history, &sources)?;
            let first = old.order().into_iter().find(|&number| touched(old.file(number)));
            let start = self.engines.start(server.as_ref(), old.as_ref(), first)?;
            let mut judge = Judge::new(server, start);
            for number in old.order().into_iter().filter(|&number| touched(old.file(number))) {
                let path = old.path(number);
                if let Some(why) = judge.enter(old.as_ref(), number).map_err(|error| error.to_string())? {
                    return Ok(Verdict::Stuck(format!("{path} can't be run: {why}")));
                }
                let file = history.files[old.file(number)].file;
                let text = sources.get(&file).map(|source| source.text());
                new.choose(project, file, text, self.engines.folder.path()).map_err(|error| error.to_string())?;
                let before = judge.scenes(old.as_ref(), number).map_err(|error| error.to_string())?;
                let after = judge.scenes(new.runner(), number).map_err(|error| error.to_string())?;
                judged += 1;
                if let Some(why) = disagreement(&before, &after, is_clean(Utf8Path::new(&path))) {
                    return Ok(Verdict::Disagrees(format!("{path}: {why}")));
                }
            }
        }
        if judged == 0 { Err("its history was not found".to_owned()) } else { Ok(Verdict::Agrees) }
    }

    /// Whether a project runs with new texts and added files in it, however it ran before: what is added survives every
    /// scenario, and so does what is changed where it `is_clean`.
    pub(in crate::command) fn judge_whole(
        &self,
        texts: &[Source],
        created: &[&NewFile],
        is_clean: &dyn Fn(&Utf8Path) -> bool,
    ) -> Result<Verdict, String> {
        let Grown { project, changed, added } = self.grown(texts, created).map_err(|error| error.to_string())?;
        let mut judged = 0;
        for history in &project.histories {
            let is_touched = |file: FileId| added.contains_key(&file) || changed.contains_key(&file);
            if !history.files.iter().any(|file| is_touched(file.file)) {
                continue;
            }
            let server = self.engines.server(history.context.dialect)?;
            let runner = self.grown_runner(&project, history, &changed, &added)?;
            let order = runner.order().into_iter();
            let touched: Vec<usize> =
                order.filter(|&number| is_touched(history.files[runner.file(number)].file)).collect();
            let start = self.engines.start(server.as_ref(), runner.as_ref(), touched.first().copied())?;
            let mut judge = Judge::new(server, start);
            for number in touched {
                let path = runner.path(number);
                if let Some(why) = judge.enter(runner.as_ref(), number).map_err(|error| error.to_string())? {
                    return Ok(Verdict::Disagrees(format!("{path} can't be run: {why}")));
                }
                let (scenes, facts) = judge.scenes(runner.as_ref(), number).map_err(|error| error.to_string())?;
                judged += 1;
                let whole =
                    added.contains_key(&history.files[runner.file(number)].file) || is_clean(Utf8Path::new(&path));
                let forth = [Act::FirstRun, Act::Rerun, Act::AfterStop];
                let fails = scenes.iter().find(|it| it.outcome != Outcome::Ok && forth.contains(&it.act));
                if let Some(scene) = fails.filter(|_| whole || facts.is_none()) {
                    return Ok(Verdict::Disagrees(format!("{path} still fails: {}", scene.told())));
                }
            }
        }
        if judged == 0 { Err("its history was not found".to_owned()) } else { Ok(Verdict::Agrees) }
    }

    /// The project with these files in it. Frameworks read files, so the texts lie in folders of ours.
    fn grown(&self, texts: &[Source], created: &[&NewFile]) -> io::Result<Grown> {
        let mut grown = Grown { project: self.project.clone(), changed: BTreeMap::new(), added: BTreeMap::new() };
        let project = &mut grown.project;
        let folder = self.engines.folder.path();
        for text in texts {
            let Some(number) = project.sources.iter().position(|source| source.path() == text.path()) else { continue };
            let original = std::fs::canonicalize(&project.origins[number].path)?;
            let place = place(folder, REWRITTEN, &original, text.text())?;
            project.sources[number] = Source::new(text.path().to_owned(), text.text());
            grown.changed.insert(FileId(u32::try_from(number).unwrap_or(u32::MAX)), (original, place));
        }
        for new in created {
            let beside = |file: &HistoryFile| {
                let source = project.sources.get(file.file.0 as usize);
                source.is_some_and(|source| source.path().parent() == new.path.parent())
            };
            let Some(history) = project.histories.iter().position(|history| history.files.iter().any(beside)) else {
                continue;
            };
            let place = place(folder, ADDED, new.path.as_std_path(), &new.text)?;
            let path = Utf8PathBuf::from_path_buf(place.clone()).map_err(|_| io::ErrorKind::InvalidData)?;
            let file = project.add(history, Source::new(new.path.clone(), new.text.as_str()), path);
            grown.added.insert(file, place);
        }
        Ok(grown)
    }

    fn grown_runner<'p>(
        &self,
        project: &'p Project,
        history: &'p History,
        changed: &BTreeMap<FileId, (PathBuf, PathBuf)>,
        added: &BTreeMap<FileId, PathBuf>,
    ) -> Result<Box<dyn Runner + 'p>, String> {
        match history.context.tool.language() {
            Language::Sql => Ok(Box::new(Sql::new(project, history))),
            Language::Python | Language::Ruby => {
                let framework = Framework::new(project, history, self.args, self.engines.folder.path());
                let mut framework = framework.map_err(|error| error.to_string())?;
                framework.instead(changed.values().cloned().collect());
                framework.add(added.values().cloned().collect());
                Ok(Box::new(framework))
            }
            Language::Rust => Err(COMPILED.to_owned()),
        }
    }

    fn runners<'p>(
        &self,
        project: &'p Project,
        history: &'p History,
        sources: &BTreeMap<FileId, &'p Source>,
    ) -> Result<(Box<dyn Runner + 'p>, Rewritten<'p>), String> {
        match history.context.tool.language() {
            Language::Sql => {
                Ok((Box::new(Sql::new(project, history)), Rewritten::Sql(Sql::with_texts(project, history, sources))))
            }
            Language::Python | Language::Ruby => {
                let framework = || {
                    Framework::new(project, history, self.args, self.engines.folder.path())
                        .map_err(|error| error.to_string())
                };
                Ok((Box::new(framework()?), Rewritten::Framework(Box::new(framework()?))))
            }
            Language::Rust => Err(COMPILED.to_owned()),
        }
    }
}

/// Folders for texts that are run and not written yet.
const REWRITTEN: &str = "rewritten";
const ADDED: &str = "added";

/// Puts a text into a folder of ours, under the name of its file.
fn place(folder: &Path, inside: &str, file: &Path, text: &str) -> io::Result<PathBuf> {
    let folder = folder.join(inside);
    std::fs::create_dir_all(&folder)?;
    let place = std::fs::canonicalize(folder)?.join(file.file_name().unwrap_or_default());
    std::fs::write(&place, text)?;
    Ok(place)
}

/// The runner of new texts.
enum Rewritten<'p> {
    Sql(Sql<'p>),
    Framework(Box<Framework<'p>>),
}

impl Rewritten<'_> {
    fn runner(&self) -> &dyn Runner {
        match self {
            Self::Sql(sql) => sql,
            Self::Framework(framework) => framework.as_ref(),
        }
    }

    /// Frameworks read files: the new text of one of them lies in a file beside.
    fn choose(&mut self, project: &Project, file: FileId, text: Option<&str>, folder: &Path) -> io::Result<()> {
        let (Self::Framework(framework), Some(text)) = (self, text) else { return Ok(()) };
        let Some(origin) = project.origins.get(file.0 as usize) else { return Ok(()) };
        let original = std::fs::canonicalize(&origin.path)?;
        let place = place(folder, REWRITTEN, &original, text)?;
        framework.instead(vec![(original, place)]);
        Ok(())
    }
}

type Seen = (Vec<Scene>, Option<Facts>);

/// What speaks against the rewrite.
fn disagreement(before: &Seen, after: &Seen, is_clean: bool) -> Option<String> {
    let (Some(old), Some(new)) = (&before.1, &after.1) else {
        // The old text does not run by itself: the new one can only be better.
        let fails = after.1.is_none() && before.1.is_some();
        return fails.then(|| format!("the rewritten migration does not run: {}", first_failure(&after.0)));
    };
    let differences = old.differences(new);
    if !differences.is_empty() {
        return Some(format!("the rewritten migration leaves something else: {}", differences.join("; ")));
    }
    let failed =
        |scenes: &[Scene], act: Act| scenes.iter().any(|scene| scene.act == act && scene.outcome != Outcome::Ok);
    let forth = [Act::FirstRun, Act::Rerun, Act::AfterStop];
    let acts = [Act::FirstRun, Act::Rerun, Act::AfterStop, Act::Rollback];
    let worse = acts
        .into_iter()
        .find(|&act| failed(&after.0, act) && (!failed(&before.0, act) || is_clean && forth.contains(&act)))?;
    let scene = after.0.iter().find(|scene| scene.act == worse && scene.outcome != Outcome::Ok)?;
    Some(format!("the rewritten migration still fails: {}", scene.told()))
}

fn first_failure(scenes: &[Scene]) -> String {
    scenes.iter().find(|scene| scene.outcome != Outcome::Ok).map_or_else(String::new, Scene::told)
}
