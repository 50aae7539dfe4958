//! Text expressions whose value the file tells: strings, variables, and what puts them together.

use super::cursor::Cursor;
use super::lex::TokenKind;
use super::text::formatted_call;
use super::variables::Variables;

/// The text of an expression: `'a' || t || '_x'`, `quote_ident(r.name)`, `format('%s_x', t)`. `None` where a part of it
/// is only known at run time.
pub(super) fn known_text(expression: Cursor<'_>, variables: &Variables) -> Option<String> {
    let mut rest = expression;
    let mut text = String::new();
    loop {
        let start = rest.position();
        while !rest.is_done() && !rest.is_symbol("|") {
            rest.skip_item();
        }
        text.push_str(&operand(rest.since(start), variables)?);
        if rest.is_done() {
            return Some(text);
        }
        while rest.eat_symbol("|") {}
    }
}

fn operand(mut item: Cursor<'_>, variables: &Variables) -> Option<String> {
    if let Some(inside) = item.in_brackets() {
        return known_text(inside, variables);
    }
    let text = match item.literal() {
        Some(text) => text,
        None if item.peek()?.kind == TokenKind::Number => {
            item.advance().map(|token| item.token_text(token).to_owned())?
        }
        None if item.is_symbol_at(1, "(") => call(&mut item, variables)?,
        None => variables.text(&dotted(&mut item)?)?.to_owned(),
    };
    // `::text`, `::regclass`: the text is the same.
    while item.eat_symbol(":") {
        item.eat_symbol(":");
        item.name()?;
    }
    item.is_done().then_some(text)
}

/// `name`, or `record.field`, as variables are kept.
fn dotted(item: &mut Cursor<'_>) -> Option<String> {
    let mut name = item.part()?;
    while item.eat_symbol(".") {
        name = format!("{name}.{}", item.part()?);
    }
    Some(name)
}

fn call(item: &mut Cursor<'_>, variables: &Variables) -> Option<String> {
    let whole = *item;
    let function = item.part()?;
    let arguments = item.group()?.items();
    let known = |argument: &Cursor<'_>| known_text(*argument, variables);
    let only = || arguments.first().filter(|_| arguments.len() == 1).and_then(known);
    match function.as_str() {
        "format" => formatted_call(whole, variables),
        "concat" => arguments.iter().map(known).collect(),
        "lower" => only().map(|text| text.to_lowercase()),
        "upper" => only().map(|text| text.to_uppercase()),
        "quote_ident" => only().map(|text| identifier(&text)),
        "quote_literal" => only().map(|text| quoted(&text)),
        _ => None,
    }
}

/// A name as `quote_ident` and `%I` write it.
pub(super) fn identifier(text: &str) -> String {
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// A string as `quote_literal` and `%L` write it.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
