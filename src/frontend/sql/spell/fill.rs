//! Remedy: fill in only rows that have no value yet.

use super::site::{Draft, Site, insert};

/// `UPDATE t SET c = x` with `WHERE c IS NULL`, or `AND c IS NULL` behind the conditions it has.
pub(super) fn draft(site: &Site<'_>, columns: &[String], certain: bool) -> Option<Draft> {
    let mut cursor = site.cursor();
    let plain = cursor.eat("UPDATE") && !{ cursor }.seek(&["FROM", "JOIN", "ORDER", "LIMIT", "RETURNING", "OUTPUT"]);
    if !plain || !cursor.seek(&["SET"]) {
        return None;
    }
    cursor.eat("SET");
    let written = |wanted: &String| {
        let mut set = cursor.by_commas().into_iter().filter_map(|mut part| part.name());
        set.find(|name| name.parts.len() == 1 && site.dialect.fold(&name.stored(site.dialect), true) == *wanted)
    };
    let names: Option<Vec<_>> = columns.iter().map(written).collect();
    let tests: Vec<String> =
        names?.into_iter().map(|name| format!("{} {}", name.text, site.keywords("IS NULL"))).collect();
    let tests = tests.join(&format!(" {} ", site.keywords("AND")));
    let filtered = cursor.seek(&["WHERE"]);
    if tests.is_empty() || filtered && { cursor }.seek(&["OR", "XOR"]) {
        return None;
    }
    let joint = site.keywords(if filtered { "AND" } else { "WHERE" });
    let end = cursor.rest().last()?.end as usize;
    let title = format!("Add `{joint} {tests}`");
    let edits = vec![insert(end, format!(" {joint} {tests}"))];
    Some(if certain { Draft::safe(title, edits) } else { Draft::risky(title, edits) })
}
