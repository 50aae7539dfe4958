//! Diagnostics for clients that ask: of one document, or of everything that `remigrate lint` would show.
//!
//! A result is named by what is in it, so nothing has to be remembered to say that it has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use camino::Utf8PathBuf;
use gen_lsp_types::{
    Diagnostic, DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};
use lsp_server::RequestId;
use sha2::{Digest, Sha256};

use super::session::Session;
use super::{diagnostics, uri};

/// How long a sweep works before it looks whether somebody types.
const SLICE: Duration = Duration::from_millis(4);

/// The same name for the same diagnostics.
fn name(items: &[Diagnostic]) -> String {
    let text = serde_json::to_vec(items).unwrap_or_default();
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What is found in one document.
pub(super) fn document(session: &mut Session, params: &DocumentDiagnosticParams) -> DocumentDiagnosticReport {
    let known = session.find(&params.text_document.uri);
    let items = known.map(|known| diagnostics::of(session, known)).unwrap_or_default();
    let result_id = name(&items);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
        }
        .into();
    }
    RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(result_id), items },
    }
    .into()
}

/// An answer about all files, on the way: it is made in slices, so that no key waits for it.
pub(super) struct Sweep {
    pub(super) id: RequestId,
    open: BTreeSet<Utf8PathBuf>,
    /// What the client has, by file: how it spells the file, and the name of the result.
    previous: BTreeMap<Utf8PathBuf, (Uri, String)>,
    items: Vec<WorkspaceDocumentDiagnosticReport>,
}

impl Sweep {
    /// About the files that `remigrate lint` would show: not those on the base branch, which may have run.
    pub(super) fn new(id: RequestId, params: WorkspaceDiagnosticParams, session: &Session) -> Self {
        let open = session.workspaces.iter().flat_map(|workspace| workspace.shown()).collect();
        let previous = params.previous_result_ids.into_iter();
        let previous =
            previous.filter_map(|known| Some((uri::path_of(&known.uri)?, (known.uri, known.value)))).collect();
        Self { id, open, previous, items: Vec::new() }
    }

    /// Goes on for a moment; true when everything is looked at.
    pub(super) fn go_on(&mut self, session: &mut Session) -> bool {
        let start = Instant::now();
        while let Some(path) = self.open.pop_first() {
            self.look(session, &path);
            if start.elapsed() > SLICE {
                return false;
            }
        }
        true
    }

    fn look(&mut self, session: &mut Session, path: &Utf8PathBuf) {
        let Some(known) = session.known(path) else { return };
        let items = diagnostics::of(session, known);
        let result_id = name(&items);
        let version = session.document(known, known.place.id).map(|document| document.version);
        let uri = session.uri(known, known.place.id);
        match self.previous.remove(path) {
            Some((_, previous)) if previous == result_id => {
                let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
                let report =
                    WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report };
                self.items.push(report.into());
            }
            // Nothing is said of files of which nothing was said.
            None if items.is_empty() => {}
            _ => self.tell(uri, version, items, result_id),
        }
    }

    fn tell(&mut self, uri: Uri, version: Option<i32>, items: Vec<Diagnostic>, result_id: String) {
        let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
        let report = WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report };
        self.items.push(report.into());
    }

    /// The answer. Of files that are gone, or shown no longer, nothing is left.
    pub(super) fn report(mut self) -> WorkspaceDiagnosticReport {
        for (uri, _) in std::mem::take(&mut self.previous).into_values() {
            self.tell(uri, None, Vec::new(), name(&[]));
        }
        WorkspaceDiagnosticReport { items: self.items }
    }
}
