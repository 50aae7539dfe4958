//! `DROP …` of everything.

use super::cursor::Cursor;
use super::draft::Draft;
use super::legal;
use super::objects::{self, Object};
use crate::engine::Dialect;
use crate::operation::{Key, Kind, Reach, Tolerance};
use crate::source::Span;

/// Reads what follows DROP.
pub(crate) fn drop(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    cursor.eat_any(&["TEMPORARY", "PROCEDURAL"]);
    if cursor.eat_all(&["OWNED", "BY"]) {
        return draft.opaque(Reach::Everything, whole);
    }
    if cursor.eat("PREPARE") {
        return draft.nothing(whole);
    }
    let Some(object) = objects::object(cursor) else {
        return draft.opaque(Reach::Everything, whole);
    };
    draft.outside_transaction = cursor.eat("CONCURRENTLY")
        || matches!(object.word, "database" | "tablespace" | "subscription") && draft.dialect() != Dialect::Sqlite;
    let if_exists = cursor.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(if_exists, Tolerance::IfExists, || legal::drop_if_exists(engine, object.kind));
    let several = tolerance_targets(cursor, draft, object);
    let Some(targets) = several else {
        return draft.opaque(Reach::Everything, whole);
    };
    let cascade = cursor.eat("CASCADE");
    for (key, at) in targets {
        draft.drop(key, cascade, tolerance, at);
    }
}

/// The keys named, each with its place; the first stands for the whole statement.
fn tolerance_targets(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<Vec<(Key, Span)>> {
    let mut targets = Vec::new();
    loop {
        let start = cursor.position();
        let key = target(cursor, draft, object)?;
        let at = cursor.span_since(start);
        draft.named.get_or_insert(at.end);
        targets.push((key, at));
        if !cursor.eat_symbol(",") {
            break;
        }
    }
    if let [(_, at)] = targets.as_mut_slice() {
        *at = draft.whole;
    }
    Some(targets)
}

fn target(cursor: &mut Cursor<'_>, draft: &Draft<'_>, object: Object) -> Option<Key> {
    let dialect = draft.dialect();
    Some(match object.kind {
        Kind::Index => {
            let name = cursor.name()?;
            let table = if cursor.eat("ON") { Some(cursor.name()?) } else { None };
            objects::index(&name, table.as_ref(), dialect)
        }
        Kind::Function | Kind::Procedure => objects::routine(cursor, object)?.0,
        Kind::Trigger => {
            let name = cursor.name()?;
            let table = if cursor.eat("ON") { cursor.name() } else { None };
            objects::trigger(&name, table.as_ref(), dialect)
        }
        Kind::Policy => {
            let name = cursor.part()?;
            cursor.eat("ON");
            Key::owned(Kind::Policy, cursor.name()?.qualified(dialect), name)
        }
        Kind::Role => objects::key(object, &objects::role(cursor)?, dialect),
        Kind::Other => match object.word {
            "rule" => {
                let name = cursor.part()?;
                cursor.eat("ON");
                Key::owned(Kind::Other, "rule", format!("{}.{name}", cursor.name()?.qualified(dialect)))
            }
            "cast" => Key::owned(Kind::Other, "cast", cursor.group()?.type_text()),
            "operator" | "user mapping" | "transform" | "operator class" | "operator family" => {
                let start = cursor.position();
                while !cursor.is_done() && !cursor.is_any(&["CASCADE", "RESTRICT"]) && !cursor.is_symbol(",") {
                    cursor.skip_item();
                }
                let name = cursor.since(start).type_text();
                let name = if object.word == "operator" { objects::operator(&name) } else { name };
                Key::owned(Kind::Other, object.word, name)
            }
            _ => objects::key(object, &cursor.name()?, dialect),
        },
        _ => objects::key(object, &cursor.name()?, dialect),
    })
}
