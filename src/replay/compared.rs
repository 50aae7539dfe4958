//! What one run leaves held against what another one leaves, and the step that the difference is laid to.

use std::collections::BTreeSet;

use super::judge::{Ran, each_placed};
use super::machine::Met;
use super::{Blame, Clash};
use crate::migration::{Migration, Node, Placed, Step, Try};
use crate::operation::{Action, Key, Kind};
use crate::schema::{Deed, Presence, Schema};

/// A thing that a clean run makes and this one does not (or leaves invalid), laid to the step that makes it.
pub(super) fn lost<'m>(migration: &'m Migration, clean: &Schema, second: &Ran<'m>, key: Key) -> Option<Met<'m>> {
    if clean.presence(&key) != Presence::Present {
        return None;
    }
    let kept_invalid = second.end.presence(&key) == Presence::Present;
    let mut maker = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        let makes = match &placed.operation.action {
            Action::Create { key: made, .. } => *made == key,
            Action::Rename { to, .. } => *to == key,
            Action::RenameIndexes { tables, .. } => {
                key.kind == Kind::Index && key.name.starts_with(&format!("index_{}_on_", tables.1))
            }
            _ => false,
        };
        if makes {
            maker.get_or_insert((step, placed, number));
        }
    });
    let (step, placed, number) = maker?;
    if kept_invalid {
        // An unguarded build says so itself, loudly.
        let clash = Clash::InvalidKept { key };
        let loud = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
        return (!loud).then(|| Met::plain(step, placed, number, clash, None));
    }
    if second.met.iter().any(|met| std::ptr::eq(met.placed, placed)) {
        return None;
    }
    Some(Met::plain(step, placed, number, Clash::Lost { key }, blame(migration, second, placed)))
}

/// A thing that the clean run leaves out and this one makes, laid to the step that makes it.
pub(super) fn late<'m>(migration: &'m Migration, first: &Ran<'m>, second: &Ran<'m>, key: &Key) -> Option<Met<'m>> {
    let made = second.end.fact(key).is_some_and(|fact| fact.since.is_some_and(|since| since.run == 2));
    let left = second.end.presence(key) == Presence::Present && first.end.presence(key) != Presence::Present;
    if !(made && left) || first.skipped.is_empty() {
        return None;
    }
    let mut maker = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        if matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key)
            && let Some(skipped) = first.skipped.iter().find(|skipped| holds(skipped.left_out, placed))
        {
            maker.get_or_insert((step, placed, number, skipped));
        }
    });
    let (step, placed, number, skipped) = maker?;
    let told = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
    let blamed = if skipped.stale { Blame::Stale(skipped.guard) } else { Blame::Wrong(skipped.guard) };
    (!told).then(|| Met::plain(step, placed, number, Clash::Late { key: key.clone() }, Some(blamed)))
}

fn holds(nodes: &[Node], placed: &Placed) -> bool {
    let mut found = false;
    each_placed(nodes, &mut |_, inner, _| found |= std::ptr::eq(inner, placed));
    found
}

fn makes(nodes: &[Node], key: &Key) -> bool {
    let mut found = false;
    each_placed(nodes, &mut |_, placed, _| {
        found |= matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key);
    });
    found
}

/// A change that a clean run makes and neither the run that was stopped nor this one did.
pub(super) fn left_undone<'m>(
    migration: &'m Migration,
    clean: &Schema,
    second: &Ran<'m>,
    deed: &Deed,
) -> Option<Met<'m>> {
    let mut doer = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        if step.at == deed.1.span && number == deed.2 {
            doer.get_or_insert((step, placed, number));
        }
    });
    let (step, placed, number) = doer?;
    let key = placed.operation.action.key()?;
    let told = second.met.iter().any(|met| std::ptr::eq(met.placed, placed));
    let gone = clean.presence(key) == Presence::Absent;
    if told || gone && !key.name.is_empty() {
        return None;
    }
    let blamed = blame(migration, second, placed);
    Some(Met::plain(step, placed, number, Clash::Lost { key: key.clone() }, blamed))
}

/// The guard that skipped an operation: the one around it, one that ended the run, or a handler that an earlier statement
/// jumped to.
fn blame<'m>(migration: &'m Migration, second: &Ran<'m>, placed: &Placed) -> Option<Blame<'m>> {
    let around = second.skipped.iter().find(|skipped| holds(skipped.left_out, placed));
    let guard = around.or_else(|| second.skipped.iter().find(|skipped| skipped.left_out.is_empty()));
    guard
        .map(|skipped| Blame::Coarse(skipped.guard))
        .or_else(|| innermost_try(&migration.up, placed).map(Blame::Handler))
}

/// The innermost `try` whose body holds an operation.
fn innermost_try<'m>(nodes: &'m [Node], placed: &Placed) -> Option<&'m Try> {
    nodes.iter().find_map(|node| match node {
        Node::Try(attempt) => {
            innermost_try(&attempt.body, placed).or_else(|| holds(&attempt.body, placed).then_some(attempt))
        }
        Node::If(branch) => innermost_try(&branch.then, placed).or_else(|| innermost_try(&branch.otherwise, placed)),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => innermost_try(body, placed),
        Node::Step(_) | Node::Probe { .. } | Node::Return => None,
    })
}

/// Two things whose names the clean run swaps and this one swaps back, laid to the last of the renames.
pub(super) fn exchanged<'m>(migration: &'m Migration, clean: &Schema, second: &Ran<'m>) -> Vec<Met<'m>> {
    let names: BTreeSet<&Key> = clean.exchanged(&second.end).collect();
    let mut last = None;
    if !names.is_empty() {
        each_placed(&migration.up, &mut |step, placed, number| {
            if let Action::Rename { to, .. } = &placed.operation.action
                && names.contains(to)
            {
                last = Some(Met::plain(step, placed, number, Clash::Differs { key: to.clone() }, None));
            }
        });
    }
    last.into_iter().collect()
}

impl<'m> Met<'m> {
    pub(super) fn plain(
        step: &'m Step,
        placed: &'m Placed,
        number: u32,
        clash: Clash,
        blamed: Option<Blame<'m>>,
    ) -> Self {
        Self { step, placed, number, clash, guards: Vec::new(), blamed, own_table: false, unique_key: None }
    }
}

/// What the framework's own way back should have undone and did not, because a guard was asked too late.
pub(super) fn left_behind<'m>(migration: &'m Migration, start: &Schema, end: &Schema, down: &Ran<'m>) -> Vec<Met<'m>> {
    if down.skipped.is_empty() {
        return Vec::new();
    }
    let mut left = Vec::new();
    each_placed(&migration.up, &mut |step, placed, number| {
        let (key, stays) = match &placed.operation.action {
            Action::Create { key, .. } | Action::Rename { to: key, .. } => (key, Presence::Present),
            Action::Drop { key, .. } if down.skipped.iter().any(|skipped| makes(skipped.left_out, key)) => {
                (key, Presence::Absent)
            }
            _ => return,
        };
        let changed = end.presence(key) == stays && start.presence(key) != stays;
        if changed && down.end.presence(key) == stays {
            left.push(Met::plain(step, placed, number, Clash::LeftBehind { key: key.clone() }, None));
        }
    });
    left
}

/// What the framework's own way back takes away although an earlier migration has made it: on the way forth, an option
/// passed over it.
pub(super) fn not_its_own<'m>(migration: &'m Migration, start: &Schema, end: &Schema, down: &Ran<'m>) -> Vec<Met<'m>> {
    let mut taken = Vec::new();
    each_placed(&migration.up, &mut |step, placed, number| {
        let Action::Create { key, .. } = &placed.operation.action else { return };
        let since = |schema: &Schema| {
            let fact = schema.fact(key).filter(|fact| fact.presence == Presence::Present)?;
            fact.since
        };
        let Some(made) = since(start) else { return };
        let kept = since(end) == Some(made) || end.name_now(key).is_some();
        if kept && down.end.presence(key) == Presence::Absent {
            let clash = Clash::NotItsOwn { key: key.clone(), since: made.at };
            taken.push(Met::plain(step, placed, number, clash, None));
        }
    });
    taken
}
