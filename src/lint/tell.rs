//! What the rules say of a history as a whole, with fixes that are proven on the history that they make.

use std::collections::BTreeMap;

use super::Policy;
use crate::edit::{Fix, Proof, apply};
use crate::finding::{Finding, ProvenFix};
use crate::frontend::{self, HistoryRemedy, HistoryRequest};
use crate::history::{Chain, Graph, heads};
use crate::migration::Migration;
use crate::replay;
use crate::rules;
use crate::source::{FileId, Source};

/// Findings about the history, by the file that they are shown in.
pub(super) fn tell(chain: &Chain<'_>, policy: &dyn Policy, fixes: bool) -> BTreeMap<FileId, Vec<Finding>> {
    let mut told: BTreeMap<FileId, Vec<Finding>> = BTreeMap::new();
    let of_entries = chain.entries.iter().map(|entry| (entry.migration.file, entry.source));
    let sources: BTreeMap<FileId, &Source> =
        of_entries.chain(chain.strays.iter().map(|stray| (stray.file, stray.source))).collect();
    for (rule, mut found) in rules::check_history(chain) {
        let file = found.finding.primary.at.file;
        if !sources.get(&file).is_some_and(|source| policy.wants(source, rule)) {
            continue;
        }
        if fixes {
            let mend = |remedy: &Option<HistoryRemedy>| remedy.as_ref().and_then(|remedy| proven(chain, remedy));
            found.finding.fix = mend(&found.remedy);
            found.finding.alternative = mend(&found.alternative);
        }
        told.entry(file).or_default().push(found.finding);
    }
    told
}

fn proven(chain: &Chain<'_>, remedy: &HistoryRemedy) -> Option<ProvenFix> {
    let frontend = frontend::of(chain.context().tool.language())?;
    let migrations = chain.migrations();
    let sources: Vec<&Source> = chain.entries.iter().map(|entry| entry.source).collect();
    let fix = frontend.mend(&HistoryRequest { remedy, migrations: &migrations, sources: &sources })?;
    holds(chain, remedy, &fix).then_some(ProvenFix { fix, proof: Proof::Replayed })
}

/// Whether the history with the fix has an order, fewer stray heads, and first runs that go through as before.
fn holds(chain: &Chain<'_>, remedy: &HistoryRemedy, fix: &Fix) -> bool {
    let Some(read) = reread(chain, fix) else { return false };
    let mut after: Vec<&Migration> = chain.migrations();
    for migration in &read {
        match after.iter_mut().find(|known| known.file == migration.file) {
            Some(known) => *known = migration,
            None => after.push(migration),
        }
    }
    let graph = Graph::of(&after, chain.context().tool);
    let stray = |graph: &Graph, migrations: &[&Migration]| heads::stray(graph, migrations).iter().map(Vec::len).sum();
    let (before_count, after_count): (usize, usize) = (stray(&chain.graph, &chain.migrations()), stray(&graph, &after));
    graph.known
        && graph.dangling.len() <= chain.graph.dangling.len()
        && graph.twice.len() <= chain.graph.twice.len()
        && graph.order.len() == after.len()
        && after_count < before_count
        && match remedy {
            HistoryRemedy::MergeHeads(_) => true,
            HistoryRemedy::Relink { child, .. } => runs_as_before(chain, &graph, &after, *child),
        }
}

/// The files as the fix makes them, read again.
fn reread(chain: &Chain<'_>, fix: &Fix) -> Option<Vec<Migration>> {
    let frontend = frontend::of(chain.context().tool.language())?;
    let mut read = Vec::new();
    for change in &fix.changes {
        let entry = chain.entries.iter().find(|entry| entry.migration.file == change.file)?;
        let source = Source::new(entry.source.path(), apply(entry.source.text(), &change.edits)?);
        read.extend(frontend.read(change.file, &source, chain.context()).migrations);
    }
    for (new, number) in fix.created.iter().zip(0..) {
        let source = Source::new(new.path.clone(), new.text.as_str());
        read.extend(frontend.read(FileId(u32::MAX - number), &source, chain.context()).migrations);
    }
    (!read.is_empty() && read.iter().all(|migration| migration.intact)).then_some(read)
}

/// Whether what follows `from` meets nothing new on the way that it has now.
fn runs_as_before(chain: &Chain<'_>, graph: &Graph, after: &[&Migration], from: usize) -> bool {
    let before = chain.starts_in(&chain.graph, &chain.migrations());
    let starts = chain.starts_in(graph, after);
    let behind = |number: &usize| graph.ancestors(*number).contains(&from);
    (0..after.len().min(before.len())).filter(behind).all(|number| {
        let clashes = |migration, start| replay::first_run(migration, start).len();
        clashes(after[number], &starts[number]) <= clashes(chain.entries[number].migration, &before[number])
    })
}
