//! Rust's string literals: their value, and where each stretch of it stands in the file.

use std::rc::Rc;

use super::value::{Text, Value};
use crate::frontend::sql::Embedded;
use crate::source::{Source, Span};

/// What an unknown part of a `format!` is filled with.
const HOLE: &str = "__hole__";

/// The value of the literal that stands at `at`, quotes and prefix included.
pub(super) fn literal(source: &Source, at: Span) -> Text {
    let written = source.slice(at);
    let mut sql = Embedded { text: String::with_capacity(written.len()), pieces: Vec::new(), holes: false };
    let raw = written.trim_start_matches(['b', 'c']).starts_with('r');
    let open = written.find('"').map_or(0, |quote| quote + 1);
    let close = written.rfind('"').unwrap_or(open).max(open);
    let body = written.get(open..close).unwrap_or_default();
    let start = at.start as usize + open;
    if raw {
        copy(body, start, &mut sql);
    } else {
        unescape(body, start, &mut sql);
    }
    anchored(Text { sql, at })
}

/// Copies a cooked literal's body: stretches without escapes one to one, escapes as what they stand for.
fn unescape(body: &str, start: usize, out: &mut Embedded) {
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| rest.find('\\')) {
        copy(&body[at..at + found], start + at, out);
        at += found + 1;
        let rest = body.get(at..).unwrap_or_default();
        at += escape(rest, out);
    }
    copy(body.get(at..).unwrap_or_default(), start + at, out);
}

/// Appends what the escape behind a backslash stands for; gives the length of its text.
fn escape(rest: &str, out: &mut Embedded) -> usize {
    let mut chars = rest.chars();
    let code = |digits: &str| u32::from_str_radix(&digits.replace('_', ""), 16).ok().and_then(char::from_u32);
    match chars.next() {
        Some('n') => out.text.push('\n'),
        Some('r') => out.text.push('\r'),
        Some('t') => out.text.push('\t'),
        Some('0') => out.text.push('\0'),
        Some('x') => {
            out.text.extend(rest.get(1..3).and_then(code));
            return 3.min(rest.len());
        }
        Some('u') => {
            let end = rest.find('}').unwrap_or(rest.len().saturating_sub(1));
            out.text.extend(rest.get(2..end).and_then(code));
            return end + 1;
        }
        // A line's end and the blanks of the next line are left out.
        Some('\n' | '\r') => return rest.len() - rest.trim_start().len(),
        Some(other) => {
            out.text.push(other);
            return other.len_utf8();
        }
        None => return 0,
    }
    1
}

fn copy(text: &str, from: usize, out: &mut Embedded) {
    if text.is_empty() {
        return;
    }
    let offset = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    out.pieces.push((offset(out.text.len()), offset(from), offset(text.len())));
    out.text.push_str(text);
}

/// A text of which nothing is in the file stands where it is used.
fn anchored(mut text: Text) -> Text {
    if text.sql.pieces.is_empty() {
        text.sql.pieces.push((0, text.at.start, 0));
    }
    text
}

/// Text that is not written as a literal: the name an enum stands for, a sum of strings.
pub(super) fn made(value: &str, at: Span) -> Text {
    anchored(Text { sql: Embedded { text: value.to_owned(), pieces: Vec::new(), holes: false }, at })
}

/// One string after another.
pub(super) fn join(parts: &[Rc<Text>], separator: &str, at: Span) -> Text {
    let mut sql = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            sql.text.push_str(separator);
        }
        append(&part.sql, &mut sql);
    }
    anchored(Text { sql, at })
}

fn append(part: &Embedded, out: &mut Embedded) {
    let base = u32::try_from(out.text.len()).unwrap_or(u32::MAX);
    out.pieces
        .extend(part.pieces.iter().filter(|piece| piece.2 > 0).map(|&(text, file, len)| (base + text, file, len)));
    out.text.push_str(&part.text);
    out.holes |= part.holes;
}

/// `format!`: the template with its holes filled where their values are known.
///
/// `argument` gives the value of a hole: by name, or of the place with this number.
pub(super) fn format<'a>(template: &Text, at: Span, argument: &dyn Fn(Hole<'_>) -> Option<Value<'a>>) -> Text {
    let mut sql = Embedded { text: String::new(), pieces: Vec::new(), holes: template.sql.holes };
    let text = template.sql.text.as_str();
    let (mut done, mut next) = (0, 0);
    while let Some(found) = text.get(done..).and_then(|rest| rest.find(['{', '}'])) {
        let brace = done + found;
        slice(&template.sql, done, brace, &mut sql);
        if text[brace..].starts_with("{{") || text[brace..].starts_with("}}") {
            slice(&template.sql, brace, brace + 1, &mut sql);
            done = brace + 2;
            continue;
        }
        let end = text[brace..].find('}').map_or(text.len(), |end| brace + end);
        let name = text.get(brace + 1..end).unwrap_or_default().split(':').next().unwrap_or_default().trim();
        let hole = match name {
            "" => {
                next += 1;
                Hole::Place(next - 1)
            }
            digits if digits.bytes().all(|b| b.is_ascii_digit()) => Hole::Place(digits.parse().unwrap_or(usize::MAX)),
            name => Hole::Name(name),
        };
        match argument(hole) {
            Some(Value::Text(known)) => append(&known.sql, &mut sql),
            Some(Value::Number(number)) => sql.text.push_str(&number),
            _ => {
                sql.holes = true;
                sql.text.push_str(HOLE);
            }
        }
        done = (end + 1).min(text.len());
    }
    slice(&template.sql, done, text.len(), &mut sql);
    sql.pieces.sort_unstable();
    anchored(Text { sql, at })
}

/// What a `{…}` of a format string asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hole<'n> {
    Place(usize),
    Name(&'n str),
}

/// Copies a stretch of one text with its places to the end of another.
fn slice(from: &Embedded, start: usize, end: usize, out: &mut Embedded) {
    let Some(text) = from.text.get(start..end).filter(|text| !text.is_empty()) else { return };
    let offset = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let (start, end, base) = (offset(start), offset(end), offset(out.text.len()));
    for &(at, file, len) in &from.pieces {
        let (first, last) = (at.max(start), (at + len).min(end));
        if first < last {
            out.pieces.push((base + first - start, file + first - at, last - first));
        }
    }
    out.text.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> (String, Vec<(u32, u32, u32)>) {
        let source = Source::new("m.rs", format!("  {written};"));
        let text = literal(&source, Span::new(2, 2 + written.len()));
        (text.sql.text, text.sql.pieces)
    }

    #[test]
    fn literals_keep_their_places() {
        assert_eq!(read(r#""a b""#), ("a b".to_owned(), vec![(0, 3, 3)]));
        assert_eq!(read(r##"r#"a "b""#"##), ("a \"b\"".to_owned(), vec![(0, 5, 5)]));
        assert_eq!(read(r#""a\nb\"c""#), ("a\nb\"c".to_owned(), vec![(0, 3, 1), (2, 6, 1), (4, 9, 1)]));
        assert_eq!(read("\"a\\\n   b\"").0, "ab");
        assert_eq!(read(r#""\u{e9}\x41""#).0, "éA");
        assert_eq!(read(r#""""#), (String::new(), vec![(0, 2, 0)]));
    }

    #[test]
    fn format_fills_what_is_known() {
        let source = Source::new("m.rs", r#""a {x} {} {{}} {:?}""#);
        let template = literal(&source, Span::new(0, source.text().len()));
        let known = |hole: Hole<'_>| match hole {
            Hole::Name("x") => Some(Value::Number("7".to_owned())),
            Hole::Place(0) => Some(Value::Text(Rc::new(made("t", template.at)))),
            _ => None,
        };
        let text = format(&template, template.at, &known);
        assert_eq!(text.sql.text, "a 7 t {} __hole__");
        assert!(text.sql.holes);
        assert_eq!(text.sql.file_offset(0), 1);
    }
}
