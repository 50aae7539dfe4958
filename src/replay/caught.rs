//! Which errors a handler takes.

use super::Clash;
use crate::engine::Dialect;
use crate::migration::Catches;
use crate::operation::Kind;

/// Whether a handler takes the error this clash raises: PostgreSQL's SQLSTATEs and condition names, or MySQL's numbers
/// and SQLSTATEs.
pub(super) fn catches(catches: &Catches, clash: &Clash, dialect: Dialect) -> bool {
    let Catches::Named(names) = catches else { return true };
    let wanted = if dialect.is_mysql_like() { mysql_errors(clash) } else { postgres_errors(clash) };
    names.iter().any(|name| name == "others" || wanted.iter().any(|error| name.eq_ignore_ascii_case(error)))
}

fn postgres_errors(clash: &Clash) -> &'static [&'static str] {
    match clash {
        Clash::Exists { key, .. } => match key.kind {
            Kind::Table | Kind::Index | Kind::View | Kind::MaterializedView | Kind::Sequence => {
                &["duplicate_table", "42p07"]
            }
            Kind::Column => &["duplicate_column", "42701"],
            Kind::Other if key.owner == "attribute" => &["duplicate_column", "42701"],
            Kind::Other if key.owner == "operator" => &["duplicate_function", "42723"],
            Kind::Schema => &["duplicate_schema", "42p06"],
            Kind::Function | Kind::Procedure => &["duplicate_function", "42723"],
            _ => &["duplicate_object", "42710", "invalid_table_definition", "42p16"],
        },
        Clash::Missing { key, .. } => match key.kind {
            Kind::Table | Kind::View | Kind::MaterializedView | Kind::Sequence => &["undefined_table", "42p01"],
            Kind::Column => &["undefined_column", "42703"],
            Kind::Function | Kind::Procedure => &["undefined_function", "42883"],
            Kind::Schema => &["invalid_schema_name", "3f000"],
            // A rename does not find it; a string does not become one.
            Kind::EnumValue => &["invalid_parameter_value", "22023", "invalid_text_representation", "22p02"],
            _ => &["undefined_object", "42704"],
        },
        Clash::DuplicateRow { .. } => &["unique_violation", "23505"],
        Clash::InUse { .. } => &["dependent_objects_still_exist", "2bp01"],
        Clash::NoConflictKey { .. } => &["invalid_column_reference", "42p10"],
        _ => &[],
    }
}

/// A number and the SQLSTATE sent with it: the words of both are in `catalogue::mysql`. Where one clash has several
/// numbers, by the verb or the kind of constraint, a handler for any of them is taken to be the right one.
fn mysql_errors(clash: &Clash) -> &'static [&'static str] {
    match clash {
        Clash::Exists { key, .. } => match key.kind {
            Kind::Table | Kind::View | Kind::Sequence => &["1050", "42S01"],
            Kind::Column => &["1060", "42S21"],
            Kind::Index => &["1061", "42000"],
            Kind::Constraint => &["1005", "1022", "1061", "1068", "1826", "3822", "42000", "HY000"],
            Kind::Function | Kind::Procedure => &["1304", "42000"],
            Kind::Trigger => &["1359", "HY000"],
            Kind::Event => &["1537", "HY000"],
            Kind::Schema => &["1007", "HY000"],
            _ => &["HY000"],
        },
        Clash::Missing { key, .. } => match key.kind {
            Kind::Table | Kind::View | Kind::Sequence => &["1051", "1146", "4091", "4092", "42S02"],
            Kind::Column => &["1054", "1072", "1091", "42S22", "42000"],
            Kind::Index => &["1091", "1176", "42000"],
            Kind::Constraint => &["1091", "3940", "42000"],
            Kind::Function | Kind::Procedure => &["1305", "42000"],
            Kind::Trigger => &["1360", "HY000"],
            Kind::Event => &["1539", "HY000"],
            Kind::Schema => &["1008", "HY000"],
            _ => &["HY000"],
        },
        Clash::DuplicateRow { .. } => &["1062", "23000"],
        Clash::InUse { key, .. } if key.kind == Kind::Index => &["1553", "HY000"],
        Clash::InUse { .. } => &["1451", "3730", "23000", "HY000"],
        _ => &[],
    }
}
