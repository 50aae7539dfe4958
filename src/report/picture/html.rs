//! One self-contained page: the drawing, and the lives of the tables.

use std::io::{self, Write};

use super::svg::drawing;
use super::{Picture, escaped, phrase, worst};

/// Writes a page for all histories; it loads nothing and runs nothing.
pub fn write_html(pictures: &[Picture], out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Migrations</title>\n{STYLE}\n\
         </head>\n<body>\n<h1>Migrations</h1>"
    )?;
    for (number, picture) in pictures.iter().enumerate() {
        writeln!(out, "<section>\n<h2>{}</h2>\n<p>{}</p>", escaped(&picture.root), escaped(&picture.caption()))?;
        writeln!(out, "<div class=\"wide\">{}</div>", drawing(picture))?;
        write_tables(number, picture, out)?;
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn write_tables(history: usize, picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    if picture.tables.is_empty() {
        return Ok(());
    }
    writeln!(out, "<h3 id=\"tables-{history}\">Tables</h3>\n<dl>")?;
    for table in &picture.tables {
        writeln!(out, "<dt>{}</dt>\n<dd><ol>", escaped(&table.name))?;
        for event in &table.events {
            let revision = &picture.revisions[event.revision];
            let found = match phrase(revision.findings) {
                found if found.is_empty() => found,
                found => format!(" <span class=\"{}\">{found}</span>", worst(revision.findings)),
            };
            writeln!(
                out,
                "<li><b>{}</b> in <code title=\"{}\">{}</code> {}{found}<br><small>{}</small></li>",
                escaped(&event.what),
                escaped(&revision.path),
                escaped(&revision.id),
                escaped(&revision.name),
                escaped(&event.details.join(", "))
            )?;
        }
        writeln!(out, "</ol></dd>")?;
    }
    writeln!(out, "</dl>")
}

const STYLE: &str = "<style>\
:root{color-scheme:light dark}\
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem}\
.wide{overflow-x:auto}code{font-family:ui-monospace,Menlo,Consolas,monospace}\
dt{font-weight:600;font-family:ui-monospace,Menlo,Consolas,monospace;margin-top:.8rem}dd{margin:0}\
ol{margin:.2rem 0;padding-left:1.6rem}small{opacity:.75}\
.error{color:#cf222e}.warning{color:#9a6700}\
@media(prefers-color-scheme:dark){.error{color:#ff7b72}.warning{color:#e3b341}}\
</style>";
