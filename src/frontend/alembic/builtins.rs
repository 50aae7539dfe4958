//! Python's own functions, and the methods of its strings and dictionaries.

use super::lower::Lowering;
use super::strings;
use super::value::{Args, Text, Value};
use std::rc::Rc;
use tree_sitter::Node as Ts;

impl<'t> Lowering<'_, 't> {
    pub(super) fn builtin(&mut self, node: Ts<'t>, name: &str, args: Args<'t>) -> Value<'t> {
        let first = args.positional().next().map_or(Value::Unknown, |arg| arg.value.clone());
        match name {
            "str" | "int" | "float" | "bool" | "dict" | "list"
                if matches!(first, Value::Derived(_) | Value::Row(_)) =>
            {
                first
            }
            "any" | "bool" | "next" | "len" => match first {
                Value::Rows(_) | Value::Truth(_) => first,
                Value::List(items) if name == "any" => {
                    let conditions = items.iter().map(|item| self.truth(item)).collect();
                    Value::Truth(super::logic::any(conditions))
                }
                Value::List(items) if name == "len" => Value::Number(items.len().to_string()),
                _ => Value::Unknown,
            },
            "all" => match first.items() {
                Some(items) => {
                    let items = items.to_vec();
                    let conditions = items.iter().map(|item| self.truth(item)).collect();
                    Value::Truth(super::logic::all(conditions))
                }
                None => Value::Unknown,
            },
            "set" | "list" | "tuple" | "frozenset" | "sorted" | "reversed" => match first {
                Value::Unknown if args.items.is_empty() => Value::List(Rc::default()),
                Value::List(items) if name == "reversed" => Value::List(Rc::new(items.iter().rev().cloned().collect())),
                Value::Map(_) => self.elements(&first).map_or(Value::Unknown, |keys| Value::List(Rc::new(keys))),
                other => other,
            },
            "enumerate" => match first.items() {
                Some(items) => Value::List(Rc::new(
                    items
                        .iter()
                        .enumerate()
                        .map(|(place, item)| Value::List(Rc::new(vec![Value::Number(place.to_string()), item.clone()])))
                        .collect(),
                )),
                None => Value::Unknown,
            },
            "dict" if args.positional().next().is_none() && !args.open => Value::Map(Rc::new(
                args.items
                    .iter()
                    .filter_map(|arg| {
                        let name = strings::plain(arg.name.as_deref()?, arg.at);
                        Some((Value::Text(Rc::new(name)), arg.value.clone()))
                    })
                    .collect(),
            )),
            "str" => match first {
                Value::Text(_) => first,
                _ => Value::Unknown,
            },
            "map" => match args.positional().nth(1).map(|arg| &arg.value) {
                Some(rows @ Value::Rows(_)) => rows.clone(),
                _ => Value::Unknown,
            },
            "range" => range(&args),
            "zip" => zip(&args),
            "isinstance" => self.is_instance(&first, args.positional().nth(1).map(|arg| &arg.value)),
            "super" | "print" | "filter" | "int" | "float" | "repr" | "open" | "getattr" | "hasattr" | "min"
            | "max" | "sum" | "round" | "type" | "iter" | "format" | "vars" | "globals" | "Exception"
            | "RuntimeError" | "ValueError" => Value::Unknown,
            _ => self.unknown_call(node, name, args),
        }
    }

    /// `isinstance(bind.dialect, MySQLDialect)`
    pub(super) fn is_instance(&self, value: &Value<'t>, class: Option<&Value<'t>>) -> Value<'t> {
        let (Value::Path(path), Some(Value::Path(class))) = (value, class) else { return Value::Unknown };
        if &**path != "@dialect" {
            return Value::Unknown;
        }
        let class = class.rsplit('.').next().unwrap_or_default().to_lowercase();
        let name = ["postgresql", "mysql", "sqlite", "mssql"].into_iter().find(|name| {
            class.starts_with(&name[..name.len().min(5)]) || *name == "postgresql" && class.starts_with("pg")
        });
        match name {
            Some(name) => Value::Truth(self.dialect_is(&Value::Text(Rc::new(strings::plain(name, span_of_nothing()))))),
            None => Value::Unknown,
        }
    }
}

/// `range(3)`, `range(1, 4)`; longer ones are not written out.
pub(super) fn range<'t>(args: &Args<'t>) -> Value<'t> {
    const LONGEST: i64 = 300;
    let bounds: Option<Vec<i64>> = args
        .positional()
        .map(|arg| if let Value::Number(number) = &arg.value { number.parse().ok() } else { None })
        .collect();
    let (start, end) = match bounds.as_deref() {
        Some(&[end]) => (0, end),
        Some(&[start, end]) => (start, end),
        _ => return Value::Unknown,
    };
    match end.checked_sub(start) {
        Some(length) if length <= LONGEST => {
            Value::List(Rc::new((start..end).map(|number| Value::Number(number.to_string())).collect()))
        }
        _ => Value::Unknown,
    }
}

pub(super) fn zip<'t>(args: &Args<'t>) -> Value<'t> {
    let lists: Option<Vec<&[Value<'t>]>> = args.items.iter().map(|arg| arg.value.items()).collect();
    let Some(lists) = lists.filter(|_| !args.open) else { return Value::Unknown };
    let length = lists.iter().map(|list| list.len()).min().unwrap_or_default();
    let tuple = |place: usize| Value::List(Rc::new(lists.iter().map(|list| list[place].clone()).collect()));
    Value::List(Rc::new((0..length).map(tuple).collect()))
}

pub(super) fn map_method<'t>(pairs: &Rc<Vec<(Value<'t>, Value<'t>)>>, name: &str, args: &Args<'t>) -> Value<'t> {
    let list = |items: Vec<Value<'t>>| Value::List(Rc::new(items));
    match name {
        "items" => list(pairs.iter().map(|(key, value)| list(vec![key.clone(), value.clone()])).collect()),
        "keys" => list(pairs.iter().map(|(key, _)| key.clone()).collect()),
        "values" => list(pairs.iter().map(|(_, value)| value.clone()).collect()),
        "get" => {
            let key = args.get(0, "key").map(|arg| &arg.value);
            let found = pairs.iter().find(|(known, _)| key.is_some_and(|key| super::compare::same(known, key)));
            found.map_or(Value::Unknown, |(_, value)| value.clone())
        }
        _ => Value::Unknown,
    }
}

pub(super) fn text_method<'t>(text: &Rc<Text>, name: &str) -> Value<'t> {
    match name {
        "strip" | "rstrip" | "lstrip" | "encode" => Value::Text(text.clone()),
        "format" | "format_map" | "replace" | "join" => Value::Text(Rc::new(strings::with_holes(text))),
        _ => Value::Unknown,
    }
}

pub(super) fn span_of_nothing() -> crate::source::Span {
    crate::source::Span { start: 0, end: 0 }
}
