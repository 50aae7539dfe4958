//! Remedies in the words of SeaORM's builders.
//!
//! A builder's own method where sea-query writes it out for every database of the project; else a question to the
//! `SchemaManager` around the statement. What each backend makes of a method was read in sea-query's
//! `backend/*/{table,index,types}.rs`: `CREATE INDEX` leaves `IF NOT EXISTS` out on MySQL, `DROP INDEX IF EXISTS` panics
//! there, SQLite leaves it out of column changes.

mod chain;
mod each;
mod place;
mod question;
mod rows;
mod transaction;

use self::chain::Chain;
use self::place::{Around, Place};
use super::places::Places;
use super::strings;
use super::syntax::Parsed;
use crate::edit::{Edit, Fix, Safety};
use crate::engine::{Dialect, Version};
use crate::frontend::sql::spell_embedded;
use crate::frontend::{Remedy, Request};
use crate::migration::Placed;
use crate::operation::{Action, Definition, Key, Kind};
use crate::source::Span;

/// Spells a remedy; `None` where there is no sound form.
pub(super) fn spell(request: &Request<'_>, parsed: &Parsed) -> Option<Fix> {
    let around = Around::find(parsed, request.step.at);
    let speller = Speller { request, parsed, places: parsed.places, around };
    match request.remedy {
        Remedy::AskAgain => speller.ask_again(),
        Remedy::GuardEachStep => speller.guard_each_step(),
        Remedy::LeaveTransaction => speller.leave_transaction(),
        Remedy::WrapInTransaction => speller.wrap_in_transaction(),
        _ if speller.around.call.is_none() && speller.around.is_text() => speller.embedded(),
        Remedy::SkipIfPresent => speller.skip(true),
        Remedy::SkipIfAbsent => speller.skip(false),
        Remedy::SkipIfRenamed => speller.skip_renamed(),
        Remedy::SkipDuplicateRows { key, own_table } => speller.skip_rows(key.as_deref(), *own_table),
        Remedy::RebuildIndex => speller.rebuild_index(),
        Remedy::ReplaceGuard => speller.replace_guard(),
        Remedy::Remove => speller.remove(),
        Remedy::OnlyWhile(_)
        | Remedy::SkipIfConverted { .. }
        | Remedy::KeepRows
        | Remedy::FillEmpty { .. }
        | Remedy::KeepRollback
        | Remedy::Name { .. }
        | Remedy::WorkOffline => None,
    }
}

/// What a spelling is made with.
pub(super) struct Speller<'r, 'a> {
    request: &'r Request<'r>,
    parsed: &'a Parsed,
    places: Places,
    around: Around<'a>,
}

/// A builder's own guard.
struct Guard {
    /// The edit that writes it.
    edit: Edit,
    /// The method, with a dot in front where it is added to the chain.
    name: &'static str,
}

impl<'a> Speller<'_, 'a> {
    fn fix(&self, title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix::new(title, Safety::Safe, self.request.file, edits)
    }

    fn every(&self, works: impl Fn(Dialect) -> bool) -> bool {
        self.request.context.dialects().all(works)
    }

    /// The builder that the step hands over.
    fn chain(&self) -> Option<Chain<'a>> {
        Chain::of(self.around.call?.args.first()?, self.around.function?)
    }

    fn skip(&self, creates: bool) -> Option<Fix> {
        let guards: Option<Vec<Guard>> =
            self.request.operations.iter().map(|placed| self.own_guard(placed, creates)).collect();
        match guards.filter(|guards| !guards.is_empty()) {
            Some(guards) => {
                let first = guards[0].name;
                let title = if first.starts_with('.') { format!("Add `{first}()`") } else { format!("Use `{first}`") };
                let mut edits: Vec<Edit> = guards.into_iter().map(|guard| guard.edit).collect();
                edits.sort();
                edits.dedup();
                Some(self.fix(title, edits))
            }
            None => self.ask_first(creates),
        }
    }

    /// The builder's method that makes it tolerant, where every database of the project honours it.
    fn own_guard(&self, placed: &Placed, creates: bool) -> Option<Guard> {
        let chain = self.chain()?;
        let kind = chain.kind();
        let (source, places) = (self.request.source, self.places);
        let tolerant_index = self.every(|dialect| !dialect.is_mysql_like());
        let add = |after: &[&str], name: &'static str| {
            Some(Guard { edit: chain.add(source, places, after, &format!("{name}()")), name })
        };
        match (kind.as_str(), creates) {
            ("Table::create" | "Extension::create", true) => add(&["table", "name"], ".if_not_exists"),
            // PostgreSQL wants a name behind `IF NOT EXISTS`.
            ("Index::create", true) if tolerant_index && chain.find("name").is_some() => add(&[], ".if_not_exists"),
            // `ALTER TYPE … ADD VALUE IF NOT EXISTS` came with sea-query 0.31.1.
            ("Type::alter", true) if self.at_least(Version::new(1, 1, 0)) => add(&["add_value"], ".if_not_exists"),
            ("Table::drop" | "Type::drop" | "Extension::drop", false) => add(&["table", "name", "names"], ".if_exists"),
            // `DROP INDEX IF EXISTS` came with sea-query 0.29.
            ("Index::drop", false) if tolerant_index && self.at_least(Version::new(0, 12, 0)) => add(&[], ".if_exists"),
            ("Table::alter", _) => self.own_column_guard(&chain, placed, creates),
            _ => None,
        }
    }

    /// `add_column` by its tolerant sister.
    fn own_column_guard(&self, chain: &Chain<'a>, placed: &Placed, creates: bool) -> Option<Guard> {
        let call = chain.methods.iter().find(|call| self.places.method(call) == placed.at)?;
        let written = call.method.to_string();
        let (name, honoured) = match (written.as_str(), creates) {
            ("add_column", true) => {
                let honoured = |dialect| matches!(dialect, Dialect::Postgres | Dialect::MariaDb);
                ("add_column_if_not_exists", self.every(honoured))
            }
            // Since sea-query 1.0, and nobody is misled only where the version is known.
            ("drop_column", false) => {
                let known = self.request.context.framework.is_some_and(|known| known >= Version::new(2, 0, 0));
                ("drop_column_if_exists", known && self.every(|dialect| dialect == Dialect::Postgres))
            }
            _ => return None,
        };
        honoured.then(|| Guard { edit: Edit::replace(self.places.token(call.method.span()), name), name })
    }

    /// Puts the statement under a question.
    fn ask_first(&self, creates: bool) -> Option<Fix> {
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        self.under_question(&place, creates)
    }

    fn under_question(&self, place: &Place<'_>, creates: bool) -> Option<Fix> {
        let placed = self.request.operations.first()?;
        let key = placed.operation.action.key()?;
        let condition = self.asks(key, table_of(&placed.operation.action), !creates)?;
        let (verb, state) = if creates { ("Create", "missing") } else { ("Drop", "there") };
        Some(self.fix(format!("{verb} `{}` only where it is {state}", key.name), place.wrap(&condition)))
    }

    fn skip_renamed(&self) -> Option<Fix> {
        let (from, to) = self.renamed()?;
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        let condition = self.rename_condition(from, to)?;
        Some(self.fix(format!("Rename `{}` only where that is still to do", from.name), place.wrap(&condition)))
    }

    fn renamed(&self) -> Option<(&Key, &Key)> {
        self.request.operations.iter().find_map(|placed| match &placed.operation.action {
            Action::Rename { from, to } => Some((from, to)),
            _ => None,
        })
    }

    fn rename_condition(&self, from: &Key, to: &Key) -> Option<String> {
        if !matches!(from.kind, Kind::Table | Kind::Column) {
            return None;
        }
        Some(format!("{} && {}", self.asks(from, None, true)?, self.asks(to, None, false)?))
    }

    /// Takes a method out that does nothing here or panics, and asks instead.
    fn replace_guard(&self) -> Option<Fix> {
        let guard = self.request.guard?;
        let chain = self.chain()?;
        let call = chain.methods.iter().find(|call| self.places.method(call) == guard)?;
        let name = call.method.to_string();
        let creates = name.ends_with("if_not_exists");
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        let placed = self.request.operations.first()?;
        let key = placed.operation.action.key()?;
        let condition = self.asks(key, table_of(&placed.operation.action), !creates)?;
        let mut edits = place.wrap(&condition);
        edits.push(match name.as_str() {
            "add_column_if_not_exists" => Edit::replace(self.places.token(call.method.span()), "add_column"),
            "drop_column_if_exists" => Edit::replace(self.places.token(call.method.span()), "drop_column"),
            _ => chain::without(self.request.source, self.places, call),
        });
        Some(self.fix(format!("Ask the database instead of `.{name}()`"), edits))
    }

    fn remove(&self) -> Option<Fix> {
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.call?))?;
        Some(self.fix("Remove this step, an earlier one does the same", vec![place.delete()]))
    }

    /// SQL inside a string: the SQL frontend's own form, or a question around the call that sends it. What is included
    /// stands in a file of its own.
    fn embedded(&self) -> Option<Fix> {
        let alone = match self.around.string {
            Some(at) => {
                let template = strings::literal(self.request.source, at);
                let text = if self.is_format(at) { strings::format(&template, at, &|_| None) } else { template };
                if let Some(fix) = spell_embedded(&text.sql, self.request) {
                    return Some(fix);
                }
                !text.sql.text.trim().trim_end_matches(';').contains(';')
            }
            None => self.steps_here() == 1,
        };
        let operations = self.request.step.statements.iter().map(|statement| statement.operations.len()).sum::<usize>();
        if operations != 1 || !alone {
            return None;
        }
        let place = Place::of(self.request, self.places, &self.around, self.places.call(self.around.sender?))?;
        match self.request.remedy {
            Remedy::SkipIfPresent => self.under_question(&place, true),
            Remedy::SkipIfAbsent => self.under_question(&place, false),
            Remedy::SkipIfRenamed => {
                let (from, to) = self.renamed()?;
                let condition = self.rename_condition(from, to)?;
                let title = format!("Rename `{}` only where that is still to do", from.name);
                Some(self.fix(title, place.wrap(&condition)))
            }
            Remedy::SkipDuplicateRows { own_table: true, .. } => self.only_while_empty(&place),
            Remedy::RebuildIndex => self.rebuild_index_at(&place),
            _ => None,
        }
    }

    /// How many steps are written where this one is.
    fn steps_here(&self) -> usize {
        let mut rounds = Vec::new();
        let nodes = match &self.request.migration.down {
            crate::migration::Down::Written(nodes) if self.request.backwards => nodes,
            _ => &self.request.migration.up,
        };
        crate::replay::each_placed(nodes, &mut |step, _, _| {
            if step.at == self.request.step.at && !rounds.contains(&step.round) {
                rounds.push(step.round);
            }
        });
        rounds.len()
    }

    /// Whether the string is the template of a `format!`.
    fn is_format(&self, at: Span) -> bool {
        let before = self.request.source.text()[..at.start as usize].trim_end();
        let before = before.strip_suffix(['(', '[', '{']).unwrap_or_default().trim_end();
        before.ends_with("format!") || before.ends_with("formatcp!") || before.ends_with("formatdoc!")
    }
}

/// The table of an index that is created.
fn table_of(action: &Action) -> Option<&str> {
    match action {
        Action::Create { definition: Definition::Index(index), .. } => Some(&index.table),
        _ => None,
    }
}
