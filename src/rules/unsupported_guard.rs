use super::Check;
use super::report::{Ask, Diagnosis, Scene};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::migration::{GuardEffect, Node, Note, Placed, Step};

pub(super) const CHECK: Check = Check::Migration(check);

fn check<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let mut found = Vec::new();
    let mut steps = Vec::new();
    collect(&scene.migration.up, &mut steps);
    for step in steps {
        found.extend(step.notes.iter().filter(|note| !told_with(step, note)).map(|note| report(scene, step, note)));
    }
    found
}

fn collect<'m>(nodes: &'m [Node], into: &mut Vec<&'m Step>) {
    for node in nodes {
        match node {
            Node::Step(step) => into.push(step),
            // It may ask for another database than this one.
            Node::If(branch) if branch.condition.is_partly_unread() => {}
            Node::If(branch) => {
                collect(&branch.then, into);
                collect(&branch.otherwise, into);
            }
            Node::Try(attempt) => {
                collect(&attempt.body, into);
                collect(&attempt.handler, into);
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => collect(body, into),
            Node::Probe { .. } | Node::Return => {}
        }
    }
}

/// The way back fails because of a guard that does nothing on the way forth: one finding tells both.
fn breaks_rollback<'m>(step: &'m Step, ignored: &Note) -> Option<&'m Note> {
    let other = step.notes.iter().find(|note| note.effect == GuardEffect::BreaksRollback && note.at == ignored.at);
    other.filter(|_| ignored.effect == GuardEffect::Ignored)
}

fn told_with(step: &Step, note: &Note) -> bool {
    let also = |other: &Note| breaks_rollback(step, other).is_some_and(|told| std::ptr::eq(told, note));
    step.notes.iter().any(also)
}

fn report<'m>(scene: &Scene<'m>, step: &'m Step, note: &'m Note) -> Diagnosis<'m> {
    let (what, label, scenario) = match note.effect {
        GuardEffect::Ignored => ("is ignored", "this guards nothing", Scenario::Rerun),
        GuardEffect::Raises => ("is refused", "the first run fails here", Scenario::FirstRun),
        GuardEffect::BreaksRollback => {
            ("makes the rollback fail", "the rollback fails because of this", Scenario::Rollback)
        }
    };
    let mut message = format!("`{}` {what} {}", note.guard, note.when);
    let (mut label, mut scenario) = (label, scenario);
    if let Some(back) = breaks_rollback(step, note) {
        (label, scenario) = ("this guards nothing, and the rollback fails because of it", Scenario::Rollback);
        message.push_str(&format!(", and makes the rollback fail {}", back.when));
    }
    let mut found = scene
        .remark(scene.here(note.at), label.to_owned(), message, scenario)
        .help("Spell the guard in a form that this version and database honour.");
    let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    found.ask = Some(Ask { remedy: Remedy::ReplaceGuard, step, operations, guard: Some(note.at), backwards: false });
    found
}
