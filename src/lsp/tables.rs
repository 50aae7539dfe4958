//! What a history does to a table, from migration to migration.

use gen_lsp_types::Location;

use super::session::{Known, Session};
use crate::history::life::{self, Change};
use crate::lint::Readings;
use crate::operation::Key;
use crate::replay::each_placed;
use crate::schema::Presence;
use crate::source::{Location as Spot, Source, Span};

/// One thing that is done to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) at: Spot,
    /// The number of its file in the history.
    pub(super) number: usize,
    /// `create column users.email`.
    pub(super) what: String,
    /// The table is there under this name from here on.
    pub(super) begins: bool,
}

/// Events a hover shows; a table that is touched more often is told of in a line.
const SHOWN: usize = 25;

/// The life of the table whose name stands at this byte, as Markdown, and where the name stands.
pub(super) fn hover(session: &Session, known: Known, offset: u32) -> Option<(String, Span)> {
    let (table, span) = table_at(session, known, offset)?;
    let events = life(session.workspace(known).readings(known.place), &table);
    let start = session.workspace(known).start(known.place);
    let presence = start.map(|schema| schema.presence(&Key::table(table.as_str())));
    let now = match presence {
        Some(Presence::Present) => "it is there when this migration starts",
        Some(Presence::Absent) => "it is not there when this migration starts",
        _ => "nobody knows whether it is there when this migration starts",
    };
    let mut text = format!("**Table `{table}`**: {now}\n");
    for event in events.iter().take(SHOWN) {
        if let Some(line) = line_of(session, known, event) {
            text.push_str(&line);
        }
    }
    if events.len() > SHOWN {
        text.push_str(&format!("\n… and {} more\n", events.len() - SHOWN));
    }
    Some((text, span))
}

fn line_of(session: &Session, known: Known, event: &Event) -> Option<String> {
    let location = session.location(known, event.at)?;
    let line = location.range.start.line + 1;
    let name = session.workspace(known).path(event.at.file).file_name().unwrap_or_default();
    let here = if event.number == known.place.number { " (this migration)" } else { "" };
    Some(format!("\n- {} in [{name}:{line}]({}#L{line}){here}", event.what, location.uri))
}

/// Where the table whose name stands at this byte is made: before this migration if it is, else wherever it is.
pub(super) fn definition(session: &Session, known: Known, offset: u32) -> Vec<Location> {
    let Some((table, _)) = table_at(session, known, offset) else { return Vec::new() };
    let readings = session.workspace(known).readings(known.place);
    let makers: Vec<Event> = life(readings, &table).into_iter().filter(|event| event.begins).collect();
    let own = known.place.number;
    let is_before = |event: &&Event| event.number == own || readings.follows(own, event.number);
    match makers.iter().rfind(is_before) {
        Some(event) => session.location(known, event.at).into_iter().collect(),
        None => makers.iter().filter_map(|event| session.location(known, event.at)).collect(),
    }
}

/// The table that the word at this byte names, if the history knows one of that name.
fn table_at(session: &Session, known: Known, offset: u32) -> Option<(String, Span)> {
    let workspace = session.workspace(known);
    let span = word_at(workspace.source(known.place.id)?, offset)?;
    let word = workspace.source(known.place.id)?.slice(span);
    let folded = workspace.context(known.place).dialect.fold(word, false);
    let last = folded.rsplit('.').next().unwrap_or(&folded);
    let mut found = None;
    for reading in workspace.readings(known.place).all() {
        for migration in &reading.migrations {
            each_placed(&migration.up, &mut |_, placed, _| {
                let mut take = |table: &str| {
                    let exact = table == word || table == folded;
                    if exact || (found.is_none() && table.rsplit('.').next() == Some(last)) {
                        found = Some(table.to_owned());
                    }
                };
                life::tables_of(&placed.operation).into_iter().for_each(&mut take);
            });
        }
    }
    Some((found?, span))
}

/// The name around a byte: letters, digits, `_`, and `.` between them.
fn word_at(source: &Source, offset: u32) -> Option<Span> {
    let text = source.text();
    let at = usize::try_from(offset).ok()?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '$';
    let before = text.get(..at)?;
    let start = at - before.chars().rev().take_while(|&c| is_part(c)).map(char::len_utf8).sum::<usize>();
    let end = at + text.get(at..)?.chars().take_while(|&c| is_part(c)).map(char::len_utf8).sum::<usize>();
    let word = text.get(start..end)?.trim_matches('.');
    let lead = text.get(start..end)?.find(word)?;
    (!word.is_empty()).then(|| Span::new(start + lead, start + lead + word.len()))
}

/// All that is done to a table, in the order in which the migrations run.
pub(super) fn life(readings: &Readings, table: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for (number, migration) in readings.in_order() {
        life::each_event(migration, &mut |name, at, operation| {
            if name != table {
                return;
            }
            let begins = life::change(&operation.action, table) == Change::Made;
            events.extend(life::phrase(operation).map(|what| Event { at, number, what, begins }));
        });
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_names_with_their_schema() {
        let source = Source::new("a.sql", "ALTER TABLE \"Audit\".logs.; x");
        for (needle, expected) in
            [("logs", Some("logs")), ("Audit", Some("Audit")), ("; x", Some("logs")), (" x", None)]
        {
            let at = u32::try_from(source.text().find(needle).expect("in the text")).expect("small");
            let word = word_at(&source, at).map(|span| source.slice(span));
            assert_eq!(word, expected, "{needle}");
        }
        let plain = Source::new("a.sql", "FROM audit.logs");
        assert_eq!(word_at(&plain, 8).map(|span| plain.slice(span)), Some("audit.logs"));
    }
}
