//! Ruby's conditions as questions to the schema.

use tree_sitter::Node;

use super::options;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, Parameter, span};
use super::value::Value;
use crate::engine::Version;
use crate::migration::{Condition, Subject, Test};
use crate::operation::{Key, Kind};
use crate::source::Span;

const V7_1: Version = Version::new(7, 1, 0);
const V7_2: Version = Version::new(7, 2, 0);

impl<'t> Reader<'t> {
    /// What decides a branch.
    pub(super) fn condition(&mut self, node: Node<'t>, scope: &Scope<'t>) -> Condition {
        match node.kind() {
            "true" => Condition::Known(true),
            "false" | "nil" => Condition::Known(false),
            "parenthesized_statements" | "then" | "body_statement" | "block_body" => {
                match syntax::statements(node).as_slice() {
                    [only] => self.condition(*only, scope),
                    _ => Condition::Unknown,
                }
            }
            "unary" => match (node.child_by_field_name("operator"), node.child_by_field_name("operand")) {
                (Some(operator), Some(operand)) if matches!(operator.kind(), "!" | "not") => {
                    self.condition(operand, scope).negate()
                }
                _ => Condition::Unknown,
            },
            "binary" => self.binary(node, scope),
            "call" | "identifier" => self.predicate(node, scope),
            _ => match self.value(node, scope).truth() {
                Some(known) => Condition::Known(known),
                None => Condition::Unknown,
            },
        }
    }

    fn binary(&mut self, node: Node<'t>, scope: &Scope<'t>) -> Condition {
        let part = |name: &str| node.child_by_field_name(name);
        let (Some(left), Some(operator), Some(right)) = (part("left"), part("operator"), part("right")) else {
            return Condition::Unknown;
        };
        match operator.kind() {
            "&&" | "and" => all(vec![self.condition(left, scope), self.condition(right, scope)]),
            "||" | "or" => any(vec![self.condition(left, scope), self.condition(right, scope)]),
            "==" | "===" | "!=" | "=~" | "!~" => {
                let negative = operator.kind().starts_with('!');
                let equal = self
                    .adapter_comparison(left, right, scope)
                    .or_else(|| self.adapter_comparison(right, left, scope))
                    .unwrap_or_else(|| match self.rows_counted(left, "==", right, scope) {
                        Condition::Unknown => self.equality(left, right, scope),
                        counted => counted,
                    });
                if negative { equal.negate() } else { equal }
            }
            ">" | ">=" => self.rows_counted(left, operator.kind(), right, scope),
            _ => Condition::Unknown,
        }
    }

    /// `column_exists?(:t, :c) == reverting?`: an answer compared with a truth that is known here.
    fn equality(&mut self, left: Node<'t>, right: Node<'t>, scope: &Scope<'t>) -> Condition {
        match (self.value(left, scope), self.value(right, scope)) {
            (Value::Unknown | Value::Answer(_), _) | (_, Value::Unknown | Value::Answer(_)) => {}
            (one, other) => return Condition::Known(one == other),
        }
        match (self.condition(left, scope), self.condition(right, scope)) {
            (Condition::Unknown, _) | (_, Condition::Unknown) => Condition::Unknown,
            (Condition::Known(one), Condition::Known(other)) => Condition::Known(one == other),
            (Condition::Known(known), open) | (open, Condition::Known(known)) => {
                if known {
                    open
                } else {
                    open.negate()
                }
            }
            (one, other) => Condition::Same(Box::new(one), Box::new(other)),
        }
    }

    /// `Model.count > 0`, `Model.where(name: %w[a b]).count == 2`.
    fn rows_counted(&mut self, left: Node<'t>, operator: &str, right: Node<'t>, scope: &Scope<'t>) -> Condition {
        let (Some(call), Some(number)) = (Call::read(left, self.text()), self.value(right, scope).integer()) else {
            return Condition::Unknown;
        };
        if !matches!(call.method, "count" | "size" | "length") {
            return Condition::Unknown;
        }
        let each = self.each_rows(&call, scope);
        let several = usize::try_from(number).is_ok_and(|number| number > 1 && number == each.len());
        match (operator, number) {
            ("==", 0) => any(each).negate(),
            (">", 0) | (">=", 1) => any(each),
            ("==" | ">=", _) if several => all(each),
            _ => Condition::Unknown,
        }
    }

    fn predicate(&mut self, node: Node<'t>, scope: &Scope<'t>) -> Condition {
        let Some(call) = Call::read(node, self.text()) else { return Condition::Unknown };
        if call.receiver.is_none() {
            if let Some(value) = scope.locals.get(call.method).filter(|_| call.arguments.is_empty()) {
                return match value {
                    Value::Answer(id) => Condition::Remembered(*id),
                    other => other.truth().map_or(Condition::Unknown, Condition::Known),
                };
            }
            if call.method == "reverting?" {
                return Condition::Known(self.evaluator.reverting);
            }
            if let Some(answer) = self.own_predicate(&call, scope) {
                return answer;
            }
        }
        if let Some(known) = self.adapter_question(&call, scope) {
            return known;
        }
        match call.method {
            "present?" | "!" | "itself" => match call.receiver {
                Some(receiver) => {
                    let inner = self.condition(receiver, scope);
                    if call.method == "!" { inner.negate() } else { inner }
                }
                None => Condition::Unknown,
            },
            "nil?" | "blank?" => {
                call.receiver.map_or(Condition::Unknown, |receiver| self.condition(receiver, scope).negate())
            }
            "include?" | "exclude?" => {
                let listed = self.listed(&call, scope);
                if call.method == "exclude?" { listed.negate() } else { listed }
            }
            "any?" if call.block.is_some() => self.named_among(&call, scope).unwrap_or(Condition::Unknown),
            "exists?" | "any?" => self.rows(&call, scope),
            "none?" | "empty?" => self.rows(&call, scope).negate(),
            _ => self.question(&call, scope).unwrap_or(Condition::Unknown),
        }
    }

    /// A predicate method of this very file, with one expression as its body.
    fn own_predicate(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Condition> {
        let method = *self.methods.get(call.method)?;
        let body = method.child_by_field_name("body").map(syntax::statements)?;
        let [only] = body.as_slice() else { return Some(Condition::Unknown) };
        let inner = self.enter(method, call, scope)?;
        let condition = self.condition(*only, &inner);
        self.leave();
        Some(condition)
    }

    /// Rails' own questions to the schema.
    fn question(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Condition> {
        let at = span(call.node);
        let command = self.command(call, scope);
        let bound = scope.table_of(call, self.text());
        let model = if bound.is_none() { self.model_receiver(call) } else { None };
        let mut arguments = command.args.iter().map(|argument| &argument.value);
        let implicit = bound.map(str::to_owned).or(model);
        let table = match &implicit {
            Some(table) => table.clone(),
            None => arguments.next()?.name()?.to_owned(),
        };
        let first = arguments.next();
        let setting = self.setting;
        let key = setting.table_key(&table);
        let present = |subject: Subject, needs: Option<Key>| {
            Condition::Present(Test { subject, at, needs, breaks_offline: false })
        };
        let plain = |key: Key| present(Subject::Key(key), None);
        let index = |name: &str| setting.index_key(&table, name);
        let fails_without_table = setting.dialect.is_mysql_like() && setting.rails < V7_2;
        let index_needs = fails_without_table.then(|| key.clone());
        Some(match call.method {
            "table_exists?" => plain(key),
            "data_source_exists?" => any(vec![plain(key), plain(Key::new(Kind::View, setting.table(&table)))]),
            "view_exists?" => {
                let name = setting.table(&table);
                any(vec![plain(Key::new(Kind::View, name.clone())), plain(Key::new(Kind::MaterializedView, name))])
            }
            "column_exists?" => {
                if !command.options.is_empty() {
                    return None;
                }
                if let Some(kind) = arguments.next() {
                    let kind = kind.name()?;
                    if options::RENAMED_TYPES.contains(&kind) {
                        return Some(Condition::Known(false));
                    }
                    options::SAME_TYPES.contains(&kind).then_some(())?;
                }
                present(Subject::Key(setting.column_key(&table, first?.name()?)), Some(key))
            }
            "index_exists?" => {
                let subject = match command.option("name") {
                    Some(name) => match command.option("valid") {
                        Some(Value::Bool(valid)) if setting.rails >= V7_1 => {
                            let key = index(name.name()?);
                            if *valid { Subject::ValidIndex(key) } else { Subject::InvalidIndex(key) }
                        }
                        _ => Subject::Key(index(name.name()?)),
                    },
                    None => {
                        let columns: Vec<String> =
                            first?.names()?.iter().map(|column| setting.column(column)).collect();
                        match command.option("valid") {
                            Some(Value::Bool(valid)) if setting.rails >= V7_1 => {
                                let key = index(&setting.index_name(&table, &columns));
                                if *valid { Subject::ValidIndex(key) } else { Subject::InvalidIndex(key) }
                            }
                            _ => Subject::IndexOn { table: key, columns },
                        }
                    }
                };
                present(subject, index_needs)
            }
            "index_name_exists?" => present(Subject::Key(index(first?.name()?)), index_needs),
            "foreign_key_exists?" => match command.option("name") {
                Some(name) => plain(setting.constraint_key(&table, name.name()?)),
                None => {
                    let to = first.or_else(|| command.option("to_table")).and_then(Value::name)?;
                    let column = match command.option("column") {
                        Some(column) => Some(setting.column(column.name()?)),
                        None => None,
                    };
                    present(Subject::ForeignKeyTo { table: key, to: setting.table(to), column }, None)
                }
            },
            "check_constraint_exists?" => match (command.text("name"), command.text("expression")) {
                (Some(name), _) => plain(setting.constraint_key(&table, name)),
                (None, Some(expression)) => {
                    plain(setting.constraint_key(&table, &super::names::check(&table, expression)))
                }
                (None, None) => return None,
            },
            "unique_constraint_exists?" | "exclusion_constraint_exists?" => {
                plain(setting.constraint_key(&table, command.text("name")?))
            }
            "extension_enabled?" => plain(Key::new(Kind::Extension, table.to_lowercase())),
            "schema_exists?" => plain(Key::new(Kind::Schema, setting.column(&table))),
            _ => return None,
        })
    }

    /// `Model.column_names.include?("c")`, `connection.tables.include?("t")`, `%w[mysql2].include?(adapter)`.
    fn listed(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Condition {
        let Some((receiver, item)) = call.receiver.zip(call.first()) else { return Condition::Unknown };
        let at = span(call.node);
        if let Some(adapter) = self.adapter_comparison(item, receiver, scope) {
            return adapter;
        }
        let Some(list) = Call::read(receiver, self.text()) else { return Condition::Unknown };
        let wanted = self.value(item, scope);
        let Some(name) = wanted.name() else { return Condition::Unknown };
        match list.method {
            "column_names" => match self.model_receiver(&list) {
                Some(table) => column(self, &table, name, at),
                None => Condition::Unknown,
            },
            "tables" | "data_sources" if list.arguments.is_empty() => plain(self.setting.table_key(name), at),
            "map" | "collect" | "pluck" => match list.receiver.and_then(|inner| Call::read(inner, self.text())) {
                Some(columns) if columns.method == "columns" => {
                    let by_name =
                        list.arguments.first().is_some_and(|node| syntax::text(*node, self.text()) == "&:name");
                    match columns.first().map(|table| self.value(table, scope)) {
                        Some(Value::Text(table)) if by_name => column(self, &table, name, at),
                        _ => Condition::Unknown,
                    }
                }
                _ => Condition::Unknown,
            },
            _ => Condition::Unknown,
        }
    }

    /// `check_constraints(:t).any? { |c| c.name == "x" }`: the way to ask where Rails has no predicate.
    fn named_among(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Condition> {
        let list = Call::read(call.receiver?, self.text())?;
        let table = self.value(list.first()?, scope).name()?.to_owned();
        let body = syntax::block_body(call.block?).map(syntax::statements)?;
        let [test] = body.as_slice() else { return None };
        let is_name = Call::read(test.child_by_field_name("left")?, self.text())?.method == "name";
        let wanted = self.value(test.child_by_field_name("right")?, scope);
        let name = wanted
            .name()
            .filter(|_| is_name && test.child_by_field_name("operator").is_some_and(|op| op.kind() == "=="))?;
        let key = match list.method {
            "check_constraints" | "unique_constraints" | "exclusion_constraints" | "foreign_keys" => {
                self.setting.constraint_key(&table, name)
            }
            "indexes" => self.setting.index_key(&table, name),
            _ => return None,
        };
        Some(plain(key, span(call.node)))
    }

    /// Whether a model has rows: `User.exists?(name: "x")`, `User.where(a: 1).any?`.
    fn rows(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Condition {
        any(self.each_rows(call, scope))
    }

    /// Whether a model has rows, asked for each of the values that a column is looked for with.
    fn each_rows(&mut self, call: &Call<'t>, scope: &Scope<'t>) -> Vec<Condition> {
        let unknown = || vec![Condition::Unknown];
        let Some(table) = self.model_table_of(call) else { return unknown() };
        // What is asked of each row; `None` where a value is not known.
        let mut filters = Some(vec![Vec::new()]);
        let mut at = Some(call.clone());
        while let Some(link) = at {
            let ok = matches!(
                link.method,
                "exists?" | "any?" | "none?" | "empty?" | "where" | "count" | "size" | "length" | "all" | "unscoped"
            );
            let pairs = self.command(&link, scope);
            if !(ok && pairs.args.is_empty() && pairs.complete && link.block.is_none()) {
                return unknown();
            }
            for pair in &pairs.options {
                filters = filters.and_then(|filters| with_values(&filters, &pair.key, &pair.value));
            }
            at = link.receiver.and_then(|receiver| Call::read(receiver, self.text()));
        }
        let table = self.setting.table_key(&table);
        let rows = |filter: Option<Vec<_>>| {
            let filter = filter.filter(|filter| !filter.is_empty());
            Condition::RowsPresent { table: table.clone(), filter, at: span(call.node) }
        };
        match filters {
            Some(filters) => filters.into_iter().map(|filter| rows(Some(filter))).collect(),
            None => vec![rows(None)],
        }
    }
}

/// More values than these are not asked for one by one.
const VALUES: usize = 20;

/// Each filter with a column's value, or with each of its values.
fn with_values(filters: &[Filter], column: &str, value: &Value) -> Option<Vec<Filter>> {
    let values = match value {
        Value::Array(items) => items.iter().map(Value::scalar).collect::<Option<Vec<_>>>()?,
        one => vec![one.scalar()?],
    };
    if filters.len() * values.len() > VALUES {
        return None;
    }
    let with = |filter: &Filter, value: &String| {
        let mut filter = filter.clone();
        filter.push((column.to_owned(), value.clone()));
        filter
    };
    Some(filters.iter().flat_map(|filter| values.iter().map(move |value| with(filter, value))).collect())
}

/// Columns and their values.
type Filter = Vec<(String, String)>;

fn column(reader: &Reader<'_>, table: &str, name: &str, at: Span) -> Condition {
    let needs = Some(reader.setting.table_key(table));
    let subject = Subject::Key(reader.setting.column_key(table, name));
    Condition::Present(Test { subject, at, needs, breaks_offline: false })
}

fn plain(key: Key, at: Span) -> Condition {
    Condition::Present(Test { subject: Subject::Key(key), at, needs: None, breaks_offline: false })
}

/// `a && b`, with what is known folded away.
pub(super) fn all(parts: Vec<Condition>) -> Condition {
    fold(parts, false, Condition::All)
}

/// `a || b`, with what is known folded away.
pub(super) fn any(parts: Vec<Condition>) -> Condition {
    fold(parts, true, Condition::Any)
}

fn fold(parts: Vec<Condition>, decides: bool, join: fn(Vec<Condition>) -> Condition) -> Condition {
    let mut open = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Condition::Known(value) if value == decides => {
                // What stands before it is still asked, but its answer does not matter unless it raises.
                open.retain(|part| matches!(part, Condition::Present(test) if test.needs.is_some()));
                if open.is_empty() {
                    return Condition::Known(decides);
                }
                open.push(part);
                return join(open);
            }
            Condition::Known(_) => {}
            other => open.push(other),
        }
    }
    match open.len() {
        0 => Condition::Known(!decides),
        1 => open.remove(0),
        _ => join(open),
    }
}

/// Method parameters bound to a call's arguments.
pub(super) fn bind<'t>(reader: &Reader<'t>, method: Node<'t>, call: &Call<'t>, scope: &Scope<'t>) -> Scope<'t> {
    let mut inner = Scope { round: scope.round, ..Scope::default() };
    let list = method.child_by_field_name("parameters").map(syntax::children).unwrap_or_default();
    let mut given = call.arguments.iter().filter(|node| node.kind() != "pair" && node.kind() != "block_argument");
    for parameter in list {
        match Parameter::read(parameter, reader.text()) {
            Parameter::Name(name) => {
                let node = given.next();
                inner.give(name, node.map_or(Value::Unknown, |node| reader.value(*node, scope)), node.copied());
            }
            Parameter::Optional(name, default) => {
                let node = given.next().copied().unwrap_or(default);
                inner.give(name, reader.value(node, scope), Some(node));
            }
            Parameter::Keyword(name, default) => {
                let pair = call.arguments.iter().find(|node| {
                    node.child_by_field_name("key").is_some_and(|key| syntax::text(key, reader.text()) == name)
                });
                let node = pair.and_then(|pair| pair.child_by_field_name("value")).or(default);
                inner.give(name, node.map_or(Value::Unknown, |node| reader.value(node, scope)), node);
            }
            _ => {}
        }
    }
    inner
}
