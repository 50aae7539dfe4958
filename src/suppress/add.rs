//! `--add-ignore`: writes the comments that silence what is found.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, apply};
use crate::engine::Language;
use crate::finding::Finding;
use crate::source::{Source, Span};

use super::Scope;
use super::directive::{Directive, directives};

/// What must be known of a language to write comments into it.
pub struct Comments<'a> {
    pub language: Language,
    /// The comments of a text.
    pub of: &'a dyn Fn(&Source) -> Vec<Span>,
    /// Whether a text can be read without errors.
    pub is_sound: &'a dyn Fn(&Source) -> bool,
}

/// The text with an ignore comment above each line that a finding is about; a comment that is there already gets the
/// new names. Where a line can't take a comment (inside a string), the file gets one. `None` when there is nothing to add.
pub fn add_ignores(
    source: &Source,
    comments: &Comments<'_>,
    findings: &[&Finding],
    reason: Option<&str>,
) -> Option<String> {
    let mut wanted: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule != super::UNUSED) {
        wanted.entry(source.line_of(finding.primary.at.span.start)).or_default().insert(finding.rule);
    }
    let reason = reason.filter(|reason| !reason.is_empty()).map(|reason| format!(" -- {reason}")).unwrap_or_default();
    let writer = Writer { source, comments, reason };
    let known = directives(source, &(comments.of)(source));
    let (mut edits, mut for_file) = (Vec::new(), BTreeSet::new());
    for (line, rules) in wanted {
        match writer.for_line(line, &rules, &known) {
            Some(edit) => edits.push(edit),
            None => for_file.extend(rules),
        }
    }
    if !for_file.is_empty() {
        edits.insert(0, writer.for_file(&for_file));
    }
    if edits.is_empty() { None } else { apply(source.text(), &edits) }
}

struct Writer<'a> {
    source: &'a Source,
    comments: &'a Comments<'a>,
    /// ` -- why`, or nothing.
    reason: String,
}

impl Writer<'_> {
    /// A comment above the line; `None` where it would not be one.
    fn for_line(&self, line: usize, rules: &BTreeSet<&str>, known: &[Directive]) -> Option<Edit> {
        let own = |directive: &&Directive| !directive.foreign && directive.mistake.is_none();
        let above = known.iter().filter(own).find(|directive| match &directive.scope {
            Scope::Lines(lines) => lines.start == line,
            Scope::File => false,
        });
        let list = join(rules);
        if let Some(last) = above.and_then(|directive| directive.names.last()) {
            return Some(Edit::insert(last.at.end, format!(", {list}")));
        }
        let start = self.source.line_span(line).start;
        let edit = self.insert(start, &format!("ignore[{list}]"));
        let text = Source::new(self.source.path(), apply(self.source.text(), std::slice::from_ref(&edit))?);
        let at = edit.span.start;
        let end = at + u32::try_from(edit.text.len()).unwrap_or(0);
        let is_comment = (self.comments.of)(&text).iter().any(|comment| at <= comment.start && comment.end <= end);
        (is_comment && (self.comments.is_sound)(&text)).then_some(edit)
    }

    /// A comment about the whole file, below the comments that it starts with: some tools read those by their place.
    fn for_file(&self, rules: &BTreeSet<&str>) -> Edit {
        let comments = (self.comments.of)(self.source);
        let is_comment = |line: &usize| {
            let span = self.source.line_span(*line);
            comments.iter().any(|comment| comment.start <= span.end && span.start < comment.end)
        };
        let line = (0..self.source.line_count()).take_while(is_comment).count();
        let line = line.min(self.source.line_count().saturating_sub(1));
        self.insert(self.source.line_span(line).start, &format!("file-ignore[{}]", join(rules)))
    }

    fn insert(&self, start: u32, directive: &str) -> Edit {
        let bom = if start == 0 && self.source.text().starts_with('\u{feff}') { 3 } else { 0 };
        let indent = self.source.indent(start);
        let mark = self.comments.language.comment();
        let ending = self.source.line_ending(start);
        Edit::insert(start + bom, format!("{indent}{mark} remigrate: {directive}{}{ending}", self.reason))
    }
}

fn join(rules: &BTreeSet<&str>) -> String {
    rules.iter().copied().collect::<Vec<_>>().join(", ")
}
