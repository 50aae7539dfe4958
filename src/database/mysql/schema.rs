//! The schema of a MySQL or MariaDB database as statements: what `SHOW CREATE` tells, without the database's own name
//! and without the accounts that made things.

use super::MySqlSession;
use crate::database::{Connection, RunError, Steps};

/// A kind of object: how its names are asked for, its `SHOW CREATE`, the column that holds the statement, and the one
/// that holds the SQL mode it was made under.
struct Kind {
    names: &'static str,
    show: &'static str,
    statement: usize,
    mode: Option<usize>,
}

const fn kind(names: &'static str, show: &'static str, statement: usize, mode: Option<usize>) -> Kind {
    Kind { names, show, statement, mode }
}

/// In an order in which most of them can be made.
const KINDS: [Kind; 7] = [
    kind(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type = 'SEQUENCE'",
        "SEQUENCE",
        1,
        None,
    ),
    kind(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')",
        "TABLE",
        1,
        None,
    ),
    kind(
        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = database() AND routine_type = 'FUNCTION'",
        "FUNCTION",
        2,
        Some(1),
    ),
    kind("SELECT table_name FROM information_schema.views WHERE table_schema = database()", "VIEW", 1, None),
    kind(
        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = database() AND routine_type = 'PROCEDURE'",
        "PROCEDURE",
        2,
        Some(1),
    ),
    kind(
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = database()",
        "TRIGGER",
        2,
        Some(1),
    ),
    kind("SELECT event_name FROM information_schema.events WHERE event_schema = database()", "EVENT", 3, Some(1)),
];

/// What makes the schema anew; the session is in the database.
pub(super) fn schema(session: &mut MySqlSession, database: &str) -> Result<Steps, RunError> {
    let mut steps = vec![vec!["SET SESSION foreign_key_checks = 0".to_owned()]];
    let text = "SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = database()";
    if let Some([Some(set), Some(collation)]) = session.rows(text)?.first().map(Vec::as_slice) {
        steps.push(vec![format!("ALTER DATABASE CHARACTER SET {set} COLLATE {collation}")]);
    }
    let own = format!("`{}`.", database.replace('`', "``"));
    for kind in KINDS {
        for name in session.rows(kind.names)?.into_iter().flatten().flatten() {
            let show = format!("SHOW CREATE {} `{}`", kind.show, name.replace('`', "``"));
            let row = session.rows(&show)?.pop().unwrap_or_default();
            let cell = |at: usize| row.get(at).and_then(Option::as_deref);
            let Some(made) = cell(kind.statement) else {
                return Err(RunError::Lost(format!("this account may not see how {name} is made ({show})")));
            };
            let mode = kind.mode.and_then(cell).map(|mode| format!("SET SESSION sql_mode = '{mode}'"));
            steps.push(mode.into_iter().chain([without_definer(made).replace(&own, "")]).collect());
        }
    }
    Ok(steps)
}

/// ``DEFINER=`root`@`localhost` `` is an account, which may not be there or may not be used.
fn without_definer(made: &str) -> String {
    let Some(at) = made.find("DEFINER=`") else { return made.to_owned() };
    let mut rest = &made[at + "DEFINER=".len()..];
    for _ in 0..2 {
        let Some(quoted) = rest.strip_prefix('`') else { break };
        rest = quoted.split_once('`').map_or("", |(_, rest)| rest);
        rest = rest.strip_prefix('@').unwrap_or(rest);
    }
    format!("{}{}", &made[..at], rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::without_definer;

    #[test]
    fn accounts_are_left_out() {
        let view = "CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`%` SQL SECURITY DEFINER VIEW `v` AS select 1";
        assert_eq!(without_definer(view), "CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `v` AS select 1");
        assert_eq!(without_definer("CREATE TABLE `a` (x int)"), "CREATE TABLE `a` (x int)");
    }
}
