//! Functions of well-known packages that make one thing each, and fail where it is there.

use super::cursor::Cursor;
use super::guard::written_name;
use crate::engine::Dialect;
use crate::operation::{ColumnDef, Definition, Key, Kind};

/// What `SELECT f('t', …)` makes, for the functions that are known.
pub(super) fn makes(mut list: Cursor<'_>, dialect: Dialect) -> Option<(Key, Definition)> {
    let function = list.name()?.name;
    let arguments = list.group().filter(|_| list.is_done() && dialect == Dialect::Postgres)?.items();
    let text = |index: usize| {
        let mut argument = *arguments.get(index)?;
        argument.literal().filter(|_| argument.is_done() || argument.is_symbol(":"))
    };
    let table = || Some(written_name(&text(0)?, dialect));
    match function.as_str() {
        // In the first migration of every Diesel project on PostgreSQL.
        "diesel_manage_updated_at" => {
            let key = Key::owned(Kind::Trigger, table()?, "set_updated_at");
            Some((key, Definition::Text(String::new())))
        }
        // PostGIS, where no schema is given: `AddGeometryColumn('t', 'c', srid, type, dimension)`.
        "addgeometrycolumn" if text(2).is_none() && text(1).is_some() => {
            let name = dialect.fold(&text(1)?, true);
            let column = ColumnDef { name: name.clone(), ..ColumnDef::default() };
            Some((Key::column(table()?, name), Definition::Column(column)))
        }
        _ => None,
    }
}
