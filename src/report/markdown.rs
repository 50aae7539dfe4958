//! The little Markdown that rule pages are written in, as text for a terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Terminal;

/// Writes a page: front matter left out, headings and code set apart, paragraphs wrapped.
pub(super) fn write(out: &mut dyn Write, terminal: &Terminal, page: &str) -> io::Result<()> {
    let mut lines = without_front_matter(page).lines().peekable();
    let mut blank = true;
    while let Some(line) = lines.next() {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            write_caption(out, terminal, info)?;
            let style = AnsiColor::Cyan.on_default();
            for code in lines.by_ref().take_while(|line| !line.trim_start().starts_with("```")) {
                writeln!(out, "{}", indented(terminal, style, code))?;
            }
            blank = false;
        } else if line.trim().is_empty() {
            if !blank {
                writeln!(out)?;
            }
            blank = true;
        } else if let Some(heading) = line.strip_prefix('#') {
            let level = Style::new().bold();
            let level = if heading.starts_with('#') { level.underline() } else { level };
            writeln!(out, "{}", terminal.paint(level, heading.trim_start_matches('#').trim()))?;
            blank = false;
        } else if is_table(line) {
            writeln!(out, "{}", inline(terminal, line))?;
            blank = false;
        } else {
            let mut paragraph = line.trim_start_matches("> ").to_owned();
            // One sentence stands on one line in the source; a paragraph is all of them.
            while let Some(next) = lines.next_if(|next| continues(next)) {
                paragraph.push(' ');
                paragraph.push_str(next.trim_start_matches("> ").trim_start());
            }
            write_wrapped(out, terminal, &paragraph)?;
            blank = false;
        }
    }
    Ok(())
}

fn without_front_matter(page: &str) -> &str {
    let Some(rest) = page.strip_prefix("---\n") else { return page };
    rest.split_once("\n---\n").map_or(page, |(_, body)| body)
}

/// Whether a line belongs to the paragraph above it.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    let starts_item = line.starts_with("- ")
        || line.starts_with("* ")
        || line.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
    !line.is_empty() && !line.starts_with('#') && !line.starts_with("```") && !is_table(line) && !starts_item
}

fn is_table(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

fn indented(terminal: &Terminal, style: Style, line: &str) -> String {
    if line.is_empty() { String::new() } else { format!("    {}", terminal.paint(style, line)) }
}

/// What a code block shows, from its info string: `ruby bad`.
fn write_caption(out: &mut dyn Write, terminal: &Terminal, info: &str) -> io::Result<()> {
    let role = info.split_whitespace().nth(1).unwrap_or_default();
    let caption = match role {
        "bad" => "reported:",
        "fixed" => "what --fix makes of it:",
        "good" => "not reported:",
        "stays" => "reported, and left to you:",
        _ => return Ok(()),
    };
    writeln!(out, "  {}", terminal.paint(Style::new().dimmed(), caption))
}

/// A paragraph or list item, wrapped between words; later lines of an item stand under its text.
fn write_wrapped(out: &mut dyn Write, terminal: &Terminal, text: &str) -> io::Result<()> {
    let blanks = text.len() - text.trim_start().len();
    let item = text.trim_start();
    let mark = if item.starts_with("- ") || item.starts_with("* ") {
        2
    } else {
        item.split_once(". ")
            .filter(|(number, _)| number.parse::<u32>().is_ok())
            .map_or(0, |(number, _)| number.len() + 2)
    };
    let margin = " ".repeat(blanks + mark);
    let mut line = text[..blanks].to_owned();
    let mut width = blanks;
    for word in words(item) {
        let length = word.chars().filter(|c| *c != '`').count();
        if width > margin.len().max(blanks) && width + 1 + length > terminal.width {
            writeln!(out, "{}", inline(terminal, &line))?;
            line.clone_from(&margin);
            width = margin.len();
        } else if width > blanks && !line.ends_with(' ') {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    writeln!(out, "{}", inline(terminal, &line))
}

/// Words, with what stands between backticks kept together, so that a line's code is whole on that line.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut code = false;
    text.split(move |c: char| {
        code ^= c == '`';
        c == ' ' && !code
    })
    .filter(|word| !word.is_empty())
}

/// `code`, **strong** and [links](…) of one line.
fn inline(terminal: &Terminal, line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let taken = code(terminal, here).or_else(|| strong(terminal, here)).or_else(|| link(terminal, here));
        let (shown, length) = taken.unwrap_or_else(|| (here[..1].to_owned(), 1));
        out.push_str(&shown);
        rest = &here[length..];
    }
    out.push_str(rest);
    out
}

fn code(terminal: &Terminal, text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('`')?;
    let end = inner.find('`')?;
    let shown = if terminal.color {
        terminal.paint(AnsiColor::Cyan.on_default(), &inner[..end])
    } else {
        text[..end + 2].to_owned()
    };
    Some((shown, end + 2))
}

fn strong(terminal: &Terminal, text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix("**")?;
    let end = inner.find("**").filter(|end| *end > 0)?;
    Some((terminal.paint(Style::new().bold(), &inner[..end]), end + 4))
}

fn link(terminal: &Terminal, text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('[')?;
    let (label, rest) = inner.split_once("](")?;
    let url = rest.split_once(')')?.0;
    let shown = if terminal.links { terminal.link(url, label) } else { format!("{label} ({url})") };
    Some((shown, label.len() + url.len() + 4))
}
