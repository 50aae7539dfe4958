//! The order in which a migrator runs its migrations: the vector that `MigratorTrait::migrations` gives.

use syn::visit::Visit;
use syn::{Expr, ImplItem, Item, ItemImpl};

use super::room::with_room;
use super::syntax;
use crate::source::Source;

/// A migration as a migrator names it: `Box::new(m20220101_000001_create_users::Migration)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The module that holds it, without the modules around that one; `None` where the type alone is named.
    pub module: Option<String>,
    /// The type that implements `MigrationTrait`.
    pub name: String,
}

/// The migrations that each migrator of a file runs, in order. Nothing for a file that can't be parsed.
pub fn order(source: &Source) -> Vec<Vec<Registered>> {
    let found = with_room(source.text(), || {
        let mut found = Vec::new();
        if let Ok(parsed) = syntax::parse(source) {
            look(&parsed.file.items, &mut found);
        }
        syntax::forget_places();
        found
    });
    found.unwrap_or_default()
}

fn look(items: &[Item], found: &mut Vec<Vec<Registered>>) {
    for item in items {
        match item {
            Item::Impl(block) if is_migrator(block) => {
                let mut boxes = Boxes::default();
                let methods = block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(function) if function.sig.ident == "migrations" => Some(function),
                    _ => None,
                });
                methods.for_each(|function| boxes.visit_block(&function.block));
                found.push(boxes.0);
            }
            Item::Mod(module) => {
                if let Some((_, items)) = &module.content {
                    look(items, found);
                }
            }
            _ => {}
        }
    }
}

/// `impl MigratorTrait for …`; `MigratorTraitSelf` gives its vector by a method of the same name.
fn is_migrator(block: &ItemImpl) -> bool {
    let path = block.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    path.is_some_and(|last| last.ident == "MigratorTrait" || last.ident == "MigratorTraitSelf")
}

/// What is boxed, in the order of the text.
#[derive(Default)]
struct Boxes(Vec<Registered>);

impl<'ast> Visit<'ast> for Boxes {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let boxed = match (&*call.func, call.args.first()) {
            (Expr::Path(path), Some(inner)) => {
                let names: Vec<String> = path.path.segments.iter().map(|part| part.ident.to_string()).collect();
                names.ends_with(&["Box".to_owned(), "new".to_owned()]).then(|| registered(inner)).flatten()
            }
            _ => None,
        };
        match boxed {
            Some(migration) => self.0.push(migration),
            None => syn::visit::visit_expr_call(self, call),
        }
    }
}

/// `m1::Migration`, `m1::Migration { … }`, `m1::Migration::new(…)`, `m1::Migration::default()`.
fn registered(expr: &Expr) -> Option<Registered> {
    let (path, called) = match expr {
        Expr::Path(path) => (&path.path, false),
        Expr::Struct(literal) => (&literal.path, false),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => (&path.path, true),
            _ => return None,
        },
        _ => return None,
    };
    let mut names: Vec<String> = path.segments.iter().map(|part| part.ident.to_string()).collect();
    if called && names.last().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase())) {
        names.pop();
    }
    let name = names.pop()?;
    let module = names.pop().filter(|module| !matches!(module.as_str(), "crate" | "self" | "super"));
    Some(Registered { module, name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_is_read_in_its_order() {
        let text = "mod m1_a; mod m2_b;\nimpl MigratorTrait for Migrator {\n fn migrations() -> Vec<Box<dyn MigrationTrait>> {\n  \
                    let mut all: Vec<Box<dyn MigrationTrait>> = vec![\n   Box::new(m2_b::Migration),\n   \
                    Box::new(crate::inner::m1_a::Migration::default()),\n   Box::new(Third { on: true }),\n  ];\n  \
                    all.push(Box::new(super::m4::Migration));\n  all\n }\n}\n";
        let found = order(&Source::new("lib.rs", text));
        let shown: Vec<String> = found
            .concat()
            .into_iter()
            .map(|entry| format!("{}/{}", entry.module.unwrap_or_default(), entry.name))
            .collect();
        assert_eq!(shown, ["m2_b/Migration", "m1_a/Migration", "/Third", "m4/Migration"]);
        assert_eq!(found.len(), 1);
        assert_eq!(order(&Source::new("lib.rs", "fn {")), Vec::<Vec<Registered>>::new());
    }
}
