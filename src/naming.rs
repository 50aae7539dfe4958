//! The names PostgreSQL makes up for constraints and indexes that have none (`ChooseIndexName`, `ChooseConstraintName` and
//! `makeObjectName` in src/backend/commands/indexcmds.c and pg_constraint.c; the results are those of PostgreSQL 15).

use crate::operation::{ConstraintDef, ConstraintKind};

/// Bytes a name may have: `NAMEDATALEN - 1`.
const LONGEST: usize = 63;

/// `table_middle_label`, with the longer of the first two cut until it fits.
pub fn object_name(table: &str, middle: Option<&str>, label: &str) -> String {
    let taken = label.len() + 1 + usize::from(middle.is_some());
    let room = LONGEST.saturating_sub(taken);
    let (mut first, mut second) = (table.len(), middle.map_or(0, str::len));
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let mut name = clipped(table, first).to_owned();
    if let Some(middle) = middle {
        name.push('_');
        name.push_str(clipped(middle, second));
    }
    name.push('_');
    name.push_str(label);
    name
}

/// At most `bytes` of `text`, without half characters.
fn clipped(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Column names put together as for an index or a foreign key: cut where the limit is reached.
pub fn joined(columns: &[String]) -> String {
    let mut name = String::new();
    for column in columns {
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(column);
        if name.len() > LONGEST {
            break;
        }
    }
    clipped(&name, LONGEST).to_owned()
}

/// The name of a constraint that has none; `None` where it hangs on more than its kind and columns. `table` without its
/// schema.
pub fn of_constraint(table: &str, constraint: &ConstraintDef) -> Option<String> {
    let of_columns = |label| {
        let named = !constraint.columns.is_empty();
        named.then(|| object_name(table, Some(&joined(&constraint.columns)), label))
    };
    match constraint.kind {
        ConstraintKind::PrimaryKey => Some(object_name(table, None, label(&constraint.kind)?)),
        _ => of_columns(label(&constraint.kind)?),
    }
}

/// What the name of a constraint of this kind ends in.
pub fn label(kind: &ConstraintKind) -> Option<&'static str> {
    match kind {
        ConstraintKind::PrimaryKey => Some("pkey"),
        ConstraintKind::Unique => Some("key"),
        ConstraintKind::ForeignKey { .. } => Some("fkey"),
        ConstraintKind::Check { .. } => Some("check"),
        ConstraintKind::Exclude | ConstraintKind::NotNull => None,
    }
}

/// The name of an index on plain columns that has none. `table` without its schema.
pub fn of_index(table: &str, columns: &[String]) -> String {
    object_name(table, Some(&joined(columns)), "idx")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_lose_the_end_of_the_longer_part() {
        let table = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee";
        let (f, g) = ("fffffffffffffffffffffffffffffff".to_owned(), "ggggggggggggggggggggggg".to_owned());
        assert_eq!(
            object_name(table, Some(&joined(std::slice::from_ref(&f))), "idx"),
            "aaaaaaaaaabbbbbbbbbbccccccccc_fffffffffffffffffffffffffffff_idx"
        );
        assert_eq!(
            object_name(table, Some(&joined(&[g.clone(), f])), "key"),
            "aaaaaaaaaabbbbbbbbbbccccccccc_ggggggggggggggggggggggg_fffff_key"
        );
        assert_eq!(
            object_name(table, Some(&g), "check"),
            "aaaaaaaaaabbbbbbbbbbccccccccccddd_ggggggggggggggggggggggg_check"
        );
        assert_eq!(object_name(table, None, "check"), "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee_check");
    }
}
