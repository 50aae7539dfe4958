//! Where a step stands, and the byte edits that put a line above it or a keyword into it.

use tree_sitter::Node as Ts;

use super::Speller;
use crate::edit::Edit;
use crate::frontend::alembic::syntax::{self, children, field, fields, span};
use crate::source::Span;

/// A statement on lines of its own.
pub(super) struct Place<'t> {
    pub(super) statement: Ts<'t>,
    /// The blanks in front of it.
    pub(super) indent: &'t str,
    /// One more level.
    pub(super) unit: &'t str,
    pub(super) ending: &'static str,
}

impl<'t> Place<'t> {
    /// The statement that a call is, if nothing takes its value and nothing shares its lines.
    pub(super) fn of(speller: &Speller<'_, '_, 't>, call: Ts<'t>) -> Option<Self> {
        let statement = match call.kind() {
            "with_statement" => call,
            _ => call.parent().filter(|parent| parent.kind() == "expression_statement")?,
        };
        Self::of_statement(speller, statement)
    }

    pub(super) fn of_statement(speller: &Speller<'_, '_, 't>, statement: Ts<'t>) -> Option<Self> {
        let src = speller.src;
        let start = src[..statement.start_byte()].rfind('\n').map_or(0, |at| at + 1);
        let indent = &src[start..statement.start_byte()];
        let tail = src[statement.end_byte()..].lines().next().unwrap_or_default().trim();
        let alone = indent.chars().all(|c| c == ' ' || c == '\t') && (tail.is_empty() || tail.starts_with('#'));
        alone.then(|| Self {
            statement,
            indent,
            unit: unit(src, statement, indent),
            ending: speller.request.source.line_ending(span(statement).start),
        })
    }

    pub(super) fn start(&self) -> u32 {
        span(self.statement).start
    }

    /// Puts the statement under an `if`.
    pub(super) fn wrap(&self, speller: &Speller<'_, '_, 't>, condition: &str) -> Option<Vec<Edit>> {
        self.wrap_in(speller, &format!("if {condition}:"))
    }

    /// Puts the statement under a line of its own. Lines that start inside a string stay as they are: Python only looks
    /// at the indentation of a statement's first line.
    pub(super) fn wrap_in(&self, speller: &Speller<'_, '_, 't>, line: &str) -> Option<Vec<Edit>> {
        let mut edits = vec![Edit::insert(self.start(), format!("{line}{}{}{}", self.ending, self.indent, self.unit))];
        edits.extend(self.indent_more(speller));
        Some(edits)
    }

    /// One more level for the statement's further lines.
    fn indent_more(&self, speller: &Speller<'_, '_, 't>) -> Vec<Edit> {
        let source = speller.request.source;
        let whole = span(self.statement);
        let (first, last) = (source.line_of(whole.start), source.line_of(whole.end));
        (first + 1..=last)
            .map(|line| source.line_span(line))
            .filter(|line| !line.is_empty() && !starts_in_string(speller.root, line.start))
            .map(|line| Edit::insert(line.start, self.unit))
            .collect()
    }

    /// Where a line below the statement is inserted.
    pub(super) fn below(&self, speller: &Speller<'_, '_, 't>) -> u32 {
        let source = speller.request.source;
        source.line_span(source.line_of(span(self.statement).end)).end
    }

    /// Takes the statement out, its lines with it; a block that would be empty gets a `pass`.
    pub(super) fn delete(&self, speller: &Speller<'_, '_, 't>) -> Option<Edit> {
        let block = self.statement.parent()?;
        if children(block).len() == 1 {
            return Some(Edit::replace(span(self.statement), "pass"));
        }
        let source = speller.request.source;
        let whole = span(self.statement);
        let start = source.line_span(source.line_of(whole.start)).start;
        let end = source.line_span(source.line_of(whole.end)).end;
        let behind = speller.src[end as usize..].find('\n').map_or(speller.src.len(), |at| end as usize + at + 1);
        Some(Edit::delete(Span::new(start as usize, behind)))
    }
}

/// One level of indentation as this file writes it, taken from the block the statement stands in.
fn unit<'t>(src: &'t str, statement: Ts<'t>, indent: &'t str) -> &'t str {
    let outer = statement.parent().and_then(|block| block.parent()).map(|outer| {
        let start = src[..outer.start_byte()].rfind('\n').map_or(0, |at| at + 1);
        let line = &src[start..outer.start_byte()];
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    });
    match outer.and_then(|outer| indent.strip_prefix(outer)) {
        Some(unit) if !unit.is_empty() => unit,
        _ => "    ",
    }
}

pub(super) fn starts_in_string(root: Ts<'_>, at: u32) -> bool {
    let at = at as usize;
    let node = root.descendant_for_byte_range(at, at);
    std::iter::successors(node, |node| node.parent())
        .take_while(|node| node.kind() != "block")
        .any(|node| node.kind() == "string" && node.start_byte() < at && at < node.end_byte())
}

impl<'t> Speller<'_, '_, 't> {
    /// The arguments of a call, comments left out.
    pub(super) fn arguments(&self, call: Ts<'t>) -> Vec<Ts<'t>> {
        field(call, "arguments").map(children).unwrap_or_default()
    }

    /// An argument by place or by name, as it is written.
    pub(super) fn argument(&self, call: Ts<'t>, place: usize, name: &str) -> Option<Ts<'t>> {
        if let Some(value) = self.keyword(call, name) {
            return Some(value);
        }
        let mut positional = self.arguments(call).into_iter().filter(|argument| argument.kind() != "keyword_argument");
        let found = positional.nth(place)?;
        (!matches!(found.kind(), "list_splat" | "dictionary_splat")).then_some(found)
    }

    /// The value of a keyword argument.
    pub(super) fn keyword(&self, call: Ts<'t>, name: &str) -> Option<Ts<'t>> {
        self.arguments(call)
            .into_iter()
            .filter(|argument| argument.kind() == "keyword_argument")
            .find(|argument| field(*argument, "name").is_some_and(|found| self.text(found) == name))
            .and_then(|argument| field(argument, "value"))
    }

    /// `, schema=…` as the call has it, or nothing.
    pub(super) fn schema_text(&self, call: Ts<'t>) -> String {
        let schema = self.keyword(call, "schema").or_else(|| self.keyword(call, "source_schema"));
        let schema = schema.filter(|value| value.kind() != "none");
        schema.map_or_else(String::new, |value| format!(", schema={}", self.text(value)))
    }

    /// Adds a keyword argument in the style of the call, or sets the one that is there.
    pub(super) fn add_keyword(&self, call: Ts<'t>, keyword: &str) -> Option<Vec<Edit>> {
        let (name, value) = keyword.split_once('=')?;
        if let Some(known) = self.keyword(call, name) {
            return Some(vec![Edit::replace(span(known), value)]);
        }
        let list = field(call, "arguments")?;
        if list.kind() != "argument_list" {
            return None;
        }
        let close = list.end_byte() - 1;
        let Some(last) = self.arguments(call).last().copied() else {
            return Some(vec![Edit::insert(span(list).end - 1, keyword)]);
        };
        if last.kind() == "dictionary_splat" || last.kind() == "generator_expression" {
            return None;
        }
        let source = self.request.source;
        let between = self.behind_comma(last, close);
        let line = source.line_span(source.line_of(Span::new(close, close).start));
        let before_close = &self.src[line.start as usize..close];
        if before_close.trim().is_empty() && last.end_byte() < line.start as usize {
            let indent = source.indent(span(last).start);
            let ending = source.line_ending(span(last).start);
            let mut edits = vec![Edit::insert(line.start, format!("{indent}{keyword},{ending}"))];
            if !between {
                edits.insert(0, Edit::insert(span(last).end, ","));
            }
            return Some(edits);
        }
        Some(vec![Edit::insert(span(last).end, format!(", {keyword}"))])
    }

    /// Whether a comma follows an argument before the call's end.
    fn behind_comma(&self, argument: Ts<'t>, close: usize) -> bool {
        let mut next = argument.next_sibling();
        while let Some(node) = next.filter(|node| node.start_byte() < close) {
            if node.kind() == "," {
                return true;
            }
            next = node.next_sibling();
        }
        false
    }

    /// Takes an argument out with its comma; a line that it has for itself goes too.
    pub(super) fn delete_argument(&self, argument: Ts<'t>) -> Option<Edit> {
        let source = self.request.source;
        let at = span(argument);
        let comma = argument.next_sibling().filter(|node| node.kind() == ",");
        let end = comma.map_or(argument.end_byte(), |comma| comma.end_byte());
        let first = source.line_span(source.line_of(at.start));
        let last = source.line_span(source.line_of(Span::new(end, end).start));
        let own_lines = self.src[first.start as usize..at.start as usize].trim().is_empty()
            && self.src[end..last.end as usize].trim().is_empty();
        if own_lines {
            let behind = self.src[last.end as usize..].find('\n').map_or(end, |at| last.end as usize + at + 1);
            return Some(Edit::delete(Span::new(first.start as usize, behind)));
        }
        if let Some(before) = argument.prev_named_sibling().filter(|node| node.kind() != "comment") {
            return Some(Edit::delete(Span::new(before.end_byte(), argument.end_byte())));
        }
        let next = argument.next_named_sibling();
        Some(Edit::delete(Span::new(argument.start_byte(), next.map_or(end, |next| next.start_byte()))))
    }

    /// The name that `from alembic import op` binds.
    pub(super) fn op_name(&self) -> Option<&'t str> {
        self.imports().into_iter().find(|(path, _)| path == "alembic.op").map(|(_, name)| name)
    }

    /// What imports of the top level bind: dotted path and local name.
    pub(super) fn imports(&self) -> Vec<(String, &'t str)> {
        let mut found = Vec::new();
        for node in children(self.root) {
            let module = match node.kind() {
                "import_from_statement" => field(node, "module_name").map(|module| format!("{}.", self.text(module))),
                "import_statement" => Some(String::new()),
                _ => None,
            };
            let Some(module) = module else { continue };
            for name in fields(node, "name") {
                let path = field(name, "name").unwrap_or(name);
                let bound = field(name, "alias").unwrap_or(name);
                found.push((format!("{module}{}", self.text(path)), self.text(bound)));
            }
        }
        found
    }

    /// The name of SQLAlchemy, imported where it is not.
    pub(super) fn sqlalchemy(&mut self) -> Option<String> {
        let known = self.imports().into_iter().find(|(path, _)| path == "sqlalchemy");
        if let Some((_, name)) = known {
            return Some(name.to_owned());
        }
        self.import("import sqlalchemy as sa", "sa")
    }

    /// The name of `sqlalchemy.dialects.postgresql`, imported where it is not.
    pub(super) fn postgresql(&mut self) -> Option<String> {
        let known = self.imports().into_iter().find(|(path, _)| path == "sqlalchemy.dialects.postgresql");
        if let Some((_, name)) = known {
            return Some(name.to_owned());
        }
        self.import("from sqlalchemy.dialects import postgresql", "postgresql")
    }

    /// Adds an import behind `from alembic import op`, unless its name is taken.
    fn import(&mut self, line: &str, name: &str) -> Option<String> {
        if self.binds(name) {
            return None;
        }
        let anchor = children(self.root)
            .into_iter()
            .find(|node| node.kind() == "import_from_statement" && self.text(*node).starts_with("from alembic"))?;
        let ending = self.request.source.line_ending(span(anchor).start);
        let edit = Edit::insert(span(anchor).end, format!("{ending}{line}"));
        if !self.besides.contains(&edit) {
            self.besides.push(edit);
        }
        Some(name.to_owned())
    }

    /// Whether the file uses a name for something.
    pub(super) fn binds(&self, name: &str) -> bool {
        let mut found = false;
        syntax::visit(self.root, &mut |node| {
            found |= node.kind() == "identifier" && self.text(node) == name;
            !found
        });
        found
    }
}
