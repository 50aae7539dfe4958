//! `with` and `try`.

use tree_sitter::Node as Ts;

use super::lower::{Flow, Lowering};
use super::syntax::{children, field, span, visit};
use super::value::Value;
use crate::engine::Dialect;
use crate::migration::{Catches, Node, Try};
use crate::operation::Reach;

/// What a context manager of a `with` asks for at its end.
enum Scoped {
    Plain,
    Batch(usize),
    Autocommit,
    Suppress,
}

impl<'t> Lowering<'_, 't> {
    pub(super) fn with(&mut self, node: Ts<'t>) -> Flow<'t> {
        let mut items = Vec::new();
        let mut head = span(node);
        visit(node, &mut |inner| {
            if inner.kind() == "with_item" {
                items.push(inner);
            }
            matches!(inner.kind(), "with_statement" | "with_clause" | "tuple" | "parenthesized_expression")
        });
        let mut open = Vec::new();
        for item in items {
            let Some(value) = field(item, "value") else { continue };
            head = span(value);
            let parts = if value.kind() == "as_pattern" { children(value) } else { vec![value] };
            let Some(&expression) = parts.first() else { continue };
            let alias = field(value, "alias").and_then(|alias| alias.named_child(0));
            head = self.line_head(expression);
            open.push(self.enter(expression, alias));
        }
        let statements = field(node, "body").map(children).unwrap_or_default();
        let wraps = open.iter().any(|scoped| matches!(scoped, Scoped::Autocommit | Scoped::Suppress));
        if !wraps {
            let flow = self.block(&statements);
            for scoped in open.into_iter().rev() {
                if let Scoped::Batch(batch) = scoped {
                    self.close_batch(batch, node, head);
                }
            }
            return flow;
        }
        let before = std::mem::take(&mut self.out);
        let flow = self.block(&statements);
        let body = std::mem::replace(&mut self.out, before);
        let at = span(node);
        self.out.push(if open.iter().any(|scoped| matches!(scoped, Scoped::Autocommit)) {
            Node::Autocommit { body, at }
        } else {
            Node::Try(Try { at, body, handler: Vec::new(), catches: Catches::Everything, savepoint: false })
        });
        flow
    }

    fn line_head(&self, node: Ts<'t>) -> crate::source::Span {
        self.head(node, &super::value::Args::default())
    }

    fn enter(&mut self, expression: Ts<'t>, alias: Option<Ts<'t>>) -> Scoped {
        let value = self.eval(expression);
        let (bound, scoped) = match &value {
            Value::Call(call) => match call.tail() {
                "batch_alter_table" if call.callee.starts_with("alembic.op.") => {
                    let batch = self.open_batch(call);
                    (Value::Batch(batch), Scoped::Batch(batch))
                }
                "autocommit_block" => (Value::Unknown, Scoped::Autocommit),
                "begin_transaction" => (Value::Unknown, Scoped::Plain),
                "suppress" => (Value::Unknown, Scoped::Suppress),
                name if self.context.transparent_helpers.contains(name) => (Value::Unknown, Scoped::Plain),
                _ => {
                    self.discard(expression, &value);
                    (Value::Unknown, Scoped::Plain)
                }
            },
            other => (other.clone(), Scoped::Plain),
        };
        if let Some(alias) = alias {
            self.bind(alias, bound);
        }
        scoped
    }

    pub(super) fn try_statement(&mut self, node: Ts<'t>) -> Flow<'t> {
        let parts = children(node);
        let clause = |kind: &str| parts.iter().copied().filter(|part| part.kind() == kind).collect::<Vec<_>>();
        let body = field(node, "body").map(children).unwrap_or_default();
        let handlers = clause("except_clause");
        let mut catching = handlers.into_iter().filter(|handler| self.takes_engine_errors(*handler));
        let first = catching.next();
        // Of several clauses, those are followed that do what the first one does.
        let alike = |handler: &Ts<'t>| first.is_some_and(|first| self.block_text(first) == self.block_text(*handler));
        let catches = first.map(|first| {
            catching.filter(alike).fold(self.caught_by(first), |all, other| all.or(self.caught_by(other)))
        });
        let mut flow = match first.zip(catches) {
            Some((handler, catches)) => self.attempt(node, &body, handler, catches),
            None => self.block(&body),
        };
        for tail in clause("else_clause").into_iter().chain(clause("finally_clause")) {
            if flow == Flow::Next || tail.kind() == "finally_clause" {
                let inner = children(tail).into_iter().find(|part| part.kind() == "block");
                let ended = self.block(&inner.map(children).unwrap_or_default());
                if flow == Flow::Next {
                    flow = ended;
                }
            }
        }
        flow
    }

    fn block_text(&self, clause: Ts<'t>) -> &'t str {
        let block = children(clause).into_iter().find(|part| part.kind() == "block");
        block.map_or("", |block| self.text(block))
    }

    fn attempt(&mut self, node: Ts<'t>, body: &[Ts<'t>], handler: Ts<'t>, catches: Catches) -> Flow<'t> {
        let start = self.locals.clone();
        let before = std::mem::take(&mut self.out);
        let flow = self.block(body);
        let body_out = std::mem::take(&mut self.out);
        let after = std::mem::replace(&mut self.locals, start);
        let block = children(handler).into_iter().find(|part| part.kind() == "block");
        let handler_flow = self.block(&block.map(children).unwrap_or_default());
        let handler_out = std::mem::replace(&mut self.out, before);
        for (name, value) in after {
            match self.locals.get_mut(name) {
                Some(other) if *other != value => *other = Value::Unknown,
                Some(_) => {}
                None => {
                    self.locals.insert(name, value);
                }
            }
        }
        self.clock += 1;
        if !(body_out.is_empty() && handler_out.is_empty()) {
            self.out.push(Node::Try(Try {
                at: span(node),
                body: body_out,
                handler: handler_out,
                catches,
                savepoint: body.iter().any(|statement| self.begins_nested(*statement)),
            }));
        }
        match (flow, handler_flow) {
            (Flow::Return(a), Flow::Return(b)) if a == b => Flow::Return(a),
            (Flow::Return(_), Flow::Return(_)) => Flow::Return(Value::Unknown),
            (Flow::Return(a), Flow::Next) => Flow::Return(a),
            _ => Flow::Next,
        }
    }

    /// `with bind.begin_nested():`
    fn begins_nested(&self, statement: Ts<'t>) -> bool {
        let clause = children(statement).into_iter().find(|part| part.kind() == "with_clause");
        statement.kind() == "with_statement" && clause.is_some_and(|clause| self.text(clause).contains("begin_nested("))
    }

    /// Whether a handler swallows what the database says; one that raises again swallows nothing.
    fn takes_engine_errors(&self, handler: Ts<'t>) -> bool {
        let raises = children(handler)
            .into_iter()
            .find(|part| part.kind() == "block")
            .is_some_and(|block| children(block).last().is_some_and(|last| last.kind() == "raise_statement"));
        let class = field(handler, "value").map_or("Exception", |value| self.text(value));
        let engine = ["Exception", "Error", "DBAPI", "sqlalchemy", "sa.exc", "exc."];
        let other =
            ["KeyError", "ValueError", "ImportError", "AttributeError", "TypeError", "NoSuchTableError", "IndexError"];
        !raises && engine.iter().any(|word| class.contains(word)) && !other.contains(&class)
    }

    /// The engine errors that come as one of the classes that a handler names.
    fn caught_by(&self, handler: Ts<'t>) -> Catches {
        let classes = field(handler, "value").map_or("Exception", |value| self.text(value));
        caught(classes, self.context.dialect)
    }

    /// `op.execute("COMMIT")`: what follows is no longer in the migration's transaction.
    pub(super) fn commits(&mut self, node: Ts<'t>) {
        if self.context.dialect == Dialect::Postgres {
            self.committed = Some(span(node));
        } else {
            self.opaque(node, Reach::Rows);
        }
    }
}

/// What comes as these classes, by what psycopg2, PyMySQL and `sqlite3` make of error codes and SQLAlchemy wraps under
/// the same name.
fn caught(classes: &str, dialect: Dialect) -> Catches {
    const ROWS: &[&str] = &["unique_violation", "23505", "1062", "1451", "23000"];
    const PYMYSQL_PROGRAMMING: &[&str] = &["1007", "1146"];
    const PYMYSQL_OPERATIONAL: &[&str] = &[
        "1005", "1008", "1022", "1050", "1051", "1054", "1060", "1061", "1068", "1072", "1091", "1176", "1304", "1305",
        "1359", "1360", "1537", "1539", "1553", "1826", "3730", "3822", "3940", "4091", "4092", "HY000",
    ];
    let names = classes.split(|c: char| !c.is_alphanumeric() && c != '_');
    let mut codes = Vec::new();
    for class in names.filter(|name| name.starts_with(char::is_uppercase)) {
        let some: &[&str] = match (class, dialect) {
            ("IntegrityError", _) => ROWS,
            ("ProgrammingError", Dialect::MySql | Dialect::MariaDb) => PYMYSQL_PROGRAMMING,
            ("OperationalError", Dialect::MySql | Dialect::MariaDb) => PYMYSQL_OPERATIONAL,
            ("OperationalError", Dialect::Postgres) | ("ProgrammingError", Dialect::Sqlite) => &[],
            ("InternalError" | "DataError" | "NotSupportedError" | "InterfaceError", _) => &[],
            _ => return Catches::Everything,
        };
        codes.extend(some.iter().map(|code| (*code).to_owned()));
    }
    Catches::Named(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_for_errors() {
        let takes = |classes, dialect, code: &str| match caught(classes, dialect) {
            Catches::Everything => true,
            Catches::Named(codes) => codes.iter().any(|name| name == code),
        };
        for (classes, dialect, code, expected) in [
            ("IntegrityError", Dialect::MariaDb, "1050", false),
            ("sa.exc.IntegrityError", Dialect::Postgres, "23505", true),
            ("ProgrammingError", Dialect::Postgres, "42p07", true),
            ("ProgrammingError", Dialect::MariaDb, "1050", false),
            ("(exc.ProgrammingError, exc.OperationalError)", Dialect::MariaDb, "1050", true),
            ("OperationalError", Dialect::Postgres, "42p07", false),
            ("OperationalError", Dialect::Sqlite, "42p07", true),
            ("Exception", Dialect::MariaDb, "1050", true),
        ] {
            assert_eq!(takes(classes, dialect, code), expected, "{classes} {dialect:?} {code}");
        }
    }
}
