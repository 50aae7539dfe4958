//! What the frontends on tree-sitter share: parsing, and walking a tree.
//!
//! More than half of reading a file and spelling its fixes is parsing. A source therefore keeps its tree, as far as there
//! is room, for the thread that spells its fixes; and each thread keeps the tree it had last, so that what fixes make of
//! a text is read as a change of that tree, as is what is typed in an editor.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::Utf8PathBuf;
use tree_sitter::{InputEdit, Language, Node, Parser, Point, Tree};

use crate::migration::{Problem, Reading};
use crate::source::{Source, Span};

/// A parser and what it parsed last.
pub(super) struct Memory {
    parser: Parser,
    last: Option<Last>,
}

struct Last {
    path: Utf8PathBuf,
    text: Arc<str>,
    tree: Tree,
}

impl Last {
    fn new(source: &Source, tree: &Tree) -> Self {
        Self { path: source.path().to_owned(), text: source.shared_text(), tree: tree.clone() }
    }
}

/// A thread's [`Memory`], set up when it is first asked for.
pub(super) type Kept = RefCell<Option<Memory>>;

/// A tree that its source keeps.
struct Shelved {
    tree: Tree,
    bytes: usize,
}

/// Bytes of text whose trees are kept: what most projects have. A tree takes some fifty times as much.
const ROOM: usize = 512 << 10;
static SHELVED: AtomicUsize = AtomicUsize::new(0);

impl Shelved {
    fn new(tree: &Tree, bytes: usize) -> Option<Self> {
        let with = |taken: usize| Some(taken + bytes).filter(|taken| *taken <= ROOM);
        SHELVED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, with).ok()?;
        Some(Self { tree: tree.clone(), bytes })
    }
}

impl Drop for Shelved {
    fn drop(&mut self) {
        SHELVED.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// Trees that are deeper are not read: all that walks them recurses. Thirty blocks in each other are a hundred deep.
const DEEPEST: usize = 1_000;

/// What is said of text that [`parse`] refuses.
pub(super) fn refused() -> Reading {
    let message = "this nests too deeply to be read".to_owned();
    Reading { migrations: Vec::new(), problems: vec![Problem { at: Span::new(0, 0), message }] }
}

/// Parses, or gives the tree of the same text back. `None` where it nests too deeply; and if the grammar does not load,
/// which tests exclude.
pub(super) fn parse(kept: &Kept, language: impl Fn() -> Language, source: &Source) -> Option<Tree> {
    let mut kept = kept.borrow_mut();
    if kept.is_none() {
        let mut parser = Parser::new();
        parser.set_language(&language()).ok()?;
        *kept = Some(Memory { parser, last: None });
    }
    let Memory { parser, last } = kept.as_mut()?;
    let text = source.text();
    if let Some(last) = last.as_ref().filter(|last| *last.text == *text) {
        return Some(last.tree.clone());
    }
    if let Some(Shelved { tree, .. }) = source.memo() {
        *last = Some(Last::new(source, tree));
        return Some(tree.clone());
    }
    let before = last.take().filter(|last| last.path == source.path());
    let before = before.and_then(|last| edited(&last.text, last.tree, text));
    let changed = before.and_then(|before| parser.parse(text, Some(&before)));
    let sound = changed.filter(|tree| !tree.root_node().has_error());
    let tree = sound.or_else(|| parser.parse(text, None)).filter(is_shallow)?;
    *last = Some(Last::new(source, &tree));
    if let Some(shelved) = Shelved::new(&tree, text.len()) {
        source.memorise(shelved);
    }
    Some(tree)
}

/// The tree of another text with the places marked at which this one differs, if they have most in common. Trees with
/// errors are of no use, before or after: how the parser gets out of one depends on how it got there.
fn edited(known: &str, mut tree: Tree, text: &str) -> Option<Tree> {
    let (old, new) = (known.as_bytes(), text.as_bytes());
    let (start, alike) = common_ends(old, new);
    if (start + alike) * 2 < new.len() || tree.root_node().has_error() {
        return None;
    }
    let (old_end, new_end) = (old.len() - alike, new.len() - alike);
    let lines = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count();
    if lines(&old[start..old_end]) == lines(&new[start..new_end]) {
        edit_lines(&mut tree, &old[start..old_end], &new[start..new_end], start, point(new, start));
    } else {
        tree.edit(&InputEdit {
            start_byte: start,
            old_end_byte: old_end,
            new_end_byte: new_end,
            start_position: point(old, start),
            old_end_position: point(old, old_end),
            new_end_position: point(new, new_end),
        });
    }
    Some(tree)
}

/// Marks each changed line by itself: what fixes add to several steps leaves the lines between them as they were. Where
/// an edit is marked, the lines before it are the new ones already.
fn edit_lines(tree: &mut Tree, old: &[u8], new: &[u8], mut start: usize, mut place: Point) {
    let is_end = |byte: &u8| *byte == b'\n';
    for (before, after) in old.split(is_end).zip(new.split(is_end)) {
        if before != after {
            let (front, back) = common_ends(before, after);
            let (old_end, new_end) = (before.len() - back, after.len() - back);
            let point = |offset| Point { row: place.row, column: place.column + offset };
            tree.edit(&InputEdit {
                start_byte: start + front,
                old_end_byte: start + old_end,
                new_end_byte: start + new_end,
                start_position: point(front),
                old_end_position: point(old_end),
                new_end_position: point(new_end),
            });
        }
        start += after.len() + 1;
        place = Point { row: place.row + 1, column: 0 };
    }
}

/// How many bytes two texts have in common at the beginning, and at the end of what is left.
fn common_ends(a: &[u8], b: &[u8]) -> (usize, usize) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let left = a.len().min(b.len()) - start;
    (start, a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(a, b)| a == b).count())
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

    fn source(text: &str) -> Source {
        Source::new("changed", text)
    }

    fn shape(tree: &Tree) -> Vec<(&str, tree_sitter::Range)> {
        let mut found = Vec::new();
        visit(tree.root_node(), &mut |node| {
            found.push((node.kind(), node.range()));
            true
        });
        found
    }

    /// Longer and shorter names on many lines at once, as a fix of several steps changes them.
    #[test]
    fn lines_that_change_together() {
        let language = || tree_sitter_ruby::LANGUAGE.into();
        let mut parser = Parser::new();
        parser.set_language(&language()).expect("the grammar is built in");
        let text = "class A < B\n  def up\n    add_column :a, :été, :string\n    x\n    drop :bcd\n    y\n  end\nend\n";
        for (from, to) in
            [("a", "aa"), ("é", "e"), ("bcd", "b, c"), (":", ":z"), ("    y\n", "    yy\n"), ("\n    ", "\n  ")]
        {
            let (kept, changed) = (Kept::default(), text.replace(from, to));
            parse(&kept, language, &source(text)).expect("it is shallow");
            let incremental = parse(&kept, language, &source(&changed)).expect("it is shallow");
            let fresh = parser.parse(&changed, None).expect("nothing stops it");
            assert!(!fresh.root_node().has_error() && changed != text, "{from}");
            assert_eq!(shape(&incremental), shape(&fresh), "{from}");
        }
    }

    #[test]
    fn a_source_keeps_its_tree_for_other_threads() {
        let ruby = source("add_index :a, :b\n");
        let first = parse(&Kept::default(), || tree_sitter_ruby::LANGUAGE.into(), &ruby).expect("it is shallow");
        let again =
            parse(&Kept::default(), || tree_sitter_ruby::LANGUAGE.into(), &ruby.clone()).expect("it is shallow");
        let child = |tree: &Tree| tree.root_node().child(0).map(|node| node.id());
        assert_eq!(child(&first), child(&again));
    }

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
                let incremental = parse(&kept, &language, &source(&changed)).expect("it is shallow");
                let fresh = parser.parse(&changed, None).expect("nothing stops it");
                assert_eq!(shape(&incremental), shape(&fresh), "{:?} at {at}:\n{changed}", file.path());
                count += 1;
                if !fresh.root_node().has_error() {
                    sound += 1;
                    text = changed;
                } else {
                    _ = parse(&kept, &language, &source(&text));
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
