//! The operation catalogue: what an operation requires of each key, and what it leaves.

use std::collections::BTreeSet;

use super::Clash;
use super::build::{build, makes_index};
use super::identity::refuse_identity;
use super::only_copy::Copies;
use super::{only_copy, remove, replace, rows};
use crate::engine::Dialect;
use crate::migration::Placed;
use crate::naming;
use crate::operation::{
    Action, Alteration, ConstraintDef, ConstraintKind, Definition, Key, Kind, Operation, Reach, Repeat, Tolerance,
    qualified,
};
use crate::schema::{Deed, Origin, Presence, Schema};

/// Who runs, and what else the migration does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller<'a> {
    pub(super) origin: Origin,
    /// The operation's number within the step, rounds of a loop told apart.
    pub(super) number: u32,
    /// Tables that the migration builds under another name and renames: (stand-in, the table's own name).
    pub(super) rebuilds: &'a [(Key, Key)],
    /// Tables that it makes only for the time of its run.
    pub(super) scratch: &'a BTreeSet<Key>,
    /// Rows that it copies from other tables.
    pub(super) copies: &'a [Copies],
    /// The statement runs for certain, and nobody catches its errors.
    pub(super) certain: bool,
}

impl Caller<'_> {
    pub(super) fn deed(&self, table: &str) -> Deed {
        (table.into(), self.origin.at, self.number)
    }
}

/// Runs one operation on the schema.
///
/// What is unknown is taken to be as the operation needs it. On a clash the schema is left as though the operation had
/// been guarded, so that the replay can go on.
pub(super) fn apply(schema: &mut Schema, placed: &Placed, caller: Caller<'_>) -> Result<(), Clash> {
    let operation = &placed.operation;
    if let Some(refusal) = operation.refused {
        return Err(Clash::Refused(refusal));
    }
    for key in &operation.mentions {
        match (&operation.action, key.kind) {
            // Its index is what the engine asks for; that it is there tells of the table.
            (Action::Drop { .. }, Kind::Table) => {
                if operation.tolerance == Tolerance::None {
                    schema.presuppose(key, true);
                }
            }
            _ => still_there(schema, key)?,
        }
    }
    match &operation.action {
        Action::Create { key, definition } => create(schema, operation, key, definition, caller),
        Action::Drop { key, cascade } => remove::drop(schema, operation, key, *cascade, caller),
        Action::Rename { from, to } => rename(schema, operation, from, to, caller),
        Action::Alter { key, alteration } => alter(schema, operation, key, alteration, caller),
        Action::Insert(rows) => rows::insert(schema, rows, caller),
        Action::RenameIndexes { table, tables, column } => {
            rename_indexes(schema, table, tables, column.as_ref(), caller);
            Ok(())
        }
        Action::Exchange { stand_in, table } => {
            require_table(schema, table)?;
            schema.remove(stand_in, caller.origin);
            Ok(())
        }
        Action::Update(update) => rows::update(schema, update, caller),
        Action::Delete { table, filter, .. } => rows::delete(schema, table, filter.as_deref(), caller),
        Action::Opaque(reach) => {
            cloud(schema, reach, caller.origin.run);
            Ok(())
        }
        Action::Nothing => Ok(()),
    }
}

fn cloud(schema: &mut Schema, reach: &Reach, run: u32) {
    match reach {
        Reach::Everything => schema.cloud(run),
        Reach::Keys(keys) => {
            for key in keys {
                for inner in schema.belongings(key) {
                    schema.forget(&inner);
                }
                schema.forget(key);
            }
        }
        Reach::Rows => {}
        Reach::Dropped(kinds) => {
            schema.cloud(run);
            let there: Vec<Key> = kinds.iter().flat_map(|&kind| schema.all(kind)).map(|(key, _)| key).collect();
            for key in there {
                for inner in schema.belongings(&key) {
                    schema.forget(&inner);
                }
                schema.forget(&key);
            }
        }
    }
}

fn create(
    schema: &mut Schema,
    operation: &Operation,
    key: &Key,
    definition: &Definition,
    caller: Caller<'_>,
) -> Result<(), Clash> {
    // SQLite never looks; what is missing fails the first row.
    let references = !operation.unchecked_references && schema.dialect() != Dialect::Sqlite;
    for needed in requirements(key, definition, references) {
        require(schema, &needed)?;
    }
    if definition.is_nameless() {
        let deed = caller.deed(&key.owner);
        let kept = nameless_key(schema, key, definition);
        // A run that first drops it by the name that the engine gave it may make it anew.
        let dropped = schema.fact(&kept).is_some_and(|fact| fact.presence == Presence::Absent && fact.since.is_some());
        if schema.has_done(&deed) && !dropped {
            return Err(Clash::Repeats { key: key.clone() });
        }
        schema.note_done(deed);
        build(schema, &kept, definition, caller.origin);
        return Ok(());
    }
    if let Some((existing, since)) = existing(schema, key, definition) {
        return match operation.tolerance {
            Tolerance::IfNotExists | Tolerance::Natural => Ok(()),
            Tolerance::OrReplace => {
                let kept = replace::kept(schema, &existing, definition);
                build(schema, key, definition, caller.origin);
                match kept {
                    Some(kept) => Err(Clash::Irreplaceable { key: existing, kept, since: since.map(|since| since.at) }),
                    None => Ok(()),
                }
            }
            Tolerance::Force => {
                let destroyed = since.filter(|since| since.run == 1 && caller.origin.run == 2);
                let only_copy = destroyed.is_some_and(|since| only_copy::is_in(schema, key, since, caller));
                schema.remove(key, caller.origin);
                build(schema, key, definition, caller.origin);
                match destroyed {
                    Some(since) => Err(Clash::Destroys { key: existing, since: Some(since.at), only_copy }),
                    None => Ok(()),
                }
            }
            Tolerance::Doubles => Err(Clash::Repeats { key: existing }),
            Tolerance::None | Tolerance::IfExists => {
                Err(Clash::Exists { key: existing, since: since.map(|since| since.at) })
            }
        };
    }
    if operation.tolerance == Tolerance::None && caller.certain {
        schema.refute(key);
    }
    build(schema, key, definition, caller.origin);
    Ok(())
}

/// What a nameless thing is kept under: the name that PostgreSQL gives an index on plain columns if that is free, else no
/// name that could be asked for, and another one for other columns.
fn nameless_key(schema: &Schema, key: &Key, definition: &Definition) -> Key {
    if !key.name.is_empty() {
        return key.clone();
    }
    if let (Dialect::Postgres, Definition::Index(index)) = (schema.dialect(), definition)
        && index.columns.iter().all(|column| is_plain(column))
    {
        let (place, table) =
            index.table.rsplit_once('.').map_or((None, &*index.table), |(place, it)| (Some(place), it));
        let name = naming::of_index(table, &index.columns);
        let made_up = Key { name: qualified(Dialect::Postgres, place, &name).into(), ..key.clone() };
        if schema.fact(&made_up).is_none_or(|fact| fact.presence != Presence::Present || fact.since.is_none()) {
            return made_up;
        }
    }
    let columns = match definition {
        Definition::Index(index) => index.columns.join(", "),
        Definition::Constraint(constraint) => constraint.columns.join(", "),
        _ => return key.clone(),
    };
    Key { name: format!("({columns})").into(), ..key.clone() }
}

/// What must be there before this can be made.
fn requirements(key: &Key, definition: &Definition, references: bool) -> Vec<Key> {
    let pointed_at = |constraint: &ConstraintDef, own: &str| pointed_at(constraint, own).filter(|_| references);
    let mut needed = Vec::new();
    match key.kind {
        Kind::Column | Kind::Constraint | Kind::Policy => needed.push(Key::table(key.owner.clone())),
        Kind::Trigger if !key.owner.is_empty() => needed.push(Key::table(key.owner.clone())),
        Kind::EnumValue => needed.push(Key::new(Kind::Type, key.owner.clone())),
        _ => {}
    }
    match definition {
        Definition::Index(index) => {
            needed.push(Key::table(index.table.as_str()));
            needed.extend(plain_columns(&index.table, &index.columns));
        }
        Definition::Constraint(constraint) => {
            needed.extend(plain_columns(&key.owner, &constraint.columns));
            needed.extend(pointed_at(constraint, &key.owner));
        }
        Definition::Column(column) => {
            needed.extend(column.constraints.iter().filter_map(|def| pointed_at(def, &key.owner)))
        }
        Definition::Table(table) => {
            needed.extend(table.constraints.iter().filter_map(|def| pointed_at(def, &key.name)))
        }
        Definition::Enum(_) | Definition::View { .. } | Definition::Text(_) => {}
    }
    needed
}

fn plain_columns(table: &str, columns: &[String]) -> Vec<Key> {
    let plain = |name: &&String| is_plain(name) && !matches!(name.as_str(), "rowid" | "ctid" | "oid");
    columns.iter().filter(plain).map(|name| Key::column(table, name.as_str())).collect()
}

/// A column's name, and no expression.
pub(super) fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn pointed_at(constraint: &ConstraintDef, own_table: &str) -> Option<Key> {
    match &constraint.kind {
        ConstraintKind::ForeignKey { to, .. } if to != own_table => Some(Key::table(to.as_str())),
        _ => None,
    }
}

/// What stands in the way, in the order in which engines look: the table's one primary key, the index behind the
/// constraint, the thing itself, a relation of the same name.
fn existing(schema: &Schema, key: &Key, definition: &Definition) -> Option<(Key, Option<Origin>)> {
    // What is only assumed to be there stands in nobody's way: the assumption may be wrong.
    let there = |key: &Key| {
        let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present && fact.since.is_some());
        fact.map(|fact| fact.since)
    };
    if let Definition::Constraint(constraint) = definition {
        if constraint.kind == ConstraintKind::PrimaryKey
            && let Some(found) = primary_key(schema, &key.owner)
        {
            return Some(found);
        }
        constraint.name.as_ref()?;
        let index = schema.index_behind(&key.owner, &key.name);
        if makes_index(schema.dialect(), constraint)
            && let Some(since) = there(&index)
        {
            return Some((index, since));
        }
    }
    if let Some(since) = there(key) {
        return Some((key.clone(), since));
    }
    schema.namesake(key).filter(|(_, fact)| fact.since.is_some()).map(|(other, fact)| (other, fact.since))
}

fn primary_key(schema: &Schema, table: &str) -> Option<(Key, Option<Origin>)> {
    schema.on_table(table).into_iter().find_map(|key| {
        let fact = schema.fact(&key)?;
        let is_primary = matches!(fact.definition.as_deref(),
            Some(Definition::Constraint(def)) if def.kind == ConstraintKind::PrimaryKey);
        is_primary.then_some((key, fact.since))
    })
}

pub(super) fn require(schema: &mut Schema, key: &Key) -> Result<(), Clash> {
    match schema.presence(key) {
        Presence::Absent if key.kind == Kind::Table && schema.is_table_like(&key.name) => Ok(()),
        Presence::Absent => {
            let gone = schema.fact(key).and_then(|fact| fact.since).map(|since| since.at);
            Err(Clash::Missing { key: key.clone(), gone })
        }
        Presence::Unknown => {
            schema.presuppose(key, true);
            Ok(())
        }
        Presence::Present => Ok(()),
    }
}

/// A column or table that a statement mentions: only what is known to have gone fails it.
fn still_there(schema: &Schema, key: &Key) -> Result<(), Clash> {
    // Where its table has gone as well, that is what the engine tells.
    if let Some(table) = key.of_table().filter(|_| key.kind == Kind::Column) {
        still_there(schema, &Key::table(table))?;
    }
    let gone = schema.fact(key).filter(|fact| fact.presence == Presence::Absent).and_then(|fact| fact.since);
    // A view may have taken the name.
    let is_view = |kind| schema.presence(&Key { kind, ..key.clone() }) == Presence::Present;
    let gone =
        gone.filter(|_| key.kind != Kind::Table || ![Kind::View, Kind::MaterializedView].into_iter().any(is_view));
    match gone {
        Some(since) => Err(Clash::Missing { key: key.clone(), gone: Some(since.at) }),
        None => Ok(()),
    }
}

/// A statement about rows. A model's class need not tell its table's name, so that less follows from it.
pub(super) fn require_table(schema: &mut Schema, table: &Key) -> Result<(), Clash> {
    schema.presuppose(table, false);
    require(schema, table)
}

/// The owner whose absence fails even a tolerant statement.
pub(super) fn owner_of(key: &Key) -> Option<Key> {
    match key.kind {
        Kind::Column | Kind::Constraint => Some(Key::table(key.owner.clone())),
        // `DROP INDEX IF EXISTS i ON t` fails without the table (MariaDB, 1146).
        Kind::Index if !key.owner.is_empty() => Some(Key::table(key.owner.clone())),
        Kind::Identity => key.owner.split_once('.').map(|(table, column)| Key::column(table, column)),
        _ => None,
    }
}

fn rename(schema: &mut Schema, operation: &Operation, from: &Key, to: &Key, caller: Caller<'_>) -> Result<(), Clash> {
    let tolerant = matches!(operation.tolerance, Tolerance::IfExists | Tolerance::Natural);
    if let Some(owner) = owner_of(from) {
        require(schema, &owner)?;
    }
    // A rename that only follows another one is made where its thing is known to be there.
    let follows = operation.tolerance == Tolerance::Natural && schema.presence(from) != Presence::Present;
    // IF EXISTS finds a view that has taken the table's name: PostgreSQL renames that, MariaDB refuses.
    let as_view = Key { kind: Kind::View, ..from.clone() };
    let found = operation.tolerance == Tolerance::IfExists
        && from.kind == Kind::Table
        && schema.presence(&as_view) == Presence::Present;
    if follows || tolerant && !found && schema.presence(from) == Presence::Absent {
        return if tolerant { Ok(()) } else { require(schema, from) };
    }
    // A view that has taken the table's name can be renamed as well, as far as the new name is free.
    if !tolerant {
        require(schema, from)?;
        schema.presuppose(from, true);
    }
    if let Some(fact) = schema.fact(to).filter(|fact| fact.presence == Presence::Present && fact.since.is_some()) {
        return Err(Clash::Exists { key: to.clone(), since: fact.since.map(|since| since.at) });
    }
    schema.rename(from, to, caller.origin);
    Ok(())
}

/// Those whose names were made of the old name: `index_users_on_a_and_b`.
fn rename_indexes(
    schema: &mut Schema,
    table: &Key,
    (old_table, new_table): &(String, String),
    column: Option<&(String, String)>,
    caller: Caller<'_>,
) {
    let mut renamed = Vec::new();
    for key in schema.belongings(table).into_iter().filter(|key| key.kind == Kind::Index) {
        let Some(fact) = schema.fact(&key).filter(|fact| fact.presence == Presence::Present) else { continue };
        let Some(Definition::Index(index)) = fact.definition.as_deref() else { continue };
        let now =
            |name: &String| column.filter(|(old, _)| old == name).map_or_else(|| name.clone(), |pair| pair.1.clone());
        let before =
            |name: &String| column.filter(|(_, new)| new == name).map_or_else(|| name.clone(), |pair| pair.0.clone());
        let named = |table: &str, columns: Vec<String>| format!("index_{table}_on_{}", columns.join("_and_"));
        let new = named(new_table, index.columns.iter().map(now).collect());
        let old = named(old_table, index.columns.iter().map(before).collect());
        if key.name == old && new != old {
            renamed.push((key.clone(), Key { name: new.into(), ..key }));
        }
    }
    for (from, to) in renamed {
        schema.rename(&from, &to, caller.origin);
    }
}

fn alter(
    schema: &mut Schema,
    operation: &Operation,
    key: &Key,
    alteration: &Alteration,
    caller: Caller<'_>,
) -> Result<(), Clash> {
    let tolerant = matches!(operation.tolerance, Tolerance::IfExists);
    if tolerant && schema.presence(key) == Presence::Absent {
        return Ok(());
    }
    if let Some(owner) = owner_of(key) {
        require(schema, &owner)?;
    }
    require(schema, key)?;
    if alteration.what == "default" {
        refuse_identity(schema, &format!("{}.{}", key.owner, key.name))?;
    }
    schema.note_alteration(key, alteration);
    let repeat = if operation.tolerance == Tolerance::Natural { Repeat::Same } else { alteration.repeat };
    rows::repeated(schema, key, repeat, caller)
}
