//! Remedy: run a statement on rows only while what a later step takes away is still there.

use super::block;
use super::cursor::Name;
use super::naming;
use super::prepare::{self, Asked};
use super::site::{Draft, Site};
use crate::engine::Dialect;
use crate::operation::{Key, Kind};

/// Spellings for this dialect, best first.
pub(super) fn drafts(site: &Site<'_>, key: &Key) -> Vec<Draft> {
    match site.dialect {
        Dialect::Postgres => of_postgres(site, key).into_iter().collect(),
        Dialect::MySql | Dialect::MariaDb => of_mysql(site, key).into_iter().collect(),
        Dialect::Sqlite | Dialect::SqlServer => Vec::new(),
    }
}

fn of_postgres(site: &Site<'_>, key: &Key) -> Option<Draft> {
    let condition = match key.kind {
        Kind::Column => {
            let owner = format!("attrelid = to_regclass({})", block::literal(&written(&key.owner)));
            let live = format!("{} attisdropped {} attname", site.keywords("NOT"), site.keywords("AND"));
            block::catalog_row(site, "pg_attribute", &owner, &live, &key.name)
        }
        Kind::Table => block::resolves(site, "to_regclass", &written(&key.name), true),
        _ => return None,
    };
    let edits = block::run_if(site, &condition)?;
    Some(Draft::safe(format!("Run it only while {} `{}` is there, in a `DO` block", key.kind.noun(), key.name), edits))
}

/// A name as it must be written, schema included.
fn written(name: &str) -> String {
    name.split('.').map(naming::quoted).collect::<Vec<_>>().join(".")
}

fn of_mysql(site: &Site<'_>, key: &Key) -> Option<Draft> {
    let table = if key.kind == Kind::Column { &key.owner } else { &key.name };
    let name = Name { start: 0, end: 0, text: table.to_string(), parts: table.split('.').collect() };
    let asked = match key.kind {
        Kind::Column => Asked::Column(&key.name),
        Kind::Table => Asked::Table,
        _ => return None,
    };
    let edits = prepare::run_if(site, &prepare::test(site, &name, asked, true))?;
    let title =
        format!("Run it only while {} `{}` is there: ask `information_schema` first", key.kind.noun(), key.name);
    Some(Draft::safe(title, edits))
}
