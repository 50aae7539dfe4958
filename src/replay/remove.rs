//! What takes something away.

use super::Clash;
use super::apply::{Caller, owner_of, require};
use super::cascade;
use super::identity::{identity_behind, refuse_identity};
use super::{in_use, only_copy};
use crate::operation::{ConstraintDef, ConstraintKind, Definition, Finds, Key, Kind, Operation, Tolerance};
use crate::schema::{Origin, Presence, Schema};

pub(super) fn drop(
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
        return if tolerant && !deceived(schema, operation) { Ok(()) } else { require(schema, key) };
    }
    if !tolerant {
        schema.presuppose(key, true);
    }
    if overlooks(schema, operation, key) {
        return if tolerant { Ok(()) } else { Err(Clash::Overlooked { key: key.clone() }) };
    }
    if !operation.unchecked_references
        && let Some(by) = in_use::foreign_key_on(schema, key)
    {
        return Err(Clash::InUse { key: key.clone(), by: Box::new(by), since: None });
    }
    let since = schema.fact(key).and_then(|fact| fact.since);
    let destroyed = since.filter(|since| destroys(schema, key, *since, caller));
    let only_copy = destroyed.is_some_and(|since| only_copy::is_in(schema, key, since, caller));
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
        Some(since) => Err(Clash::Destroys { key: key.clone(), since: Some(since.at), only_copy }),
        None => Ok(()),
    }
}

/// Whether the framework looks past what is there.
fn overlooks(schema: &Schema, operation: &Operation, key: &Key) -> bool {
    match operation.sought.as_ref().map(|sought| &sought.finds) {
        None | Some(Finds::Key | Finds::AnyOf(_)) => false,
        Some(Finds::Nothing) => true,
        Some(Finds::KeyTo(table)) => {
            let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present);
            matches!(fact.and_then(|fact| fact.definition.as_deref()),
                Some(Definition::Constraint(ConstraintDef { kind: ConstraintKind::ForeignKey { to, .. }, .. })) if to != table)
        }
    }
}

/// Whether the guard asks for less than what is to be dropped, and finds that.
fn deceived(schema: &Schema, operation: &Operation) -> bool {
    match operation.sought.as_ref().map(|sought| &sought.finds) {
        Some(Finds::AnyOf(table)) => {
            let there = schema.on_table(table);
            // The primary key's own index is not among those that ActiveRecord lists.
            let of_primary_key = |index: &Key| {
                there.iter().any(|key| {
                    let definition = schema.fact(key).and_then(|fact| fact.definition.as_deref());
                    matches!(definition, Some(Definition::Constraint(def)) if def.kind == ConstraintKind::PrimaryKey)
                        && schema.index_behind(table, &key.name) == *index
                })
            };
            there.iter().any(|key| key.kind == Kind::Index && !of_primary_key(key))
        }
        _ => false,
    }
}

/// The index that MySQL may have made for a foreign key, by the key's name: it stays when the key goes.
fn index_of_foreign_key(schema: &Schema, key: &Key) -> Option<Key> {
    let definition = schema.fact(key)?.definition.as_deref()?;
    let Definition::Constraint(ConstraintDef { kind: ConstraintKind::ForeignKey { .. }, .. }) = definition else {
        return None;
    };
    let index = Key::index(schema.dialect(), &key.owner, key.name.clone());
    (schema.dialect().is_mysql_like() && schema.fact(&index).is_none()).then_some(index)
}

/// Whether rows go that an earlier run of this migration, or its application, may have put there: it drops first what
/// it makes further down. A rebuild only destroys where it drops the one copy that is left.
fn destroys(schema: &Schema, key: &Key, since: Origin, caller: Caller<'_>) -> bool {
    // The way back is there to destroy; so is a drop of what no earlier run of this migration made.
    let second_run = caller.origin.run == 2 && since.run == 1;
    if !matches!(key.kind, Kind::Table | Kind::Column) || !second_run || caller.scratch.contains(key) {
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
    // One step may do both: `ALTER TABLE t DROP COLUMN c, ADD COLUMN c …`, a rebuild.
    since.order >= caller.origin.order
}
