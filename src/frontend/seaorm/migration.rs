//! Finds the migrations of a file: `impl MigrationTrait for …`, its name, and how it is wrapped.

use std::collections::HashMap;

use syn::spanned::Spanned;
use syn::{Block, Expr, ImplItem, ImplItemFn, Item, ItemImpl};

use super::companions::Module;
use super::lower::{Constant, Function, Items, Lowering};
use super::names::{self, Names};
use super::syntax::Parsed;
use crate::engine::{Context, Dialect, Transaction, Version};
use crate::migration::{Down, Lineage, Migration, Node};
use crate::source::{FileId, Source};

/// Every migration of a file, with the modules of the crate that it speaks of.
pub(super) fn read(
    file: FileId,
    source: &Source,
    (parsed, modules): (&Parsed, &[Module]),
    context: &Context,
) -> Vec<Migration> {
    let mut found = Found::default();
    let mut names = Names::new();
    for module in modules {
        found.look_elsewhere(module);
        names::of_module(&module.name, &module.parsed.file.items, &mut names);
    }
    // What the file itself defines comes first.
    found.look(&parsed.file.items);
    names::collect(&parsed.file.items, &mut names);
    let items = Items { functions: found.functions, constants: found.constants, names };
    let reader = Reader { file, source, parsed, context, items: &items, revisions: &found.revisions };
    found.migrations.iter().map(|block| reader.migration(block)).collect()
}

/// What the items of a file hold.
#[derive(Default)]
struct Found<'a> {
    migrations: Vec<&'a ItemImpl>,
    functions: HashMap<String, Function<'a>>,
    constants: HashMap<String, Constant<'a>>,
    /// `fn name(&self) -> &str { "…" }` by the name of its type.
    revisions: HashMap<String, &'a Block>,
}

impl<'a> Found<'a> {
    /// Functions and constants of another module, by their own names and by `module::name`.
    fn look_elsewhere(&mut self, module: &'a Module) {
        let mut there = Self::default();
        there.look(&module.parsed.file.items);
        for (name, function) in there.functions {
            let known = Function { foreign: true, ..function };
            self.functions.insert(format!("{}::{name}", module.name), known);
            self.functions.insert(name, known);
        }
        for (name, constant) in there.constants {
            let known = Constant { foreign: true, ..constant };
            self.constants.insert(format!("{}::{name}", module.name), known);
            self.constants.insert(name, known);
        }
    }

    fn constant(&mut self, name: &syn::Ident, value: &'a Expr) {
        self.constants.insert(name.to_string(), Constant { value, foreign: false });
    }

    fn look(&mut self, items: &'a [Item]) {
        for item in items {
            match item {
                Item::Fn(function) => {
                    let known = Function { inputs: &function.sig.inputs, body: &function.block, foreign: false };
                    self.functions.insert(function.sig.ident.to_string(), known);
                }
                Item::Const(constant) => {
                    self.constant(&constant.ident, &constant.expr);
                }
                Item::Static(constant) => {
                    self.constant(&constant.ident, &constant.expr);
                }
                Item::Impl(block) => self.look_into(block),
                Item::Mod(module) if !is_test(&module.attrs) => {
                    if let Some((_, items)) = &module.content {
                        self.look(items);
                    }
                }
                _ => {}
            }
        }
    }

    fn look_into(&mut self, block: &'a ItemImpl) {
        let of = block.trait_.as_ref().and_then(|(path, _)| path.segments.last()).map(|last| last.ident.to_string());
        match of.as_deref() {
            Some("MigrationTrait") => self.migrations.push(block),
            Some("MigrationName") => {
                if let Some(name) = method(block, "name") {
                    self.revisions.insert(own_name(block), &name.block);
                }
            }
            Some(_) => {}
            None => {
                for function in methods(block) {
                    let known = Function { inputs: &function.sig.inputs, body: &function.block, foreign: false };
                    self.functions.insert(function.sig.ident.to_string(), known);
                }
                for item in &block.items {
                    if let ImplItem::Const(constant) = item {
                        self.constant(&constant.ident, &constant.expr);
                    }
                }
            }
        }
    }
}

struct Reader<'r, 'a> {
    file: FileId,
    source: &'a Source,
    parsed: &'a Parsed,
    context: &'a Context,
    items: &'a Items<'a>,
    revisions: &'r HashMap<String, &'a Block>,
}

impl<'a> Reader<'_, 'a> {
    fn migration(&self, block: &'a ItemImpl) -> Migration {
        let name = own_name(block);
        let (up, probes) = method(block, "up").map_or((Vec::new(), 0), |function| self.direction(function, 0));
        let down = match method(block, "down") {
            Some(function) if !refuses(&function.block) => written(self.direction(function, probes).0),
            _ => Down::None,
        };
        let stem = self.source.path().file_stem().unwrap_or_default();
        let literal = self.revisions.get(&name).and_then(|body| self.string(body));
        Migration {
            file: self.file,
            at: self.parsed.places.of(block),
            revision: literal.unwrap_or_else(|| stem.to_owned()),
            name,
            parents: Vec::new(),
            lineage: Lineage::default(),
            transaction: self.transaction(block),
            up,
            down,
            intact: true,
        }
    }

    fn lowering(&self) -> Lowering<'a> {
        Lowering::new(self.source, self.context, self.parsed.places, self.items)
    }

    fn direction(&self, function: &'a ImplItemFn, probes: u32) -> (Vec<Node>, u32) {
        let known = Function { inputs: &function.sig.inputs, body: &function.block, foreign: false };
        self.lowering().direction(known, probes)
    }

    /// The string that a function's body is.
    fn string(&self, body: &'a Block) -> Option<String> {
        self.lowering().block(body).as_str().map(str::to_owned)
    }

    /// sea-orm-migration's `migrator/exec.rs`: the migration and its row are one transaction on PostgreSQL, and none
    /// elsewhere; `use_transaction()` (2.0) says otherwise for one migration. In 1.x all pending migrations of a run share
    /// that transaction, which leaves behind no more than one of its own does.
    fn transaction(&self, block: &'a ItemImpl) -> Transaction {
        let usual = match (self.context.transaction, self.context.dialect) {
            (Some(set), _) => set,
            // Since 0.11; before that no migration was wrapped.
            (None, Dialect::Postgres) if self.context.framework.is_some_and(|known| known < Version::new(0, 11, 0)) => {
                Transaction::Autocommit
            }
            (None, Dialect::Postgres) => Transaction::Whole,
            (None, _) => Transaction::Autocommit,
        };
        let said = method(block, "use_transaction").map(|function| {
            let text = self.source.slice(self.parsed.places.block(&function.block));
            text.split_whitespace().collect::<String>()
        });
        match said.as_deref() {
            Some("{Some(false)}") => Transaction::Autocommit,
            Some("{Some(true)}") if self.context.dialect.is_mysql_like() => Transaction::EndedBySchemaChange,
            Some("{Some(true)}") => Transaction::Whole,
            _ => usual,
        }
    }
}

fn written(nodes: Vec<Node>) -> Down {
    if nodes.is_empty() { Down::None } else { Down::Written(nodes) }
}

fn own_name(block: &ItemImpl) -> String {
    match &*block.self_ty {
        syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn methods(block: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    block.items.iter().filter_map(|item| if let ImplItem::Fn(function) = item { Some(function) } else { None })
}

fn method<'a>(block: &'a ItemImpl, name: &str) -> Option<&'a ImplItemFn> {
    methods(block).find(|function| function.sig.ident == name)
}

/// `Err(…)`, `todo!()`, `panic!(…)` and nothing else: there is no way back.
fn refuses(body: &Block) -> bool {
    let [only] = body.stmts.as_slice() else { return false };
    let syn::Stmt::Expr(expr, _) = only else { return matches!(only, syn::Stmt::Macro(_)) };
    let callee = match expr {
        Expr::Call(call) => &*call.func,
        Expr::Return(out) => match out.expr.as_deref() {
            Some(Expr::Call(call)) => &*call.func,
            _ => return false,
        },
        Expr::Macro(_) => return true,
        _ => return false,
    };
    let Expr::Path(path) = callee else { return false };
    path.path.segments.last().is_some_and(|last| {
        let name = last.ident.to_string();
        name == "Err" || name.starts_with(super::syntax::MACRO)
    })
}

fn is_test(attrs: &[syn::Attribute]) -> bool {
    attrs
        .iter()
        .any(|attr| attr.path().is_ident("cfg") && attr.span().source_text().is_some_and(|text| text.contains("test")))
}
