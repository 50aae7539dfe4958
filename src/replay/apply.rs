//! The operation catalogue: what an operation requires of each key, and what it leaves.

use super::Clash;
use super::build::{build, makes_index};
use super::cascade;
use super::filter;
use super::replace;
use crate::engine::Dialect;
use crate::migration::Placed;
use crate::operation::{
    Action, Alteration, ConstraintDef, ConstraintKind, Definition, Insert, Key, Kind, OnConflict, Operation, Picked,
    Reach, Repeat, Tolerance, Value,
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
    /// The statement runs for certain, and nobody catches its errors.
    pub(super) certain: bool,
}

impl Caller<'_> {
    fn deed(&self, table: &str) -> Deed {
        (table.into(), self.origin.at, self.number)
    }
}

/// Runs one operation on the schema.
///
/// What is unknown is taken to be as the operation needs it. On a clash the schema is left as though the operation had
/// been guarded, so that the replay can go on.
pub(super) fn apply(schema: &mut Schema, placed: &Placed, caller: Caller<'_>) -> Result<(), Clash> {
    let operation = &placed.operation;
    for key in &operation.mentions {
        still_there(schema, key)?;
    }
    match &operation.action {
        Action::Create { key, definition } => create(schema, operation, key, definition, caller),
        Action::Drop { key, cascade } => drop(schema, operation, key, *cascade, caller),
        Action::Rename { from, to } => rename(schema, operation, from, to, caller),
        Action::Alter { key, alteration } => alter(schema, operation, key, alteration, caller),
        Action::RenameIndexes { table, tables, column } => {
            rename_indexes(schema, table, tables, column.as_ref(), caller);
            Ok(())
        }
        Action::Insert(rows) => {
            insert(schema, rows, caller)?;
            match left_behind(schema, rows, caller) {
                Some(key) => Err(Clash::Overwrites { key, derived: false }),
                None => Ok(()),
            }
        }
        Action::Exchange { stand_in, table } => {
            require_table(schema, table)?;
            schema.remove(stand_in, caller.origin);
            Ok(())
        }
        Action::Update { table, repeat, writes, overwrites } => {
            require_table(schema, table)?;
            let overwritten = overwritten(schema, table, overwrites, caller);
            repeated(schema, table, *repeat, caller)?;
            match overwritten {
                Some(key) => Err(Clash::Overwrites { derived: is_derived(writes, &key.name), key }),
                None => Ok(()),
            }
        }
        Action::Delete { table, filter, .. } => {
            require_table(schema, table)?;
            schema.forget_deeds(&table.name, filter.as_deref().filter(|filter| !filter.is_empty()));
            schema.note_done(caller.deed(&table.name));
            if let Some(filter) = filter {
                schema.note_gone_rows(Picked { table: table.clone(), filter: filter.clone() });
            }
            Ok(())
        }
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
    if is_nameless(definition) {
        let deed = caller.deed(&key.owner);
        if schema.has_done(&deed) {
            return Err(Clash::Repeats { key: key.clone() });
        }
        schema.note_done(deed);
        build(schema, &nameless_key(key, definition), definition, caller.origin);
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
                schema.remove(key, caller.origin);
                build(schema, key, definition, caller.origin);
                match since.filter(|since| since.run == 1 && caller.origin.run == 2) {
                    Some(since) => Err(Clash::Destroys { key: existing, since: Some(since.at) }),
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

/// The engine makes up a name, so a second run makes a second one. A second primary key is refused all the same.
fn is_nameless(definition: &Definition) -> bool {
    match definition {
        Definition::Index(index) => index.name.is_none(),
        Definition::Constraint(constraint) => {
            constraint.name.is_none() && constraint.kind != ConstraintKind::PrimaryKey
        }
        _ => false,
    }
}

/// What a nameless thing is kept under: no name that could be asked for, and another one for other columns.
fn nameless_key(key: &Key, definition: &Definition) -> Key {
    if !key.name.is_empty() {
        return key.clone();
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
        Kind::Column | Kind::Constraint | Kind::Policy => needed.push(Key::table(key.owner.as_str())),
        Kind::Trigger if !key.owner.is_empty() => needed.push(Key::table(key.owner.as_str())),
        Kind::EnumValue => needed.push(Key::new(Kind::Type, key.owner.as_str())),
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
fn is_plain(name: &str) -> bool {
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

fn require(schema: &mut Schema, key: &Key) -> Result<(), Clash> {
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

/// A column that a statement mentions: only what is known to have gone fails it.
fn still_there(schema: &Schema, key: &Key) -> Result<(), Clash> {
    let gone = schema.fact(key).filter(|fact| fact.presence == Presence::Absent).and_then(|fact| fact.since);
    match gone {
        Some(since) => Err(Clash::Missing { key: key.clone(), gone: Some(since.at) }),
        None => Ok(()),
    }
}

/// A statement about rows. A model's class need not tell its table's name, so that less follows from it.
fn require_table(schema: &mut Schema, table: &Key) -> Result<(), Clash> {
    schema.presuppose(table, false);
    require(schema, table)
}

/// The owner whose absence fails even a tolerant statement.
fn owner_of(key: &Key) -> Option<Key> {
    match key.kind {
        Kind::Column | Kind::Constraint => Some(Key::table(key.owner.as_str())),
        // `DROP INDEX IF EXISTS i ON t` fails without the table (MariaDB, 1146).
        Kind::Index if !key.owner.is_empty() => Some(Key::table(key.owner.as_str())),
        Kind::Identity => key.owner.split_once('.').map(|(table, column)| Key::column(table, column)),
        _ => None,
    }
}

fn drop(
    schema: &mut Schema,
    operation: &Operation,
    key: &Key,
    cascades: bool,
    caller: Caller<'_>,
) -> Result<(), Clash> {
    let tolerant = matches!(operation.tolerance, Tolerance::IfExists | Tolerance::Natural);
    if let Some(owner) = owner_of(key) {
        require(schema, &owner)?;
    }
    if key.kind == Kind::Sequence
        && !cascades
        && let Some(column) = identity_behind(schema, &key.name)
    {
        refuse_identity(schema, &column)?;
    }
    if schema.presence(key) == Presence::Absent {
        return if tolerant { Ok(()) } else { require(schema, key) };
    }
    if !tolerant {
        schema.presuppose(key, true);
    }
    let since = schema.fact(key).and_then(|fact| fact.since);
    let destroyed = since.filter(|since| destroys(schema, key, *since, caller));
    let left = index_of_foreign_key(schema, key);
    schema.remove(key, caller.origin);
    left.iter().for_each(|index| schema.forget(index));
    if key.kind == Kind::Constraint {
        schema.give_up_foreign_keys(&key.owner);
    }
    if cascades {
        cascade::forget_dependents(schema, key);
    }
    match destroyed {
        Some(since) => Err(Clash::Destroys { key: key.clone(), since: Some(since.at) }),
        None => Ok(()),
    }
}

/// PostgreSQL lets nobody change the default of an identity column.
fn refuse_identity(schema: &Schema, column: &str) -> Result<(), Clash> {
    let identity = Key::owned(Kind::Identity, column, "identity");
    match schema.fact(&identity) {
        Some(fact) if fact.presence == Presence::Present => {
            Err(Clash::Exists { key: identity, since: fact.since.map(|since| since.at) })
        }
        _ => Ok(()),
    }
}

/// The identity column that owns a sequence by the name PostgreSQL gives it: it can't be dropped without the column.
fn identity_behind(schema: &Schema, sequence: &str) -> Option<String> {
    let of_name = |column: &str| {
        column.split_once('.').is_some_and(|(table, column)| format!("{table}_{column}_seq") == sequence)
    };
    schema.all(Kind::Identity).into_iter().map(|(key, _)| key.owner.to_string()).find(|column| of_name(column))
}

/// The index that MySQL may have made for a foreign key, by the key's name: it stays when the key goes.
fn index_of_foreign_key(schema: &Schema, key: &Key) -> Option<Key> {
    let definition = schema.fact(key)?.definition.as_deref()?;
    let Definition::Constraint(ConstraintDef { kind: ConstraintKind::ForeignKey { .. }, .. }) = definition else {
        return None;
    };
    let index = Key::index(schema.dialect(), &key.owner, key.name.as_str());
    (schema.dialect().is_mysql_like() && schema.fact(&index).is_none()).then_some(index)
}

/// Whether rows go that an earlier run of this migration, or its application, may have put there: it drops first what
/// it makes further down. A rebuild only destroys where it drops the one copy that is left.
fn destroys(schema: &Schema, key: &Key, since: Origin, caller: Caller<'_>) -> bool {
    // The way back is there to destroy; so is a drop of what no earlier run of this migration made.
    let second_run = caller.origin.run == 2 && since.run == 1;
    if !matches!(key.kind, Kind::Table | Kind::Column) || !second_run {
        return false;
    }
    let there = |key: &Key| schema.presence(key) == Presence::Present;
    for (stand_in, own) in caller.rebuilds {
        if key == own {
            return !there(stand_in);
        }
        if key == stand_in {
            return schema.presence(own) == Presence::Absent;
        }
    }
    since.order > caller.origin.order
}

fn rename(schema: &mut Schema, operation: &Operation, from: &Key, to: &Key, caller: Caller<'_>) -> Result<(), Clash> {
    let tolerant = matches!(operation.tolerance, Tolerance::IfExists | Tolerance::Natural);
    if let Some(owner) = owner_of(from) {
        require(schema, &owner)?;
    }
    // A rename that only follows another one is made where its thing is known to be there.
    let follows = operation.tolerance == Tolerance::Natural && schema.presence(from) != Presence::Present;
    if follows || tolerant && schema.presence(from) == Presence::Absent {
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
    repeated(schema, key, repeat, caller)
}

/// A change that is always possible; some must not happen twice.
fn repeated(schema: &mut Schema, key: &Key, repeat: Repeat, caller: Caller<'_>) -> Result<(), Clash> {
    let table = if key.owner.is_empty() { &key.name } else { &key.owner };
    let deed = caller.deed(table);
    if repeat == Repeat::Differs && schema.has_done(&deed) {
        return Err(Clash::Differs { key: key.clone() });
    }
    schema.note_done(deed);
    Ok(())
}

/// The first of the columns that an earlier run of this migration has added, and filled, for the application to use. In a
/// table that the migration made itself, the rows are its own.
fn overwritten(schema: &Schema, table: &Key, columns: &[String], caller: Caller<'_>) -> Option<Key> {
    let of_first_run = |key: &Key| {
        let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present);
        fact.and_then(|fact| fact.since).is_some_and(|since| since.run == 1)
    };
    let again = caller.origin.run == 2 && schema.has_done(&caller.deed(&table.name)) && !of_first_run(table);
    let mut keys = columns.iter().filter(|_| again).map(|name| Key::column(table.name.as_str(), name.as_str()));
    keys.find(of_first_run)
}

/// A column that a rebuild leaves out when it copies the rows, though the table has it by now: the first run has made it.
fn left_behind(schema: &Schema, rows: &Insert, caller: Caller<'_>) -> Option<Key> {
    let (Some(columns), Some(from)) = (&rows.columns, &rows.from) else { return None };
    let rebuilds = caller.rebuilds.iter().any(|(one, other)| *one == rows.table && *other == from.table);
    if caller.origin.run != 2 || !rebuilds {
        return None;
    }
    let has = |key: &Key| schema.presence(key) == Presence::Present;
    let generated = |key: &Key| {
        let definition = schema.fact(key).and_then(|fact| fact.definition.as_deref());
        matches!(definition, Some(Definition::Column(column)) if column.generated)
    };
    let left = |key: &Key| !columns.iter().any(|copied| key.name == *copied) && !generated(key);
    let of_source = |key: &Key| Key::column(from.table.name.as_str(), key.name.as_str());
    let made = schema.on_table(&rows.table.name).into_iter().filter(|key| key.kind == Kind::Column);
    let left = made.filter(left).map(|key| of_source(&key)).find(has)?;
    Some(Key::column(schema.first_name(&from.table).name.clone(), left.name))
}

fn is_derived(writes: &[(String, Value)], column: &str) -> bool {
    let value = writes.iter().find(|(name, _)| name == column).map(|(_, value)| value);
    !matches!(value, Some(Value::Literal(_) | Value::Default))
}

fn insert(schema: &mut Schema, rows: &Insert, caller: Caller<'_>) -> Result<(), Clash> {
    require_table(schema, &rows.table)?;
    let keys = schema.unique_keys(&rows.table.name);
    if let (Some(keys), OnConflict::Skip(Some(target)) | OnConflict::Update(Some(target))) = (&keys, &rows.conflict)
        && !keys.iter().any(|key| same_columns(key, target))
        // `ON CONFLICT (a) WHERE …` means a partial index.
        && !schema.has_partial_key(&rows.table.name)
    {
        return Err(Clash::NoConflictKey { table: rows.table.clone() });
    }
    let deed = caller.deed(&rows.table.name);
    let spared =
        schema.thinned_by(&deed).is_some_and(|filters| filters.iter().all(|filter| filter::spares(filter, rows)));
    if !schema.has_done(&deed) && !spared {
        schema.note_done(deed);
        schema.forget_gone_rows(&rows.table);
        return Ok(());
    }
    if rows.from.as_ref().is_some_and(|from| schema.has_no_rows(from)) {
        return Ok(());
    }
    let never_conflicts = || !schema.has_partial_key(&rows.table.name) && never_conflicts(keys.as_deref(), rows);
    let conflicting = keys.as_deref().map(|keys| conflicting_key(keys, rows));
    match (&rows.conflict, conflicting) {
        (OnConflict::WhereAbsent, _) => Ok(()),
        (OnConflict::Fail, Some(Some(unique))) => {
            Err(Clash::DuplicateRow { table: rows.table.clone(), unique: unique.to_vec() })
        }
        (OnConflict::Fail, _) => Err(Clash::Repeats { key: rows.table.clone() }),
        // A named target conflicts whatever the values are, unless they are new at each run.
        (OnConflict::Skip(Some(target)) | OnConflict::Update(Some(target)), _) => {
            if fills(target, rows) == Some(false) { Err(Clash::Repeats { key: rows.table.clone() }) } else { Ok(()) }
        }
        // Whatever key there is, the rows leave it out or give it a value of its own at each run.
        _ if rows.rows.is_some() && never_conflicts() => Err(Clash::Repeats { key: rows.table.clone() }),
        _ => Ok(()),
    }
}

fn same_columns(key: &[String], target: &[String]) -> bool {
    key.len() == target.len() && target.iter().all(|column| key.contains(column))
}

/// The unique key that the rows fill in with the same values at every run.
pub(super) fn conflicting_key<'a>(keys: &'a [Vec<String>], rows: &Insert) -> Option<&'a [String]> {
    keys.iter().map(Vec::as_slice).find(|key| fills(key, rows) == Some(true))
}

fn never_conflicts(keys: Option<&[Vec<String>]>, rows: &Insert) -> bool {
    keys.is_some_and(|keys| keys.iter().all(|key| fills(key, rows) == Some(false)))
}

/// Whether every row gives each of these columns a value that is the same at every run; `None` where that is not known.
fn fills(key: &[String], rows: &Insert) -> Option<bool> {
    let columns = rows.columns.as_ref()?;
    if key.iter().any(|name| !is_plain(name)) {
        return None;
    }
    let places: Option<Vec<usize>> = key.iter().map(|name| columns.iter().position(|column| column == name)).collect();
    let Some(places) = places else { return Some(false) };
    let rows = rows.rows.as_ref()?;
    let cells = || rows.iter().flat_map(|row| places.iter().map(|&place| row.get(place)));
    let fixed = |cell: Option<&Value>| matches!(cell, Some(Value::Literal(text)) if text != "NULL");
    if cells().all(fixed) {
        return Some(true);
    }
    let may_be = cells().all(|cell| fixed(cell) || cell == Some(&Value::Unknown));
    if may_be { None } else { Some(false) }
}
