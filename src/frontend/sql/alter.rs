//! `ALTER …` of everything but tables, and the heads that tables share with them.

use super::alter_table;
use super::cursor::{Cursor, Name};
use super::draft::Draft;
use super::legal;
use super::objects::{self, Object};
use crate::engine::Dialect;
use crate::operation::{Definition, Key, Kind, Reach, Repeat, Tolerance};
use crate::source::Span;

/// Reads what follows ALTER.
pub(crate) fn alter(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) {
    let whole = draft.whole;
    // SQL Server: ALTER … of what CREATE OR ALTER makes; MySQL: ALTER DEFINER = … VIEW, ALTER IGNORE TABLE.
    if cursor.is("DEFINER") || cursor.is("ALGORITHM") {
        cursor.skip_to("VIEW");
    }
    cursor.eat_any(&["IGNORE", "ONLINE"]);
    if cursor.eat_all(&["DEFAULT", "PRIVILEGES"]) || cursor.eat_all(&["LARGE", "OBJECT"]) {
        return draft.nothing(whole);
    }
    if cursor.eat("SYSTEM") {
        draft.outside_transaction = true;
        return draft.nothing(whole);
    }
    let Some(object) = objects::object(cursor) else {
        return draft.opaque(Reach::Everything, whole);
    };
    let read = match object.kind {
        Kind::Table => alter_table::alter_table(cursor, draft),
        Kind::Type => alter_type(cursor, draft, object),
        Kind::Publication => alter_publication(cursor, draft),
        Kind::Trigger | Kind::Policy => alter_owned(cursor, draft, object),
        Kind::Function | Kind::Procedure => alter_routine(cursor, draft, object),
        Kind::Other if matches!(object.word, "rule") => alter_owned(cursor, draft, object),
        Kind::Other if matches!(object.word, "database" | "tablespace" | "login" | "user mapping") => {
            draft.nothing(whole);
            Some(())
        }
        _ => alter_named(cursor, draft, object),
    };
    if read.is_none() {
        draft.opaque(Reach::Everything, whole);
    }
}

/// The name behind the head, `IF EXISTS` read on the way.
pub(crate) fn target(
    cursor: &mut Cursor<'_>,
    draft: &mut Draft<'_>,
    kind: Kind,
) -> Option<(Name, Option<Span>, Tolerance)> {
    let if_exists = cursor.if_exists();
    let engine = draft.engine;
    let tolerance = draft.guard(if_exists, Tolerance::IfExists, || legal::alter_if_exists(engine, kind));
    let name = if kind == Kind::Role { objects::role(cursor)? } else { cursor.name()? };
    draft.named = Some(name.span.end);
    Some((name, if_exists, tolerance))
}

fn alter_named(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<()> {
    let (name, _, tolerance) = target(cursor, draft, object.kind)?;
    let dialect = draft.dialect();
    let key = if object.kind == Kind::Index {
        objects::index(&name, None, dialect)
    } else {
        objects::key(object, &name, dialect)
    };
    change(cursor, draft, key, &name, tolerance)
}

/// What may follow the name of anything: a new name, another schema, or a change that may be repeated.
fn change(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, key: Key, name: &Name, tolerance: Tolerance) -> Option<()> {
    let whole = draft.whole;
    let named = |new: String| Key { kind: key.kind, owner: key.owner.clone(), name: new.into() };
    if cursor.eat_all(&["RENAME", "TO"]) {
        let new = cursor.part()?;
        let new = match key.kind {
            Kind::Function | Kind::Procedure => key.name.replacen(&name.name, &new, 1),
            Kind::Extension | Kind::Schema | Kind::Role | Kind::Trigger | Kind::Policy => new,
            _ => name.sibling(draft.dialect(), &new),
        };
        draft.rename(key.clone(), named(new), tolerance, whole);
    } else if cursor.eat_all(&["RENAME", "CONSTRAINT"]) {
        let from = cursor.part()?;
        cursor.eat("TO");
        let to = cursor.part()?;
        draft.rename(
            Key::constraint(key.name.as_str(), from),
            Key::constraint(key.name.as_str(), to),
            Tolerance::None,
            whole,
        );
    } else if cursor.eat_all(&["RENAME", "COLUMN"])
        || cursor.is("RENAME") && cursor.is_at(2, "TO") && cursor.eat("RENAME")
    {
        let from = cursor.part()?;
        cursor.eat("TO");
        let to = cursor.part()?;
        draft.rename(Key::column(key.name.as_str(), from), Key::column(key.name.as_str(), to), Tolerance::None, whole);
    } else if cursor.eat_all(&["SET", "SCHEMA"]) {
        let schema = cursor.part()?;
        let new = crate::operation::qualified(draft.dialect(), Some(&schema), &name.name);
        draft.rename(key.clone(), named(new), tolerance, whole);
    } else if key.kind == Kind::Domain
        && (cursor.is_all(&["ADD", "CONSTRAINT"]) || cursor.is_all(&["DROP", "CONSTRAINT"]))
    {
        domain_constraint(cursor, draft, &key)?;
    } else {
        let what = cursor.folded_text().split_whitespace().take(2).collect::<Vec<_>>().join(" ").to_lowercase();
        draft.alter_to(key, &what, None, Repeat::Same, tolerance, whole);
    }
    Some(())
}

fn domain_constraint(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, domain: &Key) -> Option<()> {
    let adds = cursor.eat("ADD");
    cursor.eat("DROP");
    cursor.eat("CONSTRAINT");
    let if_exists = cursor.if_exists();
    let name = cursor.part()?;
    let key = Key::owned(Kind::Other, "domain constraint", format!("{}.{name}", domain.name));
    let whole = draft.whole;
    if adds {
        draft.create(key, Definition::Text(cursor.folded_text()), Tolerance::None, whole);
    } else {
        let tolerance = if if_exists.is_some() { Tolerance::IfExists } else { Tolerance::None };
        draft.drop(key, cursor.skip_to("CASCADE"), tolerance, whole);
    }
    Some(())
}

fn alter_type(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<()> {
    let whole = draft.whole;
    let (name, _, tolerance) = target(cursor, draft, object.kind)?;
    let key = objects::key(object, &name, draft.dialect());
    if cursor.eat_all(&["ADD", "VALUE"]) {
        let if_not_exists = cursor.if_not_exists();
        let label = cursor.literal()?;
        let tolerance = if if_not_exists.is_some() { Tolerance::IfNotExists } else { Tolerance::None };
        let value = Key::owned(Kind::EnumValue, key.name, label);
        draft.create(value, Definition::Text(String::new()), tolerance, whole);
    } else if cursor.eat_all(&["RENAME", "VALUE"]) {
        let from = cursor.literal()?;
        cursor.eat("TO");
        let to = cursor.literal()?;
        let value = |label| Key::owned(Kind::EnumValue, key.name.clone(), label);
        draft.rename(value(from), value(to), Tolerance::None, whole);
    } else if cursor.is_any(&["ADD", "DROP", "ALTER"]) && cursor.is_at(1, "ATTRIBUTE") {
        attributes(*cursor, draft, &key.name)?;
    } else if cursor.eat_all(&["RENAME", "ATTRIBUTE"]) {
        let from = cursor.part()?;
        cursor.eat("TO");
        let to = cursor.part()?;
        draft.rename(attribute(&key.name, &from), attribute(&key.name, &to), Tolerance::None, whole);
    } else {
        change(cursor, draft, key, &name, tolerance)?;
    }
    Some(())
}

/// An attribute of a composite type.
fn attribute(owner: &str, name: &str) -> Key {
    Key::owned(Kind::Other, "attribute", format!("{owner}.{name}"))
}

fn attributes(actions: Cursor<'_>, draft: &mut Draft<'_>, owner: &str) -> Option<()> {
    for mut action in actions.items() {
        let at = action.span();
        let (adds, drops) = (action.eat("ADD"), action.eat("DROP"));
        action.eat("ALTER");
        action.eat("ATTRIBUTE");
        let tolerance = if action.if_exists().is_some() { Tolerance::IfExists } else { Tolerance::None };
        let key = attribute(owner, &action.part()?);
        if adds {
            draft.create(key, Definition::Text(action.folded_text()), Tolerance::None, at);
        } else if drops {
            draft.drop(key, false, tolerance, at);
        } else {
            draft.alter(key, "type", at);
        }
    }
    Some(())
}

fn alter_publication(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>) -> Option<()> {
    let (name, _, tolerance) = target(cursor, draft, Kind::Publication)?;
    let (adds, drops) = (cursor.is("ADD"), cursor.is("DROP"));
    if !adds && !drops {
        let key = Key::new(Kind::Publication, name.name.clone());
        return change(cursor, draft, key, &name, tolerance);
    }
    cursor.advance();
    for mut member in cursor.items() {
        member.eat_any(&["TABLE", "TABLES"]);
        let at = member.span();
        member.eat("ONLY");
        if member.eat_all(&["IN", "SCHEMA"]) {
            let schema = member.part()?;
            membership(draft, adds, Key::owned(Kind::Membership, name.name.clone(), format!("schema {schema}")), at);
        } else {
            let table = member.name()?.qualified(draft.dialect());
            membership(draft, adds, Key::owned(Kind::Membership, name.name.clone(), table), at);
        }
    }
    Some(())
}

/// One thing goes into another, or out of it.
pub(crate) fn membership(draft: &mut Draft<'_>, adds: bool, key: Key, at: Span) {
    if adds {
        draft.create(key, Definition::Text(String::new()), Tolerance::None, at);
    } else {
        draft.drop(key, false, Tolerance::None, at);
    }
}

/// `ALTER TRIGGER n ON t …`, `ALTER POLICY n ON t …`, `ALTER RULE n ON t …`.
fn alter_owned(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<()> {
    let (name, _, tolerance) = target(cursor, draft, object.kind)?;
    if !cursor.eat("ON") {
        let key = objects::key(object, &name, draft.dialect());
        return change(cursor, draft, key, &name, tolerance);
    }
    let table = cursor.name()?;
    let owner = table.qualified(draft.dialect());
    let key = match object.kind {
        Kind::Trigger => objects::trigger(&name, Some(&table), draft.dialect()),
        Kind::Policy => Key::owned(Kind::Policy, owner, name.name.clone()),
        _ => {
            let whole = draft.whole;
            let rule = |rule: &str| Key::owned(Kind::Other, object.word, format!("{owner}.{rule}"));
            cursor.eat_all(&["RENAME", "TO"]);
            let new = cursor.part()?;
            draft.rename(rule(&name.name), rule(&new), Tolerance::None, whole);
            return Some(());
        }
    };
    change(cursor, draft, key, &name, tolerance)
}

fn alter_routine(cursor: &mut Cursor<'_>, draft: &mut Draft<'_>, object: Object) -> Option<()> {
    let (key, name) = objects::routine(cursor, object)?;
    draft.named = Some(name.span.end);
    if draft.dialect() == Dialect::SqlServer {
        let whole = draft.whole;
        draft.alter(key, "definition", whole);
        return Some(());
    }
    change(cursor, draft, key, &name, Tolerance::None)
}
