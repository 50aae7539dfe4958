//! `CREATE …`: what is made, and where its guard belongs.

use super::cursor::{Cursor, Name};

/// What a CREATE makes, as far as guards differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    Table,
    VirtualTable,
    ForeignTable,
    Index,
    View,
    MaterializedView,
    Sequence,
    Schema,
    Database,
    Extension,
    Statistics,
    Collation,
    Server,
    UserMapping,
    Function,
    Procedure,
    Aggregate,
    Rule,
    Language,
    Transform,
    Trigger,
    ConstraintTrigger,
    Policy,
    Type,
    Domain,
    Role,
    Publication,
    EventTrigger,
    ForeignDataWrapper,
    Cast,
    Operator,
    Event,
}

/// The words that name each, longest first where one starts like another.
const OBJECTS: [(&str, Object); 38] = [
    ("VIRTUAL TABLE", Object::VirtualTable),
    ("FOREIGN TABLE", Object::ForeignTable),
    ("FOREIGN DATA WRAPPER", Object::ForeignDataWrapper),
    ("TABLE", Object::Table),
    ("INDEX", Object::Index),
    ("MATERIALIZED VIEW", Object::MaterializedView),
    ("VIEW", Object::View),
    ("SEQUENCE", Object::Sequence),
    ("SCHEMA", Object::Schema),
    ("DATABASE", Object::Database),
    ("EXTENSION", Object::Extension),
    ("STATISTICS", Object::Statistics),
    ("COLLATION", Object::Collation),
    ("SERVER", Object::Server),
    ("USER MAPPING", Object::UserMapping),
    ("FUNCTION", Object::Function),
    ("PROCEDURE", Object::Procedure),
    ("AGGREGATE", Object::Aggregate),
    ("RULE", Object::Rule),
    ("PROCEDURAL LANGUAGE", Object::Language),
    ("LANGUAGE", Object::Language),
    ("TRANSFORM", Object::Transform),
    ("CONSTRAINT TRIGGER", Object::ConstraintTrigger),
    ("EVENT TRIGGER", Object::EventTrigger),
    ("TRIGGER", Object::Trigger),
    ("POLICY", Object::Policy),
    ("TYPE", Object::Type),
    ("DOMAIN", Object::Domain),
    ("ROLE", Object::Role),
    ("USER", Object::Role),
    ("GROUP", Object::Role),
    ("PUBLICATION", Object::Publication),
    ("CAST", Object::Cast),
    ("OPERATOR CLASS", Object::Cast),
    ("OPERATOR FAMILY", Object::Cast),
    ("OPERATOR", Object::Operator),
    ("EVENT", Object::Event),
    ("CONVERSION", Object::Cast),
];

/// Words that may stand between CREATE and the object's own.
const MODIFIERS: [&str; 14] = [
    "TEMPORARY",
    "TEMP",
    "UNLOGGED",
    "GLOBAL",
    "LOCAL",
    "UNIQUE",
    "RECURSIVE",
    "TRUSTED",
    "FULLTEXT",
    "SPATIAL",
    "CLUSTERED",
    "NONCLUSTERED",
    "SQL SECURITY DEFINER",
    "SQL SECURITY INVOKER",
];

/// A CREATE statement up to the name of what it makes.
#[derive(Debug, Clone)]
pub(super) struct Create<'a> {
    pub(super) object: Object,
    /// The object's words as written in our table: `MATERIALIZED VIEW`.
    pub(super) phrase: &'static str,
    /// Where `OR REPLACE` belongs: behind CREATE.
    pub(super) replace_at: usize,
    pub(super) replaces: bool,
    /// Where `IF NOT EXISTS` belongs: behind the object's words.
    pub(super) guard_at: usize,
    pub(super) guarded: bool,
    pub(super) concurrently: bool,
    /// `None` for an index without a name, and for casts, transforms, user mappings.
    pub(super) name: Option<Name<'a>>,
    /// The table behind ON, of an index, a trigger, a policy.
    pub(super) on: Option<Name<'a>>,
    /// Behind what was read.
    pub(super) rest: Cursor<'a>,
}

impl<'a> Create<'a> {
    pub(super) fn read(mut cursor: Cursor<'a>) -> Option<Self> {
        if !cursor.eat("CREATE") {
            return None;
        }
        let replace_at = cursor.end();
        let replaces = cursor.eat_all("OR REPLACE") || cursor.eat_all("OR ALTER");
        skip_modifiers(&mut cursor);
        let (phrase, object) = OBJECTS.into_iter().find(|(phrase, _)| cursor.eat_all(phrase))?;
        let concurrently = object == Object::Index && cursor.eat("CONCURRENTLY");
        let guard_at = cursor.end();
        let guarded = cursor.eat_all("IF NOT EXISTS");
        let mut create = Self {
            object,
            phrase,
            replace_at,
            replaces,
            guard_at,
            guarded,
            concurrently,
            name: None,
            on: None,
            rest: cursor,
        };
        create.names(cursor);
        Some(create)
    }

    fn names(&mut self, mut cursor: Cursor<'a>) {
        let nameless = matches!(self.object, Object::Cast | Object::Transform | Object::UserMapping | Object::Operator);
        if !nameless && !cursor.is("ON") {
            self.name = cursor.name();
        }
        let on_a_table = matches!(
            self.object,
            Object::Index | Object::Trigger | Object::ConstraintTrigger | Object::Policy | Object::Rule
        );
        if on_a_table && (self.object == Object::Index || self.object == Object::Policy || cursor.seek(&["ON"])) {
            cursor.eat("ON");
            cursor.eat("ONLY");
            self.on = cursor.name();
        }
        self.rest = cursor;
    }
}

/// Skips TEMPORARY, UNIQUE …, and MySQL's `DEFINER = 'a'@'b'`, `ALGORITHM = MERGE`.
fn skip_modifiers(cursor: &mut Cursor<'_>) {
    loop {
        if cursor.eat_any(&MODIFIERS).is_some() {
            continue;
        }
        let mut ahead = *cursor;
        let assigned = (ahead.eat("DEFINER") || ahead.eat("ALGORITHM")) && ahead.eat_symbol("=");
        // The value ends where the next word that may follow begins.
        if !assigned
            || !ahead.seek(&["SQL", "VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "DEFINER", "AGGREGATE"])
        {
            return;
        }
        *cursor = ahead;
    }
}
