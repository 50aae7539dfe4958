//! For Graphviz: <https://graphviz.org/doc/info/lang.html>.

use std::io::{self, Write};

use super::{Picture, marks, phrase, worst};

/// Writes a digraph whose arrows lead from a revision to what follows it.
pub fn write_dot(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph {} {{", quoted(&picture.root))?;
    writeln!(out, "  label={};", quoted(&format!("{} ({})", picture.root, picture.caption())))?;
    writeln!(out, "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];")?;
    for (number, revision) in picture.revisions.iter().enumerate() {
        let lines = [revision.id.clone(), revision.name.clone(), marks(revision), phrase(revision.findings)];
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let color = match worst(revision.findings) {
            "error" => "#ffd5d5",
            "warning" => "#ffefc2",
            _ => "#f4f4f4",
        };
        writeln!(out, "  r{number} [label={}, fillcolor=\"{color}\"];", quoted(&lines.join("\n")))?;
    }
    for (number, revision) in picture.revisions.iter().enumerate() {
        for parent in &revision.parents {
            writeln!(out, "  r{parent} -> r{number};")?;
        }
        for needed in &revision.depends {
            writeln!(out, "  r{needed} -> r{number} [style=dashed, label=\"depends on\"];")?;
        }
    }
    writeln!(out, "}}")
}

/// A double-quoted string, in which only quotes and backslashes mean something.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
