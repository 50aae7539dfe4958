//! `CREATE …` of everything.

use super::columns;
use super::cursor::{Cursor, Name};
use super::draft::Draft;
use super::legal;
use super::objects::{self, Object};
use super::shape;
use super::view;
use crate::engine::Dialect;
use crate::operation::{Definition, IndexDef, Key, Kind, Reach, TableDef, Tolerance};
use crate::source::Span;

/// What stands between CREATE and the object's word.
#[derive(Default)]
struct Prefix {
    or_replace: Option<Span>,
    temporary: bool,
    unique: bool,
}

/// Reads what follows CREATE.
pub(crate) fn create(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    let prefix = prefix(cursor);
    let Some(object) = objects::object(cursor) else {
        return draft.opaque(Reach::Everything, whole);
    };
    let read = match object.kind {
        Kind::Table => table(cursor, draft, &prefix),
        Kind::Index => index(cursor, draft, &prefix),
        Kind::Function | Kind::Procedure => routine(cursor, draft, object, &prefix),
        Kind::Trigger => trigger(cursor, draft, object, &prefix),
        Kind::Policy => policy(cursor, draft),
        Kind::Type => user_type(cursor, draft, object),
        Kind::Schema => schema(cursor, draft, object, &prefix),
        Kind::Role => role(cursor, draft, object, &prefix),
        Kind::Other => other(cursor, draft, object, &prefix),
        _ => named(cursor, draft, object, &prefix),
    };
    if read.is_none() {
        draft.opaque(Reach::Everything, whole);
    }
}

/// Words before the kind of thing that change nothing for a second run.
const SETTLED_WORDS: &[&str] = &[
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "RECURSIVE",
    "TRUSTED",
    "PROCEDURAL",
    "CLUSTERED",
    "NONCLUSTERED",
    "COLUMNSTORE",
    "SPATIAL",
    "DEFAULT",
];

fn prefix(cursor: &mut Cursor<'_>) -> Prefix {
    let or_replace = cursor.eat_guard(&["OR", "REPLACE"]).or_else(|| cursor.eat_guard(&["OR", "ALTER"]));
    let mut prefix = Prefix { or_replace, ..Prefix::default() };
    loop {
        if cursor.eat_any(&["TEMP", "TEMPORARY"]) {
            prefix.temporary = true;
        } else if cursor.eat("UNIQUE") {
            prefix.unique = true;
        } else if cursor.is("DEFINER") || cursor.is("ALGORITHM") {
            // MySQL: DEFINER = `root`@`%`, ALGORITHM = MERGE
            cursor.advance();
            cursor.eat_symbol("=");
            let _ = objects::role(cursor);
            cursor.group();
        } else if cursor.eat_all(&["SQL", "SECURITY"]) || cursor.is_all(&["FULLTEXT", "INDEX"]) {
            cursor.advance();
        } else if !cursor.eat_any(SETTLED_WORDS) {
            return prefix;
        }
    }
}

/// The tolerance of what the prefix and `IF NOT EXISTS` say together.
fn tolerance(draft: &mut Draft<'_>, object: Object, prefix: &Prefix, if_not_exists: Option<Span>) -> Tolerance {
    let engine = draft.engine;
    let replaces =
        draft.guard(prefix.or_replace, Tolerance::OrReplace, || legal::or_replace(engine, object.kind, object.word));
    let skips = draft
        .guard(if_not_exists, Tolerance::IfNotExists, || legal::create_if_not_exists(engine, object.kind, object.word));
    if skips == Tolerance::None { replaces } else { skips }
}

fn table(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, prefix: &Prefix) -> Option<()> {
    let object = Object { kind: Kind::Table, word: "" };
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.name()?;
    draft.named = Some(name.span.end);
    let mut tolerance = tolerance(draft, object, prefix, if_not_exists);
    if tolerance == Tolerance::OrReplace {
        // MariaDB drops the table and its rows first.
        tolerance = Tolerance::Force;
    }
    let mut shape = table_shape(cursor, &name, draft);
    shape.temporary = prefix.temporary || name.name.starts_with('#');
    let at = draft.whole;
    draft.create(Key::table(name.qualified(draft.dialect())), Definition::Table(shape), tolerance, at);
    Some(())
}

fn table_shape(cursor: &mut Cursor<'_>, name: &Name, draft: &Draft<'_>) -> TableDef {
    let table = name.qualified(draft.dialect());
    let (head, mut whole) = (*cursor, *cursor);
    let mut shape = if cursor.is_symbol("(") && !cursor.is_at(1, "SELECT") && !cursor.is_at(1, "LIKE") {
        let body = cursor.group().unwrap_or(*cursor);
        let statement = draft.text.get(draft.whole.range()).unwrap_or_default();
        shape::table(statement, draft.dialect(), &table).unwrap_or_else(|| columns::table(body, &table))
    } else {
        TableDef::default()
    };
    let elsewhere = ["INHERITS", "PARTITION", "SELECT", "LIKE", "OF", "USING"];
    // Partitioned tables are complete (PARTITION BY); partitions take their columns from the whole (PARTITION OF).
    while !whole.is_done() {
        let takes_columns = whole.is_any(&elsewhere) && !(whole.is("PARTITION") && whole.is_at(1, "BY"));
        if takes_columns && !(whole.is("USING") && draft.dialect() != Dialect::Sqlite) {
            shape.complete = false;
        }
        whole.skip_item();
    }
    shape.like = like(head);
    shape
}

/// `LIKE users`, also in parentheses.
fn like(mut head: Cursor<'_>) -> Option<String> {
    if head.is_symbol("(") {
        head = head.group()?;
    }
    head.eat("LIKE").then(|| head.name()).flatten().map(|name| name.qualified(head.dialect))
}

fn index(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, prefix: &Prefix) -> Option<()> {
    let object = Object { kind: Kind::Index, word: "" };
    let concurrently = cursor.eat("CONCURRENTLY");
    let if_not_exists = cursor.if_not_exists();
    let name = if cursor.is("ON") { None } else { cursor.name() };
    cursor.skip_to("ON");
    cursor.eat("ON");
    cursor.eat("ONLY");
    let table = cursor.name()?;
    draft.named = Some(name.as_ref().unwrap_or(&table).span.end);
    if cursor.eat("USING") {
        cursor.advance();
    }
    let columns = cursor.column_list()?;
    let filter = cursor.skip_to("WHERE").then(|| {
        cursor.advance();
        cursor.folded_text()
    });
    let definition = IndexDef {
        name: name.as_ref().map(|name| name.name.clone()),
        table: table.qualified(draft.dialect()),
        columns,
        unique: prefix.unique,
        filter: filter.filter(|_| !draft.dialect().is_mysql_like()),
        concurrently,
    };
    let unnamed = Name { schema: None, name: String::new(), span: table.span };
    let key = objects::index(name.as_ref().unwrap_or(&unnamed), Some(&table), draft.dialect());
    let mut tolerance = tolerance(draft, object, prefix, if_not_exists);
    if name.is_none() && if_not_exists.is_some() {
        // PostgreSQL: `CREATE INDEX IF NOT EXISTS ON t` is a syntax error.
        tolerance = draft.guard(if_not_exists, tolerance, || Err("without an index name".to_owned()));
    }
    draft.outside_transaction = concurrently;
    draft.create(key, Definition::Index(definition), tolerance, draft.whole);
    Some(())
}

fn routine(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    let (key, name) = objects::routine(cursor, object)?;
    draft.named = Some(name.span.end);
    let tolerance = tolerance(draft, object, prefix, if_not_exists);
    draft.create(key, Definition::Text(cursor.folded_text()), tolerance, draft.whole);
    Some(())
}

fn trigger(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.name()?;
    draft.named = Some(name.span.end);
    cursor.skip_to("ON");
    cursor.eat("ON");
    let table = cursor.name();
    let tolerance = tolerance(draft, object, prefix, if_not_exists);
    let key = objects::trigger(&name, table.as_ref(), draft.dialect());
    draft.create(key, Definition::Text(cursor.folded_text()), tolerance, draft.whole);
    Some(())
}

fn policy(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.part()?;
    draft.named = Some(cursor.last_end());
    cursor.eat("ON");
    let table = cursor.name()?;
    let object = Object { kind: Kind::Policy, word: "" };
    let tolerance = tolerance(draft, object, &Prefix::default(), if_not_exists);
    let key = Key::owned(Kind::Policy, table.qualified(draft.dialect()), name);
    draft.create(key, Definition::Text(cursor.folded_text()), tolerance, draft.whole);
    Some(())
}

fn user_type(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    let name = cursor.name()?;
    draft.named = Some(name.span.end);
    let labels = cursor.eat_all(&["AS", "ENUM"]).then(|| {
        let items = cursor.group().map(Cursor::items).unwrap_or_default();
        items.into_iter().filter_map(|mut label| label.literal()).collect()
    });
    let tolerance = tolerance(draft, object, &Prefix::default(), if_not_exists);
    let key = objects::key(object, &name, draft.dialect());
    draft.create(key, Definition::Enum(labels.unwrap_or_default()), tolerance, draft.whole);
    Some(())
}

fn schema(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    // CREATE SCHEMA AUTHORIZATION role: the schema is called as the role.
    cursor.eat("AUTHORIZATION");
    named_at(cursor, draft, object, prefix, if_not_exists)
}

fn role(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    let tolerance = tolerance(draft, object, prefix, if_not_exists);
    let at = draft.whole;
    loop {
        let name = objects::role(cursor)?;
        draft.named.get_or_insert(name.span.end);
        draft.create(objects::key(object, &name, draft.dialect()), Definition::Text(String::new()), tolerance, at);
        // MySQL makes several at once, each with its options.
        let more = cursor.dialect.is_mysql_like() && cursor.skip_to_symbol(",");
        if !more {
            return Some(());
        }
        cursor.eat_symbol(",");
    }
}

fn other(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    draft.outside_transaction = matches!(object.word, "database" | "tablespace") && draft.dialect() != Dialect::Sqlite;
    let name = match object.word {
        "rule" => {
            let rule = cursor.part()?;
            draft.named = Some(cursor.last_end());
            let table = cursor.skip_to("TO").then(|| {
                cursor.advance();
                cursor.name()
            });
            format!("{}.{rule}", table.flatten()?.qualified(draft.dialect()))
        }
        // CREATE CAST (a AS b), CREATE OPERATOR schema.=> (…), USER MAPPING FOR u SERVER s: no names, their text is one.
        "cast" => cursor.group()?.type_text(),
        "operator" | "user mapping" | "transform" => {
            let start = cursor.position();
            while !cursor.is_done() && !cursor.is_symbol("(") && !cursor.is("OPTIONS") {
                cursor.advance();
            }
            let signature = operator_arguments(*cursor);
            let name = cursor.since(start).type_text();
            if object.word == "operator" { objects::operator(&format!("{name}{signature}")) } else { name }
        }
        // CREATE STATISTICS ON a, b FROM t names none.
        "statistics" if cursor.is("ON") => return None,
        _ => return named_at(cursor, draft, object, prefix, if_not_exists),
    };
    draft.named.get_or_insert(cursor.last_end());
    let tolerance = tolerance(draft, object, prefix, if_not_exists);
    let key = Key::owned(Kind::Other, object.word, name);
    draft.create(key, Definition::Text(cursor.folded_text()), tolerance, draft.whole);
    Some(())
}

/// `(integer,integer)` out of `(LEFTARG = int, RIGHTARG = int, …)`: operators are told apart by it.
fn operator_arguments(mut cursor: Cursor<'_>) -> String {
    let items = cursor.group().map(Cursor::items).unwrap_or_default();
    let types = items.into_iter().filter_map(|mut item| {
        let argument = item.eat_any(&["LEFTARG", "RIGHTARG"]) && item.eat_symbol("=");
        argument.then(|| item.rest().type_text())
    });
    let types: Vec<String> = types.collect();
    if types.is_empty() { String::new() } else { format!("({})", types.join(",")) }
}

fn named(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object, prefix: &Prefix) -> Option<()> {
    let if_not_exists = cursor.if_not_exists();
    named_at(cursor, draft, object, prefix, if_not_exists)
}

fn named_at(
    cursor: &mut Cursor<'_>,
    draft: &mut Draft<'_>,
    object: Object,
    prefix: &Prefix,
    if_not_exists: Option<Span>,
) -> Option<()> {
    let name = cursor.name()?;
    draft.named = Some(name.span.end);
    let tolerance = tolerance(draft, object, prefix, if_not_exists);
    let key = objects::key(object, &name, draft.dialect());
    if !matches!(object.kind, Kind::View | Kind::MaterializedView) {
        draft.create(key, Definition::Text(cursor.folded_text()), tolerance, draft.whole);
        return Some(());
    }
    let reads = view::reads(*cursor);
    let (columns, text) = (view::columns(*cursor), cursor.folded_text());
    draft.create(key, Definition::View { columns, text, reads: reads.clone() }, tolerance, draft.whole);
    // SQLite looks for a view's tables when it is read; the others do so even where IF NOT EXISTS finds the view.
    let looks = draft.dialect() != Dialect::Sqlite;
    if let Some(placed) = draft.operations.last_mut().filter(|_| looks) {
        placed.operation.mentions = reads;
    }
    Some(())
}
