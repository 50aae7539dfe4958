//! Renames that are statements of their own: MySQL's `RENAME TABLE`, SQL Server's `sp_rename`.

use super::cursor::Cursor;
use super::draft::Draft;
use super::legal;
use crate::operation::{Key, Kind, Tolerance, qualified};

/// MySQL's `RENAME TABLE a TO b, c TO d`: all or nothing.
pub(crate) fn rename_tables(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Option<()> {
    let guard = cursor.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(guard, Tolerance::IfExists, || legal::mariadb_only(engine));
    for mut item in cursor.items() {
        let at = item.span();
        let from = item.name()?;
        draft.named.get_or_insert(from.span.end);
        item.eat("TO");
        let to = item.name()?;
        let dialect = draft.dialect();
        draft.rename(Key::table(from.qualified(dialect)), Key::table(to.qualified(dialect)), tolerance, at);
    }
    Some(())
}

/// SQL Server's `EXEC sp_rename 't.old', 'new', 'COLUMN'`.
pub(crate) fn sp_rename(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Option<()> {
    let whole = draft.whole;
    let dialect = draft.dialect();
    let mut values = cursor.items().into_iter().map(|mut item| {
        // @objname = N'…'
        if item.is_symbol_at(1, "=") {
            item.advance();
            item.advance();
        }
        item.literal()
    });
    let (from, to, kind) = (values.next()??, values.next()??, values.next().flatten());
    let parts: Vec<String> = from.split('.').map(|part| dialect.fold(part.trim_matches(['[', ']']), true)).collect();
    let to = dialect.fold(&to, true);
    let table_of = |parts: &[String]| match parts {
        [table] => table.clone(),
        [.., schema, table] => qualified(dialect, Some(schema), table),
        [] => String::new(),
    };
    let (name, owner) = parts.split_last()?;
    let kind = match kind.map(|kind| kind.to_uppercase()).as_deref() {
        Some("COLUMN") => Kind::Column,
        Some("INDEX") => Kind::Index,
        Some("OBJECT") | None => Kind::Table,
        Some(_) => return None,
    };
    let (from, to) = match kind {
        Kind::Table => {
            let schema = owner.last().map(String::as_str);
            (Key::table(qualified(dialect, schema, name)), Key::table(qualified(dialect, schema, &to)))
        }
        kind => {
            let owner = table_of(owner);
            (Key::owned(kind, owner.clone(), name.clone()), Key::owned(kind, owner, to))
        }
    };
    draft.rename(from, to, Tolerance::None, whole);
    Some(())
}
