//! What a second run of an UPDATE or of a type conversion does.

mod conversion;
mod excluded;
mod outcomes;

use super::cursor::Cursor;
use super::lex::TokenKind;
use crate::operation::Repeat;
use excluded::excludes_updated;

pub(crate) use conversion::of_conversion;
pub(crate) use excluded::conjuncts;
pub(crate) use outcomes::outcomes_of_cases;

/// One `column = expression` of a SET clause.
struct Assignment<'t> {
    column: String,
    value: Cursor<'t>,
}

/// Functions that leave alone what they made.
const SETTLED: &[&str] = &[
    "lower",
    "upper",
    "initcap",
    "trim",
    "btrim",
    "ltrim",
    "rtrim",
    "coalesce",
    "ifnull",
    "isnull",
    "nullif",
    "round",
    "abs",
    "jsonb_set",
    "json_set",
    "jsonb_strip_nulls",
    "array_remove",
    "date_trunc",
    "greatest",
    "least",
];

/// Functions that put what they are given into something larger.
const WRAPPERS: &[&str] = &[
    "jsonb_build_object",
    "json_build_object",
    "json_object",
    "jsonb_build_array",
    "json_build_array",
    "json_array",
    "row_to_json",
    "json_quote",
];

/// Functions that make something new at every call.
const FRESH: &[&str] = &[
    "random",
    "rand",
    "gen_random_uuid",
    "uuid_generate_v4",
    "uuid",
    "newid",
    "nextval",
    "gen_random_bytes",
    "randomblob",
];

/// What tells the time, with or without brackets behind it.
const CLOCKS: &[&str] = &[
    "now",
    "clock_timestamp",
    "current_timestamp",
    "localtimestamp",
    "sysdate",
    "getdate",
    "current_date",
    "datetime",
    "strftime",
    "unix_timestamp",
    "utc_timestamp",
];

/// What the second run of `SET …` (between that word and FROM or WHERE) does, given its WHERE.
pub(crate) fn of_update(set: Cursor<'_>, filter: Option<Cursor<'_>>) -> Repeat {
    let assignments: Option<Vec<Assignment<'_>>> = set.items().into_iter().map(assignment).collect();
    let Some(assignments) = assignments else { return Repeat::Unknown };
    if filter.is_some_and(|filter| excludes_updated(filter, &assignments)) {
        return Repeat::Same;
    }
    let again = |assignment: &Assignment<'_>| {
        // A filter that looks into the value may well tell what is wrapped already.
        let looks = wraps(assignment.value) && filter.is_some_and(|filter| mentions(filter, &assignment.column));
        let repeat = of_assignment(assignment, &assignments);
        if looks && repeat == Repeat::Differs { Repeat::Unknown } else { repeat }
    };
    assignments.iter().map(again).fold(Repeat::Same, worse)
}

/// Whether `SET …` takes all rows that it changes out of what its WHERE asks for.
pub(crate) fn drains(set: Cursor<'_>, filter: Cursor<'_>) -> bool {
    let assignments: Option<Vec<Assignment<'_>>> = set.items().into_iter().map(assignment).collect();
    assignments.is_some_and(|assignments| excludes_updated(filter, &assignments))
}

/// What the `SET …` of an upsert makes of a row that the first run wrote: it may count on from what is there. The new
/// row's own values (`excluded.n`, `VALUES(n)`) are the same at every run.
pub(crate) fn of_upsert(set: Cursor<'_>) -> Repeat {
    counting_on(set, &|owner| !matches!(owner, Some("excluded" | "new")))
}

/// What the `SET …` of a MERGE makes of a row that it finds: its table goes by its name, or an alias.
pub(crate) fn of_merge(set: Cursor<'_>, table: &str, alias: Option<&str>) -> Repeat {
    counting_on(set, &|owner| owner.is_none_or(|owner| owner == table || Some(owner) == alias))
}

/// `SET n = n + …`, where `is_stored` tells by the name in front of a column whether it is the row that is there.
fn counting_on(set: Cursor<'_>, is_stored: &dyn Fn(Option<&str>) -> bool) -> Repeat {
    let assignments: Vec<Assignment<'_>> = set.items().into_iter().filter_map(assignment).collect();
    let counts_on = |assignment: &Assignment<'_>| {
        reads_stored(assignment.value, &assignment.column, is_stored) && has_arithmetic(&texts(assignment.value))
    };
    if assignments.iter().any(counts_on) { Repeat::Differs } else { Repeat::Same }
}

/// Whether a value reads the column of the row that is there already.
fn reads_stored(mut value: Cursor<'_>, column: &str, is_stored: &dyn Fn(Option<&str>) -> bool) -> bool {
    while !value.is_done() {
        if value.is("VALUES") {
            value.advance();
            value.group();
            continue;
        }
        let mut ahead = value;
        match ahead.name() {
            Some(name) => {
                if is_stored(name.schema.as_deref()) && name.name == column && !ahead.is_symbol("(") {
                    return true;
                }
                value = ahead;
            }
            None => {
                value.advance();
            }
        }
    }
    false
}

fn worse(one: Repeat, other: Repeat) -> Repeat {
    match (one, other) {
        (Repeat::Differs, _) | (_, Repeat::Differs) => Repeat::Differs,
        (Repeat::Unknown, _) | (_, Repeat::Unknown) => Repeat::Unknown,
        _ => Repeat::Same,
    }
}

fn assignment(mut item: Cursor<'_>) -> Option<Assignment<'_>> {
    // `(a, b) = (SELECT …)` is not taken apart.
    let column = item.name()?.name;
    item.eat_symbol(":");
    item.eat_symbol("=").then(|| Assignment { column, value: item.rest() })
}

fn of_assignment(assignment: &Assignment<'_>, all: &[Assignment<'_>]) -> Repeat {
    let value = assignment.value;
    let others = all.iter().filter(|other| other.column != assignment.column);
    if others.into_iter().any(|other| mentions(value, &other.column) && !is_literal(other.value)) {
        return Repeat::Differs;
    }
    if others_change_input(assignment, all) {
        return Repeat::Differs;
    }
    if !mentions(value, &assignment.column) {
        return if calls(value, FRESH) { Repeat::Differs } else { Repeat::Same };
    }
    of_own_column(value, &assignment.column)
}

/// `SET a = b, b = NULL`: the second run reads what the first one wrote.
fn others_change_input(assignment: &Assignment<'_>, all: &[Assignment<'_>]) -> bool {
    all.iter().any(|other| other.column != assignment.column && mentions(assignment.value, &other.column))
}

/// A value that reads the column it is for.
fn of_own_column(value: Cursor<'_>, column: &str) -> Repeat {
    let tokens: Vec<&str> = texts(value);
    if outcomes::is_capitalised(&tokens, column) {
        return Repeat::Same;
    }
    if tokens.iter().any(|text| matches!(text.to_lowercase().as_str(), "concat" | "array_append" | "array_prepend")) {
        return Repeat::Differs;
    }
    if merges_object(value, column) {
        return Repeat::Same;
    }
    let json = tokens.iter().any(|text| text.to_lowercase().starts_with("json"));
    let mut rest = value;
    if let Some(name) = rest.name()
        && rest.is_done()
        && name.name == column
    {
        return Repeat::Same;
    }
    if call_name(value).is_some_and(|name| SETTLED.contains(&name.as_str())) && !has_arithmetic(&tokens) {
        return Repeat::Same;
    }
    if call_name(value).as_deref() == Some("replace") {
        return of_replace(value);
    }
    if value.is("CASE") {
        return of_case(value, column);
    }
    if wraps(value) {
        return Repeat::Differs;
    }
    if json || tokens.iter().any(|text| text.eq_ignore_ascii_case("select")) {
        return Repeat::Unknown;
    }
    // `NOT hidden`: there and back again.
    let turns = { value }.eat("NOT") && tokens.len() == 2;
    if turns || has_arithmetic(&tokens) { Repeat::Differs } else { Repeat::Unknown }
}

/// `settings || '{"theme": "dark"}'`: an object put into a JSON value once more changes nothing.
fn merges_object(mut value: Cursor<'_>, column: &str) -> bool {
    let own = value.name().is_some_and(|name| name.name == column);
    let joined = own && value.eat_symbol("|") && value.eat_symbol("|");
    let object = joined.then(|| value.literal()).flatten();
    object.is_some_and(|text| text.trim_start().starts_with('{') && text.trim_end().ends_with('}'))
}

fn wraps(value: Cursor<'_>) -> bool {
    call_name(value).is_some_and(|name| WRAPPERS.contains(&name.as_str()))
}

/// `+ - * / ||` with something that is no string behind a minus (`data - 'key'` takes a key out of a JSON value).
fn has_arithmetic(tokens: &[&str]) -> bool {
    tokens.iter().enumerate().any(|(index, text)| match *text {
        "+" | "*" | "/" => true,
        "-" => !tokens.get(index + 1).is_some_and(|next| next.starts_with('\'')) && tokens.get(index + 1) != Some(&">"),
        "|" => tokens.get(index + 1) == Some(&"|"),
        _ => false,
    })
}

/// `CASE x WHEN 0 THEN 1 ELSE 0 END`, `CASE WHEN x = 'a' THEN 'b' ELSE x END`: settled when what it gives, given to it
/// again, comes out the same. Where it gives anything but literals and the column itself, nobody knows.
fn of_case(mut value: Cursor<'_>, column: &str) -> Repeat {
    value.eat("CASE");
    let is_column = |mut text: Cursor<'_>| text.name().is_some_and(|name| name.name == column) && text.is_done();
    let subject = value.up_to(&["WHEN"]);
    if !subject.is_done() && !is_column(subject) {
        return Repeat::Unknown;
    }
    let mut arms: Vec<(String, Option<String>)> = Vec::new();
    let given = |text: Cursor<'_>| if is_column(text) { Some(None) } else { literal(text).map(Some) };
    while value.eat("WHEN") {
        let mut test = value.up_to(&["THEN"]);
        value.eat("THEN");
        let compared = if subject.is_done() {
            let own = test.name().is_some_and(|name| name.name == column);
            if own && test.eat_symbol("=") { literal(test.rest()) } else { None }
        } else {
            literal(test)
        };
        let (Some(wanted), Some(then)) = (compared, given(value.up_to(&["WHEN", "ELSE", "END"]))) else {
            return Repeat::Unknown;
        };
        arms.push((wanted, then));
    }
    let otherwise = if value.eat("ELSE") { given(value.up_to(&["END"])) } else { Some(Some("NULL".to_owned())) };
    let Some(otherwise) = otherwise else { return Repeat::Unknown };
    let again = |text: &String| match arms.iter().find(|(wanted, _)| wanted == text) {
        Some((_, then)) => then.clone(),
        None => otherwise.clone(),
    };
    let outcomes = arms.iter().map(|(_, then)| then).chain([&otherwise]).flatten();
    let settled = outcomes.into_iter().all(|text| again(text).is_none_or(|next| next == *text));
    if settled { Repeat::Same } else { Repeat::Differs }
}

/// `replace(x, 'a', 'b')` is settled when what it puts in does not hold what it takes out.
fn of_replace(mut value: Cursor<'_>) -> Repeat {
    value.advance();
    let arguments = value.group().map(Cursor::items).unwrap_or_default();
    let [_, mut old, mut new] = arguments[..] else { return Repeat::Unknown };
    match (old.literal(), new.literal()) {
        (Some(old), Some(new)) if !old.is_empty() => {
            if new.contains(&old) {
                Repeat::Differs
            } else {
                Repeat::Same
            }
        }
        _ => Repeat::Unknown,
    }
}

/// The function, lower case, when the whole value is one call of it.
fn call_name(mut value: Cursor<'_>) -> Option<String> {
    let name = value.part()?;
    value.group()?;
    value.is_done().then_some(name)
}

fn texts(mut value: Cursor<'_>) -> Vec<&str> {
    let mut out = Vec::new();
    while let Some(token) = value.advance() {
        out.push(value.token_text(token));
    }
    out
}

/// Whether the column is read: its name stands there as a name, not as a function's.
pub(crate) fn mentions(mut value: Cursor<'_>, column: &str) -> bool {
    while !value.is_done() {
        let mut ahead = value;
        if ahead.part().is_some_and(|part| part == column) && !ahead.is_symbol("(") {
            return true;
        }
        value.advance();
    }
    false
}

fn calls(mut value: Cursor<'_>, functions: &[&str]) -> bool {
    while !value.is_done() {
        if value.is_symbol_at(1, "(") && value.is_any(functions) {
            return true;
        }
        value.advance();
    }
    false
}

/// Whether a value is another one at every run.
pub(crate) fn is_fresh(value: Cursor<'_>) -> bool {
    let mut rest = value;
    while !rest.is_done() {
        if rest.is_any(CLOCKS) || rest.is_symbol_at(1, "(") && rest.is_any(FRESH) {
            return true;
        }
        rest.advance();
    }
    false
}

/// A literal's text: strings without quotes, numbers with their sign; `NULL` in upper case.
fn literal(mut value: Cursor<'_>) -> Option<String> {
    let negative = value.eat_symbol("-");
    let token = value.peek()?;
    let text = match token.kind {
        TokenKind::Text | TokenKind::Dollar => value.literal()?,
        TokenKind::Number => {
            value.advance();
            value.token_text(token).to_owned()
        }
        TokenKind::Word if value.is_any(&["TRUE", "FALSE", "NULL"]) => {
            value.advance();
            value.token_text(token).to_uppercase()
        }
        _ => return None,
    };
    let cast = value.is_done() || value.is_symbol(":");
    cast.then(|| if negative { format!("-{text}") } else { text })
}

fn is_literal(value: Cursor<'_>) -> bool {
    literal(value).is_some()
}
