//! Questions to the live schema, in Python: `sa.inspect(op.get_bind()).has_table("t")` and small helper functions.

use tree_sitter::Node as Ts;

use super::Speller;
use crate::edit::Edit;
use crate::engine::Version;
use crate::frontend::alembic::lower::Lowering;
use crate::frontend::alembic::syntax::{children, field, span, visit};
use crate::migration::{Condition, Subject};
use crate::operation::{Action, ConstraintKind, Definition, Key, Kind};

/// What a helper function looks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Column,
    Index,
    Unique,
    ForeignKey,
    Check,
}

impl Look {
    fn helper(self) -> &'static str {
        match self {
            Self::Column => "_has_column",
            Self::Index => "_has_index",
            Self::Unique => "_has_unique",
            Self::ForeignKey => "_has_foreign_key",
            Self::Check => "_has_check",
        }
    }

    /// The inspector's method that lists them.
    fn method(self) -> &'static str {
        match self {
            Self::Column => "get_columns",
            Self::Index => "get_indexes",
            Self::Unique => "get_unique_constraints",
            Self::ForeignKey => "get_foreign_keys",
            Self::Check => "get_check_constraints",
        }
    }

    fn parameter(self) -> &'static str {
        match self {
            Self::Column => "column",
            Self::Index => "index",
            _ => "name",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Column => Kind::Column,
            Self::Index => Kind::Index,
            _ => Kind::Constraint,
        }
    }
}

impl<'t> Speller<'_, '_, 't> {
    /// Whether this key is there, asked in the words of the call that makes or drops it.
    pub(super) fn question(&mut self, key: &Key, call: Ts<'t>) -> Option<String> {
        self.ask(key, call, false)
    }

    /// The same for a key that the call names elsewhere.
    pub(super) fn question_by_name(&mut self, key: &Key, call: Ts<'t>) -> Option<String> {
        self.ask(key, call, true)
    }

    fn ask(&mut self, key: &Key, call: Ts<'t>, by_name: bool) -> Option<String> {
        if key.name.is_empty() {
            return self.ask_by_columns(key, call);
        }
        let op = self.op_name()?;
        let batch = self.batch_of(call);
        let schema = self.schema_text(batch.unwrap_or(call));
        let name = if by_name { self.literal(&key.name) } else { self.name_text(key, call) };
        let owned = matches!(key.kind, Kind::Column | Kind::Index | Kind::Constraint);
        let table = if owned { self.table_text(key, call, batch)? } else { String::new() };
        let modern = self.request.context.sqlalchemy.is_none_or(|version| version >= Version::new(2, 0, 0));
        let look = match key.kind {
            Kind::Table | Kind::View => {
                if let Some(helper) = self.known_table_helper() {
                    return Some(format!("{helper}({name}{schema})")).filter(|_| schema.is_empty());
                }
                let sa = self.sqlalchemy()?;
                return Some(format!("{sa}.inspect({op}.get_bind()).has_table({name}{schema})"));
            }
            Kind::Type => {
                let sa = self.sqlalchemy()?;
                let enums = format!("{sa}.inspect({op}.get_bind()).get_enums()");
                return Some(format!("any(found[\"name\"] == {name} for found in {enums})"));
            }
            Kind::Column => Look::Column,
            Kind::Index if modern && self.known_helper(Look::Index).is_none() => {
                let sa = self.sqlalchemy()?;
                return Some(format!("{sa}.inspect({op}.get_bind()).has_index({table}, {name}{schema})"));
            }
            Kind::Index => Look::Index,
            Kind::Constraint => self.constraint_look(key, call)?,
            _ => return None,
        };
        let helper = self.helper(look, !schema.is_empty())?;
        Some(format!("{helper}({table}, {name}{schema})"))
    }

    /// What the engine names is told by its columns.
    fn ask_by_columns(&mut self, key: &Key, call: Ts<'t>) -> Option<String> {
        let batch = self.batch_of(call);
        let shift = usize::from(batch.is_some());
        let (place, name) = match self.operation(call) {
            "create_foreign_key" => (3 - shift, "local_cols"),
            "create_unique_constraint" => (2 - shift, "columns"),
            _ => return None,
        };
        let columns = self.argument(call, place, name).filter(|node| node.kind() == "list")?;
        if !self.schema_text(batch.unwrap_or(call)).is_empty() || self.text(columns).contains('\n') {
            return None;
        }
        let table = self.table_text(key, call, batch)?;
        let look = self.constraint_look(key, call)?;
        self.question_by_columns(look, &table, self.text(columns))
    }

    /// `_has_foreign_key_on("t", ["a"])`
    pub(super) fn question_by_columns(&mut self, look: Look, table: &str, columns: &str) -> Option<String> {
        let (name, field) = match look {
            Look::ForeignKey => ("_has_foreign_key_on", "constrained_columns"),
            Look::Unique => ("_has_unique_on", "column_names"),
            _ => return None,
        };
        let (sa, op, method) = (self.sqlalchemy()?, self.op_name()?, look.method());
        let body = format!(
            "def {name}(table, columns):\n    \
                 inspector = {sa}.inspect({op}.get_bind())\n    \
                 if not inspector.has_table(table):\n        \
                     return False\n    \
                 return columns in [found[\"{field}\"] for found in inspector.{method}(table)]\n\n\n"
        );
        self.define(name, &body)?;
        Some(format!("{name}({table}, {columns})"))
    }

    /// Puts a helper function into the file. One that an earlier fix wrote serves again; somebody else's does not.
    pub(super) fn define(&mut self, name: &str, body: &str) -> Option<()> {
        if self.binds(name) {
            return self.src.replace("\r\n", "\n").contains(body.trim_end()).then_some(());
        }
        let at = self.before_functions()?;
        let ending = self.request.source.line_ending(at);
        let edit = Edit::insert(at, body.replace('\n', ending));
        if !self.besides.contains(&edit) {
            self.besides.push(edit);
        }
        Some(())
    }

    /// Which list of the inspector a constraint is in.
    fn constraint_look(&self, key: &Key, call: Ts<'t>) -> Option<Look> {
        let defined = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Create { key: made, definition: Definition::Constraint(constraint) } if made == key => {
                Some(constraint.kind.clone())
            }
            _ => None,
        });
        let written = match self.operation(call) {
            "drop_constraint" => {
                let place = if self.batch_of(call).is_some() { 1 } else { 2 };
                self.argument(call, place, "type_").map(|node| self.text(node).trim_matches(['"', '\'']))
            }
            "create_unique_constraint" => Some("unique"),
            "create_foreign_key" => Some("foreignkey"),
            "create_check_constraint" => Some("check"),
            _ => None,
        };
        match (defined, written) {
            (Some(ConstraintKind::Unique), _) | (None, Some("unique")) => Some(Look::Unique),
            (Some(ConstraintKind::ForeignKey { .. }), _) | (None, Some("foreignkey")) => Some(Look::ForeignKey),
            (Some(ConstraintKind::Check { .. }), _) | (None, Some("check")) => Some(Look::Check),
            _ => None,
        }
    }

    /// A Python string in the quotes of the call.
    pub(super) fn literal(&self, value: &str) -> String {
        let quote = self.quote();
        let escaped = value.replace('\\', "\\\\").replace(quote, &format!("\\{quote}"));
        format!("{quote}{escaped}{quote}")
    }

    /// The quotes that the step uses.
    fn quote(&self) -> char {
        self.text(self.call).chars().find(|c| matches!(c, '"' | '\'')).unwrap_or('"')
    }

    /// The name as the call has it: a variable stays a variable, so that it is right in a loop.
    fn name_text(&self, key: &Key, call: Ts<'t>) -> String {
        let batch = usize::from(self.batch_of(call).is_some());
        let argument = match self.operation(call) {
            "create_table" | "drop_table" => self.argument(call, 0, "table_name"),
            "rename_table" => self.argument(call, 0, "old_table_name"),
            "drop_column" | "alter_column" => self.argument(call, 1 - batch, "column_name"),
            "add_column" => self
                .argument(call, 1 - batch, "column")
                .filter(|column| column.kind() == "call")
                .and_then(|column| self.argument(column, 0, "name")),
            "create_index" | "drop_index" => self.argument(call, 0, "index_name"),
            "create_foreign_key" | "create_unique_constraint" | "create_check_constraint" | "drop_constraint" => {
                self.argument(call, 0, "constraint_name")
            }
            _ => None,
        };
        match argument {
            Some(node) => self.reusable(node, &key.name),
            None => self.literal(&key.name),
        }
    }

    /// An argument's text where it means just this name.
    fn reusable(&self, node: Ts<'t>, name: &str) -> String {
        let inner = match node.kind() {
            "call" if self.operation(node) == "f" => self.arguments(node).first().copied().unwrap_or(node),
            _ => node,
        };
        let bare = name.rsplit('.').next().unwrap_or(name);
        match inner.kind() {
            "identifier" | "attribute" | "subscript" => self.text(inner).to_owned(),
            "string" if self.text(inner).trim_matches(['"', '\'']) == bare => self.text(inner).to_owned(),
            // An f-string in a loop has another value each round.
            "string" if self.text(inner).starts_with(['f', 'F']) => self.text(inner).to_owned(),
            _ => self.literal(bare),
        }
    }

    fn table_text(&self, key: &Key, call: Ts<'t>, batch: Option<Ts<'t>>) -> Option<String> {
        let place = match self.operation(call) {
            "add_column" | "drop_column" | "alter_column" => 0,
            _ => 1,
        };
        let argument = match batch {
            Some(batch) => self.argument(batch, 0, "table_name"),
            None => self.argument(
                call,
                place,
                if self.operation(call) == "create_foreign_key" { "source_table" } else { "table_name" },
            ),
        };
        let owner = self.owner(key);
        if self.operation(call) == "execute"
            && let Some(table) = self.interpolated_table(call)
        {
            return Some(table);
        }
        match (argument, owner) {
            (Some(node), Some(owner)) if self.operation(call) != "execute" => Some(self.reusable(node, &owner)),
            (Some(node), None) if self.operation(call) != "execute" && node.kind() == "string" => {
                Some(self.text(node).to_owned())
            }
            (_, Some(owner)) => Some(self.literal(owner.rsplit('.').next().unwrap_or(&owner))),
            _ => None,
        }
    }

    /// The expression that an f-string puts in for the table: `table` of `f"ALTER TABLE {table} ADD …"`.
    fn interpolated_table(&self, call: Ts<'t>) -> Option<String> {
        let mut found = None;
        visit(call, &mut |node| {
            if node.kind() == "interpolation" && found.is_none() {
                let before = self.src[call.start_byte()..node.start_byte()].trim_end().to_uppercase();
                let expression = field(node, "expression").filter(|_| before.ends_with("ALTER TABLE"));
                found = expression.map(|expression| self.text(expression).to_owned());
            }
            found.is_none()
        });
        found
    }

    /// The table that a key belongs to.
    fn owner(&self, key: &Key) -> Option<String> {
        if !key.owner.is_empty() {
            return Some(key.owner.to_string());
        }
        let placed = self.request.step.statements.iter().flat_map(|statement| &statement.operations);
        placed.filter(|placed| placed.operation.action.key() == Some(key)).find_map(|placed| {
            match &placed.operation.action {
                Action::Create { definition: Definition::Index(index), .. } => Some(index.table.clone()),
                _ => None,
            }
        })
    }

    /// The name of a helper function that looks, defined where the file has none.
    pub(super) fn helper(&mut self, look: Look, with_schema: bool) -> Option<String> {
        if let Some(known) = self.known_helper(look) {
            return (!with_schema).then_some(known);
        }
        let name = look.helper();
        let (sa, op) = (self.sqlalchemy()?, self.op_name()?);
        let (method, what) = (look.method(), look.parameter());
        let (parameter, schema) = if with_schema { (", schema=None", ", schema=schema") } else { ("", "") };
        let body = format!(
            "def {name}(table, {what}{parameter}):\n    \
                 inspector = {sa}.inspect({op}.get_bind())\n    \
                 if not inspector.has_table(table{schema}):\n        \
                     return False\n    \
                 return {what} in [found[\"name\"] for found in inspector.{method}(table{schema})]\n\n\n"
        );
        self.define(name, &body)?;
        Some(name.to_owned())
    }

    /// Where helper functions go: above the first function, its comments and decorators.
    pub(super) fn before_functions(&self) -> Option<u32> {
        let all: Vec<Ts<'t>> = self.root.named_children(&mut self.root.walk()).collect();
        let mut first = all.iter().position(|node| {
            matches!(node.kind(), "function_definition" | "decorated_definition" | "class_definition")
        })?;
        while first > 0
            && all[first - 1].kind() == "comment"
            && all[first - 1].end_position().row + 1 == all[first].start_position().row
        {
            first -= 1;
        }
        // The helper needs what the imports bind.
        let late =
            all[first..].iter().any(|node| node.kind().starts_with("import") && self.text(*node).contains("alembic"));
        (!late).then(|| span(all[first]).start)
    }

    /// A function of this file that answers the same question, told by running it in the abstract.
    fn known_helper(&self, look: Look) -> Option<String> {
        // A question that fails where the table is missing is not the same.
        let asks = |condition: &Condition, wanted: &Key| match condition {
            Condition::Present(test) => test.subject == Subject::Key(wanted.clone()) && test.needs.is_none(),
            _ => false,
        };
        let wanted = match look.kind() {
            Kind::Index => Key::index(self.request.context.dialect, "t", "n"),
            kind => Key::owned(kind, "t", "n"),
        };
        // Unique constraints, keys and checks look the same from outside: the helper must say which list it reads.
        let method = look.method();
        self.predicates(2).into_iter().find_map(|function| {
            let reads = look.kind() != Kind::Constraint || self.text(function).contains(method);
            let answer = self.answer(function, &["t", "n"])?;
            (reads && asks(&answer, &wanted)).then(|| self.name_of(function))?
        })
    }

    fn known_table_helper(&self) -> Option<String> {
        self.predicates(1).into_iter().find_map(|function| {
            let answer = self.answer(function, &["t"])?;
            let asks = matches!(&answer, Condition::Present(test) if test.subject == Subject::Key(Key::table("t")));
            asks.then(|| self.name_of(function))?
        })
    }

    fn name_of(&self, function: Ts<'t>) -> Option<String> {
        field(function, "name").map(|name| self.text(name).to_owned())
    }

    /// Functions of the top level with this many parameters that must be given.
    fn predicates(&self, parameters: usize) -> Vec<Ts<'t>> {
        children(self.root)
            .into_iter()
            .filter(|node| node.kind() == "function_definition")
            .filter(|node| {
                let given = field(*node, "parameters").map(children).unwrap_or_default();
                let required = given.iter().filter(|one| matches!(one.kind(), "identifier" | "typed_parameter"));
                required.count() == parameters && !self.text(*node).contains("op.create")
            })
            .collect()
    }

    fn answer(&self, function: Ts<'t>, values: &[&str]) -> Option<Condition> {
        let source = self.request.source;
        let globals = Lowering::new(source, self.src, self.request.context).module(self.root);
        Lowering::new(source, self.src, self.request.context).predicate(globals, function, values)
    }
}
