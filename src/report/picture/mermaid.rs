//! For Markdown that draws: <https://mermaid.js.org/syntax/flowchart.html>.

use std::io::{self, Write};

use super::{Picture, marks, phrase, worst};

/// Writes a flowchart whose arrows lead from a revision to what follows it.
pub fn write_mermaid(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart TD")?;
    writeln!(out, "  %% {} ({})", picture.root, picture.caption())?;
    for (number, revision) in picture.revisions.iter().enumerate() {
        let lines = [revision.id.clone(), revision.name.clone(), marks(revision), phrase(revision.findings)];
        let lines: Vec<String> = lines.iter().filter(|line| !line.is_empty()).map(|line| entities(line)).collect();
        writeln!(out, "  r{number}[\"{}\"]:::{}", lines.join("<br/>"), worst(revision.findings))?;
    }
    for (number, revision) in picture.revisions.iter().enumerate() {
        for parent in &revision.parents {
            writeln!(out, "  r{parent} --> r{number}")?;
        }
        for needed in &revision.depends {
            writeln!(out, "  r{needed} -. depends on .-> r{number}")?;
        }
    }
    writeln!(out, "  classDef error fill:#ffd5d5,stroke:#c33")?;
    writeln!(out, "  classDef warning fill:#ffefc2,stroke:#b80")?;
    writeln!(out, "  classDef hint fill:#f4f4f4,stroke:#888")?;
    writeln!(out, "  classDef clean fill:#f4f4f4,stroke:#888")
}

/// Mermaid's own escapes: a number between `#` and `;`.
fn entities(text: &str) -> String {
    let sign = |c: char| match c {
        '"' | '#' | '<' | '>' | '&' | '`' | ';' => format!("#{};", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(sign).collect()
}
