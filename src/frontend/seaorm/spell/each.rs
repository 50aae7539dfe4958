//! Guards that answer for too much, or too early: each step gets a guard of its own, asked where it is needed.

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprIf, Stmt};

use super::{Speller, chain, spell};
use crate::edit::{Edit, Fix, Safety, apply};
use crate::frontend::seaorm::comments;
use crate::frontend::seaorm::places::Places;
use crate::frontend::{Remedy, Request};
use crate::migration::{Down, Node, Placed, Step};
use crate::operation::{Action, Repeat, Tolerance};
use crate::replay::each_placed;
use crate::source::Span;

impl<'a> Speller<'_, 'a> {
    /// Takes the steps that one guard answers for out of it.
    pub(super) fn guard_each_step(&self) -> Option<Fix> {
        let found = Finder::new(self, self.request.guard?).statement?;
        if found.branch.else_branch.is_some() {
            return None;
        }
        let (edits, safety) = match found.branch.then_branch.stmts.as_slice() {
            [Stmt::Expr(Expr::Return(_), _)] => self.behind_a_return(&found)?,
            inside => self.out_of_the_branch(&found, inside)?,
        };
        let fix = self.fix("Give each step its own guard", edits);
        Some(Fix { safety, ..fix })
    }

    /// `if there { return Ok(()); }`, and then the steps: the guard goes, each step gets its own.
    fn behind_a_return(&self, found: &Branch<'a>) -> Option<(Vec<Edit>, Safety)> {
        let (mut edits, safety) = self.own_guards(&found.block.stmts[found.number + 1..])?;
        edits.push(Edit::delete(self.lines(self.places.statement(&found.block.stmts[found.number]))?));
        Some((edits, safety))
    }

    /// `if missing { first; second; }`: from the step on that is lost, everything moves out.
    fn out_of_the_branch(&self, found: &Branch<'a>, inside: &'a [Stmt]) -> Option<(Vec<Edit>, Safety)> {
        let source = self.request.source;
        let first = inside.iter().position(|one| self.places.statement(one).contains(self.request.step.at))?;
        // What a variable holds would be out of reach.
        if inside[..first].iter().any(|one| matches!(one, Stmt::Local(_))) || !ends_as_statement(inside) {
            return None;
        }
        let whole = self.lines(self.places.statement(&found.block.stmts[found.number]))?;
        let braces = &found.branch.then_branch.brace_token.span;
        let closing = self.places.token(braces.close()).start;
        let before = match first {
            0 => self.places.token(braces.open()),
            behind => self.places.statement(&inside[behind - 1]),
        };
        let region = Span {
            start: source.line_span(source.line_of(before.end) + 1).start,
            end: source.line_span(source.line_of(closing)).start,
        };
        let (edits, safety) = self.own_guards(&inside[first..])?;
        let within = |edit: Edit| {
            let span = Span { start: edit.span.start - region.start, end: edit.span.end - region.start };
            Edit { span, ..edit }
        };
        if region.start >= region.end || !edits.iter().all(|edit| region.contains(edit.span)) {
            return None;
        }
        let edits: Vec<Edit> = edits.into_iter().map(within).collect();
        let outer = source.indent(closing);
        let inner = source.indent(self.places.statement(&inside[first]).start);
        let text = moved_back(&apply(source.slice(region), &edits)?, inner.strip_prefix(outer)?);
        let edit = match first {
            0 => Edit::replace(whole, text),
            _ => {
                let ending = source.line_ending(closing);
                Edit::replace(Span { start: region.start, end: whole.end }, format!("{outer}}}{ending}{text}"))
            }
        };
        Some((vec![edit], safety))
    }

    /// The whole lines of a statement, with the line's end; `None` where something else stands on them.
    fn lines(&self, at: Span) -> Option<Span> {
        let source = self.request.source;
        let text = source.text();
        let start = source.line_span(source.line_of(at.start)).start as usize;
        let end = text.get(at.end as usize..)?.find('\n').map_or(text.len(), |found| at.end as usize + found + 1);
        let around = [text.get(start..at.start as usize)?, text.get(at.end as usize..end)?];
        around.iter().all(|blank| blank.trim().is_empty()).then(|| Span::new(start, end))
    }

    /// What guards the steps of statements by themselves.
    fn own_guards(&self, statements: &[Stmt]) -> Option<(Vec<Edit>, Safety)> {
        let program = match (&self.request.migration.down, self.request.backwards) {
            (Down::Written(nodes), true) => nodes.as_slice(),
            _ => self.request.migration.up.as_slice(),
        };
        let mut steps = Vec::new();
        for statement in statements {
            steps_within(program, self.places.statement(statement), &mut steps);
        }
        let (mut edits, mut safety) = (Vec::new(), Safety::Safe);
        for step in steps {
            let operations: Vec<&Placed> = step.statements.iter().flat_map(|one| &one.operations).collect();
            let Some(remedy) = own_remedy(&operations, program)? else { continue };
            let request = Request { remedy: &remedy, step, operations: &operations, guard: None, ..*self.request };
            let fix = spell(&request, self.parsed)?;
            safety = safety.min(fix.safety);
            edits.extend(fix.changes.into_iter().flat_map(|change| change.edits));
        }
        edits.sort();
        edits.dedup();
        Some((edits, safety))
    }

    /// Puts the question where its answer is used: the variable was given before something has changed.
    pub(super) fn ask_again(&self) -> Option<Fix> {
        let branch = Finder::new(self, self.request.guard?).anywhere?;
        let mut uses = Uses { speller: self, edits: Vec::new() };
        uses.visit_expr(&branch.cond);
        let edits = uses.edits;
        (!edits.is_empty()).then(|| self.fix("Ask again, right before the step", edits))
    }
}

/// The remedy for what a step does; an inner `None` where it may be repeated as it is.
fn own_remedy(operations: &[&Placed], program: &[Node]) -> Option<Option<Remedy>> {
    let mut wanted: Option<Remedy> = None;
    for placed in operations {
        let remedy = match &placed.operation.action {
            _ if placed.operation.tolerance != Tolerance::None => continue,
            Action::Nothing => continue,
            Action::Alter { alteration, .. } if alteration.repeat == Repeat::Same => continue,
            Action::Create { .. } => Remedy::SkipIfPresent,
            Action::Drop { .. } => Remedy::SkipIfAbsent,
            Action::Rename { .. } => Remedy::SkipIfRenamed,
            Action::Insert(insert) => {
                let mut own_table = false;
                each_placed(program, &mut |_, placed, _| {
                    own_table |= matches!(&placed.operation.action, Action::Create { key, .. } if *key == insert.table);
                });
                Remedy::SkipDuplicateRows { key: None, own_table }
            }
            _ => return None,
        };
        if wanted.as_ref().is_some_and(|other| *other != remedy) {
            return None;
        }
        wanted = Some(remedy);
    }
    Some(wanted)
}

fn steps_within<'m>(nodes: &'m [Node], at: Span, found: &mut Vec<&'m Step>) {
    for node in nodes {
        match node {
            Node::Step(step) if at.contains(step.at) => found.push(step),
            Node::If(branch) => {
                steps_within(&branch.then, at, found);
                steps_within(&branch.otherwise, at, found);
            }
            Node::Try(attempt) => steps_within(&attempt.body, at, found),
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => steps_within(body, at, found),
            Node::Step(_) | Node::Probe { .. } | Node::Return => {}
        }
    }
}

/// Whether a branch's last statement gives it no value.
fn ends_as_statement(statements: &[Stmt]) -> bool {
    match statements.last() {
        Some(Stmt::Expr(expr, None)) => matches!(expr, Expr::If(_) | Expr::ForLoop(_) | Expr::Try(_)),
        Some(_) => true,
        None => false,
    }
}

/// Lines one level further out; those that start inside a string stay as they are.
fn moved_back(text: &str, unit: &str) -> String {
    let strings = comments::long_strings(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0_u32;
    for line in text.split_inclusive('\n') {
        let in_string = strings.iter().any(|string| string.start < at && at < string.end);
        out.push_str(if in_string { line } else { line.strip_prefix(unit).unwrap_or(line) });
        at += u32::try_from(line.len()).unwrap_or(u32::MAX);
    }
    out
}

/// A guard that is a statement: the block around it, and which of its statements.
struct Branch<'a> {
    branch: &'a ExprIf,
    block: &'a Block,
    number: usize,
}

/// Finds a guard as it is written.
struct Finder<'a> {
    guard: Span,
    places: Places,
    anywhere: Option<&'a ExprIf>,
    statement: Option<Branch<'a>>,
}

impl<'a> Finder<'a> {
    fn new(speller: &Speller<'_, 'a>, guard: Span) -> Self {
        let mut finder = Self { guard, places: speller.places, anywhere: None, statement: None };
        finder.visit_file(&speller.parsed.file);
        finder
    }

    fn is_guard(&self, branch: &ExprIf) -> bool {
        self.places.token(branch.if_token.span).start == self.guard.start
            && self.places.expr(&branch.cond).end == self.guard.end
    }
}

impl<'a> Visit<'a> for Finder<'a> {
    fn visit_block(&mut self, block: &'a Block) {
        for (number, statement) in block.stmts.iter().enumerate() {
            if let Stmt::Expr(Expr::If(branch), _) = statement
                && self.is_guard(branch)
            {
                self.statement = Some(Branch { branch, block, number });
            }
        }
        visit::visit_block(self, block);
    }

    fn visit_expr_if(&mut self, branch: &'a ExprIf) {
        if self.is_guard(branch) {
            self.anywhere = Some(branch);
        }
        visit::visit_expr_if(self, branch);
    }
}

/// Variables of a condition that hold an answer of the database.
struct Uses<'s, 'r, 'a> {
    speller: &'s Speller<'r, 'a>,
    edits: Vec<Edit>,
}

impl<'a> Visit<'a> for Uses<'_, '_, 'a> {
    fn visit_expr_path(&mut self, path: &'a syn::ExprPath) {
        let Speller { places, around, request, .. } = self.speller;
        let asked = path.path.get_ident().zip(around.function);
        let Some(asked) = asked.and_then(|(name, function)| chain::definition(function, name)) else { return };
        let text = request.source.slice(places.expr(asked));
        if text.ends_with(".await?") {
            self.edits.push(Edit::replace(places.of(path), text));
        }
    }
}
