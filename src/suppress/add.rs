//! `--add-ignore`: writes the comments that silence what is found.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, apply};
use crate::engine::Language;
use crate::finding::Finding;
use crate::source::{FileId, Source, Span};

use super::directive::directives;

/// The text with an ignore comment above each line that a finding is about; a comment that is there already gets the
/// new names. `None` when there is nothing to add.
pub fn add_ignores(
    file: FileId,
    source: &Source,
    comments: &[Span],
    language: Language,
    findings: &[Finding],
    reason: Option<&str>,
) -> Option<String> {
    let mut wanted: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.primary.at.file == file && finding.rule != super::UNUSED) {
        wanted.entry(source.line_of(finding.primary.at.span.start)).or_default().insert(finding.rule);
    }
    let known = directives(source, comments);
    let edits: Vec<Edit> = wanted
        .into_iter()
        .map(|(line, rules)| {
            let rules: Vec<&str> = rules.into_iter().collect();
            let own = |directive: &&super::Directive| !directive.foreign && directive.mistake.is_none();
            let above = known.iter().filter(own).find(|directive| match &directive.scope {
                super::Scope::Lines(lines) => lines.start == line,
                super::Scope::File => false,
            });
            match above.and_then(|directive| directive.names.last()) {
                Some(last) => Edit::insert(last.at.end, format!(", {}", rules.join(", "))),
                None => comment_above(source, line, language, &rules, reason),
            }
        })
        .collect();
    if edits.is_empty() { None } else { apply(source.text(), &edits) }
}

fn comment_above(source: &Source, line: usize, language: Language, rules: &[&str], reason: Option<&str>) -> Edit {
    let start = source.line_span(line).start;
    let bom = if start == 0 && source.text().starts_with('\u{feff}') { 3 } else { 0 };
    let reason = reason.filter(|reason| !reason.is_empty()).map(|reason| format!(" -- {reason}")).unwrap_or_default();
    let text = format!(
        "{}{} remigrate: ignore[{}]{reason}{}",
        source.indent(start),
        language.comment(),
        rules.join(", "),
        source.line_ending(start)
    );
    Edit::insert(start + bom, text)
}
