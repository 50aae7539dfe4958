//! What is shown under the pointer: the finding and its rule's page, the page that an ignore comment names, the life of a
//! table.

use gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use super::session::{Known, Session};
use super::tables;
use crate::finding::Finding;
use crate::rules::{self, Rule};
use crate::source::Span;
use crate::suppress::rules_named_at;

/// The hover for a place in a file.
pub(super) fn of(session: &mut Session, known: Known, position: Position) -> Option<Hover> {
    let offset = session.offset(known, position)?;
    let (text, span) = finding_at(session, known, offset)
        .or_else(|| comment_at(session, known, offset))
        .or_else(|| tables::hover(session, known, offset))?;
    let range = session.lines(known, known.place.id).map(|lines| lines.range(span));
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value: text });
    Some(Hover { contents, range })
}

/// The findings at a byte, each with the engine's words and what to do, then the pages of their rules. A table's name keeps
/// its life line below.
fn finding_at(session: &mut Session, known: Known, offset: u32) -> Option<(String, Span)> {
    let holds = |finding: &&Finding| {
        let at = finding.primary.at;
        at.file == known.place.id && at.span.start <= offset && offset <= at.span.end
    };
    let findings = &session.workspace_mut(known).judge(known.place, false).outcome.findings;
    let met: Vec<Finding> = findings.iter().filter(holds).cloned().collect();
    let span = met.first()?.primary.at.span;
    let mut text = met.iter().map(told).collect::<Vec<_>>().join("\n");
    if let Some((life, _)) = tables::hover(session, known, offset) {
        text.push_str(&format!("\n---\n\n{life}"));
    }
    let mut names: Vec<&str> = met.iter().map(|finding| finding.rule).collect();
    names.dedup();
    for rule in names.into_iter().filter_map(rules::find) {
        text.push_str(&format!("\n\n---\n\n{}", page(rule)));
    }
    Some((text, span))
}

fn told(finding: &Finding) -> String {
    let mut text = format!("**{}** ({})\n", finding.message, finding.severity.name());
    if let Some(error) = &finding.error {
        text.push_str(&format!("\n```text\n{}\n```\n", error.message));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("\n{help}\n"));
    }
    text
}

/// The rules that an ignore comment names.
fn comment_at(session: &Session, known: Known, offset: u32) -> Option<(String, Span)> {
    let workspace = session.workspace(known);
    let source = workspace.source(known.place.id)?;
    let comments = workspace.frontend(known.place)?.comments(source, workspace.context(known.place));
    let (named, span) = rules_named_at(source, &comments, offset)?;
    let text = match named.as_slice() {
        [] => return None,
        [rule] => page(rule),
        several => several.iter().map(|rule| format!("- `{}`: {}\n", rule.name, rule.summary())).collect(),
    };
    Some((text, span))
}

/// A rule's page as an editor shows it: fences keep their language only, and the marks of the tests go.
pub(super) fn page(rule: &Rule) -> String {
    let mut text = String::with_capacity(rule.page.len());
    for line in rule.text().lines() {
        let plain = match line.strip_prefix("```") {
            Some(info) => &line[..3 + info.split(' ').next().unwrap_or_default().len()],
            None => ["# error", "-- error", "// error"].iter().find_map(|mark| line.strip_suffix(mark)).unwrap_or(line),
        };
        text.push_str(plain.trim_end());
        text.push('\n');
    }
    text.push_str(&format!("\n[{}]({})\n", rule.name, rule.url()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_shown_without_what_only_tests_read() {
        for rule in rules::ALL {
            let page = page(rule);
            assert!(page.starts_with(&format!("# {}\n", rule.name)), "{}", rule.name);
            assert!(!page.contains("# error\n") && !page.contains("-- error\n"), "{}", rule.name);
            assert!(!page.lines().any(|line| line.starts_with("```") && line.contains(' ')), "{}", rule.name);
        }
    }
}
