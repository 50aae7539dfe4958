//! Tags of template languages that stand in SQL: `{{ .prefix }}`, `${schema}`, `{% if %}`.

use super::Lexer;

/// No template tag is longer than this many bytes.
const LONGEST_TAG: usize = 256;

impl<'t> Lexer<'t> {
    /// The end of `{{if …}}`, `{{else}}`, `{{end}}`, `{% … %}`: tags that choose or repeat text.
    pub(super) fn control_tag(&self) -> Option<usize> {
        if self.starts_with("{%") {
            return self.tag_text().find("%}").map(|length| self.at + length + 2);
        }
        let end = self.hole_end().filter(|_| self.starts_with("{{"))?;
        let inside = self.text[self.at + 2..end].trim_start_matches(['-', ' ', '#', '/', '^']);
        let word = inside.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let block = self.byte(2) == b'#' || self.byte(2) == b'/' || self.byte(2) == b'^';
        (block || matches!(word, "if" | "else" | "end" | "range" | "with" | "template" | "define" | "block"))
            .then_some(end)
    }

    /// The end of a template hole that starts here: `{{ .prefix }}`, `${schema}`.
    pub(super) fn hole_end(&self) -> Option<usize> {
        let close = match (self.byte(0), self.byte(1)) {
            (b'{', b'{') => "}}",
            (b'$', b'{') => "}",
            _ => return None,
        };
        self.tag_text().find(close).map(|length| self.at + length + close.len())
    }

    /// The text a template tag that starts here may reach over: bounded, so that stray braces cost nothing.
    fn tag_text(&self) -> &'t str {
        let mut end = self.text.len().min(self.at + LONGEST_TAG);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &self.text[self.at..end];
        text.split('\n').next().unwrap_or_default()
    }
}
