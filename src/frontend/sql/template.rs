//! Templates in SQL files: what stands between `{{if …}}` and `{{end}}` may run or not.

use super::program::Item;
use super::split::Script;
use crate::migration::{Condition, If, Node};
use crate::source::Span;

/// Puts the statements that a template chooses under a condition that is not known. `items` are those of
/// `script.statements`, one each.
pub(crate) fn wrap(script: &Script<'_>, items: &mut [Item]) {
    let chosen = chosen(script);
    let mut next = 0;
    for (item, statement) in items.iter_mut().zip(&script.statements) {
        while chosen.get(next).is_some_and(|stretch| stretch.end <= statement.span.start) {
            next += 1;
        }
        let Some(&stretch) = chosen.get(next).filter(|stretch| stretch.start < statement.span.end) else { continue };
        if let Item::Nodes(nodes) = item {
            let then = std::mem::take(nodes);
            *nodes = vec![Node::If(If { condition: Condition::Unknown, at: stretch, then, otherwise: Vec::new() })];
        }
    }
}

/// The stretches between outermost opening and closing tags.
fn chosen(script: &Script<'_>) -> Vec<Span> {
    let mut stretches = Vec::new();
    let mut open: Vec<Span> = Vec::new();
    for &tag in &script.controls {
        let text = script.text.get(tag.range()).unwrap_or_default();
        let inside = text.trim_matches(['{', '}', '%', '-', ' ']);
        let word = inside.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        if word.starts_with("end") || inside.starts_with('/') {
            if let Some(start) = open.pop().filter(|_| open.is_empty()) {
                stretches.push(Span { start: start.start, end: tag.end });
            }
        } else if matches!(word, "if" | "range" | "with" | "define" | "block" | "for") || inside.starts_with(['#', '^'])
        {
            open.push(tag);
        }
    }
    if let Some(start) = open.first() {
        stretches.push(Span { start: start.start, end: Span::new(0, script.text.len()).end });
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Dialect;

    #[test]
    fn chosen_stretches() {
        let text = "a; {{if .x}}b; {{if .y}}c;{{end}}{{else}}d;{{end}} e; {% if z %} f;";
        let script = Script::read(text, Dialect::Postgres);
        let chosen: Vec<&str> = chosen(&script).into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(chosen, ["{{if .x}}b; {{if .y}}c;{{end}}{{else}}d;{{end}}", "{% if z %} f;"]);
    }
}
