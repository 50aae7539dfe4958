//! What a rule found: plain data that every output format shows in its own way.

use crate::edit::{Fix, Proof};
use crate::source::Location;

/// How bad it is; ordered from harmless to worst. The scenario decides it, configuration may override it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Unknowns decide.
    Hint,
    /// Fails only when run again after completion, or on the way back.
    Warning,
    /// The first run fails, or a stop that this engine can leave behind makes the next run fail, lose or double data.
    Error,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Which replay showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scenario {
    /// The first run, from what earlier migrations leave.
    FirstRun,
    /// Run again after completion.
    Rerun,
    /// Run again after a stop behind this place.
    AfterStop(Location),
    /// The way back.
    Rollback,
    /// The way back, a second time.
    RollbackAgain,
    /// SQL is rendered for somebody else to run (`alembic upgrade --sql`).
    Offline,
}

impl Scenario {
    /// The worse one is the higher: where a step fails in several, this is the one that is told.
    pub fn gravity(self) -> u8 {
        match self {
            Self::FirstRun => 4,
            Self::AfterStop(_) => 3,
            Self::Rerun => 2,
            Self::Rollback => 1,
            Self::RollbackAgain | Self::Offline => 0,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::FirstRun => "first-run",
            Self::Rerun => "rerun",
            Self::AfterStop(_) => "after-stop",
            Self::Rollback => "rollback",
            Self::RollbackAgain => "rollback-again",
            Self::Offline => "offline",
        }
    }
}

/// A place and what happens there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub at: Location,
    pub text: String,
}

/// The engine's own words for what will happen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EngineError {
    /// SQLSTATE on PostgreSQL (`42P07`), error number on MySQL and MariaDB (`1050`), empty on SQLite.
    pub code: String,
    /// As the user will see it, the driver's class included: `PG::DuplicateTable: ERROR:  relation "users" already exists`.
    pub message: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    pub severity: Severity,
    /// One sentence without a full stop: what will happen.
    pub message: String,
    /// Where the next run fails.
    pub primary: Label,
    /// Where a run stops, where the thing was made first …
    pub related: Vec<Label>,
    pub scenario: Scenario,
    /// What the engine will say, where it says anything.
    pub error: Option<EngineError>,
    /// What to do, in one or two sentences.
    pub help: Option<String>,
    pub fix: Option<ProvenFix>,
    /// Another way out, taken instead where unsafe fixes are asked for: what people do by hand and what is not right for
    /// every database (an Alembic branch that is put behind another one).
    pub alternative: Option<ProvenFix>,
}

impl Finding {
    /// What happens at the primary place, with the engine's own words.
    pub fn told(&self) -> String {
        match &self.error {
            Some(error) if !self.primary.text.contains(&error.message) => {
                format!("{}: {}", self.primary.text, error.message)
            }
            _ => self.primary.text.clone(),
        }
    }
}

/// A fix and how far it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenFix {
    pub fix: Fix,
    pub proof: Proof,
}
