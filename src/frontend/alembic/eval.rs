//! Expressions: what they are worth, and what calling them does.

use super::compare::same;
use super::logic::{all, any};
use super::records::comes_from_rows;
use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::Lowering;
use super::strings;
use super::syntax::{children, field, span};
use super::value::{Arg, Args, Value};
use crate::migration::{Condition, If, Node};
use crate::source::Span;

impl<'t> Lowering<'_, 't> {
    pub(super) fn eval(&mut self, node: Ts<'t>) -> Value<'t> {
        self.deeper(|this| this.eval_within(node)).unwrap_or(Value::Unknown)
    }

    fn eval_within(&mut self, node: Ts<'t>) -> Value<'t> {
        match node.kind() {
            "string" | "concatenated_string" => self.string(node),
            "integer" | "float" => Value::Number(self.text(node).to_owned()),
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "none" => Value::None,
            "identifier" => self.lookup(self.text(node)),
            "attribute" => self.attribute(node),
            "call" => self.call(node),
            "list" | "tuple" | "set" | "expression_list" => self.list(node),
            "dictionary" => self.dictionary(node),
            "parenthesized_expression" | "await" => {
                children(node).first().map_or(Value::Unknown, |&inner| self.eval(inner))
            }
            "named_expression" => {
                let (Some(name), Some(value)) = (field(node, "name"), field(node, "value")) else {
                    return Value::Unknown;
                };
                let value = self.eval(value);
                let value = self.remember(value, span(node));
                self.bind(name, value.clone());
                value
            }
            "not_operator" => {
                let value = field(node, "argument").map_or(Value::Unknown, |inner| self.eval(inner));
                Value::Truth(self.truth(&value).negate())
            }
            "boolean_operator" => self.boolean(node),
            "comparison_operator" => self.comparison(node),
            "conditional_expression" => self.conditional(node),
            "binary_operator" => self.binary(node),
            // `~sa.exists()…` of an expression that the database works out.
            "unary_operator" => match field(node, "argument").map(|inner| self.eval(inner)) {
                Some(value @ Value::Call(_)) => self.expression(node, value, Value::None),
                _ => Value::Unknown,
            },
            "subscript" => self.subscript(node),
            "list_comprehension" | "set_comprehension" | "generator_expression" | "dictionary_comprehension" => {
                self.comprehension(node)
            }
            "lambda" => Value::Function(node),
            _ => Value::Unknown,
        }
    }

    pub(super) fn lookup(&self, name: &'t str) -> Value<'t> {
        match self.locals.get(name).or_else(|| self.globals.get(name)) {
            Some(value) => value.clone(),
            None => Value::Path(name.into()),
        }
    }

    /// A string literal; the values of an f-string's holes are filled in where they are known.
    fn string(&mut self, node: Ts<'t>) -> Value<'t> {
        let (mut holes, mut unread) = (Vec::new(), false);
        let mut text = strings::read(node, self.src, &mut |hole| match self.eval(hole) {
            Value::Text(text) if !text.sql.holes => Some(text.sql.text.clone()),
            Value::Number(number) => Some(number),
            value => {
                unread |= !comes_from_rows(&value);
                holes.push(value);
                None
            }
        });
        if !unread && let [_, ..] = holes.as_slice() {
            let holes: Vec<&Value<'t>> = holes.iter().collect();
            if let Some(Value::Derived(derived)) = self.derived_of("+", &holes) {
                text.from_rows = Some(derived);
            }
        }
        Value::Text(Rc::new(text))
    }

    fn list(&mut self, node: Ts<'t>) -> Value<'t> {
        let mut items = Vec::new();
        for item in children(node) {
            if item.kind() == "list_splat" {
                let inner = children(item).first().map_or(Value::Unknown, |&inner| self.eval(inner));
                match inner {
                    Value::List(more) => items.extend(more.iter().cloned()),
                    _ => return Value::Unknown,
                }
            } else {
                items.push(self.eval(item));
            }
        }
        Value::List(Rc::new(items))
    }

    fn dictionary(&mut self, node: Ts<'t>) -> Value<'t> {
        let mut pairs = Vec::new();
        for pair in children(node) {
            match (field(pair, "key"), field(pair, "value")) {
                (Some(key), Some(value)) => pairs.push((self.eval(key), self.eval(value))),
                _ => return Value::Unknown,
            }
        }
        Value::Map(Rc::new(pairs))
    }

    fn boolean(&mut self, node: Ts<'t>) -> Value<'t> {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Unknown };
        let and = field(node, "operator").is_some_and(|operator| operator.kind() == "and");
        let left_value = self.eval(left);
        if comes_from_rows(&left_value) {
            let right = self.eval(right);
            let operator = if and { "and" } else { "or" };
            return self.derived_of(operator, &[&left_value, &right]).unwrap_or(Value::Unknown);
        }
        let left = self.truth(&left_value);
        match (&left, and) {
            (Condition::Known(true), true) | (Condition::Known(false), false) => return self.eval(right),
            (Condition::Known(_), _) => return left_value,
            _ => {}
        }
        // What the right side reads is read only where the left one leaves that open.
        let reached = if and { left.clone() } else { left.clone().negate() };
        let right = self.asked_under(reached, span(node), |this| this.eval(right));
        let right = self.truth(&right);
        Value::Truth(if and { all(vec![left, right]) } else { any(vec![left, right]) })
    }

    fn conditional(&mut self, node: Ts<'t>) -> Value<'t> {
        let parts = children(node);
        let [then, test, otherwise] = parts.as_slice() else { return Value::Unknown };
        let test = self.eval(*test);
        match self.truth(&test) {
            Condition::Known(true) => self.eval(*then),
            Condition::Known(false) => self.eval(*otherwise),
            condition => {
                let at = span(node);
                let a = self.asked_under(condition.clone(), at, |this| this.eval(*then));
                let b = self.asked_under(condition.clone().negate(), at, |this| this.eval(*otherwise));
                self.either(condition, a, b)
            }
        }
    }

    /// What one side of an expression asks is asked only where that side is taken.
    fn asked_under(&mut self, condition: Condition, at: Span, eval: impl FnOnce(&mut Self) -> Value<'t>) -> Value<'t> {
        let before = std::mem::take(&mut self.out);
        let value = eval(self);
        let asked = std::mem::replace(&mut self.out, before);
        if !asked.is_empty() {
            self.used(&condition);
            self.out.push(Node::If(If { condition, at, then: asked, otherwise: Vec::new() }));
        }
        value
    }

    fn binary(&mut self, node: Ts<'t>) -> Value<'t> {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Unknown };
        let operator = field(node, "operator").map_or("", |operator| operator.kind());
        let (a, b) = (self.eval(left), self.eval(right));
        if !matches!(a, Value::Call(_))
            && !matches!(b, Value::Call(_))
            && let Some(derived) = self.derived_of(operator, &[&a, &b])
        {
            return derived;
        }
        match (operator, a, b) {
            ("+", Value::Text(a), Value::Text(b)) => Value::Text(Rc::new(strings::join(&a, &b, span(node)))),
            (operator, Value::Number(a), Value::Number(b)) => arithmetic(operator, &a, &b),
            ("+", Value::List(a), Value::List(b)) => Value::List(Rc::new([a.as_slice(), &b].concat())),
            ("%", Value::Text(text), _) => Value::Text(Rc::new(strings::with_holes(&text))),
            // Of columns: an expression that the database works out.
            (_, a @ Value::Call(_), b) => self.expression(node, a, b),
            ("|", Value::Names(facts), _) | ("|", _, Value::Names(facts)) => Value::Names(facts),
            _ => Value::Unknown,
        }
    }

    pub(super) fn expression(&self, node: Ts<'t>, a: Value<'t>, b: Value<'t>) -> Value<'t> {
        let items = [a, b].map(|value| Arg { name: None, value, at: span(node) });
        let args = Args { items: items.into(), open: false };
        self.value_call(node, "@expression", None, args)
    }

    fn subscript(&mut self, node: Ts<'t>) -> Value<'t> {
        let Some(value) = field(node, "value") else { return Value::Unknown };
        let Some(index) = field(node, "subscript") else { return Value::Unknown };
        let (value, index) = (self.eval(value), self.eval(index));
        match (&value, &index) {
            (Value::Fact(facts), Value::Text(field)) => Value::FactField(*facts, field.value().into()),
            (Value::List(items), Value::Number(place)) => {
                place.parse().ok().and_then(|place: usize| items.get(place).cloned()).unwrap_or(Value::Unknown)
            }
            (Value::Map(pairs), Value::DialectName) => {
                let own = |key: &Value<'t>| self.dialect_is(key) == Condition::Known(true);
                pairs.iter().find(|(key, _)| own(key)).map_or(Value::Unknown, |(_, value)| value.clone())
            }
            (Value::Map(pairs), key) => {
                pairs.iter().find(|(known, _)| same(known, key)).map_or(Value::Unknown, |(_, value)| value.clone())
            }
            (Value::Rows(_), _) => value,
            (Value::Row(row), key) => self.of_row(row, key),
            (Value::Derived(_), _) => self.derived_of("", &[&value]).unwrap_or(Value::Unknown),
            (Value::Call(call), key) if &*call.callee == "@columns" => self.column_of(call, key.clone(), node),
            _ => Value::Unknown,
        }
    }

    /// The items of something that is wholly known, with dictionaries as their keys.
    pub(super) fn elements(&self, value: &Value<'t>) -> Option<Vec<Value<'t>>> {
        match value {
            Value::List(items) => Some(items.to_vec()),
            Value::Map(pairs) => Some(pairs.iter().map(|(key, _)| key.clone()).collect()),
            _ => None,
        }
    }

    /// `[c["name"] for c in inspector.get_columns("t")]`, and literal lists run through.
    fn comprehension(&mut self, node: Ts<'t>) -> Value<'t> {
        let Some(body) = field(node, "body") else { return Value::Unknown };
        let parts = children(node);
        let clauses: Vec<_> = parts.iter().filter(|part| part.kind() == "for_in_clause").collect();
        let filters: Vec<_> = parts.iter().filter(|part| part.kind() == "if_clause").copied().collect();
        let [clause] = clauses.as_slice() else { return Value::Unknown };
        let (Some(left), Some(right)) = (field(**clause, "left"), field(**clause, "right")) else {
            return Value::Unknown;
        };
        let iterable = self.eval(right);
        let saved = self.locals.clone();
        let value = match self.elements(&iterable) {
            Some(items) => self.run_through(left, items, &filters, body),
            None => self.select(left, &iterable, &filters, body),
        };
        self.locals = saved;
        value
    }

    fn run_through(&mut self, left: Ts<'t>, items: Vec<Value<'t>>, filters: &[Ts<'t>], body: Ts<'t>) -> Value<'t> {
        let (mut out, mut open) = (Vec::new(), Vec::new());
        for item in items {
            self.bind(left, item);
            match self.filters(filters) {
                Condition::Known(true) => out.push(self.eval(body)),
                Condition::Known(false) => {}
                condition => {
                    out.push(self.eval(body));
                    open.push(condition);
                }
            }
        }
        match open.is_empty() {
            true => Value::List(Rc::new(out)),
            false => self.absent_rows(&out, &open).unwrap_or(Value::Unknown),
        }
    }

    /// A comprehension over what an inspector found: the whole list, its names, or whether there is such a one.
    fn select(&mut self, left: Ts<'t>, iterable: &Value<'t>, filters: &[Ts<'t>], body: Ts<'t>) -> Value<'t> {
        let (facts, item) = match iterable {
            Value::Facts(facts) => (Some(*facts), Value::Fact(*facts)),
            Value::Names(facts) => (Some(*facts), Value::FactField(*facts, "name".into())),
            Value::Rows(query) => (None, Value::Rows(query.clone())),
            _ => return Value::Unknown,
        };
        self.bind(left, item);
        let kept = self.filters(filters);
        let body = if body.kind() == "pair" { field(body, "key").unwrap_or(body) } else { body };
        let value = self.eval(body);
        match (kept, value) {
            (Condition::Known(true), Value::FactField(_, name)) if &*name == "name" => {
                facts.map_or(Value::Unknown, Value::Names)
            }
            (Condition::Known(true), Value::FactField(_, name)) => {
                facts.map_or(Value::Unknown, |facts| Value::Fields(facts, name))
            }
            (Condition::Known(true), Value::Fact(_)) => facts.map_or(Value::Unknown, Value::Facts),
            (Condition::Known(true), Value::Rows(text)) => Value::Rows(text),
            // `any(c["name"] == "x" for c in …)`
            (kept, Value::Truth(condition)) => Value::Truth(all(vec![kept, condition])),
            // `[c for c in … if c["name"] == "x"]` is true where there is one.
            (kept @ (Condition::Present(_) | Condition::Remembered(_) | Condition::All(_) | Condition::Any(_)), _) => {
                Value::Truth(kept)
            }
            _ => Value::Unknown,
        }
    }

    fn filters(&mut self, filters: &[Ts<'t>]) -> Condition {
        let mut conditions = Vec::new();
        for filter in filters {
            let value = children(*filter).first().map_or(Value::Unknown, |&test| self.eval(test));
            conditions.push(self.truth(&value));
        }
        all(conditions)
    }

    /// The arguments of a call, splats of known lists and dictionaries spread out.
    pub(super) fn arguments(&mut self, node: Ts<'t>) -> Args<'t> {
        let mut args = Args::default();
        let Some(list) = field(node, "arguments") else { return args };
        if list.kind() == "generator_expression" {
            let value = self.eval(list);
            args.items.push(Arg { name: None, value, at: span(list) });
            return args;
        }
        for item in children(list) {
            let at = span(item);
            match item.kind() {
                "keyword_argument" => {
                    let (Some(name), Some(value)) = (field(item, "name"), field(item, "value")) else { continue };
                    let value = self.eval(value);
                    args.items.push(Arg { name: Some(self.text(name).to_owned()), value, at });
                }
                "list_splat" | "dictionary_splat" => {
                    let value = children(item).first().map_or(Value::Unknown, |&inner| self.eval(inner));
                    spread(&mut args, &value, at);
                }
                _ => {
                    let value = self.eval(item);
                    args.items.push(Arg { name: None, value, at });
                }
            }
        }
        args
    }
}

/// Of whole numbers.
fn arithmetic<'t>(operator: &str, a: &str, b: &str) -> Value<'t> {
    let (Ok(a), Ok(b)) = (a.parse::<i64>(), b.parse::<i64>()) else { return Value::Unknown };
    let result = match operator {
        "+" => a.checked_add(b),
        "-" => a.checked_sub(b),
        "*" => a.checked_mul(b),
        _ => None,
    };
    result.map_or(Value::Unknown, |result| Value::Number(result.to_string()))
}

fn spread<'t>(args: &mut Args<'t>, value: &Value<'t>, at: Span) {
    match value {
        Value::List(items) => {
            args.items.extend(items.iter().map(|item| Arg { name: None, value: item.clone(), at }));
        }
        Value::Map(pairs) => {
            for (key, value) in pairs.iter() {
                match key.as_str() {
                    Some(name) => args.items.push(Arg { name: Some(name.to_owned()), value: value.clone(), at }),
                    None => args.open = true,
                }
            }
        }
        _ => args.open = true,
    }
}
