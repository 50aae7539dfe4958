//! Guards that pass over something an earlier migration has made in another shape: the step is taken for done, and what
//! it would have made never comes.

use super::machine::{Met, Skipped};
use super::{Blame, Clash, each_placed};
use crate::migration::{If, Migration, Node, Placed, Step};
use crate::operation::{Action, ColumnDef, Definition, Key, Kind, Tolerance};
use crate::schema::{Presence, Schema};

/// What a clean first run left out that is there in another shape. `start` and `end` are the schemas around that run;
/// `skipped` are the guards that left something out.
pub(super) fn hidden<'m>(
    migration: &'m Migration,
    start: &Schema,
    end: &Schema,
    skipped: &[Skipped<'m>],
) -> Vec<Met<'m>> {
    let mut found = Vec::new();
    let mut look = |step: &'m Step, placed: &'m Placed, number: u32, guard: Option<&'m If>| {
        let Action::Create { key, definition } = &placed.operation.action else { return };
        let Some(since) = start.fact(key).filter(|fact| fact.presence == Presence::Present).and_then(|fact| fact.since)
        else {
            return;
        };
        let untouched = end.fact(key).is_some_and(|fact| fact.since == Some(since));
        if let (true, Some(lacks)) = (untouched, lacks(end, key, definition)) {
            let clash = Clash::Hidden { key: key.clone(), since: since.at, lacks };
            found.push(Met::plain(step, placed, number, clash, guard.map(Blame::Coarse)));
        }
    };
    for Skipped { guard, left_out, .. } in skipped {
        // A guard that does something else instead has thought of it.
        let instead = if std::ptr::eq(left_out.as_ptr(), guard.then.as_ptr()) { &guard.otherwise } else { &guard.then };
        if instead.is_empty() {
            each_placed(left_out, &mut |step, placed, number| look(step, placed, number, Some(guard)));
        }
    }
    each_certain(&migration.up, &mut |step, placed, number| {
        if placed.operation.tolerance == Tolerance::IfNotExists {
            look(step, placed, number, None);
        }
    });
    found
}

/// The operations that run whatever the database says.
fn each_certain<'m>(nodes: &'m [Node], visit: &mut impl FnMut(&'m Step, &'m Placed, u32)) {
    for node in nodes {
        match node {
            Node::Step(_) => each_placed(std::slice::from_ref(node), visit),
            Node::Atomic { body, .. } | Node::Autocommit { body, .. } => each_certain(body, visit),
            Node::If(branch)
                if branch.then.iter().chain(&branch.otherwise).any(|node| matches!(node, Node::Return)) =>
            {
                return;
            }
            _ => {}
        }
    }
}

/// What the thing that is there has not, in words; `None` where it has all that is known of the new one.
fn lacks(schema: &Schema, key: &Key, wanted: &Definition) -> Option<String> {
    let there = schema.fact(key)?.definition.as_deref()?;
    match (there, wanted) {
        (Definition::Table(known), Definition::Table(wanted)) => {
            let column = |def: &ColumnDef| Key::column(key.name.clone(), def.name.as_str());
            let gone = wanted.columns.iter().find(|def| schema.presence(&column(def)) == Presence::Absent);
            if let Some(def) = gone.filter(|_| known.complete) {
                return Some(format!("it has no column `{}`", def.name));
            }
            wanted.columns.iter().find_map(|def| lacks(schema, &column(def), &Definition::Column(def.clone())))
        }
        (Definition::Column(known), Definition::Column(wanted)) => {
            let (known_type, wanted_type) = (known.sql_type.as_deref()?, wanted.sql_type.as_deref()?);
            let differs = family(known_type)? != family(wanted_type)?;
            differs.then(|| format!("`{}` is {known_type} there, not {wanted_type}", known.name))
        }
        (Definition::Index(known), Definition::Index(wanted)) => {
            let plain =
                |names: &[String]| names.iter().all(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
            if known.table != wanted.table {
                return Some(format!("it is on `{}`", known.table));
            }
            let differs = known.columns != wanted.columns && plain(&known.columns) && plain(&wanted.columns);
            differs.then(|| format!("it is on ({})", known.columns.join(", ")))
        }
        (Definition::Enum(_), Definition::Enum(wanted)) => {
            let value = |label: &String| Key::owned(Kind::EnumValue, key.name.clone(), label.as_str());
            let gone = wanted.iter().find(|label| schema.fact(&value(label)).is_none())?;
            Some(format!("it has no value `{gone}`"))
        }
        _ => None,
    }
}

/// The sort of a type, where its name tells it in every framework's words. Sizes and synonyms are not compared.
fn family(sql_type: &str) -> Option<&'static str> {
    let word: String = sql_type.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    Some(match word.trim_start_matches("sa_") {
        "int" | "integer" | "int4" | "serial" | "smallint" | "int2" | "bigint" | "biginteger" | "int8"
        | "bigserial" | "smallinteger" | "primary_key" => "integer",
        "bool" | "boolean" => "boolean",
        "varchar" | "text" | "string" | "char" | "citext" | "character" | "unicode" | "unicodetext" => "text",
        "numeric" | "decimal" => "decimal",
        "float" | "real" | "double" | "float8" => "float",
        "date" => "date",
        "timestamp" | "timestamptz" | "datetime" => "time",
        "json" | "jsonb" => "json",
        "uuid" => "uuid",
        "bytea" | "blob" | "binary" | "largebinary" => "binary",
        _ => return None,
    })
}
