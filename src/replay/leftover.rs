//! What a second run makes again and then leaves: a guard passes over the step that takes it away, because what it became
//! is there already.

use super::judge::Ran;
use super::machine::Met;
use super::{Blame, Clash, each_placed};
use crate::migration::{Migration, Placed};
use crate::operation::{Action, Key};
use crate::schema::Presence;

/// A thing that the clean run makes and takes away again, and that this one leaves, laid to the step that makes it.
pub(super) fn leftover<'m>(migration: &'m Migration, first: &Ran<'m>, second: &Ran<'m>, key: &Key) -> Option<Met<'m>> {
    let of_run = |ran: &Ran<'m>, presence, run| {
        ran.end.fact(key).is_some_and(|fact| fact.presence == presence && fact.since.is_some_and(|it| it.run == run))
    };
    if !of_run(second, Presence::Present, 2) || !of_run(first, Presence::Absent, 1) {
        return None;
    }
    let takes = |placed: &Placed| match &placed.operation.action {
        Action::Drop { key: gone, .. } | Action::Rename { from: gone, .. } => gone == key,
        Action::Exchange { stand_in, .. } => stand_in == key,
        _ => false,
    };
    let guard = second.skipped.iter().find(|skipped| {
        let mut taken = false;
        each_placed(skipped.left_out, &mut |_, placed, _| taken |= takes(placed));
        taken
    })?;
    let mut maker = None;
    each_placed(&migration.up, &mut |step, placed, number| {
        if matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key) {
            maker.get_or_insert((step, placed, number));
        }
    });
    let (step, placed, number) = maker?;
    let clash = Clash::Leftover { key: key.clone() };
    Some(Met::plain(step, placed, number, clash, Some(Blame::Wrong(guard.guard))))
}
