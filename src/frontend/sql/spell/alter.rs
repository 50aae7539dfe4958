//! `ALTER TABLE`: its actions, and where the guard of each belongs.

use super::cursor::{Cursor, Name};

/// An ALTER TABLE statement.
#[derive(Debug, Clone)]
pub(super) struct Alter<'a> {
    /// Where `IF EXISTS` belongs: behind TABLE.
    pub(super) guard_at: usize,
    pub(super) table: Name<'a>,
    pub(super) actions: Vec<Action<'a>>,
}

/// One action of it.
#[derive(Debug, Clone)]
pub(super) struct Action<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) verb: Verb<'a>,
}

/// What an action does, as far as guards differ.
#[derive(Debug, Clone)]
pub(super) enum Verb<'a> {
    /// `guard_at`: behind `ADD [COLUMN]`. `names`: one, or several in MySQL's `ADD (a int, b int)`.
    AddColumn {
        guard_at: usize,
        guarded: bool,
        names: Vec<Name<'a>>,
        inline_constraint: bool,
    },
    AddConstraint(AddConstraint<'a>),
    /// MySQL's `ADD [UNIQUE] INDEX name (…)`: `guard_at` behind the kind's words.
    AddIndex {
        guard_at: usize,
        guarded: bool,
        name: Option<Name<'a>>,
        columns: Vec<String>,
    },
    AddPartition {
        guard_at: usize,
        guarded: bool,
    },
    /// `guard_at`: behind `DROP COLUMN`, `DROP CONSTRAINT` …
    Drop {
        what: Dropped,
        guard_at: usize,
        guarded: bool,
        name: Option<Name<'a>>,
    },
    /// `RENAME COLUMN a TO b`, `CHANGE a b …`: `guard_at` behind the words in front of the old name.
    RenamePart {
        what: Part,
        guard_at: usize,
        guarded: bool,
        from: Name<'a>,
        to: Name<'a>,
    },
    /// `RENAME TO b`
    RenameTable {
        to: Name<'a>,
    },
    /// PostgreSQL's `ALTER c ADD GENERATED … AS IDENTITY`.
    AddIdentity {
        column: Name<'a>,
    },
    /// PostgreSQL's `ALTER c SET DEFAULT …`, `ALTER c DROP DEFAULT`
    ChangeDefault {
        column: Name<'a>,
    },
    /// `ALTER c DROP IDENTITY | EXPRESSION`
    DropGenerated {
        guard_at: usize,
        guarded: bool,
    },
    /// `ATTACH PARTITION p` (the other one is the part), `INHERIT p` (the other one is the whole).
    Join {
        other: Name<'a>,
        attaches: bool,
    },
    /// `DETACH PARTITION p`, `NO INHERIT p`; not CONCURRENTLY, which takes no block around it.
    Leave {
        other: Name<'a>,
        detaches: bool,
    },
    /// PostgreSQL's `SET SCHEMA s`.
    SetSchema {
        schema: Name<'a>,
    },
    /// `MODIFY`, `ALTER COLUMN`, `OWNER TO` …
    Other,
}

/// `ADD [CONSTRAINT x] kind …`
#[derive(Debug, Clone)]
pub(super) struct AddConstraint<'a> {
    pub(super) kind: Constraint,
    /// Behind ADD, where `CONSTRAINT x` belongs when there is none.
    pub(super) name_at: usize,
    /// Behind CONSTRAINT, where MariaDB wants the guard of a check.
    pub(super) constraint_word_end: Option<usize>,
    pub(super) name: Option<Name<'a>>,
    /// Behind the kind's words (`PRIMARY KEY`, `UNIQUE KEY`, `FOREIGN KEY`), where MariaDB wants the other guards.
    pub(super) kind_end: usize,
    pub(super) guarded: bool,
    /// The index of `USING INDEX`.
    pub(super) using_index: Option<Name<'a>>,
    /// The columns as written; empty where they are no plain names.
    pub(super) columns: Vec<Name<'a>>,
    /// From the kind's words on.
    pub(super) body: Cursor<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Constraint {
    PrimaryKey,
    Unique,
    ForeignKey,
    Check,
    Exclude,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dropped {
    Column,
    Constraint,
    Index,
    ForeignKey,
    Check,
    PrimaryKey,
    Partition,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Column,
    Constraint,
    Index,
}

impl<'a> Alter<'a> {
    pub(super) fn read(mut cursor: Cursor<'a>) -> Option<Self> {
        if !cursor.eat("ALTER") {
            return None;
        }
        while cursor.eat_any(&["ONLINE", "IGNORE", "FOREIGN"]).is_some() {}
        if !cursor.eat("TABLE") {
            return None;
        }
        let guard_at = cursor.end();
        cursor.eat_all("IF EXISTS");
        cursor.eat("ONLY");
        let table = cursor.name()?;
        cursor.eat_symbol("*");
        let actions = cursor.by_commas().into_iter().map(Action::read).collect();
        Some(Self { guard_at, table, actions })
    }
}

impl<'a> Action<'a> {
    fn read(cursor: Cursor<'a>) -> Self {
        let start = cursor.start();
        let end = cursor.rest().last().map_or(start, |token| token.end as usize);
        let readers = [add, drop_part, rename, change, generated, join, leave, set_schema];
        let verb = readers.iter().find_map(|read| read(cursor)).unwrap_or(Verb::Other);
        Self { start, end, verb }
    }
}

fn add(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    if !cursor.eat("ADD") {
        return None;
    }
    if let Some(constraint) = constraint(cursor) {
        return Some(Verb::AddConstraint(constraint));
    }
    if cursor.eat("PARTITION") {
        let guard_at = cursor.end();
        return Some(Verb::AddPartition { guard_at, guarded: cursor.eat_all("IF NOT EXISTS") });
    }
    if cursor.eat_any(&["INDEX", "KEY"]).is_some() || cursor.eat_any(&["FULLTEXT", "SPATIAL"]).is_some() {
        cursor.eat_any(&["INDEX", "KEY"]);
        return Some(add_index(cursor));
    }
    cursor.eat("COLUMN");
    let guard_at = cursor.end();
    let guarded = cursor.eat_all("IF NOT EXISTS");
    let names = match cursor.list() {
        Some(columns) => columns.into_iter().map(|mut column| column.name()).collect::<Option<Vec<_>>>()?,
        None => vec![cursor.name()?],
    };
    let inline_constraint = cursor.seek(&["UNIQUE", "REFERENCES", "CHECK", "PRIMARY", "GENERATED", "CONSTRAINT"]);
    Some(Verb::AddColumn { guard_at, guarded, names, inline_constraint })
}

fn add_index(mut cursor: Cursor<'_>) -> Verb<'_> {
    let guard_at = cursor.end();
    let guarded = cursor.eat_all("IF NOT EXISTS");
    let mut ahead = cursor;
    let named = !cursor.is("USING") && !cursor.is_symbol("(");
    let name = if named { ahead.name() } else { None };
    ahead.seek_parenthesis();
    let columns = ahead.list().unwrap_or_default();
    let plain = |mut column: Cursor<'_>| column.name().map(|name| name.text);
    Verb::AddIndex { guard_at, guarded, name, columns: columns.into_iter().filter_map(plain).collect() }
}

/// `[CONSTRAINT [x]] PRIMARY KEY | UNIQUE | FOREIGN KEY | CHECK | EXCLUDE …`, wherever MariaDB's guard stands in it.
fn constraint(mut cursor: Cursor<'_>) -> Option<AddConstraint<'_>> {
    let name_at = cursor.end();
    let mut guarded = false;
    let mut name = None;
    let mut constraint_word_end = None;
    if cursor.eat("CONSTRAINT") {
        constraint_word_end = Some(cursor.end());
        guarded = cursor.eat_all("IF NOT EXISTS");
        let kind_follows = ["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"].iter().any(|kind| cursor.is(kind));
        name = if kind_follows { None } else { cursor.name() };
    }
    let body = cursor;
    let kind = match cursor.eat_any(&["PRIMARY KEY", "UNIQUE", "FOREIGN KEY", "CHECK", "EXCLUDE"])? {
        "PRIMARY KEY" => Constraint::PrimaryKey,
        "UNIQUE" => Constraint::Unique,
        "FOREIGN KEY" => Constraint::ForeignKey,
        "CHECK" => Constraint::Check,
        _ => Constraint::Exclude,
    };
    if kind == Constraint::Unique {
        cursor.eat_any(&["INDEX", "KEY", "NULLS NOT DISTINCT", "NULLS DISTINCT"]);
    }
    let kind_end = cursor.end();
    guarded |= cursor.eat_all("IF NOT EXISTS");
    let mut using_index = None;
    if cursor.eat_all("USING INDEX") {
        using_index = cursor.name();
    } else if matches!(kind, Constraint::Unique | Constraint::ForeignKey) && !cursor.is_symbol("(") {
        // MySQL lets the index have a name of its own here.
        let index = cursor.name();
        name = name.or(index);
    }
    let list = if kind == Constraint::Check { None } else { cursor.list() };
    let columns = list.unwrap_or_default().into_iter().map(|mut column| column.name()).collect::<Option<Vec<_>>>();
    Some(AddConstraint {
        kind,
        name_at,
        constraint_word_end,
        name,
        kind_end,
        guarded,
        using_index,
        columns: columns.unwrap_or_default(),
        body,
    })
}

fn drop_part(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    if !cursor.eat("DROP") {
        return None;
    }
    let phrases = ["COLUMN", "CONSTRAINT", "INDEX", "KEY", "FOREIGN KEY", "CHECK", "PRIMARY KEY", "PARTITION"];
    let what = match cursor.eat_any(&phrases) {
        Some("CONSTRAINT") => Dropped::Constraint,
        Some("INDEX" | "KEY") => Dropped::Index,
        Some("FOREIGN KEY") => Dropped::ForeignKey,
        Some("CHECK") => Dropped::Check,
        Some("PRIMARY KEY") => Dropped::PrimaryKey,
        Some("PARTITION") => Dropped::Partition,
        _ => Dropped::Column,
    };
    let guard_at = cursor.end();
    let guarded = cursor.eat_all("IF EXISTS");
    Some(Verb::Drop { what, guard_at, guarded, name: cursor.name() })
}

fn rename(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    if !cursor.eat("RENAME") {
        return None;
    }
    if cursor.eat_any(&["TO", "AS"]).is_some() {
        return Some(Verb::RenameTable { to: cursor.name()? });
    }
    let what = match cursor.eat_any(&["COLUMN", "CONSTRAINT", "INDEX", "KEY"]) {
        Some("CONSTRAINT") => Part::Constraint,
        Some("INDEX" | "KEY") => Part::Index,
        _ => Part::Column,
    };
    let guard_at = cursor.end();
    let guarded = cursor.eat_all("IF EXISTS");
    let from = cursor.name()?;
    if !cursor.eat("TO") {
        // MySQL's `RENAME b` without TO.
        return Some(Verb::RenameTable { to: from });
    }
    Some(Verb::RenamePart { what, guard_at, guarded, from, to: cursor.name()? })
}

/// MySQL's `CHANGE [COLUMN] a b definition`.
fn change(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    if !cursor.eat("CHANGE") {
        return None;
    }
    cursor.eat("COLUMN");
    let guard_at = cursor.end();
    let guarded = cursor.eat_all("IF EXISTS");
    Some(Verb::RenamePart { what: Part::Column, guard_at, guarded, from: cursor.name()?, to: cursor.name()? })
}

fn generated(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    if !cursor.eat("ALTER") {
        return None;
    }
    cursor.eat("COLUMN");
    let column = cursor.name()?;
    if cursor.eat_all("ADD GENERATED") {
        return Some(Verb::AddIdentity { column });
    }
    if cursor.eat_any(&["SET DEFAULT", "DROP DEFAULT"]).is_some() {
        return Some(Verb::ChangeDefault { column });
    }
    cursor.eat_any(&["DROP IDENTITY", "DROP EXPRESSION"])?;
    let guard_at = cursor.end();
    Some(Verb::DropGenerated { guard_at, guarded: cursor.eat_all("IF EXISTS") })
}

fn join(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    let attaches = cursor.eat_all("ATTACH PARTITION");
    (attaches || cursor.eat("INHERIT")).then_some(())?;
    Some(Verb::Join { other: cursor.name()?, attaches })
}

fn leave(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    let detaches = cursor.eat_all("DETACH PARTITION");
    (detaches || cursor.eat_all("NO INHERIT")).then_some(())?;
    let other = cursor.name()?;
    cursor.done().then_some(Verb::Leave { other, detaches })
}

fn set_schema(mut cursor: Cursor<'_>) -> Option<Verb<'_>> {
    cursor.eat_all("SET SCHEMA").then(|| cursor.name()).flatten().map(|schema| Verb::SetSchema { schema })
}
