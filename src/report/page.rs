//! `remigrate explain RULE` and `remigrate rules`.

use std::io::{self, Write};

use anstyle::Style;
use serde::Serialize;

use super::{Terminal, markdown};

/// What is known of a rule, as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulePage<'a> {
    pub name: &'a str,
    pub group: &'a str,
    /// The severity, or `varies` where the scenario decides.
    pub level: &'a str,
    /// `safe`, `unsafe`, `sometimes` or `none`.
    pub fix: &'a str,
    /// The first version that had it.
    pub since: &'a str,
    pub summary: &'a str,
    pub url: String,
    /// The whole page, front matter included.
    pub page: &'a str,
}

/// Writes the page of a rule.
pub fn write_page(out: &mut dyn Write, terminal: &Terminal, rule: &RulePage<'_>) -> io::Result<()> {
    markdown::write(out, terminal, rule.page)?;
    let facts = format!("group {}, level {}, fix {}, since {}", rule.group, rule.level, rule.fix, rule.since);
    writeln!(out, "\n{}", terminal.paint(Style::new().dimmed(), &facts))?;
    writeln!(out, "{}", terminal.link(&rule.url, &rule.url))
}

/// Writes the list of rules, by group.
pub fn write_rules(out: &mut dyn Write, terminal: &Terminal, rules: &[RulePage<'_>]) -> io::Result<()> {
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for (index, group) in rules.chunk_by(|left, right| left.group == right.group).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", terminal.paint(Style::new().bold().underline(), group[0].group))?;
        for rule in group {
            let name = terminal.link(&rule.url, rule.name);
            let padding = " ".repeat(width - rule.name.len());
            writeln!(out, "  {name}{padding}  {:<7}  {}", rule.level, without_code_marks(rule.summary))?;
        }
    }
    Ok(())
}

/// Writes the rules as a JSON array, their pages included.
pub fn write_rules_json(out: &mut dyn Write, rules: &[RulePage<'_>]) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, rules)?;
    writeln!(out)
}

fn without_code_marks(text: &str) -> String {
    text.replace('`', "")
}
