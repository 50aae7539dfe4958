//! The place a remedy is for: the call, what is around it, and how the file is written there.

use tree_sitter::Node;

use super::super::command::{Command, Place, Setting};
use super::super::embedded::Strings;
use super::super::options::{self, Support};
use super::super::reader::{Reader, Scope};
use super::super::syntax::{self, Call, Parameter, span};
use super::super::value::Value;
use super::super::{change_table, class_version};
use crate::edit::Fix;
use crate::engine::{Dialect, Transaction};
use crate::frontend::Request;
use crate::frontend::sql::spell_embedded;
use crate::migration::Placed;
use crate::operation::{Action, Definition};
use crate::source::Span;

/// A step in its surroundings.
pub(super) struct Site<'r, 't> {
    pub(super) request: &'r Request<'r>,
    pub(super) reader: Reader<'t>,
    pub(super) root: Node<'t>,
    pub(super) class: Node<'t>,
    pub(super) call: Call<'t>,
    /// The command; in a `change_table` the one its line becomes.
    pub(super) command: Command,
    /// The block variable of the `change_table` around.
    pub(super) table_variable: Option<&'t str>,
    /// The guard around the call goes: it may be written as several statements.
    pub(super) freed: bool,
    /// Rails records the call and undoes it on the way back.
    pub(super) recorded: bool,
}

impl<'r, 't> Site<'r, 't>
where
    'r: 't,
{
    pub(super) fn find(root: Node<'t>, request: &'r Request<'r>) -> Option<Self> {
        Self::at(root, request, request.step.at)
    }

    /// The site of a call by its span, or of the SQL's `execute` around a span.
    pub(super) fn at(root: Node<'t>, request: &'r Request<'r>, at: Span) -> Option<Self> {
        let source = request.source.text();
        let class = enclosing(root.descendant_for_byte_range(at.start as usize, at.end as usize)?, &["class"])?;
        let call = calling(root, at, source)?;
        let rails = request.context.framework.unwrap_or(super::super::NEWEST);
        let recorded = is_recorded(call.node, class, source);
        let setting = Setting {
            dialect: request.context.dialect,
            rails,
            class: class_version(class, source, rails).min(rails),
            in_change: recorded,
        };
        let reader = Reader::new(root, class.child_by_field_name("body")?, request.source, request.context, setting);
        let scope = Scope::default();
        let mut command = reader.command(&call, &scope);
        let mut table_variable = None;
        if let Some((variable, table, bulk)) = table_around(&call, &reader) {
            command = change_table::commands(&command, &table).into_iter().next()?;
            command.place = Place::ChangeTable { bulk };
            table_variable = Some(variable);
        }
        Some(Self { request, reader, root, class, call, command, table_variable, freed: false, recorded })
    }

    pub(super) fn text(&self) -> &'t str {
        self.reader.text()
    }

    pub(super) fn slice(&self, node: Node<'_>) -> &'t str {
        syntax::text(node, self.text())
    }

    /// What an option does on every database the file must run on: whether it may be written.
    pub(super) fn honours(&self, command: &Command, option: &str) -> bool {
        self.request.context.dialects().all(|dialect| {
            let setting = Setting { dialect, ..self.reader.setting };
            options::support(command, option, &setting) == Some(Support::default())
        })
    }

    /// The source of a positional argument, on one line.
    pub(super) fn argument(&self, at: usize) -> Option<&'t str> {
        let node = self.call.arguments.get(at).filter(|node| node.kind() != "pair")?;
        one_line(self.slice(*node))
    }

    /// The source of an option's value, on one line.
    pub(super) fn option(&self, key: &str) -> Option<&'t str> {
        let pair = self.pair(key)?;
        one_line(self.slice(pair.child_by_field_name("value")?))
    }

    pub(super) fn pair(&self, key: &str) -> Option<Node<'t>> {
        let named = |pair: &&Node<'t>| {
            pair.child_by_field_name("key")
                .is_some_and(|node| self.slice(node).trim_start_matches(':').trim_matches(['"', '\'']) == key)
        };
        self.call.arguments.iter().filter(|node| node.kind() == "pair").find(named).copied()
    }

    /// `Model.connection.` and the like, as the call itself has it.
    pub(super) fn prefix(&self) -> String {
        match self.call.receiver {
            Some(receiver) if self.table_variable.is_none() => format!("{}.", self.slice(receiver)),
            _ => String::new(),
        }
    }

    /// The index is, or may be, built concurrently: a build that failed leaves an invalid one, which an option keeps.
    pub(super) fn builds_concurrently(&self) -> bool {
        let index = |placed: &&Placed| {
            matches!(&placed.operation.action,
                Action::Create { definition: Definition::Index(index), .. } if index.concurrently)
        };
        let builds = self.command.name == "add_index" && self.request.operations.iter().any(index);
        options::concurrently(&self.command) || builds
    }

    /// How the index is built is only known at run time.
    pub(super) fn builds_somehow(&self) -> bool {
        // What else is put into a hash before it is spread is not read; a concurrent build needs no transaction around it.
        let spread = || self.call.arguments.iter().any(|node| node.kind() == "hash_splat_argument");
        let unread = self.command.option("algorithm") == Some(&Value::Unknown)
            || self.request.migration.transaction == Transaction::Autocommit && spread();
        unread
            && !self.builds_concurrently()
            && self.request.context.dialects().any(|dialect| dialect == Dialect::Postgres)
    }

    pub(super) fn is_sql(&self) -> bool {
        let inside = self.request.step.at != span(self.call.node);
        inside
            && matches!(
                self.call.method,
                "execute"
                    | "exec_query"
                    | "exec_update"
                    | "exec_delete"
                    | "exec_insert"
                    | "exec"
                    | "query"
                    | "update"
                    | "insert"
                    | "delete"
            )
    }

    /// The SQL frontend's spelling for a statement in a string.
    pub(super) fn sql_fix(&self) -> Option<Fix> {
        let scope = Scope::default();
        let strings = Strings {
            evaluator: &self.reader.evaluator,
            locals: &scope.locals,
            assigned: &scope.assigned,
            heredocs: &self.reader.heredocs,
        };
        let embedded = strings.embedded(self.call.first()?)?;
        spell_embedded(&embedded, self.request)
    }

    /// Whether a modifier may be put behind the call: it stands as a statement of its own.
    pub(super) fn is_statement(&self) -> bool {
        let Some(parent) = self.call.node.parent() else { return false };
        match parent.kind() {
            "body_statement" | "block_body" | "then" | "else" | "begin" | "ensure" | "program" | "do" => true,
            "if_modifier" | "unless_modifier" => {
                parent.child_by_field_name("body").is_some_and(|body| body.id() == self.call.node.id())
            }
            _ => false,
        }
    }

    /// The line ending of the file here.
    pub(super) fn newline(&self) -> &'static str {
        self.request.source.line_ending(span(self.call.node).start)
    }

    pub(super) fn indent(&self) -> &str {
        self.request.source.indent(span(self.call.node).start)
    }
}

/// Text that may be repeated elsewhere in a line.
pub(super) fn one_line(text: &str) -> Option<&str> {
    (!text.contains('\n')).then_some(text)
}

/// The call at a span, or the nearest call of SQL around it.
fn calling<'t>(root: Node<'t>, at: Span, source: &'t str) -> Option<Call<'t>> {
    let mut node = root.descendant_for_byte_range(at.start as usize, at.end as usize)?;
    loop {
        if span(node) == at
            && let Some(call) = Call::read(node, source)
        {
            return Some(call);
        }
        if node.kind() == "call" && span(node) != at && span(node).contains(at) {
            return Call::read(node, source);
        }
        if node.kind() == "heredoc_body" {
            return heredoc_call(root, node, source);
        }
        node = node.parent()?;
    }
}

/// The call whose argument this heredoc is.
fn heredoc_call<'t>(root: Node<'t>, body: Node<'t>, source: &'t str) -> Option<Call<'t>> {
    let beginnings = super::super::embedded::heredocs(root, source);
    let start = beginnings.iter().find(|(_, other)| other.id() == body.id()).map(|(start, _)| *start)?;
    let mut node = root.descendant_for_byte_range(start, start + 1)?;
    loop {
        node = node.parent()?;
        let call = Call::read(node, source).filter(|_| node.kind() == "call");
        if let Some(call) = call.filter(|call| !call.arguments.is_empty()) {
            return Some(call);
        }
    }
}

pub(super) fn enclosing<'t>(node: Node<'t>, kinds: &[&str]) -> Option<Node<'t>> {
    let mut node = node;
    loop {
        if kinds.contains(&node.kind()) {
            return Some(node);
        }
        node = node.parent()?;
    }
}

/// Whether a call is undone by Rails on the way back: it is in `change` (or in a method that `change` may call), and not
/// in a block of `reversible` or `up_only`.
pub(super) fn is_recorded(node: Node<'_>, class: Node<'_>, source: &str) -> bool {
    let mut at = node;
    while let Some(parent) = at.parent() {
        let method = Call::read(parent, source).filter(|_| parent.kind() == "call").map(|call| call.method);
        if method.is_some_and(|method| {
            matches!(method, "up" | "down" | "up_only") && parent.child_by_field_name("block").is_some()
        }) {
            return false;
        }
        if matches!(parent.kind(), "method" | "singleton_method") {
            let name = parent.child_by_field_name("name").map_or("", |name| syntax::text(name, source));
            return match name {
                "change" => true,
                "up" | "down" => false,
                _ => has_change(class, source),
            };
        }
        at = parent;
    }
    false
}

fn has_change(class: Node<'_>, source: &str) -> bool {
    let body = class.child_by_field_name("body").map(syntax::statements).unwrap_or_default();
    body.iter().any(|node| node.child_by_field_name("name").is_some_and(|name| syntax::text(name, source) == "change"))
}

/// The `change_table` whose block variable the call is addressed to.
fn table_around<'t>(call: &Call<'t>, reader: &Reader<'t>) -> Option<(&'t str, String, bool)> {
    let variable = syntax::text(call.receiver?, reader.text());
    let mut node = call.node;
    loop {
        node = node.parent()?;
        let Some(outer) = Call::read(node, reader.text()).filter(|outer| outer.block.is_some()) else { continue };
        let parameters = syntax::parameters(outer.block?, reader.text());
        let Some(Parameter::Name(name)) = parameters.first() else { continue };
        if *name == variable {
            let command = reader.command(&outer, &Scope::default());
            let table = command.name_at(0).map(str::to_owned)?;
            return (outer.method == "change_table").then(|| (*name, table, command.is_true("bulk")));
        }
    }
}
