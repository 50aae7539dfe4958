//! SQL inside SQL strings: the text a string stands for, and where its bytes are.

use super::Embedded;
use super::cursor::{Cursor, dollar_body};
use super::lex::{Token, TokenKind};

/// What fills a place whose text is only known at run time.
const HOLE: &str = "hole__";

/// A string token's value with the place of every byte.
pub(crate) fn literal(text: &str, token: Token) -> Embedded {
    let mut value = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    append(&mut value, text, token, false);
    value
}

/// A string, strings put together with `||` or `CONCAT`, or `format('…', …)`; the parts that are no strings are holes.
/// `None` where there is no string at all.
pub(crate) fn value_text(mut cursor: Cursor<'_>) -> Option<Embedded> {
    let mut value = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
    if let Some(inside) = { cursor }.group() {
        cursor = inside;
    }
    let mut any = false;
    if cursor.is("CONCAT") {
        cursor.advance();
        for item in cursor.group()?.items() {
            any |= term(&mut value, item);
        }
    } else {
        while !cursor.is_done() && !cursor.is_any(&["USING", "INTO"]) {
            let start = cursor.position();
            while !cursor.is_done()
                && !cursor.is_symbol("|")
                && !cursor.is_symbol("+")
                && !cursor.is_any(&["USING", "INTO"])
            {
                cursor.skip_item();
            }
            any |= term(&mut value, cursor.since(start));
            while cursor.eat_symbol("|") || cursor.eat_symbol("+") {}
        }
    }
    any.then_some(value)
}

/// Appends one operand; true where it was a string.
fn term(value: &mut Embedded, mut item: Cursor<'_>) -> bool {
    let formats = item.eat("FORMAT");
    let string = if formats { item.group().unwrap_or(item) } else { item };
    match string.peek().filter(|token| matches!(token.kind, TokenKind::Text | TokenKind::Dollar)) {
        Some(token) => {
            append(value, item.text, token, formats);
            true
        }
        None => {
            value.text.push_str(HOLE);
            value.holes = true;
            false
        }
    }
}

/// Appends a string token's value; with `formats`, `%I`, `%L` and `%s` are holes.
fn append(value: &mut Embedded, text: &str, token: Token, formats: bool) {
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
    let doubles = token.kind == TokenKind::Text;
    let mut copied = 0;
    let bytes = body.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let pair = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        let hole = formats && pair.0 == b'%' && pair.1.is_ascii_alphabetic();
        let doubled = doubles && pair.0 == pair.1 && matches!(pair.0, b'\'' | b'"') || formats && pair == (b'%', b'%');
        if hole || doubled {
            let kept = if hole { at } else { at + 1 };
            copy(value, &body[copied..kept], base + copied);
            at += 2;
            copied = at;
            if hole {
                value.text.push_str(HOLE);
                value.holes = true;
            }
        } else {
            at += 1;
        }
    }
    copy(value, &body[copied..], base + copied);
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
        let value = value_text(Cursor::new(text, Dialect::Postgres, &script.tokens)).expect("a string");
        assert_eq!(value.text, "a'bhole__hole__ c");
        assert!(value.holes);
        for &(at, file, length) in &value.pieces {
            let stretch = |text: &str, at: u32| text[at as usize..(at + length) as usize].to_owned();
            assert_eq!(stretch(&value.text, at), stretch(text, file));
        }
    }
}
