//! What a history as a whole needs, in Alembic's words: a merge revision, another `down_revision`.

use camino::Utf8Path;
use sha2::{Digest, Sha256};

use crate::edit::{Edit, Fix, NewFile, Safety};
use crate::frontend::{HistoryRemedy, HistoryRequest};
use crate::migration::Migration;
use crate::source::{Source, Span};

pub(super) fn mend(request: &HistoryRequest<'_>) -> Option<Fix> {
    match request.remedy {
        HistoryRemedy::MergeHeads(heads) => merge(request, heads),
        HistoryRemedy::Relink { child, parent } => relink(request, *child, *parent),
    }
}

/// What `alembic merge heads` writes, beside the youngest head.
fn merge(request: &HistoryRequest<'_>, heads: &[usize]) -> Option<Fix> {
    let migrations: Vec<&Migration> = heads.iter().filter_map(|&head| request.migrations.get(head).copied()).collect();
    let source = request.sources.get(*heads.first()?)?;
    let ids: Vec<&str> = migrations.iter().map(|migration| migration.revision.as_str()).collect();
    let revision = fresh_id(&ids, |id| request.migrations.iter().any(|migration| migration.revision == id))?;
    let quote = quote_of(source, migrations.first()?.lineage.revision_at);
    let quoted: Vec<String> = ids.iter().map(|id| format!("{quote}{id}{quote}")).collect();
    let (quoted, listed) = (quoted.join(", "), ids.join(", "));
    let text = format!(
        "\"\"\"merge heads\n\nRevision ID: {revision}\nRevises: {listed}\n\n\"\"\"\n\
         revision = {quote}{revision}{quote}\ndown_revision = ({quoted})\n\
         branch_labels = None\ndepends_on = None\n\n\n\
         def upgrade() -> None:\n    pass\n\n\ndef downgrade() -> None:\n    pass\n"
    );
    let folder = source.path().parent().unwrap_or(Utf8Path::new(""));
    let path = folder.join(format!("{revision}_merge_heads.py"));
    let text = text.replace('\n', source.line_ending(0));
    Some(Fix::creating("Add a merge revision", Safety::Safe, NewFile { path, text }))
}

/// Twelve hexadecimal digits, as Alembic's own; the same heads give the same id.
fn fresh_id(heads: &[&str], taken: impl Fn(&str) -> bool) -> Option<String> {
    (0..16_u8)
        .map(|attempt| {
            let digest = Sha256::new_with_prefix(heads.join(",")).chain_update([attempt]).finalize();
            digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<String>()
        })
        .find(|id| !taken(id))
}

fn quote_of(source: &Source, value: Option<Span>) -> char {
    value.and_then(|at| source.slice(at).chars().find(|c| matches!(c, '"' | '\''))).unwrap_or('"')
}

/// Puts a revision behind another one: in the assignment, and in the docstring where that says the same.
fn relink(request: &HistoryRequest<'_>, child: usize, parent: usize) -> Option<Fix> {
    let (child, source) = (request.migrations.get(child)?, request.sources.get(child)?);
    let parent = &request.migrations.get(parent)?.revision;
    let at = child.lineage.parents_at?;
    let quote = quote_of(source, child.lineage.revision_at);
    let mut edits = vec![Edit::replace(at, format!("{quote}{parent}{quote}"))];
    if let [old] = &child.parents[..] {
        let line = format!("\nRevises: {old}");
        let said = source.text()[..at.start as usize].find(&line);
        edits.extend(said.map(|start| {
            let end = start + line.len();
            Edit::replace(Span::new(end - old.len(), end), parent.as_str())
        }));
    }
    let title = format!("Let `{}` follow `{parent}`", child.revision);
    Some(Fix::new(title, Safety::Unsafe, child.file, edits))
}
