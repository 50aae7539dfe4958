//! SQL inside SQL strings: the text a string stands for, and where its bytes are.

use super::Embedded;
use super::cursor::Cursor;
use super::known::{identifier, known_text, quoted};
use super::lex::{Token, TokenKind};
use super::quotes::dollar_body;
use super::variables::Variables;

/// What fills a place whose text is only known at run time.
const HOLE: &str = "hole__";

/// A string token's value with the place of every byte.
pub(crate) fn literal(text: &str, token: Token) -> Embedded {
    let mut value = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    append(&mut value, text, token, None);
    value
}

/// A string, strings put together with `||` or `CONCAT`, or `format('…', …)`; the parts that are neither strings nor
/// variables of known text are holes. `None` where there is no string at all.
pub(crate) fn value_text(mut cursor: Cursor<'_>, variables: &Variables) -> Option<Embedded> {
    let mut value = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    if let Some(inside) = { cursor }.group() {
        cursor = inside;
    }
    let mut any = false;
    if cursor.is("CONCAT") {
        cursor.advance();
        for item in cursor.group()?.items() {
            any |= chain(&mut value, item, variables);
        }
    } else {
        any = chain(&mut value, cursor, variables);
    }
    any.then_some(value)
}

/// Appends operands put together with `||` or `+`; true where one of them was a string.
fn chain(value: &mut Embedded, mut cursor: Cursor<'_>, variables: &Variables) -> bool {
    const ENDS: &[&str] = &["USING", "INTO"];
    let mut any = false;
    while !cursor.is_done() && !cursor.is_any(ENDS) {
        let start = cursor.position();
        while !cursor.is_done() && !cursor.is_symbol("|") && !cursor.is_symbol("+") && !cursor.is_any(ENDS) {
            cursor.skip_item();
        }
        any |= term(value, cursor.since(start), variables);
        while cursor.eat_symbol("|") || cursor.eat_symbol("+") {}
    }
    any
}

/// Appends one operand; true where it was a string.
fn term(value: &mut Embedded, mut item: Cursor<'_>, variables: &Variables) -> bool {
    let formats = item.eat("FORMAT");
    let arguments = if formats { item.group().unwrap_or(item).items() } else { vec![item] };
    let (template, arguments) = match arguments.split_first() {
        Some((template, arguments)) => (*template, arguments),
        None => (item, &[][..]),
    };
    match template.peek().filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Dollar)) {
        Some(token) => {
            let texts: Option<Vec<_>> =
                formats.then(|| arguments.iter().map(|&argument| known_text(argument, variables)).collect());
            append(value, item.text, token, texts.as_deref());
            true
        }
        None => {
            match known_text(template, variables) {
                Some(text) => value.text.push_str(&text),
                None => hole(value),
            }
            false
        }
    }
}

/// The text that a call of `format` gives; `None` where a part of it is a hole.
pub(super) fn formatted_call(call: Cursor<'_>, variables: &Variables) -> Option<String> {
    let mut value = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    (term(&mut value, call, variables) && !value.holes).then_some(value.text)
}

fn hole(value: &mut Embedded) {
    value.text.push_str(HOLE);
    value.holes = true;
}

/// Appends a string token's value. `arguments`: what `%I`, `%L` and `%s` stand for; those that are not known are holes.
fn append(value: &mut Embedded, text: &str, token: Token, arguments: Option<&[Option<String>]>) {
    let written = token.text(text);
    let (start, body) = if token.kind == TokenKind::Dollar {
        let body = dollar_body(written);
        (written.find('$').map_or(0, |at| at + written[at + 1..].find('$').map_or(0, |length| length + 2)), body)
    } else {
        let open = written.find(['\'', '"']).map_or(0, |at| at + 1);
        let body = written.get(open..).unwrap_or_default();
        (open, body.strip_suffix(['\'', '"']).filter(|_| token.closed).unwrap_or(body))
    };
    let base = token.start as usize + start;
    let quote = if body.len() < written.len() && start > 0 { written.as_bytes()[start - 1] } else { 0 };
    let doubles = token.kind == TokenKind::Text;
    let formats = arguments.is_some();
    let arguments = arguments.unwrap_or_default();
    let mut next = 0;
    let mut copied = 0;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        let place = if formats && pair.0 == b'%' { Place::read(&bytes[at..]) } else { None };
        let doubled = doubles && pair.0 == pair.1 && pair.0 == quote || formats && pair == (b'%', b'%');
        if let Some(place) = place {
            copy(value, &body[copied..at], base + copied);
            at += place.length;
            copied = at;
            next = place.argument.unwrap_or(next);
            match arguments.get(next).and_then(Option::as_deref) {
                Some(text) => value.text.push_str(&formatted(place.kind, text)),
                None => hole(value),
            }
            next += 1;
        } else if doubled {
            copy(value, &body[copied..=at], base + copied);
            at += 2;
            copied = at;
        } else {
            at += 1;
        }
    }
    copy(value, &body[copied..], base + copied);
}

/// A place in a template of `format`: `%I`, `%2$L`, `%-10s`.
struct Place {
    kind: u8,
    /// The argument it asks for by number, from 0.
    argument: Option<usize>,
    length: usize,
}

impl Place {
    fn read(bytes: &[u8]) -> Option<Self> {
        let digits = bytes[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = || std::str::from_utf8(&bytes[1..=digits]).ok()?.parse::<usize>().ok()?.checked_sub(1);
        let (argument, mut at) = match bytes.get(digits + 1) {
            Some(b'$') if digits > 0 => (Some(number()?), digits + 2),
            _ => (None, 1),
        };
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'-').count();
        let kind = *bytes.get(at).filter(|kind| matches!(kind, b'I' | b'L' | b's'))?;
        Some(Self { kind, argument, length: at + 1 })
    }
}

/// What `format` makes of an argument: a name, a string, or the text as it is.
fn formatted(kind: u8, text: &str) -> String {
    match kind {
        b'I' => identifier(text),
        b'L' => quoted(text),
        _ => text.to_owned(),
    }
}

/// Appends a stretch that stands in the outer text as it is.
fn copy(value: &mut Embedded, text: &str, at: usize) {
    if !text.is_empty() {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        value.pieces.push((narrow(value.text.len()), narrow(at), narrow(text.len())));
        value.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Dialect;
    use crate::frontend::sql::split::Script;

    #[test]
    fn strings_keep_the_place_of_their_bytes() {
        let text = "'a''b' || x || format('%I c', y)";
        let script = Script::read(text, Dialect::Postgres);
        let cursor = Cursor::new(text, Dialect::Postgres, &script.tokens);
        let value = value_text(cursor, &Variables::default()).expect("a string");
        assert_eq!(value.text, "a'bhole__hole__ c");
        assert!(value.holes);
        for &(at, file, length) in &value.pieces {
            let stretch = |text: &str, at: u32| text[at as usize..(at + length) as usize].to_owned();
            assert_eq!(stretch(&value.text, at), stretch(text, file));
        }
    }
}
