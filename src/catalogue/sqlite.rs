//! SQLite's words, seen on 3.40.1 and 3.54.1 (shared facts `sql-sqlite-matrix.txt`). SQLite has no error codes here.
//!
//! Messages about tables, views and triggers that exist repeat the name as the statement quotes it. Names are shown
//! without quotes here, but for Rails, which quotes them all (see `driver`).

use super::ClashKind::{DuplicateRow, Exists, Missing, MissingOwner, NotInTransaction};
use super::phrase::Thing::{Any, Constraint, Is};
use super::phrase::Verb::{Alter, Create, Drop, Read, Rename, Use};
use super::phrase::{ANY, Phrase, phrase};
use super::subject::Form;
use crate::operation::Kind;

pub(super) const PHRASES: &[Phrase] = &[
    phrase(&[Create], &[Is(Kind::Table)], Exists, "", "table {name} already exists"),
    phrase(&[Create], &[Is(Kind::View)], Exists, "", "view {name} already exists"),
    phrase(&[Create], &[Is(Kind::Trigger)], Exists, "", "trigger {name} already exists"),
    phrase(&[Create], &[Is(Kind::Index)], Exists, "", "index {name} already exists"),
    phrase(&[Create], &[Is(Kind::Column)], Exists, "", "duplicate column name: {name}"),
    phrase(&[Rename], &[Is(Kind::Table)], Exists, "", "there is already another table or index with this name: {name}"),
    phrase(
        &[Rename],
        &[Is(Kind::Column)],
        Exists,
        "",
        "error in table {owner} after rename: duplicate column name: {name}",
    ),
    // From 3.53 on; before, SQLite adds no constraints at all.
    phrase(&[Create], &[Constraint(Form::Check)], Exists, "", "constraint {name} already exists"),
    phrase(&[Drop], &[Is(Kind::Constraint)], Missing, "", "no such constraint: {name}"),
    phrase(&[Drop, Rename, Alter], &[Is(Kind::Column)], Missing, "", r#"no such column: "{name}""#),
    phrase(&[Use, Read], &[Is(Kind::Column)], Missing, "", "no such column: {name}"),
    phrase(ANY, &[Is(Kind::Table)], Missing, "", "no such table: {path}"),
    phrase(&[Drop], &[Is(Kind::View)], Missing, "", "no such view: {name}"),
    phrase(&[Drop], &[Is(Kind::Index)], Missing, "", "no such index: {name}"),
    phrase(&[Drop], &[Is(Kind::Trigger)], Missing, "", "no such trigger: {name}"),
    phrase(&[Create], &[Is(Kind::Index), Is(Kind::Trigger)], MissingOwner, "", "no such table: main.{owner}"),
    phrase(ANY, &[Is(Kind::Column), Is(Kind::Constraint)], MissingOwner, "", "no such table: {owner_path}"),
    phrase(&[Use], &[Any], DuplicateRow, "", "UNIQUE constraint failed: {name}.{…}"),
    phrase(ANY, &[Any], NotInTransaction, "", "cannot VACUUM from within a transaction"),
];
