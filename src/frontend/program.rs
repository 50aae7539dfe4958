//! A migration and what its program holds, looked up by place: many fixes are spelled in one file, and none of them may
//! look through all of it.

use std::collections::HashMap;
use std::ops::Deref;

use crate::migration::{Down, Migration, Node};
use crate::operation::{Action, Definition, TableDef};
use crate::source::Span;

/// A migration with its contents listed.
#[derive(Debug)]
pub struct Program<'m> {
    migration: &'m Migration,
    contents: Contents<'m>,
}

#[derive(Debug, Default)]
struct Contents<'m> {
    /// What stands around each step that is not at the top of its direction, outermost first.
    around: HashMap<Span, Vec<&'m Node>>,
    /// The tables that the way up makes: where, and their shape.
    tables: HashMap<&'m str, Vec<(Span, &'m TableDef)>>,
}

impl<'m> Program<'m> {
    pub fn of(migration: &'m Migration) -> Self {
        let mut contents = Contents::default();
        contents.read(&migration.up, &mut Vec::new(), true);
        if let Down::Written(nodes) | Down::File(_, nodes) = &migration.down {
            contents.read(nodes, &mut Vec::new(), false);
        }
        Self { migration, contents }
    }

    /// The nodes around a step, outermost first.
    pub fn around(&self, step: Span) -> &[&'m Node] {
        self.contents.around.get(&step).map_or(&[], Vec::as_slice)
    }

    /// The table's shape where this migration makes it in front of a place.
    pub fn table_made_before(&self, name: &str, at: Span) -> Option<&'m TableDef> {
        let made = self.contents.tables.get(name)?;
        made.iter().rev().find(|(place, _)| place.start < at.start).map(|(_, table)| *table)
    }
}

impl Deref for Program<'_> {
    type Target = Migration;

    fn deref(&self) -> &Migration {
        self.migration
    }
}

impl<'m> Contents<'m> {
    fn read(&mut self, nodes: &'m [Node], path: &mut Vec<&'m Node>, up: bool) {
        for node in nodes {
            let inner: [&[Node]; 2] = match node {
                Node::Step(step) => {
                    if !path.is_empty() {
                        self.around.insert(step.at, path.clone());
                    }
                    for placed in step.statements.iter().flat_map(|statement| &statement.operations).filter(|_| up) {
                        if let Action::Create { key, definition: Definition::Table(table) } = &placed.operation.action {
                            self.tables.entry(key.name.as_str()).or_default().push((step.at, table));
                        }
                    }
                    continue;
                }
                Node::If(branch) => [&branch.then, &branch.otherwise],
                Node::Try(attempt) => [&attempt.body, &attempt.handler],
                Node::Atomic { body, .. } | Node::Autocommit { body, .. } => [body, &[]],
                Node::Probe { .. } | Node::Return => continue,
            };
            path.push(node);
            inner.into_iter().for_each(|inner| self.read(inner, path, up));
            path.pop();
        }
    }
}
