//! Which columns an UPDATE writes whatever they hold, so that a second run takes away what was written to them since.

use super::cursor::Cursor;
use super::repeat;

/// The columns that `SET …` (between that word and FROM or WHERE) writes in rows that its WHERE picks by something else.
/// A value that reads its own column keeps what it wants to keep.
pub(crate) fn of_update(set: Cursor<'_>, filter: Option<Cursor<'_>>) -> Vec<String> {
    let written = |mut item: Cursor<'_>| {
        let column = item.name()?.name;
        item.eat_symbol(":");
        let value = item.eat_symbol("=").then(|| item.rest())?;
        let keeps = repeat::mentions(value, &column) && !writes_into(value, &column)
            || filter.is_some_and(|filter| spares(filter, &column));
        (!keeps).then_some(column)
    };
    set.items().into_iter().filter_map(written).collect()
}

/// `jsonb_set(a, '{k}', …)`: the key is written whatever it holds.
fn writes_into(mut value: Cursor<'_>, column: &str) -> bool {
    let writes = value.eat_any(&["jsonb_set", "json_set", "json_replace", "jsonb_set_lax"]);
    let Some(arguments) = value.group().filter(|_| writes && value.is_done()) else { return false };
    let arguments = arguments.items();
    let Some((mut document, rest)) = arguments.split_first().map(|(first, rest)| (*first, rest)) else { return false };
    // What is worked out from the document itself may well keep what is there.
    let plain = document.part().is_some_and(|name| name == column) && document.is_done();
    plain && !rest.iter().any(|argument| repeat::mentions(*argument, column))
}

/// Whether a filter asks what the column holds, so that rows with something of their own there are passed over.
pub(crate) fn spares(filter: Cursor<'_>, column: &str) -> bool {
    let either = disjuncts(filter);
    either.into_iter().all(|all| repeat::conjuncts(all).into_iter().any(|one| asks_for(one, column)))
}

fn asks_for(mut condition: Cursor<'_>, column: &str) -> bool {
    if let Some(inside) = condition.in_brackets() {
        return spares(inside, column);
    }
    if !repeat::mentions(condition, column) {
        return false;
    }
    // Whatever differs from the new value is written over: that passes over nothing.
    let own = condition.name().is_some_and(|name| name.name == column);
    let differs = condition.is_symbol("<") && condition.is_symbol_at(1, ">")
        || condition.is_symbol("!") && condition.is_symbol_at(1, "=")
        || condition.is_all(&["IS", "DISTINCT"])
        || condition.is_all(&["IS", "NOT", "NULL"])
        || is_above_zero(condition);
    !(own && differs)
}

/// `> 0`, `>= 0`: all but the odd ones.
fn is_above_zero(mut condition: Cursor<'_>) -> bool {
    if !condition.eat_symbol(">") {
        return false;
    }
    condition.eat_symbol("=");
    let zero = condition.advance().is_some_and(|token| condition.token_text(token) == "0");
    zero && condition.is_done()
}

/// The parts between top-level ORs.
fn disjuncts(mut filter: Cursor<'_>) -> Vec<Cursor<'_>> {
    let mut parts = Vec::new();
    while !filter.is_done() {
        parts.push(filter.up_to(&["OR"]));
        filter.eat("OR");
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::super::split::Script;
    use super::of_update;
    use crate::engine::Dialect;
    use crate::frontend::sql::cursor::Cursor;

    fn overwritten(update: &str) -> String {
        let script = Script::read(update, Dialect::Postgres);
        let mut cursor = Cursor::new(update, Dialect::Postgres, &script.tokens);
        let set = cursor.up_to(&["WHERE"]);
        let filter = cursor.eat("WHERE").then(|| cursor.rest());
        of_update(set, filter).join(", ")
    }

    #[test]
    fn what_a_filter_does_not_ask_for_is_written_over() {
        for (update, columns) in [
            ("a = 1", "a"),
            ("a = 1, b = c || 'x'", "a, b"),
            ("a = coalesce(a, 1)", ""),
            ("a = jsonb_set(a, '{n}', to_jsonb(b))", "a"),
            ("a = jsonb_set(a, '{n}', a -> 'm')", ""),
            ("a = jsonb_set(a, '{n}', '1') WHERE NOT a ? 'n'", ""),
            ("a = 1 WHERE b IS NULL", "a"),
            ("a = 1 WHERE a IS NULL", ""),
            ("a = 1 WHERE b > 2 AND a IS NULL", ""),
            ("a = 1 WHERE a IS NULL OR a = ''", ""),
            ("a = 1 WHERE b = 2 AND (a IS NULL OR a = '')", ""),
            ("a = 1 WHERE (a IS NULL) AND b > 0", ""),
            ("a = a * 2, b = 1 WHERE a >= 0 AND b > 0", "b"),
            ("a = 1 WHERE a IS NULL OR a <> 1", "a"),
            ("a = 1 WHERE a IS DISTINCT FROM 1", "a"),
            ("a = 1 WHERE id IN (SELECT id FROM t WHERE a IS NULL)", ""),
        ] {
            assert_eq!(overwritten(update), columns, "{update}");
        }
    }
}
