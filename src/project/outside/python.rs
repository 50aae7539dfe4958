//! What the text of a Python file tells of models and of calls that make their tables.

use camino::Utf8Path;

use crate::source::Span;

/// Lines of code with their offsets; those that are wholly a comment left out.
pub(super) fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = offset;
        offset += line.len();
        (!line.trim_start().starts_with('#')).then_some((at, line))
    })
}

/// `….create_all(…)`, and `….create_all` given to something that calls it.
pub(super) fn calls_in(text: &str) -> Vec<(Span, Option<String>)> {
    let mut found = Vec::new();
    let mut functions: Vec<(usize, &str)> = Vec::new();
    for (at, line) in code_lines(text) {
        let indent = line.len() - line.trim_start().len();
        let word = line.trim_start();
        if !word.trim().is_empty() {
            functions.retain(|(outer, _)| *outer < indent);
        }
        if let Some(name) = word.strip_prefix("async ").unwrap_or(word).strip_prefix("def ") {
            functions.push((indent, name.split('(').next().unwrap_or_default().trim()));
        }
        let Some(place) = line.find(".create_all") else { continue };
        let behind = &line[place + ".create_all".len()..];
        // A few tables that are named one by one say nothing of the others.
        let some_only = text[at..]
            .get(place..)
            .is_some_and(|rest| rest.split(')').next().is_some_and(|arguments| arguments.contains("tables=")));
        let quoted = line[..place].trim_start().starts_with(['"', '\'', '`']) || line[..place].contains('`');
        if behind.starts_with(|c: char| c.is_alphanumeric() || c == '_') || some_only || quoted {
            continue;
        }
        let start =
            line[..place].rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).map_or(0, |at| at + 1);
        let span = Span::new(at + start, at + place + ".create_all".len());
        found.push((span, functions.last().map(|(_, name)| (*name).to_owned())));
    }
    found
}

/// Tables that models declare.
pub(super) fn models_in(text: &str) -> Vec<(String, Span)> {
    let mut found: Vec<(String, Span)> = Vec::new();
    let mut class: Option<(String, Span)> = None;
    let mut wants_name = false;
    for (at, line) in code_lines(text) {
        let word = line.trim_start();
        let span = Span::new(at + line.len() - word.len(), at + line.trim_end().len());
        if word.starts_with("class ") {
            found.extend(class.take());
            class = implied_table(word).map(|name| (name, span));
        }
        let declared = word.strip_prefix("__tablename__").and_then(|rest| rest.split_once('=')).map(|(_, value)| value);
        let table =
            word.find("Table(").filter(|&place| !word[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
        let behind = declared.or_else(|| table.map(|place| &word[place + "Table(".len()..]));
        let behind = behind.or_else(|| std::mem::take(&mut wants_name).then_some(word));
        let Some(behind) = behind else { continue };
        wants_name = table.is_some() && behind.trim().is_empty();
        if let Some(name) = literal(behind) {
            if declared.is_some() {
                class = None;
            }
            found.push((name.to_lowercase(), span));
        }
    }
    found.extend(class);
    found
}

/// The module that a file has a name from: the last part of `from a.b import Name`, or the file itself.
pub(super) fn module_of(name: &str, text: &str, path: &Utf8Path) -> Option<String> {
    let own = || if path.file_stem() == Some("__init__") { path.parent()?.file_name() } else { path.file_stem() };
    let mut importing: Option<&str> = None;
    for (_, line) in code_lines(text) {
        let line = line.trim_end();
        if let Some((module, names)) = line.strip_prefix("from ").and_then(|rest| rest.split_once(" import ")) {
            importing = Some(module);
            if has_word(names, name) {
                break;
            }
            importing = importing.filter(|_| names.contains('(') && !names.contains(')'));
        } else if importing.is_some() {
            if has_word(line, name) {
                break;
            }
            importing = importing.filter(|_| !line.contains(')'));
        } else if let Some(rest) = line.strip_prefix("class ").unwrap_or(line).strip_prefix(name)
            && rest.trim_start().starts_with(['=', '(', ':'])
        {
            return own().map(str::to_owned);
        }
    }
    let module = importing?;
    let last = module.rsplit('.').next().filter(|last| !last.is_empty());
    last.or_else(|| path.parent()?.file_name()).map(str::to_owned)
}

pub(super) fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|part| part == word)
}

pub(super) fn is_module(file: &Utf8Path, module: &str) -> bool {
    file.file_stem() == Some(module)
        || file.file_stem() == Some("__init__") && file.parent().and_then(Utf8Path::file_name) == Some(module)
}

fn literal(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split(quote).next().filter(|name| !name.is_empty())
}

/// The table of a class that names none: SQLModel takes the class's name in small letters, Flask-SQLAlchemy in
/// snake case.
fn implied_table(class: &str) -> Option<String> {
    let (name, bases) = class.strip_prefix("class ")?.split_once('(')?;
    if bases.contains("table=True") {
        return Some(name.to_lowercase());
    }
    bases.contains("db.Model").then(|| {
        let mut snake = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
        }
        snake
    })
}
