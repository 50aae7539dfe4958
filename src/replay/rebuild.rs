//! Tables that are built anew under another name, and tables that are only there while a migration runs.

use std::collections::BTreeSet;

use super::apply::Caller;
use super::judge::each_placed;
use crate::migration::Node;
use crate::operation::{Action, Definition, Insert, Key, Kind};
use crate::schema::{Presence, Schema};

/// A column that a rebuild leaves out when it copies the rows, though the table has it by now: the first run has made it.
pub(super) fn left_behind(schema: &Schema, rows: &Insert, caller: Caller<'_>) -> Option<Key> {
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
    let of_source = |key: &Key| Key::column(from.table.name.clone(), key.name.clone());
    let made = schema.on_table(&rows.table.name).into_iter().filter(|key| key.kind == Kind::Column);
    let left = made.filter(left).map(|key| of_source(&key)).find(has)?;
    // Renamed away by this run, the table will have its own name again.
    let moved = schema.fact(&from.table).and_then(|fact| fact.since).is_some_and(|since| since.run == 2);
    let lasting = if moved { &rows.table } else { &from.table };
    Some(Key::column(lasting.name.clone(), left.name))
}

/// Tables that a migration makes and drops again, and that are never the only copy of anything: nothing else is taken
/// away while they are there.
pub(super) fn scratch(nodes: &[Node]) -> BTreeSet<Key> {
    let mut open: BTreeSet<Key> = BTreeSet::new();
    let mut found: BTreeSet<Key> = BTreeSet::new();
    each_placed(nodes, &mut |_, placed, _| match &placed.operation.action {
        Action::Create { key, .. } if key.kind == Kind::Table => {
            found.remove(key);
            open.insert(key.clone());
        }
        Action::Drop { key, .. } if open.remove(key) => {
            found.insert(key.clone());
        }
        Action::Drop { key, .. } if !matches!(key.kind, Kind::Table | Kind::Column) => {}
        Action::Drop { .. }
        | Action::Delete { .. }
        | Action::Rename { .. }
        | Action::Exchange { .. }
        | Action::Opaque(_) => open.clear(),
        _ => {}
    });
    found
}
