//! Spells remedies in Ruby: the option where every version and adapter in question honours it and the way back
//! survives, else a predicate; in `change` in the form that works in both directions.

mod coarse;
mod edits;
mod expand;
mod guard;
mod native;
mod parts;
mod rollback;
mod rows;
mod site;

use self::site::Site;
use super::syntax;
use crate::edit::{Edit, Fix, Safety};
use crate::frontend::{Remedy, Request};

/// A fix's title, safety and edits, before they are tied to the file.
pub(super) struct Spelling {
    pub(super) title: String,
    pub(super) safety: Safety,
    pub(super) edits: Vec<Edit>,
}

impl Spelling {
    fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits }
    }

    fn risky(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { safety: Safety::Unsafe, ..Self::safe(title, edits) }
    }
}

pub(super) fn spell(request: &Request<'_>) -> Option<Fix> {
    let tree = syntax::parse(request.source)?;
    let site = Site::find(tree.root_node(), request)?;
    if site.is_sql() && !matches!(request.remedy, Remedy::OnlyWhile(_)) {
        return site.sql_fix();
    }
    let spelling = match request.remedy {
        Remedy::SkipIfPresent | Remedy::SkipIfAbsent => guard::skip(&site),
        Remedy::OnlyWhile(key) => guard::only_while(&site, key),
        Remedy::SkipIfRenamed => guard::skip_renamed(&site),
        Remedy::SkipDuplicateRows { key, own_table } => rows::skip(&site, key.as_deref(), *own_table),
        Remedy::FillEmpty { columns, certain } => rows::fill_empty(&site, columns, *certain),
        Remedy::Remove => parts::remove(&site),
        Remedy::RebuildIndex => guard::rebuild(&site),
        Remedy::KeepRows => native::keep_rows(&site),
        Remedy::KeepRollback => rollback::keep(&site),
        Remedy::ReplaceGuard => guard::replace(&site),
        Remedy::AskAgain => rollback::ask_again(&site),
        Remedy::GuardEachStep => coarse::guard_each(&site),
        Remedy::LeaveTransaction => native::leave_transaction(&site),
        Remedy::WorkOffline | Remedy::WrapInTransaction | Remedy::SkipIfConverted { .. } | Remedy::Name { .. } => None,
    }?;
    Some(Fix::new(spelling.title, spelling.safety, request.file, spelling.edits))
}
