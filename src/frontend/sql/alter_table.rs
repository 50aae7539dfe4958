//! `ALTER TABLE`: each action is an operation, all of them one statement.

use super::alter::membership;
use super::columns;
use super::cursor::{Cursor, Name};
use super::draft::{Draft, Engine};
use super::legal;
use super::repeat;
use crate::engine::Dialect;
use crate::operation::{
    Action, ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, Repeat, Tolerance, qualified,
};
use crate::source::Span;

/// The table under the actions.
struct Table {
    name: Name,
    /// Qualified.
    table: String,
    /// `IF EXISTS` was written and is honoured.
    tolerant: bool,
}

impl Table {
    fn key(&self) -> Key {
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

fn add(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    if item.is("PARTITION") && draft.dialect().is_mysql_like() {
        return add_partitions(item, draft, table, at);
    }
    if item.eat_all(&["GENERATED"]) || item.eat_all(&["SYSTEM", "VERSIONING"]) || item.is_all(&["PERIOD", "FOR"]) {
        draft.alter_to(table.key(), "versioning", None, Repeat::Unknown, Tolerance::None, at);
        return Some(());
    }
    let mut index = *item;
    if let Some(mut definition) = columns::table_index(&mut index, &table.table) {
        let guard = guard_inside(*item);
        let engine = draft.engine;
        let tolerance = draft.guard(guard, Tolerance::IfNotExists, || legal::mariadb_only(engine));
        definition.table.clone_from(&table.table);
        add_index(draft, table, definition, tolerance, at);
        return Some(());
    }
    if columns::starts_constraint(item) {
        return add_constraint(item, draft, table, at);
    }
    if draft.dialect() == Dialect::SqlServer && item.is("DEFAULT") {
        // ADD DEFAULT 0 FOR c: unnamed, and one per column.
        draft.alter_to(table.key(), "default", None, Repeat::Unknown, Tolerance::None, at);
        return Some(());
    }
    add_columns(item, draft, table, at)
}

fn add_columns(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    item.eat("COLUMN");
    let guard = item.if_not_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfNotExists, || legal::add_column_if_not_exists(engine));
    // MySQL: ADD (a int, b int).
    if let Some(list) = item.group() {
        for one in list.items() {
            let at = one.span();
            add_column(one, draft, table, tolerance, at)?;
        }
        return Some(());
    }
    add_column(*item, draft, table, tolerance, at)
}

fn add_column(item: Cursor<'_>, draft: &mut Draft<'_>, table: &Table, tolerance: Tolerance, at: Span) -> Option<()> {
    let mut column = columns::column(item)?;
    let mut apart = Vec::new();
    if tolerance == Tolerance::IfNotExists {
        apart = column.constraints.extract_if(.., |constraint| is_made_anyway(constraint, draft.engine)).collect();
    }
    let key = Key::column(&table.table, &column.name);
    draft.create(key, Definition::Column(column), tolerance, at);
    for constraint in apart {
        let key = Key::constraint(&table.table, constraint.name.clone().unwrap_or_default());
        draft.create(key, Definition::Constraint(constraint), Tolerance::None, at);
    }
    Some(())
}

/// A constraint at a column that is made though `ADD COLUMN IF NOT EXISTS` skips the column: MariaDB makes the foreign
/// key once more, PostgreSQL before 13 every constraint (measured).
fn is_made_anyway(constraint: &ConstraintDef, engine: Engine) -> bool {
    match engine.dialect {
        Dialect::MariaDb => matches!(constraint.kind, ConstraintKind::ForeignKey { .. }),
        Dialect::Postgres => engine.version.major < 13 && constraint.kind != ConstraintKind::PrimaryKey,
        _ => false,
    }
}

/// The `IF NOT EXISTS` somewhere in the first words of an action.
fn guard_inside(mut item: Cursor<'_>) -> Option<Span> {
    while !item.is_done() && !item.is_symbol("(") {
        if let Some(at) = item.if_not_exists() {
            return Some(at);
        }
        item.advance();
    }
    None
}

fn add_constraint(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    let leading = item.is("CONSTRAINT") && item.is_at(1, "IF");
    let guard = guard_inside(*item);
    if draft.dialect() == Dialect::SqlServer && item.is("CONSTRAINT") && item.is_at(2, "DEFAULT") {
        item.advance();
        let name = item.part()?;
        // The model has no kind for named defaults; their text tells two apart, as it does for checks.
        let kind = ConstraintKind::Check { expression: item.folded_text() };
        let definition = ConstraintDef { name: Some(name.clone()), kind, columns: Vec::new() };
        draft.create(Key::constraint(&table.table, name), Definition::Constraint(definition), Tolerance::None, at);
        return Some(());
    }
    let taken = taken_index(*item, table);
    let mut definition = columns::table_constraint(item)?;
    if let Some(index) = taken {
        // The index becomes the constraint's own, and is called as that is.
        draft.drop(index, false, Tolerance::None, at);
    }
    let check = matches!(definition.kind, ConstraintKind::Check { .. });
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfNotExists, || match leading {
        true => legal::add_constraint_if_not_exists(engine, check),
        false => legal::mariadb_only(engine),
    });
    if let Some(index) = columns::unique_index(&definition, draft.dialect(), &table.table) {
        add_index(draft, table, index, tolerance, at);
        return Some(());
    }
    if definition.kind == ConstraintKind::PrimaryKey && draft.dialect().is_mysql_like() {
        definition.name = Some("primary".to_owned());
    }
    let key = Key::constraint(&table.table, definition.name.clone().unwrap_or_default());
    draft.create(key, Definition::Constraint(definition), tolerance, at);
    Some(())
}

/// The index that PostgreSQL's `UNIQUE USING INDEX i` makes into a constraint.
fn taken_index(mut item: Cursor<'_>, table: &Table) -> Option<Key> {
    while !item.is_done() && !item.is_all(&["USING", "INDEX"]) {
        item.skip_item();
    }
    let name = item.eat_all(&["USING", "INDEX"]).then(|| item.part()).flatten()?;
    (item.dialect == Dialect::Postgres).then(|| Key::new(Kind::Index, table.name.sibling(item.dialect, &name)))
}

fn add_index(draft: &mut Draft<'_>, table: &Table, definition: IndexDef, tolerance: Tolerance, at: Span) {
    let key = Key::index(draft.dialect(), &table.table, definition.name.clone().unwrap_or_default());
    draft.create(key, Definition::Index(definition), tolerance, at);
}

fn add_partitions(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
    item.eat("PARTITION");
    let guard = item.if_not_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfNotExists, || legal::mariadb_only(engine));
    for mut partition in item.group().map(Cursor::items).unwrap_or_default() {
        partition.eat("PARTITION");
        let key = Key::owned(Kind::Membership, &table.table, partition.part()?);
        draft.create(key, Definition::Text(partition.folded_text()), tolerance, at);
    }
    Some(())
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
    } else if item.is_all(&["SYSTEM", "VERSIONING"]) || item.is_all(&["PERIOD", "FOR"]) {
        draft.alter_to(table.key(), "versioning", None, Repeat::Unknown, Tolerance::None, at);
    } else {
        item.eat("COLUMN");
        drop_named(item, draft, table, Kind::Column, at)?;
        return Some(Verb::DropColumn);
    }
    Some(Verb::None)
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
