//! Methods of connections, sessions and inspectors.

use super::lower::Lowering;
use super::syntax::span;
use super::value::{Args, Subjects, Value};
use crate::migration::Subject;
use crate::operation::{Key, Reach};
use tree_sitter::Node as Ts;

impl<'t> Lowering<'_, 't> {
    /// A method of a connection, an engine or a session.
    pub(super) fn bind_method(&mut self, node: Ts<'t>, name: &str, args: Args<'t>) -> Value<'t> {
        match name {
            "execute" | "exec_driver_sql" | "scalar" | "scalars" | "exec" => {
                let statement = args.positional().next().map_or(Value::Unknown, |arg| arg.value.clone());
                self.execute(node, &statement, &args)
            }
            "connect" | "begin" | "begin_nested" | "execution_options" | "connection" | "get_bind" => Value::Bind,
            "add" | "add_all" | "bulk_save_objects" => {
                self.add_models(node, &args);
                Value::None
            }
            "delete" => {
                self.delete_record(node, &args);
                Value::None
            }
            "bulk_insert_mappings" => {
                self.bulk_insert(node, &args);
                Value::None
            }
            "merge" | "bulk_update_mappings" => {
                self.opaque(node, Reach::Rows);
                Value::Unknown
            }
            "query" | "get" => self.value_call(node, "query", Some(Value::Bind), args),
            "has_table" => self.has_table(node, args.get(0, "table_name").map(|arg| arg.value.clone())),
            "run_sync" | "run_callable" => {
                self.opaque(node, Reach::Everything);
                Value::Unknown
            }
            _ => Value::Unknown,
        }
    }

    pub(super) fn has_table(&mut self, node: Ts<'t>, table: Option<Value<'t>>) -> Value<'t> {
        match table.as_ref().and_then(Value::as_str) {
            Some(table) => {
                let key = Key::table(super::names::table(self.context, table, None));
                Value::Truth(self.fresh(Subject::Key(key), None, span(node)))
            }
            None => Value::Unknown,
        }
    }

    pub(super) fn inspector_method(
        &mut self,
        node: Ts<'t>,
        inspector: usize,
        name: &str,
        args: &Args<'t>,
    ) -> Value<'t> {
        let at = span(node);
        let schema = args.named("schema").and_then(|arg| arg.value.as_str()).map(str::to_owned);
        let lists = match name {
            "get_table_names" => Some((Subjects::Tables, true)),
            "get_view_names" => Some((Subjects::Views, true)),
            "get_schema_names" => Some((Subjects::Schemas, true)),
            "get_sequence_names" => Some((Subjects::Sequences, true)),
            "get_enums" => Some((Subjects::Types, false)),
            _ => None,
        };
        if let Some((subjects, names)) = lists {
            let facts = self.consult(inspector, subjects, None, schema.as_deref(), at);
            return if names { Value::Names(facts) } else { Value::Facts(facts) };
        }
        let table = args.get(0, "table_name").and_then(|arg| arg.value.as_str()).map(str::to_owned);
        let about = match name {
            "has_table" => Subjects::Tables,
            "get_columns" => Subjects::Columns,
            "get_indexes" | "has_index" => Subjects::Indexes,
            "get_foreign_keys" => Subjects::ForeignKeys,
            "get_unique_constraints" => Subjects::UniqueConstraints,
            "get_check_constraints" => Subjects::CheckConstraints,
            "get_pk_constraint" => Subjects::PrimaryKey,
            "clear_cache" => {
                self.forget(inspector);
                return Value::None;
            }
            _ => return Value::Unknown,
        };
        let Some(table) = table else { return Value::Unknown };
        let facts = self.consult(inspector, about, Some(&table), schema.as_deref(), at);
        match name {
            "has_table" => {
                let key = Key::table(super::names::table(self.context, &table, schema.as_deref()));
                Value::Truth(self.ask(facts, Subject::Key(key), false, at))
            }
            "has_index" => {
                let index = args.get(1, "index_name").and_then(|arg| arg.value.as_str());
                let Some(index) = index else { return Value::Unknown };
                let table = super::names::table(self.context, &table, schema.as_deref());
                let key = super::names::index_key(self.context, &table, index);
                Value::Truth(self.ask(facts, Subject::Key(key), false, at))
            }
            "get_pk_constraint" => Value::Fact(facts),
            _ => Value::Facts(facts),
        }
    }
}
