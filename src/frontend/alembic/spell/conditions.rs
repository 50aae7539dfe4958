//! Guards that are written already: made to work offline, or to ask again.

use tree_sitter::Node as Ts;

use super::{Speller, exact};
use crate::edit::{Edit, Fix, Safety};
use crate::frontend::alembic::syntax::{field, jumps, span, visit};

impl<'t> Speller<'_, '_, 't> {
    /// The `if` that a guard's condition belongs to.
    pub(super) fn guarded(&self) -> Option<(Ts<'t>, Ts<'t>)> {
        let guard = self.request.guard?;
        let condition = exact(self.root, guard)?;
        let branch = std::iter::successors(condition.parent(), |node| node.parent())
            .find(|node| matches!(node.kind(), "if_statement" | "elif_clause" | "function_definition"))
            .filter(|node| node.kind() == "if_statement")?;
        let condition = field(branch, "condition").filter(|found| span(*found) == guard)?;
        Some((branch, condition))
    }

    /// Short-circuits the question where there is no database.
    pub(super) fn work_offline(&mut self) -> Option<Fix> {
        let (branch, condition) = self.guarded()?;
        // An inspector that was made before has failed before.
        if self.asks_by_variable(condition) {
            return None;
        }
        let op = self.op_name()?;
        let step = self.request.step.at;
        let body = field(branch, "consequence")?;
        let runs_inside = span(body).contains(step) && !jumps(body);
        let edits = if runs_inside {
            vec![Edit::insert(span(condition).start, format!("{op}.get_context().as_sql or "))]
        } else {
            let start = Edit::insert(span(condition).start, format!("not {op}.get_context().as_sql and "));
            let is_any = condition.kind() == "boolean_operator"
                && field(condition, "operator").is_some_and(|operator| operator.kind() == "or");
            if is_any {
                let open = Edit::insert(span(condition).start, format!("{}(", start.text));
                vec![open, Edit::insert(span(condition).end, ")")]
            } else {
                vec![start]
            }
        };
        Some(self.fix("Answer without the database when SQL is rendered", Safety::Safe, edits))
    }

    /// Whether a condition uses something that was asked in an earlier line of the function.
    fn asks_by_variable(&self, condition: Ts<'t>) -> bool {
        let mut found = false;
        visit(condition, &mut |node| {
            if node.kind() == "identifier" {
                let value = self.assigned(node).or_else(|| self.gone_over(node));
                found |= value.is_some_and(|value| self.reaches_inspector(value));
            }
            !found
        });
        found
    }

    /// What a loop around a name goes over, where the name is the loop's own.
    fn gone_over(&self, name: Ts<'t>) -> Option<Ts<'t>> {
        let around = std::iter::successors(name.parent(), |node| node.parent());
        let mut loops = around.filter(|node| node.kind() == "for_statement");
        let own = loops.find(|node| field(*node, "left").is_some_and(|left| self.text(left) == self.text(name)))?;
        field(own, "right")
    }

    fn reaches_inspector(&self, value: Ts<'t>) -> bool {
        let text = self.text(value);
        text.contains("inspect")
            || text.contains("get_bind")
            || text.contains("execute(")
            || self.asks_by_variable(value)
    }

    /// What a local variable was last given before this use.
    pub(super) fn assigned(&self, name: Ts<'t>) -> Option<Ts<'t>> {
        let is_field = name.parent().is_some_and(|parent| {
            parent.kind() == "attribute" && field(parent, "attribute") == Some(name)
                || parent.kind() == "keyword_argument" && field(parent, "name") == Some(name)
        });
        if is_field {
            return None;
        }
        let function = std::iter::successors(name.parent(), |node| node.parent())
            .find(|node| node.kind() == "function_definition")?;
        let wanted = self.text(name);
        let mut value = None;
        visit(function, &mut |node| {
            if node.kind() == "assignment"
                && node.end_byte() <= name.start_byte()
                && field(node, "left").is_some_and(|left| self.text(left) == wanted)
            {
                value = field(node, "right");
            }
            node.start_byte() < name.start_byte()
        });
        value
    }

    /// Puts a fresh question in the place of a remembered answer.
    pub(super) fn ask_again(&mut self) -> Option<Fix> {
        let (_, condition) = self.guarded()?;
        let mut edits = Vec::new();
        visit(condition, &mut |node| {
            if node.kind() == "identifier"
                && let Some(fresh) = self.afresh(node, 0)
            {
                edits.push(Edit::replace(span(node), fresh));
            }
            true
        });
        if edits.is_empty() {
            return None;
        }
        Some(self.fix("Ask the database again", Safety::Safe, edits))
    }

    /// A variable's question, asked again: its value with every inspector in it made anew.
    fn afresh(&self, name: Ts<'t>, depth: u8) -> Option<String> {
        if depth > 4 {
            return None;
        }
        let value = self.assigned(name)?;
        if self.text(value).contains('\n') {
            return None;
        }
        let direct = self.text(value).contains("inspect(") || self.text(value).contains("from_engine(");
        let mut text = String::new();
        let mut done = value.start_byte();
        let mut replaced = false;
        visit(value, &mut |node| {
            if node.kind() == "identifier"
                && let Some(inner) = self.afresh(node, depth + 1)
            {
                text.push_str(&self.src[done..node.start_byte()]);
                text.push_str(&inner);
                done = node.end_byte();
                replaced = true;
            }
            true
        });
        text.push_str(&self.src[done..value.end_byte()]);
        let simple = matches!(value.kind(), "call" | "list_comprehension" | "set_comprehension" | "attribute");
        (direct || replaced).then(|| if simple { text } else { format!("({text})") })
    }
}
