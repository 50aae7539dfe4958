//! The remedy that takes a repeated statement out.

use super::alter::Alter;
use super::site::{Draft, Site};
use crate::edit::Edit;
use crate::source::Span;

/// Takes the statement out with its terminator and its line, or only those actions of an ALTER TABLE that repeat.
pub(super) fn remove(site: &Site<'_>) -> Option<Draft> {
    if let Some(alter) = Alter::read(site.cursor())
        && alter.actions.len() > 1
        && !alter.actions.iter().all(|action| site.wanted_in(&(action.start..action.end)))
    {
        return Some(Draft::safe("Remove what is done twice", actions_out(site, &alter)));
    }
    if site.embedded.is_some() {
        return None;
    }
    Some(Draft::safe("Remove the statement", vec![Edit::delete(whole_line(site)?)]))
}

/// An action goes with the comma in front of it, the first one with that behind.
fn actions_out(site: &Site<'_>, alter: &Alter<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut kept_one = false;
    for (index, action) in alter.actions.iter().enumerate() {
        if !site.wanted_in(&(action.start..action.end)) {
            kept_one = true;
            continue;
        }
        let (before, behind) =
            (index.checked_sub(1).and_then(|at| alter.actions.get(at)), alter.actions.get(index + 1));
        let (start, end) = match (kept_one, before, behind) {
            (true, Some(before), _) => (before.end, action.end),
            (_, _, Some(behind)) => (action.start, behind.start),
            _ => (action.start, action.end),
        };
        edits.push(Edit::delete(Span::new(start, end)));
    }
    edits
}

/// The statement, its terminator, and the line if nothing else stands on it.
fn whole_line(site: &Site<'_>) -> Option<Span> {
    let behind = &site.text[site.span.end..];
    let blanks = behind.len() - behind.trim_start().len();
    let terminator = site.terminator()?;
    let mut end = match behind[blanks..].strip_prefix(terminator.as_str()) {
        Some(_) => site.span.end + blanks + terminator.len(),
        None => site.span.end,
    };
    let mut start = site.span.start;
    let line_start = site.text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before_blank = site.text[line_start..start].trim_matches([' ', '\t', '\u{feff}']).is_empty();
    let rest = &site.text[end..];
    let line_end = rest.find('\n').map_or(rest.len(), |at| at + 1);
    if before_blank && rest[..line_end].trim().is_empty() {
        let mark = usize::from(site.text[line_start..].starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
        start = line_start + mark;
        end += line_end;
    }
    Some(Span::new(start, end))
}
