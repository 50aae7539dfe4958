//! What a second run of a type conversion does.

use super::{call_name, has_arithmetic, mentions, texts};
use crate::frontend::sql::cursor::Cursor;
use crate::operation::Repeat;

/// Functions that give back what they are given, whatever its type.
const TYPELESS: &[&str] = &["coalesce", "greatest", "least", "to_jsonb", "to_json"];

/// Functions that leave alone the numbers that they made.
const ROUNDING: &[&str] = &["round", "trunc", "floor", "ceil", "ceiling", "abs"];

/// What `USING …` does when the column has its new type already.
pub(crate) fn of_conversion(mut using: Cursor<'_>, column: &str) -> Repeat {
    using.eat("USING");
    if !mentions(using, column) {
        return Repeat::Same;
    }
    if call_name(using).is_some_and(|name| TYPELESS.contains(&name.as_str())) {
        return Repeat::Same;
    }
    if is_rounded(using, column) {
        return Repeat::Same;
    }
    // PostGIS makes shapes of shapes.
    if texts(using).iter().any(|word| word.to_ascii_lowercase().starts_with("st_")) {
        return Repeat::Unknown;
    }
    // What `AT TIME ZONE` does to a timestamp that has one already hangs on the session's time zone, which is UTC more
    // often than not.
    if { using }.skip_to("ZONE") {
        return Repeat::Unknown;
    }
    let mut inside = using;
    if inside.eat_any(&["CAST"]) {
        inside = inside.group().unwrap_or(inside).up_to(&["AS"]);
    }
    while let Some(group) = using.is_symbol("(").then(|| inside.group()).flatten() {
        if !inside.is_done() && !inside.is_symbol(":") {
            break;
        }
        inside = group;
        if !inside.is_symbol("(") {
            break;
        }
    }
    let casts_only = inside.name().is_some_and(|name| name.name == column)
        && (inside.is_done()
            || inside.is_symbol(":") && inside.is_symbol_at(1, ":") && !has_arithmetic(&texts(inside)));
    if casts_only { Repeat::Same } else { Repeat::Differs }
}

/// `round(x)::bigint`
fn is_rounded(using: Cursor<'_>, column: &str) -> bool {
    let mut rest = using;
    let rounds = rest.part().is_some_and(|name| ROUNDING.contains(&name.as_str()));
    let Some(mut inside) = rest.group().filter(|_| rounds) else { return false };
    let own = inside.name().is_some_and(|name| name.name == column);
    own && is_cast(inside) && is_cast(rest)
}

/// Nothing, or `::type`.
fn is_cast(mut rest: Cursor<'_>) -> bool {
    while rest.eat_symbol(":") {
        rest.eat_symbol(":");
        if rest.is_done() || rest.name().is_none() {
            return false;
        }
        rest.group();
    }
    rest.is_done()
}

#[cfg(test)]
mod tests {
    use super::of_conversion;
    use crate::engine::Dialect;
    use crate::frontend::sql::cursor::Cursor;
    use crate::frontend::sql::split::Script;
    use crate::operation::Repeat;

    #[test]
    fn a_number_that_is_rounded_stays() {
        for (using, repeat) in [
            ("round(a)::bigint", Repeat::Same),
            ("round(a::numeric)::bigint", Repeat::Same),
            ("a::bigint", Repeat::Same),
            ("round(a * 100)::bigint", Repeat::Differs),
            ("lower(a)::mood", Repeat::Differs),
            ("CASE WHEN ST_SRID(a) = 0 THEN ST_SetSRID(a, 4326) ELSE a END", Repeat::Unknown),
        ] {
            let script = Script::read(using, Dialect::Postgres);
            let cursor = Cursor::new(using, Dialect::Postgres, &script.tokens);
            assert_eq!(of_conversion(cursor, "a"), repeat, "{using}");
        }
    }
}
