//! Nothing is offered that is not proven: the edited text is read and replayed before anybody sees the fix.

use std::collections::{BTreeMap, BTreeSet};

use smol_str::SmolStr;

use super::{Subject, diagnose, judge_all, read, scenes};
use crate::edit::{Edit, Fix, Proof, apply};
use crate::finding::{Finding, ProvenFix, Severity};
use crate::frontend::{Frontend, Program, Request};
use crate::migration::Migration;
use crate::operation::{Action, Definition, Key};
use crate::replay::{Judgement, each_placed};
use crate::rules::{Diagnosis, Scene};
use crate::schema::{Fact, Presence};
use crate::source::Source;

/// A fix that a frontend spelled, and the diagnosis it is for.
struct Candidate {
    diagnosis: usize,
    fix: Fix,
}

/// Spells and proves fixes for the findings that have a remedy.
pub(super) fn attach<'m>(
    frontend: &dyn Frontend,
    subject: Subject<'_>,
    scenes: &[Scene<'m>],
    diagnoses: &[(usize, Diagnosis<'m>)],
    findings: &mut [Finding],
) {
    let place = |finding: &Finding| (finding.rule, finding.primary.at.file.0, finding.primary.at.span);
    let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        places.entry(place(finding)).or_default().push(number);
    }
    // Those of this place that say the same; the first of them takes the fix.
    let told = |finding: &Finding, findings: &[Finding]| {
        let here = places.get(&place(finding)).into_iter().flatten();
        here.copied().find(|&number| findings[number].primary == finding.primary)
    };
    let wanted = |diagnosis: &Diagnosis<'_>| told(&diagnosis.finding, findings).is_some();
    let programs: Vec<Program<'m>> = scenes.iter().map(|scene| Program::of(scene.migration)).collect();
    let mut candidates: Vec<Candidate> = diagnoses
        .iter()
        .enumerate()
        .filter(|(_, (_, diagnosis))| wanted(diagnosis))
        .filter_map(|(number, (migration, diagnosis))| {
            let fix = spell(frontend, subject, &programs[*migration], diagnosis)?;
            Some(Candidate { diagnosis: number, fix })
        })
        .collect();
    candidates.sort_by_key(|candidate| first_edit(&candidate.fix));
    // Rules that nobody asked for count as well: what they say of the old text is not new in the edited one.
    let before = census(&diagnose(scenes, &|_| true));
    let trial = Trial { frontend, subject, before, scenes, diagnoses };
    let mut proven = Vec::new();
    let mut rest: Vec<&Candidate> = candidates.iter().collect();
    while !rest.is_empty() {
        let (together, later) = apart(&rest);
        trial.prove(&together, &mut proven);
        rest = later;
    }
    for candidate in proven {
        let diagnosis = &diagnoses[candidate.diagnosis].1.finding;
        if let Some(number) = told(diagnosis, findings) {
            findings[number].fix = Some(ProvenFix { fix: candidate.fix.clone(), proof: Proof::Replayed });
        }
    }
}

fn first_edit(fix: &Fix) -> Option<Edit> {
    fix.changes.first().and_then(|change| change.edits.first()).cloned()
}

fn spell<'m>(
    frontend: &dyn Frontend,
    subject: Subject<'_>,
    program: &Program<'m>,
    diagnosis: &Diagnosis<'m>,
) -> Option<Fix> {
    let ask = diagnosis.ask.as_ref()?;
    // The way back may be in a file of its own.
    let (file, source) = match subject.down {
        Some((file, source)) if ask.backwards && diagnosis.finding.primary.at.file == file => (file, source),
        _ => (subject.file, subject.source),
    };
    let fix = frontend.spell(&Request {
        remedy: &ask.remedy,
        file,
        source,
        context: subject.context,
        migration: program,
        step: ask.step,
        operations: &ask.operations,
        guard: ask.guard,
        backwards: ask.backwards,
    })?;
    fix.changes.iter().any(|change| !change.edits.is_empty()).then_some(fix)
}

/// The first of any that touch, and those that have to wait for another round.
fn apart<'c>(candidates: &[&'c Candidate]) -> (Vec<&'c Candidate>, Vec<&'c Candidate>) {
    let (mut together, mut later) = (Vec::new(), Vec::new());
    let mut taken = Taken::default();
    for candidate in candidates {
        if taken.take(&candidate.fix) { together.push(*candidate) } else { later.push(*candidate) }
    }
    (together, later)
}

/// Edits chosen so far, file by file. The same edit may be asked for by several fixes (an import): it is made once.
#[derive(Debug, Default)]
pub(super) struct Taken {
    edits: BTreeMap<u32, BTreeSet<Edit>>,
}

impl Taken {
    /// Takes all edits of a fix, or none when one of them touches an edit taken before.
    pub(super) fn take(&mut self, fix: &Fix) -> bool {
        let free = fix.changes.iter().all(|change| {
            let known = self.edits.get(&change.file.0);
            change.edits.iter().all(|edit| known.is_none_or(|known| known.contains(edit) || !touches(known, edit)))
        });
        if free {
            for change in &fix.changes {
                self.edits.entry(change.file.0).or_default().extend(change.edits.iter().cloned());
            }
        }
        free
    }

    /// The edits for one file, sorted.
    pub(super) fn of(&self, file: crate::source::FileId) -> Vec<Edit> {
        self.edits.get(&file.0).into_iter().flatten().cloned().collect()
    }
}

/// Whether an edit overlaps one of the chosen ones, which do not overlap each other, or is inserted at the same place.
fn touches(known: &BTreeSet<Edit>, edit: &Edit) -> bool {
    let meets = |other: &Edit| {
        let (a, b) = (other.span, edit.span);
        (a.start < b.end && b.start < a.end)
            || (a.start == b.start)
            || (a.is_empty() && b.start < a.start && a.start < b.end)
    };
    let behind = Edit { span: crate::source::Span { start: edit.span.end, end: u32::MAX }, text: String::new() };
    known.range(..=behind).rev().take(2).any(meets)
}

struct Trial<'t, 'a, 'm> {
    frontend: &'t dyn Frontend,
    subject: Subject<'a>,
    before: Census,
    scenes: &'t [Scene<'m>],
    diagnoses: &'t [(usize, Diagnosis<'m>)],
}

/// How often each rule speaks of each thing.
type Census = BTreeMap<(&'static str, Option<Key>, bool), usize>;

fn census<'d, 'm: 'd>(diagnoses: impl IntoIterator<Item = &'d (usize, Diagnosis<'m>)>) -> Census {
    let mut census = Census::new();
    for (_, diagnosis) in diagnoses {
        *census.entry(identity(diagnosis)).or_default() += 1;
    }
    census
}

fn identity(diagnosis: &Diagnosis<'_>) -> (&'static str, Option<Key>, bool) {
    let backwards = diagnosis.ask.as_ref().is_some_and(|ask| ask.backwards);
    (diagnosis.finding.rule, diagnosis.about.clone(), backwards)
}

impl Trial<'_, '_, '_> {
    /// Proves all at once; where that fails, each half by itself.
    fn prove<'c>(&self, candidates: &[&'c Candidate], proven: &mut Vec<&'c Candidate>) {
        if candidates.is_empty() {
            return;
        }
        if self.holds(candidates) {
            proven.extend(candidates);
        } else if candidates.len() > 1 {
            let (left, right) = candidates.split_at(candidates.len() / 2);
            self.prove(left, proven);
            self.prove(right, proven);
        }
    }

    fn holds(&self, candidates: &[&Candidate]) -> bool {
        let mut taken = Taken::default();
        if !candidates.iter().all(|candidate| taken.take(&candidate.fix)) {
            return false;
        }
        let edited = |file, source: &Source| {
            let text = apply(source.text(), &taken.of(file))?;
            Some(Source::new(source.path(), text))
        };
        let Some(source) = edited(self.subject.file, self.subject.source) else { return false };
        let down = match self.subject.down {
            Some((file, source)) => match edited(file, source) {
                Some(source) => Some((file, source)),
                None => return false,
            },
            None => None,
        };
        let subject =
            Subject { source: &source, down: down.as_ref().map(|(file, source)| (*file, source)), ..self.subject };
        self.compare(subject, candidates)
    }

    fn compare(&self, subject: Subject<'_>, candidates: &[&Candidate]) -> bool {
        let reading = read(self.frontend, subject);
        if reading.migrations.len() != self.scenes.len() || !reading.migrations.iter().all(|migration| migration.intact)
        {
            return false;
        }
        let judged = judge_all(&reading.migrations, subject);
        let same = self.scenes.iter().zip(&judged).zip(&reading.migrations).all(|((scene, after), migration)| {
            let named = nameless(scene.migration).saturating_sub(nameless(migration));
            leaves_the_same(scene.judgement, after, named)
        });
        if !same {
            return false;
        }
        let scenes = scenes(&reading.migrations, &judged, subject.context, None);
        let found = diagnose(&scenes, &|_| true);
        // What a guard asks makes known what was not: a hint may come up that nobody could give before.
        let hints = |(_, diagnosis): &&(usize, Diagnosis<'_>)| {
            diagnosis.finding.severity == Severity::Hint && !self.before.contains_key(&identity(diagnosis))
        };
        let after = census(found.iter().filter(|found| !hints(found)));
        let mut allowed = self.before.clone();
        for candidate in candidates {
            let gone = identity(&self.diagnoses[candidate.diagnosis].1);
            if let Some(count) = allowed.get_mut(&gone) {
                *count = count.saturating_sub(1);
            }
        }
        after.iter().all(|(key, count)| allowed.get(key).is_some_and(|allowed| count <= allowed))
    }
}

/// How many things the migration makes without giving them a name.
fn nameless(migration: &Migration) -> usize {
    let mut count = 0;
    each_placed(&migration.up, &mut |_, placed, _| {
        let made = matches!(&placed.operation.action, Action::Create { definition, .. } if definition.is_nameless());
        count += usize::from(made);
    });
    count
}

/// Whether two spellings of a migration leave the same schema behind, forth and back. `named`: so many things that had
/// no name have one now.
fn leaves_the_same(before: &Judgement<'_>, after: &Judgement<'_>, named: usize) -> bool {
    let kept = |fact: &Fact| !fact.definition.as_deref().is_some_and(Definition::is_nameless);
    let mut left: BTreeMap<&Key, &Fact> = before.end.made().filter(|(_, fact)| kept(fact)).collect();
    let mut others = BTreeSet::new();
    for (key, fact) in after.end.made().filter(|(_, fact)| kept(fact)) {
        match left.remove(key) {
            Some(known) if same_fact(known, fact) => {}
            Some(_) => return false,
            // A constraint and the index under it count as one.
            None if fact.presence == Presence::Present => _ = others.insert(key.name.as_str()),
            None => {}
        }
    }
    // What an unguarded form leaves unsaid, a guard may assume: a thing that was dropped, or was never there.
    left.values().all(|fact| fact.presence != Presence::Present)
        && others.len() == named
        && does_as_much(before, after, named)
        && same_way_back(before, after)
}

/// Whether the clean run still writes, changes and deletes all that it did: what has no key is counted by its table.
fn does_as_much(before: &Judgement<'_>, after: &Judgement<'_>, named: usize) -> bool {
    let count = |judgement: &Judgement<'_>| {
        let mut deeds: BTreeMap<SmolStr, usize> = BTreeMap::new();
        for (table, ..) in judgement.end.done() {
            *deeds.entry(table.clone()).or_default() += 1;
        }
        deeds
    };
    let now = count(after);
    let missing =
        |(table, deeds): (&SmolStr, &usize)| deeds.saturating_sub(now.get(table).copied().unwrap_or_default());
    count(before).iter().map(missing).sum::<usize>() <= named
}

fn same_way_back(before: &Judgement<'_>, after: &Judgement<'_>) -> bool {
    match (&before.after_down, &after.after_down) {
        (Some(a), Some(b)) => {
            let present = |schema: &crate::schema::Schema| {
                let made = schema.made().filter(|(_, fact)| fact.presence == Presence::Present);
                made.map(|(key, _)| key.clone()).collect::<BTreeSet<_>>()
            };
            // A guard that broke the way back is repaired: less may be left, and what the run takes away may be back.
            let taken = |key: &Key| before.end.fact(key).is_some_and(|fact| fact.presence == Presence::Absent);
            present(b).difference(&present(a)).all(taken)
        }
        (None, None) => true,
        _ => false,
    }
}

fn same_fact(a: &Fact, b: &Fact) -> bool {
    a.presence == b.presence && (a.presence != Presence::Present || a.definition == b.definition)
}
