//! A fix as whole lines and what takes their place: what reviews can suggest and pages can show.

use crate::edit::{Edit, apply};
use crate::finding::Finding;
use crate::source::{Source, Span};

/// Neighbouring lines of a file, and their new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// Numbers of the first and the last line, from 1.
    pub first: u32,
    pub last: u32,
    /// The new lines, without the last line ending; `None` where the lines go and nothing takes their place.
    pub text: Option<String>,
}

impl Rewrite {
    /// The finding's fix, where it adds no file and changes only the finding's file; the lines hold the place of the finding too.
    pub fn around(finding: &Finding, sources: &[Source]) -> Option<Self> {
        let fix = &finding.fix.as_ref()?.fix;
        let [change] = &fix.changes[..] else { return None };
        let at = finding.primary.at;
        if change.file != at.file || !fix.created.is_empty() {
            return None;
        }
        Self::of(sources.get(at.file.0 as usize)?, &change.edits, Some(at.span))
    }

    /// The fewest whole lines that hold all edits, and `also`.
    pub fn of(source: &Source, edits: &[Edit], also: Option<Span>) -> Option<Self> {
        let spans = || edits.iter().map(|edit| edit.span).chain(also);
        let text_end = u32::try_from(source.text().len()).ok()?;
        let mut first = source.line_of(spans().map(|span| span.start).min()?);
        // Behind the last line ending there is no line that anybody could comment on.
        if source.line_span(first).is_empty() && source.line_span(first).start == text_end && first > 0 {
            first -= 1;
        }
        let mut last = spans().map(|span| last_line(source, span)).max()?.max(first);
        loop {
            let start = source.line_span(first).start;
            let end = if last + 1 < source.line_count() { source.line_span(last + 1).start } else { text_end };
            let before = source.slice(Span { start, end });
            let shifted: Vec<Edit> = edits
                .iter()
                .map(|edit| Edit {
                    span: Span { start: edit.span.start - start, end: edit.span.end - start },
                    text: edit.text.clone(),
                })
                .collect();
            let after = apply(before, &shifted)?;
            // Where the last line ending goes, the next line moves up: it belongs to the change.
            if before.ends_with('\n') && !after.is_empty() && !after.ends_with('\n') && end < text_end {
                last += 1;
                continue;
            }
            let text = (!after.is_empty()).then(|| without_line_ending(after));
            return Some(Self { first: number(first), last: number(last), text });
        }
    }

    /// How the lines read now, without the last line ending.
    pub fn before<'s>(&self, source: &'s Source) -> &'s str {
        let start = source.line_span(self.first as usize - 1).start;
        source.slice(Span { start, end: source.line_span(self.last as usize - 1).end })
    }
}

/// The last line (0-based) that a stretch touches; a stretch that ends with a line ending does not touch the next line.
pub(super) fn last_line(source: &Source, span: Span) -> usize {
    let line = source.line_of(span.end);
    let at_line_start = source.line_span(line).start == span.end;
    if at_line_start && (!span.is_empty() || span.end as usize == source.text().len()) && line > 0 {
        line - 1
    } else {
        line
    }
}

fn number(line: usize) -> u32 {
    u32::try_from(line + 1).unwrap_or(u32::MAX)
}

fn without_line_ending(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewrite(text: &str, edits: &[(usize, usize, &str)]) -> (u32, u32, Option<String>) {
        let source = Source::new("a.sql", text);
        let edits: Vec<Edit> =
            edits.iter().map(|(start, end, text)| Edit::replace(Span::new(*start, *end), *text)).collect();
        let found = Rewrite::of(&source, &edits, None).expect("edits fit");
        (found.first, found.last, found.text)
    }

    #[test]
    fn edits_become_whole_lines() {
        let some = |text: &str| Some(text.to_owned());
        for (name, text, edits, expected) in [
            ("inside a line", "ab\ncd\n", &[(4, 4, "X")][..], (2, 2, some("cXd"))),
            ("two lines", "ab\ncd\nef\n", &[(0, 0, "X"), (4, 5, "")], (1, 2, some("Xab\nc"))),
            ("a line before", "ab\ncd\n", &[(3, 3, "new\n")], (2, 2, some("new\ncd"))),
            ("a line deleted", "ab\ncd\nef\n", &[(3, 6, "")], (2, 2, None)),
            ("lines joined", "ab\ncd\nef\n", &[(2, 3, "")], (1, 2, some("abcd"))),
            ("behind the end", "ab\n", &[(3, 3, "cd\n")], (1, 1, some("ab\ncd"))),
            ("no line ending", "ab\ncd", &[(5, 5, ";")], (2, 2, some("cd;"))),
            ("CRLF", "ab\r\ncd\r\n", &[(0, 0, "x\r\n")], (1, 1, some("x\r\nab"))),
        ] {
            assert_eq!(rewrite(text, edits), expected, "{name}");
        }
    }
}
