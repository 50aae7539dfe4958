//! `remigrate lint --fix --verify`: whether a real engine agrees with a rewrite before it is written.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};

use super::Engines;
use super::frameworks::Framework;
use super::judge::Judge;
use super::sql::Sql;
use super::stage::Runner;
use crate::cli::EngineArgs;
use crate::config::Config;
use crate::database::Facts;
use crate::engine::{Dialect, Language};
use crate::project::{History, Project, Scope, discover};
use crate::report::{Act, Outcome, Scene};
use crate::source::{FileId, Source};

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
            let mut judge = Judge::new(server);
            let (old, mut new) = self.runners(project, history, &sources)?;
            for number in old.order().into_iter().filter(|&number| touched(old.file(number))) {
                let path = old.path(number);
                if let Some(why) = judge.enter(old.as_ref(), number).map_err(|error| error.to_string())? {
                    return Ok(Verdict::Disagrees(format!("{path} can't be run: {why}")));
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
            Language::Rust => Err("a rewritten SeaORM migration has to be compiled before it can run".to_owned()),
        }
    }
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
        let place = folder.join("rewritten");
        std::fs::create_dir_all(&place)?;
        let place = std::fs::canonicalize(place)?.join(original.file_name().unwrap_or_default());
        std::fs::write(&place, text)?;
        framework.instead(&original, &place);
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
