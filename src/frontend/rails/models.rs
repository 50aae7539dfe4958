//! Code that goes through models: rows written, changed and deleted.

use tree_sitter::Node;

use super::inflect;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call};
use super::value::Value as Ruby;
use crate::operation::{Action, Insert, OnConflict, Operation, Reach, Value};

/// Methods that only read, or only change objects in memory.
const READS: &[&str] = &[
    "all",
    "where",
    "not",
    "find",
    "find_by",
    "find_by!",
    "first",
    "last",
    "pluck",
    "ids",
    "count",
    "sum",
    "maximum",
    "minimum",
    "select",
    "joins",
    "includes",
    "left_joins",
    "left_outer_joins",
    "order",
    "limit",
    "offset",
    "group",
    "having",
    "distinct",
    "unscoped",
    "exists?",
    "any?",
    "none?",
    "empty?",
    "new",
    "build",
    "column_names",
    "columns",
    "table_name",
    "table_exists?",
    "reset_column_information",
    "connection",
    "quoted_table_name",
    "primary_key",
    "map",
    "to_a",
    "reload",
    "attributes",
    "to_sql",
    "pick",
    "preload",
    "references",
    "merge",
    "or",
    "arel_table",
    "scope",
    "schema_cache",
    "clear!",
    "reset_sequence_name",
    "take",
    "present?",
    "blank?",
    "size",
    "length",
    "columns_hash",
    "inheritance_column=",
    "table_name=",
    "record_timestamps=",
    "logger",
    "ignored_columns=",
    "reorder",
    "with_deleted",
];

/// Methods that change or walk rows.
const WRITES: &[&str] = &[
    "create",
    "create!",
    "create_or_find_by",
    "create_or_find_by!",
    "create_with",
    "insert",
    "insert!",
    "insert_all",
    "insert_all!",
    "upsert",
    "upsert_all",
    "update",
    "update!",
    "update_all",
    "update_columns",
    "update_column",
    "update_attribute",
    "update_attributes",
    "update_attributes!",
    "delete",
    "delete_all",
    "delete_by",
    "destroy",
    "destroy!",
    "destroy_all",
    "destroy_by",
    "find_or_create_by",
    "find_or_create_by!",
    "find_or_initialize_by",
    "first_or_create",
    "first_or_create!",
    "find_each",
    "find_in_batches",
    "in_batches",
    "each",
    "each_record",
    "save",
    "save!",
    "touch",
    "touch_all",
    "increment!",
    "decrement!",
    "toggle!",
    "import",
    "import!",
    "reset_counters",
    "update_counters",
    "increment_counter",
    "decrement_counter",
    "truncate",
    "each_with_index",
    "tap",
    "find_or_create",
    "lock",
    "unscope",
    "transaction",
];

pub(super) fn reads(method: &str) -> bool {
    READS.contains(&method) || method.ends_with('?')
}

pub(super) fn writes(method: &str) -> bool {
    WRITES.contains(&method)
}

/// Methods that run their block for each record or batch.
pub(super) fn loops(method: &str) -> bool {
    matches!(
        method,
        "find_each"
            | "find_in_batches"
            | "in_batches"
            | "each"
            | "each_record"
            | "each_with_index"
            | "map"
            | "each_entry"
    )
}

/// The table of a model class that the migration brings along; `None` where it can't be told.
pub(super) fn table_name<'t>(class: Node<'t>, source: &'t str) -> Option<String> {
    let statements = class.child_by_field_name("body").map(syntax::statements).unwrap_or_default();
    for node in statements {
        let left = node.child_by_field_name("left").map(|left| syntax::text(left, source));
        if left == Some("self.table_name") {
            let evaluator = super::value::Evaluator {
                source,
                constants: std::collections::HashMap::new(),
                reverting: false,
                quote: '"',
                budget: std::cell::Cell::default(),
            };
            let value = evaluator.value(node.child_by_field_name("right")?, &super::value::Locals::default());
            return value.name().map(str::to_owned);
        }
    }
    by_convention(syntax::text(class.child_by_field_name("name")?, source))
}

/// `has_many :posts` in a model's body: the name and the table, where no option says that it is another one.
pub(super) fn associations<'t>(class: Node<'t>, source: &'t str) -> impl Iterator<Item = (&'t str, String)> {
    let statements = class.child_by_field_name("body").map(syntax::statements).unwrap_or_default();
    statements.into_iter().filter_map(move |node| {
        let call = Call::read(node, source).filter(|call| call.method == "has_many")?;
        let [name] = call.arguments.as_slice() else { return None };
        let name = syntax::text(*name, source).strip_prefix(':')?;
        Some((name, inflect::plural(&inflect::singular(name)?)?))
    })
}

/// Whether a model's class looks for records of the same values before it saves one.
pub(super) fn validates_uniqueness(class: Node<'_>, text: &str) -> bool {
    let body = syntax::text(class, text);
    body.contains("uniqueness:") || body.contains("validates_uniqueness_of")
}

/// `UserProfile` → `user_profiles`. A namespaced one may have a prefix, so it has no sure table.
fn by_convention(constant: &str) -> Option<String> {
    if constant.contains("::") {
        return None;
    }
    inflect::plural(&inflect::underscore(constant))
}

impl<'t> Reader<'t> {
    /// The table of the model a chain starts at: `User.where(…).update_all(…)`.
    pub(super) fn model_table_of(&self, call: &Call<'t>) -> Option<String> {
        self.model_table(call.root(self.text())?)
    }

    /// The table of a model that is the receiver itself: `User.table_exists?`.
    pub(super) fn model_receiver(&self, call: &Call<'t>) -> Option<String> {
        let receiver = call.receiver?;
        matches!(receiver.kind(), "constant" | "scope_resolution").then(|| self.model_table(receiver)).flatten()
    }

    pub(super) fn model_table(&self, constant: Node<'t>) -> Option<String> {
        let name = syntax::text(constant, self.text());
        let last = name.rsplit("::").next().unwrap_or(name);
        match self.models.get(last) {
            Some(table) => table.clone(),
            None if matches!(name, "ActiveRecord" | "Rails" | "ActiveRecord::Base") => None,
            None => by_convention(name),
        }
    }

    /// A call on a model as an operation on rows.
    pub(super) fn model_operation(&self, call: &Call<'t>, scope: &Scope<'t>) -> Operation {
        let read = self.record_operation(call, scope).or_else(|| self.rows_of(call, scope));
        read.unwrap_or_else(|| Operation::new(Action::Opaque(Reach::Rows)))
    }

    fn rows_of(&self, call: &Call<'t>, scope: &Scope<'t>) -> Option<Operation> {
        let table = self.setting.table_key(&self.model_table_of(call)?);
        let direct = call.receiver.is_some_and(|receiver| receiver.kind() != "call");
        let command = self.command(call, scope);
        let filtered = !direct;
        Some(Operation::new(match call.method {
            "create" | "create!" | "insert" | "insert!" if direct => {
                let list = match command.arg(0) {
                    Some(Ruby::Array(rows)) => rows.clone(),
                    None => vec![Ruby::Hash(options(&command))],
                    Some(_) => return None,
                };
                let conflict = match call.method {
                    "insert" => OnConflict::Skip(None),
                    // It gives back a record that was not saved.
                    "create" if self.model_table_of(call).is_some_and(|table| self.refusing.contains(&table)) => {
                        OnConflict::WhereAbsent
                    }
                    _ => OnConflict::Fail,
                };
                insert(table, &list, conflict)
            }
            "insert_all" | "insert_all!" | "upsert_all" | "upsert" if direct => {
                let unique = command.option("unique_by").and_then(Ruby::names);
                let rows = match command.arg(0) {
                    Some(Ruby::Array(rows)) => rows.clone(),
                    _ => Vec::new(),
                };
                let conflict = match call.method {
                    "insert_all" => OnConflict::Skip(unique),
                    "insert_all!" => OnConflict::Fail,
                    _ => OnConflict::Update(unique),
                };
                insert(table, &rows, conflict)
            }
            "find_or_create_by" | "find_or_create_by!" => {
                let rows = [Ruby::Hash(options(&command))];
                insert(table, &rows, OnConflict::WhereAbsent)
            }
            "reset_counters" | "update_counters" | "increment_counter" | "decrement_counter" if direct => {
                return self.counted(call, &command, scope);
            }
            "first_or_create" | "first_or_create!" | "create_or_find_by" | "create_or_find_by!" => {
                Action::Insert(Insert {
                    table,
                    columns: None,
                    rows: None,
                    conflict: OnConflict::WhereAbsent,
                    from: None,
                })
            }
            "delete_all" | "destroy_all" => {
                let rows = self.relation(call.receiver?, scope).filter(|rows| !rows.vague && scope.over.is_empty());
                Action::Delete { table, filtered, filter: rows.map(|rows| rows.condition()) }
            }
            "delete_by" | "destroy_by" => Action::Delete { table, filtered: true, filter: None },
            _ => return None,
        }))
    }
}

fn options(command: &super::command::Command) -> Vec<(Ruby, Ruby)> {
    command.options.iter().map(|pair| (Ruby::Text(pair.key.clone()), pair.value.clone())).collect()
}

/// Rows given as hashes; the columns are those of the first one.
fn insert(table: crate::operation::Key, rows: &[Ruby], conflict: OnConflict) -> Action {
    let columns: Option<Vec<String>> = match rows.first() {
        Some(Ruby::Hash(pairs)) if !pairs.is_empty() => {
            pairs.iter().map(|(key, _)| key.name().map(str::to_owned)).collect()
        }
        _ => None,
    };
    let values = columns.as_ref().and_then(|columns| {
        rows.iter().map(|row| columns.iter().map(|column| row.get(column).map(value)).collect()).collect()
    });
    Action::Insert(Insert { table, columns, rows: values, conflict, from: None })
}

fn value(ruby: &Ruby) -> Value {
    match ruby {
        Ruby::Nil => Value::Literal("NULL".to_owned()),
        other => other.scalar().map_or(Value::Computed, Value::Literal),
    }
}
