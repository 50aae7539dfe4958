//! The kinds of things that CREATE, ALTER and DROP name, and how their names become keys.

use super::cursor::{Cursor, Name};
use crate::engine::Dialect;
use crate::operation::{Key, Kind, plain_type};

/// What a statement's head names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) kind: Kind,
    /// The lower-case word for it, where [`Kind::Other`] needs one or a rule about it does.
    pub(crate) word: &'static str,
}

/// Head words, longest first where one starts another.
const OBJECTS: &[(&[&str], Kind, &str)] = &[
    (&["MATERIALIZED", "VIEW"], Kind::MaterializedView, ""),
    (&["FOREIGN", "TABLE"], Kind::Table, ""),
    (&["FOREIGN", "DATA", "WRAPPER"], Kind::Other, "foreign data wrapper"),
    (&["VIRTUAL", "TABLE"], Kind::Table, ""),
    (&["EXTERNAL", "TABLE"], Kind::Table, ""),
    (&["EVENT", "TRIGGER"], Kind::Other, "event trigger"),
    (&["CONSTRAINT", "TRIGGER"], Kind::Trigger, "constraint trigger"),
    (&["TEXT", "SEARCH", "CONFIGURATION"], Kind::Other, "text search configuration"),
    (&["TEXT", "SEARCH", "DICTIONARY"], Kind::Other, "text search dictionary"),
    (&["TEXT", "SEARCH", "PARSER"], Kind::Other, "text search parser"),
    (&["TEXT", "SEARCH", "TEMPLATE"], Kind::Other, "text search template"),
    (&["OPERATOR", "CLASS"], Kind::Other, "operator class"),
    (&["OPERATOR", "FAMILY"], Kind::Other, "operator family"),
    (&["ACCESS", "METHOD"], Kind::Other, "access method"),
    (&["USER", "MAPPING"], Kind::Other, "user mapping"),
    (&["TABLE"], Kind::Table, ""),
    (&["INDEX"], Kind::Index, ""),
    (&["VIEW"], Kind::View, ""),
    (&["SEQUENCE"], Kind::Sequence, ""),
    (&["TYPE"], Kind::Type, ""),
    (&["DOMAIN"], Kind::Domain, ""),
    (&["FUNCTION"], Kind::Function, ""),
    (&["AGGREGATE"], Kind::Function, ""),
    (&["PROCEDURE"], Kind::Procedure, ""),
    (&["PROC"], Kind::Procedure, ""),
    (&["ROUTINE"], Kind::Function, ""),
    (&["TRIGGER"], Kind::Trigger, ""),
    (&["POLICY"], Kind::Policy, ""),
    (&["EXTENSION"], Kind::Extension, ""),
    (&["SCHEMA"], Kind::Schema, ""),
    (&["ROLE"], Kind::Role, ""),
    (&["USER"], Kind::Role, ""),
    (&["GROUP"], Kind::Role, ""),
    (&["LOGIN"], Kind::Other, "login"),
    (&["PUBLICATION"], Kind::Publication, ""),
    (&["SUBSCRIPTION"], Kind::Other, "subscription"),
    (&["EVENT"], Kind::Event, ""),
    (&["DATABASE"], Kind::Other, "database"),
    (&["SERVER"], Kind::Other, "server"),
    (&["CAST"], Kind::Other, "cast"),
    (&["COLLATION"], Kind::Other, "collation"),
    (&["CONVERSION"], Kind::Other, "conversion"),
    (&["STATISTICS"], Kind::Other, "statistics"),
    (&["OPERATOR"], Kind::Other, "operator"),
    (&["RULE"], Kind::Other, "rule"),
    (&["LANGUAGE"], Kind::Other, "language"),
    (&["TRANSFORM"], Kind::Other, "transform"),
    (&["TABLESPACE"], Kind::Other, "tablespace"),
    (&["SYNONYM"], Kind::Other, "synonym"),
    (&["PACKAGE"], Kind::Other, "package"),
    (&["FULLTEXT", "CATALOG"], Kind::Other, "fulltext catalog"),
];

/// The object word that stands here.
pub(crate) fn object(cursor: &mut Cursor<'_>) -> Option<Object> {
    let &(_, kind, word) = OBJECTS.iter().find(|(words, ..)| cursor.eat_all(words))?;
    // MySQL's databases are its schemas.
    let database = word == "database" && cursor.dialect.is_mysql_like();
    Some(if database { Object { kind: Kind::Schema, word: "" } } else { Object { kind, word } })
}

/// The key of a thing that stands on its own.
pub(crate) fn key(object: Object, name: &Name, dialect: Dialect) -> Key {
    match object.kind {
        Kind::Other => Key::owned(Kind::Other, object.word, name.qualified(dialect)),
        Kind::Extension | Kind::Schema | Kind::Role | Kind::Publication => Key::new(object.kind, name.name.clone()),
        kind => Key::new(kind, name.qualified(dialect)),
    }
}

/// A trigger's key: PostgreSQL's belong to their table.
pub(crate) fn trigger(name: &Name, table: Option<&Name>, dialect: Dialect) -> Key {
    match table {
        Some(table) if dialect == Dialect::Postgres => {
            Key::owned(Kind::Trigger, table.qualified(dialect), name.name.clone())
        }
        _ => Key::new(Kind::Trigger, name.qualified(dialect)),
    }
}

/// An index's key, next to its table where it is created and on its own where it is dropped.
pub(crate) fn index(name: &Name, table: Option<&Name>, dialect: Dialect) -> Key {
    if dialect.indexes_are_schema_wide() {
        // CREATE INDEX names no schema: the index goes where its table is.
        let name = match (&name.schema, table) {
            (None, Some(table)) => table.sibling(dialect, &name.name),
            _ => name.qualified(dialect),
        };
        return Key::new(Kind::Index, name);
    }
    let owner = table.map(|table| table.qualified(dialect)).or_else(|| name.schema.clone()).unwrap_or_default();
    Key::owned(Kind::Index, owner, name.name.clone())
}

/// A role of MySQL: `'name'@'host'`; the host is part of it unless it is `%`.
pub(crate) fn role(cursor: &mut Cursor<'_>) -> Option<Name> {
    let start = cursor.position();
    let mut name = cursor.part().or_else(|| cursor.literal())?;
    let host =
        cursor.peek().filter(|token| cursor.dialect.is_mysql_like() && cursor.token_text(*token).starts_with('@'));
    if let Some(at) = host {
        cursor.advance();
        let bare = &cursor.token_text(at)[1..];
        let host = if bare.is_empty() { cursor.literal().or_else(|| cursor.part()) } else { Some(bare.to_owned()) };
        if let Some(host) = host.filter(|host| host != "%") {
            name = format!("{name}@{host}");
        }
    }
    Some(Name { schema: None, name, span: cursor.span_since(start) })
}

/// A routine's name with its argument types where the dialect overloads: `f(integer,text)`; just `f` where no list is
/// written.
pub(crate) fn routine(cursor: &mut Cursor<'_>, object: Object) -> Option<(Key, Name)> {
    let name = cursor.name()?;
    let mut written = name.qualified(cursor.dialect);
    let arguments = cursor.group();
    if let Some(arguments) = arguments.filter(|_| cursor.dialect == Dialect::Postgres) {
        let types: Vec<String> = arguments.items().into_iter().filter_map(argument_type).collect();
        written = format!("{written}({})", types.join(","));
    }
    Some((Key::new(object.kind, written), name))
}

/// First words of types of several words: what follows such a word is not its argument's type.
const TYPE_STARTS: &[&str] = &["double", "character", "timestamp", "time", "bit", "national", "interval", "setof"];

/// The type of one argument: mode, name and default taken off, aliases made one. `None` for an `OUT` argument.
fn argument_type(mut argument: Cursor<'_>) -> Option<String> {
    if argument.eat("OUT") && !argument.is_done() {
        return None;
    }
    argument.eat_any(&["IN", "INOUT", "VARIADIC"]);
    let first = argument.peek()?;
    let second_is_type = argument.peek_at(1).is_some_and(|token| {
        use super::lex::TokenKind::{QuotedName, Word};
        matches!(token.kind, Word | QuotedName) && !token.is(argument.text, "DEFAULT")
    });
    let starts_type = TYPE_STARTS.iter().any(|word| first.is(argument.text, word));
    if second_is_type && !starts_type {
        argument.advance();
    }
    let start = argument.position();
    while !argument.is_done() && !argument.is("DEFAULT") && !argument.is_symbol("=") && !argument.is_symbol(":") {
        if argument.group().is_none() {
            argument.advance();
        }
    }
    let written = argument.since(start).type_text();
    Some(plain_type(&written))
}

/// An operator with the types it takes, without blanks: `@+@(int,int)`.
pub(super) fn operator(written: &str) -> String {
    written.split_whitespace().collect()
}
