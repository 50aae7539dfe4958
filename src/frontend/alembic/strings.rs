//! Python string literals as values with the places of their bytes in the file.

use tree_sitter::Node as Ts;

use super::syntax::{children, field, span, text};
use super::value::{Args, Text, Value};
use crate::frontend::sql::Embedded;
use crate::source::Span;

/// Stands for what an f-string's hole or a `%` format puts in at run time.
const HOLE: &str = "hole";

/// Reads a string or a chain of them. `fill` gives the value of an f-string's hole where it is known.
pub(super) fn read<'t>(node: Ts<'t>, source: &str, fill: &mut impl FnMut(Ts<'t>) -> Option<String>) -> Text {
    let mut sql = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    if node.kind() == "concatenated_string" {
        for part in children(node) {
            append(&mut sql, part, source, fill);
        }
    } else {
        append(&mut sql, node, source, fill);
    }
    Text { sql, at: span(node), exact: false, from_rows: None }
}

fn append<'t>(sql: &mut Embedded, node: Ts<'t>, source: &str, fill: &mut impl FnMut(Ts<'t>) -> Option<String>) {
    let raw = node.child(0).is_some_and(|start| text(start, source).trim_end_matches(['"', '\'']).contains(['r', 'R']));
    for part in children(node) {
        match part.kind() {
            "string_content" => content(sql, part, source, raw),
            "interpolation" => match field(part, "expression").and_then(&mut *fill) {
                Some(value) => sql.text.push_str(&value),
                None => {
                    sql.text.push_str(HOLE);
                    sql.holes = true;
                }
            },
            _ => {}
        }
    }
}

/// The stretches between escapes are copied, the escapes resolved.
fn content(sql: &mut Embedded, node: Ts<'_>, source: &str, raw: bool) {
    let mut at = node.start_byte();
    for escape in node.named_children(&mut node.walk()) {
        copy(sql, source, at, escape.start_byte());
        match escape.kind() {
            "escape_sequence" if raw => copy(sql, source, escape.start_byte(), escape.end_byte()),
            "escape_sequence" => sql.text.push_str(&unescape(text(escape, source))),
            // `{{` and `}}` of an f-string.
            _ => copy(sql, source, escape.start_byte(), escape.start_byte() + 1),
        }
        at = escape.end_byte();
    }
    copy(sql, source, at, node.end_byte());
}

fn copy(sql: &mut Embedded, source: &str, start: usize, end: usize) {
    if start >= end {
        return;
    }
    let from = Span::new(start, end);
    let into = Span::new(sql.text.len(), 0).start;
    sql.pieces.push((into, from.start, from.end - from.start));
    sql.text.push_str(source.get(start..end).unwrap_or_default());
}

fn unescape(escape: &str) -> String {
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32).map(String::from);
    let body = &escape[1..];
    let resolved = match body.chars().next() {
        Some('n') => Some("\n".to_owned()),
        Some('t') => Some("\t".to_owned()),
        Some('r') => Some("\r".to_owned()),
        Some('\n' | '\r') => Some(String::new()),
        Some('\\' | '\'' | '"') => Some(body.to_owned()),
        Some('x' | 'u' | 'U') => code(&body[1..], 16),
        Some('0'..='7') => code(body, 8),
        Some('a') => Some("\u{7}".to_owned()),
        Some('b') => Some("\u{8}".to_owned()),
        Some('f') => Some("\u{c}".to_owned()),
        Some('v') => Some("\u{b}".to_owned()),
        _ => None,
    };
    resolved.unwrap_or_else(|| escape.to_owned())
}

/// `a + b`.
pub(super) fn join(a: &Text, b: &Text, at: Span) -> Text {
    let offset = Span::new(a.sql.text.len(), 0).start;
    let mut sql = a.sql.clone();
    sql.text.push_str(&b.sql.text);
    sql.pieces.extend(b.sql.pieces.iter().map(|&(text, file, length)| (text + offset, file, length)));
    sql.holes |= b.sql.holes;
    Text { sql, at, exact: false, from_rows: None }
}

/// `:name` filled in with the literals that are given for it: `execute(text, {"name": "free"})`, `bindparams(name="free")`.
pub(super) fn with_binds(text: &Text, args: &Args<'_>) -> Text {
    let mut given: Vec<(String, String)> = Vec::new();
    let mut give = |name: Option<&str>, value: &Value<'_>| {
        let literal = match value {
            Value::Text(_) => value.as_str().map(|text| format!("'{}'", text.replace('\'', "''"))),
            Value::Number(number) => Some(number.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::None => Some("NULL".to_owned()),
            _ => None,
        };
        given.extend(name.zip(literal).map(|(name, literal)| (name.to_owned(), literal)));
    };
    for arg in &args.items {
        match &arg.value {
            Value::Map(pairs) => pairs.iter().for_each(|(name, value)| give(name.as_str(), value)),
            value => give(arg.name.as_deref(), value),
        }
    }
    let mut out =
        Text { sql: Embedded { text: String::new(), pieces: Vec::new(), holes: text.sql.holes }, ..text.clone() };
    let mut done = 0;
    for (at, _) in text.value().match_indices(':') {
        let rest = &text.value()[at + 1..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let before = text.value()[..at].chars().next_back();
        let bound = given.iter().find(|(name, _)| *name == rest[..end] && before != Some(':'));
        if let Some((_, literal)) = bound.filter(|_| at >= done) {
            carry(&mut out.sql, &text.sql, done, at);
            out.sql.text.push_str(literal);
            done = at + 1 + end;
        }
    }
    carry(&mut out.sql, &text.sql, done, text.value().len());
    out
}

/// Copies a stretch of another text, with the places of its bytes.
fn carry(out: &mut Embedded, from: &Embedded, start: usize, end: usize) {
    let base = out.text.len();
    for &(at, file, length) in &from.pieces {
        let (at, file, length) = (at as usize, file as usize, length as usize);
        let (first, last) = (at.max(start), (at + length).min(end));
        if first < last {
            let piece = Span::new(base + first - start, file + first - at);
            out.pieces.push((piece.start, piece.end, Span::new(0, last - first).end));
        }
    }
    out.text.push_str(&from.text[start..end]);
}

/// A value that stands nowhere in the file as such.
pub(super) fn plain(value: &str, at: Span) -> Text {
    Text {
        sql: Embedded { text: value.to_owned(), pieces: Vec::new(), holes: false },
        at,
        exact: false,
        from_rows: None,
    }
}

/// A text that is formatted at run time.
pub(super) fn with_holes(text: &Text) -> Text {
    let mut text = text.clone();
    text.sql.holes = true;
    text
}

#[cfg(test)]
mod tests {
    use super::super::syntax::{self, visit};
    use super::*;
    use crate::source::Source;

    fn first(source: &str) -> Text {
        let tree = syntax::parse(&Source::new("a.py", source)).expect("the parser is built in");
        let mut found = None;
        visit(tree.root_node(), &mut |node| {
            if found.is_none() && matches!(node.kind(), "string" | "concatenated_string") {
                found = Some(read(node, source, &mut |_| None));
            }
            found.is_none()
        });
        found.expect("a string")
    }

    #[test]
    fn values_are_those_of_python() {
        for (source, value, holes) in [
            (r#"x = "a\tb\x41\u00e9\101""#, "a\tbA\u{e9}A", false),
            (r#"x = r"a\tb""#, r"a\tb", false),
            ("x = 'a' \"b\"", "ab", false),
            ("x = '''a\\\nb'''", "ab", false),
            (r#"x = f"a{{b}}{c}""#, "a{b}hole", true),
            (r#"x = "it's \d""#, r"it's \d", false),
        ] {
            let text = first(source);
            assert_eq!((text.value(), text.sql.holes), (value, holes), "{source}");
        }
    }

    #[test]
    fn copied_bytes_know_their_place() {
        let source = "x = ('SELECT\\n'\n     '表 1')";
        let text = first(source);
        assert_eq!(text.value(), "SELECT\n表 1");
        for &(at, file, length) in &text.sql.pieces {
            let (at, file, length) = (at as usize, file as usize, length as usize);
            assert_eq!(text.value()[at..at + length], source[file..file + length]);
        }
    }
}
