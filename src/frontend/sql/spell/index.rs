//! Indexes: the name one would get, and building one that an earlier run may have left invalid.

use super::create::{Create, Object};
use super::naming;
use super::site::{Draft, Site, insert};
use crate::edit::Edit;
use crate::engine::{Dialect, Tool};
use crate::operation::Action;
use crate::replay::each_placed;
use crate::source::Span;

/// The name PostgreSQL gives this index; `None` where an element's name is not certain.
pub(super) fn chosen_name(create: &Create<'_>) -> Option<String> {
    let table = create.on.as_ref()?.stored(Dialect::Postgres);
    let mut rest = create.rest;
    if rest.eat("USING") {
        rest.name()?;
    }
    let mut elements = rest.list()?;
    if rest.eat("INCLUDE") {
        elements.extend(rest.list()?);
    }
    let columns = naming::index_columns(&elements)?;
    Some(crate::naming::of_index(&table, &columns))
}

/// `DROP INDEX CONCURRENTLY IF EXISTS i;` in front, and no guard: an invalid index would be kept by it.
pub(super) fn rebuild(site: &Site<'_>) -> Option<Draft> {
    let create = Create::read(site.cursor())?;
    let fits = create.object == Object::Index && create.concurrently && site.dialect == Dialect::Postgres;
    if !fits || is_taken_later(site) || site.embedded.is_some() || site.nested() || !sends_each_statement(site.tool()) {
        return None;
    }
    let mut edits = Vec::new();
    let name = match &create.name {
        Some(name) => name.text.clone(),
        None => {
            let name = naming::quoted(&chosen_name(&create)?);
            edits.push(insert(create.guard_at, format!(" {name}")));
            name
        }
    };
    // An index lives in its table's schema, and is created without naming it.
    let schema = create.on.as_ref().and_then(|table| table.parts.split_last()).map(|(_, schema)| schema.join("."));
    let qualified = match schema {
        Some(schema) if !schema.is_empty() => format!("{schema}.{name}"),
        _ => name,
    };
    if create.guarded {
        let name = create.name.as_ref()?;
        let written = &site.text[create.guard_at..name.start];
        let blanks = written.len() - written.trim_end().len();
        edits.push(Edit::delete(Span::new(create.guard_at, name.start - blanks)));
    }
    edits.push(site.statement_before(&format!("{} {qualified}", site.keywords("DROP INDEX CONCURRENTLY IF EXISTS")))?);
    Some(Draft::safe("Drop the index first: a build that failed left it invalid", edits))
}

/// Whether a later step takes the index away, or makes it into a constraint (`USING INDEX`): built again, it would stay.
fn is_taken_later(site: &Site<'_>) -> bool {
    let mut taken = false;
    each_placed(&site.request.migration.up, &mut |step, placed, _| {
        if let Action::Drop { key, .. } = &placed.operation.action {
            let ours = site.request.operations.iter().any(|own| own.operation.action.key() == Some(key));
            taken |= ours && step.at.start > site.request.step.at.start;
        }
    });
    taken
}

/// Whether the tool sends each statement by itself. In one message, several statements are one transaction, and
/// `CONCURRENTLY` is refused there (25001; shared facts sql.md section 0, point 9).
pub(super) fn sends_each_statement(tool: Tool) -> bool {
    matches!(
        tool,
        Tool::PlainSql
            | Tool::Flyway
            | Tool::Goose
            | Tool::SqlMigrate
            | Tool::Liquibase
            | Tool::Atlas
            | Tool::Tern
            | Tool::Yoyo
    )
}
