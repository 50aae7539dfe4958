use super::Check;
use super::report::{Ask, Diagnosis, Scene};
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::migration::{Condition, If, Node, Step, Test};

pub(super) const CHECK: Check = Check::Migration(check);

fn check<'m>(scene: &Scene<'m>) -> Vec<Diagnosis<'m>> {
    let mut found = Vec::new();
    walk(&scene.migration.up, scene, &mut found);
    found
}

fn walk<'m>(nodes: &'m [Node], scene: &Scene<'m>, found: &mut Vec<Diagnosis<'m>>) {
    for node in nodes {
        match node {
            Node::If(branch) => match offline(&branch.condition) {
                Answer::Breaks(test) => found.extend(report(scene, branch, test)),
                // Decided without the database: the other branch is never rendered.
                Answer::Yes => walk(&branch.then, scene, found),
                Answer::No => walk(&branch.otherwise, scene, found),
                Answer::Open => {
                    walk(&branch.then, scene, found);
                    walk(&branch.otherwise, scene, found);
                }
            },
            Node::Probe { condition, at, .. } => {
                if let Answer::Breaks(_) = offline(condition) {
                    found.push(remark(scene, *at));
                }
            }
            Node::Try(attempt) => walk(&attempt.body, scene, found),
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => walk(body, scene, found),
            Node::Step(_) | Node::Return => {}
        }
    }
}

/// What a condition comes to when SQL is rendered and no database can be asked.
enum Answer<'m> {
    Yes,
    No,
    Open,
    Breaks(&'m Test),
}

fn offline(condition: &Condition) -> Answer<'_> {
    match condition {
        Condition::Offline | Condition::Known(true) => Answer::Yes,
        Condition::Known(false) => Answer::No,
        Condition::Present(test) if test.breaks_offline => Answer::Breaks(test),
        Condition::Not(inner) => match offline(inner) {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            other => other,
        },
        Condition::All(parts) => first_decisive(parts, false),
        Condition::Any(parts) => first_decisive(parts, true),
        _ => Answer::Open,
    }
}

/// Evaluates parts from left to right until one decides, as Python does.
fn first_decisive(parts: &[Condition], decisive: bool) -> Answer<'_> {
    let mut open = false;
    for part in parts {
        match (offline(part), decisive) {
            (Answer::Breaks(test), _) => return Answer::Breaks(test),
            (Answer::Yes, true) => return Answer::Yes,
            (Answer::No, false) => return Answer::No,
            (Answer::Open, _) => open = true,
            _ => {}
        }
    }
    match (open, decisive) {
        (true, _) => Answer::Open,
        (false, true) => Answer::No,
        (false, false) => Answer::Yes,
    }
}

fn report<'m>(scene: &Scene<'m>, branch: &'m If, test: &Test) -> Option<Diagnosis<'m>> {
    let mut found = remark(scene, test.at);
    let step = first_step(&branch.then).or_else(|| first_step(&branch.otherwise))?;
    let operations = step.statements.iter().flat_map(|statement| &statement.operations).collect();
    found.ask = Some(Ask { remedy: Remedy::WorkOffline, step, operations, guard: Some(branch.at), backwards: false });
    Some(found)
}

fn remark<'m>(scene: &Scene<'m>, at: crate::source::Span) -> Diagnosis<'m> {
    let label = "`alembic upgrade --sql` fails here: there is no database to ask".to_owned();
    let message = "the guard asks the database, which does not exist when SQL is rendered with `--sql`".to_owned();
    scene
        .remark(scene.here(at), label, message, Scenario::Offline)
        .help("Answer without the database there: `op.get_context().as_sql or …`.")
}

fn first_step(nodes: &[Node]) -> Option<&Step> {
    nodes.iter().find_map(|node| match node {
        Node::Step(step) => Some(step),
        Node::If(branch) => first_step(&branch.then).or_else(|| first_step(&branch.otherwise)),
        Node::Try(attempt) => first_step(&attempt.body),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => first_step(body),
        Node::Probe { .. } | Node::Return => None,
    })
}
