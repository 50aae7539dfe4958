//! Which lane each revision stands in: newest first, as `git log --graph` draws it.

use super::Picture;

/// One revision's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The revision's number.
    pub(super) revision: usize,
    /// Its lane, from the left.
    pub(super) lane: usize,
    /// Lanes that are open above it, its own included.
    pub(super) above: Vec<bool>,
    /// Lanes to its right that end here, because they lead to the same revision.
    pub(super) joins: Vec<usize>,
    /// Lanes to its right that begin below it, one for each further parent.
    pub(super) forks: Vec<usize>,
    /// The lane to its left that it goes on in: that one leads to the same revision.
    pub(super) into: Option<usize>,
    /// Lanes that are open below it, before it goes over into another.
    pub(super) below: Vec<bool>,
}

/// The rows from the newest revision to the oldest. Linear in revisions times open lanes.
pub(super) fn rows(picture: &Picture) -> Vec<Row> {
    let mut rows = Vec::with_capacity(picture.revisions.len());
    // The revision that each lane leads to.
    let mut lanes: Vec<Option<usize>> = Vec::new();
    for number in (0..picture.revisions.len()).rev() {
        let lane = match lanes.iter().position(|to| *to == Some(number)) {
            Some(lane) => lane,
            None => open(&mut lanes, number, 0),
        };
        let above = open_lanes(&lanes);
        let joins: Vec<usize> = (lane + 1..lanes.len()).filter(|&other| lanes[other] == Some(number)).collect();
        for &join in &joins {
            lanes[join] = None;
        }
        // What stands in a cycle may follow something newer: that is no line downwards.
        let mut parents = picture.revisions[number].parents.iter().copied().filter(|&parent| parent < number);
        lanes[lane] = parents.next();
        let forks: Vec<usize> = parents.map(|parent| open(&mut lanes, parent, lane + 1)).collect();
        let into = ahead(&lanes, lane, number).filter(|_| forks.is_empty());
        close(&mut lanes);
        let below = open_lanes(&lanes);
        if into.is_some() {
            lanes[lane] = None;
            close(&mut lanes);
        }
        rows.push(Row { revision: number, lane, above, joins, forks, into, below });
    }
    rows
}

/// Another lane to the left that leads where this one does, unless that stands in the very next row and joins them there.
fn ahead(lanes: &[Option<usize>], lane: usize, number: usize) -> Option<usize> {
    let to = lanes[lane].filter(|to| to + 1 < number)?;
    lanes[..lane].iter().position(|other| *other == Some(to))
}

/// Takes away lanes at the right that lead nowhere.
fn close(lanes: &mut Vec<Option<usize>>) {
    while lanes.last() == Some(&None) {
        lanes.pop();
    }
}

/// The first free lane from `from` on.
fn open(lanes: &mut Vec<Option<usize>>, to: usize, from: usize) -> usize {
    let free = (from..lanes.len()).find(|&lane| lanes[lane].is_none());
    let lane = free.unwrap_or(lanes.len().max(from));
    if lane >= lanes.len() {
        lanes.resize(lane + 1, None);
    }
    lanes[lane] = Some(to);
    lane
}

fn open_lanes(lanes: &[Option<usize>]) -> Vec<bool> {
    lanes.iter().map(Option::is_some).collect()
}
