//! What the place that is written to can show.

use std::io::IsTerminal;

use anstyle::Style;

/// The width that text is wrapped at where there is no terminal to ask.
const DEFAULT_WIDTH: usize = 100;

/// Colours, links and width of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    pub color: bool,
    /// Links that can be clicked (OSC 8).
    pub links: bool,
    pub width: usize,
}

impl Terminal {
    /// No colours, no links: for files and tests.
    pub const PLAIN: Self = Self { color: false, links: false, width: DEFAULT_WIDTH };

    /// What standard output can show.
    pub fn stdout() -> Self {
        Self::ask(std::io::stdout().is_terminal())
    }

    /// What standard error can show.
    pub fn stderr() -> Self {
        Self::ask(std::io::stderr().is_terminal())
    }

    fn ask(is_terminal: bool) -> Self {
        let columns = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self::decide(is_terminal, columns, |name| std::env::var(name).ok())
    }

    /// Decides from the environment. `NO_COLOR` beats `FORCE_COLOR` and `CLICOLOR_FORCE`, which beat not being a terminal.
    pub fn decide(is_terminal: bool, columns: Option<usize>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let on = |name: &str| set(name).is_some_and(|value| value != "0" && value != "false");
        let color = if set("NO_COLOR").is_some() {
            false
        } else if on("FORCE_COLOR") || on("CLICOLOR_FORCE") {
            true
        } else {
            is_terminal && set("CLICOLOR").as_deref() != Some("0") && set("TERM").as_deref() != Some("dumb")
        };
        let links = on("FORCE_HYPERLINK") || is_terminal && color && takes_links(&set);
        let asked = set("COLUMNS").and_then(|value| value.parse().ok());
        let found = if is_terminal { columns } else { None };
        let width = asked.or(found).unwrap_or(DEFAULT_WIDTH).clamp(40, 200);
        Self { color, links, width }
    }

    /// `text` in a style, where there are colours.
    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        if self.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    /// `text` as a link, where links can be clicked.
    pub(super) fn link(&self, url: &str, text: &str) -> String {
        if self.links { format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\") } else { text.to_owned() }
    }
}

/// Terminals that are known to make links of OSC 8; others print parts of it.
fn takes_links(set: &impl Fn(&str) -> Option<String>) -> bool {
    let one_of = |name: &str, values: &[&str]| set(name).is_some_and(|value| values.iter().any(|v| value.contains(v)));
    one_of("TERM_PROGRAM", &["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"])
        || one_of("TERM", &["kitty", "alacritty", "foot", "ghostty"])
        || set("WT_SESSION").is_some()
        || set("KONSOLE_VERSION").is_some()
        || set("DOMTERM").is_some()
        || set("VTE_VERSION").and_then(|version| version.parse::<u32>().ok()).is_some_and(|version| version >= 5000)
}

/// `text` in lines of at most `width` characters, broken between words; its own line ends stay.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut length = 0;
        for word in paragraph.split(' ') {
            let more = word.chars().count();
            if length > 0 && length + 1 + more > width {
                lines.push(std::mem::take(&mut line));
                length = 0;
            } else if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += more;
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(is_terminal: bool, variables: &[(&str, &str)]) -> Terminal {
        Terminal::decide(is_terminal, Some(72), |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn variables_decide_about_colour() {
        let cases = [
            (true, vec![], true),
            (false, vec![], false),
            (true, vec![("NO_COLOR", "1")], false),
            (true, vec![("NO_COLOR", "")], true),
            (false, vec![("FORCE_COLOR", "1")], true),
            (false, vec![("FORCE_COLOR", "0")], false),
            (false, vec![("CLICOLOR_FORCE", "1")], true),
            (false, vec![("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            (true, vec![("CLICOLOR", "0")], false),
            (true, vec![("TERM", "dumb")], false),
        ];
        for (is_terminal, variables, color) in cases {
            assert_eq!(decide(is_terminal, &variables).color, color, "{is_terminal} {variables:?}");
        }
    }

    #[test]
    fn width_and_links() {
        assert_eq!(decide(true, &[]).width, 72);
        assert_eq!(decide(false, &[]).width, DEFAULT_WIDTH);
        assert_eq!(decide(false, &[("COLUMNS", "60")]).width, 60);
        assert!(!decide(true, &[]).links);
        assert!(decide(true, &[("VTE_VERSION", "7200")]).links);
        assert!(!decide(false, &[("VTE_VERSION", "7200")]).links);
    }
}
