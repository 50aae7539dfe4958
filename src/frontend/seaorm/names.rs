//! Names: what the variants of an `Iden` enum stand for, and how names become keys.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use syn::{Attribute, Expr, Fields, Item, ItemEnum, ItemImpl, ItemStruct, Lit, Pat};

use crate::engine::Dialect;
use crate::operation::{Key, qualified};

/// Paths of a file and the names they stand for: `Users::Table` → `users`.
pub(super) type Names = BTreeMap<String, String>;

/// Collects the identifiers that the items of a file (and of the modules in it) define.
pub(super) fn collect(items: &[Item], names: &mut Names) {
    for item in items {
        match item {
            Item::Enum(item) if derives(&item.attrs) => of_enum(item, names),
            Item::Struct(item) if derives(&item.attrs) && matches!(item.fields, Fields::Unit) => of_unit(item, names),
            Item::Impl(item) => of_impl(item, names),
            Item::Mod(module) => {
                let inner = module.content.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default();
                of_entity(&module.ident.to_string(), inner, names);
                collect(inner, names);
            }
            _ => {}
        }
    }
}

/// The same of a file that is a module itself.
pub(super) fn of_module(name: &str, items: &[Item], names: &mut Names) {
    of_entity(name, items, names);
    collect(items, names);
}

/// `#[derive(Iden)]` of sea-query, `IdenStatic`, and `DeriveIden` of SeaORM.
fn derives(attrs: &[Attribute]) -> bool {
    attrs.iter().filter(|attr| attr.path().is_ident("derive")).any(|attr| {
        let mut found = false;
        // A derive list that does not parse derives nothing we know.
        let _ = attr.parse_nested_meta(|meta| {
            let last = meta.path.segments.last().map(|segment| segment.ident.to_string());
            found |= matches!(last.as_deref(), Some("Iden" | "DeriveIden" | "IdenStatic"));
            Ok(())
        });
        found
    })
}

/// `#[iden = "x"]`, `#[iden(rename = "x")]`, `#[sea_orm(iden = "x")]`.
fn renamed(attrs: &[Attribute]) -> Option<String> {
    attrs.iter().find_map(|attr| {
        if let syn::Meta::NameValue(pair) = &attr.meta {
            return attr.path().is_ident("iden").then(|| string(&pair.value)).flatten();
        }
        let wanted = if attr.path().is_ident("iden") {
            "rename"
        } else if attr.path().is_ident("sea_orm") {
            "iden"
        } else {
            return None;
        };
        attribute(attr, wanted)
    })
}

/// The string given to `key` in `#[x(key = "…")]`.
fn attribute(attr: &Attribute, key: &str) -> Option<String> {
    let mut found = None;
    let _ = attr.parse_nested_meta(|meta| {
        if let Ok(value) = meta.value() {
            let value: Expr = value.parse()?;
            if meta.path.is_ident(key) {
                found = string(&value);
            }
        }
        Ok(())
    });
    found
}

fn string(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// A name as `heck` spells it, which both derives use; a raw identifier's `r#` is no part of it.
fn snake(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_snake_case()
}

fn of_enum(item: &ItemEnum, names: &mut Names) {
    let table = renamed(&item.attrs).unwrap_or_else(|| snake(&item.ident));
    for variant in &item.variants {
        let method = variant.attrs.iter().any(|attr| attr.path().is_ident("method"));
        if method || !matches!(variant.fields, Fields::Unit) {
            continue;
        }
        let plain = || if variant.ident == "Table" { table.clone() } else { snake(&variant.ident) };
        let name = renamed(&variant.attrs).unwrap_or_else(plain);
        names.insert(format!("{}::{}", item.ident, variant.ident), name);
    }
}

fn of_unit(item: &ItemStruct, names: &mut Names) {
    let name = renamed(&item.attrs).unwrap_or_else(|| snake(&item.ident));
    names.insert(item.ident.to_string(), name);
}

/// `impl Iden for X { fn unquoted(…) { … match self { Self::Table => "x", … } } }`, written by hand.
fn of_impl(item: &ItemImpl, names: &mut Names) {
    let is_iden = item
        .trait_
        .as_ref()
        .and_then(|(path, _)| path.segments.last())
        .is_some_and(|segment| segment.ident == "Iden" || segment.ident == "IdenStatic");
    let syn::Type::Path(own) = &*item.self_ty else { return };
    let Some(own) = own.path.segments.last().filter(|_| is_iden) else { return };
    let mut arms = Arms { own: own.ident.to_string(), names };
    syn::visit::Visit::visit_item_impl(&mut arms, item);
}

struct Arms<'n> {
    own: String,
    names: &'n mut Names,
}

impl<'ast> syn::visit::Visit<'ast> for Arms<'_> {
    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let (Pat::Path(path), Some(name)) = (&arm.pat, string(&arm.body))
            && let Some(variant) = path.path.segments.last()
        {
            self.names.insert(format!("{}::{}", self.own, variant.ident), name);
        }
    }
}

/// An entity's module: `#[sea_orm(table_name = "cake")] pub struct Model { pub id: i32 }`.
fn of_entity(module: &str, items: &[Item], names: &mut Names) {
    for item in items {
        let Item::Struct(model) = item else { continue };
        let attrs = model.attrs.iter().filter(|attr| attr.path().is_ident("sea_orm"));
        let Some(table) = attrs.clone().find_map(|attr| attribute(attr, "table_name")) else { continue };
        names.insert(format!("{module}::Entity"), table);
        for field in &model.fields {
            let Some(ident) = &field.ident else { continue };
            let attr = field.attrs.iter().filter(|attr| attr.path().is_ident("sea_orm"));
            let column = attr.clone().find_map(|attr| attribute(attr, "column_name"));
            let column = column.unwrap_or_else(|| ident.to_string().trim_start_matches("r#").to_owned());
            names.insert(format!("{module}.{ident}"), column);
        }
    }
}

/// The name a path stands for by convention, where the enum is defined elsewhere: `Users::Table` is `users`.
pub(super) fn guess(path: &str) -> Option<String> {
    let mut parts = path.rsplit("::");
    let (last, owner) = (parts.next()?, parts.next());
    let name = match owner {
        Some(owner) if last == "Table" => owner,
        Some(_) => last,
        None => return None,
    };
    name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| name.to_snake_case())
}

/// A name as the database stores it: sea-query quotes every identifier.
pub(super) fn fold(dialect: Dialect, name: &str) -> String {
    dialect.fold(name, true)
}

/// A table's qualified name.
pub(super) fn table(dialect: Dialect, schema: Option<&str>, name: &str) -> String {
    let schema = schema.map(|schema| fold(dialect, schema));
    qualified(dialect, schema.as_deref(), &fold(dialect, name))
}

/// The key of an index: on PostgreSQL it lives in the schema of its table.
pub(super) fn index_key(dialect: Dialect, table: &str, name: &str) -> Key {
    let name = fold(dialect, name);
    match table.rsplit_once('.') {
        Some((schema, _)) if dialect == Dialect::Postgres => Key::index(dialect, table, format!("{schema}.{name}")),
        _ => Key::index(dialect, table, name),
    }
}
