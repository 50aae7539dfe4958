//! SQL in a Ruby string: its value, and where each stretch of it stands in the file.

use std::collections::HashMap;

use tree_sitter::Node;

use super::syntax::{self, Call};
use super::value::{Evaluator, Locals, unescape};
use crate::frontend::sql::Embedded;
use crate::frontend::tree;

/// What an unknown interpolation is filled with.
const HOLE: &str = "__hole__";
/// Constants and variables that stand for each other end here.
const DEPTH: u32 = 8;

/// Finds strings behind the ways Ruby has to write them.
pub(super) struct Strings<'a, 't> {
    pub(super) evaluator: &'a Evaluator<'t>,
    pub(super) locals: &'a Locals,
    /// What local variables were given.
    pub(super) assigned: &'a HashMap<String, Node<'t>>,
    /// The body of each heredoc, by the place of its beginning.
    pub(super) heredocs: &'a HashMap<usize, Node<'t>>,
}

/// Pairs the beginnings of heredocs with their bodies: both come in the same order.
pub(super) fn heredocs<'t>(root: Node<'t>, source: &str) -> HashMap<usize, Node<'t>> {
    // Most files hold none, and then no node has to be looked at.
    if !source.contains("<<") {
        return HashMap::new();
    }
    let (mut beginnings, mut bodies) = (Vec::new(), Vec::new());
    tree::visit(root, &mut |node| {
        match node.kind() {
            "heredoc_beginning" => beginnings.push(node),
            "heredoc_body" => bodies.push(node),
            _ => {}
        }
        true
    });
    beginnings.into_iter().map(|node| node.start_byte()).zip(bodies).collect()
}

impl<'t> Strings<'_, 't> {
    /// The SQL of an argument; `None` where it is made by code that is not read.
    pub(super) fn embedded(&self, node: Node<'t>) -> Option<Embedded> {
        let mut out = Embedded { text: String::new(), pieces: Vec::new(), holes: false };
        self.append(node, &mut out, DEPTH)?;
        if out.pieces.is_empty() {
            // Nothing of it is in the file: all of it stands where it is used.
            out.pieces.push((0, syntax::span(node).start, 0));
        }
        Some(out)
    }

    fn append(&self, node: Node<'t>, out: &mut Embedded, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match node.kind() {
            "string" => self.parts(node, out),
            "chained_string" => {
                for part in syntax::children(node) {
                    self.append(part, out, depth)?;
                }
            }
            "heredoc_beginning" => self.heredoc(node, out)?,
            "parenthesized_statements" => match syntax::children(node).as_slice() {
                [only] => self.append(*only, out, depth)?,
                _ => return None,
            },
            "binary" if node.child_by_field_name("operator")?.kind() == "+" => {
                self.append(node.child_by_field_name("left")?, out, depth)?;
                if self.append(node.child_by_field_name("right")?, out, depth).is_none() {
                    hole(out);
                }
            }
            "constant" => {
                let name = syntax::text(node, self.evaluator.source);
                self.append(*self.evaluator.constants.get(name)?, out, depth)?;
            }
            "identifier" => {
                let name = syntax::text(node, self.evaluator.source);
                match self.assigned.get(name) {
                    Some(&value) => self.append(value, out, depth)?,
                    None => out.text.push_str(self.locals.get(name)?.name()?),
                }
            }
            "call" => {
                let call = Call::read(node, self.evaluator.source)?;
                let unchanged = ["squish", "strip", "freeze", "strip_heredoc", "chomp", "to_s", "html_safe", "dup"];
                match call.receiver {
                    Some(receiver) if unchanged.contains(&call.method) => self.append(receiver, out, depth)?,
                    _ => out.text.push_str(self.evaluator.value(node, self.locals).name()?),
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// The parts of a plain string.
    fn parts(&self, node: Node<'t>, out: &mut Embedded) {
        for part in syntax::children(node) {
            match part.kind() {
                "string_content" => copy(self.evaluator.source, part.start_byte(), part.end_byte(), out),
                "escape_sequence" => out.text.push_str(&unescape(syntax::text(part, self.evaluator.source))),
                "interpolation" => self.interpolation(part, out),
                _ => {}
            }
        }
    }

    fn interpolation(&self, node: Node<'t>, out: &mut Embedded) {
        let known = match syntax::children(node).as_slice() {
            [only] => self.evaluator.value(*only, self.locals).scalar(),
            _ => None,
        };
        match known {
            Some(text) => out.text.push_str(&text),
            None => hole(out),
        }
    }

    fn heredoc(&self, beginning: Node<'t>, out: &mut Embedded) -> Option<()> {
        let body = *self.heredocs.get(&beginning.start_byte())?;
        let source = self.evaluator.source;
        let start = syntax::text(beginning, source);
        let raw = start.contains('\'');
        let end = syntax::children(body).into_iter().find(|part| part.kind() == "heredoc_end")?;
        // The body starts at the end of the line that names it.
        let text_start = source.get(body.start_byte()..)?.find('\n').map(|at| body.start_byte() + at + 1)?;
        let text_end = source.get(..end.start_byte())?.rfind('\n').map_or(text_start, |at| at + 1).max(text_start);
        let margin = if start.starts_with("<<~") { margin(source.get(text_start..text_end)?) } else { 0 };
        let specials: Vec<Node<'t>> = syntax::children(body)
            .into_iter()
            .filter(|part| !raw && matches!(part.kind(), "interpolation" | "escape_sequence"))
            .collect();
        let mut at = text_start;
        for special in specials {
            lines(source, at, special.start_byte(), margin, out);
            match special.kind() {
                "interpolation" => self.interpolation(special, out),
                _ => out.text.push_str(&unescape(syntax::text(special, source))),
            }
            at = special.end_byte();
        }
        lines(source, at, text_end, margin, out);
        Some(())
    }
}

/// The blanks that every line of a squiggly heredoc has.
fn margin(text: &str) -> usize {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len()).min().unwrap_or(0)
}

/// Copies whole lines, each without its margin. `from` may stand within a line.
fn lines(source: &str, from: usize, to: usize, margin: usize, out: &mut Embedded) {
    let mut at = from;
    while at < to {
        let end = source.get(at..to).and_then(|rest| rest.find('\n')).map_or(to, |length| at + length + 1);
        let fresh = at == 0 || source.as_bytes().get(at - 1) == Some(&b'\n');
        let line = source.get(at..end).unwrap_or_default();
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let skip = if fresh { margin.min(blanks) } else { 0 };
        copy(source, at + skip, end, out);
        at = end;
    }
}

fn copy(source: &str, from: usize, to: usize, out: &mut Embedded) {
    let Some(text) = source.get(from..to).filter(|text| !text.is_empty()) else { return };
    let offset = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    out.pieces.push((offset(out.text.len()), offset(from), offset(text.len())));
    out.text.push_str(text);
}

fn hole(out: &mut Embedded) {
    out.holes = true;
    out.text.push_str(HOLE);
}
