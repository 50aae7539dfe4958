//! What the client can do, and what the server offers it.

use gen_lsp_types::{
    ChangeNotifications, CodeActionKind, CodeActionOptions, CodeActionProvider, CodeLensOptions, DefinitionProvider,
    DiagnosticOptions, DiagnosticProvider, DocumentSymbolProvider, ExecuteCommandOptions, HoverProvider,
    InitializeParams, ResourceOperationKind, Save, ServerCapabilities, TextDocumentSync, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities, WorkspaceOptions,
};

use super::position::Encoding;

/// The command behind "Explain": shows a rule's page.
pub(super) const EXPLAIN: &str = "remigrate.explain";

/// `source.fixAll.remigrate`: all safe fixes of a file.
pub(super) fn fix_all() -> CodeActionKind {
    CodeActionKind::from("source.fixAll.remigrate")
}

/// What the client said it can do, as far as it matters here.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own in the protocol")]
pub(super) struct Client {
    pub(super) encoding: Encoding,
    /// It asks for diagnostics by itself; then none are sent to it.
    pub(super) pulls: bool,
    /// It can be told to ask again.
    pub(super) refreshes: bool,
    pub(super) refreshes_lenses: bool,
    pub(super) related_information: bool,
    /// An action's edit may be worked out when the action is chosen.
    pub(super) resolves_edits: bool,
    pub(super) document_changes: bool,
    /// An edit may make a file.
    pub(super) creates_files: bool,
    pub(super) watches_files: bool,
    pub(super) shows_documents: bool,
}

impl Client {
    pub(super) fn of(params: &InitializeParams) -> Self {
        let all = &params.capabilities;
        let (document, workspace) = (all.text_document.as_ref(), all.workspace.as_ref());
        let offered = all.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let publish = document.and_then(|document| document.publish_diagnostics.as_ref());
        let action = document.and_then(|document| document.code_action.as_ref());
        let resolve = action.and_then(|action| action.resolve_support.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watch = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let refresh = workspace.and_then(|workspace| workspace.diagnostics.as_ref());
        let lenses = workspace.and_then(|workspace| workspace.code_lens.as_ref());
        let window = all.window.as_ref();
        Self {
            encoding: Encoding::negotiate(offered.unwrap_or_default()),
            pulls: document.is_some_and(|document| document.diagnostic.is_some()),
            refreshes: refresh.and_then(|refresh| refresh.refresh_support) == Some(true),
            refreshes_lenses: lenses.and_then(|lenses| lenses.refresh_support) == Some(true),
            related_information: publish.and_then(|publish| publish.diagnostics_capabilities.related_information)
                == Some(true),
            resolves_edits: resolve.is_some_and(|resolve| resolve.properties.iter().any(|name| name == "edit")),
            document_changes: edits.and_then(|edits| edits.document_changes) == Some(true),
            creates_files: edits
                .and_then(|edits| edits.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            watches_files: watch.and_then(|watch| watch.dynamic_registration) == Some(true),
            shows_documents: window
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|document| document.support),
        }
    }

    /// What the server does for this client.
    pub(super) fn capabilities(&self) -> ServerCapabilities {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::Incremental),
            save: Some(Save::Bool(true)),
            ..TextDocumentSyncOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QuickFix, fix_all()]),
            resolve_provider: Some(true),
            ..CodeActionOptions::default()
        };
        let diagnostics = DiagnosticOptions {
            identifier: Some("remigrate".to_owned()),
            // What one migration makes is missing or doubled in another.
            inter_file_dependencies: true,
            workspace_diagnostics: true,
            ..DiagnosticOptions::default()
        };
        let folders = WorkspaceFoldersServerCapabilities {
            supported: Some(true),
            change_notifications: Some(ChangeNotifications::Bool(true)),
        };
        let commands = ExecuteCommandOptions { commands: vec![EXPLAIN.to_owned()], ..ExecuteCommandOptions::default() };
        ServerCapabilities {
            position_encoding: Some(self.encoding.kind()),
            text_document_sync: Some(TextDocumentSync::Options(sync)),
            hover_provider: Some(HoverProvider::Bool(true)),
            definition_provider: Some(DefinitionProvider::Bool(true)),
            document_symbol_provider: Some(DocumentSymbolProvider::Bool(true)),
            code_action_provider: Some(CodeActionProvider::CodeActionOptions(actions)),
            code_lens_provider: Some(CodeLensOptions::default()),
            execute_command_provider: Some(commands),
            diagnostic_provider: self.pulls.then_some(DiagnosticProvider::DiagnosticOptions(diagnostics)),
            workspace: Some(WorkspaceOptions { workspace_folders: Some(folders), ..WorkspaceOptions::default() }),
            ..ServerCapabilities::default()
        }
    }
}
