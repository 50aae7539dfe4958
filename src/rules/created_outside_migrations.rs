use super::Check;
use super::report::{Told, name_of};
use crate::catalogue::{self, ClashKind};
use crate::engine::Tool;
use crate::finding::Severity;
use crate::history::{Chain, Entry};
use crate::migration::{Node, Placed, Step};
use crate::operation::{Action, Kind, Tolerance};
use crate::project::Call;
use crate::source::{Location, Span};

pub(super) const CHECK: Check = Check::History(check);

/// The tables that both make, and what makes them in the application: one finding for a history.
fn check(chain: &Chain<'_>) -> Vec<Told> {
    if chain.context().tool != Tool::Alembic || chain.outside.calls.is_empty() {
        return Vec::new();
    }
    let maker = |placed: &Placed| Some(chain.outside.maker(&placed.operation.action.key()?.name)?.0);
    let both: Vec<(Entry<'_>, &Step, &Placed)> = chain
        .graph
        .order
        .iter()
        .filter_map(|&number| chain.entries.get(number))
        .flat_map(|entry| unguarded(&entry.migration.up).into_iter().map(move |(step, placed)| (*entry, step, placed)))
        .filter(|(.., placed)| maker(placed).is_some())
        .collect();
    let shown = both.iter().find(|(entry, ..)| entry.file.is_shown()).or_else(|| both.first());
    let told = shown.and_then(|(entry, step, placed)| {
        Some(tell(chain, maker(placed)?, entry, step, placed, both.len() - 1))
    });
    told.into_iter().collect()
}

/// Tables that the way forth makes whatever is there.
fn unguarded(nodes: &[Node]) -> Vec<(&Step, &Placed)> {
    let mut found = Vec::new();
    for node in nodes {
        match node {
            Node::Step(step) => {
                let placed = step.statements.iter().flat_map(|statement| &statement.operations);
                found.extend(placed.filter(|placed| makes_table(placed)).map(|placed| (step, placed)));
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => found.extend(unguarded(body)),
            _ => {}
        }
    }
    found
}

fn makes_table(placed: &Placed) -> bool {
    let table = matches!(&placed.operation.action, Action::Create { key, .. } if key.kind == Kind::Table);
    table && placed.operation.tolerance == Tolerance::None
}

fn tell(chain: &Chain<'_>, call: &Call, entry: &Entry<'_>, step: &Step, placed: &Placed, more: usize) -> Told {
    let name = placed.operation.action.key().map(name_of).unwrap_or_default();
    let who = call.function.as_deref().map_or_else(|| "the application".to_owned(), |function| format!("`{function}`"));
    let others = match more {
        0 => String::new(),
        1 => " (as is one other table)".to_owned(),
        more => format!(" (as are {more} other tables)"),
    };
    let error = catalogue::predict(chain.context(), &placed.operation, &ClashKind::Exists);
    let label = match &error {
        Some(error) => format!("where the application has started before, the run fails here: {}", error.message),
        None => "where the application has started before, the run fails here".to_owned(),
    };
    let head: Span = step.head;
    let at = Location { file: entry.migration.file, span: head };
    let mut told = Told::new(at, label, format!("{name} is also made by {who}, outside the migrations{others}"))
        .severity(Severity::Warning)
        .relate(call.at, "this makes the tables of all models that are missing")
        .help(
            "Let the migrations alone make tables: take `create_all` out of the application, or keep it for tests. For a \
             database that has the tables already, `alembic stamp` the revision it stands at.",
        );
    told.finding.error = error;
    match call.from {
        Some(from) => told.relate(from, "called here"),
        None => told,
    }
}
