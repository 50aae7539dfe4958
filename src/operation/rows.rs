//! Rows: what INSERT and UPDATE write.

use super::{Key, Repeat};

/// Rows written by the migration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Insert {
    pub table: Key,
    /// `None` when the statement names none and the table's shape must tell.
    pub columns: Option<Vec<String>>,
    /// The rows' values in the order of the columns; `None` for `INSERT … SELECT` and values made at run time.
    pub rows: Option<Vec<Vec<Value>>>,
    pub conflict: OnConflict,
    /// Where the rows come from, if it is one table: once they are deleted there, or no longer answer to the filter, a
    /// second run finds none.
    pub from: Option<Picked>,
}

/// Rows changed by the migration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Update {
    pub table: Key,
    /// What a second run does.
    pub repeat: Repeat,
    /// The columns it sets, and to what, as far as the text tells.
    pub writes: Vec<(String, Value)>,
    /// Those of them that it sets whatever they hold: its filter does not ask for them.
    pub overwrites: Vec<String>,
    /// The filter's text, blanks folded, where it alone picks the rows; empty for all of them.
    pub filter: Option<String>,
    /// A row that was changed does not answer to the filter any more.
    pub drains: bool,
}

impl Update {
    /// An update of which no more is known.
    pub fn of(table: Key, repeat: Repeat) -> Self {
        Self { table, repeat, writes: Vec::new(), overwrites: Vec::new(), filter: None, drains: false }
    }

    /// The filter that no row answers to behind this.
    pub fn drained(&self) -> Option<&String> {
        self.filter.as_ref().filter(|_| self.drains)
    }
}

/// The rows of a table that answer to a filter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Picked {
    pub table: Key,
    /// The filter's text, blanks folded; empty for all rows.
    pub filter: String,
}

impl Picked {
    /// Whether all of `other` are among these: each of its rows meets every condition of this filter.
    pub fn covers(&self, other: &Self) -> bool {
        let asked = conjuncts(&other.filter);
        self.table == other.table && conjuncts(&self.filter).iter().all(|condition| asked.contains(condition))
    }
}

/// The conditions that AND joins; one where that can't be told from the words alone.
fn conjuncts(filter: &str) -> Vec<&str> {
    let (mut depth, mut quote, mut from, mut parts) = (0_u32, None, 0, Vec::new());
    let bytes = filter.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            (None, b' ') if depth == 0 => {
                let word = |word: &str| {
                    bytes[at + 1..].get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word.as_bytes()))
                };
                if word("or ") || word("between ") || word("xor ") {
                    return vec![filter];
                }
                if word("and ") {
                    parts.push(filter[from..at].trim());
                    from = at + "and ".len() + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(filter[from.min(filter.len())..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// The same at every run: the literal's text, quotes of strings removed.
    Literal(String),
    /// Made at run time and new at every run (`now()`, `gen_random_uuid()`).
    Computed,
    /// Worked out from what does not change of itself (`lower('A')`, `(SELECT id FROM …)`), or from outside the text: a
    /// bind, a variable.
    Unknown,
    /// `DEFAULT` or `NULL`-for-autoincrement: the engine fills it in.
    Default,
}

/// What an INSERT does where a row of the same key is there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OnConflict {
    /// It fails — if there is a key that can conflict; else it doubles the row.
    Fail,
    /// `ON CONFLICT (target) DO NOTHING`, `INSERT IGNORE`, `INSERT OR IGNORE`; `None`: any key.
    Skip(Option<Vec<String>>),
    /// `ON CONFLICT (target) DO UPDATE`, `ON DUPLICATE KEY UPDATE`, `upsert_all`; `None`: any key.
    Update(Option<Vec<String>>),
    /// `REPLACE INTO`, `INSERT OR REPLACE`.
    Replace,
    /// The statement itself asks first: `WHERE NOT EXISTS (…)`, `find_or_create_by`, `MERGE … WHEN NOT MATCHED`.
    WhereAbsent,
}
