//! Quoted names and strings without their quotes.

/// A quoted name without its quotes, doubled ones made single.
pub(crate) fn unquoted_name(text: &str) -> String {
    let text = text.strip_prefix(':').unwrap_or(text);
    let (inside, quote) = match text.as_bytes().first() {
        Some(b'[') => (text.trim_start_matches('[').trim_end_matches(']'), ']'),
        Some(&quote) => (text.get(1..).unwrap_or_default(), char::from(quote)),
        None => return String::new(),
    };
    let inside = inside.strip_suffix(quote).unwrap_or(inside);
    let doubled: String = [quote, quote].iter().collect();
    if inside.contains(&doubled) { inside.replace(&doubled, &quote.to_string()) } else { inside.to_owned() }
}

/// A string's value without prefix and quotes. Backslash escapes stay as they are.
pub(crate) fn unquoted_text(text: &str) -> String {
    let start = text.find(['\'', '"']).unwrap_or(0);
    let quote = text[start..].chars().next().unwrap_or('\'');
    let inside = text.get(start + 1..).unwrap_or_default();
    let inside = inside.strip_suffix(quote).unwrap_or(inside);
    let doubled: String = [quote, quote].iter().collect();
    if inside.contains(&doubled) { inside.replace(&doubled, &quote.to_string()) } else { inside.to_owned() }
}

/// What stands between the tags of a dollar-quoted string.
pub(crate) fn dollar_body(text: &str) -> &str {
    let tag = text.get(1..).and_then(|rest| rest.find('$')).map_or(0, |length| length + 2);
    let body = text.get(tag..).unwrap_or_default();
    body.strip_suffix(&text[..tag]).unwrap_or(body)
}
