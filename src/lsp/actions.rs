//! What can be done about a finding: repair it, repair the file, ignore it, read about it.

use std::collections::HashMap;

use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Command, CreateFile, CreateFileOptions,
    DocumentChange, Edit as EditKind, Position,
    OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier, TextEdit, Uri,
    WorkspaceEdit,
};
use serde_json::{Value, json};
use similar::{DiffTag, TextDiff};

use super::client::{EXPLAIN, fix_all};
use super::diagnostics;
use super::session::{Known, Session};
use super::uri;
use crate::edit::{Edit, Fix, NewFile, Safety};
use crate::finding::Finding;
use crate::project::{State, absolute};
use crate::source::{FileId, Source, Span};
use crate::suppress::{Comments, add_ignores};

/// The actions for a stretch of a file.
pub(super) fn of(session: &mut Session, known: Known, params: &CodeActionParams) -> Vec<CodeActionResponse> {
    let wanted = |kind: &CodeActionKind| is_wanted(params.context.only.as_deref(), kind);
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QuickFix) {
        let findings = met(session, known, params.range);
        actions.extend(findings.iter().flat_map(|finding| repairs(session, known, finding)));
        if actions.len() > 1 {
            actions.extend(repair_all(session, known, CodeActionKind::QuickFix));
        }
        actions.extend(findings.iter().filter_map(|finding| ignore(session, known, finding)));
        actions.extend(findings.iter().filter_map(|finding| explain(session, known, finding)));
    }
    if wanted(&fix_all()) {
        actions.extend(repair_all(session, known, fix_all()));
    }
    actions.into_iter().map(CodeActionResponse::CodeAction).collect()
}

/// Works out the edit of an action that was offered without it.
pub(super) fn resolve(session: &mut Session, mut action: CodeAction) -> CodeAction {
    let uri = action.data.as_ref().and_then(|data| data.get("uri")).and_then(Value::as_str).map(Uri::from);
    if let Some(known) = uri.and_then(|uri| session.find(&uri)).filter(|_| action.edit.is_none()) {
        action.edit = all_edits(session, known);
    }
    action
}

/// A client asks for kinds by their beginnings: `source` asks for `source.fixAll.remigrate` too.
fn is_wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let name = kind.as_str();
    only.is_none_or(|only| {
        only.iter().any(|asked| {
            let asked = asked.as_str();
            asked.is_empty() || name.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    })
}

/// The findings of a file that touch the lines of a range, with their fixes.
fn met(session: &mut Session, known: Known, range: Range) -> Vec<Finding> {
    let Some(span) = session.span(known, range) else { return Vec::new() };
    let findings = session.workspace_mut(known).judge(known.place, true).outcome.findings.clone();
    let Some(source) = session.workspace(known).source(known.place.id) else { return Vec::new() };
    let lines = |span: Span| (source.line_of(span.start), source.line_of(span.end));
    let (first, last) = lines(span);
    let touches = |finding: &Finding| {
        let (start, end) = lines(finding.primary.at.span);
        finding.primary.at.file == known.place.id && start <= last && first <= end
    };
    findings.into_iter().filter(touches).collect()
}

/// The fix of a finding, and the other way out where there is one.
fn repairs(session: &Session, known: Known, finding: &Finding) -> Vec<CodeAction> {
    if is_frozen(session, known) {
        return Vec::new();
    }
    let ways = finding.fix.iter().chain(&finding.alternative);
    ways.filter_map(|proven| repair_one(session, known, finding, &proven.fix)).collect()
}

fn repair_one(session: &Session, known: Known, finding: &Finding, fix: &Fix) -> Option<CodeAction> {
    let title = match fix.safety {
        Safety::Safe => fix.title.clone(),
        Safety::Unsafe => format!("{} (unsafe: it may change what the migration does)", fix.title),
    };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: diagnostics::of_finding(session, known, finding).map(|diagnostic| vec![diagnostic]),
        is_preferred: Some(fix.safety == Safety::Safe),
        edit: Some(edit_of(session, known, fix)?),
        ..CodeAction::default()
    })
}

/// A tool that records checksums refuses a released file that has changed.
fn is_frozen(session: &Session, known: Known) -> bool {
    let workspace = session.workspace(known);
    workspace.context(known.place).tool.records_checksums() && workspace.file(known.place).state == State::Upstream
}

fn edit_of(session: &Session, known: Known, fix: &Fix) -> Option<WorkspaceEdit> {
    let changes =
        fix.changes.iter().map(|change| Some((change.file, text_edits(session, known, change.file, &change.edits)?)));
    let mut edit = workspace_edit(session, known, changes.collect::<Option<Vec<_>>>()?);
    if !fix.created.is_empty() {
        if !session.client.creates_files {
            return None;
        }
        edit.document_changes.get_or_insert_default().extend(fix.created.iter().flat_map(creation));
    }
    Some(edit)
}

/// A new file, and its text.
fn creation(file: &NewFile) -> [DocumentChange; 2] {
    let uri = uri::of(&absolute(&file.path));
    let start = Position { line: 0, character: 0 };
    let text = TextEdit { range: Range { start, end: start }, new_text: file.text.clone() };
    let text_document_identifier = TextDocumentIdentifier { uri: uri.clone() };
    let create = CreateFile { uri, options: Some(CreateFileOptions::default()), annotation_id: None };
    let fill = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { version: None, text_document_identifier },
        edits: vec![EditKind::TextEdit(text)],
    };
    [DocumentChange::CreateFile(create), DocumentChange::TextDocumentEdit(fill)]
}

fn text_edits(session: &Session, known: Known, file: FileId, edits: &[Edit]) -> Option<Vec<TextEdit>> {
    let lines = session.lines(known, file)?;
    let one = |edit: &Edit| TextEdit { range: lines.range(edit.span), new_text: edit.text.clone() };
    Some(edits.iter().map(one).collect())
}

fn workspace_edit(session: &Session, known: Known, changes: Vec<(FileId, Vec<TextEdit>)>) -> WorkspaceEdit {
    if !session.client.document_changes {
        let changes: HashMap<Uri, Vec<TextEdit>> =
            changes.into_iter().map(|(file, edits)| (session.uri(known, file), edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let documents = changes.into_iter().map(|(file, edits)| {
        let version = session.document(known, file).map(|document| document.version);
        let text_document_identifier = TextDocumentIdentifier { uri: session.uri(known, file) };
        DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { version, text_document_identifier },
            edits: edits.into_iter().map(EditKind::TextEdit).collect(),
        })
    });
    WorkspaceEdit { document_changes: Some(documents.collect()), ..WorkspaceEdit::default() }
}

/// All safe fixes of the file. A released migration is rewritten only fix by fix, by a person who sees it.
fn repair_all(session: &mut Session, known: Known, kind: CodeActionKind) -> Option<CodeAction> {
    if session.workspace(known).file(known.place).state == State::Upstream {
        return None;
    }
    let judged = session.workspace_mut(known).judge(known.place, true);
    let is_safe = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.fix.safety == Safety::Safe);
    if !judged.outcome.findings.iter().any(is_safe) {
        return None;
    }
    let later = session.client.resolves_edits;
    let edit = if later { None } else { Some(all_edits(session, known)?) };
    let data = later.then(|| json!({ "uri": session.uri(known, known.place.id).as_ref() }));
    let title = "Make the whole migration safe to run again".to_owned();
    Some(CodeAction { title, kind: Some(kind), edit, data, ..CodeAction::default() })
}

fn all_edits(session: &mut Session, known: Known) -> Option<WorkspaceEdit> {
    let repair = session.workspace_mut(known).repair(known.place)?;
    let file = session.workspace(known).file(known.place);
    let texts = [(Some(file.file), repair.text), (file.down, repair.down)];
    let mut changes = Vec::new();
    for (file, text) in texts {
        if let (Some(file), Some(text)) = (file, text) {
            let source = session.workspace(known).source(file)?;
            changes.push((file, text_edits(session, known, file, &difference(source.text(), &text))?));
        }
    }
    Some(workspace_edit(session, known, changes))
}

/// The lines that differ, so that cursors and folds elsewhere stay.
fn difference(before: &str, after: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(before, after);
    let starts = |text: &str| -> Vec<usize> {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        starts.push(text.len());
        starts
    };
    let (old, new) = (starts(before), starts(after));
    let at = |starts: &[usize], line: usize| starts.get(line).or(starts.last()).copied().unwrap_or(0);
    diff.ops()
        .iter()
        .filter(|op| op.tag() != DiffTag::Equal)
        .map(|op| {
            let (from, to) = (op.old_range(), op.new_range());
            let text = after.get(at(&new, to.start)..at(&new, to.end)).unwrap_or_default();
            Edit::replace(Span::new(at(&old, from.start), at(&old, from.end)), text)
        })
        .collect()
}

fn ignore(session: &Session, known: Known, finding: &Finding) -> Option<CodeAction> {
    let workspace = session.workspace(known);
    let (context, frontend) = (workspace.context(known.place), workspace.frontend(known.place)?);
    let source = workspace.source(known.place.id)?;
    let comments = Comments {
        language: context.tool.language(),
        of: &|source: &Source| frontend.comments(source, context),
        is_sound: &|source: &Source| frontend.read(known.place.id, source, context).problems.is_empty(),
    };
    let text = add_ignores(source, &comments, &[finding], None)?;
    let edits = text_edits(session, known, known.place.id, &difference(source.text(), &text))?;
    Some(CodeAction {
        title: format!("Ignore {} here", finding.rule),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: diagnostics::of_finding(session, known, finding).map(|diagnostic| vec![diagnostic]),
        edit: Some(workspace_edit(session, known, vec![(known.place.id, edits)])),
        ..CodeAction::default()
    })
}

fn explain(session: &Session, known: Known, finding: &Finding) -> Option<CodeAction> {
    let title = format!("Explain {}", finding.rule);
    let arguments = Some(vec![Value::String(finding.rule.to_owned())]);
    let command = Command { title: title.clone(), command: EXPLAIN.to_owned(), arguments, tooltip: None };
    Some(CodeAction {
        title,
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::of_finding(session, known, finding)?]),
        command: Some(command),
        ..CodeAction::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    #[test]
    fn edits_are_the_lines_that_differ() {
        for (before, after, count) in [
            ("a\nb\nc\n", "a\nB\nc\n", 1),
            ("a\nb", "a\nb\nc", 1),
            ("a\r\nb\r\nc", "x\r\na\r\nb\r\nd", 2),
            ("", "a\n", 1),
            ("a\n", "a\n", 0),
        ] {
            let edits = difference(before, after);
            assert_eq!(edits.len(), count, "{before:?}");
            assert_eq!(apply(before, &edits).as_deref(), Some(after));
        }
    }

    #[test]
    fn kinds_are_asked_for_by_their_beginnings() {
        let asks = |kinds: &[&str], kind: &CodeActionKind| {
            let kinds: Vec<CodeActionKind> = kinds.iter().map(|kind| CodeActionKind::from(kind.to_string())).collect();
            is_wanted(Some(&kinds), kind)
        };
        assert!(is_wanted(None, &fix_all()));
        for kinds in [&["source"][..], &["source.fixAll"], &["source.fixAll.remigrate"], &[""], &["quickfix", "source"]]
        {
            assert!(asks(kinds, &fix_all()), "{kinds:?}");
        }
        assert!(!asks(&["source.fix"], &fix_all()) && !asks(&["quickfix"], &fix_all()));
        assert!(asks(&["quickfix"], &CodeActionKind::QuickFix));
    }
}
