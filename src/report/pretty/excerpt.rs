//! A [`SourceCode`] that finds lines by the index of the [`Source`]: the cost of a label does not grow with its offset.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::{Source, Span};

/// The longest line that is shown whole, in bytes.
const WHOLE: usize = 400;
/// How many bytes around a label are shown of a longer one.
const MARGIN: usize = 80;

/// One file, as miette reads it.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    source: &'a Source,
}

impl<'a> Excerpt<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { source }
    }

    /// The bytes to show for a stretch with some lines around it.
    fn window(&self, span: Span, before: usize, after: usize) -> std::ops::Range<usize> {
        let first = self.source.line_of(span.start).saturating_sub(before);
        let last = (self.source.line_of(span.end) + after).min(self.source.line_count() - 1);
        let whole = self.source.line_span(first).start as usize..self.source.line_span(last).end as usize;
        let long = |line| {
            let span = self.source.line_span(line);
            (span.end - span.start) as usize > WHOLE
        };
        if (first..=last).any(long) { self.part_of_line(span) } else { without_mark(self.source.text(), whole) }
    }

    /// Some of a line that is too long to show, or that stands beside one.
    fn part_of_line(&self, span: Span) -> std::ops::Range<usize> {
        let text = self.source.text();
        let line = self.source.line_span(self.source.line_of(span.start)).range();
        let mut start = (span.start as usize).saturating_sub(MARGIN).max(line.start);
        let mut end = (span.end as usize + MARGIN).min(span.start as usize + 2 * WHOLE).min(line.end).max(start);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        without_mark(text, start..end.max(start))
    }
}

/// A byte-order mark at the start of the file has no width and is not shown.
fn without_mark(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let mark = if range.start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    (range.start + mark).min(range.end)..range.end
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let text = self.source.text();
        let span = Span::new(span.offset(), span.offset() + span.len());
        if span.end as usize > text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let position = self.source.position(span.start);
        // Without lines around it, the answer says where the stretch itself begins.
        let (range, column) = if before == 0 && after == 0 {
            (span.range(), position.column as usize - 1)
        } else {
            (self.window(span, before, after), 0)
        };
        let line = self.source.line_of(Span::new(range.start, range.start).start);
        let lines = self.source.line_of(Span::new(range.end, range.end).start) - line + 1;
        let data = text.get(range.clone()).ok_or(MietteError::OutOfBounds)?.as_bytes();
        let shown = (range.start, range.len()).into();
        let name = self.source.path().to_string();
        Ok(Box::new(MietteSpanContents::new_named(name, data, shown, line, column, lines)))
    }
}
