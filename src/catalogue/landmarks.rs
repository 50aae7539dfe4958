//! Messages of frameworks, and of engines beyond clashes, that people paste: what they say and which rules explain them.

use super::ClashKind::{self, Exists, Missing, NotInTransaction, Other};
use crate::operation::Kind;

/// A message with holes, as in `phrase`, and what explains it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landmark {
    pub(super) text: &'static str,
    pub(super) kind: Option<Kind>,
    pub(super) clash: ClashKind,
    pub(super) rules: &'static [&'static str],
}

const fn landmark(
    text: &'static str,
    kind: Option<Kind>,
    clash: ClashKind,
    rules: &'static [&'static str],
) -> Landmark {
    Landmark { text, kind, clash, rules }
}

/// Special ones first.
pub(super) const LANDMARKS: &[Landmark] = &[
    // A batch rebuild that died (Alembic on SQLite, `recreate="always"` elsewhere).
    landmark(
        "table _alembic_tmp_{name} already exists",
        Some(Kind::Table),
        Exists,
        &["half-appliable", "destructive-rerun"],
    ),
    landmark(
        "relation _alembic_tmp_{name} already exists",
        Some(Kind::Table),
        Exists,
        &["half-appliable", "destructive-rerun"],
    ),
    landmark(
        "index name {name} on table {owner} already exists",
        Some(Kind::Index),
        Exists,
        &["unguarded-index", "duplicate-object"],
    ),
    landmark(
        "you cant define an already defined column {name} on {owner}",
        Some(Kind::Column),
        Exists,
        &["unguarded-add-column", "duplicate-object"],
    ),
    landmark(
        "you cant define an already defined column {name}",
        Some(Kind::Column),
        Exists,
        &["unguarded-add-column", "duplicate-object"],
    ),
    landmark("no indexes found on {owner} with the options provided", Some(Kind::Index), Missing, &["unguarded-drop"]),
    landmark("table {owner} has no foreign key for {name}", Some(Kind::Constraint), Missing, &["unguarded-drop"]),
    landmark("table {owner} has no check constraint for {name}", Some(Kind::Constraint), Missing, &["unguarded-drop"]),
    landmark("table {owner} has no unique constraint for {name}", Some(Kind::Constraint), Missing, &["unguarded-drop"]),
    landmark("table {owner} has no column named {name}", Some(Kind::Column), Missing, &["missing-column"]),
    landmark("no such column: {owner}.{name}", Some(Kind::Column), Missing, &["missing-column", "unguarded-rename"]),
    landmark("cant drop {name}; check that column/key exists", None, Missing, &["unguarded-drop"]),
    landmark(
        "event trigger {name} already exists",
        Some(Kind::Other),
        Exists,
        &["unguarded-object", "duplicate-object"],
    ),
    // Guards that this version or engine does not know.
    landmark("unknown key: :{name}. valid keys are", None, Other, &["unsupported-guard", "guard-breaks-rollback"]),
    landmark("unknown keyword: :{name}", None, Other, &["unsupported-guard", "guard-breaks-rollback"]),
    landmark("got an unexpected keyword argument if_not_exists", None, Other, &["unsupported-guard"]),
    landmark("got an unexpected keyword argument if_exists", None, Other, &["unsupported-guard"]),
    landmark("cant validate argument if_not_exists", None, Other, &["unsupported-guard"]),
    landmark("cant emit drop constraint for constraint", None, Other, &["refused-step"]),
    landmark("constraint must have a name", None, Other, &["refused-step"]),
    landmark("no generic drop constraint in mysql", None, Other, &["refused-step"]),
    landmark("operations require the existing type", None, Other, &["refused-step"]),
    landmark("no support for alter of constraints in sqlite dialect", None, Other, &["refused-step"]),
    landmark("near alter: syntax error", None, Other, &["refused-step"]),
    landmark("near exists: syntax error", None, Other, &["unsupported-guard"]),
    landmark("syntax error at or near exists", None, Other, &["unsupported-guard"]),
    landmark("syntax error at or near not", None, Other, &["unsupported-guard"]),
    // Guards that can't be asked with `alembic upgrade --sql`.
    landmark("no inspection system is available", None, Other, &["guard-breaks-offline-mode"]),
    landmark("noinspectionavailable", None, Other, &["guard-breaks-offline-mode"]),
    landmark("this operation cannot proceed in --sql mode", None, Other, &["guard-breaks-offline-mode"]),
    // Transactions.
    landmark("current transaction is aborted", None, ClashKind::AbortedTransaction, &["swallowed-error"]),
    landmark(
        "create index concurrently cannot run inside a transaction block",
        Some(Kind::Index),
        NotInTransaction,
        &["concurrent-index-in-transaction"],
    ),
    landmark("cannot run inside a transaction block", None, NotInTransaction, &["concurrent-index-in-transaction"]),
    landmark("cannot be executed from a function", None, NotInTransaction, &["concurrent-index-in-transaction"]),
    landmark(
        "unsafe use of new value {name} of enum type {owner}",
        Some(Kind::EnumValue),
        Other,
        &["enum-value-used-in-transaction"],
    ),
    landmark("unsafe use of new value", Some(Kind::EnumValue), Other, &["enum-value-used-in-transaction"]),
    // Rows.
    landmark(
        "there is no unique or exclusion constraint matching the on conflict specification",
        None,
        Other,
        &["conflict-without-key"],
    ),
    landmark(
        "on conflict clause does not match any primary key or unique constraint",
        None,
        Other,
        &["conflict-without-key"],
    ),
    // Histories.
    landmark("multiple head revisions are present", None, Other, &["multiple-heads", "broken-revision-graph"]),
    landmark("multiple heads are present", None, Other, &["multiple-heads"]),
    landmark("multipleheads", None, Other, &["multiple-heads"]),
    landmark("cant locate revision identified by {name}", None, Other, &["broken-revision-graph"]),
    landmark("revision {name} is present more than once", None, Other, &["duplicate-version", "broken-revision-graph"]),
    landmark("cycle is detected in revisions", None, Other, &["broken-revision-graph"]),
    landmark("overlaps with other requested revisions", None, Other, &["broken-revision-graph"]),
    landmark("duplicatemigrationnameerror", None, Other, &["duplicate-version"]),
    landmark("duplicatemigrationversionerror", None, Other, &["duplicate-version"]),
    landmark("multiple migrations have the name {name}", None, Other, &["duplicate-version"]),
    landmark("multiple migrations have the version number {name}", None, Other, &["duplicate-version"]),
];
