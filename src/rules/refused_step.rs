use super::Check;
use super::report::{Diagnosis, Scene, when};
use crate::finding::Scenario;
use crate::operation::Lacks;
use crate::replay::{Clash, Incident};

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
    Some(scene.diagnose(incident, message).help(help(refusal.lacks)))
}

fn help(lacks: Lacks) -> &'static str {
    match lacks {
        Lacks::Name => "Write the constraint's name here; give it one in `upgrade()`, or in the models by a naming convention.",
        Lacks::Sort => "Say what it is: `type_=\"foreignkey\"`, `\"unique\"`, `\"check\"` or `\"primary\"`.",
        Lacks::Type => "Give it `existing_type=`: MySQL writes the whole column anew.",
        Lacks::Comments => "Ask `connection.supports_comments?` first: SQLite has no comments.",
        Lacks::Copy => "Put it into `with op.batch_alter_table(…)`, which copies the table where SQLite can't change it.",
    }
}
