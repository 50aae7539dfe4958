//! Each migration with its verdict, and its steps.

use gen_lsp_types::{CodeLens, Command, DocumentSymbol, SymbolKind};
use serde_json::Value;

use super::client::EXPLAIN;
use super::session::{Known, Session};
use super::workspace::Judged;
use crate::finding::{Finding, Scenario};
use crate::history::life::phrase;
use crate::migration::{Down, Migration, Node};
use crate::operation::Kind;
use crate::replay::each_placed;
use crate::source::{FileId, Source, Span};

/// What replay says of a migration, in a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Verdict {
    text: String,
    /// The rule behind it, where there is one.
    rule: Option<&'static str>,
}

/// A lens above each migration.
pub(super) fn lenses(session: &mut Session, known: Known) -> Vec<CodeLens> {
    let verdicts = verdicts(session, known);
    let Some(lines) = session.lines(known, known.place.id) else { return Vec::new() };
    let lens = |(migration, verdict): &(Migration, Verdict)| {
        let start = lines.range(Span { start: migration.at.start, end: migration.at.start });
        let (command, arguments) = match verdict.rule {
            Some(rule) => (EXPLAIN.to_owned(), Some(vec![Value::String(rule.to_owned())])),
            None => (String::new(), None),
        };
        let command = Command { title: verdict.text.clone(), command, arguments, tooltip: None };
        CodeLens { range: start, command: Some(command), data: None }
    };
    verdicts.iter().map(lens).collect()
}

/// The migrations of a file, each with its steps.
pub(super) fn symbols(session: &mut Session, known: Known) -> Vec<DocumentSymbol> {
    let verdicts = verdicts(session, known);
    let Some(lines) = session.lines(known, known.place.id) else { return Vec::new() };
    let Some(source) = session.workspace(known).source(known.place.id) else { return Vec::new() };
    let symbol = |(migration, verdict): (Migration, Verdict)| {
        let name = [&migration.name, &migration.revision].into_iter().find(|name| !name.is_empty());
        let head = source.line_span(source.line_of(migration.at.start));
        let head = Span { start: migration.at.start, end: head.end.clamp(migration.at.start, migration.at.end) };
        let steps = steps(known.place.id, &migration);
        #[expect(deprecated, reason = "the field must be given a value")]
        let child = |(at, head, what, kind): (Span, Span, String, Kind)| DocumentSymbol {
            name: what,
            detail: None,
            kind: kind_of(kind),
            tags: None,
            deprecated: None,
            range: lines.range(at),
            selection_range: lines.range(head),
            children: None,
        };
        #[expect(deprecated, reason = "the field must be given a value")]
        DocumentSymbol {
            name: name.cloned().unwrap_or_else(|| "migration".to_owned()),
            detail: Some(verdict.text),
            kind: SymbolKind::Class,
            tags: None,
            deprecated: None,
            range: lines.range(migration.at),
            selection_range: lines.range(head),
            children: Some(steps.into_iter().map(child).collect()),
        }
    };
    verdicts.into_iter().map(symbol).collect()
}

fn kind_of(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Table | Kind::View | Kind::MaterializedView => SymbolKind::Struct,
        Kind::Column => SymbolKind::Field,
        Kind::Index | Kind::Constraint => SymbolKind::Key,
        Kind::Type | Kind::Domain => SymbolKind::Enum,
        Kind::EnumValue => SymbolKind::EnumMember,
        Kind::Function | Kind::Procedure | Kind::Trigger => SymbolKind::Function,
        _ => SymbolKind::Object,
    }
}

/// The steps of a migration that stand in this file, told by the first thing each of them does.
fn steps(file: FileId, migration: &Migration) -> Vec<(Span, Span, String, Kind)> {
    let (back, back_file): (&[Node], FileId) = match &migration.down {
        Down::Written(nodes) => (nodes, migration.file),
        Down::File(file, nodes) => (nodes, *file),
        // Nobody wrote it.
        Down::None | Down::Derived(_) => (&[], migration.file),
    };
    let mut steps: Vec<(Span, Span, String, Kind)> = Vec::new();
    for (nodes, of) in [(&migration.up[..], migration.file), (back, back_file)] {
        if of != file {
            continue;
        }
        each_placed(nodes, &mut |step, placed, _| {
            let is_new = steps.last().is_none_or(|(at, ..)| *at != step.at);
            if let Some(what) = phrase(&placed.operation).filter(|_| is_new) {
                let kind = placed.operation.action.key().map_or(Kind::Other, |key| key.kind);
                steps.push((step.at, step.head, what, kind));
            }
        });
    }
    steps
}

fn verdicts(session: &mut Session, known: Known) -> Vec<(Migration, Verdict)> {
    let judged = session.workspace_mut(known).judge(known.place, false).clone();
    let workspace = session.workspace(known);
    let file = workspace.file(known.place).file;
    let Some(reading) = workspace.reading(known.place) else { return Vec::new() };
    let line = |finding: &Finding| {
        let at = finding.primary.at;
        let line = workspace.source(at.file).map_or(0, |source| source.position(at.span.start).line);
        let place = if at.file == known.place.id { "" } else { " of the other file" };
        format!("line {line}{place}")
    };
    let alone = reading.migrations.len() == 1;
    let whole = |source: &Source| Span::new(0, source.text().len());
    let each = reading.migrations.iter().filter_map(|migration| {
        let mut migration = migration.clone();
        let verdict = verdict(&judged, &migration, alone, &line);
        if known.place.id != file {
            // The file of the way back has one verdict, on the migration as a whole.
            migration.at = whole(workspace.source(known.place.id)?);
        }
        Some((migration, verdict))
    });
    each.collect()
}

/// The worst that is found, in a few words.
fn verdict(judged: &Judged, migration: &Migration, alone: bool, line: &dyn Fn(&Finding) -> String) -> Verdict {
    let inside = |finding: &&Finding| alone || migration.at.contains(finding.primary.at.span);
    let found: Vec<&Finding> = judged.outcome.findings.iter().filter(inside).collect();
    // The first of the worst: `max_by_key` alone would take the last.
    let judging = found.iter().rev().filter(|finding| finding.rule != "unused-ignore");
    let worst = judging.max_by_key(|finding| finding.scenario.gravity());
    let Some(worst) = worst else { return Verdict { text: spotless(judged), rule: None } };
    let text = match (worst.scenario, &worst.error) {
        (Scenario::FirstRun, _) => format!("fails at {}", line(worst)),
        (Scenario::AfterStop(_), Some(_)) => format!("fails if re-run after a stop, at {}", line(worst)),
        (Scenario::Rerun, Some(_)) => format!("fails if re-run at {}", line(worst)),
        (Scenario::AfterStop(_) | Scenario::Rerun, None) => format!("goes wrong if re-run: {}", line(worst)),
        (Scenario::Rollback, _) => format!("re-runnable; rollback fails at {}", line(worst)),
        (Scenario::RollbackAgain | Scenario::Offline, _) => "re-runnable, with hints".to_owned(),
    };
    Verdict { text, rule: Some(worst.rule) }
}

/// Nothing was found, as far as it could be looked at.
fn spotless(judged: &Judged) -> String {
    let counts = judged.outcome.counts;
    match (counts.everything + counts.keys, judged.silenced) {
        _ if !judged.outcome.problems.is_empty() => "could not be read as a whole".to_owned(),
        (0, 0) => "re-runnable".to_owned(),
        (0, 1) => "re-runnable but for 1 ignored finding".to_owned(),
        (0, silenced) => format!("re-runnable but for {silenced} ignored findings"),
        (opaque, _) => format!("nothing found; {opaque} of {} operations could not be read", counts.operations),
    }
}
