//! How a rule says what it saw: the scene it looks at, and the wording that all rules share.

use crate::catalogue::{self, ClashKind};
use crate::engine::Context;
use crate::finding::{EngineError, Finding, Label, Scenario, Severity};
use crate::frontend::{HistoryRemedy, Remedy};
use crate::history::Chain;
use crate::migration::{Migration, Placed, Step};
use crate::operation::{Action, Key, Kind};
use crate::replay::{Blame, Clash, Incident, Judgement};
use crate::source::{Location, Span};

/// What a rule may look at.
#[derive(Debug)]
pub struct Scene<'m> {
    pub context: &'m Context,
    pub migration: &'m Migration,
    pub judgement: &'m Judgement<'m>,
    /// The history around the migration, where that is known.
    pub chain: Option<&'m Chain<'m>>,
}

/// A finding, and what is needed to repair it.
#[derive(Debug, Clone)]
pub struct Diagnosis<'m> {
    pub finding: Finding,
    /// What it is about, to tell one diagnosis of a rule from another when the text around them moves.
    pub about: Option<Key>,
    pub ask: Option<Ask<'m>>,
}

/// A remedy and the place that needs it.
#[derive(Debug, Clone)]
pub struct Ask<'m> {
    pub remedy: Remedy,
    pub step: &'m Step,
    pub operations: Vec<&'m Placed>,
    pub guard: Option<Span>,
    pub backwards: bool,
}

/// What is found in a history as a whole, and what it needs.
#[derive(Debug, Clone)]
pub struct Told {
    pub finding: Finding,
    pub remedy: Option<HistoryRemedy>,
    /// Another one, which is not right for every database.
    pub alternative: Option<HistoryRemedy>,
}

impl Told {
    /// A finding whose first run fails; the rule's name is filled in by the engine.
    pub(super) fn new(at: Location, label: impl Into<String>, message: impl Into<String>) -> Self {
        let finding = Finding {
            rule: "",
            severity: Severity::Error,
            message: message.into(),
            primary: Label { at, text: label.into() },
            related: Vec::new(),
            scenario: Scenario::FirstRun,
            error: None,
            help: None,
            fix: None,
            alternative: None,
        };
        Self { finding, remedy: None, alternative: None }
    }

    /// What the tool itself will print.
    #[must_use]
    pub(super) fn says(mut self, message: impl Into<String>) -> Self {
        self.finding.error = Some(EngineError { code: String::new(), message: message.into() });
        self
    }

    #[must_use]
    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.finding.severity = severity;
        self
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    #[must_use]
    pub(super) fn relate(mut self, at: Location, text: impl Into<String>) -> Self {
        self.finding.related.push(Label { at, text: text.into() });
        self
    }
}

impl<'m> Scene<'m> {
    pub(super) fn incidents(&self) -> impl Iterator<Item = &'m Incident<'m>> {
        self.judgement.incidents.iter()
    }

    /// A place in the migration's own file.
    pub(super) fn here(&self, span: Span) -> Location {
        Location { file: self.migration.file, span }
    }

    /// A diagnosis of an incident; the rule's name is filled in by the engine.
    pub(super) fn diagnose(&self, incident: &Incident<'m>, message: String) -> Diagnosis<'m> {
        let span = if incident.placed.implied || incident.placed.at == incident.step.at {
            incident.step.head
        } else {
            incident.placed.at
        };
        let at = Location { file: incident.place.file, span };
        let error = if incident.clash.raises() { self.predict(incident) } else { None };
        let finding = Finding {
            rule: "",
            severity: severity(incident.scenario),
            message,
            primary: Label { at, text: primary_text(incident, error.as_ref()) },
            related: related(incident, at),
            scenario: incident.scenario,
            error,
            help: None,
            fix: None,
            alternative: None,
        };
        Diagnosis { finding, about: incident.clash.key().cloned(), ask: None }
    }

    fn predict(&self, incident: &Incident<'_>) -> Option<EngineError> {
        let operation = &incident.placed.operation;
        let own = operation.action.key();
        match &incident.clash {
            Clash::Missing { key, .. } if matches!(incident.blamed, Some(Blame::Raised(_))) => {
                catalogue::predict_question(self.context, key)
            }
            Clash::Exists { .. } => catalogue::predict(self.context, operation, &ClashKind::Exists),
            Clash::Overlooked { .. } => catalogue::predict(self.context, operation, &ClashKind::Missing),
            Clash::Missing { key, .. } if own == Some(key) => {
                catalogue::predict(self.context, operation, &ClashKind::Missing)
            }
            Clash::Missing { key, .. } if own.is_some_and(|own| own.owner == key.name && !own.owner.is_empty()) => {
                catalogue::predict(self.context, operation, &ClashKind::MissingOwner)
            }
            Clash::Missing { key, .. } if operation.mentions.contains(key) && key.kind == Kind::Column => {
                catalogue::predict_read(self.context, key)
            }
            Clash::Missing { key, .. } => catalogue::predict_use(self.context, key, ClashKind::Missing),
            Clash::Irreplaceable { .. } => catalogue::predict(self.context, operation, &ClashKind::Irreplaceable),
            Clash::InUse { .. } => catalogue::predict(self.context, operation, &ClashKind::InUse),
            Clash::Uncommitted { key, .. } => catalogue::predict_use(self.context, key, ClashKind::Uncommitted),
            Clash::DuplicateRow { .. } => catalogue::predict(self.context, operation, &ClashKind::DuplicateRow),
            Clash::Refused(refusal) => Some(EngineError { code: String::new(), message: refusal.error.to_owned() }),
            Clash::InTransaction => catalogue::predict(self.context, operation, &ClashKind::NotInTransaction),
            _ => None,
        }
    }

    /// What every statement behind this one fails with, because the transaction is aborted.
    pub(super) fn next_statement_fails(&self, incident: &Incident<'_>) -> Option<EngineError> {
        catalogue::predict(self.context, &incident.placed.operation, &ClashKind::AbortedTransaction)
    }

    /// A diagnosis that no clash is behind: a note of a frontend, a look at the whole.
    pub(super) fn remark(&self, at: Location, label: String, message: String, scenario: Scenario) -> Diagnosis<'m> {
        let finding = Finding {
            rule: "",
            severity: severity(scenario),
            message,
            primary: Label { at, text: label },
            related: Vec::new(),
            scenario,
            error: None,
            help: None,
            fix: None,
            alternative: None,
        };
        Diagnosis { finding, about: None, ask: None }
    }
}

impl<'m> Diagnosis<'m> {
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    #[must_use]
    pub(super) fn relate(mut self, at: Location, text: impl Into<String>) -> Self {
        self.finding.related.push(Label { at, text: text.into() });
        self
    }

    #[must_use]
    pub(super) fn ask(mut self, incident: &Incident<'m>, remedy: Remedy) -> Self {
        self.ask = Some(Ask {
            remedy,
            step: incident.step,
            operations: vec![incident.placed],
            guard: incident.blamed.map(|blame| blame.at()),
            backwards: incident.backwards,
        });
        self
    }
}

/// The scenario is the severity; see the page "How bad is it" in the README.
pub(super) fn severity(scenario: Scenario) -> Severity {
    match scenario {
        Scenario::FirstRun | Scenario::AfterStop(_) => Severity::Error,
        Scenario::Rerun | Scenario::Rollback => Severity::Warning,
        Scenario::RollbackAgain | Scenario::Offline => Severity::Hint,
    }
}

/// `table "users"`, `column "name" of "users"`.
pub(super) fn name_of(key: &Key) -> String {
    match key.kind {
        // Of the constraints that are given no name, only this one stands in the way of another.
        Kind::Constraint if key.name.is_empty() => format!("the primary key of `{}`", key.owner),
        Kind::Column | Kind::Constraint | Kind::Policy | Kind::EnumValue | Kind::Membership
            if !key.owner.is_empty() =>
        {
            format!("{} `{}` of `{}`", key.kind.noun(), key.name, key.owner)
        }
        Kind::Identity => format!("the identity of `{}`", key.owner),
        Kind::Other => format!("{} `{}`", key.owner, key.name),
        _ => format!("{} `{}`", key.kind.noun(), key.name),
    }
}

/// When it happens, as the end of a sentence.
pub(super) fn when(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::FirstRun => "on the first run",
        Scenario::Rerun => "when this migration runs a second time",
        Scenario::AfterStop(_) => "when this migration is run again after a stop",
        Scenario::Rollback => "on rollback",
        Scenario::RollbackAgain => "when this migration is rolled back a second time",
        Scenario::Offline => "when SQL is rendered with `--sql`",
    }
}

/// The operation meets on a later run what it made itself.
pub(super) fn meets_its_own(incident: &Incident<'_>, kinds: &[Kind]) -> bool {
    let Action::Create { key, .. } = &incident.placed.operation.action else { return false };
    let met = matches!(incident.clash, Clash::Exists { .. });
    met && incident.blamed.is_none() && incident.scenario != Scenario::FirstRun && kinds.contains(&key.kind)
}

fn primary_text(incident: &Incident<'_>, error: Option<&EngineError>) -> String {
    let who = match incident.scenario {
        Scenario::FirstRun => "the first run fails here",
        Scenario::Rerun | Scenario::AfterStop(_) => "the next run fails here",
        Scenario::Rollback => "the rollback fails here",
        Scenario::RollbackAgain => "a second rollback fails here",
        Scenario::Offline => "rendering SQL fails here",
    };
    match (error, &incident.clash) {
        // The finding has the error's own words.
        (Some(_), _) => who.to_owned(),
        (None, Clash::Repeats { key }) if key.kind == Kind::Table => "each run adds the rows once more".to_owned(),
        (None, Clash::Repeats { .. }) => "each run silently makes another one".to_owned(),
        (None, Clash::Differs { .. }) if matches!(incident.placed.operation.action, Action::Rename { .. }) => {
            "each run swaps the names once more".to_owned()
        }
        (None, Clash::Overwrites { key, .. }) if matches!(incident.placed.operation.action, Action::Insert(_)) => {
            format!("the next run does not copy {}", name_of(key))
        }
        (None, Clash::Overwrites { key, .. }) if key.kind == Kind::Table => "the next run empties it again".to_owned(),
        (None, Clash::Overwrites { .. }) => "the next run fills in every row anew".to_owned(),
        (None, Clash::Differs { .. }) => "each run changes the data once more".to_owned(),
        (None, Clash::Destroys { key, .. }) => format!("the next run destroys {}", name_of(key)),
        (None, Clash::Lost { .. }) => "the next run skips this".to_owned(),
        (None, Clash::Late { .. }) => "the first run skips this, the next one makes it".to_owned(),
        (None, Clash::Leftover { .. }) => "the next run makes it again".to_owned(),
        (None, Clash::Hidden { .. }) => "skipped here, and what it would have made never comes".to_owned(),
        (None, Clash::InvalidKept { .. }) => "the next run takes the invalid index for a good one".to_owned(),
        (None, Clash::LeftBehind { key }) if matches!(incident.placed.operation.action, Action::Drop { .. }) => {
            format!("rollback does not bring {} back", name_of(key))
        }
        (None, Clash::LeftBehind { key }) => format!("rollback leaves {} behind", name_of(key)),
        (None, Clash::NotItsOwn { .. }) => "passed over on the way forth, dropped on the way back".to_owned(),
        (None, Clash::Swallowed { .. }) => {
            "the error is caught here, the transaction is aborted all the same".to_owned()
        }
        (None, _) => who.to_owned(),
    }
}

fn related(incident: &Incident<'_>, primary: Location) -> Vec<Label> {
    let mut labels = Vec::new();
    let stop = match incident.scenario {
        Scenario::AfterStop(at) => Some(at),
        _ => None,
    };
    if let Some(at) = stop.filter(|at| !at.span.contains(primary.span) || at.file != primary.file) {
        labels.push(Label { at, text: "a run that stops behind this line leaves what came before".to_owned() });
    }
    if let Some(blamed @ Blame::Raised(_)) = incident.blamed {
        let at = Location { file: incident.place.file, span: blamed.at() };
        labels.push(Label { at, text: "this can't be answered, and raises".to_owned() });
    }
    let since = match &incident.clash {
        Clash::Exists { since, .. } | Clash::Irreplaceable { since, .. } | Clash::Destroys { since, .. } => {
            since.map(|at| (at, "made here"))
        }
        Clash::InUse { since, .. } => since.map(|at| (at, "used here")),
        Clash::Uncommitted { since, .. } => since.map(|at| (at, "added here, not yet committed")),
        Clash::Missing { gone, .. } => gone.map(|at| (at, "gone since here")),
        _ => None,
    };
    if let Some((at, text)) = since.filter(|(at, _)| !at.span.contains(primary.span) && Some(*at) != stop) {
        labels.push(Label { at, text: text.to_owned() });
    }
    labels
}

/// Folds what belongs together: what a step makes without saying so goes with the finding about the step itself, and
/// the rounds of a loop are one finding.
pub(super) fn fold(found: Vec<Diagnosis<'_>>) -> Vec<Diagnosis<'_>> {
    let mut folded: Vec<Diagnosis<'_>> = Vec::with_capacity(found.len());
    for diagnosis in found {
        let kin = folded.iter_mut().rev().take(64).find(|known| are_kin(known, &diagnosis));
        match (kin, diagnosis.ask.clone()) {
            (Some(known), Some(ask)) => {
                if reaches_first(&ask, known) && known.finding.scenario == diagnosis.finding.scenario {
                    known.finding.error = diagnosis.finding.error.clone().or(known.finding.error.take());
                }
                if let Some(known_ask) = &mut known.ask {
                    known_ask.operations.extend(ask.operations);
                }
                let severity = known.finding.severity.max(diagnosis.finding.severity);
                // What stops the very first run is what people must read.
                let first = |finding: &Finding| finding.scenario == Scenario::FirstRun;
                if first(&diagnosis.finding) && !first(&known.finding) {
                    known.finding = diagnosis.finding;
                    known.about = diagnosis.about;
                }
                known.finding.severity = severity;
            }
            (Some(_), None) => {}
            (None, _) => folded.push(diagnosis),
        }
    }
    folded.sort_by_key(|diagnosis| (diagnosis.finding.primary.at, diagnosis.finding.rule));
    folded
}

/// Whether what is asked for reaches the engine before what is known of the same step: the type of a column comes before
/// its table, and so does its error.
fn reaches_first(ask: &Ask<'_>, known: &Diagnosis<'_>) -> bool {
    let place = |ask: &Ask<'_>| {
        let mut all = ask.step.statements.iter().flat_map(|statement| &statement.operations);
        all.position(|placed| ask.operations.iter().any(|one| std::ptr::eq(*one, placed)))
    };
    known.ask.as_ref().is_some_and(|known| place(ask) < place(known))
}

fn are_kin(known: &Diagnosis<'_>, next: &Diagnosis<'_>) -> bool {
    let (Some(a), Some(b)) = (&known.ask, &next.ask) else {
        return known.finding.rule == next.finding.rule && known.finding.primary == next.finding.primary;
    };
    if a.step.at != b.step.at || a.remedy != b.remedy || a.backwards != b.backwards {
        return false;
    }
    let implied = b.operations.iter().all(|placed| placed.implied);
    let same_place = known.finding.primary.at == next.finding.primary.at && known.finding.rule == next.finding.rule;
    implied || same_place
}
