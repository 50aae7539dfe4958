//! Steps of a `with op.batch_alter_table(…)`.

use tree_sitter::Node as Ts;

use super::place::Place;
use super::{Speller, exact};
use crate::edit::{Edit, Fix, Safety};
use crate::engine::Dialect;
use crate::frontend::alembic::options;
use crate::frontend::alembic::syntax::{self, field, span};
use crate::operation::{Key, Kind};

impl<'t> Speller<'_, '_, 't> {
    /// Where the call stands: on `op`, or on the `batch_op` of a `with`.
    pub(super) fn flavour(&self, call: Ts<'t>) -> options::Place {
        match self.batch_of(call) {
            None => options::Place::Op,
            Some(_) if self.request.context.dialects().any(|dialect| dialect == Dialect::Sqlite) => {
                options::Place::Rebuild
            }
            Some(_) => options::Place::Batch,
        }
    }

    /// The `op.batch_alter_table(…)` whose `with` a call stands in.
    pub(super) fn batch_of(&self, call: Ts<'t>) -> Option<Ts<'t>> {
        let receiver = field(field(call, "function")?, "object")?;
        if !matches!(receiver.kind(), "identifier") || self.text(receiver) == self.op_name()? {
            return None;
        }
        let alias = self.text(receiver);
        let with = std::iter::successors(call.parent(), |node| node.parent()).find(|node| {
            node.kind() == "with_statement" && self.batch_call(*node).is_some_and(|(_, bound)| bound == alias)
        })?;
        self.batch_call(with).map(|(call, _)| call)
    }

    /// The batch that a `with` opens, and the name it gets.
    fn batch_call(&self, with: Ts<'t>) -> Option<(Ts<'t>, &'t str)> {
        let mut found = None;
        let clause = syntax::children(with).into_iter().find(|part| part.kind() == "with_clause")?;
        syntax::visit(clause, &mut |node| {
            if node.kind() == "as_pattern"
                && let (Some(call), Some(alias)) = (node.named_child(0), field(node, "alias"))
                && self.operation(call) == "batch_alter_table"
            {
                found.get_or_insert((call, self.text(alias)));
            }
            found.is_none()
        });
        found
    }

    /// A rebuild that dies leaves `_alembic_tmp_…` behind. It is empty as long as the table itself is there.
    pub(super) fn skip_in_batch(&mut self, keys: &[Key], creates: bool) -> Option<Fix> {
        let key = keys.first()?.clone();
        let (batch, _) = self.batch_call(self.call)?;
        if key.kind == Kind::Table && key.name.contains("_alembic_tmp_") {
            // There the table itself may be gone: only its stand-in is left.
            if self.request.context.dialects().any(Dialect::is_mysql_like) {
                return None;
            }
            let op = self.op_name()?;
            let table = self.argument(batch, 0, "table_name")?;
            let sa = self.sqlalchemy()?;
            let schema = self.schema_text(batch);
            let question = format!("{sa}.inspect({op}.get_bind()).has_table({}{schema})", self.text(table));
            let place = Place::of(self, self.call)?;
            let (indent, unit, end) = (place.indent, place.unit, place.ending);
            let line = format!(
                "if not {op}.get_context().as_sql and {question}:{end}{indent}{unit}{op}.execute(\"DROP TABLE IF EXISTS \
                 {}\"){end}{indent}",
                key.name
            );
            let edits = vec![Edit::insert(span(self.call).start, line)];
            let title = format!("Drop the `{}` that a stopped run leaves behind", key.name);
            return Some(self.fix(title, Safety::Safe, edits));
        }
        let written = self.request.operations.iter().find(|placed| !placed.implied)?;
        let call = exact(self.root, written.at)?;
        self.guard(&key, creates, Some(call))
    }

    /// A rebuild empties a column that is there already: add it only where it is missing.
    pub(super) fn keep_rows(&mut self) -> Option<Fix> {
        let placed = *self.request.operations.first()?;
        let key = placed.operation.action.key()?.clone();
        let call = exact(self.root, placed.at).filter(|call| call.kind() == "call")?;
        self.guard(&key, true, Some(call))
    }
}
