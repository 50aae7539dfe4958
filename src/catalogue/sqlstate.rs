//! Names of error codes.

/// PostgreSQL's SQLSTATEs under the class names that the `pg` gem and psycopg give them (PostgreSQL, Appendix A).
pub(super) const POSTGRES: &[(&str, &str)] = &[
    ("0A000", "FeatureNotSupported"),
    ("22023", "InvalidParameterValue"),
    ("23503", "ForeignKeyViolation"),
    ("23505", "UniqueViolation"),
    ("25001", "ActiveSqlTransaction"),
    ("25P02", "InFailedSqlTransaction"),
    ("2BP01", "DependentObjectsStillExist"),
    ("3D000", "InvalidCatalogName"),
    ("3F000", "InvalidSchemaName"),
    ("42601", "SyntaxError"),
    ("42701", "DuplicateColumn"),
    ("42703", "UndefinedColumn"),
    ("42704", "UndefinedObject"),
    ("42710", "DuplicateObject"),
    ("42723", "DuplicateFunction"),
    ("42809", "WrongObjectType"),
    ("42883", "UndefinedFunction"),
    ("42P01", "UndefinedTable"),
    ("42P04", "DuplicateDatabase"),
    ("42P06", "DuplicateSchema"),
    ("42P07", "DuplicateTable"),
    ("42P10", "InvalidColumnReference"),
    ("42P16", "InvalidTableDefinition"),
    ("55000", "ObjectNotInPrerequisiteState"),
    ("55P04", "UnsafeNewEnumValueUsage"),
];

/// The class a PostgreSQL driver raises for a SQLSTATE.
pub(super) fn class(code: &str) -> Option<&'static str> {
    POSTGRES.iter().find(|(state, _)| *state == code).map(|(_, class)| *class)
}

/// The SQLSTATE that MySQL and MariaDB send with an error number.
pub(super) fn of_mysql(code: &str) -> &'static str {
    match code {
        "1050" => "42S01",
        "1051" | "1146" | "4091" | "4092" => "42S02",
        "1060" => "42S21",
        "1054" => "42S22",
        "1061" | "1068" | "1072" | "1091" | "1176" | "1304" | "1305" => "42000",
        "1062" => "23000",
        _ => "HY000",
    }
}
