//! The order in which a history's migrations run, and the schema that each one starts from.

use std::collections::{BTreeMap, VecDeque};

use crate::engine::{Context, Tool};
use crate::migration::Migration;
use crate::replay;
use crate::schema::Schema;

/// The schema before each of `migrations`, in the order they are given in.
///
/// Where the chain starts nothing is known: early migrations may have been squashed away. What a branch made is not there
/// in the other branch; a merge knows what its first parent left.
pub fn starts(migrations: &[&Migration], context: &Context) -> Vec<Schema> {
    let origin = Schema::unknown(context.dialect);
    if context.tool == Tool::Alembic { graph(migrations, &origin) } else { chain(migrations, &origin) }
}

fn chain(migrations: &[&Migration], origin: &Schema) -> Vec<Schema> {
    let mut schema = origin.clone();
    migrations
        .iter()
        .map(|migration| {
            let start = schema.clone();
            schema = replay::advance(migration, &start);
            start
        })
        .collect()
}

/// Walks the revisions from their bases; those that can't be reached (a cycle, a missing parent) start from nothing known.
fn graph(migrations: &[&Migration], origin: &Schema) -> Vec<Schema> {
    let mut by_revision: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, migration) in migrations.iter().enumerate() {
        by_revision.entry(&migration.revision).or_default().push(number);
    }
    let parents: Vec<Vec<usize>> = migrations
        .iter()
        .map(|migration| {
            migration.parents.iter().filter_map(|parent| by_revision.get(parent.as_str())?.last().copied()).collect()
        })
        .collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); migrations.len()];
    for (child, parents) in parents.iter().enumerate() {
        parents.iter().for_each(|&parent| children[parent].push(child));
    }
    let mut waiting: Vec<usize> = parents.iter().map(Vec::len).collect();
    let mut ready: VecDeque<usize> = (0..migrations.len()).filter(|&number| waiting[number] == 0).collect();
    let mut starts = vec![origin.clone(); migrations.len()];
    let mut ends: BTreeMap<usize, Schema> = BTreeMap::new();
    while let Some(number) = ready.pop_front() {
        // A base beside missing parents knows nothing, as does the first revision.
        let known = parents[number].len() == migrations[number].parents.len();
        if let Some(end) = parents[number].first().filter(|_| known).and_then(|parent| ends.get(parent)) {
            starts[number] = end.clone();
        }
        if parents[number].len() > 1 {
            // What only the other branches know is not followed: unknown, never wrong.
            starts[number] = starts[number].blurred();
        }
        ends.insert(number, replay::advance(migrations[number], &starts[number]));
        for &child in &children[number] {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push_back(child);
            }
        }
    }
    starts
}
