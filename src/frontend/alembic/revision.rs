//! A revision file: its identifiers, its way forth and its way back.

use std::rc::Rc;

use tree_sitter::Node as Ts;

use super::lower::{Lowering, Scope};
use super::syntax::{self, children, field, text};
use super::value::Value;
use crate::engine::{Context, Dialect, Transaction};
use crate::migration::{Down, Lineage, Migration, Node, Reading};
use crate::source::{FileId, Source, Span};

/// Reads a file. One without a revision and without `upgrade` is no migration.
pub(super) fn read(file: FileId, source: &Source, root: Ts<'_>, context: &Context) -> Reading {
    let src = source.text();
    let problems = syntax::problems(root);
    let globals = Lowering::new(source, src, context).module(root);
    let roots = |direction: &str| {
        let nodes: Vec<Ts<'_>> = functions(root)
            .into_iter()
            .filter(|function| {
                let name = field(*function, "name").map_or("", |name| text(name, src));
                // The multidb template calls `upgrade_<database>()`.
                name == direction || name.strip_prefix(direction).is_some_and(|rest| is_database(rest, root, src))
            })
            .collect();
        nodes
    };
    let (up, down) = (roots("upgrade"), roots("downgrade"));
    let revision = globals.get("revision").and_then(Value::as_str).map(str::to_owned);
    if up.is_empty() && revision.is_none() {
        return Reading { migrations: Vec::new(), problems };
    }
    let lineage = lineage(&globals, root, src);
    let migration = Migration {
        file,
        at: Span::new(0, src.len()),
        revision: revision.unwrap_or_else(|| file_stem(source)),
        name: message(root, src),
        parents: identifiers(&globals, "down_revision"),
        lineage,
        transaction: context.transaction.unwrap_or(default_transaction(context.dialect)),
        up: run(source, src, context, &globals, &up),
        down: match down.is_empty() || down.iter().all(|function| gives_up(*function)) {
            true => Down::None,
            false => Down::Written(run(source, src, context, &globals, &down)),
        },
        intact: problems.is_empty(),
    };
    Reading { migrations: vec![migration], problems }
}

/// How Alembic runs a revision where `env.py` says nothing else (facts, alembic.md section 5).
fn default_transaction(dialect: Dialect) -> Transaction {
    match dialect {
        Dialect::Postgres | Dialect::SqlServer => Transaction::Whole,
        Dialect::Sqlite => Transaction::UntilFirstWrite,
        Dialect::MySql | Dialect::MariaDb => Transaction::ImplicitCommit,
    }
}

fn run<'t>(source: &Source, src: &'t str, context: &Context, globals: &Rc<Scope<'t>>, roots: &[Ts<'t>]) -> Vec<Node> {
    roots.iter().flat_map(|root| Lowering::new(source, src, context).root(globals.clone(), *root)).collect()
}

/// The functions of the top level.
fn functions(root: Ts<'_>) -> Vec<Ts<'_>> {
    children(root)
        .into_iter()
        .filter_map(|node| match node.kind() {
            "decorated_definition" => field(node, "definition"),
            _ => Some(node),
        })
        .filter(|node| node.kind() == "function_definition")
        .collect()
}

/// `upgrade_engine1` is a root where `upgrade(engine_name)` looks functions up by name.
fn is_database(rest: &str, root: Ts<'_>, src: &str) -> bool {
    rest.starts_with('_') && text(root, src).contains("globals()[")
}

/// `pass`, a docstring, or only a `raise`: there is no way back.
fn gives_up(function: Ts<'_>) -> bool {
    let body = field(function, "body").map(children).unwrap_or_default();
    body.iter().all(|statement| match statement.kind() {
        "pass_statement" | "raise_statement" => true,
        "expression_statement" => {
            children(*statement).iter().all(|inner| matches!(inner.kind(), "string" | "ellipsis"))
        }
        "return_statement" => children(*statement).is_empty(),
        _ => false,
    })
}

/// What the file says of its place. A label that could not be read is one all the same: its text stands for it.
fn lineage(globals: &Scope<'_>, root: Ts<'_>, src: &str) -> Lineage {
    let assigned = |name: &str| children(root).into_iter().rev().find_map(|node| assigned_to(node, name, src));
    let (own, above, labels) = (assigned("revision"), assigned("down_revision"), assigned("branch_labels"));
    let legible = |name: &str| globals.get(name).is_none_or(|value| value.is_none() || value.strings().is_some());
    let computed = own.is_some() && globals.get("revision").and_then(Value::as_str).is_none();
    let labels = match labels {
        Some(node) if !legible("branch_labels") => vec![text(node, src).to_owned()],
        _ => identifiers(globals, "branch_labels"),
    };
    Lineage {
        depends_on: identifiers(globals, "depends_on"),
        labels,
        revision_at: own.map(syntax::span),
        parents_at: above.map(syntax::span),
        created: docstring(root, src)
            .lines()
            .find_map(|line| line.trim().strip_prefix("Create Date:"))
            .map(|date| date.trim().to_owned()),
        unread: computed || !legible("down_revision") || !legible("depends_on"),
    }
}

/// The value that a statement of the top level gives to a name.
fn assigned_to<'t>(statement: Ts<'t>, name: &str, src: &str) -> Option<Ts<'t>> {
    let assignment = statement.named_child(0).filter(|node| node.kind() == "assignment")?;
    let left = field(assignment, "left")?;
    (text(left, src) == name).then(|| field(assignment, "right")).flatten()
}

/// The revisions that a variable names: a string, a tuple or a list of them.
fn identifiers(globals: &Scope<'_>, name: &str) -> Vec<String> {
    globals.get(name).and_then(Value::strings).unwrap_or_default()
}

/// The first line of the docstring.
fn message(root: Ts<'_>, src: &str) -> String {
    docstring(root, src).lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned()
}

fn docstring<'t>(root: Ts<'_>, src: &'t str) -> &'t str {
    let first = children(root).into_iter().next().filter(|node| node.kind() == "expression_statement");
    let string = first.and_then(|node| node.named_child(0)).filter(|node| node.kind() == "string");
    let content = string.and_then(|node| children(node).into_iter().find(|part| part.kind() == "string_content"));
    content.map_or("", |node| text(node, src))
}

/// Alembic takes a file without `revision` by its name.
fn file_stem(source: &Source) -> String {
    source.path().file_stem().unwrap_or_default().to_owned()
}
