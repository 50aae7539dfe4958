//! Loops of procedural SQL: over a literal array each round on its own, over anything else as what they may touch.

use super::block::Flavour;
use super::cursor::Cursor;
use super::program::{Lowerer, opaque, step};
use super::rounds::{Round, plain_array, rounds};
use crate::migration::{If, Node, each_step_mut};
use crate::operation::{Action, Reach};

impl<'t> Lowerer<'t> {
    /// A loop over what the file tells, `FOREACH t IN ARRAY ARRAY['a', 'b'] LOOP … END LOOP`: each round on its own.
    /// `None` where the rounds are not known, or one may end early.
    pub(super) fn unrolled(&mut self, cursor: &mut Cursor<'t>) -> Option<Vec<Node>> {
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
        let over = ahead.span();
        let rounds = rounds(&mut ahead, &self.session.variables);
        let rounds = rounds.filter(|rounds| self.session.rounds + rounds.len() <= MOST)?;
        self.session.rounds += rounds.len();
        ahead.eat("LOOP").then_some(())?;
        let body = ahead;
        let (mut nodes, mut end) = (Vec::new(), None);
        for (number, Round { values, when }) in (0..).zip(rounds) {
            for (name, text) in values {
                self.session.variables.assign(name).value(None, Some(text), None);
            }
            let mut inside = body;
            let list = self.list(&mut inside, Flavour::PlPgSql, &["END"]);
            if list.returns || { body }.up_to(&["END"]).mentions(&["EXIT", "CONTINUE"]) || !inside.is("END") {
                return None;
            }
            let steps = numbered(list.nodes, number);
            match when {
                Some(condition) => nodes.push(Node::If(If { condition, at: over, then: steps, otherwise: Vec::new() })),
                None => nodes.extend(steps),
            }
            end = Some(inside);
        }
        let mut inside = end?;
        inside.eat_all(&["END", "LOOP"]);
        *cursor = inside;
        Some(nodes)
    }

    /// A loop or CASE statement: what it may do is known as far as its body is.
    pub(super) fn repeated(&mut self, cursor: &mut Cursor<'t>, flavour: Flavour) -> Vec<Node> {
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
}

/// The strings of `ARRAY['a', 'b']` or `'{a,b}'::text[]`; `None` where one is not known.
pub(super) fn array_items(mut list: Cursor<'_>) -> Option<Vec<String>> {
    if let Some(text) = list.literal() {
        return plain_array(&text);
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
pub(super) fn numbered(mut nodes: Vec<Node>, round: u32) -> Vec<Node> {
    each_step_mut(&mut nodes, &mut |step| step.round = round);
    nodes
}

/// What a loop's body may touch; `None` for nothing.
pub(super) fn reach_of(nodes: &[Node]) -> Option<Reach> {
    let mut reach = None;
    for node in nodes {
        let inner = match node {
            Node::Step(step) => {
                let actions = step.statements.iter().flat_map(|statement| &statement.operations);
                actions.map(|placed| &placed.operation.action).filter_map(reach_of_action).reduce(Reach::wider)
            }
            Node::If(branch) => {
                [reach_of(&branch.then), reach_of(&branch.otherwise)].into_iter().flatten().reduce(Reach::wider)
            }
            Node::Try(attempt) => {
                [reach_of(&attempt.body), reach_of(&attempt.handler)].into_iter().flatten().reduce(Reach::wider)
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => reach_of(body),
            Node::Probe { .. } | Node::Return => None,
        };
        reach = [reach, inner].into_iter().flatten().reduce(Reach::wider);
    }
    reach
}

pub(super) fn reach_of_action(action: &Action) -> Option<Reach> {
    match action {
        Action::Nothing => None,
        Action::Insert(_) | Action::Update(_) | Action::Delete { .. } => Some(Reach::Rows),
        Action::Opaque(reach) => Some(reach.clone()),
        Action::Rename { from, to } => Some(Reach::Keys(vec![from.clone(), to.clone()])),
        action => Some(action.key().map_or(Reach::Everything, |key| Reach::Keys(vec![key.clone()]))),
    }
}
