//! Rust's control flow as program structure.

use std::rc::Rc;

use syn::{Block, Expr, ExprForLoop, ExprIf, ExprMatch, Local, Pat, Stmt};

use super::flow;
use super::lower::{Locals, Lowering};
use super::patterns::bind;
use super::value::{Found, Value};
use crate::migration::{Condition, Node};
use crate::source::Span;

/// Longer literal loops are taken as one opaque step.
const LONGEST_LOOP: usize = 300;

impl<'a> Lowering<'a> {
    /// The statements of a block; its value is that of the expression at its end.
    pub(super) fn block(&mut self, block: &'a Block) -> Value<'a> {
        let mut value = Value::Unit;
        for statement in &block.stmts {
            value = match statement {
                Stmt::Local(local) => {
                    self.local(local);
                    Value::Unit
                }
                Stmt::Expr(expr, None) => self.eval(expr),
                Stmt::Expr(expr, Some(_)) => {
                    let start = self.out.len();
                    if let Value::Outcome = self.eval(expr) {
                        // Nobody looks at the `Result`.
                        self.swallow(start, self.places.expr(expr), Vec::new());
                    }
                    Value::Unit
                }
                Stmt::Macro(call) => self.unread_macro(&call.mac, self.places.of(call)),
                Stmt::Item(_) => Value::Unit,
            };
        }
        value
    }

    fn local(&mut self, local: &'a Local) {
        let Some(init) = &local.init else { return bind(&local.pat, Value::Unknown, &mut self.locals) };
        let start = self.out.len();
        let mut value = self.eval(&init.expr);
        if let (Value::Outcome, Pat::Wild(_)) = (&value, &local.pat) {
            self.swallow(start, self.places.between(local.let_token.span, local.semi_token.spans[0]), Vec::new());
            value = Value::Unit;
        }
        if let Some((_, otherwise)) = &init.diverge {
            let at = self.places.between(local.let_token.span, local.semi_token.spans[0]);
            match value {
                Value::Nothing => {
                    self.eval(otherwise);
                }
                Value::Unknown => {
                    self.choose(Condition::Unknown, at, |_| Value::Unit, |this| this.eval(otherwise));
                }
                _ => {}
            }
        }
        let value = self.remember(value, self.places.expr(&init.expr));
        bind(&local.pat, value, &mut self.locals);
    }

    /// A truth in a variable was asked for here, not where it is used.
    fn remember(&mut self, value: Value<'a>, at: Span) -> Value<'a> {
        match value {
            Value::Truth(condition) => Value::Truth(self.remembered(condition, at)),
            Value::Answer(condition) => Value::Answer(self.remembered(condition, at)),
            Value::Rows(found) => {
                let any = self.remembered(found.any.clone(), at);
                Value::Rows(Rc::new(Found { any, counts: found.counts, sql: Rc::clone(&found.sql) }))
            }
            other => other,
        }
    }

    fn remembered(&mut self, condition: Condition, at: Span) -> Condition {
        if !asks(&condition) {
            return condition;
        }
        let id = self.probes;
        self.probes += 1;
        self.out.push(Node::Probe { id, condition, at });
        Condition::Remembered(id)
    }

    pub(super) fn if_else(&mut self, expr: &'a ExprIf) -> Value<'a> {
        let otherwise = expr.else_branch.as_ref().map(|(_, branch)| &**branch);
        let at = Span { start: self.places.token(expr.if_token.span).start, end: self.places.expr(&expr.cond).end };
        if let Expr::Let(test) = &*expr.cond {
            return self.if_let(&test.pat, &test.expr, &expr.then_branch, otherwise, at);
        }
        let value = self.eval(&expr.cond);
        self.choose(
            value.truth(),
            at,
            |this| this.block(&expr.then_branch),
            |this| otherwise.map_or(Value::Unit, |branch| this.eval(branch)),
        )
    }

    /// `if let PATTERN = VALUE { … } else { … }`
    fn if_let(
        &mut self,
        pattern: &'a Pat,
        scrutinee: &'a Expr,
        then: &'a Block,
        otherwise: Option<&'a Expr>,
        at: Span,
    ) -> Value<'a> {
        let start = self.out.len();
        let value = self.eval(scrutinee);
        let or_else = |this: &mut Self| otherwise.map_or(Value::Unit, |branch| this.eval(branch));
        match (variant(pattern).as_deref(), &value) {
            (Some("Err"), Value::Outcome) => {
                bind(pattern, Value::Unknown, &mut self.locals);
                or_else(self);
                self.handle(start, at, |this| this.block(then));
                Value::Unit
            }
            (Some("Ok"), Value::Outcome) => {
                bind(pattern, Value::Unit, &mut self.locals);
                self.block(then);
                self.handle(start, at, or_else);
                Value::Unit
            }
            (Some("Some"), Value::Nothing) => or_else(self),
            (Some("Some"), Value::Rows(found)) => {
                let any = found.there();
                bind(pattern, value, &mut self.locals);
                self.choose(any, at, |this| this.block(then), or_else)
            }
            _ => {
                let condition = self.matches(pattern, &value).map_or(Condition::Unknown, Condition::Known);
                bind(pattern, value, &mut self.locals);
                self.choose(condition, at, |this| this.block(then), or_else)
            }
        }
    }

    /// Puts what was emitted since `start` under a handler, unless that only hands the error on.
    fn handle(&mut self, start: usize, at: Span, handler: impl FnOnce(&mut Self) -> Value<'a>) {
        let before = self.locals.clone();
        let (nodes, value) = self.within(handler);
        self.locals = before;
        if !matches!(value, Value::Failure) {
            self.swallow(start, at, nodes);
        }
    }

    pub(super) fn match_arms(&mut self, expr: &'a ExprMatch) -> Value<'a> {
        let start = self.out.len();
        let value = self.eval(&expr.expr);
        let at = Span { start: self.places.token(expr.match_token.span).start, end: self.places.expr(&expr.expr).end };
        if let Value::Outcome = value {
            return self.match_outcome(expr, start, at);
        }
        let arms: Vec<&'a syn::Arm> = expr.arms.iter().collect();
        self.arms(&arms, &value, at)
    }

    /// `match manager.….await { Ok(…) => …, Err(…) => … }`
    fn match_outcome(&mut self, expr: &'a ExprMatch, start: usize, at: Span) -> Value<'a> {
        let arm = |name: &str| expr.arms.iter().find(|arm| variant(&arm.pat).as_deref() == Some(name));
        let rest = expr.arms.iter().find(|arm| matches!(arm.pat, Pat::Wild(_) | Pat::Ident(_)));
        let mut value = Value::Unit;
        if let Some(arm) = arm("Ok").or(rest) {
            bind(&arm.pat, Value::Unit, &mut self.locals);
            value = self.eval(&arm.body);
        }
        if let Some(arm) = arm("Err").or(rest) {
            bind(&arm.pat, Value::Unknown, &mut self.locals);
            self.handle(start, at, |this| this.eval(&arm.body));
        }
        value
    }

    fn arms(&mut self, arms: &[&'a syn::Arm], value: &Value<'a>, at: Span) -> Value<'a> {
        let Some((&first, rest)) = arms.split_first() else { return Value::Unknown };
        let (pattern, guard) = match &first.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&*guarded.guard)),
            pattern => (pattern, None),
        };
        let mut condition = match (self.matches(pattern, value), value) {
            (Some(known), _) => Condition::Known(known),
            (None, Value::Truth(asked)) => match literal_truth(pattern) {
                Some(true) => asked.clone(),
                Some(false) => asked.clone().negate(),
                None => Condition::Unknown,
            },
            (None, Value::Rows(found)) if variant(pattern).as_deref() == Some("Some") => found.there(),
            (None, Value::Rows(found)) if is_none(pattern) => found.there().negate(),
            _ => Condition::Unknown,
        };
        if rest.is_empty() && guard.is_none() {
            // Arms leave nothing out: it is the last one if it was none before.
            condition = Condition::Known(true);
        }
        let held = matches!(value, Value::Rows(_)) || variant(pattern).is_none();
        bind(pattern, if held { value.clone() } else { Value::Unknown }, &mut self.locals);
        if let Some(guard) = guard
            && condition != Condition::Known(false)
        {
            let asked = self.eval(guard).truth();
            condition =
                if condition == Condition::Known(true) { asked } else { Condition::All(vec![condition, asked]) };
        }
        self.choose(condition, at, |this| this.eval(&first.body), |this| this.arms(rest, value, at))
    }

    /// Whether a value is of this pattern, where that is known.
    fn matches(&mut self, pattern: &'a Pat, value: &Value<'a>) -> Option<bool> {
        match pattern {
            Pat::Wild(_) => Some(true),
            Pat::Ident(ident) if ident.subpat.is_none() && ident.ident != "None" => Some(true),
            Pat::Paren(inner) => self.matches(&inner.pat, value),
            Pat::Reference(inner) => self.matches(&inner.pat, value),
            Pat::Or(any) => {
                let each: Vec<Option<bool>> = any.cases.iter().map(|case| self.matches(case, value)).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else {
                    each.iter().all(|known| *known == Some(false)).then_some(false)
                }
            }
            // Whether there are rows is asked of the database.
            Pat::Path(_) | Pat::Ident(_) if matches!(value, Value::Rows(_)) => None,
            Pat::Path(path) => {
                let path = self.path(&path.path, self.places.of(path));
                self.equal(value, &path)
            }
            Pat::Lit(lit) => {
                let literal = self.literal(&lit.lit);
                self.equal(value, &literal)
            }
            _ => None,
        }
    }

    /// Unrolls a loop over something that is known; another one is taken as one step that touches what its body does.
    pub(super) fn for_loop(&mut self, expr: &'a ExprForLoop) -> Value<'a> {
        let over = self.eval(&expr.expr);
        let at = self.places.between(expr.for_token.span, expr.body.brace_token.span.close());
        let whole = !leaves_early(&expr.body);
        if let (Value::List(items), true) = (&over, whole)
            && items.len() <= LONGEST_LOOP
        {
            let round = self.round;
            let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
            for (number, item) in (0u32..).zip(items.iter()) {
                if !self.goes_on() {
                    break;
                }
                bind(&expr.pat, item.clone(), &mut self.locals);
                self.round = round * count + number;
                let (nodes, _) = self.within(|this| this.block(&expr.body));
                self.out.extend(nodes);
            }
            self.round = round;
            return Value::Unit;
        }
        bind(&expr.pat, Value::Unknown, &mut self.locals);
        match &over {
            Value::Rows(found) if whole && !found.counts => self.for_rows(&found.sql, &expr.body, at),
            _ => self.some_rounds(&expr.body, at),
        }
        Value::Unit
    }

    /// A loop over the rows of a query. One that only writes rows does so again at every run.
    fn for_rows(&mut self, sql: &Rc<str>, body: &'a Block, at: Span) {
        let before = self.locals.clone();
        self.loops.push(Rc::clone(sql));
        let (mut nodes, _) = self.within(|this| this.block(body));
        self.loops.pop();
        self.forget_what_changed(&before);
        flow::settle_inserts(&mut nodes, sql);
        if flow::only_rows(&nodes) {
            self.out.extend(nodes);
        } else if let Some(reach) = flow::reach(&nodes) {
            self.opaque(at, self.first_line(at), reach);
        }
    }

    /// A loop whose rounds are not known.
    pub(super) fn some_rounds(&mut self, body: &'a Block, at: Span) {
        let before = self.locals.clone();
        let (nodes, _) = self.within(|this| this.block(body));
        self.forget_what_changed(&before);
        if let Some(reach) = flow::reach(&nodes) {
            self.opaque(at, self.first_line(at), reach);
        }
    }
}

impl<'a> Lowering<'a> {
    /// What a loop has bound anew is not known behind it.
    fn forget_what_changed(&mut self, before: &Locals<'a>) {
        for (name, value) in &mut self.locals {
            if before.get(name).is_none_or(|known| !known.same(value)) {
                *value = Value::Unknown;
            }
        }
    }
}

/// Whether something is asked of the database now.
fn asks(condition: &Condition) -> bool {
    match condition {
        Condition::Present(_) | Condition::RowsPresent { .. } => true,
        Condition::Not(inner) => asks(inner),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(asks),
        Condition::Same(a, b) => asks(a) || asks(b),
        Condition::Known(_) | Condition::Offline | Condition::Remembered(_) | Condition::Unknown => false,
    }
}

/// `Ok` of `Ok(x)`.
fn variant(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::TupleStruct(wrapper) => wrapper.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// `None`, which reads as a name.
fn is_none(pattern: &Pat) -> bool {
    matches!(pattern, Pat::Ident(ident) if ident.ident == "None")
}

fn literal_truth(pattern: &Pat) -> Option<bool> {
    match pattern {
        Pat::Lit(lit) => match &lit.lit {
            syn::Lit::Bool(truth) => Some(truth.value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a loop's body leaves a round or the loop before its end.
fn leaves_early(body: &Block) -> bool {
    struct Exits(bool);
    impl<'ast> syn::visit::Visit<'ast> for Exits {
        fn visit_expr_break(&mut self, _: &'ast syn::ExprBreak) {
            self.0 = true;
        }
        fn visit_expr_continue(&mut self, _: &'ast syn::ExprContinue) {
            self.0 = true;
        }
        fn visit_expr_for_loop(&mut self, _: &'ast ExprForLoop) {}
    }
    let mut exits = Exits(false);
    syn::visit::Visit::visit_block(&mut exits, body);
    exits.0
}
