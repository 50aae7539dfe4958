//! Reads one migration class: what its constants, methods and models are, and its body in either direction.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use tree_sitter::Node;

use super::command::{Argument, Command, Pair, Place, Setting};
use super::flow::{self, Exit, Flow};
use super::records::Record;
use super::relation::Relation;
use super::syntax::{self, Call, span};
use super::value::{Evaluator, Locals, Value};
use crate::engine::Context;
use crate::migration::{Condition, Down, Node as Program};
use crate::source::Source;

/// What names stand for at a place of the body.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope<'t> {
    pub(super) locals: Locals,
    /// The expressions behind local variables: where the text of SQL stands.
    pub(super) assigned: HashMap<String, Node<'t>>,
    /// Local variables that stand for rows.
    pub(super) records: HashMap<String, Record>,
    /// The rows that the loops around go over, outermost first.
    pub(super) over: Vec<Rc<Relation>>,
    /// Names of what a round of those loops is given, and of what is made of it.
    pub(super) drawn: Vec<String>,
    /// Counted over all loops around.
    pub(super) round: u32,
    /// The block variable of a `change_table`, and its table.
    pub(super) table: Option<(String, String, Place)>,
    /// The block that this method was handed.
    pub(super) handed: Option<Rc<Handed<'t>>>,
}

/// A call with a block of a method of this file, and the scope that the block closes over.
#[derive(Debug)]
pub(super) struct Handed<'t> {
    pub(super) call: Call<'t>,
    pub(super) scope: Scope<'t>,
    /// What the method calls it, where it names it.
    name: Option<&'t str>,
}

impl<'t> Scope<'t> {
    pub(super) fn give(&mut self, name: &str, value: Value, node: Option<Node<'t>>) {
        self.locals.set(name, value);
        self.records.remove(name);
        match node {
            Some(node) => self.assigned.insert(name.to_owned(), node),
            None => self.assigned.remove(name),
        };
    }

    /// Whether this names the block that the method was handed.
    pub(super) fn is_handed(&self, name: &str) -> bool {
        self.handed.as_ref().is_some_and(|handed| handed.name == Some(name))
    }

    /// The table that a call like `t.column_exists?(:c)` is about.
    pub(super) fn table_of(&self, call: &Call<'t>, source: &str) -> Option<&str> {
        let (variable, table, _) = self.table.as_ref()?;
        (syntax::text(call.receiver?, source) == variable).then_some(table.as_str())
    }
}

/// Reads a class, one direction at a time.
pub(super) struct Reader<'t> {
    pub(super) source: &'t Source,
    pub(super) context: &'t Context,
    pub(super) setting: Setting,
    pub(super) evaluator: Evaluator<'t>,
    pub(super) methods: HashMap<&'t str, Node<'t>>,
    /// Models of this very file, and their tables.
    pub(super) models: HashMap<&'t str, Option<String>>,
    /// What a table's records have of another one, as those models say: `has_many :posts`.
    pub(super) associations: HashMap<(String, &'t str), String>,
    /// Tables whose model of this file refuses a second record of the same values: `uniqueness: true`.
    pub(super) refusing: HashSet<String>,
    pub(super) heredocs: HashMap<usize, Node<'t>>,
    /// Something was recorded that can't be undone.
    pub(super) irreversible: bool,
    next_id: u32,
    /// Inside a `rescue`: what is raised there is an error nobody expected.
    pub(super) handling: bool,
    /// How many methods of this file are being read, each within the other.
    depth: u32,
    /// How many bodies of methods, blocks and loops may still be read.
    budget: u32,
}

/// Methods that call each other end here.
const DEPTH: u32 = 8;

/// Bodies that are read for one file: loops in loops, and methods that call others many times, grow without bound.
const BODIES: u32 = 20_000;

impl<'t> Reader<'t> {
    pub(super) fn new(
        root: Node<'t>,
        body: Node<'t>,
        source: &'t Source,
        context: &'t Context,
        setting: Setting,
    ) -> Self {
        let text = source.text();
        let mut reader = Self {
            source,
            context,
            setting,
            evaluator: Evaluator {
                source: text,
                constants: HashMap::new(),
                reverting: false,
                quote: if setting.dialect.is_mysql_like() { '`' } else { '"' },
                budget: Cell::default(),
            },
            methods: HashMap::new(),
            models: HashMap::new(),
            refusing: HashSet::new(),
            associations: HashMap::new(),
            heredocs: super::embedded::heredocs(root, text),
            irreversible: false,
            handling: false,
            next_id: 0,
            depth: 0,
            budget: BODIES,
        };
        reader.declare(root, body);
        reader.declare(body, body);
        reader
    }

    pub(super) fn text(&self) -> &'t str {
        self.evaluator.source
    }

    /// Constants, methods and models of one level of the file.
    fn declare(&mut self, level: Node<'t>, migration: Node<'t>) {
        let text = self.text();
        for node in syntax::statements(level) {
            let name = |field: &str| node.child_by_field_name(field).map(|name| syntax::text(name, text));
            match node.kind() {
                "assignment" | "operator_assignment" => {
                    let constant = node.child_by_field_name("left").filter(|left| left.kind() == "constant");
                    if let (Some(constant), Some(value)) = (constant, node.child_by_field_name("right")) {
                        self.evaluator.constants.insert(syntax::text(constant, text), value);
                    }
                }
                "method" | "singleton_method" => {
                    if let Some(name) = name("name") {
                        self.methods.insert(name, node);
                    }
                }
                // `private def helper`
                "call" | "identifier" => {
                    for argument in Call::read(node, text).map(|call| call.arguments).unwrap_or_default() {
                        let method = argument.child_by_field_name("name").map(|name| syntax::text(name, text));
                        if let (Some(name), "method") = (method, argument.kind()) {
                            self.methods.insert(name, argument);
                        }
                    }
                }
                "class" if node.child_by_field_name("body") != Some(migration) => {
                    if let Some(name) = name("name") {
                        let table = super::models::table_name(node, text);
                        if let Some(table) = &table {
                            let of = super::models::associations(node, text);
                            if super::models::validates_uniqueness(node, text) {
                                self.refusing.insert(table.clone());
                            }
                            self.associations.extend(of.map(|(name, other)| ((table.clone(), name), other)));
                        }
                        self.models.insert(name, table);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn value(&self, node: Node<'t>, scope: &Scope<'t>) -> Value {
        match self.chosen(node, scope) {
            Some(chosen) => self.value(chosen, scope),
            None => self.evaluator.value(node, &scope.locals),
        }
    }

    /// The arm of `adapter_name == "PostgreSQL" ? a : b` that this adapter takes.
    fn chosen(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Node<'t>> {
        let part = |name: &str| node.child_by_field_name(name).filter(|_| node.kind() == "conditional");
        let asked = part("condition")?;
        let answer = match Call::read(asked, self.text()) {
            Some(call) => self.adapter_question(&call, scope),
            None => {
                let (left, right) = (asked.child_by_field_name("left")?, asked.child_by_field_name("right")?);
                let equal = asked.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "==");
                self.adapter_comparison(left, right, scope).filter(|_| equal)
            }
        };
        match answer {
            Some(Condition::Known(value)) => part(if value { "consequence" } else { "alternative" }),
            _ => None,
        }
    }

    pub(super) fn fresh_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id - 1
    }

    /// The scope inside a method of this file; `None` where methods call each other too deeply.
    pub(super) fn enter(&mut self, method: Node<'t>, call: &Call<'t>, scope: &Scope<'t>) -> Option<Scope<'t>> {
        if self.depth >= DEPTH || !self.spend(1) {
            return None;
        }
        self.depth += 1;
        let mut inner = super::conditions::bind(self, method, call, scope);
        let name = syntax::block_parameter(method, self.text());
        inner.handed = call.block.map(|_| Rc::new(Handed { call: call.clone(), scope: scope.clone(), name }));
        Some(inner)
    }

    /// Takes so many bodies from the budget; false where it does not hold them.
    pub(super) fn spend(&mut self, bodies: usize) -> bool {
        let left = u32::try_from(bodies).ok().and_then(|bodies| self.budget.checked_sub(bodies));
        self.budget = left.unwrap_or(self.budget);
        left.is_some()
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// A call as the command it may be.
    pub(super) fn command(&self, call: &Call<'t>, scope: &Scope<'t>) -> Command {
        let mut command = Command {
            name: call.method.to_owned(),
            args: Vec::new(),
            options: Vec::new(),
            complete: true,
            body: None,
            at: span(call.node),
            place: Place::Top,
        };
        for &node in &call.arguments {
            match node.kind() {
                "pair" => self.pair(node, scope, &mut command),
                "block_argument" => {}
                "hash" => {
                    for pair in syntax::children(node) {
                        self.pair(pair, scope, &mut command);
                    }
                }
                "hash_splat_argument" => {
                    let inner = syntax::children(node).first().map(|&inner| self.value(inner, scope));
                    spread(inner.unwrap_or(Value::Unknown), node, &mut command);
                }
                "splat_argument" => match syntax::children(node).first().map(|&inner| self.value(inner, scope)) {
                    Some(Value::Array(items)) => {
                        command.args.extend(items.into_iter().map(|value| Argument { value, at: span(node) }));
                    }
                    // `*:a` is `:a`.
                    Some(value @ Value::Text(_)) => command.args.push(Argument { value, at: span(node) }),
                    _ => {
                        command.complete = false;
                        command.args.push(Argument { value: Value::Unknown, at: span(node) });
                    }
                },
                // An options hash in a variable or constant.
                "identifier" | "constant" | "call" => match self.value(node, scope) {
                    hash @ Value::Hash(_) => spread(hash, node, &mut command),
                    value => command.args.push(Argument { value, at: span(node) }),
                },
                _ => command.args.push(Argument { value: self.value(node, scope), at: span(node) }),
            }
        }
        command
    }

    fn pair(&self, node: Node<'t>, scope: &Scope<'t>, command: &mut Command) {
        let Some(key) = node.child_by_field_name("key").filter(|_| node.kind() == "pair") else {
            command.complete = false;
            return;
        };
        let value = match node.child_by_field_name("value") {
            Some(value) => self.value(value, scope),
            None => scope.locals.get(syntax::text(key, self.text())).cloned().unwrap_or(Value::Unknown),
        };
        match self.value(key, scope) {
            Value::Text(key) => command.options.push(Pair { key, value, at: span(node) }),
            _ => command.complete = false,
        }
    }

    /// The way forth.
    pub(super) fn up(&mut self) -> Vec<Program> {
        let Some(&method) = self.methods.get("up").or_else(|| self.methods.get("change")) else { return Vec::new() };
        self.evaluator.reverting = false;
        self.setting.in_change = !self.methods.contains_key("up");
        let body = self.method_body(method);
        flow::forth(body)
    }

    /// The way back.
    pub(super) fn down(&mut self) -> Down {
        if let Some(&method) = self.methods.get("down") {
            self.evaluator.reverting = false;
            self.setting.in_change = false;
            if raises(method, self.text()) {
                return Down::None;
            }
            let body = self.method_body(method);
            return Down::Written(flow::forth(body));
        }
        let Some(&method) = self.methods.get("change").filter(|_| !self.methods.contains_key("up")) else {
            return Down::None;
        };
        self.evaluator.reverting = true;
        self.setting.in_change = true;
        let body = self.method_body(method);
        self.evaluator.reverting = false;
        if self.irreversible {
            return Down::None;
        }
        let mut next_id = self.next_id;
        Down::Derived(flow::back(body, &mut next_id))
    }

    fn method_body(&mut self, method: Node<'t>) -> Vec<Flow> {
        let mut out = Vec::new();
        if let Some(body) = method.child_by_field_name("body") {
            self.body(body, &mut Scope::default(), &mut out);
        }
        flow::without_exits(out, Exit::Next)
    }

    /// Methods that Rails itself calls, and those of the file.
    pub(super) fn own_method(&self, name: &str) -> Option<Node<'t>> {
        let entry: HashSet<&str> = HashSet::from(["up", "down", "change"]);
        self.methods.get(name).copied().filter(|_| !entry.contains(name))
    }
}

fn spread(value: Value, node: Node<'_>, command: &mut Command) {
    match value {
        Value::Hash(pairs) => {
            for (key, value) in pairs {
                match key {
                    Value::Text(key) => command.options.push(Pair { key, value, at: span(node) }),
                    _ => command.complete = false,
                }
            }
        }
        _ => command.complete = false,
    }
}

/// `def down; raise ActiveRecord::IrreversibleMigration; end`
fn raises(method: Node<'_>, source: &str) -> bool {
    let body = method.child_by_field_name("body").map(syntax::statements).unwrap_or_default();
    body.first().and_then(|first| Call::read(*first, source)).is_some_and(|call| call.method == "raise")
}
