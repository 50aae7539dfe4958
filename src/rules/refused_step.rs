use super::Check;
use super::report::{Diagnosis, Scene, when};
use crate::engine::Dialect;
use crate::finding::Scenario;
use crate::frontend::Remedy;
use crate::migration::Down;
use crate::naming;
use crate::operation::{Action, ConstraintDef, Definition, Key, Lacks};
use crate::replay::{Clash, Incident, each_placed};
use crate::schema::Presence;

pub(super) const CHECK: Check = Check::Incident(check);

fn check<'m>(incident: &Incident<'m>, scene: &Scene<'m>) -> Option<Diagnosis<'m>> {
    let Clash::Refused(refusal) = &incident.clash else { return None };
    // The first run fails, and with it every other one: that is said once.
    let message = match incident.scenario {
        Scenario::FirstRun | Scenario::Rerun | Scenario::AfterStop(_) => {
            "this step can't be run, whatever the database holds".to_owned()
        }
        _ => format!("this step can't be run, so the migration fails {}", when(incident.scenario)),
    };
    let found = scene.diagnose(incident, message).help(help(refusal.lacks));
    Some(match name_of_dropped(incident, refusal.lacks, scene) {
        Some(key) => {
            let certain = scene.judgement.start.presence(&key) == Presence::Absent;
            found.ask(incident, Remedy::Name { name: key.name.to_string(), certain })
        }
        None => found,
    })
}

/// The constraint that the way back drops without a name: one of those that the way forth has made without a name, and
/// to which PostgreSQL gives one. They are dropped in the reverse order.
fn name_of_dropped<'m>(incident: &Incident<'m>, lacks: Lacks, scene: &Scene<'m>) -> Option<Key> {
    let Lacks::Name { label } = lacks else { return None };
    if !incident.backwards || scene.context.dialect != Dialect::Postgres {
        return None;
    }
    let table = &incident.placed.operation.action.key()?.owner;
    let alike = |other: &&Incident<'_>| {
        other.backwards
            && matches!(&other.clash, Clash::Refused(refusal) if refusal.lacks == lacks)
            && other.placed.operation.action.key().is_some_and(|key| key.owner == *table)
    };
    let drops: Vec<_> = scene.incidents().filter(alike).collect();
    let place = drops.iter().position(|other| std::ptr::eq(other.placed, incident.placed))?;
    let end = &scene.judgement.end;
    let bare = table.rsplit('.').next().unwrap_or(table);
    let given = |made: &ConstraintDef| naming::of_constraint(bare, made);
    let nameless = |key: &Key| {
        let fact = end.fact(key)?;
        let Some(Definition::Constraint(made)) = fact.definition.as_deref() else { return None };
        let of_sort = label.is_empty() || naming::label(&made.kind) == Some(label);
        let since = fact.since.filter(|since| since.run == 1)?;
        (of_sort && made.name.is_none() && given(made).is_some_and(|name| key.name == name)).then_some((since.order, key.clone()))
    };
    let mut made: Vec<(u32, Key)> = end.on_table(table).iter().filter_map(nameless).collect();
    if let Down::Written(nodes) = &scene.migration.down {
        each_placed(nodes, &mut |_, placed, _| {
            made.retain(|(_, key)| !matches!(&placed.operation.action, Action::Drop { key: gone, .. } if gone == key));
        });
    }
    made.sort();
    (made.len() == drops.len()).then(|| made.into_iter().nth_back(place).map(|(_, key)| key))?
}

fn help(lacks: Lacks) -> &'static str {
    match lacks {
        Lacks::Name { .. } => "Write the constraint's name here; give it one in `upgrade()`, or in the models by a naming convention.",
        Lacks::Sort => "Say what it is: `type_=\"foreignkey\"`, `\"unique\"`, `\"check\"` or `\"primary\"`.",
        Lacks::Type => "Give it `existing_type=`: MySQL writes the whole column anew.",
        Lacks::Comments => "Ask `connection.supports_comments?` first: SQLite has no comments.",
        Lacks::Copy => "Put it into `with op.batch_alter_table(…)`, which copies the table where SQLite can't change it.",
    }
}
