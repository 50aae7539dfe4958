//! What a fix does to the text, under its finding: the lines that go and those that come.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::edit::{self, Edit, Fix};
use crate::report::Terminal;
use crate::report::diff::{hunk_lines, hunks, lines};
use crate::report::source_of;
use crate::source::{Source, Span};

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 1;
/// How many lines of a preview are shown.
const LIMIT: usize = 40;
/// How much of a long line is shown.
const COLUMNS: usize = 160;

/// Writes the changes of a fix, indented.
pub(super) fn write(out: &mut dyn Write, terminal: &Terminal, fix: &Fix, sources: &[Source]) -> io::Result<()> {
    for change in &fix.changes {
        let Some(source) = source_of(sources, change.file) else { continue };
        if fix.changes.len() > 1 {
            writeln!(out, "  {}", terminal.paint(Style::new().bold(), source.path().as_str()))?;
        }
        for group in neighbours(&change.edits, source) {
            write_group(out, terminal, group, source)?;
        }
    }
    for file in &fix.created {
        writeln!(out, "  {}", terminal.paint(Style::new().bold(), &format!("{} (new)", file.path)))?;
        for (number, line) in (1..).zip(file.text.lines()) {
            write_line(out, terminal, b'+', number, line)?;
        }
    }
    Ok(())
}

/// Edits whose lines touch, so that each group is one stretch of the file: the rest of the file is not looked at.
fn neighbours<'a>(edits: &'a [Edit], source: &'a Source) -> impl Iterator<Item = &'a [Edit]> {
    edits.chunk_by(|left, right| source.line_of(right.span.start) <= source.line_of(left.span.end) + 2 * CONTEXT + 1)
}

fn write_group(out: &mut dyn Write, terminal: &Terminal, edits: &[Edit], source: &Source) -> io::Result<()> {
    let (Some(first), Some(last)) = (edits.first(), edits.last()) else { return Ok(()) };
    let from = source.line_of(first.span.start).saturating_sub(CONTEXT);
    let to = source.line_of(last.span.end) + CONTEXT;
    let start = source.line_span(from).start;
    let end = if to + 1 < source.line_count() { source.line_span(to + 1).start as usize } else { source.text().len() };
    let before = source.slice(Span::new(start as usize, end));
    let moved: Vec<Edit> = edits
        .iter()
        .map(|edit| Edit {
            span: Span { start: edit.span.start - start, end: edit.span.end - start },
            text: edit.text.clone(),
        })
        .collect();
    let Some(after) = edit::apply(before, &moved) else { return Ok(()) };
    let (before, after) = (lines(before), lines(&after));
    let mut left = LIMIT;
    for hunk in hunks(&before, &after, CONTEXT) {
        let mut number = from + hunk.first().map_or(0, |op| op.new_range().start);
        for (sign, line) in hunk_lines(&hunk, &before, &after) {
            if left == 0 {
                return writeln!(out, "  {}", terminal.paint(Style::new().dimmed(), "      …"));
            }
            left -= 1;
            number += usize::from(sign != b'-');
            write_line(out, terminal, sign, number, line)?;
        }
    }
    Ok(())
}

fn write_line(out: &mut dyn Write, terminal: &Terminal, sign: u8, number: usize, line: &str) -> io::Result<()> {
    let style = match sign {
        b'+' => AnsiColor::Green.on_default(),
        b'-' => AnsiColor::Red.on_default(),
        _ => Style::new().dimmed(),
    };
    let line = line.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').replace('\t', "    ");
    let cut = line.char_indices().nth(COLUMNS).map_or(line.as_str(), |(at, _)| &line[..at]);
    let more = if cut.len() < line.len() { "…" } else { "" };
    let number = if sign == b'-' { String::new() } else { number.to_string() };
    let text = format!("{number:>6} {} {cut}{more}", char::from(sign));
    writeln!(out, "  {}", terminal.paint(style, text.trim_end()))
}
