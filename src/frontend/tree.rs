//! What the frontends on tree-sitter share: parsing, and walking a tree.
//!
//! More than half of reading a file and spelling its fixes is parsing. Each thread therefore keeps one parser a language
//! and the tree it parsed last: a file's fixes are spelled one after another on the same text, and what they make of it
//! is read as a change of that tree, as is what is typed in an editor.

use std::cell::RefCell;

use tree_sitter::{InputEdit, Language, Node, Parser, Point, Tree};

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
    let before = last.take().and_then(|(known, tree)| edited(&known, tree, text));
    let changed = before.and_then(|before| parser.parse(text, Some(&before)));
    let sound = changed.filter(|tree| !tree.root_node().has_error());
    let tree = sound.or_else(|| parser.parse(text, None)).filter(is_shallow)?;
    *last = Some((text.to_owned(), tree.clone()));
    Some(tree)
}

/// The tree of another text with the place marked at which this one differs, if they have most in common. Trees with
/// errors are of no use, before or after: how the parser gets out of one depends on how it got there.
fn edited(known: &str, mut tree: Tree, text: &str) -> Option<Tree> {
    let (old, new) = (known.as_bytes(), text.as_bytes());
    let shorter = old.len().min(new.len());
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let alike = old.iter().rev().zip(new.iter().rev()).take(shorter - start).take_while(|(a, b)| a == b).count();
    if (start + alike) * 2 < new.len() || tree.root_node().has_error() {
        return None;
    }
    let (old_end, new_end) = (old.len() - alike, new.len() - alike);
    tree.edit(&InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, start),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    });
    Some(tree)
}

/// A byte's row and column, both counted from 0.
fn point(text: &[u8], at: usize) -> Point {
    let before = &text[..at];
    let row = before.iter().filter(|&&byte| byte == b'\n').count();
    let column = before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    Point { row, column }
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What is put into a text, and how much of it is taken out there.
    const CHANGES: [(&str, usize); 12] = [
        ("", 1),
        ("", 7),
        ("", 40),
        ("x", 0),
        ("\n", 0),
        (" unless true", 0),
        (", if_not_exists: true", 0),
        ("\"", 0),
        ("(", 1),
        ("    ", 0),
        ("    if True:\n        pass\n", 0),
        ("    execute <<~SQL\n      SELECT 1\n    SQL\n", 0),
    ];

    /// A change at many places of every fixture, one upon the other while the text stays sound.
    fn changed_trees_are_those_of_a_fresh_parse(extension: &str, language: impl Fn() -> Language) {
        let mut parser = Parser::new();
        parser.set_language(&language()).expect("the grammar is built in");
        let (mut count, mut sound) = (0, 0);
        let files = ignore::WalkBuilder::new("fixtures").build().filter_map(Result::ok);
        for file in files.filter(|file| file.path().extension().is_some_and(|own| own == extension)) {
            let original = fs::read_to_string(file.path()).expect("fixtures are text");
            let (mut text, kept) = (original.clone(), Kept::default());
            for at in (0..original.len()).step_by(21) {
                let (new, taken) = CHANGES[at / 21 % CHANGES.len()];
                if !text.is_char_boundary(at) || !text.is_char_boundary(at + taken) {
                    continue;
                }
                let mut changed = text.clone();
                changed.replace_range(at..at + taken, new);
                let incremental = parse(&kept, &language, &changed).expect("it is shallow").root_node().to_sexp();
                let fresh = parser.parse(&changed, None).expect("nothing stops it");
                assert_eq!(incremental, fresh.root_node().to_sexp(), "{:?} at {at}:\n{changed}", file.path());
                count += 1;
                if !fresh.root_node().has_error() {
                    sound += 1;
                    text = changed;
                } else {
                    _ = parse(&kept, &language, &text);
                }
            }
        }
        assert!(count > 300 && sound > 100, "{sound} of {count} were sound");
    }

    #[test]
    fn ruby() {
        changed_trees_are_those_of_a_fresh_parse("rb", || tree_sitter_ruby::LANGUAGE.into());
    }

    #[test]
    fn python() {
        changed_trees_are_those_of_a_fresh_parse("py", || tree_sitter_python::LANGUAGE.into());
    }
}
