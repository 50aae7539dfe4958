//! The ActiveRecord frontend: Ruby through tree-sitter, Rails' schema vocabulary as it is on each version and adapter.
//!
//! ```text
//! syntax ─> reader ─> walk, calls, conditions ─> command ─> lower, objects, tables   (options: what guards do)
//!                            │                      └─> reverse                      (the way back of `change`)
//!                            └─> flow ─> programs
//! ```

mod adapter;
mod asked;
mod calls;
mod change_table;
mod columns;
mod command;
mod conditions;
mod constraints;
mod embedded;
mod flow;
mod inflect;
mod loops;
mod lower;
mod models;
mod names;
mod objects;
mod opaque;
mod options;
mod own_methods;
mod reader;
mod records;
mod relation;
mod rescues;
mod reverse;
mod spell;
mod syntax;
mod table_block;
mod tables;
mod value;
mod walk;
mod words;

#[cfg(test)]
mod tests;

use tree_sitter::Node;

use self::command::Setting;
use self::reader::Reader;
use super::{Frontend, Request, tree};
use crate::edit::Fix;
use crate::engine::{Context, Dialect, Transaction, Version};
use crate::migration::{Lineage, Migration, Problem, Reading};
use crate::source::{FileId, Source, Span};

/// Reads and rewrites ActiveRecord migrations.
#[derive(Debug, Clone, Copy)]
pub struct Rails;

/// Taken where a project does not tell its version.
const NEWEST: Version = Version::new(8, 1, 0);
/// `ActiveRecord::Migration` without a version.
const UNVERSIONED: Version = Version::new(4, 2, 0);

impl Frontend for Rails {
    fn read(&self, file: FileId, source: &Source, context: &Context) -> Reading {
        let Some(tree) = syntax::parse(source) else { return tree::refused() };
        let root = tree.root_node();
        let problems = problems(root, source);
        let migrations = migration_classes(root, source.text())
            .into_iter()
            .map(|class| migration(file, root, class, source, context, problems.is_empty()))
            .collect();
        Reading { migrations, problems }
    }

    fn spell(&self, request: &Request<'_>) -> Option<Fix> {
        spell::spell(request)
    }

    fn comments(&self, source: &Source, _context: &Context) -> Vec<Span> {
        let mut found = Vec::new();
        if let Some(tree) = syntax::parse(source) {
            syntax::descendants(tree.root_node(), &|node| node.kind() == "comment", &mut found);
            return found.into_iter().map(syntax::span).collect();
        }
        Vec::new()
    }
}

/// What the parser could not read, with the text it stumbled over.
fn problems(root: Node<'_>, source: &Source) -> Vec<Problem> {
    if !root.has_error() {
        return Vec::new();
    }
    let mut found = Vec::new();
    syntax::descendants(root, &|node| node.is_error() || node.is_missing(), &mut found);
    found
        .into_iter()
        .map(|node| {
            let at = syntax::span(node);
            let line = source.slice(at).lines().next().unwrap_or_default().trim();
            let message = match node.is_missing() {
                true => format!("`{}` is missing", node.kind()),
                false if line.is_empty() => "syntax error".to_owned(),
                false => format!("syntax error near `{}`", line.chars().take(40).collect::<String>()),
            };
            Problem { at, message }
        })
        .take(1)
        .collect()
}

/// Classes that inherit from some migration class: `ActiveRecord::Migration[7.1]`, `Gitlab::Database::Migration[2.2]`,
/// a base class of the project.
fn migration_classes<'t>(root: Node<'t>, source: &'t str) -> Vec<Node<'t>> {
    let mut classes = Vec::new();
    tree::visit(root, &mut |node| match node.kind() {
        "class" => {
            if superclass(node, source).is_some_and(|name| name.contains("Migration")) {
                classes.push(node);
            }
            true
        }
        // No class is written in what is said inside one.
        "method" | "singleton_method" | "call" | "assignment" => false,
        _ => true,
    });
    classes
}

fn superclass<'t>(class: Node<'_>, source: &'t str) -> Option<&'t str> {
    class.child_by_field_name("superclass").map(|node| syntax::text(node, source).trim_start_matches(['<', ' ']))
}

/// `x.y` of `Migration[x.y]`. Another base's number says nothing of Rails (GitLab counts its own).
fn class_version(class: Node<'_>, source: &str, rails: Version) -> Version {
    let name = superclass(class, source).unwrap_or_default();
    let bracket =
        name.split_once('[').and_then(|(base, rest)| Some((base, Version::parse(rest.trim_matches(['"', '\'']))?)));
    match bracket {
        Some((base, version)) if base.trim_start_matches("::").starts_with("ActiveRecord") => version,
        Some(_) => rails,
        None if name.trim_start_matches("::") == "ActiveRecord::Migration" => UNVERSIONED,
        None => rails,
    }
}

fn migration(
    file: FileId,
    root: Node<'_>,
    class: Node<'_>,
    source: &Source,
    context: &Context,
    intact: bool,
) -> Migration {
    let text = source.text();
    let rails = context.framework.unwrap_or(NEWEST);
    let setting = Setting {
        dialect: context.dialect,
        rails,
        class: class_version(class, text, rails).min(rails),
        in_change: true,
    };
    let name = class.child_by_field_name("name").map_or("", |name| syntax::text(name, text));
    let (up, down) = match class.child_by_field_name("body") {
        Some(body) => {
            let mut reader = Reader::new(root, body, source, context, setting);
            (reader.up(), reader.down())
        }
        None => (Vec::new(), crate::migration::Down::None),
    };
    Migration {
        file,
        at: syntax::span(class),
        revision: revision(source),
        name: name.to_owned(),
        parents: Vec::new(),
        lineage: Lineage::default(),
        transaction: transaction(class, text, context),
        up,
        down,
        intact,
    }
}

/// The digits that the file name starts with.
fn revision(source: &Source) -> String {
    let name = source.path().file_name().unwrap_or_default();
    name.chars().take_while(char::is_ascii_digit).collect()
}

/// Rails wraps a migration and its version row where the database can roll schema changes back. `safe-pg-migrations`
/// turns that off for all (its `disable_ddl_transaction` is `true`).
fn transaction(class: Node<'_>, source: &str, context: &Context) -> Transaction {
    let body = class.child_by_field_name("body").map(syntax::statements).unwrap_or_default();
    let disabled = body.iter().any(|node| syntax::text(*node, source) == "disable_ddl_transaction!");
    let transactional = matches!(context.dialect, Dialect::Postgres | Dialect::Sqlite | Dialect::SqlServer);
    if disabled || !transactional || context.gems.contains("safe-pg-migrations") {
        return Transaction::Autocommit;
    }
    context.transaction.unwrap_or(Transaction::Whole)
}
