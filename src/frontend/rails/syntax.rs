//! Ruby's syntax tree as the rest of this frontend wants it: calls with their arguments, bodies as lists of statements.

use tree_sitter::{Node, Tree};

use crate::frontend::tree;
use crate::source::{Source, Span};

/// Parses Ruby. `None` only if the grammar does not load, which its own tests exclude.
pub(super) fn parse(source: &Source) -> Option<Tree> {
    thread_local!(static KEPT: tree::Kept = const { tree::Kept::new(None) });
    KEPT.with(|kept| tree::parse(kept, || tree_sitter_ruby::LANGUAGE.into(), source))
}

pub(super) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

pub(super) fn text<'t>(node: Node<'_>, source: &'t str) -> &'t str {
    source.get(node.byte_range()).unwrap_or_default()
}

/// The named children, comments left out.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

/// The node and every one below it that is wanted, in the order of the text.
pub(super) fn descendants<'t>(node: Node<'t>, wanted: &dyn Fn(Node<'t>) -> bool, found: &mut Vec<Node<'t>>) {
    tree::visit(node, &mut |node| {
        if wanted(node) {
            found.push(node);
        }
        true
    });
}

/// A method call in any of its forms: `a`, `a b`, `a(b)`, `x.a b do … end`.
#[derive(Debug, Clone)]
pub(super) struct Call<'t> {
    pub(super) node: Node<'t>,
    pub(super) receiver: Option<Node<'t>>,
    pub(super) method: &'t str,
    /// Positional arguments, pairs, splats and block arguments, as written.
    pub(super) arguments: Vec<Node<'t>>,
    pub(super) block: Option<Node<'t>>,
}

impl<'t> Call<'t> {
    /// Reads a `call` or a lone identifier; `None` for anything else.
    pub(super) fn read(node: Node<'t>, source: &'t str) -> Option<Self> {
        match node.kind() {
            "identifier" => {
                Some(Self { node, receiver: None, method: text(node, source), arguments: Vec::new(), block: None })
            }
            "call" => {
                let arguments = node.child_by_field_name("arguments").map(children).unwrap_or_default();
                Some(Self {
                    node,
                    receiver: node.child_by_field_name("receiver"),
                    method: node.child_by_field_name("method").map_or("call", |method| text(method, source)),
                    arguments: arguments.into_iter().filter(|child| child.kind() != "heredoc_body").collect(),
                    block: node.child_by_field_name("block"),
                })
            }
            _ => None,
        }
    }

    /// The first argument that is no pair.
    pub(super) fn first(&self) -> Option<Node<'t>> {
        self.arguments.first().copied().filter(|node| node.kind() != "pair")
    }

    /// The constant at the far left of a chain: `User` in `User.where(…).update_all(…)`.
    pub(super) fn root(&self, source: &'t str) -> Option<Node<'t>> {
        let mut receiver = self.receiver?;
        while let Some(call) = Call::read(receiver, source) {
            receiver = call.receiver?;
        }
        matches!(receiver.kind(), "constant" | "scope_resolution").then_some(receiver)
    }

    /// What a label underlines: the call's name and those arguments that stand on its first line, without the block.
    pub(super) fn head(&self, source: &Source) -> Span {
        let start = self.node.start_byte();
        let row = self.node.start_position().row;
        let name = self.node.child_by_field_name("method").unwrap_or(self.node);
        let end = self
            .arguments
            .iter()
            .filter(|argument| argument.end_position().row == row)
            .map(Node::end_byte)
            .max()
            .unwrap_or(0)
            .max(if name.end_position().row == row { name.end_byte() } else { 0 });
        let line = source.line_span(source.line_of(Span::new(start, start).start));
        Span::new(start, if end > start { end } else { (line.end as usize).max(start) })
    }
}

/// The statements of a body: a method, a block, a `then`, an `else`, or a single expression.
pub(super) fn statements(body: Node<'_>) -> Vec<Node<'_>> {
    match body.kind() {
        "body_statement"
        | "block_body"
        | "then"
        | "else"
        | "ensure"
        | "parenthesized_statements"
        | "program"
        | "begin"
        | "do"
        | "interpolation" => children(body).into_iter().filter(|node| node.kind() != "heredoc_body").collect(),
        _ => vec![body],
    }
}

/// The statements of a `do … end` or `{ … }` block.
pub(super) fn block_body(block: Node<'_>) -> Option<Node<'_>> {
    block.child_by_field_name("body")
}

/// The names of a block's parameters; a destructured one is a list of its own.
pub(super) fn parameters<'t>(block: Node<'t>, source: &'t str) -> Vec<Parameter<'t>> {
    let Some(list) = block.child_by_field_name("parameters") else { return Vec::new() };
    children(list).into_iter().map(|node| Parameter::read(node, source)).collect()
}

/// The name under which a method takes its block.
pub(super) fn block_parameter<'t>(method: Node<'t>, source: &'t str) -> Option<&'t str> {
    let list = method.child_by_field_name("parameters")?;
    let parameter = children(list).into_iter().find(|node| node.kind() == "block_parameter")?;
    parameter.child_by_field_name("name").map(|name| text(name, source))
}

/// One parameter of a block or method.
#[derive(Debug, Clone)]
pub(super) enum Parameter<'t> {
    Name(&'t str),
    /// `(a, b)`
    List(Vec<Parameter<'t>>),
    Optional(&'t str, Node<'t>),
    Keyword(&'t str, Option<Node<'t>>),
    Other,
}

impl<'t> Parameter<'t> {
    pub(super) fn read(node: Node<'t>, source: &'t str) -> Self {
        let name = || node.child_by_field_name("name").map(|name| text(name, source));
        match node.kind() {
            "identifier" => Self::Name(text(node, source)),
            "destructured_parameter" => {
                Self::List(children(node).into_iter().map(|child| Self::read(child, source)).collect())
            }
            "optional_parameter" => match (name(), node.child_by_field_name("value")) {
                (Some(name), Some(value)) => Self::Optional(name, value),
                _ => Self::Other,
            },
            "keyword_parameter" => match name() {
                Some(name) => Self::Keyword(name, node.child_by_field_name("value")),
                None => Self::Other,
            },
            _ => Self::Other,
        }
    }
}
