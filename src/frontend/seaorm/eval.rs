//! Expressions: what they are worth.

use std::rc::Rc;

use syn::{BinOp, Expr, ExprBinary, Lit, UnOp};

use super::lower::{Constant, Lowering};
use super::strings;
use super::value::{Build, Text, Value};
use crate::engine::Dialect;
use crate::migration::{Condition, Node};
use crate::source::Span;

impl<'a> Lowering<'a> {
    pub(super) fn eval(&mut self, expr: &'a Expr) -> Value<'a> {
        self.deeper(|this| this.eval_within(expr)).unwrap_or(Value::Unknown)
    }

    fn eval_within(&mut self, expr: &'a Expr) -> Value<'a> {
        match expr {
            Expr::Lit(lit) => self.literal(&lit.lit),
            Expr::Path(path) => self.path(&path.path, self.places.of(path)),
            Expr::Paren(inner) => self.eval(&inner.expr),
            Expr::Group(inner) => self.eval(&inner.expr),
            Expr::Reference(inner) => self.eval(&inner.expr),
            Expr::Await(inner) => self.eval(&inner.base),
            Expr::Cast(inner) => self.eval(&inner.expr),
            Expr::Try(inner) => self.propagate(&inner.expr),
            Expr::Block(inner) => self.block(&inner.block),
            Expr::Async(inner) => self.block(&inner.block),
            Expr::Unsafe(inner) => self.block(&inner.block),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(binary),
            Expr::Array(array) => Value::List(Rc::new(array.elems.iter().map(|item| self.eval(item)).collect())),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Value::Unit,
            Expr::Tuple(tuple) => Value::List(Rc::new(tuple.elems.iter().map(|item| self.eval(item)).collect())),
            Expr::Struct(literal) => self.struct_literal(literal),
            Expr::Field(field) => self.field(field),
            Expr::Index(index) => {
                let (list, place) = (self.eval(&index.expr), self.eval(&index.index));
                self.element(&list, &place)
            }
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Call(call) => self.function_call(call),
            Expr::Macro(call) => {
                self.unread_macro(&call.mac, self.places.of(call));
                Value::Unknown
            }
            Expr::If(branch) => self.if_else(branch),
            Expr::Match(choice) => self.match_arms(choice),
            Expr::ForLoop(rounds) => self.for_loop(rounds),
            Expr::While(rounds) => {
                self.some_rounds(&rounds.body, self.places.of(rounds));
                Value::Unit
            }
            Expr::Loop(rounds) => {
                self.some_rounds(&rounds.body, self.places.of(rounds));
                Value::Unknown
            }
            Expr::Let(test) => {
                self.eval(&test.expr);
                super::patterns::bind(&test.pat, Value::Unknown, &mut self.locals);
                Value::Truth(Condition::Unknown)
            }
            Expr::Closure(closure) => Value::Closure(closure),
            Expr::Return(out) => {
                if let Some(value) = &out.expr {
                    self.eval(value);
                }
                self.out.push(Node::Return);
                Value::Failure
            }
            Expr::Assign(assign) => {
                let value = self.eval(&assign.right);
                if let Expr::Path(name) = &*assign.left
                    && let Some(name) = name.path.get_ident()
                {
                    self.locals.insert(name.to_string(), value);
                }
                Value::Unit
            }
            _ => Value::Unknown,
        }
    }

    /// `x?`
    fn propagate(&mut self, inner: &'a Expr) -> Value<'a> {
        match self.eval(inner) {
            Value::Outcome => Value::Unit,
            Value::Failure => {
                self.out.push(Node::Return);
                Value::Failure
            }
            other => other,
        }
    }

    pub(super) fn literal(&mut self, lit: &'a Lit) -> Value<'a> {
        match lit {
            Lit::Str(text) => Value::Text(Rc::new(self.string(text))),
            Lit::Int(number) => Value::Number(number.base10_digits().to_owned()),
            Lit::Float(number) => Value::Number(number.base10_digits().to_owned()),
            Lit::Bool(truth) => Value::known(truth.value),
            _ => Value::Unknown,
        }
    }

    /// A string as it is written, or the value of one that stands in another file.
    pub(super) fn string(&self, text: &syn::LitStr) -> Text {
        let at = self.places.token(text.span());
        match self.places.shown {
            Some(_) => strings::made(&text.value(), at),
            None => strings::literal(self.source, at),
        }
    }

    /// A variable, a constant of this file, or something else that has a path.
    pub(super) fn path(&mut self, path: &'a syn::Path, at: Span) -> Value<'a> {
        let last = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        if path.segments.len() == 1 {
            if let Some(value) = self.locals.get(&last) {
                return value.clone();
            }
            if last == "None" {
                return Value::Nothing;
            }
        }
        let plain = path.segments.len() == 1 || path.segments.iter().next().is_some_and(|first| first.ident == "Self");
        let constant = match path.segments.iter().rev().nth(1) {
            Some(module) if !plain => self.items.constants.get(&format!("{}::{last}", module.ident)),
            _ => self.items.constants.get(&last),
        };
        if let Some(&constant) = constant {
            return self.constant(constant, at);
        }
        let all: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let tail = all.len().saturating_sub(3);
        let tail = if all[tail..].len() == 3 && all[tail + 1] == "Column" { tail } else { all.len().saturating_sub(2) };
        Value::Path(all[tail..].join("::").into(), at)
    }

    fn constant(&mut self, constant: Constant<'a>, at: Span) -> Value<'a> {
        if constant.foreign && self.places.shown.is_none() {
            return self.elsewhere(at, |this| this.eval(constant.value));
        }
        self.eval(constant.value)
    }

    fn unary(&mut self, unary: &'a syn::ExprUnary) -> Value<'a> {
        let value = self.eval(&unary.expr);
        match (&unary.op, value) {
            (UnOp::Not(_), value) => Value::Truth(value.truth().negate()),
            (UnOp::Neg(_), Value::Number(number)) => Value::Number(format!("-{number}")),
            (UnOp::Deref(_), value) => value,
            _ => Value::Unknown,
        }
    }

    fn binary(&mut self, binary: &'a ExprBinary) -> Value<'a> {
        let left = self.eval(&binary.left);
        let and = matches!(binary.op, BinOp::And(_));
        if and || matches!(binary.op, BinOp::Or(_)) {
            return self.both(left.truth(), and, &binary.right);
        }
        let right = self.eval(&binary.right);
        if let (Value::Answer(asked), Value::Number(number)) = (&left, &right) {
            return Value::Truth(counted(asked, &binary.op, number));
        }
        match binary.op {
            BinOp::Eq(_) => self.comparison(&left, &right),
            BinOp::Ne(_) => Value::Truth(self.comparison(&left, &right).truth().negate()),
            BinOp::Add(_) => match (self.as_text(&left), self.as_text(&right)) {
                (Some(a), Some(b)) => Value::Text(Rc::new(strings::join(&[a, b], "", self.places.of(binary)))),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    /// `a && b`, `a || b`; the right side is only evaluated where the left one does not decide.
    fn both(&mut self, left: Condition, and: bool, right: &'a Expr) -> Value<'a> {
        match left {
            Condition::Known(known) if known != and => Value::known(known),
            Condition::Known(_) => Value::Truth(self.eval(right).truth()),
            left => {
                let right = self.eval(right).truth();
                match right {
                    Condition::Known(known) if known == and => Value::Truth(left),
                    right if and => Value::Truth(Condition::All(vec![left, right])),
                    right => Value::Truth(Condition::Any(vec![left, right])),
                }
            }
        }
    }

    fn comparison(&self, left: &Value<'a>, right: &Value<'a>) -> Value<'a> {
        match (left, right) {
            (Value::Truth(asked) | Value::Answer(asked), Value::Truth(Condition::Known(known)))
            | (Value::Truth(Condition::Known(known)), Value::Truth(asked)) => {
                Value::Truth(if *known { asked.clone() } else { asked.clone().negate() })
            }
            _ => self.equal(left, right).map_or(Value::Truth(Condition::Unknown), Value::known),
        }
    }

    /// Whether two values are equal, where that is known. A backend equals the variant of this dialect.
    pub(super) fn equal(&self, left: &Value<'a>, right: &Value<'a>) -> Option<bool> {
        match (left, right) {
            (Value::Backend, Value::Path(path, _)) | (Value::Path(path, _), Value::Backend) => self.is_backend(path),
            (Value::Path(a, _), Value::Path(b, _)) => Some(a == b),
            (Value::Text(_), Value::Text(_)) => Some(left.as_str()? == right.as_str()?),
            (Value::Number(a), Value::Number(b)) => Some(a == b),
            (Value::Truth(Condition::Known(a)), Value::Truth(Condition::Known(b))) => Some(a == b),
            _ => None,
        }
    }

    /// `DbBackend::Postgres`, `DatabaseBackend::MySql`. Where the dialect is only the likeliest one, the others are not
    /// ruled out; but SeaORM has just these three, and reading goes by the one that was settled on.
    fn is_backend(&self, path: &str) -> Option<bool> {
        let dialect = self.dialect();
        Some(match path.rsplit("::").next()? {
            "Postgres" => dialect == Dialect::Postgres,
            "MySql" => dialect.is_mysql_like(),
            "Sqlite" => dialect == Dialect::Sqlite,
            _ => return None,
        })
    }

    fn struct_literal(&mut self, literal: &'a syn::ExprStruct) -> Value<'a> {
        let names: Vec<String> = literal.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let root = names[names.len().saturating_sub(2)..].join("::");
        let fields = literal
            .fields
            .iter()
            .filter_map(|field| match &field.member {
                syn::Member::Named(name) => Some((name.to_string(), self.eval(&field.expr))),
                syn::Member::Unnamed(_) => None,
            })
            .collect();
        if let Some(rest) = &literal.rest {
            self.eval(rest);
        }
        let at = self.places.of(literal);
        Value::Build(Rc::new(Build { root: root.into(), args: Vec::new(), at, calls: Vec::new(), fields, open: false }))
    }

    fn field(&mut self, field: &'a syn::ExprField) -> Value<'a> {
        let base = self.eval(&field.base);
        match (&field.member, &base) {
            (syn::Member::Unnamed(place), Value::List(items)) => {
                items.get(place.index as usize).cloned().unwrap_or(Value::Unknown)
            }
            (syn::Member::Named(name), Value::Build(build)) => {
                let found = build.fields.iter().find(|(known, _)| name == known);
                found.map_or(Value::Unknown, |(_, value)| value.clone())
            }
            _ => Value::Unknown,
        }
    }

    pub(super) fn element(&self, list: &Value<'a>, place: &Value<'a>) -> Value<'a> {
        match (list, place) {
            (Value::List(items), Value::Number(place)) => {
                place.parse().ok().and_then(|place: usize| items.get(place).cloned()).unwrap_or(Value::Unknown)
            }
            _ => Value::Unknown,
        }
    }
}

/// `count > 0`: whether there are any.
fn counted(any: &Condition, op: &BinOp, number: &str) -> Condition {
    match (op, number) {
        (BinOp::Gt(_) | BinOp::Ne(_), "0") | (BinOp::Ge(_), "1") => any.clone(),
        (BinOp::Eq(_) | BinOp::Le(_), "0") | (BinOp::Lt(_), "1") => any.clone().negate(),
        _ => Condition::Unknown,
    }
}
