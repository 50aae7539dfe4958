//! The scenarios: run, run again, stop behind each statement and run again, roll back, roll back again.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::stage::{End, Ran, Runner};
use super::start::{Start, fresh, record, recorded};
use crate::database::{Facts, RunError, Scratch, Server};
use crate::engine::Dialect;
use crate::project::History;
use crate::report::{Act, Outcome, Place, Scene, Verification};

/// Judges the migrations of one history, each from what those before it leave.
pub(super) struct Judge {
    server: Arc<dyn Server>,
    /// Nothing where migrations start from an empty database.
    start: Option<Start>,
    base: Option<Base>,
    /// Migrations whose first run fails, and why: those that need them can't be judged.
    broken: BTreeMap<usize, String>,
}

/// One migration, from the database that it starts from.
struct Trial<'j> {
    server: &'j Arc<dyn Server>,
    start: Option<&'j Start>,
    runner: &'j dyn Runner,
    base: &'j Base,
    number: usize,
}

/// A database in which some migrations have run, behind those that it started from.
struct Base {
    applied: Vec<usize>,
    database: Scratch,
}

/// What a clean run did.
struct Clean {
    facts: Facts,
    statements: Vec<Place>,
    /// What the tool had recorded before and after.
    recorded: (Vec<String>, Vec<String>),
}

impl Judge {
    pub(super) fn new(server: Arc<dyn Server>, start: Option<Start>) -> Self {
        Self { server, start, base: None, broken: BTreeMap::new() }
    }

    /// All scenarios of one migration.
    pub(super) fn verification(
        &mut self,
        runner: &dyn Runner,
        number: usize,
        history: &History,
    ) -> Result<Verification, RunError> {
        let mut verification = Verification {
            path: runner.path(number),
            revision: runner.revision(number),
            tool: history.context.tool.name(),
            dialect: history.context.dialect.name(),
            server: self.server.title().to_owned(),
            scenarios: Vec::new(),
            skipped: self.enter(runner, number)?,
        };
        if verification.skipped.is_none() {
            let (scenes, _) = self.scenes(runner, number)?;
            let first = scenes.first().filter(|scene| scene.act == Act::FirstRun);
            if let Some(Scene { outcome: failed @ Outcome::Fails { .. }, .. }) = first {
                self.broken.insert(number, told(failed));
            }
            verification.scenarios = scenes;
        }
        Ok(verification)
    }

    /// The scenarios, and what the clean run left. [`Judge::enter`] comes before.
    pub(super) fn scenes(&self, runner: &dyn Runner, number: usize) -> Result<(Vec<Scene>, Option<Facts>), RunError> {
        let base = self.base.as_ref().ok_or_else(|| super::lost("there is no database to start from"))?;
        Trial { server: &self.server, start: self.start.as_ref(), runner, base, number }.scenes()
    }

    /// Makes the database that a migration starts from; gives a reason where that can't be.
    pub(super) fn enter(&mut self, runner: &dyn Runner, number: usize) -> Result<Option<String>, RunError> {
        let mut before = runner.before(number);
        if let Some(start) = &self.start {
            if start.applied.contains(&number) {
                return Ok(Some(format!("it has run in {} already", start.name)));
            }
            before.retain(|number| !start.applied.contains(number));
        }
        if let Some((broken, why)) = before.iter().find_map(|number| self.broken.get_key_value(number)) {
            return Ok(Some(format!("{}, which comes before it, fails: {why}", runner.path(*broken))));
        }
        let missing = match &self.base {
            Some(base) if base.applied == before => return Ok(None),
            Some(base) if before.starts_with(&base.applied) => before[base.applied.len()..].to_vec(),
            _ => {
                self.base = None;
                before.clone()
            }
        };
        let database = match self.base.take() {
            Some(base) => base.database,
            None => fresh(&self.server, self.start.as_ref(), runner.ledger())?,
        };
        let end = runner.prepare(&database, &missing)?;
        self.base = Some(Base { applied: before, database });
        Ok(match end {
            End::Done | End::Stopped => None,
            End::Failed(outcome) => {
                self.base = None;
                Some(format!("a migration before it fails: {}", told(&outcome)))
            }
        })
    }
}

impl Trial<'_> {
    fn scenes(&self) -> Result<(Vec<Scene>, Option<Facts>), RunError> {
        let before = self.base.database.facts()?;
        let database = self.scratch()?;
        let recorded = self.recorded(&database)?;
        let ran = self.up(&database, None)?;
        let mut scenes = Vec::new();
        if let End::Failed(outcome) = ran.end {
            scenes.push(Scene { act: Act::FirstRun, stop: None, outcome });
            return Ok((scenes, None));
        }
        scenes.push(Scene { act: Act::FirstRun, stop: None, outcome: Outcome::Ok });
        let recorded = (recorded, self.recorded(&database)?);
        let clean = Clean { facts: database.facts()?, statements: ran.statements, recorded };
        scenes.push(Scene { act: Act::Rerun, stop: None, outcome: self.again(&database, &clean)? });
        for count in 1..=clean.statements.len() {
            scenes.extend(self.stopped(count, &before, &clean)?);
        }
        if self.runner.has_way_back(self.number) {
            self.back(&before, &clean, &mut scenes)?;
        }
        Ok((scenes, Some(clean.facts)))
    }

    fn up(&self, database: &Scratch, stop: Option<usize>) -> Result<Ran, RunError> {
        self.runner.up(database, self.number, stop).map(|ran| ran.without_name_of(database))
    }

    fn down(&self, database: &Scratch) -> Result<Ran, RunError> {
        self.runner.down(database, self.number).map(|ran| ran.without_name_of(database))
    }

    /// A database as the migration finds it.
    fn scratch(&self) -> Result<Scratch, RunError> {
        if self.server.copies() {
            return Scratch::new(self.server, Some(&self.base.database));
        }
        let scratch = fresh(self.server, self.start, self.runner.ledger())?;
        match self.runner.prepare(&scratch, &self.base.applied)? {
            End::Failed(outcome) => {
                Err(super::lost(format!("a migration that ran before fails now: {}", told(&outcome))))
            }
            End::Done | End::Stopped => Ok(scratch),
        }
    }

    /// Runs on what is there, unrecorded, and compares with the clean run.
    fn again(&self, database: &Scratch, clean: &Clean) -> Result<Outcome, RunError> {
        self.record(database, &clean.recorded.0)?;
        let ran = self.up(database, None)?;
        compare(ran, database, |have| clean.facts.differences(have))
    }

    /// Stops behind a statement and runs again; for a concurrent index also a stop inside the build.
    fn stopped(&self, count: usize, before: &Facts, clean: &Clean) -> Result<Vec<Scene>, RunError> {
        let place = clean.statements.get(count - 1).cloned();
        let database = self.scratch()?;
        self.up(&database, Some(count))?;
        let left = database.facts()?;
        // Where nothing is left, what runs next is the first run.
        let outcome = if left == *before { Outcome::Ok } else { self.rerun(&database, clean)? };
        let mut scenes = vec![Scene { act: Act::AfterStop, stop: place.clone(), outcome }];
        let index = place.as_ref().and_then(|place| concurrent_index(&place.sql));
        if let Some(index) = index.filter(|_| self.server.dialect() == Dialect::Postgres) {
            let database = self.scratch()?;
            self.up(&database, Some(count))?;
            let invalid = format!("UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('{index}')");
            // Only a superuser may do that; without one this stop is left out.
            if database.connect()?.run(&invalid).is_ok() {
                let outcome = self.rerun(&database, clean)?;
                scenes.push(Scene { act: Act::AfterStop, stop: place, outcome });
            }
        }
        Ok(scenes)
    }

    /// The next run after a stop: nothing is set back.
    fn rerun(&self, database: &Scratch, clean: &Clean) -> Result<Outcome, RunError> {
        let ran = self.up(database, None)?;
        compare(ran, database, |have| clean.facts.differences(have))
    }

    fn back(&self, before: &Facts, clean: &Clean, scenes: &mut Vec<Scene>) -> Result<(), RunError> {
        let database = self.scratch()?;
        self.up(&database, None)?;
        let start = before.schema_only();
        let ran = self.down(&database)?;
        let ran_through = matches!(ran.end, End::Done);
        let outcome = compare(ran, &database, |have| start.differences(&have.schema_only()))?;
        scenes.push(Scene { act: Act::Rollback, stop: None, outcome });
        if ran_through {
            self.record(&database, &clean.recorded.1)?;
            let ran = self.down(&database)?;
            let outcome = compare(ran, &database, |have| start.differences(&have.schema_only()))?;
            scenes.push(Scene { act: Act::RollbackAgain, stop: None, outcome });
        }
        Ok(())
    }

    /// What the tool has recorded.
    fn recorded(&self, database: &Scratch) -> Result<Vec<String>, RunError> {
        let Some(ledger) = self.runner.ledger() else { return Ok(Vec::new()) };
        recorded(database.connect()?.as_mut(), ledger)
    }

    /// Makes the tool believe that just these have run.
    fn record(&self, database: &Scratch, versions: &[String]) -> Result<(), RunError> {
        let Some(ledger) = self.runner.ledger() else { return Ok(()) };
        record(database.connect()?.as_mut(), ledger, versions)
    }
}

fn compare(ran: Ran, database: &Scratch, differences: impl FnOnce(&Facts) -> Vec<String>) -> Result<Outcome, RunError> {
    if let End::Failed(outcome) = ran.end {
        return Ok(outcome);
    }
    let differences = differences(&database.facts()?);
    Ok(if differences.is_empty() { Outcome::Ok } else { Outcome::Differs { differences } })
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Fails { message, .. } => message.lines().next().unwrap_or_default().to_owned(),
        Outcome::Ok | Outcome::Differs { .. } => String::new(),
    }
}

/// The index that a statement builds concurrently.
fn concurrent_index(sql: &str) -> Option<&str> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let is = |at: usize, word: &str| words.get(at).is_some_and(|have| have.eq_ignore_ascii_case(word));
    let at = words.iter().take(4).position(|word| word.eq_ignore_ascii_case("concurrently"))?;
    if !is(0, "create") || !is(at - 1, "index") {
        return None;
    }
    let name = if is(at + 1, "if") { words.get(at + 4)? } else { words.get(at + 1)? };
    (!name.eq_ignore_ascii_case("on") && !name.contains('\'')).then_some(*name)
}

#[cfg(test)]
mod tests {
    use super::concurrent_index;

    #[test]
    fn concurrent_indexes_are_seen() {
        let cases = [
            ("CREATE INDEX CONCURRENTLY a ON t (x)", Some("a")),
            ("create unique index concurrently if not exists \"b\" on t (x)", Some("\"b\"")),
            ("CREATE INDEX a ON t (x)", None),
            ("CREATE INDEX CONCURRENTLY ON t (x)", None),
            ("CONCURRENTLY", None),
        ];
        for (sql, expected) in cases {
            assert_eq!(concurrent_index(sql), expected, "{sql}");
        }
    }
}
