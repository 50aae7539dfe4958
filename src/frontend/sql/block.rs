//! Blocks of procedural SQL: plpgsql, MySQL's compound statements, T-SQL.

use super::cursor::Cursor;
use super::guard::settle;
use super::lex::TokenKind;
use super::program::{Lowerer, opaque, step};
use crate::migration::{Catches, Condition, If, Node, Try};
use crate::operation::{Action, Reach};
use crate::source::Span;

/// The procedural language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flavour {
    PlPgSql,
    MySql,
    SqlServer,
}

/// Statements of a list, and whether its end is left by RETURN.
#[derive(Default)]
struct List {
    nodes: Vec<Node>,
    returns: bool,
}

/// A handler that MySQL's DECLARE puts around what follows it in the block.
struct Handler {
    at: Span,
    catches: Catches,
    /// `CONTINUE`: the statement is passed over; else the block is left.
    goes_on: bool,
    body: Vec<Node>,
}

fn is_end(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|token| token.kind == TokenKind::Terminator) || cursor.is_symbol(";")
}

/// Tokens up to the statement's `;`.
fn to_end<'t>(cursor: &mut Cursor<'t>) -> Cursor<'t> {
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

impl<'t> Lowerer<'t> {
    /// A whole program: a DO block's body, `BEGIN NOT ATOMIC …`, a procedure's body, `IF …`.
    pub(crate) fn program(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
        self.list(cursor, flavour, &[]).nodes
    }

    fn list(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour, stops: &[&str]) -> List {
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
            let (node, then_returns, otherwise_returns) = self.read_if(cursor, flavour);
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

    fn branch_body(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> List {
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
    fn one(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
        skip_label(cursor);
        let start = cursor.position();
        if flavour == Flavour::PlPgSql && cursor.is("DECLARE") {
            self.declarations(cursor);
        }
        if cursor.is("BEGIN") {
            return self.block(cursor, flavour, start);
        }
        if cursor.is("IF") {
            return vec![self.read_if(cursor, flavour).0];
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

    /// `WHEN a OR b THEN …`: the errors that are taken, and what the first handler does. One that raises again takes none.
    fn exceptions(&mut self, cursor: &mut Cursor<'t>) -> (Option<Catches>, Vec<Node>) {
        let (mut named, mut everything, mut first) = (Vec::new(), false, None);
        while cursor.eat("WHEN") {
            let names = cursor.up_to(&["THEN"]);
            cursor.eat("THEN");
            let raises = {
                let mut ahead = *cursor;
                let body = ahead.up_to(&["WHEN", "END"]);
                raises_error(body)
            };
            let handler = self.list(cursor, Flavour::PlPgSql, &["WHEN", "END"]);
            if raises {
                continue;
            }
            first.get_or_insert(handler.nodes);
            everything |= { names }.skip_to("OTHERS");
            named.extend(error_names(names));
        }
        let catches = match (everything, named.is_empty()) {
            (true, _) => Some(Catches::Everything),
            (false, false) => Some(Catches::Named(named)),
            (false, true) => None,
        };
        (catches, first.unwrap_or_default())
    }

    /// `FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP … END LOOP`: each round on its own. `None` where the items are not
    /// known, or a round may end early.
    fn unrolled(&mut self, cursor: &mut Cursor<'t>) -> Option<Vec<Node>> {
        let before = self.session.variables.clone();
        let nodes = self.rounds(cursor);
        if nodes.is_none() {
            self.session.variables = before;
        }
        nodes
    }

    fn rounds(&mut self, cursor: &mut Cursor<'t>) -> Option<Vec<Node>> {
        // Loops in loops: over all of them.
        const MOST: usize = 1000;
        let mut ahead = *cursor;
        ahead.eat("FOREACH").then_some(())?;
        let variable = ahead.part()?;
        ahead.eat_all(&["IN", "ARRAY"]).then_some(())?;
        let items = array_items(ahead.up_to(&["LOOP"])).filter(|items| self.session.rounds + items.len() <= MOST)?;
        self.session.rounds += items.len();
        ahead.eat("LOOP").then_some(())?;
        let body = ahead;
        let (mut nodes, mut end) = (Vec::new(), None);
        for (round, item) in (0..).zip(items) {
            self.session.variables.assign(variable.clone()).value(None, Some(item), None);
            let mut inside = body;
            let list = self.list(&mut inside, Flavour::PlPgSql, &["END"]);
            if list.returns || { body }.up_to(&["END"]).mentions(&["EXIT", "CONTINUE"]) || !inside.is("END") {
                return None;
            }
            nodes.extend(numbered(list.nodes, round));
            end = Some(inside);
        }
        let mut inside = end?;
        inside.eat_all(&["END", "LOOP"]);
        *cursor = inside;
        Some(nodes)
    }

    /// A loop or CASE statement: what it may do is known as far as its body is.
    fn repeated(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
        let start = cursor.position();
        let assignments = self.session.variables.assignments();
        let mut variable = *cursor;
        if variable.eat_any(&["FOR", "FOREACH"])
            && let Some(name) = variable.part()
        {
            self.session.variables.assign(name);
        }
        let word = if cursor.is_any(&["FOR", "FOREACH"]) {
            "LOOP"
        } else {
            ["WHILE", "LOOP", "REPEAT", "CASE"].into_iter().find(|word| cursor.is(word)).unwrap_or("LOOP")
        };
        let ends = if flavour == Flavour::PlPgSql && word == "WHILE" { "LOOP" } else { word };
        if flavour == Flavour::SqlServer {
            cursor.advance();
            let mut reader = super::guard::GuardReader::new(self.engine, &self.session.variables);
            reader.any(cursor);
        } else if matches!(word, "REPEAT" | "CASE") {
            cursor.advance();
            cursor.up_to(&["WHEN"]);
        } else {
            cursor.up_to(&["LOOP", "DO"]);
            cursor.advance();
        }
        let mut body = Vec::new();
        if flavour == Flavour::SqlServer {
            body = self.branch_body(cursor, flavour).nodes;
        } else {
            while !cursor.is_done() && !cursor.is("END") {
                body.extend(self.list(cursor, flavour, &["END", "WHEN", "ELSE", "UNTIL"]).nodes);
                if cursor.is_any(&["WHEN", "UNTIL"]) {
                    cursor.up_to(&["THEN", "END"]);
                }
                cursor.eat_any(&["THEN", "ELSE"]);
            }
            cursor.eat("END");
            cursor.eat(ends);
        }
        self.session.variables.forget_since(assignments);
        let at = cursor.span_since(start);
        match reach_of(&body) {
            Some(reach) => vec![step(at, at, opaque(reach, at))],
            None => Vec::new(),
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
    fn assignment(&mut self, mut statement: Cursor<'t>) -> bool {
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

    /// `SELECT … INTO variable FROM …`: no table is made here.
    fn select_into_variable(&mut self, statement: Cursor<'t>) -> Vec<Node> {
        let mut list = statement;
        list.eat("SELECT");
        let value = list.up_to(&["INTO", "FROM"]);
        let mut into = list;
        if !into.skip_to("INTO") {
            return self.statement(statement);
        }
        into.advance();
        into.eat("STRICT");
        let Some(name) = into.part() else { return Vec::new() };
        let mut reader = super::guard::GuardReader::new(self.engine, &self.session.variables);
        let condition = match () {
            () if value.is("EXISTS") => reader.whole(value),
            () if into.skip_to("FROM") || list.is("FROM") => reader.rows(statement),
            () => Condition::Unknown,
        };
        let found = if value.is("EXISTS") { Condition::Unknown } else { condition.clone() };
        self.session.variables.assign("found".to_owned()).answer(found);
        self.session.variables.assign(name).answer(condition);
        Vec::new()
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

/// Whether a handler ends by raising.
fn raises_error(mut body: Cursor<'_>) -> bool {
    while !body.is_done() {
        if body.eat("RAISE") && (body.is_done() || is_end(&body) || body.is("EXCEPTION") || body.is_any(&["SQLSTATE"]))
        {
            return true;
        }
        body.advance();
    }
    false
}

/// `duplicate_object OR SQLSTATE '42P07'`.
fn error_names(mut names: Cursor<'_>) -> Vec<String> {
    let mut out = Vec::new();
    while !names.is_done() {
        if names.eat("SQLSTATE") {
            out.extend(names.literal());
        } else if !names.eat("OR") {
            match names.part().filter(|name| name != "others") {
                Some(name) => out.push(name),
                None => {
                    names.advance();
                }
            }
        }
    }
    out
}

/// The strings of `ARRAY['a', 'b']` or `'{a,b}'::text[]`; `None` where one is not known.
fn array_items(mut list: Cursor<'_>) -> Option<Vec<String>> {
    if let Some(text) = list.literal() {
        let inside = text.strip_prefix('{')?.strip_suffix('}')?;
        let plain = !inside.contains(['"', '\\', '{']);
        return plain.then(|| inside.split(',').map(|item| item.trim().to_owned()).collect());
    }
    list.eat("ARRAY").then_some(())?;
    list.eat_symbol("[").then_some(())?;
    let mut items = Vec::new();
    loop {
        items.push(list.literal()?);
        while list.is_symbol(":") {
            list.advance();
            list.advance();
            list.part();
        }
        if !list.eat_symbol(",") {
            break;
        }
    }
    list.eat_symbol("]").then_some(items)
}

/// The steps of a loop's round.
fn numbered(mut nodes: Vec<Node>, round: u32) -> Vec<Node> {
    fn number(nodes: &mut [Node], round: u32) {
        for node in nodes {
            match node {
                Node::Step(step) => step.round = round,
                Node::If(branch) => {
                    number(&mut branch.then, round);
                    number(&mut branch.otherwise, round);
                }
                Node::Try(attempt) => {
                    number(&mut attempt.body, round);
                    number(&mut attempt.handler, round);
                }
                Node::Atomic { body, .. } | Node::Autocommit { body, .. } => number(body, round),
                Node::Probe { .. } | Node::Return => {}
            }
        }
    }
    number(&mut nodes, round);
    nodes
}

/// What a loop's body may touch; `None` for nothing.
fn reach_of(nodes: &[Node]) -> Option<Reach> {
    let mut reach = None;
    for node in nodes {
        let inner = match node {
            Node::Step(step) => {
                let actions = step.statements.iter().flat_map(|statement| &statement.operations);
                actions.map(|placed| &placed.operation.action).filter_map(reach_of_action).reduce(wider)
            }
            Node::If(branch) => {
                [reach_of(&branch.then), reach_of(&branch.otherwise)].into_iter().flatten().reduce(wider)
            }
            Node::Try(attempt) => {
                [reach_of(&attempt.body), reach_of(&attempt.handler)].into_iter().flatten().reduce(wider)
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => reach_of(body),
            Node::Probe { .. } | Node::Return => None,
        };
        reach = [reach, inner].into_iter().flatten().reduce(wider);
    }
    reach
}

fn reach_of_action(action: &Action) -> Option<Reach> {
    match action {
        Action::Nothing => None,
        Action::Insert(_) | Action::Update { .. } | Action::Delete { .. } => Some(Reach::Rows),
        Action::Opaque(reach) => Some(reach.clone()),
        Action::Rename { from, to } => Some(Reach::Keys(vec![from.clone(), to.clone()])),
        action => Some(action.key().map_or(Reach::Everything, |key| Reach::Keys(vec![key.clone()]))),
    }
}

fn wider(one: Reach, other: Reach) -> Reach {
    match (one, other) {
        (Reach::Rows, Reach::Rows) => Reach::Rows,
        (Reach::Keys(mut keys), Reach::Keys(more)) => {
            keys.extend(more);
            Reach::Keys(keys)
        }
        _ => Reach::Everything,
    }
}

/// Puts a statement under the handlers that let the block go on.
fn handled(node: Node, handlers: &[Handler]) -> Node {
    handlers.iter().filter(|handler| handler.goes_on).fold(node, |node, handler| {
        Node::Try(Try {
            at: handler.at,
            body: vec![node],
            handler: handler.body.clone(),
            catches: handler.catches.clone(),
            savepoint: false,
        })
    })
}

/// Puts a list under the handlers that leave the block.
fn leave_block(nodes: Vec<Node>, handlers: &[Handler]) -> Vec<Node> {
    handlers.iter().filter(|handler| !handler.goes_on).fold(nodes, |nodes, handler| {
        vec![Node::Try(Try {
            at: handler.at,
            body: nodes,
            handler: handler.body.clone(),
            catches: handler.catches.clone(),
            savepoint: false,
        })]
    })
}

impl<'t> Lowerer<'t> {
    /// MySQL's DECLARE: a handler, or a variable that may hold an answer.
    fn declare(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Option<Handler> {
        let start = cursor.position();
        cursor.advance();
        if !(cursor.is_any(&["CONTINUE", "EXIT", "UNDO"]) && cursor.is_at(1, "HANDLER")) {
            let declaration = to_end(cursor);
            self.assignment(declaration);
            return None;
        }
        let goes_on = cursor.is("CONTINUE");
        cursor.advance();
        cursor.advance();
        cursor.eat("FOR");
        let mut named = Vec::new();
        let mut everything = false;
        loop {
            if cursor.eat("SQLEXCEPTION") {
                everything = true;
            } else if cursor.eat("SQLSTATE") {
                cursor.eat("VALUE");
                named.extend(cursor.literal());
            } else if cursor.peek().is_some_and(|token| token.kind == TokenKind::Number) {
                named.extend(cursor.advance().map(|token| cursor.token_text(token).to_owned()));
            } else if !cursor.eat_any(&["SQLWARNING"]) && !cursor.eat_all(&["NOT", "FOUND"]) {
                break;
            }
            if !cursor.eat_symbol(",") {
                break;
            }
        }
        let body = self.one(cursor, flavour);
        let catches = if everything { Catches::Everything } else { Catches::Named(named.clone()) };
        let at = cursor.span_since(start);
        (everything || !named.is_empty()).then_some(Handler { at, catches, goes_on, body })
    }
}
