//! One folder of the editor: its project, everything read in it, and what was found in the files that are open.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use super::position::line_starts;
use crate::config::{self, Config, ConfigError};
use crate::edit::Safety;
use crate::engine::Context;
use crate::frontend::{self, Frontend};
use crate::lint::{Asked, Outcome, Readings, Repair};
use crate::migration::{Problem, Reading};
use crate::project::{self, History, HistoryFile, Project, Scope, absolute, discover};
use crate::schema::Schema;
use crate::source::{FileId, Source};
use crate::suppress::Ignores;

/// Where a file stands in its project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: FileId,
    pub(super) history: usize,
    /// The migration's number in the history; a file with its way back has that of the file with the way forth.
    pub(super) number: usize,
}

/// What was found in a file.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) outcome: Outcome,
    /// Findings that comments silence.
    pub(super) silenced: usize,
    /// The findings carry their fixes.
    has_fixes: bool,
}

/// What is kept of a source: its absolute path, and where its lines start once somebody asked.
#[derive(Debug)]
struct Kept {
    path: Utf8PathBuf,
    starts: OnceLock<Vec<usize>>,
}

/// One folder.
#[derive(Debug)]
pub(super) struct Workspace {
    pub(super) folder: Utf8PathBuf,
    config: Config,
    pub(super) project: Project,
    /// Of each history.
    readings: Vec<Readings>,
    /// Of each history, the files that the rules speak of which look at all of it.
    told: Vec<BTreeSet<FileId>>,
    /// Histories whose chain was not replayed since one of their files changed.
    unsettled: BTreeSet<usize>,
    /// By absolute path.
    places: HashMap<Utf8PathBuf, Place>,
    /// Of each source.
    files: Vec<Kept>,
    judged: BTreeMap<FileId, Judged>,
}

impl Workspace {
    /// Finds and reads everything below a folder. `texts` stand for what is on disk. Also gives what is wrong with the
    /// configuration, without which everything is checked as though there were none.
    pub(super) fn open(folder: Utf8PathBuf, texts: BTreeMap<Utf8PathBuf, Arc<str>>) -> (Self, Option<ConfigError>) {
        let (config, error) = match config::find(&folder).map(|file| config::load(&file)) {
            Some(Ok(config)) => (config, None),
            Some(Err(error)) => (Config::default(), Some(error)),
            None => (Config::default(), None),
        };
        let bytes = texts.iter().map(|(path, text)| (path.clone(), text.as_bytes().to_vec())).collect();
        let mut project = discover(&Scope { folder: folder.clone(), texts: bytes, ..Scope::default() }, &config);
        let current = absolute(Utf8Path::new("."));
        let kept = |path: &Utf8Path| Kept { path: current.join(path), starts: OnceLock::new() };
        let files: Vec<Kept> = project.origins.iter().map(|origin| kept(&origin.path)).collect();
        let places = places(&project, &files);
        for (path, text) in texts {
            // An editor's text is in no encoding, whatever the file declares.
            if let Some(place) = places.get(&path) {
                let source = &mut project.sources[place.id.0 as usize];
                *source = Source::new(source.path().to_owned(), text);
            }
        }
        let readings = Readings::of_all(&project);
        let (told, judged) = (vec![BTreeSet::new(); readings.len()], BTreeMap::new());
        let unsettled = BTreeSet::new();
        let mut workspace = Self { folder, config, project, readings, told, unsettled, places, files, judged };
        (0..workspace.told.len()).for_each(|history| workspace.ask_whole(history));
        (workspace, error)
    }

    pub(super) fn place(&self, path: &Utf8Path) -> Option<Place> {
        self.places.get(path).copied()
    }

    /// The files that `remigrate lint` would show here, with their ways back.
    pub(super) fn shown(&self) -> impl Iterator<Item = Utf8PathBuf> + '_ {
        let files = self.project.histories.iter().flat_map(|history| &history.files).filter(|file| file.is_shown());
        files.flat_map(|file| std::iter::once(file.file).chain(file.down)).map(|id| self.path(id).to_owned())
    }

    /// Whether a file in this folder may belong to a history, though it was not there when the folder was looked at.
    pub(super) fn may_hold(&self, path: &Utf8Path) -> bool {
        let folder = path.parent();
        self.places.keys().any(|known| known.parent() == folder && known.extension() == path.extension())
    }

    pub(super) fn history(&self, place: Place) -> &History {
        &self.project.histories[place.history]
    }

    pub(super) fn context(&self, place: Place) -> &Context {
        &self.history(place).context
    }

    pub(super) fn file(&self, place: Place) -> &HistoryFile {
        &self.history(place).files[place.number]
    }

    pub(super) fn source(&self, id: FileId) -> Option<&Source> {
        self.project.sources.get(id.0 as usize)
    }

    /// The absolute path of a file.
    pub(super) fn path(&self, id: FileId) -> &Utf8Path {
        self.files.get(id.0 as usize).map_or(Utf8Path::new(""), |kept| &kept.path)
    }

    /// Where the lines of a file start.
    pub(super) fn line_starts(&self, id: FileId) -> Option<&[usize]> {
        let kept = self.files.get(id.0 as usize)?;
        let found = || self.source(id).map(|source| line_starts(source.text())).unwrap_or_default();
        Some(kept.starts.get_or_init(found))
    }

    pub(super) fn readings(&self, place: Place) -> &Readings {
        &self.readings[place.history]
    }

    pub(super) fn reading(&self, place: Place) -> Option<&Reading> {
        self.readings(place).reading(place.number)
    }

    /// What the migrations before this one leave.
    pub(super) fn start(&self, place: Place) -> Option<&Schema> {
        self.readings[place.history].start(place.number)
    }

    pub(super) fn frontend(&self, place: Place) -> Option<&'static dyn Frontend> {
        frontend::of(self.context(place).tool.language())
    }

    /// Puts a new text in the place of a file's. Nothing happens when it is the same.
    pub(super) fn update(&mut self, place: Place, text: &str) {
        let Some(source) = self.project.sources.get_mut(place.id.0 as usize).filter(|known| known.text() != text)
        else {
            return;
        };
        *source = Source::new(source.path().to_owned(), text);
        self.files[place.id.0 as usize].starts = OnceLock::new();
        let history = &self.project.histories[place.history];
        self.unsettled.insert(place.history);
        self.judged.remove(&history.files[place.number].file);
        if self.readings[place.history].renew(&self.project, history, place.number) {
            self.look_again(place.history);
        }
    }

    /// Replays the chains in which something has changed: what is found in the other files may be something else now.
    /// False where there was nothing to do.
    pub(super) fn settle(&mut self) -> bool {
        let unsettled = std::mem::take(&mut self.unsettled);
        for &number in &unsettled {
            self.readings[number].replay(&self.project, &self.project.histories[number]);
            self.look_again(number);
        }
        !unsettled.is_empty()
    }

    /// The chain was replayed: all that was found in its files is out of date.
    fn look_again(&mut self, number: usize) {
        self.unsettled.remove(&number);
        self.ask_whole(number);
        let history = &self.project.histories[number];
        self.judged.retain(|id, _| !history.files.iter().any(|file| file.file == *id));
    }

    fn ask_whole(&mut self, number: usize) {
        let policy = Ignores::new(&self.config);
        let history = &self.project.histories[number];
        self.told[number] = self.readings[number].told(&self.project, history, &policy);
    }

    fn asked<'a>(&self, place: Place, policy: &'a Ignores<'a>, fixes: bool) -> Asked<'a> {
        Asked { policy, fixes, told: self.told[place.history].contains(&self.file(place).file) }
    }

    /// Takes the text of a file that is not open from the disk; false when it can't be read.
    pub(super) fn reload(&mut self, place: Place) -> bool {
        match project::read(self.path(place.id)) {
            Ok((source, _)) => {
                let text = source.text().to_owned();
                self.update(place, &text);
                true
            }
            Err(_) => false,
        }
    }

    /// What is found in a file, and in the file of its way back.
    pub(super) fn judge(&mut self, place: Place, fixes: bool) -> &Judged {
        let id = self.file(place).file;
        let known = self.judged.get(&id).is_some_and(|judged| judged.has_fixes || !fixes);
        if !known {
            let judged = self.judge_anew(place, fixes);
            self.judged.insert(id, judged);
        }
        &self.judged[&id]
    }

    fn judge_anew(&self, place: Place, fixes: bool) -> Judged {
        if self.is_set_aside(place) {
            return Judged { outcome: Outcome::default(), silenced: 0, has_fixes: true };
        }
        let policy = Ignores::new(&self.config);
        let asked = self.asked(place, &policy, fixes);
        let outcome = self.readings(place).judge(&self.project, self.history(place), place.number, asked);
        let mut outcome = outcome.unwrap_or_default();
        if !outcome.problems.is_empty() {
            // What stands in a broken file is not rewritten.
            outcome.findings.iter_mut().for_each(|finding| finding.fix = None);
        }
        Judged { outcome, silenced: policy.suppressed(), has_fixes: fixes }
    }

    /// Migrations up to `start-after` are left alone.
    fn is_set_aside(&self, place: Place) -> bool {
        let history = self.history(place);
        let path = self.source(self.file(place).file).map(Source::path);
        history.start_after.as_deref().zip(path).is_some_and(|(version, path)| !history.is_after(path, version))
    }

    /// What could not be read in a file.
    pub(super) fn problems(&self, place: Place) -> Vec<Problem> {
        if place.id == self.file(place).file {
            return self.reading(place).map(|reading| reading.problems.clone()).unwrap_or_default();
        }
        // A reading tells only of the way forth.
        let back = self.frontend(place).zip(self.source(place.id));
        back.map(|(frontend, source)| frontend.read(place.id, source, self.context(place)).problems).unwrap_or_default()
    }

    /// All safe fixes of a migration at once.
    pub(super) fn repair(&self, place: Place) -> Option<Repair> {
        if !self.reading(place)?.problems.is_empty() || self.is_set_aside(place) {
            return None;
        }
        let policy = Ignores::new(&self.config);
        let asked = self.asked(place, &policy, true);
        self.readings(place).repair(&self.project, self.history(place), place.number, asked, Safety::Safe)
    }
}

fn places(project: &Project, files: &[Kept]) -> HashMap<Utf8PathBuf, Place> {
    let mut places = HashMap::new();
    for (history, entry) in project.histories.iter().enumerate() {
        for (number, file) in entry.files.iter().enumerate() {
            for id in std::iter::once(file.file).chain(file.down) {
                places.insert(files[id.0 as usize].path.clone(), Place { id, history, number });
            }
        }
    }
    places
}
