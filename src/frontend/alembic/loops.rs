//! Loops over rows: what their body does for one row is done for all of them, at every run.

use tree_sitter::Node as Ts;

use super::lower::{Flow, Lowering};
use super::records::{excludes, has_word};
use super::syntax::{field, span, visit};
use super::value::Value;
use crate::migration::{Condition, If, Node, each_step_mut};
use crate::operation::{Action, Reach, Repeat, Update};

/// Whether a guard hangs on rows alone, which replay knows as far as the migration writes them.
fn asks_only_for_rows(condition: &Condition) -> bool {
    match condition {
        Condition::Known(_) | Condition::Offline | Condition::RowsPresent { .. } => true,
        Condition::Not(inner) => asks_only_for_rows(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(asks_only_for_rows),
        _ => false,
    }
}

impl<'t> Lowering<'_, 't> {
    /// A loop over the rows of a query: its body as it runs for each of them. `None` where it is not known which rows.
    pub(super) fn row_loop(
        &mut self,
        node: Ts<'t>,
        left: Ts<'t>,
        over: &Value<'t>,
        body: &[Ts<'t>],
    ) -> Option<Flow<'t>> {
        let query = self.query_of(over)?;
        let row = self.row_of(&query)?;
        self.bind_row(left, &row);
        let body = body.to_vec();
        self.loops.push(row);
        let run = |this: &mut Self| {
            this.block(&body);
            Flow::Next
        };
        let flow = self.deeper(|this| this.fork(Condition::Unknown, span(node), run, |_| Flow::Next));
        let row = self.loops.pop();
        self.take_rows_for_granted(row.as_ref().map_or("", |row| row.picked_by.as_str()), |this, body| {
            row.iter().for_each(|row| this.settle_inserts(body, &query, row));
        });
        Some(flow.unwrap_or(Flow::Next))
    }

    /// `for start in range(0, highest, 1000)`: some stretches are there, and what is done for them is done again.
    pub(super) fn stretch_loop(&mut self, node: Ts<'t>, body: &[Ts<'t>]) -> Flow<'t> {
        let body = body.to_vec();
        let run = |this: &mut Self| {
            this.block(&body);
            Flow::Next
        };
        let flow = self.deeper(|this| this.fork(Condition::Unknown, span(node), run, |_| Flow::Next));
        self.take_rows_for_granted("", |_, _| {});
        flow.unwrap_or(Flow::Next)
    }

    /// A loop that only writes rows does so again at every run: the rows are taken to be there.
    ///
    /// Where it writes to what its query asks for, the rows that are done may no longer be among them.
    fn take_rows_for_granted(&mut self, picked_by: &str, settle: impl FnOnce(&Self, &mut [Node])) {
        let Some(Node::If(branch)) = self.out.last() else { return };
        // Whether a guard around it lets it run again may hang on steps that can't be read.
        let guarded = self.path.iter().any(|(condition, _)| !asks_only_for_rows(condition));
        let unread = branch.condition == Condition::Unknown && branch.otherwise.is_empty();
        if guarded || !unread || !only_rows(&branch.then) {
            return;
        }
        let Some(Node::If(mut branch)) = self.out.pop() else { return };
        settle(self, &mut branch.then);
        let written = written(&branch.then);
        let leaves_out = |columns: &Vec<String>| columns.iter().any(|column| excludes(picked_by, column));
        if written.as_ref().map_or(!picked_by.is_empty(), leaves_out) {
            soften(&mut branch.then);
        }
        if let Some(written) = written {
            self.splice(&mut branch.then, &written);
        }
        self.out.append(&mut branch.then);
    }

    /// Takes the steps out of branches that hang on nothing but rows which stay as they are: some rows go one way, some
    /// the other.
    fn splice(&self, nodes: &mut Vec<Node>, written: &[String]) {
        let steady = |branch: &If| {
            let test = self.row_tests.get(&branch.at);
            branch.condition == Condition::Unknown
                && test.is_some_and(|test| !written.iter().any(|column| has_word(test, column)))
        };
        let mut at = 0;
        while at < nodes.len() {
            match &mut nodes[at] {
                Node::If(branch) if steady(branch) => {
                    let Node::If(branch) = nodes.remove(at) else { return };
                    let inner = branch.then.into_iter().chain(branch.otherwise);
                    nodes.splice(at..at, inner);
                    continue;
                }
                Node::If(branch) => {
                    self.splice(&mut branch.then, written);
                    self.splice(&mut branch.otherwise, written);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Remembers a test of an `if` that asks only for values of rows.
    pub(super) fn note_row_test(&mut self, test: Ts<'t>, condition: &Condition) {
        if self.loops.is_empty() || *condition != Condition::Unknown {
            return;
        }
        let (mut rows, mut others) = (false, false);
        visit(test, &mut |node| {
            match node.kind() {
                "identifier" if !is_name_of_member(node) => match self.lookup(self.text(node)) {
                    Value::Row(_) | Value::Derived(_) => rows = true,
                    Value::Path(path) if matches!(&*path, "len" | "str" | "int" | "bool" | "isinstance" | "dict") => {}
                    _ => others = true,
                },
                "await" | "lambda" | "named_expression" => others = true,
                _ => {}
            }
            true
        });
        if rows && !others {
            // That there is a value at all is true of a row that is done.
            let filled = matches!(test.kind(), "attribute" | "subscript" | "identifier");
            let text = if filled { String::new() } else { self.text(test).to_lowercase() };
            self.row_tests.insert(span(test), text);
        }
    }
}

/// `name` of `x.name` and of `f(name=x)`.
fn is_name_of_member(node: Ts<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    match parent.kind() {
        "attribute" => field(parent, "attribute") == Some(node),
        "keyword_argument" => field(parent, "name") == Some(node),
        _ => false,
    }
}

/// Takes back what was said of a second run of the updates.
fn soften(nodes: &mut [Node]) {
    each_step_mut(nodes, &mut |step| {
        for placed in step.statements.iter_mut().flat_map(|statement| &mut statement.operations) {
            if let Action::Update(Update { repeat, overwrites, .. }) = &mut placed.operation.action {
                if *repeat == Repeat::Differs {
                    *repeat = Repeat::Unknown;
                }
                overwrites.clear();
            }
        }
    });
}

/// Whether a program changes rows and nothing else.
fn only_rows(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Step(step) => step.statements.iter().flat_map(|statement| &statement.operations).all(|placed| {
            let operation = &placed.operation;
            operation.is_dml() || matches!(operation.action, Action::Opaque(Reach::Rows) | Action::Nothing)
        }),
        Node::If(branch) => only_rows(&branch.then) && only_rows(&branch.otherwise),
        Node::Try(attempt) => only_rows(&attempt.body) && only_rows(&attempt.handler),
        Node::Atomic { body, .. } | Node::Autocommit { body, .. } => only_rows(body),
        Node::Probe { .. } => true,
        Node::Return => false,
    })
}

/// The columns that a program updates; `None` where that is not known.
fn written(nodes: &[Node]) -> Option<Vec<String>> {
    let mut columns = Vec::new();
    for node in nodes {
        match node {
            Node::Step(step) => {
                for placed in step.statements.iter().flat_map(|statement| &statement.operations) {
                    match &placed.operation.action {
                        Action::Update(Update { writes, .. }) if writes.is_empty() => return None,
                        Action::Update(Update { writes, .. }) => {
                            columns.extend(writes.iter().map(|(name, _)| name.clone()))
                        }
                        Action::Opaque(_) | Action::Delete { .. } => return None,
                        _ => {}
                    }
                }
            }
            Node::If(branch) => {
                columns.extend(written(&branch.then)?);
                columns.extend(written(&branch.otherwise)?);
            }
            Node::Try(attempt) => {
                columns.extend(written(&attempt.body)?);
                columns.extend(written(&attempt.handler)?);
            }
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => columns.extend(written(body)?),
            Node::Probe { .. } | Node::Return => {}
        }
    }
    Some(columns)
}
