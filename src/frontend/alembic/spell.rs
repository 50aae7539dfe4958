//! Remedies in Alembic's words.
//!
//! The forms are those of the facts' "Fix selection" (alembic.md section 3): Alembic's own option where this version
//! and every database of the project honour it and nothing implied stays unguarded; else a question to a *fresh*
//! inspector, with `op.get_context().as_sql` in front, so that `--sql` still renders everything.

mod ask;
mod batch;
mod conditions;
mod each;
mod embedded;
mod models;
mod place;
mod rows;
mod split;

use tree_sitter::Node as Ts;

use self::place::Place;
use super::options;
use super::syntax::{self, field, span, text};
use crate::edit::{Edit, Fix, Safety};
use crate::frontend::{Remedy, Request};
use crate::operation::{Action, Definition, Key, Kind};

/// What a spelling is made with.
pub(super) struct Speller<'r, 'a, 't> {
    pub(super) request: &'r Request<'a>,
    pub(super) src: &'t str,
    pub(super) root: Ts<'t>,
    /// The call (or the `with`) of the step.
    pub(super) call: Ts<'t>,
    /// Edits beside those of the step: imports and helper functions.
    pub(super) besides: Vec<Edit>,
}

/// Spells a remedy; `None` where there is no sound form.
pub(super) fn spell(request: &Request<'_>) -> Option<Fix> {
    let tree = syntax::parse(request.source)?;
    let root = tree.root_node();
    let src = request.source.text();
    let call = exact(root, request.step.at)?;
    if embedded::within_string(call) {
        return embedded::spell(request, root, src, call);
    }
    Speller { request, src, root, call, besides: Vec::new() }.spell()
}

/// The node that covers just this stretch.
fn exact(root: Ts<'_>, at: crate::source::Span) -> Option<Ts<'_>> {
    root.descendant_for_byte_range(at.start as usize, at.end as usize)
}

/// A name as PostgreSQL takes it, quoted where it must be.
fn sql_name(name: &str) -> String {
    let plain = |part: &str| {
        part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && !part.starts_with(|c: char| c.is_ascii_digit())
    };
    let quoted = |part: &str| if plain(part) { part.to_owned() } else { format!("\"{}\"", part.replace('"', "\"\"")) };
    name.split('.').map(quoted).collect::<Vec<_>>().join(".")
}

impl<'t> Speller<'_, '_, 't> {
    fn spell(mut self) -> Option<Fix> {
        match self.request.remedy {
            Remedy::SkipIfPresent => self.skip(true),
            Remedy::SkipIfAbsent => self.skip(false),
            Remedy::KeepRows => self.keep_rows(),
            Remedy::SkipIfRenamed => self.rename(),
            Remedy::SkipDuplicateRows { key, own_table } => self.skip_rows(key.as_deref(), *own_table),
            Remedy::Remove => self.remove(),
            Remedy::RebuildIndex => self.rebuild_index(),
            Remedy::WorkOffline => self.work_offline(),
            Remedy::ReplaceGuard => self.replace_guard(),
            Remedy::AskAgain => self.ask_again(),
            Remedy::GuardEachStep => self.guard_each_step(),
            Remedy::LeaveTransaction => self.leave_transaction(),
            Remedy::FillEmpty { columns, certain } => self.fill_empty(columns, *certain),
            Remedy::Name { name, certain } => self.name_dropped(name, *certain),
            Remedy::OnlyWhile(_)
            | Remedy::KeepRollback
            | Remedy::WrapInTransaction
            | Remedy::SkipIfConverted { .. } => None,
        }
    }

    pub(super) fn fix(&mut self, title: impl Into<String>, safety: Safety, mut edits: Vec<Edit>) -> Fix {
        edits.append(&mut self.besides);
        Fix::new(title, safety, self.request.file, edits)
    }

    pub(super) fn text(&self, node: Ts<'t>) -> &'t str {
        text(node, self.src)
    }

    /// The name of the operation that a call asks for: `create_table` of `op.create_table(…)`.
    pub(super) fn operation(&self, call: Ts<'t>) -> &'t str {
        let function = field(call, "function");
        let name = function.and_then(|function| field(function, "attribute")).or(function);
        name.map_or("", |name| self.text(name))
    }

    /// The option that does it, where this version and every database honour it.
    fn option(&self, call: Ts<'t>, creates: bool) -> Option<&'static str> {
        // Without a version in hand the option may be one that an old Alembic ignores in silence.
        self.request.context.framework?;
        let honoured = options::portable(self.request.context, self.operation(call), self.flavour(call));
        honoured.then_some(if creates { "if_not_exists=True" } else { "if_exists=True" })
    }

    /// The operations that the fix is about, the one that is written out first.
    fn keys(&self) -> Vec<Key> {
        let mut placed = self.request.operations.to_vec();
        placed.sort_by_key(|placed| placed.implied);
        placed.iter().filter_map(|placed| placed.operation.action.key().cloned()).collect()
    }

    fn skip(&mut self, creates: bool) -> Option<Fix> {
        let keys = self.keys();
        if self.call.kind() == "with_statement" {
            return self.skip_in_batch(&keys, creates);
        }
        if matches!(self.operation(self.call), "create" | "drop") {
            return self.check_first();
        }
        if self.operation(self.call) == "execute" {
            return self.option_of_construct(creates);
        }
        let implied = self.request.operations.iter().filter(|placed| placed.implied).count();
        if implied > 0 {
            return self.split().or_else(|| self.guard_whole());
        }
        let key = keys.first()?.clone();
        if let Some(option) = self.option(self.call, creates).filter(|_| !self.loses_owner(&key)) {
            let sends_more = self.request.step.statements.len() > 1;
            if !sends_more {
                let edits = self.add_keyword(self.call, option)?;
                return Some(self.fix(format!("Add `{option}`"), Safety::Safe, edits));
            }
        }
        if self.request.step.statements.len() > 1 && self.has_implied(&[Kind::Index, Kind::Type]) {
            return self.split();
        }
        if self.request.step.statements.len() > 1
            && let Some(fix) = self.split()
        {
            return Some(fix);
        }
        self.guard(&key, creates, None)
    }

    /// One question for all that a step sends: enough where a stop can't fall in between.
    fn guard_whole(&mut self) -> Option<Fix> {
        let mut written = self.request.step.statements.iter().flat_map(|statement| &statement.operations);
        let key = written.find(|placed| !placed.implied)?.operation.action.key()?.clone();
        self.besides.clear();
        self.guard(&key, true, None)
    }

    /// Whether the migration drops or renames the table of what is dropped here: no option helps where that is gone.
    fn loses_owner(&self, key: &Key) -> bool {
        let mut loses = false;
        let down = match &self.request.migration.down {
            crate::migration::Down::Written(nodes) => nodes.as_slice(),
            _ => &[],
        };
        let program = if self.request.backwards { down } else { &self.request.migration.up };
        crate::replay::each_placed(program, &mut |_, placed, _| {
            if let Action::Drop { key: gone, .. } | Action::Rename { from: gone, .. } = &placed.operation.action {
                loses |= gone.kind == Kind::Table && gone.name == key.owner;
            }
        });
        loses
    }

    /// Whether the step makes things of these kinds that nothing in the text names.
    fn has_implied(&self, kinds: &[Kind]) -> bool {
        let mut placed = self.request.step.statements.iter().flat_map(|statement| &statement.operations);
        placed
            .any(|placed| placed.implied && placed.operation.action.key().is_some_and(|key| kinds.contains(&key.kind)))
    }

    /// Puts the step under a question.
    pub(super) fn guard(&mut self, key: &Key, creates: bool, call: Option<Ts<'t>>) -> Option<Fix> {
        let call = call.unwrap_or(self.call);
        let condition = self.condition(key, creates, call)?;
        let place = Place::of(self, call)?;
        let edits = place.wrap(self, &condition)?;
        let (verb, state) = if creates { ("Create", "missing") } else { ("Drop", "there") };
        let name = if key.name.is_empty() { "the constraint".to_owned() } else { format!("`{}`", key.name) };
        let title = format!("{verb} {name} only where it is {state}");
        Some(self.fix(title, Safety::Safe, edits))
    }

    /// `op.get_context().as_sql or not …`: nothing can be asked when SQL is rendered.
    pub(super) fn condition(&mut self, key: &Key, creates: bool, call: Ts<'t>) -> Option<String> {
        let question = self.question(key, call)?;
        let op = self.op_name()?;
        let not = if creates { "not " } else { "" };
        Some(format!("{op}.get_context().as_sql or {not}{question}"))
    }

    /// `op.execute(CreateSequence(…))`: SQLAlchemy 2.0 has options for it.
    fn option_of_construct(&mut self, creates: bool) -> Option<Fix> {
        let construct = self.argument(self.call, 0, "sqltext").filter(|node| node.kind() == "call")?;
        let known =
            matches!(self.operation(construct), "CreateSequence" | "DropSequence" | "CreateSchema" | "DropSchema");
        if !known || self.request.context.sqlalchemy? < crate::engine::Version::new(2, 0, 0) {
            return None;
        }
        let option = if creates { "if_not_exists=True" } else { "if_exists=True" };
        let edits = self.add_keyword(construct, option)?;
        Some(self.fix(format!("Add `{option}`"), Safety::Safe, edits))
    }

    /// `mood.create(op.get_bind())` looks first when it is told to.
    fn check_first(&mut self) -> Option<Fix> {
        let known = self.keyword(self.call, "checkfirst");
        let edits = match known {
            Some(value) => vec![Edit::replace(span(value), "True")],
            None => self.add_keyword(self.call, "checkfirst=True")?,
        };
        Some(self.fix("Add `checkfirst=True`", Safety::Safe, edits))
    }

    fn rename(&mut self) -> Option<Fix> {
        let renamed = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Rename { from, to } => Some((from.clone(), to.clone(), placed.at)),
            _ => None,
        });
        let (from, to, at) = renamed?;
        let call = if self.call.kind() == "with_statement" { exact(self.root, at)? } else { self.call };
        let old = self.question(&from, call)?;
        let new = self.question_by_name(&to, call)?;
        let op = self.op_name()?;
        let condition = format!("{op}.get_context().as_sql or {old} and not {new}");
        let place = Place::of(self, call)?;
        let edits = place.wrap(self, &condition)?;
        Some(self.fix(format!("Rename `{}` only where that is still to do", from.name), Safety::Safe, edits))
    }

    fn remove(&mut self) -> Option<Fix> {
        let implied = self.request.operations.iter().all(|placed| placed.implied);
        let kind = self.request.operations.first()?.operation.action.key().map(|key| key.kind);
        if implied && kind == Some(Kind::Type) {
            let made = exact(self.root, self.request.operations.first()?.at)?;
            let edits = self.leave_type_alone(made)?;
            return Some(self.fix("Let the column leave the type alone, it is made already", Safety::Safe, edits));
        }
        if implied {
            let column = exact(self.root, self.request.operations.first()?.at)?;
            let argument = self.keyword(column, "index")?.parent()?;
            let edit = self.delete_argument(argument)?;
            return Some(self.fix("Remove `index=True`, the index is made already", Safety::Safe, vec![edit]));
        }
        let place = Place::of(self, self.call)?;
        let edit = place.delete(self)?;
        Some(self.fix("Remove this step, an earlier one does the same", Safety::Safe, vec![edit]))
    }

    fn name_dropped(&mut self, name: &str, certain: bool) -> Option<Fix> {
        let none = self.argument(self.call, 0, "constraint_name").filter(|given| given.kind() == "none")?;
        let safety = if certain { Safety::Safe } else { Safety::Unsafe };
        let edit = Edit::replace(span(none), format!("\"{name}\""));
        Some(self.fix("Write the name that PostgreSQL has given it", safety, vec![edit]))
    }

    /// An invalid index goes first, then the build.
    fn rebuild_index(&mut self) -> Option<Fix> {
        let index = self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Create { key, definition: Definition::Index(index) } => Some((key.name.clone(), index.clone())),
            _ => None,
        });
        let (key, _) = index.filter(|(_, index)| index.name.is_some())?;
        let op = self.op_name()?;
        let place = Place::of(self, self.call)?;
        let line = match self.drop_by_option() {
            Some(line) => line,
            None => format!(
                "{op}.execute({})",
                self.literal(&format!("DROP INDEX CONCURRENTLY IF EXISTS {}", sql_name(&key)))
            ),
        };
        let edits = vec![Edit::insert(place.start(), format!("{line}{}{}", place.ending, place.indent))];
        Some(self.fix("Drop what a failed build has left before building again", Safety::Safe, edits))
    }

    /// `op.drop_index("ix", table_name="t", if_exists=True, …)`, where this version honours it.
    fn drop_by_option(&self) -> Option<String> {
        self.request.context.framework?;
        if self.operation(self.call) != "create_index"
            || !options::portable(self.request.context, "drop_index", options::Place::Op)
            || self.flavour(self.call) != options::Place::Op
        {
            return None;
        }
        let name = self.text(self.argument(self.call, 0, "index_name")?);
        let table = self.text(self.argument(self.call, 1, "table_name")?);
        let (op, schema) = (self.op_name()?, self.schema_text(self.call));
        Some(format!(
            "{op}.drop_index({name}, table_name={table}{schema}, if_exists=True, postgresql_concurrently=True)"
        ))
    }

    fn leave_transaction(&mut self) -> Option<Fix> {
        let op = self.op_name()?;
        let place = Place::of(self, self.call)?;
        let edits = place.wrap_in(self, &format!("with {op}.get_context().autocommit_block():"))?;
        Some(self.fix("Run it in an `autocommit_block()`", Safety::Unsafe, edits))
    }

    /// Takes an option out that does nothing here, and asks instead.
    fn replace_guard(&mut self) -> Option<Fix> {
        let guard = exact(self.root, self.request.guard?)?;
        let mut call = guard;
        while call.kind() != "call" {
            call = call.parent()?;
        }
        if self.operation(call) == "Enum" {
            return self.native_enum(call);
        }
        let creates = self.text(guard).starts_with("if_not_exists");
        let inside = span(call);
        let written = self.request.operations.iter().find(|placed| !placed.implied && placed.at == inside)?;
        let key = written.operation.action.key()?.clone();
        let condition = self.condition(&key, creates, call)?;
        let place = Place::of(self, call)?;
        let mut edits = place.wrap(self, &condition)?;
        edits.push(self.delete_argument(guard)?);
        let option = self.text(guard);
        Some(self.fix(format!("Ask the database instead of `{option}`"), Safety::Safe, edits))
    }
}
