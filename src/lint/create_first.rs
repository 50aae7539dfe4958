//! The fix for a table that a later migration makes: it is made here where it is missing, as that migration makes it, and
//! that one does nothing where it is there by then. So did the people who repaired such chains by hand.
//!
//! `ALTER TABLE IF EXISTS` would be shorter, and the column would be lost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::prove::Taken;
use crate::edit::{Edit, FileChange, Fix, Proof, Safety, apply};
use crate::engine::Tool;
use crate::finding::ProvenFix;
use crate::frontend::{self, Frontend, Program, Remedy, Request};
use crate::history::{Chain, Entry, Whence};
use crate::migration::{Down, Migration, Node, Placed, Step};
use crate::operation::{Action, Definition, Key, Kind, TableDef, Tolerance};
use crate::replay::{self, Clash, each_placed};
use crate::schema::{Origin, Presence, Schema};
use crate::source::{FileId, Location, Source, Span};

/// The fixes of a history, by the file that lacks the table.
pub(super) fn fixes(chain: &Chain<'_>) -> BTreeMap<(FileId, Key), ProvenFix> {
    let Some(frontend) = frontend::of(chain.context().tool.language()) else { return BTreeMap::new() };
    let late: Vec<(&Key, usize, usize)> = made_too_late(chain).collect();
    let fix = |(key, needs, makes): (&Key, usize, usize)| {
        let story = Story { chain, frontend, key, start: &chain.starts[needs], needs, makes };
        let fix = story.fix().filter(|fix| story.holds(fix))?;
        Some(((story.needing().migration.file, key.clone()), ProvenFix { fix, proof: Proof::Replayed }))
    };
    late.into_iter().filter_map(fix).collect()
}

/// Tables that are missing where they are needed, and made by a migration behind that one: by whom they are needed and made.
fn made_too_late<'c>(chain: &'c Chain<'_>) -> impl Iterator<Item = (&'c Key, usize, usize)> {
    let here = chain.missing.iter().filter(|(key, missing)| missing.whence == Whence::Here && key.kind == Kind::Table);
    here.filter_map(|(key, missing)| {
        let (maker, _) = chain.makers.get(key)?.first()?;
        chain.graph.ancestors(*maker).contains(&missing.by).then_some((key, missing.by, *maker))
    })
}

/// A table, the migration that needs it and the one that makes it too late.
struct Story<'s, 'a> {
    chain: &'s Chain<'a>,
    frontend: &'static dyn Frontend,
    key: &'s Key,
    /// The schema before the migration that needs it.
    start: &'s Schema,
    needs: usize,
    makes: usize,
}

impl<'s> Story<'s, '_> {
    fn needing(&self) -> &'s Entry<'s> {
        &self.chain.entries[self.needs]
    }

    fn making(&self) -> &'s Entry<'s> {
        &self.chain.entries[self.makes]
    }

    fn fix(&self) -> Option<Fix> {
        let guarded = self.guard_maker()?;
        let making = self.making();
        let after = Source::new(making.source.path(), apply(making.source.text(), &guarded)?);
        let text = self.statement_in(&after)?;
        let mut edits = vec![self.insertion(&text)?];
        let (here, there) = self.way_back();
        edits.extend(here);
        let guarded = guarded.into_iter().chain(there).collect();
        let mut changes = vec![(self.needing().migration.file, edits), (making.migration.file, guarded)];
        changes.retain(|(_, edits)| !edits.is_empty());
        for (_, edits) in &mut changes {
            edits.sort();
            edits.dedup();
        }
        Some(Fix {
            title: format!("Create `{}` here where it is missing, and only then", self.key.name),
            safety: Safety::Safe,
            changes: changes.into_iter().map(|(file, edits)| FileChange { file, edits }).collect(),
            created: Vec::new(),
        })
    }

    /// Lets the migration that makes the table do nothing where it is there.
    fn guard_maker(&self) -> Option<Vec<Edit>> {
        let entry = self.making();
        let (step, placed) = maker_in(&entry.migration.up, self.key)?;
        if placed.operation.tolerance != Tolerance::None {
            return Some(Vec::new());
        }
        let all = step.statements.iter().flat_map(|statement| &statement.operations);
        let operations: Vec<&Placed> = std::iter::once(placed).chain(all.filter(|other| other.implied)).collect();
        let fix = self.spell(entry, step, &operations, &Remedy::SkipIfPresent, false)?;
        (fix.safety == Safety::Safe).then(|| edits_of(fix, entry.migration.file))
    }

    fn spell(
        &self,
        entry: &Entry<'_>,
        step: &Step,
        operations: &[&Placed],
        remedy: &Remedy,
        backwards: bool,
    ) -> Option<Fix> {
        self.frontend.spell(&Request {
            remedy,
            file: entry.migration.file,
            source: entry.source,
            context: self.chain.context(),
            migration: &Program::of(entry.migration),
            step,
            operations,
            guard: None,
            backwards,
        })
    }

    /// The lines of the statement that makes the table, its guard included, without their indentation.
    fn statement_in(&self, source: &Source) -> Option<String> {
        let reading = self.frontend.read(self.making().migration.file, source, self.chain.context());
        let [migration] = &reading.migrations[..] else { return None };
        let (step, _) = maker_in(&migration.up, self.key)?;
        lines_of(source, &migration.up, step)
    }

    /// Puts the statement in front of the first one that needs the table.
    fn insertion(&self, text: &str) -> Option<Edit> {
        let entry = self.needing();
        let judgement = replay::judge(entry.migration, self.start);
        let lacks = |clash: &Clash| matches!(clash, Clash::Missing { key, .. } if key == self.key);
        let spans = judgement.incidents.iter().filter(|found| !found.backwards && lacks(&found.clash));
        let at = spans.map(|found| found.step.at.start).min()?;
        let line = entry.source.line_span(entry.source.line_of(at));
        let indent = entry.source.text().get(line.start as usize..at as usize)?;
        if !indent.trim().is_empty() {
            return None;
        }
        let ending = entry.source.line_ending(at);
        Some(Edit::insert(line.start, indented(text, indent, ending)))
    }

    /// The way back undoes what the way forth does now: the table goes with the migration that makes it first. Where the
    /// two ways back are not that simple, only what would meet the missing table is guarded.
    fn way_back(&self) -> (Vec<Edit>, Vec<Edit>) {
        self.move_drop().unwrap_or_else(|| (self.guard_way_back(), Vec::new()))
    }

    /// Takes the drop out of the migration that makes the table too late and puts it, guarded, behind the other's way
    /// back. In Python only: there a way back is in the same file, and `pass` is nothing to do.
    fn move_drop(&self) -> Option<(Vec<Edit>, Vec<Edit>)> {
        let (needing, making) = (self.needing(), self.making());
        let (Down::Written(here), Down::Written(there)) = (&needing.migration.down, &making.migration.down) else {
            return None;
        };
        let drops = |placed: &Placed| matches!(&placed.operation.action, Action::Drop { key, .. } if key == self.key);
        let [Node::Step(drop)] = &there[..] else { return None };
        let operations: Vec<&Placed> = drop.statements.iter().flat_map(|statement| &statement.operations).collect();
        if self.chain.context().tool != Tool::Alembic || !matches!(operations[..], [only] if drops(only)) {
            return None;
        }
        let guarded = match operations[0].operation.tolerance {
            Tolerance::None => edits_of(
                self.spell(making, drop, &operations, &Remedy::SkipIfAbsent, true)
                    .filter(|fix| fix.safety == Safety::Safe)?,
                making.migration.file,
            ),
            _ => Vec::new(),
        };
        let after = Source::new(making.source.path(), apply(making.source.text(), &guarded)?);
        let reading = self.frontend.read(making.migration.file, &after, self.chain.context());
        let Down::Written(nodes) = &reading.migrations.first()?.down else { return None };
        let mut found = None;
        each_placed(nodes, &mut |step, placed, _| found = drops(placed).then_some(step).or(found));
        let text = lines_of(&after, nodes, found?)?;
        let Some(Node::Step(last)) = here.last() else { return None };
        let line = needing.source.line_span(needing.source.line_of(last.at.end));
        let first = needing.source.line_span(needing.source.line_of(last.at.start));
        let indent = needing.source.text().get(first.start as usize..last.at.start as usize)?;
        if !indent.trim().is_empty() {
            return None;
        }
        let ending = needing.source.line_ending(last.at.start);
        let moved = format!("{ending}{}", indented(&text, indent, ending));
        let moved = Edit::insert(line.end, moved.trim_end_matches(['\r', '\n']));
        Some((vec![moved], vec![Edit::replace(drop.at, "pass")]))
    }

    /// On the way back the table is gone already when this migration's turn comes.
    fn guard_way_back(&self) -> Vec<Edit> {
        let entry = self.needing();
        let Down::Written(nodes) = &entry.migration.down else { return Vec::new() };
        let mut taken = Taken::default();
        for node in nodes {
            let Node::Step(step) = node else { continue };
            let operations: Vec<&Placed> = step.statements.iter().flat_map(|statement| &statement.operations).collect();
            let of_table = |placed: &&Placed| {
                let drops = matches!(placed.operation.action, Action::Drop { .. });
                let key = placed.operation.action.key();
                drops && key.is_some_and(|key| key.owner == self.key.name || key == self.key)
            };
            if operations.iter().any(of_table)
                && let Some(fix) = self.spell(entry, step, &operations, &Remedy::SkipIfAbsent, true)
                && fix.safety == Safety::Safe
            {
                taken.take(&fix);
            }
        }
        taken.of(entry.migration.file)
    }

    /// Whether the table is made here as it is made there, where it is missing and only there, and nothing is in the
    /// other migration's way.
    fn holds(&self, fix: &Fix) -> bool {
        let (Some(needing), Some(making)) = (self.edited(self.needing(), fix), self.edited(self.making(), fix)) else {
            return false;
        };
        let start = self.start;
        let made = replay::advance(&needing, start);
        let wanted = maker_in(&self.making().migration.up, self.key).map(|(_, placed)| &placed.operation.action);
        let Some(Action::Create { definition: wanted, .. }) = wanted else { return false };
        let as_there = made.fact(self.key).is_some_and(|fact| {
            fact.presence == Presence::Present
                && fact.definition.as_deref().is_some_and(|made| same_table(made, wanted))
        });
        let there = present(start, self.key, self.needing().headline());
        let kept = replay::advance(&needing, &there);
        let untouched = kept.fact(self.key) == there.fact(self.key);
        let about = |clash: &Clash| clash.key() == Some(self.key);
        as_there
            && untouched
            && !replay::first_run(&needing, start).iter().any(about)
            && !replay::first_run(&making, &made).iter().any(|clash| matches!(clash, Clash::Exists { .. }))
    }

    fn edited(&self, entry: &Entry<'_>, fix: &Fix) -> Option<Migration> {
        let edits =
            fix.changes.iter().find(|change| change.file == entry.migration.file).map(|change| &change.edits[..]);
        let text = apply(entry.source.text(), edits.unwrap_or_default())?;
        let source = Source::new(entry.source.path(), text);
        let mut reading = self.frontend.read(entry.migration.file, &source, self.chain.context());
        let migration = reading.migrations.pop().filter(|_| reading.migrations.is_empty())?;
        migration.intact.then_some(migration)
    }
}

/// The schema with the table in it, of which nothing else is known.
fn present(schema: &Schema, key: &Key, at: Location) -> Schema {
    let mut schema = schema.clone();
    let shape = Arc::new(Definition::Table(TableDef::default()));
    schema.make(key.clone(), shape, Origin { at, run: 0, order: 0 });
    schema.settle();
    schema
}

/// The lines of a step, its guard included, without their indentation.
fn lines_of(source: &Source, nodes: &[Node], step: &Step) -> Option<String> {
    let around = nodes.iter().find_map(|node| match node {
        Node::If(branch) => {
            let mut holds = false;
            each_placed(std::slice::from_ref(node), &mut |inner, _, _| holds |= inner.at == step.at);
            holds.then_some(branch.at)
        }
        _ => None,
    });
    let span = around.map_or(step.at, |at| Span { start: at.start.min(step.at.start), end: at.end.max(step.at.end) });
    let start = source.line_span(source.line_of(span.start)).start as usize;
    let end = source.line_span(source.line_of(span.end)).end as usize;
    let lines = source.text().get(start..end)?.trim_end();
    let indent = lines.len() - lines.trim_start_matches([' ', '\t']).len();
    let cut = |line: &str| line.get(indent..).unwrap_or(line.trim_start()).trim_end().to_owned();
    Some(lines.lines().map(cut).collect::<Vec<_>>().join("\n"))
}

fn indented(text: &str, indent: &str, ending: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    lines.map(|line| line + ending).collect()
}

fn same_table(made: &Definition, wanted: &Definition) -> bool {
    match (made, wanted) {
        (Definition::Table(made), Definition::Table(wanted)) => made.columns == wanted.columns,
        _ => made == wanted,
    }
}

fn edits_of(fix: Fix, file: FileId) -> Vec<Edit> {
    fix.changes.into_iter().filter(|change| change.file == file).flat_map(|change| change.edits).collect()
}

/// The one statement that makes a table.
fn maker_in<'m>(nodes: &'m [Node], key: &Key) -> Option<(&'m Step, &'m Placed)> {
    let mut found = None;
    let mut places = BTreeSet::new();
    each_placed(nodes, &mut |step, placed, _| {
        if matches!(&placed.operation.action, Action::Create { key: made, .. } if made == key) {
            found = Some((step, placed));
            places.insert(step.at);
        }
    });
    found.filter(|_| places.len() == 1)
}
