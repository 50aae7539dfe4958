//! Spells remedies in SQL, by byte edits that touch only what they must.
//!
//! Each remedy has spellings per dialect, best first. Files that run on several databases get the first spelling of the
//! main one that all the others spell just the same.

mod absent;
mod alter;
mod block;
mod converted;
mod create;
mod cursor;
mod each;
mod expression;
mod fill;
mod host;
mod index;
mod naming;
mod only_while;
mod prepare;
mod present;
mod removal;
mod renamed;
mod rows;
mod site;
mod transaction;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::Embedded;
use crate::edit::{Edit, Fix};
use crate::engine::Dialect;
use crate::frontend::{Remedy, Request};
use crate::operation::Action;
use crate::source::Span;
use site::{Draft, Site};

/// Spells a remedy for a step of a SQL file.
pub(crate) fn spell(request: &Request<'_>) -> Option<Fix> {
    let draft = drafts(request, None).into_iter().next()?;
    Some(Fix::new(draft.title, draft.safety, request.file, draft.edits))
}

/// Spells a remedy for SQL inside another language: the first spelling that its string can hold.
pub(crate) fn spell_embedded(embedded: &Embedded, request: &Request<'_>) -> Option<Fix> {
    drafts(request, Some(embedded)).into_iter().find_map(|draft| host::into_file(draft, embedded, request))
}

/// Spellings that all the databases understand, best first.
fn drafts(request: &Request<'_>, embedded: Option<&Embedded>) -> Vec<Draft> {
    let mut dialects = request.context.dialects();
    let first = dialects.next().map(|dialect| of_dialect(request, embedded, dialect)).unwrap_or_default();
    dialects.fold(first, |mut drafts, dialect| {
        let others = of_dialect(request, embedded, dialect);
        drafts.retain(|draft| others.contains(draft));
        drafts
    })
}

fn of_dialect(request: &Request<'_>, embedded: Option<&Embedded>, dialect: Dialect) -> Vec<Draft> {
    if *request.remedy == Remedy::ReplaceGuard {
        return replace_guard(request, embedded, dialect);
    }
    let Some(site) = Site::new(request, embedded, dialect, None) else { return Vec::new() };
    let one = |draft: Option<Draft>| draft.into_iter().collect();
    let mut drafts: Vec<Draft> = match request.remedy {
        Remedy::SkipIfPresent => present::drafts(&site),
        Remedy::SkipIfAbsent => absent::drafts(&site),
        Remedy::SkipIfRenamed => renamed::drafts(&site),
        Remedy::SkipDuplicateRows { key, own_table } => rows::drafts(&site, key.as_deref(), *own_table),
        Remedy::FillEmpty { columns, certain } => one(fill::draft(&site, columns, *certain)),
        Remedy::SkipIfConverted { certain } => one(converted::draft(&site, *certain)),
        Remedy::RebuildIndex => one(index::rebuild(&site)),
        Remedy::Remove => one(removal::remove(&site)),
        Remedy::LeaveTransaction => one(transaction::leave(&site)),
        Remedy::WrapInTransaction => one(transaction::wrap(&site)),
        Remedy::GuardEachStep => one(each::draft(&site)),
        Remedy::OnlyWhile(key) => only_while::drafts(&site, key),
        // Whoever writes OR REPLACE TABLE expects one to be there: a guard would keep that one instead.
        Remedy::KeepRows => Vec::new(),
        Remedy::ReplaceGuard | Remedy::KeepRollback | Remedy::WorkOffline | Remedy::AskAgain | Remedy::Name { .. } => {
            Vec::new()
        }
    };
    if site.in_string() {
        drafts.retain(|draft| draft.edits.iter().all(|edit| !edit.text.contains(['\'', '"'])));
    }
    drafts
}

/// Takes the guard out that does not work here, and spells what was meant by it.
fn replace_guard(request: &Request<'_>, embedded: Option<&Embedded>, dialect: Dialect) -> Vec<Draft> {
    let Some(guard) = request.guard else { return Vec::new() };
    let guard = site::into_text(embedded, guard);
    let Some(site) = Site::new(request, embedded, dialect, Some(&guard)) else { return Vec::new() };
    let meant = match request.operations.first().map(|placed| &placed.operation.action) {
        Some(Action::Create { .. }) => present::drafts(&site),
        Some(Action::Drop { .. }) => absent::drafts(&site),
        Some(Action::Rename { .. }) => renamed::drafts(&site),
        _ => Vec::new(),
    };
    let out = Edit::delete(without_blank(site.text, &guard));
    let with_guard_out = |mut draft: Draft| {
        draft.edits.push(out.clone());
        draft.title = format!("Replace `{}`: {}", site.text[guard.clone()].trim(), lower_first(&draft.title));
        draft
    };
    meant.into_iter().map(with_guard_out).collect()
}

/// The guard and the blanks in front of it.
fn without_blank(text: &str, guard: &Range<usize>) -> Span {
    let before = text[..guard.start].trim_end_matches([' ', '\t']).len();
    Span::new(before, guard.end)
}

fn lower_first(title: &str) -> String {
    let (first, rest) = title.split_at(title.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}", first.to_lowercase())
}
