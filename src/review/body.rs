//! What comments say. Text of the project is quoted, so that nothing in it reads as markup.

use std::fmt::Write as _;

use super::plan::Outside;
use crate::finding::Finding;
use crate::fingerprint::{self, Fingerprint};
use crate::report::RulePage;

/// What forges and people can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many comments a review may have; the worst findings come first, the rest is in the summary.
    pub comments: usize,
    /// How many bytes a body may have. GitHub refuses more than 65,536 characters.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { comments: 30, body: 65_000 }
    }
}

/// How a forge marks a suggestion: the words behind the fence.
pub(super) type Fence = fn(lines: u32) -> String;

/// The text about one finding: a sentence, the engine's words, what to do.
pub(super) fn finding(finding: &Finding, rule: Option<&RulePage<'_>>) -> Vec<String> {
    let name = match rule {
        Some(rule) => format!("[{}]({})", rule.name, rule.url),
        None => finding.rule.to_owned(),
    };
    let mut parts = vec![format!("**{}** {name}: {}", finding.severity.name(), prose(&finding.message))];
    parts.extend(finding.error.as_ref().map(|error| fenced("", error.message.trim_end())));
    parts.extend(finding.help.as_deref().map(prose));
    parts
}

/// A diff that readers unfold.
pub(super) fn folded(title: &str, diff: &str) -> String {
    format!("<details><summary>{}</summary>\n\n{}\n\n</details>", prose(title), fenced("diff", diff.trim_end()))
}

/// Text in a fence that nothing in it can close.
pub(super) fn fenced(info: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{info}\n{text}{end}{fence}")
}

/// Our own sentences: names in them stand in backquotes. What could start a tag, a comment or a mention does not.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '`' => {
                quoted = !quoted;
                out.push(c);
            }
            '<' if !quoted => out.push_str("&lt;"),
            '@' if !quoted => out.push_str("&#64;"),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The hidden line that says whose comment this is, and about what.
pub(super) fn marker(names: &[Fingerprint]) -> String {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    format!("<!-- remigrate:v{}:{} -->", fingerprint::VERSION, names.join(","))
}

/// The marker of the summary.
pub(super) fn summary_marker() -> String {
    format!("<!-- remigrate:v{}:summary -->", fingerprint::VERSION)
}

/// The fingerprints in a comment of ours; `None` in others. A quoted marker (in a reply) does not start a line.
pub(super) fn marked(body: &str) -> Option<Vec<Fingerprint>> {
    let start = format!("<!-- remigrate:v{}:", fingerprint::VERSION);
    let line = body.lines().rev().find_map(|line| line.trim_end().strip_prefix(&start)?.strip_suffix(" -->"))?;
    line.split(',').map(Fingerprint::parse).collect()
}

/// Whether a comment is our summary.
pub(super) fn is_summary(body: &str) -> bool {
    body.lines().any(|line| line.trim_end() == summary_marker())
}

/// Parts with the marker at their end, within the limit: what is left out first is what stands last.
pub(super) fn assemble(parts: &[String], marker: &str, limit: usize) -> String {
    let mut body = String::new();
    for (number, part) in parts.iter().filter(|part| !part.is_empty()).enumerate() {
        let left = limit.saturating_sub(body.len() + marker.len() + 4);
        if part.len() > left {
            // A fence or a tag that is cut open would swallow the marker: only the first part, which is prose, is cut.
            if number == 0 {
                body.push_str(cut(part, left));
            }
            continue;
        }
        if number > 0 {
            body.push_str("\n\n");
        }
        body.push_str(part);
    }
    let _ = write!(body, "\n\n{marker}");
    body
}

/// As much of a text as fits, ending with a character.
fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The comment about what could not be said at its line.
pub(super) fn summary(outside: &[Outside], limit: usize) -> String {
    let count = outside.len();
    let noun = if count == 1 { "finding" } else { "findings" };
    let mut text = format!("**remigrate**: {count} {noun} beside the changed lines\n");
    let end = format!("\n\n{}", summary_marker());
    for (number, one) in outside.iter().enumerate() {
        let place = fenced_inline(&format!("{}:{}", one.path, one.line));
        let line = format!("\n- **{}** {} at {place}: {}", one.severity.0.name(), one.rule, prose(&one.message));
        if text.len() + line.len() + end.len() + 40 > limit {
            let _ = write!(text, "\n- … and {} more", count - number);
            break;
        }
        text.push_str(&line);
    }
    text + &end
}

/// Text as inline code.
fn fenced_inline(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{}{blank}{fence}", text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_closes_a_fence_or_starts_a_mention() {
        assert_eq!(fenced("sql", "a\n```\nb"), "````sql\na\n```\nb\n````");
        assert_eq!(prose("table `a<b>@c` <!-- @x"), "table `a<b>@c` &lt;!-- &#64;x");
        assert_eq!(fenced_inline("a`b"), "`` a`b ``");
    }

    #[test]
    fn markers_are_found_again() {
        let names: Vec<Fingerprint> = (1..3).filter_map(|n| Fingerprint::parse(&format!("{n:032x}"))).collect();
        let body = assemble(&["text".to_owned()], &marker(&names), 65_000);
        assert_eq!(marked(&body), Some(names.clone()));
        assert_eq!(marked(&format!("> {}", marker(&names))), None, "a quotation is no comment of ours");
        assert_eq!(marked("text"), None);
        assert!(is_summary(&summary(&[], 65_000)) && !is_summary(&body));
    }

    #[test]
    fn bodies_keep_their_limit() {
        let names: Vec<Fingerprint> = Fingerprint::parse(&"0".repeat(32)).into_iter().collect();
        for first in [10, 60_000, 70_000] {
            let parts = ["é".repeat(first), fenced("suggestion", &"x".repeat(50_000)), "end".to_owned()];
            let body = assemble(&parts, &marker(&names), 65_000);
            assert!(body.len() <= 65_000 && marked(&body).is_some(), "{first}: {}", body.len());
            assert_eq!(body.matches("```").count() % 2, 0, "no open fence");
        }
    }
}
