//! `ALTER TABLE … ADD`: columns, constraints, indexes, partitions.

use super::alter_table::Table;
use super::columns;
use super::cursor::Cursor;
use super::draft::{Draft, Engine};
use super::legal;
use crate::engine::Dialect;
use crate::operation::{ConstraintDef, ConstraintKind, Definition, IndexDef, Key, Kind, Repeat, Tolerance};
use crate::source::Span;

pub(super) fn add(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
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

pub(super) fn add_columns(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
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

pub(super) fn add_column(
    item: Cursor<'_>,
    draft: &mut Draft<'_>,
    table: &Table,
    tolerance: Tolerance,
    at: Span,
) -> Option<()> {
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
pub(super) fn is_made_anyway(constraint: &ConstraintDef, engine: Engine) -> bool {
    match engine.dialect {
        Dialect::MariaDb => matches!(constraint.kind, ConstraintKind::ForeignKey { .. }),
        Dialect::Postgres => engine.version.major < 13 && constraint.kind != ConstraintKind::PrimaryKey,
        _ => false,
    }
}

/// The `IF NOT EXISTS` somewhere in the first words of an action.
pub(super) fn guard_inside(mut item: Cursor<'_>) -> Option<Span> {
    while !item.is_done() && !item.is_symbol("(") {
        if let Some(at) = item.if_not_exists() {
            return Some(at);
        }
        item.advance();
    }
    None
}

pub(super) fn add_constraint(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
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
pub(super) fn taken_index(mut item: Cursor<'_>, table: &Table) -> Option<Key> {
    while !item.is_done() && !item.is_all(&["USING", "INDEX"]) {
        item.skip_item();
    }
    let name = item.eat_all(&["USING", "INDEX"]).then(|| item.part()).flatten()?;
    (item.dialect == Dialect::Postgres).then(|| Key::new(Kind::Index, table.name.sibling(item.dialect, &name)))
}

pub(super) fn add_index(draft: &mut Draft<'_>, table: &Table, definition: IndexDef, tolerance: Tolerance, at: Span) {
    let key = Key::index(draft.dialect(), &table.table, definition.name.clone().unwrap_or_default());
    draft.create(key, Definition::Index(definition), tolerance, at);
}

pub(super) fn add_partitions(item: &mut Cursor<'_>, draft: &mut Draft<'_>, table: &Table, at: Span) -> Option<()> {
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
