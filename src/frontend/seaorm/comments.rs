//! Comments and strings of a Rust file, found by the lexical rules alone: the parser leaves comments out, and does not
//! look into macros.

use crate::source::Span;

/// Every `//` and `/* … */` comment, in order. Strings and character literals hold none.
pub(super) fn comments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    scan(text, &mut |kind, span| {
        if kind == Kind::Comment {
            found.push(span);
        }
    });
    found
}

/// Every string literal that goes over more than one line.
pub(super) fn long_strings(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    scan(text, &mut |kind, span| {
        if kind == Kind::Token && text[span.range()].contains('\n') && text[span.range()].ends_with(['"', '#']) {
            found.push(span);
        }
    });
    found
}

/// Every word, literal and single character that is no blank and stands in no comment.
pub(super) fn tokens<'t>(text: &'t str, found: &mut dyn FnMut(&'t str)) {
    scan(text, &mut |kind, span| {
        let token = &text[span.range()];
        if kind == Kind::Token && !token.trim().is_empty() {
            found(token);
        }
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Comment,
    Token,
}

fn scan(text: &str, found: &mut dyn FnMut(Kind, Span)) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            let length = rest.find('\n').unwrap_or(rest.len());
            let body = rest[..length].trim_end_matches('\r').len();
            found(Kind::Comment, Span::new(at, at + body));
            length
        } else if rest.starts_with("/*") {
            let length = block(rest);
            found(Kind::Comment, Span::new(at, at + length));
            length
        } else {
            let length = token(rest);
            found(Kind::Token, Span::new(at, at + length));
            length
        };
        at += length.max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
}

/// The length of a block comment; they nest.
fn block(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a word, a literal or a single character.
fn token(text: &str) -> usize {
    let first = text.chars().next().unwrap_or(' ');
    if first == '"' {
        return quoted(text, 1);
    }
    if first == '\'' {
        return character(text);
    }
    if !first.is_alphanumeric() && first != '_' {
        return first.len_utf8();
    }
    let word = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let rest = &text[word..];
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    match &text[..word] {
        "r" | "br" | "cr" if rest[hashes..].starts_with('"') => {
            let end = format!("\"{}", "#".repeat(hashes));
            let open = word + hashes + 1;
            text[open..].find(&end).map_or(text.len(), |close| open + close + end.len())
        }
        "b" | "c" if rest.starts_with('"') => quoted(text, word + 1),
        "b" if rest.starts_with('\'') => word + character(rest),
        _ => word,
    }
}

/// The length of a string whose body starts at `open`.
fn quoted(text: &str, open: usize) -> usize {
    let mut escaped = false;
    for (at, c) in text[open..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return open + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal, or of the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => text[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 3),
        Some((at, c)) if text[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_characters_hold_no_comments() {
        let text = "// a\nlet s = \"// no\"; let r = r#\"// no \" \"#; let c = '\"'; /* b /* c */ d */ fn f<'a>() {} // é\r\nb'\\''; // z";
        let found: Vec<&str> = comments(text).into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["// a", "/* b /* c */ d */", "// é", "// z"]);
    }
}
