//! Ruby literals, as far as the text tells what they are.

use std::cell::Cell;
use std::collections::HashMap;

use tree_sitter::Node;

use super::syntax::{self, Call};

/// What an expression is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Nil,
    Bool(bool),
    Number(String),
    /// A string or a symbol: Rails takes both for names.
    Text(String),
    Array(Vec<Value>),
    Hash(Vec<(Value, Value)>),
    /// A lambda around a string: SQL for a default (`-> { "now()" }`).
    Sql(String),
    /// An answer of the schema taken before, by the number of its probe.
    Answer(u32),
    Unknown,
}

impl Value {
    /// A name: a string or symbol.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// One name or a list of them; `None` if any is not known.
    pub(super) fn names(&self) -> Option<Vec<String>> {
        match self {
            Self::Text(text) => Some(vec![text.clone()]),
            Self::Array(items) => items.iter().map(|item| item.name().map(str::to_owned)).collect(),
            _ => None,
        }
    }

    /// Ruby's truth, where known.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Nil => Some(false),
            Self::Bool(value) => Some(*value),
            Self::Unknown | Self::Answer(_) => None,
            _ => Some(true),
        }
    }

    /// The text of a scalar, as a definition or a row keeps it.
    pub(super) fn scalar(&self) -> Option<String> {
        match self {
            Self::Nil => Some("nil".to_owned()),
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(text) | Self::Text(text) | Self::Sql(text) => Some(text.clone()),
            _ => None,
        }
    }

    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// Whole numbers from one to another, unless there are too many to write them out.
    fn numbers(begin: i64, end: i64) -> Self {
        match end.checked_sub(begin) {
            Some(length) if length < LONGEST_RANGE => {
                Self::Array((begin..=end).map(|number| Self::Number(number.to_string())).collect())
            }
            _ => Self::Unknown,
        }
    }

    /// The value of a hash's key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Hash(pairs) => pairs.iter().find(|(name, _)| name.name() == Some(key)).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// What names stand for where an expression is evaluated.
#[derive(Debug, Clone, Default)]
pub(super) struct Locals {
    values: HashMap<String, Value>,
}

impl Locals {
    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.values.insert(name.to_owned(), value);
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }
}

/// Evaluates literals over a file's constants.
#[derive(Debug, Clone)]
pub(super) struct Evaluator<'t> {
    pub(super) source: &'t str,
    pub(super) constants: HashMap<&'t str, Node<'t>>,
    /// What `reverting?` answers: commands are recorded, to be undone.
    pub(super) reverting: bool,
    /// What stands around a name where `quote_column_name` puts it into SQL.
    pub(super) quote: char,
    /// How many expressions the value that is being worked out may still take.
    pub(super) budget: Cell<u32>,
}

/// Constants that stand for each other end here.
const DEPTH: u32 = 12;

/// A value is unknown that takes more expressions than this: constants can hold each other many times.
const EXPRESSIONS: u32 = 50_000;

/// Longer ranges are not written out.
const LONGEST_RANGE: i64 = 300;

impl<'t> Evaluator<'t> {
    pub(super) fn value(&self, node: Node<'t>, locals: &Locals) -> Value {
        self.budget.set(EXPRESSIONS);
        self.at_depth(node, locals, DEPTH)
    }

    fn at_depth(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let (Some(depth), Some(budget)) = (depth.checked_sub(1), self.budget.get().checked_sub(1)) else {
            return Value::Unknown;
        };
        self.budget.set(budget);
        let text = syntax::text(node, self.source);
        match node.kind() {
            "nil" => Value::Nil,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "integer" | "float" => Value::Number(text.replace('_', "")),
            "simple_symbol" => Value::Text(text.trim_start_matches(':').to_owned()),
            "hash_key_symbol" => Value::Text(text.to_owned()),
            "string" | "delimited_symbol" | "bare_string" | "bare_symbol" | "heredoc_body" => {
                self.pieces(node, locals, depth)
            }
            "chained_string" => {
                let parts: Option<String> = syntax::children(node)
                    .into_iter()
                    .map(|part| self.at_depth(part, locals, depth).name().map(str::to_owned))
                    .collect();
                parts.map_or(Value::Unknown, Value::Text)
            }
            "array" | "symbol_array" | "string_array" => Value::Array(
                syntax::children(node).into_iter().map(|item| self.at_depth(item, locals, depth)).collect(),
            ),
            "hash" => self.hash(&syntax::children(node), locals, depth),
            "constant" => match self.constants.get(text) {
                Some(&value) => self.at_depth(value, &Locals::default(), depth),
                None => Value::Unknown,
            },
            "identifier" => locals.get(text).cloned().unwrap_or(Value::Unknown),
            "parenthesized_statements" => match syntax::children(node).as_slice() {
                [only] => self.at_depth(*only, locals, depth),
                _ => Value::Unknown,
            },
            "lambda" => self.lambda(node, locals, depth),
            "binary" => self.sum(node, locals, depth),
            "unary" => match self.at_depth(node.child_by_field_name("operand").unwrap_or(node), locals, depth) {
                Value::Number(number) if text.starts_with('-') => Value::Number(format!("-{number}")),
                _ => Value::Unknown,
            },
            "call" => self.conversion(node, locals, depth),
            "conditional" => self.choice(node, locals, depth),
            "range" => self.range(node, locals, depth),
            "element_reference" => self.element(node, locals, depth),
            _ => Value::Unknown,
        }
    }

    /// A string's value with escapes resolved; unknown where something unknown is put into it.
    fn pieces(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let mut out = String::new();
        for part in syntax::children(node) {
            match part.kind() {
                "string_content" | "heredoc_content" => out.push_str(syntax::text(part, self.source)),
                "escape_sequence" => out.push_str(&unescape(syntax::text(part, self.source))),
                "heredoc_end" => {}
                "interpolation" => {
                    let inner = match syntax::children(part).as_slice() {
                        [only] => self.at_depth(*only, locals, depth).scalar(),
                        _ => None,
                    };
                    match inner {
                        Some(text) => out.push_str(&text),
                        None => return Value::Unknown,
                    }
                }
                _ => return Value::Unknown,
            }
        }
        Value::Text(out)
    }

    fn hash(&self, pairs: &[Node<'t>], locals: &Locals, depth: u32) -> Value {
        let mut out = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let Some(key) = pair.child_by_field_name("key").filter(|_| pair.kind() == "pair") else {
                return Value::Unknown;
            };
            let value = match pair.child_by_field_name("value") {
                Some(value) => self.at_depth(value, locals, depth),
                None => locals.get(syntax::text(key, self.source)).cloned().unwrap_or(Value::Unknown),
            };
            out.push((self.at_depth(key, locals, depth), value));
        }
        Value::Hash(out)
    }

    fn lambda(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let body = node.child_by_field_name("body").and_then(syntax::block_body).map(syntax::statements);
        match body.as_deref() {
            Some(&[only]) => match self.at_depth(only, locals, depth) {
                Value::Text(text) => Value::Sql(text),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    fn sum(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let side = |name: &str| node.child_by_field_name(name).map(|side| self.at_depth(side, locals, depth));
        let operator = node.child_by_field_name("operator").map_or("", |operator| operator.kind());
        let plus = operator == "+";
        match (side("left"), side("right")) {
            (Some(left @ Value::Number(_)), Some(right @ Value::Number(_))) => {
                let numbers = left.integer().zip(right.integer());
                let result = numbers.and_then(|(left, right)| match operator {
                    "+" => left.checked_add(right),
                    "-" => left.checked_sub(right),
                    "*" => left.checked_mul(right),
                    _ => None,
                });
                result.map_or(Value::Unknown, |number| Value::Number(number.to_string()))
            }
            (Some(Value::Text(left)), Some(Value::Text(right))) if plus => Value::Text(left + &right),
            (Some(Value::Array(mut left)), Some(Value::Array(right))) if plus => {
                left.extend(right);
                Value::Array(left)
            }
            _ => Value::Unknown,
        }
    }

    /// Calls that leave a literal as it is, or turn it into another one.
    fn conversion(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let Some(call) = Call::read(node, self.source) else { return Value::Unknown };
        let Some(receiver) = call.receiver else {
            if call.method == "reverting?" {
                return Value::Bool(self.reverting);
            }
            if let ("Array", Some(&inner)) = (call.method, call.arguments.first()) {
                return match self.at_depth(inner, locals, depth) {
                    list @ (Value::Array(_) | Value::Unknown | Value::Hash(_) | Value::Answer(_)) => list,
                    Value::Nil => Value::Array(Vec::new()),
                    one => Value::Array(vec![one]),
                };
            }
            if let Some(quoted) = self.quoted(&call, locals, depth) {
                return quoted;
            }
            let known = call.arguments.is_empty().then(|| locals.get(call.method).cloned()).flatten();
            return known.unwrap_or(Value::Unknown);
        };
        if let Some(quoted) = self.quoted(&call, locals, depth) {
            return quoted;
        }
        let value = self.at_depth(receiver, locals, depth);
        match (call.method, value) {
            ("freeze" | "to_sym" | "to_s" | "to_str" | "dup" | "strip" | "to_a" | "to_h" | "html_safe", value) => value,
            ("squish", Value::Text(text)) => Value::Text(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            ("pluralize" | "tableize", Value::Text(text)) => {
                super::inflect::plural(&text).map_or(Value::Unknown, Value::Text)
            }
            ("singularize", Value::Text(text)) => super::inflect::singular(&text).map_or(Value::Unknown, Value::Text),
            ("downcase", Value::Text(text)) => Value::Text(text.to_lowercase()),
            ("upcase", Value::Text(text)) => Value::Text(text.to_uppercase()),
            ("first", Value::Array(items)) if call.arguments.is_empty() => {
                items.into_iter().next().unwrap_or(Value::Nil)
            }
            ("last", Value::Array(items)) if call.arguments.is_empty() => {
                items.into_iter().next_back().unwrap_or(Value::Nil)
            }
            ("times", Value::Number(number)) => {
                number.parse::<i64>().map_or(Value::Unknown, |count| Value::numbers(0, count - 1))
            }
            ("upto", Value::Number(number)) => {
                let end = call.first().and_then(|end| self.at_depth(end, locals, depth).integer());
                match (number.parse(), end) {
                    (Ok(begin), Some(end)) => Value::numbers(begin, end),
                    _ => Value::Unknown,
                }
            }
            ("keys", Value::Hash(pairs)) => Value::Array(pairs.into_iter().map(|(key, _)| key).collect()),
            ("values", Value::Hash(pairs)) => Value::Array(pairs.into_iter().map(|(_, value)| value).collect()),
            ("reverse", Value::Array(mut items)) => {
                items.reverse();
                Value::Array(items)
            }
            _ => Value::Unknown,
        }
    }

    /// `connection.quote("x")` as SQL.
    fn quoted(&self, call: &Call<'t>, locals: &Locals, depth: u32) -> Option<Value> {
        let value = || Some(self.at_depth(call.first()?, locals, depth));
        match call.method {
            "quote_column_name" | "quote_table_name" => match value()? {
                Value::Text(name) if !super::names::is_expression(&name) => {
                    Some(Value::Text(format!("{0}{name}{0}", self.quote)))
                }
                _ => Some(Value::Unknown),
            },
            "quote" => Some(match value()? {
                Value::Text(text) => Value::Text(format!("'{}'", text.replace('\'', "''"))),
                Value::Number(number) => Value::Text(number),
                _ => Value::Unknown,
            }),
            _ => None,
        }
    }

    /// `1..3`, `0...3`
    fn range(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let side = |name: &str| self.at_depth(node.child_by_field_name(name)?, locals, depth).integer();
        let (Some(begin), Some(end)) = (side("begin"), side("end")) else { return Value::Unknown };
        let open = node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "...");
        Value::numbers(begin, if open { end - 1 } else { end })
    }

    /// `NAMES[:users]`, `LIST[0]`
    fn element(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let parts = syntax::children(node);
        let [list, key] = parts.as_slice() else { return Value::Unknown };
        let key = self.at_depth(*key, locals, depth);
        match (self.at_depth(*list, locals, depth), key.integer()) {
            (Value::Hash(pairs), _) if key != Value::Unknown && pairs.iter().all(|pair| pair.0 != Value::Unknown) => {
                pairs.into_iter().find(|pair| pair.0 == key).map_or(Value::Unknown, |pair| pair.1)
            }
            (Value::Array(mut items), Some(at)) => match usize::try_from(at) {
                Ok(at) if at < items.len() => items.swap_remove(at),
                _ => Value::Unknown,
            },
            _ => Value::Unknown,
        }
    }

    fn choice(&self, node: Node<'t>, locals: &Locals, depth: u32) -> Value {
        let part = |name: &str| node.child_by_field_name(name).map(|part| self.at_depth(part, locals, depth));
        match part("condition").and_then(|condition| condition.truth()) {
            Some(true) => part("consequence").unwrap_or(Value::Unknown),
            Some(false) => part("alternative").unwrap_or(Value::Unknown),
            None => Value::Unknown,
        }
    }
}

/// What an escape sequence stands for; an unusual one stays as it is.
pub(super) fn unescape(escape: &str) -> String {
    match escape.strip_prefix('\\') {
        Some("n") => "\n".to_owned(),
        Some("t") => "\t".to_owned(),
        Some("r") => "\r".to_owned(),
        Some("s") => " ".to_owned(),
        Some("0") => "\0".to_owned(),
        Some("\n") => String::new(),
        Some(rest) if rest.chars().count() == 1 && !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            rest.to_owned()
        }
        _ => escape.to_owned(),
    }
}
