//! The words of MySQL and MariaDB.
//!
//! MariaDB's were seen on 10.11.19 (shared facts `sql-mariadb-matrix.txt`, and runs for the rows it lacks). MySQL 8's
//! follow its server error reference (`share/messages_to_clients.txt` in the MySQL source); no MySQL was run.

use super::ClashKind::{DuplicateRow, Exists, InUse, Missing, MissingOwner};
use super::phrase::Thing::{Any, Constraint, Is, Word};
use super::phrase::Verb::{Alter, Create, Drop, Read, Rename, Use};
use super::phrase::{ANY, Phrase, phrase};
use super::subject::Form;
use crate::operation::Kind;

/// What only MariaDB says.
pub(super) const MARIADB: &[Phrase] = &[
    phrase(
        &[Create],
        &[Constraint(Form::ForeignKey)],
        Exists,
        "1005",
        r#"Can't create table `{…}`.`{owner}` (errno: 121 "Duplicate key on write or update")"#,
    ),
    phrase(&[Create], &[Constraint(Form::Check)], Exists, "1826", "Duplicate CHECK constraint name '{name}'"),
    phrase(
        &[Drop],
        &[Is(Kind::Table)],
        InUse,
        "1451",
        "Cannot delete or update a parent row: a foreign key constraint fails",
    ),
    phrase(&[Create], &[Is(Kind::Trigger)], Exists, "1359", "Trigger '{…}.{name}' already exists"),
    phrase(&[Drop], &[Is(Kind::View)], Missing, "4092", "Unknown VIEW: '{…}.{name}'"),
    phrase(&[Drop], &[Is(Kind::Sequence)], Missing, "4091", "Unknown SEQUENCE: '{…}.{name}'"),
    phrase(&[Rename, Alter, Use], &[Is(Kind::Sequence)], Missing, "4091", "Unknown SEQUENCE: '{name}'"),
    phrase(&[Drop], &[Is(Kind::Column)], Missing, "1091", "Can't DROP COLUMN `{name}`; check that it exists"),
    phrase(&[Drop], &[Is(Kind::Index)], Missing, "1091", "Can't DROP INDEX `{name}`; check that it exists"),
    phrase(&[Drop], &[Is(Kind::Constraint)], Missing, "1091", "Can't DROP CONSTRAINT `{name}`; check that it exists"),
    phrase(&[Create], &[Is(Kind::Role)], Exists, "1396", "Operation CREATE ROLE failed for '{name}'"),
    phrase(&[Drop], &[Is(Kind::Role)], Missing, "1396", "Operation DROP ROLE failed for '{name}'"),
];

/// What only MySQL says.
pub(super) const MYSQL: &[Phrase] = &[
    phrase(
        &[Create],
        &[Constraint(Form::ForeignKey)],
        Exists,
        "1826",
        "Duplicate foreign key constraint name '{name}'",
    ),
    phrase(&[Create], &[Constraint(Form::Check)], Exists, "3822", "Duplicate check constraint name '{name}'."),
    phrase(
        &[Drop],
        &[Is(Kind::Table)],
        InUse,
        "3730",
        "Cannot drop table '{name}' referenced by a foreign key constraint '{…}' on table '{…}'.",
    ),
    phrase(&[Create], &[Is(Kind::Trigger)], Exists, "1359", "Trigger already exists"),
    phrase(&[Drop], &[Is(Kind::View)], Missing, "1051", "Unknown table '{…}.{name}'"),
    phrase(
        &[Drop],
        &[Is(Kind::Column), Is(Kind::Index)],
        Missing,
        "1091",
        "Can't DROP '{name}'; check that column/key exists",
    ),
    phrase(&[Drop], &[Is(Kind::Constraint)], Missing, "3940", "Constraint '{name}' does not exist."),
    phrase(&[Create], &[Is(Kind::Role)], Exists, "1396", "Operation CREATE ROLE failed for '{name}'@'%'"),
    phrase(&[Drop], &[Is(Kind::Role)], Missing, "1396", "Operation DROP ROLE failed for '{name}'@'%'"),
];

/// What both say.
pub(super) const BOTH: &[Phrase] = &[
    phrase(
        &[Create, Rename],
        &[Is(Kind::Table), Is(Kind::View), Is(Kind::Sequence)],
        Exists,
        "1050",
        "Table '{name}' already exists",
    ),
    phrase(&[Create, Rename], &[Is(Kind::Column)], Exists, "1060", "Duplicate column name '{name}'"),
    phrase(&[Create], &[Constraint(Form::PrimaryKey)], Exists, "1068", "Multiple primary key defined"),
    phrase(
        &[Create, Rename],
        &[Is(Kind::Index), Constraint(Form::Unique)],
        Exists,
        "1061",
        "Duplicate key name '{name}'",
    ),
    phrase(&[Create], &[Is(Kind::Procedure)], Exists, "1304", "PROCEDURE {name} already exists"),
    phrase(&[Create], &[Is(Kind::Function)], Exists, "1304", "FUNCTION {name} already exists"),
    phrase(&[Create, Rename], &[Is(Kind::Event)], Exists, "1537", "Event '{name}' already exists"),
    phrase(
        &[Create],
        &[Is(Kind::Schema), Word("database")],
        Exists,
        "1007",
        "Can't create database '{name}'; database exists",
    ),
    phrase(&[Create], &[Is(Kind::Membership), Word("partition")], Exists, "1517", "Duplicate partition name {name}"),
    phrase(&[Create], &[Word("user")], Exists, "1396", "Operation CREATE USER failed for '{name}'@'%'"),
    phrase(&[Drop], &[Is(Kind::Table)], Missing, "1051", "Unknown table '{…}.{name}'"),
    phrase(&[Drop], &[Is(Kind::Procedure)], Missing, "1305", "PROCEDURE {…}.{name} does not exist"),
    phrase(&[Drop], &[Is(Kind::Function)], Missing, "1305", "FUNCTION {…}.{name} does not exist"),
    phrase(&[Drop], &[Is(Kind::Trigger)], Missing, "1360", "Trigger does not exist"),
    phrase(ANY, &[Is(Kind::Event)], Missing, "1539", "Unknown event '{name}'"),
    phrase(
        &[Drop],
        &[Is(Kind::Schema), Word("database")],
        Missing,
        "1008",
        "Can't drop database '{name}'; database doesn't exist",
    ),
    phrase(&[Drop], &[Word("user")], Missing, "1396", "Operation DROP USER failed for '{name}'@'%'"),
    phrase(
        &[Rename, Alter, Use],
        &[Is(Kind::Table), Is(Kind::View), Is(Kind::Sequence)],
        Missing,
        "1146",
        "Table '{…}.{name}' doesn't exist",
    ),
    phrase(&[Rename, Alter], &[Is(Kind::Column)], Missing, "1054", "Unknown column '{name}' in '{owner}'"),
    phrase(&[Read], &[Is(Kind::Column)], Missing, "1054", "Unknown column '{name}' in '{…}'"),
    phrase(&[Use], &[Is(Kind::Column)], Missing, "1072", "Key column '{name}' doesn't exist in table"),
    phrase(&[Rename, Alter], &[Is(Kind::Index)], Missing, "1176", "Key '{name}' doesn't exist in table '{owner}'"),
    phrase(
        ANY,
        &[Is(Kind::Column), Is(Kind::Index), Is(Kind::Constraint)],
        MissingOwner,
        "1146",
        "Table '{…}.{owner}' doesn't exist",
    ),
    phrase(
        &[Drop],
        &[Is(Kind::Index)],
        InUse,
        "1553",
        "Cannot drop index '{name}': needed in a foreign key constraint",
    ),
    phrase(&[Use], &[Any], DuplicateRow, "1062", "Duplicate entry '{…}' for key '{…}'"),
];
