//! For terminals: as readable as `git log --graph`.

use std::io::{self, Write};

use super::layout::{Row, rows};
use super::{Picture, marks, phrase, worst};
use crate::finding::Severity;
use crate::report::Terminal;
use crate::report::concise::style_of;

/// So many lanes stand in a column of their own; where there are more, they push the text to the right.
const WIDEST: usize = 8;

/// Writes the revisions, newest first, and then the life of each table in a line.
pub fn write_text(picture: &Picture, out: &mut dyn Write, terminal: &Terminal) -> io::Result<()> {
    writeln!(out, "{} ({})", picture.root, picture.caption())?;
    writeln!(out)?;
    let rows = rows(picture);
    let widest = rows.iter().map(|row| row.above.len().max(row.below.len())).max().unwrap_or(0).min(WIDEST);
    let longest = picture.revisions.iter().map(|revision| revision.id.chars().count()).max().unwrap_or(0);
    for row in &rows {
        if !row.joins.is_empty() {
            writeln!(out, "{}", bridge(&row.above, row.lane, &row.joins, '╯').trim_end())?;
        }
        let revision = &picture.revisions[row.revision];
        let lanes = format!("{:<1$}", nodes(row), widest * 2);
        let worst = worst(revision.findings);
        let lanes = match severity(worst) {
            Some(severity) => lanes.replacen(['●', '○'], &terminal.paint(style_of(severity), "●"), 1),
            None => lanes,
        };
        let found = phrase(revision.findings);
        let found = severity(worst).map_or(String::new(), |severity| terminal.paint(style_of(severity), &found));
        let told = [revision.name.clone(), marks(revision), found];
        let told: Vec<String> = told.into_iter().filter(|part| !part.is_empty()).collect();
        writeln!(out, "{}", format!("{lanes}{:<longest$}  {}", revision.id, told.join("  ")).trim_end())?;
        if !row.forks.is_empty() {
            writeln!(out, "{}", bridge(&row.below, row.lane, &row.forks, '╮').trim_end())?;
        }
        if let Some(into) = row.into {
            writeln!(out, "{}", bridge(&row.below, into, &[row.lane], '╯').trim_end())?;
        }
    }
    write_tables(picture, out)
}

fn severity(worst: &str) -> Option<Severity> {
    match worst {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "hint" => Some(Severity::Hint),
        _ => None,
    }
}

/// `│ ● │`: a dot for the revision, lines for the lanes that pass by.
fn nodes(row: &Row) -> String {
    let lanes = row.above.len().max(row.lane + 1);
    let passes = |lane: usize| row.above.get(lane) == Some(&true) && !row.joins.contains(&lane);
    let signs = (0..lanes).map(|lane| match lane {
        lane if lane == row.lane => "● ",
        lane if passes(lane) => "│ ",
        _ => "  ",
    });
    signs.collect()
}

/// `├─┼─╮`: from a lane to others on its right.
fn bridge(open: &[bool], from: usize, to: &[usize], end: char) -> String {
    let last = to.iter().max().copied().unwrap_or(from);
    let mut line = String::new();
    for lane in 0..open.len().max(last + 1) {
        let passes = open.get(lane) == Some(&true);
        let inside = lane > from && lane < last;
        line.push(match lane {
            lane if lane == from && passes => '├',
            lane if lane == from => '╰',
            lane if lane == last => end,
            lane if to.contains(&lane) => {
                if end == '╯' {
                    '┴'
                } else {
                    '┬'
                }
            }
            _ if inside && passes => '┼',
            _ if inside => '─',
            _ if passes => '│',
            _ => ' ',
        });
        line.push(if lane >= from && lane < last { '─' } else { ' ' });
    }
    line
}

fn write_tables(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    let longest = picture.tables.iter().map(|table| table.name.chars().count()).max().unwrap_or(0);
    if longest > 0 {
        writeln!(out, "\nTables")?;
    }
    for table in &picture.tables {
        let events = table.events.iter();
        let told = events.map(|event| format!("{} {}", event.what, picture.revisions[event.revision].id));
        writeln!(out, "  {:<longest$}  {}", table.name, told.collect::<Vec<_>>().join(" → "))?;
    }
    Ok(())
}
