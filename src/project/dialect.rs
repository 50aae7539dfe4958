//! What files around a history say of its database, by strength.

use crate::engine::{Dialect, Version};

/// Signs of dialects, strongest first: settings, then dependencies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Said by a URL, an adapter, a provider, a folder's name: the first is the main one.
    settings: Vec<Dialect>,
    /// Drivers among the dependencies, database images beside the application.
    dependencies: Vec<Dialect>,
}

impl Evidence {
    pub(super) fn of_setting(dialect: Dialect) -> Self {
        Self { settings: vec![dialect], dependencies: Vec::new() }
    }

    pub(super) fn setting(&mut self, dialect: impl IntoIterator<Item = Dialect>) {
        add(&mut self.settings, dialect);
    }

    pub(super) fn dependency(&mut self, dialect: impl IntoIterator<Item = Dialect>) {
        add(&mut self.dependencies, dialect);
    }

    /// The main dialect and the others, where settings name one, or dependencies just one.
    pub(super) fn settled(&self) -> Option<(Dialect, Vec<Dialect>)> {
        if let Some((&first, others)) = self.settings.split_first() {
            return Some((self.mysql_or_mariadb(first), others.to_vec()));
        }
        match self.dependencies[..] {
            [only] => Some((only, Vec::new())),
            [Dialect::MySql, Dialect::MariaDb] | [Dialect::MariaDb, Dialect::MySql] => {
                Some((Dialect::MariaDb, Vec::new()))
            }
            _ => None,
        }
    }

    /// Dialects that dependencies allow.
    pub(super) fn possible(&self) -> Vec<Dialect> {
        self.dependencies.clone()
    }

    /// Drivers and URLs say `mysql` for both; an image or a package that says MariaDB tells them apart.
    fn mysql_or_mariadb(&self, dialect: Dialect) -> Dialect {
        let says_mariadb =
            self.dependencies.contains(&Dialect::MariaDb) && !self.dependencies.contains(&Dialect::MySql);
        if dialect == Dialect::MySql && says_mariadb { Dialect::MariaDb } else { dialect }
    }
}

fn add(list: &mut Vec<Dialect>, dialects: impl IntoIterator<Item = Dialect>) {
    for dialect in dialects {
        if !list.contains(&dialect) {
            list.push(dialect);
        }
    }
}

/// The dialect of a database URL: `postgresql+asyncpg://…`, `jdbc:mysql://…`, `sqlite:///x.db`, `file:./dev.db`.
pub(super) fn of_url(url: &str) -> Option<Dialect> {
    let url = url.trim().trim_matches(['"', '\'', '`']);
    let url = url.strip_prefix("jdbc:").unwrap_or(url);
    let (scheme, _) = url.split_once(':')?;
    match scheme {
        "file" => Some(Dialect::Sqlite),
        "maria" => Some(Dialect::MariaDb),
        _ => Dialect::parse(scheme),
    }
}

/// Database URLs written out anywhere in a text, in order; a scheme alone names no database.
pub(super) fn urls_in(text: &str) -> impl Iterator<Item = Dialect> + '_ {
    let ends = |at: usize| text[at..].starts_with(['"', '\'', ')', ' ']);
    let urls = text.match_indices("://").filter(move |(at, mark)| !ends(at + mark.len()));
    urls.chain(text.match_indices("jdbc:")).filter_map(|(at, _)| {
        let start = text[..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || "+:".contains(c))).map_or(0, |at| {
            // Behind the character, whatever its width.
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
        of_url(&text[start..])
    })
}

/// Database images in a compose file, with their versions: `image: postgres:16-alpine`.
pub(super) fn images_in(text: &str) -> impl Iterator<Item = (Dialect, Option<Version>)> + '_ {
    text.lines().filter_map(|line| {
        let image = line.trim_start().strip_prefix("image:")?.trim().trim_matches(['"', '\'']);
        let (name, tag) = image.rsplit_once(':').unwrap_or((image, ""));
        let dialect = match name.rsplit('/').next().unwrap_or(name) {
            "postgres" | "postgis" | "postgresql" | "timescaledb" | "pgvector" => Dialect::Postgres,
            "mysql" | "mysql-server" => Dialect::MySql,
            "mariadb" => Dialect::MariaDb,
            "server" if name.contains("mssql") => Dialect::SqlServer,
            _ => return None,
        };
        // `pgvector/pgvector:pg16`
        let tag = tag.trim_start_matches("pg");
        let official = !name.contains("timescale");
        Some((dialect, official.then(|| Version::parse(tag)).flatten()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_name_their_dialect() {
        for (url, dialect) in [
            ("postgresql+asyncpg://u:p@h/db", Some(Dialect::Postgres)),
            ("jdbc:mariadb://h/db", Some(Dialect::MariaDb)),
            ("mysql+pymysql://h/db", Some(Dialect::MySql)),
            ("sqlite:///x.db", Some(Dialect::Sqlite)),
            ("file:./dev.db", Some(Dialect::Sqlite)),
            ("https://example.org", None),
            ("%(DB)s", None),
        ] {
            assert_eq!(of_url(url), dialect, "{url}");
        }
        let text = "x = 'https://a'\nDATABASE_URL=postgres://é@h/x y='sqlite:///z' z='mysql://'";
        assert_eq!(urls_in(text).collect::<Vec<_>>(), [Dialect::Postgres, Dialect::Sqlite]);
    }

    #[test]
    fn images_name_dialect_and_version() {
        let text = "services:\n  db:\n    image: \"postgres:16.2-alpine\"\n  c:\n    image: mariadb\n  r:\n    image: redis:7\n";
        let expected = [(Dialect::Postgres, Some(Version::new(16, 2, 0))), (Dialect::MariaDb, None)];
        assert_eq!(images_in(text).collect::<Vec<_>>(), expected);
    }
}
