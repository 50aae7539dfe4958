//! Who makes a table that no migration of a history makes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use smol_str::SmolStr;

use super::readings::read_history;
use crate::engine::{Language, Tool};
use crate::history::Whence;
use crate::operation::{Action, Key, Kind};
use crate::project::{History, Project};
use crate::replay::each_placed;
use crate::source::Location;

/// Looks into the other histories when it is first asked, and that is seldom.
pub(super) struct Elsewhere<'a> {
    project: &'a Project,
    made: OnceLock<Vec<BTreeMap<SmolStr, Location>>>,
}

impl<'a> Elsewhere<'a> {
    pub(super) fn new(project: &'a Project) -> Self {
        Self { project, made: OnceLock::new() }
    }

    /// `None` where it can't be told that nobody makes it.
    pub(super) fn whence(&self, history: &History, key: &Key) -> Option<Whence> {
        let outside = &self.project.outside;
        let name = key.name.to_lowercase();
        if outside.dumped.contains(&name) || outside.in_gems.contains(&history.root) {
            return None;
        }
        let made = self.made.get_or_init(|| self.project.histories.iter().map(|other| self.made_by(other)).collect());
        let others = self.project.histories.iter().zip(made).filter(|(other, _)| !std::ptr::eq(*other, history));
        let makers: Vec<_> = others.filter_map(|(other, made)| Some((other, *made.get(&key.name)?))).collect();
        // Folders of SQL may be parts of one history, a folder for each release: in which order they run is not known.
        if makers.iter().any(|(other, _)| other.context.tool.language() == Language::Sql) {
            return None;
        }
        if let Some((_, at)) = makers.first() {
            return Some(Whence::OtherHistory(*at));
        }
        let python = history.context.tool == Tool::Alembic;
        match outside.maker(&name).filter(|_| python) {
            Some((_, model)) => Some(Whence::Application(model.at)),
            None => Some(Whence::Nowhere),
        }
    }

    fn made_by(&self, history: &History) -> BTreeMap<SmolStr, Location> {
        let mut made = BTreeMap::new();
        for migration in read_history(self.project, history, false).iter().flat_map(|reading| &reading.migrations) {
            each_placed(&migration.up, &mut |_, placed, _| {
                let key = match &placed.operation.action {
                    Action::Create { key, .. } => key,
                    Action::Rename { to, .. } => to,
                    _ => return,
                };
                if matches!(key.kind, Kind::Table | Kind::View | Kind::MaterializedView) {
                    made.entry(key.name.clone()).or_insert(Location { file: migration.file, span: placed.at });
                }
            });
        }
        made
    }
}
