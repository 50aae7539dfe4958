//! Statements in order, and the small programs among them: `DO $$ … $$`, `BEGIN NOT ATOMIC`, `IF …`, prepared strings.

use std::collections::HashMap;

use super::block::Flavour;
use super::cursor::Cursor;
use super::draft::{Draft, Engine};
use super::guard::GuardReader;
use super::lex::TokenKind;
use super::split::Script;
use super::text::{literal, value_text};
use super::variables::{Held, Variables};
use super::{Embedded, recognise, remap};
use crate::engine::Dialect;
use crate::migration::{Condition, If, Node, Statement, Step, Subject};
use crate::operation::{Action, Operation, Reach};
use crate::source::Span;

/// Programs in strings in programs are followed this far.
const DEEPEST: u8 = 6;

/// A statement of the file as transactions see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    Nodes(Vec<Node>),
    Begin(Span),
    Commit(Span),
    Rollback(Span),
}

/// What earlier statements of the same text left behind in the session.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub(crate) variables: Variables,
    /// How many rounds of loops have been written out.
    pub(crate) rounds: usize,
    pub(super) prepared: HashMap<String, Held>,
    /// Bodies of procedures without parameters; `None` where there are parameters.
    pub(super) procedures: HashMap<String, Option<Vec<Node>>>,
}

/// Lowers one text.
pub(crate) struct Lowerer<'t> {
    pub(crate) text: &'t str,
    pub(crate) engine: Engine,
    pub(super) depth: u8,
    /// Blocks and branches around what is being read.
    pub(super) nested: u8,
    pub(crate) session: Session,
}

/// Lowers a text to the items of its statements, in order.
pub(crate) fn lower(script: &Script<'_>, engine: Engine, depth: u8) -> Vec<Item> {
    let mut lowerer = Lowerer { text: script.text, engine, depth, nested: 0, session: Session::default() };
    let mut items = Vec::with_capacity(script.statements.len());
    for statement in &script.statements {
        let cursor = Cursor::new(script.text, script.dialect, &script.tokens[statement.tokens.clone()]);
        items.push(lowerer.item(cursor));
    }
    items
}

/// Lowers a text inside another one; transactions inside it are not looked at.
pub(crate) fn lower_inner(text: &str, engine: Engine, depth: u8) -> Vec<Node> {
    if depth >= DEEPEST {
        return Vec::new();
    }
    let script = Script::read(text, engine.dialect);
    let items = lower(&script, engine, depth);
    items.into_iter().flat_map(|item| if let Item::Nodes(nodes) = item { nodes } else { Vec::new() }).collect()
}

impl<'t> Lowerer<'t> {
    fn item(&mut self, cursor: Cursor<'t>) -> Item {
        let at = cursor.span();
        match transaction_word(cursor) {
            Some(Bracket::Begin) => Item::Begin(at),
            Some(Bracket::Commit) => Item::Commit(at),
            Some(Bracket::Rollback) => Item::Rollback(at),
            None => Item::Nodes(self.statement(cursor)),
        }
    }

    /// One statement, wherever it stands.
    pub(crate) fn statement(&mut self, mut cursor: Cursor<'t>) -> Vec<Node> {
        let whole = cursor.span();
        if cursor.nests_beyond_reason() {
            return vec![step(whole, whole, opaque(Reach::Everything, whole))];
        }
        if cursor.peek().is_some_and(|token| token.kind == TokenKind::Meta) {
            return vec![meta(cursor, whole)];
        }
        let dialect = self.engine.dialect;
        if dialect == Dialect::Postgres && cursor.is("DO") {
            return vec![self.do_block(cursor)];
        }
        if dialect.is_mysql_like()
            && let Some(nodes) = self.mysql_session(cursor, whole)
        {
            return nodes;
        }
        let flow = match dialect {
            Dialect::MySql | Dialect::MariaDb => {
                cursor.is_all(&["BEGIN", "NOT", "ATOMIC"]) || cursor.is_any(&["IF", "LOOP", "WHILE", "REPEAT", "CASE"])
            }
            Dialect::SqlServer => cursor.is_any(&["IF", "WHILE", "BEGIN"]),
            _ => false,
        };
        if flow {
            let flavour = if dialect == Dialect::SqlServer { Flavour::SqlServer } else { Flavour::MySql };
            return self.program(&mut cursor, flavour);
        }
        if dialect == Dialect::SqlServer && cursor.is_any(&["EXEC", "EXECUTE"]) {
            let mut inside = cursor;
            inside.advance();
            let inside = if inside.is("SP_EXECUTESQL") { inside.advance().map(|_| inside) } else { inside.group() };
            if let Some(nodes) = inside.and_then(|inside| self.run_text(inside)) {
                return nodes;
            }
        }
        self.remember_procedure(cursor);
        vec![self.plain(cursor)]
    }

    /// A statement that is no program.
    pub(crate) fn plain(&self, cursor: Cursor<'t>) -> Node {
        let mut draft = Draft::new(self.text, self.engine, cursor.span());
        recognise::statement(cursor, &mut draft);
        finish(draft)
    }

    /// A query whose result is thrown away: plpgsql's PERFORM.
    pub(crate) fn query(&self, at: Span, list: Cursor<'t>) -> Node {
        let mut draft = Draft::new(self.text, self.engine, at);
        recognise::select(list, &mut draft);
        finish(draft)
    }

    /// `DO $$ … $$`: all of it or nothing.
    fn do_block(&self, mut cursor: Cursor<'t>) -> Node {
        let at = cursor.span();
        cursor.advance();
        let other_language = cursor.eat("LANGUAGE") && !cursor.eat("PLPGSQL");
        let body = cursor.advance().filter(|token| matches!(token.kind, TokenKind::Dollar | TokenKind::Text));
        cursor.eat("LANGUAGE");
        let other_language = other_language || !cursor.is_done() && !cursor.is("PLPGSQL");
        let Some(body) = body.filter(|body| !other_language && body.closed && self.depth < DEEPEST) else {
            return step(at, at, opaque(Reach::Everything, at));
        };
        let body = literal(self.text, body);
        let script = Script::read(&body.text, self.engine.dialect);
        let mut inner = Lowerer {
            text: &body.text,
            engine: self.engine,
            depth: self.depth + 1,
            nested: 0,
            session: Session::default(),
        };
        let mut tokens = Cursor::new(&body.text, self.engine.dialect, &script.tokens);
        if tokens.nests_beyond_reason() {
            return step(at, at, opaque(Reach::Everything, at));
        }
        let mut nodes = inner.program(&mut tokens, Flavour::PlPgSql);
        remap::nodes(&mut nodes, &|span| remap::span(&body, span));
        Node::Atomic { body: nodes, at }
    }

    /// A string, or several put together, that is run as SQL.
    pub(crate) fn run_text(&self, cursor: Cursor<'_>) -> Option<Vec<Node>> {
        let embedded = value_text(cursor, &self.session.variables)?;
        Some(self.run_embedded(&embedded))
    }

    pub(super) fn run_embedded(&self, embedded: &Embedded) -> Vec<Node> {
        lower_placed(embedded, self.engine, self.depth + 1)
    }

    /// Reads a condition; `vague` tests in it are settled by [`settle`](super::guard::settle).
    pub(crate) fn condition(&self, cursor: Cursor<'_>) -> (Condition, Vec<Span>) {
        let mut reader = GuardReader::new(self.engine, &self.session.variables);
        let condition = reader.whole(cursor);
        (condition, reader.vague)
    }

    pub(crate) fn held_nodes(&self, held: Option<&Held>) -> Option<Vec<Node>> {
        match held {
            Some(Held::Program(nodes)) => Some(nodes.clone()),
            _ => None,
        }
    }
}

/// Whether a query standing at `offset` of the file finds rows (or, with `none`, finds none).
pub(crate) fn query_condition(text: &str, engine: Engine, none: bool, offset: u32) -> Condition {
    let script = Script::read(text, engine.dialect);
    let variables = Variables::default();
    let mut reader = GuardReader::new(engine, &variables);
    let mut condition = reader.counted(Cursor::new(text, engine.dialect, &script.tokens));
    remap::condition(&mut condition, &|span| Span { start: span.start + offset, end: span.end + offset });
    if none { condition.negate() } else { condition }
}

/// Lowers an embedded text; what stands on bytes that were not copied from the file becomes opaque.
pub(crate) fn lower_placed(embedded: &Embedded, engine: Engine, depth: u8) -> Vec<Node> {
    let mut nodes = lower_inner(&embedded.text, engine, depth);
    if embedded.holes {
        super::holes::blur(&mut nodes, embedded);
    }
    remap::nodes(&mut nodes, &|span| remap::span(embedded, span));
    nodes
}

enum Bracket {
    Begin,
    Commit,
    Rollback,
}

/// Whether the statement starts or ends a transaction.
fn transaction_word(mut cursor: Cursor<'_>) -> Option<Bracket> {
    let dialect = cursor.dialect;
    if cursor.eat_all(&["START", "TRANSACTION"]) {
        return Some(Bracket::Begin);
    }
    if cursor.eat("BEGIN") {
        let work =
            cursor.eat_any(&["TRANSACTION", "TRAN", "WORK", "IMMEDIATE", "DEFERRED", "EXCLUSIVE", "ISOLATION", "READ"]);
        return (work || cursor.is_done()).then_some(Bracket::Begin);
    }
    let ends = cursor.eat("COMMIT") || dialect != Dialect::SqlServer && cursor.is("END") && cursor.eat("END");
    if ends {
        return Some(Bracket::Commit);
    }
    let rolls_back = cursor.eat_any(&["ROLLBACK", "ABORT"]);
    cursor.eat_any(&["TRANSACTION", "TRAN", "WORK"]);
    (rolls_back && !cursor.is("TO")).then_some(Bracket::Rollback)
}

/// A psql command: most leave the database alone; `\i` and `\gexec` run what is not here.
fn meta(cursor: Cursor<'_>, at: Span) -> Node {
    let text = cursor.peek().map_or("", |token| cursor.token_text(token));
    let command = text.trim_start_matches('\\').split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let operation = match command {
        "i" | "ir" | "include" | "gexec" | "connect" | "c" => opaque(Reach::Everything, at),
        "copy" => opaque(Reach::Rows, at),
        _ => placed(Action::Nothing, at),
    };
    step(at, at, operation)
}

pub(crate) fn opaque(reach: Reach, at: Span) -> crate::migration::Placed {
    placed(Action::Opaque(reach), at)
}

fn placed(action: Action, at: Span) -> crate::migration::Placed {
    crate::migration::Placed { operation: Operation::new(action), at, implied: false }
}

/// A step of one operation.
pub(crate) fn step(at: Span, head: Span, operation: crate::migration::Placed) -> Node {
    let statements = vec![Statement { operations: vec![operation] }];
    Node::Step(Step { at, head, statements, notes: Vec::new(), round: 0 })
}

/// Makes the step of what was recognised.
fn finish(draft: Draft<'_>) -> Node {
    let at = draft.whole;
    let text = draft.text.get(at.range()).unwrap_or_default();
    let line = text.find(['\n', '\r']).map_or(at.end, |length| Span::new(0, at.start as usize + length).end);
    let head = Span { start: at.start, end: draft.named.unwrap_or(line).clamp(at.start, line.max(at.start)) };
    let statements = vec![Statement { operations: draft.operations }];
    let step = Node::Step(Step { at, head, statements, notes: draft.notes, round: 0 });
    match draft.needs {
        Some((key, asked)) => {
            let condition = super::guard::present(Subject::Key(key), asked);
            Node::If(If { condition, at: asked, then: vec![step], otherwise: Vec::new() })
        }
        None => step,
    }
}
