//! Calls of functions and methods.

use std::rc::Rc;

use syn::{Expr, ExprCall, ExprClosure, ExprMethodCall};

use super::lower::Lowering;
use super::patterns::bind;
use super::strings;
use super::syntax::MACRO;
use super::value::{Build, Call, Found, Value};
use crate::migration::Condition;
use crate::operation::Reach;
use crate::source::Span;

/// Methods whose value is what they are called on, as far as anything here is concerned.
const TRANSPARENT: &[&str] = &[
    "as_deref",
    "as_mut",
    "as_ref",
    "as_slice",
    "as_str",
    "borrow",
    "boxed",
    "by_ref",
    "clone",
    "cloned",
    "collect",
    "copied",
    "into",
    "into_boxed_str",
    "into_iden",
    "into_iter",
    "into_string",
    "iter",
    "iter_mut",
    "take",
    "to_owned",
    "to_vec",
    "trim",
    "trim_end",
    "trim_start",
];

/// Functions that only wrap what they are given.
const WRAPPERS: &[&str] = &[
    "Arc::new",
    "Box::new",
    "Box::pin",
    "Cow::Borrowed",
    "Cow::from",
    "Ok",
    "Rc::new",
    "Some",
    "String::from",
    "identity",
];

/// Beginnings of names of functions that only look.
const LOOKS: &[&str] = &["check_", "count_", "exists", "fetch_", "find_", "get_", "has_", "is_", "needs_", "should_"];

impl<'a> Lowering<'a> {
    /// Calls along a chain, from its root on: a table of many columns is a long chain, so it is not walked by recursion.
    pub(super) fn method_call(&mut self, call: &'a ExprMethodCall) -> Value<'a> {
        let mut chain = vec![call];
        let mut root = &*call.receiver;
        while let Expr::MethodCall(inner) = root {
            chain.push(inner);
            root = &inner.receiver;
        }
        let from = (self.out.len(), self.places.expr(root).start);
        let mut value = self.eval(root);
        let mut same = true;
        for call in chain.into_iter().rev() {
            if same && (call.method == "clone" || call.method == "to_owned") {
                self.grow(root, &value);
                same = false;
            }
            value = self.call_on(value, call, from);
        }
        if same {
            self.grow(root, &value);
        }
        value
    }

    /// One method; its chain begins with this node and at this place.
    fn call_on(&mut self, receiver: Value<'a>, call: &'a ExprMethodCall, (node, start): (usize, u32)) -> Value<'a> {
        let method = call.method.to_string();
        let at = Span { start, end: self.places.method(call).end };
        match receiver {
            Value::Outcome => self.on_outcome(call, &method, node, at),
            Value::Manager => self.on_manager(call, &method, at),
            Value::Connection => self.on_connection(call, &method, at),
            Value::Backend if method == "build" => call.args.first().map_or(Value::Unknown, |arg| self.eval(arg)),
            Value::List(items) => self.on_list(call, &method, items),
            Value::Truth(condition) => self.on_truth(call, &method, condition),
            Value::Answer(_) if matches!(&*method, "eq" | "ne" | "map" | "and_then") => Value::Unknown,
            answer @ Value::Answer(_) => answer,
            Value::Rows(found) => self.on_rows(call, &method, &found),
            Value::Build(build) => self.on_build(call, &method, build, at),
            Value::Unknown => self.on_unknown(call, &method, at),
            other => self.on_other(call, &method, other, at),
        }
    }

    /// A builder in a variable goes on growing there.
    fn grow(&mut self, root: &'a Expr, value: &Value<'a>) {
        if let (Value::Build(build), Expr::Path(name)) = (value, root_of(root))
            && let Some(name) = name.path.get_ident().map(ToString::to_string)
            && let Some(Value::Build(known)) = self.locals.get(&name)
            && known.at == build.at
        {
            self.locals.insert(name, value.clone());
        }
    }

    /// A `Result` that nobody has looked at yet.
    fn on_outcome(&mut self, call: &'a ExprMethodCall, method: &str, start: usize, at: Span) -> Value<'a> {
        match method {
            "unwrap" | "expect" => Value::Unit,
            "ok" | "err" | "is_ok" | "is_err" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" | "or"
            | "or_else" => {
                self.swallow(start, at, Vec::new());
                if method.starts_with("is_") { Value::Truth(Condition::Unknown) } else { Value::Unknown }
            }
            "and_then" | "map" => match call.args.first().map(|arg| self.eval(arg)) {
                Some(Value::Closure(closure)) => {
                    self.run_closure(closure, vec![Value::Unit]);
                    Value::Outcome
                }
                _ => Value::Outcome,
            },
            _ => Value::Outcome,
        }
    }

    fn on_list(&mut self, call: &'a ExprMethodCall, method: &str, items: Rc<Vec<Value<'a>>>) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        match (method, args.as_slice()) {
            (method, _) if TRANSPARENT.contains(&method) => Value::List(items),
            ("rev", _) => Value::List(Rc::new(items.iter().rev().cloned().collect())),
            ("enumerate", _) => {
                let pair = |(number, item): (usize, &Value<'a>)| {
                    Value::List(Rc::new(vec![Value::Number(number.to_string()), item.clone()]))
                };
                Value::List(Rc::new(items.iter().enumerate().map(pair).collect()))
            }
            ("chain", [Value::List(more)]) => Value::List(Rc::new(items.iter().chain(more.iter()).cloned().collect())),
            ("zip", [Value::List(more)]) => {
                let pairs = items.iter().zip(more.iter());
                Value::List(Rc::new(pairs.map(|(a, b)| Value::List(Rc::new(vec![a.clone(), b.clone()]))).collect()))
            }
            ("len", _) => Value::Number(items.len().to_string()),
            ("is_empty", _) => Value::known(items.is_empty()),
            ("map" | "for_each" | "try_for_each", [Value::Closure(closure)]) => {
                let each = items.iter().map(|item| self.run_closure(closure, vec![item.clone()])).collect();
                Value::List(Rc::new(each))
            }
            ("join" | "concat", _) => {
                let separator = args.first().and_then(Value::as_str).unwrap_or_default();
                let parts: Option<Vec<_>> = items.iter().map(|item| self.as_text(item)).collect();
                let joined = parts.map(|parts| strings::join(&parts, separator, self.places.call(call)));
                joined.map_or(Value::Unknown, |text| Value::Text(Rc::new(text)))
            }
            ("get", [place]) => self.element(&Value::List(items), place),
            ("first", _) => items.first().cloned().unwrap_or(Value::Unknown),
            _ => Value::Unknown,
        }
    }

    fn on_truth(&mut self, call: &'a ExprMethodCall, method: &str, condition: Condition) -> Value<'a> {
        let not = |condition: Condition| Value::Truth(condition.negate());
        match method {
            "not" => not(condition),
            "eq" | "ne" => {
                let other = call.args.first().map_or(Value::Unknown, |arg| self.eval(arg));
                match (other.truth(), method) {
                    (Condition::Known(known), "eq") if known => Value::Truth(condition),
                    (Condition::Known(known), "ne") if !known => Value::Truth(condition),
                    (Condition::Known(_), _) => not(condition),
                    _ => Value::Truth(Condition::Unknown),
                }
            }
            // `has_table(…).await.unwrap_or(false)`: an error is no answer that a replay meets.
            _ => Value::Truth(condition),
        }
    }

    /// What is made of the rows of a query.
    fn on_rows(&mut self, call: &'a ExprMethodCall, method: &str, found: &Rc<Found>) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        let any = found.there();
        match (method, args.as_slice()) {
            ("is_some" | "is_ok", _) => Value::Truth(any),
            ("is_none" | "is_empty", _) => Value::Truth(any.negate()),
            ("len", _) if !found.counts => Value::Answer(any),
            ("try_get" | "try_get_by" | "try_get_by_index" | "try_get_many" | "get", _) => {
                if found.counts {
                    Value::Answer(found.any.clone())
                } else {
                    Value::Unknown
                }
            }
            ("map" | "and_then" | "map_or" | "map_or_else" | "is_some_and", [.., Value::Closure(closure)]) => {
                match self.run_closure(closure, vec![Value::Rows(Rc::clone(found))]) {
                    Value::Truth(Condition::Known(true)) => Value::Truth(any),
                    answer @ (Value::Answer(_) | Value::Rows(_)) => answer,
                    _ => Value::Unknown,
                }
            }
            _ => Value::Rows(Rc::clone(found)),
        }
    }

    fn on_build(&mut self, call: &'a ExprMethodCall, method: &str, mut build: Rc<Build<'a>>, at: Span) -> Value<'a> {
        if TRANSPARENT.contains(&method) && !matches!(method, "into_iter" | "iter") {
            return Value::Build(build);
        }
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        if args.iter().any(Value::reaches_database) {
            return self.entity_call(&build, method, &args, at);
        }
        let place = self.places.method(call);
        Rc::make_mut(&mut build).calls.push(Call { method: method.to_owned(), args, at: place });
        Value::Build(build)
    }

    fn on_unknown(&mut self, call: &'a ExprMethodCall, method: &str, at: Span) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        let closure = args.iter().find_map(|arg| if let Value::Closure(closure) = arg { Some(*closure) } else { None });
        if let Some(closure) = closure {
            let (nodes, _) = self.within(|this| this.run_closure(closure, Vec::new()));
            if let Some(reach) = super::flow::reach(&nodes) {
                self.opaque(at, self.first_line(at), reach);
                return Value::Outcome;
            }
        }
        if args.iter().any(Value::reaches_database) {
            return self.unknown_call(method, at);
        }
        Value::Unknown
    }

    fn on_other(&mut self, call: &'a ExprMethodCall, method: &str, receiver: Value<'a>, at: Span) -> Value<'a> {
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        if let (Value::Path(name, _), Some(&function)) = (&receiver, self.items.functions.get(method))
            && &**name == "self"
        {
            return self.run(function, args, at);
        }
        if args.iter().any(Value::reaches_database) {
            if let Value::Path(root, at_root) = &receiver {
                let build = Build {
                    root: Rc::clone(root),
                    args: Vec::new(),
                    at: *at_root,
                    calls: Vec::new(),
                    fields: Vec::new(),
                    open: false,
                };
                return self.entity_call(&build, method, &args, at);
            }
            return self.unknown_call(method, at);
        }
        match (&receiver, method) {
            (Value::Path(..), "to_string" | "as_str" | "as_ref" | "unquoted") => {
                self.as_text(&receiver).map_or(Value::Unknown, Value::Text)
            }
            (_, method) if TRANSPARENT.contains(&method) => receiver,
            (Value::Text(_), "to_string" | "into_owned" | "unwrap" | "expect") => receiver,
            (Value::Text(text), "is_empty") if !text.sql.holes => Value::known(text.sql.text.is_empty()),
            (Value::Nothing, "is_some") | (Value::Unit, "is_none") => Value::known(false),
            (Value::Nothing, "is_none") => Value::known(true),
            (Value::Unit | Value::Failure, "map_err" | "unwrap" | "expect") => receiver,
            _ => Value::Unknown,
        }
    }

    pub(super) fn function_call(&mut self, call: &'a ExprCall) -> Value<'a> {
        let at = self.places.of(call);
        let Expr::Path(path) = &*call.func else {
            let callee = self.eval(&call.func);
            let args = call.args.iter().map(|arg| self.eval(arg)).collect();
            return match callee {
                Value::Closure(closure) => self.run_closure(closure, args),
                _ => Value::Unknown,
            };
        };
        let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let last = names.last().map(String::as_str).unwrap_or_default();
        if let Some(name) = last.strip_prefix(MACRO) {
            return self.macro_call(name, call, at);
        }
        let args: Vec<Value<'a>> = call.args.iter().map(|arg| self.eval(arg)).collect();
        if let (Some(Value::Closure(closure)), 1) = (self.locals.get(last).cloned(), names.len()) {
            return self.run_closure(closure, args);
        }
        let root = names[names.len().saturating_sub(2)..].join("::");
        let local = names.len() == 1 || names[0] == "Self" || names.len() == 2 && names[0] == "self";
        let known = if local { self.items.functions.get(last) } else { self.items.functions.get(&root) };
        if let Some(&function) = known {
            return self.deeper(|this| this.run(function, args, at)).unwrap_or(Value::Unknown);
        }
        let whole = self.places.of(path);
        match (root.as_str(), args.as_slice()) {
            ("Err", _) => Value::Failure,
            ("Ok", [Value::Outcome]) => Value::Outcome,
            (wrapper, [only]) if WRAPPERS.contains(&wrapper) => only.clone(),
            ("SchemaManager::new" | "SchemaManager::from", [inner]) if inner.reaches_database() => Value::Manager,
            ("String::new", []) => self.text("", whole),
            _ if args.iter().any(Value::reaches_database) && !root.starts_with("Statement::") => {
                self.unknown_call(last, at)
            }
            _ => {
                let calls = Vec::new();
                let fields = Vec::new();
                Value::Build(Rc::new(Build { root: root.into(), args, at: whole, calls, fields, open: false }))
            }
        }
    }

    /// A function that is defined elsewhere and gets the connection.
    pub(super) fn unknown_call(&mut self, name: &str, at: Span) -> Value<'a> {
        let head = self.first_line(at);
        if self.context.idempotent_helpers.contains(name) {
            self.nothing(at, head);
            return Value::Outcome;
        }
        if LOOKS.iter().any(|start| name.starts_with(start)) {
            return Value::Unknown;
        }
        self.opaque(at, head, Reach::Everything);
        Value::Outcome
    }

    /// Runs a closure where it is handed over; it sees the variables around it.
    pub(super) fn run_closure(&mut self, closure: &'a ExprClosure, args: Vec<Value<'a>>) -> Value<'a> {
        if !self.goes_on() {
            return Value::Unknown;
        }
        let before = self.locals.clone();
        let mut args = args.into_iter();
        for input in &closure.inputs {
            bind(input, args.next().unwrap_or(Value::Unknown), &mut self.locals);
        }
        let round = self.enter_run();
        let (nodes, value) = self.within(|this| this.deeper(|this| this.eval(&closure.body)));
        self.locals = before;
        self.leave_run(round, nodes);
        value.unwrap_or(Value::Unknown)
    }
}

/// What a chain of method calls starts from.
fn root_of(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::MethodCall(call) => &call.receiver,
            Expr::Paren(inner) => &inner.expr,
            Expr::Reference(inner) => &inner.expr,
            other => return other,
        };
    }
}
