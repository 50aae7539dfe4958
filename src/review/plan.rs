//! Which findings become comments, on which lines, with which suggestion; and what is left for the summary.

use super::body::{self, Fence, Limits};
use super::diff::{Diff, FilePatch};
use crate::edit::{Edit, Safety, apply};
use crate::finding::{Finding, Severity};
use crate::fingerprint::Fingerprint;
use crate::report::{FileDiff, Rewrite, Shown, Site, write_diff};
use crate::source::{Source, Span};

/// Forges take suggestions up to this many lines (GitLab: 100 below the line of the comment).
const SUGGESTED_LINES: u32 = 100;

/// What a review says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// By file and line.
    pub comments: Vec<Comment>,
    /// Worst first.
    pub outside: Vec<Outside>,
    pub(super) limits: Limits,
}

/// A comment on lines of the diff's new side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Of the findings it is about; several where their fixes touch the same lines.
    pub names: Vec<Fingerprint>,
    pub path: String,
    pub old_path: String,
    /// Lines from 1, both inclusive.
    pub first: u32,
    pub last: u32,
    /// The number on the old side of the first line, where that is not new.
    pub old_first: Option<u32>,
    pub severity: Severity,
    text: Vec<String>,
    /// New text of the lines `first` to `last`.
    suggestion: Option<String>,
    /// Fixes that can't be suggested, folded away.
    diffs: Vec<String>,
    /// For the summary, should the forge refuse the comment.
    message: String,
    rule: &'static str,
}

/// A finding in a changed file that can't be said at its line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outside {
    pub severity: std::cmp::Reverse<Severity>,
    pub path: String,
    pub line: u32,
    pub rule: &'static str,
    pub message: String,
}

impl Comment {
    /// The body, marker included. `fence` spells a suggestion.
    pub(super) fn body(&self, limits: Limits, fence: Fence) -> String {
        let mut parts = self.text.clone();
        parts
            .extend(self.suggestion.as_ref().map(|text| body::fenced(&fence(self.last - self.first), &with_end(text))));
        parts.extend(self.diffs.iter().cloned());
        body::assemble(&parts, &body::marker(&self.names), limits.body)
    }

    /// The body for a comment that stands on other lines than it should: nothing is suggested for those.
    pub(super) fn plain(&self, limits: Limits) -> String {
        body::assemble(&self.text, &body::marker(&self.names), limits.body)
    }

    /// The same, for the summary.
    pub(super) fn outside(&self) -> Outside {
        Outside {
            severity: std::cmp::Reverse(self.severity),
            path: self.path.clone(),
            line: self.first,
            rule: self.rule,
            message: self.message.clone(),
        }
    }
}

/// A suggestion of nothing takes the lines away; one of an empty line leaves it.
fn with_end(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

impl Plan {
    /// The body of the summary comment; `None` when everything is said at its line.
    pub(super) fn summary(&self) -> Option<String> {
        (!self.outside.is_empty()).then(|| body::summary(&self.outside, self.limits.body))
    }

    /// When there are too many comments the worst stay, in the order of the text.
    fn cap(&mut self) {
        let mut order: Vec<usize> = (0..self.comments.len()).collect();
        order.sort_by_key(|&number| std::cmp::Reverse(self.comments[number].severity));
        let beyond: Vec<Vec<Fingerprint>> =
            order.iter().skip(self.limits.comments).map(|&number| self.comments[number].names.clone()).collect();
        self.give_up(&|comment| beyond.contains(&comment.names));
    }

    /// Moves comments that a forge refuses to the summary.
    pub(super) fn give_up(&mut self, refused: &dyn Fn(&Comment) -> bool) {
        let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.comments).into_iter().partition(refused);
        self.comments = kept;
        self.outside.extend(gone.iter().map(Comment::outside));
        self.outside.sort();
    }
}

/// Places findings of files that the diff touches; the others are not this review's business.
pub fn plan<'a>(
    findings: impl IntoIterator<Item = &'a Shown<'a>>,
    sources: &'a [Source],
    site: Site<'_>,
    diff: &'a Diff,
    limits: Limits,
) -> Plan {
    let mut plan = Plan { limits, ..Plan::default() };
    let mut groups: Vec<Group<'_>> = Vec::new();
    for shown in findings {
        let Some(source) = sources.get(shown.finding.primary.at.file.0 as usize) else { continue };
        let path = site.path(source);
        let Some(patch) = diff.file(&path) else { continue };
        let Some(group) = Group::of(shown, source, sources, patch) else {
            plan.outside.push(outside(shown.finding, source, path));
            continue;
        };
        let joined = groups.last_mut().is_some_and(|last| last.path == path && last.join(&group));
        if !joined {
            groups.push(Group { path, ..group });
        }
    }
    plan.comments = groups.into_iter().map(|group| group.comment(&site)).collect();
    plan.cap();
    plan
}

fn outside(finding: &Finding, source: &Source, path: String) -> Outside {
    Outside {
        severity: std::cmp::Reverse(finding.severity),
        path,
        line: source.position(finding.primary.at.span.start).line,
        rule: finding.rule,
        message: finding.message.clone(),
    }
}

/// Findings that are said in one comment.
struct Group<'a> {
    path: String,
    source: &'a Source,
    patch: &'a FilePatch,
    found: Vec<&'a Shown<'a>>,
    first: u32,
    last: u32,
    /// Edits that can be suggested, and the lines they make.
    edits: Vec<Edit>,
    rewrite: Option<Rewrite>,
    /// Those of `found` whose fix is not in the suggestion.
    apart: Vec<&'a Shown<'a>>,
}

impl<'a> Group<'a> {
    /// A finding by itself; `None` where none of its lines is in the diff.
    fn of(shown: &'a Shown<'a>, source: &'a Source, sources: &[Source], patch: &'a FilePatch) -> Option<Self> {
        let at = shown.finding.primary.at.span;
        let lines = (source.position(at.start).line, source.position(at.end).line);
        let (first, last) = patch.clip(lines.0, lines.1)?;
        let mut group = Self {
            path: String::new(),
            source,
            patch,
            found: vec![shown],
            first,
            last,
            edits: Vec::new(),
            rewrite: None,
            apart: Vec::new(),
        };
        let Some(fix) = &shown.finding.fix else { return Some(group) };
        let rewrite = Rewrite::around(shown.finding, sources).filter(|rewrite| suggestible(rewrite, patch));
        match rewrite.filter(|_| fix.fix.safety == Safety::Safe) {
            Some(rewrite) => {
                (group.first, group.last) = (rewrite.first, rewrite.last);
                group.edits = fix.fix.changes.iter().flat_map(|change| change.edits.iter().cloned()).collect();
                group.rewrite = Some(rewrite);
            }
            None => group.apart.push(shown),
        }
        Some(group)
    }

    /// Takes another finding in where the two suggest something on the same lines and can do so together.
    fn join(&mut self, other: &Self) -> bool {
        let overlap = self.first <= other.last && other.first <= self.last;
        if !overlap || self.rewrite.is_none() || other.rewrite.is_none() {
            return false;
        }
        let Some((edits, rewrite)) = self.together(other) else { return false };
        (self.first, self.last) = (rewrite.first, rewrite.last);
        (self.edits, self.rewrite) = (edits, Some(rewrite));
        self.found.extend(&other.found);
        true
    }

    fn together(&self, other: &Self) -> Option<(Vec<Edit>, Rewrite)> {
        let mut edits: Vec<Edit> = self.edits.iter().chain(&other.edits).cloned().collect();
        edits.sort();
        edits.dedup();
        apply(self.source.text(), &edits)?;
        let lines = Span {
            start: self.source.line_span(self.first.min(other.first) as usize - 1).start,
            end: self.source.line_span(self.last.max(other.last) as usize - 1).end,
        };
        let rewrite = Rewrite::of(self.source, &edits, Some(lines))?;
        suggestible(&rewrite, self.patch).then_some((edits, rewrite))
    }

    fn comment(self, site: &Site<'_>) -> Comment {
        let text = self.found.iter().flat_map(|shown| body::finding(shown.finding, site.rule(shown.finding.rule)));
        let worst = self.found.iter().max_by_key(|shown| shown.finding.severity);
        let severity = worst.map_or(Severity::Hint, |shown| shown.finding.severity);
        let messages: Vec<&str> = self.found.iter().map(|shown| shown.finding.message.as_str()).collect();
        Comment {
            names: self.found.iter().map(|shown| shown.fingerprint).collect(),
            old_path: self.patch.old_path.clone(),
            first: self.first,
            last: self.last,
            old_first: self.patch.old_line(self.first),
            severity,
            text: text.collect(),
            suggestion: self.rewrite.map(|rewrite| rewrite.text.unwrap_or_default().replace('\r', "")),
            diffs: self.apart.iter().filter_map(|shown| unsuggested(shown.finding, self.source, &self.path)).collect(),
            message: messages.join("; "),
            rule: worst.map_or("", |shown| shown.finding.rule),
            path: self.path,
        }
    }
}

fn suggestible(rewrite: &Rewrite, patch: &FilePatch) -> bool {
    patch.holds(rewrite.first, rewrite.last) && rewrite.last - rewrite.first < SUGGESTED_LINES
}

/// A fix of this file that is too far away, too large or too risky for a button.
fn unsuggested(finding: &Finding, source: &Source, path: &str) -> Option<String> {
    let fix = &finding.fix.as_ref()?.fix;
    let file = finding.primary.at.file;
    let change = fix.changes.iter().find(|change| change.file == file)?;
    let after = apply(source.text(), &change.edits)?;
    let mut diff = Vec::new();
    write_diff(&mut diff, &FileDiff { path, before: Some(source.text()), after: &after }).ok()?;
    let risk = if fix.safety == Safety::Unsafe { " (changes what the migration does: check it)" } else { "" };
    Some(body::folded(&format!("{}{risk}", fix.title), &String::from_utf8_lossy(&diff)))
}
