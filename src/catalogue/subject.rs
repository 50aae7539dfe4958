//! What an operation is about, in the words that messages need.

use super::ClashKind;
use super::phrase::Verb;
use crate::operation::{Action, ConstraintDef, ConstraintKind, Definition, Key, Kind, Operation};

/// The forms of constraint that engines have different words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    PrimaryKey,
    Unique,
    ForeignKey,
    Check,
    Exclude,
    NotNull,
}

/// One operation, seen as the subject of a sentence. Borrowed: messages are made for few operations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) verb: Verb,
    pub(super) kind: Kind,
    pub(super) form: Option<Form>,
    /// With its schema where that is not the default one.
    pub(super) path: &'a str,
    /// The table of an index, column or constraint; the type of an enum value; the word of [`Kind::Other`].
    pub(super) owner: &'a str,
}

impl<'a> Subject<'a> {
    pub(super) fn of(operation: &'a Operation, clash: ClashKind) -> Self {
        let (verb, key, definition) = match &operation.action {
            Action::Create { key, definition } => (Verb::Create, Some(key), Some(definition)),
            Action::Drop { key, .. } => (Verb::Drop, Some(key), None),
            Action::Rename { to, .. } if clash == ClashKind::Exists => (Verb::Rename, Some(to), None),
            Action::Rename { from, .. } => (Verb::Rename, Some(from), None),
            Action::Alter { key, .. } => (Verb::Alter, Some(key), None),
            action => (Verb::Use, action.key(), None),
        };
        let mut owner = key.map_or("", |key| key.owner.as_str());
        let mut form = None;
        match definition {
            Some(Definition::Index(index)) => owner = &index.table,
            Some(Definition::Constraint(constraint)) => form = Some(form_of(constraint)),
            _ => {}
        }
        Self {
            verb,
            kind: key.map_or(Kind::Other, |key| key.kind),
            form,
            path: key.map_or("", |key| key.name.as_str()),
            owner,
        }
    }

    /// A thing that a statement only points at.
    pub(super) fn used(key: &'a Key) -> Self {
        Self { verb: Verb::Use, kind: key.kind, form: None, path: &key.name, owner: &key.owner }
    }

    /// A column that a statement about rows names.
    pub(super) fn read(key: &'a Key) -> Self {
        Self { verb: Verb::Read, ..Self::used(key) }
    }

    pub(super) fn name(&self) -> &'a str {
        without_schema(self.path)
    }

    /// Fills one hole of a phrase.
    pub(super) fn write(&self, hole: &str, out: &mut String) {
        match hole {
            "name" => out.push_str(self.name().split('(').next().unwrap_or_default()),
            "path" => out.push_str(self.path),
            "owner" => out.push_str(without_schema(self.owner)),
            "owner_path" | "word" => out.push_str(self.owner),
            "schema" => out.push_str(self.path.rsplit_once('.').map_or("…", |(schema, _)| schema)),
            "signature" => out.push_str(&self.name().replace(", ", ",").replace(',', ", ")),
            // The owner of an identity is `table.column`.
            "column" => out.push_str(without_schema(self.owner)),
            "column_table" => {
                let table = self.owner.rsplit_once('.').map_or("…", |(table, _)| table);
                out.push_str(without_schema(table));
            }
            _ => out.push('…'),
        }
    }
}

fn form_of(constraint: &ConstraintDef) -> Form {
    match constraint.kind {
        ConstraintKind::PrimaryKey => Form::PrimaryKey,
        ConstraintKind::Unique => Form::Unique,
        ConstraintKind::ForeignKey { .. } => Form::ForeignKey,
        ConstraintKind::Check { .. } => Form::Check,
        ConstraintKind::Exclude => Form::Exclude,
        ConstraintKind::NotNull => Form::NotNull,
    }
}

/// `audit.t` as `t`; argument types of a function may hold dots and stay whole.
fn without_schema(path: &str) -> &str {
    let before_arguments = path.find('(').unwrap_or(path.len());
    path[..before_arguments].rfind('.').map_or(path, |dot| &path[dot + 1..])
}
