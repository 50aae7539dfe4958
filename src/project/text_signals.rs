//! The dialect that a history's text looks like, by words that only one database knows.

use crate::engine::Dialect;
use crate::source::Source;

/// How much of each file is looked at, and of all files together.
const PER_FILE: usize = 64 << 10;
const IN_ALL: usize = 2 << 20;

const POSTGRES: [&str; 36] = [
    "serial primary",
    "bigserial",
    "timestamptz",
    "jsonb",
    "do $$",
    "plpgsql",
    "create extension",
    " ilike ",
    "::text",
    "::jsonb",
    "::regclass",
    " concurrently",
    "create policy",
    "row level security",
    "using gin",
    "using gist",
    "gen_random_uuid()",
    "uuid_generate_v4",
    "as identity",
    "alter type ",
    "as enum (",
    "as enum(",
    "owner to ",
    "with time zone",
    "without time zone",
    "pg_catalog",
    "returns trigger",
    "bytea",
    "text[]",
    "nextval(",
    "materialized view",
    "enable_extension",
    ":concurrently",
    "t.jsonb",
    "dialects import postgresql",
    "tsvector",
];
const MYSQL: [&str; 17] = [
    "auto_increment",
    "engine=",
    "engine =",
    "unsigned",
    "tinyint(",
    "on duplicate key",
    "utf8mb4",
    "insert ignore",
    "longtext",
    "mediumtext",
    "delimiter ",
    "modify column",
    "change column",
    "on update current_timestamp",
    "`",
    "dialects import mysql",
    "datetime(6)",
];
const MARIADB: [&str; 6] = [
    "mariadb",
    "add index if not exists",
    "drop index if exists `",
    "create or replace table",
    "engine=aria",
    "drop foreign key if exists",
];
const SQLITE: [&str; 14] = [
    "autoincrement",
    "pragma ",
    "without rowid",
    "sqlite_master",
    "strftime(",
    "insert or ignore",
    "insert or replace",
    "datetime('now')",
    "randomblob(",
    "sqlite_sequence",
    "integer primary key",
    "julianday(",
    ") strict;",
    "unixepoch(",
];
const SQL_SERVER: [&str; 7] =
    ["nvarchar", "[dbo]", "identity(1,1)", "\ngo\n", "sysutcdatetime", "uniqueidentifier", "object_id("];

/// In Python, backticks are quotes of comments, `engine =` is a variable and `autoincrement` an option for every database:
/// there the options and the names of dialects tell.
const POSTGRES_IN_PYTHON: [&str; 12] = [
    "dialects import postgresql",
    "postgresql_",
    "'postgresql'",
    "\"postgresql\"",
    "jsonb",
    "do $$",
    "plpgsql",
    "create extension",
    " concurrently",
    "alter type ",
    "gen_random_uuid()",
    "create policy",
];
const MYSQL_IN_PYTHON: [&str; 4] = ["dialects import mysql", "mysql_", "'mysql'", "\"mysql\""];
const MARIADB_IN_PYTHON: [&str; 2] = ["'mariadb'", "\"mariadb\""];
const SQLITE_IN_PYTHON: [&str; 6] =
    ["dialects import sqlite", "sqlite_", "'sqlite'", "\"sqlite\"", "pragma ", "insert or ignore"];
const SQL_SERVER_IN_PYTHON: [&str; 4] = ["dialects import mssql", "mssql_", "'mssql'", "\"mssql\""];

/// The dialects that the text looks like, the likeliest first; only among `possible`, where that names any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Looks {
    pub(super) ranking: Vec<Dialect>,
    /// The first has clearly more words than the second.
    pub(super) clear: bool,
    /// Only the first has any, and more than one: code for one database.
    pub(super) alone: bool,
}

/// What the text of these files looks like.
pub(super) fn of(sources: &[Source], possible: &[Dialect]) -> Looks {
    let scores = scores(sources);
    let mut ranking: Vec<(usize, Dialect)> = scores
        .into_iter()
        .filter(|(score, dialect)| *score > 0 && (possible.is_empty() || possible.contains(dialect)))
        .collect();
    // MariaDB's own words are few, and stand among MySQL's: one of them decides between the two.
    let own = ranking.iter().any(|(_, dialect)| *dialect == Dialect::MariaDb);
    let of_mysql = ranking.iter().find(|(_, dialect)| *dialect == Dialect::MySql).map_or(0, |(score, _)| *score);
    if own {
        ranking.retain(|(_, dialect)| *dialect != Dialect::MySql);
        for (score, _) in ranking.iter_mut().filter(|(_, dialect)| *dialect == Dialect::MariaDb) {
            *score += of_mysql;
        }
    }
    ranking.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    let clear = match ranking[..] {
        [] => false,
        [_] => true,
        [(first, _), (second, _), ..] => first > second + second / 2,
    };
    let alone = matches!(ranking[..], [(score, _)] if score > 1);
    Looks { ranking: ranking.into_iter().map(|(_, dialect)| dialect).collect(), clear, alone }
}

/// How many of its words each dialect has, file by file.
fn scores(sources: &[Source]) -> [(usize, Dialect); Dialect::ALL.len()] {
    let mut scores = Dialect::ALL.map(|dialect| (0, dialect));
    let mut seen = 0;
    for source in sources {
        let text = head(source.text()).to_lowercase();
        let words = if source.path().extension() == Some("py") { words_in_python } else { words };
        for (score, dialect) in &mut scores {
            *score += words(*dialect).iter().filter(|word| text.contains(**word)).count();
        }
        seen += text.len();
        if seen > IN_ALL {
            break;
        }
    }
    scores
}

fn words(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => &POSTGRES,
        Dialect::MySql => &MYSQL,
        Dialect::MariaDb => &MARIADB,
        Dialect::Sqlite => &SQLITE,
        Dialect::SqlServer => &SQL_SERVER,
    }
}

fn words_in_python(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => &POSTGRES_IN_PYTHON,
        Dialect::MySql => &MYSQL_IN_PYTHON,
        Dialect::MariaDb => &MARIADB_IN_PYTHON,
        Dialect::Sqlite => &SQLITE_IN_PYTHON,
        Dialect::SqlServer => &SQL_SERVER_IN_PYTHON,
    }
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(PER_FILE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_database_decide() {
        for (text, dialect) in [
            ("CREATE TABLE t (id BIGSERIAL PRIMARY KEY, d JSONB);", Some(Dialect::Postgres)),
            ("CREATE TABLE `t` (`id` int AUTO_INCREMENT) ENGINE=InnoDB;", Some(Dialect::MySql)),
            ("-- MariaDB\nCREATE TABLE `t` (`id` int AUTO_INCREMENT) ENGINE=InnoDB;", Some(Dialect::MariaDb)),
            ("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);", Some(Dialect::Sqlite)),
            ("CREATE TABLE t (id int);", None),
        ] {
            let looks = of(&[Source::new("a.sql", text)], &[]);
            assert_eq!(looks.ranking.first().copied().filter(|_| looks.clear), dialect, "{text}");
        }
    }
}
