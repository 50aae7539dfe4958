//! SQL inside a string of another language: which bytes of the file stand for it, and what may be put there.

use super::site::Draft;
use crate::edit::{Edit, Fix};
use crate::engine::Language;
use crate::frontend::Request;
use crate::frontend::sql::Embedded;
use crate::source::Span;

/// How the host language writes the string down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// A Ruby heredoc, or a Python string in three quotes.
    Lines,
    /// A Rust string, which may have several lines; `raw` with so many `#` around its quotes.
    Rust { raw: Option<usize> },
    /// Ends at this character, and with its line.
    Quote(char),
    /// Something this module does not know, such as `%q(…)`.
    Other,
}

/// Whether new lines may be put into the string.
pub(super) fn takes_lines(embedded: &Embedded, request: &Request<'_>) -> bool {
    matches!(quoting(embedded, request), Quoting::Lines | Quoting::Rust { .. })
}

/// Told from what stands in front of the first byte of the string, where that byte was copied.
fn quoting(embedded: &Embedded, request: &Request<'_>) -> Quoting {
    let Some(&(_, first, _)) = embedded.pieces.first() else { return Quoting::Other };
    let Some(before) = request.source.text().get(..first as usize) else { return Quoting::Other };
    if request.context.tool.language() == Language::Rust {
        return rust(before);
    }
    let python = request.context.tool.language() == Language::Python;
    if python && (before.ends_with("\"\"\"") || before.ends_with("'''")) {
        return Quoting::Lines;
    }
    // A heredoc's text starts behind a line that says so; `<<~` takes the indentation away, so blanks may stand between.
    let line_before = before.trim_end_matches([' ', '\t']);
    if !python && line_before.ends_with('\n') && opens_heredoc(line_before) {
        return Quoting::Lines;
    }
    match before.chars().next_back() {
        Some(quote @ ('"' | '\'')) => Quoting::Quote(quote),
        _ => Quoting::Other,
    }
}

fn rust(before: &str) -> Quoting {
    let Some(prefix) = before.strip_suffix('"') else { return Quoting::Other };
    let bare = prefix.trim_end_matches('#');
    Quoting::Rust { raw: bare.ends_with('r').then_some(prefix.len() - bare.len()) }
}

fn opens_heredoc(text: &str) -> bool {
    text.lines().next_back().is_some_and(|line| line.contains("<<~") || line.contains("<<-") || line.contains("<<"))
}

/// The offset in the string's value of a byte of the file: that of the nearest byte that was copied.
pub(super) fn text_offset(embedded: &Embedded, at: u32) -> usize {
    let after = embedded.pieces.partition_point(|piece| piece.1 <= at);
    let offset = match embedded.pieces.get(after.wrapping_sub(1)) {
        Some(&(text, file, length)) => text + (at - file).min(length),
        None => embedded.pieces.first().map_or(0, |piece| piece.0),
    };
    offset as usize
}

/// Carries a draft over into the file; `None` where an edit falls on bytes that the file does not hold one by one, or
/// where its text would mean something else in the host language.
pub(super) fn into_file(draft: Draft, embedded: &Embedded, request: &Request<'_>) -> Option<Fix> {
    let quoting = quoting(embedded, request);
    let mut edits = Vec::with_capacity(draft.edits.len());
    for edit in draft.edits {
        if !fits(&edit.text, quoting) {
            return None;
        }
        edits.push(Edit { span: file_span(embedded, edit.span)?, text: edit.text });
    }
    Some(Fix::new(draft.title, draft.safety, request.file, edits))
}

/// Whether this text means itself in the string. Braces and `#{` would be holes, backslashes escapes; `:name` is a
/// parameter in SQLAlchemy's `text()`, which is what `op.execute` makes of a string.
fn fits(text: &str, quoting: Quoting) -> bool {
    let plain = !text.contains(['\\', '{', '}', '#', ':', '%']);
    plain
        && match quoting {
            Quoting::Rust { raw: None | Some(0) } => !text.contains('"'),
            Quoting::Rust { raw: Some(_) } => true,
            Quoting::Lines => !text.contains("\"\"\"") && !text.contains("'''") && !text.ends_with('"'),
            Quoting::Quote(quote) => !text.contains(['\n', '\r', quote]),
            Quoting::Other => !text.contains(['\n', '\r', '"', '\'', '(', ')', '[', ']', '<', '>', '|', '`']),
        }
}

/// The file's bytes for a stretch of the text: within one copied piece.
fn file_span(embedded: &Embedded, span: Span) -> Option<Span> {
    let holds = |piece: &&(u32, u32, u32)| piece.0 <= span.start && span.end <= piece.0 + piece.2;
    // At a seam, the piece that ends there comes first: text behind a word stays with that word.
    let &(text, file, _) = embedded.pieces.iter().find(holds)?;
    Some(Span { start: file + (span.start - text), end: file + (span.end - text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_the_host_language_would_read_otherwise_is_refused() {
        for (text, quoting, expected) in [
            (" IF NOT EXISTS", Quoting::Other, true),
            (" IF NOT EXISTS", Quoting::Quote('"'), true),
            ("conname = 'x'", Quoting::Quote('\''), false),
            ("conname = 'x'", Quoting::Quote('"'), true),
            ("a\nb", Quoting::Quote('"'), false),
            ("a\nb", Quoting::Lines, true),
            ("to_regclass('#{x}')", Quoting::Lines, false),
            ("x::int", Quoting::Lines, false),
            ("DROP \"t\"", Quoting::Rust { raw: None }, false),
            ("DROP \"t\"", Quoting::Rust { raw: Some(1) }, true),
            ("a\nb", Quoting::Rust { raw: None }, true),
        ] {
            assert_eq!(fits(text, quoting), expected, "{text}");
        }
    }
}
