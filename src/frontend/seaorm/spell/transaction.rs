//! With and without the migrator's transaction.

use syn::visit::{self, Visit};
use syn::{ImplItem, ItemImpl};

use super::Speller;
use crate::edit::{Edit, Fix, Safety};
use crate::engine::{Dialect, Version};
use crate::frontend::seaorm::places::Places;
use crate::operation::Action;
use crate::replay::each_placed;
use crate::source::Span;

impl Speller<'_, '_> {
    /// `use_transaction` came with sea-orm-migration 2.0; before that nothing turns PostgreSQL's transaction off.
    ///
    /// What stands beside the step that needs it loses its protection.
    pub(super) fn leave_transaction(&self) -> Option<Fix> {
        let mut others = false;
        each_placed(&self.request.migration.up, &mut |_, placed, _| {
            others |= !placed.operation.outside_transaction && placed.operation.action != Action::Nothing;
        });
        let fix = self.fix("Run the migration without a transaction", vec![self.use_transaction(false)?]);
        Some(Fix { safety: if others { Safety::Unsafe } else { Safety::Safe }, ..fix })
    }

    /// SQLite gets no transaction of itself; PostgreSQL has one already, and MySQL commits every change of the schema.
    pub(super) fn wrap_in_transaction(&self) -> Option<Fix> {
        if !self.every(|dialect| dialect == Dialect::Sqlite) {
            return None;
        }
        Some(self.fix("Run the migration in a transaction", vec![self.use_transaction(true)?]))
    }

    fn use_transaction(&self, wanted: bool) -> Option<Edit> {
        if self.request.context.framework? < Version::new(2, 0, 0) {
            return None;
        }
        let mut finder = Finder { at: self.request.step.at, places: self.places, found: None };
        finder.visit_file(&self.parsed.file);
        let block = finder.found?;
        let (source, places) = (self.request.source, self.places);
        let first = block.items.first()?;
        let said = |item: &ImplItem| matches!(item, ImplItem::Fn(function) if function.sig.ident == "use_transaction");
        if block.items.iter().any(said) {
            return None;
        }
        let open = places.token(block.brace_token.span.open()).end;
        let (ending, indent) = (source.line_ending(open), source.indent(places.of(first).start));
        let unit = if indent.contains('\t') { "\t" } else { "    " };
        let lines = [
            format!("{indent}fn use_transaction(&self) -> Option<bool> {{"),
            format!("{indent}{unit}Some({wanted})"),
            format!("{indent}}}"),
            String::new(),
        ];
        Some(Edit::insert(open, format!("{ending}{}", lines.join(ending))))
    }
}

/// The `impl MigrationTrait for …` around a place.
struct Finder<'a> {
    at: Span,
    places: Places,
    found: Option<&'a ItemImpl>,
}

impl<'a> Visit<'a> for Finder<'a> {
    fn visit_item_impl(&mut self, block: &'a ItemImpl) {
        let of = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
        if of.is_some_and(|last| last.ident == "MigrationTrait") && self.places.of(block).contains(self.at) {
            self.found = Some(block);
        }
        visit::visit_item_impl(self, block);
    }
}
