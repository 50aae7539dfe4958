//! `ALTER TABLE`: each action is an operation, all of them one statement.

use super::alter::membership;
use super::alter_add::add;
use super::columns;
use super::cursor::{Cursor, Name};
use super::draft::Draft;
use super::legal;
use super::lex::{Token, TokenKind};
use super::repeat;
use crate::engine::Dialect;
use crate::operation::{Action, ConstraintKind, Definition, Key, Kind, Reach, Repeat, Tolerance, qualified};
use crate::source::Span;

/// The table under the actions.
pub(super) struct Table {
    pub(super) name: Name,
    /// Qualified.
    pub(super) table: String,
    /// `IF EXISTS` was written and is honoured.
    pub(super) tolerant: bool,
}

impl Table {
    pub(super) fn key(&self) -> Key {
        Key::table(&self.table)
    }
}

/// Reads what follows ALTER TABLE.
pub(crate) fn alter_table(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Option<()> {
    if cursor.eat_all(&["ALL", "IN", "TABLESPACE"]) {
        let whole = draft.whole;
        draft.nothing(whole);
        return Some(());
    }
    let if_exists = cursor.if_exists();
    cursor.eat("ONLY");
    let name = cursor.name()?;
    draft.named = Some(name.span.end);
    let engine = draft.engine;
    let tolerance = draft.guard(if_exists, Tolerance::IfExists, || legal::alter_if_exists(engine, Kind::Table));
    let table = Table { table: name.qualified(draft.dialect()), name, tolerant: tolerance == Tolerance::IfExists };
    cursor.eat_symbol("*");
    let mut verb = Verb::None;
    for mut item in cursor.items() {
        let at = item.span();
        verb = action(&mut item, draft, &table, verb, at)?;
    }
    if draft.dialect() == Dialect::MariaDb {
        forget_drops_of_added_keys(draft);
    }
    if draft.dialect() == Dialect::Postgres {
        draft.operations.sort_by_key(|placed| turn(&placed.operation.action));
    }
    // An action on the table itself is tolerant by itself; on what belongs to it, it is a condition.
    let itself = draft.operations.iter().all(|placed| placed.operation.action.key() == Some(&table.key()));
    if let Some(at) = if_exists.filter(|_| table.tolerant && !itself) {
        draft.needs = Some((table.key(), at));
    }
    Some(())
}

/// PostgreSQL runs the actions of one ALTER TABLE in passes, whatever their order in the text: drops, changed types, new
/// columns, all else (`AlterTablePass` in src/backend/commands/tablecmds.c).
fn turn(action: &Action) -> u8 {
    match action {
        Action::Drop { .. } => 0,
        Action::Alter { alteration, .. } if alteration.what == "type" => 1,
        Action::Create { key, .. } if key.kind == Kind::Column => 2,
        _ => 3,
    }
}

/// MariaDB refuses a foreign key whose name is there even where the same statement drops that one (errno 121, measured
/// on 10.11): the drop makes no room.
fn forget_drops_of_added_keys(draft: &mut Draft<'_>) {
    let added: Vec<Key> =
        draft.operations.iter().filter_map(|placed| added_foreign_key(&placed.operation.action)).collect();
    draft
        .operations
        .retain(|placed| !matches!(&placed.operation.action, Action::Drop { key, .. } if added.contains(key)));
}

fn added_foreign_key(action: &Action) -> Option<Key> {
    match action {
        Action::Create { key, definition: Definition::Constraint(constraint) }
            if matches!(constraint.kind, ConstraintKind::ForeignKey { .. }) =>
        {
            Some(key.clone())
        }
        _ => None,
    }
}

/// SQL Server lists several things behind one `ADD` or `DROP COLUMN`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    None,
    Add,
    DropColumn,
    DropConstraint,
}

fn action(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, before: Verb, at: Span) -> Option<Verb> {
    let sqlserver = draft.dialect() == Dialect::SqlServer;
    if sqlserver && item.eat("WITH") {
        // WITH CHECK ADD CONSTRAINT …
        item.eat_any(&["CHECK", "NOCHECK"]);
    }
    let known = item.is_any(&["ADD", "DROP", "ALTER", "RENAME", "SET", "WITH"]);
    if sqlserver && !known {
        match before {
            Verb::Add => return add(item, draft, table, at).map(|()| before),
            Verb::DropColumn => return drop_named(item, draft, table, Kind::Column, at).map(|()| before),
            Verb::DropConstraint => return drop_named(item, draft, table, Kind::Constraint, at).map(|()| before),
            Verb::None => {}
        }
    }
    if item.eat("ADD") {
        add(item, draft, table, at)?;
        return Some(Verb::Add);
    }
    if item.eat("DROP") {
        return drop(item, draft, table, at);
    }
    match () {
        () if item.eat("RENAME") => rename(item, draft, table, at)?,
        () if item.eat("ALTER") => alter(item, draft, table, at)?,
        () if item.is_any(&["MODIFY", "CHANGE"]) => modify(item, draft, table, at)?,
        () if item.eat_all(&["SET", "SCHEMA"]) => {
            let schema = item.part()?;
            let to = Key::table(qualified(draft.dialect(), Some(&schema), &table.name.name));
            draft.rename(table.key(), to, table_tolerance(table), at);
        }
        () => other(item, draft, table, at)?,
    }
    Some(Verb::None)
}

fn table_tolerance(table: &Table) -> Tolerance {
    if table.tolerant { Tolerance::IfExists } else { Tolerance::None }
}

fn drop(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<Verb> {
    let mysql = draft.dialect().is_mysql_like();
    if mysql && item.eat_all(&["PRIMARY", "KEY"]) {
        draft.drop(Key::constraint(&table.table, "primary"), false, Tolerance::None, at);
    } else if mysql && item.eat_any(&["INDEX", "KEY"]) {
        drop_named(item, draft, table, Kind::Index, at)?;
    } else if mysql && item.is("PARTITION") {
        item.advance();
        drop_named(item, draft, table, Kind::Membership, at)?;
    } else if item.eat_all(&["FOREIGN", "KEY"]) || mysql && item.eat("CHECK") {
        drop_named(item, draft, table, Kind::Constraint, at)?;
    } else if item.eat("CONSTRAINT") {
        drop_named(item, draft, table, Kind::Constraint, at)?;
        return Some(Verb::DropConstraint);
    } else if !mysql
        && item.is_any(&["INDEX", "KEY"])
        && item.peek_at(1).is_some_and(is_name)
        && !item.is_at(1, "CASCADE")
        && !item.is_at(1, "RESTRICT")
    {
        // MySQL's form: nothing that this engine can parse, so nothing is known of what is meant by it.
        draft.opaque(Reach::Keys(vec![table.key()]), at);
    } else if item.is_all(&["SYSTEM", "VERSIONING"]) || item.is_all(&["PERIOD", "FOR"]) {
        draft.alter_to(table.key(), "versioning", None, Repeat::Unknown, Tolerance::None, at);
    } else {
        item.eat("COLUMN");
        drop_named(item, draft, table, Kind::Column, at)?;
        return Some(Verb::DropColumn);
    }
    Some(Verb::None)
}

fn is_name(token: Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::QuotedName)
}

fn drop_named(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, kind: Kind, at: Span) -> Option<()> {
    let guard = item.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfExists, || legal::drop_action_if_exists(engine));
    let key = Key::owned(kind, &table.table, item.part()?);
    draft.drop(key, item.eat("CASCADE"), tolerance, at);
    Some(())
}

fn rename(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    let kind = if item.eat("CONSTRAINT") {
        Kind::Constraint
    } else if draft.dialect().is_mysql_like() && item.eat_any(&["INDEX", "KEY"]) {
        Kind::Index
    } else if item.is_any(&["TO", "AS"]) || !item.is("COLUMN") && !item.is_at(1, "TO") {
        // MySQL takes the new table name behind nothing at all.
        item.eat_any(&["TO", "AS"]);
        let new = item.name()?;
        let to = match new.schema {
            Some(_) => new.qualified(draft.dialect()),
            None => table.name.sibling(draft.dialect(), &new.name),
        };
        draft.rename(table.key(), Key::table(to), table_tolerance(table), at);
        return Some(());
    } else {
        item.eat("COLUMN");
        Kind::Column
    };
    let guard = item.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfExists, || legal::mariadb_only(engine));
    let from = Key::owned(kind, &table.table, item.part()?);
    item.eat("TO");
    let to = Key::owned(kind, &table.table, item.part()?);
    draft.rename(from, to, tolerance, at);
    Some(())
}

/// `ALTER [COLUMN] c …`, `ALTER CONSTRAINT`, `ALTER INDEX`.
fn alter(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    if item.is_any(&["CONSTRAINT", "CHECK", "INDEX"]) {
        let kind = if item.is("INDEX") { Kind::Index } else { Kind::Constraint };
        item.advance();
        draft.alter(Key::owned(kind, &table.table, item.part()?), "attributes", at);
        return Some(());
    }
    item.eat("COLUMN");
    let if_exists = item.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(if_exists, Tolerance::IfExists, || legal::mariadb_only(engine));
    let name = item.part()?;
    let column = Key::column(&table.table, &name);
    let identity = |what: &str| Key::owned(Kind::Identity, format!("{}.{name}", table.table), what);
    if item.eat("TYPE") || item.eat_all(&["SET", "DATA", "TYPE"]) || draft.dialect() == Dialect::SqlServer {
        let written = item.up_to(&["USING", "COLLATE"]);
        let repeat = if item.skip_to("USING") { repeat::of_conversion(*item, &name) } else { Repeat::Same };
        draft.alter_to(column, "type", Some(written.type_text()), repeat, tolerance, at);
    } else if item.eat_all(&["ADD", "GENERATED"]) {
        draft.create(identity("identity"), Definition::Text(item.folded_text()), Tolerance::None, at);
    } else if item.eat_all(&["DROP", "IDENTITY"]) || item.is_all(&["DROP", "EXPRESSION"]) {
        let what = if item.eat_all(&["DROP", "EXPRESSION"]) { "expression" } else { "identity" };
        let tolerance = if item.if_exists().is_some() { Tolerance::IfExists } else { Tolerance::None };
        draft.drop(identity(what), false, tolerance, at);
    } else {
        let (what, to) = column_change(item);
        draft.alter_to(column, what, to, Repeat::Same, tolerance, at);
    }
    Some(())
}

/// What `SET …`/`DROP …` of a column changes, and to what.
fn column_change(item: &mut Cursor<'_>) -> (&'static str, Option<String>) {
    if item.eat_all(&["SET", "DEFAULT"]) {
        ("default", Some(item.folded_text()))
    } else if item.eat_all(&["DROP", "DEFAULT"]) {
        ("default", None)
    } else if item.eat_all(&["SET", "NOT", "NULL"]) {
        ("not null", Some("true".to_owned()))
    } else if item.eat_all(&["DROP", "NOT", "NULL"]) {
        ("not null", Some("false".to_owned()))
    } else {
        ("attributes", None)
    }
}

/// MySQL's `MODIFY [COLUMN] c …` and `CHANGE [COLUMN] old new …`.
fn modify(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    let changes = item.eat("CHANGE");
    item.eat("MODIFY");
    item.eat("COLUMN");
    let guard = item.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfExists, || legal::mariadb_only(engine));
    let old = if changes { Some(item.part()?) } else { None };
    let column = columns::column(*item)?;
    let key = Key::column(&table.table, &column.name);
    match old.filter(|old| *old != column.name) {
        Some(old) => draft.rename(Key::column(&table.table, old), key, tolerance, at),
        None => draft.alter_to(key, "type", column.sql_type, Repeat::Same, tolerance, at),
    }
    Some(())
}

fn other(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    if item.is_any(&["ATTACH", "DETACH"]) && item.is_at(1, "PARTITION") {
        let attaches = item.is("ATTACH");
        item.advance();
        item.advance();
        let member = item.name()?.qualified(draft.dialect());
        draft.outside_transaction = item.is("CONCURRENTLY");
        membership(draft, attaches, Key::owned(Kind::Membership, &table.table, member), at);
    } else if item.is("INHERIT") || item.is_all(&["NO", "INHERIT"]) {
        let inherits = !item.eat("NO");
        item.advance();
        let parent = item.name()?.qualified(draft.dialect());
        membership(draft, inherits, Key::owned(Kind::Membership, parent, &table.table), at);
    } else if item.eat_all(&["VALIDATE", "CONSTRAINT"]) {
        draft.alter(Key::constraint(&table.table, item.part()?), "validated", at);
    } else if draft.dialect() == Dialect::SqlServer && item.eat_any(&["CHECK", "NOCHECK"]) && item.eat("CONSTRAINT") {
        let key = if item.eat("ALL") { table.key() } else { Key::constraint(&table.table, item.part()?) };
        draft.alter(key, "checked", at);
    } else {
        let text = item.folded_text();
        let what = text.split_whitespace().take(2).collect::<Vec<_>>().join(" ").to_lowercase();
        draft.alter_to(table.key(), &what, None, Repeat::Same, table_tolerance(table), at);
    }
    Some(())
}
