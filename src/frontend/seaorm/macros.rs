//! Calls of macros: `format!`, `include_str!`, and those of which nobody knows what they do.

use std::rc::Rc;

use syn::{Expr, ExprCall, Macro};

use super::companions;
use super::lower::Lowering;
use super::strings::{self, Hole};
use super::value::Value;
use crate::operation::Reach;
use crate::source::Span;

impl<'a> Lowering<'a> {
    /// A macro whose arguments are expressions.
    pub(super) fn macro_call(&mut self, name: &str, call: &'a ExprCall, at: Span) -> Value<'a> {
        match name {
            "format" | "formatcp" => self.format(call, at),
            "concat" => {
                let parts: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
                let parts: Option<Vec<_>> = parts.iter().map(|part| self.as_text(part)).collect();
                parts.map_or(Value::Unknown, |parts| Value::Text(Rc::new(strings::join(&parts, "", at))))
            }
            "indoc" | "formatdoc" | "sql" | "stringify" => {
                call.args.first().map_or(Value::Unknown, |arg| self.eval(arg))
            }
            "join" | "try_join" => {
                for arg in &call.args {
                    self.eval(arg);
                }
                Value::Outcome
            }
            "include_str" => self.included(call, at),
            "panic" | "unimplemented" | "todo" | "bail" | "unreachable" => {
                self.out.push(crate::migration::Node::Return);
                Value::Failure
            }
            _ => Value::Unknown,
        }
    }

    /// `include_str!("x.sql")`, where that file is at hand.
    fn included(&mut self, call: &'a ExprCall, at: Span) -> Value<'a> {
        let name = call.args.first().map_or(Value::Unknown, |arg| self.eval(arg));
        let dir = self.source.path().parent();
        // In another file the path begins there.
        let path = name.as_str().zip(dir).filter(|_| self.places.shown.is_none());
        let text = path.and_then(|(name, dir)| self.context.companions.get(&companions::resolved(&dir.join(name))));
        text.map_or(Value::Unknown, |text| Value::Text(Rc::new(strings::made(text, at))))
    }

    fn format(&mut self, call: &'a ExprCall, at: Span) -> Value<'a> {
        let mut args = call.args.iter();
        let template = args.next().map_or(Value::Unknown, |arg| self.eval(arg));
        let Value::Text(template) = template else { return Value::Unknown };
        let (mut places, mut named) = (Vec::new(), Vec::new());
        for arg in args {
            match arg {
                Expr::Assign(assign) => {
                    if let Expr::Path(name) = &*assign.left
                        && let Some(name) = name.path.get_ident().map(ToString::to_string)
                    {
                        let value = self.eval(&assign.right);
                        named.push((name, value));
                    }
                }
                arg => places.push(self.eval(arg)),
            }
        }
        let this = &*self;
        let argument = |hole: Hole<'_>| {
            let value = match hole {
                Hole::Place(place) => places.get(place).cloned(),
                Hole::Name(name) => {
                    let given = named.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
                    given.or_else(|| this.locals.get(name).cloned()).or_else(|| this.constant_text(name, at))
                }
            }?;
            match value {
                number @ Value::Number(_) => Some(number),
                other => this.as_text(&other).map(Value::Text),
            }
        };
        Value::Text(Rc::new(strings::format(&template, at, &argument)))
    }

    /// `{CONSTANT}` in a format string.
    fn constant_text(&self, name: &str, at: Span) -> Option<Value<'a>> {
        let constant = self.items.constants.get(name)?;
        match constant.value {
            Expr::Lit(lit) => match &lit.lit {
                syn::Lit::Str(text) if constant.foreign => Some(Value::Text(Rc::new(strings::made(&text.value(), at)))),
                syn::Lit::Str(text) => Some(Value::Text(Rc::new(self.string(text)))),
                _ => None,
            },
            _ => None,
        }
    }

    /// A macro that is not read: what it does with the database is not known.
    pub(super) fn unread_macro(&mut self, mac: &'a Macro, at: Span) -> Value<'a> {
        if mentions(&mac.tokens, &|name| self.locals.get(name).is_some_and(Value::reaches_database)) {
            self.opaque(at, self.first_line(at), Reach::Everything);
            return Value::Outcome;
        }
        Value::Unknown
    }
}

fn mentions(tokens: &proc_macro2::TokenStream, wanted: &dyn Fn(&str) -> bool) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => wanted(&ident.to_string()),
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), wanted),
        _ => false,
    })
}
