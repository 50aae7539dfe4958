//! Records and relations: what a chain like `User.where(admin: nil)` or a loop's variable stands for, and what a second
//! run of an update makes of it.

use tree_sitter::Node;

use super::embedded::Strings;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, Parameter, span};
use super::value::Value as Ruby;
use crate::frontend::sql::{Embedded, filter_spares, lower_embedded};
use crate::migration::Node as Program;
use crate::operation::{Action, Insert, Key, OnConflict, Operation, Repeat, Value};

/// Rows of one table, as far as the text tells which.
#[derive(Debug, Clone, Default)]
pub(super) struct Relation {
    pub(super) table: String,
    /// Columns compared with a literal.
    pairs: Vec<(String, Ruby)>,
    /// Conditions as SQL.
    filters: Vec<String>,
    /// Other conditions, or rows of other tables, decide too.
    vague: bool,
}

/// What a local variable stands for.
#[derive(Debug, Clone)]
pub(super) enum Record {
    /// `in_batches { |relation| … }`
    Rows(Relation),
    /// `find_each { |record| … }`; what was assigned to its attributes since, if anything.
    One(Relation, Option<Repeat>),
    /// `Model.new`: not saved yet.
    New(String),
}

/// Links of a chain that leave the rows the same, or only order or cut them.
const NEUTRAL: &[&str] =
    &["all", "unscoped", "order", "reorder", "includes", "preload", "unscope", "readonly", "select"];

/// Loops over records, by what their block is given.
const OVER_RECORDS: &[&str] = &["find_each", "each", "each_with_index", "map", "each_entry", "each_record"];

impl<'t> Reader<'t> {
    /// The rows a chain of calls stands for.
    pub(super) fn relation(&self, node: Node<'t>, scope: &Scope<'t>) -> Option<Relation> {
        match node.kind() {
            "constant" | "scope_resolution" => Some(Relation { table: self.model_table(node)?, ..Relation::default() }),
            "identifier" => match scope.records.get(syntax::text(node, self.text()))? {
                Record::Rows(relation) => Some(relation.clone()),
                _ => None,
            },
            "call" => {
                let call = Call::read(node, self.text())?;
                let inner = call.receiver?;
                if call.method == "not" {
                    let base = Call::read(inner, self.text()).filter(|inner| inner.method == "where")?.receiver?;
                    return Some(self.restricted(&call, true, self.relation(base, scope)?, scope));
                }
                let relation = self.relation(inner, scope)?;
                Some(match call.method {
                    method if NEUTRAL.contains(&method) => relation,
                    "where" if !call.arguments.is_empty() => self.restricted(&call, false, relation, scope),
                    _ => Relation { vague: true, ..relation },
                })
            }
            _ => None,
        }
    }

    /// `where(a: 1)`, `where("a = 1")`, `where.not(a: nil)`.
    fn restricted(&self, call: &Call<'t>, negated: bool, mut relation: Relation, scope: &Scope<'t>) -> Relation {
        let command = self.command(call, scope);
        relation.vague |= !command.complete;
        for pair in &command.options {
            match comparison(&pair.key, &pair.value, negated) {
                Some(filter) => relation.filters.push(filter),
                None => relation.vague = true,
            }
            if !negated {
                relation.pairs.push((pair.key.clone(), pair.value.clone()));
            }
        }
        if let Some(sql) = call.first().and_then(|first| self.strings(scope).embedded(first)) {
            relation.vague |= sql.holes;
            relation.filters.push(if negated { format!("NOT ({})", sql.text) } else { format!("({})", sql.text) });
        }
        relation
    }

    pub(super) fn strings<'a>(&'a self, scope: &'a Scope<'t>) -> Strings<'a, 't> {
        Strings {
            evaluator: &self.evaluator,
            locals: &scope.locals,
            assigned: &scope.assigned,
            heredocs: &self.heredocs,
        }
    }

    /// The scope inside a loop over records: its variable is one of them, or a batch.
    pub(super) fn over_records(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Scope<'t>> {
        let relation = self.relation(call.receiver?, scope)?;
        let parameters = syntax::parameters(call.block?, self.text());
        let Some(Parameter::Name(name)) = parameters.first() else { return None };
        let record = match call.method {
            "in_batches" => Record::Rows(relation),
            method if OVER_RECORDS.contains(&method) => Record::One(relation, None),
            _ => return None,
        };
        let mut inner = scope.clone();
        inner.records.insert((*name).to_owned(), record);
        Some(inner)
    }

    /// `plan = Plan.new(…)`
    pub(super) fn new_record(&self, node: Node<'t>) -> Option<Record> {
        let call = Call::read(node, self.text()).filter(|call| call.method == "new")?;
        self.model_receiver(&call).map(Record::New)
    }

    /// `post.title = "#{post.title}!"`: what saving it will do when it is done again.
    pub(super) fn attribute(&self, node: Node<'t>, left: Node<'t>, right: Node<'t>, scope: &mut Scope<'t>) {
        let Some(call) = Call::read(left, self.text()).filter(|call| call.receiver.is_some()) else { return };
        let Some(receiver) = call.receiver.map(|receiver| syntax::text(receiver, self.text())) else { return };
        let repeat = match node.kind() {
            // `||=` keeps what is there.
            "operator_assignment" if syntax::text(node, self.text()).contains("||=") => Repeat::Same,
            "operator_assignment" => Repeat::Differs,
            _ => self.rewritten(right, receiver, call.method, scope),
        };
        if let Some(Record::One(_, dirty)) = scope.records.get_mut(receiver) {
            *dirty = Some(dirty.map_or(repeat, |known| worse(known, repeat)));
        }
    }

    /// A call on a record or relation that a variable stands for, or on a chain that starts at a model.
    pub(super) fn record_operation(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Operation> {
        let receiver = call.receiver?;
        if receiver.kind() == "identifier" {
            match scope.records.get(syntax::text(receiver, self.text())) {
                Some(Record::One(relation, dirty)) => return self.one(call, relation, *dirty, scope),
                Some(Record::New(table)) => return self.saved(call, table),
                _ => {}
            }
        }
        if let Some(Record::New(table)) = self.new_record(receiver) {
            return self.saved(call, &table);
        }
        match call.method {
            "update_all" => self.update_all(call, &self.relation(receiver, scope)?, scope),
            _ => None,
        }
    }

    fn saved(&self, call: &Call<'t>, table: &str) -> Option<Operation> {
        let table = self.setting.table_key(table);
        let insert = Insert { table, columns: None, rows: None, from: None, conflict: OnConflict::Fail };
        matches!(call.method, "save" | "save!").then(|| Operation::new(Action::Insert(insert)))
    }

    /// An update of one record in a loop over all.
    fn one(&self, call: &Call<'t>, relation: &Relation, dirty: Option<Repeat>, scope: &Scope<'t>) -> Option<Operation> {
        let record = syntax::text(call.receiver?, self.text());
        let table = self.setting.table_key(&relation.table);
        let mut written = Vec::new();
        let repeat = match call.method {
            "update" | "update!" | "update_columns" | "update_attributes" | "update_attributes!"
            | "assign_attributes" => {
                let pairs = call.arguments.iter().filter(|node| node.kind() == "pair");
                pairs.fold(Repeat::Same, |worst, pair| {
                    let (Some(key), Some(value)) = (pair.child_by_field_name("key"), pair.child_by_field_name("value"))
                    else {
                        return worse(worst, Repeat::Unknown);
                    };
                    let Ruby::Text(key) = self.value(key, scope) else { return worse(worst, Repeat::Unknown) };
                    let repeat = self.rewritten(value, record, &key, scope);
                    written.push((key, self.value(value, scope)));
                    worse(worst, repeat)
                })
            }
            "update_column" | "update_attribute" => {
                let [key, value] = call.arguments.as_slice() else { return None };
                let Ruby::Text(key) = self.value(*key, scope) else { return None };
                let repeat = self.rewritten(*value, record, &key, scope);
                written.push((key, self.value(*value, scope)));
                repeat
            }
            "increment!" | "decrement!" | "toggle!" => Repeat::Differs,
            "save" | "save!" => dirty.unwrap_or(Repeat::Unknown),
            "delete" | "destroy" | "destroy!" => {
                return Some(Operation::new(Action::Delete { table, filtered: true, filter: None }));
            }
            _ => return None,
        };
        let repeat = if relation.leaves_out(&written) { Repeat::Same } else { repeat };
        let repeat = if relation.vague { softened(repeat) } else { repeat };
        let keeps = |name: &str| {
            let own = format!("{record}.{name}");
            call.arguments.iter().any(|node| syntax::text(*node, self.text()).contains(&own))
        };
        let mut operation = self.updating(table, repeat, written, relation);
        if let Action::Update { overwrites, .. } = &mut operation.action {
            overwrites.retain(|name| !keeps(name));
        }
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
        let writes = written.into_iter().map(|(name, value)| (name, literal(&value))).collect();
        let overwrites = if relation.vague { Vec::new() } else { self.overwritten(&written_names, relation) };
        let mut operation = Operation::new(Action::Update { table, repeat, writes, overwrites });
        operation.mentions = mentions;
        operation
    }

    /// The columns that none of the conditions asks for.
    fn overwritten(&self, written: &[String], relation: &Relation) -> Vec<String> {
        let spared =
            |name: &String| relation.filters.iter().any(|filter| filter_spares(filter, name, self.setting.dialect));
        written.iter().filter(|name| !spared(name)).cloned().collect()
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
        let filter = match relation.filters.as_slice() {
            [] => String::new(),
            filters => format!(" WHERE {}", filters.join(" AND ")),
        };
        let text = format!("UPDATE {} SET {}{filter}", relation.table, set.text);
        let sql = Embedded { text, pieces: vec![(0, span(call.node).start, 0)], holes: false };
        let mut operation = only_operation(lower_embedded(&sql, self.context))?;
        if let Action::Update { repeat, overwrites, .. } = &mut operation.action
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

impl Relation {
    /// The update takes its rows out of what the conditions find, so that a second run finds none.
    fn leaves_out(&self, written: &[(String, Ruby)]) -> bool {
        let scalar = |value: &Ruby| value.scalar();
        written.iter().any(|(name, value)| {
            let wanted = self.pairs.iter().find(|(column, _)| column == name).map(|(_, wanted)| wanted);
            matches!((wanted.and_then(scalar), scalar(value)), (Some(wanted), Some(value)) if wanted != value)
        })
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
fn softened(repeat: Repeat) -> Repeat {
    if repeat == Repeat::Differs { Repeat::Unknown } else { repeat }
}

/// A hash condition as SQL; `None` where its value is not known.
fn comparison(column: &str, value: &Ruby, negated: bool) -> Option<String> {
    let quoted = |value: &Ruby| match value {
        Ruby::Text(text) => Some(format!("'{}'", text.replace('\'', "''"))),
        Ruby::Number(text) => Some(text.clone()),
        Ruby::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    Some(match (value, negated) {
        (Ruby::Nil, false) => format!("{column} IS NULL"),
        (Ruby::Nil, true) => format!("{column} IS NOT NULL"),
        (Ruby::Array(items), _) => {
            let items: Option<Vec<String>> = items.iter().map(quoted).collect();
            format!("{column} {}IN ({})", if negated { "NOT " } else { "" }, items?.join(", "))
        }
        (value, false) => format!("{column} = {}", quoted(value)?),
        (value, true) => format!("{column} <> {}", quoted(value)?),
    })
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
