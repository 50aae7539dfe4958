//! Records: what a variable stands for in a loop over rows or behind `find_by`, and what a second run of an update makes
//! of its rows.

use tree_sitter::Node;

use super::command::Command;
use super::embedded::Strings;
use super::reader::{Reader, Scope};
use super::relation::Relation;
use super::syntax::{self, Call, span};
use super::value::Value as Ruby;
use crate::frontend::sql::{Embedded, filter_spares, lower_embedded};
use crate::migration::Node as Program;
use crate::operation::{Action, Insert, Key, OnConflict, Operation, Repeat, Update, Value};

/// What a local variable stands for.
#[derive(Debug, Clone)]
pub(super) enum Record {
    /// `in_batches { |relation| … }`
    Rows(Relation),
    /// `find_each { |record| … }`, `find_by(…)`; what was assigned to its attributes since, if anything.
    One(Relation, Option<Dirty>),
    /// `Model.new`: not saved yet.
    New(String),
}

/// What saving a record writes.
#[derive(Debug, Clone)]
pub(super) struct Dirty {
    repeat: Repeat,
    written: Vec<(String, Ruby)>,
    /// Attributes whose new value is made of their old one.
    kept: Vec<String>,
}

/// Links that give one record.
const FINDS: &[&str] = &["find", "find_by", "find_by!", "first", "first!", "last", "last!", "take", "take!"];

impl<'t> Reader<'t> {
    pub(super) fn strings<'a>(&'a self, scope: &'a Scope<'t>) -> Strings<'a, 't> {
        Strings {
            evaluator: &self.evaluator,
            locals: &scope.locals,
            assigned: &scope.assigned,
            heredocs: &self.heredocs,
        }
    }

    /// `Plan.new(…)`
    fn new_record(&self, node: Node<'t>) -> Option<Record> {
        let call = Call::read(node, self.text()).filter(|call| call.method == "new")?;
        self.model_receiver(&call).map(Record::New)
    }

    /// What a variable stands for that is given this.
    pub(super) fn record_of(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Record> {
        if node.kind() != "call" {
            return None;
        }
        if let Some(new) = self.new_record(node) {
            return Some(new);
        }
        let call = Call::read(node, self.text()).filter(|call| super::models::reads(call.method))?;
        let relation = self.relation(node, scope)?;
        Some(if FINDS.contains(&call.method) { Record::One(relation, None) } else { Record::Rows(relation) })
    }

    /// `post.title = "#{post.title}!"`: what saving it will do when it is done again.
    pub(super) fn attribute(&self, node: Node<'t>, left: Node<'t>, right: Node<'t>, scope: &mut Scope<'t>) {
        // `post.settings["theme"] = "dark"` writes a part of the attribute.
        let part = left.child_by_field_name("object").filter(|_| left.kind() == "element_reference");
        let left = part.unwrap_or(left);
        let Some(call) = Call::read(left, self.text()).filter(|call| call.receiver.is_some()) else { return };
        let Some(receiver) = call.receiver.map(|receiver| syntax::text(receiver, self.text())) else { return };
        let repeat = match node.kind() {
            // `||=` keeps what is there.
            "operator_assignment" if syntax::text(node, self.text()).contains("||=") => Repeat::Same,
            "operator_assignment" => Repeat::Differs,
            _ => self.rewritten(right, receiver, call.method, scope),
        };
        let value = if part.is_some() { Ruby::Unknown } else { self.value(right, scope) };
        let kept = node.kind() == "operator_assignment" || self.mentions_own(right, receiver, call.method);
        if let Some(Record::One(_, dirty)) = scope.records.get_mut(receiver) {
            let dirty = dirty.get_or_insert(Dirty { repeat: Repeat::Same, written: Vec::new(), kept: Vec::new() });
            dirty.repeat = worse(dirty.repeat, repeat);
            if kept {
                dirty.kept.push(call.method.to_owned());
            }
            dirty.written.push((call.method.to_owned(), value));
        }
    }

    fn mentions_own(&self, value: Node<'t>, record: &str, attribute: &str) -> bool {
        syntax::text(value, self.text()).contains(&format!("{record}.{attribute}"))
    }

    /// A call on a record or relation that a variable stands for, or on a chain that starts at a model.
    pub(super) fn record_operation(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Operation> {
        let receiver = call.receiver?;
        if receiver.kind() == "identifier" {
            match scope.records.get(syntax::text(receiver, self.text())) {
                Some(Record::One(relation, dirty)) => return self.one(call, relation, dirty.as_ref(), scope),
                Some(Record::New(table)) => return self.saved(call, table),
                _ => {}
            }
        }
        if let Some(Record::New(table)) = self.new_record(receiver) {
            return self.saved(call, &table);
        }
        if let Some(table) = self.association(receiver, scope).filter(|_| matches!(call.method, "create" | "create!")) {
            return Some(self.inserted(table));
        }
        if Call::read(receiver, self.text()).is_some_and(|link| FINDS.contains(&link.method)) {
            return self.one(call, &self.relation(receiver, scope)?, None, scope);
        }
        match call.method {
            "update_all" => {
                let relation = self.relation(receiver, scope)?;
                self.update_all(call, &scope.over.iter().fold(relation, |rows, over| rows.within(over)), scope)
            }
            _ => None,
        }
    }

    /// `user.posts`: the table of what a record has.
    fn association(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<&str> {
        let call = Call::read(node, self.text())?;
        match scope.records.get(syntax::text(call.receiver?, self.text()))? {
            Record::One(relation, _) => {
                self.associations.get(&(relation.table.clone(), call.method)).map(String::as_str)
            }
            _ => None,
        }
    }

    fn saved(&self, call: &Call<'t>, table: &str) -> Option<Operation> {
        matches!(call.method, "save" | "save!").then(|| self.inserted(table))
    }

    /// A row whose values are not read.
    fn inserted(&self, table: &str) -> Operation {
        let table = self.setting.table_key(table);
        Operation::new(Action::Insert(Insert {
            table,
            columns: None,
            rows: None,
            from: None,
            conflict: OnConflict::Fail,
        }))
    }

    /// `if plan`, `if plan.present?`: where this asks only whether a row was found, the rows that were.
    pub(super) fn found(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Relation> {
        let asked = match Call::read(node, self.text()) {
            Some(call) if call.method == "present?" => call.receiver?,
            _ => node,
        };
        match scope.records.get(syntax::text(asked, self.text()))? {
            Record::One(relation, _) => Some(relation.clone()),
            _ => None,
        }
    }

    /// An update of one record, perhaps in a loop over all.
    fn one(&self, call: &Call<'t>, found: &Relation, dirty: Option<&Dirty>, scope: &Scope<'t>) -> Option<Operation> {
        let record = syntax::text(call.receiver?, self.text());
        let relation = &scope.over.iter().fold(found.clone(), |rows, over| rows.within(over));
        let table = self.setting.table_key(&relation.table);
        let (mut written, mut kept, mut counted) = (Vec::new(), Vec::new(), None);
        let mut write = |key: Node<'t>, value: Node<'t>| {
            let Ruby::Text(key) = self.value(key, scope) else { return Repeat::Unknown };
            let repeat = self.rewritten(value, record, &key, scope);
            if self.mentions_own(value, record, &key) {
                kept.push(key.clone());
            }
            written.push((key, self.value(value, scope)));
            repeat
        };
        let repeat = match call.method {
            "update" | "update!" | "update_columns" | "update_attributes" | "update_attributes!" => {
                call.arguments.iter().fold(Repeat::Same, |worst, pair| {
                    let parts = pair.child_by_field_name("key").zip(pair.child_by_field_name("value"));
                    worse(worst, parts.map_or(Repeat::Unknown, |(key, value)| write(key, value)))
                })
            }
            "update_column" | "update_attribute" => {
                let [key, value] = call.arguments.as_slice() else { return None };
                write(*key, *value)
            }
            "increment!" | "decrement!" | "toggle!" => {
                counted = call.first().and_then(|name| self.value(name, scope).name().map(str::to_owned));
                Repeat::Differs
            }
            "save" | "save!" => match dirty {
                Some(dirty) => {
                    written.clone_from(&dirty.written);
                    kept.clone_from(&dirty.kept);
                    dirty.repeat
                }
                None => Repeat::Unknown,
            },
            "delete" | "destroy" | "destroy!" => {
                let filter = (!relation.vague).then(|| relation.condition());
                return Some(Operation::new(Action::Delete { table, filtered: true, filter }));
            }
            _ => return None,
        };
        let drains = relation.leaves_out(&written);
        let repeat = if drains { Repeat::Same } else { repeat };
        let asked =
            written.iter().map(|(name, _)| name).chain(counted.as_ref()).any(|name| self.spares(relation, name));
        let repeat = if relation.vague || asked { softened(repeat) } else { repeat };
        let mut operation = self.updating(table, repeat, written, relation);
        if let Action::Update(update) = &mut operation.action {
            update.overwrites.retain(|name| !kept.contains(name));
            update.filter = (!relation.vague).then(|| relation.condition());
            update.drains = drains;
        }
        Some(operation)
    }

    /// `User.reset_counters(user.id, :posts)` counts anew; `update_counters` adds to what is there.
    pub(super) fn counted(&self, call: &Call<'t>, command: &Command, scope: &Scope<'t>) -> Option<Operation> {
        let all = Relation { table: self.model_table_of(call)?, ..Relation::default() };
        let relation = scope.over.iter().fold(all, |rows, over| rows.within(over));
        let table = self.setting.table_key(&relation.table);
        if call.method != "reset_counters" {
            let repeat = if relation.vague { Repeat::Unknown } else { Repeat::Differs };
            return Some(self.updating(table, repeat, Vec::new(), &relation));
        }
        let names = command.args.iter().skip(1).filter_map(|argument| argument.value.name());
        let written = names.map(|name| (format!("{name}_count"), Ruby::Unknown)).collect();
        let mut operation = self.updating(table, Repeat::Same, written, &relation);
        // The column may have a name of its own.
        operation.mentions.clear();
        Some(operation)
    }

    fn updating(&self, table: Key, repeat: Repeat, written: Vec<(String, Ruby)>, relation: &Relation) -> Operation {
        let mut mentions: Vec<Key> = relation
            .pairs
            .iter()
            .chain(&written)
            .map(|(name, _)| Key::column(table.name.as_str(), self.setting.column(name)))
            .collect();
        mentions.sort();
        mentions.dedup();
        let written_names: Vec<String> = written.iter().map(|(name, _)| name.clone()).collect();
        let drains = !relation.vague && relation.leaves_out(&written);
        let writes = written.into_iter().map(|(name, value)| (name, literal(&value))).collect();
        let mut overwrites = written_names;
        overwrites.retain(|name| !relation.vague && !self.spares(relation, name));
        let filter = (!relation.vague).then(|| relation.condition());
        let mut operation =
            Operation::new(Action::Update(Update { table, repeat, writes, overwrites, filter, drains }));
        operation.mentions = mentions;
        operation
    }

    /// Whether a condition asks for this column, so that rows with something of their own there are passed over.
    fn spares(&self, relation: &Relation, name: &str) -> bool {
        relation.filters.iter().any(|filter| filter_spares(filter, name, self.setting.dialect))
    }

    /// `update_all(a: 1)`, or with SQL, which the SQL frontend reads.
    fn update_all(&self, call: &Call<'t>, relation: &Relation, scope: &Scope<'t>) -> Option<Operation> {
        let command = self.command(call, scope);
        let table = self.setting.table_key(&relation.table);
        if let (true, true) = (command.args.is_empty(), command.complete && !command.options.is_empty()) {
            let literal = command.options.iter().all(|pair| pair.value.scalar().is_some());
            let written = command.options.into_iter().map(|pair| (pair.key, pair.value)).collect();
            let repeat = if literal { Repeat::Same } else { Repeat::Unknown };
            return Some(self.updating(table, repeat, written, relation));
        }
        let first = call.first()?;
        let text = match first.kind() {
            // `update_all(["a = ?", value])`
            "array" => syntax::children(first).first().copied(),
            _ => Some(first),
        };
        let set = text.and_then(|text| self.strings(scope).embedded(text)).filter(|sql| !sql.holes)?;
        let filter = match relation.condition() {
            none if none.is_empty() => none,
            filter => format!(" WHERE {filter}"),
        };
        let text = format!("UPDATE {} SET {}{filter}", relation.table, set.text);
        let sql = Embedded { text, pieces: vec![(0, span(call.node).start, 0)], holes: false };
        let mut operation = only_operation(lower_embedded(&sql, self.context))?;
        if let Action::Update(Update { repeat, overwrites, .. }) = &mut operation.action
            && relation.vague
        {
            *repeat = softened(*repeat);
            overwrites.clear();
        }
        Some(operation)
    }

    /// What writing this value to a record's attribute does when it is written again.
    fn rewritten(&self, value: Node<'t>, record: &str, attribute: &str, scope: &Scope<'t>) -> Repeat {
        if self.value(value, scope).scalar().is_some() {
            return Repeat::Same;
        }
        let own = |node: Node<'t>| {
            Call::read(node, self.text()).is_some_and(|call| {
                let of_record = call.receiver.is_some_and(|receiver| syntax::text(receiver, self.text()) == record);
                of_record && call.method == attribute && call.arguments.is_empty()
            })
        };
        let grows = match value.kind() {
            "string" => {
                let parts = syntax::children(value);
                let reads = |part: &Node<'t>| syntax::children(*part).first().is_some_and(|inner| own(*inner));
                parts.len() > 1 && parts.iter().any(|part| part.kind() == "interpolation" && reads(part))
            }
            "binary" => {
                let side = |name: &str| value.child_by_field_name(name).is_some_and(own);
                let operator = value.child_by_field_name("operator").map(|operator| operator.kind());
                matches!(operator, Some("+" | "-" | "*" | "/" | "<<")) && (side("left") || side("right"))
            }
            _ => false,
        };
        if grows { Repeat::Differs } else { Repeat::Unknown }
    }
}

fn worse(one: Repeat, other: Repeat) -> Repeat {
    match (one, other) {
        (Repeat::Differs, _) | (_, Repeat::Differs) => Repeat::Differs,
        (Repeat::Unknown, _) | (_, Repeat::Unknown) => Repeat::Unknown,
        _ => Repeat::Same,
    }
}

/// Which rows it touches is not known, so a second run may touch none.
pub(super) fn softened(repeat: Repeat) -> Repeat {
    if repeat == Repeat::Differs { Repeat::Unknown } else { repeat }
}

fn literal(value: &Ruby) -> Value {
    match value {
        Ruby::Nil => Value::Default,
        other => other.scalar().map_or(Value::Computed, Value::Literal),
    }
}

/// The operation of a program that is one statement.
fn only_operation(nodes: Vec<Program>) -> Option<Operation> {
    let mut nodes = nodes.into_iter();
    let (Some(Program::Step(step)), None) = (nodes.next(), nodes.next()) else { return None };
    let mut placed = step.statements.into_iter().flat_map(|statement| statement.operations);
    match (placed.next(), placed.next()) {
        (Some(placed), None) => Some(placed.operation),
        _ => None,
    }
}
