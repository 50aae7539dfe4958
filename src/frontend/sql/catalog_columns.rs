//! What the columns of the catalogs mean in a query's demands.

use super::cursor::Cursor;

/// Columns that only tell in which schema a thing is, or which sort of thing it is.
const HARMLESS: &[&str] = &[
    "nspname",
    "table_schema",
    "schemaname",
    "constraint_schema",
    "index_schema",
    "table_catalog",
    "trigger_schema",
    "routine_schema",
    "connamespace",
    "relnamespace",
    "typnamespace",
    "pronamespace",
    "sequence_schema",
    "contype",
    "constraint_type",
    "relkind",
    "typtype",
    "table_type",
    "type",
    "type_desc",
    "attnum",
    "attisdropped",
    "tgisinternal",
    "prokind",
    "is_ms_shipped",
    "event_object_schema",
    "table_catalog",
    "constraint_catalog",
    "routine_type",
    "schema_id",
    "xtype",
    "unique_constraint_schema",
];

pub(super) fn is_harmless(column: &str) -> bool {
    HARMLESS.contains(&column)
}

/// Columns that name the thing asked for, or what it belongs to. A demand on any other column asks for more than that
/// the thing is there: `data_type = 'uuid'`.
const NAMES: &[&str] = &[
    "conname",
    "conrelid",
    "relname",
    "attname",
    "attrelid",
    "attidentity",
    "tgname",
    "tgrelid",
    "policyname",
    "polname",
    "tablename",
    "polrelid",
    "inhparent",
    "inhrelid",
    "pubname",
    "indexname",
    "indexrelid",
    "indrelid",
    "indisvalid",
    "enumlabel",
    "enumtypid",
    "typname",
    "table_name",
    "column_name",
    "constraint_name",
    "index_name",
    "trigger_name",
    "event_object_table",
    "routine_name",
    "event_name",
    "schema_name",
    "viewname",
    "matviewname",
    "sequencename",
    "proname",
    "extname",
    "rolname",
    "usename",
    "evtname",
    "collname",
    "srvname",
    "subname",
    "datname",
    "cfgname",
    "stxname",
    "fdwname",
    "sequence_name",
    "domain_name",
    "name",
    "object_id",
    "id",
    "parent_object_id",
];

/// Whether a demand on the column names the thing, or what it belongs to.
pub(super) fn is_name(column: &str) -> bool {
    NAMES.contains(&column)
}

/// The fact that a query asks for identity columns, whichever catalog it asks.
pub(super) const IDENTITY: &str = "attidentity";

/// `attidentity <> ''`, `is_identity = 'YES'`: whether a column that is one is asked for, or one that is none.
pub(super) fn asks_for_identity(mut conjunct: Cursor<'_>) -> Option<bool> {
    let column = column(&mut conjunct)?;
    let differs =
        conjunct.eat_symbol("<") && conjunct.eat_symbol(">") || conjunct.eat_symbol("!") && conjunct.eat_symbol("=");
    let equals = !differs && conjunct.eat_symbol("=");
    let value = conjunct.literal().filter(|_| conjunct.is_done() && (differs || equals))?;
    let one = match column.as_str() {
        "attidentity" => !value.is_empty(),
        "is_identity" => value.eq_ignore_ascii_case("yes"),
        _ => return None,
    };
    // `attidentity <> 'a'` holds for columns that are none as well.
    (column == "is_identity" || equals || value.is_empty()).then_some(one == equals)
}

/// A column, perhaps inside `lower(…)` or with a cast.
pub(super) fn column(cursor: &mut Cursor<'_>) -> Option<String> {
    let name = cursor.name()?.name.to_lowercase();
    let inside = if cursor.is_symbol("(") { cursor.group() } else { None };
    let name = match inside {
        Some(mut inside) if matches!(name.as_str(), "lower" | "upper" | "cast") => inside.name()?.name.to_lowercase(),
        Some(_) => return None,
        None => name,
    };
    cast(cursor);
    Some(name)
}

/// Passes over `::type`; gives the type.
pub(super) fn cast(cursor: &mut Cursor<'_>) -> Option<String> {
    let mut cast = None;
    while cursor.is_symbol(":") && cursor.is_symbol_at(1, ":") {
        cursor.advance();
        cursor.advance();
        cast = Some(cursor.name()?.name);
    }
    cast
}
