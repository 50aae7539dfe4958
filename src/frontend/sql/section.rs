//! Cuts a file as its tool does: ways up and down, changesets, breakpoints, transaction marks (shared facts sql.md
//! section 2, read in the tools' sources).

use std::ops::Range;

use crate::engine::{Dialect, Tool};
use crate::source::Span;

/// What one migration of a file consists of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Part {
    pub(crate) at: Range<usize>,
    /// Liquibase: `author:id`.
    pub(crate) revision: Option<String>,
    /// Stretches of SQL, each split on its own.
    pub(crate) up: Vec<Range<usize>>,
    pub(crate) down: Vec<Range<usize>>,
    /// The tool is told to run it without a transaction; for the way down the same.
    pub(crate) without_transaction: bool,
    /// Liquibase: the changeset is marked as run where this holds not.
    pub(crate) precondition: Option<Precondition>,
    /// Liquibase: databases it is for; empty for all.
    pub(crate) databases: Vec<String>,
}

impl Part {
    /// Liquibase leaves out changesets for other databases.
    pub(crate) fn is_for(&self, dialect: Dialect) -> bool {
        let takes = |name: &String| name == "all" || Dialect::parse(name) == Some(dialect);
        self.databases.is_empty() || self.databases.iter().any(takes)
    }
}

/// `--precondition-sql-check expectedResult:0 SELECT …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Precondition {
    pub(crate) sql: Range<usize>,
    /// The count that must come out.
    pub(crate) expected: String,
}

/// What a line says to the tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Up {
        transaction: bool,
    },
    Down {
        transaction: bool,
    },
    /// A statement ends here whatever the SQL says.
    Cut,
    WithoutTransaction,
    /// tern: what stood before leads up, what follows down.
    DropBelow,
}

/// The migrations of a file.
pub(crate) fn parts(text: &str, tool: Tool) -> Vec<Part> {
    let tool = told_by_text(text, tool);
    if tool == Tool::Liquibase && text.trim_start_matches('\u{feff}').trim_start().starts_with("--") {
        let changesets = changesets(text);
        if !changesets.is_empty() {
            return changesets;
        }
    }
    let mut part = Part { at: 0..text.len(), ..Part::default() };
    let marks: Vec<(Range<usize>, Mark)> =
        lines(text).filter_map(|line| mark(&text[line.clone()], line.start, tool).map(|mark| (line, mark))).collect();
    let needs_up = matches!(tool, Tool::Goose | Tool::SqlMigrate | Tool::Dbmate)
        && marks.iter().any(|(_, mark)| matches!(mark, Mark::Up { .. }));
    let mut way = if needs_up { None } else { Some(true) };
    let mut start = 0;
    for (line, mark) in marks {
        push(&mut part, way, start..line.start);
        start = line.end;
        match mark {
            Mark::Up { transaction } => {
                way = Some(true);
                part.without_transaction |= !transaction;
            }
            Mark::Down { .. } | Mark::DropBelow => way = Some(false),
            Mark::Cut => {}
            Mark::WithoutTransaction => part.without_transaction = true,
        }
    }
    push(&mut part, way, start..text.len());
    vec![part]
}

fn push(part: &mut Part, up: Option<bool>, range: Range<usize>) {
    match up {
        Some(true) if !range.is_empty() => part.up.push(range),
        Some(false) if !range.is_empty() => part.down.push(range),
        _ => {}
    }
}

/// Marks that only one tool writes tell that tool where it is not known.
fn told_by_text(text: &str, tool: Tool) -> Tool {
    if tool != Tool::PlainSql {
        return tool;
    }
    let marks = [
        ("-- +goose ", Tool::Goose),
        ("-- +migrate ", Tool::SqlMigrate),
        ("-- migrate:up", Tool::Dbmate),
        ("--liquibase formatted", Tool::Liquibase),
        ("-- liquibase formatted", Tool::Liquibase),
        ("--> statement-breakpoint", Tool::Drizzle),
    ];
    let starts = |mark: &str| text.starts_with(mark) || text.contains(&format!("\n{mark}"));
    marks.into_iter().find(|(mark, _)| starts(mark)).map_or(tool, |(_, tool)| tool)
}

/// Lines with their endings.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

fn mark(line: &str, at: usize, tool: Tool) -> Option<Mark> {
    let line = line.trim_start_matches('\u{feff}').trim_end();
    match tool {
        Tool::Goose => {
            let command = line.strip_prefix("-- +goose ")?.trim();
            Some(match () {
                () if command.eq_ignore_ascii_case("up") => Mark::Up { transaction: true },
                () if command.eq_ignore_ascii_case("down") => Mark::Down { transaction: true },
                () if command.eq_ignore_ascii_case("no transaction") => Mark::WithoutTransaction,
                () if command.to_ascii_lowercase().starts_with("statement") => Mark::Cut,
                () => return None,
            })
        }
        Tool::SqlMigrate => {
            let command = line.strip_prefix("-- +migrate ")?.to_ascii_lowercase();
            let transaction = !command.contains("notransaction");
            Some(match () {
                () if command.starts_with("up") => Mark::Up { transaction },
                () if command.starts_with("down") => Mark::Down { transaction },
                () => Mark::Cut,
            })
        }
        Tool::Dbmate => {
            let command = line.strip_prefix("--")?.trim_start().strip_prefix("migrate:")?;
            let transaction = !command.replace(' ', "").contains("transaction:false");
            Some(if command.starts_with("up") { Mark::Up { transaction } } else { Mark::Down { transaction } })
        }
        Tool::Tern => match line {
            "---- create above / drop below ----" => Some(Mark::DropBelow),
            "---- tern: disable-tx ----" => Some(Mark::WithoutTransaction),
            _ => None,
        },
        Tool::Drizzle => line.trim_start().starts_with("--> statement-breakpoint").then_some(Mark::Cut),
        Tool::Sqlx => (at == 0 && line.starts_with("-- no-transaction")).then_some(Mark::WithoutTransaction),
        Tool::Atlas => {
            let mode = line.strip_prefix("--")?.trim_start().strip_prefix("atlas:txmode")?;
            (mode.trim() == "none").then_some(Mark::WithoutTransaction)
        }
        Tool::GraphileMigrate => (line == "--! no-transaction").then_some(Mark::WithoutTransaction),
        Tool::Yoyo => {
            let value = line.strip_prefix("--")?.trim_start().strip_prefix("transactional:")?;
            (value.trim() == "false").then_some(Mark::WithoutTransaction)
        }
        _ => None,
    }
}

/// Liquibase's formatted SQL.
fn changesets(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut skips = false;
    let mut start = 0;
    for line in lines(text) {
        let Some(command) = comment(&text[line.clone()]) else { continue };
        let offset = |inside: &str| line.start + (inside.as_ptr() as usize - text[line.clone()].as_ptr() as usize);
        let word = command.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let rest = command[word.len().min(command.len())..].trim_start();
        if word == "changeset" {
            if let Some(part) = parts.last_mut() {
                part.up.push(start..line.start);
                part.at.end = line.start;
            }
            parts.push(changeset(rest, line.start..text.len()));
            skips = false;
            start = line.end;
            continue;
        }
        let Some(part) = parts.last_mut() else { continue };
        match word.as_str() {
            "rollback" if !rest.trim().is_empty() => part.down.push(offset(rest)..offset(rest) + rest.trim_end().len()),
            "preconditions" => skips = rest.contains("onFail:MARK_RAN") || rest.contains("onFail:CONTINUE"),
            "precondition-sql-check" if skips => {
                let expected = rest.strip_prefix("expectedResult:").unwrap_or_default();
                let value = expected.split_whitespace().next().unwrap_or_default();
                let sql = expected[value.len()..].trim();
                part.precondition = (!sql.is_empty()).then(|| Precondition {
                    sql: offset(sql)..offset(sql) + sql.len(),
                    expected: value.trim_matches('"').to_owned(),
                });
            }
            _ => {}
        }
    }
    if let Some(part) = parts.last_mut() {
        part.up.push(start..text.len());
    }
    parts
}

fn changeset(heading: &str, at: Range<usize>) -> Part {
    let mut words = heading.split_whitespace();
    let revision = words.next().unwrap_or_default().to_owned();
    let mut part = Part { at, revision: Some(revision), ..Part::default() };
    for word in words {
        if let Some(names) = word.strip_prefix("dbms:") {
            part.databases = names.trim_matches('"').split(',').map(str::to_owned).collect();
        }
        part.without_transaction |= word.eq_ignore_ascii_case("runInTransaction:false");
    }
    part
}

/// What stands behind the dashes of a comment line.
fn comment(line: &str) -> Option<&str> {
    Some(
        line.trim_start_matches('\u{feff}')
            .trim_start()
            .strip_prefix("--")?
            .trim_start()
            .trim_end_matches(['\n', '\r']),
    )
}

/// A range as a span.
pub(crate) fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, tool: Tool) -> Vec<(Vec<&str>, Vec<&str>, bool)> {
        let slices = |ranges: &[Range<usize>]| -> Vec<_> {
            ranges.iter().map(|range| text[range.clone()].trim()).filter(|slice| !slice.is_empty()).collect()
        };
        let parts = parts(text, tool);
        let parts = parts.iter().map(|part| (slices(&part.up), slices(&part.down), part.without_transaction));
        // Slices borrow the text, not the parts.
        parts.map(|(up, down, flag)| (up.into_iter().collect(), down.into_iter().collect(), flag)).collect()
    }

    #[test]
    fn tools_cut_their_own_way() {
        let goose = "-- +goose NO TRANSACTION\n-- +goose Up\na;\n-- +goose StatementBegin\nb; c\n-- +goose StatementEnd\n-- +goose Down\nd;";
        assert_eq!(cut(goose, Tool::Goose), [(vec!["a;", "b; c"], vec!["d;"], true)]);
        let dbmate = "-- migrate:up transaction:false\na;\n-- migrate:down\nb;\n";
        assert_eq!(cut(dbmate, Tool::Dbmate), [(vec!["a;"], vec!["b;"], true)]);
        let migrate = "-- +migrate Up\na;\n-- +migrate Down\nb;";
        assert_eq!(cut(migrate, Tool::PlainSql), [(vec!["a;"], vec!["b;"], false)]);
        assert_eq!(cut("a;\n---- create above / drop below ----\nb;", Tool::Tern), [(vec!["a;"], vec!["b;"], false)]);
        assert_eq!(cut("-- no-transaction\na;", Tool::Sqlx), [(vec!["a;"], vec![], true)]);
        assert_eq!(cut("\n-- no-transaction\na;", Tool::Sqlx), [(vec!["-- no-transaction\na;"], vec![], false)]);
    }

    #[test]
    fn liquibase_changesets() {
        let text = "--liquibase formatted sql\n--changeset me:1 runInTransaction:false\na;\n--rollback b;\n--changeset me:2\n--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:0 SELECT 1\nc;\n";
        let parts = parts(text, Tool::Liquibase);
        let revisions: Vec<_> = parts.iter().map(|part| part.revision.as_deref()).collect();
        assert_eq!(revisions, [Some("me:1"), Some("me:2")]);
        assert!(parts[0].without_transaction && !parts[1].without_transaction);
        assert_eq!(&text[parts[0].down[0].clone()], "b;");
        let precondition = parts[1].precondition.as_ref().expect("a precondition");
        assert_eq!((&text[precondition.sql.clone()], precondition.expected.as_str()), ("SELECT 1", "0"));
    }
}
