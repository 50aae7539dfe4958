//! One answer for each kind of request.

use gen_lsp_types::{
    CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, Definition, DefinitionRequest, DefinitionResponse,
    DocumentDiagnosticRequest, DocumentSymbolRequest, DocumentSymbolResponse, ExecuteCommandParams,
    ExecuteCommandRequest, HoverRequest, Request as Kind, Uri,
};
use lsp_server::{ErrorCode, Request, Response};
use serde_json::Value;

use super::client::EXPLAIN;
use super::outbox::Outbox;
use super::session::Session;
use super::{actions, hover, pull, symbols, tables};
use crate::rules;

/// Why a request has no answer: the protocol's code, and a sentence.
type Refusal = (ErrorCode, String);

/// Answers a request; what the server does not do is answered with an error.
pub(super) fn answer(session: &mut Session, outbox: &Outbox, request: Request) -> Response {
    let id = request.id.clone();
    let result = match request.method.as_str() {
        method if is::<DocumentDiagnosticRequest>(method) => {
            with::<DocumentDiagnosticRequest>(request, |params| Ok(pull::document(session, &params)))
        }
        method if is::<HoverRequest>(method) => with::<HoverRequest>(request, |params| {
            let at = params.text_document_position_params;
            Ok(session.find(&at.text_document.uri).and_then(|known| hover::of(session, known, at.position)))
        }),
        method if is::<DefinitionRequest>(method) => with::<DefinitionRequest>(request, |params| {
            let at = params.text_document_position_params;
            let known = session.find(&at.text_document.uri);
            let offset = known.and_then(|known| session.offset(known, at.position));
            let found = known.zip(offset).map(|(known, offset)| tables::definition(session, known, offset));
            Ok(found.map(|found| DefinitionResponse::Definition(Definition::LocationList(found))))
        }),
        method if is::<DocumentSymbolRequest>(method) => with::<DocumentSymbolRequest>(request, |params| {
            let known = session.find(&params.text_document.uri);
            Ok(known.map(|known| DocumentSymbolResponse::DocumentSymbolList(symbols::symbols(session, known))))
        }),
        method if is::<CodeLensRequest>(method) => with::<CodeLensRequest>(request, |params| {
            let known = session.find(&params.text_document.uri);
            Ok(known.map(|known| symbols::lenses(session, known)))
        }),
        method if is::<CodeActionRequest>(method) => with::<CodeActionRequest>(request, |params| {
            let known = session.find(&params.text_document.uri);
            Ok(known.map(|known| actions::of(session, known, &params)))
        }),
        method if is::<CodeActionResolveRequest>(method) => {
            with::<CodeActionResolveRequest>(request, |action| Ok(actions::resolve(session, action)))
        }
        method if is::<ExecuteCommandRequest>(method) => {
            with::<ExecuteCommandRequest>(request, |params| execute(session, outbox, &params))
        }
        method => Err((ErrorCode::MethodNotFound, format!("this server does not know {method}"))),
    };
    match result {
        Ok(result) => Response::new_ok(id, result),
        Err((code, message)) => Response::new_err(id, code as i32, message),
    }
}

pub(super) fn is<R: Kind>(method: &str) -> bool {
    R::METHOD.as_str() == method
}

fn with<R: Kind>(
    request: Request,
    answer: impl FnOnce(R::Params) -> Result<R::Result, Refusal>,
) -> Result<Value, Refusal> {
    let params =
        serde_json::from_value(request.params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))?;
    serde_json::to_value(answer(params)?).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

/// Shows a rule's page, and gives its text to clients that want to show it themselves.
fn execute(session: &Session, outbox: &Outbox, params: &ExecuteCommandParams) -> Result<Option<Value>, Refusal> {
    if params.command != EXPLAIN {
        return Err((ErrorCode::InvalidParams, format!("there is no command {}", params.command)));
    }
    let name = params.arguments.as_ref().and_then(|arguments| arguments.first()).and_then(Value::as_str);
    let rule = name.and_then(rules::find);
    let Some(rule) = rule else {
        return Err((ErrorCode::InvalidParams, format!("there is no rule {}", name.unwrap_or("without a name"))));
    };
    if session.client.shows_documents {
        outbox.open_page(Uri(rule.url()));
    } else {
        outbox.inform(&format!("{}: {} {}", rule.name, rule.summary(), rule.url()));
    }
    Ok(Some(Value::String(rule.text().to_owned())))
}
