//! A table that is built under another name and renamed: a guard at a single step of it loses or doubles rows after a stop
//! (shared facts, failures B 1). Only together are the steps safe.

use super::report::{Diagnosis, Scene};
use crate::frontend::Remedy;
use crate::migration::Step;
use crate::operation::{Action, Key, Kind};
use crate::replay::each_placed;

/// Asks for a transaction where a rule asked for a guard at a part of a rebuild.
pub(super) fn mend(scene: &Scene<'_>, found: &mut [Diagnosis<'_>]) {
    let tables = rebuilt(scene);
    if tables.is_empty() {
        return;
    }
    for ask in found.iter_mut().filter_map(|diagnosis| diagnosis.ask.as_mut()).filter(|ask| !ask.backwards) {
        let guards = matches!(
            ask.remedy,
            Remedy::SkipIfPresent
                | Remedy::SkipIfAbsent
                | Remedy::SkipIfRenamed
                | Remedy::SkipDuplicateRows { .. }
                | Remedy::OnlyWhile(_)
        );
        let touches = ask.operations.iter().any(|placed| {
            let mut keys = touched(&placed.operation.action);
            keys.any(|key| tables.contains(&key))
        });
        if guards && touches {
            ask.remedy = Remedy::WrapInTransaction;
        }
    }
}

fn touched(action: &Action) -> impl Iterator<Item = &Key> {
    let other = match action {
        Action::Rename { to, .. } => Some(to),
        _ => None,
    };
    action.key().into_iter().chain(other).filter(|key| key.kind == Kind::Table)
}

/// The tables that a step makes and another one renames, under both names.
fn rebuilt<'m>(scene: &Scene<'m>) -> Vec<&'m Key> {
    let mut made: Vec<(&Step, &Key)> = Vec::new();
    let mut renamed: Vec<(&Step, &Key, &Key)> = Vec::new();
    let mut dropped: Vec<&Key> = Vec::new();
    each_placed(&scene.migration.up, &mut |step, placed, _| match &placed.operation.action {
        Action::Create { key, .. } if key.kind == Kind::Table => made.push((step, key)),
        Action::Rename { from, to } if from.kind == Kind::Table => renamed.push((step, from, to)),
        Action::Drop { key, .. } if key.kind == Kind::Table => dropped.push(key),
        _ => {}
    });
    let is_rebuild = |(renaming, from, to): &(&Step, &Key, &Key)| {
        let makes = made.iter().any(|(making, key)| !std::ptr::eq(*making, *renaming) && (key == from || key == to));
        // `RENAME t TO t_old, t_new TO t`, and `DROP t_old` behind it.
        let makes_room = |gone: &&Key| renamed.iter().any(|(_, room, away)| room == to && away == gone);
        makes && dropped.iter().any(|key| key == from || key == to || makes_room(key))
    };
    renamed.iter().filter(|rename| is_rebuild(rename)).flat_map(|(_, from, to)| [*from, *to]).collect()
}
