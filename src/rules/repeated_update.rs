use super::Check;
use super::report::{Diagnosis, Scene, name_of, when};
use crate::finding::Severity;
use crate::frontend::Remedy;
use crate::migration::Node;
use crate::operation::{Action, Definition, Key, Kind, Tolerance, Update};
use crate::replay::{Clash, Incident, each_placed};

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    match &incident.clash {
        Clash::Differs { key } => Some(changed_again(incident, scene, key)),
        Clash::Overwrites { key, .. } if key.kind == Kind::Table => Some(emptied(incident, scene, key)),
        Clash::Overwrites { key, derived } => Some(overwritten(incident, scene, key, *derived)),
        _ => None,
    }
}

fn changed_again<'m>(incident: &Incident<'m>, scene: &Scene<'m>, key: &Key) -> Diagnosis<'m> {
    let (message, help) = match &incident.placed.operation.action {
        Action::Alter { .. } => (
            format!("{} is converted once more {}", name_of(key), when(incident.scenario)),
            "Convert only where the old type is still there.",
        ),
        Action::Rename { .. } => (
            format!("the names are swapped back {}: {} is the other one again", when(incident.scenario), name_of(key)),
            "Swap only where that was not done yet: ask for a column that tells the two apart.",
        ),
        _ => (
            format!("the rows of `{}` are changed once more {}", key.name, when(incident.scenario)),
            "Write the new value so that it does not build on the old one, or update only rows that were not updated yet.",
        ),
    };
    let found = scene.diagnose(incident, message).help(help);
    match conversion(incident, scene) {
        Some(remedy) => found.ask(incident, remedy),
        None => found,
    }
}

/// A column's new type tells that it was converted, where the old one is another.
fn conversion(incident: &Incident<'_>, scene: &Scene<'_>) -> Option<Remedy> {
    let Action::Alter { key, alteration } = &incident.placed.operation.action else { return None };
    let new = alteration.to.as_deref().filter(|_| alteration.what == "type")?;
    let base = |written: &str| written.split('(').next().unwrap_or(written).trim().to_owned();
    let before = scene.judgement.start.fact(key);
    let mut old = type_of(before.and_then(|fact| fact.definition.as_deref()));
    each_placed(&scene.migration.up, &mut |_, placed, _| match &placed.operation.action {
        Action::Create { key: made, definition } if made == key => old = type_of(Some(definition)),
        // Which of several conversions this one follows is not looked into.
        Action::Alter { key: other, alteration }
            if other == key && alteration.what == "type" && !std::ptr::eq(placed, incident.placed) =>
        {
            old = None;
        }
        _ => {}
    });
    Some(Remedy::SkipIfConverted { certain: old.is_some_and(|old| base(&old) != base(new)) })
}

fn type_of(definition: Option<&Definition>) -> Option<String> {
    match definition {
        Some(Definition::Column(column)) => column.sql_type.clone(),
        _ => None,
    }
}

/// That the application has written to the column since can't be known where the new value may be the same as its own.
fn overwritten<'m>(incident: &Incident<'m>, scene: &Scene<'m>, key: &Key, derived: bool) -> Diagnosis<'m> {
    let (column, when) = (name_of(key), when(incident.scenario));
    let message = match derived {
        true => format!("{column} is worked out anew {when}: what was written to it since may be lost"),
        false => format!("what was written to {column} since is lost {when}"),
    };
    let mut found = scene.diagnose(incident, message);
    if derived {
        found.finding.severity = Severity::Hint;
    }
    let help = match incident.placed.operation.action {
        Action::Insert(_) => "Rebuild only where the table does not have its new shape yet, or copy this column as well.",
        _ => "Fill in only rows that have no value yet.",
    };
    let found = found.help(help);
    match remedy(incident, scene) {
        Some(remedy) => found.ask(incident, remedy),
        None => found,
    }
}

/// Only a person knows whether what an application puts there since is as old as what went.
fn emptied<'m>(incident: &Incident<'m>, scene: &Scene<'m>, key: &Key) -> Diagnosis<'m> {
    let (table, when) = (name_of(key), when(incident.scenario));
    let message = format!("{table} is emptied once more {when}: what was written to it since is lost");
    let mut found = scene.diagnose(incident, message);
    found.finding.severity = Severity::Hint;
    found.help("Delete only rows that are old, by a filter that new ones do not answer to.")
}

/// Where all the columns are empty when the migration has added them, that is what tells rows that are done.
fn remedy(incident: &Incident<'_>, scene: &Scene<'_>) -> Option<Remedy> {
    let Action::Update(Update { table, overwrites, .. }) = &incident.placed.operation.action else { return None };
    let mut columns = Vec::new();
    let mut certain = true;
    for name in overwrites {
        let key = Key::column(table.name.as_str(), name.as_str());
        let fact = scene.judgement.end.fact(&key)?;
        if fact.since.is_none_or(|since| since.run != 1) {
            return None;
        }
        let Some(Definition::Column(column)) = fact.definition.as_deref() else { return None };
        if column.default.is_some() || column.generated || column.not_null {
            return None;
        }
        certain &= adds_for_certain(&scene.migration.up, &key);
        columns.push(name.clone());
    }
    is_empty_before(incident, scene, table, &columns).then_some(Remedy::FillEmpty { columns, certain })
}

/// Whether the migration itself adds the columns, and no step in front of this one writes to them: an earlier UPDATE
/// leaves no empty row for this one, and a renamed column has its values already.
fn is_empty_before(incident: &Incident<'_>, scene: &Scene<'_>, table: &Key, columns: &[String]) -> bool {
    let (mut added, mut written, mut here) = (0, false, false);
    let fills = |name: &String| columns.contains(name);
    each_placed(&scene.migration.up, &mut |_, placed, _| {
        here |= std::ptr::eq(placed, incident.placed);
        match &placed.operation.action {
            _ if here => {}
            Action::Create { key, .. } if key.kind == Kind::Column && key.owner == table.name => {
                added += usize::from(columns.iter().any(|name| key.name == *name));
            }
            Action::Update(Update { table: other, writes, .. }) if other == table => {
                written |= writes.iter().any(|(name, _)| fills(name));
            }
            Action::Insert(insert) if insert.table == *table => {
                written |= insert.columns.as_ref().is_none_or(|given| given.iter().any(fills));
            }
            _ => {}
        }
    });
    added >= columns.len() && !written
}

/// Whether a step that no condition is around makes the column, and fails where there is one.
fn adds_for_certain(nodes: &[Node], key: &Key) -> bool {
    nodes.iter().any(|node| match node {
        Node::Step(step) => step.statements.iter().flat_map(|statement| &statement.operations).any(|placed| {
            placed.operation.tolerance == Tolerance::None && placed.operation.action.key() == Some(key)
        }),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => adds_for_certain(body, key),
        _ => false,
    })
}
