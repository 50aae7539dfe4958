//! Conditions that people write around statements: catalog queries, `to_regclass(…) IS NULL`, `OBJECT_ID`, counts.

use super::catalog;
use super::cursor::Cursor;
use super::draft::Engine;
use super::lex::TokenKind;
use super::variables::Variables;
use crate::engine::Dialect;
use crate::migration::{Condition, Node, Statement, Subject, Test};
use crate::operation::{Action, Key, Kind};
use crate::source::Span;

/// Reads conditions of one place.
pub(crate) struct GuardReader<'a> {
    pub(crate) engine: Engine,
    pub(crate) variables: &'a Variables,
    /// Tests whose text does not say what kind of thing they ask for, or on which table: what the guarded statement
    /// makes under that name tells ([`settle`]).
    pub(crate) vague: Vec<Span>,
}

impl<'a> GuardReader<'a> {
    pub(crate) fn new(engine: Engine, variables: &'a Variables) -> Self {
        Self { engine, variables, vague: Vec::new() }
    }

    /// Reads the whole run as one condition.
    pub(crate) fn whole(&mut self, mut cursor: Cursor<'_>) -> Condition {
        let condition = self.any(&mut cursor);
        if cursor.is_done() { condition } else { Condition::Unknown }
    }

    /// Reads a condition and leaves the cursor behind it (SQL Server's IF has no THEN).
    pub(crate) fn any(&mut self, cursor: &mut Cursor<'_>) -> Condition {
        let mut parts = vec![self.all(cursor)];
        while cursor.eat("OR") {
            parts.push(self.all(cursor));
        }
        if parts.len() == 1 { parts.remove(0) } else { Condition::Any(parts) }
    }

    fn all(&mut self, cursor: &mut Cursor<'_>) -> Condition {
        let mut parts = vec![self.not(cursor)];
        while cursor.eat("AND") {
            parts.push(self.not(cursor));
        }
        if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) }
    }

    fn not(&mut self, cursor: &mut Cursor<'_>) -> Condition {
        if cursor.eat("NOT") { self.not(cursor).negate() } else { self.primary(cursor) }
    }

    fn primary(&mut self, cursor: &mut Cursor<'_>) -> Condition {
        let start = *cursor;
        if cursor.eat("EXISTS") {
            return match cursor.group() {
                Some(query) => self.rows(query),
                None => Condition::Unknown,
            };
        }
        if cursor.eat("TRUE") {
            return Condition::Known(true);
        }
        if cursor.eat("FALSE") {
            return Condition::Known(false);
        }
        if let Some(inside) = cursor.group() {
            if inside.is("SELECT")
                && let Some(condition) = catalog::type_is(inside, cursor, self)
            {
                return condition;
            }
            let present = if inside.is("SELECT") { self.counted(inside) } else { self.whole(inside) };
            return compare(cursor, present);
        }
        if let Some(present) = self.presence_function(cursor) {
            return present;
        }
        if let Some(answer) = cursor.part().and_then(|name| self.variables.answer(&name).cloned()) {
            return compare(cursor, answer);
        }
        *cursor = start;
        self.skip_operand(cursor);
        Condition::Unknown
    }

    /// Moves behind something that can't be read.
    fn skip_operand(&self, cursor: &mut Cursor<'_>) {
        let statements: &[&str] =
            &["BEGIN", "ALTER", "CREATE", "DROP", "INSERT", "UPDATE", "DELETE", "EXEC", "EXECUTE", "PRINT"];
        let stops: &[&str] = if self.engine.dialect == Dialect::SqlServer { statements } else { &[] };
        cursor.advance();
        while !cursor.is_done() && !cursor.is_any(&["AND", "OR", "THEN"]) && !cursor.is_any(stops) {
            cursor.skip_item();
        }
    }

    /// A query used as a number or a truth: `SELECT COUNT(*) FROM …`, `SELECT EXISTS (…)`, `SELECT 1 FROM …`.
    pub(crate) fn counted(&mut self, query: Cursor<'_>) -> Condition {
        let mut list = query;
        list.eat("SELECT");
        let first = list;
        let has_from = list.skip_to("FROM");
        if !has_from {
            return self.whole(first);
        }
        self.rows(query)
    }

    /// `COUNT(*) = 0` as the selected value of `query`.
    pub(crate) fn count_of(&mut self, query: Cursor<'_>, mut counted: Cursor<'_>) -> Condition {
        counted.advance();
        counted.group();
        let present = self.rows(query);
        let condition = compare(&mut counted, present);
        if counted.is_done() { condition } else { Condition::Unknown }
    }

    /// Whether the query finds rows.
    pub(crate) fn rows(&mut self, query: Cursor<'_>) -> Condition {
        catalog::rows_present(query, self)
    }

    /// `to_regclass('t') IS NULL`, `OBJECT_ID(N't') IS NOT NULL`, `COL_LENGTH('t', 'c') IS NULL`.
    fn presence_function(&mut self, cursor: &mut Cursor<'_>) -> Option<Condition> {
        let mut ahead = *cursor;
        let start = ahead.position();
        let function = ahead.name()?.name;
        let arguments = ahead.group()?.items();
        let text = |index: usize| arguments.get(index).and_then(|item| { *item }.literal());
        let dialect = self.engine.dialect;
        let first = text(0);
        let named = |kind| first.as_deref().map(|name| Key::new(kind, written_name(name, dialect)));
        let (key, vague) = match (function.as_str(), dialect) {
            ("to_regclass", Dialect::Postgres) => (named(Kind::Table)?, true),
            ("to_regtype", Dialect::Postgres) => (named(Kind::Type)?, true),
            ("to_regproc" | "to_regprocedure", Dialect::Postgres) => (named(Kind::Function)?, true),
            ("to_regnamespace", Dialect::Postgres) => (named(Kind::Schema)?, false),
            ("to_regrole", Dialect::Postgres) => (named(Kind::Role)?, false),
            ("object_id", Dialect::SqlServer) => {
                let kind = match text(1).unwrap_or_default().trim().to_uppercase().as_str() {
                    "V" => Kind::View,
                    "P" => Kind::Procedure,
                    "FN" | "IF" | "TF" => Kind::Function,
                    "TR" => Kind::Trigger,
                    _ => Kind::Table,
                };
                (
                    named(kind)?,
                    text(1).is_none_or(|kind| kind.len() > 2 || matches!(kind.as_str(), "C" | "F" | "D" | "UQ" | "PK")),
                )
            }
            ("col_length" | "columnproperty", Dialect::SqlServer) => {
                (Key::column(written_name(&first?, dialect), dialect.fold(&text(1)?, true)), false)
            }
            ("type_id", Dialect::SqlServer) => (named(Kind::Type)?, false),
            ("schema_id", Dialect::SqlServer) => (named(Kind::Schema)?, false),
            _ => return None,
        };
        while ahead.eat_symbol(":") {
            if !ahead.is_symbol(":") {
                ahead.name();
            }
        }
        let at = ahead.span_since(start);
        if vague {
            self.vague.push(at);
        }
        let present = present(Subject::Key(key), at);
        let condition = if ahead.eat("IS") {
            let negated = ahead.eat("NOT");
            ahead.eat("NULL").then(|| if negated { present } else { present.negate() })?
        } else {
            return None;
        };
        *cursor = ahead;
        Some(condition)
    }
}

/// A test of the live schema.
pub(crate) fn present(subject: Subject, at: Span) -> Condition {
    Condition::Present(Test { subject, at, needs: None, breaks_offline: false })
}

/// A name inside a string, as `to_regclass` and `OBJECT_ID` read it: folded and qualified.
pub(crate) fn written_name(text: &str, dialect: Dialect) -> String {
    let script = super::split::Script::read(text, dialect);
    let name = Cursor::new(text, dialect, &script.tokens).name();
    let bare = name.map_or_else(|| dialect.fold(text, true), |name| name.qualified(dialect));
    bare.strip_prefix("tempdb.").map_or(bare.clone(), str::to_owned)
}

/// What a comparison behind a count or a truth makes of it: `= 0`, `> 0`, `IS NULL`, `= true`; nothing behind it: itself.
fn compare(cursor: &mut Cursor<'_>, present: Condition) -> Condition {
    let mut operator = String::new();
    while let Some(token) = cursor
        .peek()
        .filter(|token| token.kind == TokenKind::Symbol && matches!(cursor.token_text(*token), "=" | "<" | ">" | "!"))
    {
        operator.push_str(cursor.token_text(token));
        cursor.advance();
    }
    if operator.is_empty() {
        if cursor.eat("IS") {
            let negated = cursor.eat("NOT");
            let truth = match () {
                () if cursor.eat_any(&["NULL", "FALSE"]) => present.negate(),
                () if cursor.eat("TRUE") => present,
                () => return Condition::Unknown,
            };
            return if negated { truth.negate() } else { truth };
        }
        return present;
    }
    let value = cursor.advance().map(|token| cursor.token_text(token).to_lowercase()).unwrap_or_default();
    match (operator.as_str(), value.as_str()) {
        ("=" | "<=", "0") | ("<", "1") | ("=", "false") | ("<>" | "!=", "1" | "true") => present.negate(),
        (">" | "<>" | "!=", "0") | (">=" | "=", "1") | ("=", "true") | ("<>" | "!=", "false") => present,
        _ => Condition::Unknown,
    }
}

/// Gives vague tests the key that the guarded statements make, drop or rename under that name.
pub(crate) fn settle(condition: &mut Condition, vague: &[Span], guarded: &[&[Node]]) {
    match condition {
        Condition::Present(test) if vague.contains(&test.at) => {
            if let Subject::Key(key) | Subject::Anywhere(key) = &mut test.subject
                && let Some(found) = guarded.iter().find_map(|nodes| find_key(nodes, key))
            {
                *key = found;
            }
        }
        Condition::Not(inner) => settle(inner, vague, guarded),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                settle(part, vague, guarded);
            }
        }
        _ => {}
    }
}

fn find_key(nodes: &[Node], asked: &Key) -> Option<Key> {
    nodes.iter().find_map(|node| match node {
        Node::Step(step) => step.statements.iter().find_map(|statement| key_of(statement, asked)),
        Node::If(branch) => find_key(&branch.then, asked).or_else(|| find_key(&branch.otherwise, asked)),
        Node::Try(attempt) => find_key(&attempt.body, asked),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => find_key(body, asked),
        Node::Probe { .. } | Node::Return => None,
    })
}

fn key_of(statement: &Statement, asked: &Key) -> Option<Key> {
    let answers = |key: &Key| {
        let kinds = |kinds: &[Kind]| kinds.contains(&asked.kind) && kinds.contains(&key.kind);
        let relation = kinds(&[Kind::Table, Kind::Index, Kind::View, Kind::MaterializedView, Kind::Sequence]);
        let typed = kinds(&[Kind::Type, Kind::Domain]);
        let object = asked.kind == Kind::Table && key.kind == Kind::Constraint && !key.owner.is_empty();
        let overload =
            kinds(&[Kind::Function, Kind::Procedure]) && key.name.split('(').next() == asked.name.split('(').next();
        let same_kind = key.kind == asked.kind && (asked.owner.is_empty() || asked.owner == key.owner);
        overload || (relation || typed || object || same_kind) && key.name == asked.name
    };
    statement.operations.iter().find_map(|placed| match &placed.operation.action {
        Action::Rename { from, to } => [from, to].into_iter().find(|key| answers(key)).cloned(),
        action => action.key().filter(|key| answers(key)).cloned(),
    })
}
