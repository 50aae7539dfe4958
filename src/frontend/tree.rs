//! What the frontends on tree-sitter share: parsing, and walking a tree.
//!
//! More than half of reading a file and spelling its fixes is parsing. Each thread therefore keeps one parser a language
//! and the tree it parsed last: a file's fixes are spelled one after another on the same text.

use std::cell::RefCell;

use tree_sitter::{Language, Node, Parser, Tree};

use crate::migration::{Problem, Reading};
use crate::source::Span;

/// A parser and what it parsed last.
pub(super) struct Memory {
    parser: Parser,
    last: Option<(String, Tree)>,
}

/// A thread's [`Memory`], set up when it is first asked for.
pub(super) type Kept = RefCell<Option<Memory>>;

/// Trees that are deeper are not read: all that walks them recurses. Thirty blocks in each other are a hundred deep.
const DEEPEST: usize = 1_000;

/// What is said of text that [`parse`] refuses.
pub(super) fn refused() -> Reading {
    let message = "this nests too deeply to be read".to_owned();
    Reading { migrations: Vec::new(), problems: vec![Problem { at: Span::new(0, 0), message }] }
}

/// Parses, or gives the tree of the same text back. `None` where it nests too deeply; and if the grammar does not load,
/// which tests exclude.
pub(super) fn parse(kept: &Kept, language: impl Fn() -> Language, text: &str) -> Option<Tree> {
    let mut kept = kept.borrow_mut();
    if kept.is_none() {
        let mut parser = Parser::new();
        parser.set_language(&language()).ok()?;
        *kept = Some(Memory { parser, last: None });
    }
    let Memory { parser, last } = kept.as_mut()?;
    if let Some((_, tree)) = last.as_ref().filter(|(known, _)| known == text) {
        return Some(tree.clone());
    }
    let tree = parser.parse(text, None).filter(is_shallow)?;
    *last = Some((text.to_owned(), tree.clone()));
    Some(tree)
}

fn is_shallow(tree: &Tree) -> bool {
    let root = tree.root_node();
    if root.descendant_count() <= DEEPEST {
        return true;
    }
    let mut cursor = root.walk();
    let mut depth = 0;
    while depth <= DEEPEST {
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return true;
            }
            depth -= 1;
        }
    }
    false
}

/// Calls `visit` with a node and all below it, in the order of the text; what is below a node is left out where it
/// answers false.
pub(super) fn visit<'t>(root: Node<'t>, visit: &mut impl FnMut(Node<'t>) -> bool) {
    let mut cursor = root.walk();
    loop {
        if visit(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
