//! The statement a remedy is for, in the text it is written in, and what surrounds it.

use std::ops::Range;

use super::cursor::Cursor;
use crate::edit::{Edit, Safety};
use crate::engine::{Dialect, Tool, Version};
use crate::frontend::Request;
use crate::frontend::sql::Embedded;
use crate::frontend::sql::lex::{Token, TokenKind, lex};
use crate::migration::{Node, Placed};
use crate::source::Span;

/// A rewrite in offsets of the text it is for, which may be the value of a string in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) safety: Safety,
    pub(super) edits: Vec<Edit>,
}

impl Draft {
    pub(super) fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits }
    }

    pub(super) fn risky(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits }
    }
}

/// An insertion at a byte of the text.
pub(super) fn insert(at: usize, text: impl Into<String>) -> Edit {
    Edit { span: Span::new(at, at), text: text.into() }
}

/// How keywords are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
    Title,
}

/// How many lines text that is put around a statement may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Lines,
    /// The statement shares its line with others, or stands in a string that ends with its line.
    OneLine,
}

/// The statement, its tokens, and how things are written around it.
#[derive(Debug)]
pub(super) struct Site<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) dialect: Dialect,
    pub(super) text: &'a str,
    /// Set where the SQL is the value of a string.
    pub(super) embedded: Option<&'a Embedded>,
    /// The statement, terminator excluded.
    pub(super) span: Range<usize>,
    /// Its tokens that matter, without those of the guard that is to be replaced.
    tokens: Vec<Token>,
    /// All of its tokens.
    all_tokens: Vec<Token>,
    case: Case,
    pub(super) layout: Layout,
    pub(super) newline: &'static str,
    pub(super) indent: String,
}

impl<'a> Site<'a> {
    /// `without`: a guard that is to be looked through.
    pub(super) fn new(
        request: &'a Request<'a>,
        embedded: Option<&'a Embedded>,
        dialect: Dialect,
        without: Option<&Range<usize>>,
    ) -> Option<Self> {
        let text = embedded.map_or_else(|| request.source.text(), |embedded| embedded.text.as_str());
        let span = into_text(embedded, request.step.at);
        let statement = text.get(span.clone())?;
        let mut all_tokens = lex(statement, dialect);
        for token in &mut all_tokens {
            let moved = Span::new(token.start as usize + span.start, token.end as usize + span.start);
            (token.start, token.end) = (moved.start, moved.end);
        }
        let kept = |token: &&Token| {
            let inside = without.is_some_and(|out| out.start <= token.start as usize && token.end as usize <= out.end);
            !token.is_trivia() && !inside
        };
        let tokens: Vec<Token> = all_tokens.iter().filter(kept).copied().collect();
        let opaque = |token: &Token| matches!(token.kind, TokenKind::Executable | TokenKind::Control) || !token.closed;
        if all_tokens.iter().any(opaque) {
            return None;
        }
        let case = case_of(tokens.first()?.text(text));
        // Lines of a string may have lost their indentation on the way to its value: the file's lines count.
        let (source, at) = (request.source, request.step.at.start);
        let line = source.line_span(source.line_of(at));
        let before = source.slice(Span { start: line.start, end: at }).trim_start_matches('\u{feff}');
        let alone = before.trim().is_empty();
        let one_line = embedded.is_some_and(|embedded| !super::host::takes_lines(embedded, request));
        let layout = if alone && !one_line { Layout::Lines } else { Layout::OneLine };
        let indent = if alone { before.to_owned() } else { String::new() };
        let newline = source.line_ending(at);
        Some(Self { request, dialect, text, embedded, span, tokens, all_tokens, case, layout, newline, indent })
    }

    pub(super) fn cursor(&self) -> Cursor<'_> {
        Cursor::new(self.text, &self.tokens)
    }

    /// The statement's tokens, without blanks and comments.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The server's version where this dialect is the one it was given for.
    pub(super) fn server(&self) -> Option<Version> {
        self.request.context.server.filter(|_| self.dialect == self.request.context.dialect)
    }

    pub(super) fn tool(&self) -> Tool {
        self.request.context.tool
    }

    /// Keywords in the statement's own case.
    pub(super) fn keywords(&self, upper: &str) -> String {
        match self.case {
            Case::Upper => upper.to_owned(),
            Case::Lower => upper.to_lowercase(),
            Case::Title => upper.split(' ').map(title_case).collect::<Vec<_>>().join(" "),
        }
    }

    /// The operations that need the remedy and stand in this stretch of the statement.
    pub(super) fn wanted_in(&self, part: &Range<usize>) -> bool {
        self.request.operations.iter().any(|placed| self.covers(placed, part))
    }

    fn covers(&self, placed: &Placed, part: &Range<usize>) -> bool {
        let at = into_text(self.embedded, placed.at);
        at.start < part.end && part.start < at.end
    }

    /// One step of indentation, as the statement itself shows it.
    fn unit(&self) -> &'static str {
        let inner = self.text[self.span.clone()].lines().skip(1).find(|line| !line.trim().is_empty());
        let deeper = inner.and_then(|line| line.strip_prefix(self.indent.as_str())).unwrap_or_default();
        match deeper {
            _ if deeper.starts_with('\t') => "\t",
            _ if deeper.starts_with("    ") => "    ",
            _ => "  ",
        }
    }

    /// Puts lines in front of the statement and behind it, `levels` deep inside. The statement keeps its terminator,
    /// which then ends the last of the new lines.
    pub(super) fn enclose(&self, before: &[String], after: &[String], levels: usize) -> Vec<Edit> {
        let glue = match self.layout {
            Layout::OneLine => " ".to_owned(),
            Layout::Lines => format!("{}{}", self.newline, self.indent),
        };
        let deeper = if self.layout == Layout::Lines { self.unit().repeat(levels) } else { String::new() };
        let mut opening = String::new();
        for (depth, line) in before.iter().enumerate() {
            opening.push_str(&self.step_in(depth.min(levels)));
            opening.push_str(line);
            opening.push_str(&glue);
        }
        opening.push_str(&deeper);
        let mut closing = String::from(";");
        for (line, depth) in after.iter().zip((0..after.len()).rev()) {
            closing.push_str(&glue);
            closing.push_str(&self.step_in(depth.min(levels.saturating_sub(1))));
            closing.push_str(line);
        }
        let mut edits = vec![insert(self.span.start, opening), insert(self.span.end, closing)];
        edits.extend(self.indented(&deeper));
        edits
    }

    fn step_in(&self, levels: usize) -> String {
        if self.layout == Layout::Lines { self.unit().repeat(levels) } else { String::new() }
    }

    /// Moves the statement's further lines to the right, but never inside a string or a comment.
    fn indented(&self, deeper: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        if deeper.is_empty() {
            return edits;
        }
        for token in self.all_tokens.iter().filter(|token| token.kind == TokenKind::Blank) {
            let blanks = token.text(self.text);
            if let Some(last) = blanks.rfind('\n') {
                edits.push(insert(token.start as usize + last + 1, deeper));
            }
        }
        edits
    }

    /// A new statement in front of this one.
    pub(super) fn statement_before(&self, statement: &str) -> Option<Edit> {
        let end = self.terminator()?;
        let glue = match self.layout {
            Layout::OneLine => " ".to_owned(),
            Layout::Lines => format!("{}{}", self.newline, self.indent),
        };
        Some(insert(self.span.start, format!("{statement}{end}{glue}")))
    }

    /// What ends statements here: `;`, or what `DELIMITER` made of it.
    pub(super) fn terminator(&self) -> Option<String> {
        let rest = &self.text[self.span.end..];
        let next = rest.trim_start().split(char::is_whitespace).next().unwrap_or_default();
        match next {
            "" => Some(";".to_owned()),
            _ if next.starts_with(';') => Some(";".to_owned()),
            _ if self.dialect.is_mysql_like() && next.chars().all(|c| c.is_ascii_punctuation()) => {
                Some(next.to_owned())
            }
            _ => None,
        }
    }

    /// Whether the step stands inside a block of its own language: a DO block, an `IF`, an exception handler.
    pub(super) fn nested(&self) -> bool {
        self.request.migration.around(self.request.step.at).iter().any(|node| match node {
            Node::If(_) | Node::Try(_) => true,
            Node::Atomic { at, .. } | Node::Autocommit { at, .. } => {
                // BEGIN … COMMIT and `transaction do` are no blocks of SQL's.
                let start = self.text.get(into_text(self.embedded, *at)).unwrap_or_default();
                start.get(..2).is_some_and(|word| word.eq_ignore_ascii_case("DO")) && start.contains('$')
            }
            Node::Step(_) | Node::Probe { .. } | Node::Return => false,
        })
    }

    /// Whether the statement is the content of a string of the SQL text itself (`EXECUTE '…'`, `PREPARE … FROM '…'`).
    pub(super) fn in_string(&self) -> bool {
        let before = &self.text[..self.span.start];
        if !before.trim_end().ends_with(['\'', '"']) {
            return false;
        }
        let holds = |token: &Token| {
            let strings = matches!(token.kind, TokenKind::Text | TokenKind::Dollar | TokenKind::QuotedName);
            strings && token.start as usize <= self.span.start && self.span.end <= token.end as usize
        };
        lex(self.text, self.dialect).iter().any(holds)
    }
}

/// A stretch of the file as offsets in the text.
pub(super) fn into_text(embedded: Option<&Embedded>, span: Span) -> Range<usize> {
    match embedded {
        None => span.range(),
        Some(embedded) => super::host::text_offset(embedded, span.start)..super::host::text_offset(embedded, span.end),
    }
}

fn case_of(keyword: &str) -> Case {
    let mut chars = keyword.chars();
    match (chars.next(), chars.next()) {
        (Some(first), _) if first.is_lowercase() => Case::Lower,
        (Some(_), Some(second)) if second.is_lowercase() => Case::Title,
        _ => Case::Upper,
    }
}

fn title_case(word: &str) -> String {
    let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
    format!("{first}{}", rest.to_lowercase())
}
