//! Models that are there are not added again.

use tree_sitter::Node as Ts;

use super::Speller;
use super::place::{Place, starts_in_string};
use crate::edit::Edit;
use crate::frontend::alembic::syntax::{children, field, span};
use crate::source::Span;

impl<'t> Speller<'_, '_, 't> {
    /// `if session.query(Plan).filter_by(name="free").first() is None:` above `session.add(Plan(name="free", price=0))`
    pub(super) fn guard_model(&self, columns: &[String]) -> Option<Vec<Edit>> {
        let session = self.session()?;
        let model = self.argument(self.call, 0, "instance")?;
        let class = self.class_of(model)?;
        let filters: Option<Vec<String>> = columns
            .iter()
            .map(|column| Some(format!("{column}={}", self.text(self.keyword(model, column)?))))
            .collect();
        let condition = format!("{session}.query({class}).filter_by({}).first() is None", filters?.join(", "));
        Place::of(self, self.call)?.wrap(self, &condition)
    }

    /// `session.add_all([…])` as a loop that looks each of them up.
    pub(super) fn models_one_by_one(&self, columns: &[String]) -> Option<Vec<Edit>> {
        let session = self.session()?;
        let list = self.argument(self.call, 0, "instances").filter(|list| list.kind() == "list")?;
        let models: Vec<Ts<'t>> = children(list).into_iter().filter(|item| item.kind() != "comment").collect();
        let class = self.class_of(*models.first()?)?;
        let alike = |model: &Ts<'t>| {
            self.class_of(*model) == Some(class) && columns.iter().all(|column| self.keyword(*model, column).is_some())
        };
        if !models.iter().all(alike) {
            return None;
        }
        let place = Place::of(self, self.call)?;
        let name = if class.eq_ignore_ascii_case("row") { "model" } else { "row" };
        let filters: Vec<String> = columns.iter().map(|column| format!("{column}={name}.{column}")).collect();
        let (end, indent, unit) = (place.ending, place.indent, place.unit);
        let body = format!(
            ":{end}{indent}{unit}if {session}.query({class}).filter_by({}).first() is None:{end}\
             {indent}{unit}{unit}{session}.add({name})",
            filters.join(", ")
        );
        let (call, given) = (span(self.call), span(list));
        let mut edits = vec![
            Edit::replace(Span { start: call.start, end: given.start }, format!("for {name} in ")),
            Edit::replace(Span { start: given.end, end: call.end }, body),
        ];
        edits.extend(self.outdented(list, unit));
        Some(edits)
    }

    /// One level less for the lines of a list that began on a line of its own.
    fn outdented(&self, list: Ts<'t>, unit: &str) -> Vec<Edit> {
        let source = self.request.source;
        let (first, last) = (source.line_of(span(list).start), source.line_of(span(list).end));
        if source.line_of(span(self.call).start) == first {
            return Vec::new();
        }
        (first + 1..=last)
            .map(|line| source.line_span(line))
            .filter(|line| self.src[line.range()].starts_with(unit) && !starts_in_string(self.root, line.start))
            .map(|line| Edit::delete(Span::new(line.start as usize, line.start as usize + unit.len())))
            .collect()
    }

    /// The variable that a method of the call is called on.
    fn session(&self) -> Option<&'t str> {
        let object = field(field(self.call, "function")?, "object")?;
        (object.kind() == "identifier").then(|| self.text(object))
    }

    /// `Plan` of `Plan(name="free")`
    fn class_of(&self, model: Ts<'t>) -> Option<&'t str> {
        let class = (model.kind() == "call").then(|| field(model, "function")).flatten()?;
        (class.kind() == "identifier").then(|| self.text(class))
    }
}
