//! One guard around several steps becomes one guard for each.

use tree_sitter::Node as Ts;

use super::Speller;
use super::place::Place;
use crate::edit::{Edit, Fix, Safety};
use crate::frontend::alembic::syntax::{children, field, fields, jumps, span, visit};
use crate::operation::{Action, Insert, Repeat, Update};
use crate::source::Span;

/// What guards a step that no longer stands under the common guard.
enum Own {
    /// An option of the call itself, or edits inside it.
    Within(Vec<Edit>),
    /// A condition around it.
    Around(String),
    /// Nothing: it may be repeated as it is.
    Nothing,
}

impl<'t> Speller<'_, '_, 't> {
    /// Takes a step, and what follows it, out of a guard that asks for something else.
    pub(super) fn guard_each_step(&mut self) -> Option<Fix> {
        let (branch, _) = self.guarded()?;
        let body = field(branch, "consequence")?;
        if !fields(branch, "alternative").is_empty() {
            return None;
        }
        let inside = children(body);
        let mut safety = Safety::Safe;
        let edits = if jumps(body) {
            self.behind_a_return(branch, &inside, &mut safety)?
        } else if let [with] = inside.as_slice()
            && with.kind() == "with_statement"
        {
            self.inside_a_batch(branch, *with, &mut safety)?
        } else {
            self.inside_a_branch(branch, &inside, &mut safety)?
        };
        Some(self.fix("Give each step its own guard", safety, edits))
    }

    /// `if there: return`, and then the steps: the guard goes, each step gets its own.
    fn behind_a_return(&mut self, branch: Ts<'t>, inside: &[Ts<'t>], safety: &mut Safety) -> Option<Vec<Edit>> {
        let [only] = inside else { return None };
        if only.kind() != "return_statement" || branch.parent()?.parent()?.kind() != "function_definition" {
            return None;
        }
        let place = Place::of_statement(self, branch)?;
        let mut edits = vec![place.delete(self)?];
        let mut next = branch.next_named_sibling();
        while let Some(statement) = next {
            next = statement.next_named_sibling();
            if matches!(statement.kind(), "comment" | "if_statement") {
                continue;
            }
            let place = Place::of_statement(self, statement)?;
            match self.own_guard(statement, safety)? {
                Own::Within(own) => edits.extend(own),
                Own::Around(condition) => edits.extend(place.wrap(self, &condition)?),
                Own::Nothing => {}
            }
        }
        Some(edits)
    }

    /// `if missing:` around a whole batch: the batch moves out, its operations get a guard each.
    fn inside_a_batch(&mut self, branch: Ts<'t>, with: Ts<'t>, safety: &mut Safety) -> Option<Vec<Edit>> {
        let outer = Place::of_statement(self, branch)?;
        let place = Place::of_statement(self, with)?;
        let mut edits = Vec::new();
        for statement in children(field(with, "body")?) {
            let own = Place::of_statement(self, statement)?;
            edits.extend(self.moved_out(&own, &place, statement, safety)?);
        }
        let source = self.request.source;
        let head = source.line_span(source.line_of(place.start()));
        edits.push(Edit::delete(Span::new(
            head.start as usize,
            head.start as usize + place.indent.len() - outer.indent.len(),
        )));
        // The guard's own line, up to the first line of its body.
        let guard = source.line_span(source.line_of(outer.start())).start;
        let first =
            field(branch, "consequence").map(|body| source.line_span(source.line_of(span(body).start)).start)?;
        edits.push(Edit::delete(Span::new(guard as usize, first as usize)));
        merged(edits)
    }

    /// `if missing:` around a first step, which it is right for, and others.
    fn inside_a_branch(&mut self, branch: Ts<'t>, inside: &[Ts<'t>], safety: &mut Safety) -> Option<Vec<Edit>> {
        let first = inside.iter().position(|statement| span(*statement).contains(self.request.step.at))?;
        if first == 0 {
            return None;
        }
        let outer = Place::of_statement(self, branch)?;
        let with = self.variables_before(inside, first)?;
        let mut edits = Vec::new();
        for statement in &inside[with..first] {
            edits.extend(merged(self.at_outer_level(&Place::of_statement(self, *statement)?, &outer))?);
        }
        for statement in &inside[first..] {
            let place = Place::of_statement(self, *statement)?;
            edits.extend(self.moved_out(&place, &outer, *statement, safety)?);
        }
        Some(edits)
    }

    /// From where on the statements of a branch have to move out with those from `first` on: `flags = sa.table(…)` right
    /// before them. `None` where they use a variable that has to stay.
    fn variables_before(&self, inside: &[Ts<'t>], first: usize) -> Option<usize> {
        let assigned = |statement: Ts<'t>| {
            let assignment = statement.named_child(0).filter(|node| node.kind() == "assignment")?;
            Some((field(assignment, "left").map(|left| self.text(left))?, field(assignment, "right")?))
        };
        let is_shape = |value: Ts<'t>| matches!(self.operation(value), "table" | "Table") && value.kind() == "call";
        let shapes = inside[..first].iter().rev().take_while(|node| assigned(**node).is_some_and(|it| is_shape(it.1)));
        let with = first - shapes.count();
        let stays = |name: &str| {
            let mut left = inside[..with].iter().filter_map(|node| assigned(*node));
            // What `create_table` gives is written out anew.
            left.any(|(own, value)| own == name && self.operation(value) != "create_table")
        };
        let mut missed = false;
        for statement in &inside[with..] {
            visit(*statement, &mut |node| {
                missed |= node.kind() == "identifier" && stays(self.text(node));
                !missed
            });
        }
        (!missed).then_some(with)
    }

    /// One step moved to the level of the guard.
    fn moved_out(
        &mut self,
        place: &Place<'t>,
        outer: &Place<'t>,
        statement: Ts<'t>,
        safety: &mut Safety,
    ) -> Option<Vec<Edit>> {
        let source = self.request.source;
        let mut edits = match self.own_guard(statement, safety)? {
            Own::Around(condition) => {
                // Under a guard of its own the step keeps its indentation.
                let line = source.line_span(source.line_of(place.start())).start;
                let text = format!("{}if {condition}:{}", outer.indent, outer.ending);
                return Some(vec![Edit::insert(line, text)]);
            }
            Own::Within(edits) => edits,
            Own::Nothing => Vec::new(),
        };
        edits.extend(self.at_outer_level(place, outer));
        let mut edits = merged(edits)?;
        if let Some(table) = self.table_of_rows(statement) {
            let line = source.line_span(source.line_of(place.start())).start;
            let first = edits.iter_mut().find(|edit| edit.span.start == line)?;
            first.text = format!("{}{table}{}{}", outer.indent, outer.ending, first.text);
        }
        Some(edits)
    }

    /// A statement's lines at the level of the guard.
    fn at_outer_level(&self, place: &Place<'t>, outer: &Place<'t>) -> Vec<Edit> {
        let (source, whole) = (self.request.source, span(place.statement));
        let shift = place.indent.len() - outer.indent.len();
        let lines = (source.line_of(whole.start)..=source.line_of(whole.end)).map(|line| source.line_span(line));
        lines
            .filter(|line| source.slice(*line).starts_with(place.indent))
            .map(|line| Edit::delete(Span::new(line.start as usize, line.start as usize + shift)))
            .collect()
    }

    /// The guard that a step needs for itself; `None` where there is no sound one.
    fn own_guard(&mut self, statement: Ts<'t>, safety: &mut Safety) -> Option<Own> {
        let call = statement.named_child(0).filter(|_| statement.kind() == "expression_statement")?;
        let action = self.action_of(call)?;
        Some(match &action {
            Action::Create { key, .. } => match self.option(call, true) {
                Some(option) => Own::Within(self.add_keyword(call, option)?),
                None => Own::Around(self.condition(key, true, call)?),
            },
            Action::Drop { key, .. } => match self.option(call, false) {
                Some(option) => Own::Within(self.add_keyword(call, option)?),
                None => Own::Around(self.condition(key, false, call)?),
            },
            Action::Insert(insert) => {
                *safety = Safety::Unsafe;
                Own::Within(self.missing_rows(call, insert)?)
            }
            Action::Alter { alteration, .. } if alteration.repeat == Repeat::Same => Own::Nothing,
            // Rows that were filled in since must not be overwritten.
            Action::Update(Update { repeat: Repeat::Same, .. })
                if self.text(call).to_uppercase().contains(" IS NULL") =>
            {
                *safety = Safety::Unsafe;
                Own::Nothing
            }
            _ => return None,
        })
    }

    /// `op.bulk_insert(table, _missing_rows(table, […], ["name"]))`
    fn missing_rows(&mut self, call: Ts<'t>, insert: &Insert) -> Option<Vec<Edit>> {
        let columns = super::rows::comparable(insert).filter(|columns| self.tells_apart(&insert.table, columns))?;
        (self.operation(call) == "bulk_insert").then(|| self.missing_rows_of_bulk(call, &columns))?
    }

    /// `roles = sa.table("roles", sa.column("name"))`, where the variable was bound to what the guarded `create_table` gave.
    fn table_of_rows(&mut self, statement: Ts<'t>) -> Option<String> {
        let call = statement.named_child(0)?;
        let Action::Insert(insert) = self.action_of(call)? else { return None };
        let variable = self.argument(call, 0, "table")?;
        let made = self.assigned(variable)?;
        if self.operation(made) != "create_table" {
            return None;
        }
        let sa = self.sqlalchemy()?;
        let table = self.text(self.argument(made, 0, "table_name")?);
        let schema = self.schema_text(made);
        let columns: Vec<String> =
            insert.columns?.iter().map(|name| format!("{sa}.column({})", self.literal(name))).collect();
        Some(format!("{} = {sa}.table({table}, {}{schema})", self.text(variable), columns.join(", ")))
    }

    /// What a call does first, as the migration was read.
    fn action_of(&self, call: Ts<'t>) -> Option<Action> {
        let at = span(call);
        let mut found = None;
        crate::replay::each_placed(&self.request.migration.up, &mut |step, placed, _| {
            let here = placed.at == at || step.at == at || at.contains(step.at) && self.operation(call) == "execute";
            if here && !placed.implied && found.is_none() {
                found = Some(placed.operation.action.clone());
            }
        });
        found
    }
}

/// Edits at the same place joined: a line that is both outdented and given a keyword.
fn merged(mut edits: Vec<Edit>) -> Option<Vec<Edit>> {
    edits.sort();
    let mut out: Vec<Edit> = Vec::new();
    for edit in edits {
        match out.last_mut() {
            Some(last) if last.span.start == edit.span.start => {
                if last.span.is_empty() {
                    // An inserted line stands before the one that is outdented.
                    let cut = (edit.span.end - edit.span.start) as usize;
                    let text = last.text.clone();
                    last.span = edit.span;
                    last.text = format!("{}{}", text.get(cut..)?, edit.text);
                } else {
                    return None;
                }
            }
            _ => out.push(edit),
        }
    }
    Some(out)
}
