//! Names that Rails computes where the migration gives none.

use sha2::{Digest, Sha256};

use super::command::Setting;
use super::inflect;
use crate::engine::{Dialect, Version};
use crate::operation::{Key, qualified};

/// From this `Migration[x.y]` on a long index name is shortened instead of refused.
const SHORT_INDEX_NAMES: Version = Version::new(7, 1, 0);
/// `max_index_name_size` of 7.1 and later.
const LONGEST_INDEX_NAME: usize = 62;

impl Setting {
    /// A table's name as keys have it; `audit.users` has a schema.
    pub(super) fn table(&self, name: &str) -> String {
        match name.split_once('.') {
            Some((schema, table)) => {
                let schema = self.dialect.fold(schema, true);
                qualified(self.dialect, Some(&schema), &self.dialect.fold(table, true))
            }
            None => self.dialect.fold(name, true),
        }
    }

    pub(super) fn table_key(&self, name: &str) -> Key {
        Key::table(self.table(name))
    }

    pub(super) fn column(&self, name: &str) -> String {
        self.dialect.fold(name, true)
    }

    pub(super) fn column_key(&self, table: &str, column: &str) -> Key {
        Key::column(self.table(table), self.column(column))
    }

    /// On PostgreSQL an index is in the schema of its table.
    pub(super) fn index_key(&self, table: &str, name: &str) -> Key {
        let folded = self.dialect.fold(name, true);
        let named = match table.split_once('.') {
            Some((schema, _)) if self.dialect == Dialect::Postgres => {
                qualified(self.dialect, Some(&self.dialect.fold(schema, true)), &folded)
            }
            _ => folded,
        };
        Key::index(self.dialect, &self.table(table), named)
    }

    pub(super) fn constraint_key(&self, table: &str, name: &str) -> Key {
        Key::constraint(self.table(table), self.dialect.fold(name, true))
    }

    /// `index_users_on_a_and_b`; from `Migration[7.1]` long ones become `idx_on_a_b_<hash>`.
    pub(super) fn index_name(&self, table: &str, columns: &[String]) -> String {
        let columns = match columns {
            [expression] if is_expression(expression) => vec![words(expression).join("_")],
            columns => columns.to_vec(),
        };
        let name = format!("index_{table}_on_{}", columns.join("_and_"));
        if self.class < SHORT_INDEX_NAMES || name.len() <= LONGEST_INDEX_NAME {
            return name;
        }
        let hash = format!("_{}", hash(&name));
        let mut short = format!("idx_on_{}", columns.join("_"));
        let mut limit = (LONGEST_INDEX_NAME - hash.len()).min(short.len());
        while !short.is_char_boundary(limit) {
            limit -= 1;
        }
        short.truncate(limit);
        short + &hash
    }
}

/// Rails takes a string with anything but word characters for an expression.
pub(super) fn is_expression(column: &str) -> bool {
    column.contains(|c: char| !(c.is_alphanumeric() || c == '_'))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

/// `fk_rails_` and a hash of table and columns.
pub(super) fn foreign_key(table: &str, columns: &[String]) -> String {
    format!("fk_rails_{}", hash(&format!("{table}_{}_fk", columns.join("_and_"))))
}

/// `chk_rails_` and a hash of table and expression.
pub(super) fn check(table: &str, expression: &str) -> String {
    format!("chk_rails_{}", hash(&format!("{table}_{expression}_chk")))
}

/// `uniq_rails_` and a hash of table and columns (7.1).
pub(super) fn unique(table: &str, columns: &[String]) -> String {
    format!("uniq_rails_{}", hash(&format!("{table}_{}_unique", columns.join("_and_"))))
}

/// `excl_rails_` and a hash of table and expression (7.1).
pub(super) fn exclusion(table: &str, expression: &str) -> String {
    format!("excl_rails_{}", hash(&format!("{table}_{expression}_excl")))
}

/// The column a foreign key to `table` stands on: `users` → `user_id`.
pub(super) fn foreign_key_column(table: &str) -> Option<String> {
    inflect::singular(table).map(|name| format!("{name}_id"))
}

/// `posts` and `users` → `posts_users`; a common prefix is written once (`music_artists_records`).
pub(super) fn join_table(one: &str, other: &str) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    let prefixes = first.char_indices().rev().filter(|(_, c)| matches!(c, '_' | '.')).map(|(at, _)| &first[..=at]);
    let shared = prefixes.filter(|prefix| prefix.len() < first.len()).find_map(|prefix| second.strip_prefix(prefix));
    match shared.filter(|rest| !rest.is_empty()) {
        Some(rest) => format!("{first}_{rest}"),
        None => format!("{first}_{second}"),
    }
}

/// The first ten hexadecimal digits of the SHA-256.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(class: Version) -> Setting {
        Setting { dialect: Dialect::Postgres, rails: Version::new(8, 1, 0), class, in_change: true }
    }

    #[test]
    fn names_are_those_rails_makes() {
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let new = setting(Version::new(7, 1, 0));
        assert_eq!(new.index_name("users", &columns(&["a", "b"])), "index_users_on_a_and_b");
        assert_eq!(new.index_name("users", &columns(&["lower(email)"])), "index_users_on_lower_email");
        // Published by ActiveRecord's own tests of foreign keys: astronauts.rocket_id.
        assert_eq!(foreign_key("astronauts", &columns(&["rocket_id"])), "fk_rails_78146ddd2e");
        assert_eq!(join_table("users", "posts"), "posts_users");
        assert_eq!(join_table("music_records", "music_artists"), "music_artists_records");
        let long = "a_very_long_column_name_that_goes_on_and_on_and_on".to_owned();
        assert!(
            setting(Version::new(7, 0, 0))
                .index_name("users", std::slice::from_ref(&long))
                .starts_with("index_users_on_")
        );
        let short = new.index_name("users", &[long]);
        assert!(short.starts_with("idx_on_a_very") && short.len() == 62, "{short}");
    }
}
