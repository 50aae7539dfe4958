//! Findings as the protocol's diagnostics.

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Message, Uri,
};

use super::session::{Known, Session};
use crate::finding::{Finding, Severity};
use crate::migration::Problem;
use crate::rules;

/// Everything there is to say of one file.
pub(super) fn of(session: &mut Session, known: Known) -> Vec<Diagnostic> {
    let judged = session.workspace_mut(known).judge(known.place, false);
    let findings = judged.outcome.findings.clone();
    let here = findings.iter().filter(|finding| finding.primary.at.file == known.place.id);
    let mut all: Vec<Diagnostic> = here.filter_map(|finding| of_finding(session, known, finding)).collect();
    let problems = session.workspace(known).problems(known.place);
    all.extend(problems.iter().filter_map(|problem| of_problem(session, known, problem)));
    all
}

/// One finding; none where its place is no longer there.
pub(super) fn of_finding(session: &Session, known: Known, finding: &Finding) -> Option<Diagnostic> {
    let place = session.location(known, finding.primary.at)?;
    let mut message = finding.message.clone();
    let mut related =
        vec![DiagnosticRelatedInformation { location: place.clone(), message: finding.primary.text.clone() }];
    for label in &finding.related {
        let location = session.location(known, label.at)?;
        related.push(DiagnosticRelatedInformation { location, message: label.text.clone() });
    }
    if !session.client.related_information {
        message.push_str(&format!("\n{}", finding.primary.text));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\n{help}"));
    }
    let rule = rules::find(finding.rule);
    Some(Diagnostic {
        range: place.range,
        severity: Some(severity(finding.severity)),
        code: Some(Code::String(finding.rule.to_owned())),
        code_description: rule.map(|rule| CodeDescription { href: Uri(rule.url()) }),
        source: Some("remigrate".to_owned()),
        message: Message::String(message),
        tags: (finding.rule == "unused-ignore").then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: session.client.related_information.then_some(related),
        data: None,
    })
}

/// What could not be read: nothing is claimed about it.
fn of_problem(session: &Session, known: Known, problem: &Problem) -> Option<Diagnostic> {
    Some(Diagnostic {
        range: session.lines(known, known.place.id)?.range(problem.at),
        severity: Some(DiagnosticSeverity::Warning),
        source: Some("remigrate".to_owned()),
        message: Message::String(format!("This can't be read: {}", problem.message)),
        ..Diagnostic::default()
    })
}

/// Editors hardly show the protocol's own hints.
fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Hint => DiagnosticSeverity::Information,
    }
}
