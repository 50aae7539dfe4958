//! `begin … rescue … ensure … end`, and which errors a handler takes.

use super::flow::Flow;
use super::reader::{Reader, Scope};
use super::syntax::{self, Call, span};
use crate::migration::Catches;
use tree_sitter::Node;

impl<'t> Reader<'t> {
    /// `begin … rescue … else … ensure … end`
    pub(super) fn rescued(
        &mut self,
        at: Node<'t>,
        main: Vec<Flow>,
        clauses: &[Node<'t>],
        scope: &mut Scope<'t>,
        out: &mut Vec<Flow>,
    ) {
        let (mut handler, mut after) = (Vec::new(), Vec::new());
        let mut main = main;
        let mut catches = None;
        for clause in clauses {
            match clause.kind() {
                "rescue" => {
                    let body = clause.child_by_field_name("body");
                    // A handler that raises again is no handler. One that may raise again looks at the error first.
                    let raises = body.is_some_and(|body| raises_again(body, self.text()));
                    if !raises {
                        catches = more(catches, caught(*clause, self.text()));
                        let was = std::mem::replace(&mut self.handling, true);
                        if let Some(body) = body {
                            self.body(body, scope, &mut handler);
                        }
                        self.handling = was;
                    }
                }
                "else" => self.body(*clause, scope, &mut main),
                _ => self.body(*clause, scope, &mut after),
            }
        }
        match catches {
            Some(catches) => {
                let savepoint = self.is_savepoint(at, scope);
                out.push(Flow::Try(span(at), main, handler, catches, savepoint));
            }
            None => out.append(&mut main),
        }
        out.append(&mut after);
    }

    /// A body that is one `transaction(requires_new: true) { … }`.
    pub(super) fn is_savepoint(&self, body: Node<'t>, scope: &Scope<'t>) -> bool {
        let parts = syntax::statements(body);
        let mut main = parts.iter().filter(|node| !matches!(node.kind(), "rescue" | "ensure" | "else"));
        match (main.next().and_then(|node| Call::read(*node, self.text())), main.next()) {
            (Some(call), None) => call.method == "transaction" && self.command(&call, scope).is_true("requires_new"),
            _ => false,
        }
    }
}

/// Whether a handler ends by raising, whatever the error was.
pub(super) fn raises_again(body: Node<'_>, source: &str) -> bool {
    let raise = |node: &Node<'_>| Call::read(*node, source).is_some_and(|call| call.method == "raise");
    syntax::statements(body).iter().any(raise)
}

/// What the classes of a `rescue` take of the database's errors. The adapter's own errors arrive wrapped in
/// `ActiveRecord::StatementInvalid`, so that `rescue PG::Error` takes none; what Rails finds missing by itself is an
/// `ArgumentError`.
pub(super) fn caught(clause: Node<'_>, source: &str) -> Catches {
    let classes = clause.child_by_field_name("exceptions").map(syntax::children).unwrap_or_default();
    if classes.is_empty() {
        return Catches::Everything;
    }
    let mut named = Vec::new();
    for class in classes {
        match syntax::text(class, source).trim_start_matches("::") {
            "ActiveRecord::RecordNotUnique" => named.extend(["unique_violation".to_owned(), "1062".to_owned()]),
            "ArgumentError" => named.push("undefined_object".to_owned()),
            "NoMethodError"
            | "NameError"
            | "KeyError"
            | "ActiveRecord::RecordInvalid"
            | "ActiveRecord::RecordNotFound"
            | "ActiveRecord::IrreversibleMigration" => {}
            name if ["PG::", "Mysql2::", "SQLite3::", "Trilogy::"].iter().any(|driver| name.starts_with(driver)) => {}
            _ => return Catches::Everything,
        }
    }
    Catches::Named(named)
}

/// What several handlers take together.
pub(super) fn more(known: Option<Catches>, added: Catches) -> Option<Catches> {
    Some(match (known, added) {
        (None, added) => added,
        (Some(Catches::Named(mut names)), Catches::Named(others)) => {
            names.extend(others);
            Catches::Named(names)
        }
        _ => Catches::Everything,
    })
}
