//! Blocks of procedural SQL: plpgsql, MySQL's compound statements, T-SQL.

use super::asked::asking;
use super::cursor::Cursor;
use super::guard::settle;
use super::handlers::{Handler, handled, leave_block};
use super::lex::TokenKind;
use super::program::{Lowerer, opaque, step};
use crate::migration::{Catches, If, Node, Try};
use crate::operation::Reach;

/// The procedural language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    PlPgSql,
    MySql,
    SqlServer,
}

/// Statements of a list, and whether its end is left by RETURN.
#[derive(Default)]
pub(super) struct List {
    pub(super) nodes: Vec<Node>,
    pub(super) returns: bool,
}

pub(super) fn is_end(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|token| token.kind == TokenKind::Terminator) || cursor.is_symbol(";")
}

/// Tokens up to the statement's `;`.
pub(super) fn to_end<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
    let start = cursor.position();
    while !cursor.is_done() && !is_end(cursor) {
        cursor.advance();
    }
    cursor.since(start)
}

/// Words a T-SQL statement starts with when it stands first on its line.
const SQLSERVER_STARTS: &[&str] = &[
    "CREATE",
    "ALTER",
    "DROP",
    "INSERT",
    "UPDATE",
    "DELETE",
    "EXEC",
    "EXECUTE",
    "IF",
    "PRINT",
    "DECLARE",
    "SET",
    "BEGIN",
    "END",
    "ELSE",
    "RETURN",
    "MERGE",
    "TRUNCATE",
    "GRANT",
    "RAISERROR",
    "THROW",
];

/// All that is left of a block, as one step that may do anything.
fn unread(cursor: &mut Cursor<'_>) -> Node {
    let at = cursor.span();
    while cursor.advance().is_some() {}
    step(at, at, opaque(Reach::Everything, at))
}

/// Blocks and branches in each other that are read.
const MOST_NESTED: u8 = 100;

impl<'t> Lowerer<'t> {
    /// A whole program: a DO block's body, `BEGIN NOT ATOMIC …`, a procedure's body, `IF …`.
    pub(crate) fn program(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
        self.list(cursor, flavour, &[]).nodes
    }

    /// Statements up to one of these words.
    pub(super) fn list(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour, stops: &[&str]) -> List {
        let list = self.deeper(|this| this.statements(cursor, flavour, stops));
        list.unwrap_or_else(|| List { nodes: vec![unread(cursor)], returns: false })
    }

    /// Reads what stands in something else; `None` where that nests so deep that it would run out of stack.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.nested == MOST_NESTED {
            return None;
        }
        self.nested += 1;
        let read = read(self);
        self.nested -= 1;
        Some(read)
    }

    fn statements(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour, stops: &[&str]) -> List {
        let mut list = List::default();
        let mut handlers: Vec<Handler> = Vec::new();
        while !cursor.is_done() {
            if is_end(cursor) {
                cursor.advance();
                continue;
            }
            if cursor.is_any(stops) {
                break;
            }
            let before = cursor.position();
            if cursor.is("RETURN") {
                to_end(cursor);
                list.returns = true;
            } else if cursor.is("IF") {
                self.branch(cursor, flavour, stops, &mut list);
            } else if flavour == Flavour::MySql && cursor.is("DECLARE") {
                handlers.extend(self.declare(cursor, flavour));
            } else {
                let nodes = self.one(cursor, flavour);
                list.nodes.extend(nodes.into_iter().map(|node| handled(node, &handlers)));
            }
            if cursor.position() == before {
                cursor.advance();
            }
            if list.returns {
                // What stands behind does not run; it is read to find the end.
                self.list(cursor, flavour, stops);
                break;
            }
        }
        list.nodes = leave_block(list.nodes, &handlers);
        list
    }

    /// `IF … THEN … ELSIF … ELSE … END IF`; where one branch returns, the rest of the list belongs to the other.
    fn branch(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour, stops: &[&str], list: &mut List) {
        list.nodes.extend(asking(cursor, flavour));
        let (branch, then_returns, otherwise_returns) = self.read_if(cursor, flavour);
        let Node::If(mut branch) = branch else { return };
        match (then_returns, otherwise_returns) {
            (true, true) => list.returns = true,
            (true, false) | (false, true) => {
                let rest = self.list(cursor, flavour, stops);
                list.returns = rest.returns;
                if then_returns { branch.otherwise.extend(rest.nodes) } else { branch.then.extend(rest.nodes) }
            }
            (false, false) => {}
        }
        list.nodes.push(Node::If(branch));
    }

    fn read_if(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> (Node, bool, bool) {
        let start = cursor.position();
        cursor.advance();
        let (mut condition, vague, at) = if flavour == Flavour::SqlServer {
            let mut reader = super::guard::GuardReader::new(self.engine, &self.session.variables);
            let condition = reader.any(cursor);
            (condition, reader.vague, cursor.span_since(start))
        } else {
            let asked = cursor.up_to(&["THEN"]);
            let at = cursor.span_since(start);
            cursor.eat("THEN");
            let (condition, vague) = self.condition(asked);
            (condition, vague, at)
        };
        let (before, assignments) = (self.session.variables.clone(), self.session.variables.assignments());
        let then = self.branch_body(cursor, flavour);
        let after_then = std::mem::replace(&mut self.session.variables, before);
        let mut returns = false;
        let otherwise = if cursor.is_any(&["ELSIF", "ELSEIF"]) {
            let branch = self.deeper(|this| this.read_if(cursor, flavour));
            let (node, then_returns, otherwise_returns) = branch.unwrap_or_else(|| (unread(cursor), false, false));
            returns = then_returns && otherwise_returns;
            vec![node]
        } else if cursor.eat("ELSE") {
            let otherwise = if cursor.is("IF") && flavour == Flavour::SqlServer {
                List { nodes: vec![self.read_if(cursor, flavour).0], returns: false }
            } else {
                self.branch_body(cursor, flavour)
            };
            returns = otherwise.returns;
            otherwise.nodes
        } else {
            Vec::new()
        };
        if flavour != Flavour::SqlServer {
            cursor.eat_all(&["END", "IF"]);
        }
        settle(&mut condition, &vague, &[&then.nodes, &otherwise]);
        self.session.variables.meet(after_then, assignments, &condition, at);
        (Node::If(If { condition, at, then: then.nodes, otherwise }), then.returns, returns)
    }

    pub(super) fn branch_body(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> List {
        if flavour != Flavour::SqlServer {
            return self.list(cursor, flavour, &["ELSIF", "ELSEIF", "ELSE", "END", "EXCEPTION"]);
        }
        if cursor.is("BEGIN") && !cursor.is_at(1, "TRY") {
            cursor.advance();
            let list = self.list(cursor, flavour, &["END"]);
            cursor.eat("END");
            if is_end(cursor) && !cursor.is_at(1, "ELSE") {
                cursor.advance();
            }
            return list;
        }
        let returns = cursor.is("RETURN");
        List {
            nodes: if returns {
                self.sqlserver_statement(cursor).map(|_| Vec::new()).unwrap_or_default()
            } else {
                self.one(cursor, flavour)
            },
            returns,
        }
    }

    /// One statement of a block.
    pub(super) fn one(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
        skip_label(cursor);
        let start = cursor.position();
        if flavour == Flavour::PlPgSql && cursor.is("DECLARE") {
            self.declarations(cursor);
        }
        if cursor.is("BEGIN") {
            return self.block(cursor, flavour, start);
        }
        if cursor.is("IF") {
            let asks = asking(cursor, flavour);
            return asks.into_iter().chain([self.read_if(cursor, flavour).0]).collect();
        }
        if flavour == Flavour::PlPgSql
            && let Some(nodes) = self.unrolled(cursor)
        {
            return nodes;
        }
        if cursor.is_any(&["FOR", "FOREACH", "WHILE", "LOOP", "REPEAT", "CASE"]) {
            return self.repeated(cursor, flavour);
        }
        if flavour == Flavour::SqlServer {
            return match self.sqlserver_statement(cursor) {
                Some(statement) => self.statement(statement),
                None => Vec::new(),
            };
        }
        let statement = to_end(cursor);
        if flavour == Flavour::PlPgSql { self.plpgsql(statement) } else { self.statement(statement) }
    }

    /// T-SQL needs no semicolons: a statement ends where the next one starts a line.
    fn sqlserver_statement(&self, cursor: &mut Cursor<'t>) -> Option<Cursor<'t>> {
        let start = cursor.position();
        let head = *cursor;
        cursor.advance()?;
        while !cursor.is_done() && !is_end(cursor) {
            let first_on_line = cursor.peek().is_some_and(|token| {
                let before = self.text.get(cursor.last_end() as usize..token.start as usize).unwrap_or_default();
                before.contains('\n')
            });
            let ends_block = cursor.is_any(&["END", "ELSE"]) && !head.is("SELECT") && !{ head }.skip_to("CASE");
            if ends_block || first_on_line && cursor.is_any(SQLSERVER_STARTS) && !goes_on(&head, cursor) {
                break;
            }
            cursor.skip_item();
        }
        Some(cursor.since(start))
    }

    /// `BEGIN … [EXCEPTION WHEN … THEN …] END`, `BEGIN TRY … END TRY BEGIN CATCH … END CATCH`.
    fn block(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour, start: usize) -> Vec<Node> {
        cursor.advance();
        cursor.eat_all(&["NOT", "ATOMIC"]);
        let tries = flavour == Flavour::SqlServer && cursor.eat("TRY");
        let body = self.list(cursor, flavour, &["END", "EXCEPTION"]).nodes;
        if tries {
            let _ = cursor.eat_all(&["END", "TRY"]) && cursor.eat_all(&["BEGIN", "CATCH"]);
            let handler = self.list(cursor, flavour, &["END"]);
            cursor.eat_all(&["END", "CATCH"]);
            let at = cursor.span_since(start);
            let catches = Catches::Everything;
            return vec![Node::Try(Try { at, body, handler: handler.nodes, catches, savepoint: false })];
        }
        if !(flavour == Flavour::PlPgSql && cursor.eat("EXCEPTION")) {
            self.end_of_block(cursor);
            return body;
        }
        let (catches, handler) = self.exceptions(cursor);
        self.end_of_block(cursor);
        let Some(catches) = catches else { return body };
        vec![Node::Try(Try { at: cursor.span_since(start), body, handler, catches, savepoint: true })]
    }

    fn end_of_block(&self, cursor: &mut Cursor<'t>) {
        cursor.eat("END");
        if !is_end(cursor) && !cursor.is_any(&["ELSE", "END", "EXCEPTION", "WHEN"]) {
            // The block's label.
            cursor.part();
        }
    }

    /// plpgsql's declarations up to BEGIN: a variable may hold an answer from its start.
    fn declarations(&mut self, cursor: &mut Cursor<'t>) {
        cursor.advance();
        while !cursor.is_done() && !cursor.is("BEGIN") {
            let declaration = to_end(cursor);
            cursor.advance();
            self.assignment(declaration);
        }
    }

    /// `name [type] := value`; keeps the answer that the value is.
    pub(super) fn assignment(&mut self, mut statement: Cursor<'t>) -> bool {
        let Some(name) = statement.part() else { return false };
        while !statement.is_done() && !statement.is_symbol(":") && !statement.is_symbol("=") && !statement.is("DEFAULT")
        {
            statement.skip_item();
        }
        let assigns = statement.eat("DEFAULT") || { statement.eat_symbol(":") | statement.eat_symbol("=") };
        statement.eat_symbol("=");
        if assigns {
            self.hold(name, statement.rest(), None);
        }
        assigns
    }

    /// A plpgsql statement that is no block, branch or loop.
    fn plpgsql(&mut self, statement: Cursor<'t>) -> Vec<Node> {
        let mut ahead = statement;
        if ahead.is_any(&["RAISE", "NULL", "GET", "OPEN", "FETCH", "CLOSE", "EXIT", "CONTINUE", "ASSERT", "MOVE"]) {
            return Vec::new();
        }
        if ahead.eat("EXECUTE") {
            let at = statement.span();
            let program =
                self.run_text(ahead).or_else(|| self.held_nodes(self.session.variables.program(&ahead.part()?)));
            return program.unwrap_or_else(|| vec![step(at, at, opaque(Reach::Everything, at))]);
        }
        if ahead.eat("PERFORM") {
            let mut reader = super::guard::GuardReader::new(self.engine, &self.session.variables);
            let found = reader.rows(statement);
            self.session.variables.assign("found".to_owned()).answer(found);
            return vec![self.query(statement.span(), ahead.rest())];
        }
        let named = ahead.part().is_some();
        if named && (ahead.is_symbol(":") && ahead.is_symbol_at(1, "=") || ahead.is_symbol("=")) {
            self.assignment(statement);
            return Vec::new();
        }
        if statement.is("SELECT") {
            return self.select_into_variable(statement);
        }
        self.statement(statement)
    }
}

/// Whether a first-on-line keyword carries on the statement that `head` starts.
fn goes_on(head: &Cursor<'_>, here: &Cursor<'_>) -> bool {
    if head.is("ALTER") {
        return here.is_any(&["DROP", "ALTER"]) && (here.is_at(1, "COLUMN") || here.is_at(1, "CONSTRAINT"))
            || here.is("SET") && !here.peek_at(1).is_some_and(|token| here.token_text(token).starts_with('@'));
    }
    here.is("SET") && head.is_any(&["UPDATE", "MERGE"])
        || head.is("MERGE") && here.is_any(&["UPDATE", "INSERT", "DELETE"])
        || head.is("INSERT") && here.is_any(&["EXEC", "EXECUTE"])
        || head.is_any(&["IF", "WHILE"])
}

fn skip_label(cursor: &mut Cursor<'_>) {
    if cursor.is_symbol("<") && cursor.is_symbol_at(1, "<") {
        while !cursor.is_done() && !cursor.eat_symbol(">") {
            cursor.advance();
        }
        cursor.eat_symbol(">");
    } else if cursor.is_symbol_at(1, ":") && !cursor.is_symbol_at(2, "=") && !cursor.is_symbol_at(2, ":") {
        cursor.advance();
        cursor.advance();
    }
}
