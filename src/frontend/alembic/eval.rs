//! Expressions: what they are worth, and what calling them does.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::{Lowering, all, any};
use super::strings;
use super::syntax::{children, field, span};
use super::value::{Arg, Args, Facts, Subjects, Value};
use crate::migration::{Condition, If, Node, Subject};
use crate::operation::Key;
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
        let text = strings::read(node, self.src, &mut |hole| match self.eval(hole) {
            Value::Text(text) if !text.sql.holes => Some(text.sql.text.clone()),
            Value::Number(number) => Some(number),
            _ => None,
        });
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
        let left = self.truth(&left_value);
        match (&left, and) {
            (Condition::Known(true), true) | (Condition::Known(false), false) => return self.eval(right),
            (Condition::Known(_), _) => return left_value,
            _ => {}
        }
        let right = self.eval(right);
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
        match (operator, a, b) {
            ("+", Value::Text(a), Value::Text(b)) => Value::Text(Rc::new(strings::join(&a, &b, span(node)))),
            ("+", Value::List(a), Value::List(b)) => Value::List(Rc::new([a.as_slice(), &b].concat())),
            ("%", Value::Text(text), _) => Value::Text(Rc::new(strings::with_holes(&text))),
            // Of columns: an expression that the database works out.
            (_, a @ Value::Call(_), b) => self.expression(node, a, b),
            ("|", Value::Names(facts), _) | ("|", _, Value::Names(facts)) => Value::Names(facts),
            _ => Value::Unknown,
        }
    }

    fn expression(&self, node: Ts<'t>, a: Value<'t>, b: Value<'t>) -> Value<'t> {
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
            (Value::Map(pairs), key) => {
                pairs.iter().find(|(known, _)| same(known, key)).map_or(Value::Unknown, |(_, value)| value.clone())
            }
            (Value::Rows(_), _) => value,
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

    fn comparison(&mut self, node: Ts<'t>) -> Value<'t> {
        let operands = children(node);
        let [left, right] = operands.as_slice() else { return Value::Unknown };
        let operator = self.src[left.end_byte()..right.start_byte()].trim();
        let (a, b) = (self.eval(*left), self.eval(*right));
        let at = span(node);
        let condition = match operator {
            "==" => self.equal(&a, &b, at),
            "!=" => self.equal(&a, &b, at).negate(),
            "is" => self.is(&a, &b),
            "is not" => self.is(&a, &b).negate(),
            "in" => self.contained(&a, &b, at),
            operator if operator.split_whitespace().eq(["not", "in"]) => self.contained(&a, &b, at).negate(),
            ">" | ">=" | "<" | "<=" => self.counted(operator, &a, &b),
            _ => Condition::Unknown,
        };
        Value::Truth(condition)
    }

    pub(super) fn equal(&mut self, a: &Value<'t>, b: &Value<'t>, at: Span) -> Condition {
        match (a, b) {
            (Value::FactField(facts, field), other) | (other, Value::FactField(facts, field)) => {
                self.matching(*facts, field, other, at)
            }
            (Value::DialectName, other) | (other, Value::DialectName) => self.dialect_is(other),
            (Value::Call(_), _) => self.column_equals(a, b).unwrap_or(Condition::Unknown),
            (Value::Rows(_), Value::Number(number)) if number == "0" => self.truth(a).negate(),
            (Value::Text(a), Value::Text(b)) if !a.sql.holes && !b.sql.holes => {
                Condition::Known(a.value() == b.value())
            }
            (Value::Number(a), Value::Number(b)) => Condition::Known(a == b),
            (Value::Truth(_), Value::Number(number)) if number == "0" => self.truth(a).negate(),
            (Value::Truth(_), Value::Bool(value)) => {
                let condition = self.truth(a);
                if *value { condition } else { condition.negate() }
            }
            _ => Condition::Unknown,
        }
    }

    /// `c["name"] == "x"`, `fk["referred_table"] == "users"`, `ix["column_names"] == ["a"]`.
    fn matching(&mut self, facts: Facts, field: &str, value: &Value<'t>, at: Span) -> Condition {
        let Some(snapshot) = self.snapshots.get(facts.snapshot) else { return Condition::Unknown };
        let Some(table) = snapshot.table.clone() else {
            return if field == "name" { self.listed(facts, value, at) } else { Condition::Unknown };
        };
        match (field, snapshot.subjects) {
            ("name", _) => self.listed(facts, value, at),
            ("referred_table", Subjects::ForeignKeys) => {
                let Some(to) = value.as_str() else { return Condition::Unknown };
                let to = super::names::table(self.context, to, None);
                self.ask(facts, Subject::ForeignKeyTo { table: Key::table(table), to, column: None }, true, at)
            }
            ("column_names" | "constrained_columns", subjects) => {
                let Some(columns) = value.strings() else { return Condition::Unknown };
                let table = Key::table(table);
                let subject = match subjects {
                    Subjects::Indexes => Subject::IndexOn { table, columns },
                    Subjects::UniqueConstraints => Subject::UniqueOn { table, columns },
                    Subjects::ForeignKeys => Subject::ForeignKeyOn { table, columns },
                    _ => return Condition::Unknown,
                };
                self.ask(facts, subject, true, at)
            }
            _ => Condition::Unknown,
        }
    }

    fn is(&mut self, a: &Value<'t>, b: &Value<'t>) -> Condition {
        match (a, b) {
            (Value::Truth(_), Value::None) => self.truth(a).negate(),
            (Value::Rows(query), Value::None) => self.row_condition(query).negate(),
            (Value::Truth(_), Value::Bool(value)) => {
                let condition = self.truth(a);
                if *value { condition } else { condition.negate() }
            }
            (Value::None, Value::None) => Condition::Known(true),
            (Value::Unknown | Value::Path(_) | Value::Call(_), _) => Condition::Unknown,
            (_, Value::None) => Condition::Known(false),
            _ => Condition::Unknown,
        }
    }

    fn contained(&mut self, item: &Value<'t>, list: &Value<'t>, at: Span) -> Condition {
        match (item, list) {
            (item, Value::Names(facts)) => self.listed(*facts, item, at),
            (item, Value::Fields(facts, field)) => self.matching(*facts, field, item, at),
            // `"user_id" in fk["constrained_columns"]`
            (Value::Text(_), Value::FactField(facts, field)) if field.ends_with("columns") => {
                self.matching(*facts, field, item, at)
            }
            (Value::FactField(facts, field), Value::List(items)) => {
                let conditions = items.iter().map(|other| self.matching(*facts, field, other, at)).collect();
                any(conditions)
            }
            // `"a" in index["column_names"]` is no name.
            (Value::DialectName, Value::List(items)) => {
                let conditions = items.iter().map(|other| self.dialect_is(other)).collect();
                any(conditions)
            }
            (Value::Text(_) | Value::Number(_), Value::List(items)) => {
                if items.iter().any(|other| same(item, other)) {
                    Condition::Known(true)
                } else if items.iter().all(|other| matches!(other, Value::Number(_)) || other.as_str().is_some()) {
                    Condition::Known(false)
                } else {
                    Condition::Unknown
                }
            }
            (Value::Text(_), Value::Map(pairs)) if pairs.iter().any(|(key, _)| same(item, key)) => {
                Condition::Known(true)
            }
            (_, Value::Rows(query)) => self.row_in(item, query),
            // `"postgres" in bind.dialect.name`
            (Value::Text(text), Value::DialectName) => self.dialect_answers(|name| name.contains(text.value())),
            _ => Condition::Unknown,
        }
    }

    /// `len(found) > 0`, `count == 0` and their kin, where the count is that of a question.
    fn counted(&mut self, operator: &str, a: &Value<'t>, b: &Value<'t>) -> Condition {
        let condition = self.truth(a);
        match (operator, b) {
            (">", Value::Number(number)) if number == "0" => condition,
            (">=", Value::Number(number)) if number == "1" => condition,
            ("<", Value::Number(number)) if number == "1" => condition.negate(),
            ("<=", Value::Number(number)) if number == "0" => condition.negate(),
            _ => Condition::Unknown,
        }
    }

    /// `bind.dialect.name == "postgresql"`. MariaDB answers `mysql` or `mariadb`, as the URL is spelled.
    pub(super) fn dialect_is(&self, name: &Value<'t>) -> Condition {
        use crate::engine::Dialect;
        let Some(name) = name.as_str() else { return Condition::Unknown };
        Condition::Known(match (self.context.dialect, name) {
            (Dialect::MariaDb, "mysql") => true,
            (Dialect::MariaDb, "mariadb") => return Condition::Unknown,
            (_, "mssql") => self.context.dialect == Dialect::SqlServer,
            (dialect, name) => dialect.name() == name,
        })
    }

    /// Whether the dialect's name answers to something. MariaDB's two names have to agree.
    fn dialect_answers(&self, test: impl Fn(&str) -> bool) -> Condition {
        use crate::engine::Dialect;
        let names: &[&str] = match self.context.dialect {
            Dialect::MariaDb => &["mysql", "mariadb"],
            Dialect::SqlServer => &["mssql"],
            dialect => &[dialect.name()],
        };
        match (names.iter().all(|name| test(name)), names.iter().any(|name| test(name))) {
            (all, any) if all == any => Condition::Known(all),
            _ => Condition::Unknown,
        }
    }

    /// `dialect.name.startswith("postgres")`
    pub(super) fn dialect_method(&self, name: &str, args: &Args<'t>) -> Value<'t> {
        let texts = args.positional().next().and_then(|arg| arg.value.strings());
        match (name, texts) {
            ("lower" | "strip" | "casefold", None) => Value::DialectName,
            ("startswith", Some(texts)) => {
                Value::Truth(self.dialect_answers(|name| texts.iter().any(|text| name.starts_with(text.as_str()))))
            }
            ("endswith", Some(texts)) => {
                Value::Truth(self.dialect_answers(|name| texts.iter().any(|text| name.ends_with(text.as_str()))))
            }
            _ => Value::Unknown,
        }
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

/// Equal literals, wherever they stand.
pub(super) fn same(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => !a.sql.holes && !b.sql.holes && a.value() == b.value(),
        _ => a == b,
    }
}
