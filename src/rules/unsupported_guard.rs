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
        found.extend(step.notes.iter().map(|note| report(scene, step, note)));
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

fn report<'m>(scene: &Scene<'m>, step: &'m Step, note: &'m Note) -> Diagnosis<'m> {
    let (what, label, scenario) = match note.effect {
        GuardEffect::Ignored => ("is ignored", "this guards nothing", Scenario::Rerun),
        GuardEffect::Raises => ("is refused", "the first run fails here", Scenario::FirstRun),
        GuardEffect::BreaksRollback => {
            ("makes the rollback fail", "the rollback fails because of this", Scenario::Rollback)
        }
    };
    let message = format!("`{}` {what} {}", note.guard, note.when);
    let mut found = scene
        .remark(scene.here(note.at), label.to_owned(), message, scenario)
        .help("Spell the guard in a form that this version and database honour.");
    let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    found.ask = Some(Ask { remedy: Remedy::ReplaceGuard, step, operations, guard: Some(note.at), backwards: false });
    found
}
