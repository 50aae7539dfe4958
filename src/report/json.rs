//! Versioned JSON, written finding by finding; `docs/json.md` describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::{Reporter, Shown, Summary, source_of};
use crate::edit::{Edit, FileChange, Proof};
use crate::finding::{EngineError, Label, ProvenFix, Scenario};
use crate::source::{Location, Position, Source, Span};

/// Grows when a reader of an older version could misread a newer one; new members may come without it.
const VERSION: u32 = 1;

/// The format for programs.
#[derive(Debug)]
pub struct Json<W: Write> {
    out: W,
    /// Whether a finding was written: the next needs a comma.
    any: bool,
    begun: bool,
}

impl<W: Write> Json<W> {
    pub fn new(out: W) -> Self {
        Self { out, any: false, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            let tool = env!("CARGO_PKG_VERSION");
            write!(
                self.out,
                "{{\"version\":{VERSION},\"tool\":{{\"name\":\"remigrate\",\"version\":\"{tool}\"}},\"findings\":["
            )?;
        }
        Ok(())
    }
}

impl<W: Write> Reporter for Json<W> {
    fn findings(&mut self, findings: &[Shown<'_>], sources: &[Source]) -> io::Result<()> {
        self.begin()?;
        for shown in findings {
            let Some(view) = FindingView::of(shown, sources) else { continue };
            self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
            self.any = true;
            serde_json::to_writer(&mut self.out, &view)?;
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        self.begin()?;
        write!(self.out, "\n],\"errors\":")?;
        let errors: Vec<_> = summary
            .errors
            .iter()
            .map(|error| TroubleView { path: error.path.as_deref(), message: &error.message })
            .collect();
        serde_json::to_writer(&mut self.out, &errors)?;
        write!(self.out, ",\"summary\":")?;
        serde_json::to_writer(&mut self.out, &SummaryView::of(summary))?;
        writeln!(self.out, "}}")?;
        self.out.flush()
    }
}

#[derive(Serialize)]
struct FindingView<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    fingerprint: String,
    scenario: ScenarioView<'a>,
    primary: LabelView<'a>,
    related: Vec<LabelView<'a>>,
    error: Option<ErrorView<'a>>,
    help: Option<&'a str>,
    fix: Option<FixView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alternative: Option<FixView<'a>>,
}

impl<'a> FindingView<'a> {
    fn of(shown: &Shown<'a>, sources: &'a [Source]) -> Option<Self> {
        let finding = shown.finding;
        let stop = match &finding.scenario {
            Scenario::AfterStop(location) => PlaceView::of(*location, sources),
            _ => None,
        };
        Some(Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            message: &finding.message,
            fingerprint: shown.fingerprint.to_string(),
            scenario: ScenarioView { name: finding.scenario.name(), stop },
            primary: LabelView::of(&finding.primary, sources)?,
            related: finding.related.iter().filter_map(|label| LabelView::of(label, sources)).collect(),
            error: finding.error.as_ref().map(ErrorView::of),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().and_then(|fix| FixView::of(fix, sources)),
            alternative: finding.alternative.as_ref().and_then(|fix| FixView::of(fix, sources)),
        })
    }
}

#[derive(Serialize)]
struct ScenarioView<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    stop: Option<PlaceView<'a>>,
}

#[derive(Serialize)]
struct LabelView<'a> {
    #[serde(flatten)]
    place: PlaceView<'a>,
    text: &'a str,
}

impl<'a> LabelView<'a> {
    fn of(label: &'a Label, sources: &'a [Source]) -> Option<Self> {
        Some(Self { place: PlaceView::of(label.at, sources)?, text: &label.text })
    }
}

#[derive(Serialize)]
struct PlaceView<'a> {
    path: &'a str,
    #[serde(flatten)]
    range: RangeView,
}

impl<'a> PlaceView<'a> {
    fn of(at: Location, sources: &'a [Source]) -> Option<Self> {
        let source = source_of(sources, at.file)?;
        Some(Self { path: source.path().as_str(), range: RangeView::of(at.span, source) })
    }
}

#[derive(Serialize)]
struct RangeView {
    start: PositionView,
    end: PositionView,
}

impl RangeView {
    fn of(span: Span, source: &Source) -> Self {
        let view = |offset| {
            let Position { line, column } = source.position(offset);
            PositionView { offset, line, column }
        };
        Self { start: view(span.start), end: view(span.end) }
    }
}

#[derive(Serialize)]
struct PositionView {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct ErrorView<'a> {
    code: Option<&'a str>,
    message: &'a str,
}

impl<'a> ErrorView<'a> {
    fn of(error: &'a EngineError) -> Self {
        Self { code: Some(error.code.as_str()).filter(|code| !code.is_empty()), message: &error.message }
    }
}

#[derive(Serialize)]
struct FixView<'a> {
    title: &'a str,
    safety: &'a str,
    proof: &'a str,
    changes: Vec<ChangeView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    created: Vec<CreatedView<'a>>,
}

/// A file that the fix adds.
#[derive(Serialize)]
struct CreatedView<'a> {
    path: &'a str,
    text: &'a str,
}

impl<'a> FixView<'a> {
    fn of(fix: &'a ProvenFix, sources: &'a [Source]) -> Option<Self> {
        let proof = match fix.proof {
            Proof::Replayed => "replayed",
            Proof::Verified => "verified",
        };
        let changes = fix.fix.changes.iter().map(|change| ChangeView::of(change, sources)).collect::<Option<_>>()?;
        let created = &fix.fix.created;
        let created = created.iter().map(|file| CreatedView { path: file.path.as_str(), text: &file.text }).collect();
        Some(Self { title: &fix.fix.title, safety: fix.fix.safety.name(), proof, changes, created })
    }
}

#[derive(Serialize)]
struct ChangeView<'a> {
    path: &'a str,
    edits: Vec<EditView<'a>>,
}

impl<'a> ChangeView<'a> {
    fn of(change: &'a FileChange, sources: &'a [Source]) -> Option<Self> {
        let source = source_of(sources, change.file)?;
        let edit = |edit: &'a Edit| EditView { range: RangeView::of(edit.span, source), replacement: &edit.text };
        Some(Self { path: source.path().as_str(), edits: change.edits.iter().map(edit).collect() })
    }
}

#[derive(Serialize)]
struct EditView<'a> {
    #[serde(flatten)]
    range: RangeView,
    replacement: &'a str,
}

#[derive(Serialize)]
struct TroubleView<'a> {
    path: Option<&'a str>,
    message: &'a str,
}

#[derive(Serialize)]
struct SummaryView {
    files: usize,
    migrations: usize,
    errors: usize,
    warnings: usize,
    hints: usize,
    fixable_safe: usize,
    fixable_unsafe: usize,
    fixed: usize,
    suppressed: usize,
    upstream_hidden: usize,
    hints_hidden: usize,
    known: usize,
    known_gone: usize,
    operations: usize,
    opaque_operations: usize,
}

impl SummaryView {
    fn of(summary: &Summary) -> Self {
        Self {
            files: summary.files,
            migrations: summary.migrations,
            errors: summary.findings.errors,
            warnings: summary.findings.warnings,
            hints: summary.findings.hints,
            fixable_safe: summary.fixable_safe,
            fixable_unsafe: summary.fixable_unsafe,
            fixed: summary.fixed,
            suppressed: summary.suppressed,
            upstream_hidden: summary.upstream_hidden,
            hints_hidden: summary.hints_hidden,
            known: summary.known,
            known_gone: summary.known_gone,
            operations: summary.opaque.operations,
            opaque_operations: summary.opaque.everything + summary.opaque.narrow,
        }
    }
}
