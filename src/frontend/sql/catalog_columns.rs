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

/// `data_type = 'integer'`, `atttypid <> 'int'::regtype`: the type, and whether the column must have it.
pub(super) fn asks_for_type(mut conjunct: Cursor<'_>) -> Option<(String, bool)> {
    let start = conjunct.position();
    while !conjunct.is_done() && !["=", "<", "!"].iter().any(|symbol| conjunct.is_symbol(symbol)) {
        conjunct.skip_item();
    }
    let asked = type_of_column(conjunct.since(start), &mut conjunct)?;
    conjunct.is_done().then_some(asked)
}

/// The same with the comparison apart: moves behind it.
pub(super) fn type_of_column(mut selected: Cursor<'_>, comparison: &mut Cursor<'_>) -> Option<(String, bool)> {
    let column = selected.name()?.name.to_lowercase();
    let lists = match column.as_str() {
        "data_type" | "udt_name" | "atttypid" => true,
        "format_type" => selected.group()?.name()?.name.eq_ignore_ascii_case("atttypid"),
        _ => false,
    };
    while selected.eat_symbol(":") {
        selected.part();
    }
    if !lists || !selected.is_done() {
        return None;
    }
    let differs = comparison.eat_symbol("<") && comparison.eat_symbol(">")
        || comparison.eat_symbol("!") && comparison.eat_symbol("=");
    if !differs && !comparison.eat_symbol("=") {
        return None;
    }
    let call = comparison.eat("TO_REGTYPE");
    let name = if call { comparison.group()?.literal()? } else { comparison.literal()? };
    cast(comparison);
    // What `data_type` says of an array or of a type that somebody made does not tell which one it is.
    let tells = !name.eq_ignore_ascii_case("array") && !name.eq_ignore_ascii_case("user-defined");
    (tells && !name.starts_with('_')).then(|| (name.to_lowercase(), !differs))
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
