//! Ignore comments as they are written, and the lines they are about.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::rules;
use crate::source::{Source, Span};

/// One ignore comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Directive {
    /// The directive inside its comment: from `remigrate:` to the end of the reason.
    pub(super) at: Span,
    /// The comment it stands in, markers included.
    comment: Span,
    pub(super) names: Vec<Named>,
    pub(super) scope: Scope,
    /// Another tool's: honoured, never reported or removed.
    pub(super) foreign: bool,
    /// Why it can't be read.
    pub(super) mistake: Option<String>,
}

/// A name between the brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) at: Span,
    /// `None`: there is no such rule or group.
    pub(super) rules: Option<BTreeSet<String>>,
}

/// What a directive is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    File,
    /// Numbers of lines, from 0.
    Lines(Range<usize>),
}

const MARK: &str = "remigrate:";
const FOREIGN: [&str; 2] = ["squawk-ignore", "atlas:nolint"];

/// Whether it is worth asking for the file's comments.
pub(super) fn may_have_any(text: &str) -> bool {
    text.contains(MARK) || FOREIGN.iter().any(|mark| text.contains(mark))
}

/// The ignore comments among `comments`, in order.
pub(super) fn directives(source: &Source, comments: &[Span]) -> Vec<Directive> {
    let lines = Lines { source, comments };
    comments.iter().filter_map(|&comment| read(&lines, comment)).collect()
}

fn read(lines: &Lines<'_>, comment: Span) -> Option<Directive> {
    let text = lines.source.slice(comment);
    if let Some(at) = text.find(MARK) {
        let after = text[at + MARK.len()..].trim_start();
        if after.starts_with("ignore") || after.starts_with("file-ignore") {
            return Some(own(lines, comment, at));
        }
    }
    let body = text.trim_start_matches(['-', '#', '/', '*', ' ']);
    let scope = |whole_file| if whole_file { Scope::File } else { Scope::Lines(lines.covered(comment)) };
    let (rules, scope) = if let Some(rest) = body.strip_prefix("squawk-ignore") {
        let (rest, file) = rest.strip_prefix("-file").map_or((rest, false), |rest| (rest, true));
        (squawk(rest, file), scope(file))
    } else if let Some(rest) = body.strip_prefix("atlas:nolint") {
        (atlas(rest), scope(lines.is_heading(comment)))
    } else {
        return None;
    };
    let names = vec![Named { text: body.to_owned(), at: comment, rules: Some(rules) }];
    Some(Directive { at: comment, comment, names, scope, foreign: true, mistake: None })
}

/// `remigrate: ignore[a, b] -- reason`
fn own(lines: &Lines<'_>, comment: Span, start: usize) -> Directive {
    let text = lines.source.slice(comment);
    let end = text.trim_end().strip_suffix("*/").unwrap_or(text).trim_end().len();
    let offset = |at: usize| comment.start as usize + at;
    let span = |range: Range<usize>| Span::new(offset(range.start), offset(range.end));
    let word = start + text[start..].find("ignore").unwrap_or(0);
    let whole_file = text[start..word].ends_with("file-");
    let behind = word + "ignore".len();
    let mut directive = Directive {
        at: span(start..end),
        comment,
        names: Vec::new(),
        scope: if whole_file { Scope::File } else { Scope::Lines(lines.covered(comment)) },
        foreign: false,
        mistake: None,
    };
    let list = text[behind..end].strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(list, _)| list);
    let Some(list) = list else {
        directive.mistake = Some("This comment names no rule: write `ignore[rule]`".to_owned());
        return directive;
    };
    let mut at = behind + 1;
    for part in list.split(',') {
        let name = part.trim();
        let begin = at + (part.len() - part.trim_start().len());
        if !name.is_empty() {
            directive.names.push(Named::parse(name, span(begin..begin + name.len())));
        }
        at += part.len() + 1;
    }
    if directive.names.is_empty() {
        directive.mistake = Some("This comment names no rule: write `ignore[rule]`".to_owned());
    }
    directive
}

/// squawk's rules that mean the same as ours; its file form without a list means all of them.
fn squawk(list: &str, whole_file: bool) -> BTreeSet<String> {
    let names: Vec<&str> = list.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let all = whole_file && names.is_empty();
    let mut rules = BTreeSet::new();
    if all || names.contains(&"prefer-robust-stmts") {
        rules.extend(rules::ALL.iter().filter(|rule| rule.group() == "rerun").map(|rule| rule.name.to_owned()));
    }
    if all || names.contains(&"ban-concurrent-index-creation-in-transaction") {
        rules.insert("concurrent-index-in-transaction".to_owned());
    }
    rules
}

/// `atlas:nolint` alone silences every analyzer; with a class only that one, and only one class has a meaning here.
fn atlas(classes: &str) -> BTreeSet<String> {
    let classes = classes.trim();
    if classes.is_empty() {
        rules::ALL.iter().map(|rule| rule.name.to_owned()).collect()
    } else if classes.split_whitespace().any(|class| class == "concurrent_index") {
        ["concurrent-index-in-transaction", "invalid-index-skipped"].map(str::to_owned).into()
    } else {
        BTreeSet::new()
    }
}

impl Directive {
    /// What goes when the directive goes: its line where nothing else is on it, else the comment and the blanks before
    /// it, else (a comment with other words) its own words.
    pub(super) fn whole(&self, source: &Source) -> Span {
        let comment = source.slice(self.comment);
        let words = |text: &str| text.chars().any(char::is_alphanumeric);
        let before = &comment[..(self.at.start - self.comment.start) as usize];
        let after = &comment[(self.at.end - self.comment.start) as usize..];
        if words(before) || words(after) {
            let kept = before.trim_end_matches([' ', '\t', '#', '-']).len();
            return Span { start: self.comment.start + u32::try_from(kept).unwrap_or(0), end: self.at.end };
        }
        let line = source.line_of(self.comment.start);
        let span = source.line_span(line);
        let lead = source.slice(Span { start: span.start, end: self.comment.start });
        let trail = source.slice(Span { start: self.comment.end, end: span.end.max(self.comment.end) });
        let bom = if lead.starts_with('\u{feff}') { "\u{feff}".len() } else { 0 };
        if lead[bom..].trim().is_empty() && trail.trim().is_empty() {
            let next = source.line_span(line + 1).start;
            return Span::new(span.start as usize + bom, next.max(self.comment.end) as usize);
        }
        let blanks = lead.len() - lead.trim_end_matches([' ', '\t']).len();
        Span::new(self.comment.start as usize - blanks, self.comment.end as usize)
    }

    /// The names of these numbers, each with the comma that goes with it.
    pub(super) fn without(&self, idle: &[usize]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for &number in idle {
            let name = self.names[number].at;
            // A name goes with the comma behind it as long as all before it went, else with the one before it.
            let leading = (0..number).all(|before| idle.contains(&before));
            let span = match (leading, self.names.get(number + 1)) {
                (true, Some(next)) => Span { start: name.start, end: next.at.start },
                _ => Span { start: self.names[number.saturating_sub(1)].at.end, end: name.end },
            };
            match spans.last_mut().filter(|last| last.end >= span.start) {
                Some(last) => last.end = last.end.max(span.end),
                None => spans.push(span),
            }
        }
        spans
    }
}

/// Lines of code and of comments.
struct Lines<'a> {
    source: &'a Source,
    comments: &'a [Span],
}

impl Lines<'_> {
    /// The lines that a comment is about.
    fn covered(&self, comment: Span) -> Range<usize> {
        let line = self.source.line_of(comment.start);
        let lead = self.source.slice(Span { start: self.source.line_span(line).start, end: comment.start });
        let alone = lead.trim_start_matches('\u{feff}').trim().is_empty();
        let first = if alone { self.next_code(self.source.line_of(comment.end.max(1) - 1) + 1) } else { line };
        first..self.end_of_block(first)
    }

    fn next_code(&self, from: usize) -> usize {
        (from..self.source.line_count())
            .find(|&line| {
                let span = self.source.line_span(line);
                let text = self.source.slice(span);
                let start = span.start + u32::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
                let index = self.comments.partition_point(|comment| comment.end <= start);
                let in_comment = self.comments.get(index).is_some_and(|comment| comment.start <= start);
                !text.trim().is_empty() && !in_comment
            })
            .unwrap_or(from)
    }

    /// The first line behind `first` that is not indented deeper.
    fn end_of_block(&self, first: usize) -> usize {
        let indent = |line: usize| {
            let text = self.source.slice(self.source.line_span(line));
            (!text.trim().is_empty()).then(|| text.len() - text.trim_start().len())
        };
        let Some(outer) = indent(first) else { return first + 1 };
        let deeper = |line: &usize| indent(*line).is_none_or(|indent| indent > outer);
        let blanks_after =
            (first + 1..self.source.line_count()).take_while(deeper).filter(|&line| indent(line).is_some());
        blanks_after.last().map_or(first + 1, |last| last + 1)
    }

    /// Atlas: the first comment of a file with an empty line below it is about the file.
    fn is_heading(&self, comment: Span) -> bool {
        let line = self.source.line_of(comment.start);
        let before = self.source.text().get(..comment.start as usize).unwrap_or_default();
        let next = self.source.slice(self.source.line_span(line + 1));
        before.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with("--"))
            && next.trim().is_empty()
    }
}
