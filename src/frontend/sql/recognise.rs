//! Tells from a statement's first tokens what it does, for every statement of the dialects.
//!
//! A token-level recogniser, because sqlparser fails on just the statements that are guarded already and accepts guards
//! a dialect does not have (shared facts sql.md section 0: 13,963 of 13,982 PostgreSQL statements told as libpg_query does).

use super::cursor::Cursor;
use super::draft::Draft;
use super::{alter, create, dml, drop, insert, known_functions, reads, renames};
use crate::engine::Dialect;
use crate::operation::{Action, Definition, Insert, Key, Kind, OnConflict, Reach, Repeat, TableDef, Tolerance};

/// Statements that change no schema and may be repeated.
const NOTHING: &[&str] = &[
    "SET",
    "RESET",
    "SHOW",
    "COMMENT",
    "GRANT",
    "REVOKE",
    "ANALYZE",
    "ANALYSE",
    "EXPLAIN",
    "CHECKPOINT",
    "DISCARD",
    "LISTEN",
    "UNLISTEN",
    "NOTIFY",
    "LOCK",
    "UNLOCK",
    "USE",
    "PRAGMA",
    "FLUSH",
    "OPTIMIZE",
    "PRINT",
    "SECURITY",
    "DECLARE",
    "FETCH",
    "CLOSE",
    "MOVE",
    "DESCRIBE",
    "DESC",
    "REPAIR",
    "CHECKSUM",
    "VALUES",
    "TABLE",
    "DETACH",
    "ATTACH",
    "DEALLOCATE",
    "PREPARE",
    "SAVEPOINT",
    "RELEASE",
    "CLUSTER",
    "GO",
    "RAISERROR",
    "THROW",
    "DBCC",
    "WAITFOR",
    "KILL",
    "DENY",
    "HANDLER",
    "REASSIGN",
    "PURGE",
    "NULL",
];

/// Reads one statement; every statement leaves at least one operation.
pub(crate) fn statement(mut cursor: Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    let first = cursor;
    let cursor = &mut cursor;
    match () {
        () if cursor.eat("CREATE") => create::create(cursor, draft),
        () if cursor.eat("ALTER") => alter::alter(cursor, draft),
        () if cursor.eat("DROP") => drop::drop(cursor, draft),
        () if cursor.eat("INSERT") => insert::insert(cursor, draft, false),
        () if cursor.is("REPLACE") && cursor.dialect != Dialect::Postgres && cursor.eat("REPLACE") => {
            insert::insert(cursor, draft, true);
        }
        () if cursor.eat("UPDATE") => dml::update(cursor, draft),
        () if cursor.eat("DELETE") => dml::delete(cursor, draft),
        () if cursor.eat("TRUNCATE") => dml::truncate(cursor, draft),
        () if cursor.eat("MERGE") => dml::merge(cursor, draft),
        () if cursor.eat("COPY") => dml::copy(cursor, draft),
        () if cursor.eat("LOAD") => dml::load(cursor, draft),
        () if cursor.eat("WITH") => with(first, draft),
        () if cursor.is("SELECT") || cursor.is_symbol("(") => select(first, draft),
        () if cursor.eat_any(&["EXEC", "EXECUTE"]) => execute(cursor, draft),
        () if cursor.eat_all(&["RENAME", "TABLE"]) => {
            if renames::rename_tables(cursor, draft).is_none() {
                draft.opaque(Reach::Everything, whole);
            }
        }
        () if cursor.eat_all(&["RENAME", "USER"]) => rename_users(cursor, draft),
        () if cursor.eat_all(&["REFRESH", "MATERIALIZED", "VIEW"]) => refresh(cursor, draft),
        () if cursor.eat("REINDEX") => reindex(*cursor, draft),
        () if cursor.eat("VACUUM") => {
            draft.outside_transaction = true;
            draft.nothing(whole);
        }
        () if cursor.dialect.is_mysql_like() && cursor.is("DO") => draft.nothing(whole),
        () if cursor.is_any(NOTHING) => draft.nothing(whole),
        () => draft.opaque(Reach::Everything, whole),
    }
    if draft.operations.is_empty() {
        draft.opaque(Reach::Everything, whole);
    }
}

/// `WITH x AS (…) INSERT …`: the statement behind the queries, and the writes inside them.
fn with(mut cursor: Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    cursor.eat("WITH");
    let (mut inner_writes, mut moves) = (false, false);
    while !cursor.is_done() && !cursor.is_any(&["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"]) {
        match cursor.group() {
            Some(inside) => {
                inner_writes |= inside.is_any(&["INSERT", "UPDATE", "DELETE", "MERGE"]);
                moves |= inside.is("DELETE");
            }
            None => {
                cursor.advance();
            }
        }
    }
    if inner_writes {
        draft.opaque(Reach::Rows, whole);
    }
    let only_returns = inner_writes && cursor.is("SELECT");
    if cursor.is_done() || only_returns {
        if draft.operations.is_empty() {
            draft.nothing(whole);
        }
    } else {
        statement(cursor, draft);
    }
    if moves {
        move_rows(draft);
    }
}

/// `WITH moved AS (DELETE … RETURNING *) INSERT … SELECT … FROM moved`: a second run finds nothing to move.
fn move_rows(draft: &mut Draft<'_>) {
    for placed in &mut draft.operations {
        if let Action::Insert(Insert { rows: None, conflict, .. }) = &mut placed.operation.action {
            *conflict = OnConflict::WhereAbsent;
        }
    }
}

/// Functions that leave the schema as it is, or may be called again with the same outcome.
const HARMLESS: &[&str] = &[
    "setval",
    "set_config",
    "nextval",
    "currval",
    "lastval",
    "now",
    "version",
    "count",
    "max",
    "min",
    "sum",
    "coalesce",
    "concat",
    "format",
    "pg_advisory_lock",
    "pg_advisory_unlock",
    "pg_advisory_xact_lock",
    "pg_try_advisory_lock",
    "pg_sleep",
    "pg_notify",
    "current_setting",
    "to_regclass",
    "database",
    "exists",
    "last_insert_rowid",
    "last_insert_id",
    "found_rows",
    "row_count",
    "sqlite_version",
    "load_extension",
    "pg_get_serial_sequence",
    "pg_terminate_backend",
    "current_database",
    "current_schema",
    "if",
    "ifnull",
    "cast",
    "case",
    "select",
    "array",
    "lower",
    "upper",
    "length",
    "quote_ident",
    "quote_literal",
    "string_agg",
    "array_agg",
    "json_agg",
    "row_number",
    "recoverygeometrycolumn",
    "sleep",
    "changes",
    "in",
    "as",
    "and",
    "or",
    "not",
    "on",
    "where",
    "from",
    "values",
    "distinct",
    "over",
    "using",
    "any",
    "all",
    "some",
];

/// A query: it changes nothing unless it makes a table or calls a function that might.
pub(crate) fn select(cursor: Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    let mut list = cursor;
    list.eat("SELECT");
    let list = list.up_to(&["FROM", "WHERE"]);
    let mut into = list;
    if !draft.dialect().is_mysql_like() && into.skip_to("INTO") {
        into.advance();
        let temporary = into.eat_any(&["TEMP", "TEMPORARY"]);
        into.eat_any(&["UNLOGGED", "TABLE"]);
        if let Some(name) = into.name() {
            draft.named = Some(name.span.end);
            let temporary = temporary || name.name.starts_with('#');
            let shape = TableDef { temporary, ..TableDef::default() };
            let key = Key::table(name.qualified(draft.dialect()));
            return draft.create(key, Definition::Table(shape), Tolerance::None, whole);
        }
    }
    if let Some((key, definition)) = known_functions::makes(list, draft.dialect()) {
        return draft.create(key, definition, Tolerance::None, whole);
    }
    if calls_unknown(list) {
        return draft.opaque(Reach::Everything, whole);
    }
    let mut from = cursor;
    from.eat("SELECT");
    from.up_to(&["FROM", "WHERE"]);
    let read = reads::of_query(list, from);
    dml::write_reading(draft, Action::Nothing, read);
}

fn calls_unknown(mut list: Cursor<'_>) -> bool {
    while !list.is_done() {
        let mut ahead = list;
        if let Some(name) = ahead.name() {
            let schema = name.schema.as_deref();
            if ahead.is_symbol("(") && schema != Some("pg_catalog") && !HARMLESS.contains(&name.name.as_str()) {
                return true;
            }
            list = ahead;
        } else {
            list.advance();
        }
    }
    false
}

/// SQL Server's `EXEC`; elsewhere EXECUTE of a prepared statement, which the caller has tried to follow.
fn execute(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    if draft.dialect() == Dialect::SqlServer {
        let mut name = *cursor;
        let procedure = name.name().map(|name| name.name);
        match procedure.as_deref() {
            Some("sp_rename") if renames::sp_rename(&mut name.rest(), draft).is_some() => return,
            Some(
                "sp_addextendedproperty"
                | "sp_updateextendedproperty"
                | "sp_refreshview"
                | "sp_refreshsqlmodule"
                | "sp_recompile",
            ) => {
                return draft.nothing(whole);
            }
            _ => {}
        }
    }
    draft.opaque(Reach::Everything, whole);
}

fn rename_users(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    for mut item in cursor.items() {
        let at = item.span();
        let from = super::objects::role(&mut item);
        item.eat("TO");
        let to = super::objects::role(&mut item);
        if let (Some(from), Some(to)) = (from, to) {
            let key = |name: String| Key::new(Kind::Role, name);
            draft.rename(key(from.name), key(to.name), Tolerance::None, at);
        }
    }
}

fn refresh(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    cursor.eat("CONCURRENTLY");
    match cursor.name() {
        Some(name) => {
            draft.named = Some(name.span.end);
            let key = Key::new(Kind::MaterializedView, name.qualified(draft.dialect()));
            draft.alter_to(key, "rows", None, Repeat::Same, Tolerance::None, whole);
        }
        None => draft.opaque(Reach::Rows, whole),
    }
}

fn reindex(mut cursor: Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    let options = cursor.group().is_some_and(|mut options| options.skip_to("CONCURRENTLY"));
    let database = cursor.is_any(&["SCHEMA", "DATABASE", "SYSTEM"]);
    cursor.advance();
    let concurrently = options || cursor.is("CONCURRENTLY");
    draft.outside_transaction = draft.dialect() == Dialect::Postgres && (concurrently || database);
    draft.nothing(whole);
}
