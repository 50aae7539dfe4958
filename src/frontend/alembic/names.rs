//! The names SQLAlchemy gives to indexes and constraints: naming conventions and schemas.

use crate::engine::{Context, Dialect};
use crate::operation::{Key, qualified};

/// A name as the database stores it. SQLAlchemy quotes names that are not all lower case, so their case is kept.
pub(super) fn fold(context: &Context, name: &str) -> String {
    context.dialect.fold(name, true)
}

/// A table's qualified name.
pub(super) fn table(context: &Context, name: &str, schema: Option<&str>) -> String {
    let schema = schema.map(|schema| fold(context, schema));
    match name.split_once('.') {
        Some((schema, name)) => qualified(context.dialect, Some(&fold(context, schema)), &fold(context, name)),
        None => qualified(context.dialect, schema.as_deref(), &fold(context, name)),
    }
}

/// The key of an index: on PostgreSQL it lives in the schema of its table.
pub(super) fn index_key(context: &Context, table: &str, name: &str) -> Key {
    let name = fold(context, name);
    match table.rsplit_once('.') {
        Some((schema, _)) if context.dialect == Dialect::Postgres => {
            Key::index(context.dialect, table, format!("{schema}.{name}"))
        }
        _ => Key::index(context.dialect, table, name),
    }
}

/// What a naming convention is applied to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    /// `ix`, `uq`, `ck`, `fk` or `pk`.
    pub(super) kind: &'a str,
    pub(super) table: &'a str,
    pub(super) columns: &'a [String],
    /// The table a foreign key points at, and its columns there.
    pub(super) referred: Option<(&'a str, &'a [String])>,
}

/// The real name of something: `given` goes through the convention where that asks for it, and a missing one is made
/// by it. `exact` is what `op.f(…)` marks. (Facts, alembic.md section 3: `create_check_constraint("positive", "t")` makes
/// `ck_t_positive`.)
pub(super) fn resolve(context: &Context, given: Option<&str>, exact: bool, named: Named<'_>) -> Option<String> {
    let template = context.naming_convention.iter().find(|(kind, _)| kind == named.kind).map(|(_, text)| text.as_str());
    let wants_name = template.is_some_and(|text| text.contains("%(constraint_name)s"));
    match (given, template) {
        (Some(name), Some(template)) if wants_name && !exact => expand(template, named, Some(name)),
        (Some(name), _) => Some(name.to_owned()),
        (None, Some(template)) if !wants_name => expand(template, named, None),
        (None, None) if named.kind == "ix" => expand("ix_%(column_0_label)s", named, None),
        (None, _) => None,
    }
}

/// Fills a template in; `None` where it holds a word that is not known here.
fn expand(template: &str, named: Named<'_>, given: Option<&str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("%(") {
        let (word, after) = after.split_once(")s")?;
        out.push_str(before);
        out.push_str(&fill(word, named, given)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn fill(word: &str, named: Named<'_>, given: Option<&str>) -> Option<String> {
    let bare = |table: &str| table.rsplit('.').next().unwrap_or_default().to_owned();
    let label = |column: &str| format!("{}_{column}", named.table.replace('.', "_"));
    let first = || named.columns.first();
    let (referred, referred_columns) = named.referred.unwrap_or(("", &[]));
    Some(match word {
        "table_name" => bare(named.table),
        "constraint_name" => given?.to_owned(),
        "column_0_name" | "column_0_key" => first()?.clone(),
        "column_0_label" => label(first()?),
        "column_0N_name" => named.columns.concat(),
        "column_0_N_name" => named.columns.join("_"),
        "column_0N_label" => named.columns.iter().map(|column| label(column)).collect(),
        "column_0_N_label" => named.columns.iter().map(|column| label(column)).collect::<Vec<_>>().join("_"),
        "referred_table_name" if named.referred.is_some() => bare(referred),
        "referred_column_0_name" => referred_columns.first()?.clone(),
        "referred_column_0_N_name" => referred_columns.join("_"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Tool;

    #[test]
    fn names_follow_the_convention() {
        let mut context = Context::new(Tool::Alembic, Dialect::Postgres);
        let columns = ["a".to_owned(), "b".to_owned()];
        let named = |kind| Named { kind, table: "t", columns: &columns, referred: Some(("u", &[])) };
        assert_eq!(resolve(&context, None, false, named("ix")).as_deref(), Some("ix_t_a"));
        assert_eq!(resolve(&context, None, false, named("uq")), None);
        let convention = [
            ("ck", "ck_%(table_name)s_%(constraint_name)s"),
            ("uq", "uq_%(table_name)s_%(column_0_N_name)s"),
            ("fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
        ];
        context.naming_convention = convention.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec();
        assert_eq!(resolve(&context, Some("positive"), false, named("ck")).as_deref(), Some("ck_t_positive"));
        assert_eq!(resolve(&context, Some("ck_exact"), true, named("ck")).as_deref(), Some("ck_exact"));
        assert_eq!(resolve(&context, Some("mine"), false, named("uq")).as_deref(), Some("mine"));
        assert_eq!(resolve(&context, None, false, named("uq")).as_deref(), Some("uq_t_a_b"));
        assert_eq!(resolve(&context, None, false, named("fk")).as_deref(), Some("fk_t_a_u"));
    }
}
