//! Columns, constraints and indexes as `CREATE TABLE` and `ALTER TABLE` write them.

use super::cursor::Cursor;
use super::lex::TokenKind;
use crate::engine::Dialect;
use crate::operation::{ColumnDef, ConstraintDef, ConstraintKind, IndexDef, TableDef};

/// Reads the inside of `CREATE TABLE t ( … )`.
pub(crate) fn table(body: Cursor<'_>, table: &str) -> TableDef {
    let mut shape = TableDef { complete: true, ..TableDef::default() };
    for item in body.items() {
        element(item, table, &mut shape);
    }
    mark_rowid(&mut shape, body.dialect);
    shape
}

fn element(mut item: Cursor<'_>, table: &str, shape: &mut TableDef) {
    if item.is_done() {
        return;
    }
    if item.is("LIKE") || item.is("PERIOD") && item.is_at(1, "FOR") {
        shape.complete = false;
    } else if let Some(index) = table_index(&mut item, table) {
        shape.indexes.push(index);
    } else if let Some(constraint) = table_constraint(&mut item) {
        match unique_index(&constraint, item.dialect, table) {
            Some(index) => shape.indexes.push(index),
            None => shape.constraints.push(constraint),
        }
    } else if let Some(mut column) = column(item) {
        shape.constraints.append(&mut column.constraints);
        shape.columns.push(column);
    } else {
        shape.complete = false;
    }
}

/// MySQL's unique constraints are indexes: they share the names of indexes and go with `DROP INDEX`.
pub(crate) fn unique_index(constraint: &ConstraintDef, dialect: Dialect, table: &str) -> Option<IndexDef> {
    (dialect.is_mysql_like() && constraint.kind == ConstraintKind::Unique).then(|| IndexDef {
        name: constraint.name.clone(),
        table: table.to_owned(),
        columns: constraint.columns.clone(),
        unique: true,
        filter: None,
        concurrently: false,
    })
}

/// SQLite fills in a single `INTEGER PRIMARY KEY`, wherever it is written.
pub(crate) fn mark_rowid(shape: &mut TableDef, dialect: Dialect) {
    if dialect != Dialect::Sqlite {
        return;
    }
    let keys = shape.constraints.iter().filter(|constraint| constraint.kind == ConstraintKind::PrimaryKey);
    if let [key] = keys.map(|constraint| constraint.columns.as_slice()).collect::<Vec<_>>()[..]
        && let [name] = key
        && let Some(column) = shape.columns.iter_mut().find(|column| column.name == *name)
        && column.sql_type.as_deref() == Some("integer")
    {
        column.generated = true;
    }
}

/// `KEY name (a)`, `INDEX (a)`, `FULLTEXT KEY f (a)`: an index of a MySQL table, or SQL Server's `INDEX i (a)`.
pub(crate) fn table_index(item: &mut Cursor<'_>, table: &str) -> Option<IndexDef> {
    if !item.dialect.is_mysql_like() && item.dialect != Dialect::SqlServer {
        return None;
    }
    let mut ahead = *item;
    ahead.eat_any(&["FULLTEXT", "SPATIAL"]);
    if !ahead.eat_any(&["KEY", "INDEX"]) && ahead.position() == item.position() {
        return None;
    }
    ahead.if_not_exists();
    let name = if ahead.is_symbol("(") || ahead.is("USING") { None } else { ahead.part() };
    let columns = index_columns(&mut ahead)?;
    *item = ahead;
    Some(IndexDef { name, table: table.to_owned(), columns, unique: false, filter: None, concurrently: false })
}

/// The next parenthesised column list, `USING BTREE` and `NONCLUSTERED` before it passed over.
fn index_columns(item: &mut Cursor<'_>) -> Option<Vec<String>> {
    while !item.is_done() && !item.is_symbol("(") {
        item.advance();
    }
    item.column_list()
}

/// `[CONSTRAINT name] PRIMARY KEY | UNIQUE | FOREIGN KEY | CHECK | EXCLUDE …` of a table.
pub(crate) fn table_constraint(item: &mut Cursor<'_>) -> Option<ConstraintDef> {
    let mut ahead = *item;
    let named = ahead.eat("CONSTRAINT");
    if named {
        ahead.if_not_exists();
    }
    let bare = ahead.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE"]);
    let mut name = if named && !bare { ahead.part() } else { None };
    let (kind, columns) = if ahead.eat_all(&["PRIMARY", "KEY"]) {
        ahead.if_not_exists();
        (ConstraintKind::PrimaryKey, key_columns(&mut ahead)?)
    } else if ahead.eat("UNIQUE") {
        ahead.eat_any(&["KEY", "INDEX"]);
        ahead.if_not_exists();
        let index_name =
            if ahead.is_any(&["USING", "NULLS", "CLUSTERED", "NONCLUSTERED"]) { None } else { ahead.part() };
        // MySQL: the constraint's name wins over the index's.
        name = name.or(index_name);
        (ConstraintKind::Unique, key_columns(&mut ahead)?)
    } else if ahead.eat_all(&["FOREIGN", "KEY"]) {
        ahead.if_not_exists();
        if !ahead.is_symbol("(") {
            // The index's name. MariaDB gives it to a constraint that has none; MySQL does not.
            let index_name = ahead.part();
            name = name.or(index_name.filter(|_| ahead.dialect == Dialect::MariaDb));
        }
        let columns = ahead.column_list()?;
        (references(&mut ahead)?, columns)
    } else if ahead.eat("CHECK") {
        (ConstraintKind::Check { expression: ahead.group()?.folded_text() }, Vec::new())
    } else if ahead.is("EXCLUDE") && (ahead.is_at(1, "USING") || ahead.is_symbol_at(1, "(")) {
        (ConstraintKind::Exclude, Vec::new())
    } else if named && ahead.eat_all(&["NOT", "NULL"]) {
        (ConstraintKind::NotNull, ahead.part().into_iter().collect())
    } else {
        return None;
    };
    *item = ahead;
    Some(ConstraintDef { name, kind, columns })
}

/// Columns of a key; `USING INDEX i` has none.
fn key_columns(item: &mut Cursor<'_>) -> Option<Vec<String>> {
    if item.eat_all(&["USING", "INDEX"]) {
        item.part();
        return Some(Vec::new());
    }
    index_columns(item)
}

/// `REFERENCES t (a)` with what follows it.
fn references(item: &mut Cursor<'_>) -> Option<ConstraintKind> {
    if !item.eat("REFERENCES") {
        return None;
    }
    let to = item.name()?.qualified(item.dialect);
    let columns = item.column_list().unwrap_or_default();
    loop {
        if item.eat("ON") {
            item.advance();
            let _ =
                item.eat_all(&["SET", "NULL"]) || item.eat_all(&["SET", "DEFAULT"]) || item.eat_all(&["NO", "ACTION"]);
            item.eat_any(&["CASCADE", "RESTRICT"]);
            item.group();
        } else if item.eat("MATCH") {
            item.advance();
        } else if !item.eat_any(&["DEFERRABLE", "INITIALLY", "DEFERRED", "IMMEDIATE"])
            && !item.eat_all(&["NOT", "DEFERRABLE"])
        {
            break;
        }
    }
    Some(ConstraintKind::ForeignKey { to, columns })
}

/// Words that end a column's type or default.
const ATTRIBUTES: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "PRIMARY",
    "UNIQUE",
    "REFERENCES",
    "CHECK",
    "CONSTRAINT",
    "GENERATED",
    "AS",
    "COLLATE",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "IDENTITY",
    "COMMENT",
    "ON",
    "FIRST",
    "AFTER",
    "KEY",
    "STORED",
    "VIRTUAL",
    "PERSISTENT",
    "PERSISTED",
    "INVISIBLE",
    "VISIBLE",
    "CHARSET",
    "DEFERRABLE",
    "INITIALLY",
    "SPARSE",
    "ROWGUIDCOL",
    "STORAGE",
    "COMPRESSION",
    "USING",
    "FOR",
];

fn at_attribute(item: &Cursor<'_>) -> bool {
    item.is_any(ATTRIBUTES) || item.is("CHARACTER") && item.is_at(1, "SET")
}

/// Reads `name type attributes…`.
pub(crate) fn column(mut item: Cursor<'_>) -> Option<ColumnDef> {
    let mut column = ColumnDef { name: item.part()?, ..ColumnDef::default() };
    let start = item.position();
    while !item.is_done() && !at_attribute(&item) {
        item.skip_item();
    }
    let sql_type = item.since(start).type_text();
    column.generated = is_serial(&sql_type);
    column.sql_type = (!sql_type.is_empty()).then_some(sql_type);
    let mut name = None;
    while !item.is_done() {
        if item.eat("CONSTRAINT") {
            name = item.part();
        } else {
            attribute(&mut item, &mut column, &mut name);
        }
    }
    Some(column)
}

/// Whether a type fills itself in: `serial` and its sizes.
pub(crate) fn is_serial(sql_type: &str) -> bool {
    matches!(sql_type, "serial" | "bigserial" | "smallserial" | "serial2" | "serial4" | "serial8")
}

fn attribute(item: &mut Cursor<'_>, column: &mut ColumnDef, name: &mut Option<String>) {
    let mut constrain = |kind| {
        let columns = vec![column.name.clone()];
        column.constraints.push(ConstraintDef { name: name.take(), kind, columns });
    };
    if item.eat_all(&["NOT", "NULL"]) {
        column.not_null = true;
        *name = None;
    } else if item.eat_all(&["PRIMARY", "KEY"]) {
        constrain(ConstraintKind::PrimaryKey);
    } else if item.eat("UNIQUE") {
        item.eat("KEY");
        constrain(ConstraintKind::Unique);
    } else if item.is("REFERENCES") {
        let reference = references(item);
        // MySQL reads an inline REFERENCES and forgets it; MariaDB (10.5 and later) makes the key.
        if let Some(kind) = reference.filter(|_| item.dialect != Dialect::MySql) {
            constrain(kind);
        }
    } else if item.eat("CHECK") {
        let expression = item.group().map(|inside| inside.folded_text()).unwrap_or_default();
        constrain(ConstraintKind::Check { expression });
    } else if item.eat("DEFAULT") {
        let default = default_value(item);
        column.generated |= is_generator(&default);
        column.default = Some(default);
    } else if item.eat("GENERATED") {
        column.generated = true;
        while !item.is_done() && !item.eat_any(&["IDENTITY"]) && item.group().is_none() {
            item.advance();
        }
        item.group();
    } else if item.eat("ON") {
        // ON UPDATE CURRENT_TIMESTAMP(6), ON CONFLICT IGNORE
        item.advance();
        item.advance();
        item.group();
    } else if item.eat_any(&["AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "AS"]) {
        column.generated = true;
        item.group();
    } else {
        item.skip_item();
    }
}

/// The text of a default: its first operand, and all up to the next attribute.
fn default_value(item: &mut Cursor<'_>) -> String {
    let start = item.position();
    item.skip_item();
    while !item.is_done() && !at_attribute(item) {
        item.skip_item();
    }
    item.since(start).folded_text()
}

/// Whether a default makes a new value for every row.
pub(crate) fn is_generator(default: &str) -> bool {
    let default = default.to_lowercase();
    [
        "nextval(",
        "uuid(",
        "uuid_generate_v",
        "gen_random_uuid(",
        "newid(",
        "newsequentialid(",
        "gen_random_ulid(",
        "uuidv7(",
    ]
    .iter()
    .any(|generator| default.contains(generator))
}

/// Whether what stands here is a constraint and no column.
pub(crate) fn starts_constraint(item: &Cursor<'_>) -> bool {
    let exclude = item.is("EXCLUDE") && (item.is_at(1, "USING") || item.is_symbol_at(1, "("));
    let word = item.peek().is_some_and(|token| token.kind == TokenKind::Word);
    word && (item.is_any(&["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"]) || exclude)
}
