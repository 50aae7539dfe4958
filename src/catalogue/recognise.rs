//! From a message back to what it is about: for `remigrate explain 'relation "users" already exists'`.
//!
//! The same tables as for prediction, read the other way round. Quotes, case and blanks do not matter, and neither does
//! what stands around the message (a driver's class, a stack trace, `[SQL: …]`).

use std::ops::Range;

use super::phrase::{Phrase, Thing, Verb, pieces};
use super::{ClashKind, landmarks::LANDMARKS, mysql, postgres, sqlite, sqlstate};
use crate::operation::Kind;

/// One reading of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Names of the rules that explain it, the likeliest first.
    pub rules: Vec<&'static str>,
    /// What sort of thing it is about, where the message tells.
    pub kind: Option<Kind>,
    pub clash: ClashKind,
    /// The name of that thing as the message has it; empty where it has none.
    pub name: String,
}

/// What `text` may be about, the likeliest reading first; empty for a message that no phrase fits.
pub fn recognise(text: &str) -> Vec<Match> {
    let text = Folded::new(text);
    let mut found = by_words(&text);
    if found.is_empty() {
        found = by_code(&text);
    }
    let names_an_index = found.first().is_some_and(|first| looks_like_index(&first.name));
    if names_an_index {
        found.sort_by_key(|reading| reading.kind != Some(Kind::Index));
    }
    found
}

/// A message without quotes and with single blanks, in lower case and as it was: offsets are the same in both.
struct Folded {
    lower: String,
    kept: String,
}

impl Folded {
    fn new(text: &str) -> Self {
        let words: Vec<String> = text
            .split_whitespace()
            .map(|word| {
                word.chars().filter(|c| !matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '\\')).collect()
            })
            .filter(|word: &String| !word.is_empty())
            .collect();
        let kept = words.join(" ");
        Self { lower: kept.to_ascii_lowercase(), kept }
    }
}

/// Where a pattern matched, and what its `name` hole held.
struct Hit {
    at: Range<usize>,
    name: Range<usize>,
}

fn by_words(text: &Folded) -> Vec<Match> {
    let mut hits = Hits::default();
    for landmark in LANDMARKS {
        if let Some(hit) = find(landmark.text, text) {
            let name = text.kept[hit.name.clone()].to_owned();
            hits.add(
                &hit,
                vec![Match { rules: landmark.rules.to_vec(), kind: landmark.kind, clash: landmark.clash, name }],
            );
        }
    }
    for phrase in phrases().filter(|phrase| !phrase.text.starts_with("{word}")) {
        if let Some(hit) = find(phrase.text, text) {
            hits.add(&hit, readings(phrase, &text.kept[hit.name.clone()]));
        }
    }
    if hits.found.is_empty() {
        for phrase in phrases().filter(|phrase| phrase.text.starts_with("{word}")) {
            if let Some(hit) = find(phrase.text, text) {
                hits.add(&hit, readings(phrase, &text.kept[hit.name.clone()]));
            }
        }
    }
    hits.found.sort_by_key(|(at, _)| at.start);
    hits.found.into_iter().flat_map(|(_, readings)| readings).collect()
}

/// Readings by the part of the message they explain; none lies inside another.
#[derive(Default)]
struct Hits {
    found: Vec<(Range<usize>, Vec<Match>)>,
}

impl Hits {
    fn add(&mut self, hit: &Hit, readings: Vec<Match>) {
        let same = self.found.iter().position(|(at, known)| *at == hit.at && known[0].clash == readings[0].clash);
        if let Some(same) = same {
            // Two engines with the same words: only what the first did not say.
            let known = &mut self.found[same].1;
            for new in readings {
                if known.iter().all(|old| old.kind != new.kind) {
                    known.push(new);
                }
            }
        } else if !self.found.iter().any(|(at, _)| at.start <= hit.at.start && hit.at.end <= at.end) {
            self.found.retain(|(at, _)| !(hit.at.start <= at.start && at.end <= hit.at.end));
            self.found.push((hit.at.clone(), readings));
        }
    }
}

fn phrases() -> impl Iterator<Item = &'static Phrase> {
    [postgres::PHRASES, sqlite::PHRASES, mysql::MARIADB, mysql::MYSQL, mysql::BOTH].into_iter().flatten()
}

/// Finds a pattern with holes. A hole takes at least one character; the last one ends with its word.
fn find(pattern: &str, text: &Folded) -> Option<Hit> {
    let mut at: Option<usize> = None;
    let mut start = 0;
    let mut name = 0..0;
    let mut open_hole: Option<&str> = None;
    for (literal, hole) in pieces(pattern) {
        let literal = fold_literal(literal);
        match (at, open_hole) {
            (None, None) if literal.is_empty() => open_hole = hole,
            (None, None) => {
                start = find_word(&text.lower, literal.trim_start())?;
                at = Some(start + literal.trim_start().len());
                open_hole = hole;
            }
            // The pattern begins with a hole: the word before its first literal.
            (None, Some(taken)) => {
                let end = text.lower.find(&literal).filter(|&end| end > 0)?;
                start = text.lower[..end].rfind(' ').map_or(0, |blank| blank + 1);
                if is_name(taken) {
                    name = start..end;
                }
                at = Some(end + literal.len());
                open_hole = hole;
            }
            (Some(from), Some(taken)) => {
                let length = if literal.is_empty() && hole.is_none() {
                    word_length(&text.kept[from..])
                } else {
                    text.lower[from..].find(&literal)?
                };
                if length == 0 || length > 200 {
                    return None;
                }
                if is_name(taken) {
                    name = from..from + length;
                }
                at = Some(from + length + literal.len());
                open_hole = hole;
            }
            (Some(_), None) => {}
        }
    }
    Some(Hit { at: start..at?, name })
}

fn is_name(hole: &str) -> bool {
    matches!(hole, "name" | "path" | "signature" | "column")
}

/// A pattern's text as [`Folded`] has the message's.
fn fold_literal(literal: &str) -> String {
    literal.chars().filter(|c| !matches!(c, '"' | '\'' | '`')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The first place where `needle` begins a word.
fn find_word(text: &str, needle: &str) -> Option<usize> {
    let begins = |at: usize| !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_');
    text.match_indices(needle).map(|(at, _)| at).find(|&at| begins(at))
}

fn word_length(text: &str) -> usize {
    let end = text.find([' ', ',', ';', ')', ']', '@']).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':']).len()
}

/// Every reading of a phrase: one for each sort of thing it may be about.
fn readings(phrase: &Phrase, name: &str) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::new();
    for thing in phrase.things {
        let kind = match thing {
            Thing::Any => None,
            Thing::Is(kind) => Some(*kind),
            Thing::Constraint(_) => Some(Kind::Constraint),
            Thing::Word(_) => Some(Kind::Other),
        };
        if out.iter().all(|known| known.kind != kind) {
            let rules = rules_for(phrase.verbs, kind, phrase.clash);
            out.push(Match { rules, kind, clash: phrase.clash, name: name.to_owned() });
        }
    }
    out
}

/// Names of the rules that explain a clash, the likeliest first.
fn rules_for(verbs: &[Verb], kind: Option<Kind>, clash: ClashKind) -> Vec<&'static str> {
    match clash {
        ClashKind::Exists => {
            let first = match kind {
                Some(Kind::Table) => "unguarded-create-table",
                Some(Kind::Column) => "unguarded-add-column",
                Some(Kind::Index) => "unguarded-index",
                Some(Kind::Constraint) => "unguarded-constraint",
                Some(Kind::Type | Kind::Domain) => {
                    return vec!["unguarded-type", "enum-made-twice", "duplicate-object"];
                }
                Some(Kind::EnumValue) => "unguarded-enum-value",
                _ => "unguarded-object",
            };
            let mut rules = vec![first, "duplicate-object"];
            if kind == Some(Kind::Table) {
                rules.push("created-outside-migrations");
            }
            rules
        }
        ClashKind::Missing => {
            let mut rules = Vec::new();
            if verbs.iter().any(|verb| matches!(verb, Verb::Use | Verb::Alter | Verb::Read)) {
                match kind {
                    Some(Kind::Table) => rules.push("missing-table"),
                    Some(Kind::Column) => rules.push("missing-column"),
                    _ => {}
                }
            }
            if verbs.contains(&Verb::Drop) {
                rules.push("unguarded-drop");
            }
            if verbs.contains(&Verb::Rename) {
                rules.push("unguarded-rename");
            }
            rules
        }
        ClashKind::MissingOwner => vec!["missing-table"],
        ClashKind::Needed => vec!["unguarded-drop"],
        ClashKind::DuplicateRow => vec!["repeated-rows"],
        ClashKind::NotInTransaction => vec!["concurrent-index-in-transaction"],
        ClashKind::Irreplaceable => vec!["duplicate-object"],
        ClashKind::Uncommitted => vec!["enum-value-used-in-transaction"],
        ClashKind::AbortedTransaction => vec!["swallowed-error"],
        ClashKind::Other => Vec::new(),
    }
}

/// A bare code or class: `42P07`, `PG::DuplicateTable`, `ERROR 1050`.
fn by_code(text: &Folded) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::new();
    for word in text.lower.split(|c: char| !c.is_ascii_alphanumeric()) {
        let code = sqlstate::POSTGRES
            .iter()
            .find(|(state, class)| state.eq_ignore_ascii_case(word) || class.eq_ignore_ascii_case(word))
            .map_or(word, |(state, _)| state);
        match code {
            "55P04" => out.push(code_alone(Some(Kind::EnumValue), "enum-value-used-in-transaction")),
            "42P10" => out.push(code_alone(None, "conflict-without-key")),
            _ => {}
        }
        for phrase in phrases().filter(|phrase| !phrase.code.is_empty() && phrase.code == code) {
            for reading in readings(phrase, "") {
                if out.iter().all(|known| known.kind != reading.kind || known.clash != reading.clash) {
                    out.push(reading);
                }
            }
        }
    }
    out
}

fn code_alone(kind: Option<Kind>, rule: &'static str) -> Match {
    Match { rules: vec![rule], kind, clash: ClashKind::Other, name: String::new() }
}

/// Whether a name is one that people and frameworks give indexes.
fn looks_like_index(name: &str) -> bool {
    ["index_", "ix_", "idx_"].iter().any(|prefix| name.starts_with(prefix))
        || ["_idx", "_index", "_key"].iter().any(|suffix| name.ends_with(suffix))
}
