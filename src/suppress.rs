//! Ignore comments: `remigrate: ignore[rule] -- reason` and `remigrate: file-ignore[rule]`.
//!
//! A comment on a line of its own is about the next line of code, one behind code about that line; both also hold for
//! the lines that are indented under it, so that a comment above a statement silences what is inside. Markers of other
//! tools with the same meaning are honoured, but never rewritten.

mod add;
mod directive;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::config::{Config, did_you_mean, expand};
use crate::edit::{Edit, Fix, Proof, Safety};
use crate::finding::{Finding, Label, ProvenFix, Scenario, Severity};
use crate::lint::Policy;
use crate::rules::{self, Rule};
use crate::source::{FileId, Location, Source, Span};

pub use add::{Comments, add_ignores};
use directive::{Directive, Named, Scope, directives};

/// The rules that the name at this byte of an ignore comment stands for, and where the name is.
pub fn rules_named_at(source: &Source, comments: &[Span], offset: u32) -> Option<(Vec<&'static Rule>, Span)> {
    let directives = directives(source, comments);
    let names = directives.iter().flat_map(|directive| &directive.names);
    let name = names.into_iter().find(|name| name.at.start <= offset && offset <= name.at.end)?;
    let rules = name.rules.as_ref()?;
    Some((rules::ALL.iter().filter(|rule| rules.contains(rule.name)).collect(), name.at))
}

/// The rule that speaks of ignore comments themselves.
const UNUSED: &str = "unused-ignore";

/// What a configuration and the files' comments let through.
#[derive(Debug)]
pub struct Ignores<'a> {
    config: &'a Config,
    /// How many findings comments silence, by file: a repair judges the same file several times.
    suppressed: Mutex<BTreeMap<FileId, usize>>,
}

impl<'a> Ignores<'a> {
    pub fn new(config: &'a Config) -> Self {
        Self { config, suppressed: Mutex::default() }
    }

    /// How many findings are silenced by comments.
    pub fn suppressed(&self) -> usize {
        self.suppressed.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Policy for Ignores<'_> {
    fn wants(&self, source: &Source, rule: &Rule) -> bool {
        self.config.is_enabled(rule.name, source.path())
    }

    fn filter(&self, file: FileId, source: &Source, comments: &dyn Fn() -> Vec<Span>, found: &mut Vec<Finding>) {
        for finding in found.iter_mut() {
            finding.severity = self.config.severity(finding.rule).unwrap_or(finding.severity);
        }
        let before = found.len();
        if directive::may_have_any(source.text()) {
            let comments = comments();
            let directives = directives(source, &comments);
            let used = silence(file, source, &directives, found);
            let silenced = before - found.len();
            self.suppressed.lock().unwrap_or_else(PoisonError::into_inner).insert(file, silenced);
            if self.config.is_enabled(UNUSED, source.path()) {
                let severity = self.config.severity(UNUSED).or_else(|| rules::find(UNUSED)?.level());
                let report =
                    Unused { config: self.config, file, source, severity: severity.unwrap_or(Severity::Warning) };
                found.extend(
                    directives.iter().zip(used).filter_map(|(directive, used)| report.finding(directive, &used)),
                );
            }
        }
    }
}

/// Takes out what the directives silence; for each of them, the names that silenced something.
fn silence(file: FileId, source: &Source, directives: &[Directive], found: &mut Vec<Finding>) -> Vec<BTreeSet<usize>> {
    let mut used = vec![BTreeSet::new(); directives.len()];
    found.retain(|finding| {
        if finding.primary.at.file != file {
            return true;
        }
        let line = source.line_of(finding.primary.at.span.start);
        let mut keep = true;
        for (directive, used) in directives.iter().zip(&mut used).filter(|(directive, _)| directive.scope.holds(line)) {
            for (number, name) in directive.names.iter().enumerate() {
                if name.covers(finding.rule) {
                    used.insert(number);
                    keep = false;
                }
            }
        }
        keep
    });
    used
}

/// Findings about comments that ignore nothing.
struct Unused<'a> {
    config: &'a Config,
    file: FileId,
    source: &'a Source,
    severity: Severity,
}

impl Unused<'_> {
    fn finding(&self, directive: &Directive, used: &BTreeSet<usize>) -> Option<Finding> {
        if directive.foreign {
            return None;
        }
        if let Some(mistake) = &directive.mistake {
            return Some(self.build(directive.at, mistake.clone(), None));
        }
        let idle: Vec<usize> = (0..directive.names.len())
            .filter(|number| !used.contains(number) && self.is_judged(&directive.names[*number]))
            .collect();
        let first = *idle.first()?;
        let message = match &directive.names[first] {
            Named { rules: None, text, .. } => {
                let known = rules::ALL.iter().map(|rule| rule.name).chain(rules::GROUPS);
                let proposal = did_you_mean(text, known).map(|name| format!("; did you mean `{name}`?"));
                format!("There is no rule or group `{text}` to ignore{}", proposal.unwrap_or_default())
            }
            _ => {
                let names: Vec<String> = idle.iter().map(|&n| format!("`{}`", directive.names[n].text)).collect();
                format!("This comment ignores {}, which finds nothing here", names.join(" and "))
            }
        };
        let at = if idle.len() == directive.names.len() { directive.at } else { directive.names[first].at };
        Some(self.build(at, message, Some(self.removal(directive, &idle))))
    }

    /// A rule that does not run here can't be seen to be idle.
    fn is_judged(&self, name: &Named) -> bool {
        let Some(rules) = &name.rules else { return true };
        rules.iter().any(|rule| self.config.is_enabled(rule, self.source.path()))
    }

    fn removal(&self, directive: &Directive, idle: &[usize]) -> ProvenFix {
        let (title, spans) = if idle.len() == directive.names.len() {
            ("Remove the comment that ignores nothing", vec![directive.whole(self.source)])
        } else {
            ("Remove the rules that are not found here", directive.without(idle))
        };
        let edits = spans.into_iter().map(Edit::delete).collect();
        let fix = Fix::new(title, Safety::Safe, self.file, edits);
        ProvenFix { fix, proof: Proof::Replayed }
    }

    fn build(&self, at: Span, message: String, fix: Option<ProvenFix>) -> Finding {
        Finding {
            rule: UNUSED,
            severity: self.severity,
            message,
            primary: Label { at: Location { file: self.file, span: at }, text: "ignores nothing".to_owned() },
            related: Vec::new(),
            scenario: Scenario::Rerun,
            error: None,
            help: None,
            fix,
            alternative: None,
        }
    }
}

impl Named {
    fn covers(&self, rule: &str) -> bool {
        self.rules.as_ref().is_some_and(|rules| rules.contains(rule))
    }

    /// A name as people write it.
    fn parse(text: &str, at: Span) -> Self {
        Self { text: text.to_owned(), at, rules: expand(text) }
    }
}

impl Scope {
    fn holds(&self, line: usize) -> bool {
        match self {
            Self::File => true,
            Self::Lines(lines) => lines.contains(&line),
        }
    }
}

#[cfg(test)]
mod tests;
