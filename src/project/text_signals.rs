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

/// The dialect with clearly most of the words; only among `possible`, where that names any.
pub(super) fn of(sources: &[Source], possible: &[Dialect]) -> Option<Dialect> {
    let mut scores = [0usize; Dialect::ALL.len()];
    let mut seen = 0;
    for source in sources {
        let text = head(source.text()).to_lowercase();
        seen += text.len();
        for (score, dialect) in scores.iter_mut().zip(Dialect::ALL) {
            *score += words(dialect).iter().filter(|word| text.contains(**word)).count();
        }
        if seen > IN_ALL {
            break;
        }
    }
    // MariaDB's own words are few, and stand among MySQL's.
    let of = |dialect: Dialect| scores[Dialect::ALL.iter().position(|other| *other == dialect).unwrap_or(0)];
    if of(Dialect::MariaDb) > 0 {
        scores[2] += of(Dialect::MySql);
    }
    let mut ranking: Vec<(usize, Dialect)> = scores
        .into_iter()
        .zip(Dialect::ALL)
        .filter(|(score, dialect)| *score > 0 && (possible.is_empty() || possible.contains(dialect)))
        .collect();
    ranking.sort_by_key(|&(score, dialect)| (std::cmp::Reverse(score), dialect != Dialect::MariaDb));
    match ranking[..] {
        [(_, only)] => Some(only),
        [(first, dialect), (second, rival), ..] => {
            let family = dialect.is_mysql_like() && rival.is_mysql_like();
            (family || first > second + second / 2).then_some(dialect)
        }
        [] => None,
    }
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
            assert_eq!(of(&[Source::new("a.sql", text)], &[]), dialect, "{text}");
        }
    }
}
