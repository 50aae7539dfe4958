//! The objects of SARIF that are written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::super::{RulePage, Shown, Summary};
use super::{LineHashes, Places};
use crate::edit::{FileChange, NewFile, Safety};
use crate::finding::{Label, ProvenFix, Scenario, Severity};
use crate::fingerprint;
use crate::source::{Location, Source, Span};

/// GitHub cuts longer texts off.
const RULE_TEXT: usize = 1024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultView<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message<'a>,
    locations: [LocationView<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<LocationView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow<'a>>,
    partial_fingerprints: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixView<'a>>,
    properties: Properties<'a>,
}

impl<'a> ResultView<'a> {
    pub(super) fn of(shown: &Shown<'a>, hashes: &LineHashes, places: &mut Places<'_, 'a>) -> Option<Self> {
        let finding = shown.finding;
        let related: Vec<&Label> =
            finding.related.iter().filter(|label| places.source(label.at.file).is_some()).collect();
        let mut partial_fingerprints =
            BTreeMap::from([(format!("remigrate/v{}", fingerprint::VERSION), shown.fingerprint.to_string())]);
        if let Some(hash) = hashes.at(finding.primary.at.span.start) {
            partial_fingerprints.insert("primaryLocationLineHash".to_owned(), hash.to_owned());
        }
        Some(Self {
            rule_id: finding.rule,
            rule_index: places.rule(finding.rule),
            level: level(Some(finding.severity)),
            message: Message::new(super::super::plain_text(finding)),
            locations: [LocationView::primary(&finding.primary, places)?],
            related_locations: related
                .iter()
                .enumerate()
                .filter_map(|(number, label)| LocationView::related(label, number + 1, places))
                .collect(),
            code_flows: CodeFlow::of(shown, places).into_iter().collect(),
            partial_fingerprints,
            fixes: [&finding.fix, &finding.alternative]
                .into_iter()
                .flatten()
                .filter_map(|fix| FixView::of(fix, places))
                .collect(),
            properties: Properties {
                scenario: finding.scenario.name(),
                error_code: finding.error.as_ref().map(|error| error.code.as_str()).filter(|code| !code.is_empty()),
            },
        })
    }
}

/// What SARIF calls the severity; `None` for a rule whose scenario decides.
fn level(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) | None => "warning",
        Some(Severity::Hint) => "note",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties<'a> {
    scenario: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Message<'a> {
    text: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    markdown: Option<Cow<'a, str>>,
}

impl<'a> Message<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), markdown: None }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LocationView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

impl<'a> LocationView<'a> {
    fn primary(label: &'a Label, places: &Places<'_, 'a>) -> Option<Self> {
        Some(Self { id: None, physical_location: Physical::of(label.at, true, places)?, message: None })
    }

    fn related(label: &'a Label, id: usize, places: &Places<'_, 'a>) -> Option<Self> {
        let physical_location = Physical::of(label.at, false, places)?;
        Some(Self { id: Some(id), physical_location, message: Some(Message::new(label.text.as_str())) })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region<'a>>,
}

impl<'a> Physical<'a> {
    fn of(at: Location, text: bool, places: &Places<'_, 'a>) -> Option<Self> {
        let source = places.source(at.file)?;
        Some(Self {
            artifact_location: places.artifact(at.file)?,
            region: Region::of(at.span, source, text),
            context_region: text.then(|| Region::context(at.span, source)),
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

impl ArtifactLocation {
    pub(super) fn new(uri: String) -> Self {
        let uri_base_id = (!uri.starts_with("file://")).then_some("%SRCROOT%");
        Self { uri, uri_base_id }
    }
}

/// Lines and columns from 1, columns in UTF-16 units, the end exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region<'a> {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    end_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message<'a>>,
}

impl<'a> Region<'a> {
    fn of(span: Span, source: &'a Source, text: bool) -> Self {
        let (start, end) = (source.line_of(span.start), source.line_of(span.end));
        Self {
            start_line: start + 1,
            start_column: Some(column(source, span.start)),
            end_line: end + 1,
            end_column: Some(column(source, span.end)),
            snippet: text.then(|| Message::new(source.slice(span))),
        }
    }

    /// The lines of a stretch and one on each side.
    fn context(span: Span, source: &'a Source) -> Self {
        let first = source.line_of(span.start).saturating_sub(1);
        let mut last = super::super::rewrite::last_line(source, span) + 1;
        while last >= source.line_count() || (last + 1 == source.line_count() && source.line_span(last).is_empty()) {
            last -= 1;
        }
        let whole = Span { start: source.line_span(first).start, end: source.line_span(last).end };
        let snippet = Some(Message::new(source.slice(whole)));
        Self { start_line: first + 1, start_column: None, end_line: last + 1, end_column: None, snippet }
    }
}

fn column(source: &Source, offset: u32) -> usize {
    let start = source.line_span(source.line_of(offset)).start;
    let before = source.slice(Span { start, end: offset });
    before.trim_start_matches('\u{feff}').encode_utf16().count() + 1
}

/// The stop, then the failure: viewers step through it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow<'a> {
    message: Message<'a>,
    thread_flows: [ThreadFlow<'a>; 1],
}

#[derive(Serialize)]
struct ThreadFlow<'a> {
    locations: [FlowStep<'a>; 2],
}

#[derive(Serialize)]
struct FlowStep<'a> {
    location: LocationView<'a>,
}

impl<'a> CodeFlow<'a> {
    fn of(shown: &Shown<'a>, places: &Places<'_, 'a>) -> Option<Self> {
        let Scenario::AfterStop(stop) = shown.finding.scenario else { return None };
        let step = |at: Location, text: &'static str| {
            let physical_location = Physical::of(at, false, places)?;
            Some(FlowStep { location: LocationView { id: None, physical_location, message: Some(Message::new(text)) } })
        };
        let steps = [
            step(stop, "The first run stops behind this statement.")?,
            step(shown.finding.primary.at, "The next run fails here.")?,
        ];
        Some(Self {
            message: Message::new("A run that stops, and the next one."),
            thread_flows: [ThreadFlow { locations: steps }],
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixView<'a> {
    description: Message<'a>,
    artifact_changes: Vec<Change<'a>>,
}

impl<'a> FixView<'a> {
    fn of(fix: &'a ProvenFix, places: &Places<'_, 'a>) -> Option<Self> {
        let risk = if fix.fix.safety == Safety::Unsafe { " (may change what the migration does)" } else { "" };
        let changes = fix.fix.changes.iter().map(|change| Change::of(change, places));
        let created = fix.fix.created.iter().map(|file| Some(Change::created(file, places)));
        Some(Self {
            description: Message::new(format!("{}{risk}.", fix.fix.title)),
            artifact_changes: changes.chain(created).collect::<Option<_>>()?,
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

impl<'a> Change<'a> {
    fn of(change: &'a FileChange, places: &Places<'_, 'a>) -> Option<Self> {
        let source = places.source(change.file)?;
        let replacements = change
            .edits
            .iter()
            .map(|edit| Replacement {
                deleted_region: Region::of(edit.span, source, false),
                inserted_content: (!edit.text.is_empty()).then(|| Message::new(edit.text.as_str())),
            })
            .collect();
        Some(Self { artifact_location: places.artifact(change.file)?, replacements })
    }

    fn created(file: &'a NewFile, places: &Places<'_, 'a>) -> Self {
        let nothing = Region { start_line: 1, start_column: Some(1), end_line: 1, end_column: Some(1), snippet: None };
        let replacement =
            Replacement { deleted_region: nothing, inserted_content: Some(Message::new(file.text.as_str())) };
        Self { artifact_location: places.location(&file.path), replacements: vec![replacement] }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleView<'a> {
    id: &'a str,
    name: String,
    short_description: Message<'a>,
    full_description: Message<'a>,
    help: Message<'a>,
    help_uri: &'a str,
    default_configuration: Configuration,
    properties: RuleProperties<'a>,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties<'a> {
    tags: [&'a str; 2],
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

impl<'a> RuleView<'a> {
    pub(super) fn of(rule: &'a RulePage<'a>) -> Self {
        let severity = match rule.level {
            "error" => Some(Severity::Error),
            "hint" => Some(Severity::Hint),
            _ => None,
        };
        let page = without_front_matter(rule.page).trim();
        Self {
            id: rule.name,
            name: pascal_case(rule.name),
            short_description: Message::new(rule.summary),
            full_description: Message::new(why(page).unwrap_or_else(|| rule.summary.to_owned())),
            help: Message { text: Cow::Borrowed(page), markdown: Some(Cow::Borrowed(page)) },
            help_uri: &rule.url,
            default_configuration: Configuration { level: level(severity) },
            properties: RuleProperties {
                tags: ["database-migration", rule.group],
                precision: "very-high",
                severity: match severity {
                    Some(Severity::Error) => "error",
                    Some(Severity::Hint) => "recommendation",
                    _ => "warning",
                },
            },
        }
    }
}

fn without_front_matter(page: &str) -> &str {
    page.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(page, |(_, page)| page)
}

/// The first paragraph that says why, on one line.
fn why(page: &str) -> Option<String> {
    let section = page.split_once("\n## Why\n")?.1.trim_start();
    let paragraph: Vec<&str> = section.lines().take_while(|line| !line.trim().is_empty()).collect();
    let text = paragraph.join(" ");
    let end = text.char_indices().nth(RULE_TEXT).map_or(text.len(), |(end, _)| end);
    Some(text[..end].to_owned()).filter(|text| !text.is_empty())
}

fn pascal_case(name: &str) -> String {
    let upper = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    name.split('-').filter(|word| !word.is_empty()).map(upper).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    level: &'static str,
    message: Message<'a>,
}

impl<'a> Invocation<'a> {
    pub(super) fn of(summary: &'a Summary) -> Self {
        let notification = |trouble: &'a super::super::Trouble| Notification {
            level: "error",
            message: Message::new(match &trouble.path {
                Some(path) => format!("{path}: {}.", trouble.message),
                None => format!("{}.", trouble.message),
            }),
        };
        Self {
            execution_successful: summary.errors.is_empty(),
            tool_execution_notifications: summary.errors.iter().map(notification).collect(),
        }
    }
}
