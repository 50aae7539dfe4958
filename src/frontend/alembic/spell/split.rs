//! What a step makes without naming it — indexes, enum types — gets a statement and a guard of its own.

use tree_sitter::Node as Ts;

use super::ask::Look;
use super::place::Place;
use super::{Speller, exact};
use crate::edit::{Edit, Fix, Safety};
use crate::engine::Dialect;
use crate::frontend::alembic::options;
use crate::frontend::alembic::syntax::{field, span};
use crate::migration::Placed;
use crate::operation::{Action, ConstraintDef, ConstraintKind, Definition, IndexDef, Kind, Tolerance};

impl<'t> Speller<'_, '_, 't> {
    /// Splits a step and guards every part of it.
    pub(super) fn split(&mut self) -> Option<Fix> {
        let implied: Vec<Placed> = self
            .request
            .step
            .statements
            .iter()
            .flat_map(|statement| &statement.operations)
            .filter(|placed| placed.implied)
            .cloned()
            .collect();
        let place = Place::of(self, self.call).or_else(|| self.assigned_place())?;
        let mut edits = Vec::new();
        let (mut above, mut below) = (String::new(), String::new());
        let (mut indexes, mut constraints) = (0, 0);
        for placed in &implied {
            match &placed.operation.action {
                Action::Create { definition: Definition::Index(index), .. } => {
                    let node = exact(self.root, placed.at)?;
                    let text = self.index_statement(index, node, &mut edits)?;
                    below.push_str(&self.below(&place, index, &text)?);
                    indexes += 1;
                }
                Action::Create { key, .. } if key.kind == Kind::Type => {
                    let node = exact(self.root, placed.at)?;
                    above.push_str(&self.type_statement(node, &place, &mut edits)?);
                }
                Action::Create { definition: Definition::Constraint(constraint), .. } => {
                    let node = exact(self.root, placed.at)?;
                    below.push_str(&self.constraint_below(&place, constraint, node, &mut edits)?);
                    constraints += 1;
                }
                _ => return None,
            }
        }
        self.guard_itself(&place, &above, &mut edits)?;
        if !below.is_empty() {
            edits.push(Edit::insert(place.below(self), below));
        }
        let title = match (indexes, implied.len() - indexes) {
            _ if constraints > 0 => "Make each part by itself, and only where it is missing".to_owned(),
            (0, _) => "Create the type by itself, and only where it is missing".to_owned(),
            (_, 0) => "Create the index by itself, and each only where it is missing".to_owned(),
            _ => "Create types and indexes by themselves, and each only where it is missing".to_owned(),
        };
        Some(self.fix(title, Safety::Safe, edits))
    }

    /// `t = op.create_table(…)`: good enough where nothing has to be put around it.
    fn assigned_place(&self) -> Option<Place<'t>> {
        let assignment = self.call.parent().filter(|node| node.kind() == "assignment")?;
        Place::of_statement(self, assignment.parent()?)
    }

    /// The step's own guard, if it has none yet; what goes above it stands outside of the guard.
    fn guard_itself(&mut self, place: &Place<'t>, above: &str, edits: &mut Vec<Edit>) -> Option<()> {
        let mut written = self.request.step.statements.iter().flat_map(|statement| &statement.operations);
        let own = written.find(|placed| !placed.implied)?;
        let mut line = above.to_owned();
        let guarded = own.operation.tolerance != Tolerance::None || !self.request.operations.contains(&own);
        if !guarded {
            match self.option(self.call, true) {
                Some(option) => edits.extend(self.add_keyword(self.call, option)?),
                None if place.statement.named_child(0) != Some(self.call) => return None,
                None => {
                    let key = own.operation.action.key()?.clone();
                    let condition = self.condition(&key, true, self.call)?;
                    let wrapped = place.wrap(self, &condition)?;
                    let mut wrapped = wrapped.into_iter();
                    line.push_str(&wrapped.next()?.text);
                    for edit in wrapped {
                        join_indent(edits, edit);
                    }
                }
            }
        }
        if !line.is_empty() {
            edits.push(Edit::insert(place.start(), line));
        }
        Some(())
    }

    /// Takes an index out of a column or a table, and gives the arguments of its `create_index`.
    fn index_statement(&mut self, index: &IndexDef, node: Ts<'t>, edits: &mut Vec<Edit>) -> Option<String> {
        // Longer names are cut and hashed by SQLAlchemy.
        let name = index.name.as_ref().filter(|name| name.len() <= 60)?;
        let op = self.op_name()?;
        let table_place = self.argument(self.call, 0, "table_name")?;
        let table = self.text(table_place);
        let schema = self.schema_text(self.call);
        let column_call = self.operation(node) == "Column";
        let (columns, rest) = if column_call {
            edits.push(self.delete_argument(self.keyword(node, "index")?.parent()?)?);
            if index.unique {
                edits.push(self.delete_argument(self.keyword(node, "unique")?.parent()?)?);
            }
            let column = self.argument(node, 0, "name")?;
            let unique = if index.unique { ", unique=True" } else { "" };
            (self.text(column).to_owned(), unique.to_owned())
        } else {
            edits.push(self.delete_argument(node)?);
            let (mut columns, mut rest) = (Vec::new(), String::new());
            for argument in self.arguments(node).into_iter().skip(1) {
                match argument.kind() {
                    "keyword_argument" => rest.push_str(&format!(", {}", self.text(argument))),
                    "list_splat" | "dictionary_splat" => return None,
                    _ => columns.push(self.text(argument)),
                }
            }
            (columns.join(", "), rest)
        };
        let name = self.literal(name);
        Some(format!("{op}.create_index({op}.f({name}), {table}, [{columns}]{schema}{rest}"))
    }

    /// The index's statement with its guard, on lines of its own.
    fn below(&mut self, place: &Place<'t>, index: &IndexDef, statement: &str) -> Option<String> {
        let (indent, unit, ending) = (place.indent, place.unit, place.ending);
        let honoured = self.request.context.framework.is_some()
            && options::portable(self.request.context, "create_index", options::Place::Op);
        if honoured {
            return Some(format!("{ending}{indent}{statement}, if_not_exists=True)"));
        }
        let key = crate::operation::Key::owned(Kind::Index, index.table.as_str(), index.name.as_deref()?);
        let question = self.index_question(&key)?;
        let op = self.op_name()?;
        Some(format!(
            "{ending}{indent}if {op}.get_context().as_sql or not {question}:{ending}{indent}{unit}{statement})"
        ))
    }

    /// Takes a key or a `unique=True` out of an added column: a statement of its own, with a guard of its own.
    fn constraint_below(
        &mut self,
        place: &Place<'t>,
        constraint: &ConstraintDef,
        column: Ts<'t>,
        edits: &mut Vec<Edit>,
    ) -> Option<String> {
        // SQLite can't add constraints to a table that is there.
        if self.operation(self.call) != "add_column"
            || self.batch_of(self.call).is_some()
            || self.request.context.dialects().any(|dialect| dialect == Dialect::Sqlite)
        {
            return None;
        }
        let op = self.op_name()?;
        let table = self.text(self.argument(self.call, 0, "table_name")?);
        let name = self.text(self.argument(column, 0, "name")?);
        let schema = self.schema_text(self.call);
        let (statement, look) = match &constraint.kind {
            ConstraintKind::ForeignKey { .. } => {
                let key = self.arguments(column).into_iter().find(|part| self.operation(*part) == "ForeignKey")?;
                edits.push(self.delete_argument(key)?);
                (self.foreign_key_statement(key, table, name)?, Look::ForeignKey)
            }
            ConstraintKind::Unique => {
                edits.push(self.delete_argument(self.keyword(column, "unique")?.parent()?)?);
                (format!("{op}.create_unique_constraint(None, {table}, [{name}]{schema})"), Look::Unique)
            }
            _ => return None,
        };
        if !schema.is_empty() {
            return None;
        }
        let question = match constraint.name.as_deref() {
            Some(given) => {
                let helper = self.helper(look, false)?;
                format!("{helper}({table}, {})", self.literal(given))
            }
            None => self.question_by_columns(look, table, &format!("[{name}]"))?,
        };
        let (indent, unit, ending) = (place.indent, place.unit, place.ending);
        Some(format!(
            "{ending}{indent}if {op}.get_context().as_sql or not {question}:{ending}{indent}{unit}{statement}"
        ))
    }

    /// `op.create_foreign_key(…)` for `sa.ForeignKey("users.id", …)` at a column.
    fn foreign_key_statement(&self, key: Ts<'t>, table: &str, column: &str) -> Option<String> {
        let target = self.argument(key, 0, "column").filter(|target| target.kind() == "string")?;
        let target = self.text(target).trim_matches(['"', '\'']);
        let (referred, referred_column) = target.split_once('.').filter(|(_, column)| !column.contains('.'))?;
        let mut name = "None".to_owned();
        let mut rest = String::new();
        for argument in self.arguments(key).into_iter().skip(1) {
            let word = self.text(field(argument, "name").filter(|_| argument.kind() == "keyword_argument")?);
            match word {
                "name" => self.text(field(argument, "value")?).clone_into(&mut name),
                "ondelete" | "onupdate" | "deferrable" | "initially" | "match" => {
                    rest.push_str(&format!(", {}", self.text(argument)));
                }
                _ => return None,
            }
        }
        let op = self.op_name()?;
        let (referred, referred_column) = (self.literal(referred), self.literal(referred_column));
        Some(format!("{op}.create_foreign_key({name}, {table}, {referred}, [{column}], [{referred_column}]{rest})"))
    }

    fn index_question(&mut self, key: &crate::operation::Key) -> Option<String> {
        let call = self.call;
        self.question_by_name(key, call)
    }

    /// The statement that makes an enum type, put above the table; the column then leaves the type alone.
    fn type_statement(&mut self, node: Ts<'t>, place: &Place<'t>, edits: &mut Vec<Edit>) -> Option<String> {
        let op = self.op_name()?;
        let (indent, ending) = (place.indent, place.ending);
        let others = self.request.context.dialects().any(|dialect| dialect != Dialect::Postgres);
        let outside = !span(self.call).contains(span(node));
        if others || outside && !self.is_module_level(node) {
            return None;
        }
        let module = self.postgresql()?;
        let own = self.operation(node) == "ENUM";
        edits.extend(self.leave_type_alone(node)?);
        if self.is_made_by_itself(node) {
            return Some(String::new());
        }
        if outside {
            let variable = self.variable_of(node)?;
            return Some(format!("{variable}.create({op}.get_bind(), checkfirst=True){ending}{indent}"));
        }
        let text = if own {
            self.text(node).to_owned()
        } else {
            let list = field(node, "arguments")?;
            format!("{module}.ENUM{}", self.text(list))
        };
        if text.contains('\n') {
            return None;
        }
        Some(format!("{text}.create({op}.get_bind(), checkfirst=True){ending}{indent}"))
    }

    /// Whether a step of its own makes the type that this construct stands for.
    fn is_made_by_itself(&self, node: Ts<'t>) -> bool {
        let implied = self.request.operations.iter().find(|placed| placed.at == span(node));
        let Some(key) = implied.and_then(|placed| placed.operation.action.key()) else { return false };
        let mut made = false;
        crate::replay::each_placed(&self.request.migration.up, &mut |_, placed, _| {
            made |= !placed.implied
                && matches!(&placed.operation.action, Action::Create { key: other, .. } if other == key);
        });
        made
    }

    /// `sa.Enum(…)` as PostgreSQL's own, which leaves the type alone where it is told to.
    pub(super) fn leave_type_alone(&mut self, node: Ts<'t>) -> Option<Vec<Edit>> {
        let others = self.request.context.dialects().any(|dialect| dialect != Dialect::Postgres);
        if others || !matches!(self.operation(node), "Enum" | "ENUM") || !self.only_shared_options(node) {
            return None;
        }
        let mut edits = Vec::new();
        if self.operation(node) != "ENUM" {
            let module = self.postgresql()?;
            edits.push(Edit::replace(span(field(node, "function")?), format!("{module}.ENUM")));
        }
        edits.extend(self.add_keyword(node, "create_type=False")?);
        Some(edits)
    }

    /// Options that the generic and PostgreSQL's own enum take alike.
    fn only_shared_options(&self, node: Ts<'t>) -> bool {
        let known = ["name", "schema", "metadata", "inherit_schema", "values_callable", "create_type"];
        self.arguments(node)
            .into_iter()
            .filter(|argument| argument.kind() == "keyword_argument")
            .all(|argument| field(argument, "name").is_some_and(|name| known.contains(&self.text(name))))
    }

    fn is_module_level(&self, node: Ts<'t>) -> bool {
        self.variable_of(node).is_some()
    }

    /// The variable that a construct is assigned to as it is.
    fn variable_of(&self, node: Ts<'t>) -> Option<&'t str> {
        let assignment = node.parent().filter(|parent| parent.kind() == "assignment")?;
        let left = field(assignment, "left").filter(|left| left.kind() == "identifier")?;
        Some(self.text(left))
    }

    /// `sa.Enum(…, create_type=False)` is taken for PostgreSQL's own, which looks at the option.
    pub(super) fn native_enum(&mut self, call: Ts<'t>) -> Option<Fix> {
        let others = self.request.context.dialects().any(|dialect| dialect != Dialect::Postgres);
        if others || !self.only_shared_options(call) {
            return None;
        }
        let module = self.postgresql()?;
        let edits = vec![Edit::replace(span(field(call, "function")?), format!("{module}.ENUM"))];
        Some(self.fix("Use `postgresql.ENUM`, which looks at `create_type`", Safety::Unsafe, edits))
    }
}

/// Adds the indentation of a line to edits that may already start there.
fn join_indent(edits: &mut Vec<Edit>, indent: Edit) {
    let covered = edits.iter().any(|edit| edit.span.start <= indent.span.start && indent.span.start < edit.span.end);
    if covered {
        return;
    }
    match edits.iter_mut().find(|edit| edit.span == indent.span) {
        Some(edit) => {
            let text = format!("{}{}", indent.text, edit.text);
            edit.text = text;
        }
        None => edits.push(indent),
    }
}
