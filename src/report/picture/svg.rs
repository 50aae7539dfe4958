//! A picture by itself, and the drawing in the middle of the HTML page.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::layout::{Row, rows};
use super::{Picture, escaped, marks, phrase, worst};

const ROW: usize = 28;
const LANE: usize = 18;
const MARGIN: usize = 16;
const TEXT: usize = 7;

/// Writes an SVG document.
pub fn write_svg(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", drawing(picture))
}

/// The `<svg>` element. Sizes are pixels; colours are in its own style sheet and follow the reader's scheme.
pub(in crate::report) fn drawing(picture: &Picture) -> String {
    let rows = rows(picture);
    let lanes = rows.iter().map(|row| row.above.len().max(row.below.len())).max().unwrap_or(0).max(1);
    let left = MARGIN * 2 + lanes * LANE;
    let label = |number: usize| {
        let revision = &picture.revisions[number];
        format!("{}  {}  {}  {}", revision.id, revision.name, marks(revision), phrase(revision.findings))
    };
    let longest = (0..picture.revisions.len()).map(|number| label(number).chars().count()).max().unwrap_or(0);
    let (width, height) = (left + longest * TEXT + MARGIN * 2, rows.len() * ROW + MARGIN * 2);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{} ({})</title>\n{STYLE}\n",
        escaped(&picture.root),
        escaped(&picture.caption())
    );
    let place: Vec<(usize, usize)> = places(&rows, picture.revisions.len());
    edges(picture, &rows, &place, &mut svg);
    for row in &rows {
        let revision = &picture.revisions[row.revision];
        let (x, y) = place[row.revision];
        // Writing into a string does not fail.
        let _ = writeln!(
            svg,
            "<g class=\"{}\"><title>{}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"5\"/><text x=\"{left}\" y=\"{}\">\
             <tspan class=\"id\">{}</tspan> <tspan dx=\"8\">{}</tspan> <tspan dx=\"8\" class=\"mark\">{}</tspan> \
             <tspan dx=\"8\" class=\"found\">{}</tspan></text></g>",
            worst(revision.findings),
            escaped(&revision.path),
            y + 4,
            escaped(&revision.id),
            escaped(&revision.name),
            escaped(&marks(revision)),
            phrase(revision.findings)
        );
    }
    svg.push_str("</svg>");
    svg
}

/// The middle of each revision's dot.
fn places(rows: &[Row], revisions: usize) -> Vec<(usize, usize)> {
    let mut places = vec![(0, 0); revisions];
    for (number, row) in rows.iter().enumerate() {
        places[row.revision] = (MARGIN + row.lane * LANE + LANE / 2, MARGIN + number * ROW + ROW / 2);
    }
    places
}

/// A line from each revision to what it follows: down the lane that was kept free for it.
fn edges(picture: &Picture, rows: &[Row], place: &[(usize, usize)], svg: &mut String) {
    for row in rows {
        let (x, y) = place[row.revision];
        let mut lanes = std::iter::once(row.lane).chain(row.forks.iter().copied());
        for &parent in picture.revisions[row.revision].parents.iter().filter(|&&parent| parent < row.revision) {
            let lane = lanes.next().unwrap_or(row.lane);
            let (to_x, to_y) = place[parent];
            let at = MARGIN + lane * LANE + LANE / 2;
            let (start, end) = (y + ROW / 2, to_y - ROW / 2);
            let _ = writeln!(
                svg,
                "<path d=\"M{x} {y} C{x} {start} {at} {y} {at} {start} L{at} {end} C{at} {to_y} {to_x} {end} {to_x} \
                 {to_y}\"/>"
            );
        }
        for &needed in &picture.revisions[row.revision].depends {
            let (to_x, to_y) = place[needed];
            let _ = writeln!(svg, "<path class=\"depends\" d=\"M{x} {y} L{to_x} {to_y}\"/>");
        }
    }
}

const STYLE: &str = "<style>\
svg{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color-scheme:light dark}\
svg path{fill:none;stroke:#8a8f98;stroke-width:2}svg path.depends{stroke-dasharray:4 4;stroke-width:1}\
svg circle{fill:#5b6470;stroke:none}svg text{fill:#24292f}svg .id{font-weight:600}svg .mark{fill:#57606a}\
svg .error circle{fill:#cf222e}svg .error .found{fill:#cf222e}svg .warning circle{fill:#bf8700}\
svg .warning .found{fill:#9a6700}svg .hint .found{fill:#57606a}\
@media(prefers-color-scheme:dark){svg text{fill:#e6edf3}svg .mark,svg .hint .found{fill:#9198a1}\
svg .error .found{fill:#ff7b72}svg .warning .found{fill:#e3b341}}\
</style>";
