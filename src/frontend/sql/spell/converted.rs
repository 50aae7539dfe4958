//! Remedy: convert a column only while it has its old type.

use super::block;
use super::site::{Draft, Site};
use crate::engine::Dialect;

/// PostgreSQL's `ALTER TABLE t ALTER c TYPE new USING …`, behind a look at the type that the column has.
pub(super) fn draft(site: &Site<'_>, certain: bool) -> Option<Draft> {
    let mut cursor = site.cursor();
    if site.dialect != Dialect::Postgres || !cursor.eat_all("ALTER TABLE") {
        return None;
    }
    cursor.eat_all("IF EXISTS");
    cursor.eat("ONLY");
    let table = cursor.name()?;
    let key = site.request.operations.first()?.operation.action.key()?;
    let mut converted = cursor.by_commas().into_iter().filter_map(|mut action| {
        action.eat("ALTER").then_some(())?;
        action.eat("COLUMN");
        let column = action.name()?.stored(site.dialect);
        let converts = action.eat("TYPE") || action.eat_all("SET DATA TYPE");
        (converts && site.dialect.fold(&column, true) == key.name).then_some((column, action))
    });
    let (column, mut action) = converted.next()?;
    let start = action.start();
    if !action.seek(&["USING"]) {
        return None;
    }
    let behind = site.tokens().iter().rev().find(|token| (token.end as usize) <= action.start())?;
    let new_type = site.text.get(start..behind.end as usize)?;
    // A column that is gone is none that waits for its conversion; that it is missing is told by itself.
    let other = format!("{}::regtype", block::literal(new_type));
    let owner =
        format!("attrelid = to_regclass({}) {} atttypid <> {other}", block::literal(&table.text), site.keywords("AND"));
    let waits = block::catalog_row(site, "pg_attribute", &owner, "attname", &column);
    let title = format!("Convert only while `{column}` is not `{new_type}` yet, in a `DO` block");
    let edits = block::run_if(site, &waits)?;
    Some(if certain { Draft::safe(title, edits) } else { Draft::risky(title, edits) })
}
