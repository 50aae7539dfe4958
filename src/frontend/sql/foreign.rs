//! SQL for a database that is not known here: ClickHouse, Oracle, Snowflake, Cassandra and their kin. Read as another
//! dialect, what it says would be wrong.

use super::lex::{self, TokenKind};
use crate::engine::Dialect;

/// Words that only such databases have, as they stand in the text, and as tokens with blanks between.
const WORDS: &[(&str, &str)] = &[
    // ClickHouse
    ("mergetree", "mergetree"),
    ("lowcardinality", "lowcardinality ("),
    ("fixedstring", "fixedstring ("),
    ("datetime64", "datetime64 ("),
    ("aggregatefunction", "aggregatefunction ("),
    ("nullable", "nullable ("),
    ("on cluster", "on cluster "),
    // Oracle
    ("varchar2", "varchar2 ("),
    ("dbms_", " dbms_"),
    ("systimestamp", " systimestamp"),
    ("sysdate", "default sysdate"),
    ("user_tables", "from user_tables"),
    ("user_tab_columns", "from user_tab_columns"),
    // Snowflake
    ("timestamp_ntz", "timestamp_ntz"),
    ("timestamp_ltz", "timestamp_ltz"),
    ("timestamp_tz", "timestamp_tz"),
    (" warehouse", "create warehouse"),
    ("file format", "file format"),
    ("copy into", "copy into "),
    // Cassandra
    ("keyspace", " keyspace "),
    ("clustering order", "with clustering order by"),
    ("frozen", " frozen <"),
    // BigQuery, Spanner, Redshift, Databricks, Hive, Trino
    ("struct", " struct <"),
    ("interleave in parent", "interleave in parent"),
    ("string(max)", "string ( max )"),
    ("distkey", " distkey"),
    ("diststyle", " diststyle"),
    ("sortkey", "sortkey ("),
    ("using delta", "using delta"),
    ("tblproperties", "tblproperties ("),
];

/// Folders for the SQL of such a database.
const FOLDERS: &[&str] = &[
    "clickhouse",
    "oracle",
    "snowflake",
    "cassandra",
    "scylla",
    "bigquery",
    "redshift",
    "spanner",
    "databricks",
    "duckdb",
    "h2",
    "hsqldb",
    "derby",
    "db2",
    "firebird",
    "vertica",
    "teradata",
    "trino",
    "hive",
    "cockroach",
    "cockroachdb",
];

/// No file is looked at further than this.
const HEAD: usize = 256 << 10;

/// Whether a folder's name says that its SQL is for such a database.
pub(crate) fn names_one(folder: &str) -> bool {
    folder.split(['-', '_', '.', ' ']).any(|word| FOLDERS.iter().any(|name| word.eq_ignore_ascii_case(name)))
}

/// Whether the statements have words that only such a database takes; comments and strings do not count.
pub(crate) fn is_foreign(text: &str) -> bool {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let small = text.to_ascii_lowercase();
    let likely: Vec<&str> =
        WORDS.iter().filter(|(written, _)| small.contains(written)).map(|&(_, tokens)| tokens).collect();
    if likely.is_empty() {
        return false;
    }
    let statements = spaced(&small);
    likely.iter().any(|tokens| statements.contains(tokens))
}

/// The tokens that are no strings, quoted names or comments, with one blank between them.
fn spaced(text: &str) -> String {
    let mut out = String::from(" ");
    for token in lex::lex(text, Dialect::MySql) {
        match token.kind {
            TokenKind::Word | TokenKind::Number | TokenKind::Symbol => out.push_str(token.text(text)),
            TokenKind::Text | TokenKind::QuotedName | TokenKind::Dollar | TokenKind::Terminator => out.push('\''),
            _ => continue,
        }
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_databases() {
        for text in [
            "CREATE TABLE e (id UUID, n LowCardinality(String)) ENGINE = MergeTree ORDER BY id",
            "ALTER TABLE e ON CLUSTER '{cluster}' ADD COLUMN c Nullable(String)",
            "CREATE TABLE t (id NUMBER(10) PRIMARY KEY, name VARCHAR2(100))",
            "CREATE TABLE t (id NUMBER(38,0), v VARIANT, at TIMESTAMP_NTZ)",
            "CREATE TABLE ks.t (id uuid PRIMARY KEY, at timestamp) WITH CLUSTERING ORDER BY (at DESC)",
            "CREATE KEYSPACE app WITH replication = {'class': 'SimpleStrategy'}",
            "CREATE TABLE t (id int) DISTKEY (id)",
        ] {
            assert!(is_foreign(text), "{text}");
        }
    }

    #[test]
    fn other_mentions_of_them() {
        for text in [
            "-- Oracle has VARCHAR2(10)\nCREATE TABLE t (a varchar(10))",
            "INSERT INTO t (a) VALUES ('ENGINE = MergeTree()')",
            "ALTER TABLE t ADD COLUMN nullable boolean, ADD sysdate date",
            "CREATE TABLE warehouse (id int); CREATE TABLE keyspaces (id int)",
            "CREATE TABLE `variant` (id int) ENGINE = InnoDB",
        ] {
            assert!(!is_foreign(text), "{text}");
        }
    }

    #[test]
    fn folders_of_other_databases() {
        assert!(names_one("clickhouse"));
        assert!(names_one("migrations-h2"));
        assert!(!names_one("postgres"));
    }
}
