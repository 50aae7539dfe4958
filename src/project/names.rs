//! File names of SQL migrations: which are migrations, in which direction, and in what order.

use std::cmp::Ordering;

/// Which way a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Up,
    Down,
}

/// A migration's file name, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// What pairs the two directions: `000001_init` of `000001_init.up.sql`.
    pub(super) stem: String,
    pub(super) direction: Direction,
    pub(super) form: Form,
}

/// The pattern that a name follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `V1.2__description.sql`, `R__views.sql`, `U1.2__…` (Flyway, refinery).
    Flyway,
    /// `0001_init.up.sql`, `0001_init.down.sql`, `0001_init.rollback.sql`.
    Pair,
    /// `0001_init.sql`, `2024-01-31-init.sql`, `2.3.0.sql`, `v12.sql`.
    Numbered,
}

/// Takes a name apart; `None` for a name that is not a numbered migration's.
pub(super) fn parse(name: &str) -> Option<Name> {
    let stem = strip_suffix_ignoring_case(name, ".sql")?;
    if let Some(parsed) = flyway(stem) {
        return Some(parsed);
    }
    let (stem, direction, form) = split_direction(stem);
    let digits = stem.trim_start_matches(['v', 'V']);
    let starts_with_number = digits.starts_with(|c: char| c.is_ascii_digit()) && stem.len() - digits.len() <= 1;
    starts_with_number.then(|| Name { stem: stem.to_owned(), direction, form })
}

/// The stem without the word for its direction; `form` tells whether there was one.
pub(super) fn split_direction(stem: &str) -> (&str, Direction, Form) {
    for (suffix, direction) in [
        (".up", Direction::Up),
        (".down", Direction::Down),
        (".do", Direction::Up),
        (".undo", Direction::Down),
        (".rollback", Direction::Down),
        ("_up", Direction::Up),
        ("_down", Direction::Down),
    ] {
        if let Some(stem) = strip_suffix_ignoring_case(stem, suffix) {
            return (stem, direction, Form::Pair);
        }
    }
    (stem, Direction::Up, Form::Numbered)
}

/// `V`, `U` or `B` and a version, or `R` alone, then two underscores.
fn flyway(stem: &str) -> Option<Name> {
    let (head, description) = stem.split_once("__")?;
    let prefix = head.chars().next().filter(|c| "VURB".contains(*c))?;
    let version = &head[1..];
    let is_version = !version.is_empty()
        && version.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'_')
        && version.starts_with(|c: char| c.is_ascii_digit());
    let valid = if prefix == 'R' { version.is_empty() } else { is_version };
    let direction = if prefix == 'U' { Direction::Down } else { Direction::Up };
    let stem = if prefix == 'R' { format!("R__{description}") } else { format!("V{version}__{description}") };
    valid.then_some(Name { stem, direction, form: Form::Flyway })
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    let tail = text.get(at..)?;
    tail.eq_ignore_ascii_case(suffix).then(|| &text[..at])
}

/// Words that stand before the number of a step, each file the same one: `db_00001.sql`, `patch-12.sql`, `upgrade_2.0.sql`.
const STEP_WORDS: [&str; 14] = [
    "db",
    "database",
    "schema",
    "migration",
    "migrate",
    "mig",
    "patch",
    "update",
    "upgrade",
    "delta",
    "change",
    "changeset",
    "version",
    "step",
];

/// Whether a name is one of the [`STEP_WORDS`] and a number.
pub(super) fn is_worded_step(name: &str) -> bool {
    let Some(stem) = strip_suffix_ignoring_case(name, ".sql") else { return false };
    let behind = stem.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = stem[..stem.len() - behind.len()].to_ascii_lowercase();
    let numbered = behind.trim_start_matches(['_', '-', '.', ' ']).starts_with(|c: char| c.is_ascii_digit());
    numbered && STEP_WORDS.contains(&word.as_str())
}

/// Compares names as numbers and text in turn: `V2__x` before `V10__x`, `2.9` before `2.10`; repeatable ones last.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let repeatable = |name: &str| name.starts_with("R__");
    repeatable(a).cmp(&repeatable(b)).then_with(|| compare_chunks(a.as_bytes(), b.as_bytes())).then_with(|| a.cmp(b))
}

fn compare_chunks(mut a: &[u8], mut b: &[u8]) -> Ordering {
    loop {
        match (a.first(), b.first()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (left, right) = (digits(&mut a), digits(&mut b));
                let order = left.len().cmp(&right.len()).then_with(|| left.cmp(right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(x), Some(y)) if x == y => {
                a = &a[1..];
                b = &b[1..];
            }
            // The end of a version sorts before its continuation: `1_x` before `1.1_x`.
            (Some(x), Some(y)) => return rank(*x).cmp(&rank(*y)),
        }
    }
}

fn rank(byte: u8) -> (bool, u8) {
    (byte == b'.' || byte.is_ascii_digit(), byte)
}

/// Takes the leading digits off, zeros in front of them not counted.
fn digits<'a>(text: &mut &'a [u8]) -> &'a [u8] {
    let end = text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    *text = rest;
    let zeros = number.iter().position(|&b| b != b'0').unwrap_or(number.len());
    &number[zeros..]
}

/// Names of files that hold a whole schema or its first rows, never a step of it.
pub(super) fn is_dump(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let stem = name.strip_suffix(".sql").unwrap_or(&name);
    ["schema", "structure", "dump", "seed", "seeds", "fixtures", "testdata", "test_data"].iter().any(|word| {
        stem == *word || stem.ends_with(&format!("_{word}")) && !stem.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_form_and_direction() {
        let of = |name| parse(name).map(|name| (name.stem, name.direction, name.form));
        let some = |stem: &str, direction, form| Some((stem.to_owned(), direction, form));
        assert_eq!(of("V1_2__add x.sql"), some("V1_2__add x", Direction::Up, Form::Flyway));
        assert_eq!(of("U1.2__x.sql"), some("V1.2__x", Direction::Down, Form::Flyway));
        assert_eq!(of("R__views.sql"), some("R__views", Direction::Up, Form::Flyway));
        assert_eq!(of("000001_init.up.sql"), some("000001_init", Direction::Up, Form::Pair));
        assert_eq!(of("000001_init.down.sql"), some("000001_init", Direction::Down, Form::Pair));
        assert_eq!(of("2024-01-31-x.sql"), some("2024-01-31-x", Direction::Up, Form::Numbered));
        assert_eq!(of("v12.sql"), some("v12", Direction::Up, Form::Numbered));
        for other in ["Views__x.sql", "views.sql", "x1.sql", "1.txt", "R1__x.sql"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_word_may_stand_before_the_number() {
        for name in ["db_00001.sql", "Patch-12_users.sql", "upgrade_2.0.1.sql", "migration3.sql"] {
            assert!(is_worded_step(name), "{name}");
        }
        for other in ["query_1.sql", "db.sql", "db_backup.sql", "2_db.sql", "updates_1.sql"] {
            assert!(!is_worded_step(other), "{other}");
        }
    }

    #[test]
    fn order_is_by_number() {
        let mut names = ["V10__a", "V2__b", "R__v", "V1.10__c", "V1.9__d", "V1__e"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["V1__e", "V1.9__d", "V1.10__c", "V2__b", "V10__a", "R__v"]);
    }
}
