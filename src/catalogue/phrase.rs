//! One thing an engine says, and when.

use super::ClashKind;
use super::subject::{Form, Subject};
use crate::operation::Kind;

/// What is being done when the error comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Create,
    Drop,
    Rename,
    Alter,
    /// Rows are written, or something is pointed at.
    Use,
    /// A statement about rows reads or writes a column.
    Read,
}

/// What a phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Thing {
    Any,
    Is(Kind),
    /// A constraint of one form; `Is(Kind::Constraint)` is one of any form.
    Constraint(Form),
    /// [`Kind::Other`] with this word.
    Word(&'static str),
}

/// One row of an engine's table. The first that fits an operation is what the engine says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    pub(super) verbs: &'static [Verb],
    pub(super) things: &'static [Thing],
    pub(super) clash: ClashKind,
    /// SQLSTATE or error number; empty on SQLite.
    pub(super) code: &'static str,
    /// With holes: `{name}`, `{path}` (the name with its schema), `{owner}`, `{owner_path}`, `{schema}`, `{word}`, `{signature}`,
    /// `{column}` and `{…}` for what no migration tells.
    pub(super) text: &'static str,
}

/// All verbs.
pub(super) const ANY: &[Verb] = &[Verb::Create, Verb::Drop, Verb::Rename, Verb::Alter, Verb::Use, Verb::Read];

/// A row of a table.
pub(super) const fn phrase(
    verbs: &'static [Verb],
    things: &'static [Thing],
    clash: ClashKind,
    code: &'static str,
    text: &'static str,
) -> Phrase {
    Phrase { verbs, things, clash, code, text }
}

impl Phrase {
    pub(super) fn is_for(&self, subject: &Subject<'_>, clash: ClashKind) -> bool {
        self.clash == clash
            && self.verbs.contains(&subject.verb)
            && self.things.iter().any(|thing| match thing {
                Thing::Any => true,
                Thing::Is(kind) => *kind == subject.kind,
                Thing::Constraint(form) => subject.form == Some(*form),
                Thing::Word(word) => subject.kind == Kind::Other && subject.owner == *word,
            })
    }

    /// The phrase with its holes filled.
    pub(super) fn fill(&self, subject: &Subject<'_>) -> String {
        let mut out = String::with_capacity(self.text.len() + 32);
        for (literal, hole) in pieces(self.text) {
            out.push_str(literal);
            if let Some(hole) = hole {
                subject.write(hole, &mut out);
            }
        }
        out
    }
}

/// Literal text and the hole behind it, in order; the last has none.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    text.split('}').map(|part| match part.split_once('{') {
        Some((literal, hole)) => (literal, Some(hole)),
        None => (part, None),
    })
}
